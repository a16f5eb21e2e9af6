"""The frame: navigation, language, unknown addresses, faults."""

from pathlib import Path

import pytest

from assessment import faults, service
from assessment.errors import CaseError, Problem
from assessment.ui import state
from assessment.ui.parts import html_table, tone


def test_an_unknown_id_is_a_sentence_with_the_way_back(open_app, seen, demo):
    at = open_app("scorecards", id="no-such-project")
    assert not at.error  # a page without a project does not mind
    at = open_app("result", id="no-such-project")
    assert "没有这个项目" in at.error[0].value
    at.button(key="back-to-list").click().run()
    assert "国道G247改建" in seen(at)


def test_a_page_of_a_project_without_one_offers_the_list(open_app, seen, bench):
    assert "还没有选项目" in seen(open_app("result"))


def test_the_language_in_the_address_holds_on_every_page(open_app, seen, demo):
    at = open_app("projects", lang="en")
    assert at.segmented_control(key="lang-switch").value == "en"
    at.segmented_control(key="lang-switch").set_value("zh").run()
    assert "项目列表" in seen(at)
    assert at.query_params["lang"] == "zh"


def test_the_project_picked_in_the_sidebar_stays_the_current_one(open_app, demo):
    at = open_app()
    at.selectbox(key="project-picker").select(demo[0]).run()
    assert at.session_state["shell.id"] == demo[0]


@pytest.mark.parametrize("content", [b"this is no database", b"SQLite format 3\x00" + b"broken" * 500])
def test_a_database_that_is_none_is_a_sentence_and_stays_as_it_is(open_app, tmp_path: Path, monkeypatch, content):
    file = tmp_path / "other.db"
    file.write_bytes(content)
    monkeypatch.setenv("ASSESSMENT_DATABASE", f"sqlite:///{file}")
    at = open_app()
    assert at.error
    assert not at.exception
    assert at.button(key="retry-store")
    assert file.read_bytes() == content


def test_an_unforeseen_fault_shows_a_number_and_no_traceback(open_app, seen, demo, monkeypatch, tmp_path):
    def fails(*_arguments, **_named):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(faults, "HOME", tmp_path)
    faults._to_file.cache_clear()
    monkeypatch.setattr(service, "list_projects", fails)
    at = open_app()
    assert "错误号" in at.error[0].value
    assert "secret detail" not in seen(at)
    assert "secret detail" in (tmp_path / "data" / "log" / "errors.log").read_text()
    assert not at.exception


def test_a_mistake_becomes_its_sentence(open_app, seen, demo, monkeypatch):
    def refused(*_arguments, **_named):
        raise CaseError(Problem("name-missing", path="project.name"))

    monkeypatch.setattr(service, "create_project", refused)
    at = open_app("projects", new="1")
    at.text_input(key="new-name").input("某路")
    at.button(key="create").click().run()
    assert at.error
    assert "错误号" not in at.error[0].value


def test_levels_are_coloured_by_rank_however_many_there_are():
    assert [tone(rank, 4) for rank in range(4)] == ["good", "middle", "middle", "bad"]
    assert [tone(rank, 2) for rank in range(2)] == ["good", "bad"]


def test_a_table_to_read_escapes_its_texts():
    assert "<script>" not in html_table(["<script>"], [["<script>alert(1)</script>"]], caption="<script>")


def test_text_of_the_data_is_no_markdown():
    assert state.plain_text("**a** [b](c)") == r"\*\*a\*\* \[b\]\(c\)"
