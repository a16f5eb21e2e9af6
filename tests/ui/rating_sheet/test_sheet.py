"""The rating sheet in a real browser."""

import re
from typing import Any

import pytest

from assessment.ui.rating_sheet.sheet import Events, events_of, module
from assessment.ui.rating_sheet.words import WORDS
from tests.ui.rating_sheet.conftest import SheetPage, indicator, rated, sheet_data

pytestmark = pytest.mark.browser
OTHER = {"likelihood": 5, "consequence": None, "note": "", "evidence": []}


# ── rating ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_click_rates_and_sends_the_whole_value_with_what_was_seen(sheet: SheetPage) -> None:
    sheet.cell("land-1", 0, 3).click()
    (change,) = sheet.pending()
    assert (change["kind"], change["key"], change["project"]) == ("rating", "land-1", "p1")
    assert change["new"] == {"likelihood": 3, "consequence": None, "note": "", "evidence": []}
    assert change["seen"] is None


def test_one_row_alone_is_still_unrated(sheet: SheetPage) -> None:
    sheet.cell("land-1", 0, 3).click()
    assert sheet.index() == "—"
    assert sheet.page.locator(".card[data-id=land-1]").get_attribute("data-state") == "unrated"
    assert "未评" in sheet.text(".card[data-id=land-1] .verdict")
    sheet.cell("land-1", 1, 4).click()
    assert sheet.index() == "0.4800"
    assert sheet.text(".card[data-id=land-1] .verdict").split() == ["3×4", "0.4800", "较大"]


def test_the_keyboard_alone_rates(sheet: SheetPage) -> None:
    sheet.focus("land-1", 0)
    assert not sheet.pending(), "landing on an unrated row chooses nothing"
    sheet.press("ArrowRight", "Tab", "4")
    assert sheet.pending()[-1]["new"]["likelihood"] == 2
    assert sheet.pending()[-1]["new"]["consequence"] == 4
    assert sheet.focused() == "land-1/consequence/4"
    sheet.press("ArrowLeft")
    assert sheet.pending()[-1]["new"]["consequence"] == 3


def test_backspace_takes_a_rating_back(sheet: SheetPage) -> None:
    sheet.focus("land-1", 0)
    sheet.press("5", "Backspace")
    assert sheet.pending()[-1]["new"] is None
    assert sheet.text(".card[data-id=land-1] .row-state") == "未评"


def test_ten_levels_and_one_row_of_options_work(open_sheet: Any) -> None:
    data = sheet_data()
    data["coefficients"] |= {
        "axes": ["option"],
        "tables": [{str(n): [str(n), n // 3] for n in range(1, 11)}],
        "degrees_over": "10",
    }
    for each in data["coefficients"]["indicators"]:
        each.update(worst=["10", 3], best=["1", 0])
    options = indicator(1, "land", levels=10)
    options["rows"] = [{"axis": "option", "title": "选项", "cells": options["rows"][0]["cells"]}]
    data["sheet"]["indicators"] = [options]
    sheet = open_sheet(data)
    sheet.focus("land-1", 0)
    sheet.press("0")
    assert sheet.pending()[-1]["new"] == {"option": 10, "note": "", "evidence": []}
    assert sheet.index() == "1.0000"
    assert sheet.overflowing() == []


# ── vetoes ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_unanswered_veto_counts_in_the_worst_case_and_is_named(open_sheet: Any) -> None:
    sheet = open_sheet(sheet_data(answers={"ratings": rated(), "vetoes": {}}))
    level = sheet.text(".figure.level")
    assert "未定" in level and "L2 否决未答" in level and "▲ 中" not in level
    assert "■ 高" in level and "● 低" in level
    sheet.page.locator(".choice[data-value=no]").click()
    assert sheet.pending()[-1]["new"] == "no" and sheet.pending()[-1]["seen"] is None
    assert sheet.page.locator(".figure.level .grade.solid").inner_text() == "● 低"


def test_a_fired_veto_says_what_it_does_and_leads_to_its_measures(sheet: SheetPage) -> None:
    sheet.page.locator(".choice[data-value=yes]").click()
    box = sheet.page.locator(".veto-fired")
    assert "综合定为高并暂缓实施" in box.inner_text() and box.get_attribute("role") == "alert"
    assert sheet.page.locator(".card[data-id=land-2]").get_attribute("data-state") == "fired"
    assert "暂缓实施" in sheet.text(".figure.level")
    box.locator("button").click()
    assert sheet.gone() == [{"page": "plan", "indicator": "land-2"}]


# ── finding the way ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_n_finds_what_is_missing_then_the_next_dimension(open_sheet: Any) -> None:
    ratings = rated()
    ratings["land-1"]["consequence"] = None
    del ratings["funds-2"]
    sheet = open_sheet(sheet_data(answers={"ratings": ratings, "vetoes": {}}))
    assert "3" in sheet.text(".next")
    sheet.press("n")
    assert sheet.focused() == "land-1/consequence/1"
    sheet.press("n")
    assert sheet.focused() == "land-2/veto-0/unknown"
    sheet.press("n")
    assert sheet.gone() == [{"dimension": "funds", "focus": "funds-2"}]
    assert len(sheet.pending()) == 0


def test_a_new_focus_token_leads_to_the_first_unanswered_row(sheet: SheetPage) -> None:
    sheet.give(sheet_data("funds", focus="funds-2", focus_token="1"))
    assert sheet.focused() == "funds-2/likelihood/1"
    sheet.focus("funds-1", 1)
    sheet.give(sheet_data("funds", focus="funds-2", focus_token="1"))
    assert sheet.focused() == "funds-1/consequence/1"


def test_the_rail_and_the_facts_link_ask_python(sheet: SheetPage) -> None:
    sheet.page.locator(".dim").nth(1).click()
    sheet.page.locator(".card[data-state=excluded] button").click()
    assert sheet.gone() == [{"dimension": "funds", "focus": None}, {"page": "project", "fact": "water"}]


# ── the protocol ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_quick_clicks_are_both_sent_and_the_second_saw_the_first(sheet: SheetPage) -> None:
    sheet.cell("land-1", 0, 3).click()
    sheet.cell("land-1", 0, 4).click()
    first, second = sheet.pending()
    assert second["seen"] == first["new"]
    assert first["request"] != second["request"]
    sheet.answer(acks=[first["request"]])
    assert sheet.cell("land-1", 0, 4).locator("input").is_checked(), "the later change still stands above the server's answer"


def test_an_acknowledged_change_is_dropped_without_another_run(sheet: SheetPage) -> None:
    sheet.cell("land-1", 0, 3).click()
    runs = len(sheet.sent())
    sheet.answer()
    assert len(sheet.sent()) == runs
    sheet.cell("land-3", 0, 1).click()
    assert [change["key"] for change in sheet.pending()] == ["land-3"]


def test_the_servers_answer_replaces_ours_when_nothing_is_pending(sheet: SheetPage) -> None:
    sheet.cell("land-1", 0, 3).click()
    sheet.answer()
    sheet.give({**sheet.data, "answers": {"ratings": {"land-1": OTHER}, "vetoes": {}}})
    assert sheet.cell("land-1", 0, 5).locator("input").is_checked()


def test_focus_and_open_folds_stay_when_new_data_comes(sheet: SheetPage) -> None:
    sheet.page.locator(".card[data-id=land-3] summary").click()
    sheet.focus("land-1", 1)
    sheet.press("2")
    sheet.answer()
    assert sheet.focused() == "land-1/consequence/2"
    assert sheet.page.locator(".card[data-id=land-3] details").get_attribute("open") is not None


def conflict(sheet: SheetPage) -> None:
    sheet.cell("land-1", 0, 3).click()
    (change,) = sheet.pending()
    found = {
        "request": change["request"],
        "kind": "rating",
        "key": "land-1",
        "stored": OTHER,
        "yours": change["new"],
        "who": "李四",
        "at": "14:05:00",
    }
    sheet.answer(acks=[], conflicts=[found])
    sheet.give({**sheet.data, "answers": {"ratings": {"land-1": OTHER}, "vetoes": {}}})


def test_a_conflict_shows_both_and_mine_can_be_kept(sheet: SheetPage) -> None:
    conflict(sheet)
    box = sheet.page.locator(".card[data-id=land-1] .issue")
    assert "李四" in box.inner_text() and "3 级" in box.inner_text() and "5 级" in box.inner_text()
    assert sheet.cell("land-1", 0, 5).locator("input").is_checked(), "the card shows what is stored"
    box.get_by_text("保留我的").click()
    (change,) = sheet.pending()
    assert change["seen"] == OTHER and change["new"]["likelihood"] == 3
    assert box.count() == 0


def test_a_conflict_can_take_theirs_and_does_not_come_back(sheet: SheetPage) -> None:
    conflict(sheet)
    runs = len(sheet.sent())
    sheet.page.get_by_text("用对方的").click()
    assert len(sheet.sent()) == runs
    sheet.give(sheet.data)
    assert sheet.page.locator(".issue").count() == 0
    assert sheet.cell("land-1", 0, 5).locator("input").is_checked()


def test_a_conflict_on_another_sheet_leads_there(sheet: SheetPage) -> None:
    conflict(sheet)
    sheet.give({**sheet_data("funds", focus_token="1"), "answers": sheet.data["answers"]})
    sheet.page.locator(".elsewhere button").click()
    assert sheet.gone() == [{"dimension": "land", "focus": "land-1"}]


def test_a_refusal_stays_beside_its_card(sheet: SheetPage) -> None:
    sheet.cell("land-1", 0, 3).click()
    sheet.answer(acks=[], errors=[{"request": sheet.pending()[0]["request"], "text": "评估已提交，不能再改"}])
    box = sheet.page.locator(".card[data-id=land-1] .issue")
    assert "评估已提交，不能再改" in box.inner_text()
    assert sheet.text(".card[data-id=land-1] .row-state") == "未评"


def test_what_was_not_acknowledged_is_said_and_survives_a_reload(sheet: SheetPage) -> None:
    sheet.page.clock.install()
    sheet.cell("land-1", 0, 3).click()
    request, runs = sheet.pending()[0]["request"], len(sheet.sent())
    sheet.page.clock.run_for(3900)
    assert "正在保存" in sheet.text(".saved")
    sheet.page.clock.run_for(700)
    assert "未保存（1 项）" in sheet.text(".saved")
    sheet.page.get_by_text("现在重试").click()
    assert len(sheet.sent()) > runs
    assert sheet.sent()[-1] != sheet.sent()[-2], "an equal list would call no callback"
    asked = []
    sheet.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    sheet.page.reload()
    assert asked == ["beforeunload"]
    sheet.give(sheet_data())
    assert sheet.pending()[0]["request"] == request
    assert sheet.cell("land-1", 0, 3).locator("input").is_checked()
    sheet.answer()
    assert sheet.text(".saved").startswith("✓ 已保存")


def test_a_server_that_stays_silent_is_answered_with_a_new_page(sheet: SheetPage) -> None:
    sheet.page.clock.install()
    sheet.cell("land-1", 0, 3).click()
    sheet.page.clock.run_for(20_000)
    with sheet.page.expect_navigation():
        sheet.page.get_by_text("重新载入并保存").click()
    sheet.give(sheet_data())
    assert sheet.pending()[0]["new"]["likelihood"] == 3


def test_a_database_at_fault_is_said_and_the_answer_waits_for_it(sheet: SheetPage) -> None:
    sheet.page.clock.install()
    sheet.cell("land-1", 0, 3).click()
    sheet.answer(acks=[], fault="数据库正被占用，本次未保存。")
    assert "未保存（1 项）" in sheet.text(".saved") and sheet.text(".fault") == "数据库正被占用，本次未保存。"
    assert sheet.cell("land-1", 0, 3).locator("input").is_checked() and sheet.page.locator(".issue").count() == 0
    assert sheet.overflowing() == []
    runs = len(sheet.sent())
    sheet.page.clock.run_for(30_000)
    assert len(sheet.sent()) > runs, "tried again without being told to"
    sheet.page.get_by_text("现在重试").click()
    sheet.answer(fault="")
    assert sheet.text(".saved").startswith("✓ 已保存") and sheet.page.locator(".fault").is_hidden()
    assert sheet.cell("land-1", 0, 3).locator("input").is_checked()


def test_data_that_cannot_be_read_is_said_beside_what_was_read_last(sheet: SheetPage) -> None:
    sheet.answer(fault="数据库文件打不开。")
    assert sheet.page.locator(".fault").is_visible()
    runs = len(sheet.sent())
    sheet.page.get_by_text("现在重试").click()
    assert len(sheet.sent()) > runs


def test_the_clean_up_of_an_overtaken_call_leaves_the_sheet(sheet: SheetPage) -> None:
    sheet.cell("land-1", 0, 3).click()
    sheet.page.evaluate("() => { const first = window.cleanup; window.give({...window.data}); first(); }")
    assert sheet.page.locator(".card").count() == 4
    sheet.page.evaluate("window.cleanup()")
    assert sheet.page.locator(".card").count() == 0
    sheet.give(sheet.data)
    assert sheet.cell("land-1", 0, 3).locator("input").is_checked(), "what was pending when the page was left comes back"


def test_undo_sends_the_opposite_as_an_ordinary_change(sheet: SheetPage) -> None:
    sheet.cell("land-1", 0, 3).click()
    sheet.answer()
    sheet.cell("land-1", 1, 4).click()
    sheet.answer()
    sheet.press("Control+z")
    (change,) = sheet.pending()
    assert (change["seen"]["consequence"], change["new"]["consequence"], change["new"]["likelihood"]) == (4, None, 3)
    sheet.answer()
    sheet.page.locator(".bar .undo").click()
    assert sheet.pending()[-1]["new"] is None
    assert sheet.page.locator(".bar .undo").is_disabled()


# ── notes and evidence ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_note_is_saved_when_the_box_is_left(sheet: SheetPage) -> None:
    sheet.page.locator(".card[data-id=land-1] summary").click()
    sheet.page.locator(".card[data-id=land-1] textarea").fill("未签约17户n")
    assert not sheet.pending()
    sheet.press("Tab")
    assert sheet.pending()[0]["new"] == {"likelihood": None, "consequence": None, "note": "未签约17户n", "evidence": []}
    sheet.answer()
    assert "未签约17户" in sheet.text(".card[data-id=land-1] summary")


def test_a_note_is_saved_when_typing_rests_and_the_caret_stays(sheet: SheetPage) -> None:
    sheet.page.locator(".card[data-id=land-1] summary").click()
    box = sheet.page.locator(".card[data-id=land-1] textarea")
    box.press_sequentially("92%")
    sheet.page.wait_for_timeout(1200)
    sheet.answer()
    box.press_sequentially("，17户")
    assert box.input_value() == "92%，17户"
    assert sheet.focused().startswith("land-1")


def test_a_note_typed_while_somebody_else_changed_it_says_what_the_typist_saw(sheet: SheetPage) -> None:
    sheet.page.locator(".card[data-id=land-1] summary").click()
    sheet.page.locator(".card[data-id=land-1] textarea").press_sequentially("我的")
    theirs = {"likelihood": None, "consequence": None, "note": "对方的", "evidence": []}
    sheet.give({**sheet.data, "answers": {"ratings": {"land-1": theirs}, "vetoes": {}}})
    sheet.press("Tab")
    assert sheet.pending()[0]["new"]["note"] == "我的"
    assert sheet.pending()[0]["seen"] is None


def test_evidence_is_a_reference_and_can_be_removed(sheet: SheetPage) -> None:
    sheet.page.locator(".card[data-id=land-1] summary").click()
    assert "不写个人信息" in sheet.text(".card[data-id=land-1] .hint")
    sheet.page.locator(".card[data-id=land-1] .add").click()
    fields = sheet.page.locator(".card[data-id=land-1] .evidence input")
    for field, value in zip(fields.all(), ("签约统计表", "示例-01", "2026-11-28", "自然资源所"), strict=True):
        field.fill(value)
    sheet.press("Tab")
    assert sheet.pending()[-1]["new"]["evidence"] == [
        {"title": "签约统计表", "number": "示例-01", "date": "2026-11-28", "kept_at": "自然资源所"}
    ]
    sheet.answer()
    assert "1 件" in sheet.text(".card[data-id=land-1] summary")
    sheet.page.locator(".card[data-id=land-1] .remove").click()
    assert sheet.pending()[-1]["new"] is None


def test_evidence_without_a_name_stays_on_the_page_and_says_so(sheet: SheetPage) -> None:
    sheet.page.locator(".card[data-id=land-1] summary").click()
    sheet.page.locator(".card[data-id=land-1] .add").click()
    number = sheet.page.locator(".card[data-id=land-1] [data-field=number]")
    number.fill("示例-01")
    sheet.press("Tab")
    assert not sheet.pending()
    assert sheet.page.locator(".card[data-id=land-1] .warning").is_visible()
    sheet.cell("land-3", 0, 1).click()
    sheet.answer()
    assert number.input_value() == "示例-01"
    sheet.page.locator(".card[data-id=land-1] [data-field=title]").fill("统计表")
    sheet.press("Tab")
    assert sheet.pending()[-1]["new"]["evidence"][0]["title"] == "统计表"
    assert sheet.page.locator(".card[data-id=land-1] .warning").is_hidden()


# ── form ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("width", [1120, 1366, 800, 390])
def test_nothing_runs_over_and_no_text_is_cut(open_sheet: Any, width: int) -> None:
    sheet = open_sheet(sheet_data(answers={"ratings": rated(), "vetoes": {"land-2-V": "yes"}}), width=width)
    sheet.page.locator(".card[data-id=land-1] summary").click()
    sheet.page.locator(".card[data-id=land-1] .add").click()
    assert sheet.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert sheet.overflowing() == []
    if width == 390:
        assert all(box["height"] >= 44 for cell in sheet.page.locator(".cell").all() if (box := cell.bounding_box()))
    elif width > 1000:
        tops = {round(sheet.cell("land-1", 0, level).bounding_box()["y"]) for level in range(1, 6)}
        assert len(tops) == 1


def test_choosing_moves_nothing(sheet: SheetPage) -> None:
    before = sheet.page.locator(".card[data-id=land-3]").bounding_box()
    for level in range(1, 6):
        sheet.cell("land-1", 0, level).click()
    assert sheet.page.locator(".card[data-id=land-3]").bounding_box() == before


def test_the_bar_stays_in_view(sheet: SheetPage) -> None:
    sheet.page.mouse.wheel(0, 400)
    sheet.page.wait_for_function("scrollY > 50")
    assert sheet.page.locator(".bar").bounding_box()["y"] == pytest.approx(0, abs=1)


def test_what_a_screen_reader_is_told(sheet: SheetPage) -> None:
    card = sheet.page.get_by_role("region", name="补偿款到位与兑付1")
    row = card.get_by_role("radiogroup", name="补偿款到位与兑付1 可能性")
    assert row.get_by_role("radio", name="3 级：到位70%–<80%，或欠付≤30万元").count() == 1
    assert sheet.page.get_by_role("radiogroup", name="否决提问").get_by_role("radio").count() == 3
    assert "最坏 1.0000" in (sheet.page.locator(".interval").get_attribute("aria-label") or "")
    sheet.cell("land-1", 0, 3).click()
    sheet.cell("land-1", 1, 4).click()
    assert sheet.page.locator(".spoken").inner_text() == ""
    sheet.page.wait_for_timeout(1100)
    assert "0.4800" in sheet.page.locator(".spoken").inner_text()


def test_data_never_becomes_markup(open_sheet: Any) -> None:
    data = sheet_data()
    data["sheet"]["indicators"][0]["title"] = "<img src=x onerror=alert(1)>"
    data["project"]["name"] = "<b>x</b>"
    sheet = open_sheet(data)
    assert sheet.page.locator("h3 img, h1 b").count() == 0
    assert sheet.text(".card h3") == "<img src=x onerror=alert(1)>"


def test_the_index_changes_within_the_click(open_sheet: Any) -> None:
    sheet = open_sheet(sheet_data(answers={"ratings": rated(), "vetoes": {}}))
    times = sheet.page.evaluate(
        """() => { const root = document.getElementById("host").shadowRoot;
        const index = root.querySelector(".figure.index .value");
        return Array.from({length: 40}, (_, turn) => {
          const input = root.querySelectorAll(".card .row .cell input")[turn % 2 ? 0 : 4];
          const before = index.textContent, start = performance.now();
          input.click();
          const time = performance.now() - start;
          return index.textContent === before ? null : time; }); }"""
    )
    assert None not in times
    ordered = sorted(times)
    print(f"click to index: median {ordered[20]:.1f} ms, p95 {ordered[37]:.1f} ms")


# ── Python's half ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_malformed_events_are_not_there() -> None:
    good = {"request": "a-1", "project": "p", "kind": "veto", "key": "V", "new": "yes", "seen": None}
    state = {
        "pending": [good, {"request": 1}, "x", {**good, "kind": "level"}, {**good, "key": "x" * 300}],
        "go": {"page": "plan"},
    }
    assert events_of(state) == Events((good,), {"page": "plan"})  # type: ignore[arg-type]
    assert events_of(None) == events_of({"pending": "x", "go": 3}) == Events()


def test_both_languages_have_every_word() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()
    assert set(re.findall(r"\bwords\.([a-z_]+)", module())) <= WORDS["zh"].keys()
