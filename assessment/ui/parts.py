"""What several pages draw: headings, badges, tables to read, empty states, links. Every text of the data is escaped."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, NoReturn

import streamlit as st
from streamlit.components.v2 import component
from streamlit.delta_generator import DeltaGenerator

from assessment import service
from assessment.model.scorecard import Scorecard
from assessment.report.words import glyph, level_title, level_word
from assessment.ui import state

Tone = str  # good, middle, bad, plain
BAND_TONES = 5


@cache
def _css(language: str) -> str:
    """Chinese readers also get Chinese words where Streamlit has only English ones."""
    files = ("look.css", "look_zh.css") if language == "zh" else ("look.css",)
    return "".join((Path(__file__).parent / file).read_text(encoding="utf-8") for file in files)


def style() -> None:
    """The look, once a run; the dark tokens where the reader's scheme is dark."""
    st.html(f"<style>{_css(state.language())}</style>")
    if st.context.theme.type == "dark":
        st.html('<span class="dark-scheme" hidden></span>')


# Words and marks


def tone(rank: int, count: int) -> Tone:
    """Of a level by its rank (0 = best): the first is good, the last bad, all between in the middle."""
    return "good" if rank == 0 else "bad" if rank == count - 1 else "middle"


def level_mark(level: str, scorecard: Scorecard, language: str) -> tuple[str, str, Tone]:
    """(glyph, word, tone) of a level; for tables whose cells carry badges."""
    rank, count = scorecard.level_rank[level], len(scorecard.levels)
    return glyph(scorecard, level), level_title(scorecard, level, language), tone(rank, count)


def level_badge(level: str, scorecard: Scorecard, language: str, dashed: bool = False) -> str:
    """A level as HTML: glyph, word and colour together. Dashed: provisional or expected."""
    colour = tone(scorecard.level_rank[level], len(scorecard.levels))
    word = escape(level_word(scorecard, level, language))
    return f'<span class="s-badge {colour}{" dashed" if dashed else ""}">{word}</span>'


def band_chip(band: str, scorecard: Scorecard, language: str) -> str:
    """单因素风险程度 as HTML, shaded by its rank among however many the scorecard has."""
    rank, last = scorecard.band_rank[band], max(1, len(scorecard.bands) - 1)
    shade = round(rank * (BAND_TONES - 1) / last)
    return f'<span class="s-band b{shade}">{escape(scorecard.bands[rank].title.in_(language))}</span>'


def illustrative_tag() -> str:
    """示例数据, on whatever shows figures of an illustrative project."""
    return f'<span class="s-tag">{escape(state.tr()("示例数据"))}</span>'


def chip(text: str) -> str:
    return f'<span class="s-chip">{escape(text)}</span>'


def note(text: str, kind: str = "") -> str:
    """A sentence set apart; kind "missing" or "alarm" colours it."""
    return f'<div class="s-note {kind}">{escape(text)}</div>'


def second(text: str) -> str:
    """A sentence that explains, set back."""
    return f'<div class="s-second">{escape(text)}</div>'


def who(name: str) -> str:
    """Who did something; the one person of this edition in the reader's language."""
    return state.tr()("本机用户") if name == service.LOCAL.name else name or "—"


# Blocks


def header(case: service.Case | None, title: str, beside: str = "") -> DeltaGenerator:
    """The page's heading. Returns the place on its right for the page's buttons: `with header(case, _("结果")): …`.

    `beside` is HTML that follows the title, already escaped.
    """
    marks = [f"<h1>{escape(title)}</h1>"]
    if case is not None:
        project = case.assessment.project
        marks.append(f'<span class="s-second s-name" title="{escape(project.name)}">{escape(project.name)}</span>')
        marks += [illustrative_tag()] if project.illustrative else []
        marks += [chip(state.tr()("已归档，只能看"))] if case.archived else []
    line = st.container(horizontal=True, vertical_alignment="center", gap="small")
    with line:
        st.html(f'<div class="s-head">{"".join(marks)}{beside}</div>', width="stretch")
        return st.container(horizontal=True, horizontal_alignment="right", width="content", gap="small", key="noprint-actions")


def heading(title: str, beside: str = "") -> None:
    """A heading within a page; `beside` is text."""
    tail = f'<span class="s-second">{escape(beside)}</span>' if beside else ""
    st.html(f'<div class="s-head"><h2>{escape(title)}</h2>{tail}</div>')


def empty(title: str, text: str = "") -> DeltaGenerator:
    """An empty state: a sentence, and the returned place for the next step's buttons."""
    with st.container(border=True):
        st.html(f'<div class="s-empty"><strong>{escape(title)}</strong>{escape(text)}</div>')
        return st.container(horizontal=True, horizontal_alignment="center")


def no_project() -> NoReturn:
    """For a page of one project while none is chosen; the page ends here."""
    _ = state.tr()
    with empty(_("还没有选项目"), _("先在项目列表里打开一个，或在左边选。")):
        if st.button(_("打开项目列表"), key="to-projects", type="primary"):
            state.go("projects")
    st.stop()


def link(page: str, label: str, *, disabled: bool = False, **query: Any) -> None:
    """A link to another page that keeps language and project; a right click opens it in a new tab."""
    given = {key: str(value) for key, value in query.items() if value is not None}
    st.page_link(
        state.PAGES[page], label=state.plain_text(label), disabled=disabled, query_params={**state.carried(page), **given}
    )


# Tables to read


def html_table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Iterable[int] = (),
    caption: str = "",
    row_heads: bool = False,
    chosen: int | None = None,
    safe: bool = False,
    shape: str = "",
) -> str:
    """A table to read and print. `numbers`: columns set right. `row_heads`: the first cell of a row names it.
    `safe`: the cells are HTML already; otherwise they are text and are escaped. `shape`: "fixed" gives every column but
    the first the same width, "narrow" no more than it needs."""
    right = set(numbers)
    kinds = [' class="num"' if column in right else "" for column in range(len(head))]
    titles = "".join(f'<th scope="col"{kind}>{escape(title)}</th>' for title, kind in zip(head, kinds, strict=True))
    body = []
    for number, row in enumerate(rows):
        cells = []
        for column, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
            tag, scope = ("th", ' scope="row"') if row_heads and column == 0 else ("td", "")
            cells.append(f"<{tag}{scope}{kind}>{cell if safe else escape(cell)}</{tag}>")
        body.append(f"<tr{' class=chosen' if number == chosen else ''}>{''.join(cells)}</tr>")
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    table = f'<table class="s-table {shape}">{title}<thead><tr>{titles}</tr></thead><tbody>{"".join(body)}</tbody></table>'
    return f'<div class="s-scroll">{table}</div>'


def html_pairs(pairs: Mapping[str, str] | Iterable[tuple[str, str]], safe: bool = False) -> str:
    """Label and text, line by line."""
    items = pairs.items() if isinstance(pairs, Mapping) else pairs
    return (
        '<dl class="s-pairs">'
        + "".join(f"<dt>{escape(label)}</dt><dd>{text if safe else escape(text)}</dd>" for label, text in items)
        + "</dl>"
    )


# Printing

_PRINT = """
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button")
  button.textContent = data
  button.onclick = () => window.print()
}
"""
_PRINT_CSS = """
button { background: transparent; border: 1px solid var(--st-border-color); border-radius: 6px;
  color: var(--st-text-color); cursor: pointer;
  font: .875rem var(--st-font); min-height: 35px; padding: 0 11px; white-space: nowrap }
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color) }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px }
"""


_print = component("print_button", html='<button type="button"></button>', css=_PRINT_CSS, js=_PRINT)


def print_button(label: str, key: str = "print") -> None:
    """Opens the browser's print dialog."""
    _print(key=key, data=label, width="content", height="content")
