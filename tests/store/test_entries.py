"""Answers become plain data and come back the same."""

from datetime import date
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from assessment.model.case import Assessment, Edition, Evidence, FactAnswer, Project, Rating
from assessment.model.figure import Observation
from assessment.model.measure import MitigationPlan, PlannedMeasure
from assessment.store.entries import answers, assembled, bare, canonical, decoded, encoded

WHOLE = Assessment(
    project=Project(name="渡口", investment="0.125", facts={"water": FactAnswer(answer="yes", reason="有渡口")}),
    date=date(2026, 6, 1),
    scorecard=Edition(id="county", version="1"),
    figures={
        "share": Observation(value=Fraction(9799, 100), date=date(2026, 5, 1), source="签约统计表"),
        "approved": Observation(value="no"),
    },
    ratings={
        "approval": Rating(consequence=4, overrides={"consequence": "有户反悔"}),
        "payment": Rating(likelihood=2, evidence=(Evidence(title="凭证", date=date(2026, 5, 1)),)),
    },
    vetoes={"L1-V1": "unknown"},
    plan=MitigationPlan(
        measures=(PlannedMeasure(measure="S1-a", cost="1/3"), PlannedMeasure(measure="L1-a")), accepted={"ferry": "已商定"}
    ),
)


def test_an_assessment_is_the_sum_of_its_answers() -> None:
    stored = {key: decoded(key[0], encoded(value)) for key, value in answers(WHOLE)}
    project = Project.model_validate(encoded(bare(WHOLE.project)))
    assert WHOLE.date is not None
    assert assembled(project, WHOLE.date, WHOLE.stage, WHOLE.scorecard, stored) == WHOLE


@given(st.fractions(min_value=0, max_value=10**9, max_denominator=10**9))
@example(Fraction(9799, 100))
def test_a_figure_comes_back_exactly(value: Fraction) -> None:
    seen = Observation(value=value)
    assert decoded("figure", encoded(seen)) == seen


@given(st.fractions(min_value=0, max_value=10**9, max_denominator=10**9))
@example(Fraction(1, 3))
def test_a_cost_comes_back_exactly(cost: Fraction) -> None:
    planned = PlannedMeasure(measure="L1-a", cost=cost)
    assert decoded("measure", encoded(planned)) == planned


def test_the_order_of_keys_does_not_matter() -> None:
    assert canonical({"b": 1, "a": {"d": 2, "c": 3}}) == canonical({"a": {"c": 3, "d": 2}, "b": 1})
