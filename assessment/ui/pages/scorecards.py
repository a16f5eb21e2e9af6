"""打分表: every edition as its departments read it, with its state."""

from datetime import date

import streamlit as st

from assessment.i18n import Translate
from assessment.library.reading import Opened
from assessment.model.numbers import plain
from assessment.model.scorecard import Scorecard
from assessment.ui import edition_view, mutation_view, parts, replay_view, sheet_view, state, trial
from assessment.ui.table import Cell, Column, Row, table

HASH = 12  # characters of the hash that are shown and stand in the address


def page() -> None:
    _, language = state.tr(), state.language()
    editions = state.catalogue().editions
    if not editions:
        parts.header(None, _("打分表"))
        parts.empty(_("没有打分表"), _("在 scorecards 文件夹里放入一套打分表，再刷新本页。"))
        return
    opened = _edition(_, editions)
    card = opened.scorecard
    beside = parts.chip(_identity(_, opened)) + parts.chip(_("校验码 {hash}", hash=opened.digest[:HASH]))
    with parts.header(None, _("打分表"), beside):
        parts.print_button(_("打印"))
        if st.button(_("试改"), key="to-trial"):
            state.go("trial", edition=opened.digest[:HASH])
    _standing(_, opened)
    if card is None:
        st.html(edition_view.problems(_, opened, language))
        return
    left, right = st.columns([23, 77], gap="medium")
    with left:
        shown = _contents(_, opened, card, language, editions)
    with right:
        query = _search(_)
        if query:
            _found(_, card, language, query)
        else:
            _shown(_, opened, card, language, shown)


def _edition(_: Translate, editions: tuple[Opened, ...]) -> Opened:
    """The one the address names, else the one in force today, else the first."""
    asked = state.asked("edition")
    named = [opened for opened in editions if asked and opened.digest.startswith(asked)]
    return named[0] if named else trial.in_force(editions, date.today()) or editions[0]


def _identity(_: Translate, opened: Opened) -> str:
    if opened.scorecard is None:
        return opened.name
    return f"{opened.scorecard.id} {opened.scorecard.version}"


def _name(opened: Opened, language: str) -> str:
    """As a person picks it: by title; a scorecard that cannot be read has only its folder's name."""
    card = opened.scorecard
    return f"{card.title.in_(language)} {card.version}" if card is not None else opened.name


def _standing(_: Translate, opened: Opened) -> None:
    """In one line: from when to when, and whether it may be used."""
    failing = sum(bool(example.problems) for example in opened.examples)
    if opened.scorecard is not None:
        span = opened.scorecard.in_force
        until = _("至 {day}", day=span.until.isoformat()) if span.until else _("起")
        first = _(
            "{title} · 施行 {day} {until}",
            title=opened.scorecard.title.in_(state.language()),
            day=span.from_.isoformat(),
            until=until,
        )
        now = _("今天有效") if trial.applies(opened, date.today()) else _("今天不在施行期内")
        told = _("算例 {good}/{total} 相符", good=len(opened.examples) - failing, total=len(opened.examples))
        st.html(parts.second(" · ".join((first, now, told))))
    if opened.errors:
        st.html(parts.note(_("■ 这一版不能用于打分：有 {n} 处错误，逐条改正后才能启用。", n=len(opened.errors)), "alarm"))


def _contents(_: Translate, opened: Opened, card: Scorecard, language: str, editions: tuple[Opened, ...]) -> str:
    """The list to scan; returns what is read now: a sheet's id or one of the general parts."""
    if len(editions) > 1:
        digests = [each.digest for each in editions]
        chosen = st.selectbox(
            _("打分表与版本"),
            digests,
            index=digests.index(opened.digest),
            format_func=lambda digest: _name(next(each for each in editions if each.digest == digest), language),
            key="edition",
            on_change=_choose_edition,
        )
        if chosen != opened.digest:
            state.address(edition=chosen[:HASH], part=None)
            st.rerun()
    sheets = [d.id for d in card.dimensions]
    general = {
        "rules": _("规则与定级"),
        "profiles": _("项目类型与权重"),
        "examples": _("算例与改错检验"),
        "replay": _("按这一版重算已存项目"),
    }
    if opened.problems:
        general["problems"] = _("问题（{n}）", n=len(opened.problems))
    shown = state.from_url("part", [*sheets, *general], "problems" if opened.errors else sheets[0])
    rows = [_sheet_row(_, card, id, language, id == shown) for id in sheets]
    total = sum(len(sheet.indicators) for sheet in card.sheets)
    rows.append(Row("total", {"sheet": _("合计"), "weight": Cell("100", sub=_("{n} 项", n=total))}, tone="muted"))
    rows += [
        Row(id, {"sheet": Cell(text, link="read")}, tone="chosen" if id == shown else "none") for id, text in general.items()
    ]
    columns = (
        Column("sheet", _("打分表"), sortable=False),
        Column("weight", _("权重"), align="right", width="5.2em", sortable=False),
    )
    with st.container(key="noprint-contents"):
        event = table(columns, rows, key="contents", lang=language)
    if event and event.action == "read":
        state.address(part=event.row, q=None)
        state.fill("search-sheets", "")
        st.rerun()
    return shown


def _choose_edition() -> None:
    state.address(edition=str(state.widget("edition"))[:HASH], part=None)


def _sheet_row(_: Translate, card: Scorecard, id: str, language: str, chosen: bool) -> Row:
    sheet = card.sheet[id]
    weight = plain(next(d.weight for d in card.dimensions if d.id == id))
    lead = sheet.lead.in_(language) if sheet.lead else ""
    cells = {
        "sheet": Cell(sheet.title.in_(language), sub=lead, link="read", strong=chosen),
        "weight": Cell(weight, sub=_("{n} 项", n=len(sheet.indicators))),
    }
    return Row(id, cells, tone="chosen" if chosen else "none")


def _search(_: Translate) -> str:
    with st.container(key="noprint-search"):
        text = st.text_input(
            _("在各张表里查找"),
            value=state.asked("q"),
            placeholder=_("查指标、情形、否决、措施、依据"),
            label_visibility="collapsed",
            key="search-sheets",
            on_change=state.to_url,
            args=("q", "search-sheets"),
        )
    return (text or "").strip().casefold()


def _found(_: Translate, card: Scorecard, language: str, query: str) -> None:
    """Every indicator in which all the words stand, whichever sheet it is on."""
    words = query.split()
    hits = [i for i in card.indicators.values() if all(word in sheet_view.searched(card, i, language) for word in words)]
    parts.heading(_("查“{query}”", query=query), _("{n} 项指标", n=len(hits)))
    if not hits:
        parts.empty(_("没有找到"), _("换一个词，或清空查找框。"))
        return
    titles = {i.id: card.sheet[card.dimension_of[i.id]].title.in_(language) for i in hits}
    st.html("".join(sheet_view.indicator_card(_, card, i, language, titles[i.id]) for i in hits))


def _shown(_: Translate, opened: Opened, card: Scorecard, language: str, shown: str) -> None:
    if shown in card.sheet:
        sheet = card.sheet[shown]
        vetoes = sum(len(i.vetoes) for i in sheet.indicators)
        measures = {m.id for i in sheet.indicators for m in sheet_view.measures_of(card, i)}
        counts = _(
            "{n} 项 · 否决 {vetoes} 问 · 措施 {measures} 条", n=len(sheet.indicators), vetoes=vetoes, measures=len(measures)
        )
        parts.heading(sheet.title.in_(language), counts)
        cards = "".join(sheet_view.indicator_card(_, card, indicator, language) for indicator in sheet.indicators)
        st.html(sheet_view.sheet_head(_, card, sheet, language) + cards)
    elif shown == "rules":
        parts.heading(_("规则与定级"))
        st.html(edition_view.rules(_, card, language))
    elif shown == "profiles":
        parts.heading(_("项目类型与权重"))
        st.html(edition_view.profiles(_, card, language))
    elif shown == "replay":
        parts.heading(_("按这一版重算已存项目"), _("看换成这一版后哪些项目的等级会变，变在哪里"))
        replay_view.stored(_, card, language)
    elif shown == "examples":
        mutation_view.block(_, opened, language)
        parts.heading(_("算例"), _("打开打分表时逐个计算；有一个不符，这一版就不能启用。"))
        st.html(edition_view.examples(_, opened, language))
    else:
        parts.heading(_("问题"))
        st.html(edition_view.problems(_, opened, language))


page()
