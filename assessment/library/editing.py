"""One key of a YAML file given another value in its place: every other character stays, comments too."""

from typing import Any

import yaml

Node = Any  # a node of PyYAML: its stubs leave the marks open


def with_key(raw: bytes, path: tuple[str, ...], value: str | None) -> bytes:
    """`value` as it is to be written (quotes included); None takes the key out. A missing key is added after the last one
    of its mapping. `raw` has been read without a problem and holds every mapping on the way.

    >>> with_key(b"in_force: {from: 2026-01-01}  # days\\n", ("in_force", "until"), "2026-06-30")
    b'in_force: {from: 2026-01-01, until: 2026-06-30}  # days\\n'
    """
    text = raw.decode("utf-8-sig")
    mark = raw[: len(raw) - len(text.encode())]
    mapping: Node = yaml.compose(text, Loader=yaml.CBaseLoader)
    for step in path[:-1]:
        mapping = next(node for key, node in mapping.value if key.value == step)
    place = next((n for n, (key, _) in enumerate(mapping.value) if key.value == path[-1]), None)
    if place is None:
        edited = text if value is None else _added(text, mapping, f"{path[-1]}: {value}")
    elif value is None:
        edited = _taken_out(text, mapping, place)
    else:
        node = mapping.value[place][1]
        edited = text[: node.start_mark.index] + value + text[node.end_mark.index :]
    return mark + edited.encode()


def _added(text: str, mapping: Node, entry: str) -> str:
    key, last = mapping.value[-1]
    end = last.end_mark.index
    if mapping.flow_style:
        return f"{text[:end]}, {entry}{text[end:]}"
    end = _line_end(text, end)
    line_end = "\r\n" if "\r\n" in text else "\n"
    return f"{text[:end]}{line_end}{' ' * key.start_mark.column}{entry}{text[end:]}"


def _taken_out(text: str, mapping: Node, place: int) -> str:
    """A mapping that has nothing else keeps nothing of its line either."""
    key, value = mapping.value[place]
    start, end = key.start_mark.index, value.end_mark.index
    if not mapping.flow_style:
        start = text.rfind("\n", 0, start) + 1
        end = min(len(text), text.find("\n", end) + 1 or len(text))
    elif place:
        start = mapping.value[place - 1][1].end_mark.index
    elif len(mapping.value) > 1:
        end = mapping.value[1][0].start_mark.index
    return text[:start] + text[end:]


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" else end
