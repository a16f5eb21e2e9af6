"""The three scoring methods: how one rating becomes a degree (单因素风险程度) between 0 and 1.

Each is a bare function `(scorecard, indicator, levels) -> Fraction`; `levels` follow the method's axes.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeVar

from assessment.model.scorecard import Indicator, Scorecard

Levels = tuple[int, ...]
T = TypeVar("T")
DegreeFunction = Callable[[Scorecard, Indicator, Levels], Fraction]


def likelihood_times_consequence(scorecard: Scorecard, indicator: Indicator, levels: Levels) -> Fraction:
    """R = P × Q, the practice of the reports written under 发改投资〔2012〕2492号 and 发改办投资〔2013〕428号."""
    assert scorecard.scales is not None
    likelihood, consequence = levels
    p = scorecard.scales.likelihood[likelihood - 1].value
    q = scorecard.scales.consequence[consequence - 1].value
    assert p is not None and q is not None
    return p * q


def risk_matrix(scorecard: Scorecard, indicator: Indicator, levels: Levels) -> Fraction:
    """The value of the band in the matrix cell (风险矩阵, GB/T 27921 B.29 form): row = likelihood, column = consequence."""
    assert scorecard.matrix is not None
    likelihood, consequence = levels
    value = scorecard.bands[scorecard.band_rank[scorecard.matrix[likelihood][consequence - 1]]].value
    assert value is not None
    return value


def points_share(scorecard: Scorecard, indicator: Indicator, levels: Levels) -> Fraction:
    """points ÷ weight, the share of the demerits that could be given; on a merit card 1 − that."""
    assert indicator.options is not None
    share = indicator.options[levels[0]].points / indicator.weight
    return 1 - share if scorecard.polarity == "merit" else share


@dataclass(frozen=True, slots=True)
class Method:
    """`multiplies`: the degree is the product of a value on each axis, so that a share of one can be taken away."""

    axes: tuple[str, ...]
    degree: DegreeFunction
    multiplies: bool


METHODS: dict[str, Method] = {
    "likelihood-consequence": Method(("likelihood", "consequence"), likelihood_times_consequence, True),
    "matrix": Method(("likelihood", "consequence"), risk_matrix, False),
    "points": Method(("option",), points_share, True),
}


def axes(scorecard: Scorecard) -> tuple[str, ...]:
    return METHODS[scorecard.method].axes


def axis_values(scorecard: Scorecard, indicator: Indicator, levels: Levels) -> tuple[Fraction, ...]:
    """The value on each axis; their product is the degree. Only for a method that `multiplies`."""
    if axes(scorecard) == ("option",):
        return (degree(scorecard, indicator, levels),)
    assert scorecard.scales is not None
    steps = (scorecard.scales.likelihood[levels[0] - 1], scorecard.scales.consequence[levels[1] - 1])
    return tuple(step.value for step in steps if step.value is not None)


def degree(scorecard: Scorecard, indicator: Indicator, levels: Levels) -> Fraction:
    """The degree of one complete rating. Raises LookupError for a level the scorecard does not have."""
    kind = _kind(scorecard, indicator)
    return remembered(scorecard, ("degree", kind, levels), lambda: METHODS[scorecard.method].degree(scorecard, indicator, levels))


def band(scorecard: Scorecard, indicator: Indicator, levels: Levels) -> int:
    """The rank of the band of one complete rating. Raises as `degree`."""
    kind = _kind(scorecard, indicator)
    return remembered(scorecard, ("band", kind, levels), lambda: band_of(scorecard, degree(scorecard, indicator, levels)))


def remembered(scorecard: Scorecard, key: Hashable, work: Callable[[], T]) -> T:
    """Worked out once of a scorecard: hundreds of ratings a score ask for the same."""
    if key not in scorecard.memo:
        scorecard.memo[key] = work()
    found: T = scorecard.memo[key]
    return found


def _kind(scorecard: Scorecard, indicator: Indicator) -> str:
    """Only the options of a points card differ from one indicator to the next."""
    return indicator.id if scorecard.method == "points" else ""


def band_of(scorecard: Scorecard, value: Fraction) -> int:
    """The rank of the band a degree falls into; 0 is the best."""
    if scorecard.method == "matrix":
        return next(rank for rank, band in enumerate(scorecard.bands) if band.value == value)
    return next(rank for rank, band in enumerate(scorecard.bands) if band.holds(value))


def level_of(scorecard: Scorecard, index: Fraction) -> int:
    """The rank of the level an index falls into; 0 is the best."""
    return next(rank for rank, level in enumerate(scorecard.levels) if level.holds(index))


def axis_levels(scorecard: Scorecard, indicator: Indicator, axis: str) -> tuple[int, ...]:
    """The levels that may be chosen on one axis, in order."""
    if axis == "option":
        return tuple(sorted(indicator.options or {}))
    if scorecard.scales is not None:
        return tuple(sorted(step.level for step in getattr(scorecard.scales, axis)))
    return tuple(sorted(getattr(indicator, axis) or {}))


def degrees(scorecard: Scorecard, indicator: Indicator) -> dict[Levels, Fraction]:
    """Every degree one indicator can have, by its levels."""
    choices = (axis_levels(scorecard, indicator, axis) for axis in axes(scorecard))
    return {levels: degree(scorecard, indicator, levels) for levels in product(*choices)}


def safest_first(scorecard: Scorecard, indicator: Indicator, axis: str) -> list[int]:
    """The levels of an axis from safest to riskiest; options of a points card may be listed in any order."""
    return remembered(scorecard, ("order", indicator.id, axis), lambda: _order(scorecard, indicator, axis))


def _order(scorecard: Scorecard, indicator: Indicator, axis: str) -> list[int]:
    levels = list(axis_levels(scorecard, indicator, axis))
    if axis != "option":
        return levels
    table = degrees(scorecard, indicator)
    return sorted(levels, key=lambda level: (table[(level,)], level))


def extremes(scorecard: Scorecard, indicator: Indicator) -> tuple[Fraction, Fraction]:
    """(R_min, R_max): what an unanswered indicator may still turn out to be."""
    if scorecard.method == "likelihood-consequence" and scorecard.scales is not None:
        likelihood, consequence = scorecard.scales.likelihood, scorecard.scales.consequence
        lowest, highest = (1, 1), (len(likelihood), len(consequence))  # the values rise with the levels
        return degree(scorecard, indicator, lowest), degree(scorecard, indicator, highest)
    every = degrees(scorecard, indicator).values()
    return min(every), max(every)
