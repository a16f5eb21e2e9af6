"""A worksheet as CSV that Excel opens as UTF-8; text that a spreadsheet would run stays text."""

import csv
from datetime import date, datetime
from fractions import Fraction
from io import StringIO

from assessment.model.numbers import shown
from assessment.report.excel import Figure, SheetOf, Value

CSV = "text/csv"  # its MIME type
_RUN = ("=", "+", "-", "@", "\t", "\r")


def csv_of(sheet: SheetOf) -> bytes:
    """The columns and rows, without the note."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([_cell(title) for title in sheet.columns])
    writer.writerows([_cell(value) for value in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Value | Figure) -> str:
    match value:
        case None:
            return ""
        case Figure():
            return shown(Fraction(value.value), value.digits)
        case str():
            return f"'{value}" if value.startswith(_RUN) else value
        case datetime() | date():
            return value.isoformat()
        case int():
            return str(value)
    return shown(Fraction(value))
