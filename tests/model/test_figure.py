"""Intervals as a sheet writes them."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from assessment.model.figure import Figure, Interval, Observation
from tests.cards import text


@pytest.mark.parametrize(
    ("written", "inside", "outside"),
    [
        ({"from": "95", "below": "98"}, ["95", "97.99"], ["94.99", "98"]),
        ({"over": "5", "up_to": "20"}, ["5.01", "20"], ["5", "20.01"]),
        ({"from": "98"}, ["98", "100"], ["97.99"]),
        ({"below": "200/3"}, ["66.66"], ["200/3", "66.67"]),
        ("5", ["5", "5.0"], ["4", "5.01"]),
    ],
)
def test_edges_belong_to_the_interval_that_owns_them(written: Any, inside: list[str], outside: list[str]) -> None:
    interval = Interval.model_validate(written)
    assert all(interval.holds(Fraction(value)) for value in inside)
    assert not any(interval.holds(Fraction(value)) for value in outside)


def test_an_answer_is_no_number() -> None:
    yes = Interval.model_validate("yes")
    assert (yes.holds("yes"), yes.holds("no"), yes.holds(Fraction(1))) == (True, False, False)
    assert not Interval.model_validate({"from": 0}).holds("yes")


@pytest.mark.parametrize("written", [{}, {"from": 1, "over": 1}, {"below": 2, "up_to": 2}, {"answer": "yes", "from": 1}, "maybe"])
def test_what_is_no_interval_is_refused(written: Any) -> None:
    with pytest.raises(ValidationError):
        Interval.model_validate(written)


@pytest.mark.parametrize("written", ["yes", "7", {"from": "95", "below": "98"}, {"over": "5"}])
def test_an_interval_is_written_as_it_was_read(written: Any) -> None:
    assert Interval.model_validate(written).written() == written


def test_a_bare_value_is_an_observation() -> None:
    assert Observation.model_validate("92.5").value == Fraction("92.5")
    assert Observation.model_validate({"value": "no"}).value == "no"


def test_a_figure_takes_only_its_kind_within_its_range() -> None:
    count = Figure.model_validate({"id": "n", "title": text("户数"), "worse": "higher", "whole": True, "range": {"from": 0}})
    assert [count.allows(value) for value in (Fraction(3), Fraction(7, 2), Fraction(-1), "yes")] == [True, False, False, False]
    flag = Figure.model_validate({"id": "f", "title": text("欠付"), "worse": "yes"})
    assert [flag.allows(value) for value in ("yes", "no", Fraction(1))] == [True, True, False]


@pytest.mark.parametrize(
    ("range", "zh", "en"),
    [
        ({"from": 0, "up_to": 100}, "0 至 100 的数", "a number from 0 to 100"),
        ({"from": 0}, "不小于 0 的数", "a number not below 0"),
        ({"over": 0, "below": 3}, "大于 0、小于 3 的数", "a number above 0 and below 3"),
    ],
)
def test_what_may_be_entered_is_said_in_words(range: Any, zh: str, en: str) -> None:
    figure = Figure.model_validate({"id": "n", "title": text("比例"), "worse": "higher", "range": range})
    assert (figure.kind.zh, figure.kind.en) == (zh, en)
