"""按数据取级: the level of an axis follows from its figures.

    level of a rule  = the worst level whose interval holds the figure
    level of an axis = the worst of its rules (从高)

Figures come first; another level counts only where the rating says why (`overrides`). While a figure is missing, a chosen level
stands, but never below what the figures that are there give; and they suffice once no missing one could make it worse.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.engine.methods import axes, safest_first
from assessment.model.case import UNRATED, Assessment, Rating
from assessment.model.figure import PROJECT_FIELDS, Grading, YesNo
from assessment.model.result import Override
from assessment.model.scorecard import Axis, Indicator, Scorecard

Values = Mapping[str, Fraction | YesNo]


@dataclass(frozen=True, slots=True)
class Grade:
    """What the figures say of one axis. `level` is None while one is missing that could make it worse; `at_least` is the
    worst that those entered give. `by` are the figures whose rules gave it, `missing` those not entered."""

    level: int | None
    at_least: int | None
    by: tuple[str, ...]
    missing: tuple[str, ...]


def observed(scorecard: Scorecard, assessment: Assessment) -> Values:
    """Every value that is known, by figure; a project's own field stands for the figure bound to it."""
    values: dict[str, Fraction | YesNo] = {name: seen.value for name, seen in assessment.figures.items()}
    for figure in scorecard.project_figures:
        value = getattr(assessment.project, figure.project or "")
        if value is not None:
            values[figure.id] = value
    return values


def rule_level(rule: Grading, value: Fraction | YesNo, order: list[int]) -> int | None:
    """The worst level whose interval holds the value; None where none does. `order` runs from safest to riskiest."""
    for level in reversed(order):
        interval = rule.levels.get(level)
        if interval is not None and interval.holds(value):
            return level
    return None


def grade(scorecard: Scorecard, indicator: Indicator, axis: Axis, values: Values) -> Grade:
    """What `values` say of one axis that has rules."""
    order = safest_first(scorecard, indicator, axis)
    worst, worst_open = -1, -1  # by place in the order
    by: list[str] = []
    missing: list[str] = []
    for rule in indicator.graded_by[axis]:
        level = rule_level(rule, values[rule.figure], order) if rule.figure in values else None
        if level is None:
            missing.append(rule.figure)
            worst_open = max(worst_open, *map(order.index, rule.levels))
            continue
        place = order.index(level)
        by = [*by, rule.figure] if place == worst else [rule.figure] if place > worst else by
        worst = max(worst, place)
    at_least = order[worst] if worst >= 0 else None
    return Grade(at_least if worst >= worst_open else None, at_least, tuple(by), tuple(missing))


def graded_axes(scorecard: Scorecard, indicator: Indicator) -> tuple[Axis, ...]:
    """The axes of the method for which the indicator has rules."""
    asked = axes(scorecard)
    return tuple(axis for axis, rules in indicator.graded_by.items() if rules and axis in asked)


def grades(scorecard: Scorecard, assessment: Assessment) -> Iterator[tuple[str, Axis, Grade]]:
    """Of every axis about which a figure says something."""
    values = observed(scorecard, assessment)
    if not values:
        return
    for name, indicator in scorecard.graded.items():
        for axis in graded_axes(scorecard, indicator):
            found = grade(scorecard, indicator, axis, values)
            if found.at_least is not None:
                yield name, axis, found


def level_that_counts(scorecard: Scorecard, indicator: Indicator, axis: Axis, rating: Rating, found: Grade) -> int | None:
    """The level of an axis: chosen with a reason, else by the figures, else chosen but not below what they give."""
    chosen: int | None = getattr(rating, axis)
    if chosen is not None and axis in rating.overrides:
        return chosen
    if found.level is not None or chosen is None or found.at_least is None:
        return found.level if found.level is not None else chosen
    return max(chosen, found.at_least, key=safest_first(scorecard, indicator, axis).index)


def settled(scorecard: Scorecard, assessment: Assessment) -> tuple[Assessment, tuple[Override, ...]]:
    """The assessment with every level that counts in its rating, and its figures spent on that: what lowers a level later
    (measures) is not asked of them again. And every level chosen against the figures, with the reason given."""
    given = list(grades(scorecard, assessment))
    if not given:
        return assessment, ()
    ratings = dict(assessment.ratings)
    against: list[Override] = []
    for name, axis, found in given:
        rating = ratings.get(name, UNRATED)
        level = level_that_counts(scorecard, scorecard.indicators[name], axis, rating, found)
        if level is not None and axis in rating.overrides:
            unreasoned = rating.model_copy(update={"overrides": {}})
            by_figures = level_that_counts(scorecard, scorecard.indicators[name], axis, unreasoned, found)
            if by_figures is not None and by_figures != level:
                against.append(Override(name, axis, level, by_figures, rating.overrides[axis]))
        ratings[name] = rating.model_copy(update={axis: level})
    return without_figures(assessment).model_copy(update={"ratings": ratings}), tuple(against)


def without_figures(assessment: Assessment) -> Assessment:
    """Only what was chosen: neither figures nor the fields of the project that stand for some."""
    project = assessment.project.model_copy(update=dict.fromkeys(PROJECT_FIELDS))
    return assessment.model_copy(update={"figures": {}, "project": project})


def without_repeats(scorecard: Scorecard, assessment: Assessment) -> Assessment:
    """Without the chosen levels that give way to the figures, which give the same scores without them."""
    ratings = dict(assessment.ratings)
    for name, axis, found in grades(scorecard, assessment):
        rating = ratings.get(name)
        if rating is not None and getattr(rating, axis) is not None and axis not in rating.overrides:
            counts = level_that_counts(scorecard, scorecard.indicators[name], axis, rating, found)
            ratings[name] = rating.model_copy(update={axis: None if found.level is not None else counts})
    return assessment.model_copy(update={"ratings": ratings})


def graded(scorecard: Scorecard, assessment: Assessment) -> Assessment:
    """The first of `settled`."""
    return settled(scorecard, assessment)[0]
