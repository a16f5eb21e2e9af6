"""Checks of what measures say of one another: `requires` (directly and on through what is required) and `excludes` (either way).

Measures that require one another in a circle are done together or not at all, which is allowed.
"""

from collections.abc import Iterator, Mapping, Sequence

from assessment.errors import Problem
from assessment.library.document import Document, closest
from assessment.model.measure import Measure, MeasureFile
from assessment.model.scorecard import Scorecard

MOST_LINKED = 600  # measures that name others or are named, whose chains are followed
Place = tuple[Document, tuple[str | int, ...]]


def check_links(scorecard: Scorecard, files: Mapping[str, tuple[Document, MeasureFile]]) -> Iterator[Problem]:
    places: dict[str, Place] = {}
    right = True
    for document, content in files.values():
        for number, measure in enumerate(content.measures):
            places.setdefault(measure.id, (document, ("measures", number)))
            for problem in _named(document, ("measures", number), measure, scorecard):
                right = right and problem.severity == "warning"
                yield problem
    if right:
        yield from _chains(scorecard, places)


def _named(document: Document, here: tuple[str | int, ...], measure: Measure, scorecard: Scorecard) -> Iterator[Problem]:
    for key in ("requires", "excludes"):
        seen: set[str] = set()
        for number, name in enumerate(getattr(measure, key)):
            place = (*here, key, number)
            if name == measure.id:
                yield document.problem("measure-names-itself", *place, measure=name)
            elif name not in scorecard.measure:
                yield document.problem("measure-unknown", *place, now=name, suggestion=closest(name, scorecard.measure))
            elif name in seen:
                yield document.problem("listed-twice", *place, severity="warning", now=name)
            seen.add(name)


def _chains(scorecard: Scorecard, places: Mapping[str, Place]) -> Iterator[Problem]:
    """A measure with two that cannot go together among those it takes along, itself included; then the mandatory ones."""
    names = {name for m in scorecard.measures for name in (*m.requires, *m.excludes)}
    linked = [m for m in scorecard.measures if m.requires or m.excludes or m.id in names][:MOST_LINKED]
    reach = _reach(linked)
    apart = _apart(linked)
    torn = {m.id: pair for m in linked if (pair := _pair(linked, reach[m.id], apart)) is not None}
    for number, measure in enumerate(linked):
        if measure.id in torn and not _told_before(linked, number, reach, torn):
            document, here = places[measure.id]
            one, other = torn[measure.id]
            yield document.problem("requires-excluded", *here, "requires", measure=measure.id, one=one, other=other)
    together = 0
    for measure in linked if not torn else ():
        if not measure.mandatory:
            continue
        together |= reach[measure.id]
        pair = _pair(linked, together, apart)
        if pair is not None:
            document, here = places[measure.id]
            one, other = pair
            yield document.problem("mandatory-excluded", *here, "mandatory", measure=measure.id, one=one, other=other)
            return


def _reach(linked: Sequence[Measure]) -> dict[str, int]:
    """What each takes along, itself included: one bit for each measure (Warshall)."""
    bit = {m.id: 1 << number for number, m in enumerate(linked)}
    rows = [bit[m.id] | sum({bit[name] for name in m.requires if name in bit}) for m in linked]
    for number, _ in enumerate(linked):
        for other, row in enumerate(rows):
            if row >> number & 1:
                rows[other] |= rows[number]
    return {m.id: row for m, row in zip(linked, rows, strict=True)}


def _apart(linked: Sequence[Measure]) -> list[int]:
    """Which each cannot go with, whoever says so."""
    place = {m.id: number for number, m in enumerate(linked)}
    rows = [0] * len(linked)
    for number, measure in enumerate(linked):
        for other in (place[name] for name in measure.excludes if name in place):
            rows[number] |= 1 << other
            rows[other] |= 1 << number
    return rows


def _pair(linked: Sequence[Measure], together: int, apart: Sequence[int]) -> tuple[str, str] | None:
    """The first two of `together` that cannot go together."""
    for number, measure in enumerate(linked):
        if together >> number & 1 and (clash := apart[number] & together):
            return measure.id, linked[(clash & -clash).bit_length() - 1].id
    return None


def _told_before(linked: Sequence[Measure], number: int, reach: Mapping[str, int], torn: Mapping[str, tuple[str, str]]) -> bool:
    """Whether a measure that this one takes along is torn already: of a circle, one written before."""
    own = reach[linked[number].id]
    inside = (other for other, m in enumerate(linked) if own >> other & 1 and other != number and m.id in torn)
    return any(reach[linked[other].id] != own or other < number for other in inside)
