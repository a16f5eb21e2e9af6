"""按数据取级: the level follows from the figures; another one needs a reason."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.engine.grading import grade, graded, graded_axes, observed, settled, without_repeats
from assessment.engine.mitigation import after, residual
from assessment.engine.scoring import score
from assessment.library.catalogue import open_folder
from assessment.model.case import Assessment
from assessment.model.scorecard import Scorecard
from tests.cards import ROOT, demo, main_card
from tests.strategies import graded_cases

CARD = open_folder(ROOT / "tests" / "scorecards" / "graded").usable()
WHOLE = {"agreed": 98, "deposit": "yes", "households": 5}


def case(figures: dict[str, Any], ratings: dict[str, Any] | None = None, **project: Any) -> Assessment:
    data = {"project": {"name": "示例", **project}, "figures": figures, "ratings": ratings or {}}
    return Assessment.model_validate(data)


def levels(assessment: Assessment, name: str = "agreement", card: Scorecard = CARD) -> tuple[int | None, int | None]:
    rating = graded(card, assessment).ratings.get(name)
    return (rating.likelihood, rating.consequence) if rating else (None, None)


@pytest.mark.parametrize(("share", "level"), [("98", 1), ("97.99", 2), ("90", 2), ("89.99", 3), ("0", 3), ("100", 1)])
def test_the_edge_belongs_to_the_level_that_owns_it(share: str, level: int) -> None:
    assert levels(case({**WHOLE, "agreed": share})) == (level, 1)


def test_of_several_rules_the_worst_counts() -> None:
    assert levels(case({**WHOLE, "agreed": 99, "deposit": "no"})) == (2, 1)


def test_a_missing_figure_leaves_the_level_open_unless_it_could_not_be_worse() -> None:
    assert levels(case({"agreed": 99})) == (None, None)
    assert levels(case({"agreed": 95})) == (2, None)  # a missing deposit gives level 2 at most
    found = grade(CARD, CARD.indicators["agreement"], "likelihood", {"agreed": Fraction(99)})
    assert (found.level, found.at_least, found.missing) == (None, 1, ("deposit",))


def test_a_chosen_level_stands_while_a_figure_is_missing_but_never_below_what_the_others_give() -> None:
    chosen = {"agreement": {"likelihood": 1, "consequence": 1}}
    assert levels(case({"deposit": "no"}, chosen)) == (2, 1)
    assert levels(case({"agreed": 99}, {"agreement": {"likelihood": 3, "consequence": 1}})) == (3, 1)


def test_figures_come_before_a_level_chosen_without_a_reason() -> None:
    assert levels(case(WHOLE, {"agreement": {"likelihood": 3, "consequence": 3}})) == (1, 1)


def test_another_level_counts_with_its_reason_and_is_told() -> None:
    assessment = case(WHOLE, {"agreement": {"likelihood": 3, "overrides": {"likelihood": "十户书面撤回"}}})
    assert levels(assessment) == (3, 1)
    (told,) = score(CARD, assessment).overrides
    assert (told.indicator, told.axis, told.chosen, told.by_figures, told.reason) == (
        "agreement", "likelihood", 3, 1, "十户书面撤回",
    )  # fmt: skip


def test_a_level_below_what_the_figures_so_far_give_is_told_though_one_is_missing() -> None:
    reasoned = {"agreement": {"likelihood": 1, "consequence": 1, "overrides": {"likelihood": "保证金以实物抵缴"}}}
    (told,) = score(CARD, case({"deposit": "no", "households": 5}, reasoned)).overrides
    assert (told.chosen, told.by_figures, told.reason) == (1, 2, "保证金以实物抵缴")
    assert score(CARD, case({"agreed": 99, "households": 5}, reasoned)).overrides == ()  # nothing says otherwise yet


def test_a_field_of_the_project_is_a_figure() -> None:
    assert levels(case({}, {"scale": {"likelihood": 2}}, investment=10001), "scale") == (2, 3)
    assert observed(CARD, case({}, investment=500)) == {"investment": 500}


def test_measures_lower_the_level_that_the_figures_give() -> None:
    assessment = case({"agreed": 89, "deposit": "no", "households": 21}, {"scale": {"likelihood": 2}}, investment=10001)
    plan = {"measures": [{"measure": "LA1-a"}]}
    planned = assessment.model_copy(update={"plan": Assessment.model_validate({"project": {"name": "示例"}, "plan": plan}).plan})
    assert levels(after(CARD, planned)) == (2, 2)
    assert levels(after(CARD, planned), "scale") == (1, 2)
    assert residual(CARD, planned).index == Fraction(60, 100) * Fraction("0.3") + Fraction(40, 100) * Fraction("0.1")


@settings(deadline=None)
@given(graded_cases())
def test_figures_are_spent_once(drawn: tuple[Scorecard, Assessment]) -> None:
    card, assessment = drawn
    once = graded(card, assessment)
    assert graded(card, once) == once
    assert score(card, once).factors == score(card, assessment).factors


@settings(deadline=None)
@given(graded_cases())
def test_what_gives_way_to_the_figures_may_be_left_out(drawn: tuple[Scorecard, Assessment]) -> None:
    card, assessment = drawn
    lean = without_repeats(card, assessment)
    assert settled(card, lean)[0].ratings == settled(card, assessment)[0].ratings
    assert without_repeats(card, lean) == lean


def without_choice(card: Scorecard, assessment: Assessment) -> Assessment:
    """Levels chosen without a reason left out of the graded axes: they give way, up or down, once figures settle it."""
    ratings = {
        name: rating.model_copy(
            update=dict.fromkeys(a for a in graded_axes(card, card.indicators[name]) if a not in rating.overrides)
        )
        for name, rating in assessment.ratings.items()
    }
    return assessment.model_copy(update={"ratings": ratings})


@settings(deadline=None)
@given(graded_cases(), st.data())
def test_a_worse_figure_never_gives_a_lower_level_or_index(drawn: tuple[Scorecard, Assessment], data: Any) -> None:
    card, assessment = drawn[0], without_choice(*drawn)
    entered = sorted(assessment.figures)
    if not entered:
        return
    figure = card.figure[data.draw(st.sampled_from(entered))]
    now = assessment.figures[figure.id].value
    worse: Any = figure.worse
    if not isinstance(now, str):
        step = data.draw(st.fractions(0, 30, max_denominator=100))
        step = Fraction(int(step)) if figure.whole else step
        worse = now + step if figure.worse == "higher" else now - step
        worse = max(Fraction(0), min(Fraction(100), worse))
    figures = {**assessment.figures, figure.id: assessment.figures[figure.id].model_copy(update={"value": worse})}
    moved = assessment.model_copy(update={"figures": figures})
    before, later = score(card, assessment), score(card, moved)
    for one, other in zip(before.factors, later.factors, strict=True):
        assert one.levels is None or other.levels is None or all(a <= b for a, b in zip(one.levels, other.levels, strict=True))
    if (
        before.index is not None and before.unrated == later.unrated
    ):  # a worse value may settle what was open, at its worst before
        assert later.index is not None and later.index >= before.index


def test_nine_axes_in_ten_of_the_shipped_scorecard_follow_from_figures() -> None:
    card = main_card()
    graded_ones = sum(len(graded_axes(card, indicator)) for indicator in card.indicators.values())
    assert graded_ones >= Fraction(9, 10) * 2 * len(card.indicators)


@pytest.mark.parametrize("name", ["g247", "rail", "wharf", "reform"])
def test_the_figures_of_a_demo_project_give_the_levels_written_beside_them(name: str) -> None:
    card, written = main_card(), demo(name)
    followed = without_repeats(card, written)
    chosen = {name for name, rating in followed.ratings.items() for axis in graded_axes(card, card.indicators[name])
              if getattr(rating, axis) is not None}  # fmt: skip
    assert chosen == set()
    assert graded(card, followed).ratings == graded(card, written).ratings
    assert all(seen.date and "示例" in seen.source for seen in written.figures.values())


def edges() -> list[tuple[str, str, str, Fraction]]:
    """Every edge of every rule of the shipped scorecard."""
    card, found = main_card(), []
    for name, indicator in card.graded.items():
        for axis, rules in indicator.graded_by.items():
            for rule in rules:
                numbers = {edge for i in rule.levels.values() for edge in (i.low, i.high) if edge is not None}
                found += [(name, axis, rule.figure, edge) for edge in numbers]
    return found


def test_every_edge_of_the_shipped_scorecard_stands_in_a_worked_example() -> None:
    opened = open_folder(ROOT / "scorecards" / "major-project")
    tried = {
        (name, axis, figure): set(values)
        for state in opened.examples
        for name, by_axis in state.example.readings.items()
        for axis, by_figure in by_axis.items()
        for figure, values in by_figure.items()
    }
    assert [edge for *place, edge in edges() if edge not in tried.get(tuple(place), set())] == []
