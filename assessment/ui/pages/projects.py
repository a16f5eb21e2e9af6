"""项目: the list, and what can be done with a project as a whole."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Literal

import streamlit as st

from assessment import service
from assessment.errors import NotFound
from assessment.i18n import Translate
from assessment.ui import exchange, parts, state
from assessment.ui.new_project import form, open_form
from assessment.ui.project_list import Cards, badge, cards_of, columns, counts, profile_title, row
from assessment.ui.table import table

EVERY = "all"
OPEN, PUT_AWAY = "open", "archived"


def page() -> None:
    _, language = state.tr(), state.language()
    actor, bench = state.actor(), state.bench()
    _unknown(_)
    everything = service.list_projects(actor, bench, archived=None)
    if not everything:
        _nothing_yet(_)
        return
    cards = cards_of(actor, bench, everything)
    current = [project for project in everything if not project.archived]
    filling = bool(state.asked("new"))
    with parts.header(None, _("项目列表"), counts(_, current, cards, language)):
        exchange.import_popover(_)
        exchange.export_popover(_, everything)
        kind: Literal["primary", "secondary"] = "secondary" if filling else "primary"
        st.button(_("新建项目"), key="new", type=kind, disabled=filling, on_click=open_form)
    _archived_just_now(_)
    if filling:
        form()
    shown = _filtered(_, everything, cards, language)
    _table(_, shown, cards, language)


def _unknown(_: Translate) -> None:
    """An address with an id nobody knows."""
    asked = state.asked("id")
    if not asked:
        return
    try:
        service.open_case(state.actor(), state.bench(), asked)
    except NotFound:
        state.choose(None)
        st.warning(_("没有网址里的这个项目。网址可能不全，或项目在另一个数据库里。"))


def _nothing_yet(_: Translate) -> None:
    with parts.header(None, _("项目列表")):
        exchange.import_popover(_)
    if state.asked("new"):
        form()
        return
    with parts.empty(_("还没有项目"), _("示例为虚构数据，可以随时归档。")):
        if st.button(_("载入四个示例项目"), key="load-demo-first", type="primary"):
            exchange.load_demo(_)
        st.button(_("新建项目"), key="new", on_click=open_form)


def _archived_just_now(_: Translate) -> None:
    """What was put away last can be taken back where it happened."""
    last = state.recall("archived")
    if not last:
        return
    id, name = last
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.html(escape(_("“{name}”已归档。归档不删除内容，可在“状态：已归档”里找到。", name=name)), width="stretch")
        if st.button(_("撤销归档"), key="undo-archive"):
            with state.guarded():
                service.restore_project(state.actor(), state.bench(), id)
                state.forget("archived")
                st.rerun()
        if st.button(_("知道了"), key="archive-seen", type="tertiary"):
            state.forget("archived")
            st.rerun()


def _filtered(_: Translate, everything: Sequence[service.Row], cards: Cards, language: str) -> list[service.Row]:
    """What the filters leave; they stand in the address."""
    types = {p.profile: profile_title(p, cards.get(p.scorecard_hash), language) for p in everything if p.profile}
    levels = {}
    for card in cards.values():
        levels.update({level.id: badge(level.id, card, language) for level in card.levels})
    with st.container(horizontal=True, vertical_alignment="bottom", key="noprint-filters"):
        query = st.text_input(
            _("查找"),
            value=state.asked("q"),
            placeholder=_("查名称或乡镇"),
            label_visibility="collapsed",
            key="search-projects",
            width=230,
            on_change=state.to_url,
            args=("q", "search-projects"),
        )
        wanted_type = _filter(_, "type", _("类型"), {EVERY: _("全部"), **types}, EVERY)
        words = {id: f"{mark.glyph} {mark.word}".strip() for id, mark in levels.items()}
        wanted_level = _filter(_, "level", _("等级"), {EVERY: _("全部"), **words}, EVERY)
        states = {OPEN: _("在办"), PUT_AWAY: _("已归档"), EVERY: _("全部")}
        wanted_state = _filter(_, "state", _("状态"), states, OPEN)
    asked = (query or "").casefold().split()
    return [
        p
        for p in everything
        if wanted_type in (EVERY, p.profile)
        and wanted_level in (EVERY, p.summary.level)
        and wanted_state in (EVERY, PUT_AWAY if p.archived else OPEN)
        and all(word in f"{p.name}\n{p.township}".casefold() for word in asked)
    ]


def _filter(_: Translate, name: str, label: str, words: dict[str, str], default: str) -> str:
    options = list(words)
    chosen = st.selectbox(
        label,
        options,
        index=options.index(state.from_url(name, options, default)),
        format_func=lambda value: _("{label}：{value}", label=label, value=words.get(value, value)),
        label_visibility="collapsed",
        key=f"filter-{name}",
        width=168,
        on_change=state.to_url,
        args=(name, f"filter-{name}", default),
    )
    return chosen if chosen in words else default


def _table(_: Translate, shown: Sequence[service.Row], cards: Cards, language: str) -> None:
    chosen: frozenset[str] = state.recall("chosen", frozenset())
    rows = [row(_, project, cards.get(project.scorecard_hash), language, project.id in chosen) for project in shown]
    nothing = _("没有符合条件的项目。换一个查找词，或把筛选改回“全部”。")
    event = table(columns(_), rows, key="projects", lang=language, sort=("changed", "desc"), empty=nothing)
    if event is None:
        return
    if event.action == "check":
        state.remember("chosen", chosen | {event.row} if event.value else chosen - {event.row})
        st.rerun()  # the ticks are drawn from what is remembered
    if event.action in ("rate", "result"):
        state.go(event.action, id=event.row)
    if event.action == "more":
        found = next((project for project in shown if project.id == event.row), None)
        if found is not None:
            state.renew("copy")
            _more(found)


def _more(project: service.Row) -> None:
    """Everything else that can be done with one project."""
    _ = state.tr()

    @st.dialog(project.name, width="medium")
    @state.guarded()
    def dialog() -> None:
        day: date = project.date
        edition = f"{project.scorecard_id} {project.scorecard_version}"
        st.html(
            parts.html_pairs(
                [
                    (_("评估日期"), day.isoformat()),
                    (_("打分表"), edition),
                    (_("建立"), f"{project.created_at.astimezone():%Y-%m-%d %H:%M}"),
                    (_("校验码"), project.digest[:12]),
                ]
            )
        )
        with st.container(horizontal=True):
            if st.button(_("项目情况"), key="to-project"):
                state.go("project", id=project.id)
            if st.button(_("措施"), key="to-plan"):
                state.go("plan", id=project.id)
            exchange.export_button(_, project)
            _archive_or_restore(_, project)
        name = st.text_input(
            _("复制为"), value=_("{name}（副本）", name=project.name), key=f"copy-name-{project.id}", max_chars=200
        )
        if st.button(_("复制项目"), key="copy"):
            id = state.once("copy", lambda: service.copy_project(state.actor(), state.bench(), project.id, name or ""))
            state.flash("success", _("已复制为“{name}”。", name=name))
            state.go("project", id=id)

    dialog()


def _archive_or_restore(_: Translate, project: service.Row) -> None:
    actor, bench = state.actor(), state.bench()
    if project.archived:
        if st.button(_("恢复"), key="restore"):
            service.restore_project(actor, bench, project.id)
            state.flash("success", _("“{name}”已恢复。", name=project.name))
            st.rerun()
    elif st.button(_("归档"), key="archive"):
        service.archive_project(actor, bench, project.id)
        state.remember("archived", (project.id, project.name))
        st.rerun()


page()
