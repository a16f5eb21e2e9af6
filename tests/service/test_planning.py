"""The aim of a plan is kept, a whole plan is taken over as one action."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from assessment import service
from assessment.engine.optimise.best import best_plan
from assessment.errors import CaseError, Conflict
from assessment.model.measure import Aim, Effect, PlannedMeasure
from assessment.service import Bench

ME, OTHER = service.LOCAL, service.Actor("wang", "王工")
EFFECT = Effect(indicator="compensation-payment", likelihood=-1)
OWN = PlannedMeasure(measure="own-1", text="县财政局先行垫付", effects=(EFFECT,), reason="示例理由")
BARRED, PINNED = Aim(barred=("own-1",)), Aim(pinned=("LA2-a", "own-1"))
AIM = Aim(target="medium", budget=Fraction("120.5"), by=date(2027, 6, 30), pinned=("LA2-a",), barred=("LA2-b",), answer_all=False)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """With the shipped scorecards."""
    return service.open_bench(str(tmp_path / "plans.db"))


@pytest.fixture
def road(bench: Bench) -> str:
    return service.load_demo(ME, bench)[0]


def test_the_aim_is_kept_and_taken_back(bench: Bench, road: str) -> None:
    service.set_aim(ME, bench, road, AIM, Aim())
    assert service.open_case(ME, bench, road).assessment.plan.aim == AIM
    assert service.undo(ME, bench, road) == service.Undone("aim", "plan")
    assert service.open_case(ME, bench, road).assessment.plan.aim == Aim()


def test_the_default_aim_leaves_nothing_behind(bench: Bench, road: str) -> None:
    before = service.open_case(ME, bench, road).assessment
    service.set_aim(ME, bench, road, AIM, Aim())
    service.set_aim(ME, bench, road, Aim(), AIM)
    assert service.open_case(ME, bench, road).assessment == before


def test_two_people_cannot_overwrite_each_other_s_aim(bench: Bench, road: str) -> None:
    service.set_aim(ME, bench, road, AIM, Aim())
    with pytest.raises(Conflict):
        service.set_aim(ME, bench, road, Aim(target="medium"), Aim())


def test_the_best_plan_is_taken_over_and_taken_back_at_once(bench: Bench, road: str) -> None:
    service.choose_measures(ME, bench, road, ["LA2-c", "LA2-a"])
    case = service.open_case(ME, bench, road)
    best = best_plan(case.scorecard, case.assessment)
    service.adopt_plan(ME, bench, road, sorted(best.chosen), case.assessment.plan)
    taken = service.open_case(ME, bench, road)
    assert {p.measure for p in taken.assessment.plan.measures} == best.chosen
    assert taken.residual.index == best.residual.index
    service.undo(ME, bench, road)
    back = service.open_case(ME, bench, road).assessment.plan
    assert {p.measure: p for p in back.measures} == {p.measure: p for p in case.assessment.plan.measures}


def test_what_is_planned_keeps_its_own_dates_and_lapsed_measures_stay(bench: Bench, road: str) -> None:
    service.choose_measures(ME, bench, road, ["LA2-a", "LA2-b"])
    plan = service.open_case(ME, bench, road).assessment.plan
    mine = plan.measures[0].model_copy(update={"cost": Fraction(7), "office": "科长岗"})
    gone = plan.measures[1].model_copy(update={"status": "lapsed"})
    service.plan_measure(ME, bench, road, "LA2-a", mine, plan.measures[0])
    service.plan_measure(ME, bench, road, "LA2-b", gone, plan.measures[1])
    service.adopt_plan(ME, bench, road, ["LA2-a", "LA3-a"], service.open_case(ME, bench, road).assessment.plan)
    kept = {p.measure: p for p in service.open_case(ME, bench, road).assessment.plan.measures}
    assert (set(kept), kept["LA2-a"], kept["LA2-b"]) == ({"LA2-a", "LA2-b", "LA3-a"}, mine, gone)


def test_a_plan_changed_in_between_is_not_replaced(bench: Bench, road: str) -> None:
    seen = service.open_case(ME, bench, road).assessment.plan
    service.choose_measures(ME, bench, road, ["LA2-a"])
    with pytest.raises(Conflict):
        service.adopt_plan(ME, bench, road, ["LA3-a"], seen)


def test_an_unknown_measure_is_refused(bench: Bench, road: str) -> None:
    with pytest.raises(CaseError):
        service.adopt_plan(ME, bench, road, ["nonsense"], service.open_case(ME, bench, road).assessment.plan)


def test_the_same_click_twice_changes_the_plan_once(bench: Bench, road: str) -> None:
    seen = service.open_case(ME, bench, road).assessment.plan
    first = service.adopt_plan(ME, bench, road, ["LA3-a"], seen, "click-1")
    assert service.adopt_plan(ME, bench, road, ["LA3-a"], seen, "click-1") == first


def plan_of(bench: Bench, id: str) -> service.Case:
    return service.open_case(ME, bench, id)


def test_an_own_measure_can_be_pinned_and_barred(bench: Bench, road: str) -> None:
    service.plan_measure(ME, bench, road, "own-1", OWN, None)
    service.set_aim(ME, bench, road, BARRED, Aim())
    service.set_aim(ME, bench, road, PINNED, BARRED)
    assert plan_of(bench, road).assessment.plan.aim == PINNED
    with pytest.raises(CaseError):
        service.set_aim(ME, bench, road, Aim(pinned=("own-2",)), PINNED)


def test_an_own_measure_that_a_plan_leaves_out_leaves_the_aim_with_it(bench: Bench, road: str) -> None:
    service.plan_measure(ME, bench, road, "own-1", OWN, None)
    service.set_aim(ME, bench, road, BARRED, Aim())
    service.adopt_plan(ME, bench, road, ["LA3-a"], plan_of(bench, road).assessment.plan)
    case = plan_of(bench, road)
    assert ([p.measure for p in case.assessment.plan.measures], case.assessment.plan.aim) == (["LA3-a"], Aim())
    copy = service.import_case(ME, bench, service.export_case(ME, bench, road), "路.yaml")
    assert plan_of(bench, copy).assessment == case.assessment
    assert service.verify(ME, bench) == ()
    assert service.undo(ME, bench, road) == service.Undone("plan", "LA3-a,own-1")
    assert plan_of(bench, road).assessment.plan.aim == BARRED
    assert [p.measure for p in plan_of(bench, road).assessment.plan.measures] == ["own-1"]


def test_the_id_of_an_own_measure_is_never_given_again(bench: Bench, road: str) -> None:
    service.plan_measure(ME, bench, road, "own-1", OWN, None)
    service.set_aim(ME, bench, road, PINNED, Aim())
    service.plan_measure(ME, bench, road, "own-1", None, OWN)
    assert plan_of(bench, road).assessment.plan.aim == Aim(pinned=("LA2-a",))
    assert service.next_own_id(ME, bench, road) == "own-2"
    service.undo(ME, bench, road)
    assert plan_of(bench, road).assessment.plan.aim == PINNED


def test_taking_back_an_own_measure_takes_it_out_of_the_aim_of_another_person(bench: Bench, road: str) -> None:
    service.plan_measure(ME, bench, road, "own-1", OWN, None)
    service.set_aim(OTHER, bench, road, PINNED, Aim())
    service.undo(ME, bench, road)
    assert plan_of(bench, road).assessment.plan == plan_of(bench, road).assessment.plan.model_copy(
        update={"measures": (), "aim": Aim(pinned=("LA2-a",))}
    )
    assert service.verify(ME, bench) == ()


def test_an_aim_that_is_brought_back_names_only_what_is_there(bench: Bench, road: str) -> None:
    service.plan_measure(OTHER, bench, road, "own-1", OWN, None)
    service.set_aim(ME, bench, road, PINNED, Aim())
    service.set_aim(ME, bench, road, Aim(), PINNED)
    service.plan_measure(OTHER, bench, road, "own-1", None, OWN)
    assert service.undo(ME, bench, road) == service.Undone("aim", "plan")
    assert plan_of(bench, road).assessment.plan.aim == Aim(pinned=("LA2-a",))
    assert service.verify(ME, bench) == ()


def test_one_swapped_for_an_own_measure_leaves_the_aim_too(bench: Bench, road: str) -> None:
    service.plan_measure(ME, bench, road, "own-1", OWN, None)
    service.set_aim(ME, bench, road, PINNED, Aim())
    service.choose_measures(ME, bench, road, ["LA3-a"], instead_of={"own-1": OWN})
    assert plan_of(bench, road).assessment.plan.aim == Aim(pinned=("LA2-a",))
