"""The numbers next to a number as it is written."""

from fractions import Fraction

from assessment.model.numbers import MAX_DIGITS


def near(value: Fraction, coarsest: Fraction = Fraction(1)) -> tuple[Fraction, Fraction]:
    """One less and one more in its last digit (2/3: in its numerator), or by `coarsest` where that is finer."""
    digits = (Fraction(1, 10**n) for n in range(MAX_DIGITS) if (value * 10**n).denominator == 1)
    digit = next(digits, Fraction(1, value.denominator))
    step = min(digit, coarsest)
    return value - step, value + step
