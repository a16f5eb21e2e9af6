"""落实: the plan as work: what remains, who does what until when, what it costs, what the level asks for."""

from datetime import date
from html import escape

import streamlit as st

from assessment import service
from assessment.engine.work import Share
from assessment.report.excel import XLSX
from assessment.report.naming import file_name
from assessment.report.words import few
from assessment.ui import parts, plan_bar, state, work_print, work_rows, work_views
from assessment.ui.table import table
from assessment.ui.work_left import by_dimension, by_factor
from assessment.ui.work_report import open_report
from assessment.ui.work_sheets import work_book
from assessment.ui.work_words import (
    Work,
    body_word,
    duty_code,
    separating,
    share_words,
    summary_words,
    whole_cost,
    work_of,
)

VIEWS = ("bodies", "time", "costs", "asked", "sheets")
NOBODY = "-"  # in the address: the measures that no body leads yet


def page() -> None:
    case = state.current_case()
    if case is None:
        parts.no_project()
    work = work_of(state.tr(), state.language(), case, date.today())
    view = state.from_url("view", VIEWS, "bodies")
    with st.container(key="noprint-work-top" if view == "sheets" else "work-top"):
        _head(case, work)
        if not work.tasks:
            _nothing(work)
            if not work.duties:
                return
        _left(case, work)
        _views(work, view)
    if view == "bodies":
        _bodies(case, work)
    else:
        work_views.DRAWN[view](work)


def _head(case: service.Case, work: Work) -> None:
    _ = work._
    with parts.header(case, _("落实")):
        parts.print_button(_("打印"))
        st.download_button(
            _("导出落实工作单"),
            data=lambda: work_book(work),
            file_name=file_name(work.assessment.project.name, _("落实工作单"), kind="xlsx"),
            mime=XLSX,
            on_click="ignore",
            key="work-export",
            disabled=not work.tasks and not work.duties,
        )


def _nothing(work: Work) -> None:
    _ = work._
    with parts.empty(_("方案里还没有措施"), _("先到“措施”页选措施，这里再按单位列出谁何时做什么。")):
        if st.button(_("去选措施"), key="work-to-plan", type="primary"):
            state.go("plan")


def _left(case: service.Case, work: Work) -> None:
    """三个剩余风险, what separates them, and how far the work is."""
    _ = work._
    st.html(f'<div class="p-bar w-left">{plan_bar.stages(_, work.language, work.card, case.result, work.left)}</div>')
    st.html(f'<div class="w-says">{"".join(f"<div>{escape(line)}</div>" for line in separating(work))}</div>')
    with st.expander(_("按维度、因素看三个剩余风险")):
        head, rows = by_dimension(work, case.result)
        st.html(parts.html_table(head, rows, numbers=range(1, len(head)), row_heads=True))
        head, rows = by_factor(work, case.result)
        st.html(parts.html_table(head, rows, row_heads=True))
    _counts(work)


def _counts(work: Work) -> None:
    _, live = work._, work.live
    late, soon = sum(task.late(work.today) for task in live), sum(task.soon(work.today) for task in live)
    counts = [
        ("", len(live), _("条措施")),
        ("", sum(task.status == "verified" for task in live), _("条已核实")),
        ("", sum(task.status == "done" for task in live), _("条已完成，待核实")),
        ("", sum(task.status == "in_progress" for task in live), _("条进行中")),
        ("", sum(task.status == "planned" for task in live), _("条未开始")),
        ("", soon, _("条 30 天内到期")),
        ("late" if late else "", late, _("条已过期限")),
    ]
    if lapsed := len(work.tasks) - len(live):
        counts.append(("", lapsed, _("条已失效，不计")))
    items = "".join(f'<span class="{kind}"><b>{count}</b>{escape(words)}</span>' for kind, count, words in counts)
    st.html(f'<div class="w-counts">{items}<span>{escape(_("费用"))} <b>{escape(whole_cost(work))}</b></span></div>')


def _views(work: Work, chosen: str) -> None:
    _ = work._
    words = {
        "bodies": _("按单位"),
        "time": _("时间表"),
        "costs": _("费用"),
        "asked": _("等级要求（{count} 项）", count=len(work.duties)),
        "sheets": _("全部工作单（打印）"),
    }
    state.fill("work-view", chosen)
    st.segmented_control(
        _("看什么"),
        VIEWS,
        format_func=words.__getitem__,
        required=True,
        key="work-view",
        label_visibility="collapsed",
        on_change=state.to_url,
        args=("view", "work-view", "bodies"),
    )


# By body


def _bodies(case: service.Case, work: Work) -> None:
    _, shares = work._, {share.body or NOBODY: share for share in work.shares}
    task = next((task for task in work.tasks if task.measure == state.asked("measure")), None)
    asked = state.asked("body") if task is None else task.body or NOBODY
    chosen = asked if asked in shares else next(iter(shares))
    state.fill("work-body", chosen)
    st.selectbox(
        _("按单位"),
        list(shares),
        format_func=lambda name: _option(work, shares[name]),
        key="work-body",
        on_change=state.to_url,
        args=("body", "work-body"),
        label_visibility="collapsed",
    )
    share = shares[chosen]
    parts.heading(body_word(work, share.body), summary_words(work, share))
    _due_next(work, share)
    event = table(work_rows.columns(work), work_rows.rows(work, share), key="work-tasks", lang=work.language, page=1000)
    if event is not None and event.action == work_rows.REPORT:
        open_report(case, work, event.row)
    elif task is not None:
        state.address(body=chosen, measure=None)
        if work.open:
            open_report(case, work, task.measure)


def _option(work: Work, share: Share) -> str:
    _ = work._
    return _("{title}（{rest}）", title=body_word(work, share.body), rest=share_words(work, share))


def _due_next(work: Work, share: Share) -> None:
    """What is overdue, and what is due within 30 days, of the measures it leads and of what the level asks."""
    _, today = work._, work.today
    late = [_dated(task.measure, task.due) for task in share.leads if task.late(today)]
    if late:
        st.html(parts.note(_("已过期限：{measures}。", measures=few(_, late)), "alarm"))
    soon = [_dated(task.measure, task.due) for task in share.leads if task.soon(today)]
    soon += [_dated(duty_code(work, d), d.next) for d in work.duties_of(share.body) if d.next and (d.next - today).days <= 30]
    if soon:
        st.html(parts.note(_("30 天内到期：{measures}。", measures=few(_, soon)), "missing"))
    elif not late:
        st.html(parts.second(_("牵头的事项 30 天内没有到期的。")))


def _dated(name: str, day: date | None) -> str:
    return state.tr()("{title}（{rest}）", title=name, rest=day)


st.html(plan_bar.STYLE)
st.html(work_print.STYLE)
page()
