"""When no plan reaches the target: which limits contradict one another, and which one, if lifted, would let a plan through.

Each limit is lifted alone and the cheapest plan sought again; what it costs is what would have to change. Where no single one is
enough, all are lifted together; if the target is still not reached, the rules that the best set breaks are what blocks it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    nothing to choose (`ids`: the measures in question). `cost` (万元) and `ids`: the plan that lifting it allows, and which of
    its measures the limit kept out or in."""

    kind: str
    ids: tuple[str, ...] = ()
    cost: Fraction | None = None


def obstacles(problem: Problem, seconds: float = 5.0) -> tuple[Obstacle, ...]:
    """What would have to change, most telling first; nothing where not even all limits lifted reach the target."""
    contradictions = tuple(_contradictions(problem))
    single = tuple(o for kind in LIMITS if (o := _lifted(problem, (kind,), seconds)) is not None)
    if single or contradictions:
        return (*contradictions, *single)
    together = _lifted(problem, LIMITS, seconds)
    return () if together is None else (replace(together, kind="together"),)


def best_of_all(problem: Problem) -> frozenset[str] | None:
    """The set with the lowest index within the limits; where they contradict one another, with all of them lifted."""
    within = best_reachable(problem)
    return best_reachable(lifted(problem, LIMITS)) if within is None else within


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


def _lifted(problem: Problem, kinds: tuple[str, ...], seconds: float) -> Obstacle | None:
    changed = lifted(problem, kinds)
    if changed == problem:
        return None
    try:
        found = cheapest(changed, seconds=seconds)
    except Undecided:
        return None
    if found is None:
        return None
    at_fault = {rule.id for rule in exact.broken(problem, found.chosen) if rule.kind in kinds}
    at_fault |= {rule.other for rule in exact.broken(problem, found.chosen) if rule.kind == "excludes"}
    return Obstacle(kinds[0], tuple(sorted(at_fault - {""})), found.cost)


def _contradictions(problem: Problem) -> Iterator[Obstacle]:
    """Measures that must and must not be taken, directly or because of one another."""
    direct = tuple(candidate.id for candidate in problem.candidates if candidate.taken_for and candidate.left_for)
    if direct:
        yield Obstacle("contradiction", direct)
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
