"""The numbers in the anchors of one axis, read as ranges: «≤5户», «6–20户», «21–50户» follow each other without gap or overlap.

Only what is said in the same words on neighbouring levels is compared: «办结90%–<98%» with «办结<90%», never with «预存<80%».
100% is read as the most there is and 0 as the least, so that «100%, ≥90%» is «≥100%, ≥90%». 以上、以下、以内 include the
number (民法典第一千二百五十九条), 不满、超过、以外 do not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assessment.errors import Problem
from assessment.library.checks.numerals import SCALES, WIDE
from assessment.library.checks.written import Written
from assessment.model.scorecard import Anchors

CLAUSE = re.compile("[，,；;、。或且及]")
NUMBER = r"([0-9]{1,12}(?:\.[0-9]{1,9})?)\s*(万亿|百万|千万|亿|万|千(?![米克瓦伏卡]))?"
OPEN = r"(≥|≤|>|<|＞|＜|不少于|不低于|不超过|不高于|不足|不到|不满|超过|多于|少于|低于|高于|至少|至多|满)?\s*"
RANGE = re.compile(rf"{OPEN}{NUMBER}\s*(%)?(?:\s*[^\W\d_]{{0,2}}?\s*[–—~～至到-]\s*(<|≤)?\s*{NUMBER}\s*%?)?(?![0-9/.])")
AFTER = re.compile(r"(\s*[^\s0-9]{0,5}?)(及?以上|及?以下|以内|之内|以外)")
FROM, OVER = {"≥", "不少于", "不低于", "至少", "满"}, {">", "＞", "超过", "多于", "高于"}
UP_TO, UNDER = {"≤", "不超过", "不高于", "至多"}, {"<", "＜", "不足", "不到", "不满", "少于", "低于"}
MEASURED = re.compile(r"\s*(?:[%‰亩米吨元方升倍瓦]|公里|公斤|公顷|千[米克瓦]|平方|立方|分贝|毫|厘|km|m|t|kg|dB)")
TIME = re.compile(r"\s*(?:年|月|小时|分钟|周)")  # counted or measured, as the author likes
LONGEST = 300  # characters of an anchor that is read


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, None where it is open; `low_in`, `high_in`: whether the ends belong to it. `whole`: 5 is followed
    by 6; `measured`: 5 is followed by whatever is more; what is neither (time) may be read either way."""

    low: Decimal | None
    high: Decimal | None
    low_in: bool
    high_in: bool
    whole: bool
    measured: bool


def check_ranges(card: Written) -> Iterator[Problem]:
    for document, here, indicator in card.indicators():
        for axis in ("likelihood", "consequence"):
            anchors: Anchors = getattr(indicator, axis) or {}
            for code, level, other in breaks(anchors):
                values = {"level": level, "other": other, "one": anchors[other].zh, "two": anchors[level].zh}
                yield document.problem(code, *here, axis, level, severity="warning", **values)
            for level, other in _same(anchors):
                values = {"level": level, "other": other, "indicator": indicator.name, "now": anchors[level].zh}
                yield document.problem("anchors-similar", *here, axis, level, severity="warning", **values)


def _same(anchors: Anchors) -> Iterator[tuple[int, int]]:
    """Levels that say the same but for spaces and marks, in either language; those entirely the same are reported apart."""
    if len({str(text) for text in anchors.values()}) < len(anchors):
        return
    for language in ("zh", "en"):
        seen: dict[str, int] = {}
        for level, text in anchors.items():
            plain = re.sub(r"[\s，。、；,.;]", "", text.in_(language)).lower()
            if plain in seen:
                yield level, seen[plain]
                return
            seen[plain] = level


def breaks(anchors: Anchors) -> Iterator[tuple[str, int, int]]:
    """The first level of each wording that does not follow the level before it, and how."""
    levels = sorted(anchors)
    read = {level: ranges(anchors[level].zh) for level in levels}
    going: dict[str, int] = {}  # +1 where the numbers of a wording rise from level to level, −1 where they fall
    for before, level in pairwise(levels):
        for wording, found in read[level].items():
            one = read[before].get(wording)
            if one is None or going.get(wording) == 0 or len(one) != len(found):
                continue
            pairs = [(a, b) for a, b in zip(one, found, strict=True) if a != b]
            if len(pairs) != 1:
                continue
            way, code = follows(*pairs[0])
            if code is None and way and going.get(wording, way) != way:
                code = "anchors-turn"
            going[wording] = 0 if code else going.get(wording, way)
            if code:
                yield code, level, before


def ranges(anchor: str) -> dict[str, list[Range]]:
    """The ranges of an anchor by the words around them; wording that stands in it twice is left out."""
    found: dict[str, list[Range]] = {}
    twice: set[str] = set()
    for clause in CLAUSE.split(anchor.translate(WIDE)[:LONGEST]):
        here = list(_ranges(clause))
        if not here:
            continue
        wording = re.sub(r"\s|及?以上|及?以下|以内|之内|以外", "", RANGE.sub("#", clause))
        twice |= {wording} & found.keys()
        found[wording] = here
    return {wording: here for wording, here in found.items() if wording not in twice}


def _ranges(clause: str) -> Iterator[Range]:
    for match in RANGE.finditer(clause):
        opening, first, scale, percent, second_opening, second, second_scale = match.groups()
        after = AFTER.match(clause, match.end())
        closing = after[2].removeprefix("及") if after else ""
        low = Decimal(first).scaleb(SCALES.get(scale or (second_scale if second else "") or "", 0))
        high = Decimal(second).scaleb(SCALES.get(second_scale or "", 0)) if second else low
        measured = bool(percent or MEASURED.match(clause, match.end())) or low != int(low) or high != int(high)
        kind = (not measured and not TIME.match(clause, match.end()), measured)
        if second:
            yield Range(low, high, opening not in OVER, second_opening != "<", *kind)
        elif opening in FROM | OVER or closing in {"以上", "以外"} or (percent and high == 100 and not opening):
            yield Range(low, None, opening not in OVER and closing != "以外", False, *kind)
        elif opening in UP_TO | UNDER or closing or high == 0:
            yield Range(None, high, False, opening not in UNDER, *kind)
        else:
            yield Range(low, high, True, True, *kind)


def follows(one: Range, other: Range) -> tuple[int, str | None]:
    """Which way the second range goes from the first (+1 up, −1 down, 0 unclear), and what is wrong where they meet."""
    rising = _at_least(other.low, one.low, low=True) and _at_least(other.high, one.high, low=False)
    falling = _at_least(one.low, other.low, low=True) and _at_least(one.high, other.high, low=False)
    if rising == falling:
        return 0, None if rising else "anchors-overlap"
    lower, upper = (one, other) if rising else (other, one)
    way = 1 if rising else -1
    if (lower.low is None and upper.low is None) or (lower.high is None and upper.high is None):
        return way, None  # ≤5, ≤20: each includes the one before
    if lower.high is None or upper.low is None:
        return way, "anchors-overlap"
    step = (upper.low + (not upper.low_in)) - (lower.high - (not lower.high_in))
    if lower.whole and upper.whole:
        return way, None if step == 1 else "anchors-overlap" if step < 1 else "anchors-gap"
    if step == 1 and not lower.measured and not upper.measured:
        return way, None
    if upper.low == lower.high:
        return way, None if upper.low_in or lower.high_in else "anchors-gap"
    return way, "anchors-gap" if upper.low > lower.high else "anchors-overlap"


def _at_least(one: Decimal | None, other: Decimal | None, low: bool) -> bool:
    """Whether one end lies at or above the other; an open lower end lies below everything, an open upper end above."""
    if one is None or other is None:
        return one == other or (other is None) == low
    return one >= other
