"""What somebody may do to a workbook, and how it is named at its cell."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl.styles import numbers

from assessment.errors import Problem
from assessment.library.workbook.exchange import from_workbook, to_workbook
from tests.library.patching import codes, unclear
from tests.library.workbook.editing import LAND, SMALL, cell, edited, put

Raw = Callable[[], bytes]


def member(name: str, content: bytes = b"x", **replaced: str) -> bytes:
    """The small workbook with a part more, or with text in a part replaced."""
    source, packed = ZipFile(BytesIO(to_workbook(SMALL))), BytesIO()
    with ZipFile(packed, "w") as archive:
        for each in source.namelist():
            part = source.read(each)
            archive.writestr(each, part.replace(replaced["old"].encode(), replaced["new"].encode()) if each == name else part)
        if name not in source.namelist():
            archive.writestr(name, content)
    return packed.getvalue()


def merged(book: Any) -> None:
    book[LAND].merge_cells("F5:G5")


def without(title: str) -> Callable[[Any], None]:
    return lambda book: book.remove(book[title])


def copied(book: Any) -> None:
    book.copy_worksheet(book[LAND]).title = "征地拆迁 副本"


def scratch(book: Any) -> None:
    book.create_sheet("草稿")["B2"] = "试算"


def hidden_sheet(book: Any) -> None:
    book[LAND].sheet_state = "hidden"


def hidden_row(book: Any) -> None:
    book[LAND].row_dimensions[6].hidden = True


def hidden_column(book: Any) -> None:
    book[LAND].column_dimensions["F"].hidden = True


def without_column(book: Any) -> None:
    book[LAND].delete_cols(4)


def column_between(book: Any) -> None:
    book[LAND].insert_cols(4)


def renamed_column(book: Any) -> None:
    cell(book[LAND], 4, "weight").value = "权重"


def twice(book: Any) -> None:
    cell(book[LAND], 4, "question › zh").value = "title › zh"


def moved(book: Any) -> None:
    page = book[LAND]
    page.move_range("A4:A6", cols=60)


def percent(book: Any) -> None:
    cell(book[LAND], 5, "weight").value = 0.7
    cell(book[LAND], 5, "weight").number_format = numbers.FORMAT_PERCENTAGE


def dated(book: Any) -> None:
    from datetime import datetime

    cell(book[LAND], 5, "code").value = datetime(2026, 1, 2, 10, 30).time()


def beside(book: Any) -> None:
    book[LAND].cell(5, 80).value = "便条"


def no_owner(book: Any) -> None:
    cell(book["数据项 Figures"], 5, "id").value = "paid"


def stray(book: Any) -> None:
    for key in ("id", "question › zh", "question › en", "effect", "cleared_by"):
        cell(book[LAND], 5, f"vetoes › {key}").value = None
    cell(book[LAND], 5, "vetoes › sources › text").value = "某法"


def sheet_twice(book: Any) -> None:
    cell(book["打分表一览 Sheets"], 6, "id").value = "land"


def climbing(book: Any) -> None:
    cell(book["算例 Worked examples"], 5, "*by").value = "../../mixed"


REFUSED: dict[str, tuple[str, str, Raw]] = {
    "formula": ("cell-formula", "征地拆迁!D5", lambda: edited(put(LAND, 5, "weight", "=35*2"))),
    "merged": ("cell-merged", "征地拆迁!F5", lambda: edited(merged)),
    "error value": ("cell-error", "征地拆迁!D5", lambda: edited(put(LAND, 5, "weight", "#REF!"))),
    "hidden row": ("cell-hidden", "征地拆迁!A6", lambda: edited(hidden_row)),
    "hidden column": ("cell-hidden", "征地拆迁!F2", lambda: edited(hidden_column)),
    "hidden worksheet": ("worksheet-hidden", "征地拆迁!A1", lambda: edited(hidden_sheet)),
    "no worksheet": ("worksheet-missing", "", lambda: edited(without("升级规则 Escalations"))),
    "no sheet of a dimension": ("worksheet-missing", "打分表一览 Sheets!A5", lambda: edited(without(LAND))),
    "worksheet twice": ("worksheet-twice", "征地拆迁 副本!A1", lambda: edited(copied)),
    "foreign worksheet": ("worksheet-unknown", "草稿!A1", lambda: edited(scratch)),
    "no column": ("column-missing", "征地拆迁!A1", lambda: edited(without_column)),
    "empty column between": ("column-gap", "征地拆迁!D4", lambda: edited(column_between)),
    "renamed column": ("column-unknown", "征地拆迁!D4", lambda: edited(renamed_column)),
    "column twice": ("column-twice", "征地拆迁!F4", lambda: edited(twice)),
    "moved column": ("column-moved", "征地拆迁!BI4", lambda: edited(moved)),
    "beside the table": ("column-unknown", "征地拆迁!CB5", lambda: edited(beside)),
    "percentage": ("cell-percent", "征地拆迁!D5", lambda: edited(percent)),
    "time of day": ("cell-date", "征地拆迁!A5", lambda: edited(dated)),
    "TRUE": ("cell-boolean", "征地拆迁!N5", lambda: edited(put(LAND, 5, "applies_when", True))),
    "too many digits": ("cell-number-too-long", "征地拆迁!D5", lambda: edited(put(LAND, 5, "weight", 1234567890123456789))),
    "no owner": ("cell-empty", "数据项 Figures!A5", lambda: edited(no_owner)),
    "stray source": ("cell-stray", "征地拆迁!AO5", lambda: edited(stray)),
    "row twice": ("row-twice", "打分表一览 Sheets!A6", lambda: edited(sheet_twice)),
    "path as a name": ("id-malformed", "算例 Worked examples!A5", lambda: edited(climbing)),
    "no workbook": ("workbook-not-xlsx", "", lambda: b"id: small"),
    "old workbook": ("workbook-not-xlsx", "", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600),
    "password": ("workbook-encrypted", "", lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")),
    "macros": ("workbook-macros", "", lambda: member("xl/vbaProject.bin")),
    "type of macros": (
        "workbook-macros",
        "",
        lambda: member("[Content_Types].xml", old="sheet.main", new="sheet.macroEnabled.main"),
    ),
    "outside data": ("workbook-external", "", lambda: member("xl/externalLinks/externalLink1.xml")),
    "entities": ("workbook-damaged", "", lambda: member("xl/workbook.xml", old="<workbook", new="<!DOCTYPE a><workbook")),
    "torn part": ("workbook-damaged", "", lambda: member("xl/workbook.xml", old="<sheets>", new="<sheets")),
    "bomb": ("workbook-too-large", "", lambda: member("xl/media/a.bin", b"\0" * 17_000_000)),
}


def refused(raw: bytes) -> list[Problem]:
    files, problems = from_workbook(raw, "x.xlsx", SMALL)
    assert files == {}
    return problems


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_is_refused_at_its_cell(name: str) -> None:
    code, where, make = REFUSED[name]
    problems = refused(make())
    assert (code, where) in [(problem.code, problem.path) for problem in problems]
    assert [text for problem in problems for text in unclear(problem)] == []


def test_every_code_of_a_workbook_is_refused_above() -> None:
    elsewhere = {
        "rewrite-differs",
        "scorecard-missing",
        "example-fails",
    }  # see test_rewriting.py, test_edition.py, test_exchange.py
    mine = {
        code for code in codes("library/workbook/*.py") if re.match(r"work|cell-|column-|row-|rewrite|id-m|scorecard-m", code)
    }
    assert mine - elsewhere == {code for code, _, _ in REFUSED.values()}


def test_worksheets_may_be_renamed_and_columns_of_levels_left_empty() -> None:
    def change(book: Any) -> None:
        book[LAND].title = "征拆"

    assert from_workbook(edited(change), "x.xlsx", SMALL) == (SMALL, [])
