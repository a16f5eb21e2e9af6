"""One file as a model, with the place of everything in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from assessment.errors import Problem, Severity
from assessment.library.tree import Node, parse

Loc = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)
MAX_PROBLEMS = 100  # of one file and one kind of check: enough to work on, whatever the file holds
MAX_SHOWN = 300  # characters of one value in a sentence
NAMED = {("weight", "not-a-number"): "weight-not-a-number"}
CODES = {
    "string_pattern_mismatch": "id-malformed",
    "string_too_short": "text-empty",
    "string_too_long": "text-too-long",
    "string_type": "not-text",
    "literal_error": "not-one-of",
    "bool_parsing": "not-true-or-false",
    "bool_type": "not-true-or-false",
    "model_type": "not-a-mapping",
    "model_attributes_type": "not-a-mapping",
    "dict_type": "not-a-mapping",
    "tuple_type": "not-a-list",
    "list_type": "not-a-list",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file; `problem` puts a mistake at its place in it."""

    file: str
    root: Node | None

    @property
    def keys(self) -> set[str]:
        """The keys of the file's top level."""
        return set(self.root.keys) if self.root is not None else set()

    def place(self, loc: Loc) -> tuple[int, int]:
        """Line and column of a key (or list item); of the nearest thing around it where it is absent."""
        node = self.root
        if node is None:
            return 0, 0
        place = (node.line, node.column)
        for step in loc:
            if isinstance(node.value, dict) and str(step) in node.value:
                place = node.keys[str(step)]
                node = node.value[str(step)]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                place = (node.line, node.column)
            else:
                break
        return place

    def inside(self, loc: Loc) -> tuple[int, int]:
        """Where the content at `loc` starts: the place a missing key should have been."""
        node = self.root
        for step in loc:
            if node is not None and isinstance(node.value, dict):
                node = node.value.get(str(step))
            elif node is not None and isinstance(node.value, list) and isinstance(step, int):
                node = node.value[step]
        return (node.line, node.column) if node is not None else self.place(loc)

    def path(self, loc: Loc) -> str:
        """The place in ids: list items are named by their `id` where they have one."""
        parts: list[str] = []
        node = self.root
        for step in loc:
            name = str(step)
            if node is not None and isinstance(node.value, dict):
                node = node.value.get(name)
            elif node is not None and isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                names = node.value if isinstance(node.value, dict) else {}
                own = names.get("id") or names.get("measure") or names.get("figure")
                name = str(own.value) if own is not None else name
            parts.append(_short(name, MAX_SHOWN))
        return ".".join(parts)

    def problem(self, code: str, *loc: str | int, severity: Severity = "error", **values: Any) -> Problem:
        line, column = self.place(loc)
        shown = {key: _short(value, MAX_SHOWN) for key, value in values.items()}
        return Problem(code, self.file, line, column, self.path(loc), severity, shown)


def _short(value: Any, length: int) -> Any:
    return f"{value[:length]}…" if isinstance(value, str) and len(value) > length else value


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, or nothing."""
    return next(iter(get_close_matches(name[:MAX_SHOWN], known, 1)), "")


def bounded(problems: Iterable[Problem]) -> list[Problem]:
    """The first MAX_PROBLEMS errors and as many warnings, then one that says that there are more of them: too many
    warnings are a warning, and hide no error that comes after them."""
    kept: list[Problem] = []
    count = {"error": 0, "warning": 0}
    for problem in problems:
        count[problem.severity] += 1
        if count[problem.severity] <= MAX_PROBLEMS:
            kept.append(problem)
        elif count[problem.severity] == MAX_PROBLEMS + 1:
            limit = {"limit": MAX_PROBLEMS}
            kept.append(Problem("problems-too-many", problem.file, problem.line, problem.column, "", problem.severity, limit))
        if count["error"] > MAX_PROBLEMS:
            break
    return kept


def read(raw: bytes, file: str, model: type[M]) -> tuple[Document, M | None, list[Problem]]:
    """The file as `model`, or None with every problem that prevents it."""
    root, problems = parse(raw, file)
    document = Document(file, root)
    if root is None:
        return document, None, problems
    value, mistakes = typed(document, root.data(), model)
    return document, value, bounded([*problems, *mistakes])


def typed(document: Document, data: Any, model: type[M]) -> tuple[M | None, list[Problem]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, bounded(_problem(document, model, detail) for detail in details)


def _problem(document: Document, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    loc = tuple(step for step in detail["loc"] if step != "[key]")
    kind = detail["type"]
    ctx = detail.get("ctx", {})
    if kind == "not-an-integer" and isinstance(detail["input"], dict):
        loc += (ctx["now"],)  # a mapping by level with a key that is none
    key = next((step for step in reversed(loc) if isinstance(step, str)), "")
    values: dict[str, Any] = {"key": key, **ctx}
    if kind == "missing":
        code = "translation-missing" if key in ("zh", "en") else "key-missing"
        line, column = document.inside(loc[:-1])
        return Problem(code, document.file, line, column, document.path(loc), values=values)
    if kind == "extra_forbidden":
        allowed = _keys(model, loc[:-1])
        values["suggestion"] = closest(key, allowed)
        values["allowed"] = tuple(allowed)
        return document.problem("key-unknown", *loc, **values)
    if detail["input"] is None:
        return document.problem("value-missing", *loc, **values)
    if isinstance(detail["input"], (dict, list)):
        values["now"] = "{…}" if isinstance(detail["input"], dict) else "[…]"
    values.setdefault("now", str(detail["input"])[:60])
    values["allowed"] = tuple(re.findall("'([^']*)'", str(values.pop("expected", ""))))
    values.pop("error", None)
    code = "text-empty" if detail["input"] == "" else CODES.get(kind, kind)
    return document.problem(NAMED.get((key, code), code), *loc, **values)


def _keys(kind: Any, loc: Loc) -> list[str]:
    """The keys that may stand at `loc` of a model."""
    for step in loc:
        kind = _at(_bare(kind), step)
    kind = _bare(kind)
    return [field.alias or name for name, field in kind.model_fields.items()] if _is_model(kind) else []


def _at(kind: Any, step: str | int) -> Any:
    """The type one step inside: of a model's field, of a mapping's values, of a list's items."""
    if _is_model(kind):
        return next((field.annotation for name, field in kind.model_fields.items() if step == (field.alias or name)), None)
    inner = get_args(kind)
    return None if not inner else inner[-1] if get_origin(kind) is dict else inner[0]


def _bare(kind: Any) -> Any:
    """The type inside Optional and Annotated."""
    while get_origin(kind) in (Annotated, Union, UnionType):
        kind = next(inner for inner in get_args(kind) if inner is not type(None))
    return kind


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
