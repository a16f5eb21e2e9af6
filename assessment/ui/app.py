"""The frame around every page: navigation, project picker, language, and the guard under which a page runs."""

import gc
from datetime import date
from html import escape

import streamlit as st

from assessment import service
from assessment.i18n import LANGUAGES, Translate
from assessment.ui import parts, state

SIDEBAR = 208
PICKER = 60  # the projects changed last; the others are in the list, which can be searched


def run() -> None:
    """One run of the app."""
    _ = state.tr()
    st.set_page_config(page_title=_("稳评工作台"), layout="wide", initial_sidebar_state=SIDEBAR)
    parts.style()
    page = st.navigation(_pages(_), position="hidden")
    with state.guarded():
        with st.sidebar:
            _sidebar(_)
        state.show_flashes()
        page.run()
    _settle()


def titles(_: Translate) -> dict[str, str]:
    return {
        "projects": _("项目列表"),
        "project": _("项目情况"),
        "rate": _("打分"),
        "result": _("结果"),
        "choose": _("选方案"),
        "plan": _("措施"),
        "work": _("落实"),
        "compare": _("比较"),
        "scorecards": _("打分表"),
        "trial": _("试改打分表"),
    }


def _pages(_: Translate) -> list[st.Page]:
    words = titles(_)
    return [st.Page(path, title=words[name], url_path=name, default=name == "projects") for name, path in state.PAGES.items()]


def _sidebar(_: Translate) -> None:
    words = titles(_)
    st.html(f'<div class="s-brand">{escape(_("稳评工作台"))}<small>{escape(_("重大项目社会稳定风险评估"))}</small></div>')
    parts.link("projects", words["projects"])
    _group(_("本项目"))
    for name in state.OF_A_PROJECT:
        parts.link(name, words[name], disabled=state.current_id() is None)
    _group(_("汇总与依据"))
    parts.link("compare", words["compare"])
    parts.link("scorecards", words["scorecards"])
    parts.link("trial", words["trial"])
    bench = state.bench()
    _picker(_, bench)
    with st.container(key="language"):
        st.segmented_control(
            _("语言"),
            list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            default=state.language(),
            required=True,
            key="lang-switch",
            label_visibility="collapsed",
            on_change=_speak,
        )
    st.html(f'<div class="s-foot">{escape(_("本机运行，不联网"))}<br>{escape(_in_force(_))}</div>')


def _group(title: str) -> None:
    st.html(f'<div class="s-group">{escape(title)}</div>')


def _picker(_: Translate, bench: service.Bench) -> None:
    """The project at hand, to be changed from any page."""
    current = state.current_id()
    rows = service.list_projects(state.actor(), bench, archived=None)
    names = {row.id: row.name for row in [row for row in rows if not row.archived][:PICKER]}
    names = _told_apart({**{row.id: row.name for row in rows if row.id == current}, **names})
    if not names:
        return
    _group(_("当前项目"))
    state.fill("project-picker", current if current in names else None)
    st.selectbox(
        _("当前项目"),
        list(names),
        index=None,
        format_func=lambda id: names.get(id, id),
        placeholder=_("选择项目"),
        label_visibility="collapsed",
        key="project-picker",
        on_change=_pick,
    )


def _told_apart(names: dict[str, str]) -> dict[str, str]:
    """Labels by id, no two the same: a selectbox finds its value again by the label, and would take the wrong project."""
    labels: dict[str, str] = {}
    taken: set[str] = set()
    for id, name in names.items():
        alike = [other for other, same in names.items() if same == name]
        label = name if len(alike) == 1 else f"{name}（{alike.index(id) + 1}）"
        while label in taken:
            label += f" {id[:4]}"
        taken.add(label)
        labels[id] = label
    return labels


def _pick() -> None:
    state.choose(state.widget("project-picker"))


def _speak() -> None:
    if wanted := state.widget("lang-switch"):
        state.speak(wanted)


def _in_force(_: Translate) -> str:
    """Which scorecard a new project would get today."""
    today = date.today()
    cards = [opened.scorecard for opened in state.catalogue().editions if opened.scorecard is not None and not opened.errors]
    current = [card for card in cards if card.in_force.from_ <= today <= (card.in_force.until or date.max)]
    if len(current) > 1:
        return _("今天有 {count} 套打分表可用", count=len(current))
    return _("打分表 {version}", version=current[0].version) if current else _("今天没有可用的打分表")


@st.cache_resource(show_spinner=False)
def _settle() -> None:
    """Take what the first run has loaded out of the garbage collector's way: Streamlit collects after every run,
    which costs 70 ms a click until then. Called last, so that late imports are in it."""
    gc.collect()
    gc.freeze()
