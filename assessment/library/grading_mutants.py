"""Slips in how figures give levels: an edge one step off or owned by the other side, a level one off, a rule forgotten.

An edge stands in two intervals and is moved in both: a slip in one of them leaves a gap or an overlap, which `check` refuses.
"""

from collections.abc import Iterator

from assessment.engine.intervals import Cut, between, stretch
from assessment.engine.methods import axis_levels
from assessment.library.near import near
from assessment.model.figure import Figure, Grading, Interval
from assessment.model.scorecard import Indicator, Scorecard

Slip = tuple[str, tuple[str | int, ...], str, str, Indicator]
REMOVED = "removed"


def grading_slips(card: Scorecard, indicator: Indicator) -> Iterator[Slip]:
    """(what, path in the indicator, now, new, the changed indicator)."""
    for axis, rules in indicator.graded_by.items():
        levels = axis_levels(card, indicator, axis)
        for number, rule in enumerate(rules):
            here = ("graded_by", axis, rule.figure)

            def with_rules(*changed: Grading, number: int = number, axis: str = axis) -> Indicator:
                others = indicator.graded_by[axis]  # type: ignore[index]
                return indicator.model_copy(
                    update={"graded_by": {**indicator.graded_by, axis: (*others[:number], *changed, *others[number + 1 :])}}
                )

            figure = card.figure[rule.figure]
            slips = _answers(rule) if figure.flag else _edges(figure, rule)
            for level, now, new, changed in (*slips, *_levels(rule, levels)):
                yield "grading", (*here, "levels", str(level)), now, new, with_rules(changed)
            if len(rules) > 1:
                yield "grading_rule", here, rule.figure, REMOVED, with_rules()


One = tuple[int, str, str, Grading]  # the level it stands at, what is written there now, what instead, the rule


def _with(rule: Grading, levels: dict[int, Interval]) -> Grading:
    return rule.model_copy(update={"levels": levels})


def _answers(rule: Grading) -> Iterator[One]:
    """Yes and no the wrong way round."""
    rows = list(rule.levels.items())
    if len(rows) == 2:
        (one, first), (two, second) = rows
        yield one, str(first), str(second), _with(rule, {one: second, two: first})


def _edges(figure: Figure, rule: Grading) -> Iterator[One]:
    """Each edge between two intervals moved to both sides by its last digit, and given to the other side."""
    rows = sorted((stretch(interval, figure.whole), level) for level, interval in rule.levels.items())
    for number, ((begin, edge), level) in enumerate(rows[:-1]):
        (_, end), after = rows[number + 1]
        for moved in _moved(edge, figure.whole):
            if begin < moved < end:
                changed = {**rule.levels, level: between(begin, moved, figure.whole), after: between(moved, end, figure.whole)}
                yield level, str(rule.levels[level]), str(changed[level]), _with(rule, changed)


def _moved(edge: Cut, whole: bool) -> Iterator[Cut]:
    side, number, after = edge
    if whole:
        yield from ((side, number + step, after) for step in (-1, 1))
    else:
        yield from ((side, other, after) for other in near(number))
        yield side, number, 1 - after


def _levels(rule: Grading, levels: tuple[int, ...]) -> Iterator[One]:
    """An interval one level off, where that level is free."""
    for level, interval in rule.levels.items():
        for other in (level - 1, level + 1):
            if other in levels and other not in rule.levels:
                changed = {other if key == level else key: value for key, value in rule.levels.items()}
                yield level, f"{level}: {interval}", f"{other}: {interval}", _with(rule, changed)
