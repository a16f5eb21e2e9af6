"""Checks of one sheet: weights, anchors complete for the scale, options, vetoes. `head` gives the scales and the method."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from assessment.errors import Problem
from assessment.library.checks.head import HUNDRED, unique, weights
from assessment.library.document import Document, closest
from assessment.model.numbers import plain
from assessment.model.scorecard import HOLD, Indicator, ScorecardHead, Sheet

Loc = tuple[str | int, ...]


def check_sheet(document: Document, sheet: Sheet, head: ScorecardHead) -> Iterator[Problem]:
    if not sheet.indicators:
        yield document.problem("sheet-empty", "indicators")
        return
    yield from unique(document, [i.id for i in sheet.indicators], "indicators")
    yield from _codes(document, sheet)
    yield from weights(
        document, {(n, "weight"): i.weight for n, i in enumerate(sheet.indicators)}, ("indicators",), _sums(sheet, head)
    )
    facts = {fact.id for fact in head.facts}
    for number, indicator in enumerate(sheet.indicators):
        here: Loc = ("indicators", number)
        if indicator.applies_when is not None and indicator.applies_when not in facts:
            yield document.problem(
                "fact-unknown",
                *here,
                "applies_when",
                now=indicator.applies_when,
                suggestion=closest(indicator.applies_when, facts),
            )
        yield from _answers(document, here, indicator, head)
        yield from _vetoes(document, here, indicator, head)
        yield from _advice(document, here, indicator)
    if sheet.lead is None:
        yield document.problem("lead-missing", "id", severity="warning")


def _sums(sheet: Sheet, head: ScorecardHead) -> tuple[Fraction, ...]:
    """100; on a points card, where the weight of an indicator is its maximum, also the weight of its dimension."""
    own = [d.weight for d in head.dimensions if d.id == sheet.id and head.method == "points"]
    return tuple(dict.fromkeys([HUNDRED, *own]))


def _codes(document: Document, sheet: Sheet) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, indicator in enumerate(sheet.indicators):
        if indicator.code is not None and indicator.code in seen:
            yield document.problem("id-duplicate", "indicators", number, "code", now=indicator.code)
        seen.add(indicator.code or "")


def _answers(document: Document, here: Loc, indicator: Indicator, head: ScorecardHead) -> Iterator[Problem]:
    """The anchors or options that the method asks for, and no others."""
    if head.method == "points":
        for axis in ("likelihood", "consequence"):
            if getattr(indicator, axis) is not None:
                yield document.problem("method-key-unused", *here, axis, key=axis, method=head.method)
        yield from _options(document, here, indicator)
        return
    if indicator.options is not None:
        yield document.problem("method-key-unused", *here, "options", key="options", method=head.method)
    for axis, wanted in _scale_levels(head).items():
        anchors: Mapping[int, object] | None = getattr(indicator, axis)
        if anchors is None:
            yield document.problem("anchors-missing", *here, axis=axis, indicator=indicator.name)
            continue
        missing = [level for level in wanted if level not in anchors]
        if missing:
            yield document.problem("anchors-incomplete", *here, axis, axis=axis, missing=tuple(map(str, missing)))
        for level in anchors:
            if level not in wanted:
                yield document.problem("anchor-level-unknown", *here, axis, level, now=level, allowed=tuple(map(str, wanted)))
        texts = [str(text) for text in anchors.values()]
        if len(set(texts)) < len(texts):
            yield document.problem("anchors-repeat", *here, axis, severity="warning", axis=axis, indicator=indicator.name)


def _scale_levels(head: ScorecardHead) -> dict[str, list[int]]:
    """The levels a scale should have; a scale that is itself wrong is reported once, in scorecard.yaml."""
    if head.scales is not None:
        lengths = {axis: len(getattr(head.scales, axis)) for axis in ("likelihood", "consequence")}
        return {axis: list(range(1, 1 + length)) for axis, length in lengths.items() if length > 1}
    if head.matrix:
        return {"likelihood": sorted(head.matrix), "consequence": list(range(1, 1 + max(map(len, head.matrix.values()))))}
    return {}


def _options(document: Document, here: Loc, indicator: Indicator) -> Iterator[Problem]:
    if indicator.options is None:
        yield document.problem("options-missing", *here, indicator=indicator.name)
        return
    numbers = sorted(indicator.options)
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        yield document.problem("options-numbers", *here, "options", now=tuple(map(str, numbers)))
        return
    for number, option in indicator.options.items():
        if not 0 <= option.points <= indicator.weight:
            place = (*here, "options", number, "points")
            yield document.problem("points-range", *place, now=plain(option.points), most=plain(indicator.weight))
    most = max(option.points for option in indicator.options.values())
    if 0 <= most < indicator.weight:
        yield document.problem("weight-unreachable", *here, "weight", now=plain(indicator.weight), most=plain(most))
    points = [indicator.options[number].points for number in numbers]
    if points not in (sorted(points), sorted(points, reverse=True)):
        yield document.problem("options-order", *here, "options", severity="warning", indicator=indicator.name)


def _vetoes(document: Document, here: Loc, indicator: Indicator, head: ScorecardHead) -> Iterator[Problem]:
    levels = [level.id for level in head.levels]
    for number, veto in enumerate(indicator.vetoes):
        place: Loc = (*here, "vetoes", number)
        if veto.effect != HOLD and veto.effect not in levels:
            yield document.problem("veto-effect-unknown", *place, "effect", now=veto.effect, known=(HOLD, *levels))
        elif veto.effect == levels[0]:
            yield document.problem("rule-lifts-nothing", *place, "effect", now=veto.effect)
        if not veto.cleared_by and veto.clearing is None:
            yield document.problem("veto-clearing-missing", *place, veto=veto.id)


def _advice(document: Document, here: Loc, indicator: Indicator) -> Iterator[Problem]:
    for key, code in (("question", "question-missing"), ("evidence", "evidence-missing"), ("sources", "source-missing")):
        if not getattr(indicator, key):
            yield document.problem(code, *here, "id", severity="warning", indicator=indicator.name)
