"""The bytes of a workbook → its worksheets, cell by cell; whatever could run, hide or cost too much is refused by name."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from assessment.errors import Problem

MAX_BYTES = 5_000_000
MAX_UNPACKED = 16_000_000
MAX_MEMBERS = 500
MAX_TAGS = 350_000  # of all parts together: what takes the time; a scorecard of 50 indicators has about 120,000
MAX_STYLES = 30_000  # tags
MAX_MERGED = 20_000  # cells
MAX_ELEMENTS = {"c": 80_000, "row": 20_000, "si": 40_000, "dataValidation": 2_000, "definedName": 1_000, "col": 5_000}
_OLE = b"\xd0\xcf\x11\xe0"  # an encrypted workbook, or one of Excel 97
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACRO = re.compile(r"vbaProject|macrosheets/|activeX/", re.IGNORECASE)
_OUTSIDE = re.compile(r"(^|/)(externalLinks/|connections\.xml|queryTables/)", re.IGNORECASE)
_ELEMENT = re.compile(rb"<(?:\w+:)?(c|row|si|dataValidation|definedName|col)[\s/>]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z0-9:]{1,30})[\"']")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds: `kind` is Excel's (s text, n number, b boolean, d date, f formula, e error)."""

    value: Any
    kind: str
    format: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A worksheet; only cells that hold something. `turned`: rows read as columns."""

    title: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    turned: bool = False

    def ref(self, row: int, column: int) -> str:
        """征地拆迁!F12"""
        line, place = (column, row) if self.turned else (row, column)
        return f"{self.title}!{get_column_letter(place)}{line}"

    def turn(self) -> "Grid":
        return Grid(self.title, {(column, row): cell for (row, column), cell in self.cells.items()}, not self.turned)


def grids(raw: bytes, file: str) -> tuple[list[Grid], list[Problem]]:
    """The worksheets, or none with the reason; and everything in them that must not be there."""
    refused = _refusal(raw)
    if refused is not None:
        code, values = refused
        return [], [Problem(code, file, values=values)]
    try:
        book = load_workbook(BytesIO(raw), keep_links=False)
        pages = [page for page in book.worksheets if hasattr(page, "merged_cells")]
        problems = [problem for page in pages for problem in _refused_in(page, file)]
        return [Grid(page.title, dict(_held(page))) for page in pages], problems
    except Exception as error:  # a damaged part may raise anything: whatever it is, the file cannot be read
        return [], [Problem("workbook-damaged", file, values={"reason": type(error).__name__})]


def _refusal(raw: bytes) -> tuple[str, dict[str, Any]] | None:
    """Why the package is not even opened."""
    if len(raw) > MAX_BYTES:
        return "workbook-too-large", {"now": len(raw), "limit": MAX_BYTES}
    if raw.startswith(_OLE):
        return ("workbook-encrypted" if _ENCRYPTED in raw else "workbook-not-xlsx"), {}
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            return _refused_parts(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zipfile.zlib.error):  # type: ignore[attr-defined]
        return "workbook-not-xlsx", {}


def _refused_parts(archive: zipfile.ZipFile) -> tuple[str, dict[str, Any]] | None:
    names = archive.namelist()
    if len(names) > MAX_MEMBERS or len(set(names)) < len(names):
        return "workbook-too-large", {"now": len(names), "limit": MAX_MEMBERS}
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        return "workbook-not-xlsx", {}
    for name in names:
        if _MACRO.search(name):
            return "workbook-macros", {"now": name[:80]}
        if _OUTSIDE.search(name):
            return "workbook-external", {"now": name[:80]}
    room, tags, merged = MAX_UNPACKED, 0, 0
    counts: Counter[str] = Counter()
    for name in names:
        with archive.open(name) as stream:
            part = stream.read(room + 1)  # what the directory says of its size may be a lie
        room -= len(part)
        if room < 0:
            return "workbook-too-large", {"now": f"> {MAX_UNPACKED}", "limit": MAX_UNPACKED}
        if not name.endswith((".xml", ".rels")):
            continue
        if b"<!" in part.replace(b"<!--", b"").replace(b"<![CDATA[", b"") or b"\0" in part[:200]:
            return "workbook-damaged", {"reason": name[:80]}  # no entities, no UTF-16 to hide them in
        if name == "[Content_Types].xml" and b"macroEnabled" in part:
            return "workbook-macros", {"now": name}
        tags += part.count(b"<")
        counts.update(kind.decode() for kind in _ELEMENT.findall(part))
        merged += sum(_area(ref.decode()) for ref in _MERGED.findall(part))
        over = [(counts[kind], most) for kind, most in MAX_ELEMENTS.items() if counts[kind] > most]
        over += [(now, most) for now, most in ((tags, MAX_TAGS), (merged, MAX_MERGED)) if now > most]
        over += [(part.count(b"<"), MAX_STYLES)] if name.endswith("styles.xml") and part.count(b"<") > MAX_STYLES else []
        if over:
            return "workbook-too-large", {"now": over[0][0], "limit": over[0][1]}
    return None


def _area(ref: str) -> int:
    """How many cells a merged range has; openpyxl makes every one of them."""
    try:
        left, top, right, bottom = range_boundaries(ref)
        return int((right - left + 1) * (bottom - top + 1))
    except (ValueError, TypeError):
        return MAX_MERGED + 1


def _held(page: Any) -> Iterator[tuple[tuple[int, int], Cell]]:
    for place, cell in page._cells.items():  # iter_rows would also make every empty cell up to the last one
        if cell.value is not None:
            yield place, Cell(cell.value, cell.data_type, cell.number_format)


def _refused_in(page: Any, file: str) -> Iterator[Problem]:
    """Formulas, merged cells, error values, and what a person who looks at the worksheet does not see."""

    def at(code: str, where: str, **values: Any) -> Problem:
        return Problem(code, file, path=f"{page.title}!{where}", values=values)

    if page.sheet_state != "visible":
        yield at("worksheet-hidden", "A1", sheet=page.title)
    for merged in page.merged_cells.ranges:
        yield at("cell-merged", merged.coord.partition(":")[0], now=merged.coord)
    rows = {row for row, look in page.row_dimensions.items() if look.hidden}
    columns: set[int] = set()
    for look in page.column_dimensions.values():
        if look.hidden:
            look.reindex()
            columns.update(range(look.min or 0, min(look.max or 0, 16_384) + 1))
    for (row, column), cell in list(page._cells.items()):
        if cell.data_type == "f":
            yield at("cell-formula", cell.coordinate)
        elif cell.data_type == "e":
            yield at("cell-error", cell.coordinate, now=str(cell.value)[:20])
        elif cell.value is not None and row in rows:
            rows.discard(row)
            yield at("cell-hidden", cell.coordinate)
        elif cell.value is not None and column in columns:
            columns.discard(column)
            yield at("cell-hidden", cell.coordinate)
