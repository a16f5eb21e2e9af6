"""YAML text to a tree in which every scalar stays text and every key keeps its place.

The event stream is walked with bounds, so that hostile input is refused before it costs anything; no anchors,
aliases, merge keys or tags; duplicate keys are errors. All mistakes of a file are collected where parsing can go on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from assessment.errors import Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_NODES = 60_000
_EMPTY = {"", "~", "null"}


@dataclass(slots=True)
class Node:
    """A scalar (`value` is text or None), a list or a mapping, with its place in the file."""

    value: Any
    line: int
    column: int
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)

    def data(self) -> Any:
        """Plain text, lists and dicts, as the models take them."""
        if isinstance(self.value, dict):
            return {key: node.data() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.data() for node in self.value]
        return self.value


class Refused(Exception):
    """Reading cannot go on; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def parse(raw: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    """The tree of one YAML file and its problems; no tree when the text cannot be followed to its end."""
    try:
        text = decode(raw, file)
        builder = _Builder(yaml.parse(text, Loader=yaml.CBaseLoader), file)
        return builder.document(), builder.problems
    except Refused as refused:
        return None, [refused.problem]
    except yaml.YAMLError as error:
        return None, [_syntax(error, raw, file)]


def decode(raw: bytes, file: str) -> str:
    """UTF-8 text without control characters, of bounded size. Raises Refused."""
    if len(raw) > MAX_BYTES:
        raise Refused(Problem("file-too-large", file, values={"size": len(raw), "limit": MAX_BYTES}))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Refused(Problem("not-utf8", file, line, 1)) from None
    for number, character in enumerate(text):
        if (ord(character) < 32 and character not in "\n\r\t") or character in "\x7f\u2028\u2029":
            line = text.count("\n", 0, number) + 1
            column = number - text.rfind("\n", 0, number)
            raise Refused(Problem("control-character", file, line, column, values={"now": f"U+{ord(character):04X}"}))
    return text


def _syntax(error: yaml.YAMLError, raw: bytes, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    lines = raw.decode("utf-8-sig", "replace").split("\n")
    around = lines[max(0, line - 2) : line]
    code = "yaml-fullwidth-colon" if any("：" in row and ":" not in row for row in around) else "yaml-syntax"
    return Problem(code, file, line, column, values={"reason": str(getattr(error, "problem", None) or error)[:200]})


class _Builder:
    """Events to nodes, iteratively bounded in depth and number."""

    def __init__(self, events: Iterator[Any], file: str) -> None:
        self.events = events
        self.file = file
        self.problems: list[Problem] = []
        self.nodes = 0

    def document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise Refused(self._at(event, "yaml-several-documents"))
            elif isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent, yaml.AliasEvent)):
                root = self._node(event, 1)
        if root is None or root.value is None:
            self.problems.append(Problem("file-empty", self.file, 1, 1))
            return None
        return root

    def _node(self, event: Any, depth: int) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise Refused(self._at(event, "yaml-too-many", limit=MAX_NODES))
        if depth > MAX_DEPTH:
            raise Refused(self._at(event, "yaml-too-deep", limit=MAX_DEPTH))
        if isinstance(event, yaml.AliasEvent):
            raise Refused(self._at(event, "yaml-alias", name=event.anchor))
        if event.anchor is not None:
            raise Refused(self._at(event, "yaml-anchor", name=event.anchor))
        if event.tag is not None:
            raise Refused(self._at(event, "yaml-tag", name=event.tag))
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.ScalarEvent):
            empty = event.implicit[0] and event.value in _EMPTY
            return Node(None if empty else event.value, line, column)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self._items(depth), line, column)
        node = Node({}, line, column)
        self._pairs(node, depth)
        return node

    def _items(self, depth: int) -> list[Node]:
        items = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return items

    def _pairs(self, node: Node, depth: int) -> None:
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if isinstance(key.value, (dict, list)):
                raise Refused(self._at(event, "yaml-key-not-text"))
            name = str(key.value if key.value is not None else "")
            if name == "<<":
                raise Refused(self._at(event, "yaml-merge"))
            if name in node.keys:
                self.problems.append(self._at(event, "key-duplicate", key=name, first=node.keys[name][0]))
                continue
            node.value[name] = value
            node.keys[name] = (key.line, key.column)

    def _at(self, event: Any, code: str, **values: Any) -> Problem:
        return Problem(code, self.file, event.start_mark.line + 1, event.start_mark.column + 1, values=values)
