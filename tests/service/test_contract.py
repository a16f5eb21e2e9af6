"""What the service promises, on SQLite and on PostgreSQL."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from assessment.errors import CaseError, Conflict, NotAllowed, NotFound, StoreError
from assessment.model.case import Evidence, FactAnswer, Project, Rating
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


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    if request.param == "sqlite":
        return open_bench(f"sqlite:///{tmp_path}/data/assessment.db", COUNTY, ROOT)
    return open_bench(request.getfixturevalue("new_server_url")(), COUNTY, ROOT)


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
        assert values["yours"] == {"likelihood": 1, "consequence": 2, "option": None, "note": "", "evidence": []}
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
        name = next_own_id(open_case(LI, bench, project).assessment)
        own = PlannedMeasure(
            measure=name, text="请村老现场指界", effects=(Effect(indicator="boundary", likelihood=-2),), reason="邻村已用过"
        )
        plan_measure(LI, bench, project, name, own, None)
        case = open_case(LI, bench, project)
        assert name == "own-1" and next_own_id(case.assessment) == "own-2"
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


def run_at_once(work: list) -> None:
    ready = threading.Barrier(len(work))
    threads = [threading.Thread(target=lambda job=job: (ready.wait(), job())) for job in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
