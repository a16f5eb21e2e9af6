"""One cell ↔ the text it stands for in YAML. What a spreadsheet makes of typed text is read back, or refused by cell."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assessment.library.workbook.layout import Kind
from assessment.library.workbook.package import Cell

EXACT_DIGITS = 15  # a longer number is no longer the one that was typed
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,14})?", re.ASCII)
_SIGNS = {"≥": "from", ">=": "from", "＞": "over", ">": "over", "＜": "below", "<": "below", "≤": "up_to", "<=": "up_to"}
_SHOWN = {"from": "≥", "over": ">", "below": "<", "up_to": "≤"}
_EDGE = re.compile(r"(≥|>=|≤|<=|>|<|＞|＜)\s*([^\s,，、]+)")
_LISTED = re.compile(r"[\s,，、;；]+")


class Number(str):
    """The text of a cell for numbers: a spreadsheet keeps the value, not how it was written (1 for 1.0)."""

    __slots__ = ()


class Unfit(Exception):
    """The cell cannot be taken; `code` says why."""

    def __init__(self, code: str, now: str) -> None:
        super().__init__(code)
        self.code, self.now = code, now


def text_of(cell: Cell, kind: Kind) -> str:
    """The text that a person sees in the cell. Raises Unfit: a percentage, a date among texts, more digits than Excel keeps."""
    value = cell.value
    if isinstance(value, bool):
        if kind != "flag":
            raise Unfit("cell-boolean", str(value).upper())
        return "true" if value else "false"
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        if kind != "word":
            raise Unfit("cell-date", value.isoformat())
        return value.isoformat()
    if isinstance(value, (int, float)):
        if "%" in cell.format:
            raise Unfit("cell-percent", f"{_plain(value * 100)}%")
        return _plain(value)
    if not isinstance(value, str):
        raise Unfit("cell-date", str(value))  # a time of day
    return value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _plain(value: int | float) -> str:
    """15 digits are what Excel shows; those beyond are noise of its arithmetic (0.30000000000000004)."""
    if not abs(value) < 10**EXACT_DIGITS:
        raise Unfit("cell-number-too-long", str(value)[:40])
    text = format(Decimal(f"{value:.{EXACT_DIGITS}g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_of(text: str, kind: Kind) -> Any:
    """What stands in YAML for the text of a cell."""
    if kind == "interval":
        edges = _EDGE.findall(text)
        if edges and not _EDGE.sub("", text).strip(" ,，、\n且"):
            return {_SIGNS[sign]: number for sign, number in edges}
    if kind == "ids":
        return [name for name in _LISTED.split(text) if name]
    return Number(text) if kind == "number" else text


def written(value: Any, kind: Kind) -> str | int | float | None:
    """What is put into the cell. A number stays a number while the spreadsheet can hold it exactly, else it is text."""
    if value is None:
        return None
    if isinstance(value, dict):
        return ", ".join(f"{_SHOWN[side]} {value[side]}" for side in _SHOWN if side in value) or str(value.get("answer", ""))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if kind == "number" and _NUMBER.fullmatch(text) and len(text.strip("-").replace(".", "")) <= EXACT_DIGITS:
        return float(text) if "." in text else int(text)
    return text
