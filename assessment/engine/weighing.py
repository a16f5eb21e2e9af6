"""Which indicators apply to a project, and what share of the whole each has."""

from fractions import Fraction

from assessment.errors import CaseError, Problem
from assessment.model.case import Assessment
from assessment.model.result import NotApplicable
from assessment.model.scorecard import Scorecard


def fact_answers(scorecard: Scorecard, assessment: Assessment) -> dict[str, tuple[str | None, bool]]:
    """Per screening fact: the answer in force, and whether it is only the profile's default."""
    profile = scorecard.profile.get(assessment.project.profile or "")
    answers: dict[str, tuple[str | None, bool]] = {}
    for fact in scorecard.facts:
        given = assessment.project.facts.get(fact.id)
        if given is not None:
            answers[fact.id] = (given.answer, False)
        else:
            answers[fact.id] = (profile.facts.get(fact.id) if profile else None, True)
    return answers


def applicability(scorecard: Scorecard, assessment: Assessment) -> tuple[tuple[str, ...], tuple[NotApplicable, ...]]:
    """(applicable indicators, those that are not, with their fact). Only an answered "no" takes an indicator out:
    an unanswered fact without default applies."""
    answers = fact_answers(scorecard, assessment)
    applicable: list[str] = []
    excluded: list[NotApplicable] = []
    for indicator in scorecard.indicators.values():
        answer, by_profile = answers.get(indicator.applies_when or "", (None, True))
        if answer == "no":
            excluded.append(NotApplicable(indicator.id, indicator.applies_when or "", by_profile))
        else:
            applicable.append(indicator.id)
    return tuple(applicable), tuple(excluded)


def dimension_weights(scorecard: Scorecard, assessment: Assessment) -> dict[str, Fraction]:
    """W_d: the profile's weights, or the scorecard's where the project has no profile or the profile no weights."""
    profile = scorecard.profile.get(assessment.project.profile or "")
    weights = {d.id: d.weight for d in scorecard.dimensions}
    return {**weights, **(profile.dimension_weights or {})} if profile else weights


def shares(scorecard: Scorecard, weights: dict[str, Fraction], applicable: tuple[str, ...]) -> dict[str, Fraction]:
    """g_i = W_d / ΣW(dimensions with an applicable indicator) × w_i / Σw(applicable in d), so that Σg = 1.

    Raises CaseError when nothing applies.
    """
    within: dict[str, Fraction] = {}
    for name in applicable:
        dimension = scorecard.dimension_of[name]
        within[dimension] = within.get(dimension, Fraction(0)) + scorecard.indicators[name].weight
    whole = sum((weights[dimension] for dimension in within), Fraction(0))
    if not whole:
        raise CaseError(Problem("nothing-applicable"))
    factor = {dimension: weights[dimension] / (whole * total) for dimension, total in within.items()}
    return {name: factor[scorecard.dimension_of[name]] * scorecard.indicators[name].weight for name in applicable}
