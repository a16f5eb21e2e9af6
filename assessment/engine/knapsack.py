"""The fewest steps over several factors that are enough together: an exact dynamic programme over whole numbers.

For every number of steps, and of factors that still count against each limit, the most that can be gained is kept. Gains do not
add up step by step (P × Q: the second step gains more than the first), so taking the best step each time can miss the fewest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Marks = tuple[int, ...]  # 1 for each limit that a factor counts against

_WHOLE = 840  # divides by up to eight steps without a remainder


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
    best: dict[tuple[int, Marks], tuple[int, Any]] = {(0, (0,) * len(limits)): (0, None)}
    for ladder in ladders:
        best = _with_one_more(best, ladder, limits, most)
    found = min(((steps, -gain, link) for (steps, _), (gain, link) in best.items() if gain >= need), key=_first_two, default=None)
    if found is None:
        return None
    taken: list[int] = []
    link = found[2]
    while link is not None:
        steps, link = link
        taken.append(steps)
    return tuple(reversed(taken))


def _first_two(found: tuple[int, int, Any]) -> tuple[int, int]:
    return found[0], found[1]


def _with_one_more(
    best: dict[tuple[int, Marks], tuple[int, Any]], ladder: Ladder, limits: Marks, most: int
) -> dict[tuple[int, Marks], tuple[int, Any]]:
    """The states once this factor has its steps; each keeps the highest gain and how it came about."""
    choices = [
        (steps, gain, marks)
        for steps, (gain, marks) in enumerate(zip(ladder.gains, ladder.marks, strict=True))
        if not steps or (gain, marks) != (ladder.gains[steps - 1], ladder.marks[steps - 1])
    ]
    found: dict[tuple[int, Marks], tuple[int, Any]] = {}
    for (taken, counts), (gained, link) in best.items():
        for steps, gain, marks in choices:
            if taken + steps > most:
                break
            total = counts
            if limits:
                total = tuple(a + b for a, b in zip(counts, marks, strict=True))
                if any(count > limit for count, limit in zip(total, limits, strict=True)):
                    continue
            key = (taken + steps, total)
            if key not in found or gained + gain > found[key][0]:
                found[key] = (gained + gain, (steps, link))
    return found


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
