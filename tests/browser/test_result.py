"""What would change the level, in a real browser: the tornado is drawn, and its figures can be read beside it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.chromium import App

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("lang", "heading", "twin"), [
    ("zh", "什么会改变等级", "看表：单步影响"), ("en", "What would change the level", "As a table: effect of single steps"),
])  # fmt: skip
def test_the_tornado_has_ten_bars_each_way_and_a_table(
    app: App, open_page: Callable[..., Any], lang: str, heading: str, twin: str
) -> None:
    page = open_page("result", id=app.project("g247"), lang=lang)
    page.get_by_role("heading", name=heading, exact=True).scroll_into_view_if_needed()
    chart = page.locator(".st-key-tornado")
    chart.locator(".bars .point").nth(19).wait_for()
    assert chart.locator(".bars .point").count() == 20
    page.get_by_text(twin, exact=True).click()
    page.get_by_role("cell", name="0.4142").first.wait_for()
