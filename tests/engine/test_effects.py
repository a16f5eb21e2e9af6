"""What measures leave of a level, a value, a project: every case of the oracle `residual`, and what holds whatever is drawn."""

import json
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.engine.effects import credited, lowered, reduced, total
from assessment.engine.mitigation import Counting, residual
from assessment.engine.scoring import score
from assessment.model.case import Assessment
from assessment.model.measure import Effect, MitigationPlan, PlannedMeasure, Status
from assessment.model.result import Result
from assessment.model.scorecard import Effects, Scorecard
from tests.cards import ROOT, card, case, indicator, measure, veto
from tests.strategies import scored_cases

CASES = json.loads((ROOT / "tests/oracles/residual.json").read_text(encoding="utf-8"))["cases"]
BY_ID = {each["id"]: each for each in CASES}
RULES = {"multiplicative": "multiplicative", "additive": "additive", "max": "strongest"}
SHARES = ["additive", "multiplicative", "strongest"]
CREDIT = {"planned": "0.25", "in_progress": "0.75"}


def of(kind: str) -> list[Any]:
    return [pytest.param(each["input"], each["expected"], id=each["id"]) for each in CASES if each["id"].startswith(kind)]


def share(**keys: Any) -> Effects:
    return Effects.model_validate({"unit": "share", **keys})


def fractions(texts: list[str]) -> list[Fraction]:
    return [Fraction(text) for text in texts]


def test_every_case_of_the_oracle_is_tried() -> None:
    kinds = ("factor_", "levels_", "implementation_")
    assert [name for name in BY_ID if not name.startswith(kinds)] == ["grouped_cap", "both_sides"]


@pytest.mark.parametrize(("asked", "expected"), of("factor_"))
def test_what_shares_leave_of_a_value(asked: dict[str, Any], expected: dict[str, str]) -> None:
    for name, combine in RULES.items():
        effects = share(combine=combine, max_drop=asked["cap"], floor=asked["floor"])
        assert reduced(Fraction(asked["value"]), fractions(asked["reductions"]), effects) == Fraction(expected[name])


def test_of_a_group_the_strongest_counts_and_groups_are_independent() -> None:
    asked, expected = BY_ID["grouped_cap"]["input"], BY_ID["grouped_cap"]["expected"]
    groups = [total(fractions(group), share(combine="strongest")) for group in asked["groups"]]
    effects = share(combine="multiplicative", max_drop=asked["cap"])
    assert reduced(Fraction(asked["value"]), groups, effects) == Fraction(expected)


@pytest.mark.parametrize(("asked", "expected"), of("levels_"))
def test_what_several_measures_leave_of_a_level(asked: dict[str, Any], expected: int) -> None:
    assert lowered(asked["level"], asked["steps"], Effects(max_drop=asked["max_drop"], floor=asked["floor"])) == expected


@pytest.mark.parametrize(("asked", "expected"), of("implementation_"))
def test_an_effect_counts_in_part_before_it_is_verified(asked: dict[str, Any], expected: str) -> None:
    effects = share(credit=CREDIT)
    effect = credited(Effect(indicator="i", likelihood=-Fraction(asked["reduction"])), asked["state"], effects)
    assert reduced(Fraction(asked["value"]), [-effect.likelihood], effects) == Fraction(expected)


def test_shares_of_both_axes_multiply() -> None:
    asked, expected = BY_ID["both_sides"]["input"], BY_ID["both_sides"]["expected"]
    drops = {axis: -Fraction(asked[f"{letter}_reductions"][0]) for axis, letter in (("likelihood", "P"), ("consequence", "Q"))}
    measures = [measure(axis, {"indicator": "i", axis: drop}) for axis, drop in drops.items()]
    rated = planned(case({"i": (4, 3)}), *drops)  # 4/5 and 3/5
    of_both = card({"d": [indicator("i", 100)]}, measures=measures, effects={"unit": "share"})
    assert [reduced(Fraction(asked[letter]), fractions(asked[f"{letter}_reductions"]), of_both.effects) for letter in "PQ"] == [
        Fraction(expected["P"]),
        Fraction(expected["Q"]),
    ]
    assert (score(of_both, rated).index, residual(of_both, rated).index) == (
        Fraction(expected["R_before"]),
        Fraction(expected["R"]),
    )


# Whatever is drawn

rules = st.fixed_dictionaries({"combine": st.sampled_from(SHARES), "max_drop": st.sampled_from([None, "0.5", "1"]),
                               "floor": st.sampled_from([None, "0.2"])})  # fmt: skip
parts = st.fractions(0, 1, max_denominator=20)


@settings(deadline=None)
@given(rules, parts, st.lists(parts, max_size=4), parts)
def test_shares_never_raise_a_value_their_order_is_irrelevant_and_one_more_takes_no_less(
    rule: dict[str, Any], value: Fraction, drops: list[Fraction], more: Fraction
) -> None:
    effects = share(**rule)
    left = reduced(value, drops, effects)
    assert left == reduced(value, list(reversed(drops)), effects)
    assert 0 <= left <= value
    assert reduced(value, [more, *drops], effects) <= left
    assert left >= min(value, effects.lowest) or value < effects.lowest


def planned(assessment: Assessment, *names: str, status: Status = "planned") -> Assessment:
    measures = tuple(PlannedMeasure(measure=name, status=status) for name in names)
    return assessment.model_copy(update={"plan": MitigationPlan(measures=measures)})


@st.composite
def plans(draw: Any) -> tuple[Scorecard, Assessment]:
    """A scorecard of any unit and rule, and a case with measures of every status, some of them twice."""
    scorecard, assessment = draw(scored_cases())
    statuses: tuple[Status, ...] = ("planned", "in_progress", "done", "verified", "lapsed")
    named = draw(st.lists(st.tuples(st.sampled_from(sorted(scorecard.measure)), st.sampled_from(statuses)), max_size=6))
    measures = tuple(PlannedMeasure(measure=name, status=status) for name, status in dict(named).items())
    return scorecard, assessment.model_copy(update={"plan": MitigationPlan(measures=measures)})


def never_worse(scorecard: Scorecard, better: Result, worse: Result) -> bool:
    """In level, worst case, and every factor."""
    degrees = [(a.degree, b.degree) for a, b in zip(better.factors, worse.factors, strict=True)]
    if any(a is None or b is None or a > b for a, b in degrees if (a, b) != (None, None)):
        return False
    if scorecard.level_rank[better.level] > scorecard.level_rank[worse.level]:
        return False
    return better.worst_index is None or worse.worst_index is None or better.worst_index <= worse.worst_index


COUNTINGS: tuple[Counting, ...] = ("planned", "verified", "lasting")


@settings(max_examples=200, deadline=None)
@given(plans(), st.data())
def test_one_more_measure_never_raises_what_is_left(drawn: tuple[Scorecard, Assessment], data: st.DataObject) -> None:
    scorecard, assessment = drawn
    named = {each.measure for each in assessment.plan.measures}
    free = sorted(set(scorecard.measure) - named)
    status: Status = data.draw(st.sampled_from(["planned", "in_progress", "done", "verified"]))
    more = [PlannedMeasure(measure=data.draw(st.sampled_from(free)), status=status)] if free else []
    plan = assessment.plan.model_copy(update={"measures": (*more, *assessment.plan.measures)})
    with_it = assessment.model_copy(update={"plan": plan})
    for counting in COUNTINGS:
        assert never_worse(scorecard, residual(scorecard, with_it, counting), residual(scorecard, assessment, counting))


@settings(max_examples=100, deadline=None)
@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_measures_and_naming_one_twice_change_nothing(drawn: tuple[Scorecard, Assessment], random: Any) -> None:
    scorecard, assessment = drawn
    mixed = [*assessment.plan.measures, *assessment.plan.measures]
    mixed += [each.model_copy(update={"status": "planned"}) for each in mixed if each.status == "verified"]  # and once less far
    random.shuffle(mixed)
    other = assessment.model_copy(update={"plan": MitigationPlan(measures=tuple(mixed))})
    for counting in COUNTINGS:
        assert residual(scorecard, other, counting) == residual(scorecard, assessment, counting)


@settings(max_examples=200, deadline=None)
@given(plans())
def test_expected_is_no_worse_than_verified_than_lasting_than_initial(drawn: tuple[Scorecard, Assessment]) -> None:
    """Whatever counts before it is verified: what is verified counts in full in all three, and each counts fewer measures than
    the one before. A credit only makes the first step smaller."""
    scorecard, assessment = drawn
    steps = [*(residual(scorecard, assessment, counting) for counting in COUNTINGS), score(scorecard, assessment)]
    for better, worse in pairwise(steps):
        assert never_worse(scorecard, better, worse)


@settings(max_examples=100, deadline=None)
@given(plans())
def test_a_measure_further_on_counts_no_less(drawn: tuple[Scorecard, Assessment]) -> None:
    scorecard, assessment = drawn
    names = [each.measure for each in assessment.plan.measures]
    order: tuple[Status, ...] = ("planned", "in_progress", "done", "verified")
    left = [residual(scorecard, planned(assessment, *names, status=status)) for status in order]
    for less, more in pairwise(left):
        assert never_worse(scorecard, more, less)


# By hand

PAY = measure("pay", {"indicator": "i", "likelihood": "-0.5"})
GUARD = {**measure("guard", {"indicator": "i", "consequence": "-0.5"}), "ongoing": True}


def paid(**effects: Any) -> Scorecard:
    return card(
        {"d": [indicator("i", 100, [veto("V", "hold", ["pay"])])]},
        measures=[PAY, GUARD],
        effects={"unit": "share", "combine": "multiplicative", **effects},
    )


def test_a_share_moves_the_degree_and_leaves_the_levels() -> None:
    (factor,) = residual(paid(), planned(case({"i": (5, 5)}), "pay", "guard")).factors
    assert (factor.levels, factor.degree, factor.band) == ((5, 5), Fraction(1, 4), "general")


def test_what_has_to_be_kept_up_does_not_last() -> None:
    verified = planned(case({"i": (5, 5)}, {"V": "no"}), "pay", "guard", status="verified")
    assert [residual(paid(), verified, counting).index for counting in COUNTINGS] == [
        Fraction(1, 4),
        Fraction(1, 4),
        Fraction(1, 2),
    ]


def test_a_credit_lowers_less_and_clears_a_veto_all_the_same() -> None:
    """A veto is not cleared in part: a measure in its list clears it once planned, as expected."""
    left = residual(paid(credit={"planned": "0.5"}), planned(case({"i": (5, 5)}, {"V": "yes"}), "pay"))
    assert (left.index, left.hold) == (Fraction(3, 4), False)


def test_parts_of_levels_count_once_they_make_a_whole_one() -> None:
    measures = [measure(name, {"indicator": "i", "likelihood": -1}) for name in ("a", "b")]
    halves = card({"d": [indicator("i", 100)]}, measures=measures, effects={"credit": {"planned": "0.5"}})
    rated = case({"i": (5, 5)})
    assert residual(halves, planned(rated, "a")).index == 1
    assert residual(halves, planned(rated, "a", "b")).index == Fraction(4, 5)


@pytest.mark.parametrize(("polarity", "option", "left"), [("demerit", 3, "1/2"), ("merit", 1, "1/2"), ("demerit", 1, "0")])
def test_shares_of_a_points_card_are_of_the_degree(polarity: str, option: int, left: str) -> None:
    options = {n: {"points": points, "title": {"zh": str(n), "en": str(n)}} for n, points in ((1, 0), (2, 50), (3, 100))}
    half = measure("half", {"indicator": "i", "option": "-0.5"})
    points = card({"d": [indicator("i", 100, options=options)]}, method="points", polarity=polarity, scales=None,
                  measures=[half], effects={"unit": "share"})  # fmt: skip
    rated = Assessment.model_validate({"project": {"name": "示例"}, "ratings": {"i": {"option": option}}})
    assert residual(points, planned(rated, "half")).index == Fraction(left)
