"""The scorecard of one project as whole numbers over common denominators.

With them the page computes in BigInt exactly what `score` computes in fractions: index = Σ weight·degree over
weights_over·degrees_over. `ui/rating_sheet/web/index.js` is the other half; a browser test holds them together.
"""

from fractions import Fraction
from math import lcm
from typing import Any

from assessment.engine.methods import axes, band_of, degrees, extremes
from assessment.engine.weighing import applicability, dimension_weights, shares
from assessment.model.case import Assessment
from assessment.model.scorecard import HOLD, Scorecard

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


def _ratio(edge: Fraction | None) -> list[str] | None:
    return None if edge is None else [str(edge.numerator), str(edge.denominator)]
