"""What a plan costs, how long it takes, and what each measure adds."""

from datetime import date
from fractions import Fraction

import pytest

from assessment.engine.mitigation import residual
from assessment.engine.planning import gains, late, lead_days, plan_cost
from assessment.model.case import Assessment
from assessment.model.measure import Effect, PlannedMeasure
from tests.cards import demo, main_card

OWN = PlannedMeasure(
    measure="own-1",
    text="县财政局先行垫付",
    effects=(Effect(indicator="compensation-payment", likelihood=-1), Effect(indicator="support-rate", consequence=-1)),
    reason="垫付后到位率100%",
)
DAY = date(2026, 12, 15)


def with_plan(assessment: Assessment, *measures: PlannedMeasure) -> Assessment:
    return assessment.model_copy(update={"plan": assessment.plan.model_copy(update={"measures": measures})})


@pytest.mark.parametrize("name", ["g247", "rail", "reform", "wharf"])
@pytest.mark.parametrize("every", [1, 2, 3])
def test_what_a_measure_adds_is_the_residual_with_and_without_it(name: str, every: int) -> None:
    card, assessment = main_card(), demo(name)
    library = tuple(PlannedMeasure(measure=measure.id) for measure in card.measures)
    plan = with_plan(assessment, *library[::every], OWN)
    found = gains(card, plan, residual(card, plan))
    for measure in (*library, OWN):
        others = tuple(p for p in plan.plan.measures if p.measure != measure.measure)
        without, together = residual(card, with_plan(plan, *others)), residual(card, with_plan(plan, *others, measure))
        assert found[measure.measure] == without.index - together.index  # type: ignore[operator]


def test_the_plans_own_figures_stand_before_the_librarys() -> None:
    card = main_card()
    library, planned = card.measure["LA4-a"], PlannedMeasure(measure="LA4-a")
    changed = PlannedMeasure(measure="LA4-a", cost=Fraction(5, 2), start=DAY, due=date(2026, 12, 20))
    assert plan_cost(card, [planned, changed, OWN]) == library.cost + Fraction(5, 2)
    assert [lead_days(card, each) for each in (planned, changed, OWN)] == [library.lead_days, 5, None]


def test_only_what_is_due_and_not_reported_done_is_late() -> None:
    states = [late(PlannedMeasure(measure="m", due=DAY, status=s), date(2026, 12, 16)) for s in ("planned", "done", "lapsed")]
    assert states == [True, False, False]
    assert not late(PlannedMeasure(measure="m", due=DAY), DAY)
    assert not late(PlannedMeasure(measure="m"), DAY)
