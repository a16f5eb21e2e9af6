"""How one risk may end, and what each ending takes of the measures; every degree is the engine's own.

levels that add up     an ending for each number of levels to fall on each axis; a need an axis: the levels, added up
the strongest alone    the same endings; a need for each step: some measure that makes it
shares                 as many endings as there are sets of measures: the values and the shares themselves (`shares`)
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor, lcm, prod

from assessment.engine.effects import credited, total
from assessment.engine.methods import axes, axis_values, band, band_of, degree, extremes, safest_first
from assessment.engine.optimise.problem import Factor, Outcome, Steps
from assessment.engine.optimise.shares import Shares
from assessment.model.measure import Effect, PlannedMeasure, Status
from assessment.model.result import FactorRisk
from assessment.model.scorecard import Edge, Effects, Indicator, Scorecard

Drops = Mapping[str, Fraction]  # on one axis, by measure: what it takes away


@dataclass(frozen=True, slots=True)
class Ending:
    degree: Fraction
    band: int
    takes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Endings:
    """`ends`: the first is the risk as it is. `needs`: what each measure gives towards each."""

    ends: tuple[Ending, ...]
    needs: tuple[Mapping[str, int], ...] = ()

    @property
    def denominator(self) -> int:
        return lcm(*(end.degree.denominator for end in self.ends))

    def factor(self, id: str, unit: Fraction) -> Factor:
        """`unit`: the contribution of degree 1."""
        return Steps(id, tuple(Outcome(int(unit * end.degree), end.band, end.takes) for end in self.ends), self.needs)


@dataclass(frozen=True, slots=True)
class Remainders:
    """A value and the shares of it that measures take, an axis each; every degree is a whole multiple of 1/denominator."""

    scorecard: Scorecard
    values: tuple[Fraction, ...]
    drops: tuple[Drops, ...]

    @property
    def denominator(self) -> int:
        return prod(
            _unit(value, drops.values(), self.scorecard.effects) for value, drops in zip(self.values, self.drops, strict=True)
        )

    def factor(self, id: str, unit: Fraction) -> Factor:
        """`unit`: the contribution of degree 1."""
        within = (highest(band, unit) for band in self.scorecard.bands[:-1])
        return Shares(id, unit, self.values, self.drops, self.scorecard.effects, (*within, int(unit)))


def highest(edge: Edge, scale: Fraction | int) -> int:
    """The highest whole number of 1/scale that lies within an upper edge."""
    assert edge.edge is not None
    return int(edge.edge * scale) if edge.up_to is not None else ceil(edge.edge * scale) - 1


def endings(scorecard: Scorecard, factor: FactorRisk, effects: Mapping[str, Sequence[Effect]]) -> Endings | Remainders:
    """`effects`: by measure, as they count (`counting`). Of a risk not rated whole there is one ending: the worst case, which no
    measure changes."""
    indicator = scorecard.indicators[factor.id]
    if factor.levels is None:
        worst = extremes(scorecard, indicator)[1]
        return Endings((Ending(worst, band_of(scorecard, worst)),))
    drops = [_drops(scorecard, factor.id, axis, effects) for axis in axes(scorecard)]
    if scorecard.effects.unit == "share":
        return Remainders(scorecard, axis_values(scorecard, indicator, factor.levels), tuple(drops))
    return _levels(scorecard, indicator, factor.levels, drops)


def counting(
    scorecard: Scorecard, effects: Mapping[str, Sequence[Effect]], planned: Mapping[str, PlannedMeasure]
) -> dict[str, tuple[Effect, ...]]:
    """The effects with the credit of each measure's status; a lapsed one is planned anew before it counts again."""
    standing: dict[str, Status] = {name: p.status for name, p in planned.items() if p.status != "lapsed"}
    return {
        name: tuple(credited(effect, standing.get(name, "planned"), scorecard.effects) for effect in given)
        for name, given in effects.items()
    }


def _drops(scorecard: Scorecard, indicator: str, axis: str, effects: Mapping[str, Sequence[Effect]]) -> Drops:
    """What each measure takes from this risk on one axis; the cap is on all of them together."""
    found, uncapped = {}, scorecard.effects.model_copy(update={"max_drop": None})
    for name, given in effects.items():
        if drops := [-effect.on(axis) for effect in given if effect.indicator == indicator and effect.on(axis)]:
            found[name] = total(drops, uncapped)
    return found


def _levels(scorecard: Scorecard, indicator: Indicator, levels: tuple[int, ...], drops: Sequence[Drops]) -> Endings:
    orders = [safest_first(scorecard, indicator, axis) for axis in axes(scorecard)]
    places = [order.index(level) for order, level in zip(orders, levels, strict=True)]
    falls = [_furthest(scorecard, place, given.values()) for place, given in zip(places, drops, strict=True)]
    reached = _steps if scorecard.effects.combine == "strongest" else _added
    reach = [reached(given, most) for given, most in zip(drops, falls, strict=True)]
    ends = []
    for fall in product(*(range(most + 1) for most in falls)):
        left = tuple(order[place - steps] for order, place, steps in zip(orders, places, fall, strict=True))
        takes = tuple(taken for (_, per_step), steps in zip(reach, fall, strict=True) for taken in per_step[steps])
        ends.append(Ending(degree(scorecard, indicator, left), band(scorecard, indicator, left), takes))
    return Endings(tuple(_worth_it(ends)), tuple(need for needs, _ in reach for need in needs))


Reach = tuple[list[dict[str, int]], list[tuple[int, ...]]]  # the needs of an axis, and what each fall takes of them


def _added(drops: Drops, most: int) -> Reach:
    """One need: the levels of all measures, in whole units."""
    unit = lcm(*(drop.denominator for drop in drops.values()))
    return [{name: int(drop * unit) for name, drop in drops.items()}], [(fall * unit,) for fall in range(most + 1)]


def _steps(drops: Drops, most: int) -> Reach:
    """A need for each level to fall: some measure that alone falls so far."""
    steps = range(1, most + 1)
    needs = [{name: 1 for name, drop in drops.items() if drop >= step} for step in steps]
    return needs, [tuple(int(fall >= step) for step in steps) for fall in range(most + 1)]


def _furthest(scorecard: Scorecard, place: int, drops: Iterable[Fraction]) -> int:
    """By how many levels this axis can fall if every measure is taken; `place` counts from 0, the safest."""
    return max(0, min(floor(total(drops, scorecard.effects)), place + 1 - floor(scorecard.effects.lowest)))


def _unit(value: Fraction, drops: Iterable[Fraction], rule: Effects) -> int:
    """What is left of a value, whichever measures are taken, is a whole multiple of 1 over this."""
    parts = [drop.denominator for drop in drops]
    left = prod(parts) if rule.combine == "multiplicative" else lcm(*parts)
    capped = 1 if rule.max_drop is None else rule.max_drop.denominator
    return lcm(value.denominator * left, value.denominator * capped, rule.lowest.denominator)


def _worth_it(ends: Sequence[Ending]) -> Iterator[Ending]:
    """Without those that take as much as another, or more, and are no better."""
    kept: list[Ending] = []
    for end in sorted(ends, key=lambda end: (sum(end.takes), end.degree)):
        if not any(k.degree <= end.degree and all(a <= b for a, b in zip(k.takes, end.takes, strict=True)) for k in kept):
            kept.append(end)
            yield end
