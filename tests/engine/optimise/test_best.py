"""The best plan of a case: every rule judged by the engine that rates the project, without a solver or its whole numbers."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from assessment.engine.answering import needs_answer
from assessment.engine.grading import graded
from assessment.engine.mitigation import lowers, residual
from assessment.engine.optimise.best import best_plan, second_best, with_measures
from assessment.engine.optimise.posing import STARTED
from assessment.engine.review import review
from assessment.engine.scoring import score
from assessment.model.case import UNRATED, Assessment
from assessment.model.measure import Aim
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard
from tests.cards import card, case, indicator, measure, veto
from tests.engine.optimise.cases import every_plan, planning


def reaches(scorecard: Scorecard, assessment: Assessment, aim: Aim, chosen: frozenset[str]) -> bool:
    """Said again in plain words: the target, the bands, an answer to each risk."""
    initial = score(scorecard, assessment)
    left = residual(scorecard, with_measures(scorecard, assessment, chosen, aim))
    if scorecard.level_rank[left.level] > scorecard.level_rank[aim.target or scorecard.target]:
        return False
    worst = scorecard.band_rank[aim.worst_band] if aim.worst_band else len(scorecard.bands)
    if any(rank(scorecard, assessment, factor) > worst for factor in left.factors):
        return False
    return not aim.answer_all or all(answered(scorecard, assessment, chosen, name) for name in due(scorecard, initial))


def rank(scorecard: Scorecard, assessment: Assessment, factor: Any) -> int:
    return scorecard.band_rank[factor.band] if factor.band else len(scorecard.bands) - 1


def due(scorecard: Scorecard, initial: Result) -> list[str]:
    return [factor.id for factor in initial.factors if needs_answer(scorecard, factor)]


def answered(scorecard: Scorecard, assessment: Assessment, chosen: frozenset[str], name: str) -> bool:
    """By a measure that lowers it; where there is none, by one that names it; where there is none, it cannot be."""
    naming = {m.id: m for m in scorecard.measures if any(effect.indicator == name for effect in m.effects)}
    rating = graded(scorecard, assessment).ratings.get(name, UNRATED)
    helping = {id for id, m in naming.items() if lowers(scorecard, scorecard.indicators[name], rating, m.effects)}
    return not naming or bool(chosen & (helping or set(naming)))


def allowed(scorecard: Scorecard, assessment: Assessment, aim: Aim, chosen: frozenset[str]) -> bool:
    status = {p.measure: p.status for p in assessment.plan.measures}
    for m in scorecard.measures:
        taken, started = m.id in chosen, status.get(m.id) in STARTED
        if taken and (m.id in aim.barred or status.get(m.id) == "lapsed"):
            return False
        if not taken and (m.id in aim.pinned or started or (m.mandatory and acts(scorecard, assessment, m))):
            return False
        if taken and (set(m.requires) - chosen or set(m.excludes) & chosen):
            return False
    if review(scorecard, with_measures(scorecard, assessment, chosen, aim), codes={"measure-after-aim"}):
        return False
    return aim.budget is None or cost(scorecard, chosen) <= aim.budget


def acts(scorecard: Scorecard, assessment: Assessment, m: Any) -> bool:
    """Whether a measure has an effect here: on a risk that applies, or on a veto that has fired."""
    initial, assessment = score(scorecard, assessment), graded(scorecard, assessment)
    clears = any(v.state == "fired" and m.id in scorecard.veto[v.id][1].cleared_by for v in initial.vetoes)
    return clears or any(
        lowers(scorecard, scorecard.indicators[factor.id], assessment.ratings.get(factor.id, UNRATED), m.effects)
        for factor in initial.factors
    )


def cost(scorecard: Scorecard, chosen: frozenset[str]) -> Fraction:
    return sum((scorecard.measure[name].cost for name in chosen), Fraction(0))


def contributions(result: Result, scorecard: Scorecard) -> Fraction:
    """The worst-case index, also where the card does not use it."""
    return (
        result.worst_index
        if result.worst_index is not None
        else sum((f.contribution or Fraction(0) for f in result.factors), Fraction(0))
    )


@given(planning())
@settings(max_examples=300, deadline=None)
def test_no_plan_that_keeps_all_rules_is_cheaper(drawn: tuple[Scorecard, Assessment, Aim]) -> None:
    scorecard, assessment, aim = drawn
    good = [s for s in every_plan(scorecard) if allowed(scorecard, assessment, aim, s) and reaches(scorecard, assessment, aim, s)]
    best = best_plan(scorecard, assessment, aim)
    if not good:
        assert best.status == "infeasible" and (best.broken or best.obstacles)
        return
    assert best.status == "optimal"
    assert best.chosen in good
    assert best.cost == best.bound == cost(scorecard, best.chosen) == min(cost(scorecard, s) for s in good)
    ties = [s for s in good if cost(scorecard, s) == best.cost]
    index = {s: contributions(residual(scorecard, with_measures(scorecard, assessment, s, aim)), scorecard) for s in ties}
    assert best.chosen == min(ties, key=lambda s: (index[s], len(s), sorted(s)))


TWO = card(
    {"d": [indicator("a", 50), indicator("b", 50, [veto("V", "hold", ["clear"])])]},
    measures=[
        measure("half", {"indicator": "a", "likelihood": -1}, cost=2),
        measure("whole", {"indicator": "a", "likelihood": -2}, cost=5),
        measure("clear", {"indicator": "b", "likelihood": -1}, cost=1, days=90),
    ],
)
EDGE = Aim(answer_all=False)


def test_an_index_of_exactly_the_edge_is_not_low() -> None:
    """a 3×3 and b 3×3: 0.36. One level of b less gives (9 + 6) ÷ 50 = 0.30."""
    best = best_plan(TWO, case({"a": (3, 3), "b": (3, 3)}, {"V": "no"}), EDGE)
    assert best.initial.index == Fraction("0.36") and best.initial.level == "medium"
    assert (best.status, best.chosen, best.residual.index) == ("optimal", {"clear"}, Fraction("0.30"))


def test_each_measure_says_what_breaks_without_it() -> None:
    """Without `half` 0.36 on the edge, without `clear` as well: (9 + 9) ÷ 50."""
    best = best_plan(TWO, case({"a": (4, 3), "b": (3, 3)}, {"V": "yes"}), Aim())
    assert {name: sorted({rule.kind for rule in rules}) for name, rules in best.why.items()} == {
        "clear": ["index", "risk", "veto"],
        "half": ["index", "risk"],
    }


def test_a_plan_that_cannot_be_says_what_would_have_to_change() -> None:
    fired = case({"a": (4, 3), "b": (3, 3)}, {"V": "yes"}, date="2026-12-01")
    poor = best_plan(TWO, fired, Aim(budget=Fraction(2)))
    assert (poor.status, [(o.kind, o.cost) for o in poor.obstacles]) == ("infeasible", [("budget", 3)])
    late = best_plan(TWO, fired, Aim.model_validate({"by": "2026-12-31"}))
    assert [(o.kind, o.ids, str(o.by)) for o in late.obstacles] == [("late", ("clear",), "2027-03-01")]
    assert {rule.kind for rule in late.broken} >= {"veto"}
    torn = best_plan(TWO, fired, Aim(pinned=("clear",), barred=("clear",)))
    assert torn.obstacles[0].kind == "contradiction" and torn.obstacles[0].ids == ("clear",)


def test_what_is_owed_already_is_named_where_it_is_dearer_than_the_budget() -> None:
    begun = case({"a": (4, 3), "b": (3, 3)}, {"V": "yes"}, plan={"measures": [{"measure": "whole", "status": "done"}]})
    poor = best_plan(TWO, begun, Aim(budget=Fraction(4)))
    assert [(o.kind, o.ids, o.cost) for o in poor.obstacles] == [("dear", ("whole",), 5), ("budget", (), 6)]


def test_the_first_day_that_would_do_is_named() -> None:
    """Not that of the cheapest plan without a last day, which would wait for 90 days."""
    slow = card(
        {"d": [indicator("a", 100)]},
        measures=[
            measure("cheap", {"indicator": "a", "likelihood": -1}, cost=1, days=90),
            measure("quick", {"indicator": "a", "likelihood": -1}, cost=9, days=30),
        ],
    )
    late = best_plan(slow, case({"a": (3, 3)}, date="2026-12-01"), Aim.model_validate({"by": "2026-12-15"}))
    assert [(o.kind, o.ids, o.cost, str(o.by)) for o in late.obstacles] == [("late", ("quick",), 9, "2026-12-31")]


def test_an_unanswered_veto_blocks_every_plan() -> None:
    best = best_plan(TWO, case({"a": (2, 2), "b": (2, 2)}), Aim())
    assert (best.status, [(rule.kind, rule.id) for rule in best.broken]) == ("infeasible", [("blocked", "V")])
    assert best.obstacles == ()


def test_the_next_plans_by_cost_do_not_merely_add_to_the_best() -> None:
    fired = case({"a": (4, 3), "b": (3, 3)}, {"V": "yes"})
    best = best_plan(TWO, fired, Aim())
    assert [(sorted(plan.chosen), plan.cost) for plan in second_best(TWO, fired, best)] == [(["clear", "whole"], 6)]


@pytest.mark.parametrize("status", ["in_progress", "done", "verified"])
def test_what_is_under_way_is_kept_and_counted(status: str) -> None:
    begun = case({"a": (4, 3), "b": (3, 3)}, {"V": "yes"}, plan={"measures": [{"measure": "whole", "status": status}]})
    best = best_plan(TWO, begun, Aim())
    assert (best.chosen, best.cost) == ({"whole", "clear"}, 6)


def test_the_solver_writes_nothing_to_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    for budget in range(12):
        best_plan(TWO, case({"a": (5, 5), "b": (5, 5)}, {"V": "yes"}), Aim(budget=Fraction(budget)))
    assert capfd.readouterr() == ("", "")
