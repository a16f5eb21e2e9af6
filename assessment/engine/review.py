"""What a reviewer would send back. Each rule yields Problems; `error` must be mended before submission, `warning` explained.

A rule is a function `(scorecard, assessment, result) -> Problems`; its sentence stands in the catalogues under its code.
"""

from collections.abc import Callable, Iterator

from assessment.engine.grading import graded
from assessment.engine.methods import axes
from assessment.engine.mitigation import counted, effects_of, residual
from assessment.engine.privacy import personal
from assessment.engine.review_figures import figures_founded, levels_overridden, levels_without_figures
from assessment.engine.scoring import score
from assessment.engine.suggesting import needs_answer
from assessment.errors import Problem
from assessment.model.case import Assessment
from assessment.model.measure import PlannedMeasure
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard

Rule = Callable[[Scorecard, Assessment, Result], Iterator[Problem]]
OF_THE_PLAN = ("risk-unanswered", "veto-not-cleared", "residual-above-target")  # mended by planning; so is all of measure-…
ABOUT_THE_RISKS = (*OF_THE_PLAN, "indicator-unrated", "veto-unanswered")
ENOUGH_TO_JUDGE = 5  # ratings before "all identical" means anything (ours)


def review(scorecard: Scorecard, assessment: Assessment) -> tuple[Problem, ...]:
    """Every problem of a case and its plan, in the order of RULES."""
    result = score(scorecard, assessment)
    return tuple(problem for rule in RULES for problem in rule(scorecard, assessment, result))


def of_the_plan(problem: Problem) -> bool:
    """Whether it is mended in the plan."""
    return problem.code in OF_THE_PLAN or problem.code.startswith("measure-")


def in_the_way(scorecard: Scorecard, assessment: Assessment) -> tuple[Problem, ...]:
    """What keeps a plan from its aim, whoever carries it out and when: what is missing, not answered, not reached."""
    return tuple(problem for problem in review(scorecard, assessment) if problem.code in ABOUT_THE_RISKS)


def missing_answers(scorecard: Scorecard, assessment: Assessment, result: Result) -> Iterator[Problem]:
    for name in result.unrated:
        yield Problem("indicator-unrated", path=name, values={"indicator": scorecard.indicators[name].label})
    for veto in result.unanswered_vetoes:
        yield Problem("veto-unanswered", path=veto, values={"veto": veto})


def facts_founded(scorecard: Scorecard, assessment: Assessment, result: Result) -> Iterator[Problem]:
    """ "No" takes an indicator out, so it needs its reason and its evidence."""
    profile = scorecard.profile.get(assessment.project.profile or "")
    for name, fact in assessment.project.facts.items():
        default = profile.facts.get(name) if profile else None
        if fact.answer == "no" and default != "no" and not (fact.reason and fact.evidence):
            yield Problem("fact-unfounded", path=name, values={"fact": name})


def identical_answers(scorecard: Scorecard, assessment: Assessment, result: Result) -> Iterator[Problem]:
    rated = [factor.levels for factor in result.factors if factor.answered]
    if len(rated) >= ENOUGH_TO_JUDGE and len(set(rated)) == 1:
        levels = "×".join(map(str, rated[0] or ()))
        yield Problem("answers-identical", values={"count": len(rated), "levels": levels})


def risks_answered(scorecard: Scorecard, assessment: Assessment, result: Result) -> Iterator[Problem]:
    """一一制定解决方案: from `answer_from` on every risk has a measure, or a reason why not."""
    answered = {
        effect.indicator
        for planned in counted(scorecard, assessment, "planned").values()
        for effect in effects_of(scorecard, planned)
    }
    for factor in result.factors:
        if needs_answer(scorecard, factor) and factor.id not in answered and factor.id not in assessment.plan.accepted:
            band = scorecard.bands[scorecard.band_rank[factor.band or ""]].title
            values = {"indicator": scorecard.indicators[factor.id].label, "band": band}
            yield Problem("risk-unanswered", path=factor.id, values=values)


def vetoes_clearable(scorecard: Scorecard, assessment: Assessment, result: Result) -> Iterator[Problem]:
    """A fired veto that keeps the level above the target, or the work waiting, has to be cleared."""
    aim = scorecard.level_rank[scorecard.target]
    planned = {name for name, p in counted(scorecard, assessment, "planned").items() if not p.own}
    for veto in result.vetoes:
        stands_in_the_way = veto.hold or scorecard.level_rank[veto.level] > aim
        if veto.state == "fired" and stands_in_the_way and not planned.intersection(scorecard.veto[veto.id][1].cleared_by):
            offered = tuple(scorecard.veto[veto.id][1].cleared_by)
            yield Problem("veto-not-cleared", path=veto.id, values={"veto": veto.id, "measures": offered or "—"})


def measures_whole(scorecard: Scorecard, assessment: Assessment, result: Result) -> Iterator[Problem]:
    for planned in assessment.plan.measures:
        values = {"measure": planned.measure}
        if not planned.responsible_body:
            yield Problem("measure-without-body", path=planned.measure, values=values)
        if planned.due is None:
            yield Problem("measure-without-date", path=planned.measure, values=values)
        yield from contradictions(planned)
        if planned.status == "lapsed":
            yield Problem("measure-lapsed", path=planned.measure, severity="warning", values=values)


def contradictions(planned: PlannedMeasure) -> Iterator[Problem]:
    """What one measure says against itself: due before its start, verified without proof."""
    values = {"measure": planned.measure}
    if planned.start and planned.due and planned.due < planned.start:
        yield Problem("measure-dates-reversed", path=planned.measure, values=values)
    if planned.status == "verified" and not planned.proof:
        yield Problem("measure-verified-without-proof", path=planned.measure, values=values)


def measures_repeated(scorecard: Scorecard, assessment: Assessment, result: Result) -> Iterator[Problem]:
    seen: set[str] = set()
    for planned in assessment.plan.measures:
        if planned.measure in seen:
            yield Problem("measure-repeated", path=planned.measure, severity="warning", values={"measure": planned.measure})
        seen.add(planned.measure)


def target_reached(scorecard: Scorecard, assessment: Assessment, result: Result) -> Iterator[Problem]:
    left = residual(scorecard, assessment)
    if scorecard.level_rank[left.level] > scorecard.level_rank[scorecard.target]:
        level, target = (scorecard.levels[scorecard.level_rank[name]].title for name in (left.level, scorecard.target))
        yield Problem("residual-above-target", values={"level": level, "target": target})


def half_answers(scorecard: Scorecard, assessment: Assessment, result: Result) -> Iterator[Problem]:
    applicable = {factor.id for factor in result.factors}
    for name, rating in graded(scorecard, assessment).ratings.items():
        given = [axis for axis in axes(scorecard) if getattr(rating, axis) is not None]
        if name in applicable and given and len(given) < len(axes(scorecard)):
            values = {"indicator": scorecard.indicators[name].label}
            yield Problem("rating-half", path=name, severity="warning", values=values)


def no_personal_data(scorecard: Scorecard, assessment: Assessment, result: Result) -> Iterator[Problem]:
    yield from personal(assessment)


RULES: tuple[Rule, ...] = (
    missing_answers,
    half_answers,
    figures_founded,
    levels_overridden,
    levels_without_figures,
    facts_founded,
    identical_answers,
    risks_answered,
    vetoes_clearable,
    measures_whole,
    measures_repeated,
    target_reached,
    no_personal_data,
)
