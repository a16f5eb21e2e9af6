"""New content into an existing YAML file: only what changed changes; comments, order and style stay.

The places of the old nodes say what to replace. Where a change cannot be made line by line (another order of items, a
key more in `{…}`), the smallest collection around it is written anew.
"""

import json
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import yaml

from assessment.library.workbook.cells import Number
from assessment.model.numbers import parse_exact

Edit = tuple[int, int, str]
WIDTH = 110  # up to here a small collection is written on one line
_NAMES = ("id", "measure", "figure", "indicator")
_EMPTY = ("", "~", "null")
_SIMPLE = re.compile(r"\w[\w./（）、，。；《》“”%-]*(?: \w[\w./（）、，。；《》“”%-]*)*")
_INDICATORS = "-?:,[]{}#&*!|>'\"%@`"  # with which YAML begins something else
_ITEM = re.compile(r" *- +")


def fresh(content: Any) -> bytes:
    """A new file."""
    return (_block(content, 0) + "\n").encode()


def rewritten(raw: bytes, content: Any) -> bytes:
    """The file with new content. What reads the same as before stays as it is written."""
    text = raw.decode("utf-8-sig")
    root = yaml.compose(text, Loader=yaml.CBaseLoader)
    if root is None or bare(_plain(root)) in (None, {}, []):
        return fresh(content)
    edits = sorted(_Rewriter(text).edits(root, settled(_plain(root), content)), reverse=True)
    for start, end, new in edits:
        text = text[:start] + new + text[end:]
    return text.encode()


def bare(content: Any) -> Any:
    """Content without what is empty, and without spaces around texts: two files with the same one say the same."""
    if isinstance(content, dict):
        kept = {key: bare(item) for key, item in content.items()}
        return {key: item for key, item in kept.items() if item not in (None, {}, [])}
    if isinstance(content, list):
        return [bare(item) for item in content]
    return content.replace("\r\n", "\n").strip() if isinstance(content, str) else content


def settled(old: Any, new: Any) -> Any:
    """`new`, with what says the same as in `old` written as there: 1.0 for the 1 of a spreadsheet."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {key: settled(old.get(key), item) for key, item in new.items()}
    if isinstance(old, list) and isinstance(new, list):
        by_name = {_name(item): item for item in old if _name(item)}
        return [settled(by_name.get(_name(item), old[n] if n < len(old) else None), item) for n, item in enumerate(new)]
    if isinstance(new, Number) and isinstance(old, str) and _exact(old) == _exact(new):
        return old
    return old if bare(old) == bare(new) and old not in (None, {}, []) else new


def _exact(text: str) -> Fraction | None:
    try:
        return parse_exact(str(text))
    except ValueError:  # what pydantic's errors are
        return None


def _plain(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return None if not node.style and node.value in _EMPTY else node.value


def _name(item: Any) -> str:
    """What an item of a list is known by."""
    return next((str(item[key]) for key in _NAMES if item.get(key)), "") if isinstance(item, dict) else json.dumps(bare(item))


class _Rewriter:
    def __init__(self, text: str) -> None:
        self.text = text

    def edits(self, node: Any, new: Any) -> Iterator[Edit]:
        old = _plain(node)
        if bare(old) == bare(new):
            return
        if isinstance(node, yaml.MappingNode) and isinstance(new, dict) and new:
            yield from self._mapping(node, new)
        elif isinstance(node, yaml.SequenceNode) and isinstance(new, list) and new:
            yield from self._sequence(node, new)
        else:
            yield self._whole(node, new)

    def _mapping(self, node: Any, new: dict[str, Any]) -> Iterator[Edit]:
        old = {key.value: (key, value) for key, value in node.value}
        gone = [key for key in old if key not in new and _plain(old[key][1]) not in (None, {}, [])]
        more = [key for key in new if key not in old and new[key] not in (None, {}, [])]
        first = self._before(node.value[0][0].start_mark) if node.value else ""
        starts_a_line = not first.strip() or (first.strip() == "-" and node.value[0][0].value not in gone)
        if (gone or more) and (node.flow_style or not starts_a_line or not set(old) - set(gone)):
            yield self._whole(node, {key: new[key] for key in [*(k for k in old if k in new), *more]})
            return
        for key in gone:
            yield self._without(old[key][0].start_mark, old[key][1])
        for key in old:
            if key in new:
                yield from self.edits(old[key][1], new[key])
        names = list(new)
        for key in reversed(more):  # those with one place keep their order: the last edit stands first
            before = next((name for name in reversed(names[: names.index(key)]) if name in old and name not in gone), None)
            before = before or next(name for name in old if name not in gone)
            yield self._after(old[before][1], _pair(key, new[key], node.start_mark.column), node.start_mark.column)

    def _sequence(self, node: Any, new: list[Any]) -> Iterator[Edit]:
        names = [_name(_plain(item)) for item in node.value]
        wanted = [_name(item) for item in new]
        kept = [name for name in wanted if name in names]
        prefixes = [self._before(item.start_mark) for item in node.value]
        lines = not node.flow_style and all(_ITEM.fullmatch(prefix) for prefix in prefixes)
        one_to_one = len(names) == len(wanted) and not (set(names) & set(wanted) and kept != [n for n in names if n in wanted])
        if one_to_one:  # the same items, or some under another name at their place
            for item, data in zip(node.value, new, strict=True):
                yield from self.edits(item, data)
            return
        unique = len(set(names)) == len(names) and len(set(wanted)) == len(wanted)
        if not lines or not unique or not kept or kept != [name for name in names if name in wanted]:
            yield self._whole(node, new)
            return
        at = dict(zip(names, node.value, strict=True))
        column = node.start_mark.column
        apart = "\n" if len(names) > 1 and self._apart(node.value[0], node.value[1]) else ""
        for name in names:
            if name in wanted:
                yield from self.edits(at[name], new[wanted.index(name)])
            else:
                yield self._without(at[name].start_mark, at[name])
        for place in reversed(range(len(wanted))):
            if wanted[place] not in at:
                before = next((name for name in reversed(wanted[:place]) if name in at), None)
                written = "- " + _block(new[place], column + 2)
                if before is not None:
                    yield self._after(at[before], written, column, apart)
                else:
                    start = self.text.rfind("\n", 0, at[names[0]].start_mark.index) + 1
                    yield start, start, " " * column + written + "\n" + apart

    def _whole(self, node: Any, new: Any) -> Edit:
        start, end = node.start_mark.index, self._end(node)
        inline = isinstance(node, yaml.ScalarNode) or node.flow_style
        if inline:
            return start, end, self._scalar(node, new, end)
        if new and isinstance(new, dict if isinstance(node, yaml.MappingNode) else list):
            return start, end, _block(new, node.start_mark.column)
        return len(self.text[:start].rstrip()), end, f" {_inline(new)}"  # behind its key

    def _scalar(self, node: Any, new: Any, end: int) -> str:
        """In the place of a scalar or of `{…}`: on its line, but for a text of several lines."""
        before, rest = self._before(node.start_mark), self.text[end : self._line_end(end)]
        if isinstance(new, str) and "\n" in new and not rest.strip() and (key := re.fullmatch(r"( *(?:- +)*)[\w.-]+: +", before)):
            return _literal(new, len(key.group(1)) + 2)
        if isinstance(new, str) and node.tag and isinstance(node, yaml.ScalarNode) and node.style == '"':
            return json.dumps(new, ensure_ascii=False)
        if isinstance(new, str) and re.fullmatch(r" *(?:- +)*[\w.-]+: +", before) and not rest.strip():
            return _inline(new, flow=False)
        gap = "" if before.endswith((" ", "[", "{")) or not before else " "
        return gap + _inline(new)

    def _without(self, mark: Any, value: Any) -> Edit:
        """The lines of one key or item; of two blank lines that meet, one."""
        start = self.text.rfind("\n", 0, mark.index) + 1
        end = min(self._line_end(self._end(value)) + 1, len(self.text))
        above = self.text[:start].endswith("\n\n")
        if above and (self.text[end : end + 1] in ("\n", "")):
            start -= 1
        return start, end, ""

    def _after(self, value: Any, written: str, column: int, apart: str = "") -> Edit:
        place = self._line_end(self._end(value))
        return place, place, f"\n{apart}{' ' * column}{written}"

    def _before(self, mark: Any) -> str:
        return self.text[self.text.rfind("\n", 0, mark.index) + 1 : mark.index]

    def _line_end(self, place: int) -> int:
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end - (self.text[end - 1] == "\r")

    def _apart(self, one: Any, two: Any) -> bool:
        return "\n\n" in self.text[self._end(one) : two.start_mark.index]

    def _end(self, node: Any) -> int:
        """Where the node's own text ends; the mark of a block stands behind the comments that follow it."""
        if isinstance(node, yaml.ScalarNode):
            end = int(node.end_mark.index)
            return len(self.text[:end].rstrip()) if node.style in ("|", ">") else end
        if node.flow_style or not node.value:
            return int(node.end_mark.index)
        last = node.value[-1]
        return self._end(last[1] if isinstance(node, yaml.MappingNode) else last)


def _block(content: Any, column: int) -> str:
    """Lines of a collection; the first one stands where the writer is, the others begin at `column`."""
    if isinstance(content, dict) and content and not _short(content, column):
        return f"\n{' ' * column}".join(_pair(key, item, column) for key, item in content.items() if item not in (None, {}, []))
    if isinstance(content, list) and content:
        return f"\n{' ' * column}".join("- " + _block(item, column + 2) for item in content)
    if isinstance(content, dict) and content and column == 0:
        return "\n".join(_pair(key, item, 0) for key, item in content.items())
    return _inline(content)


def _pair(key: str, content: Any, column: int) -> str:
    name = _inline(key)
    if isinstance(content, str):
        return f"{name}: {_literal(content, column + 2) if chr(10) in content else _inline(content, flow=False)}"
    if not content or _short(content, column + len(name) + 2):
        return f"{name}: {_inline(content)}"
    return f"{name}:\n{' ' * (column + 2)}{_block(content, column + 2)}"


def _short(content: Any, column: int) -> bool:
    """Whether it reads well on one line."""
    inner: Sequence[Any] = list(content.values()) if isinstance(content, dict) else content
    plain = all(not isinstance(item, list) or all(isinstance(each, str) for each in item) for item in inner)
    several = isinstance(content, list) and any(isinstance(item, dict) for item in inner)
    text = _inline(content)
    return plain and not several and column + len(text) <= WIDTH and "\\n" not in text and column > 0


def _inline(content: Any, flow: bool = True) -> str:
    if isinstance(content, dict):
        return "{" + ", ".join(f"{_inline(key)}: {_inline(item)}" for key, item in content.items()) + "}"
    if isinstance(content, list):
        return "[" + ", ".join(map(_inline, content)) + "]"
    text = str(content)
    return text if _reads_itself(text, flow) else json.dumps(text, ensure_ascii=False)


@lru_cache(10_000)
def _reads_itself(text: str, flow: bool) -> bool:
    """Whether YAML reads the text without quotes as itself; one that YAML knows as nothing does not."""
    if text in _EMPTY or "\n" in text or (flow and "?" in text):  # some readers take «?» in {…} for a key
        return False
    if _SIMPLE.fullmatch(text) or _exact(text) is not None:
        return True
    if text[0] in _INDICATORS:
        return False
    try:
        node = yaml.compose(f"{{k: {text}, l: m}}" if flow else f"k: {text}\n", Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        return False
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    value = pairs[0][1] if len(pairs) == 1 + flow else None
    return isinstance(value, yaml.ScalarNode) and not value.style and value.value == text


def _literal(text: str, column: int) -> str:
    lines = text.strip().split("\n")
    return "|\n" + "\n".join(" " * column + line if line.strip() else "" for line in lines)
