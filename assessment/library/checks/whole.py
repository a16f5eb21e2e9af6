"""Checks across files: ids of the whole scorecard, what measures lower, who clears a veto, that every indicator is answered."""

from collections.abc import Iterator, Mapping

from assessment.engine.fitting import effect_misfits
from assessment.errors import Problem
from assessment.library.checks.links import check_links
from assessment.library.document import Document, closest
from assessment.model.measure import MeasureFile
from assessment.model.numbers import plain
from assessment.model.scorecard import Scorecard


def check_whole(
    scorecard: Scorecard, sheets: Mapping[str, Document], files: Mapping[str, tuple[Document, MeasureFile]]
) -> Iterator[Problem]:
    """`sheets` by dimension, measure `files` by name; every file is already right in itself."""
    yield from _ids(scorecard, sheets)
    yield from _measure_ids(files)
    lowered: set[str] = set()
    misnamed = False  # an effect that names no indicator: the one it means must not be reported as well
    for document, content in files.values():
        for number, measure in enumerate(content.measures):
            here = ("measures", number)
            for code, place, values in effect_misfits(scorecard, measure.effects, (*here, "effects")):
                misnamed = misnamed or code == "indicator-unknown"
                yield document.problem(code, *place, **values)
            if not measure.effects:
                yield document.problem("effects-missing", *here, "effects", measure=measure.id)
            lowered.update(effect.indicator for effect in measure.effects)
            if measure.cost < 0:
                yield document.problem("cost-negative", *here, "cost", now=plain(measure.cost))
            if measure.lead_days < 0:
                yield document.problem("days-negative", *here, "lead_days", now=measure.lead_days)
            if measure.proof is None:
                yield document.problem("proof-missing", *here, "id", severity="warning", measure=measure.id)
    yield from check_links(scorecard, files)
    yield from _answered(scorecard, sheets, set(scorecard.indicators) if misnamed else lowered)


def _ids(scorecard: Scorecard, sheets: Mapping[str, Document]) -> Iterator[Problem]:
    """Indicator ids, codes and veto ids are unique in the whole scorecard, not only in their sheet."""
    seen: dict[tuple[str, str], str] = {}
    for sheet in scorecard.sheets:
        document = sheets[sheet.id]
        for number, indicator in enumerate(sheet.indicators):
            here = ("indicators", number)
            names: list[tuple[str, str, tuple[str | int, ...]]] = [
                ("id", indicator.id, (*here, "id")),
                ("code", indicator.code or "", (*here, "code")),
            ]
            names += [("veto", v.id, (*here, "vetoes", n, "id")) for n, v in enumerate(indicator.vetoes)]
            rules = {rule.id for rule in scorecard.escalations} | {"index"}
            for kind, name, place in names:
                other = seen.get((kind, name))
                if kind == "veto" and name in rules:
                    yield document.problem("id-reserved", *place, now=name)
                if name and other is not None and (kind == "veto" or other != sheet.id):
                    yield document.problem("id-duplicate", *place, now=name)
                seen[(kind, name)] = sheet.id


def _measure_ids(files: Mapping[str, tuple[Document, MeasureFile]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for document, content in files.values():
        for number, measure in enumerate(content.measures):
            if measure.id in seen:
                yield document.problem("id-duplicate", "measures", number, "id", now=measure.id)
            seen.add(measure.id)


def _answered(scorecard: Scorecard, sheets: Mapping[str, Document], lowered: set[str]) -> Iterator[Problem]:
    for sheet in scorecard.sheets:
        for number, indicator in enumerate(sheet.indicators):
            here = ("indicators", number)
            if indicator.id not in lowered:
                yield sheets[sheet.id].problem("indicator-without-measure", *here, "id", indicator=indicator.name)
            for v, veto in enumerate(indicator.vetoes):
                for m, name in enumerate(veto.cleared_by):
                    if name not in scorecard.measure:
                        yield sheets[sheet.id].problem(
                            "measure-unknown",
                            *here,
                            "vetoes",
                            v,
                            "cleared_by",
                            m,
                            now=name,
                            suggestion=closest(name, scorecard.measure),
                        )
