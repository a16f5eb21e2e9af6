"""Slips an author could make: a scorecard with one number or rule changed, one after the other.

Every mutant can still be scored. Sums and orders that `check` would refuse are let pass: the question is what the worked
examples notice. Left alone is what no result shows: texts, costs, lead times, minimum_coverage, dates, and what decides which
measures a plan takes or which work a level asks for (mandatory, requires, excludes, obligations), for an example says itself
what is planned.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from assessment.engine.methods import axes, degrees
from assessment.library.grading_mutants import REMOVED, grading_slips
from assessment.library.near import near
from assessment.model.measure import Effect, Measure
from assessment.model.numbers import plain
from assessment.model.scorecard import HOLD, Band, Escalation, Indicator, Level, Scorecard, Veto

HUNDREDTH = Fraction(1, 100)
Step = str | int


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change. `path` leads to it: the part of the scorecard, then keys, ids and levels; a place in a list is a number."""

    what: str
    path: tuple[Step, ...]
    now: str
    new: str
    scorecard: Scorecard


def mutants(card: Scorecard) -> Iterator[Mutant]:
    """All of them, in the order of the files."""
    yield from _methods(card)
    yield from _scales(card)
    yield from _bands(card)
    yield from _matrix(card)
    yield from _levels(card)
    yield from _escalations(card)
    yield from _rules(card)
    yield from _dimensions(card)
    yield from _facts(card)
    yield from _profiles(card)
    yield from _indicators(card)
    yield from _measures(card)


def with_(card: Scorecard, **changes: Any) -> Scorecard:
    """A new scorecard, without what the old one has worked out from its values."""
    values = {name: getattr(card, name) for name in Scorecard.model_fields}
    return Scorecard.model_construct(**{**values, **changes})


def _placed(rows: tuple[Any, ...], number: int, *row: Any) -> tuple[Any, ...]:
    """`rows` with another row at `number`, or without it."""
    return (*rows[:number], *row, *rows[number + 1 :])


def _row(card: Scorecard, key: str, number: int, **changes: Any) -> Scorecard:
    rows = getattr(card, key)
    return with_(card, **{key: _placed(rows, number, rows[number].model_copy(update=changes))})


def _others(names: Iterable[str], now: str) -> list[str]:
    """The names just before and just after in their order."""
    listed = list(names)
    place = listed.index(now)
    return [listed[n] for n in (place - 1, place + 1) if 0 <= n < len(listed)]


def _methods(card: Scorecard) -> Iterator[Mutant]:
    if card.polarity is not None:
        other: Literal["demerit", "merit"] = "merit" if card.polarity == "demerit" else "demerit"
        yield Mutant("polarity", ("scorecard", "polarity"), card.polarity, other, with_(card, polarity=other))
    if card.method == "matrix":
        index: Literal["weighted", "none"] = "none" if card.index == "weighted" else "weighted"
        if index == "none" or all(level.edge is not None for level in card.levels):
            yield Mutant("index", ("scorecard", "index"), card.index, index, with_(card, index=index))


def _scales(card: Scorecard) -> Iterator[Mutant]:
    if card.scales is None:
        return
    for axis in ("likelihood", "consequence"):
        scale = getattr(card.scales, axis)
        for number, step in enumerate(scale):
            for value in near(step.value, HUNDREDTH) if step.value is not None else ():
                if 0 < value <= 1:
                    changed = _placed(scale, number, step.model_copy(update={"value": value}))
                    scales = card.scales.model_copy(update={axis: changed})
                    path = ("scorecard", "scales", axis, str(step.level), "value")
                    yield Mutant("scale_value", path, plain(step.value), plain(value), with_(card, scales=scales))


def _bands(card: Scorecard) -> Iterator[Mutant]:
    """Edges also move to the next degree that occurs; on a matrix card the values move instead."""
    if card.method == "matrix":
        for number, band in enumerate(card.bands):
            for value in near(band.value, HUNDREDTH) if band.value is not None else ():
                if 0 <= value <= 1 and value not in [other.value for other in card.bands]:
                    path = ("scorecard", "bands", band.id, "value")
                    changed = _row(card, "bands", number, value=value)
                    yield Mutant("band_value", path, plain(band.value or Fraction(0)), plain(value), changed)
        return
    occurring = sorted({d for indicator in card.indicators.values() for d in degrees(card, indicator).values()})
    yield from _edges(card, "bands", card.bands, occurring)


def _levels(card: Scorecard) -> Iterator[Mutant]:
    if card.index == "weighted":
        yield from _edges(card, "levels", card.levels, [])


def _edges(card: Scorecard, key: str, rows: tuple[Band | Level, ...], occurring: list[Fraction]) -> Iterator[Mutant]:
    """The last edge is 1 and has no other side."""
    before, what = Fraction(0), "band_edge" if key == "bands" else "level_edge"
    for number, row in enumerate(rows[:-1]):
        edge, after = row.edge, rows[number + 1].edge
        if edge is None or after is None:
            return
        owner, other = ("up_to", "below") if row.up_to is not None else ("below", "up_to")
        path = ("scorecard", key, row.id, owner)
        shown = f"{owner} {plain(edge)}"
        moved = [*near(edge, HUNDREDTH), *[degree for degree in occurring if degree > edge][:1]]
        for value in dict.fromkeys(moved):
            if before < value < after:
                changed = _row(card, key, number, **{owner: value})
                yield Mutant(what, path, shown, f"{owner} {plain(value)}", changed)
        yield Mutant(what, path, shown, f"{other} {plain(edge)}", _row(card, key, number, **{owner: None, other: edge}))
        before = edge


def _matrix(card: Scorecard) -> Iterator[Mutant]:
    if card.method != "matrix" or card.matrix is None:
        return
    for row, cells in card.matrix.items():
        for column, cell in enumerate(cells):
            for band in _others(card.band_rank, cell):
                matrix = {**card.matrix, row: _placed(cells, column, band)}
                yield Mutant("cell", ("scorecard", "matrix", str(row), column), cell, band, with_(card, matrix=matrix))


def _escalations(card: Scorecard) -> Iterator[Mutant]:
    def changed(number: int, rule: Escalation, key: str, new: Any) -> Mutant:
        path = ("scorecard", "escalations", rule.id, key)
        return Mutant(
            f"escalation_{key}", path, str(getattr(rule, key)), str(new), _row(card, "escalations", number, **{key: new})
        )

    for number, rule in enumerate(card.escalations):
        for count in (rule.at_least - 1, rule.at_least + 1):
            if count > 0:
                yield changed(number, rule, "at_least", count)
        for band in _others(card.band_rank, rule.band):
            yield changed(number, rule, "band", band)
        for level in _others(card.level_rank, rule.level):
            if level != card.levels[0].id:
                yield changed(number, rule, "level", level)
        gone = with_(card, escalations=_placed(card.escalations, number))
        yield Mutant("escalation", ("scorecard", "escalations", rule.id), rule.id, REMOVED, gone)


def _rules(card: Scorecard) -> Iterator[Mutant]:
    for band in _others(card.band_rank, card.answer_from):
        yield Mutant("answer_from", ("scorecard", "answer_from"), card.answer_from, band, with_(card, answer_from=band))
    for level in _others(card.level_rank, card.target):
        yield Mutant("target", ("scorecard", "target"), card.target, level, with_(card, target=level))
    yield from _effects_rule(card)


def _effects_rule(card: Scorecard) -> Iterator[Mutant]:
    """The other unit comes without the limits, which are numbers of the one there is."""
    rule = card.effects

    def changed(key: str, now: Any, new: Any, **more: Any) -> Mutant:
        effects = rule.model_copy(update={key: new, **more})
        return Mutant(key, ("scorecard", "effects", key), _shown(now), _shown(new), with_(card, effects=effects))

    if card.method != "matrix":
        other = "share" if rule.unit == "level" else "level"
        yield changed("unit", rule.unit, other, max_drop=None, floor=None)
    for combine in ("additive", "strongest", *(["multiplicative"] if rule.unit == "share" else [])):
        if combine != rule.combine:
            yield changed("combine", rule.combine, combine)
    step = Fraction(1) if rule.unit == "level" else HUNDREDTH
    for floor in near(rule.lowest, step):
        if (floor >= 1) if rule.unit == "level" else (0 <= floor < 1):
            yield changed("floor", rule.lowest, floor)
    if rule.max_drop is not None:
        for most in (*near(rule.max_drop, step), None):
            if most is None or ((most >= 1) if rule.unit == "level" else (0 < most <= 1)):
                yield changed("max_drop", rule.max_drop, most)
    for status, part in rule.credit.items():
        path = ("scorecard", "effects", "credit", status)
        for new in (*near(part, HUNDREDTH), None):
            if new is None or 0 <= new <= 1:
                others = {name: each for name, each in rule.credit.items() if name != status}
                credit = {**others, status: new} if new is not None else others
                effects = rule.model_copy(update={"credit": credit})
                yield Mutant("credit", path, plain(part), _shown(new), with_(card, effects=effects))


def _shown(value: Any) -> str:
    return REMOVED if value is None else plain(value) if isinstance(value, Fraction) else str(value)


def _dimensions(card: Scorecard) -> Iterator[Mutant]:
    for number, dimension in enumerate(card.dimensions):
        for weight in near(dimension.weight):
            if weight > 0:
                path = ("scorecard", "dimensions", dimension.id, "weight")
                changed = _row(card, "dimensions", number, weight=weight)
                yield Mutant("weight", path, plain(dimension.weight), plain(weight), changed)


def _facts(card: Scorecard) -> Iterator[Mutant]:
    """A fact that is gone takes nothing out any more; what named it goes with it."""
    for number, fact in enumerate(card.facts):
        sheets = tuple(
            sheet.model_copy(
                update={
                    "indicators": tuple(
                        i.model_copy(update={"applies_when": None}) if i.applies_when == fact.id else i for i in sheet.indicators
                    )
                }
            )
            for sheet in card.sheets
        )
        profiles = tuple(
            profile.model_copy(update={"facts": {name: answer for name, answer in profile.facts.items() if name != fact.id}})
            for profile in card.profiles
        )
        gone = with_(card, facts=_placed(card.facts, number), sheets=sheets, profiles=profiles)
        yield Mutant("fact", ("scorecard", "facts", fact.id), fact.id, REMOVED, gone)


def _profiles(card: Scorecard) -> Iterator[Mutant]:
    for number, profile in enumerate(card.profiles):
        here = ("scorecard", "profiles", profile.id)
        for dimension, now in (profile.dimension_weights or {}).items():
            for weight in near(now):
                if weight > 0:
                    weights = {**(profile.dimension_weights or {}), dimension: weight}
                    path = (*here, "dimension_weights", dimension)
                    yield Mutant(
                        "weight", path, plain(now), plain(weight), _row(card, "profiles", number, dimension_weights=weights)
                    )
        for fact, answer in profile.facts.items():
            other = "no" if answer == "yes" else "yes"
            facts = {**profile.facts, fact: other}
            yield Mutant("default", (*here, "facts", fact), answer, other, _row(card, "profiles", number, facts=facts))


def _indicators(card: Scorecard) -> Iterator[Mutant]:
    for s, sheet in enumerate(card.sheets):
        for i, indicator in enumerate(sheet.indicators):
            for what, key, now, new, changed in _of_one(card, indicator):
                other = _row(card, "sheets", s, indicators=_placed(sheet.indicators, i, changed))
                yield Mutant(what, ("sheets", sheet.id, "indicators", indicator.id, *key), now, new, other)


Change = tuple[str, tuple[Step, ...], str, str, Indicator]


def _of_one(card: Scorecard, indicator: Indicator) -> Iterator[Change]:
    most = max((option.points for option in (indicator.options or {}).values()), default=Fraction(0))
    for weight in near(indicator.weight):
        if weight > 0 and weight >= most:
            yield "weight", ("weight",), plain(indicator.weight), plain(weight), indicator.model_copy(update={"weight": weight})
    if indicator.applies_when is not None:
        always = indicator.model_copy(update={"applies_when": None})
        yield "applies_when", ("applies_when",), indicator.applies_when, REMOVED, always
    yield from _options(indicator)
    yield from grading_slips(card, indicator)
    for number, veto in enumerate(indicator.vetoes):
        for what, key, now, new, changed in _of_veto(card, veto):
            other = indicator.model_copy(update={"vetoes": _placed(indicator.vetoes, number, *changed)})
            yield what, ("vetoes", veto.id, *key), now, new, other


def _options(indicator: Indicator) -> Iterator[Change]:
    """Points one off, and two neighbours in the wrong order."""
    options = indicator.options or {}

    def changed(points: dict[int, Fraction]) -> Indicator:
        given = {n: option.model_copy(update={"points": points.get(n, option.points)}) for n, option in options.items()}
        return indicator.model_copy(update={"options": given})

    for number, option in options.items():
        place = ("options", str(number), "points")
        for points in near(option.points):
            if 0 <= points <= indicator.weight:
                yield "points", place, plain(option.points), plain(points), changed({number: points})
        after = options.get(number + 1)
        if after is not None:
            swapped = changed({number: after.points, number + 1: option.points})
            yield "option_order", place, plain(option.points), plain(after.points), swapped


def _of_veto(card: Scorecard, veto: Veto) -> Iterator[tuple[str, tuple[Step, ...], str, str, tuple[Veto, ...]]]:
    for effect in (HOLD, *[level.id for level in card.levels[1:]]):
        if effect != veto.effect:
            yield "veto_effect", ("effect",), veto.effect, effect, (veto.model_copy(update={"effect": effect}),)
    for number, name in enumerate(veto.cleared_by):
        fewer = veto.model_copy(update={"cleared_by": _placed(veto.cleared_by, number)})
        yield "cleared_by", ("cleared_by", number), name, REMOVED, (fewer,)
    yield "veto", (), veto.id, REMOVED, ()


def _measures(card: Scorecard) -> Iterator[Mutant]:
    """Effects by a level or a hundredth; `ongoing` where the scorecard tells apart what has to be kept up."""
    share = card.effects.unit == "share"
    for m, measure in enumerate(card.measures):
        for number, effect in enumerate(measure.effects):
            for axis in axes(card):
                path, now = ("measures", measure.id, "effects", number, axis), effect.on(axis)
                moved = (*near(now, HUNDREDTH), Fraction(0)) if share else (now - 1, now + 1, Fraction(0))
                for drop in dict.fromkeys(moved):
                    if drop <= 0 and drop != now and not (share and drop < -1):
                        changed = _effect(measure, number, effect.model_copy(update={axis: drop}))
                        other = with_(card, measures=_placed(card.measures, m, changed))
                        yield Mutant("effect", path, plain(now), plain(drop), other)
        if any(each.ongoing for each in card.measures):
            words = ("yes", "no") if measure.ongoing else ("no", "yes")
            turned = measure.model_copy(update={"ongoing": not measure.ongoing})
            other = with_(card, measures=_placed(card.measures, m, turned))
            yield Mutant("ongoing", ("measures", measure.id, "ongoing"), *words, other)


def _effect(measure: Measure, number: int, effect: Effect) -> Measure:
    return measure.model_copy(update={"effects": _placed(measure.effects, number, effect)})
