"""How one risk may end, and what each ending takes of the measures; every degree is the engine's own.

levels that add up     an ending for each number of levels to fall on each axis; a need an axis: the levels, added up
the strongest alone    the same endings; a need for each step: some measure that makes it
shares                 an ending for each set of the measures that touch the risk; a need a measure: it is in the set
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import floor, lcm

from assessment.engine.effects import credited
from assessment.engine.methods import axes, band, band_of, degree, extremes, safest_first
from assessment.engine.mitigation import degree_after
from assessment.model.case import UNRATED, Assessment, Rating
from assessment.model.measure import Effect, PlannedMeasure
from assessment.model.result import FactorRisk
from assessment.model.scorecard import Indicator, Scorecard

MOST_SHARES = 12  # measures on one risk whose every set is looked at (4,096); of more, those that take most away

Drops = Mapping[str, Mapping[str, Fraction]]  # axis → measure → what it takes away


@dataclass(frozen=True, slots=True)
class Ending:
    degree: Fraction
    band: int
    takes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Endings:
    """`ends`: the first is the risk as it is. `complete`: every set of measures leads to one of them."""

    ends: tuple[Ending, ...]
    needs: tuple[Mapping[str, int], ...] = ()
    whole: bool = True
    complete: bool = True


def endings(
    scorecard: Scorecard,
    assessment: Assessment,
    factor: FactorRisk,
    effects: Mapping[str, Sequence[Effect]],
    planned: Mapping[str, PlannedMeasure],
) -> Endings:
    """Of a risk not rated whole there is one: the worst case, which no measure changes."""
    indicator, rating = scorecard.indicators[factor.id], assessment.ratings.get(factor.id, UNRATED)
    if factor.levels is None:
        worst = extremes(scorecard, indicator)[1]
        return Endings((Ending(worst, band_of(scorecard, worst)),))
    touching = dict(_touching(scorecard, factor.id, effects, planned))
    if scorecard.effects.unit == "share":
        return _shares(scorecard, indicator, rating, touching)
    drops = {axis: {name: -e.on(axis) for name, e in touching.items() if e.on(axis)} for axis in axes(scorecard)}
    return _levels(scorecard, indicator, factor.levels, drops)


def _touching(
    scorecard: Scorecard, indicator: str, effects: Mapping[str, Sequence[Effect]], planned: Mapping[str, PlannedMeasure]
) -> Iterator[tuple[str, Effect]]:
    """The measures with an effect on this risk, each with the credit of its status."""
    for name, given in effects.items():
        for effect in given:
            if effect.indicator == indicator:
                status = planned[name].status if name in planned else "planned"
                yield name, credited(effect, status, scorecard.effects)


def _levels(scorecard: Scorecard, indicator: Indicator, levels: tuple[int, ...], drops: Drops) -> Endings:
    names = axes(scorecard)
    orders = [safest_first(scorecard, indicator, axis) for axis in names]
    places = [order.index(level) for order, level in zip(orders, levels, strict=True)]
    falls = [_furthest(scorecard, place, drops[axis].values()) for axis, place in zip(names, places, strict=True)]
    strongest = scorecard.effects.combine == "strongest"
    reach = [(_steps if strongest else _added)(drops[axis], most) for axis, most in zip(names, falls, strict=True)]
    ends = []
    for fall in product(*(range(most + 1) for most in falls)):
        left = tuple(order[place - steps] for order, place, steps in zip(orders, places, fall, strict=True))
        takes = tuple(taken for (_, per_step), steps in zip(reach, fall, strict=True) for taken in per_step[steps])
        ends.append(Ending(degree(scorecard, indicator, left), band(scorecard, indicator, left), takes))
    return Endings(tuple(_worth_it(ends)), tuple(need for needs, _ in reach for need in needs), whole=not strongest)


Reach = tuple[list[dict[str, int]], list[tuple[int, ...]]]  # the needs of an axis, and what each fall takes of them


def _added(drops: Mapping[str, Fraction], most: int) -> Reach:
    """One need: the levels of all measures, in whole units."""
    unit = lcm(*(drop.denominator for drop in drops.values()))
    return [{name: int(drop * unit) for name, drop in drops.items()}], [(fall * unit,) for fall in range(most + 1)]


def _steps(drops: Mapping[str, Fraction], most: int) -> Reach:
    """A need for each level to fall: some measure that alone falls so far."""
    steps = range(1, most + 1)
    needs = [{name: 1 for name, drop in drops.items() if drop >= step} for step in steps]
    return needs, [tuple(int(fall >= step) for step in steps) for fall in range(most + 1)]


def _furthest(scorecard: Scorecard, place: int, drops: Iterable[Fraction]) -> int:
    """By how many levels this axis can fall if every measure is taken; `place` counts from 0, the safest."""
    rule, given = scorecard.effects, list(drops)
    together = max(given, default=Fraction(0)) if rule.combine == "strongest" else sum(given, Fraction(0))
    most = together if rule.max_drop is None else min(together, rule.max_drop)
    return max(0, min(floor(most), place + 1 - floor(rule.lowest)))


def _shares(scorecard: Scorecard, indicator: Indicator, rating: Rating, touching: Mapping[str, Effect]) -> Endings:
    def left(names: Iterable[str]) -> Fraction:
        found = degree_after(scorecard, indicator, rating, [touching[name] for name in names])
        assert found is not None
        return found

    names = sorted(touching, key=lambda name: left([name]))[:MOST_SHARES]
    ends = []
    for size in range(len(names) + 1):
        for some in combinations(names, size):
            remaining = left(some)
            ends.append(Ending(remaining, band_of(scorecard, remaining), tuple(int(name in some) for name in names)))
    return Endings(tuple(_worth_it(ends)), tuple({name: 1} for name in names), False, len(touching) <= MOST_SHARES)


def _worth_it(ends: Sequence[Ending]) -> Iterator[Ending]:
    """Without those that take as much as another, or more, and are no better."""
    kept: list[Ending] = []
    for end in sorted(ends, key=lambda end: (sum(end.takes), end.degree)):
        if not any(k.degree <= end.degree and all(a <= b for a, b in zip(k.takes, end.takes, strict=True)) for k in kept):
            kept.append(end)
            yield end
