"""Costs in whole numbers that a solver can add up.

All costs are multiples of one part of a 万元. Where together they are too many parts for the solver, units are made of so many of
them; what is less than a unit is added up apart, and carried:

    Σ parts = size · (Σ units + carry) + rest        0 ≤ rest < size
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm

from assessment.engine.optimise.problem import Candidate

LARGEST = 1 << 24  # a row must hold to the millionth of a unit, which of larger numbers a double cannot always tell


@dataclass(frozen=True, slots=True)
class Costs:
    """`scale`: units in 1 万元; `size`: parts in a unit. `below`: what is less than a unit of each; empty where nothing is, or
    where that is too much to add up as well, so that units are all there is to go by."""

    scale: Fraction
    size: int
    units: tuple[int, ...]
    below: tuple[int, ...] = ()


def whole(candidates: Sequence[Candidate]) -> Costs:
    common = lcm(*(candidate.cost.denominator for candidate in candidates))
    parts = [int(candidate.cost * common) for candidate in candidates]
    size = max(1, ceil(Fraction(sum(parts), LARGEST)))
    units, below = tuple(part // size for part in parts), tuple(part % size for part in parts)
    return Costs(Fraction(common, size), size, units, below if 0 < sum(below) <= LARGEST else ())
