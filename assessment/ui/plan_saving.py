"""A dialog of the plan page saves: where somebody else saved in between, both values are shown and the person decides."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from assessment.errors import Conflict
from assessment.ui import parts, state

Shown = Sequence[tuple[str, str]]  # label and text of each field


def fresh(name: str) -> str:
    """A key for one opening of a form, so that nothing typed at an earlier one comes back."""
    state.forget(name)
    state.renew(name)
    return name


def key_of(name: str) -> str:
    """The key of the form's widgets, new with each opening."""
    return f"{name}-{state.request_id(name)}"


def attempt(key: str, save: Callable[[], None]) -> None:
    """Save and close the dialog; a conflict is kept for `settle`."""
    try:
        save()
    except Conflict as error:
        state.remember(key, dict(error.problems[0].values))
        return
    state.forget(key)
    st.rerun()


def settle(key: str, decode: Callable[[Any], Any], fields: Callable[[Any], Shown], save: Callable[[Any, Any], None]) -> None:
    """Somebody else saved in between: both values, field by field where they differ, and the person's choice."""
    conflict = state.recall(key)
    if conflict is None:
        return
    _ = state.tr()
    stored, yours = decode(conflict["stored"]), decode(conflict["yours"])
    theirs, mine = dict(fields(stored)), dict(fields(yours))
    at = datetime.fromisoformat(conflict["at"]).astimezone()
    who = parts.who(conflict["who"])
    st.warning(_("您打开之后，{who} 在 {at} 改过这一项，您的还没有保存。", who=who, at=f"{at:%m-%d %H:%M:%S}"))
    rows = [[name, theirs.get(name, ""), mine.get(name, "")] for name in {**mine, **theirs} if theirs.get(name) != mine.get(name)]
    st.html(parts.html_table([_("内容"), _("已存的"), _("您填的")], rows))
    left, right = st.columns(2)
    with state.guarded():
        if left.button(_("保留我的"), key=f"{key_of(key)}-mine"):
            attempt(key, lambda: save(yours, stored))
        if right.button(_("用对方的"), key=f"{key_of(key)}-theirs"):
            state.forget(key)
            st.rerun()
