"""Checks of scorecard.yaml: scales, bands, levels, matrix, rules, dimensions, profiles."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from assessment.errors import Problem
from assessment.library.checks.effects import check_effects, check_obligations
from assessment.library.document import Document, closest
from assessment.model.numbers import plain
from assessment.model.scorecard import HOLD, Edge, ScaleLevel, ScorecardHead

HUNDRED = Fraction(100)
METHOD_KEYS = {"likelihood-consequence": ("scales",), "matrix": ("matrix",), "points": ("polarity",)}
NOT_FOR = {
    "likelihood-consequence": ("matrix", "polarity"),
    "matrix": ("polarity",),
    "points": ("scales", "matrix"),
}


def check_head(document: Document, head: ScorecardHead) -> Iterator[Problem]:
    yield from _method_keys(document, head)
    yield from _scales(document, head)
    yield from _edges(document, "bands", head.bands, needed=head.method != "matrix")
    yield from _edges(document, "levels", head.levels, needed=head.index == "weighted")
    yield from _matrix(document, head)
    yield from _references(document, head)
    yield from _dimensions(document, head)
    yield from _profiles(document, head)
    yield from _numbers(document, head)
    yield from check_effects(document, head)
    yield from unique(document, [duty.id for duty in head.obligations], "obligations")
    yield from check_obligations(document, head)


def unique(document: Document, names: Iterable[str], *loc: str | int, key: str = "id") -> Iterator[Problem]:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield document.problem("id-duplicate", *loc, number, key, now=name)
        seen.add(name)


def _method_keys(document: Document, head: ScorecardHead) -> Iterator[Problem]:
    for key in METHOD_KEYS[head.method]:
        if getattr(head, key) is None:
            yield document.problem("method-key-missing", "method", key=key, method=head.method)
    for key in NOT_FOR[head.method]:
        if getattr(head, key) is not None:
            yield document.problem("method-key-unused", key, key=key, method=head.method)
    if head.index == "none" and head.method != "matrix":
        yield document.problem("method-key-unused", "index", key="index: none", method=head.method)


def _scales(document: Document, head: ScorecardHead) -> Iterator[Problem]:
    if head.scales is None:
        return
    for axis in ("likelihood", "consequence"):
        scale: tuple[ScaleLevel, ...] = getattr(head.scales, axis)
        if len(scale) < 2:
            yield document.problem("scale-too-short", "scales", axis)
        before: Fraction | None = None
        for number, step in enumerate(scale):
            if step.level != number + 1:
                yield document.problem("scale-levels", "scales", axis, number, "level", now=step.level, right=number + 1)
            if step.value is None:
                if head.method == "likelihood-consequence":
                    yield document.problem("key-missing", "scales", axis, number, key="value")
                continue
            if not 0 < step.value <= 1:
                yield document.problem("scale-value-range", "scales", axis, number, "value", now=plain(step.value))
                continue
            if before is not None and step.value <= before:
                yield document.problem(
                    "scale-not-rising", "scales", axis, number, "value", now=plain(step.value), before=plain(before)
                )
            before = step.value


def _edges(document: Document, key: str, rows: tuple[Edge, ...], needed: bool) -> Iterator[Problem]:
    """Edges rise strictly from best to worst and the last one is 1, included: no gap, no overlap."""
    yield from unique(document, [row.id for row in rows], key)  # type: ignore[attr-defined]
    if len(rows) < 2:
        yield document.problem("too-few", key, key=key)
    if not needed and all(row.edge is None for row in rows):
        return
    before: Fraction | None = None
    for number, row in enumerate(rows):
        if row.up_to is not None and row.below is not None:
            yield document.problem("edge-both", key, number, "below", id=row.id)  # type: ignore[attr-defined]
        if row.edge is None:
            yield document.problem("edge-missing", key, number, id=row.id)  # type: ignore[attr-defined]
            continue
        used = "up_to" if row.up_to is not None else "below"
        if row.edge > 1 or row.edge <= 0:
            yield document.problem("edge-range", key, number, used, now=plain(row.edge))
            continue
        if before is not None and row.edge <= before:
            yield document.problem("edges-not-rising", key, number, used, now=plain(row.edge), before=plain(before))
        before = row.edge
    last = rows[-1]
    if last.edge is not None and last.edge <= 1 and not last.holds(Fraction(1)):
        used = "up_to" if last.up_to is not None else "below"
        yield document.problem("edges-open", key, len(rows) - 1, used, now=f"{used}: {plain(last.edge)}")


def _matrix(document: Document, head: ScorecardHead) -> Iterator[Problem]:
    if head.method != "matrix":
        return
    yield from _band_values(document, head)
    if head.matrix is None:
        return
    rows = sorted(head.matrix)
    if rows != list(range(1, len(rows) + 1)):
        yield document.problem("matrix-rows", "matrix", now=tuple(map(str, rows)))
        return
    if head.scales is not None and len(rows) != len(head.scales.likelihood):
        yield document.problem("matrix-rows", "matrix", now=tuple(map(str, rows)))
    width = len(head.scales.consequence) if head.scales is not None else len(head.matrix[1])
    rank = {band.id: number for number, band in enumerate(head.bands)}
    for row in rows:
        cells = head.matrix[row]
        if len(cells) != width:
            yield document.problem("matrix-columns", "matrix", row, now=len(cells), right=width)
            continue
        for column, cell in enumerate(cells):
            if cell not in rank:
                yield document.problem("band-unknown", "matrix", row, column, now=cell, known=tuple(rank))
                continue
            left = cells[column - 1] if column else None
            above = head.matrix[row - 1][column] if row > 1 and column < len(head.matrix[row - 1]) else None
            for other in (left, above):
                if other in rank and rank[cell] < rank[other]:
                    yield document.problem("matrix-falls", "matrix", row, column, now=cell, before=other)
                    break


def _band_values(document: Document, head: ScorecardHead) -> Iterator[Problem]:
    before: Fraction | None = None
    for number, band in enumerate(head.bands):
        if band.value is None:
            yield document.problem("band-value-missing", "bands", number, id=band.id)
            continue
        if not 0 <= band.value <= 1:
            yield document.problem("edge-range", "bands", number, "value", now=plain(band.value))
            continue
        if before is not None and band.value <= before:
            yield document.problem("edges-not-rising", "bands", number, "value", now=plain(band.value), before=plain(before))
        before = band.value


def _references(document: Document, head: ScorecardHead) -> Iterator[Problem]:
    bands = [band.id for band in head.bands]
    levels = [level.id for level in head.levels]
    if HOLD in levels:
        yield document.problem("id-reserved", "levels", levels.index(HOLD), "id", now=HOLD)
    yield from unique(document, [rule.id for rule in head.escalations], "escalations")
    for number, rule in enumerate(head.escalations):
        here = ("escalations", number)
        if rule.id == "index":
            yield document.problem("id-reserved", *here, "id", now=rule.id)
        if rule.band not in bands:
            yield document.problem("band-unknown", *here, "band", now=rule.band, known=tuple(bands))
        if rule.level not in levels:
            yield document.problem("level-id-unknown", *here, "level", now=rule.level, known=tuple(levels))
        elif rule.level == levels[0]:
            yield document.problem("rule-lifts-nothing", *here, "level", now=rule.level)
        if rule.at_least < 1:
            yield document.problem("count-below-one", *here, "at_least", now=rule.at_least)
    if head.answer_from not in bands:
        yield document.problem("band-unknown", "answer_from", now=head.answer_from, known=tuple(bands))
    if head.target not in levels:
        yield document.problem("level-id-unknown", "target", now=head.target, known=tuple(levels))


def _dimensions(document: Document, head: ScorecardHead) -> Iterator[Problem]:
    yield from unique(document, [d.id for d in head.dimensions], "dimensions")
    yield from weights(document, {(n, "weight"): d.weight for n, d in enumerate(head.dimensions)}, ("dimensions",), (HUNDRED,))


def weights(
    document: Document, given: dict[tuple[int | str, ...], Fraction], loc: tuple[str | int, ...], right: tuple[Fraction, ...]
) -> Iterator[Problem]:
    """Weights are positive and add up to one of the sums that are right; the place of a wrong sum is the list."""
    for place, weight in given.items():
        if weight <= 0:
            yield document.problem("weight-not-positive", *loc, *place, now=plain(weight))
    total = sum(given.values(), Fraction(0))
    if total not in right:
        yield document.problem("weights-sum", *loc, now=plain(total), right=tuple(map(plain, right)))


def _profiles(document: Document, head: ScorecardHead) -> Iterator[Problem]:
    yield from unique(document, [fact.id for fact in head.facts], "facts")
    yield from unique(document, [profile.id for profile in head.profiles], "profiles")
    facts = {fact.id for fact in head.facts}
    names = [d.id for d in head.dimensions]
    known = set(names)
    for number, profile in enumerate(head.profiles):
        for name in profile.facts:
            if name not in facts:
                yield document.problem(
                    "fact-unknown", "profiles", number, "facts", name, now=name, suggestion=closest(name, facts)
                )
        if profile.dimension_weights is None:
            continue
        loc = ("profiles", number, "dimension_weights")
        unknown = [name for name in profile.dimension_weights if name not in known]
        for name in unknown:
            yield document.problem("dimension-unknown", *loc, name, now=name, known=tuple(names))
        missing = [name for name in names if name not in profile.dimension_weights]
        if unknown:
            continue  # a name with a typing error is missing under its right one, and wrong in the sum: one mistake
        if missing:
            yield document.problem("dimension-weight-missing", *loc, missing=tuple(missing))
        else:
            yield from weights(document, {(n,): w for n, w in profile.dimension_weights.items()}, loc, (HUNDRED,))


def _numbers(document: Document, head: ScorecardHead) -> Iterator[Problem]:
    if head.in_force.until is not None and head.in_force.until < head.in_force.from_:
        yield document.problem("in-force-reversed", "in_force", "until", now=str(head.in_force.until))
    if not 0 <= head.minimum_coverage <= 1:
        yield document.problem("edge-range", "minimum_coverage", now=plain(head.minimum_coverage))
