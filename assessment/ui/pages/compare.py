"""比较: projects of one edition against each other; other editions stand apart and say why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from assessment import service
from assessment.engine.comparison import Compared, side_by_side, sides
from assessment.engine.editions import same_terms
from assessment.errors import StoreError
from assessment.i18n import Translate
from assessment.model.scorecard import Scorecard
from assessment.report.excel import XLSX
from assessment.ui import comparing, grids, parts, state
from assessment.ui.compare_export import comparison_workbook
from assessment.ui.table import table

ALL = "all"
MOST = 60  # projects compared at once; more are narrowed by filter or by picking
HASH = 12  # characters of an edition's hash in the address
FEW = 15  # differences shown before the pager

Listed = Sequence[service.Row]


def page() -> None:
    _, lang = state.tr(), state.language()
    listed: Listed = service.list_projects(state.actor(), state.bench())
    if not listed:
        parts.header(None, _("比较"))
        with parts.empty(_("还没有可以比较的项目"), _("先在项目列表里新建、导入，或载入示例项目。")):
            if st.button(_("打开项目列表"), key="compare-to-projects", type="primary"):
                state.go("projects")
        return
    st.html(grids.css())
    listed, cards = _joined(listed, _cards(listed))
    tag = parts.illustrative_tag() if all(row.illustrative for row in listed) else ""
    actions = parts.header(None, _("比较"), tag)
    edition, wanted = _filters(_, listed, cards, lang)
    card = cards[edition]
    projects = _compared(_, wanted)
    if projects:
        _projects(_, card, projects, lang, tagged=not tag)
        _heat(_, card, projects, lang)
        pair = _side_by_side(_, card, projects, lang)
        with actions:
            parts.print_button(_("打印"))
            st.download_button(
                _("导出 Excel"),
                lambda: comparison_workbook(card, projects, pair, lang),
                f"{_('项目比较')}.xlsx",
                XLSX,
                key="export-comparison",
                on_click="ignore",
            )
    _others(_, [row for row in listed if row.scorecard_hash != edition], cards, lang)


def _cards(listed: Listed) -> dict[str, Scorecard]:
    """The scorecard of every edition in use, the one with most projects first."""
    used = Counter(row.scorecard_hash for row in listed)
    cards = {}
    for hash, _count in used.most_common():
        opened = (_opened(row) for row in listed if row.scorecard_hash == hash)
        if case := next((case for case in opened if case is not None), None):
            cards[hash] = case.scorecard
    return cards


def _joined(listed: Listed, cards: Mapping[str, Scorecard]) -> tuple[Listed, dict[str, Scorecard]]:
    """An edition that was given its last day when another followed it has two texts; its projects stand together."""
    first: dict[str, str] = {}
    for hash, card in cards.items():
        first[hash] = next((known for known in first.values() if same_terms(cards[known], card)), hash)
    rows = [replace(row, scorecard_hash=first.get(row.scorecard_hash, row.scorecard_hash)) for row in listed]
    return rows, {hash: cards[hash] for hash in first.values()}


def _opened(row: service.Row) -> service.Case | None:
    """The case, or None when what is stored of it is damaged."""
    try:
        return service.open_case(state.actor(), state.bench(), row.id)
    except StoreError:
        return None


def _filters(_: Translate, listed: Listed, cards: Mapping[str, Scorecard], lang: str) -> tuple[str, Listed]:
    """Edition, type, level and single projects; what is chosen stands in the address. Returns the edition's hash and
    the projects wanted."""
    short = {hash[:HASH]: hash for hash in cards}
    columns = st.columns([24, 14, 14, 48], gap="small", vertical_alignment="bottom")
    with columns[0]:
        counts = {hash: sum(row.scorecard_hash == hash for row in listed) for hash in cards}
        words = {
            name: _("{title}（{rest}）", title=comparing.edition_title(cards[hash], lang), rest=counts[hash])
            for name, hash in short.items()
        }
        of_asked = {row.id: row.scorecard_hash[:HASH] for row in listed}
        first = next((of_asked[id] for id in state.asked("ids").split(",") if id in of_asked), next(iter(short)))
        edition = short[_select(_("打分表版本"), "edition", sorted(short, key=lambda name: name != first), words)]
    card = cards[edition]
    rows = [row for row in listed if row.scorecard_hash == edition]
    with columns[1]:
        types = sorted({row.profile or "" for row in rows})
        words = {ALL: _("全部类型"), **{name: comparing.profile_title(card, name, lang) for name in types}}
        profile = _select(_("类型"), "type", [ALL, *types], words)
    with columns[2]:
        levels = [level.id for level in reversed(card.levels)]
        words = {ALL: _("全部等级"), **{name: " ".join(parts.level_mark(name, card, lang)[:2]) for name in levels}}
        level = _select(_("等级"), "level", [ALL, *levels], words)
    fitting = [row for row in rows if profile in (ALL, row.profile or "") and level in (ALL, row.summary.level)]
    with columns[3]:
        picked = _pick(_, fitting)
    return edition, [row for row in fitting if row.id in picked] if picked else fitting


def _select(label: str, name: str, options: list[str], words: Mapping[str, str]) -> str:
    """A filter whose value is the address's; an address that says something impossible means the first option."""
    key = f"compare-{name}"
    value = state.from_url(name, options, options[0])
    state.fill(key, value)
    st.selectbox(
        label,
        options,
        format_func=lambda option: words.get(option, option),
        key=key,
        on_change=state.to_url,
        args=(name, key, options[0]),
    )
    return value


def _pick(_: Translate, fitting: Listed) -> list[str]:
    """Single projects; nothing picked means all that fit the filters."""
    names = {row.id: row.name for row in fitting}
    asked = [id for id in state.asked("ids").split(",") if id in names]
    state.fill("compare-ids", asked)
    st.multiselect(
        _("项目"),
        list(names),
        format_func=lambda id: names.get(id, id),
        placeholder=_("全部 {count} 个；可只挑几个", count=len(names)),
        select_all=False,
        key="compare-ids",
        on_change=_picked,
    )
    return asked


def _picked() -> None:
    state.address(ids=",".join(state.widget("compare-ids", [])))


def _unfilter() -> None:
    state.address(type=None, level=None, ids=None)


def _compared(_: Translate, wanted: Listed) -> tuple[Compared, ...]:
    """Scored, worst first. Too many are cut to those with the highest index, and the page says so."""
    if not wanted:
        with parts.empty(_("没有符合筛选的项目"), _("放宽类别或等级，或清除筛选。")):
            st.button(_("清除筛选"), key="compare-clear", on_click=_unfilter)
        return ()
    if len(wanted) > MOST:
        order = sorted(wanted, key=lambda row: -(row.summary.worst_index or 0))
        told = _(
            "符合的有 {count} 个项目，先列最坏情况指数最高的 {most} 个；用筛选或挑选缩小范围。", count=len(wanted), most=MOST
        )
        st.html(parts.note(told))
        wanted = order[:MOST]
    return _scored(_, wanted)


def _scored(_: Translate, wanted: Listed) -> tuple[Compared, ...]:
    """A project that cannot be read is named and left out; the others are compared all the same."""
    try:
        groups = service.compare_projects(state.actor(), state.bench(), [row.id for row in wanted])
    except StoreError:
        damaged = [row for row in wanted if _opened(row) is None]
        if not damaged:
            raise
        told = _("{names} 的内容已损坏，没有列入比较。请用备份恢复。", names="、".join(row.name for row in damaged))
        st.html(parts.note(told))
        whole = [row for row in wanted if row not in damaged]
        return _scored(_, whole) if whole else ()
    return groups[0].projects


def _projects(_: Translate, card: Scorecard, projects: Sequence[Compared], lang: str, tagged: bool) -> None:
    rows = comparing.project_rows(card, projects, tagged, lang)
    event = table(comparing.project_columns(card, lang), rows, key="compare-projects", lang=lang, page=MOST)
    if event is not None and event.action == comparing.OPEN:
        state.go("result", id=event.row)
    if any(row.result.provisional for row in projects):
        st.html(f'<div class="s-second">{escape(_("有缺项的项目按最坏情况排列，离分界也按最坏情况算；虚线框为未定。"))}</div>')


def _heat(_: Translate, card: Scorecard, projects: Sequence[Compared], lang: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        parts.heading(_("项目 × 维度"), _("格内为维度指数；权重随项目类型不同；■ 为该维度有否决触发"))
        st.html(grids.heat_legend(card), width="content")
    st.html(grids.heat_map(card, projects, lang))


def _side_by_side(_: Translate, card: Scorecard, projects: Sequence[Compared], lang: str) -> tuple[Compared, Compared] | None:
    """Two projects, differences first; equal rows folded, one-sided rows named."""
    if len(projects) < 2:
        parts.heading(_("并排看"))
        st.html(parts.note(_("并排看要两个项目；现在只有一个。")))
        return None
    by_key = {row.key: row for row in projects}
    names = {row.key: row.assessment.project.name for row in projects}
    keys = list(by_key)
    heading, one, two, told = st.columns([10, 30, 30, 30], gap="small", vertical_alignment="bottom")
    with heading:
        parts.heading(_("并排看"))
    with one:
        left = by_key[_select(_("左"), "left", keys, names)]
    with two:
        right = by_key[_select(_("右"), "right", [key for key in keys if key != left.key], names)]
    found = sides(side_by_side(left, right))
    with told:
        words = _("共有 {shared} 项，不同 {different} 项，差别大的在前", shared=found.shared, different=len(found.different))
        st.html(f'<div class="s-second">{escape(words)}</div>')
    columns = comparing.side_columns(names[left.key], names[right.key], lang)
    if found.different:
        table(columns, comparing.side_rows(left, right, found.different, lang), key="compare-sides", lang=lang, page=FEW)
    else:
        st.html(parts.note(_("两个项目共有的指标打分都相同。")))
    for name, only in ((names[left.key], found.only_left), (names[right.key], found.only_right)):
        if only:
            st.html(parts.note(comparing.one_sided(card, name, only, lang)))
    if found.equal:
        with st.expander(_("相同的 {count} 项", count=len(found.equal)), key="compare-equal"):
            table(columns, comparing.side_rows(left, right, found.equal, lang), key="compare-equals", lang=lang)
    return left, right


def _others(_: Translate, others: Listed, cards: Mapping[str, Scorecard], lang: str) -> None:
    if not others:
        return
    parts.heading(_("用其他打分表或版本的项目"), _("{count} 个", count=len(others)))
    st.html(
        parts.note(
            _("这些项目用的是另一套或另一版打分表：指标、权重或分界不同，数字不能与上面的混排。要比较它们，请在上面换成那一套。")
        )
    )
    asked = set(state.asked("ids").split(","))
    if apart := [row.name for row in others if row.id in asked]:
        st.html(parts.note(_("您挑选的项目中，{names} 在这里，没有列入上面的比较。", names=_("、").join(apart))))
    event = table(comparing.other_columns(lang), comparing.other_rows(others, cards, lang), key="compare-others", lang=lang)
    if event is not None and event.action == comparing.OPEN:
        state.go("result", id=event.row)


page()
