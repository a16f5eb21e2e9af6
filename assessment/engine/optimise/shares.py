"""A factor whose measures take away shares of its values, and what a set of them leaves, exactly."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod

from assessment.engine.effects import reduced
from assessment.model.scorecard import Effects


@dataclass(frozen=True)
class Shares:
    """`values`: one an axis; `drops`: by axis, what share each measure takes. `unit`: the contribution of degree 1. `within`: by
    rank of a band, the highest contribution that is in it or a better one."""

    id: str
    unit: Fraction
    values: tuple[Fraction, ...]
    drops: tuple[Mapping[str, Fraction], ...]
    rule: Effects
    within: tuple[int, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for drops in self.drops for name in drops))

    @cached_property
    def _known(self) -> dict[frozenset[str], int]:
        return {}

    def after(self, chosen: Collection[str]) -> tuple[int, int]:
        """Contribution and band."""
        left = self.left(chosen)
        return left, next(rank for rank, most in enumerate(self.within) if left <= most)

    def left(self, chosen: Collection[str]) -> int:
        """The contribution once these measures are taken."""
        acting = frozenset(self.names).intersection(chosen)
        if acting not in self._known:
            axes = zip(self.values, self.drops, strict=True)
            lefts = (
                reduced(value, [given for name, given in drops.items() if name in acting], self.rule) for value, drops in axes
            )
            self._known[acting] = int(self.unit * prod(lefts, start=Fraction(1)))
        return self._known[acting]
