"""选方案: say what to reach and within which limits; see the cheapest plan that does, what each measure is for, and what more
money would buy. Nothing enters the plan before 采用此方案."""

from html import escape

import streamlit as st

from assessment import service
from assessment.engine.optimise.best import BestPlan
from assessment.engine.planning import lead_days
from assessment.report.best_words import until_proven_lines, verdict
from assessment.report.obstacle_words import lowest_title
from assessment.report.words import money, number
from assessment.ui import aim_form, choose_actions, parts, state, ways_out
from assessment.ui.choose_rows import columns, dropped, rows, second_rows
from assessment.ui.choose_work import ALTERNATIVES, best_of, curve_of, for_the_level_alone, next_of
from assessment.ui.curve import curve_words, draw_curve
from assessment.ui.plan_rows import Page
from assessment.ui.table import table


@st.fragment
@state.guarded()
def body() -> None:
    case = state.current_case()
    if case is None:
        parts.no_project()
    if choose_actions.act(case):
        case = state.current_case() or case
    page = Page(state.tr(), state.language(), case.scorecard, case.assessment, not case.archived)
    _ = page._
    with parts.header(case, _("选方案")):
        st.button(_("撤销上一步"), key="choose-undo", on_click=choose_actions.take_back, args=(case.id,), disabled=case.archived)
    choose_actions.said()
    aim_form.form(case, page)
    with st.spinner(_("正在求最省方案……"), show_time=False):
        best = best_of(case)
    _verdict(case, page, best)
    above = st.container(key="choose-curve-place")
    _measures(case, page, best)
    if best.status != "infeasible" and best.chosen:
        _second(case, page, best)
    with above:
        _curve(case, page, best)


def _verdict(case: service.Case, page: Page, best: BestPlan) -> None:
    """The sentence, the figures, and the one button that takes the plan over; or what is in the way."""
    _ = page._
    said = verdict(_, page.card, best, page.language)
    if best.status == "infeasible":
        ways_out.infeasible(case, page, best, said)
        return
    badge = parts.level_badge(best.residual.level, page.card, page.language, dashed=True)
    planned = [p for p in best.assessment.plan.measures if p.status != "lapsed"]
    days = max((lead for p in planned if (lead := lead_days(page.card, p)) is not None), default=0)
    figures = [
        (_("落实措施后（预期）"), f"{number(best.residual.worst_index)} {badge}"),
        (_("费用"), escape(money(_, best.cost))),
        (_("比现在的方案"), escape(_difference(page, best))),
        (_("措施"), escape(_("{count} 条", count=len(best.chosen)))),
        (_("最长周期"), escape(_("{days} 天", days=days))),
    ]
    cells = "".join(f"<div><small>{escape(label)}</small><b>{value}</b></div>" for label, value in figures)
    with st.container(border=True, key="choose-verdict"):
        st.html(f'<div class="c-says">{escape(said)}</div><div class="c-figures">{cells}</div>')
        if best.chosen:
            stages = "".join(f"<li>{escape(line)}</li>" for line in until_proven_lines(_, page.card, best, page.language))
            st.html(f'<ul class="c-list">{stages}</ul>')
        same = best.chosen == choose_actions.current(case.assessment)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                _("采用此方案"),
                key="choose-adopt",
                type="primary",
                on_click=choose_actions.adopt,
                args=(case, sorted(best.chosen)),
                disabled=same or case.archived,
            )
            beside = _("现在的方案就是它。") if same else _("采用后到“措施”页填责任岗位和日期；“撤销上一步”可一次收回。")
            st.html(parts.second(beside), width="stretch")
            parts.link("plan", _("去“措施”页"))


def _difference(page: Page, best: BestPlan) -> str:
    """How the cost differs from that of the plan as it stands."""
    now = choose_actions.cost_now(page.card, page.assessment)
    if now == best.cost:
        return page._("一样")
    words = money(page._, abs(now - best.cost))
    return page._("省 {money}", money=words) if best.cost < now else page._("多 {money}", money=words)


def _measures(case: service.Case, page: Page, best: BestPlan) -> None:
    _ = page._
    title = _("最省方案的措施（{count} 条）", count=len(best.chosen))
    if best.status == "infeasible":
        title = lowest_title(_, best)
    parts.heading(title, "" if case.archived else _("点“必选”“不选”后马上重算"))
    nothing = _("不需要措施。") if best.status != "infeasible" else _("没有可选的措施。")
    table(
        columns(page, bool(best.why)),
        rows(page, best),
        key="choose-measures",
        lang=page.language,
        page=1000,
        empty=nothing,
        search=True,
    )
    left = dropped(page, best)
    if left:
        with st.expander(_("现在的方案里有、这个方案用不着的（{count} 条）", count=len(left)), expanded=False):
            table(columns(page), left, key="choose-dropped", lang=page.language, page=1000)


def _second(case: service.Case, page: Page, best: BestPlan) -> None:
    """On demand: the next plans by cost, and how they differ."""
    _ = page._
    with st.expander(_("次优方案")):
        if not st.toggle(_("算出其次的 {count} 个方案", count=ALTERNATIVES), key="choose-second"):
            return
        with st.spinner(_("正在求次优方案……")):
            found = next_of(case, best)
        if not found:
            st.html(parts.second(_("没有别的方案：其他能达到的，都只是在这个方案上再加措施。")))
            return
        head = [_("方案"), _("费用"), _("多花"), _("指数"), _("换上"), _("换下")]
        st.html(parts.html_table(head, second_rows(page, best, found), numbers=[1, 2, 3]))
        with st.container(horizontal=True, gap="small"):
            for place, plan in enumerate(found, 2):
                st.button(
                    _("采用第 {place} 个方案", place=place),
                    key=f"choose-adopt-{place}",
                    on_click=choose_actions.adopt,
                    args=(case, sorted(plan.chosen)),
                    disabled=case.archived or plan.chosen == choose_actions.current(case.assessment),
                )


def _curve(case: service.Case, page: Page, best: BestPlan) -> None:
    """费用与指数: drawn last, with progress; whatever is clicked meanwhile comes first."""
    _ = page._
    if page.card.index != "weighted":
        return
    parts.heading(
        _("多花钱能降到多低"), _("每一点都是这么多钱能做到的最低指数；依法必做的和您必选的已计入，不受目标和费用上限限制")
    )
    place = st.empty()
    points = curve_of(case, lambda done: place.progress(float(done), text=_("正在算费用与指数的曲线……")))
    place.empty()
    if not points:
        st.html(parts.second(_("现在的条件互相矛盾，没有曲线可画。")))
        return
    if len(points) == 1:
        only = _("没有措施能再降指数：{index}，费用 {cost}。", index=number(points[0].index), cost=money(_, points[0].cost))
        st.html(parts.second(only))
        return
    draw_curve(page, points, best, choose_actions.cost_now(page.card, page.assessment), case.residual)
    for line in curve_words(page, points, best, for_the_level_alone(case)):
        st.html(parts.second(line))


st.html(choose_actions.STYLE)
body()
