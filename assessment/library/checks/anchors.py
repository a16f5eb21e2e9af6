"""Whether the words of the anchors (锚点) and the intervals beside them say the same numbers."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from assessment.engine.intervals import within
from assessment.model.figure import Figure, Grading

_NUMBER = r"(\d+(?:[.,]\d+)*)(?:\s*/\s*(\d+))?\s*([万亿]?)"
NUMBER = re.compile(_NUMBER)
RANGE = re.compile(_NUMBER + r"[^\d，、；]{0,4}?[–—~至-]\s*[<≤]?\s*" + _NUMBER)
TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}


def unlike(figure: Figure, rule: Grading, anchors: Mapping[int, str]) -> Iterator[int]:
    """The levels whose interval and anchor differ. Each edge stands in the anchor of its level or of the neighbour that
    begins there («≤5户», then «≤20户»); a range («6–20户») gives both edges or none. Zero and one are often said in words."""
    rows = [level for _, level in sorted((within(figure, interval), level) for level, interval in rule.levels.items())]
    said = [{number for found in NUMBER.findall(anchors[level]) for number in readings(*found)} for level in rows]
    for place, level in enumerate(rows):
        interval = rule.levels[level]
        edges = [edge for edge in (interval.low, interval.high) if edge is not None and edge > (1 if figure.whole else 0)]
        near = set().union(*said[max(0, place - 1) : place + 2])
        known = {other for edge in edges for other in _alike(figure, edge)}
        if any(near.isdisjoint(_alike(figure, edge)) for edge in edges) or any(
            (known & readings(*found[:3]) == set()) != (known & readings(*found[3:]) == set())
            for found in RANGE.findall(anchors[level])
            if len(edges) == 2
        ):
            yield level


def _alike(figure: Figure, edge: Fraction) -> set[Fraction]:
    return {edge, edge - 1, edge + 1} if figure.whole else {edge}


def readings(digits: str, below: str, times: str) -> set[Fraction]:
    """What a written number may mean: as it stands, with its 万 or 亿 counted in ones or in 万, a share in percent."""
    value = Fraction(digits.replace(",", ""))
    if below and int(below):
        value /= int(below)
        return {value, value * 100}
    return {value, value * TIMES[times], value * TIMES[times] / 10_000}
