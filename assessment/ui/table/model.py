"""What a table shows: columns, rows and the few things a cell can hold. Plain frozen values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

Tone = Literal["plain", "good", "middle", "bad", "class-1", "class-2", "class-3", "class-4", "class-5"]
RowTone = Literal["none", "group", "chosen", "missing", "fired", "muted", "total"]
Sortable = int | float | Decimal | Fraction | str | date | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is any CSS length ("96px", "12em"). `hide_on_narrow`: its cells move into the row's detail on a phone."""

    id: str
    title: str
    align: Literal["left", "right", "center"] = "left"
    width: str | None = None
    sortable: bool = True
    hide_on_narrow: bool = False


@dataclass(frozen=True, slots=True)
class Badge:
    """Glyph, word and tone together, so that colour is never the only sign. `dashed`: expected or provisional.

    `then` draws «初始 → 剩余». The `class-n` tones are 微小 … 重大: a small filled square before the word.
    """

    glyph: str = ""
    word: str = ""
    tone: Tone = "plain"
    dashed: bool = False
    then: "Badge | None" = None


@dataclass(frozen=True, slots=True)
class Button:
    action: str
    label: str
    primary: bool = False
    disabled: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Select:
    options: Sequence[tuple[str, str]]
    value: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; what is given is drawn in this order: checkbox, badge, text or link, tag, glyphs, bar, select, buttons, sub.

    `sort` is what the column sorts by when the text is not it (a Fraction, a date).
    `link` is an action; with `href` (an address within the application) it also opens in a new tab.
    """

    text: str = ""
    sub: str = ""
    strong: bool = False
    sort: Sortable = None
    badge: Badge | None = None
    bar: float | Fraction | None = None
    tag: str = ""
    buttons: Sequence[Button] = ()
    check: bool | None = None
    check_label: str = ""
    select: Select | None = None
    link: str | None = None
    href: str = ""
    glyphs: Sequence[Badge] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """`key` is the row for good: open details, focus and ticks follow it. `detail` unfolds below the row.

    A `group` row heads those below it: they sort and are searched within it, and a column it has no cell for is joined
    to the cell before. A `total` row stays last.
    """

    key: str
    cells: Mapping[str, Cell | str]
    detail: Sequence[tuple[str, str]] = ()
    tone: RowTone = "none"
    detail_actions: Sequence[Button] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing the person did: a button's or link's action, "check" (value: bool) or "select" (value: the option)."""

    action: str
    row: str
    value: Any = None
    column: str = ""
