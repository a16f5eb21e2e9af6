"""Checks of levels that follow from figures: the figures themselves, and for each rule whether its intervals cover every
possible value once, in the direction the figure declares, with the numbers of the anchors."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from assessment.engine.grading import rule_level
from assessment.engine.intervals import Cut, between, stretch, within
from assessment.engine.methods import axes, axis_levels, safest_first
from assessment.errors import Problem
from assessment.library.checks.anchors import unlike
from assessment.library.document import Document, closest
from assessment.model.figure import FLAG, Figure, Grading, Interval, YesNo
from assessment.model.scorecard import Axis, Indicator, Scorecard

Loc = tuple[str | int, ...]


def check_grading(scorecard: Scorecard, head: Document, sheets: Mapping[str, Document]) -> Iterator[Problem]:
    """`sheets` by dimension; every sheet is already right in itself."""
    yield from _figures(scorecard, head, sheets)
    used: set[str] = set()
    for sheet in scorecard.sheets:
        for number, indicator in enumerate(sheet.indicators):
            for axis, rules in indicator.graded_by.items():
                here: Loc = ("indicators", number, "graded_by", axis)
                if axis not in axes(scorecard):
                    yield sheets[sheet.id].problem("axis-unknown", *here, axis=axis, allowed=axes(scorecard))
                    continue
                used.update(rule.figure for rule in rules)
                yield from _axis(scorecard, sheets[sheet.id], here, indicator, axis)
    if used <= set(scorecard.figure):  # a name with a typing error leaves the right one unused: one mistake
        yield from _unused(scorecard, head, sheets, used)


def _places(scorecard: Scorecard, head: Document, sheets: Mapping[str, Document]) -> Iterator[tuple[Document, Loc, Figure]]:
    yield from ((head, ("figures", number), figure) for number, figure in enumerate(scorecard.figures))
    for sheet in scorecard.sheets:
        yield from ((sheets[sheet.id], ("figures", number), figure) for number, figure in enumerate(sheet.figures))


def _figures(scorecard: Scorecard, head: Document, sheets: Mapping[str, Document]) -> Iterator[Problem]:
    seen: set[str] = set()
    for document, here, figure in _places(scorecard, head, sheets):
        if figure.id in seen:
            yield document.problem("id-duplicate", *here, "id", now=figure.id)
        seen.add(figure.id)
        if figure.flag:
            for key in ("unit", "range", "whole", "project"):
                if getattr(figure, key):
                    yield document.problem("figure-flag-key", *here, key, key=key, figure=figure.id)
        elif figure.unit is None:
            yield document.problem("figure-unit-missing", *here, "id", severity="warning", figure=figure.id)
        begin, end = stretch(figure.range, figure.whole)
        if begin >= end or (figure.range is not None and figure.range.answer is not None):
            yield document.problem("interval-impossible", *here, "range", now=str(figure.range))


def _unused(scorecard: Scorecard, head: Document, sheets: Mapping[str, Document], used: set[str]) -> Iterator[Problem]:
    for document, here, figure in _places(scorecard, head, sheets):
        if figure.id not in used:
            yield document.problem("figure-unused", *here, "id", severity="warning", figure=figure.id)


def _axis(scorecard: Scorecard, document: Document, here: Loc, indicator: Indicator, axis: Axis) -> Iterator[Problem]:
    levels = axis_levels(scorecard, indicator, axis)
    rules = indicator.graded_by[axis]
    sound = True
    for number, rule in enumerate(rules):
        place: Loc = (*here, number)
        figure = scorecard.figure.get(rule.figure)
        if figure is None:
            sound = False
            suggestion = closest(rule.figure, scorecard.figure)
            yield document.problem("figure-unknown", *place, "figure", now=rule.figure, suggestion=suggestion)
            continue
        if rule.figure in [other.figure for other in rules[:number]]:
            yield document.problem("figure-repeated", *place, "figure", figure=rule.figure)
        found = list(_rule(scorecard, document, place, indicator, axis, figure, rule, levels))
        sound = sound and not found
        yield from found
    if sound and rules:
        yield from _never_given(scorecard, document, here, indicator, axis, levels)


def _rule(
    scorecard: Scorecard, document: Document, place: Loc, indicator: Indicator, axis: Axis, figure: Figure, rule: Grading,
    levels: tuple[int, ...],
) -> Iterator[Problem]:  # fmt: skip
    wrong = not rule.levels
    if wrong:
        yield document.problem("interval-empty", *place, "levels")
    for level, interval in rule.levels.items():
        at = (*place, "levels", level)
        if level not in levels:
            wrong = True
            yield document.problem("level-unknown", *at, now=level, allowed=tuple(map(str, levels)))
        elif (interval.answer is not None) != figure.flag:
            wrong = True
            yield document.problem("interval-kind", *at, now=str(interval), right=figure.kind)
        elif not figure.flag and not _proper(figure, interval):
            wrong = True
            yield document.problem("interval-impossible", *at, now=str(interval), range=str(figure.range or "—"))
    if wrong:
        return
    order = safest_first(scorecard, indicator, axis)
    if figure.flag:
        yield from _answers(document, place, figure, rule, order)
    else:
        yield from _intervals(document, place, figure, rule, order)
        anchors = {level: _anchor(indicator, axis, level) for level in rule.levels}
        for level in unlike(figure, rule, anchors, len(indicator.graded_by[axis]) == 1):
            now = str(rule.levels[level])
            yield document.problem("anchor-number-differs", *place[:2], axis, level, severity="warning", now=now)


def _anchor(indicator: Indicator, axis: Axis, level: int) -> str:
    try:
        return indicator.anchor(axis, level).zh
    except KeyError:
        return ""


def _proper(figure: Figure, interval: Interval) -> bool:
    """Whether it holds a value, and no edge lies outside the figure's range."""
    begin, end = within(figure, interval)
    first, last = stretch(figure.range, figure.whole)
    edges = [edge for edge in stretch(interval, figure.whole) if edge[0] == 0]
    return begin < end and all(first <= edge <= last for edge in edges)


def _answers(document: Document, place: Loc, figure: Figure, rule: Grading, order: list[int]) -> Iterator[Problem]:
    given = {answer: rule_level(rule, answer, order) for answer in FLAG}
    missing = tuple(answer for answer in FLAG if given[answer] is None)
    if missing:
        yield document.problem("interval-gap", *place, "levels", missing=missing)
        return
    better: YesNo = "no" if figure.worse == "yes" else "yes"
    worse: YesNo = "yes" if better == "no" else "no"
    if order.index(given[worse] or 0) <= order.index(given[better] or 0):
        yield document.problem("interval-direction", *place, "levels", given[worse] or 0, worse=figure.worse, figure=figure.id)


def _intervals(document: Document, place: Loc, figure: Figure, rule: Grading, order: list[int]) -> Iterator[Problem]:
    """Sorted by value they follow one another without gap or overlap, from end to end of the range, and the levels rise."""
    rows = sorted((within(figure, interval), level) for level, interval in rule.levels.items())
    first, last = stretch(figure.range, figure.whole)
    reached: Cut = first
    for (begin, end), level in rows:
        at = (*place, "levels", level)
        if begin > reached:
            yield document.problem("interval-gap", *at, missing=str(between(reached, begin, figure.whole)))
        elif begin < reached:
            common = str(between(begin, min(reached, end), figure.whole))
            yield document.problem("interval-overlap", *at, now=str(rule.levels[level]), common=common)
        reached = max(reached, end)
    if reached < last:
        yield document.problem("interval-gap", *place, "levels", rows[-1][1], missing=str(between(reached, last, figure.whole)))
    ranks = [(order.index(level), level) for _, level in (rows if figure.worse == "higher" else reversed(rows))]
    for (before, _), (rank, level) in pairwise(ranks):
        if rank < before:
            yield document.problem("interval-direction", *place, "levels", level, worse=figure.worse, figure=figure.id)
            return


def _never_given(
    scorecard: Scorecard, document: Document, here: Loc, indicator: Indicator, axis: Axis, levels: tuple[int, ...]
) -> Iterator[Problem]:
    """Levels that no set of figures gives: the worst of several rules counts, so each other rule must allow as little."""
    order = safest_first(scorecard, indicator, axis)
    ranks = [[order.index(level) for level in rule.levels] for rule in indicator.graded_by[axis]]
    least = max(min(each) for each in ranks)
    missing = tuple(str(level) for level in levels if not any(order.index(level) in each for each in ranks))
    below = tuple(str(level) for level in levels if str(level) not in missing and order.index(level) < least)
    if missing + below:
        values = {"indicator": indicator.name, "levels": missing + below}
        yield document.problem("grading-level-unused", *here, severity="warning", **values)
