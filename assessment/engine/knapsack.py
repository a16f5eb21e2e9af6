"""The fewest steps over several factors that are enough together: an exact dynamic programme over whole numbers.

For every number of steps, and of factors that still count against each limit, the most that can be gained is kept. Gains do not
add up step by step (P × Q: the second step gains more than the first), so taking the best step each time can miss the fewest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Table = NDArray[Any]
Marks = tuple[int, ...]  # 1 for each limit that a factor counts against

_WHOLE = 840  # divides by up to eight steps without a remainder

_LARGEST = 1 << 62  # whole numbers beyond it are added up one by one, exactly


@dataclass(frozen=True, slots=True)
class Ladder:
    """What one factor gains by k steps, and which limits it then still counts against. Gains never fall with k, marks never
    rise."""

    gains: tuple[int, ...]
    marks: tuple[Marks, ...]


def fewest(ladders: Sequence[Ladder], need: int, limits: Marks = (), within: int | None = None) -> tuple[int, ...] | None:
    """The steps of each factor: their sum is the least with which the gains reach `need` and no limit is exceeded, and among
    such sets the gain the highest. None where no set does, or none of at most `within` steps."""
    enough = _enough(ladders, need, limits)
    if enough is None:
        return None
    most = enough if within is None else min(enough, within)
    if most < 0:
        return None
    small = sum(ladder.gains[-1] for ladder in ladders) < _LARGEST
    best: Table = np.full((most + 1, *(limit + 1 for limit in limits)), -1, dtype=np.int64 if small else object)
    best[(0,) * best.ndim] = 0
    chosen = []
    for ladder in ladders:
        best, steps = _with_one_more(best, ladder)
        chosen.append(steps)
    states = [(taken, -gain, counts) for (taken, *counts), gain in np.ndenumerate(best) if gain >= max(need, 0)]
    return _traced(ladders, chosen, min(states)) if states else None


def _with_one_more(best: Table, ladder: Ladder) -> tuple[Table, Table]:
    """By steps taken and by count against each limit: the highest gain once this factor has its steps (−1: there is none), and
    how many they are."""
    found, chosen = np.full_like(best, -1), np.zeros(best.shape, dtype=np.uint16)
    for steps, (gain, marks) in enumerate(zip(ladder.gains, ladder.marks, strict=True)):
        shifts = (steps, *marks)
        if any(shift >= size for shift, size in zip(shifts, best.shape, strict=True)):
            continue
        here = tuple(slice(shift, None) for shift in shifts)
        before = best[tuple(slice(size - shift) for shift, size in zip(shifts, best.shape, strict=True))]
        moved = np.where(before >= 0, before + gain, -1)
        better = moved > found[here]
        found[here] = np.where(better, moved, found[here])
        chosen[here] = np.where(better, steps, chosen[here])
    return found, chosen


def _traced(ladders: Sequence[Ladder], chosen: Sequence[Table], end: tuple[int, int, list[int]]) -> tuple[int, ...]:
    """The steps of each factor, from the last state back to the first."""
    state, taken = [end[0], *end[2]], []
    for ladder, table in zip(reversed(ladders), reversed(chosen), strict=True):
        steps = int(table[tuple(state)])
        taken.append(steps)
        state = [count - shift for count, shift in zip(state, (steps, *ladder.marks[steps]), strict=True)]
    return tuple(reversed(taken))


def _enough(ladders: Sequence[Ladder], need: int, limits: Marks) -> int | None:
    """Steps that are enough, not the fewest: below each limit by the nearest factors, then by the steepest rises. None where
    all steps together are not enough."""
    if sum(ladder.gains[-1] for ladder in ladders) < need:
        return None
    at = [0] * len(ladders)
    for number, limit in enumerate(limits):
        over = [place for place, ladder in enumerate(ladders) if ladder.marks[at[place]][number]]
        cleared = {place: _first_clear(ladders[place], number) for place in over}
        ways = sorted((steps, place) for place, steps in cleared.items() if steps is not None)
        if len(over) - len(ways) > limit:
            return None
        for steps, place in ways[: max(0, len(over) - limit)]:
            at[place] = max(at[place], steps)
    gained = sum(ladder.gains[steps] for ladder, steps in zip(ladders, at, strict=True))
    rises = [_steepest(ladder, steps) for ladder, steps in zip(ladders, at, strict=True)]
    while gained < need:
        place = max(range(len(rises)), key=rises.__getitem__)
        steps = rises[place][1]
        gained += ladders[place].gains[steps] - ladders[place].gains[at[place]]
        at[place] = steps
        rises[place] = _steepest(ladders[place], steps)
    return sum(at)


def _first_clear(ladder: Ladder, number: int) -> int | None:
    """The steps after which a factor no longer counts against a limit."""
    return next((steps for steps, marks in enumerate(ladder.marks) if not marks[number]), None)


def _steepest(ladder: Ladder, at: int) -> tuple[int, int]:
    """The best gain a step from here on, and up to how many steps; −1 at the end of the ladder."""
    gains = ladder.gains
    rises = (((gains[steps] - gains[at]) * _WHOLE // (steps - at), steps) for steps in range(at + 1, len(gains)))
    return max(rises, default=(-1, at))
