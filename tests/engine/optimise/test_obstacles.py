"""What is named as a way out is one: applied, it leads to a plan at the cost that was named."""

from fractions import Fraction
from typing import Any

from hypothesis import given, settings

from assessment.engine.optimise.best import BestPlan, best_plan
from assessment.engine.optimise.obstacles import Obstacle
from assessment.engine.planning import taken_up_again
from assessment.model.case import Assessment
from assessment.model.measure import Aim
from assessment.model.scorecard import Scorecard
from tests.cards import card, case, indicator, measure
from tests.engine.optimise.cases import planning

EFFECT = {"indicator": "b", "likelihood": -1}
OWN = {"measure": "own", "text": "自拟", "reason": "示例", "effects": [EFFECT], "cost": 3, "due": "2026-12-15"}


def asked_again(scorecard: Scorecard, assessment: Assessment, aim: Aim, way: Obstacle) -> BestPlan:
    """With the limit changed as the obstacle says."""
    plan = assessment.plan
    changed: dict[str, Any] = {
        "budget": {"budget": way.cost},
        "late": {"by": way.by},
        "barred": {"barred": tuple(name for name in aim.barred if name not in way.ids)},
        "pinned": {"pinned": tuple(name for name in aim.pinned if name not in way.ids)},
        "band": {"worst_band": None},
    }.get(way.kind, {})
    if way.kind == "lapsed":
        again = (taken_up_again(scorecard, p, assessment.date) if p.measure in way.ids else p for p in plan.measures)
        plan = plan.model_copy(update={"measures": tuple(again)})
    if way.kind == "risk":
        plan = plan.model_copy(update={"accepted": {**plan.accepted, **dict.fromkeys(way.ids, "示例")}})
    assessment = assessment.model_copy(update={"plan": plan})
    return best_plan(scorecard, assessment, aim.model_copy(update=changed))


@given(planning())
@settings(max_examples=150, deadline=None)
def test_each_way_out_leads_to_a_plan_at_its_cost(drawn: tuple[Scorecard, Assessment, Aim]) -> None:
    scorecard, assessment, aim = drawn
    for way in best_plan(scorecard, assessment, aim).obstacles:
        if way.kind in ("budget", "late", "barred", "pinned", "band", "lapsed", "risk"):
            again = asked_again(scorecard, assessment, aim, way)
            assert (again.status, again.cost) == ("optimal", way.cost)


def test_a_lapsed_measure_is_no_way_out_where_it_does_not_count_for_enough_once_planned_anew() -> None:
    """3×3 is 0.36, not low. One level less would do; half a level, which is what counts while it is planned, is none."""
    slow = card(
        {"d": [indicator("a", 100)]},
        effects={"credit": {"planned": "0.5"}},
        measures=[measure("half", {"indicator": "a", "likelihood": -1})],
    )
    begun = case({"a": (3, 3)}, plan={"measures": [{"measure": "half", "status": "lapsed"}]}, date="2026-12-01")
    assert best_plan(slow, begun, Aim(answer_all=False)).obstacles == ()


def test_a_day_that_lets_an_own_measure_in_pays_for_it() -> None:
    """From that day on the plan's own measure is in time, and so is in every plan, though it helps little."""
    lib = measure("lib", {"indicator": "a", "likelihood": -1}, cost=2, days=20)
    slow = card({"d": [indicator("a", 99), indicator("b", 1)]}, measures=[lib])
    begun = case({"a": (3, 3), "b": (5, 5)}, plan={"measures": [OWN]}, date="2026-12-01")
    assert _late(slow, begun, None) == (("lib", "own"), 5, "2026-12-21")
    assert _late(slow, begun, 4) is None


def _late(scorecard: Scorecard, assessment: Assessment, budget: int | None) -> tuple[Any, ...] | None:
    aim = Aim.model_validate({"by": "2026-12-10", "budget": budget, "answer_all": False})
    found = [o for o in best_plan(scorecard, assessment, aim).obstacles if o.kind == "late"]
    return (found[0].ids, found[0].cost, str(found[0].by)) if found else None


def test_what_costs_nothing_and_has_to_be_in_no_plan_is_not_named_among_what_is_owed() -> None:
    free = card(
        {"d": [indicator("a", 100)]},
        measures=[
            {**measure("owed", {"indicator": "a", "likelihood": -1}, cost=5), "mandatory": True},
            *(measure(f"free{n}", {"indicator": "a", "consequence": -1}, cost=0) for n in range(6)),
        ],
    )
    poor = best_plan(free, case({"a": (5, 5)}), Aim(budget=Fraction(4)))
    assert [(o.kind, o.ids, o.cost) for o in poor.obstacles if o.kind == "dear"] == [("dear", ("owed",), 5)]
