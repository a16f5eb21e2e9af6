"""A scorecard is changed on the page, tried, adopted, and a new project is assessed under it."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from assessment import service
from assessment.library.catalogue import Catalogue
from assessment.model.case import Project
from tests.cards import ROOT
from tests.chromium import App, running

pytestmark = pytest.mark.browser
TITLE = "（修订）"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """With scorecards of its own, to which an edition is added."""
    folder = tmp_path_factory.mktemp("trial")
    cards = folder / "scorecards"
    shutil.copytree(ROOT / "scorecards" / "major-project", cards / "major-project")
    with running(folder, cards) as started:
        yield started


def stand_still(tab: Any) -> None:
    """What is about to be drawn anew is neither clicked nor written into."""
    tab.locator("[data-test-script-state=notRunning]").wait_for()


def press(tab: Any, name: str) -> None:
    stand_still(tab)
    tab.get_by_role("button", name=name, exact=True).first.click()


def write(tab: Any, old: str, new: str) -> None:
    """Into the text of the file that is shown, and have it checked."""
    stand_still(tab)
    box = tab.locator("textarea")
    tab.wait_for_function("(old) => document.querySelector('textarea')?.value.split(old).length === 2", arg=old)
    text = box.input_value()
    box.fill(text.replace(old, new))
    press(tab, "检查")


def test_a_changed_scorecard_is_tried_and_adopted_and_used(app: App, open_page: Any) -> None:
    old = app.project("g247")
    before = app.case(old)
    tab = open_page("trial")
    press(tab, "开始试改")
    write(tab, "below: 0.36", "below: 零点四")
    tab.get_by_text("现为“零点四”").wait_for()
    assert tab.get_by_role("button", name="去采用").is_disabled()
    write(tab, "below: 零点四", "below: 0.44")
    tab.get_by_text("个算例不符").wait_for()
    press(tab, "会影响哪些项目")
    tab.get_by_role("heading", name="示例项目").wait_for()  # the last thing drawn
    press(tab, "重算已存项目")
    tab.get_by_text("试改稿下有 1/1 个项目等级会变").wait_for()
    press(tab, "总则")
    press(tab, "恢复原文")
    tab.get_by_text("还没有改动").wait_for()
    write(tab, "风险评估打分表, en", f"风险评估打分表{TITLE}, en")
    tab.get_by_text("没有错误").wait_for()
    stand_still(tab)
    tab.get_by_text("English", exact=True).click()  # the draft outlives another language
    tab.get_by_text("no mistakes").wait_for()
    assert TITLE in tab.locator("textarea").input_value()
    stand_still(tab)
    tab.get_by_text("中文", exact=True).click()
    press(tab, "去采用")
    tomorrow = date.today() + timedelta(days=1)
    tab.get_by_text(f"采用后：2026.2 自 {tomorrow} 起施行；2026.1 施行到 {date.today()}").wait_for()
    press(tab, "采用为新版本")
    tab.get_by_text("已采用：2026.2").wait_for()
    tab.get_by_text("major-project 2026.2").first.wait_for()
    assert Catalogue(app.bench.scorecards).problems() == ()
    new = service.create_project(service.LOCAL, app.bench, Project(name="新路", profile="highway"), tomorrow)
    assert app.case(new).scorecard.version == "2026.2"
    assert (app.case(old).scorecard.digest, app.case(old).result) == (before.scorecard.digest, before.result)
    tab.goto(f"{app.address}/result?id={new}")
    tab.get_by_text("换一版重算").first.wait_for()
