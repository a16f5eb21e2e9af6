"""How far an index is from the next level: what a reviewer reads before the colour."""

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
