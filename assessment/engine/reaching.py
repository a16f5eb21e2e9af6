"""How few single steps bring a project to another level: to at least a worse one, or to at most a better one.

Riskier steps never make a level better nor safer ones worse, so steps of one direction are enough. To a worse level the index or
one escalation is enough; to a better one the index, every escalation and every veto must allow it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor, lcm
from typing import Literal

from assessment.engine.knapsack import Ladder, fewest
from assessment.engine.methods import Levels, axes
from assessment.engine.steps import Rated, Standing, standing
from assessment.model.case import Assessment
from assessment.model.scorecard import Edge, Escalation, Scorecard

Direction = Literal["at_least", "at_most"]


@dataclass(frozen=True, slots=True)
class Change:
    """One axis of one factor taken to another level, `steps` single steps away."""

    indicator: str
    axis: str
    before: int
    after: int
    steps: int


@dataclass(frozen=True, slots=True)
class Reach:
    """The fewest steps to `level`: at least as bad, or at most.

    `changes` is one such set, and among the sets of its size the one that moves the index most; None where no ratings are
    enough: what is not rated holds the level, or the scales end before. `vetoes` stand in the way whatever the ratings: they
    have to be answered or cleared besides. `then` and `decided_by` are the level and its rule once the changes are made.
    """

    level: str
    direction: Direction
    changes: tuple[Change, ...] | None
    vetoes: tuple[str, ...]
    then: str | None
    decided_by: str | None

    @property
    def steps(self) -> int | None:
        """None: ratings alone do not reach it."""
        return None if self.vetoes or self.changes is None else self.needed

    @property
    def needed(self) -> int | None:
        """Apart from the vetoes."""
        return None if self.changes is None else sum(change.steps for change in self.changes)


def fewest_steps(scorecard: Scorecard, assessment: Assessment, level: str, direction: Direction) -> Reach:
    """Raises CaseError when no indicator applies, KeyError for an unknown level."""
    return reach(standing(scorecard, assessment), level, direction)


def reaches(now: Standing) -> tuple[Reach, ...]:
    """To every other level: the worse ones, nearest first, then the better ones, nearest first."""
    levels = [level.id for level in now.scorecard.levels]
    worse = [reach(now, level, "at_least") for level in levels[now.rank + 1 :]]
    return (*worse, *(reach(now, level, "at_most") for level in reversed(levels[: now.rank])))


def reach(now: Standing, level: str, direction: Direction) -> Reach:
    card, rank = now.scorecard, now.scorecard.level_rank[level]
    up = direction == "at_least"
    paths = [_path(now, rated, up) for rated in now.rated]
    taken = _up(now, paths, rank) if up else _down(now, paths, rank)
    vetoes = () if up else tuple(veto.id for veto in now.vetoes if card.level_rank[veto.level] > rank)
    if taken is None:
        return Reach(level, direction, None, vetoes, None, None)
    moved = [(path.rated, path.levels[steps]) for path, steps in zip(paths, taken, strict=True) if steps]
    _, verdict = now.with_levels(moved)
    changes = tuple(change for rated, levels in moved for change in _changes(now, rated, levels))
    return Reach(level, direction, changes, vetoes, card.levels[verdict.level].id, verdict.decided_by)


@dataclass(frozen=True, slots=True)
class _Path:
    """One factor by k steps in one direction: the levels that change its degree most, by how much its contribution changes, its
    band."""

    rated: Rated
    levels: tuple[Levels, ...]
    gains: tuple[Fraction, ...]
    ranks: tuple[int, ...]


def _path(now: Standing, rated: Rated, up: bool) -> _Path:
    """The degree decides the band, so the levels that are best for the one are best for the other. Of equals, the first axis
    moves most."""
    best: dict[int, tuple[Fraction, Levels]] = {}
    room = [range(len(order) - at) if up else range(at + 1) for order, at in zip(rated.orders, rated.places, strict=True)]
    start = rated.factor.degree or Fraction(0)
    for moves in product(*(reversed(way) for way in room)):
        levels = rated.levels([at + move if up else at - move for at, move in zip(rated.places, moves, strict=True)])
        gain = abs(now.degree_at(rated, levels) - start)
        if sum(moves) not in best or gain > best[sum(moves)][0]:
            best[sum(moves)] = (gain, levels)
    steps = [best[number] for number in sorted(best)]
    return _Path(
        rated,
        tuple(levels for _, levels in steps),
        tuple(rated.factor.weight * gain for gain, _ in steps),
        tuple(now.rank_at(rated, levels) for _, levels in steps),
    )


def _changes(now: Standing, rated: Rated, levels: Levels) -> Iterator[Change]:
    for axis, order, place, level in zip(axes(now.scorecard), rated.orders, rated.places, levels, strict=True):
        if order[place] != level:
            yield Change(rated.factor.id, axis, order[place], level, abs(order.index(level) - place))


def _whole(now: Standing, paths: list[_Path]) -> int:
    """The denominator that makes the index and every gain whole numbers."""
    return lcm(now.index.denominator, *(gain.denominator for path in paths for gain in path.gains))


def beyond(edge: Edge, whole: int) -> int:
    """The least whole number (of `whole` to 1) that lies beyond an upper edge."""
    limit = (edge.edge or Fraction(0)) * whole
    return floor(limit) + 1 if edge.up_to is not None else ceil(limit)


def _up(now: Standing, paths: list[_Path], rank: int) -> tuple[int, ...] | None:
    """By the escalation that needs fewest steps, or by the index where it needs no more."""
    if rank <= now.rank:
        return (0,) * len(paths)
    card = now.scorecard
    lifting = [rule for rule in card.escalations if card.level_rank[rule.level] >= rank]
    ways = [way for rule in lifting if (way := _into_band(now, paths, rule)) is not None]
    shortest = min(ways, key=sum, default=None)
    if card.index == "none":
        return shortest
    whole = _whole(now, paths)
    need = beyond(card.levels[rank - 1], whole) - int(now.index * whole)
    ladders = [Ladder(tuple(int(gain * whole) for gain in path.gains), ((),) * len(path.gains)) for path in paths]
    by_index = fewest(ladders, need, within=None if shortest is None else sum(shortest))
    return shortest if by_index is None else by_index


def _into_band(now: Standing, paths: list[_Path], rule: Escalation) -> tuple[int, ...] | None:
    """The factors nearest to the rule's band, as many as it still lacks."""
    least = now.scorecard.band_rank[rule.band]
    lacking = rule.at_least - sum(rank >= least for rank in now.ranks)
    ways = []
    for place, path in enumerate(paths):
        steps = next((steps for steps, rank in enumerate(path.ranks) if rank >= least), None)
        if steps:
            ways.append((steps, place))
    if len(ways) < lacking:
        return None
    taken = {place: steps for steps, place in sorted(ways)[:lacking]}
    return tuple(taken.get(place, 0) for place in range(len(paths)))


def _down(now: Standing, paths: list[_Path], rank: int) -> tuple[int, ...] | None:
    """Below the edge of the level, and with too few factors in the band of every escalation that gives a worse one."""
    card = now.scorecard
    bands, limits = [], []
    for rule in card.escalations:
        if card.level_rank[rule.level] <= rank:
            continue
        least = card.band_rank[rule.band]
        now_in = sum(path.ranks[0] >= least for path in paths)
        allowed = rule.at_least - 1 - (sum(rank >= least for rank in now.ranks) - now_in)
        if allowed < 0:
            return None  # what is not rated is enough for it
        if now_in > allowed:
            bands.append(least)
            limits.append(allowed)
    whole = _whole(now, paths)
    need = 0 if card.index == "none" else int(now.index * whole) - (beyond(card.levels[rank], whole) - 1)
    ladders = [
        Ladder(
            tuple(int(gain * whole) for gain in path.gains),
            tuple(tuple(int(rank >= band) for band in bands) for rank in path.ranks),
        )
        for path in paths
    ]
    return fewest(ladders, need, tuple(limits))
