"""Whether the words of the anchors (锚点) and the intervals beside them say the same numbers."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from assessment.engine.intervals import within
from assessment.model.figure import Figure, Grading, Interval

_NUMBER = r"(\d+(?:[.,]\d+)*)(?:\s*/\s*(\d+))?\s*([万亿]?)"
NUMBER = re.compile(_NUMBER)
RANGE = re.compile(_NUMBER + r"[^\d，、；]{0,4}?[–—~至-]\s*[<≤]?\s*" + _NUMBER)
TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}


def unlike(figure: Figure, rule: Grading, anchors: Mapping[int, str], alone: bool) -> Iterator[int]:
    """The levels whose interval and anchor differ. Each edge stands in the anchor of its level or of the neighbour that
    begins there («≤5户», then «≤20户»); a single edge in its own, where the rule stands alone on its axis; a range
    («6–20户») gives both edges or none. Zero and one are often said in words."""
    rows = [level for _, level in sorted((within(figure, interval), level) for level, interval in rule.levels.items())]
    said = [{number for found in NUMBER.findall(anchors[level]) for number in readings(*found)} for level in rows]
    told: set[Fraction] = set()  # an edge between two levels is told once
    for place, level in enumerate(rows):
        edges = _edges(figure, rule.levels[level])
        near = said[place : place + 1] if alone and len(edges) == 1 and said[place] else said[max(0, place - 1) : place + 2]
        lacking = [edge for edge in edges if edge.isdisjoint(told.union(*near))]
        told.update(*lacking)
        if lacking or (len(edges) == 2 and any(_half(set().union(*edges), found) for found in RANGE.findall(anchors[level]))):
            yield level


def _edges(figure: Figure, interval: Interval) -> list[set[Fraction]]:
    """Of each edge the numbers that say it: where whole numbers are counted «≤5» is «<6», and «>5» is «≥6». One number
    alone («两类») may be left to what is said beside it."""
    sides = [(interval.low, interval.from_ is None), (interval.high, interval.up_to is not None)]
    shown = [(edge, 1 if after else -1) for edge, after in sides if edge is not None and edge > (1 if figure.whole else 0)]
    if not figure.whole:
        return [{edge} for edge, _ in shown]
    edges = [{edge, edge + step} for edge, step in shown]
    return [set().union(*edges)] if edges and interval.low == interval.high else edges


def _half(edges: set[Fraction], written: tuple[str, ...]) -> bool:
    """Whether of a written range one end is an edge and the other is not."""
    first, second = (not edges.isdisjoint(readings(*part)) for part in (written[:3], written[3:]))
    return first != second


def readings(digits: str, below: str, times: str) -> set[Fraction]:
    """What a written number may mean: as it stands, with its 万 or 亿 counted in ones or in 万, a share in percent."""
    value = Fraction(digits.replace(",", ""))
    if below and int(below):
        value /= int(below)
        return {value, value * 100}
    return {value, value * TIMES[times], value * TIMES[times] / 10_000}
