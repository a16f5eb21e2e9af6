"""方案优选: the plan that reaches the aim at the least cost, checked by the same `score` that rates the project."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from assessment.engine.mitigation import residual
from assessment.engine.optimise import exact
from assessment.engine.optimise.cheapest import Undecided, cheapest, not_all
from assessment.engine.optimise.exact import Broken
from assessment.engine.optimise.frontier import frontier
from assessment.engine.optimise.in_time import in_time
from assessment.engine.optimise.obstacles import Obstacle, best_of_all, obstacles
from assessment.engine.optimise.posing import pose
from assessment.engine.optimise.problem import Problem
from assessment.engine.planning import first_planned
from assessment.engine.scoring import score
from assessment.model.case import Assessment
from assessment.model.measure import Aim
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard

Status = Literal["optimal", "feasible", "infeasible"]


@dataclass(frozen=True, slots=True)
class BestPlan:
    """`assessment` carries the plan; `residual` is what it leaves by the exact engine.

    `status` optimal: nothing cheaper reaches the aim. feasible: this does, but that nothing cheaper does is not proven (`bound`:
    no plan can cost less). infeasible: this is the set with the lowest index, `broken` the rules it still breaks, `obstacles`
    what would have to change. `why`: by measure, the rules that break without it; none for one that costs nothing.
    """

    status: Status
    assessment: Assessment
    cost: Fraction
    bound: Fraction | None
    initial: Result
    residual: Result
    why: Mapping[str, tuple[Broken, ...]]
    broken: tuple[Broken, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def chosen(self) -> frozenset[str]:
        return frozenset(p.measure for p in self.assessment.plan.measures if p.status != "lapsed")


def best_plan(scorecard: Scorecard, assessment: Assessment, aim: Aim | None = None, seconds: float = 10.0) -> BestPlan:
    """The cheapest plan for the aim, that of the assessment unless another is given; `seconds` for one question to the solver.
    Raises CaseError when no indicator applies, or when the time was not enough to say whether there is a plan."""
    aim = assessment.plan.aim if aim is None else aim
    problem, initial = pose(scorecard, assessment, aim), score(scorecard, assessment)
    try:
        found = cheapest(problem, seconds=seconds)
    except Undecided as over:
        found = in_time(problem, over, seconds)
    if found is None:
        return _infeasible(scorecard, assessment, aim, problem, initial, seconds)
    planned = with_measures(scorecard, assessment, found.chosen, aim)
    left = residual(scorecard, planned)
    target = scorecard.level_rank[aim.target or scorecard.target]
    assert scorecard.level_rank[left.level] <= target, "the solver's plan misses the level that the engine gives"
    status: Status = "optimal" if found.proven else "feasible"
    return BestPlan(status, planned, found.cost, found.bound, initial, left, _why(problem, found.chosen))


def _why(problem: Problem, chosen: frozenset[str]) -> dict[str, tuple[Broken, ...]]:
    return {name: exact.broken(problem, chosen - {name}) for name in sorted(chosen)}


def _infeasible(
    scorecard: Scorecard, assessment: Assessment, aim: Aim, problem: Problem, initial: Result, seconds: float
) -> BestPlan:
    best = best_of_all(problem, seconds) or frozenset()
    planned = with_measures(scorecard, assessment, best, aim)
    return BestPlan(
        status="infeasible",
        assessment=planned,
        cost=exact.cost(problem, best),
        bound=None,
        initial=initial,
        residual=residual(scorecard, planned),
        why={},
        broken=tuple(rule for rule in exact.broken(problem, best) if not _could_be_kept(problem, rule)),
        obstacles=obstacles(problem, seconds),
    )


def _could_be_kept(problem: Problem, rule: Broken) -> bool:
    """A risk or veto that some measure would answer: it stands only because this set is made for the lowest index."""
    free = {candidate.id for candidate in problem.candidates if not candidate.left_for}
    return any(one.measures & free for one in problem.one_of if (one.kind, one.id) == (rule.kind, rule.id))


def with_measures(scorecard: Scorecard, assessment: Assessment, chosen: frozenset[str], aim: Aim) -> Assessment:
    """The assessment with these measures as its plan: those it has stay as they are, others as the library gives them; lapsed
    ones are kept, for the record."""
    has = {p.measure: p for p in assessment.plan.measures}
    kept = [p for p in has.values() if p.measure in chosen or p.status == "lapsed"]
    new = [first_planned(m, assessment.date) for m in scorecard.measures if m.id in chosen and m.id not in has]
    plan = assessment.plan.model_copy(update={"measures": (*kept, *new), "aim": aim})
    return assessment.model_copy(update={"plan": plan})


def second_best(scorecard: Scorecard, assessment: Assessment, best: BestPlan, count: int = 3) -> Iterator[BestPlan]:
    """The next plans by cost that do not merely add to one already given; as many as there is time for. Each is called optimal
    where nothing cheaper is left beside those before it."""
    aim = best.assessment.plan.aim
    problem, cuts = pose(scorecard, assessment, aim), [not_all(best.chosen)]
    for _ in range(count):
        try:
            found = cheapest(problem, cuts)
        except Undecided:
            return
        if found is None:
            return
        cuts.append(not_all(found.chosen))
        planned = with_measures(scorecard, assessment, found.chosen, aim)
        yield replace(
            best,
            assessment=planned,
            cost=found.cost,
            bound=found.bound if found.bound is not None else best.bound,
            status="optimal" if found.proven else "feasible",
            residual=residual(scorecard, planned),
            why=_why(problem, found.chosen),
        )


@dataclass(frozen=True, slots=True)
class EfficientPoint:
    """One point of the curve: what this much money buys. `done`: part of the way, for a progress bar."""

    chosen: frozenset[str]
    cost: Fraction
    index: Fraction
    level: str
    done: Fraction


def efficient_points(scorecard: Scorecard, assessment: Assessment, aim: Aim | None = None) -> Iterator[EfficientPoint]:
    """费用与指数: the efficient frontier over every plan that keeps to pins, bars, dates and what measures require; without the
    target and without the budget, so that what more money would buy is seen. Each point carries the level the engine gives."""
    aim = assessment.plan.aim if aim is None else aim
    problem = replace(pose(scorecard, assessment, aim), budget=None)
    for point in frontier(problem):
        left = residual(scorecard, with_measures(scorecard, assessment, point.chosen, aim))
        yield EfficientPoint(point.chosen, point.cost, Fraction(point.index, problem.scale), left.level, point.done)
