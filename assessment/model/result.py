"""What follows: every factor is kept, so that each figure can be followed to a rating. Tables and pages are views of it."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

VetoState = Literal["fired", "not_fired", "unknown"]


@dataclass(frozen=True, slots=True)
class FactorRisk:
    """风险因素 (an indicator once rated). `weight` g is its share of the whole, Σg = 1; contribution = g·degree."""

    id: str
    dimension: str
    levels: tuple[int, ...] | None
    degree: Fraction | None
    band: str | None
    weight: Fraction
    contribution: Fraction | None

    @property
    def answered(self) -> bool:
        return self.degree is not None


@dataclass(frozen=True, slots=True)
class DimensionRisk:
    """One dimension: its share of the whole, index over what is answered, bounds, contribution to the index."""

    id: str
    weight: Fraction
    index: Fraction | None
    worst_index: Fraction | None
    best_index: Fraction | None
    contribution: Fraction
    answered: int
    total: int


@dataclass(frozen=True, slots=True)
class VetoResult:
    id: str
    indicator: str
    state: VetoState
    effect: str
    level: str
    hold: bool


@dataclass(frozen=True, slots=True)
class EscalationResult:
    """`count` factors in `band` or worse; `fired` in the case that is shown (the worst while answers are missing)."""

    id: str
    fired: bool
    count: int
    at_least: int
    band: str
    level: str


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """不适用, by rule: the screening fact was answered no, by the case or by the profile's default."""

    indicator: str
    fact: str
    by_profile: bool


@dataclass(frozen=True, slots=True)
class Override:
    """改级: a level chosen against the one the figures give (or, while one is missing, below what the others give), with its
    reason."""

    indicator: str
    axis: str
    chosen: int
    by_figures: int
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """Index and level with everything that led there. See house.md, Numbers, for the terms. `overrides` are the levels chosen
    against the figures; a residual result starts from them and names none."""

    index: Fraction | None
    worst_index: Fraction | None
    best_index: Fraction | None
    coverage: Fraction
    level: str
    worst_level: str
    best_level: str
    determined: bool
    provisional: bool
    hold: bool
    decided_by: str | None
    index_level: str | None
    vetoes: tuple[VetoResult, ...]
    escalations: tuple[EscalationResult, ...]
    dimensions: tuple[DimensionRisk, ...]
    factors: tuple[FactorRisk, ...]
    not_applicable: tuple[NotApplicable, ...]
    overrides: tuple[Override, ...] = ()

    @property
    def unrated(self) -> tuple[str, ...]:
        return tuple(factor.id for factor in self.factors if not factor.answered)

    @property
    def unanswered_vetoes(self) -> tuple[str, ...]:
        return tuple(veto.id for veto in self.vetoes if veto.state == "unknown")
