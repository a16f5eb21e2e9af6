"""按数据取级 in a real browser: enter, see the level, find it again, meet somebody else, say why not."""

from typing import Any

import pytest

from assessment import service
from assessment.model.figure import Observation
from tests.browser.test_rating import CARD, cell, chosen, index, until

pytestmark = pytest.mark.browser
SHARED = "affected-households"


def field(tab: Any, card: str, figure: str) -> Any:
    return tab.locator(f".card[data-id={card}] .box[data-figure={figure}] input")


def enter(tab: Any, card: str, figure: str, typed: str) -> None:
    field(tab, card, figure).fill(typed)
    field(tab, card, figure).press("Enter")


def stored(app: Any, id: str, figure: str) -> Observation | None:
    found: Observation | None = app.case(id).assessment.figures.get(figure)
    return found


def value(app: Any, id: str, figure: str) -> str | None:
    seen = stored(app, id, figure)
    return None if seen is None else str(seen.value)


def test_a_figure_is_saved_with_its_day_and_source_and_undone(app: Any, open_page: Any) -> None:
    id = app.by_hand("g247")
    tab = open_page("rate", id=id)
    before = index(tab) if cell(tab, CARD, 0, 1).wait_for() is None else ""
    enter(tab, CARD, "agreed-share", "９８％")
    assert index(tab) < before
    until(tab, lambda: value(app, id, "agreed-share") == "98")
    tab.locator(f".card[data-id={CARD}] .origin [data-field=source]").fill("签约统计表")
    tab.keyboard.press("Enter")
    until(tab, lambda: getattr(stored(app, id, "agreed-share"), "source", "") == "签约统计表")
    assert stored(app, id, "agreed-share").date == app.case(id).assessment.date
    tab.reload()
    chosen(tab, CARD, 0, 1).wait_for(state="attached")
    assert "按同意率 98%，取 1 级" in tab.locator(f".card[data-id={CARD}]").inner_text()
    enter(tab, CARD, "agreed-share", "97.99")
    chosen(tab, CARD, 0, 2).wait_for(state="attached")
    until(tab, lambda: value(app, id, "agreed-share") == "9799/100")
    tab.keyboard.press("Control+z")
    until(tab, lambda: value(app, id, "agreed-share") == "98")


def test_another_level_is_saved_with_its_reason_and_given_up_again(app: Any, open_page: Any) -> None:
    id = app.project("g247")
    tab = open_page("rate", id=id)
    cell(tab, CARD, 0, 5).click()
    assert "likelihood" not in app.case(id).assessment.ratings[CARD].overrides
    tab.keyboard.type("近期有户反悔，见会议纪要")
    tab.keyboard.press("Enter")
    until(tab, lambda: app.case(id).assessment.ratings[CARD].overrides == {"likelihood": "近期有户反悔，见会议纪要"})
    assert [o.chosen for o in app.case(id).result.overrides] == [5]
    tab.get_by_role("button", name="恢复按数据取级").click()
    until(tab, lambda: app.case(id).result.overrides == ())
    assert app.case(id).assessment.ratings[CARD].likelihood is None


def test_a_level_that_somebodys_new_figure_contradicts_is_refused_beside_the_card(app: Any, open_page: Any) -> None:
    id = app.by_hand("g247")
    tab = open_page("rate", id=id)
    cell(tab, CARD, 0, 1).wait_for()
    service.enter_figure(service.LOCAL, app.bench, id, "agreed-share", Observation(value="92"), None)
    cell(tab, CARD, 0, 1).click()
    issue = tab.locator(f".card[data-id={CARD}] .issue")
    issue.wait_for()
    assert "按所填数据应为 3 级" in issue.inner_text()
    issue.get_by_role("button", name="放弃改动").click()
    issue.wait_for(state="detached")
    chosen(tab, CARD, 0, 3).wait_for(state="attached")


def test_two_who_enter_the_same_figure_see_both_values(app: Any, open_page: Any) -> None:
    id = app.project("g247")
    tab = open_page("rate", id=id)
    cell(tab, CARD, 0, 1).wait_for()
    seen = stored(app, id, "households-unsigned")
    service.enter_figure(
        service.LOCAL, app.bench, id, "households-unsigned", Observation(value="3", date=seen.date, source=seen.source), seen
    )
    enter(tab, CARD, "households-unsigned", "40")
    issue = tab.locator(f".card[data-id={CARD}] .issue")
    issue.wait_for()
    assert "未签约户数 3 户" in issue.inner_text() and "未签约户数 40 户" in issue.inner_text()
    issue.get_by_role("button", name="保留我的").click()
    until(tab, lambda: value(app, id, "households-unsigned") == "40")


def test_a_figure_typed_just_before_another_page_is_opened_is_saved(app: Any, open_page: Any) -> None:
    id = app.project("g247")
    tab = open_page("rate", id=id)
    field(tab, CARD, "agreed-share").fill("85")
    tab.get_by_role("link", name="结果").click()
    until(tab, lambda: value(app, id, "agreed-share") == "85")


def test_a_shared_figure_moves_the_other_sheets_and_the_result(app: Any, open_page: Any) -> None:
    id = app.project("g247")
    tab = open_page("rate", id=id)
    cell(tab, "acquisition-procedure", 1, 5).wait_for()
    before = tab.locator(".rail").inner_text()
    enter(tab, "acquisition-procedure", SHARED, "4")
    assert tab.locator(".rail").inner_text() != before
    until(tab, lambda: value(app, id, SHARED) == "4")
    shown = index(tab)
    tab.locator(".saved[data-state=saved]").wait_for()
    assert index(tab) == shown, "what the page computed is what the engine says"
