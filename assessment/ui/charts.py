"""Plotly figures of a result. Each has a table twin on its page; nothing is fetched: fonts are the system's, no template.

`dark` picks the tokens of mockups; a figure keeps its words next to its colours, so that grey print can be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import plotly.graph_objects as go

from assessment.engine.ranking import by_contribution, contribution
from assessment.engine.steps import Swing
from assessment.i18n import Translate, translator
from assessment.model.numbers import plain, shown
from assessment.model.result import FactorRisk, Result
from assessment.model.scorecard import Scorecard
from assessment.report.words import axis_word

FONT = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif"
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}
PAIR = 36  # px, a row whose name takes two lines
ROW = 33  # px a bar takes
BAND_FILLS = ("#f5f7f9", "#e0eeec", "#f8ebc6", "#edb94f", "#8a1528")


@dataclass(frozen=True, slots=True)
class Tokens:
    ink: str
    second: str
    line: str
    bar: str
    bar_edge: str
    bar_ink: str
    whole: tuple[str, str]
    missing: str


LIGHT = Tokens("#17212e", "#465366", "#c5cfdb", "#a3bde0", "#1f4e8c", "#17212e", ("#1f4e8c", "#3d6cab"), "#d08c00")
DARK = Tokens("#e6ebf2", "#a9b6c7", "#2c3a4b", "#3d6cab", "#8db8ee", "#ffffff", ("#8db8ee", "#5f8fcc"), "#ffd27a")


def band_fill(card: Scorecard, band: str) -> str:
    """The fill of a band by its rank among however many there are."""
    return BAND_FILLS[band_step(card, band)]


def band_step(card: Scorecard, band: str) -> int:
    """The band's place on the five fills: 0 the palest."""
    return round(card.band_rank[band] * (len(BAND_FILLS) - 1) / max(1, len(card.bands) - 1))


def level_edges(card: Scorecard, lang: str) -> tuple[tuple[Fraction, str], ...]:
    """The edges between levels, each with «0.36 低风险▸中风险»; none where the index gives no level."""
    if card.index == "none":
        return ()
    pairs = zip(card.levels, card.levels[1:], strict=False)
    return tuple((a.edge, f"{plain(a.edge)} {a.title.in_(lang)}▸{b.title.in_(lang)}") for a, b in pairs if a.edge is not None)


def percent(part: Fraction, digits: int = 1) -> str:
    """A share as a percentage; whole ones without decimals."""
    return (plain(part * 100) if (part * 100).denominator == 1 else shown(part * 100, digits)) + "%"


def dimension_bars(card: Scorecard, result: Result, lang: str, dark: bool = False) -> go.Figure:
    """Each dimension's index as a bar, with its contribution at the right; on top, where the scorecard has an index, the
    contributions laid end to end, which is the index. While ratings are missing, a hatched piece shows what they may add."""
    _ = translator(lang)
    look = DARK if dark else LIGHT
    rows = by_contribution(result)
    names = [
        _two_lines(f"{card.sheet[d.id].title.in_(lang)} <span style='color:{look.second}'>{percent(d.weight)}</span>", lang)
        for d in rows
    ]
    summed = [f"<b>{_('合计')}</b>"] if card.index == "weighted" else []
    figure = _figure(look, len(rows) + len(summed), [*reversed(names), *summed])
    figure.add_bar(
        y=names,
        x=[float(d.index or 0) for d in rows],
        text=[shown(d.index) if d.index is not None else _("未评") for d in rows],
        textposition="auto",
        insidetextanchor="start",
        constraintext="none",
        textfont={"color": look.bar_ink, "size": 13},
        outsidetextfont={"color": look.ink},
        orientation="h",
        marker={"color": look.bar, "line": {"color": look.bar_edge, "width": 1}},
        customdata=[[card.sheet[d.id].title.in_(lang), shown(d.contribution), f"{d.answered}/{d.total}"] for d in rows],
        hovertemplate=_("%{customdata[0]}<br>维度指数 %{text}<br>贡献 %{customdata[1]}<br>已评 %{customdata[2]}")
        + "<extra></extra>",
    )
    for whole in summed:
        _sum(_, figure, whole, card, result, look, lang)
    for row, d in zip(names, rows, strict=True):
        _beside(figure, row, shown(d.contribution), look)
    figure.add_annotation(
        x=1,
        xref="paper",
        xshift=66,
        xanchor="right",
        y=1,
        yref="paper",
        yshift=14,
        text=_("贡献"),
        showarrow=False,
        font={"color": look.second},
    )
    _edges(figure, card, lang, look)
    return figure


def _sum(_: Translate, figure: go.Figure, whole: str, card: Scorecard, result: Result, look: Tokens, lang: str) -> None:
    """The contributions laid end to end, and what the unrated may still add."""
    rows = by_contribution(result)
    for number, d in enumerate(rows):
        hover = f"{card.sheet[d.id].title.in_(lang)}<br>{_('贡献')} {shown(d.contribution)}"
        _piece(figure, whole, d.contribution, look.whole[number % 2], look, hover)
    total = contribution(rows)
    if result.worst_index is not None and result.worst_index > total:
        rest = result.worst_index - total
        hover = _("未评的最多再加 {rest}，合计 {worst}", rest=shown(rest), worst=shown(result.worst_index))
        _piece(figure, whole, rest, look.missing, look, hover, "/")
    _beside(figure, whole, f"<b>{shown(total)}</b>", look)


def factor_bars(card: Scorecard, factors: Sequence[FactorRisk], lang: str, dark: bool = False) -> go.Figure:
    """For cards without a matrix: the degree of each factor as a bar in its band's colour, in the order given."""
    look = DARK if dark else LIGHT
    titles = [f"{number}  {card.indicators[f.id].title.in_(lang)}" for number, f in enumerate(factors, 1)]
    figure = _figure(look, len(factors), list(reversed(titles)))
    bands = {band.id: band.title.in_(lang) for band in card.bands}
    figure.add_bar(
        y=titles,
        x=[float(f.degree or 0) for f in factors],
        text=[f"{shown(f.degree or Fraction(0))} {bands[f.band or card.bands[0].id]}" for f in factors],
        textposition="outside",
        orientation="h",
        marker={
            "color": [band_fill(card, f.band or card.bands[0].id) for f in factors],
            "line": {"color": look.second, "width": 1},
        },
        hovertemplate="%{y}<br>%{text}<extra></extra>",
        cliponaxis=False,
    )
    figure.update_xaxes(range=[0, 1])
    letters = max(len(word) for word in bands.values())
    figure.update_layout(margin_r=60 + letters * (14 if lang == "zh" else 8))  # room for «1.0000 heavy» beside a full bar
    return figure


def tornado_bars(card: Scorecard, swings: Sequence[Swing], index: Fraction, lang: str, dark: bool = False) -> go.Figure:
    """龙卷风图: left of the index what one step down gives, right of it what one step up gives, widest on top; level edges that
    come into view are dashed."""
    _, look = translator(lang), DARK if dark else LIGHT
    titles = [card.indicators[swing.indicator] for swing in swings]
    names = [f"{each.name} {_cut(each.title.in_(lang), 12 if lang == 'zh' else 18)}<br>{axis_word(_, swing.axis)}"
             for each, swing in zip(titles, swings, strict=True)]  # fmt: skip
    figure = _figure(look, len(swings), list(reversed(names)))
    for word, colour, shape, ends in (
        (_("降一级"), look.whole[1], "", [swing.down for swing in swings]),
        (_("升一级"), look.missing, "/", [swing.up for swing in swings]),
    ):
        figure.add_bar(
            y=names,
            x=[float(end - index) for end in ends],
            base=float(index),
            text=[shown(end) for end in ends],
            textposition="outside",
            constraintext="none",
            cliponaxis=False,
            orientation="h",
            marker={
                "color": colour,
                "line": {"color": colour, "width": 1},
                "pattern": {"shape": shape, "fgcolor": look.ink, "bgcolor": colour, "solidity": 0.12},
            },
            customdata=[[each.label.in_(lang), axis_word(_, swing.axis)] for each, swing in zip(titles, swings, strict=True)],
            hovertemplate=f"%{{customdata[0]}}<br>%{{customdata[1]}} {word}：%{{text}}<extra></extra>",
        )
    low, high = min(swing.down for swing in swings), max(swing.up for swing in swings)
    room = float(high - low or Fraction(1, 100)) * 0.42  # for the figures at both ends
    figure.update_layout(barmode="overlay", margin_r=16, height=PAIR * len(swings) + 68, yaxis_tickfont_size=12)
    for words, anchor in ((f"◀ {_('降一级')} ", "right"), (f" {_('升一级')} ▶", "left")):
        figure.add_annotation(
            x=float(index),
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=2,
            text=words,
            xanchor=anchor,
            showarrow=False,
            font={"color": look.ink},
        )
    figure.update_xaxes(range=[float(low) - room, float(high) + room], zeroline=False)
    _marked(figure, float(index), _("现为 {index}", index=shown(index)), look, "solid")
    for edge, words in level_edges(card, lang):
        if float(low) - room < edge < float(high) + room:
            _marked(figure, float(edge), words, look, "dash", 1)
    return figure


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _marked(figure: go.Figure, at: float, words: str, look: Tokens, dash: str, line: int = 0) -> None:
    """A line across the bars, with words below them."""
    figure.add_vline(x=at, line={"color": look.ink, "width": 1, "dash": dash})
    figure.add_annotation(
        x=at, y=0, yref="paper", yshift=-18 - 17 * line, text=words, showarrow=False, font={"color": look.second, "size": 12.5}
    )


def _figure(look: Tokens, rows: int, order: list[str]) -> go.Figure:
    figure = go.Figure(layout={"template": None})
    figure.update_layout(
        template="none",
        barmode="stack",
        bargap=0.36,
        height=ROW * rows + 68,
        margin={"l": 4, "r": 72, "t": 24, "b": 44, "pad": 6},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": look.ink},
        showlegend=False,
        dragmode=False,
        hoverlabel={"font": {"family": FONT, "size": 13}},
    )
    figure.update_xaxes(showgrid=False, zeroline=True, zerolinecolor=look.line, showticklabels=False, fixedrange=True)
    figure.update_yaxes(categoryorder="array", categoryarray=order, automargin=True, fixedrange=True, showgrid=False, ticks="")
    return figure


def _piece(figure: go.Figure, row: str, value: Fraction, colour: str, look: Tokens, hover: str, shape: str = "") -> None:
    pattern = {"shape": shape, "fgcolor": colour, "bgcolor": "rgba(0,0,0,0)"} if shape else {}
    marker = {"color": colour, "line": {"color": colour if shape else "rgba(255,255,255,.7)", "width": 1}, "pattern": pattern}
    figure.add_bar(y=[row], x=[float(value)], orientation="h", marker=marker, hovertemplate=hover + "<extra></extra>")


def _beside(figure: go.Figure, row: str, text: str, look: Tokens) -> None:
    """A figure in the column right of the bars."""
    figure.add_annotation(
        x=1, xref="paper", xshift=66, xanchor="right", y=row, text=text, showarrow=False, font={"color": look.ink}
    )


def _edges(figure: go.Figure, card: Scorecard, lang: str, look: Tokens) -> None:
    """The level edges, dashed across the bars, their words below; the axis ends a little beyond what is drawn."""
    highest = max((float(sum(trace.x)) if len(trace.x) == 1 else max(trace.x) for trace in figure.data), default=0.0)
    edges = level_edges(card, lang)
    end = min(1.02, max(highest, *(float(edge) for edge, _ in edges)) * 1.12) if edges else 1.02
    for number, (edge, words) in enumerate(edges):
        figure.add_vline(x=float(edge), line={"color": look.ink, "width": 1, "dash": "dash"})
        figure.add_annotation(
            x=float(edge),
            y=0,
            yref="paper",
            yshift=-20 - 17 * (number % 2),  # neighbours in two lines, so that their words do not meet
            xanchor="right" if float(edge) > end * 0.8 else "center",
            text=words,
            showarrow=False,
            font={"color": look.second, "size": 12.5},
        )
    figure.update_xaxes(range=[0, end])


def _two_lines(text: str, lang: str) -> str:
    """Long English titles take two lines; Chinese ones fit."""
    words = text.split(" ")
    head = " ".join(words[: len(words) // 2])
    return f"{head}<br>{text[len(head) + 1 :]}" if lang == "en" and len(text.split("<")[0]) > 24 else text
