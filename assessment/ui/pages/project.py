"""项目情况与筛查事实: what the project is, what it involves, and everything that happened to its assessment."""

from html import escape

import streamlit as st

from assessment import service
from assessment.i18n import Translate
from assessment.report.naming import file_name
from assessment.ui import fact_list, history_words, parts, project_form, state
from assessment.ui.table import Cell, Column, Row, table

EVENTS, PAGE = 1_000, 15


def page() -> None:
    case = state.current_case()
    if case is None:
        parts.no_project()
    _, language = state.tr(), state.language()
    with parts.header(case, _("项目情况")):
        _actions(_, case)
    state.show_problems(state.forget("project.refused") or ())
    card = case.scorecard
    edition = _("打分表：{title} {version}，按评估日期选定", title=card.title.in_(language), version=card.version)
    st.html(f'<div class="s-second">{escape(edition)}</div>')
    project_form.form(case)
    if card.facts:
        out = len(case.result.not_applicable)
        parts.heading(_("筛查事实"), _("答“否”的，所列指标不适用，权重并入其余指标；现有 {out} 项不适用", out=out))
        fact_list.facts(case, state.asked("fact"))
    _history(_, case, language)


def _actions(_: Translate, case: service.Case) -> None:
    """The next step, and what can be done with the whole project."""
    st.button(_("撤销上一步"), key="project-undo", on_click=_take_back, args=(case,), disabled=case.archived)
    st.download_button(
        _("导出"),
        data=lambda: service.export_case(state.actor(), state.bench(), case.id),
        file_name=file_name(case.assessment.project.name, kind="yaml"),
        mime="application/yaml",
        on_click="ignore",
        key="project-export",
        help=_("导出为评估文件（YAML），可在另一台电脑导入。"),
    )
    with st.popover(_("复制"), key="project-copy"):
        copied = _("{name}（副本）", name=case.assessment.project.name)
        name = st.text_input(_("复制为"), value=copied, key=f"copy-name-{case.id}", max_chars=200)
        if st.button(_("复制项目"), key="copy"):
            _copy(_, case, name)
    if case.archived:
        st.button(_("恢复项目"), key="restore", type="primary", on_click=_put_away, args=(case, False))
    else:
        hint = _("从列表收起，只能看不能改；随时可恢复。")
        st.button(_("归档"), key="archive", on_click=_put_away, args=(case, True), help=hint)
        if st.button(_("去打分"), key="to-rate", type="primary"):
            state.go("rate")


def _copy(_: Translate, case: service.Case, name: str) -> None:
    id = service.copy_project(state.actor(), state.bench(), case.id, name)
    state.flash("success", _("已复制为“{name}”。", name=name))
    state.go("project", id=id)


def _take_back(case: service.Case) -> None:
    """Callback 撤销: the last change of this person in this project, on whichever page it was made."""
    _ = state.tr()
    with state.guarded(lambda problems: state.remember("project.refused", tuple(problems))):
        taken = service.undo(state.actor(), state.bench(), case.id)
        project_form.refill()
        if taken is None:
            state.flash("info", _("没有可以撤销的。"))
        else:
            state.flash("success", _("已撤销：{what}。", what=history_words.undone(_, taken, case.scorecard, state.language())))


def _put_away(case: service.Case, archived: bool) -> None:
    """Callback."""
    _, name = state.tr(), case.assessment.project.name
    with state.guarded(lambda problems: state.remember("project.refused", tuple(problems))):
        if archived:
            service.archive_project(state.actor(), state.bench(), case.id)
            state.flash("success", _("“{name}”已归档。", name=name))
        else:
            service.restore_project(state.actor(), state.bench(), case.id)
            state.flash("success", _("“{name}”已恢复。", name=name))
        project_form.refill()


def _history(_: Translate, case: service.Case, language: str) -> None:
    events = service.history(state.actor(), state.bench(), case.id, EVENTS)
    parts.heading(_("修改记录"), _("只增不减；新的在上"))
    columns = (
        Column("at", _("时间"), width="170px"),
        Column("who", _("谁"), width="110px"),
        Column("what", _("做了什么"), sortable=False),
    )
    rows = [
        Row(
            str(event.seq),
            {
                "at": Cell(f"{event.at.astimezone():%Y-%m-%d %H:%M:%S}", sort=event.at),
                "who": parts.who(event.actor_name),
                "what": history_words.told(event, case.scorecard, language),
            },
        )
        for event in events
    ]
    table(columns, rows, key="history", lang=language, search=len(rows) > PAGE, page=PAGE)


page()
