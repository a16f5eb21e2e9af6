"""The numbers of neighbouring anchors: what follows, what leaves a gap, what overlaps."""

import pytest

from assessment.library.checks.ranges import breaks
from assessment.model.base import Text

GOOD = [
    ("≤5户", "6–20户", "21–50户", ">50户"),
    ("≤5亩", "≤20亩", "≤60亩", ">60亩"),
    ("同意率≥98%", "同意率95%–<98%", "同意率90%–<95%", "同意率<90%"),
    ("到位100%", "到位90%–<100%", "到位<90%"),
    ("落实100%", "落实≥90%", "落实70%–<90%"),
    ("办结≥98%", "办结<98%", "预存80%–<100%", "预存<80%"),
    ("不满10户", "10户至50户", "超过50户"),
    ("10户以内", "11至50户", "51户以上"),
    ("≤1公里", "1–3公里", "3–5公里", ">5公里"),
    ("≤500万元", "≤3000万元", "≤1亿元", ">1亿元"),
    ("争议≤1亩或≤2座坟", "争议≤5亩或≤5座坟", "争议>5亩或>5座坟"),
    ("50米内≤1亩", "50米内≤5亩", "50米内>5亩"),
    ("缺1步", "缺2步", "缺≥3步"),
    ("演练≤6个月", "演练>6个月"),
    ("1项缺退出条款", "2项缺退出条款", "1项无批文", "≥2项无批文"),
    ("无方案", "有方案"),
]
BROKEN = [
    (("≤5户", "7–20户", "21–50户"), "anchors-gap", 2),
    (("≤5户", "5–20户", "21–50户"), "anchors-overlap", 2),
    (("≤5户", "6–20户", "25–50户"), "anchors-gap", 3),
    (("10户以下", "10至50户"), "anchors-overlap", 2),
    (("50户以下", "超过30户"), "anchors-overlap", 2),
    (("≤5%", ">10%–20%"), "anchors-gap", 2),
    (("≥98%", "90%–<95%"), "anchors-gap", 2),
    (("<5亩", ">5亩"), "anchors-gap", 2),
    (("≤5亩", "≤60亩", "≤20亩"), "anchors-turn", 3),
    (("缺1步", "缺≥3步"), "anchors-gap", 2),
]


def anchors(*texts: str) -> dict[int, Text]:
    return {level: Text(zh=text, en="x") for level, text in enumerate(texts, 1)}


@pytest.mark.parametrize("texts", GOOD)
def test_anchors_that_follow_each_other_are_left_alone(texts: tuple[str, ...]) -> None:
    assert list(breaks(anchors(*texts))) == []


@pytest.mark.parametrize(("texts", "code", "level"), BROKEN)
def test_a_break_is_named_at_the_level_where_it_is_met(texts: tuple[str, ...], code: str, level: int) -> None:
    assert [(found, at) for found, at, _ in breaks(anchors(*texts))] == [(code, level)]


def test_the_order_of_numbers_may_fall_as_well_as_rise() -> None:
    rising = ("≤5户", "6–20户", "21–50户", ">50户")
    assert list(breaks(anchors(*reversed(rising)))) == []
