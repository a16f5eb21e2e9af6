"""时间表: the measures as bars from start to due, earliest due first, then what the level asks for as diamonds. No body has a
colour of its own: names say who, fills and glyphs say how far. Its table twin is `twin`."""

from collections.abc import Sequence
from datetime import date, timedelta

import plotly.graph_objects as go

from assessment.engine.work import Task
from assessment.model.measure import Status
from assessment.ui.charts import DARK, FONT, LIGHT, Tokens
from assessment.ui.plan_words import status_mark
from assessment.ui.work_words import Work, body_word, duty_code, duty_when, rhythm, task_text

ROW = 26  # px
DAY = 86_400_000  # ms, the unit of length on a date axis
LONGEST_NAME = 22  # characters of a body's name beside the bars


def dated(tasks: Sequence[Task]) -> list[Task]:
    """Those that can be drawn, earliest due first."""
    whole = [task for task in tasks if task.start and task.due and task.due >= task.start]
    return sorted(whole, key=lambda task: (task.due, task.start, task.measure))


def timeline(work: Work, dark: bool = False) -> go.Figure:
    """One bar a measure, one row of diamonds an obligation; the dashed line is today."""
    _, look, today = work._, DARK if dark else LIGHT, work.today
    rows = dated(work.tasks)
    duties = [duty for duty in work.duties if duty.dates]
    names = [f"{task.measure}  {_short(body_word(work, task.body))}" for task in rows]
    asked = [f"{duty_code(work, duty)}  {_short(body_word(work, duty.obligation.responsible_body.zh))}" for duty in duties]
    lasting = [(task, task.start, task.due) for task in rows if task.start and task.due]
    figure = go.Figure(layout={"template": None})
    figure.add_bar(
        y=names,
        base=[start.isoformat() for _task, start, _due in lasting],
        x=[max((due - start).days, 1) * DAY for _task, start, due in lasting],
        orientation="h",
        marker=_marker([task.status for task in rows], look),
        text=[f"{due:%m-%d} {_state(work, task)}" for task, _start, due in lasting],
        textposition="outside",
        textfont={"color": look.ink, "size": 12.5},
        constraintext="none",
        cliponaxis=False,
        customdata=[[task_text(work, task), f"{start} – {due}"] for task, start, due in lasting],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    )
    points = [(name, duty, day) for name, duty in zip(asked, duties, strict=True) for day in duty.dates]
    figure.add_scatter(
        y=[name for name, _duty, _day in points],
        x=[day.isoformat() for _name, _duty, day in points],
        mode="markers",
        marker={"symbol": "diamond", "size": 10, "color": look.missing, "line": {"color": look.ink, "width": 1}},
        customdata=[[duty.obligation.text.in_(work.language), f"{rhythm(work, duty)}　{day}"] for _name, duty, day in points],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    )
    _frame(figure, look, [*asked, *names])
    days = [day for task in rows for day in (task.start, task.due) if day] + [day for _name, _duty, day in points]
    if days:
        figure.update_xaxes(range=_span([*days, today]))
    figure.add_vline(x=today.isoformat(), line={"color": look.ink, "width": 1.5, "dash": "dash"})
    label = _("今天 {day}", day=today.isoformat())
    figure.add_annotation(
        x=today.isoformat(), y=0, yref="paper", yanchor="top", text=label, showarrow=False, font={"color": look.ink}
    )
    return figure


def _frame(figure: go.Figure, look: Tokens, names: list[str]) -> None:
    figure.update_layout(
        height=ROW * len(names) + 78,
        bargap=0.4,
        margin={"l": 4, "r": 12, "t": 36, "b": 28, "pad": 6},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": look.ink},
        hoverlabel={"font": {"family": FONT, "size": 13}},
        showlegend=False,
        dragmode=False,
    )
    figure.update_xaxes(
        type="date",
        side="top",
        tickformat="%Y-%m-%d",
        nticks=8,
        automargin=True,  # on a phone the days stand upright and need the height
        gridcolor=look.line,
        zeroline=False,
        fixedrange=True,
    )
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=names[::-1],
        range=[-0.6, len(names) - 0.4],  # else the diamonds would ask for room of their own
        automargin=True,
        fixedrange=True,
        showgrid=False,
        ticks="",
    )


def _span(days: Sequence[date]) -> list[str]:
    """From the first day to the last, with room for the words behind the longest bar."""
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


def _state(work: Work, task: Task) -> str:
    """How far it is, and that it is late."""
    _, late = work._, work._("已过期限") if task.late(work.today) else ""
    return _("，").join(word for word in (status_mark(_, task.status), late) if word)


def twin(work: Work) -> tuple[list[str], list[list[str]]]:
    """The same as a table: (head, rows); those that have no dates to draw follow, then what the level asks for."""
    _ = work._
    drawn = dated(work.tasks)
    rows = []
    for task in [*drawn, *(each for each in work.tasks if each not in drawn)]:
        start, due = (day.isoformat() if day else "—" for day in (task.start, task.due))
        length = str((task.due - task.start).days) if task.start and task.due else "—"
        rows.append([task.measure, body_word(work, task.body), start, due, length, _state(work, task)])
    for duty in work.duties:
        body = body_word(work, duty.obligation.responsible_body.zh)
        rows.append([duty_code(work, duty), body, "—", duty_when(work, duty), "—", rhythm(work, duty)])
    return [_("编号"), _("责任单位"), _("开始"), _("完成期限"), _("天数"), _("状态")], rows
