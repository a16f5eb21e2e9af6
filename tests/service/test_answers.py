"""An answer that does not fit, or that names a person, is refused before it is stored."""

from collections.abc import Callable

import pytest

from assessment.errors import CaseError, StoreError
from assessment.model.case import Edition, Evidence, FactAnswer, Project, Rating
from assessment.model.measure import Effect, PlannedMeasure
from assessment.service import (
    LOCAL,
    Bench,
    accept_risk,
    answer_fact,
    answer_veto,
    choose_measures,
    copy_project,
    create_project,
    history,
    open_case,
    plan_measure,
    rate,
)
from tests.service.conftest import DAY

Change = Callable[[Bench, str], object]
NUMBER = "510000199001011234"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda b, p: rate(LOCAL, b, p, "nothing", Rating(likelihood=1), None), "indicator-unknown"),
        (lambda b, p: rate(LOCAL, b, p, "payment", Rating(likelihood=4), None), "level-unknown"),
        (lambda b, p: rate(LOCAL, b, p, "payment", Rating(option=1), None), "axis-unknown"),
        (lambda b, p: rate(LOCAL, b, p, "payment", Rating(note=f"户主{NUMBER}"), None), "personal-data"),
        (
            lambda b, p: rate(LOCAL, b, p, "payment", Rating(evidence=(Evidence(title="表", number=NUMBER),)), None),
            "personal-data",
        ),
        (lambda b, p: rate(LOCAL, b, p, "payment", Rating(note="x"), None, "a b\n"), "request-malformed"),
        (lambda b, p: answer_veto(LOCAL, b, p, "X-V1", "yes", None), "veto-unknown"),
        (lambda b, p: answer_veto(LOCAL, b, p, "L1-V1", "perhaps", None), "not-one-of"),
        (lambda b, p: answer_fact(LOCAL, b, p, "fire", FactAnswer(answer="no"), None), "fact-unknown"),
        (lambda b, p: answer_fact(LOCAL, b, p, "water", FactAnswer(answer="no", reason=NUMBER), None), "personal-data"),
        (lambda b, p: choose_measures(LOCAL, b, p, ["L1-a", "L1-z"]), "measure-unknown"),
        (lambda b, p: plan_measure(LOCAL, b, p, "L1-a", PlannedMeasure(measure="L1-a", cost="-1"), None), "cost-negative"),
        (lambda b, p: plan_measure(LOCAL, b, p, "L1-a", PlannedMeasure(measure="L2-a"), None), "measure-id-differs"),
        (
            lambda b, p: plan_measure(LOCAL, b, p, "L1-a", PlannedMeasure(measure="L1-a", status="verified"), None),
            "measure-verified-without-proof",
        ),
        (lambda b, p: plan_measure(LOCAL, b, p, "own-1", own(likelihood=2), None), "effect-raises"),
        (lambda b, p: accept_risk(LOCAL, b, p, "nothing", "已商定", None), "indicator-unknown"),
        (lambda b, p: accept_risk(LOCAL, b, p, "payment", "已商定" * 2000, None), "text-too-long"),
        (lambda b, p: accept_risk(LOCAL, b, p, "payment", "已\x07商定", None), "control-character"),
        (lambda b, p: copy_project(LOCAL, b, p, "  "), "name-missing"),
        (lambda b, p: create_project(LOCAL, b, Project(name=f"路{NUMBER}"), DAY), "personal-data"),
        (lambda b, p: create_project(LOCAL, b, Project(name="路", profile="canal"), DAY), "profile-unknown"),
        (lambda b, p: create_project(LOCAL, b, Project(name="路"), DAY.replace(year=2025)), "no-edition"),
        (lambda b, p: create_project(LOCAL, b, Project(name="路"), DAY, wanted=Edition(id="other")), "scorecard-unknown"),
        (lambda b, p: create_project(LOCAL, b, Project(name="路"), DAY, "later"), "not-one-of"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(bench: Bench, project: str, change: Change, code: str) -> None:
    with pytest.raises(CaseError) as caught:
        change(bench, project)
    assert caught.value.problems[0].code == code and len(history(LOCAL, bench, project)) == 1


def own(**drop: int) -> PlannedMeasure:
    return PlannedMeasure(measure="own-1", text="加固", effects=(Effect(indicator="payment", **drop),), reason="有先例")


def test_an_emptied_rating_is_none(bench: Bench, project: str) -> None:
    rate(LOCAL, bench, project, "payment", Rating(likelihood=2), Rating())
    rate(LOCAL, bench, project, "payment", Rating(), Rating(likelihood=2))
    assert open_case(LOCAL, bench, project).assessment.ratings == {}


def test_measures_already_planned_stay_as_they_are(bench: Bench, project: str) -> None:
    mine = PlannedMeasure(measure="L1-a", responsible_body="镇财政所", status="in_progress")
    plan_measure(LOCAL, bench, project, "L1-a", mine, None)
    choose_measures(LOCAL, bench, project, ["L1-a", "S1-a"])
    assert open_case(LOCAL, bench, project).assessment.plan.measures[0] == mine


def test_a_change_that_fails_halfway_leaves_nothing(bench: Bench, project: str) -> None:
    with pytest.raises(StoreError), bench.store.writing() as writer:
        record = writer.lock(project)
        event = writer.events(project)[0]
        writer.save(record.changed({("veto", "L1-V1"): "yes"}, event.at, "x"), {("veto", "L1-V1"): "yes"}, record, event)
    assert open_case(LOCAL, bench, project).assessment.vetoes == {}
