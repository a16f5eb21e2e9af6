"""YAML text to a tree in which every scalar stays text and every key keeps its place.

The event stream is walked with bounds, so that hostile input is refused before it costs anything; no anchors,
aliases, merge keys or tags; duplicate keys are errors. All mistakes of a file are collected where parsing can go on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assessment.errors import Problem
from assessment.model.base import UNSEEN

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_NODES = 60_000
MAX_KEY = 200  # every mistake below a key repeats it in its place
_EMPTY = {"", "~", "null"}
_KEY_WITH_FULLWIDTH_COLON = re.compile(r"[ ]*(?:- +)*[A-Za-z0-9_-]+：")
_DIRECTIVE = re.compile(r"^%[A-Z]{1,20}", re.MULTILINE)
_OPENED = ("quoted scalar", "flow mapping", "flow sequence")
_LEFT_OPEN = ("did not find expected", "found unexpected")


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


class Unread(bytes):
    """Stands for the content of a file that cannot be read, and says why."""

    reason: str

    @classmethod
    def because(cls, reason: str) -> "Unread":
        content = cls(f"\0{reason}".encode())
        content.reason = reason
        return content


def content_of(path: Path) -> bytes:
    """The bytes of a file; of one that is too large, just enough to refuse it. A pipe or device is never waited for."""
    try:
        if path.exists() and not path.is_file():
            return Unread.because("not a file")
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        return Unread.because(error.strerror or "")


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
    if isinstance(raw, Unread):
        raise Refused(Problem("file-unreadable", file, values={"reason": raw.reason}))
    if len(raw) > MAX_BYTES:
        raise Refused(Problem("file-too-large", file, values={"size": len(raw), "limit": MAX_BYTES}))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Refused(Problem("not-utf8", file, line, 1)) from None
    if unseen := UNSEEN.search(text):
        number = unseen.start()
        line, column = text.count("\n", 0, number) + 1, number - text.rfind("\n", 0, number)
        raise Refused(Problem("control-character", file, line, column, values={"now": f"U+{ord(unseen.group()):04X}"}))
    if directive := _DIRECTIVE.search(text):  # libyaml takes quadratic time over many of them
        line = text.count("\n", 0, directive.start()) + 1
        raise Refused(Problem("yaml-tag", file, line, 1, values={"name": directive.group()}))
    return text


def _syntax(error: yaml.YAMLError, raw: bytes, file: str) -> Problem:
    """A bracket or quotation mark left open is noticed late: its place is where it was opened."""
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    lines = raw.decode("utf-8-sig", "replace").split("\n")
    for number in (line - 1, line):
        if 0 < number <= len(lines) and (key := _KEY_WITH_FULLWIDTH_COLON.match(lines[number - 1])):
            return Problem("yaml-fullwidth-colon", file, number, key.end())
    reason = str(getattr(error, "problem", None) or error)[:200]
    opened = getattr(error, "context_mark", None)
    if opened and str(getattr(error, "context", "")).endswith(_OPENED) and reason.startswith(_LEFT_OPEN):
        line, column = opened.line + 1, opened.column + 1
    return Problem("yaml-syntax", file, line, column, values={"reason": reason})


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
            name = str(event.value)  # as it is written: also null and ~
            if value.value is None and (wide := _KEY_WITH_FULLWIDTH_COLON.match(name)):  # {zh：…}: all of it is a key to YAML
                self.problems.append(Problem("yaml-fullwidth-colon", self.file, key.line, key.column + wide.end() - 1))
                name, _, rest = name.partition("：")
                value = Node(rest or None, key.line, key.column)
            if name == "<<":
                raise Refused(self._at(event, "yaml-merge"))
            if len(name) > MAX_KEY:
                raise Refused(self._at(event, "text-too-long", key=f"{name[:20]}…", max_length=MAX_KEY))
            if name in node.keys:
                self.problems.append(self._at(event, "key-duplicate", key=name, first=node.keys[name][0]))
                continue
            node.value[name] = value
            node.keys[name] = (key.line, key.column)

    def _at(self, event: Any, code: str, **values: Any) -> Problem:
        return Problem(code, self.file, event.start_mark.line + 1, event.start_mark.column + 1, values=values)
