"""How far an index is from the next level: what a reviewer reads before the colour."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from assessment.engine.methods import level_of
from assessment.model.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Margins:
    """`to_better`: by how much the index lies above the edge of the next better level (it must fall by more than
    this, or by this where the better level owns its edge); `to_worse`: by how much it may rise. None at either end."""

    to_better: Fraction | None
    better_edge: Fraction | None
    to_worse: Fraction | None
    worse_edge: Fraction | None


def margins(scorecard: Scorecard, index: Fraction) -> Margins:
    rank = level_of(scorecard, index)
    better = scorecard.levels[rank - 1].edge if rank else None
    worse = scorecard.levels[rank].edge if rank + 1 < len(scorecard.levels) else None
    return Margins(
        to_better=None if better is None else index - better,
        better_edge=better,
        to_worse=None if worse is None else worse - index,
        worse_edge=worse,
    )


@dataclass(frozen=True, slots=True)
class Distance:
    """How far an index lies from a limit between two levels, above it or below."""

    gap: Fraction
    edge: Fraction
    above: bool


def distance(scorecard: Scorecard, index: Fraction) -> Distance | None:
    """None where there is no limit: a scorecard of one level."""
    return next(_both(scorecard, index), None)


def boundaries(scorecard: Scorecard, index: Fraction) -> tuple[Distance, ...]:
    """Every edge between two levels, lowest first; an index on an edge lies above it unless the better level owns it."""
    return tuple(
        Distance(abs(index - better.edge), better.edge, not better.holds(index))
        for better in scorecard.levels[:-1]
        if better.edge is not None
    )


def near(scorecard: Scorecard, index: Fraction, within: Fraction) -> Distance | None:
    """The limit, on either side, that lies no farther than this."""
    return next((limit for limit in _both(scorecard, index) if limit.gap <= within), None)


def _both(scorecard: Scorecard, index: Fraction) -> Iterator[Distance]:
    """The next better level's first."""
    found = margins(scorecard, index)
    if found.to_better is not None and found.better_edge is not None:
        yield Distance(found.to_better, found.better_edge, True)
    if found.to_worse is not None and found.worse_edge is not None:
        yield Distance(found.to_worse, found.worse_edge, False)
