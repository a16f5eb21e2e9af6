"""按数据取级 on the rating sheet: a figure gives the level, another level needs a reason."""

from collections.abc import Callable
from typing import Any

import pytest

from assessment.ui.rating_sheet.words import WORDS
from tests.ui.rating_sheet.conftest import SheetPage, rated, sheet_data

pytestmark = pytest.mark.browser
OPEN_END = {"answer": None, "low": None, "owns_low": False, "high": None, "owns_high": False}
DAY = "2026-11-20"


def upwards(*edges: int) -> list[list[Any]]:
    """Levels 1, 2 … of a figure that is worse the higher it is; each edge belongs to the level below it."""
    lows, highs = [None, *edges], [*edges, None]
    held = [
        {**OPEN_END, "low": low and [str(low), "1"], "high": high and [str(high), "1"], "owns_high": True}
        for low, high in zip(lows, highs, strict=True)
    ]
    return [[level, interval] for level, interval in enumerate(held, 1)]


def figure(title: str, **more: Any) -> dict[str, Any]:
    whole = {"title": title, "short": title, "unit": "户", "flag": False, "whole": True, "range": None, "kind": "不小于 0 的整数"}
    return whole | {"guidance": "", "project": None, "codes": []} | more


def graded_data(**changes: Any) -> dict[str, Any]:
    """land-1: likelihood by «unsigned» and «posted», consequence by «households», which land-2 and funds-1 share;
    land-2: likelihood by the project's investment."""
    data = sheet_data(**changes)
    from_zero = {**OPEN_END, "low": ["0", "1"], "owns_low": True}
    data["sheet"]["figures"] = {
        "unsigned": figure("未签约户数", range=from_zero),
        "posted": figure("已张贴公告", flag=True, kind="是或否", unit=""),
        "households": figure("受影响户数", range=from_zero, codes=["L1", "L2", "F1"]),
        "investment": figure("总投资", project="investment", unit="万元"),
    }
    order, answer = [1, 2, 3, 4, 5], {**OPEN_END}
    flag = [[1, {**answer, "answer": "yes"}], [4, {**answer, "answer": "no"}]]
    rules = {
        "unsigned": {"figure": "unsigned", "levels": upwards(2, 5, 15, 30)},
        "posted": {"figure": "posted", "levels": flag},
        "households": {"figure": "households", "levels": upwards(5, 20, 50, 100)},
        "investment": {"figure": "investment", "levels": upwards(100, 200, 300, 400)},
    }
    by = {
        "land-1": {"likelihood": ["unsigned", "posted"], "consequence": ["households"]},
        "land-2": {"likelihood": ["investment"], "consequence": ["households"]},
        "funds-1": {"likelihood": ["households"]},
    }
    for each in data["coefficients"]["indicators"]:
        asked = by.get(each["id"], {})
        if asked:
            each["graded"] = {axis: {"order": order, "rules": [rules[name] for name in names]} for axis, names in asked.items()}
    for each in data["sheet"]["indicators"]:
        for row in each["rows"]:
            row["figures"] = by.get(each["id"], {}).get(row["axis"], [])
    data["project"]["date"] = DAY
    data["answers"] = {"figures": {}, "project_figures": {"investment": "250"}, **data["answers"]}
    return data


def entered(**values: str) -> dict[str, dict[str, str]]:
    return {name: {"value": value, "date": DAY, "source": "签约台账"} for name, value in values.items()}


def answers(ratings: dict[str, Any] | None = None, **figures: str) -> dict[str, Any]:
    return {
        "ratings": ratings or {},
        "vetoes": {},
        "figures": entered(**figures),
        "project_figures": {"investment": "250"},
    }


@pytest.fixture
def open_graded(open_sheet: Any) -> Callable[..., SheetPage]:
    def opened(ratings: dict[str, Any] | None = None, width: int = 1120, **figures: str) -> SheetPage:
        data = graded_data()
        data["answers"] = answers(ratings, **figures)
        sheet: SheetPage = open_sheet(data, width)
        return sheet

    return opened


def box(sheet: SheetPage, card: str, name: str) -> Any:
    return sheet.page.locator(f".card[data-id={card}] .box[data-figure={name}]")


def enter(sheet: SheetPage, card: str, name: str, typed: str) -> None:
    box(sheet, card, name).locator("input").fill(typed)
    sheet.press("Enter")


def line(sheet: SheetPage, card: str, axis: int = 0) -> str:
    return str(sheet.page.locator(f".card[data-id={card}] .graded").nth(axis).inner_text())


def chosen(sheet: SheetPage, card: str, axis: int, level: int) -> bool:
    return bool(sheet.cell(card, axis, level).locator("input").is_checked())


def last(sheet: SheetPage) -> tuple[Any, ...]:
    change = sheet.pending()[-1]
    return change["kind"], change["key"], change["new"], change["seen"]


def test_a_figure_gives_the_level_at_once_and_is_sent_with_day_and_source(open_graded: Any) -> None:
    sheet = open_graded()
    enter(sheet, "land-1", "households", "212")
    assert chosen(sheet, "land-1", 1, 5) and line(sheet, "land-1", 1) == "按受影响户数 212 户，取 5 级"
    assert last(sheet) == ("figure", "households", {"value": "212", "date": DAY, "source": ""}, None)
    sheet.answer()
    assert chosen(sheet, "land-1", 1, 5) and "已保存" in sheet.text(".saved")


def test_the_worst_rule_decides_and_what_is_missing_is_named(open_graded: Any) -> None:
    sheet = open_graded(households="3")
    enter(sheet, "land-1", "unsigned", "12")
    assert line(sheet, "land-1") == "按未签约户数 12 户，至少 3 级；还缺：已张贴公告"
    assert sheet.index() == "0.1200", "only land-2, graded by investment and households, is complete"
    box(sheet, "land-1", "posted").locator(".choice").nth(1).click()
    assert line(sheet, "land-1") == "按已张贴公告：否，取 4 级"
    assert sheet.text(".card[data-id=land-1] .verdict").split() == ["4×1", "0.1600", "较小"]


def test_figures_that_are_bad_enough_need_no_others(open_graded: Any) -> None:
    sheet = open_graded()
    enter(sheet, "land-1", "unsigned", "16")
    assert line(sheet, "land-1") == "按未签约户数 16 户，取 4 级"


def test_a_shared_figure_stands_in_every_card_and_counts_on_other_sheets(open_graded: Any) -> None:
    sheet = open_graded()
    assert "共用 L1、L2、F1" in box(sheet, "land-2", "households").inner_text()
    before = sheet.text(".dim:nth-of-type(1)")
    enter(sheet, "land-2", "households", "30")
    assert box(sheet, "land-1", "households").locator("input").input_value() == "30"
    assert chosen(sheet, "land-1", 1, 3) and chosen(sheet, "land-2", 1, 3)
    assert sheet.text(".dim:nth-of-type(1)") != before
    assert sheet.page.evaluate("window.data.coefficients.indicators.length") == 6
    sheet.give({**sheet.data, "current": "funds", "answers": answers(households="30")})
    assert sheet.index() == "0.3600", "land-2: 3 × 3; funds-1 still lacks its consequence"


def test_a_figure_of_the_project_is_shown_and_changed_there(open_graded: Any) -> None:
    sheet = open_graded()
    assert box(sheet, "land-2", "investment").inner_text().split() == ["总投资", "250", "万元", "到项目页改"]
    assert chosen(sheet, "land-2", 0, 3)
    box(sheet, "land-2", "investment").locator("button").click()
    assert sheet.gone() == [{"page": "project"}]


@pytest.mark.parametrize(
    ("typed", "read"), [("１２", "12"), ("1,260", "1260"), ("１，２６０", "1260"), ("12户", "12"), (" 12 ", "12")]
)
def test_numbers_as_officials_type_them_are_read(open_graded: Any, typed: str, read: str) -> None:
    sheet = open_graded()
    enter(sheet, "land-1", "unsigned", typed)
    assert last(sheet)[2]["value"] == read
    assert box(sheet, "land-1", "unsigned").locator("input").input_value() == read


@pytest.mark.parametrize("typed", ["1,26", "12.5", "-3", "约12", "十二", "1万", "12,"])
def test_what_would_be_misread_is_refused_in_a_sentence(open_graded: Any, typed: str) -> None:
    sheet = open_graded()
    enter(sheet, "land-1", "unsigned", typed)
    assert not sheet.sent()
    assert f"“{typed}”没有保存，这里应填不小于 0 的整数" in box(sheet, "land-1", "unsigned").inner_text()
    field = box(sheet, "land-1", "unsigned").locator("input")
    assert (field.get_attribute("aria-invalid"), field.input_value()) == ("true", typed)
    enter(sheet, "land-1", "unsigned", "12")
    assert last(sheet)[2]["value"] == "12" and field.get_attribute("aria-invalid") is None


def test_escape_puts_back_what_was_there_and_an_empty_box_takes_the_figure_away(open_graded: Any) -> None:
    sheet = open_graded(unsigned="12")
    field = box(sheet, "land-1", "unsigned").locator("input")
    field.fill("99")
    sheet.press("Escape")
    assert field.input_value() == "12" and not sheet.sent()
    enter(sheet, "land-1", "unsigned", "")
    assert last(sheet)[:3] == ("figure", "unsigned", None)


def test_a_flag_chosen_again_is_taken_away(open_graded: Any) -> None:
    sheet = open_graded()
    choice = box(sheet, "land-1", "posted").locator(".choice").first
    choice.click()
    assert last(sheet)[2]["value"] == "yes"
    choice.click()
    sheet.page.wait_for_function("window.states.at(-1).value.at(-1).new === null")
    assert not box(sheet, "land-1", "posted").locator("input").first.is_checked()


def test_the_source_is_asked_for_and_follows_to_every_figure_of_the_card_that_has_none(open_graded: Any) -> None:
    sheet = open_graded(households="30")
    card = sheet.page.locator(".card[data-id=land-1]")
    assert card.locator(".origin [data-field=source]").input_value() == "签约台账"
    enter(sheet, "land-1", "unsigned", "12")
    assert last(sheet)[2] == {"value": "12", "date": DAY, "source": "签约台账"}
    card.locator(".origin [data-field=source]").fill("9月签约统计表")
    sheet.press("Enter")
    given = {change["key"]: change["new"]["source"] for change in sheet.pending()[-2:]}
    assert given == {"unsigned": "9月签约统计表", "households": "9月签约统计表"}
    sheet.press("Tab")
    sheet.page.locator(".undo").first.click()
    given = {change["key"]: change["new"]["source"] for change in sheet.pending()[-2:]}
    assert given == {"unsigned": "签约台账", "households": "签约台账"}, "one gesture is one step"


def test_a_figure_without_a_source_is_asked_for_it_gently(open_graded: Any) -> None:
    sheet = open_graded()
    card = sheet.page.locator(".card[data-id=land-1]")
    assert card.locator(".origin-hint").inner_text() == ""
    enter(sheet, "land-1", "unsigned", "12")
    assert "请补写来源" in card.locator(".origin-hint").inner_text()


def test_a_changed_value_keeps_its_own_day_and_source(open_graded: Any) -> None:
    data = graded_data()
    own = {"value": "12", "date": "2026-10-01", "source": "十月台账"}
    data["answers"] = answers(households="30") | {"figures": {**entered(households="30"), "posted": {**own, "value": "yes"}}}
    sheet = open_graded()
    sheet.give(data)
    assert "2026-11-20 · 签约台账" in box(sheet, "land-1", "households").inner_text()
    enter(sheet, "land-1", "households", "31")
    assert last(sheet)[2] == {"value": "31", "date": DAY, "source": "签约台账"}


def test_the_day_last_used_on_the_sheet_is_offered(open_graded: Any) -> None:
    sheet = open_graded()
    sheet.page.locator(".card[data-id=land-2] .origin [data-field=date]").fill("2026-10-09")
    sheet.press("Tab")
    enter(sheet, "land-1", "unsigned", "12")
    assert last(sheet)[2]["date"] == "2026-10-09"


def test_the_day_of_an_old_figure_is_not_offered_to_new_ones(open_graded: Any) -> None:
    data = graded_data()
    data["answers"] = answers() | {"figures": {"unsigned": {"value": "12", "date": "2026-01-05", "source": "旧台账"}}}
    sheet = open_graded()
    sheet.give(data)
    enter(sheet, "land-1", "unsigned", "13")
    assert last(sheet)[2]["date"] == "2026-01-05"
    assert sheet.page.locator(".card[data-id=land-2] .origin [data-field=date]").input_value() == DAY


# ── 改级 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_level_asks_for_its_reason_before_anything_is_saved(open_graded: Any) -> None:
    sheet = open_graded(unsigned="12", posted="yes")
    sheet.cell("land-1", 0, 4).click()
    assert not sheet.sent() and chosen(sheet, "land-1", 0, 3)
    form = sheet.page.locator(".override:visible")
    assert "改级理由（按数据 3 级，改取 4 级）" in form.inner_text()
    sheet.press("Enter")
    assert "请写改级理由" in form.inner_text() and not sheet.sent()
    sheet.page.keyboard.type("近期有户反悔")
    sheet.press("Enter")
    assert last(sheet)[2] == {
        "likelihood": 4, "consequence": None, "note": "", "evidence": [], "overrides": {"likelihood": "近期有户反悔"},
    }  # fmt: skip
    assert "按数据 3 级，改取 4 级：近期有户反悔" in line(sheet, "land-1")
    tags = [sheet.cell("land-1", 0, level).get_attribute("data-tag") for level in (3, 4)]
    assert tags == ["按数据", "改级"] and chosen(sheet, "land-1", 0, 4)
    assert sheet.focused() == "land-1/likelihood/4"


def test_cancelling_keeps_the_level_by_figures(open_graded: Any) -> None:
    sheet = open_graded(unsigned="12", posted="yes")
    sheet.focus("land-1", 0, 3)
    sheet.press("5", "Escape")
    assert not sheet.sent() and chosen(sheet, "land-1", 0, 3)
    assert sheet.page.locator(".override:visible").count() == 0
    assert sheet.focused() == "land-1/likelihood/3"


def test_the_level_by_figures_is_restored(open_graded: Any) -> None:
    ratings = {
        "land-1": {"likelihood": 4, "consequence": None, "overrides": {"likelihood": "有户反悔"}, "note": "", "evidence": []}
    }
    sheet = open_graded(ratings, unsigned="12", posted="yes")
    sheet.page.get_by_role("button", name="恢复按数据取级").click()
    assert last(sheet)[2] is None and chosen(sheet, "land-1", 0, 3)
    sheet.page.locator(".undo").first.click()
    assert last(sheet)[2]["overrides"] == {"likelihood": "有户反悔"}


def test_a_change_that_the_figures_have_caught_up_with_says_so(open_graded: Any) -> None:
    ratings = {
        "land-1": {"likelihood": 3, "consequence": None, "overrides": {"likelihood": "有户反悔"}, "note": "", "evidence": []}
    }
    sheet = open_graded(ratings, unsigned="12", posted="yes")
    assert "按数据现在也是 3 级，改级理由：有户反悔" in line(sheet, "land-1")


def test_a_level_chosen_for_want_of_figures_gives_way_to_them(open_graded: Any) -> None:
    sheet = open_graded()
    sheet.cell("land-1", 0, 2).click()
    assert last(sheet)[2]["likelihood"] == 2 and "直接选级" in line(sheet, "land-1")
    enter(sheet, "land-1", "unsigned", "16")
    assert chosen(sheet, "land-1", 0, 4) and "改级" not in line(sheet, "land-1")


def test_a_level_safer_than_the_figures_there_are_needs_a_reason(open_graded: Any) -> None:
    sheet = open_graded(unsigned="12")
    sheet.cell("land-1", 0, 2).click()
    assert "按已填数据至少 3 级" in sheet.page.locator(".override:visible").inner_text() and not sheet.sent()
    sheet.press("Escape")
    sheet.cell("land-1", 0, 4).click()
    assert last(sheet)[2]["likelihood"] == 4


def test_a_note_on_a_graded_rating_leaves_its_levels_to_the_figures(open_graded: Any) -> None:
    ratings = {"land-1": {"likelihood": 2, "consequence": 2, "note": "", "evidence": []}}
    sheet = open_graded(ratings, unsigned="12", posted="yes")
    card = sheet.page.locator(".card[data-id=land-1]")
    card.locator("summary").click()
    card.locator("textarea").fill("已核")
    card.locator("textarea").blur()
    assert last(sheet)[2] == {"likelihood": None, "consequence": 2, "note": "已核", "evidence": []}


# ── the protocol ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_undo_takes_a_figure_back(open_graded: Any) -> None:
    sheet = open_graded(unsigned="12", posted="yes")
    enter(sheet, "land-1", "unsigned", "40")
    assert chosen(sheet, "land-1", 0, 5)
    sheet.press("Control+z")
    assert chosen(sheet, "land-1", 0, 3) and last(sheet)[2]["value"] == "12"
    assert box(sheet, "land-1", "unsigned").locator("input").input_value() == "12"


def test_what_somebody_else_entered_is_contested_beside_each_card_that_asks(open_graded: Any) -> None:
    sheet = open_graded()
    enter(sheet, "land-1", "households", "212")
    (change,) = sheet.pending()
    conflict = {"request": change["request"], "kind": "figure", "key": "households", "who": "王工", "at": "09:00:00"}
    stored = {"value": "120", "date": DAY, "source": "村组台账"}
    sheet.give(
        {
            **sheet.data,
            "answers": answers(households="120") | {"figures": {"households": stored}},
            "server": {**sheet.data["server"], "conflicts": [{**conflict, "stored": stored, "yours": change["new"]}]},
        }
    )
    issue = sheet.page.locator(".card[data-id=land-1] .issue")
    assert "受影响户数 120 户（2026-11-20、村组台账）" in issue.inner_text() and "受影响户数 212 户" in issue.inner_text()
    assert box(sheet, "land-2", "households").locator("input").input_value() == "120"
    issue.get_by_role("button", name="保留我的").click()
    assert last(sheet)[2:] == ({"value": "212", "date": DAY, "source": ""}, stored)


def test_a_refusal_of_the_server_stands_beside_the_card(open_graded: Any) -> None:
    sheet = open_graded()
    enter(sheet, "land-1", "unsigned", "12")
    (change,) = sheet.pending()
    sheet.answer(acks=[], errors=[{"request": change["request"], "text": "来源里有手机号"}])
    assert "来源里有手机号" in sheet.text(".card[data-id=land-1] .issue")


def test_what_is_being_typed_outlasts_an_answer_of_the_server(open_graded: Any) -> None:
    sheet = open_graded(unsigned="12")
    field = box(sheet, "land-1", "unsigned").locator("input")
    field.fill("1")
    sheet.give({**sheet.data, "answers": answers(unsigned="20")})
    assert field.input_value() == "1"
    sheet.press("Enter")
    assert last(sheet)[3]["value"] == "12", "the server is told what the typist saw"


def test_n_leads_to_the_box_that_is_missing(open_graded: Any) -> None:
    sheet = open_graded(households="3", posted="yes")
    sheet.press("n")
    assert (
        sheet.page.evaluate("document.getElementById('host').shadowRoot.activeElement.closest('.box').dataset.figure")
        == "unsigned"
    )


def test_tab_goes_from_box_to_box_to_the_cells_and_typing_rates_nothing(open_graded: Any) -> None:
    sheet = open_graded(rated())
    box(sheet, "land-1", "unsigned").locator("input").focus()
    sheet.page.keyboard.type("5")
    sheet.press("Tab")
    assert last(sheet)[:2] == ("figure", "unsigned") and len(sheet.pending()) == 1
    assert (
        sheet.page.evaluate("document.getElementById('host').shadowRoot.activeElement.closest('.box').dataset.figure") == "posted"
    )
    sheet.press("Tab")
    assert sheet.focused() == "land-1/likelihood/2"


def test_every_box_has_a_name_for_a_screen_reader(open_graded: Any) -> None:
    sheet = open_graded()
    card = sheet.page.locator(".card[data-id=land-1]")
    assert card.get_by_role("textbox", name="未签约户数").count() == 1
    assert card.get_by_role("radiogroup", name="已张贴公告").count() == 1
    assert card.get_by_role("group", name="可能性 数据").count() == 1
    assert card.get_by_label("数据来源").count() == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [350, 700, 1120])
def test_nothing_overflows(open_sheet: Any, width: int, lang: str) -> None:
    data = graded_data(lang=lang, words=WORDS[lang])
    ratings = {
        "land-1": {"likelihood": 4, "consequence": 1, "overrides": {"likelihood": "理由" * 60}, "note": "", "evidence": []}
    }
    data["answers"] = answers(ratings, unsigned="12", posted="yes", households="30")
    sheet = open_sheet(data, width)
    sheet.cell("land-1", 1, 5).click()
    box(sheet, "land-1", "unsigned").locator("input").fill("约12")
    sheet.press("Enter")
    assert sheet.overflowing() == []
