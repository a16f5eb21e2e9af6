"""What the plan costs, as bars: by who leads it and by where the money comes from. The table beside them is their twin."""

from collections.abc import Mapping
from fractions import Fraction

import plotly.graph_objects as go

from assessment.report.words import money
from assessment.ui.charts import DARK, FONT, LIGHT
from assessment.ui.work_words import Work

ROW = 30  # px a bar takes
LONGEST = 18  # characters of a name beside its bar


def cost_bars(work: Work, costs: Mapping[str, Fraction], dark: bool = False) -> go.Figure:
    """One bar a name, dearest first, in the order given."""
    look = DARK if dark else LIGHT
    names = [_apart(name, number) for number, name in enumerate(costs)]
    figure = go.Figure(layout={"template": None})
    figure.add_bar(
        y=names,
        x=[float(value) for value in costs.values()],
        text=[money(work._, value) for value in costs.values()],
        textposition="outside",
        orientation="h",
        marker={"color": look.bar, "line": {"color": look.bar_edge, "width": 1}},
        textfont={"color": look.ink, "size": 12.5},
        customdata=list(costs),
        hovertemplate="%{customdata}<br>%{text}<extra></extra>",
        cliponaxis=False,
    )
    figure.update_layout(
        height=ROW * len(costs) + 24,
        bargap=0.35,
        margin={"l": 4, "r": 12, "t": 4, "b": 4, "pad": 6},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": look.ink},
        hoverlabel={"font": {"family": FONT, "size": 13}},
        showlegend=False,
        dragmode=False,
    )
    highest = max((float(value) for value in costs.values()), default=0.0) or 1.0
    figure.update_xaxes(range=[0, highest * 1.35], showgrid=False, showticklabels=False, zeroline=False, fixedrange=True)
    figure.update_yaxes(categoryorder="array", categoryarray=names[::-1], automargin=True, fixedrange=True, ticks="")
    return figure


def _apart(name: str, number: int) -> str:
    """Cut to what fits; two that are cut to the same stay two bars by spaces that are not seen."""
    short = name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
    return short + "\u200b" * number
