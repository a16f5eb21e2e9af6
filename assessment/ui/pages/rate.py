"""打分: one sheet at a time, one component, in one fragment; every answer is saved when it is given."""

from typing import Any

import streamlit as st

from assessment import service
from assessment.errors import StoreError
from assessment.ui import parts, rating_answers, rating_data, state
from assessment.ui.rating_sheet import Events, events_of, rating_sheet

KEY = "rating-sheet"


def page() -> None:
    case = state.current_case()
    if case is None:
        parts.no_project()
    if case.archived:
        _read_only(case)
    else:
        _sheet(case.id)


def _read_only(case: service.Case) -> None:
    _ = state.tr()
    parts.header(case, _("打分"))
    with parts.empty(_("项目已归档，不能再打分"), _("已打的分都留着，见结果页。要继续打分，先恢复项目。")):
        if st.button(_("看结果"), key="rate-to-result", type="primary"):
            state.go("result")
        if st.button(_("恢复项目"), key="rate-restore"):
            service.restore_project(state.actor(), state.bench(), case.id)
            st.rerun()


@st.fragment
def _sheet(id: str) -> None:
    """A click runs only this: save what is new, read the case, send it back."""
    with state.guarded():
        events = events_of(state.widget(KEY))
        outcomes = _saved(events)
        _go(events.go)
        try:
            case = service.open_case(state.actor(), state.bench(), id)
        except StoreError as error:
            data = _last(id, error)
        else:
            if case.archived:
                st.rerun()  # put away in another tab
            data = _data(case, outcomes)
            state.remember("rate.last", data)
        rating_sheet(data, KEY, on_pending=_arrived)


def _data(case: service.Case, outcomes: list[rating_answers.Outcome]) -> dict[str, Any]:
    current, focus = _place(case)
    server = {
        "result": rating_data.figures(case.result),
        "saved_at": rating_data.clock(case.changed_at),
        **rating_answers.told(outcomes),
    }
    return {
        **_asked(case, current),
        "focus": focus,
        "focus_token": str(state.recall("rate.jumps", 0)),
        "answers": rating_data.answered(case.scorecard, case.assessment),
        "server": server,
    }


def _last(id: str, error: StoreError) -> dict[str, Any]:
    """What was shown last, and why it is not newer: a sheet that vanished would take its unsaved answers out of sight.

    Nothing is acknowledged: an answer saved in this run still lies above what was read before it.
    """
    last = state.recall("rate.last")
    if last is None or last["project"]["id"] != id:
        raise error
    fault = rating_answers.said(error, state.words)
    return {**last, "server": {**last["server"], **rating_answers.told([]), "fault": fault}}


@state.guarded()
def _arrived() -> None:
    """Callback. What was typed just before the page was left comes when its fragment is gone; only this still runs then."""
    _saved(events_of(state.widget(KEY)))


def _saved(events: Events) -> list[rating_answers.Outcome]:
    """The sheet repeats a change until it has been answered."""
    known = state.recall("rate.outcomes", [])
    outcomes = rating_answers.save_all(state.actor(), state.bench(), events.pending, known, state.words)
    state.remember("rate.outcomes", outcomes)
    return outcomes


def _go(where: dict[str, Any] | None) -> None:
    """Another dimension is only another address of this page."""
    if where is None:
        return
    if where.get("page") == "plan":
        state.go("plan", indicator=where.get("indicator"))
    if where.get("page") == "project":
        state.go("project", fact=where.get("fact"))
    state.address(dim=where.get("dimension"), focus=where.get("focus"))
    state.remember("rate.jumps", state.recall("rate.jumps", 0) + 1)


def _place(case: service.Case) -> tuple[str, str | None]:
    """The dimension and the indicator the address names; a veto stands for its indicator, which knows its dimension."""
    card, asked = case.scorecard, state.asked("focus")
    focus = card.veto[asked][0].id if asked in card.veto else asked
    if focus in card.indicators:
        return card.dimension_of[focus], focus
    dimensions = [dimension.id for dimension in card.dimensions]
    return state.from_url("dim", dimensions, dimensions[0]), None


def _asked(case: service.Case, current: str) -> dict[str, Any]:
    """What no answer changes is computed once, not at every click."""
    language, assessment = state.language(), case.assessment
    key = (case.id, case.scorecard.digest, assessment.project, assessment.date, assessment.stage, current, language)
    kept = state.recall("rate.asked")
    if kept is None or kept[0] != key:
        kept = (key, rating_data.asked(case, current, language))
        state.remember("rate.asked", kept)
    return dict(kept[1])


page()
