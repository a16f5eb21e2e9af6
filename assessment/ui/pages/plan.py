"""措施: by risk, highest contribution first, tick what answers it; above, what remains; below, what is chosen."""

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from assessment import service
from assessment.engine.remaining import remaining
from assessment.report.excel import XLSX
from assessment.report.naming import file_name
from assessment.ui import flip_view, parts, plan_actions, plan_forms, review_view, state
from assessment.ui.plan_bar import STYLE, bar
from assessment.ui.plan_figures import Figures, FiredVeto, Risk, figures
from assessment.ui.plan_rows import Page, chosen_columns, chosen_rows, risk_columns, risk_rows
from assessment.ui.plan_sheet import summary_table
from assessment.ui.rating_data import clock
from assessment.ui.table import table

TABLES = ("plan-risks-due", "plan-risks-open", "plan-risks-others", "plan-risks-one", "plan-chosen")
ROWS = 1000  # a plan is one list: it is read and printed whole, not paged


@st.fragment
@state.guarded()
def body() -> None:
    """The whole page: a tick changes every part of it, while the frame around it stays."""
    case = state.current_case()
    if case is None:
        parts.no_project()
    if plan_actions.act(case, TABLES):
        case = state.current_case() or case
    plan_actions.drawn(case)
    plan_actions.open_asked(case)
    page = Page(state.tr(), state.language(), case.scorecard, case.assessment, not case.archived)
    facts = figures(case.scorecard, case.assessment, case.result, case.residual, case.now, date.today())
    _top(case, page, facts)
    only_open = _tools(case, page, facts)
    _by_risk(page, facts, only_open)
    _review(page, facts)
    _chosen(case, page, facts)
    flip_view.critical_section(page._, case, page.language)


def _top(case: service.Case, page: Page, facts: Figures) -> None:
    _ = page._
    saved = _("✓ 已保存 {at}", at=clock(case.changed_at))
    with st.container(key="plan-bar"):
        with parts.header(case, _("措施"), f'<span class="s-second">{escape(saved)}</span>'):
            st.button(_("撤销上一步"), key="plan-undo", on_click=plan_actions.take_back, args=(case.id,), disabled=case.archived)
            st.download_button(
                _("导出措施表"),
                data=lambda: summary_table(page),
                file_name=file_name(page.assessment.project.name, _("防范化解措施汇总表"), kind="xlsx"),
                mime=XLSX,
                on_click="ignore",
                key="plan-export",
                disabled=not page.assessment.plan.measures,
            )
        left = remaining(page.card, page.assessment, case.residual, case.now, case.lasting)
        st.html(bar(_, page.language, page.card, case.result, left, facts))
        plan_actions.said()  # in the bar, so that it is seen wherever in the list the tick was


def _tools(case: service.Case, page: Page, facts: Figures) -> bool:
    """What is still to be answered, and three ways to answer it: only the open ones, one by one, all at once."""
    _, due, open_ = page._, len(facts.due), len(facts.open)
    counts = _(
        "“{band}”及以上 {due} 项，已有措施或理由 {answered}，还没有 {open}",
        band=_answer_from(page),
        due=due,
        answered=due - open_,
        open=open_,
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="plan-tools"):
        heading = f'<h2>{escape(_("按贡献从高到低"))}</h2><span class="s-second">{escape(counts)}</span>'
        st.html(f'<div class="s-head" id="by-risk">{heading}</div>', width="stretch")
        only_open = st.toggle(_("只看还没有措施的"), key="plan-open-only")
        st.button(
            _("下一项还没有的"),
            key="plan-next",
            on_click=plan_actions.next_open,
            args=([risk.before.id for risk in facts.open],),
            disabled=not facts.open,
        )
        st.button(
            _("为每项风险选上全部建议措施（{count} 条）", count=len(facts.suggested)),
            key="plan-suggested",
            type="primary" if facts.open else "secondary",
            on_click=plan_actions.choose_all,
            args=(case.id, facts.suggested),
            disabled=not facts.suggested or case.archived,
        )
    return only_open


def _answer_from(page: Page) -> str:
    return page.card.bands[page.card.band_rank[page.card.answer_from]].title.in_(page.language)


def _by_risk(page: Page, facts: Figures, only_open: bool) -> None:
    _, focus = page._, plan_actions.one_risk()
    if focus in {risk.before.id for risk in facts.risks}:
        _one_risk(page, facts, focus)
        return
    if only_open:
        open_vetoes = [fired for fired in facts.vetoes if not fired.expected]
        _risks(page, facts.open, open_vetoes, "open", _("每一项都有措施或理由了。"))
        return
    _risks(
        page,
        facts.due,
        facts.vetoes,
        "due",
        _("没有风险达到“{band}”。还没有打完分的，先去打分。", band=_answer_from(page)),
    )
    if not facts.due and any(risk.before.levels is None for risk in facts.others):
        parts.link("rate", _("去打分"))
    if facts.others:
        label = _("其余 {count} 项：未到“{band}”，或还没有打分", count=len(facts.others), band=_answer_from(page))
        if st.toggle(label, key="plan-others"):
            _risks(page, facts.others, (), "others", "")


def _one_risk(page: Page, facts: Figures, focus: str) -> None:
    """One risk alone, as a link or «下一项还没有的» asks for it."""
    _ = page._
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        label = page.card.indicators[focus].label.in_(page.language)
        st.html(f'<span class="s-second">{escape(_("只看 {risk}", risk=label))}</span>', width="content")
        st.button(_("看全部风险"), key="plan-all", on_click=plan_actions.show_all)
    vetoes = [fired for fired in facts.vetoes if fired.veto.indicator == focus]
    _risks(page, [risk for risk in facts.risks if risk.before.id == focus], vetoes, "one", "")


def _risks(page: Page, risks: Sequence[Risk], vetoes: Sequence[FiredVeto], part: str, empty: str) -> None:
    rows = risk_rows(page, risks, vetoes)
    table(risk_columns(page), rows, key=f"plan-risks-{part}", lang=page.language, page=ROWS, empty=empty)


def _review(page: Page, facts: Figures) -> None:
    """What a reviewer would send back."""
    _, found = page._, facts.problems
    if not found:
        st.html(parts.note(_("审查意见：没有需要处理的问题。")))
        return
    label = _("审查意见：{counts}", counts=review_view.counts(_, found))
    with st.expander(label, expanded=len(found) <= 5, key="plan-review-fold"):
        review_view.show(page.card, found, "plan-review")


def _chosen(case: service.Case, page: Page, facts: Figures) -> None:
    _ = page._
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="plan-chosen-head"):
        title = _("已选措施（{count} 条）", count=facts.chosen)
        second = _("预期值只用于比较方案；剩余风险以佐证核实后的为准")
        heading = f'<h2>{escape(title)}</h2><span class="s-second">{escape(second)}</span>'
        st.html(f'<div class="s-head" id="chosen">{heading}</div>', width="stretch")
        if st.button(_("自拟措施…"), key="plan-own", disabled=case.archived):
            plan_forms.open_own(case, None)
    if not page.assessment.plan.measures:
        parts.empty(_("还没有选措施"), _("在上面的风险下打勾，或一次选上全部建议措施。"))
        return
    rows = chosen_rows(page, facts, date.today())
    table(chosen_columns(page), rows, key="plan-chosen", lang=page.language, page=ROWS)
    parts.link("work", _("去“落实”页：各单位的工作单、时间表、费用和等级要求"))


st.html(STYLE)
body()
