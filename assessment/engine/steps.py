"""Single steps: one axis of one rated factor one level riskier or safer, and every rule asked again.

One at a time (单因素敏感性; Iooss & Lemaître 2015, on screening), drawn as a tornado. The index is the worst case's, as the level
is judged by it: what is not rated counts at its highest degree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from assessment.engine.methods import Levels, axes, band, band_of, degree, extremes, safest_first
from assessment.engine.scoring import Verdict, judged, score
from assessment.model.case import Assessment
from assessment.model.result import FactorRisk, Result, VetoResult
from assessment.model.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Rated:
    """A rated factor: the levels of each axis from the safest, and where it stands among them. `number`: its place among the
    factors of the result."""

    number: int
    factor: FactorRisk
    orders: tuple[Sequence[int], ...]
    places: tuple[int, ...]

    def levels(self, places: Sequence[int]) -> Levels:
        return tuple(order[place] for order, place in zip(self.orders, places, strict=True))


@dataclass(frozen=True)
class Standing:
    """The worst case as it is judged, ready to be changed."""

    scorecard: Scorecard
    result: Result

    @cached_property
    def index(self) -> Fraction:
        """Σ g·R with R_max where nothing is rated; also of a scorecard whose level does not ask for it."""
        return sum((f.weight * self._degree(f) for f in self.result.factors), Fraction(0))

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        """The band of every factor, by rank."""
        card = self.scorecard
        return tuple(card.band_rank[f.band] if f.band else band_of(card, self._degree(f)) for f in self.result.factors)

    def _degree(self, factor: FactorRisk) -> Fraction:
        return factor.degree if factor.degree is not None else extremes(self.scorecard, self.scorecard.indicators[factor.id])[1]

    @cached_property
    def vetoes(self) -> tuple[VetoResult, ...]:
        """Those that count in the worst case: fired, or not answered."""
        return tuple(veto for veto in self.result.vetoes if veto.state != "not_fired")

    @property
    def rank(self) -> int:
        return self.scorecard.level_rank[self.result.level]

    @cached_property
    def rated(self) -> tuple[Rated, ...]:
        found = []
        for number, factor in enumerate(self.result.factors):
            if factor.levels is not None:
                asked = self.scorecard.indicators[factor.id]
                orders = tuple(safest_first(self.scorecard, asked, axis) for axis in axes(self.scorecard))
                places = tuple(order.index(level) for order, level in zip(orders, factor.levels, strict=True))
                found.append(Rated(number, factor, orders, places))
        return tuple(found)

    def degree_at(self, rated: Rated, levels: Levels) -> Fraction:
        return degree(self.scorecard, self.scorecard.indicators[rated.factor.id], levels)

    def rank_at(self, rated: Rated, levels: Levels) -> int:
        return band(self.scorecard, self.scorecard.indicators[rated.factor.id], levels)

    def with_levels(self, changed: Sequence[tuple[Rated, Levels]]) -> tuple[Fraction, Verdict]:
        """Index and verdict with other levels of some factors."""
        index, ranks = self.index, list(self.ranks)
        for rated, levels in changed:
            index += rated.factor.weight * (self.degree_at(rated, levels) - (rated.factor.degree or 0))
            ranks[rated.number] = self.rank_at(rated, levels)
        return index, judged(self.scorecard, index, ranks, self.vetoes)


def standing(scorecard: Scorecard, assessment: Assessment) -> Standing:
    """Raises CaseError when no indicator applies."""
    return Standing(scorecard, score(scorecard, assessment))


@dataclass(frozen=True, slots=True)
class Step:
    """One axis of one factor from level `before` to `after`, with the worst-case index (None on a scorecard without one), the
    level and the rule that decides it then. `up`: riskier. `flips`: the level is another one."""

    indicator: str
    axis: str
    before: int
    after: int
    up: bool
    index: Fraction | None
    level: str
    decided_by: str | None
    flips: bool


def single_steps(now: Standing) -> Iterator[Step]:
    """By indicator and axis, down before up; none beyond an end of a scale."""
    card = now.scorecard
    for rated in now.rated:
        for number, axis in enumerate(axes(card)):
            for move in (-1, 1):
                place = rated.places[number] + move
                if 0 <= place < len(rated.orders[number]):
                    levels = rated.levels([*rated.places[:number], place, *rated.places[number + 1 :]])
                    index, verdict = now.with_levels([(rated, levels)])
                    yield Step(
                        indicator=rated.factor.id,
                        axis=axis,
                        before=rated.levels(rated.places)[number],
                        after=levels[number],
                        up=move > 0,
                        index=index if card.index == "weighted" else None,
                        level=card.levels[verdict.level].id,
                        decided_by=verdict.decided_by,
                        flips=verdict.level != now.rank,
                    )


@dataclass(frozen=True, slots=True)
class Swing:
    """One bar of the tornado: the worst-case index one step down and one step up on an axis; as it is at an end of the scale."""

    indicator: str
    axis: str
    down: Fraction
    up: Fraction

    @property
    def width(self) -> Fraction:
        return self.up - self.down


def swings(now: Standing, steps: Sequence[Step]) -> tuple[Swing, ...]:
    """Widest first, then in the order of indicators and axes; none on a scorecard without an index."""
    if now.scorecard.index == "none":
        return ()
    moved = {(step.indicator, step.axis, step.up): step.index for step in steps if step.index is not None}
    bars = [(rated.factor.id, axis) for rated in now.rated for axis in axes(now.scorecard)]
    found = [Swing(*bar, moved.get((*bar, False), now.index), moved.get((*bar, True), now.index)) for bar in bars]
    return tuple(sorted(found, key=lambda swing: -swing.width))


def tornado(scorecard: Scorecard, assessment: Assessment) -> tuple[Swing, ...]:
    """The index after one step down and one step up on each axis of each rated factor. Raises as `standing`."""
    now = standing(scorecard, assessment)
    return swings(now, tuple(single_steps(now)))


def flips(scorecard: Scorecard, assessment: Assessment) -> tuple[Step, ...]:
    """Each single step that changes the level. Raises as `standing`."""
    return tuple(step for step in single_steps(standing(scorecard, assessment)) if step.flips)
