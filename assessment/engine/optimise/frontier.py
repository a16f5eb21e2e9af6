"""费用与指数的有效前沿: for each cost, the lowest index that can be had, and nothing cheaper gives it.

Each point is two solves: the least cost below the last index, then the least index at that cost. Of few measures every point is
given; of many the index falls by at least a fixed part of the whole way from one point to the next, for a readable curve in a few
seconds. Every point shown is efficient either way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from assessment.engine.optimise import exact
from assessment.engine.optimise.checked import checked
from assessment.engine.optimise.problem import Problem
from assessment.engine.optimise.programme import Programme
from assessment.engine.optimise.solver import Cut

EXACT_UP_TO = 15  # measures: so far every point is given
WORK = 2_200  # measures × points of a curve; from 8 to 24 points


@dataclass(frozen=True, slots=True)
class Point:
    """Cost in 万元, index in units of 1/scale; `done` is the part of the way to the lowest index, for a progress bar."""

    chosen: frozenset[str]
    cost: Fraction
    index: int
    done: Fraction


def without_target(problem: Problem) -> Problem:
    """The same choice with nothing to reach."""
    return replace(problem, index_most=None, band_most=None, counts=(), one_of=(), blocked=())


def best_reachable(problem: Problem, seconds: float = 10.0) -> frozenset[str] | None:
    """The legal set with the lowest index, the cheapest of them; None where the limits contradict one another."""
    free = without_target(problem)
    found = checked(Programme(free), "index", {}, [], seconds)
    if found.chosen is None and (found.proven or not exact.legal(free, found.near)):
        return None
    lowest = found.near if found.chosen is None else found.chosen  # the time was over, and this the lowest by then
    there = replace(free, index_most=exact.index(free, lowest))
    cheap = checked(Programme(there), "cost", {}, [], seconds).chosen
    return lowest if cheap is None else cheap


def frontier(problem: Problem, seconds: float = 2.0) -> Iterator[Point]:
    """From the cheapest legal set to the lowest index, one point after the other; nothing where no set is legal. A point waits
    for the next: of two sets at one cost, whose indices differ by less than the solver sees, only the lower is shown."""
    waiting: Point | None = None
    for point in _points(problem, seconds):
        if waiting is not None and waiting.cost < point.cost:
            yield waiting
        waiting = point
    if waiting is not None:
        yield waiting


def _points(problem: Problem, seconds: float) -> Iterator[Point]:
    free = without_target(problem)
    end = best_reachable(free)
    if end is None:
        return
    lowest, most, gap, start = exact.index(free, end), None, 0, None
    while most is None or most >= lowest:
        point = _point(free, most, seconds)
        if point is None:
            return
        chosen, left = point, exact.index(free, point)
        start = left if start is None else start
        way = start - lowest
        if most is None and len(problem.candidates) > EXACT_UP_TO:
            gap = way // min(24, max(8, WORK // len(problem.candidates)))
        yield Point(chosen, exact.cost(free, chosen), left, Fraction(start - left, way) if way else Fraction(1))
        most = max(left - 1 - gap, lowest) if left > lowest else lowest - 1


def _point(free: Problem, most: int | None, seconds: float) -> frozenset[str] | None:
    """The least cost with an index of at most `most`, and the least index at that cost."""
    problem, cuts = replace(free, index_most=most), list[Cut]()
    made = Programme(problem)
    cheap = checked(made, "cost", {}, cuts, seconds).chosen
    if cheap is None:
        return None
    better = checked(made, "index", made.costs(cheap), cuts, seconds).chosen
    both = (cheap, cheap if better is None else better)
    return min(both, key=lambda chosen: (exact.index(free, chosen), len(chosen), sorted(chosen)))
