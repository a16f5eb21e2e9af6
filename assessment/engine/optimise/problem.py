"""A plan to be chosen, as whole numbers: what each factor may become, what each measure gives towards it, what must hold.

A factor ends in one of its `outcomes`. Each of its `needs` compares what the outcome takes with what the chosen measures give:

    takes(outcome) ≤ Σ gives(chosen measures)        for every need

Level effects that add up have one need an axis (levels to fall); the strongest alone, one a level; shares, one a measure. The
outcome that counts is the best one whose needs are met, so a measure more never makes anything worse.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Outcome:
    """`contribution` in units of 1/scale of the index; `band` by rank, 0 is the best; `takes` one number a need."""

    contribution: int
    band: int
    takes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Factor:
    """`outcomes`: the first is the factor as it is, which takes nothing. `needs`: what each measure gives towards each.
    `whole`: between two outcomes there is no half way (levels that add up)."""

    id: str
    outcomes: tuple[Outcome, ...]
    needs: tuple[Mapping[str, int], ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure that may be taken. `taken_for` says why it is in every plan (mandatory, pinned, started, own), `left_for` why it
    is in none (barred, late, lapsed); cost in 万元."""

    id: str
    cost: Fraction
    taken_for: tuple[str, ...] = ()
    left_for: tuple[str, ...] = ()


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
    exact: bool = True
