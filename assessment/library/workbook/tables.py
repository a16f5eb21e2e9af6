"""The cells of a worksheet → the items of its table, each value with its cell."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from assessment.errors import Problem
from assessment.library.workbook.cells import Unfit, text_of, value_of
from assessment.library.workbook.edition import Loc, put
from assessment.library.workbook.layout import BY, SEP, Column, Key, Many, Page, fits, keyed
from assessment.library.workbook.package import Grid

FAR = 1 << 30  # behind every row
KEYS, FIRST = 4, 5  # the row of the keys and the first one of content; of a form: the columns
MARK = (1, 1)  # the cell that says what the worksheet is


@dataclass(slots=True)
class Found:
    """What has been read so far: the tree of the edition, the cell of every place in it, and what is wrong."""

    file: str
    tree: dict[str, Any] = field(default_factory=dict)
    places: dict[Loc, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, code: str, where: str, **values: Any) -> None:
        self.problems.append(Problem(code, self.file, path=where, values=values))


@dataclass(frozen=True, slots=True)
class _Table:
    """A worksheet with its headings understood: the text of each row by heading."""

    grid: Grid
    columns: dict[Key, int]
    rows: dict[int, dict[Key, str]]

    def ref(self, row: int, key: Key) -> str:
        return self.grid.ref(row, self.columns.get(key, 1))


def read_page(page: Page, grid: Grid, found: Found) -> None:
    """The worksheet's items into `found`. Without sound headings nothing below them is read."""
    grid = grid.turn() if page.form else grid
    columns = _headings(page, grid, found)
    if columns is None:
        return
    kinds = dict(keyed(page.table))
    named = {number: (key, _column(key, kinds)) for key, number in columns.items()}
    rows: dict[int, dict[Key, str]] = {}
    for (row, number), cell in sorted(grid.cells.items()):
        if row < FIRST or number not in named or cell.kind in "fe":
            continue
        key, column = named[number]
        try:
            text = text_of(cell, column.kind)
        except Unfit as unfit:
            found.wrong(unfit.code, grid.ref(row, number), now=unfit.now)
            text = ""
        if text:
            rows.setdefault(row, {})[key] = text
    _Reader(_Table(grid, columns, rows), found).items(page.table, (), (), sorted(rows))


def _column(key: Key, kinds: dict[Key, Column]) -> Column:
    return kinds[key] if key in kinds else next(column for template, column in kinds.items() if fits(key, template))


def _headings(page: Page, grid: Grid, found: Found) -> dict[Key, int] | None:
    """Where each column stands; None when one is missing, unknown, there twice or out of place, or content has no heading."""
    templates = [key for key, _ in keyed(page.table)]
    columns: dict[Key, int] = {}
    before = len(found.problems)
    ranks: list[int] = []
    first = 2 if page.form else 1  # the first row of a form says what its columns are
    for number in sorted({column for row, column in grid.cells if row >= KEYS and column >= first}):
        where, cell = grid.ref(KEYS, number), grid.cells.get((KEYS, number))
        key = tuple(step.strip() for step in str(cell.value).split(SEP.strip())) if cell is not None else ()
        rank = next((n for n, t in enumerate(templates) if t == key), None)
        rank = next((n for n, t in enumerate(templates) if fits(key, t)), None) if rank is None else rank
        if rank is None:
            held = next(row for row, column in sorted(grid.cells) if column == number and row >= KEYS)
            found.wrong("column-unknown", grid.ref(held, number), now=SEP.join(key)[:80] or "—")
        elif key in columns:
            found.wrong("column-twice", where, now=SEP.join(key), first=grid.ref(KEYS, columns[key]))
        else:
            if ranks and templates[rank][0] != templates[ranks[-1]][0] and rank < max(ranks):
                found.wrong("column-moved", where, now=SEP.join(key))
            ranks.append(rank)
            columns[key] = number
    numbers = sorted(columns.values())
    gaps = [after - 1 for before_, after in pairwise(numbers) if after - before_ > 1]
    if gaps and len(found.problems) == before:
        found.wrong("column-gap", grid.ref(KEYS, gaps[0]))
    for template in templates:
        if BY not in template and template not in columns:
            found.wrong("column-missing", grid.ref(*MARK), now=SEP.join(template))
    return columns if len(found.problems) == before else None


class _Reader:
    """One table, from the outer items to those they hold."""

    def __init__(self, table: _Table, found: Found) -> None:
        self.table, self.found = table, found

    def items(self, many: Many, base: Loc, before: Key, rows: Sequence[int]) -> None:
        """The items of `many` that stand in `rows`; `before` is how its headings begin."""
        by_key = (*before, *(many.by.at or ("*by",))) if many.by else None
        own = {key for key in self.table.columns for column in many.own if self._belongs(key, before, column)}
        starts = list(rows[:1]) if many.single and by_key is None else [r for r in rows if own & set(self.table.rows[r])]
        self._strays(many, before, [row for row in rows if not starts or row < starts[0]])
        counts: dict[Loc, int] = {}
        by = ""
        for start, end in zip(starts, [*starts[1:], FAR], strict=False):
            if by_key is not None:
                by = self.table.rows[start].get(by_key, by)
                if not by:
                    self.found.wrong("cell-empty", self.table.ref(start, by_key))
                    continue
            at: Loc = (*base, *(by if step == BY else step for step in many.at))
            number = counts.get(at, 0)
            counts[at] = number + 1
            if many.single and by_key is not None and number:
                self.found.wrong("row-twice", self.table.ref(start, by_key), now=by[:80])
                continue
            span = [row for row in rows if start <= row < end]
            self._item(many, at if many.single else (*at, number), before, span)

    def _item(self, many: Many, loc: Loc, before: Key, span: Sequence[int]) -> None:
        start, texts = span[0], self.table.rows[span[0]]
        places, table = self.found.places, self.table
        put(self.found.tree, loc, {})
        if not many.single:  # of the list itself: where its weights stand, else where it begins
            head = (*before, "weight")
            places.setdefault(loc[:-1], table.ref(start, head if head in table.columns else next(iter(table.columns))))
        for column in many.own:
            for key in [key for key in table.columns if self._belongs(key, before, column)]:
                where = table.ref(start, key)
                if column is many.by and not column.at:
                    places.setdefault(loc[:-1] if not many.single else loc, where)
                    continue
                at = (*loc, *key[len(before) :])
                places.setdefault(loc, where)
                for size in range(len(loc) + 1, len(at) + 1):
                    places.setdefault(at[:size], where)
                if key in texts:
                    put(self.found.tree, at, value_of(texts[key], column.kind))
        for part in many.parts:
            head = (*before, part.at[0])
            first = next((key for key in table.columns if key[: len(head)] == head), None)
            if first is not None:
                places.setdefault((*loc, part.at[0]), table.ref(start, first))
            self.items(part, loc, head, span)

    def _belongs(self, key: Key, before: Key, column: Column) -> bool:
        own = key[len(before) :]
        if key[: len(before)] != before:
            return False
        if not column.at:
            return own == ("*by",)
        return own[:1] != ("*by",) and fits(own, column.at)

    def _strays(self, many: Many, before: Key, rows: Sequence[int]) -> None:
        """Content above the first item that it could belong to."""
        for row in rows:
            for key in sorted(self.table.rows[row], key=self.table.columns.__getitem__):
                parts = [(*before, part.at[0]) for part in many.parts]
                if any(key[: len(part)] == part for part in parts):
                    self.found.wrong("cell-stray", self.table.ref(row, key))
                    break
