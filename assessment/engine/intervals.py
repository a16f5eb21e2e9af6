"""Intervals as stretches between cuts, so that gaps, overlaps and order are comparisons of cuts.

A cut lies before or after one number, or beyond all of them. Of figures that count (whole numbers) only cuts before a whole
number are used: «over 2» and «from 3» are the same cut.
"""

from fractions import Fraction
from math import ceil, floor

from assessment.model.figure import Figure, Interval

Cut = tuple[int, Fraction, int]  # (−1 below all numbers, 0, 1 above all), the number, 0 before or 1 after it
Stretch = tuple[Cut, Cut]
LOWEST: Cut = (-1, Fraction(0), 0)
HIGHEST: Cut = (1, Fraction(0), 0)


def stretch(interval: Interval | None, whole: bool) -> Stretch:
    """Where an interval of numbers begins and ends; it holds nothing unless the one lies before the other."""
    if interval is None:
        return LOWEST, HIGHEST
    begin = LOWEST if interval.low is None else _cut(interval.low, interval.from_ is None, whole)
    end = HIGHEST if interval.high is None else _cut(interval.high, interval.up_to is not None, whole)
    return begin, end


def _cut(number: Fraction, after: bool, whole: bool) -> Cut:
    if whole:
        return (0, Fraction(floor(number) + 1 if after else ceil(number)), 0)
    return (0, number, int(after))


def within(figure: Figure, interval: Interval) -> Stretch:
    """The part of `interval` that the figure can take."""
    (first, last), (begin, end) = stretch(figure.range, figure.whole), stretch(interval, figure.whole)
    return max(first, begin), min(last, end)


def between(begin: Cut, end: Cut, whole: bool) -> Interval:
    """The interval from one cut to another, as one would write it."""
    edges = {}
    if begin != LOWEST:
        edges["over" if begin[2] else "from"] = begin[1]
    if end != HIGHEST:
        edges["up_to" if end[2] or whole else "below"] = end[1] - 1 if whole else end[1]
    return Interval.model_validate(edges)
