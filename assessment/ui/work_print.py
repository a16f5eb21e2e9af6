"""Every body's sheet as a page to print: static HTML, each on a sheet of its own (work.css)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape
from pathlib import Path

from assessment.engine.work import Share
from assessment.model.numbers import plain
from assessment.report.excel import Figure, Value
from assessment.ui import parts
from assessment.ui.work_sheets import body_sheet
from assessment.ui.work_words import Work

STYLE = Path(__file__).with_name("work.css")


def sheets(work: Work) -> str:
    """All of them, in the order of the workbook's worksheets."""
    return "".join(_sheet(work, share) for share in work.shares)


def _sheet(work: Work, share: Share) -> str:
    sheet = body_sheet(work, share)
    title, project, said = sheet.heading
    tag = f' <span class="s-tag">{escape(work.note)}</span>' if work.note else ""
    head = f'<header><h2>{escape(title)}</h2><p>{escape(project)}{tag}</p><p class="s-second">{escape(said)}</p></header>'
    rows = [list(_cells(row)) for row in sheet.rows]
    table = parts.html_table(sheet.columns, rows, numbers=[5], safe=True, shape="w-work")
    return f'<section class="w-sheet">{head}{table}</section>'


def _cells(row: Sequence[Value | Figure]) -> Iterator[str]:
    """As the workbook has them, with their lines."""
    for value in row:
        text = plain(Fraction(value.value)) if isinstance(value, Figure) else "" if value is None else str(value)
        yield f'<span class="s-lines">{escape(text)}</span>'
