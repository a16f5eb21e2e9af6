"""The plan as work: tasks, dates, bodies, costs; what the level asks for; three residuals."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assessment.engine.choosing import compatible, excluded, with_required
from assessment.engine.duties import obligations
from assessment.engine.mitigation import counted, residual
from assessment.engine.planning import first_planned, plan_cost
from assessment.engine.remaining import remaining
from assessment.engine.work import Task, bodies, by_body, costs_by_body, costs_by_funding, span, tasks
from assessment.model.case import Assessment
from assessment.model.measure import Effect, PlannedMeasure
from assessment.model.scorecard import Scorecard
from tests.cards import card, case, demo, indicator, main_card, measure, text, veto

DAY = date(2026, 12, 15)
TODAY = date(2027, 1, 10)
MAIN, RAIL = main_card(), demo("rail")
STATUSES = ["planned", "in_progress", "done", "verified", "lapsed"]


def later(days: int) -> date:
    return DAY + timedelta(days)


def small(**more: Any) -> Scorecard:
    """Measures a, b (asks for a), c (asks for b, kept up), d (excludes a; clears the veto)."""
    low = {"indicator": "i", "likelihood": -1}
    rows = [
        measure("a", low, cost=3, days=10),
        {**measure("b", low, cost=2, days=5), "requires": ["a"], "responsible_body": text("乙局")},
        {**measure("c", low, cost=1, days=7), "requires": ["b"], "ongoing": True, "assisting_bodies": [text("乙局")]},
        {**measure("d", {"indicator": "j", "likelihood": -1}), "excludes": ["a"], "proof": text("凭证")},
    ]
    return card({"x": [indicator("i", 50, [veto("V", "hold", ["d"])]), indicator("j", 50)]}, measures=rows, **more)


def planned(*measures: PlannedMeasure | str, **more: Any) -> Assessment:
    rows = [each if isinstance(each, PlannedMeasure) else PlannedMeasure(measure=each) for each in measures]
    return case({"i": (5, 5), "j": (5, 5)}, more.pop("vetoes", {"V": "no"}), date=DAY, plan={"measures": rows}, **more)


def by_id(scorecard: Scorecard, assessment: Assessment) -> dict[str, Task]:
    return {task.measure: task for task in tasks(scorecard, assessment)}


@st.composite
def plans(draw: Any) -> Assessment:
    """A demo project with any measures of the library and an own one, bodies, money and states as it comes."""
    names = draw(st.lists(st.sampled_from([m.id for m in MAIN.measures]), max_size=12, unique=True))
    rows = [
        PlannedMeasure(
            measure=name,
            responsible_body=draw(st.sampled_from(["", "县财政局", "镇政府"])),
            cost=draw(st.sampled_from([None, Fraction(0), Fraction(5, 2)])),
            funding=draw(st.sampled_from(["", "县级财政", "项目概算"])),
            start=draw(st.sampled_from([None, DAY])),
            due=draw(st.sampled_from([None, DAY, later(40)])),
            status=draw(st.sampled_from(STATUSES)),
        )
        for name in names
    ]
    effects = (Effect(indicator="support-rate", likelihood=-1),)
    cost = draw(st.sampled_from([None, Fraction(1)]))
    rows.append(PlannedMeasure(measure="own-1", text="另做", effects=effects, reason="理由", cost=cost))
    return RAIL.model_copy(update={"plan": RAIL.plan.model_copy(update={"measures": tuple(rows)})})


@given(plans())
def test_costs_by_body_and_by_funding_add_up_to_what_the_plan_costs(assessment: Assessment) -> None:
    found = tasks(MAIN, assessment)
    whole = plan_cost(MAIN, counted(MAIN, assessment, "planned").values())
    assert sum(costs_by_body(found).values()) == sum(costs_by_funding(found).values()) == whole
    assert sum(share.cost for share in by_body(found)) == whole


@given(plans())
def test_every_measure_is_one_task_and_led_by_one_body(assessment: Assessment) -> None:
    found = tasks(MAIN, assessment)
    assert sorted(t.measure for t in found) == sorted(p.measure for p in assessment.plan.measures)
    shares = by_body(found)
    assert sorted(t.measure for share in shares for t in share.leads) == sorted(t.measure for t in found)
    assert all(share.body not in task.assisting for share in shares for task in share.leads)
    assert all(share.body and share.body in task.assisting for share in shares for task in share.assists)


@given(plans())
def test_dates_are_the_plans_or_follow_from_the_assessment(assessment: Assessment) -> None:
    for task in tasks(MAIN, assessment):
        assert (task.start_from == "plan") == (task.planned.start is not None)
        assert (task.due_from == "plan") == (task.planned.due is not None)
        if task.due_from == "lead":
            assert task.due - task.start == timedelta(MAIN.measure[task.measure].lead_days)


def test_a_measure_without_dates_starts_when_what_it_requires_is_due() -> None:
    found = by_id(small(), planned("c", "b", "a"))
    assert [(found[n].start, found[n].due) for n in "abc"] == [
        (DAY, later(10)), (later(10), later(15)), (later(15), later(22))
    ]  # fmt: skip
    assert [found[n].start_from for n in "abc"] == ["assessment", "required", "required"]
    given_ = by_id(small(), planned("a", PlannedMeasure(measure="b", due=later(3))))["b"]
    assert (given_.start, given_.due, given_.due_from) == (DAY, later(3), "plan")


def test_measures_that_require_each_other_are_dated_and_an_early_date_of_the_plan_holds() -> None:
    rows = [{**measure(n, {"indicator": "i", "likelihood": -1}), "requires": [o]} for n, o in ("ab", "ba")]
    circle = card({"x": [indicator("i", 100)]}, measures=rows)
    found = by_id(circle, case({"i": (5, 5)}, date=DAY, plan={"measures": [{"measure": "a"}, {"measure": "b"}]}))
    assert {(task.start, task.start_from, task.due) for task in found.values()} == {(DAY, "assessment", later(10))}
    early = by_id(small(), planned(PlannedMeasure(measure="a", due=later(-5))))["a"]
    assert (early.start, early.due) == (later(-5), later(-5))
    undated = by_id(small(), planned("a").model_copy(update={"date": None}))["a"]
    assert (undated.start, undated.due, undated.start_from, undated.due_from) == (None, None, "", "")


def test_what_is_late_and_what_is_due_soon() -> None:
    def of(status: str, days: int) -> Task:
        return by_id(small(), planned(PlannedMeasure(measure="a", due=TODAY + timedelta(days), status=status)))["a"]

    assert [of(status, -1).late(TODAY) for status in STATUSES] == [True, True, False, False, False]
    assert [of("planned", days).soon(TODAY) for days in (-1, 0, 30, 31)] == [False, True, True, False]
    assert not of("done", 1).soon(TODAY)


def test_a_task_says_which_risks_it_answers_and_which_veto_it_clears() -> None:
    fired = by_id(small(), planned("d", vetoes={"V": "yes"}))["d"]
    assert (fired.risks, fired.clears, fired.proof_needed.zh) == (("j", "i"), ("V",), "凭证")
    assert by_id(small(), planned("d", vetoes={"V": "no"}))["d"].risks == ("j",)


def test_bodies_come_by_how_much_they_lead_and_have_both_languages() -> None:
    found = tasks(small(), planned("a", "b", "c", PlannedMeasure(measure="d", responsible_body="丙局")))
    shares = by_body(found, ["丁局"])
    assert [(s.body, len(s.leads), len(s.assists)) for s in shares] == [
        ("示例单位", 2, 0), ("乙局", 1, 1), ("丙局", 1, 0), ("丁局", 0, 0)
    ]  # fmt: skip
    assert bodies(MAIN)["县财政局"].en
    assert span(found, None) == (DAY, later(22))


# What the level asks for

REPORT = {
    "id": "report", "levels": ["medium", "high"], "text": text("月报"), "responsible_body": text("镇政府"),
    "every_days": 30,
}  # fmt: skip
EMERGENCY = {
    "id": "emergency", "levels": ["high"], "of": "initial", "text": text("应急预案"), "responsible_body": text("镇政府"),
    "within_days": 15,
}  # fmt: skip


def test_the_initial_level_and_the_one_that_stands_by_proof_ask_each_for_their_own() -> None:
    scorecard = small(obligations=[REPORT, EMERGENCY], effects={"combine": "additive"})
    assert {d.obligation.id for d in obligations(scorecard, planned("a"), TODAY)} == {"report", "emergency"}
    effects = tuple(Effect(indicator=name, likelihood=-4, consequence=-4) for name in ("i", "j"))
    own = PlannedMeasure(measure="own-1", text="全做", effects=effects, reason="理由", due=later(100))
    done = planned(own.model_copy(update={"status": "verified", "proof": "验收单"}))
    assert [d.obligation.id for d in obligations(scorecard, planned(own), TODAY)] == ["report", "emergency"]
    assert [d.obligation.id for d in obligations(scorecard, done, TODAY)] == ["emergency"]
    assert obligations(small(), done, TODAY) == ()


def test_an_obligation_is_due_once_or_again_and_again_within_the_plan() -> None:
    scorecard = small(obligations=[REPORT, EMERGENCY])
    long = PlannedMeasure(measure="a", due=later(100))
    report, emergency = obligations(scorecard, planned(long), TODAY)
    assert report.dates == (later(30), later(60), later(90))
    assert (report.next, report.recurring, report.passed(TODAY)) == (later(30), True, False)
    assert (emergency.dates, emergency.next, emergency.passed(TODAY)) == ((later(15),), None, True)
    on_the_day, after = (obligations(scorecard, planned(long), later(n))[0].next for n in (60, 200))
    assert (on_the_day, after) == (later(60), later(210))
    mistyped = obligations(scorecard, planned(PlannedMeasure(measure="a", due=date(9999, 1, 1))), TODAY)[0]
    assert len(mistyped.dates) == 400
    nowhen = obligations(scorecard, planned(long).model_copy(update={"date": None}), TODAY)
    assert [(d.dates, d.next) for d in nowhen] == [((), None)] * 2


def test_days_beyond_the_calendar_give_no_date() -> None:
    for_ever = 999_999_999
    low = {"indicator": "i", "likelihood": -1}
    rows = [measure("a", low, days=for_ever), {**measure("b", low), "requires": ["a"]}]
    asked = [{**REPORT, "every_days": for_ever}, {**EMERGENCY, "within_days": for_ever}]
    scorecard = card({"x": [indicator("i", 100)]}, measures=rows, obligations=asked)
    chosen = [first_planned(scorecard.measure["a"], DAY), PlannedMeasure(measure="b")]
    plan = case({"i": (5, 5)}, date=DAY, plan={"measures": chosen})
    found = by_id(scorecard, plan)
    assert [(found[name].start, found[name].due is None) for name in "ab"] == [(DAY, True), (DAY, False)]
    assert [(duty.dates, duty.next) for duty in obligations(scorecard, plan, TODAY)] == [((), None)] * 2
    assert span(tuple(found.values()), DAY) == (DAY, found["b"].due)


# Three residuals


def test_what_separates_the_three_residuals() -> None:
    scorecard = small()
    rows = [
        PlannedMeasure(measure="a"),
        PlannedMeasure(measure="b", status="done"),
        PlannedMeasure(measure="c", status="verified", proof="记录"),
        PlannedMeasure(measure="d", status="lapsed"),
    ]
    left = remaining(scorecard, planned(*rows))
    assert (left.unproven, left.would_lapse) == (("a", "b"), ("c",))
    assert left.planned.index < left.verified.index < left.lasting.index  # type: ignore[operator]
    assert left.lasting == residual(scorecard, planned(*rows), "lasting")


# What goes together


def test_what_a_measure_requires_comes_with_it_and_what_it_excludes_stays_away() -> None:
    scorecard = small()
    assert with_required(scorecard, ["c", "a"]) == ("c", "b", "a")
    assert excluded(scorecard, "a", ["b", "d"]) == excluded(scorecard, "a", ["d"]) == ("d",)
    assert excluded(scorecard, "d", ["a"]) == ("a",)
    assert compatible(scorecard, ["d", "c"], []) == ("d",)
    assert compatible(scorecard, ["b", "d"], ["a"]) == ("b",)
