"""What the service promises, on SQLite and on PostgreSQL."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from assessment.engine.grading import graded
from assessment.errors import CaseError, Conflict, NotAllowed, NotFound, StoreError
from assessment.model.case import Evidence, FactAnswer, Project, Rating
from assessment.model.figure import Observation
from assessment.model.measure import Effect, PlannedMeasure
from assessment.service import (
    LOCAL,
    Actor,
    Bench,
    Undone,
    accept_risk,
    answer_fact,
    answer_veto,
    archive_project,
    choose_measures,
    compare_projects,
    copy_project,
    create_project,
    edit_project,
    enter_figure,
    export_case,
    history,
    import_case,
    list_projects,
    next_own_id,
    open_bench,
    open_case,
    plan_measure,
    rate,
    restore_project,
    undo,
    verify,
)
from tests.service.conftest import COUNTY, DAY, ROOT

LI, WANG = Actor("li", "李工"), Actor("wang", "王工")
HIGH = Rating(likelihood=3, consequence=3, note="尚欠12户", evidence=(Evidence(title="支付凭证", number="〔2026〕3号"),))
LOW = Rating(likelihood=1, consequence=2)
SHARE = Observation(value="97.99", date="2026-05-30", source="签约统计表")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data/assessment.db"
    return str(request.getfixturevalue("new_server_url")())


@pytest.fixture
def bench(url: str) -> Bench:
    return open_bench(url, COUNTY, ROOT)


class TestContract:
    def test_a_new_project_has_nothing_rated_and_is_provisional(self, bench: Bench, project: str) -> None:
        row = list_projects(LOCAL, bench)[0]
        assert (row.id, row.name, row.summary.answered, row.summary.total) == (project, "老街改造", 0, 4)
        assert row.summary.provisional and row.summary.level == "high" and row.summary.index is None

    def test_a_rating_is_kept_and_summed_up(self, bench: Bench, project: str) -> None:
        saved = rate(LI, bench, project, "payment", HIGH, None)
        case = open_case(LI, bench, project)
        assert case.assessment.ratings == {"payment": HIGH} and case.revision == saved.revision == 2
        assert list_projects(LOCAL, bench)[0].summary.answered == 1

    def test_the_second_person_sees_both_values_and_loses_nothing(self, bench: Bench, project: str) -> None:
        rate(LI, bench, project, "payment", HIGH, None)
        with pytest.raises(Conflict) as caught:
            rate(WANG, bench, project, "payment", LOW, None)
        values = caught.value.problems[0].values
        assert (values["kind"], values["key"], values["who"]) == ("rating", "payment", "李工")
        assert values["stored"]["evidence"][0] == {"title": "支付凭证", "number": "〔2026〕3号", "date": None, "kept_at": ""}
        assert values["yours"] == {"likelihood": 1, "consequence": 2, "option": None, "overrides": {}, "note": "", "evidence": []}
        assert open_case(LI, bench, project).assessment.ratings["payment"] == HIGH

    def test_giving_the_same_answer_as_somebody_else_is_no_conflict(self, bench: Bench, project: str) -> None:
        first = rate(LI, bench, project, "payment", HIGH, None)
        assert rate(WANG, bench, project, "payment", HIGH, None) == first

    def test_a_repeated_request_changes_nothing_and_gets_the_first_answer(self, bench: Bench, project: str) -> None:
        first = rate(LI, bench, project, "payment", HIGH, None, "page-1")
        rate(WANG, bench, project, "payment", LOW, HIGH)
        assert rate(LI, bench, project, "payment", HIGH, None, "page-1") == first
        assert open_case(LI, bench, project).assessment.ratings["payment"] == LOW

    def test_a_project_created_twice_by_one_request_is_one_project(self, bench: Bench) -> None:
        ids = {create_project(LI, bench, Project(name="渡口"), DAY, request="page-7") for _ in range(2)}
        assert len(ids) == len(list_projects(LOCAL, bench)) == 1

    def test_undo_walks_back_over_the_own_changes_only(self, bench: Bench, project: str) -> None:
        rate(LI, bench, project, "payment", HIGH, None)
        answer_veto(LI, bench, project, "L1-V1", "yes", None)
        rate(WANG, bench, project, "boundary", LOW, None)
        assert undo(LI, bench, project) == Undone("veto", "L1-V1")
        assert undo(LI, bench, project) == Undone("rating", "payment")
        assert undo(LI, bench, project) is None
        assert open_case(LI, bench, project).assessment.ratings == {"boundary": LOW}

    def test_a_second_click_copies_imports_and_undoes_nothing_more(self, bench: Bench, project: str) -> None:
        rate(LI, bench, project, "payment", HIGH, None)
        rate(LI, bench, project, "boundary", LOW, None)
        raw = export_case(LI, bench, project)
        assert copy_project(LI, bench, project, "二期", "c-1") == copy_project(LI, bench, project, "二期", "c-1")
        assert import_case(LI, bench, raw, "a.yaml", "i-1") == import_case(LI, bench, raw, "a.yaml", "i-1")
        assert undo(LI, bench, project, "u-1") == undo(LI, bench, project, "u-1") == Undone("rating", "boundary")
        assert len(list_projects(LOCAL, bench)) == 3
        assert open_case(LI, bench, project).assessment.ratings == {"payment": HIGH}

    def test_undo_does_not_overwrite_what_somebody_changed_since(self, bench: Bench, project: str) -> None:
        rate(LI, bench, project, "payment", HIGH, None)
        rate(WANG, bench, project, "payment", LOW, HIGH)
        with pytest.raises(Conflict) as caught:
            undo(LI, bench, project)
        assert caught.value.problems[0].values["who"] == "王工"

    def test_measures_of_the_library_come_with_body_days_and_cost(self, bench: Bench, project: str) -> None:
        rate(LI, bench, project, "payment", HIGH, None)
        choose_measures(LI, bench, project, ["L2-a", "L1-a"])
        chosen = open_case(LI, bench, project).assessment.plan.measures
        assert [planned.measure for planned in chosen] == ["L2-a", "L1-a"]
        assert chosen[1].responsible_body == "县财政局" and chosen[1].cost is not None and chosen[1].cost * 2 == 25
        assert (chosen[1].start, chosen[1].due) == (DAY, DAY + timedelta(days=30))
        assert list_projects(LOCAL, bench)[0].summary.planned == 2
        assert undo(LI, bench, project) == Undone("measures", "L2-a,L1-a")
        assert open_case(LI, bench, project).assessment.plan.measures == ()

    def test_an_own_measure_lowers_the_residual_and_can_be_removed(self, bench: Bench, project: str) -> None:
        rate(LI, bench, project, "boundary", HIGH, None)
        name = next_own_id(LI, bench, project)
        own = PlannedMeasure(
            measure=name, text="请村老现场指界", effects=(Effect(indicator="boundary", likelihood=-2),), reason="邻村已用过"
        )
        plan_measure(LI, bench, project, name, own, None)
        case = open_case(LI, bench, project)
        assert name == "own-1" and next_own_id(LI, bench, project) == "own-2"
        assert (case.residual.index or 0) < (case.result.index or 0) and case.now.index == case.result.index
        plan_measure(LI, bench, project, name, None, own)
        assert open_case(LI, bench, project).assessment.plan.measures == ()

    def test_a_risk_is_accepted_with_a_reason(self, bench: Bench, project: str) -> None:
        rate(LI, bench, project, "boundary", HIGH, None)
        assert list_projects(LOCAL, bench)[0].summary.unanswered_risks == 1
        accept_risk(LI, bench, project, "boundary", "  工期不受影响 ", None)
        assert list_projects(LOCAL, bench)[0].summary.unanswered_risks == 0
        accept_risk(LI, bench, project, "boundary", " ", "工期不受影响")
        assert open_case(LI, bench, project).assessment.plan.accepted == {}

    def test_a_fact_answered_no_takes_its_indicator_out(self, bench: Bench, project: str) -> None:
        fact = FactAnswer(answer="no", reason="施工段无水域")
        answer_fact(LI, bench, project, "water", fact, None)
        case = open_case(LI, bench, project)
        assert case.assessment.project.facts == {"water": fact} and list_projects(LOCAL, bench)[0].summary.total == 3

    def test_a_copy_has_every_answer_and_its_own_life(self, bench: Bench, project: str) -> None:
        rate(LI, bench, project, "payment", HIGH, None)
        copy = copy_project(LI, bench, project, "老街改造二期")
        rate(LI, bench, copy, "payment", LOW, HIGH)
        assert open_case(LI, bench, project).assessment.ratings["payment"] == HIGH
        assert open_case(LI, bench, copy).assessment.project.name == "老街改造二期"

    def test_an_archived_project_is_unchangeable_until_restored(self, bench: Bench, project: str) -> None:
        archive_project(LI, bench, project)
        assert list_projects(LOCAL, bench) == [] and len(list_projects(LOCAL, bench, archived=True)) == 1
        with pytest.raises(NotAllowed):
            rate(LI, bench, project, "payment", HIGH, None)
        restore_project(LI, bench, project)
        rate(LI, bench, project, "payment", HIGH, None)

    def test_the_heading_is_corrected_unless_somebody_was_faster(self, bench: Bench, project: str) -> None:
        seen = open_case(LI, bench, project).assessment.project
        edit_project(LI, bench, project, Project(name="老街改造", township="河口镇"), seen, DAY, "approval")
        assert list_projects(LOCAL, bench)[0].township == "河口镇"
        with pytest.raises(Conflict):
            edit_project(WANG, bench, project, Project(name="旧街改造"), seen, DAY, "approval")
        assert undo(LI, bench, project) == Undone("project", "")
        assert open_case(LI, bench, project).assessment.stage == "before-start"

    def test_a_day_of_another_edition_is_refused(self, bench: Bench, project: str) -> None:
        seen = open_case(LI, bench, project).assessment.project
        with pytest.raises(CaseError) as caught:
            edit_project(LI, bench, project, seen, seen, DAY.replace(year=2028), "before-start")
        assert caught.value.problems[0].code == "day-of-another-edition"

    def test_importing_an_export_gives_the_same_assessment(self, bench: Bench, project: str) -> None:
        rate(LI, bench, project, "payment", HIGH, None)
        answer_fact(LI, bench, project, "water", FactAnswer(answer="yes"), None)
        choose_measures(LI, bench, project, ["S1-a", "L1-a"])
        accept_risk(LI, bench, project, "ferry", "短时停航已商定", None)
        copy = import_case(WANG, bench, export_case(LI, bench, project), "老街改造.yaml")
        assert open_case(LI, bench, copy).assessment == open_case(LI, bench, project).assessment
        assert len({row.digest for row in list_projects(LOCAL, bench)}) == 1

    def test_projects_are_compared_by_id(self, bench: Bench, project: str) -> None:
        other = copy_project(LI, bench, project, "二号路")
        (group,) = compare_projects(LI, bench, [project, other, project])
        assert {compared.key for compared in group.projects} == {project, other}

    def test_history_says_who_did_what(self, bench: Bench, project: str) -> None:
        rate(LI, bench, project, "payment", LOW, None, "page-1")
        event = history(LOCAL, bench, project)[0]
        assert (event.actor_name, event.kind, event.key, event.request) == ("李工", "rating", "payment", "page-1")
        assert event.before is None and event.after == {"likelihood": 1, "consequence": 2}

    @pytest.mark.parametrize("statement", ["UPDATE events SET actor_name = 'x'", "DELETE FROM events"])
    def test_events_only_grow(self, bench: Bench, project: str, statement: str) -> None:
        with pytest.raises(StoreError, match="only grow"), bench.store.writing() as writer:
            writer.connection.execute(text(statement))
        assert verify(LOCAL, bench) == ()

    @pytest.mark.parametrize("id", ["", "x", "abcdefghijkl", "a" * 12 + "\0", "../../../etc", "空" * 12])
    def test_an_id_that_is_none_is_not_found(self, bench: Bench, id: str) -> None:
        with pytest.raises(NotFound):
            open_case(LOCAL, bench, id)

    def test_of_two_at_once_on_one_indicator_one_is_told(self, bench: Bench, project: str) -> None:
        outcomes: list[str] = []

        def give(actor: Actor, new: Rating) -> None:
            try:
                rate(actor, bench, project, "payment", new, None)
                outcomes.append("saved")
            except Conflict:
                outcomes.append("conflict")

        run_at_once([lambda: give(LI, HIGH), lambda: give(WANG, LOW)])
        assert sorted(outcomes) == ["conflict", "saved"]

    def test_eight_at_once_on_different_answers_lose_nothing(self, bench: Bench, project: str) -> None:
        ratings = dict.fromkeys(("payment", "boundary", "traffic", "ferry"), LOW)
        work = [lambda name=name: rate(LI, bench, project, name, LOW, None) for name in ratings]
        work += [lambda name=name: accept_risk(WANG, bench, project, name, "已商定", None) for name in ratings]
        run_at_once(work)
        stored = open_case(LI, bench, project)
        assert stored.assessment.ratings == ratings and len(stored.assessment.plan.accepted) == 4
        assert stored.revision == 9 and verify(LOCAL, bench) == ()


class TestFigures:
    """按数据取级 as the service keeps it."""

    @pytest.fixture
    def bench(self, url: str) -> Bench:
        return open_bench(url, ROOT / "tests" / "scorecards" / "graded", ROOT)

    @pytest.fixture
    def project(self, bench: Bench) -> str:
        return create_project(LI, bench, Project(name="老街改造", investment=900), DAY)

    def level(self, bench: Bench, project: str) -> int | None:
        case = open_case(LI, bench, project)
        return graded(case.scorecard, case.assessment).ratings["agreement"].likelihood

    def test_a_figure_is_kept_exactly_and_gives_the_level(self, bench: Bench, project: str) -> None:
        enter_figure(LI, bench, project, "agreed", SHARE, None)
        enter_figure(LI, bench, project, "deposit", Observation(value="yes"), None)
        assert open_case(LI, bench, project).assessment.figures["agreed"] == SHARE
        assert self.level(bench, project) == 2
        enter_figure(LI, bench, project, "agreed", None, SHARE)
        assert set(open_case(LI, bench, project).assessment.figures) == {"deposit"} and verify(LOCAL, bench) == ()

    def test_the_second_person_sees_both_figures(self, bench: Bench, project: str) -> None:
        enter_figure(LI, bench, project, "agreed", SHARE, None)
        with pytest.raises(Conflict) as caught:
            enter_figure(WANG, bench, project, "agreed", Observation(value="85"), None)
        values = caught.value.problems[0].values
        assert (values["kind"], values["key"], values["who"]) == ("figure", "agreed", "李工")
        assert values["stored"] == {"value": "97.99", "date": "2026-05-30", "source": "签约统计表"}
        assert values["yours"] == {"value": "85", "date": None, "source": ""}

    def test_a_repeated_request_enters_nothing_twice(self, bench: Bench, project: str) -> None:
        first = enter_figure(LI, bench, project, "agreed", SHARE, None, "page-1")
        enter_figure(WANG, bench, project, "agreed", Observation(value="85"), SHARE)
        assert enter_figure(LI, bench, project, "agreed", SHARE, None, "page-1") == first
        assert open_case(LI, bench, project).assessment.figures["agreed"].value == 85

    @pytest.mark.parametrize(
        ("figure", "value", "code"),
        [
            ("agreed", "100.01", "figure-value"),
            ("agreed", "yes", "figure-value"),
            ("deposit", "1", "figure-value"),
            ("no-such-figure", "1", "figure-unknown"),
            ("investment", "900", "figure-of-project"),
        ],
    )
    def test_what_is_no_such_figure_is_refused(self, bench: Bench, project: str, figure: str, value: str, code: str) -> None:
        with pytest.raises(CaseError) as caught:
            enter_figure(LI, bench, project, figure, Observation(value=value), None)
        assert [problem.code for problem in caught.value.problems] == [code]

    def test_another_level_needs_a_reason(self, bench: Bench, project: str) -> None:
        enter_figure(LI, bench, project, "agreed", Observation(value="85"), None)
        with pytest.raises(CaseError) as caught:
            rate(LI, bench, project, "agreement", Rating(likelihood=1), None)
        assert [problem.code for problem in caught.value.problems] == ["override-unreasoned"]
        reasoned = Rating(likelihood=1, overrides={"likelihood": "已全部补签"})
        rate(LI, bench, project, "agreement", reasoned, None)
        assert self.level(bench, project) == 1
        assert undo(LI, bench, project) == Undone("rating", "agreement")
        assert self.level(bench, project) == 3

    def test_undo_takes_a_figure_back_unless_somebody_changed_it(self, bench: Bench, project: str) -> None:
        enter_figure(LI, bench, project, "agreed", SHARE, None)
        enter_figure(LI, bench, project, "deposit", Observation(value="no"), None)
        assert undo(LI, bench, project) == Undone("figure", "deposit")
        enter_figure(WANG, bench, project, "agreed", Observation(value="85"), SHARE)
        with pytest.raises(Conflict):
            undo(LI, bench, project)

    def test_figures_survive_a_copy_and_a_file(self, bench: Bench, project: str) -> None:
        enter_figure(LI, bench, project, "agreed", SHARE, None)
        enter_figure(LI, bench, project, "deposit", Observation(value="no"), None)
        rate(LI, bench, project, "agreement", Rating(likelihood=3, overrides={"likelihood": "有户反悔"}), None)
        figures = open_case(LI, bench, project).assessment.figures
        copied = copy_project(LI, bench, project, "老街改造二期")
        imported = import_case(WANG, bench, export_case(LI, bench, project), "老街改造.yaml")
        for other in (copied, imported):
            assessment = open_case(LI, bench, other).assessment
            assert assessment.figures == figures
            assert assessment.ratings["agreement"].overrides == {"likelihood": "有户反悔"}
        assert verify(LOCAL, bench) == ()

    def test_history_says_who_entered_what(self, bench: Bench, project: str) -> None:
        enter_figure(LI, bench, project, "agreed", SHARE, None, "page-1")
        event = history(LOCAL, bench, project)[0]
        assert (event.actor_name, event.kind, event.key, event.request) == ("李工", "figure", "agreed", "page-1")
        assert event.before is None and event.after == {"value": "97.99", "date": "2026-05-30", "source": "签约统计表"}

    def test_a_persons_number_in_a_source_is_refused(self, bench: Bench, project: str) -> None:
        with pytest.raises(CaseError) as caught:
            enter_figure(LI, bench, project, "agreed", Observation(value="90", source="村干部 13800138000"), None)
        assert [problem.code for problem in caught.value.problems] == ["personal-data"]

    def test_of_two_at_once_on_one_figure_one_is_told(self, bench: Bench, project: str) -> None:
        outcomes: list[str] = []

        def give(actor: Actor, value: str) -> None:
            try:
                enter_figure(actor, bench, project, "agreed", Observation(value=value), None)
                outcomes.append("saved")
            except Conflict:
                outcomes.append("conflict")

        run_at_once([lambda: give(LI, "85"), lambda: give(WANG, "95")])
        assert sorted(outcomes) == ["conflict", "saved"]


def run_at_once(work: list) -> None:
    ready = threading.Barrier(len(work))
    threads = [threading.Thread(target=lambda job=job: (ready.wait(), job())) for job in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
