"""When no plan reaches the target: which limits contradict one another, and which one, if lifted, would let a plan through.

Each limit is lifted alone and the cheapest plan sought again; what it costs is what would have to change. Where no single one is
enough, all are lifted together; if the target is still not reached, the rules that the best set breaks are what blocks it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from assessment.engine.optimise import exact
from assessment.engine.optimise.cheapest import Undecided, cheapest
from assessment.engine.optimise.frontier import best_reachable, without_target
from assessment.engine.optimise.problem import Problem
from assessment.engine.optimise.programme import Programme
from assessment.engine.optimise.solver import solve

LIMITS = ("budget", "late", "barred", "lapsed", "pinned", "own", "excludes", "band", "risk")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """`kind`: one of LIMITS that is enough alone, «together» where only all of them are, «contradiction» where the limits leave
    nothing to choose (`ids`: the measures in question), «dear» where what has to be in every plan costs more than the budget
    already (`ids` and `cost`: that), «undecided» where the time was not enough to try them all. `cost` (万元) and `ids`: the
    plan that lifting it allows, and which of its measures the limit kept out or in. `by`: of «late», the first day that would
    do; of a contradiction, the day on which the last of those that end too late ends."""

    kind: str
    ids: tuple[str, ...] = ()
    cost: Fraction | None = None
    by: date | None = None


UNDECIDED = Obstacle("undecided")


def obstacles(problem: Problem, seconds: float = 5.0) -> tuple[Obstacle, ...]:
    """What would have to change, most telling first; nothing where not even all limits lifted reach the target."""
    first = (*_contradictions(problem), *_dear(problem))
    found = [obstacle for kind in LIMITS if (obstacle := _lifted(problem, kind, seconds)) is not None]
    if not first and all(obstacle == UNDECIDED for obstacle in found):
        together = _tried(problem, lifted(problem, LIMITS), "together", seconds)
        found += [] if together is None else [together]
    decided = [obstacle for obstacle in found if obstacle != UNDECIDED]
    return (*first, *decided, *([UNDECIDED] if UNDECIDED in found else []))


def best_of_all(problem: Problem, seconds: float) -> frozenset[str] | None:
    """The set with the lowest index within the limits; where they contradict one another, with all of them lifted."""
    within = best_reachable(problem, seconds)
    return best_reachable(lifted(problem, LIMITS), seconds) if within is None else within


def lifted(problem: Problem, kinds: tuple[str, ...]) -> Problem:
    """The same problem without these limits."""
    candidates = tuple(
        replace(
            candidate,
            taken_for=tuple(reason for reason in candidate.taken_for if reason not in kinds),
            left_for=tuple(reason for reason in candidate.left_for if reason not in kinds),
        )
        for candidate in problem.candidates
    )
    return replace(
        problem,
        candidates=candidates,
        budget=None if "budget" in kinds else problem.budget,
        excludes=() if "excludes" in kinds else problem.excludes,
        band_most=None if "band" in kinds else problem.band_most,
        one_of=tuple(one for one in problem.one_of if one.kind not in kinds),
    )


def _lifted(problem: Problem, kind: str, seconds: float) -> Obstacle | None:
    changed = lifted(problem, (kind,))
    found = _tried(problem, changed, kind, seconds) if changed != problem else None
    if found is None or found.kind != "late":
        return found
    return _earliest(problem, found, seconds)


def _tried(problem: Problem, changed: Problem, kind: str, seconds: float) -> Obstacle | None:
    """What it costs to reach the target with this limit lifted; None where that is not enough."""
    try:
        found = cheapest(changed, seconds=seconds)
    except Undecided:
        return UNDECIDED
    if found is None:
        return None
    kinds = LIMITS if kind == "together" else (kind,)
    at_fault = [rule for rule in exact.broken(problem, found.chosen) if rule.kind in kinds]
    others = {rule.other for rule in at_fault if rule.kind == "excludes"}
    return Obstacle(kind, tuple(sorted(({rule.id for rule in at_fault} | others) - {""})), found.cost)


def _earliest(problem: Problem, without: Obstacle, seconds: float) -> Obstacle | None:
    """The first day that lets a plan through, by halving the days on which late measures end; `without`: with no last day. An
    own measure that is in time by then is taken again, so that such a day may be too late for others."""
    days = sorted({c.due for c in problem.candidates if "late" in c.left_for and c.due is not None})
    low, high, best = 0, len(days) - 1, without
    while low <= high:
        middle = (low + high) // 2
        found = _tried(problem, _postponed(problem, days[middle]), "late", seconds)
        if found in (None, UNDECIDED):
            low = middle + 1
        else:
            best, high = replace(found, by=days[middle]), middle - 1
    if not any(c.own and "late" in c.left_for for c in problem.candidates):
        return best
    tried = ((day, _tried(problem, _with_own(_postponed(problem, day)), "late", seconds)) for day in days[low:])
    return next((replace(found, by=day) for day, found in tried if found and found.kind == "late"), None)


def _postponed(problem: Problem, day: date) -> Problem:
    """The same with `day` as the last."""
    candidates = tuple(
        replace(c, left_for=tuple(r for r in c.left_for if r != "late")) if c.due is not None and c.due <= day else c
        for c in problem.candidates
    )
    return replace(problem, candidates=candidates)


def _with_own(problem: Problem) -> Problem:
    """The same with every own measure taken that may be."""
    candidates = (replace(c, taken_for=("own",)) if c.own and not (c.taken_for or c.left_for) else c for c in problem.candidates)
    return replace(problem, candidates=tuple(candidates))


def _dear(problem: Problem) -> Iterator[Obstacle]:
    """What has to be in every plan, with what it requires, where that alone is above the budget."""
    forced = {candidate.id for candidate in problem.candidates if candidate.taken_for}
    while more := {other for name, other in problem.requires if name in forced} - forced:
        forced |= more
    if problem.budget is not None and exact.cost(problem, forced) > problem.budget:
        yield Obstacle("dear", tuple(sorted(forced)), exact.cost(problem, forced))


def _contradictions(problem: Problem) -> Iterator[Obstacle]:
    """Measures that must and must not be taken, directly or because of one another."""
    direct = tuple(candidate.id for candidate in problem.candidates if candidate.taken_for and candidate.left_for)
    if direct:
        days = [c.due for c in problem.candidates if c.id in direct and "late" in c.left_for and c.due is not None]
        yield Obstacle("contradiction", direct, by=max(days, default=None))
        return
    free = replace(without_target(problem), budget=None)
    if solve(Programme(free)).chosen is not None:
        return
    taken = [candidate.id for candidate in problem.candidates if candidate.taken_for]
    at_odds = [name for name in taken if solve(Programme(_released(free, name))).chosen is not None]
    yield Obstacle("contradiction", tuple(at_odds or taken))


def _released(problem: Problem, name: str) -> Problem:
    candidates = tuple(replace(c, taken_for=()) if c.id == name else c for c in problem.candidates)
    return replace(problem, candidates=candidates)
