"""A scorecard as it is written: what it says, and the files it stands in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessment.library.document import Document
from assessment.model.case import WorkedExample
from assessment.model.measure import Measure, MeasureFile
from assessment.model.scorecard import Indicator, Scorecard, Veto

Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """`sheets` by dimension, `measures` and `examples` by file name; every file is right in itself."""

    scorecard: Scorecard
    head: Document
    sheets: Mapping[str, Document]
    measures: Mapping[str, tuple[Document, MeasureFile]]
    examples: Mapping[str, tuple[Document, WorkedExample]]

    def indicators(self) -> Iterator[tuple[Document, Loc, Indicator]]:
        for sheet in self.scorecard.sheets:
            for number, indicator in enumerate(sheet.indicators):
                yield self.sheets[sheet.id], ("indicators", number), indicator

    def vetoes(self) -> Iterator[tuple[Document, Loc, Indicator, Veto]]:
        for document, here, indicator in self.indicators():
            for number, veto in enumerate(indicator.vetoes):
                yield document, (*here, "vetoes", number), indicator, veto

    def library(self) -> Iterator[tuple[Document, Loc, Measure]]:
        """The measures with their places."""
        for document, content in self.measures.values():
            for number, measure in enumerate(content.measures):
                yield document, ("measures", number), measure
