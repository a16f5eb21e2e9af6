"""The cheapest plan against the oracle `mitigation` (exhaustive search and two other solvers) and against exhaustive search."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.engine.optimise import exact
from assessment.engine.optimise.cheapest import cheapest
from assessment.engine.optimise.checked import checked
from assessment.engine.optimise.frontier import best_reachable, frontier
from assessment.engine.optimise.problem import Problem
from assessment.engine.optimise.programme import Programme
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


@given(problems(least=4, most=12), st.data())
@settings(max_examples=40, deadline=None)
def test_the_same_where_a_fen_stands_beside_a_hundred_billion(problem: Problem, data: st.DataObject) -> None:
    some = st.sampled_from(["0", "0.0001", "0.01", "123456789.1234", "999999999.9999", "1000000000"]).map(Fraction)
    problem = replace(problem, candidates=tuple(replace(c, cost=data.draw(some)) for c in problem.candidates))
    few = frozenset(data.draw(st.sets(st.sampled_from([c.id for c in problem.candidates]))))
    problem = replace(problem, budget=exact.cost(problem, few) if data.draw(st.booleans()) else None)
    best, found = found_by_search(problem), cheapest(problem)
    assert (best is None) == (found is None)
    if found and best is not None:
        assert (found.proven, found.cost, found.bound) == (True, exact.cost(problem, best), exact.cost(problem, best))
        assert order(problem, found.chosen) == order(problem, best)


@given(problems(most=6))
@settings(max_examples=100, deadline=None)
def test_the_frontier_is_the_one_that_exhaustive_search_finds(problem: Problem) -> None:
    assert [(point.cost, point.index) for point in frontier(problem)] == efficient(problem)


def efficient(problem: Problem) -> list[tuple[Fraction, int]]:
    legal = [order(problem, chosen)[:2] for chosen in every_set(problem) if exact.legal(problem, chosen)]
    return sorted({one for one in legal if not any(a <= one[0] and b <= one[1] and (a, b) != one for a, b in legal)})


def shares(risks: list[tuple[int, int, int]], measures: dict[str, tuple[str, list[tuple[int, str, str]]]]) -> Problem:
    """`risks`: weight, likelihood and consequence; `measures`: cost, and the shares taken of both, by number of the risk."""
    made = [
        {"id": name, "cost": cost, "effects": [{"indicator": i, "ep": p, "eq": q} for i, p, q in effects]}
        for name, (cost, effects) in measures.items()
    ]
    rated = [{"w": weight, "p": p, "q": q} for weight, p, q in risks]
    return from_oracle({"rule": "multiplicative", "indicators": rated, "measures": made, "constraints": {"index_below": "1"}})


def test_a_question_on_which_the_solver_gives_up_is_asked_in_smaller_numbers() -> None:
    """The least index that 1.25 万元 can buy; what it buys is known from the question before."""
    problem = shares(
        [(1, 3, 4), (1, 5, 5)],
        {
            "m0": ("0", [(0, "1/2", "0"), (1, "0", "999/1000")]),
            "m1": ("5/4", [(0, "1", "1/4")]),
            "m2": ("7", [(1, "1/2", "1/1000")]),
            "m4": ("5/4", [(0, "999/1000", "1/10"), (1, "1/10", "3/10")]),
            "m5": ("7", [(0, "3/10", "0"), (1, "1/1000", "0")]),
            "m7": ("30001/10000", [(0, "1/1000", "0")]),
        },
    )
    made = Programme(replace(problem, index_most=exact.index(problem, {"m0"}) - 1))
    cheap = checked(made, "cost", {}, [], 10).chosen
    assert cheap is not None and exact.cost(problem, cheap) == Fraction("1.25")
    answer = checked(made, "index", made.costs(cheap), [], 10)
    assert (answer.proven, answer.chosen) == (True, {"m0", "m4"})


def test_of_two_sets_at_one_cost_only_the_lower_is_on_the_curve_however_little_they_differ() -> None:
    problem = shares([(10**9, 5, 5), (1, 5, 5)], {"a": ("1", [(0, "1/2", "0")]), "b": ("0", [(1, "1/2", "0")])})
    points = [point.cost for point in frontier(problem)]
    assert points == sorted(set(points))


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


def test_of_large_weights_no_possible_plan_is_called_impossible() -> None:
    """HiGHS says «infeasible» where these contributions, 46 million in sum, are not cut down."""
    touched = {"m00": [(0, 1, 0)], "m01": [(1, 1, 1)], "m02": [(1, 0, 0)], "m03": [(4, 2, 2), (3, 2, 1)]}
    rated = [(877206, 5, 4), (707437, 1, 1), (521436, 1, 3), (485729, 5, 3), (967661, 4, 5)]
    problem = from_oracle(
        {
            "rule": "levels",
            "indicators": [{"w": w, "p": p, "q": q} for w, p, q in rated],
            "measures": [
                {"id": name, "cost": cost, "effects": [{"indicator": i, "dp": dp, "dq": dq} for i, dp, dq in touched[name]]}
                for name, cost in {"m00": "2.82", "m01": 4, "m02": 1, "m03": 4}.items()
            ],
            "constraints": {
                "index_below": "1",
                "mandatory": ["m02"],
                "exclusive": [["m02", "m03"], ["m00", "m03"]],
                "budget": "7.86",
            },
        }
    )
    problem = replace(problem, index_most=46455019)
    found = cheapest(problem)
    assert found is not None and found.chosen == found_by_search(problem) == {"m00", "m02"}
