"""What a draft of a scorecard shows: its problems, what is different, whom it would change, how it is adopted."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

import streamlit as st

from assessment import service
from assessment.engine.editions import difference
from assessment.errors import AssessmentError, Problem
from assessment.i18n import Translate
from assessment.library.packing import packed
from assessment.library.reading import Files, Opened
from assessment.library.workbook.exchange import to_workbook
from assessment.model.scorecard import Scorecard
from assessment.report.edition_words import change_line
from assessment.report.excel import XLSX
from assessment.ui import mutation_view, parts, replay_view, state, trial
from assessment.ui.table import Badge, Cell, Column, Row, table
from assessment.ui.trial import Draft

MOST = 400  # differences listed
OF_ADOPTION = (("version",), ("in_force", "from_"), ("in_force", "until"))  # what the form of the adoption sets


def problem_list(_: Translate, problems: Sequence[Problem], language: str) -> str | None:
    """Every problem with its place; the file that was clicked."""
    grave, mild = Badge("■", _("错误"), "bad"), Badge("▲", _("提醒"), "middle")
    ordered = sorted(problems, key=lambda each: (each.severity != "error", each.file, each.line))
    rows = [
        Row(
            f"{number}|{trial.place(each)}",
            {
                "severity": Cell(badge=grave if each.severity == "error" else mild, sort=each.severity != "error"),
                "file": Cell(trial.place(each), link="open"),
                "line": Cell(_place(_, each), sort=each.line),
                "text": state.words(each),
            },
        )
        for number, each in enumerate(ordered)
    ]
    columns = (
        Column("severity", _("程度"), width="80px"),
        Column("file", _("文件"), width="25%"),
        Column("line", _("位置"), width="112px"),
        Column("text", _("说明")),
    )
    event = table(columns, rows, key="trial-problems", lang=language, empty=_("没有问题。"))
    return event.row.partition("|")[2] if event is not None and event.action == "open" else None


def _place(_: Translate, problem: Problem) -> str:
    return _("{line} 行 {column} 列", line=problem.line, column=problem.column) if problem.line else "—"


def file_problems(_: Translate, problems: Sequence[Problem], text: str) -> str:
    """The problems of one file, each with the line it is about."""
    lines = text.split("\n")
    rows = [
        (
            _place(_, each),
            state.words(each),
            lines[each.line - 1].strip()[:160] if 0 < each.line <= len(lines) else "",
        )
        for each in problems
    ]
    return parts.html_table((_("位置"), _("说明"), _("原文")), rows, row_heads=True)


def differences(_: Translate, before: Opened, card: Scorecard, language: str) -> None:
    """By sheet, rules before wording, in an assessor's words."""
    a = before.scorecard
    assert a is not None
    changes = [each for each in difference(a, card) if each.place not in OF_ADOPTION]
    rules = sum(change.rule for change in changes)
    told = _(
        "与 {version} 比，改动 {count} 处，其中影响算分或措施的 {rules} 处。", version=a.version, count=len(changes), rules=rules
    )
    st.html(parts.note(told))
    words = {True: _("影响算分或措施"), False: _("文字、次序")}
    for sheet, group in groupby(changes[:MOST], key=lambda change: change.sheet):
        both = card.sheet.get(sheet or "") or a.sheet.get(sheet or "")
        title = both.title.in_(language) if both else _("总则")
        rows = [(words[change.rule], change_line(a, card, change, language)) for change in group]
        st.html(parts.html_table((_("性质"), _("改动")), rows, caption=title))
    if len(changes) > MOST:
        st.html(parts.second(_("只列出前 {n} 处。", n=MOST)))


def effects(_: Translate, card: Scorecard, language: str) -> None:
    """The demo projects at once, the stored ones when asked for."""
    parts.heading(_("已存的项目"))
    replay_view.stored(_, card, language, draft=True)
    parts.heading(_("示例项目"), _("示例数据，非真实项目"))
    kept: tuple[str, service.CountyReplay] | None = state.recall("replayed.demos")
    if kept is None or kept[0] != card.digest:
        kept = card.digest, service.replay_demos(state.actor(), state.bench(), card)
        state.remember("replayed.demos", kept)
    replay_view.county(_, kept[1], card, language, "demos", draft=True)


# Adoption


def zip_button(_: Translate, draft: Draft, opened: Opened, key: str) -> None:
    name = service.folder_name(opened.scorecard) if opened.scorecard is not None else "scorecard"
    st.download_button(
        _("下载压缩包"),
        lambda: packed({f"{name}/{file}": content for file, content in draft.files.items()}),
        f"{name}.zip",
        "application/zip",
        key=key,
        on_click="ignore",
    )


def workbook_button(_: Translate, files: Files, opened: Opened, key: str) -> None:
    """The scorecard as a workbook to change and hand in again; it is made when asked for."""
    name = service.folder_name(opened.scorecard) if opened.scorecard is not None else "scorecard"
    st.download_button(_("下载 Excel"), lambda: to_workbook(files, name), f"{name}.xlsx", XLSX, key=key, on_click="ignore")


def adoption(_: Translate, draft: Draft, opened: Opened, editions: Sequence[Opened]) -> None:
    """Version and days, what will follow from them, and the button; it stays shut while anything is in the way."""
    card = opened.scorecard
    if card is None or opened.errors:
        st.html(parts.note(_("■ 还不能采用：有 {n} 处错误，逐条改正后再来。", n=len(opened.errors)), "alarm"))
        return
    st.html(_looked_at(_, opened, card))
    version, first, last = _form(_, draft, card, editions)
    if first is None:
        st.html(parts.note(_("请填施行日期。"), "missing"))
        return
    files = service.dated(draft.files, version.strip(), first, last)
    refused: tuple[Problem, ...] = service.can_adopt(state.actor(), state.bench())
    try:
        plan = service.plan_adoption(state.actor(), state.bench(), files)
        st.html(parts.note(_("采用后：{what}", what=consequence(_, plan))))
        for warning in _gaps(_, plan, editions):
            st.html(parts.note(warning, "missing"))
    except AssessmentError as error:
        refused = (*error.problems, *refused)
    for problem in refused:
        st.html(parts.note("■ " + state.words(problem), "alarm"))
    with st.container(horizontal=True, gap="small"):
        pressed = st.button(_("采用为新版本"), key="adopt", type="primary", disabled=bool(refused))
        zip_button(_, Draft(files, draft.base), plan.edition if not refused else opened, "adopt-zip")
    if pressed and not refused:
        _adopt(_, files, draft.round)


def _looked_at(_: Translate, opened: Opened, card: Scorecard) -> str:
    """What was tried before; only the first has to be."""
    proven = service.known_mutation(state.actor(), opened)
    tried = replay_view.last_result(card)
    return parts.html_pairs(
        [
            (_("算例"), _("{n} 个全部相符", n=len(opened.examples)) if opened.examples else _("没有算例")),
            (_("改错检验"), mutation_view.figure(_, proven) if proven else _("还没有做")),
            (_("已存的项目"), replay_view.changed_words(_, tried, "") if tried else _("还没有重算")),
        ]
    )


def _form(_: Translate, draft: Draft, card: Scorecard, editions: Sequence[Opened]) -> tuple[str, date | None, date | None]:
    """As typed before, else the next version from tomorrow on or from the day after the latest one began."""
    same = [each.scorecard for each in editions if each.scorecard is not None and each.scorecard.id == card.id]
    free = card.version not in [each.version for each in same]
    latest = max([date.today(), *(each.in_force.from_ for each in same)])
    soonest = min(latest, date.max - timedelta(days=1)) + timedelta(days=1)
    proposed = (
        trial.next_version(card.version, [each.version for each in same]),
        card.in_force.from_ if free else soonest,
        card.in_force.until if free else None,
    )
    version, first, last = draft.form or proposed
    one, two, three = st.columns(3, gap="small")
    typed = one.text_input(_("版本"), value=version, max_chars=40, key=f"adopt-version-{draft.round}")
    begins = two.date_input(_("施行日期"), value=first, format="YYYY-MM-DD", key=f"adopt-from-{draft.round}")
    ends = three.date_input(_("截止日期（可不填）"), value=last, format="YYYY-MM-DD", key=f"adopt-until-{draft.round}")
    filled = (typed, begins, ends)
    if filled != (draft.form or proposed):
        trial.keep_form(*filled)
    return filled


def consequence(_: Translate, plan: service.Adoption) -> str:
    """What adopting does, in one sentence."""
    card = plan.scorecard
    span = card.in_force
    text = _("{version} 自 {day} 起施行", version=card.version, day=span.from_.isoformat())
    if span.until is not None:
        text += _("，至 {day} 止", day=span.until.isoformat())
    former = plan.former.scorecard if plan.former is not None else None
    if former is not None and plan.last is not None:
        text += _("；{version} 施行到 {day}", version=former.version, day=plan.last.isoformat())
    return text + _("。已存的项目仍按原来的版本，不重新打分。")


def _gaps(_: Translate, plan: service.Adoption, editions: Sequence[Opened]) -> list[str]:
    """Days before the new edition that nobody covers."""
    first = plan.scorecard.in_force.from_
    same = [each.scorecard for each in editions if each.scorecard is not None and each.scorecard.id == plan.scorecard.id]
    ends = [card.in_force.until for card in same if card.in_force.until is not None and card.in_force.until < first]
    if plan.former is not None or not ends or max(ends) + timedelta(days=1) == first:
        return []
    begin, end = max(ends) + timedelta(days=1), first - timedelta(days=1)
    return [_("{begin} 至 {end} 没有施行的版本，这些天不能评估。", begin=begin.isoformat(), end=end.isoformat())]


def _adopt(_: Translate, files: dict[str, bytes], round: int) -> None:
    plan = state.once(f"adopt-{round}", lambda: service.adopt(state.actor(), state.bench(), files))
    trial.discard()
    state.look_again()
    state.flash("success", _("已采用：{what}", what=consequence(_, plan)))
    state.go("scorecards", edition=plan.edition.digest[:12])
