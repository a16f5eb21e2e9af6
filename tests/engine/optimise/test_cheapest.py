"""The cheapest plan against the oracle `mitigation` (exhaustive search and two other solvers) and against exhaustive search."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings

from assessment.engine.optimise import exact
from assessment.engine.optimise.cheapest import cheapest
from assessment.engine.optimise.frontier import best_reachable, frontier
from assessment.engine.optimise.problem import Problem
from tests.cards import ROOT
from tests.engine.optimise.problems import every_set, found_by_search, from_oracle, order, problems

CASES = json.loads((ROOT / "tests/oracles/mitigation.json").read_text())["cases"]
SMALL = [case for case in CASES if len(case["input"]["measures"]) <= 15]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_the_cheapest_plan_of_the_oracle(case: dict) -> None:  # type: ignore[type-arg]
    problem, expected = from_oracle(case["input"]), case["expected"]
    found = cheapest(problem)
    if expected["status"] == "infeasible":
        assert found is None
        reach = best_reachable(problem)
        best = None if reach is None else Fraction(exact.index(problem, reach), problem.scale)
        assert best == (None if expected["best_reachable_index"] is None else Fraction(expected["best_reachable_index"]))
        return
    assert found is not None
    assert (found.proven, found.cost, found.bound) == (True, expected["cost"], expected["cost"])
    assert exact.broken(problem, found.chosen) == ()
    if "plan" in expected:
        assert sorted(found.chosen) == expected["plan"]
        assert Fraction(found.index, problem.scale) == Fraction(expected["index_after"])


@pytest.mark.parametrize("case", SMALL, ids=lambda c: c["id"])
def test_the_whole_frontier_of_the_oracle(case: dict) -> None:  # type: ignore[type-arg]
    problem = from_oracle(case["input"])
    points = [(point.cost, Fraction(point.index, problem.scale)) for point in frontier(problem)]
    assert points == [(p["cost"], Fraction(p["index"])) for p in case["expected"]["frontier"]]


@given(problems())
@settings(max_examples=500, deadline=None)
def test_the_cheapest_plan_is_the_one_that_exhaustive_search_finds(problem: Problem) -> None:
    best, found = found_by_search(problem), cheapest(problem)
    assert (best is None) == (found is None)
    assert found is None or (found.proven and found.chosen == best)


@given(problems(least=11, most=15))
@settings(max_examples=25, deadline=None)
def test_the_same_of_more_measures_than_are_compared_one_by_one(problem: Problem) -> None:
    best, found = found_by_search(problem), cheapest(problem)
    assert (best is None) == (found is None)
    assert found is None or (found.proven and order(problem, found.chosen) == order(problem, best or frozenset()))


@given(problems(most=6))
@settings(max_examples=100, deadline=None)
def test_the_frontier_is_the_one_that_exhaustive_search_finds(problem: Problem) -> None:
    legal = [order(problem, chosen)[:2] for chosen in every_set(problem) if exact.legal(problem, chosen)]
    efficient = sorted({one for one in legal if not any(a <= one[0] and b <= one[1] and (a, b) != one for a, b in legal)})
    assert [(point.cost, point.index) for point in frontier(problem)] == efficient


@given(problems())
@settings(max_examples=100, deadline=None)
def test_without_any_measure_the_cheapest_plan_fails_or_the_measure_is_free(problem: Problem) -> None:
    found = cheapest(problem)
    costs = {candidate.id: candidate.cost for candidate in problem.candidates}
    for name in found.chosen if found else ():
        assert exact.broken(problem, found.chosen - {name}) or costs[name] == 0


@given(problems())
@settings(max_examples=100, deadline=None)
def test_one_measure_more_never_raises_the_index(problem: Problem) -> None:
    names = [candidate.id for candidate in problem.candidates]
    for chosen in every_set(problem):
        before = exact.index(problem, chosen)
        assert all(exact.index(problem, chosen | {name}) <= before for name in names)
        if len(chosen) == 2:
            break
