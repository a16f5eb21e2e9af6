"""Excel (.xlsx) from plain rows. Text stays text, numbers stay numbers, nothing in the data can run or be lost in silence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from math import ceil
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assessment.errors import Problem, ReportError
from assessment.model.numbers import shown

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # its MIME type
MAX_TEXT = 32_767  # characters (UTF-16 units) of a cell; Excel cuts the rest in silence
MAX_TITLE = 31
MAX_FOOTER = 100  # characters; Excel refuses a file whose whole footer has more than 255
MAX_DIGITS = 15  # a longer number would be changed by Excel: it is written as text
LINE_POINTS = 17  # the height of one line; Chinese fonts need more than the default 15
NARROWEST, WIDEST = 6, 48  # characters of the default font; a Chinese character takes two

_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLES = re.compile(r"[\\/*?:\[\]]")
_LINE = Side(style="thin", color="C5CFDB")
_HEAD = PatternFill("solid", fgColor="F1F4F8")

Value = str | int | Fraction | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the decimals it is shown with; a bare Fraction or Decimal has four, an int none."""

    value: int | Fraction | Decimal
    digits: int = 4


@dataclass(frozen=True, slots=True)
class SheetOf:
    """One worksheet. `widths` in characters, 0 or missing: as wide as the content. `note` (示例数据) stands in the first
    row and in the footer of every printed page. `heading`: lines above the columns, the first in large; `running`: what
    stands left and right at the top of every printed page; the foot counts the pages.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Value | Figure]]
    widths: Sequence[float] = ()
    note: str = ""
    heading: Sequence[str] = ()
    running: tuple[str, str] = ("", "")

    @property
    def top(self) -> int:
        """The row of the column titles."""
        return 1 + bool(self.note) + len(self.heading)


def workbook(sheets: Sequence[SheetOf]) -> bytes:
    """The file's bytes. ReportError names every cell whose text does not fit (`cell-too-long`), or says `workbook-empty`."""
    if not sheets:
        raise ReportError(Problem("workbook-empty"))
    problems = [problem for sheet in sheets for problem in _too_long(sheet)]
    if problems:
        raise ReportError(*problems)
    book = Workbook()
    book.remove(book.active)
    taken: set[str] = set()
    for sheet in sheets:
        title = legal_title(sheet.title, taken)
        taken.add(title.casefold())
        _fill(book.create_sheet(title), sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def legal_title(title: str, taken: set[str]) -> str:
    """A sheet title as Excel allows it: 31 characters, none of \\ / * ? : [ ], no quote at its ends, not taken yet."""
    cleaned = _NOT_IN_TITLES.sub("-", _clean(title)).replace("\n", " ").replace("\t", " ").strip("' ")
    cleaned = _cut(cleaned, MAX_TITLE).strip("' ") or "Sheet"
    if cleaned.casefold() == "history":  # reserved by Excel
        cleaned = "History-"
    number, unique = 1, cleaned
    while unique.casefold() in taken:
        number += 1
        unique = f"{_cut(cleaned, MAX_TITLE - len(str(number)) - 2)}({number})"
    return unique


def _fill(page: Worksheet, sheet: SheetOf) -> None:
    top = sheet.top
    if sheet.note:
        _write(page.cell(1, 1), sheet.note)
        page.cell(1, 1).font = Font(bold=True, color="7A4B00")
        page.oddFooter.left.text = _running(sheet.note)
    for number, words in enumerate(sheet.heading):
        cell = page.cell(1 + bool(sheet.note) + number, 1)
        _write(cell, words)
        cell.font = Font(bold=True, size=14) if number == 0 else Font(color="465366")
        page.row_dimensions[cell.row].height = LINE_POINTS + (6 if number == 0 else 0)
    page.oddHeader.left.text, page.oddHeader.right.text = (_running(text, MAX_FOOTER // 2) for text in sheet.running)
    page.oddFooter.right.text = "&P / &N"
    for place, title in enumerate(sheet.columns, 1):
        cell = page.cell(top, place)
        _write(cell, title)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.border = Border(bottom=Side(style="medium", color="7D8DA2"))
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    for line, row in enumerate(sheet.rows, top + 1):
        for place, value in enumerate(row, 1):
            cell = page.cell(line, place)
            _write(cell, value)
            cell.border = Border(bottom=_LINE)
            if cell.data_type == "s":
                cell.alignment = Alignment(vertical="top", wrap_text=True)
            else:
                cell.alignment = Alignment(horizontal="right", vertical="top", indent=1)  # apart from the text beside it
    _arrange(page, sheet, top)


def _running(text: str, most: int = MAX_FOOTER) -> str | None:
    """Text for the top or foot of a printed page, on one line; & is a code there."""
    return " ".join(_clean(text).split())[:most].replace("&", "&&") or None


def _arrange(page: Worksheet, sheet: SheetOf, top: int) -> None:
    """Widths, frozen and filtered header, and a page that prints on A4 with the header on each sheet."""
    for place, title in enumerate(sheet.columns):
        given = sheet.widths[place] if place < len(sheet.widths) else 0
        content = max([_width(title) + 3, *(_width(_printed(row[place])) + 1 for row in sheet.rows if place < len(row))])
        page.column_dimensions[get_column_letter(place + 1)].width = given or min(max(content, NARROWEST), WIDEST)
    for line, row in enumerate([sheet.columns, *sheet.rows], top):
        page.row_dimensions[line].height = LINE_POINTS * max(
            [1, *(_lines(page, place, value) for place, value in enumerate(row, 1))]
        )
    page.freeze_panes = page.cell(top + 1, 1)
    if sheet.columns:
        last = get_column_letter(len(sheet.columns))
        page.auto_filter.ref = f"A{top}:{last}{top + len(sheet.rows)}"
    page.print_title_rows = f"{top}:{top}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _lines(page: Worksheet, place: int, value: Value | Figure) -> int:
    """How many lines a cell takes in its column. Not every program fits the height of a row when it opens a file."""
    room = page.column_dimensions[get_column_letter(place)].width - 1
    return sum(max(1, ceil(_width(line) / room)) for line in _printed(value).split("\n"))


def _write(cell: ExcelCell, value: Value | Figure) -> None:
    if value is None or value == "":
        return
    figure = _figure(value)
    if figure is not None:
        text = shown(Fraction(figure.value), figure.digits)
        if len(text.strip("-").replace(".", "").lstrip("0")) <= MAX_DIGITS:
            cell.value = int(text) if figure.digits == 0 else float(text)
            cell.number_format = f"0.{'0' * figure.digits}" if figure.digits else "0"
            return
        value = text
    if isinstance(value, datetime):
        cell.value, cell.number_format = value.replace(tzinfo=None), "yyyy-mm-dd hh:mm"  # Excel knows no time zone
        return
    if isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
        return
    cell.value = _clean(str(value))
    cell.data_type = "s"  # "=…" would otherwise become a live formula
    if cell.value[:1] in "=+-@\t":
        cell.quotePrefix = True  # and stays text when somebody edits the cell


def _figure(value: Value | Figure) -> Figure | None:
    if isinstance(value, Figure):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, Fraction, Decimal)):
        return None
    return Figure(value, 0 if isinstance(value, int) else 4)


def _too_long(sheet: SheetOf) -> list[Problem]:
    found = []
    for line, row in enumerate([sheet.columns, *sheet.rows], sheet.top):
        for place, value in enumerate(row, 1):
            length = len(_clean(value).encode("utf-16-le")) // 2 if isinstance(value, str) else 0
            if length > MAX_TEXT:
                where = f"{get_column_letter(place)}{line}"
                column = sheet.columns[place - 1] if place <= len(sheet.columns) else ""
                values = {"sheet": sheet.title, "cell": where, "column": column[:60], "now": length, "allowed": MAX_TEXT}
                found.append(Problem("cell-too-long", path=f"{sheet.title}!{where}", values=values))
    return found


def _clean(text: str) -> str:
    """Without the characters that no Excel file may hold; lines end with \\n alone."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _cut(text: str, units: int) -> str:
    """At most `units` UTF-16 units, as Excel counts, never half a character."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


def _printed(value: Value | Figure) -> str:
    figure = _figure(value)
    return shown(Fraction(figure.value), figure.digits) if figure else "" if value is None else str(value)


def _width(text: str) -> float:
    """Characters of the longest line; wide ones (CJK) count twice."""
    return max((sum(2 if east_asian_width(each) in "WFA" else 1 for each in line) for line in text.split("\n")), default=0)
