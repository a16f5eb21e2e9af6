"""A body's sheet is opened, progress is reported on it, and the workbook of all sheets is downloaded."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from assessment import service
from tests.chromium import App

pytestmark = pytest.mark.browser


def test_a_body_sees_its_sheet_reports_and_exports(app: App, open_page: Any) -> None:
    id = app.project("rail")
    service.choose_measures(service.LOCAL, app.bench, id, ["LA4-a", "LA3-a", "LE2-a"])
    tab = open_page("work", id=id)
    tab.get_by_text("从目前到预期，还差 3 条措施的佐证").wait_for()
    body = app.case(id).scorecard.measure["LA4-a"].responsible_body.zh
    tab.get_by_role("combobox", name="单位").click()
    tab.get_by_role("option", name=body).click()
    row = tab.locator("tr[data-key='LA4-a']")
    row.get_by_role("button", name="报进度").click()
    form = tab.get_by_role("dialog")
    form.get_by_role("combobox", name="状态").click()
    tab.get_by_role("option", name="已核实").last.click()
    form.get_by_role("button", name="保存").click()
    form.get_by_text("佐证").first.wait_for()
    form.get_by_role("textbox", name="佐证").fill("落实审核意见〔2026〕8号")
    form.get_by_role("button", name="保存").click()
    form.wait_for(state="detached")
    row.get_by_text("✓ 已核实").wait_for()
    (planned,) = (p for p in app.case(id).assessment.plan.measures if p.measure == "LA4-a")
    assert (planned.status, planned.proof) == ("verified", "落实审核意见〔2026〕8号")
    with tab.expect_download() as download:
        tab.get_by_role("button", name="导出落实工作单").click()
    assert download.value.suggested_filename.endswith("-落实工作单.xlsx")
    book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    assert body[:31] in book.sheetnames


def test_every_sheet_is_a_page_of_its_own_in_print(app: App, open_page: Any) -> None:
    id = app.project("rail")
    service.choose_measures(service.LOCAL, app.bench, id, ["LA4-a", "LA3-a"])
    tab = open_page("work", id=id, view="sheets")
    tab.locator(".w-sheet").nth(1).wait_for()
    tab.emulate_media(media="print")
    style = "(e) => getComputedStyle(e)"
    assert tab.locator(".w-sheet").nth(1).evaluate(f"e => ({style})(e).breakBefore") == "page"
    assert not tab.get_by_text("从目前到预期").is_visible()
    assert tab.locator(".w-sheet").first.is_visible()


def test_on_a_phone_what_can_be_done_with_a_row_is_in_view(app: App, open_page: Any) -> None:
    id = app.project("rail")
    service.choose_measures(service.LOCAL, app.bench, id, ["LA4-a"])
    tab = open_page("work", width=390, id=id)
    button = tab.locator("tr[data-key='LA4-a']").get_by_role("button", name="报进度")
    button.wait_for()
    box = button.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
