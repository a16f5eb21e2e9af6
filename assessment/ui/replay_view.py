"""换一版重算: one project taken apart into causes, many as a table with those first whose level would change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from html import escape

import streamlit as st

from assessment import service
from assessment.engine.attribution import Attribution
from assessment.engine.replay import Replay
from assessment.i18n import Translate, sentence
from assessment.model.scorecard import Scorecard
from assessment.report.csv_file import CSV, csv_of
from assessment.report.excel import XLSX, workbook
from assessment.report.naming import file_name
from assessment.report.replay_words import Step, level_causes_text, level_move, lost_text, number_move, steps_shown
from assessment.report.words import number
from assessment.ui import parts, state, waiting
from assessment.ui.comparing import level_badge
from assessment.ui.replay_export import sheets
from assessment.ui.table import Cell, Column, Row, table

OPEN = "open"


def stored(_: Translate, card: Scorecard, language: str, draft: bool = False) -> None:
    """The stored projects under an edition or a draft: a button, then the table."""
    kept: tuple[str, str, service.CountyReplay] | None = state.recall("replayed")
    found = kept if kept is not None and kept[0] == card.digest else None
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="noprint-replay"):
        pressed = st.button(_("再算一次") if found else _("重算已存项目"), key="replay-stored")
        told = (
            _("{time} 算出；只是试算，不改动任何项目。", time=found[1])
            if found
            else _("只是试算，不改动任何项目；期间可以离开。")
        )
        st.html(parts.second(told), width="stretch")
    if pressed:
        with waiting.bar(_("正在重算")) as progress:
            fresh = service.replay_projects(state.actor(), state.bench(), None, card, progress)
        state.remember("replayed", (card.digest, f"{datetime.now():%H:%M:%S}", fresh))
        st.rerun()
    if found:
        county(_, found[2], card, language, "stored", draft)


def last_result(card: Scorecard) -> service.CountyReplay | None:
    """Of the stored projects under this edition, where it was worked out in this session."""
    kept: tuple[str, str, service.CountyReplay] | None = state.recall("replayed")
    return kept[2] if kept is not None and kept[0] == card.digest else None


def changed_words(_: Translate, found: service.CountyReplay, version: str) -> str:
    """«2026.2 下有 3/41 个项目等级会变。»; no version: of the draft."""
    changed, count = sum(row.replay.level_changed for row in found.projects), len(found.projects)
    if not version:
        return _("试改稿下有 {k}/{n} 个项目等级会变。", k=changed, n=count)
    return _("{version} 下有 {k}/{n} 个项目等级会变。", version=version, k=changed, n=count)


def county(_: Translate, found: service.CountyReplay, card: Scorecard, language: str, key: str, draft: bool = False) -> None:
    """The sentence, the table with its attributions unfolded, the files, and what could not be replayed."""
    changed = sum(row.replay.level_changed for row in found.projects)
    total = len(found.projects)
    if not total and not found.problems:
        st.html(parts.note(_("没有用这套打分表的项目。")))
    else:
        st.html(parts.note(changed_words(_, found, "" if draft else card.version), "missing" if changed else ""))
    if found.others:
        st.html(parts.second(_("用其他打分表的 {count} 个项目没有重算。", count=found.others)))
    if total:
        rows = [_row(_, row, language, link=key == "stored") for row in found.projects]
        event = table(_columns(_), rows, key=f"replayed-{key}", lang=language, search=total > 12)
        if event is not None and event.action == OPEN:
            state.go("result", id=event.row)
        _files(_, found, card, language, key)
    for problem in found.problems:
        st.html(parts.note(_("没有算出：{name}。{why}", name=problem.file, why=sentence(problem, language)), "missing"))


def _files(_: Translate, found: service.CountyReplay, card: Scorecard, language: str, key: str) -> None:
    name = f"{card.id}-{card.version}"
    with st.container(horizontal=True, gap="small", key=f"noprint-files-{key}"):
        st.download_button(
            _("导出 Excel"),
            lambda: workbook(sheets(found, card, language)),
            file_name(name, _("重算"), kind="xlsx"),
            XLSX,
            key=f"excel-{key}",
            on_click="ignore",
        )
        st.download_button(
            _("导出 CSV"),
            lambda: csv_of(sheets(found, card, language)[0]),
            file_name(name, _("重算"), kind="csv"),
            CSV,
            key=f"csv-{key}",
            on_click="ignore",
        )


def _columns(_: Translate) -> tuple[Column, ...]:
    return (
        Column("project", _("项目"), width="26%"),
        Column("level", _("等级")),
        Column("index", _("综合指数（已评）"), align="right"),
        Column("worst", _("综合指数（最坏）"), align="right", hide_on_narrow=True),
        Column("why", _("等级为什么变"), width="22%", hide_on_narrow=True),
    )


def _row(_: Translate, row: service.ReplayedProject, language: str, link: bool) -> Row:
    found = row.replay
    before, after = found.before, found.after
    tag = _("示例数据") if found.assessment.project.illustrative else ""
    badge = level_badge(found.a, before.level, language, not before.determined)
    if found.level_changed:
        badge = replace(badge, then=level_badge(found.b, after.level, language, not after.determined))
    held = _("暂缓实施") if after.hold and not before.hold else _("不再暂缓") if before.hold and not after.hold else ""
    cells: dict[str, Cell | str] = {
        "project": Cell(row.name, sub=row.township, strong=found.level_changed, link=OPEN if link else None, tag=tag),
        "level": Cell(badge=badge, sub=held, sort=_rise(found)),
        "index": Cell(number_move(before.index, after.index), sort=found.index_change or Fraction(0)),
        "worst": Cell(number_move(before.worst_index, after.worst_index), sort=found.worst_change or Fraction(0)),
        "why": level_causes_text(found, language) or "—",
    }
    return Row(row.id, cells, detail=_detail(_, found, language))


def _rise(found: Replay) -> int:
    return found.b.level_rank[found.after.level] - found.a.level_rank[found.before.level]


def _detail(_: Translate, found: Replay, language: str) -> list[tuple[str, str]]:
    """Each figure's causes in one line, the whole last; then what cannot be asked again."""
    lines = []
    for title, steps in _figures(_, found):
        told = [_("{cause} {change}", cause=step.causes, change=_minus(step.change)) for step in steps_shown(_, steps)]
        lines.append((title, _("；").join(told) if told else _("不变")))
    if found.lost:
        lines.append((_("新版不再有"), lost_text(found, language)))
    return lines


def _figures(_: Translate, found: Replay) -> tuple[tuple[str, Sequence[Attribution[Fraction]]], ...]:
    return (_("综合指数（已评）"), found.index), (_("综合指数（最坏）"), found.worst)


def _minus(text: str) -> str:
    return text.replace("-", "−")


def attribution(_: Translate, found: Replay, name: str, language: str) -> str:
    """One project under the edition called `name`: before and after, and for each figure its causes, which add up."""
    before, after = found.before, found.after
    versions = (_("原来（{version}）", version=found.a.version), _("换版后（{version}）", version=name))
    levels = [
        parts.level_badge(result.level, card, language, dashed=not result.determined)
        for card, result in ((found.a, before), (found.b, after))
    ]
    rows = [
        (escape(_("等级")), *levels),
        (escape(_("综合指数（已评）")), number(before.index), number(after.index)),
        (escape(_("综合指数（最坏）")), number(before.worst_index), number(after.worst_index)),
    ]
    blocks = [parts.html_table((_("项"), *versions), rows, safe=True, row_heads=True, shape="narrow")]
    moved = level_move(found.a, found.b, before, after, language)
    causes = level_causes_text(found, language)
    if found.level_changed:
        blocks.append(parts.note(_("等级：{moved}。原因：{causes}。", moved=moved, causes=causes or "—"), "missing"))
    else:
        blocks.append(parts.note(_("等级不变。")))
    for title, steps in _figures(_, found):
        blocks.append(_causes(_, title, steps_shown(_, steps)))
    if found.lost:
        blocks.append(parts.note(_("新版不再有，没有带过去：{lost}。", lost=lost_text(found, language)), "missing"))
    return "".join(f'<div class="s-block">{block}</div>' for block in blocks)


def _causes(_: Translate, title: str, steps: Sequence[Step]) -> str:
    if not steps:
        return parts.second(_("{title}不变。", title=title))
    rows = [(step.causes, step.before, step.after, _minus(step.change)) for step in steps]
    head = (_("原因"), _("变化前"), _("变化后"), _("变化"))
    return parts.html_table(head, rows, numbers=(1, 2, 3), caption=title, row_heads=True, chosen=len(rows) - 1, shape="narrow")
