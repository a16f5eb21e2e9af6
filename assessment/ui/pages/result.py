"""结果: the sentence first, then what it rests on, down to each rating."""

from datetime import date
from html import escape

import streamlit as st

from assessment import service
from assessment.engine.methods import axes
from assessment.engine.ranking import contribution, ranked
from assessment.engine.replay import replay
from assessment.engine.review import review
from assessment.i18n import Translate
from assessment.report import verdict
from assessment.report.excel import XLSX
from assessment.report.figure_words import figure_lines
from assessment.report.naming import file_name
from assessment.report.words import axis_word, number, stage_word
from assessment.ui import (
    charts,
    factor_table,
    findings,
    flip_view,
    grids,
    parts,
    replay_view,
    review_view,
    reviewing,
    state,
    trial,
)
from assessment.ui.result_export import result_workbook
from assessment.ui.table import Cell, Column, Row, table

NEAREST = 4  # missing answers that have a link right under the sentence
BARS = 12  # factors drawn for a card without a matrix; the table has all


def page() -> None:
    _, lang = state.tr(), state.language()
    case = state.current_case()
    if case is None:
        parts.no_project()
    stage = stage_word(_, case.assessment.stage)
    day = case.assessment.date.isoformat() if case.assessment.date else "—"
    with parts.header(case, _("结果"), f'<span class="s-second">{_("评估日期 {day}", day=day)} · {stage}</span>'):
        parts.print_button(_("打印"))
        st.download_button(
            _("导出 Excel"),
            lambda: result_workbook(case.scorecard, case.assessment, case.result, lang),
            file_name(case.assessment.project.name, _("结果"), kind="xlsx"),
            XLSX,
            key="export-result",
            on_click="ignore",
        )
        if st.button(_("选措施"), key="to-plan", type="primary"):
            state.go("plan")
    st.html(grids.css())
    st.html(findings.verdict_card(case.scorecard, case.result, lang))
    if case.result.overrides:
        st.html(parts.note(_("{count} 处改级，见下面“改级及理由”。", count=len(case.result.overrides)), "missing"))
    _nearest_gaps(_, case, lang)
    rules = verdict.rules(case.scorecard, case.result, lang)
    left, right = st.columns([48, 52], gap="small")
    with left, st.container(border=True):
        _risks(_, case, lang)
    with right, st.container(border=True):
        _dimensions(_, case, lang)
        st.html(findings.sources_line(case.scorecard, case.result, rules, lang))
    _level(_, case, lang, rules)
    flip_view.flip_section(_, case, lang, _dark())
    _before_and_after(_, case, lang)
    _factors(_, case, lang)
    _overrides(_, case, lang)
    left, right = st.columns(2, gap="small")
    with left, st.container(border=True):
        _not_applicable(_, case, lang)
    with right, st.container(border=True):
        _missing(_, case, lang)
    _review(_, case)
    _another_edition(_, case, lang)


def _nearest_gaps(_: Translate, case: service.Case, lang: str) -> None:
    """Links to the first missing answers, and how many more there are."""
    card, result = case.scorecard, case.result
    wanted = [(name, card.indicators[name].name) for name in result.unrated]
    wanted += [(card.veto[veto][0].id, _("否决 {veto}", veto=veto)) for veto in result.unanswered_vetoes]
    if not wanted:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="nearest-gaps"):
        st.html(f'<span class="s-second">{escape(_("缺的："))}</span>', width="content")
        for indicator, name in wanted[:NEAREST]:
            place = reviewing.rating_place(indicator)
            parts.link(
                place.page, _("{code} {title}", code=name, title=card.indicators[indicator].title.in_(lang)), **place.query
            )
        if len(wanted) > NEAREST:
            st.html(
                f'<span class="s-second">{escape(_("等 {count} 项，见下面“缺什么”", count=len(wanted)))}</span>',
                width="content",
            )


def _risks(_: Translate, case: service.Case, lang: str) -> None:
    """The matrix with the ranks on it; bars where the method has no matrix."""
    card, result = case.scorecard, case.result
    if axes(card) == ("likelihood", "consequence"):
        parts.heading(_("风险矩阵"), _("数字为贡献名次，见因素表"))
        st.html(grids.risk_matrix(card, result, lang))
        return
    first = ranked(result)[:BARS]
    parts.heading(_("贡献最大的因素"), _("前 {count} 项，次序按贡献，条长为单因素风险；全部见因素表", count=len(first)))
    if not first:
        st.html(parts.note(_("还没有打分。")))
        return
    figure = charts.factor_bars(card, first, lang, _dark())
    st.plotly_chart(
        figure, theme=None, config=charts.CONFIG, key="factor-bars", alt=_("贡献最大的因素的单因素风险，数字见因素表")
    )
    st.html(grids.band_legend(card, lang))


def _dimensions(_: Translate, case: service.Case, lang: str) -> None:
    card, result = case.scorecard, case.result
    total = number(contribution(result.dimensions))
    whole = _("按贡献排；贡献合计 {total}", total=total)
    beside = (
        _("按贡献排；本表不计指数，贡献不相加")
        if card.index == "none"
        else whole
        if result.index is None
        else _("{whole}，即综合指数", whole=whole)
        if not result.unrated
        else _("{whole}，斜线为未评的最多再加", whole=whole)
    )
    parts.heading(_("各维度"), beside)
    figure = charts.dimension_bars(card, result, lang, _dark())
    st.plotly_chart(figure, theme=None, config=charts.CONFIG, key="dimension-bars", alt=_("各维度指数和贡献，数字见下表"))
    with st.expander(_("看表：各维度"), key="dimension-twin"):
        st.html(findings.dimension_table(card, result, lang))


def _level(_: Translate, case: service.Case, lang: str, rules: tuple[verdict.Rule, ...]) -> None:
    """Index, escalations and vetoes with their state; vetoes answered no are folded."""
    quiet = [rule for rule in rules if rule.kind == "veto" and rule.state == "not_fired"]
    parts.heading(_("等级怎么得出"), _("按顺序看指数、升级规则、否决，取最重的一级"))
    st.html(findings.rules_table(case.scorecard, [rule for rule in rules if rule not in quiet], lang))
    if quiet:
        with st.expander(_("其余否决 {count} 问，均答“否”", count=len(quiet)), key="quiet-vetoes"):
            st.html(findings.rules_table(case.scorecard, quiet, lang))


def _before_and_after(_: Translate, case: service.Case, lang: str) -> None:
    """初始 and the three that remain side by side, once there is a plan."""
    if not case.assessment.plan.measures:
        return
    parts.heading(
        _("落实措施前后"), _("预期：计划的措施都做完；目前：只算已核实的措施；到此为止：不再推进，须持续落实的措施失效")
    )
    states = (
        (_("初始"), case.result, False),
        (_("预期"), case.residual, True),
        (_("目前"), case.now, False),
        (_("到此为止"), case.lasting, False),
    )
    st.html(findings.states_table(case.scorecard, states, lang))


def _factors(_: Translate, case: service.Case, lang: str) -> None:
    card, result = case.scorecard, case.result
    order = ranked(result)
    top, total = contribution(order[:10]), contribution(order)
    beside = _("{count} 项，按贡献从大到小", count=len(result.factors))
    if total and len(order) > 10:
        beside += _("；前 10 项占 {share}", share=charts.percent(top / total))
    parts.heading(_("因素表"), beside)
    rows = factor_table.rows(card, case.assessment, result, lang)
    event = table(factor_table.columns(card, lang), rows, key="factors", lang=lang, search=True)
    if event is not None and event.action == factor_table.RATE:
        state.go("rate", focus=event.row)
    if event is not None and event.action == factor_table.PLAN:
        state.go("plan", indicator=event.row)


def _overrides(_: Translate, case: service.Case, lang: str) -> None:
    """改级及理由: both levels side by side, what the figures are, and why another level was chosen."""
    card, overrides = case.scorecard, case.result.overrides
    if not overrides:
        return
    parts.heading(_("改级及理由"), _("{count} 处；所取等级与数据不同，理由供审查", count=len(overrides)))
    columns = (
        Column("indicator", _("指标"), width="22%"),
        Column("side", _("轴"), width="84px"),
        Column("figures", _("数据"), width="26%", hide_on_narrow=True),
        Column("levels", _("按数据→改取"), align="center", width="112px"),
        Column("reason", _("改级理由")),
        Column("go", "", width="88px", sortable=False),
    )
    rows = []
    for place, each in enumerate(overrides):
        indicator = card.indicators[each.indicator]
        cells: dict[str, Cell | str] = {
            "indicator": Cell(indicator.label.in_(lang), strong=True),
            "side": axis_word(_, each.axis),
            "figures": _("；").join(figure_lines(card, case.assessment, indicator, each.axis, lang)),
            "levels": Cell(f"{each.by_figures}→{each.chosen}", strong=True, sort=each.chosen - each.by_figures),
            "reason": each.reason,
            "go": Cell(_("去核对"), link="mend"),
        }
        rows.append(Row(f"{each.indicator}/{place}", cells))
    event = table(columns, rows, key="overrides", lang=lang)
    if event is not None and event.action == "mend":
        state.go("rate", focus=event.row.partition("/")[0])


def _not_applicable(_: Translate, case: service.Case, lang: str) -> None:
    head, rows = findings.not_applicable(case.scorecard, case.assessment, case.result, lang)
    parts.heading(_("不适用及依据"), _("{count} 项", count=len(rows)))
    if not rows:
        st.html(parts.note(_("全部指标都适用。")))
        return
    st.html(parts.html_table(head, rows))
    parts.link("project", _("核对筛查事实"))


def _missing(_: Translate, case: service.Case, lang: str) -> None:
    card, result = case.scorecard, case.result
    parts.heading(_("缺什么"))
    kinds = (
        (_("未评的指标"), reviewing.unrated(card, result)),
        (_("未答的否决"), reviewing.unanswered_vetoes(card, result)),
        (_("已评但没有佐证的指标"), reviewing.without_evidence(card, case.assessment, result)),
    )
    if not any(gaps for _title, gaps in kinds):
        st.html(parts.note(_("指标和否决都已答完，每项都有佐证。")))
        return
    if not result.provisional:
        st.html(f'<div class="s-second">{escape(_("指标和否决都已答完。"))}</div>')
    for title, gaps in kinds:
        if not gaps:
            continue
        count = sum(len(gap.codes) for gap in gaps)
        st.html(f"<strong>{escape(_('{title}：{count} 项', title=title, count=count))}</strong>")
        for gap in gaps:
            place = reviewing.rating_place(gap.first)
            words = _("{dimension}：{codes}", dimension=card.sheet[gap.dimension].title.in_(lang), codes=_("、").join(gap.codes))
            parts.link(place.page, words, **place.query)


def _review(_: Translate, case: service.Case) -> None:
    problems = review(case.scorecard, case.assessment, date.today())
    parts.heading(_("审查意见"), _("缺的答案见上；每条都能点到要处理的地方"))
    missing = case.result.provisional
    review_view.show(case.scorecard, problems, "review", _("除缺的答案外，没有需要处理的问题。") if missing else "")


def _another_edition(_: Translate, case: service.Case, lang: str) -> None:
    """换一版重算: the same answers under another edition of the scorecard; nothing is stored."""
    parts.heading(_("换一版重算"), _("同样的打分放到另一版打分表里会怎样；只是试算，不改动项目"))
    editions = trial.others(case.scorecard, state.catalogue().editions)
    if not editions:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="noprint-no-edition"):
            st.html(parts.second(_("这套打分表没有别的版本。")), width="content")
            parts.link("trial", _("试改一版"))
        return
    with st.container(key="noprint-another"):
        chosen = st.selectbox(
            _("另一版"),
            list(editions),
            index=None,
            format_func=lambda digest: editions[digest][0],
            placeholder=_("选择版本"),
            key="another-edition",
            width=380,
            label_visibility="collapsed",
        )
    if chosen in editions:
        name, card = editions[chosen]
        st.html(replay_view.attribution(_, replay(case.scorecard, card, case.assessment), name, lang))


def _dark() -> bool:
    return st.context.theme.type == "dark"


page()
