"""Figures in words."""

from assessment.model.figure import Figure
from assessment.report.figure_words import figure_lines, figure_words, short_title, value_words, values_line
from tests.cards import demo, main_card

SHARE = Figure.model_validate(
    {
        "id": "share",
        "title": {"zh": "同意率（已签约的户）", "en": "Share agreed (households that signed)"},
        "unit": {"zh": "%", "en": "%"},
        "worse": "lower",
    }
)


def test_a_title_is_shortened_by_what_stands_in_brackets_at_its_end():
    assert (short_title(SHARE, "zh"), short_title(SHARE, "en")) == ("同意率", "Share agreed")


def test_a_value_has_its_unit_and_a_flag_its_answer():
    card = main_card()
    assert figure_words(SHARE, demo("g247").figures["agreed-share"].value, "zh") == "同意率 92%"
    assert figure_words(card.figure["occupied-before-approval"], "no", "zh") == "未批先占：否"
    assert figure_words(SHARE, None, "en") == "Share agreed not entered"
    assert value_words(None, "yes", "en") == "Yes"


def test_each_figure_of_an_axis_has_its_day_and_source():
    card, case = main_card(), demo("g247")
    (line,) = figure_lines(card, case, card.indicators["compensation-standard"], "consequence", "zh")
    assert line == "未签约户数 17 户（2026-11-28、签约统计表 示例-LA2-01）"
    bare = case.model_copy(update={"figures": {}})
    assert list(figure_lines(card, bare, card.indicators["compensation-standard"], "consequence", "zh")) == ["未签约户数 未填"]


def test_only_what_differs_from_another_project_is_listed_when_asked():
    card, case = main_card(), demo("g247")
    indicator = card.indicators["compensation-standard"]
    seen = case.figures["agreed-share"].model_copy(update={"value": case.figures["agreed-share"].value - 4})
    other = case.model_copy(update={"figures": {**case.figures, "agreed-share": seen}})
    assert values_line(card, case, indicator, "zh") == "同意率 92%；未签约户数 17 户"
    assert values_line(card, other, indicator, "zh", unlike=case) == "同意率 88%"
