"""The compare page, walked through the app: none, one, four and fifty projects."""

import sqlite3
from contextlib import closing
from io import BytesIO

import pytest
from openpyxl import load_workbook

from assessment import service
from assessment.engine.comparison import compare, compared
from assessment.model.case import Edition, Project
from assessment.ui.compare_export import comparison_workbook
from tests.cards import ROOT, main_card
from tests.cards import demo as demo_case

LOCAL = service.LOCAL


def test_without_projects_the_next_step_is_offered(open_app, seen, bench):
    at = open_app("compare")
    assert "还没有可以比较的项目" in seen(at)
    assert at.button(key="compare-to-projects")


def test_one_project_is_shown_and_side_by_side_says_what_it_needs(open_app, seen, demo):
    text = seen(open_app("compare", ids=demo[0]))
    assert "并排看要两个项目" in text
    assert "征地拆迁" in text


def test_a_veto_is_named_as_what_decided_and_marked_in_its_cell(open_app, seen, demo):
    text = seen(open_app("compare"))
    assert "否决 LA4-V1，暂缓实施" in text
    assert "■ 0.5800" in text
    assert "0.36 + 0.0613" in text


def test_the_address_holds_filters_and_pair(open_app, seen, demo):
    at = open_app("compare", type="wharf")
    assert "东门码头改造" in seen(at)
    assert "农村综合性改革试点" not in "".join(html.value for html in at.get("html"))
    at = open_app("compare", type="no-such-type", level="high")
    assert at.selectbox(key="compare-type").value == "all"
    assert at.selectbox(key="compare-level").value == "high"
    at.selectbox(key="compare-level").select("low").run()
    assert at.query_params["level"] in ("low", ["low"])


def test_filters_nothing_fits_can_be_cleared(open_app, seen, demo):
    at = open_app("compare", type="highway", level="low")
    assert "没有符合筛选的项目" in seen(at)
    at.button(key="compare-clear").click().run()
    assert "国道G247改建" in seen(at)


def test_picked_projects_stand_in_the_address(open_app, demo):
    at = open_app("compare")
    at.multiselect(key="compare-ids").set_value([demo[0], demo[1]]).run()
    assert not at.exception
    assert set("".join(at.query_params["ids"]).split(",")) == {demo[0], demo[1]}


def test_another_edition_stands_apart_and_says_why(open_app, seen, demo, monkeypatch):
    monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(ROOT / "tests" / "scorecards" / "four-levels"))
    other = service.open_bench()
    edition = other.catalogue().editions[0].usable()
    service.create_project(LOCAL, other, Project(name="四色项目"), edition.in_force.from_, wanted=Edition(id=edition.id))
    at = open_app("compare")
    assert "数字不能与上面的混排" in seen(at)
    at.selectbox(key="compare-edition").select(edition.digest[:12]).run()
    assert not at.exception and not at.error
    assert "并排看要两个项目" in seen(at)


def test_a_picked_project_on_another_scorecard_is_named_as_not_compared(open_app, seen, demo, bench):
    id = service.create_project(
        LOCAL, bench, Project(name="示例筛查"), main_card().in_force.from_, wanted=Edition(id="simple-triage")
    )
    assert "您挑选的项目中，示例筛查 在这里" in seen(open_app("compare", ids=f"{demo[0]},{id}"))
    assert "您挑选的项目中" not in seen(open_app("compare", ids=demo[0]))


def test_fifty_projects_are_compared(open_app, seen, bench, demo):
    for number in range(46):
        service.copy_project(LOCAL, bench, demo[number % 4], f"副本{number}")
    at = open_app("compare")
    assert not at.exception and not at.error
    assert "副本45" in seen(at)


def test_the_workbook_has_the_projects_their_dimensions_and_the_pair():
    card = main_card()
    projects = compare([compared(name, card, demo_case(name)) for name in ("g247", "rail")])[0].projects
    book = load_workbook(BytesIO(comparison_workbook(card, projects, (projects[0], projects[1]), "zh")))
    assert book.sheetnames == ["比较", "项目与维度", "并排"]
    assert [row[0] for row in book["比较"].values][2:] == ["绵遂内铁路（镇域段）", "国道G247改建"]
    assert book["项目与维度"]["B3"].value == pytest.approx(0.58)


def test_a_project_that_cannot_be_read_is_named_and_the_others_are_compared(open_app, seen, demo, bench):
    rows = service.list_projects(LOCAL, bench)
    with closing(sqlite3.connect(bench.store.path)) as connection:
        connection.execute("UPDATE entries SET value = '[1' WHERE assessment_id = ? AND kind = 'rating'", (rows[0].id,))
        connection.commit()
    page = seen(open_app("compare"))
    assert f"{rows[0].name} 的内容已损坏" in page
    assert all(row.name in page for row in rows[1:])
