"""Hostile workbooks: refused with a sentence, within 2 s and 200 MB, never with a traceback."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from assessment.library.workbook.exchange import to_workbook
from tests.library.bounds import check_each, misbehaved
from tests.library.workbook.editing import SMALL

GOOD = to_workbook(SMALL)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRINGS, STYLES, PAGE = "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet3.xml"


def page(rows: str, after: str = "", before: str = "") -> bytes:
    return f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def cells(count: int) -> str:
    return "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>2</v></c></row>' for n in range(1, count // 2))


MERGED = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
VALID = (
    "<dataValidations>" + '<dataValidation sqref="A1:B9"><formula1>1</formula1></dataValidation>' * 50_000 + "</dataValidations>"
)
HOSTILE: dict[str, tuple[str, bytes]] = {
    "cells": (PAGE, page(cells(200_000))),
    "cells-below-the-limit": (PAGE, page(cells(39_000))),
    "far-away": (PAGE, page('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    "rows": (PAGE, page("".join(f'<row r="{n}" hidden="1"/>' for n in range(1, 190_000)))),
    "merged": (PAGE, page("", MERGED)),
    "validations": (PAGE, page("", VALID)),
    "columns": (PAGE, page("", before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 100_000 + "</cols>")),
    "styles": (STYLES, f"<styleSheet {MAIN}><cellXfs>{'<xf/>' * 190_000}</cellXfs></styleSheet>".encode()),
    "strings": (STRINGS, f"<sst {MAIN}>{'<si><t>a</t></si>' * 100_000}</sst>".encode()),
    "deep": (STRINGS, f"<sst {MAIN}>{'<si>' * 150_000}{'</si>' * 150_000}</sst>".encode()),
    "laughs": (STRINGS, b'<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><sst>&b;</sst>'),
    "zeros": ("xl/media/image1.png", b"\0" * 40_000_000),
    "no-sheets": ("xl/workbook.xml", b"<workbook/>"),
    "no-xml": (PAGE, b"nonsense"),
}


def packed(name: str, content: bytes) -> bytes:
    source, file = ZipFile(BytesIO(GOOD)), BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for each in {*source.namelist(), name}:
            archive.writestr(each, content if each == name else source.read(each))
    return file.getvalue()


def test_hostile_workbooks_are_refused_with_a_sentence(tmp_path: Path) -> None:
    files = {name: packed(part, content) for name, (part, content) in HOSTILE.items()}
    files |= {
        "torn": GOOD[: len(GOOD) // 2],
        "noise": GOOD[:200] + b"\xff" * 5_000,
        "zip": b"PK\x03\x04" + b"\0" * 100,
        "empty": b"",
    }
    for name, content in files.items():
        (tmp_path / f"{name}.xlsx").write_bytes(content)
    paths = sorted(tmp_path.glob("*.xlsx"))
    answers = check_each([[str(path), str(tmp_path / "new"), "--check"] for path in paths], "workbook", "read")
    assert misbehaved(answers, {1}) == []
    assert len(answers) == len(files)
