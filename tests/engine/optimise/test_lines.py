"""The lines under what a set of measures leaves of a factor: never above it, and met where they are drawn."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.engine.optimise.lines import Line, tangent, under
from assessment.engine.optimise.shares import Shares
from assessment.model.scorecard import Effects

UNIT = Fraction(10**8)
share = st.integers(0, 100).map(lambda percent: Fraction(percent, 100))


@st.composite
def factors(draw: st.DrawFn) -> Shares:
    rule = Effects(
        unit="share",
        combine=draw(st.sampled_from(["additive", "multiplicative", "strongest"])),
        max_drop=draw(st.sampled_from([None, Fraction("0.7"), Fraction(1)])),
        floor=draw(st.sampled_from([None, Fraction("0.1"), Fraction("0.4")])),
    )
    names = [f"m{number}" for number in range(draw(st.integers(1, 5)))]
    values = tuple(Fraction(draw(st.integers(1, 10)), 10) for _ in range(draw(st.integers(1, 2))))
    drops = tuple({name: draw(share) for name in names} for _ in values)
    return Shares("a", UNIT, values, drops, rule, (int(UNIT),))


def sets(shares: Shares) -> Iterator[frozenset[str]]:
    for size in range(len(shares.names) + 1):
        yield from map(frozenset, combinations(shares.names, size))


def height(line: Line, chosen: frozenset[str]) -> int:
    """Of the line at a set: y is at least this."""
    by_measure, least = line
    return least - sum(by for name, by in by_measure.items() if name in chosen)


@given(factors(), st.sampled_from([Fraction(1), Fraction(1, 977)]))
@settings(max_examples=150, deadline=None)
def test_both_lines_lie_under_the_factor_and_meet_it_where_they_are_drawn(shares: Shares, shrink: Fraction) -> None:
    left = {chosen: floor(shares.left(chosen) * shrink) for chosen in sets(shares)}
    for at in sets(shares):
        for line in under(shares, at, shrink):
            assert height(line, at) == left[at]
            assert all(height(line, chosen) <= left[chosen] for chosen in left)


@given(factors(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_tangent_lies_under_a_factor_whose_shares_multiply(shares: Shares, data: st.DataObject) -> None:
    at = {name: data.draw(st.floats(0, 1)) for name in shares.names}
    line = tangent(shares, at, Fraction(1))
    everything = any(drop == 1 for drops in shares.drops for drop in drops.values())
    assert (line is None) == (shares.rule.combine != "multiplicative" or everything)
    assert line is None or all(height(line, chosen) <= shares.left(chosen) for chosen in sets(shares))


def test_a_tangent_touches_the_factor_at_a_set() -> None:
    """1 × (1 − 0.3)(1 − 0.2) = 0.56; rounding costs it a unit or two."""
    drops = ({"m": Fraction("0.3"), "n": Fraction("0.2")},)
    shares = Shares("a", UNIT, (Fraction(1),), drops, Effects(unit="share", combine="multiplicative"), (int(UNIT),))
    line = tangent(shares, {"m": 1.0, "n": 1.0}, Fraction(1))
    assert line is not None
    assert 0 <= 56_000_000 - height(line, frozenset({"m", "n"})) <= 4
