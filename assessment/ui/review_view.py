"""审查意见 as a list: what is to be corrected, what to be explained, advice; each a sentence and a link to its place."""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlencode

import streamlit as st

from assessment.errors import Problem, Severity
from assessment.i18n import Translate
from assessment.model.scorecard import Scorecard
from assessment.report.words import severity_word
from assessment.ui import parts, reviewing, state
from assessment.ui.reviewing import SEVERITIES, Finding, Place
from assessment.ui.table import Badge, Button, Cell, Column, Event, Row, Tone, table

MARKS: dict[Severity, tuple[str, Tone]] = {"error": ("■", "bad"), "warning": ("▲", "middle"), "advice": ("○", "plain")}
ROWS = 1000  # a review is read whole, not paged
MEND, AT = "mend", "at:"  # the first place; a place by its name


def show(card: Scorecard, problems: Iterable[Problem], key: str, empty: str = "") -> None:
    """The findings by severity. A click opens the place; where there is none, a sentence says so."""
    _, lang = state.tr(), state.language()
    found = reviewing.findings(card, problems, lang)
    if not found:
        st.html(parts.note(empty or _("没有需要处理的问题。")))
        return
    columns = (Column("text", _("问题"), sortable=False), Column("go", "", width="96px", sortable=False))
    event = table(columns, list(rows(_, found)), key=key, lang=lang, page=ROWS)
    if event is not None and (place := place_asked(found, event)) is not None:
        state.go(place.page, **place.query)


def place_asked(found: Iterable[Finding], event: Event) -> Place | None:
    """Where a click on a finding leads: its first place, or the one that was chosen of several."""
    finding = next((each for each in found if each.key == event.row), None)
    if finding is None or event.action == MEND:
        return finding.place if finding else None
    return finding.places.get(event.action.removeprefix(AT))


def counts(_: Translate, found: Iterable[Problem]) -> str:
    """«须改正 2，须说明 1，建议 5», without those that there are none of."""
    given = [problem.severity for problem in found]
    said = [f"{severity_word(_, severity)} {given.count(severity)}" for severity in SEVERITIES if severity in given]
    return _("，").join(said)


def rows(_: Translate, found: Sequence[Finding]) -> Iterator[Row]:
    """A heading for each severity with how many places it has, and what is to be done; its findings below."""
    asks = {"error": _("改好才能提交"), "warning": _("确有理由的可以不改，须写明"), "advice": _("供参考")}
    for severity in SEVERITIES:
        own = [each for each in found if each.severity == severity]
        if not own:
            continue
        glyph, tone = MARKS[severity]
        count = sum(each.count for each in own)
        head = Cell(
            _("{count} 处，{asks}", count=count, asks=asks[severity]), badge=Badge(glyph, severity_word(_, severity), tone)
        )
        yield Row(f"severity-{severity}", {"text": head}, tone="group")
        for each in own:
            go = Cell(_("去处理"), link=MEND, href=address(each.place))
            yield Row(each.key, {"text": each.text, "go": go}, detail_actions=[Button(AT + name, name) for name in each.places])


def address(place: Place) -> str:
    """Of a page within the application, so that a finding also opens in a new tab."""
    query = urlencode({**state.carried(place.page), **place.query})
    return f"{place.page}?{query}" if query else place.page
