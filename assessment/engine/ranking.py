"""What weighs most in a result: factors and dimensions by their contribution (贡献) to the index."""

from collections.abc import Iterable
from fractions import Fraction

from assessment.model.result import DimensionRisk, FactorRisk, Result


def ranked(result: Result) -> tuple[FactorRisk, ...]:
    """The rated factors, largest contribution first: their place here is their rank (1 = first)."""
    return tuple(sorted((f for f in result.factors if f.answered), key=lambda f: -(f.contribution or 0)))


def by_contribution(result: Result) -> tuple[DimensionRisk, ...]:
    """The dimensions, largest contribution first."""
    return tuple(sorted(result.dimensions, key=lambda d: -d.contribution))


def contribution(rows: Iterable[DimensionRisk | FactorRisk]) -> Fraction:
    """What they contribute to the index together."""
    return sum((row.contribution or Fraction(0) for row in rows), Fraction(0))
