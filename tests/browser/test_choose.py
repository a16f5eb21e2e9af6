"""A plan is chosen on the page: target, pins and budget, the curve, what stands in the way, taking it over."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from assessment.engine.optimise.best import best_plan
from assessment.model.measure import Aim
from tests.chromium import App, running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """With a database of its own: other walks want an empty one."""
    with running(tmp_path_factory.mktemp("choose")) as started:
        yield started


def stand_still(tab: Any) -> None:
    tab.locator("[data-test-script-state=notRunning]").wait_for()


def says(tab: Any, text: str) -> None:
    tab.locator(".c-says").first.filter(has_text=text).wait_for()


def test_on_a_phone_the_cost_of_a_measure_stands_beside_its_buttons(app: App, open_page: Any) -> None:
    tab = open_page("choose", width=390, id=app.project("rail"))
    row = tab.locator("tr[data-key='EE5-a']")
    cost, buttons = row.locator("td.right", has_text="48 万元").first, row.locator("td:has(> .buttons)").last
    buttons.wait_for()
    assert cost.evaluate("e => e.getBoundingClientRect().right") <= buttons.evaluate("e => e.getBoundingClientRect().left")


def test_a_plan_is_chosen_pinned_limited_and_taken_over(app: App, open_page: Any) -> None:
    id = app.project("rail")
    case = app.case(id)
    free = best_plan(case.scorecard, case.assessment)
    tab = open_page("choose", id=id)
    says(tab, f"达到“低风险”最少要 {free.cost} 万元（{len(free.chosen)} 条措施），已证明没有更省的")
    tab.locator(".js-plotly-plot .trace.scatter").first.wait_for()  # the curve

    other = next(m for m in case.scorecard.measures if m.id not in free.chosen and m.effects[0].indicator == "support-rate")
    pinned = best_plan(case.scorecard, case.assessment, Aim(pinned=(other.id,)))
    assert pinned.cost > free.cost
    stand_still(tab)
    tab.get_by_role("combobox", name="必选的措施").fill(other.id)
    tab.get_by_role("option", name=re.compile(other.id)).first.click()
    says(tab, f"最少要 {pinned.cost} 万元")
    assert app.case(id).assessment.plan.aim.pinned == (other.id,)

    stand_still(tab)
    tab.get_by_label("费用上限（万元）").fill("100")
    tab.get_by_label("费用上限（万元）").press("Enter")
    tab.get_by_text("怎样改才达得到").wait_for()
    tab.get_by_text(f"费用上限提到 {pinned.cost} 万元即可达到").wait_for()
    stand_still(tab)
    tab.get_by_role("button", name="按此调整").first.click()
    says(tab, f"最少要 {pinned.cost} 万元")

    stand_still(tab)
    tab.get_by_role("button", name="采用此方案").click()
    tab.get_by_text("现在的方案就是它").wait_for()
    taken = app.case(id)
    assert {p.measure for p in taken.assessment.plan.measures} == pinned.chosen
    assert taken.residual == pinned.residual and taken.residual.level == "low"
