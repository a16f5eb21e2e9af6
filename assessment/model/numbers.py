"""Exact numbers: text in, `Fraction` inside, one rounding when shown."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

MAX_DIGITS = 18  # on each side of the point: bounded before any arithmetic
_DECIMAL = re.compile(rf"-?[0-9]{{1,{MAX_DIGITS}}}(\.[0-9]{{1,{MAX_DIGITS}}})?", re.ASCII)
_RATIO = re.compile(rf"-?[0-9]{{1,{MAX_DIGITS}}}/[0-9]{{1,{MAX_DIGITS}}}", re.ASCII)
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})", re.ASCII)  # no leading zero: 2 and 02 are not two keys
_LARGE = 1 << 400  # the denominator of a sum of many ratios; Python refuses to write numbers above 4,300 digits


def parse_exact(value: Any) -> Fraction:
    """A decimal or a ratio written as text ("0.36", "9/25"), exactly. Floats are refused: they are not what was written."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str):
        if _DECIMAL.fullmatch(value):
            return Fraction(value)
        if _RATIO.fullmatch(value) and int(value.split("/")[1]):
            return Fraction(value)
    raise PydanticCustomError("not-a-number", "not a number: {now}", {"now": str(value)[:60]})


def parse_integer(value: Any) -> int:
    """A whole number written in ASCII digits; 2.5, full-width digits, "+3" and exponents are refused."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value)
    raise PydanticCustomError("not-an-integer", "not a whole number: {now}", {"now": str(value)[:60]})


Exact = Annotated[Fraction, BeforeValidator(parse_exact)]
Integer = Annotated[int, BeforeValidator(parse_integer)]


def shown(value: Fraction, digits: int = 4) -> str:
    """`value` rounded once, half away from zero (四舍五入, GB/T 8170 进舍 for ties upward), with exactly `digits` decimals."""
    scale = 10**digits
    scaled = abs(value) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = "-" if value < 0 and whole else ""
    text = f"{whole:0{digits + 1}d}"
    return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)


def plain(value: Fraction) -> str:
    """The shortest exact text that `parse_exact` reads back: "22", "0.36", or "1/3" where no bounded decimal ends."""
    for digits in range(MAX_DIGITS + 1):
        if (value * 10**digits).denominator == 1:
            return shown(value, digits)
    if value.denominator > _LARGE:
        return f"≈ {shown(value, MAX_DIGITS)}"
    return f"{value.numerator}/{value.denominator}"
