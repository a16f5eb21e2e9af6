"""时间表: the chosen measures as bars from start to due, earliest due first. No body has a colour of its own: names say
who, fills and glyphs say how far. Its table twin is `twin`."""

from collections.abc import Sequence
from datetime import date, timedelta

import plotly.graph_objects as go

from assessment.engine.planning import lead_days
from assessment.i18n import translator
from assessment.model.measure import PlannedMeasure, Status
from assessment.model.scorecard import Scorecard
from assessment.ui.charts import DARK, FONT, LIGHT, Tokens
from assessment.ui.plan_words import body_of, status_mark, text_of

ROW = 26  # px
DAY = 86_400_000  # ms, the unit of length on a date axis
LONGEST_NAME = 22  # characters of a body's name beside the bars


def dated(measures: Sequence[PlannedMeasure]) -> list[PlannedMeasure]:
    """Those that can be drawn, earliest due first."""
    whole = [p for p in measures if p.start and p.due and p.due >= p.start]
    return sorted(whole, key=lambda p: (p.due, p.start, p.measure))


def timeline(card: Scorecard, measures: Sequence[PlannedMeasure], today: date, language: str, dark: bool = False) -> go.Figure:
    """One bar a measure; the dashed line is `today`."""
    _, look = translator(language), DARK if dark else LIGHT
    rows = dated(measures)
    names = [f"{p.measure}  {_short(body_of(card, p, language))}" for p in rows]
    lasting = [(p, p.start, p.due) for p in rows if p.start and p.due]
    figure = go.Figure(layout={"template": None})
    figure.add_bar(
        y=names,
        base=[start.isoformat() for _p, start, _due in lasting],
        x=[max((due - start).days, 1) * DAY for _p, start, due in lasting],
        orientation="h",
        marker=_marker([p.status for p in rows], look),
        text=[f"{due:%m-%d} {status_mark(_, p.status)}" for p, _start, due in lasting],
        textposition="outside",
        textfont={"color": look.ink, "size": 12.5},
        constraintext="none",
        cliponaxis=False,
        customdata=[[text_of(card, p, language), f"{start} – {due}"] for p, start, due in lasting],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    )
    _frame(figure, look, names)
    if rows:
        figure.update_xaxes(range=_span(rows, today))
    figure.add_vline(x=today.isoformat(), line={"color": look.ink, "width": 1.5, "dash": "dash"})
    label = _("今天 {day}", day=today.isoformat())
    figure.add_annotation(
        x=today.isoformat(), y=1, yref="paper", yanchor="bottom", yshift=24, text=label, showarrow=False, font={"color": look.ink}
    )
    return figure


def _frame(figure: go.Figure, look: Tokens, names: list[str]) -> None:
    figure.update_layout(
        height=ROW * len(names) + 82,
        bargap=0.4,
        margin={"l": 4, "r": 12, "t": 60, "b": 8, "pad": 6},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": look.ink},
        hoverlabel={"font": {"family": FONT, "size": 13}},
        showlegend=False,
        dragmode=False,
    )
    figure.update_xaxes(
        type="date", side="top", tickformat="%Y-%m-%d", nticks=8, gridcolor=look.line, zeroline=False, fixedrange=True
    )
    figure.update_yaxes(
        categoryorder="array", categoryarray=names[::-1], automargin=True, fixedrange=True, showgrid=False, ticks=""
    )


def _span(rows: Sequence[PlannedMeasure], today: date) -> list[str]:
    """From the first day to the last, with room for the words behind the longest bar."""
    days = [day for p in rows for day in (p.start, p.due) if day] + [today]
    first, last = min(days), max(days)
    room = max((last - first).days, 10)
    early, late = min(room // 50 + 1, (first - date.min).days), min(room // 5 + 3, (date.max - last).days)
    return [(first - timedelta(days=early)).isoformat(), (last + timedelta(days=late)).isoformat()]


def _marker(statuses: Sequence[Status], look: Tokens) -> dict[str, object]:
    """Empty, half, full as the glyphs; a lapsed measure is hatched."""
    fills = {
        "planned": "rgba(0,0,0,0)",
        "in_progress": look.bar,
        "done": look.whole[1],
        "verified": look.whole[0],
        "lapsed": "rgba(0,0,0,0)",
    }
    return {
        "color": [fills[status] for status in statuses],
        "line": {"color": look.bar_edge, "width": 1.2},
        "pattern": {"shape": ["/" if status == "lapsed" else "" for status in statuses], "fgcolor": look.second, "size": 6},
    }


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def twin(card: Scorecard, measures: Sequence[PlannedMeasure], language: str) -> tuple[list[str], list[list[str]]]:
    """The same as a table: (head, rows), with those that have no dates to draw at the end."""
    _ = translator(language)
    drawn = dated(measures)
    rows = []
    for planned in [*drawn, *(p for p in measures if p not in drawn)]:
        days = lead_days(card, planned)
        start, due = (day.isoformat() if day else "—" for day in (planned.start, planned.due))
        length = "—" if days is None else str(days)
        rows.append([planned.measure, body_of(card, planned, language), start, due, length, status_mark(_, planned.status)])
    return [_("编号"), _("责任单位"), _("开始"), _("完成期限"), _("天数"), _("状态")], rows
