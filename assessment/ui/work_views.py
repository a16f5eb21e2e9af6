"""The other views of the plan as work: its time, its money, what the level asks for, every body's sheet to print."""

from collections.abc import Callable, Mapping
from fractions import Fraction

import streamlit as st

from assessment.engine.work import costs_by_body, costs_by_funding
from assessment.report.words import money
from assessment.ui import parts, work_print
from assessment.ui.charts import CONFIG
from assessment.ui.timeline import dated, timeline, twin
from assessment.ui.work_charts import cost_bars
from assessment.ui.work_words import (
    Work,
    asked_by,
    bodies_words,
    body_word,
    duty_code,
    duty_proof,
    duty_sources,
    duty_when,
    funding_word,
    rhythm,
)


def time(work: Work) -> None:
    _ = work._
    without = len(work.tasks) - len(dated(work.tasks))
    beside = _("按完成期限先后；虚线为今天，菱形为等级要求") + (
        _("；{count} 条没有起止日期，未画出", count=without) if without else ""
    )
    parts.heading(_("时间表"), beside)
    if dated(work.tasks) or any(duty.dates for duty in work.duties):
        dark = st.context.theme.type == "dark"
        st.plotly_chart(timeline(work, dark), config=CONFIG, theme=None, key="work-timeline")
    with st.expander(_("以表格查看时间表")):
        head, rows = twin(work)
        st.html(parts.html_table(head, rows, numbers=[4]))


def costs(work: Work) -> None:
    _ = work._
    left, right = st.columns(2, gap="large")
    lead = {body_word(work, name): value for name, value in costs_by_body(work.tasks).items()}
    source = {funding_word(work, name): value for name, value in costs_by_funding(work.tasks).items()}
    for place, key, title, head, costs in (
        (left, "body", _("按责任单位"), _("责任单位"), lead),
        (right, "funding", _("按资金来源"), _("资金来源"), source),
    ):
        with place:
            _cost(work, key, title, head, costs)


def _cost(work: Work, key: str, title: str, head: str, costs: Mapping[str, Fraction]) -> None:
    _ = work._
    parts.heading(title, _("失效的措施不计"))
    if costs:
        dark = st.context.theme.type == "dark"
        st.plotly_chart(cost_bars(work, costs, dark), config=CONFIG, theme=None, key=f"work-costs-{key}")
    rows = [[name, money(_, value)] for name, value in costs.items()]
    rows.append([_("合计"), money(_, sum(costs.values(), Fraction(0)))])
    st.html(parts.html_table([head, _("费用")], rows, numbers=[1], shape="narrow"))


def asked(work: Work) -> None:
    _ = work._
    parts.heading(_("等级要求"), _("由等级得出，不论选了哪些措施"))
    if not work.duties:
        parts.empty(_("打分表对这个等级没有要求。"))
        return
    rows = [
        [
            duty_code(work, duty),
            duty.obligation.text.in_(work.language),
            asked_by(work, duty),
            body_word(work, duty.obligation.responsible_body.zh),
            bodies_words(work, [each.zh for each in duty.obligation.assisting_bodies]) or "—",
            rhythm(work, duty),
            duty_when(work, duty),
            duty_proof(work, duty) or "—",
            duty_sources(work, duty),
        ]
        for duty in work.duties
    ]
    head = [_("编号"), _("要求"), _("由何而来"), _("责任单位"), _("配合单位"), _("时间"), _("日期"), _("佐证"), _("依据")]
    st.html(parts.html_table(head, rows, shape="w-asked"))


def sheets(work: Work) -> None:
    _ = work._
    with st.container(key="noprint-work-hint"):
        st.html(parts.second(_("点“打印”，每个单位从新的一页开始；页面设为横向更宽松。")))
    st.html(work_print.sheets(work))


DRAWN: dict[str, Callable[[Work], None]] = {"time": time, "costs": costs, "asked": asked, "sheets": sheets}
