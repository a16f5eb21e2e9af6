"""费用与指数曲线: the efficient frontier as a chart with its table twin."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import plotly.graph_objects as go
import streamlit as st

from assessment.engine.optimise.best import BestPlan, EfficientPoint
from assessment.model.numbers import plain, shown
from assessment.model.result import Result
from assessment.report.best_words import aim_words, target_title
from assessment.report.words import level_word, money, number
from assessment.ui import parts
from assessment.ui.charts import CONFIG, DARK, FONT, LIGHT, Tokens, level_edges
from assessment.ui.plan_rows import Page

HEIGHT = 340
ROOM = 1.15  # above the highest point, for its words


def draw_curve(page: Page, points: Sequence[EfficientPoint], best: BestPlan, cost_now: Fraction, now: Result) -> None:
    """The curve, the plan as it stands, the cheapest plan for the aim, and the limit on cost."""
    dark = st.context.theme.type == "dark"
    figure = curve(page, points, best, cost_now, now, dark)
    st.plotly_chart(figure, config=CONFIG, theme=None, key="choose-curve")
    with st.expander(page._("以表格查看曲线（{count} 点）", count=len(points))):
        head, rows = twin(page, points)
        st.html(parts.html_table(head, rows, numbers=[0, 1, 3]))


def curve(
    page: Page, points: Sequence[EfficientPoint], best: BestPlan, cost_now: Fraction, now: Result, dark: bool = False
) -> go.Figure:
    """Cost to the right, index upward; a step, since what lies between two points costs what the right one does."""
    _, look, aim = page._, DARK if dark else LIGHT, page.assessment.plan.aim
    figure = go.Figure(layout={"template": None})
    figure.add_scatter(
        x=[float(p.cost) for p in points],
        y=[float(p.index) for p in points],
        mode="lines+markers",
        line={"color": look.bar_edge, "width": 2, "shape": "hv"},
        marker={"color": look.bar_edge, "size": 6},
        name=_("这么多钱能到的最低指数"),
        customdata=[
            [money(_, p.cost), number(p.index), level_word(page.card, p.level, page.language), len(p.chosen)] for p in points
        ],
        hovertemplate=_("%{customdata[0]}<br>指数 %{customdata[1]}<br>%{customdata[2]}<br>%{customdata[3]} 条措施")
        + "<extra></extra>",
    )
    same = (cost_now, now.worst_index) == (best.cost, best.residual.worst_index)
    if best.status != "infeasible":
        name = _("最省方案，也是现在的方案") if same else _("最省方案")
        _mark(figure, look, name, best.cost, best.residual.worst_index, "star", page)
    if not same or best.status == "infeasible":
        _mark(figure, look, _("现在的方案"), cost_now, now.worst_index, "circle-open", page)
    _limits(figure, page, look, points, aim.budget)
    _frame(figure, look, page, max(points[0].index, now.worst_index or Fraction(0)))
    return figure


def _mark(figure: go.Figure, look: Tokens, name: str, cost: Fraction, index: Fraction | None, symbol: str, page: Page) -> None:
    if index is None:
        return
    figure.add_scatter(
        x=[float(cost)],
        y=[float(index)],
        mode="markers+text",
        marker={"symbol": symbol, "size": 13, "color": look.ink, "line": {"width": 2, "color": look.ink}},
        text=[name],
        textposition="top right",
        cliponaxis=False,
        textfont={"color": look.ink, "size": 13},
        name=name,
        hovertemplate=f"{name}<br>{money(page._, cost)}<br>{number(index)}<extra></extra>",
    )


def _limits(figure: go.Figure, page: Page, look: Tokens, points: Sequence[EfficientPoint], budget: Fraction | None) -> None:
    """The edges between levels that the curve comes near, and the limit on cost."""
    highest = max(p.index for p in points)
    for edge, words in level_edges(page.card, page.language):
        if edge <= highest * Fraction(3, 2):
            figure.add_hline(y=float(edge), line={"color": look.ink, "width": 1, "dash": "dash"})
            figure.add_annotation(
                x=1, xref="paper", xanchor="right", y=float(edge), yanchor="bottom", text=words, showarrow=False,
                font={"color": look.second, "size": 12.5},
            )  # fmt: skip
    if budget is not None:
        figure.add_vline(x=float(budget), line={"color": look.missing, "width": 2})
        label = page._("费用上限 {money}", money=money(page._, budget))
        figure.add_annotation(
            x=float(budget),
            y=1,
            yref="paper",
            yanchor="bottom",
            text=label,
            showarrow=False,
            font={"color": look.ink, "size": 12.5},
        )


def _frame(figure: go.Figure, look: Tokens, page: Page, highest: Fraction) -> None:
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 56, "r": 16, "t": 28, "b": 48},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": look.ink},
        hoverlabel={"font": {"family": FONT, "size": 13}},
        showlegend=False,
        dragmode=False,
    )
    figure.update_xaxes(
        title=page._("费用（万元）"), rangemode="tozero", gridcolor=look.line, zerolinecolor=look.line, fixedrange=True
    )
    figure.update_yaxes(
        title=page._("综合指数（预期）"),
        range=[0, float(highest) * ROOM],
        gridcolor=look.line,
        zerolinecolor=look.line,
        fixedrange=True,
    )


def twin(page: Page, points: Sequence[EfficientPoint]) -> tuple[list[str], list[list[str]]]:
    """The same as a table."""
    _ = page._
    rows = [[plain(p.cost), number(p.index), level_word(page.card, p.level, page.language), str(len(p.chosen))] for p in points]
    return [_("费用（万元）"), _("指数"), _("等级"), _("措施数")], rows


def curve_words(page: Page, points: Sequence[EfficientPoint], best: BestPlan, alone: BestPlan | None) -> Iterator[str]:
    """What the curve says from end to end, what the level alone costs (`alone`), and why the cheapest plan may lie above it."""
    _, first, last = page._, points[0], points[-1]
    yield _(
        "从 {first}（{from_cost}）降到 {last}（{to_cost}），多花 {more}，指数再降 {saved}。",
        first=number(first.index),
        last=number(last.index),
        from_cost=money(_, first.cost),
        to_cost=money(_, last.cost),
        more=money(_, last.cost - first.cost),
        saved=shown(first.index - last.index),
    )
    if best.status == "infeasible":
        return
    if alone is not None and alone.cost < best.cost:
        asked = aim_words(_, page.card, page.assessment.plan.aim, page.language)
        kinds = [kind for kind in ("answer_all", "worst_band") if getattr(page.assessment.plan.aim, kind)]
        yield _(
            "只求达到“{target}”，最少 {cost}；另要求{conditions}，多 {more}。",
            target=target_title(page.card, page.assessment.plan.aim, page.language),
            cost=money(_, alone.cost),
            conditions=_("、").join(asked[kind] for kind in kinds),
            more=money(_, best.cost - alone.cost),
        )
    reach = best.residual.worst_index
    if any(p.cost <= best.cost and reach is not None and p.index < reach for p in points):
        yield _("曲线只求指数最低，不管升级规则，也不要求每项风险都有措施；最省方案要同时满足，所以在曲线上方。")
