"""The tree of an edition → worksheets, after their description."""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assessment.library.workbook.cells import written
from assessment.library.workbook.guide import CONTENT_HEADINGS, GUIDE
from assessment.library.workbook.layout import (
    AFTER,
    ANY,
    BEFORE,
    BY,
    SEP,
    SHARED,
    Column,
    Key,
    Many,
    Page,
    fits,
    indicators,
    keyed,
)
from assessment.library.workbook.tables import FIRST, KEYS

GUIDE_MARK, LISTS_MARK = "guide", "lists"  # worksheets that only help; they are not read
MAX_TITLE = 31
MAX_HEIGHT = 400  # points; Excel allows 409
SPARE = 200  # rows below the last one that still offer lists
_BAD_TITLE = re.compile(r"[\\/*?:\[\]]")
_BRIEF = re.compile("，|, ")  # what follows explains; a heading that also names its key has no room for it
_NATURAL = re.compile(r"[0-9]+")
_LINE, _RULE = Side(style="thin", color="D5DCE5"), Side(style="medium", color="7D8DA2")
_HEAD, _KEY, _ID, _WEIGHT = (PatternFill("solid", fgColor=color) for color in ("E4ECF5", "F4F6F9", "EDEDED", "FFF8E1"))
_GREY = Font(size=8, color="7A8794")
_WIDTHS = {"text": 34, "id": 22, "word": 18, "number": 11, "flag": 10, "interval": 16, "ids": 16}
Row = dict[Key, Any]


def workbook(tree: Mapping[str, Any]) -> bytes:
    """One worksheet for each table and each 打分表, with the guide before and the lists of ids behind."""
    book = Workbook()
    book.remove(book.active)
    _guide(book.create_sheet("填写说明 How to"))
    lists = _lists(tree)
    for page in _pages(tree):
        _page(book.create_sheet(_title(page, book.sheetnames)), page, tree, lists)
    _listed(book.create_sheet("可选编号 Lists"), lists)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _pages(tree: Mapping[str, Any]) -> Iterator[Page]:
    yield from BEFORE
    order = [dimension["id"] for dimension in tree["scorecard"]["dimensions"]]
    sheets = _sheets(tree)
    for name in sorted(sheets, key=lambda name: order.index(name) if name in order else len(order)):
        yield indicators(name, sheets[name]["title"]["zh"], sheets[name]["title"]["en"])
    yield from AFTER


def _sheets(tree: Mapping[str, Any]) -> dict[str, Any]:
    return {name: sheet for name, sheet in tree["sheets"].items() if name != SHARED}


def _title(page: Page, taken: Sequence[str]) -> str:
    names = page.zh if page.mark.startswith(f"sheets{SEP}") else f"{page.zh} {page.en}"
    title = " ".join(_BAD_TITLE.sub("-", names).split()).strip("' ")[: MAX_TITLE - 4] or "Sheet"
    unique, number = title, 1
    while unique.casefold() in [name.casefold() for name in taken]:
        number += 1
        unique = f"{title}-{number}"
    return unique


def _lists(tree: Mapping[str, Any]) -> dict[str, list[str]]:
    """The ids that cells may choose from."""
    head = tree["scorecard"]
    sheets = _sheets(tree)
    levels = [level["id"] for level in head["levels"]]
    return {
        "bands": [band["id"] for band in head["bands"]],
        "levels": levels,
        "effects": ["hold", *levels],
        "facts": [fact["id"] for fact in head.get("facts") or ()],
        "sheets": list(sheets),
        "figures": [figure["id"] for sheet in tree["sheets"].values() for figure in sheet.get("figures") or ()],
        "indicators": [indicator["id"] for sheet in sheets.values() for indicator in sheet["indicators"]],
    }


def laid(many: Many, data: Any, before: Key = ()) -> Iterator[Row]:
    """The rows of a table. What an item holds several of begins in its first row and goes on below."""
    for by, item in _items(many, data):
        first: Row = {(*before, *(many.by.at or ("*by",))): by} if many.by else {}
        for column in many.columns:
            if isinstance(column, Column):
                first |= {(*before, *key): (value, column.kind) for key, value in _values(item, column.at)}
        if many.by:
            first[next(iter(first))] = (by, "id")
        parts = [list(laid(part, item, (*before, part.at[0]))) for part in many.parts]
        for number in range(max([1, *map(len, parts)])):
            row = dict(first) if number == 0 else {}
            for rows in parts:
                row |= rows[number] if number < len(rows) else {}
            yield row


def _items(many: Many, data: Any) -> Iterator[tuple[str, Any]]:
    """Each item with what stands for BY on the way to it."""
    found: list[tuple[str, Any]] = [("", data)]
    for step in many.at:
        if step == BY:
            found = [(key, item) for _, node in found for key, item in (node or {}).items()]
        else:
            found = [(by, node[step]) for by, node in found if node and node.get(step)]
    if not many.single:
        found = [(by, item) for by, items in found for item in items]
    yield from found


def _values(item: Any, at: Key, before: Key = ()) -> Iterator[tuple[Key, Any]]:
    if not at:
        yield before, item
    elif at[0] == ANY:
        for key, inner in (item or {}).items():
            yield from _values(inner, at[1:], (*before, key))
    elif isinstance(item, dict) and item.get(at[0]) is not None:
        yield from _values(item[at[0]], at[1:], (*before, at[0]))


def _page(sheet: Worksheet, page: Page, tree: Mapping[str, Any], lists: Mapping[str, list[str]]) -> None:
    own = {**tree, "sheets": _sheets(tree)} if page.mark == "sheet-list" else tree
    rows = list(laid(page.table, own))
    columns = list(_columns(page, rows, tree))
    shift = 1 if page.form else 0  # the first row of a form says what its columns are
    starts = _starts(page.table, rows)
    for number, (key, column) in enumerate(columns, 1 + shift):
        names = (*_names(key, column, tree), SEP.join(key))
        for line, text in enumerate(names, KEYS - 2):
            _write(sheet, page, line, number, text, "text")
            cell = _at(sheet, page, line, number)
            cell.font = Font(bold=True, size=11) if line == KEYS - 2 else _GREY
            cell.fill = _KEY if line == KEYS else _HEAD
            cell.alignment = Alignment(wrap_text=True, vertical="center")
        for line, row in enumerate(rows, FIRST):
            value, kind = row.get(key, (None, column.kind))
            _write(sheet, page, line, number, written(value, kind), column.kind)
            cell = _at(sheet, page, line, number)
            centred = "center" if column.kind in ("number", "flag") and not page.form else None
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=centred)
            cell.border = Border(top=_RULE if line - FIRST in starts and not page.form else _LINE)
            if column.kind == "id":
                cell.fill = _ID
            elif key[-1] == "weight" or key[0] == "dimension_weights":
                cell.fill = _WEIGHT
        _offer(sheet, page, column, lists, number, FIRST + len(rows))
    _arrange(sheet, page, columns, rows)


def _columns(page: Page, rows: Sequence[Row], tree: Mapping[str, Any]) -> Iterator[tuple[Key, Column]]:
    """The headings: those of the description, and for `ANY` one for each key that the edition or the rows have."""
    pending: dict[str, list[tuple[Key, Column]]] = {}
    used = list(dict.fromkeys(key for row in rows for key in row))
    for template, column in keyed(page.table):
        if ANY not in template:
            yield from _spread(pending)
            yield template, column
            continue
        group, place = SEP.join(template[: template.index(ANY)]), template.index(ANY)
        if group not in pending:
            yield from _spread(pending)
        known = [key[place] for key in used if fits(key, template) and key != ("*by",)]
        names = list(dict.fromkeys([*_expected(page, template, tree), *known]))
        numbers = all(_NATURAL.fullmatch(name) for name in names)
        for name in sorted(names, key=int) if numbers else names:
            pending.setdefault(group, []).append(((*template[:place], name, *template[place + 1 :]), column))
    yield from _spread(pending)


def _spread(pending: dict[str, list[tuple[Key, Column]]]) -> Iterator[tuple[Key, Column]]:
    """A group of columns key by key (1 zh, 1 en, 2 zh …) instead of column by column."""
    for group, columns in pending.items():
        place = len(group.split(SEP)) if group else 0
        for name in dict.fromkeys(key[place] for key, _ in columns):
            yield from (each for each in columns if each[0][place] == name)
    pending.clear()


def _expected(page: Page, template: Key, tree: Mapping[str, Any]) -> list[str]:
    """The keys that a column stands for even where no cell is filled."""
    head = tree["scorecard"]
    if template[0] in ("likelihood", "consequence") or page.mark == "matrix":
        axis = "consequence" if page.mark == "matrix" else template[0]
        return [str(step["level"]) for step in (head.get("scales") or {}).get(axis, ())]
    if template[0] == "dimension_weights":
        return [dimension["id"] for dimension in head["dimensions"]]
    if page.mark == "profiles":
        return [fact["id"] for fact in head.get("facts") or ()]
    if template[0] == "graded_by" and head["method"] != "points":
        return [str(step["level"]) for scale in (head.get("scales") or {}).values() for step in scale]
    return []


def _names(key: Key, column: Column, tree: Mapping[str, Any]) -> tuple[str, str]:
    """The heading in both languages; of one of many, with the name of its key."""
    if column.at and ANY in column.at:
        name = key[len(key) - len(column.at) + column.at.index(ANY)]
        titles: dict[str, tuple[str, str]] = {}
        for fact in tree["scorecard"].get("facts") or ():
            title = fact.get("title") or fact["question"]
            titles[fact["id"]] = (title["zh"], title["en"])
        if key[0] == "dimension_weights":
            titles = {name: (sheet["title"]["zh"], sheet["title"]["en"]) for name, sheet in _sheets(tree).items()}
        for step in (tree["scorecard"].get("scales") or {}).get(key[0], ()):
            title = step["title"]
            titles[str(step["level"])] = (f"{step['level']} 级·{title['zh']}", f"{step['level']} {title['en']}")
        zh, en = titles.get(name, (name, name))
        return f"{zh}：{_BRIEF.split(column.zh)[0]}", f"{en}: {_BRIEF.split(column.en)[0]}"
    return column.zh, column.en


def _starts(table: Many, rows: Sequence[Row]) -> set[int]:
    """The rows in which an item of the table begins."""
    own = [(column.at or ("*by",))[0] for column in table.own]
    return {number for number, row in enumerate(rows) if any(key[0] in own for key in row)}


def _at(sheet: Worksheet, page: Page, line: int, place: int) -> Any:
    return sheet.cell(place, line) if page.form else sheet.cell(line, place)


def _write(sheet: Worksheet, page: Page, line: int, place: int, value: str | int | float | None, kind: str) -> None:
    cell = _at(sheet, page, line, place)
    cell.number_format = "General" if kind == "number" else "@"  # what is typed into @ stays as it was typed
    if value is None or value == "":
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # "=…" is text
        if value[0] in "=+-@":
            cell.quotePrefix = True  # and stays text when somebody edits the cell


def _offer(sheet: Worksheet, page: Page, column: Column, lists: Mapping[str, list[str]], place: int, last: int) -> None:
    """A list to choose from; another word may still be typed, and is then checked when the workbook is read."""
    if isinstance(column.choices, tuple):
        formula = f'"{",".join(column.choices)}"' if column.choices else ""
    else:
        names = list(lists)
        letter, length = get_column_letter(names.index(column.choices) + 1), len(lists[column.choices])
        formula = f"'可选编号 Lists'!${letter}$2:${letter}${length + 1}" if length else ""
    if formula:
        rule = DataValidation(type="list", formula1=formula, allow_blank=True, errorStyle="warning", showErrorMessage=True)
        rule.errorTitle, rule.error = "编号 id", "不在可选范围内，仍要填写吗？ Not in the list. Keep it?"
        letter = get_column_letter(place)
        rule.add(f"E{place}" if page.form else f"{letter}{FIRST}:{letter}{last + SPARE}")
        sheet.add_data_validation(rule)


def _arrange(sheet: Worksheet, page: Page, columns: Sequence[tuple[Key, Column]], rows: Sequence[Row]) -> None:
    sheet["A1"].value, sheet["A1"].font = page.mark, _GREY
    sheet["B1"].value = f"{page.zh}  {page.en}"
    sheet["B1"].font = Font(bold=True, size=14 if not page.form else 11)
    if page.form:
        for place, text in enumerate(CONTENT_HEADINGS, 2):
            sheet.cell(1, place).value, sheet.cell(1, place).font, sheet.cell(1, place).fill = text, Font(bold=True), _HEAD
        for letter, width in zip("ABCDE", (10, 44, 44, 20, 70), strict=True):
            sheet.column_dimensions[letter].width = width
        for line, (key, column) in enumerate(columns, 2):
            value = str(rows[0].get(key, ("",))[0]) if rows else ""
            sheet.row_dimensions[line].height = 17 * max(_lines(column.zh, 40), _lines(column.en, 50), _lines(value, 70))
        sheet.freeze_panes = "E2"
    else:
        widths = [_width(column, page) for _, column in columns]
        for place, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        for line, height in enumerate((24, 66, 40, 26), 1):
            sheet.row_dimensions[line].height = height
        for line, row in enumerate(rows, FIRST):
            lines = [_lines(str(row[key][0]), width) for (key, _), width in zip(columns, widths, strict=True) if key in row]
            sheet.row_dimensions[line].height = min(MAX_HEIGHT, 16 * max([1, *lines]))
        sheet.freeze_panes = sheet.cell(FIRST, page.frozen + 1)
    sheet.print_title_rows = "1:1" if page.form else f"1:{KEYS}"
    _printed(sheet)


def _printed(sheet: Worksheet) -> None:
    """Across the width of a page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _width(column: Column, page: Page) -> int:
    if page.mark == "cases":
        return {"place": 52, "value": 70, "en": 70}.get(column.at[0] if column.at else "", 34)
    if column.at[:1] in (("title",), ("unit",)):
        return 24
    if column.at[:1] == ("notes",):
        return 70
    return 9 if column.at == ("code",) else _WIDTHS[column.kind]


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in its column; wide characters take two places."""
    wide = [sum(2 if east_asian_width(each) in "WFA" else 1 for each in line) for line in text.split("\n")]
    return sum(max(1, ceil(size / (width - 1))) for size in wide)


def _guide(sheet: Worksheet) -> None:
    sheet["A1"].value, sheet["A1"].font = GUIDE_MARK, _GREY
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].width = 8, 66, 66
    for line, texts in enumerate(GUIDE, 1):
        for place, text in enumerate(texts, 2):
            cell = sheet.cell(line, place, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=line == 1, size=14 if line == 1 else 11)
        sheet.row_dimensions[line].height = 17 * max(_lines(text, 64) for text in texts) + 6
    sheet.freeze_panes = "A2"
    _printed(sheet)


def _listed(sheet: Worksheet, lists: Mapping[str, list[str]]) -> None:
    """The ids behind the lists; its heading row is only for those who look."""
    for place, (name, ids) in enumerate(lists.items(), 1):
        sheet.cell(1, place, name if place > 1 else LISTS_MARK).font = _GREY
        sheet.column_dimensions[get_column_letter(place)].width = 30
        for line, id in enumerate(ids, 2):
            sheet.cell(line, place, id).number_format = "@"
