"""The cheapest set of measures that reaches the target: least cost, then least index, then fewest measures, then ids in order.

Every answer of the solver is checked with `exact`; one that misses the target is forbidden together with all its parts, and the
solver asked again. What is called proven has been proven by the solver and checked exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from assessment.engine.optimise import exact
from assessment.engine.optimise.checked import checked
from assessment.engine.optimise.problem import Problem
from assessment.engine.optimise.solver import Answer, Cut, Goal, Programme, programme

CHUNK = 20  # ids compared in one solve: 2^20 is far within a double


@dataclass(frozen=True, slots=True)
class Found:
    """A set of measures with its cost (万元) and index (units of 1/scale). `proven`: nothing cheaper exists; `bound`: no plan can
    cost less than this."""

    chosen: frozenset[str]
    cost: Fraction
    index: int
    proven: bool
    bound: Fraction | None


class Undecided(Exception):
    """The time is over, and whether there is a plan is not known."""


def cheapest(problem: Problem, cuts: Sequence[Cut] = (), seconds: float = 10.0) -> Found | None:
    """None where no set of measures reaches the target within the limits. Raises Undecided when `seconds` were not enough to
    find one or to show that there is none."""
    made, refused = programme(problem), list(cuts)
    first = checked(problem, made, "cost", {}, refused, seconds)
    if first.chosen is None:
        if not first.proven:
            raise Undecided
        return None
    bound = None if first.bound is None else Fraction(first.bound, made.cost_scale)
    best = first.chosen
    if first.proven and problem.exact:
        best = _tie(problem, made, best, refused, seconds)
    total = exact.cost(problem, best)
    proven = first.proven and problem.exact and bound is not None and bound >= total
    return Found(best, total, exact.index(problem, best), proven, total if proven else bound)


def _tie(problem: Problem, made: Programme, best: frozenset[str], cuts: list[Cut], seconds: float) -> frozenset[str]:
    """Among the plans of this cost: the lowest index, then the fewest measures, then the first ids."""
    equal: dict[Goal, int] = {"cost": int(exact.cost(problem, best) * made.cost_scale)}
    best = _else(checked(problem, made, "best", equal, cuts, seconds), best)
    equal["index"] = sum(made.goals["index"].get(column, 0) for column in _columns(problem, made, best))
    equal["count"] = len(best)
    others = [*cuts, Cut(best, at_most=len(best) - 1)]
    if checked(problem, made, {}, equal, others, seconds).chosen is None:
        return best  # the only one
    return _first_ids(problem, made, best, equal, cuts, seconds)


def _else(answer: Answer, best: frozenset[str]) -> frozenset[str]:
    """The set answered, which may be the empty one; what was there where the time was not enough."""
    return best if answer.chosen is None else answer.chosen


def _columns(problem: Problem, made: Programme, chosen: frozenset[str]) -> list[int]:
    """The columns of the outcomes that count for this set."""
    columns, first = [], len(made.names)
    for factor in problem.factors:
        allowed = [o for o in factor.outcomes if problem.band_most is None or o.band <= problem.band_most]
        if len(factor.outcomes) > 1:
            columns.append(first + allowed.index(exact.outcome(factor, chosen)))
            first += len(allowed)
    return columns


def _first_ids(
    problem: Problem, made: Programme, best: frozenset[str], equal: dict[Goal, int], cuts: list[Cut], seconds: float
) -> frozenset[str]:
    """Of the plans that tie in everything else, the one whose sorted ids come first: decided by stretches of ids."""
    column, decided = {name: number for number, name in enumerate(made.names)}, list(cuts)
    names = iter(sorted(made.names))
    while chunk := list(islice(names, CHUNK)):
        aim = {column[name]: -(1 << (CHUNK - 1 - place)) for place, name in enumerate(chunk)}
        best = _else(checked(problem, made, aim, equal, decided, seconds), best)
        for name in chunk:
            decided.append(Cut(frozenset({name}), *((1, None) if name in best else (None, 0))))
    return best
