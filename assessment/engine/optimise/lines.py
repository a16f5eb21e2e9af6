"""Lines under what a set of measures leaves of a factor, for a solver that knows only linear rows.

What is left, f, falls with every measure, and by the less the more there are: each takes a share of what the others have left, or
nothing beyond the cap or the floor. Such a set function (decreasing, supermodular) lies above

    f(A) − Σ_{j ∈ S∖A} [f(A) − f(A+j)]  + Σ_{j ∈ A∖S} [f(N−j) − f(N)]      and
    f(A) − Σ_{j ∈ S∖A} [f(∅) − f({j})]  + Σ_{j ∈ A∖S} [f(A−j) − f(A)]

for every set S, and meets both at S = A (Nemhauser, Wolsey & Fisher 1978, «An analysis of approximations for maximizing
submodular set functions»). Where shares multiply, ln f is linear above cap and floor, so that f is convex in x as well and lies
above its tangent at any point between 0 and 1.

All lines are in whole units of the programme, rounded to the side that allows more.
"""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from math import ceil, exp, floor, log

from assessment.engine.optimise.shares import Shares
from assessment.model.scorecard import Effects

Line = tuple[dict[str, int], int]  # y + Σ coefficient·x ≥ right-hand side


def under(shares: Shares, chosen: Collection[str], shrink: Fraction) -> Iterator[Line]:
    """The two lines that meet f at `chosen`; `shrink`: units of the programme in one of f."""
    here, every = frozenset(shares.names).intersection(chosen), frozenset(shares.names)

    def f(some: frozenset[str]) -> Fraction:
        return shares.left(some) * shrink

    none, one = f(frozenset()), frozenset[str]
    adds = ({j: f(here) - f(here | {j}) for j in every - here}, {j: none - f(one({j})) for j in every - here})
    takes = ({j: f(every - {j}) - f(every) for j in here}, {j: f(here - {j}) - f(here) for j in here})
    for added, taken in zip(adds, takes, strict=True):
        line = {j: ceil(by) for j, by in added.items()} | {j: floor(by) for j, by in taken.items()}
        yield {j: by for j, by in line.items() if by}, floor(f(here)) + sum(line[j] for j in here)


def tangent(shares: Shares, at: Mapping[str, float], shrink: Fraction) -> Line | None:
    """The tangent at a point between sets, `at` by measure; none where shares do not multiply, or one takes everything."""
    if shares.rule.combine != "multiplicative" or any(drop >= 1 for drops in shares.drops for drop in drops.values()):
        return None
    value, slope = float(shares.unit * shrink), dict.fromkeys(shares.names, 0.0)
    for whole, drops in zip(shares.values, shares.drops, strict=True):
        logs = {name: log(1 - drop) for name, drop in drops.items()}
        left, least = exp(sum(by * at[name] for name, by in logs.items())), float(_least(whole, shares.rule))
        value *= float(whole) * max(left, least)
        if left > least:
            for name, by in logs.items():
                slope[name] -= by
    line = {name: ceil(value * by) for name, by in slope.items() if by}
    return line, floor(value + sum(value * by * at[name] for name, by in slope.items())) - 1


def _least(value: Fraction, rule: Effects) -> Fraction:
    """The part of a value that stays whatever is done: cap and floor."""
    capped = Fraction(0) if rule.max_drop is None else 1 - rule.max_drop
    return max(capped, rule.lowest / value) if value and value >= rule.lowest else capped
