"""From a case to the problem of choosing its plan: what each risk may become, which measures may be taken, what must hold.

The start is the assessment as it stands, without its measures; those under way or done are taken, since their effect is there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from math import lcm

from assessment.engine.grading import graded
from assessment.engine.mitigation import lowers
from assessment.engine.optimise.outcomes import endings, highest
from assessment.engine.optimise.problem import Candidate, Count, OneOf, Problem
from assessment.engine.planning import cost_of
from assessment.engine.scoring import score
from assessment.engine.suggesting import needs_answer
from assessment.model.case import UNRATED, Assessment
from assessment.model.measure import Aim, Effect, PlannedMeasure
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard

STARTED = ("in_progress", "done", "verified")


def pose(scorecard: Scorecard, assessment: Assessment, aim: Aim) -> Problem:
    """Raises CaseError when no indicator applies. The aim must fit the scorecard (`fitting.misfits`)."""
    initial, assessment = score(scorecard, assessment), graded(scorecard, assessment)
    planned = {p.measure: p for p in assessment.plan.measures}
    effects = measure_effects(scorecard, planned)
    every = {factor.id: endings(scorecard, assessment, factor, effects, planned) for factor in initial.factors}
    weight = {factor.id: factor.weight for factor in initial.factors}
    scale = lcm(*(weight[name].denominator * found.denominator for name, found in every.items()))
    factors = tuple(found.factor(name, weight[name] * scale) for name, found in every.items())
    level = scorecard.level_rank[aim.target or scorecard.target]
    one_of, blocked = _vetoes(scorecard, initial, level, effects)
    if aim.answer_all:
        one_of += tuple(_answers(scorecard, assessment, initial, effects))
    names = set(effects)
    return Problem(
        scale=scale,
        factors=factors,
        candidates=tuple(_candidates(scorecard, assessment, initial, aim, planned)),
        index_most=_index_most(scorecard, level, scale),
        band_most=None if aim.worst_band is None else scorecard.band_rank[aim.worst_band],
        counts=tuple(
            Count(rule.id, scorecard.band_rank[rule.band], rule.at_least - 1)
            for rule in scorecard.escalations
            if scorecard.level_rank[rule.level] > level
        ),
        one_of=one_of,
        blocked=blocked,
        budget=aim.budget,
        requires=tuple((m.id, other) for m in scorecard.measures for other in m.requires if other in names),
        excludes=tuple((m.id, other) for m in scorecard.measures for other in m.excludes if other in names),
    )


def measure_effects(scorecard: Scorecard, planned: Mapping[str, PlannedMeasure]) -> dict[str, tuple[Effect, ...]]:
    """Every measure there is to choose from: the library's, then own ones of the plan."""
    own = {name: p.effects for name, p in planned.items() if p.own}
    return {m.id: m.effects for m in scorecard.measures} | own


def _index_most(scorecard: Scorecard, level: int, scale: int) -> int | None:
    """The highest index, in units of 1/scale, at which the index gives this level or a better one."""
    if scorecard.index != "weighted" or level == len(scorecard.levels) - 1:
        return None
    return highest(scorecard.levels[level], scale)


def _vetoes(
    scorecard: Scorecard, initial: Result, level: int, effects: Mapping[str, object]
) -> tuple[tuple[OneOf, ...], tuple[str, ...]]:
    """Fired vetoes that lift the level above the target, by whether a measure clears them; one not answered counts as fired."""
    one_of, blocked = [], []
    for veto in initial.vetoes:
        if veto.state == "not_fired" or scorecard.level_rank[veto.level] <= level:
            continue
        clearing = frozenset(scorecard.veto[veto.id][1].cleared_by).intersection(effects)
        if veto.state == "fired" and clearing:
            one_of.append(OneOf("veto", veto.id, clearing))
        else:
            blocked.append(veto.id)
    return tuple(one_of), tuple(blocked)


def _answers(
    scorecard: Scorecard, assessment: Assessment, initial: Result, effects: Mapping[str, Sequence[Effect]]
) -> Iterator[OneOf]:
    """Each risk that needs an answer gets a measure that lowers it; where none does, one that addresses it."""
    for factor in initial.factors:
        if not needs_answer(scorecard, factor) or factor.id in assessment.plan.accepted:
            continue
        rating = assessment.ratings.get(factor.id, UNRATED)
        naming = {name for name, given in effects.items() if any(effect.indicator == factor.id for effect in given)}
        helping = {name for name in naming if lowers(scorecard, scorecard.indicators[factor.id], rating, effects[name])}
        if naming:
            yield OneOf("risk", factor.id, frozenset(helping or naming))


def _candidates(
    scorecard: Scorecard, assessment: Assessment, initial: Result, aim: Aim, planned: Mapping[str, PlannedMeasure]
) -> Iterator[Candidate]:
    asked = set(mandatory(scorecard, assessment, initial))
    for name in measure_effects(scorecard, planned):
        p = planned.get(name) or PlannedMeasure(measure=name)
        taken = {
            "mandatory": name in asked,
            "pinned": name in aim.pinned,
            "started": p.status in STARTED,
            "own": p.own and p.status != "lapsed" and name not in aim.barred,
        }
        left = {
            "barred": name in aim.barred,
            "lapsed": p.status == "lapsed",
            "late": aim.by is not None and p.status not in STARTED and _finished_after(scorecard, assessment, p, aim),
        }
        yield Candidate(name, cost_of(scorecard, p), _true(taken), _true(left))


def _true(reasons: Mapping[str, bool]) -> tuple[str, ...]:
    return tuple(reason for reason, holds in reasons.items() if holds)


def _finished_after(scorecard: Scorecard, assessment: Assessment, planned: PlannedMeasure, aim: Aim) -> bool:
    """By its own date, else counted from the day of the assessment."""
    assert aim.by is not None
    if planned.due is not None or planned.own or assessment.date is None:
        return planned.due is not None and planned.due > aim.by
    return (aim.by - assessment.date) < timedelta(days=scorecard.measure[planned.measure].lead_days)


def mandatory(scorecard: Scorecard, assessment: Assessment, initial: Result) -> Iterator[str]:
    """依法必做 here: those that the law asks for and that lower a risk as it is rated, or clear a veto that has fired."""
    assessment = graded(scorecard, assessment)
    fired = {name for v in initial.vetoes if v.state == "fired" for name in scorecard.veto[v.id][1].cleared_by}
    applicable = {factor.id for factor in initial.factors}
    for measure in scorecard.measures:
        touched: Iterable[str] = (effect.indicator for effect in measure.effects if effect.indicator in applicable)
        if measure.mandatory and (
            measure.id in fired
            or any(
                lowers(scorecard, scorecard.indicators[name], assessment.ratings.get(name, UNRATED), measure.effects)
                for name in touched
            )
        ):
            yield measure.id
