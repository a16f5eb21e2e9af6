"""The rows of the compare page."""

from fractions import Fraction

from assessment.engine.comparison import compared, side_by_side, sides
from assessment.engine.margins import Distance
from assessment.ui import comparing
from tests.cards import card, case, demo, indicator, main_card, veto

TWO = card({"land": [indicator("a", 50, [veto("A-V1")]), indicator("b", 50)]})


def one(name, a, b, answer="no"):
    return compared(name, TWO, case({"a": a, "b": b}, {"A-V1": answer}))


def test_the_distance_is_to_the_limit_that_matters():
    assert comparing.distance(one("x", (3, 4), (3, 3))) == Distance(Fraction("0.06"), Fraction("0.36"), True)
    assert comparing.distance_sum(comparing.distance(one("x", (2, 2), (2, 2)))) == "0.36 − 0.2000"


def test_what_the_index_alone_would_give_stands_beside_a_veto():
    row = one("x", (3, 4), (3, 3), "yes")
    assert comparing.decided_by(row, "zh") == "否决 A-V1，暂缓实施"
    assert comparing.index_alone(row, "zh") == "指数为中"


def test_an_unanswered_veto_is_not_called_fired():
    assert comparing.decided_by(one("x", (1, 1), (1, 1), "unknown"), "zh") == "否决 A-V1 未答，暂按触发，暂缓实施"


def test_differences_come_first_and_equal_and_one_sided_rows_apart():
    left, right = (compared(name, main_card(), demo(name)) for name in ("rail", "g247"))
    found = sides(side_by_side(left, right))
    gaps = [abs(d.gap) for d in found.different]
    assert gaps == sorted(gaps, reverse=True)
    assert (found.shared, len(found.different), len(found.equal)) == (45, 39, 6)
    assert "EE7" in comparing.one_sided(main_card(), "铁路", found.only_left, "zh")
    assert "WS4" in comparing.one_sided(main_card(), "公路", found.only_right, "zh")


def test_an_indicator_rated_on_one_side_only_is_a_difference():
    found = sides(side_by_side(one("x", (1, 1), (None, None)), one("y", (1, 1), (2, 2))))
    assert [d.indicator for d in found.different] == ["b"]
    row = comparing.side_rows(one("x", (1, 1), (None, None)), one("y", (1, 1), (2, 2)), found.different, "zh")[0]
    assert row.cells["gap"].text == "一方未评"


def test_the_figures_that_differ_stand_under_each_rating():
    left, right = (compared(name, main_card(), demo(name)) for name in ("rail", "g247"))
    rows = {row.key: row for row in comparing.side_rows(left, right, sides(side_by_side(left, right)).different, "zh")}
    cells = rows["landless-farmer-social-security"].cells
    assert cells["left"].sub == "社保资金预存比例 88%；参保办结比例 85%；应参保人数 276 人"
    assert cells["right"].sub == "社保资金预存比例 100%；参保办结比例 84%；应参保人数 146 人"
