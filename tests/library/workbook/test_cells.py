"""What Excel makes of what is typed."""

from datetime import datetime
from typing import Any

import pytest

from assessment.library.workbook.cells import Unfit, text_of, value_of, written
from assessment.library.workbook.package import Cell


def cell(value: Any, format: str = "General") -> Cell:
    return Cell(value, "n", format)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (20.0, "20"),
        (0.1 + 0.2, "0.3"),
        (0.64, "0.64"),
        (1e-7, "0.0000001"),
        (-2, "-2"),
        (100_000, "100000"),
        ("2/3", "2/3"),
        ("007", "007"),
        (" no ", "no"),
        ("a\r\nb", "a\nb"),
    ],
)
def test_a_number_is_the_one_that_was_typed(value: Any, text: str) -> None:
    assert text_of(cell(value), "number") == text


def test_dates_are_days_where_a_day_is_asked() -> None:
    assert text_of(cell(datetime(2026, 1, 2)), "word") == "2026-01-02"
    with pytest.raises(Unfit):
        text_of(cell(datetime(2026, 1, 2)), "number")


def test_truth_is_taken_where_it_is_asked() -> None:
    assert text_of(cell(True), "flag") == "true"
    with pytest.raises(Unfit):
        text_of(cell(False), "word")


@pytest.mark.parametrize("text", ["0.36", "22", "1.5", "2/3", "123456789012345678", "0.123456789012345678", "1e5", "007", "-1"])
def test_no_digit_is_lost(text: str) -> None:
    assert text_of(cell(written(text, "number")), "number") == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("≥ 6, ≤ 20", {"from": "6", "up_to": "20"}),
        (">=6，<20", {"from": "6", "below": "20"}),
        ("> 0.5", {"over": "0.5"}),
        ("3", "3"),
        ("yes", "yes"),
        ("六到七", "六到七"),
        ("≥ 6 或 7", "≥ 6 或 7"),
    ],
)
def test_an_interval_is_written_as_people_write_it(text: str, value: Any) -> None:
    assert value_of(text, "interval") == value


def test_an_interval_comes_back() -> None:
    for value in ({"from": "6", "up_to": "20"}, {"over": "1"}, {"below": "2/3"}):
        assert value_of(str(written(value, "interval")), "interval") == value


def test_ids_are_listed_with_any_comma() -> None:
    assert value_of("LA4-a，LA4-b、LA4-c; LA4-d\nLA4-e", "ids") == ["LA4-a", "LA4-b", "LA4-c", "LA4-d", "LA4-e"]
