"""Measures: levels, vetoes, planned against verified, suggestions."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.engine.effects import lowered
from assessment.engine.mitigation import after, residual
from assessment.engine.scoring import score
from assessment.engine.suggesting import suggest
from assessment.model.case import Assessment
from assessment.model.measure import MitigationPlan, PlannedMeasure
from assessment.model.scorecard import Effects, Scorecard
from tests.cards import card, case, indicator, measure, veto
from tests.strategies import scored_cases


def planned(assessment: Assessment, *names: str, status: str = "planned") -> Assessment:
    measures = tuple(PlannedMeasure.model_validate({"measure": name, "status": status}) for name in names)
    return assessment.model_copy(update={"plan": MitigationPlan(measures=measures)})


@given(st.integers(1, 5), st.lists(st.integers(0, 4), max_size=4), st.integers(1, 3), st.sampled_from(["additive", "strongest"]))
def test_effects_never_raise_a_level_and_their_order_is_irrelevant(
    level: int, drops: list[int], floor: int, combine: str
) -> None:
    effects = Effects.model_validate({"combine": combine, "max_drop": 2, "floor": floor})
    left = lowered(level, drops, effects)
    assert left == lowered(level, list(reversed(drops)), effects)
    assert level >= left >= min(level, floor)
    assert left >= level - 2


@given(scored_cases(), st.data())
@settings(max_examples=200, deadline=None)
def test_adding_a_measure_never_raises_the_residual(both: tuple[Scorecard, Assessment], data: st.DataObject) -> None:
    scorecard, assessment = both
    names = data.draw(st.lists(st.sampled_from(sorted(scorecard.measure)), max_size=5))
    more = data.draw(st.sampled_from(sorted(scorecard.measure)))
    fewer, with_it = planned(assessment, *names), planned(assessment, more, *reversed(names), more)
    one, two = residual(scorecard, fewer), residual(scorecard, with_it)
    assert one.worst_index is None or two.worst_index <= one.worst_index
    assert scorecard.level_rank[two.level] <= scorecard.level_rank[one.level]


@given(scored_cases())
@settings(max_examples=100, deadline=None)
def test_without_measures_nothing_changes(both: tuple[Scorecard, Assessment]) -> None:
    assert after(*both) == both[1]


@given(scored_cases())
@settings(max_examples=200, deadline=None)
def test_every_suggested_set_lowers_its_factor_or_clears_its_veto(both: tuple[Scorecard, Assessment]) -> None:
    scorecard, assessment = both
    for suggestion in suggest(scorecard, assessment):
        if suggestion.measures and not suggestion.vetoes:
            assert suggestion.degree_after is not None and suggestion.factor.degree is not None
            assert suggestion.degree_after <= suggestion.factor.degree
            by_share = scorecard.effects.unit == "share"
            assert by_share == (suggestion.levels_after == suggestion.factor.levels)
            assert not by_share or suggestion.degree_after < suggestion.factor.degree


VETO_CARD = card(
    {"d": [indicator("i", 100, [veto("V", "hold", ["m"])])]},
    measures=[measure("m", {"indicator": "i", "likelihood": -2}), measure("other", {"indicator": "i", "consequence": -1})],
)


def test_a_veto_is_cleared_only_by_a_measure_that_says_so() -> None:
    fired = case({"i": (2, 2)}, {"V": "yes"})
    assert residual(VETO_CARD, planned(fired, "other")).level == "high"
    assert residual(VETO_CARD, planned(fired, "m")).level == "low"


def test_a_planned_measure_is_an_expectation_a_verified_one_a_fact() -> None:
    fired = case({"i": (4, 4)}, {"V": "yes"})
    expected, verified = planned(fired, "m"), planned(fired, "m", status="verified")
    assert residual(VETO_CARD, expected).level == "low"
    assert residual(VETO_CARD, expected, "verified").level == "high"
    assert residual(VETO_CARD, verified, "verified").level == "low"


def test_a_lapsed_measure_no_longer_counts() -> None:
    fired = planned(case({"i": (4, 4)}, {"V": "yes"}), "m", status="lapsed")
    assert residual(VETO_CARD, fired) == score(VETO_CARD, fired)


def test_an_unrated_risk_stays_unrated_whatever_is_planned() -> None:
    left = residual(VETO_CARD, planned(case({}, {"V": "no"}), "m", "other"))
    assert (left.index, left.level, left.worst_index) == (None, "high", Fraction(1))
