"""When a measure starts and is due: one rule for the work, the best plan and the review."""

from datetime import date, timedelta
from itertools import permutations

import pytest

from assessment.engine.scheduling import dates, later, unfinished_after
from assessment.model.measure import PlannedMeasure, Status
from assessment.model.scorecard import Scorecard
from tests.cards import card, indicator, measure

DAY = date(2026, 12, 15)


def asking(**requires: str) -> Scorecard:
    """A measure of ten days for each name, with what it requires."""
    rows = [{**measure(n, {"indicator": "i", "likelihood": -1}), "requires": asked.split()} for n, asked in requires.items()]
    return card({"x": [indicator("i", 100)]}, measures=rows)


def due(scorecard: Scorecard, *planned: PlannedMeasure) -> dict[str, int | None]:
    """In days from the day of the assessment."""
    found = dates(scorecard, DAY, {p.measure: p for p in planned})
    return {name: (day - DAY).days if day else None for name, (_start, (day, _from)) in found.items()}


def bare(*names: str) -> list[PlannedMeasure]:
    return [PlannedMeasure(measure=name) for name in names]


def test_one_after_another_whatever_the_order() -> None:
    scorecard = asking(a="", b="a", c="b", d="")
    for order in permutations("abcd"):
        assert due(scorecard, *bare(*order)) == {"a": 10, "b": 20, "c": 30, "d": 10}


def test_those_that_require_each_other_wait_together_for_the_rest() -> None:
    scorecard = asking(a="b", b="a x", x="", y="a")
    for order in permutations("abxy"):
        assert due(scorecard, *bare(*order)) == {"x": 10, "a": 20, "b": 20, "y": 30}


def test_the_days_of_the_plan_stand_before_what_is_worked_out() -> None:
    scorecard = asking(a="", b="a")
    late = PlannedMeasure(measure="a", due=DAY + timedelta(days=40))
    started = PlannedMeasure(measure="b", start=DAY + timedelta(days=3))
    assert due(scorecard, late, *bare("b")) == {"a": 40, "b": 50}
    assert due(scorecard, late, started) == {"a": 40, "b": 13}


@pytest.mark.parametrize(
    ("status", "open_"), [("planned", True), ("in_progress", True), ("done", False), ("verified", False), ("lapsed", False)]
)
def test_only_what_is_still_to_be_finished_can_break_the_last_day(status: Status, open_: bool) -> None:
    planned = PlannedMeasure(measure="a", status=status)
    assert unfinished_after(planned, DAY, DAY - timedelta(days=1)) is open_
    assert not unfinished_after(planned, DAY, DAY) and not unfinished_after(planned, None, DAY)


def test_beyond_the_calendar_there_is_no_day() -> None:
    assert later(date(9999, 12, 31), 1) is None and later(DAY, 0) == DAY
