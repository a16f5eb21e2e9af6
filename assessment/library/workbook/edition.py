"""The YAML files of an edition as one tree that the worksheets can list, and back.

Three things are turned so that every table is alike: shared figures stand among those of the sheets, a row of the matrix
is keyed by its columns, and a worked example is a list of its values, each with its place.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from assessment.errors import Problem, ScorecardError
from assessment.library.document import Document, read
from assessment.library.reading import HEAD, Files
from assessment.library.workbook.layout import SEP, SHARED
from assessment.model.case import NONE, WorkedExample
from assessment.model.measure import MeasureFile
from assessment.model.scorecard import Indicator, ScorecardHead, Sheet

Loc = tuple[str | int, ...]
Places = Mapping[Loc, str]  # of values in the tree: the cell each came from
MODELS: dict[str, type[BaseModel]] = {"sheets": Sheet, "measures": MeasureFile, "cases": WorkedExample}
INDICATOR_KEYS = list(Indicator.model_fields)
HEAD_KEYS = [field.alias or name for name, field in ScorecardHead.model_fields.items()]
_ITEM = re.compile(r"\[([0-9]{1,4})\]")


def documents(files: Files, name: str) -> dict[str, Document]:
    """Every file, parsed. Raises ScorecardError when one cannot be read as what it should be."""
    found: dict[str, Document] = {}
    problems: list[Problem] = []
    if HEAD not in files:
        raise ScorecardError(Problem("scorecard-missing", f"{name}/{HEAD}", values={"name": name}))
    for file, raw in files.items():
        folder = file.partition("/")[0]
        if file == HEAD or folder in MODELS:
            document, _, wrong = read(raw, f"{name}/{file}", MODELS.get(folder, ScorecardHead))
            problems += [problem for problem in wrong if problem.severity == "error"]
            found[file] = document
    if problems:
        raise ScorecardError(*problems)
    return found


def tree_of(found: Mapping[str, Document]) -> dict[str, Any]:
    """`scorecard`, and `sheets`, `measures`, `cases` by file name."""
    data = {file: document.root.data() for file, document in found.items() if document.root is not None}
    head = data.pop(HEAD)
    tree: dict[str, Any] = {"scorecard": head, "sheets": {}, "measures": {}, "cases": {}}
    if head.get("figures"):
        tree["sheets"][SHARED] = {"figures": head["figures"]}
    if head.get("matrix"):
        head["matrix"] = {level: {str(n): band for n, band in enumerate(row, 1)} for level, row in head["matrix"].items()}
    for file, content in data.items():
        folder, _, rest = file.partition("/")
        name = rest.rpartition(".")[0]
        tree[folder][name] = list(_leaves(content, ())) if folder == "cases" else content
    return tree


def _leaves(content: Any, place: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    if isinstance(content, dict) and set(content) == {"zh", "en"}:
        yield {"place": SEP.join(place), "value": content["zh"], "en": content["en"]}
    elif content == []:
        yield {"place": SEP.join(place), "value": NONE}  # «answers: []» says something: that there are none
    elif isinstance(content, dict):
        for key, item in content.items():
            yield from _leaves(item, (*place, key))
    elif isinstance(content, list):
        for number, item in enumerate(content, 1):
            yield from _leaves(item, (*place, f"[{number}]"))
    elif content is not None:
        yield {"place": SEP.join(place), "value": content}


def files_of_tree(tree: Mapping[str, Any], places: Places) -> tuple[dict[str, Any], dict[tuple[str, Loc], str]]:
    """The content of each file, and the cell of each place in it."""
    head = dict(tree.get("scorecard", {}))
    matrix = head.get("matrix", {})
    if matrix:
        head["matrix"] = {level: list(row.values()) for level, row in matrix.items()}
    sheets = dict(tree.get("sheets", {}))
    if shared := sheets.pop(SHARED, {}).get("figures"):
        head["figures"] = shared
    files: dict[str, Any] = {HEAD: {key: head[key] for key in HEAD_KEYS if key in head}}
    files |= {f"sheets/{name}.yaml": _in_order(sheet) for name, sheet in sheets.items()}
    files |= {f"measures/{name}.yaml": content for name, content in tree.get("measures", {}).items()}
    examples = {name: _Example(rows) for name, rows in tree.get("cases", {}).items()}
    files |= {f"cases/{name}.yaml": example.content for name, example in examples.items()}
    cells: dict[tuple[str, Loc], str] = {}
    for (part, *rest), cell in places.items():
        if part == "scorecard":
            if len(rest) == 3 and rest[0] == "matrix":
                columns = list(matrix.get(rest[1], {}))
                rest[2] = columns.index(rest[2]) if rest[2] in columns else len(columns)
            cells.setdefault((HEAD, tuple(rest)), cell)
        elif part == "sheets" and rest[:1] == [SHARED]:
            cells.setdefault((HEAD, tuple(rest[1:])), cell)
        elif part == "cases" and len(rest) > 1:
            if rest[2:] not in (["value"], ["en"]):
                continue
            cells.setdefault((f"cases/{rest[0]}.yaml", examples[str(rest[0])].place(int(rest[1]), rest[2:])), cell)
        elif rest:
            cells.setdefault((f"{part}/{rest[0]}.yaml", tuple(rest[1:])), cell)
    return files, cells


class _Example:
    """The rows of a worked example as what they say, and where each row's value went. Items are numbered as they come."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.places: list[Loc] = []
        self.content: dict[str, Any] = {}
        ranks: dict[Loc, dict[str, int]] = {}
        for row in rows:
            steps: Loc = ()
            for step in re.split(r"\s*›\s*", str(row.get("place", ""))):
                known = ranks.setdefault(steps, {})
                steps += (known.setdefault(step, len(known)) if _ITEM.fullmatch(step) else step,)
            self.places.append(steps)
            value = {"zh": row["value"], "en": row["en"]} if {"value", "en"} <= set(row) else row.get("value", row.get("en"))
            put(self.content, steps, value)

    def place(self, number: int, rest: list[str | int]) -> Loc:
        steps = self.places[number] if number < len(self.places) else ()
        return (*steps, "en") if rest == ["en"] else steps


def _in_order(sheet: dict[str, Any]) -> dict[str, Any]:
    """With the keys of indicators as the format has them; in the worksheet what is looked for first stands first."""
    indicators = [
        {key: indicator[key] for key in INDICATOR_KEYS if key in indicator} for indicator in sheet.get("indicators", ())
    ]
    return {**sheet, "indicators": indicators} if indicators else sheet


def put(content: Any, loc: Loc, value: Any) -> None:
    """Set the value at `loc`; what is on the way comes into being. Where text stands in the way, it goes."""
    for step, after in zip(loc, (*loc[1:], None), strict=True):
        empty: Any = value if after is None else [] if isinstance(after, int) else {}
        if isinstance(step, int):
            if not isinstance(content, list):
                return
            if step >= len(content):
                content.append(empty)
            content = content[step]
        else:
            if not isinstance(content, dict):
                return
            if after is None or not isinstance(content.get(step), type(empty)):
                content[step] = empty
            content = content[step]
