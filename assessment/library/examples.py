"""Worked examples (算例): run when a scorecard is opened; one that fails makes the scorecard unfit for use."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

from assessment.engine.answering import needs_answer
from assessment.engine.fitting import Misfit, misfits
from assessment.engine.grading import grades, rule_level
from assessment.engine.methods import axes, safest_first
from assessment.engine.mitigation import residual
from assessment.engine.scoring import score
from assessment.engine.weighing import applicability
from assessment.errors import CaseError, Problem
from assessment.library.document import Document, closest
from assessment.model.case import AXES, Assessment, Expectation, ExpectedFactor, Rating, WorkedExample
from assessment.model.figure import written
from assessment.model.numbers import MAX_DIGITS, shown
from assessment.model.result import FactorRisk, Result
from assessment.model.scorecard import Scorecard

_NUMBER = re.compile(rf"-?[0-9]{{1,{MAX_DIGITS}}}(\.[0-9]{{1,{MAX_DIGITS}}})?|-?[0-9]{{1,4000}}/[0-9]{{1,4000}}", re.ASCII)


def filled(scorecard: Scorecard, example: WorkedExample) -> Assessment:
    """The example as an assessment: its `base` on every applicable indicator it does not name, but where figures speak."""
    ratings, vetoes = dict(example.ratings), dict(example.vetoes)
    if example.base is not None:
        base = {axis: getattr(example.base, axis) for axis in axes(scorecard)}
        spoken = {(name, axis) for name, axis, _ in grades(scorecard, example)}
        for name in applicability(scorecard, example)[0]:
            ratings.setdefault(name, Rating(**{axis: base[axis] for axis in base if (name, axis) not in spoken}))
            for veto in scorecard.indicators[name].vetoes:
                vetoes.setdefault(veto.id, example.base.veto)
    values = {key: getattr(example, key) for key in ("project", "date", "stage", "scorecard", "figures", "plan")}
    return Assessment(**values, ratings=ratings, vetoes=vetoes)


def example_misfits(scorecard: Scorecard, example: WorkedExample) -> Iterator[Misfit]:
    """What the example names that the scorecard does not know; a level that came from `base` is wrong once, in `base`."""
    own = False
    for misfit in misfits(scorecard, example):
        own = True
        yield misfit
    if not own:
        for code, place, values in islice(misfits(scorecard, filled(scorecard, example)), 1):
            yield code, ("base", place[-1]), values


def run(document: Document, scorecard: Scorecard, example: WorkedExample) -> Iterator[Problem]:
    """Every way in which the example does not fit the scorecard or its expectations do not hold."""
    misfit = False
    for code, place, values in example_misfits(scorecard, example):
        misfit = True
        yield document.problem(code, *place, **values)
    if misfit:
        return
    yield from _readings(document, scorecard, example)
    try:
        assessment = filled(scorecard, example)
        yield from _compare(document, ("expect",), example.expect, scorecard, score(scorecard, assessment))
        for name, counting in (("residual", "planned"), ("verified", "verified"), ("lasting", "lasting")):
            expected = getattr(example.expect, name)
            if expected is not None:
                result = residual(scorecard, assessment, counting)  # type: ignore[arg-type]
                yield from _compare(document, ("expect", name), expected, scorecard, result)
    except CaseError as error:
        yield from (document.problem(problem.code, **problem.values) for problem in error.problems)


def _readings(document: Document, scorecard: Scorecard, example: WorkedExample) -> Iterator[Problem]:
    """取级算例: each value against the rule it names."""
    for name, by_axis in example.readings.items():
        indicator = scorecard.indicators.get(name)
        if indicator is None:
            yield document.problem(
                "indicator-unknown", "readings", name, now=name, suggestion=closest(name, scorecard.indicators)
            )
            continue
        for axis, by_figure in by_axis.items():
            rules = {rule.figure: rule for rule in indicator.graded_by.get(axis, ())}
            for figure, expected in by_figure.items():
                place = ("readings", name, axis, figure)
                if figure not in rules:
                    yield document.problem("figure-unknown", *place, now=figure, suggestion=closest(figure, rules))
                    continue
                order = safest_first(scorecard, indicator, axis)
                asked = scorecard.figure[figure]
                for value, level in expected.items():
                    if asked.allows(value):
                        yield from _word(document, (*place, written(value)), level, rule_level(rules[figure], value, order))
                    else:
                        now = written(value)
                        yield document.problem("figure-value", *place, now, figure=asked.title, now=now, right=asked.kind)


def _compare(
    document: Document, loc: tuple[str, ...], expected: Expectation, scorecard: Scorecard, result: Result
) -> Iterator[Problem]:
    for key in ("index", "worst_index", "best_index", "coverage"):
        yield from _number(document, (*loc, key), getattr(expected, key), getattr(result, key))
    for key in ("level", "worst_level", "best_level", "determined", "provisional", "hold", "decided_by"):
        yield from _word(document, (*loc, key), getattr(expected, key), getattr(result, key))
    reached = scorecard.level_rank[result.level] <= scorecard.level_rank[scorecard.target]
    yield from _word(document, (*loc, "reached"), expected.reached, reached)
    if expected.answers is not None:
        needed = {factor.id for factor in result.factors if needs_answer(scorecard, factor)}
        for name in sorted(needed.symmetric_difference(expected.answers)):
            yield from _word(document, (*loc, "answers", name), name not in needed, name in needed)
    states = {veto.id: veto.state for veto in result.vetoes}
    fired = {rule.id: "yes" if rule.fired else "no" for rule in result.escalations}
    dimensions = {dimension.id: dimension.index for dimension in result.dimensions}
    factors = {factor.id: factor for factor in result.factors}
    for name, state in expected.vetoes.items():
        yield from _word(document, (*loc, "vetoes", name), state, states.get(name, "—"))
    for name, answer in expected.escalations.items():
        yield from _word(document, (*loc, "escalations", name), answer, fired.get(name, "—"))
    for name, number in expected.dimensions.items():
        yield from _number(document, (*loc, "dimensions", name), number, dimensions.get(name))
    for name, factor in expected.factors.items():
        yield from _factor(document, (*loc, "factors", name), factor, factors.get(name), axes(scorecard))


def _factor(
    document: Document, loc: tuple[str, ...], expected: ExpectedFactor, got: FactorRisk | None, order: tuple[str, ...]
) -> Iterator[Problem]:
    levels = dict(zip(order, (got and got.levels) or (), strict=False))
    for axis in AXES:
        yield from _word(document, (*loc, axis), getattr(expected, axis), levels.get(axis))
    for key in ("degree", "weight", "contribution"):
        yield from _number(document, (*loc, key), getattr(expected, key), getattr(got, key, None))
    yield from _word(document, (*loc, "band"), expected.band, getattr(got, "band", None))


def _word(document: Document, loc: tuple[str, ...], expected: Any, got: Any) -> Iterator[Problem]:
    if expected is not None and expected != got:
        yield document.problem("example-fails", *loc, what=".".join(loc[1:]), expected=_words(expected), got=_words(got))


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "—" if value is None else str(value)


def _number(document: Document, loc: tuple[str, ...], expected: str | None, got: Fraction | None) -> Iterator[Problem]:
    """A fraction is exact; a decimal holds when the value rounds to its digits; `none` expects no value."""
    if expected is None:
        return
    if expected == "none":
        yield from _word(document, loc, "none", "none" if got is None else shown(got))
        return
    if not _NUMBER.fullmatch(expected) or not int(expected.partition("/")[2] or 1):
        yield document.problem("not-a-number", *loc, key=loc[-1], now=expected[:60])
        return
    digits = len(expected.partition(".")[2])
    fits = got is not None and (got == Fraction(expected) if "/" in expected else shown(got, digits) == expected)
    if not fits:
        written = (
            "—" if got is None else f"{shown(got, max(digits, 4))} ({got})" if len(str(got)) < 80 else shown(got, max(digits, 4))
        )
        yield document.problem("example-fails", *loc, what=".".join(loc[1:]), expected=expected, got=written)
