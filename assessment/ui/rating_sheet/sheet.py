"""打分 in the page: mounts the rating sheet and reads what it sends back.

The page shows its own arithmetic at once (web/index.js); the server's answer, which alone is saved, replaces it.
Each change carries an id, the value wanted and the value seen; it is repeated until the server acknowledges the id.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypedDict

import streamlit as st

from assessment.ui.rating_sheet.words import WORDS

HERE = Path(__file__).parent
# One ES module: the arithmetic first, the entry last. They call each other by name, without imports.
ARITHMETIC = ("web/grading.js", "web/index.js")
PARTS = (
    *ARITHMETIC,
    *(f"web/{name}.js" for name in ("ledger", "dom", "bar", "rail", "fold", "origin", "figures", "override", "card", "actions")),
    "sheet.js",
)


class Change(TypedDict):
    """One answer given. `new` and `seen` are whole values: a rating with every axis, note and evidence, or None;
    a veto "yes", "no" or None; a figure with value, date and source, or None. The same `request` may come several times
    (`attempt` grows) and counts once."""

    request: str
    project: str
    kind: Literal["rating", "veto", "figure"]
    key: str
    new: Any
    seen: Any
    attempt: int


@dataclass(frozen=True, slots=True)
class Events:
    """`pending`: changes not yet acknowledged, oldest first. `go`: where the person wants to go, once."""

    pending: tuple[Change, ...] = ()
    go: dict[str, Any] | None = None


def module(parts: tuple[str, ...] = PARTS) -> str:
    """The component's JavaScript as one ES module; only its arithmetic for `ARITHMETIC`."""
    return "\n".join((HERE / part).read_text(encoding="utf-8") for part in parts)


_component = st.components.v2.component(
    "assessment.rating_sheet", js=module(), css=(HERE / "sheet.css").read_text(encoding="utf-8"), isolate_styles=True
)


def rating_sheet(
    data: Mapping[str, Any],
    key: str,
    on_pending: Callable[[], None] | None = None,
    on_go: Callable[[], None] | None = None,
) -> Events:
    """Mounts the sheet. The callbacks run before the page's script: answer there, with `events_of` of the component's state,
    and the same run sends the acknowledgement back."""
    words = WORDS["zh" if data.get("lang") == "zh" else "en"]
    result = _component(
        key=key,
        data={**data, "words": {**words, **data.get("words", {})}},
        on_pending_change=on_pending or _nothing,
        on_go_change=on_go or _nothing,
    )
    return events_of(result)


def events_of(state: Any) -> Events:
    """Keeps what is well formed; whatever else a browser sends is not there."""
    if not isinstance(state, Mapping):
        return Events()
    pending, go = state.get("pending"), state.get("go")
    changes = pending if isinstance(pending, list) else []
    return Events(tuple(change for change in changes if _is_change(change)), dict(go) if isinstance(go, Mapping) else None)


def _is_change(change: Any) -> bool:
    return (
        isinstance(change, Mapping)
        and all(isinstance(change.get(name), str) and len(change[name]) <= 200 for name in ("request", "project", "key"))
        and change.get("kind") in ("rating", "veto", "figure")
        and "new" in change
        and "seen" in change
    )


def _nothing() -> None:
    """Streamlit keeps a state only if it has a callback."""
