"""Why no plan reaches the target, in sentences that name whose condition it is and the way out."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from assessment.engine.optimise.best import BestPlan, best_plan
from assessment.engine.optimise.exact import Broken
from assessment.i18n import translator
from assessment.model.measure import Aim, PlannedMeasure
from assessment.report.obstacle_words import blocks, changes, lowest_title
from tests.cards import demo, main_card

CARD = main_card()


def sought(name: str, aim: Aim, *measures: PlannedMeasure) -> BestPlan:
    case = demo(name)
    plan = case.plan.model_copy(update={"measures": measures})
    return best_plan(CARD, case.model_copy(update={"plan": plan}), aim)


def said(best: BestPlan, lang: str = "zh") -> list[str]:
    return changes(translator(lang), CARD, best, lang)


@pytest.mark.parametrize(("budget", "without"), [(2, True), (300, False)])
def test_measures_sought_without_the_limits_are_called_so(budget: int, without: bool):
    best = sought("rail", Aim(budget=Fraction(budget)))
    assert lowest_title(translator("zh"), best).startswith("不计限制时") == without
    assert (best.cost > budget) == without


def test_a_date_too_early_says_which_day_would_do():
    early = sought("rail", Aim(by=date(2026, 12, 16)))
    contradiction, way_out = said(early)
    assert (
        contradiction.endswith(" 条：依法必做，但到 2027-02-28 才能全部做完，晚于最迟完成日期 2026-12-16")
        and contradiction.count("、") == 7
    )
    found = best_plan(CARD, demo("rail"), Aim())
    last = max(p.due for p in found.assessment.plan.measures if p.due)
    assert way_out == f"最迟完成日期放宽到 {last} 即可达到，共 {found.cost} 万元"
    assert best_plan(CARD, demo("rail"), Aim(by=last)).cost == found.cost


@pytest.mark.parametrize(
    ("aim", "measures", "sentence"),
    [
        (Aim(barred=("LA4-a",)), (), "LA4-a：依法必做，但已定为不选"),
        (Aim(), (PlannedMeasure(measure="LA4-a", status="lapsed"),), "LA4-a：依法必做，但已经失效"),
        (Aim(pinned=("LA2-b",)), (PlannedMeasure(measure="LA2-b", status="lapsed"),), "LA2-b：您定为必选，但已经失效"),
    ],
)
def test_a_contradiction_says_who_asks_for_the_measure_and_what_forbids_it(aim, measures, sentence):
    assert said(sought("rail", aim, *measures))[0] == sentence


def test_many_factors_above_the_limit_are_one_sentence():
    best = sought("rail", Aim(worst_band="micro"))
    (line,) = blocks(translator("zh"), CARD, best, "zh")
    assert line.startswith("采取措施后仍重于“微小”的因素：LA1 ") and line.endswith(" 项")


def test_a_budget_too_small_says_which_would_do():
    found = best_plan(CARD, demo("rail"), Aim())
    best = sought("rail", Aim(budget=found.cost - Fraction(1, 2)))
    assert said(best)[0] == f"费用上限提到 {found.cost} 万元即可达到"
    assert said(best, "en")[0].startswith("Raising the budget to CNY ")


def test_an_escalation_that_still_fires_names_the_factors_behind_it():
    best = sought("rail", Aim())
    worst = {f.id: "major" for f in best.residual.factors[:2]}
    factors = tuple(replace(f, band=worst.get(f.id, "micro")) for f in best.residual.factors)
    rule = next(rule.id for rule in CARD.escalations if rule.band == "major" and rule.at_least == 1)
    broken = (Broken("count", rule),)
    stuck = replace(best, residual=replace(best.residual, factors=factors), broken=broken)
    (line,) = blocks(translator("zh"), CARD, stuck, "zh")
    assert all(CARD.indicators[name].label.zh in line for name in worst)
