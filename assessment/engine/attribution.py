"""A change taken apart into causes that add up to it exactly: the differences from state to state along a fixed sequence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
N = TypeVar("N", Fraction, int)
Cause = Literal[
    "values", "grading", "dropped", "added", "weights", "dimensions", "facts",  # of the index
    "index", "degrees", "level-edges", "band-edges", "escalations", "vetoes", "levels",  # of the level
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attribution(Generic[N]):
    """What one cause changed. Several causes stand together where no figure exists between them (nothing answered, say)."""

    causes: tuple[Cause, ...]
    before: N
    after: N

    @property
    def change(self) -> N:
        return self.after - self.before


def attributed(states: Sequence[tuple[Cause | None, T]], figure: Callable[[T], N | None]) -> tuple[Attribution[N], ...]:
    """The differences of `figure` from state to state; the first state has no cause. A state without a figure is passed over:
    its cause stands together with the next one. Nothing where an end has no figure."""
    last, previous = figure(states[0][1]), states[0][1]
    if last is None or figure(states[-1][1]) is None:
        return ()
    found: list[Attribution[N]] = []
    causes: list[Cause] = []
    for cause, state in states[1:]:
        if state == previous or cause is None:
            continue
        causes, previous = [*causes, cause], state
        now = figure(state)
        if now is None:
            continue
        if now != last:
            found.append(Attribution(tuple(causes), last, now))
        causes, last = [], now
    return tuple(found)
