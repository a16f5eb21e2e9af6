"""项目情况: the heading of an assessment in one form. Nothing typed is lost when somebody else has changed it meanwhile."""

from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any

import streamlit as st
from pydantic import ValidationError

from assessment import service
from assessment.errors import CaseError, Conflict, Problem
from assessment.i18n import Translate
from assessment.model.case import Project, Stage
from assessment.model.numbers import parse_exact, plain
from assessment.report.words import stage_word
from assessment.ui import parts, state
from assessment.ui.history_words import field_word, heading_changes
from assessment.ui.rating_answers import mistake
from assessment.ui.rating_data import clock

STAGES: tuple[Stage, ...] = ("before-start", "approval")
TEXTS = ("name", "township", "unit", "scale", "land", "affected", "period")
FILLED, PROBLEMS = "project.filled", "project.problems"
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form was filled with; `number` sets its widgets apart from those of an earlier filling."""

    number: int
    id: str
    project: Project
    date: date
    stage: Stage

    def key(self, field: str) -> str:
        return f"project-{field}-{self.number}"

    def plain(self) -> dict[str, Any]:
        return _plain(self.project, self.date, self.stage)


def form(case: service.Case) -> None:
    _, language, filled = state.tr(), state.language(), _filled(case)
    _changed_elsewhere(case, filled)
    project, off = filled.project, case.archived
    with st.form(f"project-{filled.number}", border=True):
        first, second, third, fourth = st.columns([8, 4, 4, 5])
        _text(_, first, filled, "name", project.name, off)
        _profile(_, second, case, filled, language)
        third.date_input(field_word(_, "date"), value=filled.date, format="YYYY-MM-DD", key=filled.key("date"), disabled=off)
        fourth.segmented_control(
            field_word(_, "stage"),
            STAGES,
            format_func=lambda stage: stage_word(_, stage),
            default=filled.stage,
            required=True,
            key=filled.key("stage"),
            disabled=off,
        )
        left, middle, right = st.columns([6, 4, 6])
        _text(_, left, filled, "township", project.township, off)
        _text(_, middle, filled, "investment", "" if project.investment is None else plain(project.investment), off)
        _text(_, right, filled, "unit", project.unit, off)
        left, right = st.columns(2)
        _text(_, left, filled, "scale", project.scale, off)
        _text(_, right, filled, "land", project.land, off)
        _text(_, left, filled, "affected", project.affected, off, _("户数、人数、村组，不写个人信息"))
        _text(_, right, filled, "period", project.period, off)
        with st.container(horizontal=True, vertical_alignment="center"):
            seen = case.assessment.project
            st.form_submit_button(_("保存项目情况"), key="project-save", on_click=_save, args=(filled, seen), disabled=off)
            hint = _("改类型会改维度权重和筛查事实的默认答案，已打的分不变。")
            st.html(f'<span class="s-second">{escape(hint)}</span>')
    state.show_problems(state.forget(PROBLEMS) or ())


def refill() -> None:
    """Show again what is stored."""
    state.forget(FILLED)


def _text(_: Translate, place: Any, filled: Filled, field: str, value: str, off: bool, hint: str = "") -> None:
    longest = LONGEST if len(value) <= LONGEST else None
    place.text_input(
        field_word(_, field), value=value, key=filled.key(field), max_chars=longest, placeholder=hint or None, disabled=off
    )


def _profile(_: Translate, place: Any, case: service.Case, filled: Filled, language: str) -> None:
    known = case.scorecard.profile
    if known:
        place.selectbox(
            field_word(_, "profile"),
            list(known),
            index=list(known).index(filled.project.profile) if filled.project.profile in known else None,
            format_func=lambda name: known[name].title.in_(language),
            placeholder=_("选项目类型"),
            key=filled.key("profile"),
            disabled=case.archived,
        )


def _filled(case: service.Case) -> Filled:
    """The filling on the screen; a new one after a save, for another project, or when the page is entered again."""
    kept: Filled | None = state.recall(FILLED)
    if kept is not None and kept.id == case.id and state.widget(kept.key("name")) is not None:
        return kept
    assert case.assessment.date is not None  # every stored assessment has its day
    number = state.recall("project.number", 0) + 1
    state.remember("project.number", number)
    kept = Filled(number, case.id, case.assessment.project, case.assessment.date, case.assessment.stage)
    state.remember(FILLED, kept)
    return kept


def _changed_elsewhere(case: service.Case, filled: Filled) -> None:
    """Both values, before somebody writes over the other's."""
    _ = state.tr()
    assert case.assessment.date is not None
    stored = _plain(case.assessment.project, case.assessment.date, case.assessment.stage)
    changes = list(heading_changes(_, case.scorecard, filled.plain(), stored, state.language()))
    if not changes:
        return
    words = _("项目情况已在别处改过：{changes}。下面是您这边的内容；保存即以您的为准。", changes=_("，").join(changes))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(parts.note(words, "missing"), width="stretch")
        st.button(_("改用已存的"), key="project-reload", on_click=refill)


def _save(filled: Filled, seen: Project) -> None:
    """Callback. A conflict keeps what was typed; the page then shows what is stored above it, and to save again is a decision."""
    _ = state.tr()
    with state.guarded(lambda problems: state.remember(PROBLEMS, tuple(problems))):
        project, day, stage = _typed(filled)
        try:
            service.edit_project(state.actor(), state.bench(), filled.id, project, seen, day, stage)
        except Conflict as error:
            values = error.problems[0].values
            at = clock(datetime.fromisoformat(values["at"]))
            raise CaseError(Problem("heading-conflict", values={"who": parts.who(values["who"]), "at": at})) from None
        refill()
        state.flash("success", _("项目情况已保存。"))


def _typed(filled: Filled) -> tuple[Project, date, Stage]:
    """What stands in the form. Raises CaseError."""
    given = {field: state.widget(filled.key(field), "") for field in TEXTS}
    profile = state.widget(filled.key("profile")) or filled.project.profile
    whole = {**filled.project.model_dump(exclude={"facts"}), **given, "profile": profile, "investment": _investment(filled)}
    if not given["name"].strip():
        raise CaseError(Problem("name-missing", values={"key": "name"}))
    try:
        project = Project.model_validate(whole)
    except ValidationError as error:
        raise CaseError(mistake(error)) from None
    day = state.widget(filled.key("date"))
    return project, day if isinstance(day, date) else filled.date, state.widget(filled.key("stage")) or filled.stage


def _investment(filled: Filled) -> Any:
    text = str(state.widget(filled.key("investment"), "")).strip().replace(",", "").replace("，", "")
    if not text:
        return None
    try:
        amount = parse_exact(text)
    except ValueError:
        raise CaseError(Problem("investment-malformed", values={"now": text[:40]})) from None
    if amount < 0:
        raise CaseError(Problem("investment-malformed", values={"now": text[:40]}))
    return amount


def _plain(project: Project, day: date, stage: Stage) -> dict[str, Any]:
    """As `heading_changes` compares headings."""
    return {"project": project.model_dump(exclude={"facts"}), "date": day.isoformat(), "stage": stage}
