"""One file as a model, with the place of everything in it."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from assessment.errors import Problem, Severity
from assessment.library.tree import Node, parse

Loc = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)
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
                own = node.value.get("id") or node.value.get("measure") if isinstance(node.value, dict) else None
                name = str(own.value) if own is not None else name
            parts.append(name)
        return ".".join(parts)

    def problem(self, code: str, *loc: str | int, severity: Severity = "error", **values: Any) -> Problem:
        line, column = self.place(loc)
        return Problem(code, self.file, line, column, self.path(loc), severity, values)


def read(raw: bytes, file: str, model: type[M]) -> tuple[Document, M | None, list[Problem]]:
    """The file as `model`, or None with every problem that prevents it."""
    root, problems = parse(raw, file)
    document = Document(file, root)
    if root is None:
        return document, None, problems
    value, mistakes = typed(document, root.data(), model)
    return document, value, problems + mistakes


def typed(document: Document, data: Any, model: type[M]) -> tuple[M | None, list[Problem]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [_problem(document, model, detail) for detail in error.errors(include_url=False)]


def _problem(document: Document, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    loc = tuple(step for step in detail["loc"] if step != "[key]")
    kind = detail["type"]
    key = str(loc[-1]) if loc else ""
    values: dict[str, Any] = {"key": key, **detail.get("ctx", {})}
    if kind == "missing":
        code = "translation-missing" if key in ("zh", "en") else "key-missing"
        line, column = document.inside(loc[:-1])
        return Problem(code, document.file, line, column, document.path(loc), values=values)
    if kind == "extra_forbidden":
        allowed = _keys(model, loc[:-1])
        close = get_close_matches(key, allowed, 1)
        values["suggestion"] = close[0] if close else ""
        values["allowed"] = "、".join(allowed)
        return document.problem("key-unknown", *loc, **values)
    if detail["input"] is None:
        return document.problem("value-missing", *loc, **values)
    values.setdefault("now", str(detail["input"])[:60])
    values["allowed"] = str(values.pop("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
    values.pop("error", None)
    code = CODES.get(kind, kind)
    return document.problem(NAMED.get((key, code), code), *loc, **values)


def _keys(model: Any, loc: Loc) -> list[str]:
    """The keys that may stand at `loc` of a model."""
    for step in loc:
        if isinstance(step, str) and isinstance(model, type) and issubclass(model, BaseModel):
            names = {field.alias or name: field for name, field in model.model_fields.items()}
            if step not in names:
                return []
            model = _inner(names[step].annotation)
    if isinstance(model, type) and issubclass(model, BaseModel):
        return [field.alias or name for name, field in model.model_fields.items()]
    return []


def _inner(annotation: Any) -> Any:
    """The model inside Optional, tuple[…, ...], dict[…, …] or Annotated."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner(argument)
        if found is not None:
            return found
    return None
