"""A plan where the time was over before the cheapest was found: the set that came closest, mended.

It gets what it lacks, the measure that lowers the index most for its cost first, and loses what it does not need, the dearest
first. Where what it lacks cannot be added, the set with the lowest index is what is thinned out.
"""

from fractions import Fraction

from assessment.engine.optimise import exact
from assessment.engine.optimise.cheapest import Found, Undecided
from assessment.engine.optimise.obstacles import best_of_all
from assessment.engine.optimise.problem import Problem
from assessment.errors import CaseError
from assessment.errors import Problem as Flaw


def in_time(problem: Problem, over: Undecided, seconds: float) -> Found:
    """Not proven. Raises CaseError where not even the set with the lowest index is a plan."""
    lowest = best_of_all(problem, seconds)
    if lowest is None or exact.broken(problem, lowest):
        raise CaseError(Flaw("plan-search-stopped"))
    plan = _thinned(problem, _grown(problem, over.near, lowest))
    return Found(plan, exact.cost(problem, plan), exact.index(problem, plan), False, over.bound)


def _grown(problem: Problem, near: frozenset[str], lowest: frozenset[str]) -> frozenset[str]:
    costs, grown = {candidate.id: candidate.cost for candidate in problem.candidates}, near
    while exact.broken(problem, grown):
        if lowest <= grown:
            return lowest
        index = exact.index(problem, grown)
        gains = {name: index - exact.index(problem, grown | {name}) for name in sorted(lowest - grown)}
        grown |= {max(gains, key=lambda name: Fraction(gains[name]) / max(costs[name], Fraction(1, 100)))}
    return grown


def _thinned(problem: Problem, plan: frozenset[str]) -> frozenset[str]:
    for candidate in sorted(problem.candidates, key=lambda candidate: candidate.cost, reverse=True):
        if candidate.cost and candidate.id in plan and not exact.broken(problem, plan - {candidate.id}):
            plan -= {candidate.id}
    return plan
