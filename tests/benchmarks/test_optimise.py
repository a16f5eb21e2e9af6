"""How long it takes to prove a plan the cheapest, and to draw the curve of cost and index."""

import json
import random
from typing import Any

from assessment.engine.optimise.cheapest import cheapest
from assessment.engine.optimise.frontier import frontier
from assessment.engine.optimise.problem import Problem
from tests.benchmarks.conftest import Timer
from tests.cards import ROOT
from tests.engine.optimise.problems import from_oracle

CASES = json.loads((ROOT / "tests/oracles/mitigation.json").read_text())["cases"]


def drawn(indicators: int, measures: int, seed: int) -> Problem:
    """As the large cases of the oracle: measures on one to three indicators, some mandatory, tied or at odds."""
    r = random.Random(seed)
    names = [f"m{number:03d}" for number in range(measures)]
    pairs = [r.sample(names, 2) for _ in range(2 * (measures // 20))]
    limits = {"index_below": "0.36", "factor_at_most": "0.64", "mandatory": r.sample(names, 4)}
    given: dict[str, Any] = {
        "rule": "levels",
        "indicators": [{"w": r.randint(5, 50), "p": r.randint(2, 5), "q": r.randint(2, 5)} for _ in range(indicators)],
        "measures": [{"id": name, "cost": r.randint(1, 60), "effects": _effects(r, indicators)} for name in names],
        "constraints": {**limits, "requires": pairs[::2], "exclusive": pairs[1::2]},
    }
    return from_oracle(given)


def drawn_shares(indicators: int, measures: int, seed: int) -> Problem:
    """The same with measures that each take up to half of a value: about eight on every indicator."""
    r, names = random.Random(seed), [f"m{number:03d}" for number in range(measures)]
    return from_oracle(
        {
            "rule": "multiplicative",
            "indicators": [{"w": r.randint(5, 50), "p": r.randint(2, 5), "q": r.randint(2, 5)} for _ in range(indicators)],
            "measures": [{"id": name, "cost": r.randint(1, 60), "effects": _shares(r, indicators)} for name in names],
            "constraints": {"index_below": "0.2"},
        }
    )


def _effects(r: random.Random, indicators: int) -> list[dict[str, int]]:
    touched = r.sample(range(indicators), r.randint(1, 3))
    return [{"indicator": number, "dp": r.randint(0, 2), "dq": r.randint(0, 2)} for number in touched]


def _shares(r: random.Random, indicators: int) -> list[dict[str, Any]]:
    touched = r.sample(range(indicators), r.randint(1, 3))
    return [{"indicator": number} | {axis: f"{r.randint(0, 10)}/20" for axis in ("ep", "eq")} for number in touched]


def test_the_cheapest_of_180_measures_on_45_indicators(timed: Timer) -> None:
    problems = [from_oracle(c["input"]) for c in CASES if c["id"].startswith("large")] + [drawn(45, 180, n) for n in range(5)]
    turn = iter(problems)
    timed("cheapest of 180 measures, 45 indicators, proven (7 problems)", lambda: _proven(next(turn)), len(problems), 0.5)


def test_the_cheapest_of_300_measures_on_120_indicators(timed: Timer) -> None:
    turn = iter([drawn(120, 300, n) for n in range(7)])
    timed("cheapest of 300 measures, 120 indicators, proven (7 problems)", lambda: _proven(next(turn)), 7, 2.0)


def test_the_cheapest_of_180_measures_that_take_shares(timed: Timer) -> None:
    turn = iter([drawn_shares(45, 180, n) for n in range(5)])
    timed("cheapest of 180 measures that take shares, 45 indicators, proven (5 problems)", lambda: _proven(next(turn)), 5, 10.0)


def test_the_curve_of_180_measures_on_45_indicators(timed: Timer) -> None:
    turn = iter([from_oracle(c["input"]) for c in CASES if c["id"].startswith("large")] + [drawn(45, 180, 0)])
    timed("efficient frontier of 180 measures, 45 indicators (3 problems)", lambda: _drawn(next(turn)), 3, 10.0)


def _proven(problem: Problem) -> None:
    found = cheapest(problem)
    assert found is None or found.proven


def _drawn(problem: Problem) -> None:
    points = list(frontier(problem))
    assert len(points) > 10 and points[-1].done == 1
