"""The scorecard of one project as whole numbers over common denominators.

With them the page computes in BigInt exactly what `score` computes in fractions: index = Σ weight·degree over
weights_over·degrees_over, and the levels that figures give. `ui/rating_sheet/web/index.js` and `grading.js` are the other
half; browser tests hold them together.
"""

from fractions import Fraction
from math import lcm
from typing import Any

from assessment.engine.grading import graded_axes
from assessment.engine.methods import axes, band_of, degrees, extremes, safest_first
from assessment.engine.weighing import applicability, dimension_weights, shares
from assessment.model.case import Assessment
from assessment.model.figure import Grading, Interval
from assessment.model.scorecard import HOLD, Indicator, Scorecard

Table = dict[tuple[int, ...], Fraction]


def coefficients(scorecard: Scorecard, assessment: Assessment) -> dict[str, Any]:
    """JSON-ready; whole numbers as text, ranks from 0 (best). Raises CaseError when nothing applies."""
    applicable, _ = applicability(scorecard, assessment)
    share = shares(scorecard, dimension_weights(scorecard, assessment), applicable)
    tables: list[Table] = []
    numbers: list[int] = []
    for name in applicable:
        table = degrees(scorecard, scorecard.indicators[name])
        if table not in tables:
            tables.append(table)
        numbers.append(tables.index(table))
    over = lcm(*(value.denominator for table in tables for value in table.values()))
    weights_over = lcm(*(value.denominator for value in share.values()))

    def entry(value: Fraction) -> list[Any]:
        return [str(int(value * over)), band_of(scorecard, value)]

    indicators = []
    for name, number in zip(applicable, numbers, strict=True):
        best, worst = extremes(scorecard, scorecard.indicators[name])
        weight = str(int(share[name] * weights_over))
        dimension = scorecard.dimension_of[name]
        indicators.append(
            {"id": name, "dimension": dimension, "weight": weight, "table": number, "worst": entry(worst), "best": entry(best)}
            | _grading(scorecard, scorecard.indicators[name])
        )
    return {
        "axes": list(axes(scorecard)),
        "weights_over": str(weights_over),
        "degrees_over": str(over),
        "tables": [{",".join(map(str, levels)): entry(value) for levels, value in table.items()} for table in tables],
        "indicators": indicators,
        "dimensions": [d.id for d in scorecard.dimensions if any(i["dimension"] == d.id for i in indicators)],
        "bands": [band.id for band in scorecard.bands],
        "levels": [{"id": level.id, "edge": _ratio(level.edge), "owns": level.up_to is not None} for level in scorecard.levels],
        "index": scorecard.index,
        "escalations": [
            {
                "id": rule.id,
                "at_least": rule.at_least,
                "band": scorecard.band_rank[rule.band],
                "level": scorecard.level_rank[rule.level],
            }
            for rule in scorecard.escalations
        ],
        "vetoes": [
            {
                "id": veto.id,
                "indicator": name,
                "level": scorecard.level_rank[scorecard.worst_level.id if veto.effect == HOLD else veto.effect],
                "hold": veto.effect == HOLD,
            }
            for name in applicable
            for veto in scorecard.indicators[name].vetoes
        ],
    }


def _grading(scorecard: Scorecard, indicator: Indicator) -> dict[str, Any]:
    """取级规则 by axis, with the axis's levels from safest to riskiest; nothing where no level follows from figures."""
    graded = {
        axis: {
            "order": safest_first(scorecard, indicator, axis),
            "rules": [_rule(rule) for rule in indicator.graded_by[axis]],
        }
        for axis in graded_axes(scorecard, indicator)
    }
    return {"graded": graded} if graded else {}


def _rule(rule: Grading) -> dict[str, Any]:
    return {"figure": rule.figure, "levels": [[level, interval_data(held)] for level, held in rule.levels.items()]}


def interval_data(interval: Interval) -> dict[str, Any]:
    """Both edges as ratios, and whether each is owned; or the answer of a yes/no figure."""
    return {
        "answer": interval.answer,
        "low": _ratio(interval.low),
        "owns_low": interval.from_ is not None,
        "high": _ratio(interval.high),
        "owns_high": interval.up_to is not None,
    }


def _ratio(edge: Fraction | None) -> list[str] | None:
    return None if edge is None else [str(edge.numerator), str(edge.denominator)]
