"""When two scorecards mean the same: every assessment is accepted by both or by neither, and gets the same results.

Each part is a normal form of some of the rules, without what cannot be seen: a band edge between two degrees that occur,
an effect beyond what one axis can fall, a weight alone in its sheet. Parts that are equal are a proof that nothing
changes; parts that differ prove nothing.
"""

from collections.abc import Callable, Hashable, Iterator
from fractions import Fraction
from math import floor

from assessment.engine.intervals import stretch, within
from assessment.engine.methods import Levels, axes, axis_levels, band_of, degrees, level_of
from assessment.model.figure import Figure, Grading
from assessment.model.measure import Effect
from assessment.model.scorecard import Escalation, Indicator, Scorecard

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
    """Degree and band of every rating, and whether it needs an answer: where an edge lies between two degrees is not seen."""
    rank = scorecard.band_rank[scorecard.answer_from]
    found = []
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
    return (rule.at_least, tuple(counted), rule.level) if rule.at_least <= able else None


def _reach(scorecard: Scorecard, indicator: Indicator, axis: str) -> int:
    """By how many levels one axis can fall at all: from the highest to the floor, and not more than `max_drop`."""
    span = max(0, len(axis_levels(scorecard, indicator, axis)) - floor(scorecard.effects.lowest))
    return span if scorecard.effects.max_drop is None else min(span, floor(scorecard.effects.max_drop))


def effects(scorecard: Scorecard) -> Hashable:
    """What each measure lowers, cut to what the axis can fall."""
    return tuple((m.id, frozenset(p for e in m.effects for p in _drops(scorecard, e))) for m in scorecard.measures)


def _drops(scorecard: Scorecard, effect: Effect) -> Iterator[tuple[str, str, int]]:
    for axis in axes(scorecard):
        drop = min(floor(-effect.on(axis)), _reach(scorecard, scorecard.indicators[effect.indicator], axis))
        if drop > 0:
            yield effect.indicator, axis, drop


def effects_rule(scorecard: Scorecard) -> Hashable:
    """How far each axis can fall; how several drops combine is only seen where an axis can fall by more than one.
    Measures of a plan's own may have any effect, so every limit that leaves less than the whole axis counts."""
    reach = tuple(
        (_reach(scorecard, i, axis), min(floor(scorecard.effects.lowest), len(axis_levels(scorecard, i, axis))))
        for i in _kinds(scorecard)
        for axis in axes(scorecard)
    )
    return reach, scorecard.effects.combine if max(fall for fall, _ in reach) > 1 else None


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


PARTS: tuple[Part, ...] = (names, grading, tables, shares, applicability, vetoes, escalations, effects, effects_rule, target)


def levels_alike(one: Scorecard, other: Scorecard) -> bool:
    """Whether an index always falls into the same level of both, which are the same in every other part."""
    edges = [[(level.id, level.edge, level.up_to is None) for level in card.levels] for card in (one, other)]
    if edges[0] == edges[1] or one.index == "none":
        return True
    possible = indices(one)
    return possible is not None and all(level_of(one, index) == level_of(other, index) for index in possible)


def indices(scorecard: Scorecard) -> set[Fraction] | None:
    """Every index a full set of ratings can give, where no facts or profiles multiply the possibilities and they are
    few; None where they are too many to list."""
    if scorecard.facts or scorecard.profiles:
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
