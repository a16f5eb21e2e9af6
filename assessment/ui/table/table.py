"""A real <table> as one component: sorting, searching, paging and folding happen in the browser without a run of the page."""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from assessment import i18n
from assessment.ui.table.model import Column, Event, Row

HERE = Path(__file__).parent
PARTS = (HERE.parent / "rating_sheet/web/dom.js", HERE / "order.js", HERE / "cells.js", HERE / "table.js")
Sort = tuple[str, Literal["asc", "desc"]]


@cache
def script() -> str:
    """The parts joined into one module: a component is given as one text."""
    return "\n".join(part.read_text("utf-8") for part in PARTS)


class _Arrived(threading.local):
    """Whose event this run brings: Streamlit runs callbacks and then the page in one thread of its own."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.acted: dict[str, int] = {}  # the number of the last event of each table


_arrived = _Arrived()
_mount = st.components.v2.component("assessment_table", js=script(), css=(HERE / "table.css").read_text("utf-8"))


def table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    key: str,
    lang: str,
    search: bool = False,
    page: int = 100,
    sort: Sort | None = None,
    height: int | None = None,
    sticky_header: bool = True,
    caption: str | None = None,
    empty: str | None = None,
) -> Event | None:
    """Draw the table; the event is what the person did since the last run, None on any other run.

    `height` (px) makes the table scroll in itself; `empty` is the sentence shown without rows. Act on the event in one
    service function and rerun, before any other call of Streamlit: quick clicks wait in the browser, each for the run of
    the one before. What still waits when the person leaves the page is dropped. A page with a bar of its own on top gives
    its height as CSS variable --table-top, below which the header stays.
    """
    data = payload(columns, rows, lang, search, page, sort, height, sticky_header, caption, empty)
    # The stamp makes equal data reach the browser too; `got` and `acted` let it send the next event.
    run = {"key": key, "run": time.monotonic_ns(), "got": key in _arrived.keys, "acted": _arrived.acted.get(key)}
    _arrived.keys.discard(key)
    sent = _mount(key=key, data=data | run, on_event_change=partial(_note, key)).event
    if not sent:
        return None
    event = dict(sent)
    _arrived.acted[key] = event.pop("number", None)
    return Event(**event)


def _note(key: str) -> None:
    _arrived.keys.add(key)


def payload(
    columns: Sequence[Column],
    rows: Sequence[Row],
    lang: str,
    search: bool = False,
    page: int = 100,
    sort: Sort | None = None,
    height: int | None = None,
    sticky_header: bool = True,
    caption: str | None = None,
    empty: str | None = None,
) -> dict[str, Any]:
    """The component's data as JSON-ready values. Two rows with one key are a mistake of the page: ValueError."""
    keys = [row.key for row in rows]
    if len(set(keys)) != len(keys):
        raise ValueError(f"row keys are not unique: {sorted(key for key in set(keys) if keys.count(key) > 1)[:5]}")
    return {
        "lang": lang,
        "words": words(lang, empty),
        "columns": [_bare(column) for column in columns],
        "rows": [_bare(row) for row in rows],
        "search": search,
        "page": page,
        "sort": list(sort) if sort else None,
        "height": height,
        "sticky": sticky_header,
        "caption": caption or "",
    }


def words(lang: str, empty: str | None = None) -> dict[str, str]:
    _ = i18n.translator(lang)
    return {
        "search": _("在表中查找"),
        "clear": _("清除查找"),
        "found": _("{found} / {total} 行"),
        "none": _("没有含“{query}”的行"),
        "empty": empty if empty is not None else _("还没有内容"),
        "previous": _("上一页"),
        "next": _("下一页"),
        "page": _("第 {first}–{last} 行，共 {total} 行"),
        "detail": _("详情"),
        "then": _("之后"),
        "choose": _("选择"),
    }


def _bare(value: Any) -> Any:
    """A value as JSON: what equals its default is left out, so that a thousand rows stay small."""
    if is_dataclass(value) and not isinstance(value, type):
        given = ((each, getattr(value, each.name)) for each in fields(value))
        return {each.name: _bare(now) for each, now in given if now != each.default}
    if isinstance(value, (Fraction, Decimal)):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _bare(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_bare(each) for each in value]
    return value
