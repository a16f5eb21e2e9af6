"""Two coloured tables: the risk matrix with the factors' ranks, and the heat map project × dimension.

They are real tables: cells grow with what they hold, wrap on a phone, and can be found, read aloud and printed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from html import escape
from pathlib import Path

from assessment.engine.comparison import Compared
from assessment.engine.methods import band_of, degrees
from assessment.engine.ranking import ranked
from assessment.i18n import translator
from assessment.model.numbers import plain, shown
from assessment.model.result import DimensionRisk, FactorRisk, Result
from assessment.model.scorecard import Edge, Scorecard
from assessment.report.words import level_word, number
from assessment.ui.charts import BAND_FILLS, band_step, percent

HEAT = ("#f2f6fb", "#dce8f5", "#bed4eb", "#8fb4de", "#3d6cab", "#1f4e8c", "#0e2747")
FIRST_WHITE = 4  # from this fill on the ink is white
STEPS_A_LEVEL = 3
SIXTHS = tuple(Fraction(n, 6) for n in range(1, 6))


@cache
def css() -> str:
    """The look of these tables and of the verdict card, once a page."""
    return f"<style>{(Path(__file__).parent / 'result.css').read_text(encoding='utf-8')}</style>"


def risk_matrix(card: Scorecard, result: Result, lang: str) -> str:
    """Likelihood upwards, consequence to the right; each cell has its degree, how many factors are in it and their ranks.

    For methods with two axes. A cell nothing is in is paler than one that holds factors.
    """
    _ = translator(lang)
    cells = degrees(card, next(iter(card.indicators.values())))
    rows, columns = sorted({levels[0] for levels in cells}, reverse=True), sorted({levels[1] for levels in cells})
    places: dict[tuple[int, ...], list[tuple[int, FactorRisk]]] = {}
    for rank, factor in enumerate(ranked(result), 1):
        places.setdefault(factor.levels or (), []).append((rank, factor))
    body = []
    for place, row in enumerate(rows):
        axis = (
            f'<th class="g-axis{"" if lang == "zh" else " latin"}" rowspan="{len(rows)}">{escape(_("可能性"))}</th>'
            if not place
            else ""
        )
        tds = [_matrix_cell(card, cells[(row, column)], places.get((row, column), []), lang) for column in columns]
        body.append(
            f'<tr>{axis}<th class="g-level" scope="row"{_step(card, "likelihood", row, lang)}>{row}</th>{"".join(tds)}</tr>'
        )
    feet = "".join(f'<th scope="col"{_step(card, "consequence", column, lang)}>{column}</th>' for column in columns)
    foot = f'<tr><td class="blank"></td><td class="blank"></td>{feet}</tr>'
    name = f'<tr><th></th><th></th><th colspan="{len(columns)}">{escape(_("影响程度"))} →</th></tr>'
    label = escape(_("风险矩阵：格内为单因素风险程度、项数和贡献名次"), quote=True)
    table = f'<table class="g-matrix" aria-label="{label}"><colgroup><col style="width:22px"><col style="width:26px"></colgroup>'
    return f'<div class="g-wrap">{table}<tbody>{"".join(body)}{foot}{name}</tbody></table></div>{band_legend(card, lang)}'


def _step(card: Scorecard, axis: str, level: int, lang: str) -> str:
    """The title of a scale's step, shown on hover."""
    steps = getattr(card.scales, axis) if card.scales else ()
    word = next((step.title.in_(lang) for step in steps if step.level == level), "")
    return f' title="{escape(word, quote=True)}"' if word else ""


def _matrix_cell(card: Scorecard, degree: Fraction, held: Sequence[tuple[int, FactorRisk]], lang: str) -> str:
    _ = translator(lang)
    band = card.bands[band_of(card, degree)]
    step = band_step(card, band.id)
    fill = BAND_FILLS[step]
    if not held:
        kind = "pale deep" if step == len(BAND_FILLS) - 1 else "pale"
        return f'<td class="{kind}" style="--fill:{fill}">{_short(degree)}</td>'
    names = "\n".join(f"{rank} {card.indicators[f.id].name} {card.indicators[f.id].title.in_(lang)}" for rank, f in held)
    count = escape(_("共{n}项", n=len(held)))
    top = f'<span class="g-top"><span>{_short(degree)}</span><b>{count}</b></span>'
    ranks = f'<span class="g-ranks">{" ".join(str(rank) for rank, _f in held)}</span>'
    kind = "full white" if step == len(BAND_FILLS) - 1 else "full"
    return f'<td class="{kind}" style="background:{fill}" title="{escape(names, quote=True)}">{top}{ranks}</td>'


def _short(degree: Fraction) -> str:
    """At least two decimals: 0.60, 0.64, 0.125."""
    return shown(degree, 2) if (degree * 100).denominator == 1 else shown(degree)


def band_legend(card: Scorecard, lang: str) -> str:
    """Each band with its fill and upper edge; the last with the edge it lies above."""
    items = []
    for rank, band in enumerate(card.bands):
        items.append((BAND_FILLS[band_step(card, band.id)], f"{band.title.in_(lang)} {_span(card.bands, rank)}"))
    return _legend(items)


def _span(edges: Sequence[Edge], rank: int) -> str:
    """«≤0.04», «<0.36», «>0.64»: what the value is to be for this one of several edges."""
    here = edges[rank]
    if rank + 1 < len(edges):
        return "" if here.edge is None else ("≤" if here.up_to is not None else "<") + plain(here.edge)
    before = edges[rank - 1]
    return "" if before.edge is None else (">" if before.up_to is not None else "≥") + plain(before.edge)


def _legend(items: Iterable[tuple[str, str]]) -> str:
    return (
        '<div class="g-legend">'
        + "".join(f'<span><i style="background:{fill}"></i>{escape(text)}</span>' for fill, text in items)
        + "</div>"
    )


@dataclass(frozen=True, slots=True)
class Shade:
    """One step of the heat map: its fill, its ink, and the values it stands for."""

    fill: str
    white: bool
    words: str


def _breaks(card: Scorecard) -> tuple[tuple[Fraction, bool], ...]:
    """The upper edges of the steps, each with whether it owns its edge. Every level edge is one; each level but the
    last is cut into equal parts at whole hundredths, fewer the more levels there are."""
    edges = [(level.edge, level.up_to is not None) for level in card.levels[:-1]]
    if card.index == "none" or any(edge is None for edge, _owns in edges) or not edges:
        return tuple((value, True) for value in SIXTHS)
    parts = max(1, min(STEPS_A_LEVEL, (len(HEAT) - 1) // len(edges)))
    found: list[tuple[Fraction, bool]] = []
    below = Fraction(0)
    for edge, owns in edges:
        assert edge is not None
        cuts = {Fraction(round((below + (edge - below) * n / parts) * 100), 100) for n in range(1, parts)}
        found += [(cut, True) for cut in sorted(cuts) if below < cut < edge]
        found.append((edge, owns))
        below = edge
    return tuple(found)


def shades(card: Scorecard) -> tuple[Shade, ...]:
    breaks = _breaks(card)
    words = [("≤" if owns else "<") + plain(edge) for edge, owns in breaks]
    words.append((">" if breaks[-1][1] else "≥") + plain(breaks[-1][0]))
    places = [round(n * (len(HEAT) - 1) / (len(words) - 1)) for n in range(len(words))]
    return tuple(Shade(HEAT[place], place >= FIRST_WHITE, text) for place, text in zip(places, words, strict=True))


def shade_of(card: Scorecard, value: Fraction) -> int:
    """Which step a value falls into."""
    return sum(value > edge or (value == edge and not owns) for edge, owns in _breaks(card))


def heat_legend(card: Scorecard) -> str:
    """What each fill stands for."""
    return _legend((shade.fill, shade.words) for shade in shades(card))


def heat_map(card: Scorecard, projects: Sequence[Compared], lang: str) -> str:
    """Project × dimension: index and weight of each dimension, ■ where a veto has fired in it, the whole at the right."""
    _ = translator(lang)
    heads = "".join(f'<th scope="col">{escape(card.sheet[d.id].title.in_(lang))}</th>' for d in card.dimensions)
    head = f'<tr><th class="g-name" scope="col"></th>{heads}<th scope="col"><b>{escape(_("综合"))}</b></th></tr>'
    rows = "".join(_heat_row(card, project, lang) for project in projects)
    label = escape(_("项目与维度：格内为维度指数和权重"), quote=True)
    table = f'<table class="g-heat" aria-label="{label}"><thead>{head}</thead><tbody>{rows}</tbody></table>'
    return f'<div class="g-wrap">{table}</div>'


def _heat_row(card: Scorecard, project: Compared, lang: str) -> str:
    _ = translator(lang)
    vetoes = fired_by_dimension(card, project.result)
    known = {d.id: d for d in project.result.dimensions}
    away = f'<td class="none">{escape(_("不适用"))}</td>'
    cells = [_heat_cell(card, known[d.id], vetoes.get(d.id, []), lang) if d.id in known else away for d in card.dimensions]
    level = level_word(card, project.result.level, lang)
    said = level if project.result.determined else _("未定，最坏 {level}", level=level)
    name = escape(project.assessment.project.name)
    total = f'<td class="all"><b>{number(project.result.index)}</b>{escape(said)}</td>'
    return f'<tr><th scope="row">{name}</th>{"".join(cells)}{total}</tr>'


def _heat_cell(card: Scorecard, d: DimensionRisk, vetoes: Sequence[str], lang: str) -> str:
    """A fired veto is said in words and by ■; which one, on hover."""
    _ = translator(lang)
    under = [_("否决")] if vetoes else []
    under += [_("已评 {answered}/{total}", answered=d.answered, total=d.total)] if d.answered < d.total else []
    under.append(_("权重 {weight}", weight=percent(d.weight)))
    top = ("■ " if vetoes else "") + (shown(d.index) if d.index is not None else _("未评"))
    look = 'class="none"'
    if d.index is not None:
        shade = shades(card)[shade_of(card, d.index)]
        look = f'class="{"white" if shade.white else "dark"}" style="background:{shade.fill}"'
    hover = escape(_("否决 {veto}", veto=_("、").join(vetoes)), quote=True) if vetoes else ""
    return f'<td {look} title="{hover}"><b>{escape(top)}</b>{escape(" · ".join(under))}</td>'


def fired_by_dimension(card: Scorecard, result: Result) -> Mapping[str, list[str]]:
    """The fired vetoes of each dimension that has one."""
    found: dict[str, list[str]] = {}
    for veto in result.vetoes:
        if veto.state == "fired":
            found.setdefault(card.dimension_of[veto.indicator], []).append(veto.id)
    return found
