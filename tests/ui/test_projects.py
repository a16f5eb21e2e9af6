"""The list of projects and the form of a new one."""

from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from assessment import service
from assessment.i18n import translator
from assessment.model.case import Project
from assessment.ui.project_list import notice
from tests.ui.conftest import ROOT, tables

_ = translator("zh")


def test_an_empty_store_offers_the_demo_and_a_new_project(open_app, seen, bench):
    at = open_app()
    assert "还没有项目" in seen(at)
    at.button(key="load-demo-first").click().run()
    assert not at.error
    assert "国道G247改建" in seen(at)
    assert len(service.list_projects(service.LOCAL, bench)) == 4


def test_the_list_shows_index_level_and_what_to_note(open_app, seen, demo):
    text = seen(open_app())
    for told in ("0.4213", "▲", "否决 LA4-V1", "示例数据", "46 / 46"):
        assert told in text


def test_filters_come_from_the_address_and_go_into_it(open_app, seen, demo):
    at = open_app("projects", level="high")
    assert "绵遂内铁路" in seen(at)
    assert "东门码头" not in tables(at)
    at.selectbox(key="filter-level").select("all").run()
    assert "level" not in at.query_params
    at.selectbox(key="filter-type").select("wharf").run()
    assert at.query_params["type"] == "wharf"


def test_a_filter_the_address_makes_up_is_ignored(open_app, demo):
    assert open_app("projects", level="<script>").selectbox(key="filter-level").value == "all"


def test_archived_projects_are_found_under_their_state(open_app, bench, demo):
    service.archive_project(service.LOCAL, bench, demo[0])
    name = service.open_case(service.LOCAL, bench, demo[0]).assessment.project.name
    at = open_app()
    assert name not in tables(at)
    at.selectbox(key="filter-state").select("archived").run()
    assert name in tables(at)


def test_a_new_project_needs_a_name_beside_its_field(open_app, seen, bench):
    at = open_app("projects", new="1")
    at.button(key="create").click().run()
    assert "请填项目名称" in seen(at)
    assert service.list_projects(service.LOCAL, bench) == []


def test_a_new_project_keeps_type_day_stage_and_changed_facts_only(open_app, bench):
    at = open_app("projects", new="1")
    at.text_input(key="new-name").input(" 示例路改造 ")
    at.date_input(key="new-day").set_value(date(2026, 6, 1))
    fact = next(c for c in at.segmented_control if c.key.endswith("-highway-navigable-water"))
    gone = next(c for c in at.segmented_control if c.key.endswith("-highway-house-relocation"))
    fact.set_value("yes")
    gone.set_value("no").run()
    at.text_input(key="reason-house-relocation").input("红线内无房屋")
    at.text_input(key="evidence-house-relocation").input("现状调查表")
    at.button(key="create").click().run()
    (row,) = service.list_projects(service.LOCAL, bench)
    case = service.open_case(service.LOCAL, bench, row.id).assessment
    assert (case.project.name, case.project.profile, case.date) == ("示例路改造", "highway", date(2026, 6, 1))
    assert {name: given.answer for name, given in case.project.facts.items()} == {
        "navigable-water": "yes",
        "house-relocation": "no",
    }
    assert case.project.facts["house-relocation"].evidence[0].title == "现状调查表"


def test_a_changed_no_may_be_founded_later(open_app, bench):
    at = open_app("projects", new="1")
    at.text_input(key="new-name").input("示例路")
    next(c for c in at.segmented_control if c.key.endswith("-highway-house-relocation")).set_value("no").run()
    at.button(key="create").click().run()
    assert len(service.list_projects(service.LOCAL, bench)) == 1


def test_a_day_without_an_edition_is_said_in_the_form(open_app, seen, bench):
    at = open_app("projects", new="1")
    at.date_input(key="new-day").set_value(date(2020, 1, 1)).run()
    assert "2020-01-01 没有可用的打分表" in seen(at)


def summary(**given: Any) -> Any:
    plain = {
        "fired_vetoes": (),
        "hold": False,
        "answered": 5,
        "total": 5,
        "provisional": False,
        "unanswered_risks": 0,
        "index": Fraction("0.37"),
    }
    return SimpleNamespace(summary=SimpleNamespace(**{**plain, **given}))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"fired_vetoes": ("A-V1",), "hold": True, "answered": 1, "unanswered_risks": 3}, "否决 A-V1，暂缓实施"),
        ({"answered": 3, "provisional": True, "unanswered_risks": 3}, "还缺 2 项打分"),
        ({"provisional": True, "unanswered_risks": 3}, "还有否决问题未答"),
        ({"unanswered_risks": 3}, "3 项风险还没有措施"),
        ({}, "高于 0.36 仅 0.0100"),
        ({"index": Fraction("0.63")}, "低于 0.64 仅 0.0100"),
        ({"index": Fraction("0.36")}, "正在 0.36 分界上"),
        ({"index": Fraction("0.34")}, "低于 0.36 仅 0.0200"),
        ({"index": Fraction("0.5")}, "—"),
        ({"index": None}, "—"),
    ],
)
def test_the_one_thing_to_know_is_the_gravest(given, told, demo, bench):
    card = service.open_case(service.LOCAL, bench, demo[0]).scorecard
    assert notice(_, summary(**given), card)[1] == told


def test_projects_of_every_kind_of_scorecard_stand_in_one_list(open_app, seen, bench, monkeypatch):
    monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(ROOT / "tests" / "scorecards"))
    number = len(open_app("projects", new="1").selectbox(key="new-scorecard").options)
    assert number > 1
    for place in range(number):
        at = open_app("projects", new="1")
        at.selectbox(key="new-scorecard").select_index(place).run()
        at.text_input(key="new-name").input(f"第 {place} 个")
        at.button(key="create").click().run()
    at = open_app()
    assert not at.error
    assert not at.exception
    assert all(f"第 {place} 个" in tables(at) for place in range(number))


def test_of_several_scorecards_the_default_is_offered_first(open_app, bench):
    offered = open_app("projects", new="1").selectbox(key="new-scorecard")
    assert len(offered.options) == 5
    assert offered.index == 0
    assert offered.options[0] == "重大项目社会稳定风险评估打分表 2026.1"


@pytest.mark.parametrize(
    ("card", "title", "facts"),
    [("points-100", "四性百分扣分表", {"compensation-due"}), ("simple-triage", "简易评估筛查表", set())],
)
def test_a_project_on_another_shipped_scorecard_is_begun_in_the_form(open_app, seen, bench, card, title, facts):
    at = open_app("projects", new="1")
    at.selectbox(key="new-scorecard").select(next(o for o in at.selectbox(key="new-scorecard").options if title in o)).run()
    assert [box.key for box in at.selectbox if box.key.startswith("new-profile")] == []
    assert {c.key.rpartition("--")[2] for c in at.segmented_control if c.key.startswith("fact-")} == facts
    at.text_input(key="new-name").input("示例事项")
    at.button(key="create").click().run()
    assert not at.exception
    (row,) = service.list_projects(service.LOCAL, bench)
    assert service.open_case(service.LOCAL, bench, row.id).scorecard.id == card


def test_pressing_create_twice_makes_one_project(open_app, bench):
    at = open_app("projects", new="1")
    at.text_input(key="new-name").input("示例路")
    at.button(key="create").click().run()
    kept = at.session_state["request.new-project"]
    again = service.create_project(service.LOCAL, bench, Project(name="示例路", profile="highway"), date.today(), request=kept)
    assert [row.id for row in service.list_projects(service.LOCAL, bench)] == [again]
