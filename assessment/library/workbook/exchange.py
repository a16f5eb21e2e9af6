"""A scorecard as a workbook, and a workbook as the files of a scorecard with every problem at its cell."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from assessment.errors import Problem, ScorecardError
from assessment.library.document import Document
from assessment.library.reading import Files, open_files
from assessment.library.tree import parse
from assessment.library.workbook.edition import Loc, documents, files_of_tree, tree_of
from assessment.library.workbook.layout import FIXED, INDICATORS, SEP, indicators
from assessment.library.workbook.package import Grid, grids
from assessment.library.workbook.rewriting import bare, fresh, rewritten, settled
from assessment.library.workbook.tables import MARK, Found, read_page
from assessment.library.workbook.writing import GUIDE_MARK, LISTS_MARK, workbook

Cells = Mapping[tuple[str, Loc], str]
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)
_ANY_NAME = re.compile(r"[^/\\\0]{1,80}")  # of a worked example


def to_workbook(files: Files, name: str = "") -> bytes:
    """The edition as .xlsx. Raises ScorecardError when a file cannot be read as what it should be."""
    return workbook(tree_of(documents(files, name)))


def from_workbook(raw: bytes, file: str, base: Files | None = None) -> tuple[dict[str, bytes], list[Problem]]:
    """The files and what is wrong with them, by cell; no files when the workbook itself cannot be followed.

    Over `base` only what differs is written anew. Raises ScorecardError when a file of `base` cannot be read.
    """
    held = dict(base or {})
    known = documents(held, "") if held else {}
    found = Found(file)
    pages, found.problems = grids(raw, file)
    if found.problems:
        return {}, found.problems
    _read(pages, found)
    if found.problems:
        return {}, found.problems
    contents, cells = files_of_tree(found.tree, found.places)
    names = {_without_suffix(name): name for name in held}
    written: dict[str, bytes] = {}
    for path, content in contents.items():
        name = names.get(_without_suffix(path), path)
        written[name] = rewritten(held[name], content) if name in held else fresh(content)
        found.problems += _unequal(written[name], content, file, name)
    for name, document in known.items():  # a file that holds nothing has no rows
        if name not in written and document.root is not None and not bare(document.root.data()):
            written[name] = held[name]
    if found.problems:
        return {}, found.problems
    renamed = {(names.get(_without_suffix(path), path), loc): cell for (path, loc), cell in cells.items()}
    opened = open_files(written, "")
    return written, list(_by_cell(opened.problems, written, renamed, file))


def files_from_workbook(name: str, raw: bytes, base: Files | None = None) -> dict[str, bytes]:
    """As `from_workbook`. Raises ScorecardError with every error but worked examples that no longer hold: whoever
    tries a change wants to see what it does before they are derived anew."""
    files, problems = from_workbook(raw, name, base)
    if errors := lasting(problems):
        raise ScorecardError(*errors)
    return files


def lasting(problems: Iterable[Problem]) -> list[Problem]:
    """The errors that forbid writing the files."""
    return [problem for problem in problems if problem.severity == "error" and problem.code != "example-fails"]


def _read(pages: list[Grid], found: Found) -> None:
    """Every worksheet by the mark in its corner, whatever its name."""
    marks: dict[str, Grid] = {}
    for grid in pages:
        mark = str(grid.cells[MARK].value).strip() if MARK in grid.cells else ""
        if not grid.cells or mark in (GUIDE_MARK, LISTS_MARK):
            continue
        mark = SEP.join(step.strip() for step in mark.split(SEP.strip()))
        if mark in marks:
            found.wrong("worksheet-twice", grid.ref(*MARK), sheet=grid.title, first=marks[mark].title)
        elif mark in FIXED or _sheet_of(mark):
            marks[mark] = grid
        else:
            found.wrong("worksheet-unknown", grid.ref(*MARK), sheet=grid.title, now=mark[:80] or "—")
    for mark, page in FIXED.items():
        if mark in marks:
            read_page(page, marks[mark], found)
        else:
            found.wrong("worksheet-missing", "", sheet=f"{page.zh} {page.en}", now=mark)
    listed = found.tree.get("sheets", {})
    for mark, grid in marks.items():
        if name := _sheet_of(mark):
            read_page(indicators(name, grid.title, grid.title), grid, found)
    for name in listed:
        if "id" in listed[name] and f"{INDICATORS}{SEP}{name}" not in marks and "sheet-list" in marks:
            found.wrong("worksheet-missing", found.places.get(("sheets", name), ""), sheet=name, now=f"{INDICATORS}{SEP}{name}")
    for part, shape in (("sheets", _FILE), ("measures", _FILE), ("cases", _ANY_NAME)):
        for name in found.tree.get(part, {}):
            if not shape.fullmatch(name) and not (part == "sheets" and "id" not in found.tree[part][name]):
                where = next((cell for loc, cell in found.places.items() if loc[:2] == (part, name)), "")
                found.wrong("id-malformed", where, now=name[:60])


def _sheet_of(mark: str) -> str:
    part, _, name = mark.partition(SEP)
    return name if part == INDICATORS and _FILE.fullmatch(name) else ""


def _without_suffix(path: str) -> str:
    return path.rpartition(".")[0]


def _unequal(raw: bytes, content: Any, file: str, name: str) -> Iterator[Problem]:
    """What was written must read as what the workbook says."""
    root, problems = parse(raw, name)
    read = root.data() if root is not None else None
    if not content and read is None:
        return
    if problems or bare(read) != bare(settled(read, content)):
        yield Problem("rewrite-differs", file, values={"now": name})


def _by_cell(problems: Iterable[Problem], files: Files, cells: Cells, file: str) -> Iterator[Problem]:
    """Each problem of a YAML file at the cell that its value came from."""
    finders: dict[str, _Finder] = {}
    for problem in problems:
        name = problem.file.removeprefix("/")
        if name not in finders:
            finders[name] = _Finder(files.get(name, b""), {loc: cell for (path, loc), cell in cells.items() if path == name})
        yield replace(problem, file=file, line=0, column=0, path=finders[name].cell(problem))


class _Finder:
    """The cells of one file by what a problem says of its place: the path in ids, then line and column."""

    def __init__(self, raw: bytes, cells: Mapping[Loc, str]) -> None:
        self.document = Document("", parse(raw, "")[0])
        self.cells = cells
        self.by_path: dict[str, list[Loc]] = {}
        for loc in cells:
            self.by_path.setdefault(self.document.path(loc), []).append(loc)

    def cell(self, problem: Problem) -> str:
        path = problem.path
        while path:
            if locs := self.by_path.get(path):
                at = [loc for loc in locs if self.document.place(loc) == (problem.line, problem.column)]
                return self.cells[(at or locs)[0]]
            path = path.rpartition(".")[0]
        return next(iter(self.cells.values()), "")
