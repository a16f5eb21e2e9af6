"""Exact in, one rounding out."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from assessment.model.numbers import parse_exact, parse_integer, plain, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.42125", "0.4213"),
        ("0.42124999", "0.4212"),
        ("-0.00005", "-0.0001"),
        ("-0.00004", "0.0000"),
        ("1", "1.0000"),
        ("0.99995", "1.0000"),
    ],
)
def test_ties_are_rounded_away_from_zero(value: str, text: str) -> None:
    assert shown(parse_exact(value)) == text


@pytest.mark.parametrize(
    "text", ["1e5", "NaN", ".inf", "０.5", "1_000", "0x10", "+1", "", " 1", "1.", ".5", "1" * 19, "1/0", "--1", "½"]
)
def test_only_plain_ascii_decimals_are_numbers(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        parse_exact(text)


@pytest.mark.parametrize("value", [0.5, True, None, "2.5", "３"])
def test_floats_and_booleans_are_not_exact(value: object) -> None:
    with pytest.raises(PydanticCustomError):
        parse_integer(value)


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_plain_text_is_read_back_exactly(whole: int, digits: int) -> None:
    value = Fraction(whole, 10**digits)
    assert parse_exact(plain(value)) == value


@given(st.fractions(min_value=0, max_value=1))
def test_what_is_shown_is_within_half_a_unit(value: Fraction) -> None:
    assert abs(Fraction(shown(value)) - value) <= Fraction(1, 20000)
