"""A workbook as somebody changes it: cells are named by worksheet, row and the key of their column."""

from collections.abc import Callable
from difflib import unified_diff
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from assessment.library.reading import files_of
from assessment.library.workbook.exchange import to_workbook
from assessment.model.numbers import plain
from assessment.model.scorecard import Scorecard
from tests.library.patching import SCORECARDS
from tests.odd_cards import text_of

Change = Callable[[Any], None]
SMALL = files_of(SCORECARDS / "small")
LAND = "征地拆迁"


def edited(change: Change, raw: bytes | None = None) -> bytes:
    """The workbook (of the small scorecard) after `change`, which is given the openpyxl workbook."""
    book = load_workbook(BytesIO(to_workbook(SMALL) if raw is None else raw))
    change(book)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def cell(page: Any, row: int, key: str) -> Any:
    return page.cell(row, next(head.column for head in page[4] if head.value == key))


def put(title: str, row: int, key: str, value: Any) -> Change:
    def change(book: Any) -> None:
        cell(book[title], row, key).value = value

    return change


def changed(files: dict[str, bytes], base: dict[str, bytes]) -> list[str]:
    """The lines that differ, with - and + before them."""
    lines = []
    for name in sorted({*files, *base}):
        old, new = (each.get(name, b"").decode().splitlines() for each in (base, files))
        lines += [
            line for line in unified_diff(old, new, n=0, lineterm="") if line[:1] in "+-" and line[:3] not in ("---", "+++")
        ]
    return lines


def files_of_card(card: Scorecard) -> dict[str, bytes]:
    """A generated scorecard as files."""
    data = _plain(card.model_dump(by_alias=True, exclude_defaults=True, exclude={"digest"}))
    sheets, measures = data.pop("sheets"), data.pop("measures", [])
    files = {f"sheets/{sheet['id']}.yaml": sheet for sheet in sheets}
    whole = {"scorecard.yaml": data, **files, "measures/all.yaml": {"measures": measures}}
    return {name: text_of(content).encode() for name, content in whole.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else plain(value)
