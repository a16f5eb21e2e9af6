"""Rules about the answers: what is missing, what stands without ground, what does not fit together."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from assessment.engine.answering import needs_answer
from assessment.engine.margins import near
from assessment.engine.methods import axes, safest_first
from assessment.engine.privacy import personal
from assessment.engine.review.rule import Rule, Seen, advice, error, warning
from assessment.errors import Problem
from assessment.model.base import Text
from assessment.model.numbers import shown
from assessment.model.result import FactorRisk
from assessment.model.scorecard import Scorecard

ENOUGH_TO_JUDGE = 5  # ratings before "all identical" means anything (ours)
ENOUGH_AT_LOWEST = 10  # ratings before "most at the lowest" does (ours)
MOST = Fraction(2, 3)
NEAR = Fraction(1, 50)  # an index this near to an edge hangs on few answers (ours)
OLD = timedelta(days=730)  # evidence that may no longer be true (ours)


def label(scorecard: Scorecard, indicator: str) -> Text:
    return scorecard.indicators[indicator].label


def missing_answers(seen: Seen) -> Iterator[Problem]:
    for name in seen.result.unrated:
        yield Problem("indicator-unrated", path=name, values={"indicator": label(seen.scorecard, name)})
    for veto in seen.result.unanswered_vetoes:
        yield Problem("veto-unanswered", path=veto, values={"veto": veto})


def coverage_enough(seen: Seen) -> Iterator[Problem]:
    needed, covered = seen.scorecard.minimum_coverage, seen.result.coverage
    if covered < needed:
        values = {"now": f"{shown(covered * 100, 1)}%", "right": f"{shown(needed * 100, 1)}%"}
        yield Problem("coverage-below-minimum", path=seen.result.unrated[0], values=values)


def half_answers(seen: Seen) -> Iterator[Problem]:
    asked = axes(seen.scorecard)
    for name, rating in seen.ratings.items():
        given = [axis for axis in asked if getattr(rating, axis) is not None]
        if name in seen.applicable and given and len(given) < len(asked):
            yield Problem("rating-half", path=name, values={"indicator": label(seen.scorecard, name)})


def facts_founded(seen: Seen) -> Iterator[Problem]:
    """ "No" takes an indicator out, so it needs its reason and its evidence."""
    project = seen.assessment.project
    profile = seen.scorecard.profile.get(project.profile or "")
    for name, fact in project.facts.items():
        default = profile.facts.get(name) if profile else None
        if fact.answer == "no" and default != "no" and not (fact.reason and fact.evidence):
            yield Problem("fact-unfounded", path=name, values={"fact": name})


def facts_answered(seen: Seen) -> Iterator[Problem]:
    """A fact left open keeps its indicators in: safe, but perhaps they need not be rated. One finding for all."""
    project = seen.assessment.project
    profile = seen.scorecard.profile.get(project.profile or "")
    given = {name for name, fact in project.facts.items() if fact.answer != "unknown"} | set(profile.facts if profile else ())
    left = tuple(fact for fact in seen.scorecard.facts if fact.id not in given)
    if left:
        values = {"count": len(left), "facts": tuple(fact.title or fact.question for fact in left)}
        yield Problem("fact-unanswered", path=left[0].id, values=values)


def project_described(seen: Seen) -> Iterator[Problem]:
    """What a reviewer looks for first: how large it is, where, and how many people it touches. One finding for all."""
    project = seen.assessment.project
    lacking = {
        "profile": project.profile is None and bool(seen.scorecard.profiles),
        "township": not project.township,
        "investment": project.investment is None,
        "affected": not project.affected,
        "period": not project.period,
    }
    named = tuple(name for name, absent in lacking.items() if absent)
    if named:
        yield Problem("project-data-missing", values={"missing": named})


def assessment_dated(seen: Seen) -> Iterator[Problem]:
    """A date nobody has lived to; an illustrative project is not held to the calendar. And an edition not in force then."""
    day, force = seen.assessment.date, seen.scorecard.in_force
    if day is None:
        return
    if seen.today is not None and day > seen.today and not seen.assessment.project.illustrative:
        values = {"day": day.isoformat(), "now": seen.today.isoformat()}
        yield Problem("assessment-in-future", values=values)
    if day < force.from_ or (force.until is not None and day > force.until):
        values = {"day": day.isoformat(), "now": seen.scorecard.version}
        yield Problem("assessment-outside-edition", values=values)


def identical_answers(seen: Seen) -> Iterator[Problem]:
    rated = [factor.levels for factor in seen.result.factors if factor.answered]
    if len(rated) >= ENOUGH_TO_JUDGE and len(set(rated)) == 1:
        levels = "×".join(map(str, rated[0] or ()))
        yield Problem("answers-identical", values={"count": len(rated), "levels": levels})


def mostly_lowest(seen: Seen) -> Iterator[Problem]:
    """Most factors without any risk at all. Not asked of points cards, where most items of a sound project have no points."""
    rated = [factor for factor in seen.result.factors if factor.answered]
    lowest = sum(at_lowest(seen.scorecard, factor) for factor in rated)
    if axes(seen.scorecard) != ("option",) and len(rated) >= ENOUGH_AT_LOWEST and lowest > MOST * len(rated):
        yield Problem("answers-mostly-lowest", values={"count": lowest, "total": len(rated)})


def at_lowest(scorecard: Scorecard, factor: FactorRisk) -> bool:
    """Whether every axis is at its safest level."""
    indicator = scorecard.indicators[factor.id]
    safest = tuple(safest_first(scorecard, indicator, axis)[0] for axis in axes(scorecard))
    return factor.levels == safest


def ratings_founded(seen: Seen) -> Iterator[Problem]:
    """From `answer_from` on a rating shows its evidence, or says at least in words what it rests on; so does the lowest one.
    Figures with their sources are ground enough."""
    for factor in seen.result.factors:
        rating = seen.rating(factor.id)
        if not factor.answered or rating.evidence or by_figures(seen, factor.id):
            continue
        values = {"indicator": label(seen.scorecard, factor.id)}
        if needs_answer(seen.scorecard, factor):
            code = "rating-without-evidence" if rating.note else "rating-without-ground"
            yield Problem(code, path=factor.id, values=values)
        elif at_lowest(seen.scorecard, factor) and not rating.note:
            yield Problem("lowest-without-note", path=factor.id, values=values)


def by_figures(seen: Seen, indicator: str) -> bool:
    """Whether a figure that grades it was entered."""
    rules = seen.scorecard.indicators[indicator].graded_by.values()
    return any(rule.figure in seen.assessment.figures for each in rules for rule in each)


def stage_told(seen: Seen) -> Iterator[Problem]:
    """Where the sheet has a note for the stage, what was left out as not yet due is said in the rating's note."""
    for factor in seen.result.factors:
        indicator = seen.scorecard.indicators[factor.id]
        if factor.answered and seen.assessment.stage in indicator.stage_notes and not seen.rating(factor.id).note:
            yield Problem("stage-without-note", path=factor.id, values={"indicator": indicator.label})


def evidence_timely(seen: Seen) -> Iterator[Problem]:
    """One finding of each kind for an indicator."""
    day = seen.assessment.date
    if day is None:
        return
    for name in seen.applicable:
        days = {item.title: item.date for item in seen.rating(name).evidence if item.date is not None}
        values = {"indicator": label(seen.scorecard, name), "day": day.isoformat()}
        late = next((title for title, given in days.items() if given > day), None)
        old = next((title for title, given in days.items() if day - given > OLD), None)
        if late:
            yield Problem("evidence-after-assessment", path=name, values={**values, "title": late, "now": f"{days[late]}"})
        if old:
            yield Problem("evidence-old", path=name, values={**values, "title": old, "now": f"{days[old]}"})


def vetoes_plausible(seen: Seen) -> Iterator[Problem]:
    """A fired veto on an indicator rated in the best band: one of the two is hardly right."""
    for veto in seen.fired:
        indicator = seen.scorecard.veto[veto][0]
        factor = seen.applicable.get(indicator.id)
        if factor is not None and factor.band is not None and seen.scorecard.band_rank[factor.band] == 0:
            values = {"veto": veto, "indicator": indicator.label, "band": seen.scorecard.bands[0].title}
            yield Problem("veto-fired-rated-best", path=veto, values=values)


def edge_far(seen: Seen) -> Iterator[Problem]:
    """The index decides, all is rated, and a little more or less would give another level."""
    result, card = seen.result, seen.scorecard
    if card.index == "none" or result.index is None or result.unrated or result.index_level != result.level:
        return
    limit = near(card, result.index, NEAR)
    if limit is not None:
        values = {"now": shown(result.index), "right": shown(limit.edge), "away": shown(limit.gap)}
        yield Problem("index-near-edge", values=values)


def no_personal_data(seen: Seen) -> Iterator[Problem]:
    yield from personal(seen.assessment)


RULES = (
    Rule(missing_answers, {"indicator-unrated": error("rate"), "veto-unanswered": error("rate")}),
    Rule(coverage_enough, {"coverage-below-minimum": error("rate")}),
    Rule(half_answers, {"rating-half": warning("rate")}),
    Rule(facts_founded, {"fact-unfounded": error("project")}),
    Rule(facts_answered, {"fact-unanswered": advice("project")}),
    Rule(project_described, {"project-data-missing": advice("project")}),
    Rule(assessment_dated, {"assessment-in-future": warning("project"), "assessment-outside-edition": error("project")}),
    Rule(identical_answers, {"answers-identical": warning("rate")}),
    Rule(mostly_lowest, {"answers-mostly-lowest": warning("rate")}),
    Rule(
        ratings_founded,
        {
            "rating-without-ground": warning("rate"),
            "rating-without-evidence": advice("rate"),
            "lowest-without-note": advice("rate"),
        },
    ),
    Rule(stage_told, {"stage-without-note": warning("rate")}),
    Rule(evidence_timely, {"evidence-after-assessment": warning("rate"), "evidence-old": warning("rate")}),
    Rule(vetoes_plausible, {"veto-fired-rated-best": warning("rate")}),
    Rule(edge_far, {"index-near-edge": warning("rate")}),
    Rule(no_personal_data, {"personal-data": error(None)}),
)
