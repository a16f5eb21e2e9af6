"""When two scorecards mean the same: every assessment is accepted by both or by neither, and gets the same results.

Each part is a normal form of some of the rules, without what cannot be seen: a band edge between two degrees that occur,
an effect beyond what one axis can fall, a weight alone in its sheet. Parts that are equal are a proof that nothing
changes; parts that differ prove nothing.

An assessment says itself what is planned, so what a scorecard says of which measures to take (mandatory, requires, excludes,
costs, lead times) and of the work a level asks for (obligations) changes no result and is no part of the meaning.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from fractions import Fraction
from math import floor

from assessment.engine.intervals import stretch, within
from assessment.engine.methods import Levels, axes, axis_levels, band_of, degrees, level_of
from assessment.model.figure import Figure, Grading
from assessment.model.measure import Effect
from assessment.model.scorecard import Band, Escalation, Indicator, Level, Scorecard

MOST_SUMS = 5_000  # indices one scorecard can give, as far as they are listed one by one
Part = Callable[[Scorecard], Hashable]


def meaning(scorecard: Scorecard) -> tuple[Hashable, ...]:
    """All parts but the edges of the levels, which `levels_alike` compares."""
    return tuple(part(scorecard) for part in PARTS)


def alike(one: Scorecard, other: Scorecard) -> bool:
    return meaning(one) == meaning(other) and levels_alike(one, other)


def _kinds(scorecard: Scorecard) -> tuple[Indicator, ...]:
    """One indicator for all that are rated alike: only the options of a points card differ from one to the next."""
    asked = tuple(scorecard.indicators.values())
    return asked if scorecard.method == "points" else asked[:1]


def names(scorecard: Scorecard) -> Hashable:
    """What an assessment may name, and the names that results use."""
    known = (scorecard.indicators, scorecard.veto, scorecard.fact, scorecard.measure, scorecard.profile)
    ranked = (tuple(scorecard.band_rank), tuple(scorecard.level_rank))
    return scorecard.method, scorecard.index, ranked, tuple(frozenset(ids) for ids in known)


def tables(scorecard: Scorecard) -> Hashable:
    """Degree and band of every rating, and whether it needs an answer: where an edge lies between two degrees is not seen,
    unless measures take away shares, which leave any degree."""
    rank = scorecard.band_rank[scorecard.answer_from]
    found: list[Hashable] = []
    if scorecard.effects.unit == "share":
        found += [rank, *edges(scorecard.bands), *_values_of_axes(scorecard)]
    for indicator in _kinds(scorecard):
        for levels, degree in degrees(scorecard, indicator).items():
            band = band_of(scorecard, degree)
            found.append((levels, degree, scorecard.bands[band].id, band >= rank))
    return tuple(found)


def shares(scorecard: Scorecard) -> Hashable:
    """Weights as shares of their sheet, and of the whole for each profile: a factor common to all of them is not seen."""
    inside: dict[tuple[str, str], Fraction] = {}
    for sheet in scorecard.sheets:
        total = sum(indicator.weight for indicator in sheet.indicators)
        inside |= {(sheet.id, indicator.id): indicator.weight / total for indicator in sheet.indicators}
    own = {dimension.id: dimension.weight for dimension in scorecard.dimensions}
    given = [own, *({**own, **(profile.dimension_weights or {})} for profile in scorecard.profiles)]
    whole = [tuple((name, weight / sum(weights.values())) for name, weight in weights.items()) for weights in given]
    return frozenset(inside.items()), tuple(whole)


def applicability(scorecard: Scorecard) -> Hashable:
    """Which fact takes an indicator out, and whether a profile answers it no; no default and yes are the same."""
    bound = {indicator.id: indicator.applies_when for indicator in scorecard.indicators.values()}
    used = set(bound.values())
    answered_no = [(profile.id, fact) for profile in scorecard.profiles for fact in profile.facts if profile.facts[fact] == "no"]
    return frozenset(bound.items()), frozenset(pair for pair in answered_no if pair[1] in used)


def vetoes(scorecard: Scorecard) -> Hashable:
    return frozenset(
        (indicator.id, veto.id, veto.effect, frozenset(veto.cleared_by)) for indicator, veto in scorecard.veto.values()
    )


def escalations(scorecard: Scorecard) -> Hashable:
    """What each rule counts, from how many on, and to which level; None where so many cannot come together."""
    return tuple((rule.id, _fires(scorecard, rule)) for rule in scorecard.escalations)


def _fires(scorecard: Scorecard, rule: Escalation) -> Hashable:
    rank = scorecard.band_rank[rule.band]
    counted: list[tuple[int, Levels]] = []
    able = 0
    for number, indicator in enumerate(_kinds(scorecard)):
        table = degrees(scorecard, indicator)
        high = [(number, levels) for levels, degree in table.items() if band_of(scorecard, degree) >= rank]
        counted += high
        able += bool(high)
    if len(_kinds(scorecard)) < len(scorecard.indicators):
        able *= len(scorecard.indicators)
    which: Hashable = rule.band if scorecard.effects.unit == "share" else tuple(counted)
    return (rule.at_least, which, rule.level) if rule.at_least <= able else None


def _reach(scorecard: Scorecard, indicator: Indicator, axis: str) -> Fraction:
    """By how much one axis can fall at all: levels from the highest to the floor, or the whole value; at most `max_drop`."""
    rule = scorecard.effects
    if rule.unit == "share":
        return Fraction(1) if rule.max_drop is None else min(Fraction(1), rule.max_drop)
    span = max(0, len(axis_levels(scorecard, indicator, axis)) - floor(rule.lowest))
    return Fraction(span if rule.max_drop is None else min(span, floor(rule.max_drop)))


def _credit(scorecard: Scorecard) -> dict[str, Fraction]:
    """The parts that are not the whole."""
    return {status: part for status, part in scorecard.effects.credit.items() if part != 1}


def _values_of_axes(scorecard: Scorecard) -> list[tuple[Fraction, ...]]:
    """The values that shares are taken from: of each axis, or of each indicator of a points card."""
    if scorecard.scales is None or scorecard.method == "points":
        return [tuple(degrees(scorecard, indicator).values()) for indicator in _kinds(scorecard)]
    axes_ = (scorecard.scales.likelihood, scorecard.scales.consequence)
    return [tuple(step.value for step in axis if step.value is not None) for axis in axes_]


def effects(scorecard: Scorecard) -> Hashable:
    """What each measure lowers, cut to what the axis can fall by even where only a part of the effect counts."""
    return tuple((m.id, frozenset(p for e in m.effects for p in _drops(scorecard, e))) for m in scorecard.measures)


def _drops(scorecard: Scorecard, effect: Effect) -> Iterator[tuple[str, str, Fraction]]:
    part = min((each for each in _credit(scorecard).values() if each > 0), default=Fraction(1))
    for axis in axes(scorecard):
        drop = min(-effect.on(axis), _reach(scorecard, scorecard.indicators[effect.indicator], axis) / part)
        if drop > 0:
            yield effect.indicator, axis, drop


def effects_rule(scorecard: Scorecard) -> Hashable:
    """How far each axis can fall, and what counts before it is verified; how several drops combine is only seen where an axis
    can fall by more than one level, or where parts of levels add up. Measures of a plan's own may have any effect, so every
    limit that leaves less than the whole axis counts."""
    rule, credit = scorecard.effects, frozenset(_credit(scorecard).items())
    if rule.unit == "share":
        most = Fraction(1) if rule.max_drop is None else min(Fraction(1), rule.max_drop)
        values = {value for each in _values_of_axes(scorecard) for value in each}
        stops = any(value * (1 - most) < rule.lowest <= value for value in values)
        return rule.unit, rule.combine, most, rule.lowest if stops else None, credit
    reach = tuple(
        (_reach(scorecard, i, axis), min(floor(rule.lowest), len(axis_levels(scorecard, i, axis))))
        for i in _kinds(scorecard)
        for axis in axes(scorecard)
    )
    return rule.unit, reach, rule.combine if credit or max(fall for fall, _ in reach) > 1 else None, credit


def lasting(scorecard: Scorecard) -> Hashable:
    """Which measures that lower a risk or clear a veto work only while they are kept up."""
    clearing = {name for _, veto in scorecard.veto.values() for name in veto.cleared_by}
    return frozenset(
        m.id
        for m in scorecard.measures
        if m.ongoing and (m.id in clearing or any(True for effect in m.effects for _ in _drops(scorecard, effect)))
    )


def target(scorecard: Scorecard) -> Hashable:
    return scorecard.target


def grading(scorecard: Scorecard) -> Hashable:
    """Which values a figure may have, and the level each rule gives them: how an interval is written is not seen."""
    kinds = [(f.id, f.flag, f.project, None if f.flag else stretch(f.range, f.whole), f.whole) for f in scorecard.figure.values()]
    return frozenset(kinds), frozenset(
        (name, axis, rule.figure, frozenset(_values(scorecard.figure[rule.figure], rule)))
        for name, indicator in scorecard.graded.items()
        for axis, rules in indicator.graded_by.items()
        for rule in rules
    )


def _values(figure: Figure, rule: Grading) -> Iterator[tuple[int, Hashable]]:
    for level, interval in rule.levels.items():
        yield level, interval.answer if figure.flag else within(figure, interval)


RULES: tuple[Part, ...] = (vetoes, escalations, effects, effects_rule, lasting, target)
PARTS: tuple[Part, ...] = (names, grading, tables, shares, applicability, *RULES)


def levels_alike(one: Scorecard, other: Scorecard) -> bool:
    """Whether an index always falls into the same level of both, which are the same in every other part."""
    if edges(one.levels) == edges(other.levels) or one.index == "none":
        return True
    possible = indices(one)
    return possible is not None and all(level_of(one, index) == level_of(other, index) for index in possible)


def edges(rows: Sequence[Band | Level]) -> list[Hashable]:
    """The upper edges as they are."""
    return [(row.id, row.edge, row.up_to is None) for row in rows]


def indices(scorecard: Scorecard) -> set[Fraction] | None:
    """Every index a full set of ratings can give, where no facts, profiles or shares taken away multiply the possibilities and
    they are few; None where they are too many to list."""
    if scorecard.facts or scorecard.profiles or scorecard.effects.unit == "share":
        return None
    whole = sum(dimension.weight for dimension in scorecard.dimensions)
    sums = {Fraction(0)}
    for dimension in scorecard.dimensions:
        asked = scorecard.sheet[dimension.id].indicators
        total = sum(indicator.weight for indicator in asked) * whole
        for indicator in asked:
            each = {dimension.weight * indicator.weight * d / total for d in degrees(scorecard, indicator).values()}
            if len(sums) * len(each) > MOST_SUMS:
                return None
            sums = {known + more for known in sums for more in each}
    return sums
