"""Review of figures: where they come from, whether they belong to this assessment, and levels that do not follow from them."""

from collections.abc import Iterator

from assessment.engine.grading import grade, graded_axes, observed
from assessment.errors import Problem
from assessment.model.case import UNRATED, Assessment
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard


def figures_founded(scorecard: Scorecard, assessment: Assessment, result: Result) -> Iterator[Problem]:
    """Each figure that grades an applicable indicator says from which day and which document it is."""
    for name, indicator in _used(scorecard, result).items():
        seen = assessment.figures.get(name)
        if seen is None:
            continue
        values = {"figure": scorecard.figure[name].title, "indicator": scorecard.indicators[indicator].label}
        if seen.date is None or not seen.source:
            yield Problem("figure-unsourced", path=indicator, values=values)
        elif assessment.date is not None and seen.date > assessment.date:
            dates = {"now": seen.date.isoformat(), "day": assessment.date.isoformat()}
            yield Problem("figure-after-assessment", path=indicator, severity="warning", values={**values, **dates})


def _used(scorecard: Scorecard, result: Result) -> dict[str, str]:
    """Each figure with the first applicable indicator that it grades."""
    used: dict[str, str] = {}
    for factor in result.factors:
        for rules in scorecard.indicators[factor.id].graded_by.values():
            for rule in rules:
                used.setdefault(rule.figure, factor.id)
    return used


def levels_overridden(scorecard: Scorecard, assessment: Assessment, result: Result) -> Iterator[Problem]:
    """改级 is allowed and told."""
    for override in result.overrides:
        values = {
            "indicator": scorecard.indicators[override.indicator].label,
            "side": override.axis,
            "now": override.chosen,
            "right": override.by_figures,
            "reason": override.reason,
        }
        yield Problem("level-overridden", path=override.indicator, severity="warning", values=values)


def levels_without_figures(scorecard: Scorecard, assessment: Assessment, result: Result) -> Iterator[Problem]:
    """Levels chosen by the anchors where the scorecard has figures for them: one finding for all."""
    values = observed(scorecard, assessment)
    told = {(override.indicator, override.axis) for override in result.overrides}
    bare = []
    for factor in result.factors:
        indicator, rating = scorecard.indicators[factor.id], assessment.ratings.get(factor.id, UNRATED)
        for axis in graded_axes(scorecard, indicator):
            chosen = getattr(rating, axis) is not None and (factor.id, axis) not in told
            if chosen and grade(scorecard, indicator, axis, values).level is None:
                bare.append(indicator)
    named = tuple(dict.fromkeys(indicator.name for indicator in bare))
    if named:
        yield Problem(
            "level-without-figures", path=bare[0].id, severity="warning", values={"count": len(bare), "indicators": named}
        )
