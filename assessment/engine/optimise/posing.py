"""From a case to the problem of choosing its plan: what each risk may become, which measures may be taken, what must hold.

The start is the assessment as it stands, without its measures; those under way or done are taken, since their effect is there.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import lcm

from assessment.engine.answering import answering, mandatory, needs_answer
from assessment.engine.grading import graded
from assessment.engine.mitigation import measure_effects
from assessment.engine.optimise.outcomes import counting, endings, highest
from assessment.engine.optimise.problem import Candidate, Count, OneOf, Problem
from assessment.engine.planning import cost_of, first_planned, taken_up_again
from assessment.engine.scheduling import dates, unfinished_after
from assessment.engine.scoring import score
from assessment.model.case import Assessment
from assessment.model.measure import Aim, Effect, PlannedMeasure
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard

STARTED = ("in_progress", "done", "verified")


def pose(scorecard: Scorecard, assessment: Assessment, aim: Aim) -> Problem:
    """Raises CaseError when no indicator applies. The aim must fit the scorecard (`fitting.misfits`)."""
    initial, assessment = score(scorecard, assessment), graded(scorecard, assessment)
    planned = {p.measure: p for p in assessment.plan.measures}
    effects = measure_effects(scorecard, planned)
    counted = counting(scorecard, effects, planned)
    every = {factor.id: endings(scorecard, factor, counted) for factor in initial.factors}
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
        if names := answering(scorecard, assessment.ratings, factor.id, effects):
            yield OneOf("risk", factor.id, names)


def _candidates(
    scorecard: Scorecard, assessment: Assessment, initial: Result, aim: Aim, planned: Mapping[str, PlannedMeasure]
) -> Iterator[Candidate]:
    """A late one of its own that nobody asked for is left out like a late one of the library."""
    asked = mandatory(scorecard, assessment.ratings, initial)
    taken_up = {name: _taken_up(scorecard, assessment, name, planned) for name in measure_effects(scorecard, planned)}
    days = dates(scorecard, assessment.date, taken_up)
    for name, p in taken_up.items():
        status = planned[name].status if name in planned else "planned"
        due = days[name][1][0]
        late = aim.by is not None and unfinished_after(p, due, aim.by)
        taken = {
            "mandatory": name in asked,
            "pinned": name in aim.pinned,
            "started": status in STARTED,
            "own": p.own and status != "lapsed" and name not in aim.barred and not late,
        }
        left = {"barred": name in aim.barred, "lapsed": status == "lapsed", "late": late}
        yield Candidate(name, cost_of(scorecard, p), _true(taken), _true(left), due, p.own)


def _taken_up(scorecard: Scorecard, assessment: Assessment, name: str, planned: Mapping[str, PlannedMeasure]) -> PlannedMeasure:
    """As the plan has it; a new one as the library gives it, a lapsed one anew."""
    p = planned.get(name)
    if p is None:
        return first_planned(scorecard.measure[name], assessment.date)
    return taken_up_again(scorecard, p, assessment.date) if p.status == "lapsed" else p


def _true(reasons: Mapping[str, bool]) -> tuple[str, ...]:
    return tuple(reason for reason, holds in reasons.items() if holds)
