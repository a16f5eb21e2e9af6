"""The main job in a real browser: rate, see it saved, find it again, meet somebody else."""

from collections.abc import Callable
from typing import Any

import pytest

from assessment import service
from assessment.model.case import Rating

pytestmark = pytest.mark.browser
CARD = "compensation-standard"  # LA2 of 国道G247改建, rated 3 × 4


def cell(tab: Any, card: str, axis: int, level: int) -> Any:
    return tab.locator(f".card[data-id={card}] .row").nth(axis).locator(".cell").nth(level - 1)


def chosen(tab: Any, card: str, axis: int, level: int) -> Any:
    return tab.locator(f".card[data-id={card}] .row").nth(axis).locator(f"input[value='{level}']:checked")


def index(tab: Any) -> str:
    return str(tab.locator(".figure.index .value").inner_text())


def until(tab: Any, holds: Callable[[], bool]) -> None:
    """Wait for what the store will hold; the page shows no change of it that a browser could wait for."""
    for _ in range(200):
        if holds():
            return
        tab.wait_for_timeout(50)
    assert holds()


def wait_saved(tab: Any, app: Any, id: str, card: str, **levels: int | None) -> None:
    """Until the store has it, and the page says so."""

    def stored() -> bool:
        rating = app.case(id).assessment.ratings.get(card) or Rating()
        return all(getattr(rating, axis) == level for axis, level in levels.items())

    until(tab, stored)
    tab.locator(".saved[data-state=saved]").wait_for()


def test_the_demo_is_loaded_opened_and_a_figure_entered_is_kept(app: Any, open_page: Any) -> None:
    tab = open_page()
    tab.get_by_role("button", name="载入四个示例项目").click()
    tab.get_by_role("link", name="国道G247改建").or_(tab.get_by_role("button", name="国道G247改建")).first.click()
    cell(tab, CARD, 0, 5).wait_for()
    before = index(tab)
    saved = tab.locator(".saved").inner_text()
    tab.wait_for_timeout(1100)  # the clock on the page counts seconds
    field = tab.locator(f".card[data-id={CARD}] .box[data-figure=agreed-share] input")
    field.fill("７９.5")
    field.press("Enter")
    assert index(tab) > before
    tab.locator(".saved", has_not_text=saved).wait_for()
    assert "已保存" in tab.locator(".saved").inner_text()
    after = index(tab)
    tab.reload()
    chosen(tab, CARD, 0, 5).wait_for(state="attached")
    assert index(tab) == after


def test_the_keyboard_alone_rates(app: Any, open_page: Any) -> None:
    id = app.by_hand("g247")
    tab = open_page("rate", id=id)
    cell(tab, CARD, 0, 3).locator("input").focus()
    tab.keyboard.press("ArrowRight")
    chosen(tab, CARD, 0, 4).wait_for(state="attached")
    wait_saved(tab, app, id, CARD, likelihood=4, consequence=4)
    tab.keyboard.press("Tab")  # the box of the figure
    tab.keyboard.press("Tab")
    tab.keyboard.press("1")
    wait_saved(tab, app, id, CARD, likelihood=4, consequence=1)
    tab.keyboard.press("Backspace")
    wait_saved(tab, app, id, CARD, likelihood=4, consequence=None)
    tab.keyboard.press("Control+z")
    wait_saved(tab, app, id, CARD, likelihood=4, consequence=1)


def test_many_quick_clicks_are_all_saved(app: Any, open_page: Any) -> None:
    id = app.by_hand("g247")
    tab = open_page("rate", id=id)
    for level in (1, 2, 3, 4, 5, 4, 3, 2, 1, 5):
        cell(tab, CARD, 0, level).click(delay=0)
        cell(tab, CARD, 1, 6 - level).click(delay=0)
    wait_saved(tab, app, id, CARD, likelihood=5, consequence=1)
    assert tab.locator(".issue").count() == 0
    given = [event for event in service.history(service.LOCAL, app.bench, id) if event.kind == "rating"]
    assert len({event.request for event in given}) == len(given)


def test_what_is_unanswered_is_said_to_be_open(app: Any, open_page: Any) -> None:
    id = app.by_hand("g247")
    case = app.case(id)
    seen = case.assessment.ratings[CARD]
    service.rate(service.LOCAL, app.bench, id, CARD, None, seen)
    service.answer_veto(service.LOCAL, app.bench, id, "LA2-V1", None, case.assessment.vetoes["LA2-V1"])
    tab = open_page("rate", id=id)
    level = tab.locator(".figure.level")
    level.get_by_text("未定").wait_for()
    assert [word for word in ("最好", "▲ 中", "最坏", "■ 高") if word not in level.inner_text()] == []
    tab.keyboard.press("n")
    tab.keyboard.press("3")
    tab.keyboard.press("Tab")
    tab.keyboard.press("4")
    tab.locator(f".card[data-id={CARD}] .veto").locator("input[value='no']").check()
    level.get_by_text("未定").wait_for(state="detached")
    until(tab, lambda: app.case(id).result.determined)


def test_two_who_change_the_same_see_both_values(app: Any, open_page: Any) -> None:
    id = app.by_hand("g247")
    first, second = open_page("rate", id=id), open_page("rate", id=id)
    cell(first, CARD, 0, 1).wait_for()
    cell(second, CARD, 0, 1).click()
    wait_saved(second, app, id, CARD, likelihood=1)
    cell(first, CARD, 0, 5).click()
    issue = first.locator(f".card[data-id={CARD}] .issue")
    issue.wait_for()
    assert "同意率≥98%" in issue.inner_text()
    assert "同意率<80%" in issue.inner_text()
    assert app.case(id).assessment.ratings[CARD].likelihood == 1
    assert "未保存" in first.locator(".saved").inner_text()
    issue.get_by_role("button", name="保留我的").click()
    wait_saved(first, app, id, CARD, likelihood=5)
    issue.wait_for(state="detached")


def test_a_note_is_saved_when_the_box_is_left(app: Any, open_page: Any) -> None:
    id = app.by_hand("g247")
    tab = open_page("rate", id=id)
    card = tab.locator(f".card[data-id={CARD}]")
    card.locator("summary").click()
    card.locator("textarea").fill("未签约17户，分布在2个村")
    card.locator("textarea").blur()
    until(tab, lambda: app.case(id).assessment.ratings[CARD].note == "未签约17户，分布在2个村")


def test_a_note_typed_just_before_another_page_is_opened_is_saved(app: Any, open_page: Any) -> None:
    id = app.by_hand("g247")
    tab = open_page("rate", id=id)
    card = tab.locator(f".card[data-id={CARD}]")
    card.locator("summary").click()
    card.locator("textarea").fill("未签约17户")
    tab.get_by_role("link", name="结果").click()
    until(tab, lambda: app.case(id).assessment.ratings[CARD].note == "未签约17户")


def test_a_persons_number_is_refused_beside_the_card(app: Any, open_page: Any) -> None:
    id = app.by_hand("g247")
    tab = open_page("rate", id=id)
    card = tab.locator(f".card[data-id={CARD}]")
    card.locator("summary").click()
    card.locator("textarea").fill("联系人 13800138000")
    card.locator("textarea").blur()
    card.locator(".issue").wait_for()
    assert "没有保存" in card.locator(".issue").inner_text()
    assert "138" not in app.case(id).assessment.ratings[CARD].note


def test_an_answer_outlasts_a_database_that_is_gone(app: Any, open_page: Any) -> None:
    id = app.by_hand("g247")
    tab = open_page("rate", id=id)
    cell(tab, CARD, 0, 1).wait_for()
    file = app.bench.store.path
    away = file.rename(file.with_suffix(".away"))
    try:
        cell(tab, CARD, 0, 1).click()
        tab.locator(".fault", has_text="数据库文件打不开").wait_for()
        assert "未保存（1 项）" in tab.locator(".saved").inner_text()
        assert chosen(tab, CARD, 0, 1).count() == 1
    finally:
        away.rename(file)
    tab.get_by_role("button", name="现在重试").click()
    wait_saved(tab, app, id, CARD, likelihood=1)
    assert not tab.locator(".fault").is_visible()


def test_the_rail_opens_another_sheet_and_the_address_keeps_it(app: Any, open_page: Any) -> None:
    tab = open_page("rate", id=app.by_hand("g247"))
    tab.locator(".rail .dim", has_text="资金与工程管理").click()
    tab.locator(".sheet-head h2", has_text="资金与工程管理").wait_for()
    tab.reload()
    tab.locator(".sheet-head h2", has_text="资金与工程管理").wait_for()


def test_an_indicator_of_the_address_has_the_focus(app: Any, open_page: Any) -> None:
    id = app.by_hand("g247")
    tab = open_page("rate", id=id, focus="temporary-land-reclamation")
    tab.locator(".card").first.wait_for()
    tab.wait_for_function("""() => [...document.querySelectorAll("*")].some(
        host => host.shadowRoot?.activeElement?.closest(".card")?.dataset.id === "temporary-land-reclamation")""")


def test_the_switch_to_english_keeps_what_was_rated(app: Any, open_page: Any) -> None:
    id = app.by_hand("g247")
    tab = open_page("rate", id=id)
    cell(tab, CARD, 0, 2).click()
    wait_saved(tab, app, id, CARD, likelihood=2)
    tab.get_by_role("radio", name="English").or_(tab.get_by_role("button", name="English")).first.click()
    tab.locator(".sheet-head h2", has_text="Land acquisition and relocation").wait_for()
    assert "Saved" in tab.locator(".saved").inner_text()
    chosen(tab, CARD, 0, 2).wait_for(state="attached")


def test_a_screening_fact_on_a_card_leads_to_its_answer(app: Any, open_page: Any) -> None:
    tab = open_page("rate", id=app.by_hand("g247"), dim="work-safety")
    tab.locator(".card[data-state=excluded] button").first.click()
    tab.wait_for_url("**/project?**")
    assert "fact=navigable-water" in tab.url
    tab.get_by_text("项目是否涉及通航水域").first.wait_for()
