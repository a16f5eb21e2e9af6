"""What can never happen, or always does: levels nothing gives, bands nothing falls into, axes without influence, targets
that cannot be missed."""

from collections.abc import Iterator
from fractions import Fraction

from assessment.engine.methods import axes, axis_levels, band_of, degree, extremes
from assessment.errors import Problem
from assessment.library.checks.written import Written
from assessment.model.numbers import plain
from assessment.model.scorecard import HOLD, Indicator, Scorecard, Sheet

MOST_PROFILES = 100  # whose weights are tried
MOST_INDICATORS = 500  # of a points card, that are looked into for degrees: each has its own options


def check_reach(card: Written) -> Iterator[Problem]:
    scorecard = card.scorecard
    yield from _levels(card, scorecard)
    yield from _bands(card, scorecard)
    yield from _matrix(card, scorecard)
    if scorecard.target == scorecard.worst_level.id:
        yield card.head.problem("target-is-worst", "target", now=scorecard.target)
    if scorecard.answer_from == scorecard.bands[0].id:
        yield card.head.problem("answer-from-best", "answer_from", severity="warning", now=scorecard.answer_from)
    if scorecard.minimum_coverage == 0:
        yield card.head.problem("coverage-zero", "minimum_coverage", severity="warning")
    yield from _effects(card, scorecard)


def kinds(scorecard: Scorecard) -> tuple[Indicator, ...]:
    """One indicator for all that are rated alike: only the options of a points card differ from one to the next."""
    every = tuple(scorecard.indicators.values())
    return every[:MOST_INDICATORS] if scorecard.method == "points" else every[:1]


def _levels(card: Written, scorecard: Scorecard) -> Iterator[Problem]:
    """A level (综合等级) that no index, escalation or veto can give."""
    given = {rule.level for rule in scorecard.escalations}
    given |= {scorecard.worst_level.id if veto.effect == HOLD else veto.effect for _, veto in scorecard.veto.values()}
    best, worst = _span(scorecard)
    for number, level in enumerate(scorecard.levels):
        by_index = number == 0 if scorecard.index == "none" else _meets(scorecard, number, best, worst)
        if not by_index and level.id not in given:
            place = ("levels", number, "id")
            yield card.head.problem("level-unreachable", *place, level=level.title, best=plain(best), worst=plain(worst))


def _span(scorecard: Scorecard) -> tuple[Fraction, Fraction]:
    """The lowest and the highest index any project can have. Where facts take indicators out of a points card, all that is
    sure is that it lies between the lowest and the highest degree of one of them."""
    if scorecard.method != "points":
        return extremes(scorecard, kinds(scorecard)[0])
    shown = {name: extremes(scorecard, indicator) for name, indicator in scorecard.indicators.items()}
    if any(indicator.applies_when for indicator in scorecard.indicators.values()):
        return min(low for low, _ in shown.values()), max(high for _, high in shown.values())
    ends = {sheet.id: _dimension_ends(sheet, shown) for sheet in scorecard.sheets}
    profiles = [profile.dimension_weights for profile in scorecard.profiles[:MOST_PROFILES] if profile.dimension_weights]
    given = [{dimension.id: dimension.weight for dimension in scorecard.dimensions}, *profiles]
    return min(_index(weights, ends, 0) for weights in given), max(_index(weights, ends, 1) for weights in given)


def _index(weights: dict[str, Fraction], ends: dict[str, tuple[Fraction, Fraction]], side: int) -> Fraction:
    return sum((weight * ends[name][side] for name, weight in weights.items()), Fraction(0)) / sum(weights.values(), Fraction(0))


def _dimension_ends(sheet: Sheet, shown: dict[str, tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    """The lowest and the highest index of one sheet."""
    weights = {indicator.id: indicator.weight for indicator in sheet.indicators}
    inside = {name: shown[name] for name in weights}
    return _index(weights, inside, 0), _index(weights, inside, 1)


def _meets(scorecard: Scorecard, number: int, best: Fraction, worst: Fraction) -> bool:
    """Whether some index between `best` and `worst` lies in a level: beyond the one before, and within its own edge."""
    level = scorecard.levels[number]
    if number == 0:
        return level.holds(best)
    before = scorecard.levels[number - 1]
    return not before.holds(worst) and level.holds(max(best, before.edge or best))


def _bands(card: Written, scorecard: Scorecard) -> Iterator[Problem]:
    """A band that no degree falls into."""
    met: set[int] = set()
    for indicator in kinds(scorecard):
        met |= reached(scorecard, indicator)
    if scorecard.method == "points" and len(scorecard.indicators) > MOST_INDICATORS:
        return
    for number, band in enumerate(scorecard.bands):
        if number not in met:
            yield card.head.problem("band-unreachable", "bands", number, "id", severity="warning", band=band.title)


def reached(scorecard: Scorecard, indicator: Indicator) -> set[int]:
    """The ranks of the bands that ratings of one indicator fall into."""
    if scorecard.method == "matrix" and scorecard.matrix is not None:
        return {scorecard.band_rank[cell] for row in scorecard.matrix.values() for cell in set(row)}
    if scorecard.method == "likelihood-consequence" and scorecard.scales is not None:
        one, other = ({step.value for step in axis} for axis in (scorecard.scales.likelihood, scorecard.scales.consequence))
        most = 100  # levels of an axis; more are hardly a scale
        products = {p * q for p in sorted(filter(None, one))[-most:] for q in sorted(filter(None, other))[-most:]}
        lowest = extremes(scorecard, indicator)[0]
        return {band_of(scorecard, value) for value in {lowest, *products}}
    numbers = axis_levels(scorecard, indicator, "option")
    return {band_of(scorecard, degree(scorecard, indicator, (number,))) for number in numbers}


def _matrix(card: Written, scorecard: Scorecard) -> Iterator[Problem]:
    """Rows or columns that are all alike give their axis no influence; two neighbours alike make one of its levels idle."""
    if scorecard.method != "matrix" or scorecard.matrix is None:
        return
    rows = [scorecard.matrix[number] for number in sorted(scorecard.matrix)]
    columns = list(zip(*rows, strict=True))
    for axis, lines in (("likelihood", rows), ("consequence", columns)):
        if len(lines) > 1 and len(set(lines)) == 1:
            yield card.head.problem("axis-without-influence", "matrix", axis=axis)
            continue
        for number in range(1, len(lines)):
            if lines[number] == lines[number - 1]:
                place = ("matrix", number + 1) if axis == "likelihood" else ("matrix", 1, number)
                values = {"axis": axis, "one": number, "two": number + 1}
                yield card.head.problem("levels-alike", *place, severity="warning", **values)


def _effects(card: Written, scorecard: Scorecard) -> Iterator[Problem]:
    """A floor that no level, or no value, lies above: no measure lowers anything on that axis. Or one above the middle, to
    which not even the worst rating comes down (a bound of our own)."""
    floor, bottom = scorecard.effects.lowest, 1 if scorecard.effects.unit == "level" else 0
    tops = [(axis, _highest(scorecard, indicator, axis)) for indicator in kinds(scorecard) for axis in axes(scorecard)]
    for axis, top in tops:
        if floor >= top:
            yield card.head.problem("floor-too-high", "effects", "floor", now=plain(floor), axis=axis)
            return
    for axis, top in tops:
        if 2 * floor > top + bottom:
            values = {"now": plain(floor), "most": plain(top), "axis": axis}
            yield card.head.problem("floor-high", "effects", "floor", severity="warning", **values)
            return


def _highest(scorecard: Scorecard, indicator: Indicator, axis: str) -> Fraction:
    """What effects lower at most: the highest level, or the highest value, of one axis."""
    if scorecard.effects.unit == "level":
        return Fraction(len(axis_levels(scorecard, indicator, axis)))
    if axis == "option":
        return extremes(scorecard, indicator)[1]
    steps = getattr(scorecard.scales, axis)
    return max((step.value for step in steps if step.value is not None), default=Fraction(0))
