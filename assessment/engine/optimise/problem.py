"""A plan to be chosen, as whole numbers: what each factor may become, what each measure gives towards it, what must hold.

Where measures lower levels, a factor ends in one of its `outcomes`. Each of its `needs` compares what the outcome takes with what
the chosen measures give:

    takes(outcome) ≤ Σ gives(chosen measures)        for every need

Levels that add up have one need an axis (levels to fall); the strongest alone, one a level. The outcome that counts is the best
one whose needs are met. Where measures take away shares, what is left is worked out from the set (`shares`). Either way a measure
more never makes anything worse.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assessment.engine.optimise.shares import Shares


@dataclass(frozen=True, slots=True)
class Outcome:
    """`contribution` in units of 1/scale of the index; `band` by rank, 0 is the best; `takes` one number a need."""

    contribution: int
    band: int
    takes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Steps:
    """`outcomes`: the first is the factor as it is, which takes nothing. `needs`: what each measure gives towards each."""

    id: str
    outcomes: tuple[Outcome, ...]
    needs: tuple[Mapping[str, int], ...] = ()

    def after(self, chosen: Collection[str]) -> tuple[int, int]:
        """Contribution and band of the best outcome whose needs the chosen measures meet."""
        given = [sum(gives for name, gives in need.items() if name in chosen) for need in self.needs]
        met = (o for o in self.outcomes if all(takes <= has for takes, has in zip(o.takes, given, strict=True)))
        return min((o.contribution, o.band) for o in met)


Factor = Steps | Shares


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure that may be taken. `taken_for` says why it is in every plan (mandatory, pinned, started, own), `left_for` why it
    is in none (barred, late, lapsed); cost in 万元; `due` where that is known. `own`: one that was typed in (自拟), so that it is
    taken as soon as it is no longer late."""

    id: str
    cost: Fraction
    taken_for: tuple[str, ...] = ()
    left_for: tuple[str, ...] = ()
    due: date | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class OneOf:
    """At least one of `measures`: to clear a fired veto (`kind` veto), or to answer a risk (`kind` risk)."""

    kind: str
    id: str
    measures: frozenset[str]


@dataclass(frozen=True, slots=True)
class Count:
    """An escalation must not fire: at most `most` factors in `band` or worse."""

    id: str
    band: int
    most: int


@dataclass(frozen=True, slots=True)
class Problem:
    """`index_most`: the highest index that is still within the target, in units of 1/scale (the edge itself where the level owns
    it, else one unit less). `band_most`: no factor worse. `blocked`: vetoes that no measure can clear yet keep the level up."""

    scale: int
    factors: tuple[Factor, ...]
    candidates: tuple[Candidate, ...]
    index_most: int | None = None
    band_most: int | None = None
    counts: tuple[Count, ...] = ()
    one_of: tuple[OneOf, ...] = ()
    blocked: tuple[str, ...] = ()
    budget: Fraction | None = None
    requires: tuple[tuple[str, str], ...] = ()
    excludes: tuple[tuple[str, str], ...] = ()
