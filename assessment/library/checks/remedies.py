"""Measures (防范化解措施) that stand in the wrong file, or clear what they do not touch."""

from collections.abc import Iterable, Iterator

from assessment.errors import Problem
from assessment.library.checks.written import Loc, Written
from assessment.library.document import Document


def check_remedies(card: Written) -> Iterator[Problem]:
    yield from _elsewhere(card)
    for document, here, measure in card.library():
        if measure.cost == 0 and measure.lead_days == 0:
            yield document.problem("measure-free", *here, "cost", severity="warning", measure=measure.id)
        bodies = [measure.responsible_body.zh, measure.responsible_body.en]
        for number, body in enumerate(measure.assisting_bodies):
            if body.zh == bodies[0] or body.en == bodies[1]:
                yield document.problem("body-assists-itself", *here, "assisting_bodies", number, severity="warning", body=body)
        yield from _twice(document, (*here, "assisting_bodies"), [body.zh for body in measure.assisting_bodies])
    yield from _cleared(card)
    yield from _lists(card)


def _elsewhere(card: Written) -> Iterator[Problem]:
    """A measure in the file of a sheet, none of whose indicators it lowers."""
    for name, (document, content) in card.measures.items():
        if name not in card.scorecard.sheet:
            continue
        for number, measure in enumerate(content.measures):
            sheets = {card.scorecard.dimension_of[effect.indicator] for effect in measure.effects}
            if name not in sheets:
                values = {"measure": measure.id, "sheets": tuple(sorted(sheets))}
                yield document.problem("measure-elsewhere", "measures", number, "id", severity="warning", **values)


def _cleared(card: Written) -> Iterator[Problem]:
    """A veto cleared by a measure that lowers nothing of the indicator it belongs to."""
    for document, here, indicator, veto in card.vetoes():
        for number, name in enumerate(veto.cleared_by):
            if all(effect.indicator != indicator.id for effect in card.scorecard.measure[name].effects):
                values = {"veto": veto.id, "measure": name, "indicator": indicator.name}
                yield document.problem("cleared-by-elsewhere", *here, "cleared_by", number, severity="warning", **values)


def _lists(card: Written) -> Iterator[Problem]:
    for document, here, indicator in card.indicators():
        yield from _twice(document, (*here, "evidence"), [text.zh for text in indicator.evidence])
        yield from _twice(document, (*here, "sources"), [source.text for source in indicator.sources])


def _twice(document: Document, here: Loc, texts: Iterable[str]) -> Iterator[Problem]:
    """The same entry twice in one list of evidence, sources or assisting bodies."""
    seen: set[str] = set()
    for number, text in enumerate(texts):
        if text in seen:
            yield document.problem("listed-twice", *here, number, severity="warning", now=text)
        seen.add(text)
