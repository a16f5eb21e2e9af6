"""The best plan and the review ask for the same: what answers a risk, what the law asks for, when a measure ends."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.engine.mitigation import residual
from assessment.engine.optimise import exact
from assessment.engine.optimise.best import best_plan, with_measures
from assessment.engine.optimise.posing import pose
from assessment.engine.optimise.problem import Candidate
from assessment.engine.review import in_the_way, review
from assessment.engine.suggesting import suggest
from assessment.model.case import Assessment
from assessment.model.measure import Aim
from assessment.model.scorecard import Scorecard
from tests.cards import card, case, indicator, measure
from tests.engine.optimise.cases import DAY, every_plan, planning

AIMED = {"measure-after-aim", "aim-barred-chosen", "aim-pinned-missing", "aim-budget-exceeded"}
ASKED = {"risk": "risk-unanswered", "mandatory": "measure-mandatory-missing", "late": "measure-after-aim"}


def codes(scorecard: Scorecard, assessment: Assessment, wanted: set[str]) -> set[str]:
    return {problem.code for problem in review(scorecard, assessment, codes=wanted)}


@st.composite
def dated(draw: st.DrawFn) -> tuple[Scorecard, Assessment, Aim]:
    """With days in the plan, or none, and an own measure."""
    scorecard, assessment, aim = draw(planning())
    day = st.none() | st.integers(0, 25).map(lambda days: DAY + timedelta(days=days))
    rows: list[dict[str, Any]] = [
        {**p.model_dump(), "start": draw(st.none() | st.just(DAY)), "due": draw(day)} for p in assessment.plan.measures
    ]
    if draw(st.booleans()):
        effects = [effect.model_dump() for m in scorecard.measures[:1] for effect in m.effects]
        status = draw(st.sampled_from(["planned", "in_progress", "done", "lapsed"]))
        own = {"measure": "own-1", "text": "自拟", "effects": effects, "reason": "示例理由", "status": status, "due": draw(day)}
        rows += [own] if effects else []
    plan = {"measures": rows}
    return scorecard, Assessment.model_validate({**assessment.model_dump(), "plan": plan}), aim


@given(dated())
@settings(max_examples=200, deadline=None)
def test_the_review_has_nothing_against_the_aim_of_a_plan_called_best(drawn: tuple[Scorecard, Assessment, Aim]) -> None:
    scorecard, assessment, aim = drawn
    best = best_plan(scorecard, assessment, aim)
    if best.status != "infeasible":
        assert codes(scorecard, best.assessment, AIMED | {"measure-mandatory-missing", "measure-requires-missing"}) == set()
        assert not aim.answer_all or all(factor_named(scorecard, best.assessment, path) for path in unanswered(scorecard, best))


def unanswered(scorecard: Scorecard, best: Any) -> list[str]:
    return [problem.path for problem in review(scorecard, best.assessment, codes={"risk-unanswered"})]


def factor_named(scorecard: Scorecard, assessment: Assessment, indicator: str) -> bool:
    """Nothing there is to choose from addresses this risk: only a reason answers it."""
    there = [m.effects for m in scorecard.measures] + [p.effects for p in assessment.plan.measures if p.own]
    return not any(effect.indicator == indicator for effects in there for effect in effects)


@given(planning())
@settings(max_examples=100, deadline=None)
def test_what_a_set_of_measures_lacks_is_the_same_in_both(drawn: tuple[Scorecard, Assessment, Aim]) -> None:
    scorecard, assessment, aim = drawn
    problem = pose(scorecard, assessment, aim := aim.model_copy(update={"answer_all": True}))
    lapsed = {p.measure for p in assessment.plan.measures if p.status == "lapsed"}
    for chosen in every_plan(scorecard):
        broken = exact.broken(problem, chosen)
        if chosen & lapsed or any(rule.kind == "requires" for rule in broken):
            continue
        found = review(scorecard, with_measures(scorecard, assessment, chosen, aim), codes=set(ASKED.values()))
        told = {kind: {p.values["measure"] for p in found if p.code == code} for kind, code in ASKED.items() if kind != "risk"}
        told["risk"] = {p.path for p in found if p.code == "risk-unanswered" and not factor_named(scorecard, assessment, p.path)}
        assert told == {kind: {rule.id for rule in broken if rule.kind == kind} for kind in ASKED}


# The last day

LOW = {"indicator": "i", "likelihood": -2}
SMALL = card({"x": [indicator("i", 100)]}, measures=[measure("a", LOW, cost=3), {**measure("b", LOW), "requires": ["a"]}])
BY = Aim(by=DAY + timedelta(days=20))


def planned(*measures: dict[str, Any]) -> Assessment:
    return case({"i": (3, 4)}, date=DAY, plan={"measures": list(measures)})


def candidate(assessment: Assessment, name: str, aim: Aim = BY) -> Candidate:
    return next(c for c in pose(SMALL, assessment, aim).candidates if c.id == name)


def test_what_is_under_way_and_ends_too_late_is_said_to_break_the_last_day() -> None:
    late = DAY + timedelta(days=21)
    begun = candidate(planned({"measure": "a", "status": "in_progress", "due": late}), "a")
    assert (begun.taken_for, begun.left_for) == (("started",), ("late",))
    best = best_plan(SMALL, planned({"measure": "a", "status": "in_progress", "due": late}), BY)
    assert best.status == "infeasible"
    assert [(o.kind, o.ids) for o in best.obstacles] == [("contradiction", ("a",)), ("late", ("a",))]
    for status in ("done", "verified"):
        done = planned({"measure": "a", "status": status, "due": late, "proof": "验收单"})
        assert candidate(done, "a").left_for == ()
        assert codes(SMALL, done.model_copy(update={"plan": done.plan.model_copy(update={"aim": BY})}), AIMED) == set()


def test_a_planned_start_without_a_last_day_ends_when_its_days_are_over() -> None:
    for days, left in ((10, ()), (11, ("late",))):
        start = {"measure": "a", "start": DAY + timedelta(days=days)}
        assert candidate(planned(start), "a").left_for == left
        aimed = planned(start).plan.model_copy(update={"aim": BY})
        found = codes(SMALL, planned(start).model_copy(update={"plan": aimed}), AIMED)
        assert found == ({"measure-after-aim"} if left else set())


def test_what_waits_for_another_ends_after_it() -> None:
    slow = {"measure": "a", "due": DAY + timedelta(days=15)}
    assert candidate(planned(slow, {"measure": "b"}), "b").left_for == ("late",)
    assert candidate(planned({"measure": "b"}), "b").left_for == ()


def own(**more: Any) -> dict[str, Any]:
    return {"measure": "own-1", "text": "自拟", "effects": [LOW], "reason": "示例理由", "cost": 1, **more}


def test_a_late_own_measure_is_left_out_unless_it_is_begun_or_pinned() -> None:
    late = own(due=DAY + timedelta(days=21))
    best = best_plan(SMALL, planned(late), BY)
    assert (best.status, best.chosen) == ("optimal", {"a"})
    assert best_plan(SMALL, planned(own(due=BY.by)), BY).chosen == {"own-1"}
    assert candidate(planned({**late, "status": "in_progress"}), "own-1").taken_for == ("started",)
    pinned = BY.model_copy(update={"pinned": ("own-1",)})
    assert best_plan(SMALL, planned(late), pinned).obstacles[0].kind == "contradiction"


# What a measure is judged by

LEVEL = {"indicator": "i", "likelihood": -1}
HALF = card(
    {"x": [indicator("i", 100)]},
    measures=[{**measure("law", LEVEL), "mandatory": True}, measure("other", {"indicator": "i", "consequence": -1})],
    effects={"credit": {"planned": "0.5"}},
)


def test_a_measure_is_judged_by_all_it_does_once_proven() -> None:
    """Half a level counts for nothing while planned; it is suggested, demanded and an answer all the same."""
    rated = case({"i": (3, 4)}, date=DAY)
    assert [m.id for m in suggest(HALF, rated)[0].measures] == ["law", "other"]
    assert codes(HALF, rated, {"measure-mandatory-missing"}) == {"measure-mandatory-missing"}
    best = best_plan(HALF, rated, Aim(target="medium"))
    assert (best.status, best.chosen) == ("optimal", {"law"})
    assert residual(HALF, best.assessment).index == best.initial.index
    assert in_the_way(HALF, best.assessment) == ()


def test_a_measure_that_addresses_a_risk_and_does_not_lower_it_is_no_answer_where_another_is() -> None:
    """Likelihood at its lowest: a measure against it changes nothing."""
    rated = case({"i": (1, 5)}, date=DAY, plan={"measures": [{"measure": "law"}]})
    small = HALF.model_copy(update={"answer_from": "minor"})
    assert codes(small, rated, {"risk-unanswered"}) == {"risk-unanswered"}
    assert best_plan(small, rated, Aim()).chosen == {"other"}
    alone = small.model_copy(update={"measures": small.measures[:1]})
    assert codes(card_of(alone), rated, {"risk-unanswered"}) == set()
    assert best_plan(card_of(alone), rated, Aim()).chosen == {"law"}


def card_of(scorecard: Scorecard) -> Scorecard:
    """The same, read again: what is worked out from its parts follows them."""
    return Scorecard.model_validate(scorecard.model_dump(by_alias=True))
