"""The cheapest set of measures that reaches the target: least cost, then least index, then fewest measures, then ids in order.

Every answer of the solver is checked with `exact`; one that misses the target is forbidden together with all its parts, and the
solver asked again. What is called proven has been proven by the solver and checked exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice

from assessment.engine.optimise import exact
from assessment.engine.optimise.checked import checked
from assessment.engine.optimise.problem import Problem
from assessment.engine.optimise.programme import Goal, Programme
from assessment.engine.optimise.solver import Answer, Cut, but_not

FEW = 10  # measures whose sets of one cost are all compared
NEAR = 12  # plans of one cost and nearly one index that are all compared
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
    """The time is over, and whether there is a plan is not known. `near`: a set close to one; `bound`: as of `Found`."""

    def __init__(self, near: frozenset[str] = frozenset(), bound: Fraction | None = None) -> None:
        self.near, self.bound = near, bound


def cheapest(problem: Problem, cuts: Sequence[Cut] = (), seconds: float = 10.0) -> Found | None:
    """None where no set of measures reaches the target within the limits. Raises Undecided when `seconds` were not enough to
    find one or to show that there is none."""
    made, refused = Programme(problem), list(cuts)
    first = checked(made, "cost", {}, refused, seconds)
    if first.chosen is None:
        if not first.proven:
            raise Undecided(first.near, None if first.bound is None else first.bound / made.cost_scale)
        return None
    best, bound = _to_the_last(made, *_nothing_cheaper(made, first, refused, seconds), refused, seconds)
    total = exact.cost(problem, best)
    proven = bound is not None and bound >= total
    if proven:
        few = len(problem.candidates) <= FEW and not cuts
        best = _looked_through(problem, best) if few else _tie(problem, made, best, refused, seconds)
    return Found(best, total, exact.index(problem, best), proven, total if proven else bound)


def _nothing_cheaper(made: Programme, answer: Answer, cuts: list[Cut], seconds: float) -> tuple[frozenset[str], Fraction | None]:
    """The solver's tolerances may let it stop beside the optimum: where its own bound lies below the cost, it is asked for
    something cheaper until there is nothing. The set, and the bound in 万元."""
    assert answer.chosen is not None
    best, bound = answer.chosen, answer.bound
    units = made.costs(best)["cost"]
    while answer.proven and (bound is None or bound < units):
        answer = checked(made, "cost", {}, cuts, seconds, {"cost": units - 1})
        if answer.chosen is None:
            bound = units if answer.proven else bound
        else:
            best, bound = answer.chosen, answer.bound
            units = made.costs(best)["cost"]
    return best, None if bound is None else bound / made.cost_scale


def _to_the_last(
    made: Programme, best: frozenset[str], bound: Fraction | None, cuts: list[Cut], seconds: float
) -> tuple[frozenset[str], Fraction | None]:
    """Where units are not exact: of the plans of so many units, the one that leaves the least over."""
    units = made.costs(best)
    if "rest" not in units or bound is None or bound < units["cost"] / made.cost_scale:
        return best, bound
    answer = checked(made, "rest", {"cost": units["cost"]}, cuts, seconds)
    if answer.chosen is None or made.costs(answer.chosen)["cost"] > units["cost"]:
        return best, bound
    best = min(best, answer.chosen, key=lambda one: exact.cost(made.problem, one))
    proven = answer.bound is not None and answer.bound >= made.costs(best)["rest"]
    return best, exact.cost(made.problem, best) if proven else bound


def _tie(problem: Problem, made: Programme, best: frozenset[str], cuts: list[Cut], seconds: float) -> frozenset[str]:
    """Among the plans of this cost: the lowest index, then the fewest measures, then the first ids. The few that come near are
    compared exactly; of many, the solver finds the first."""
    equal = made.costs(best)
    best = _lowest(made, best, equal, cuts, seconds)
    near: dict[Goal, int] = {"index": made.index(best) + made.slack}
    seen, others = [best], [*cuts, but_not(made, best)]
    while len(seen) < NEAR and (other := checked(made, "count", equal, others, seconds, near).chosen) is not None:
        seen.append(other)
        others.append(but_not(made, other))
    if len(seen) == NEAR:
        equal["index"] = made.index(best)
        seen.append(_fewest(made, best, equal, cuts, seconds))
    return min(seen, key=lambda one: _order(problem, one))


def _fewest(made: Programme, best: frozenset[str], equal: dict[Goal, int], cuts: list[Cut], seconds: float) -> frozenset[str]:
    """Of the plans that tie in cost and index: the fewest measures, then the first ids."""
    best = _else(checked(made, "count", equal, cuts, seconds), best)
    return _first_ids(made, best, equal | {"count": len(best)}, cuts, seconds)


def _lowest(made: Programme, best: frozenset[str], equal: Mapping[Goal, int], cuts: list[Cut], seconds: float) -> frozenset[str]:
    """The least index among these; asked for again while the solver's own bound lies below it."""
    answer = checked(made, "index", equal, cuts, seconds)
    while answer.chosen is not None:
        best, index = answer.chosen, made.index(answer.chosen)
        if answer.bound is not None and answer.bound >= index:
            break
        answer = checked(made, "index", equal, cuts, seconds, {"index": index - 1})
        if answer.chosen is not None and made.index(answer.chosen) >= index:
            break
    return best


def _looked_through(problem: Problem, best: frozenset[str]) -> frozenset[str]:
    """Among few measures, every set of this cost: no tolerance of the solver has a say in what ties."""
    names, total = [candidate.id for candidate in problem.candidates], exact.cost(problem, best)
    sets = (frozenset(some) for size in range(len(names) + 1) for some in combinations(names, size))
    tied = (one for one in sets if exact.cost(problem, one) == total and not exact.broken(problem, one))
    return min(tied, key=lambda one: _order(problem, one))


def _order(problem: Problem, chosen: frozenset[str]) -> tuple[int, int, list[str]]:
    return exact.index(problem, chosen), len(chosen), sorted(chosen)


def _else(answer: Answer, best: frozenset[str]) -> frozenset[str]:
    """The set answered, which may be the empty one; what was there where the time was not enough."""
    return best if answer.chosen is None else answer.chosen


def _first_ids(made: Programme, best: frozenset[str], equal: dict[Goal, int], cuts: list[Cut], seconds: float) -> frozenset[str]:
    """Of the plans that tie in everything else, the one whose sorted ids come first: decided by stretches of ids."""
    decided, names = list(cuts), iter(sorted(made.column))
    while chunk := list(islice(names, CHUNK)):
        aim = {made.column[name]: -(1 << (CHUNK - 1 - place)) for place, name in enumerate(chunk)}
        best = _else(checked(made, aim, equal, decided, seconds), best)
        for name in chunk:
            decided.append(Cut({name: 1}, *((1, 1) if name in best else (0, 0))))
    return best


def not_all(chosen: frozenset[str]) -> Cut:
    """Neither this set nor one that contains it."""
    return Cut(dict.fromkeys(chosen, 1), high=len(chosen) - 1)
