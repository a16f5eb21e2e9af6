"""Measures that belong together are chosen together; those that cannot be done together are refused, or swapped."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from assessment.errors import CaseError, Conflict
from assessment.model.case import Project
from assessment.model.measure import PlannedMeasure
from assessment.service import (
    LOCAL,
    Bench,
    adopt_plan,
    choose_measures,
    create_project,
    history,
    open_bench,
    open_case,
    plan_measure,
    undo,
)
from tests.service.conftest import COUNTY, DAY, ROOT


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """L1-a requires S1-a, which requires S2-a; L2-a excludes S2-a."""
    folder = shutil.copytree(COUNTY, tmp_path / "county")
    for name, more in {"L1-a": "requires: [S1-a]", "S1-a": "requires: [S2-a]", "L2-a": "excludes: [S2-a]"}.items():
        for file in (folder / "measures").iterdir():
            text = file.read_text("utf-8")
            file.write_text(text.replace(f"- id: {name}\n", f"- id: {name}\n    {more}\n"), "utf-8")
    return open_bench(str(tmp_path / "data" / "assessment.db"), folder, ROOT)


@pytest.fixture
def project(bench: Bench) -> str:
    return create_project(LOCAL, bench, Project(name="老街改造"), DAY)


def plan(bench: Bench, id: str) -> Mapping[str, PlannedMeasure]:
    return {p.measure: p for p in open_case(LOCAL, bench, id).assessment.plan.measures}


def test_what_a_measure_requires_is_chosen_with_it_as_one_action(bench: Bench, project: str) -> None:
    choose_measures(LOCAL, bench, project, ["L1-a"])
    assert set(plan(bench, project)) == {"L1-a", "S1-a", "S2-a"}
    assert all(p.due and p.responsible_body for p in plan(bench, project).values())
    undo(LOCAL, bench, project)
    assert not plan(bench, project)


def test_a_lapsed_measure_that_is_required_is_taken_up_again(bench: Bench, project: str) -> None:
    choose_measures(LOCAL, bench, project, ["S2-a"])
    seen = plan(bench, project)["S2-a"]
    plan_measure(LOCAL, bench, project, "S2-a", seen.model_copy(update={"status": "lapsed", "office": "所长"}), seen)
    choose_measures(LOCAL, bench, project, ["S1-a"])
    assert (plan(bench, project)["S2-a"].status, plan(bench, project)["S2-a"].office) == ("planned", "所长")


def test_a_measure_that_excludes_a_chosen_one_is_refused_and_nothing_of_it_is_stored(bench: Bench, project: str) -> None:
    choose_measures(LOCAL, bench, project, ["L2-a"])
    with pytest.raises(CaseError) as error:
        choose_measures(LOCAL, bench, project, ["L1-a"])
    assert [(p.code, p.path, p.values["others"]) for p in error.value.problems] == [("measure-excluded", "S2-a", ("L2-a",))]
    assert set(plan(bench, project)) == {"L2-a"}


def test_a_lapsed_measure_is_not_taken_up_again_beside_one_it_excludes(bench: Bench, project: str) -> None:
    choose_measures(LOCAL, bench, project, ["L2-a"])
    seen = plan(bench, project)["L2-a"]
    lapsed = seen.model_copy(update={"status": "lapsed"})
    plan_measure(LOCAL, bench, project, "L2-a", lapsed, seen)
    choose_measures(LOCAL, bench, project, ["S2-a"])
    with pytest.raises(CaseError):
        plan_measure(LOCAL, bench, project, "L2-a", seen, lapsed)


def test_one_measure_is_swapped_for_another_as_one_action(bench: Bench, project: str) -> None:
    choose_measures(LOCAL, bench, project, ["L2-a"])
    seen = plan(bench, project)["L2-a"]
    choose_measures(LOCAL, bench, project, ["S2-a"], instead_of={"L2-a": seen})
    assert set(plan(bench, project)) == {"S2-a"}
    assert history(LOCAL, bench, project)[0].key == "L2-a,S2-a"
    undo(LOCAL, bench, project)
    assert plan(bench, project) == {"L2-a": seen}


def test_a_measure_somebody_changed_meanwhile_is_not_swapped_away(bench: Bench, project: str) -> None:
    choose_measures(LOCAL, bench, project, ["L2-a"])
    seen = plan(bench, project)["L2-a"]
    plan_measure(LOCAL, bench, project, "L2-a", seen.model_copy(update={"status": "done"}), seen)
    with pytest.raises(Conflict):
        choose_measures(LOCAL, bench, project, ["S2-a"], instead_of={"L2-a": seen})
    assert set(plan(bench, project)) == {"L2-a"}


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (["L2-a", "S2-a"], {("measure-excluded", "L2-a"), ("measure-excluded", "S2-a")}),
        (["L1-a", "S2-a"], {("measure-requires-missing", "L1-a")}),
        (["S1-a", "L2-a", "S2-a"], {("measure-excluded", "L2-a"), ("measure-excluded", "S2-a")}),
    ],
)
def test_a_plan_that_cannot_be_done_is_not_taken_over(
    bench: Bench, project: str, chosen: list[str], found: set[tuple[str, str]]
) -> None:
    seen = open_case(LOCAL, bench, project).assessment.plan
    with pytest.raises(CaseError) as error:
        adopt_plan(LOCAL, bench, project, chosen, seen)
    assert {(p.code, p.path) for p in error.value.problems} == found
    assert not plan(bench, project)


def test_a_plan_of_measures_that_stand_already_is_checked_too(bench: Bench, project: str) -> None:
    choose_measures(LOCAL, bench, project, ["L1-a"])
    with pytest.raises(CaseError):
        adopt_plan(LOCAL, bench, project, ["L1-a", "S2-a"], open_case(LOCAL, bench, project).assessment.plan)
    assert set(plan(bench, project)) == {"L1-a", "S1-a", "S2-a"}


def test_a_lapsed_measure_of_a_plan_taken_over_is_taken_up_again(bench: Bench, project: str) -> None:
    choose_measures(LOCAL, bench, project, ["S2-a"])
    seen = plan(bench, project)["S2-a"]
    plan_measure(LOCAL, bench, project, "S2-a", seen.model_copy(update={"status": "lapsed", "office": "所长"}), seen)
    adopt_plan(LOCAL, bench, project, ["S1-a", "S2-a"], open_case(LOCAL, bench, project).assessment.plan)
    again = plan(bench, project)["S2-a"]
    assert (again.status, again.office, again.due) == ("planned", "所长", seen.due)
