"""Plans where the time was over before the cheapest was found."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.engine.optimise import exact
from assessment.engine.optimise.cheapest import Undecided, cheapest
from assessment.engine.optimise.in_time import in_time
from assessment.engine.optimise.problem import Problem
from assessment.errors import CaseError
from tests.engine.optimise.problems import found_by_search, from_oracle, problems


def one_risk(index_below: str) -> Problem:
    """0.64 now. `a` leaves 0.48, `b` 0.32, `c` another 0.16 less or nothing."""
    drops = {"a": ("1", 1), "b": ("5", 2), "c": ("9", 2)}
    measures = [{"id": n, "cost": cost, "effects": [{"indicator": 0, "dp": by, "dq": 0}]} for n, (cost, by) in drops.items()]
    given = {"rule": "levels", "indicators": [{"w": 1, "p": 4, "q": 4}], "measures": measures}
    return from_oracle({**given, "constraints": {"index_below": index_below}})


def test_the_set_that_came_closest_gets_what_it_lacks_and_loses_what_it_does_not_need() -> None:
    """Not the set with the lowest index, of all three, for 15."""
    found = in_time(one_risk("0.36"), Undecided(frozenset("a"), Fraction(4)), 10)
    assert (found.chosen, found.cost, found.bound, found.proven) == (frozenset("b"), 5, 4, False)


def test_where_not_even_the_lowest_index_will_do_the_search_has_stopped() -> None:
    with pytest.raises(CaseError):
        in_time(one_risk("0.1"), Undecided(), 10)


@given(problems(), st.data())
@settings(max_examples=100, deadline=None)
def test_from_any_set_it_is_a_plan_or_there_is_none_with_the_lowest_index(problem: Problem, data: st.DataObject) -> None:
    names = [candidate.id for candidate in problem.candidates]
    near = frozenset(data.draw(st.sets(st.sampled_from(names)))) if names else frozenset[str]()
    try:
        found = in_time(problem, Undecided(near), 10)
    except CaseError:
        return
    best = found_by_search(problem)
    assert best is not None and exact.cost(problem, best) <= found.cost == exact.cost(problem, found.chosen)
    assert exact.broken(problem, found.chosen) == ()


@given(problems(least=4))
@settings(max_examples=50, deadline=None)
def test_without_any_time_nothing_false_is_said(problem: Problem) -> None:
    best = found_by_search(problem)
    try:
        found = cheapest(problem, seconds=0)
    except Undecided as over:
        assert best is None or over.bound is None or over.bound <= exact.cost(problem, best)
        return
    assert (found is None) == (best is None)
    assert found is None or best is None or (found.bound or 0) <= exact.cost(problem, best) <= found.cost
