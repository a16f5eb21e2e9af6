"""What flips a level: the oracle `sensitivity`, and every answer made again through `score`."""

import json
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.engine.flips import what_flips
from assessment.engine.grading import graded
from assessment.engine.methods import axes, safest_first
from assessment.engine.reaching import Change, Reach, fewest_steps
from assessment.engine.scoring import score
from assessment.engine.steps import flips, tornado
from assessment.model.case import UNRATED, Assessment
from assessment.model.scorecard import Scorecard
from tests.cards import ROOT, card, case, demo, escalation, indicator, main_card, veto
from tests.strategies import METHODS, graded_cases, remade, scored_cases

CASES = [c for c in json.loads((ROOT / "tests/oracles/sensitivity.json").read_text())["cases"] if "levels" in c["input"]]
SCALE = 25 * 1000
AXIS = {"likelihood": "P", "consequence": "Q"}
ASKED = {
    "to_at_least_medium": ("medium", "at_least"),
    "to_high": ("high", "at_least"),
    "to_low": ("low", "at_most"),
    "to_at_most_medium": ("medium", "at_most"),
}


def oracle_case(given_: dict[str, Any]) -> tuple[Scorecard, Assessment]:
    rows = [indicator(f"i{n}", Fraction(weight, 10)) for n, weight in enumerate(given_["weights_permille"])]
    return card({"all": rows}), case({f"i{n}": tuple(levels) for n, levels in enumerate(given_["levels"])})


def number(name: str) -> int:
    return int(name.removeprefix("i"))


@pytest.mark.parametrize("oracle", CASES, ids=lambda c: c["id"])
def test_tornado_flips_and_fewest_steps_are_the_oracle_s(oracle: dict[str, Any]) -> None:
    both, expected = oracle_case(oracle["input"]), oracle["expected"]
    found = what_flips(*both)
    bars = [{"indicator": number(s.indicator), "factor": AXIS[s.axis], "down": s.down * SCALE, "up": s.up * SCALE}
            for s in found.swings]  # fmt: skip
    directions = {True: "up", False: "down"}
    steps = [{"indicator": number(s.indicator), "factor": AXIS[s.axis], "direction": directions[s.up], "grade": s.level}
             for s in found.flipping]  # fmt: skip
    result = score(*both)
    assert (result.index, result.level) == (Fraction(expected["index"], SCALE), expected["grade"])
    assert bars == expected.get("tornado", bars)
    assert steps == expected.get("flips", steps)
    assert len(steps) == expected.get("n_flips", len(steps))
    assert {key: fewest_steps(*both, *ASKED[key]).steps for key in expected["min_steps"]} == expected["min_steps"]  # type: ignore[arg-type]


def changed(scorecard: Scorecard, assessment: Assessment, changes: Iterable[Any]) -> Assessment:
    """The assessment with other levels; the figures are spent on the levels that count."""
    settled = graded(scorecard, assessment)
    ratings = dict(settled.ratings)
    for change in changes:
        ratings[change.indicator] = ratings[change.indicator].model_copy(update={change.axis: change.after})
    return settled.model_copy(update={"ratings": ratings})


CARDS = st.one_of(scored_cases(), scored_cases(complete=True), graded_cases())


@given(CARDS)
@settings(max_examples=200, deadline=None)
def test_each_single_step_is_what_score_says_and_a_step_up_never_lowers_the_level(both: tuple[Scorecard, Assessment]) -> None:
    scorecard, assessment = both
    before, rank = score(*both), scorecard.level_rank
    for step in what_flips(*both).steps:
        after = score(scorecard, changed(scorecard, assessment, [step]))
        assert (step.index, step.level, step.decided_by) == (after.worst_index, after.level, after.decided_by)
        assert step.flips == (after.level != before.level)
        assert rank[after.level] >= rank[before.level] if step.up else rank[after.level] <= rank[before.level]


@given(CARDS)
@settings(max_examples=100, deadline=None)
def test_tornado_and_flips_are_of_the_single_steps(both: tuple[Scorecard, Assessment]) -> None:
    found = what_flips(*both)
    assert found.flipping == flips(*both)
    assert found.swings == tornado(*both)
    assert [swing.width for swing in found.swings] == sorted((swing.width for swing in found.swings), reverse=True)


@given(CARDS)
@settings(max_examples=200, deadline=None)
def test_the_fewest_steps_reach_their_level_through_score(both: tuple[Scorecard, Assessment]) -> None:
    scorecard, assessment = both
    for reach in what_flips(*both).reaches:
        assert reach.steps != 0
        if reach.changes is None:
            continue
        after = score(scorecard, changed(scorecard, assessment, reach.changes))
        assert (after.level, after.decided_by) == (reach.then, reach.decided_by)
        assert all(steps_of(scorecard, assessment, change) == change.steps for change in reach.changes)
        if reach.steps is not None:
            assert reached(scorecard, reach, after.level)


def reached(scorecard: Scorecard, reach: Reach, level: str) -> bool:
    rank, wanted = scorecard.level_rank[level], scorecard.level_rank[reach.level]
    return rank >= wanted if reach.direction == "at_least" else rank <= wanted


def steps_of(scorecard: Scorecard, assessment: Assessment, change: Change) -> int:
    order = safest_first(scorecard, scorecard.indicators[change.indicator], change.axis)
    assert getattr(graded(scorecard, assessment).ratings[change.indicator], change.axis) == change.before
    return abs(order.index(change.after) - order.index(change.before))


def small(scorecard: Scorecard, keep: int = 3) -> Scorecard:
    """The first dimension with its first indicators, so that every set of levels can be tried."""
    sheet = scorecard.sheets[0].model_copy(update={"indicators": scorecard.sheets[0].indicators[:keep]})
    names = {each.id for each in sheet.indicators}
    measures = tuple(m for m in scorecard.measures if {effect.indicator for effect in m.effects} <= names)
    dimension = scorecard.dimensions[0].model_copy(update={"weight": Fraction(100)})
    return remade(scorecard, sheets=(sheet,), dimensions=(dimension,), measures=measures)


def every_change(scorecard: Scorecard, assessment: Assessment) -> Iterator[tuple[int, str]]:
    """(steps, level) of every set of levels of the rated factors, up and down mixed."""
    settled, sides = graded(scorecard, assessment), axes(scorecard)
    rated = [f.id for f in score(scorecard, assessment).factors if f.answered]
    orders = [safest_first(scorecard, scorecard.indicators[name], axis) for name in rated for axis in sides]
    given_ = [getattr(settled.ratings[name], axis) for name in rated for axis in sides]
    for levels in product(*orders):
        steps = sum(abs(o.index(a) - o.index(b)) for o, a, b in zip(orders, levels, given_, strict=True))
        ratings = dict(settled.ratings)
        for place, name in enumerate(rated):
            new = dict(zip(sides, levels[place * len(sides) :], strict=False))
            ratings[name] = ratings.get(name, UNRATED).model_copy(update=new)
        yield steps, score(scorecard, settled.model_copy(update={"ratings": ratings})).level


@given(st.sampled_from(METHODS), st.data())
@settings(max_examples=40, deadline=None)
def test_no_smaller_set_reaches_the_level(method: str, data: st.DataObject) -> None:
    drawn, assessment = data.draw(scored_cases(method))
    scorecard = small(drawn, 4 if method == "points" else 2)
    ratings = {name: rating for name, rating in assessment.ratings.items() if name in scorecard.indicators}
    vetoes = {name: answer for name, answer in assessment.vetoes.items() if name in scorecard.veto}
    assessment = Assessment.model_validate({"project": {"name": "示例"}, "ratings": ratings, "vetoes": vetoes})
    every = list(every_change(scorecard, assessment))
    for reach in what_flips(scorecard, assessment).reaches:
        assert reach.steps == min((steps for steps, level in every if reached(scorecard, reach, level)), default=None)


COUNTED = card(
    {"d": [indicator("a", 40), indicator("b", 30), indicator("c", 30, [veto("V", "medium")])]},
    escalations=[escalation("two-large", 2, "large", "medium"), escalation("one-major", 1, "major", "high")],
)


def test_an_escalation_is_reached_where_it_takes_fewer_steps_than_the_index() -> None:
    reach = fewest_steps(COUNTED, case({"a": (1, 1), "b": (3, 4), "c": (3, 3)}, {"V": "no"}), "medium", "at_least")
    assert (reach.steps, reach.decided_by) == (1, "two-large")
    assert [(change.indicator, change.axis, change.after) for change in reach.changes or ()] == [("c", "likelihood", 4)]


def test_a_better_level_has_to_leave_every_escalation() -> None:
    reach = fewest_steps(COUNTED, case({"a": (1, 1), "b": (3, 4), "c": (4, 4)}, {"V": "no"}), "low", "at_most")
    assert (reach.steps, reach.then) == (1, "low")
    assert [change.indicator for change in reach.changes or ()] == ["b"]


@pytest.mark.parametrize("answer", ["yes", "unknown"])
def test_a_veto_in_the_way_is_named_and_no_ratings_are_enough(answer: str) -> None:
    reach = fewest_steps(COUNTED, case({"a": (1, 1), "b": (3, 4), "c": (4, 4)}, {"V": answer}), "low", "at_most")
    assert (reach.steps, reach.vetoes, reach.needed) == (None, ("V",), 1)
    assert (reach.then, reach.decided_by) == ("medium", "V")


def test_what_is_not_rated_holds_the_level_and_is_named() -> None:
    found = what_flips(COUNTED, case({"a": (1, 1), "b": (1, 1)}, {"V": "no"}))
    assert (found.level, found.unrated) == ("high", ("c",))
    assert [(reach.level, reach.steps) for reach in found.reaches] == [("medium", None), ("low", None)]


def test_an_index_on_the_edge_of_low_is_one_step_from_low() -> None:
    on_it = case({"a": (3, 3), "b": (3, 3), "c": (3, 3)}, {"V": "no"})
    found = what_flips(COUNTED, on_it)
    assert (found.level, found.distances[0].gap, found.distances[0].above) == ("medium", 0, True)
    assert fewest_steps(COUNTED, on_it, "low", "at_most").steps == 1
    assert len(found.flipping) == 6


def test_two_steps_of_one_factor_may_be_fewer_than_the_best_steps_one_by_one() -> None:
    both = oracle_case(next(c for c in CASES if c["id"] == "steps_pair_interaction")["input"])
    reach = fewest_steps(*both, "medium", "at_least")
    assert [(change.indicator, change.steps) for change in reach.changes or ()] == [("i0", 2), ("i0", 1)]


def test_the_demo_projects_have_their_flips() -> None:
    rail, reform = what_flips(main_card(), demo("rail")), what_flips(main_card(), demo("reform"))
    assert [(reach.level, reach.needed, reach.vetoes) for reach in rail.reaches] == [
        ("medium", 0, ("LA4-V1",)),
        ("low", 28, ("LA4-V1",)),
    ]
    assert [(step.indicator, step.level, step.decided_by) for step in reform.flipping] == [
        ("reform-authorization", "medium", "any-major")
    ]
