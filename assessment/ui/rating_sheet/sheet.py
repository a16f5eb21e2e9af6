"""打分 in the page: mounts the rating sheet and reads what it sends back.

The page shows its own arithmetic at once (web/index.js); the server's answer, which alone is saved, replaces it.
Each change carries an id, the value wanted and the value seen; it is repeated until the server acknowledges the id.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypedDict

import streamlit as st

HERE = Path(__file__).parent
# One ES module: the arithmetic first, the entry last. They call each other by name, without imports.
PARTS = ("web/index.js", "web/ledger.js", "web/dom.js", "web/bar.js", "web/rail.js", "web/fold.js", "web/card.js", "sheet.js")


class Change(TypedDict):
    """One answer given. `new` and `seen` are whole values: a rating with every axis, note and evidence, or None;
    a veto "yes", "no" or None. The same `request` may come several times (`attempt` grows) and counts once."""

    request: str
    project: str
    kind: Literal["rating", "veto"]
    key: str
    new: Any
    seen: Any
    attempt: int


@dataclass(frozen=True, slots=True)
class Events:
    """`pending`: changes not yet acknowledged, oldest first. `go`: where the person wants to go, once."""

    pending: tuple[Change, ...] = ()
    go: dict[str, Any] | None = None


def module() -> str:
    """The component's whole JavaScript as one ES module."""
    return "\n".join((HERE / part).read_text(encoding="utf-8") for part in PARTS)


_component = st.components.v2.component(
    "assessment.rating_sheet", js=module(), css=(HERE / "sheet.css").read_text(encoding="utf-8"), isolate_styles=True
)


def rating_sheet(
    data: Mapping[str, Any],
    key: str,
    on_pending: Callable[[], None] | None = None,
    on_go: Callable[[], None] | None = None,
) -> Events:
    """Mounts the sheet. The callbacks run before the page's script: answer there, with `events_of` of the component's state,
    and the same run sends the acknowledgement back."""
    words = WORDS["zh" if data.get("lang") == "zh" else "en"]
    result = _component(
        key=key,
        data={**data, "words": {**words, **data.get("words", {})}},
        on_pending_change=on_pending or _nothing,
        on_go_change=on_go or _nothing,
    )
    return events_of(result)


def events_of(state: Any) -> Events:
    """Keeps what is well formed; whatever else a browser sends is not there."""
    if not isinstance(state, Mapping):
        return Events()
    pending, go = state.get("pending"), state.get("go")
    changes = pending if isinstance(pending, list) else []
    return Events(tuple(change for change in changes if _is_change(change)), dict(go) if isinstance(go, Mapping) else None)


def _is_change(change: Any) -> bool:
    return (
        isinstance(change, Mapping)
        and all(isinstance(change.get(name), str) and len(change[name]) <= 200 for name in ("request", "project", "key"))
        and change.get("kind") in ("rating", "veto")
        and "new" in change
        and "seen" in change
    )


def _nothing() -> None:
    """Streamlit keeps a state only if it has a callback."""


WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "illustrative": "示例数据",
        "saved": "✓ 已保存 {at}",
        "saved_short": "✓ {at}",
        "saving": "… 正在保存",
        "unsaved": "■ 未保存（{n} 项） 连接中断，本页已留住，恢复后自动重试",
        "unsaved_fault": "■ 未保存（{n} 项） 本页已留住，稍后自动重试",
        "unsaved_short": "■ 未保存（{n} 项）",
        "undecided": "■ {n} 项有分歧，未保存",
        "retry": "现在重试",
        "reload": "重新载入并保存",
        "undo": "撤销",
        "next_unrated": "下一条未评",
        "next_unanswered": "下一条未答",
        "all_answered": "已全部评完",
        "counted": "{text}（{n}）",
        "bracketed": "（{text}）",
        "quoted": "“{text}”",
        "comma": "、",
        "semicolon": "；",
        "none": "—",
        "index_answered": "综合指数（按已评）",
        "no_index": "不计算",
        "level": "等级",
        "undetermined": "未定",
        "best": "最好",
        "worst": "最坏",
        "best_worst": "最好 / 最坏",
        "on_hold": "暂缓实施",
        "settled_anyway": "未评项不再影响等级",
        "decided_by_none": "没有触发任何规则",
        "decided_by_index": "由指数决定",
        "decided_by_veto": "由否决 {code} 决定",
        "decided_by_escalation": "由升级规则决定",
        "worst_best": "最坏 / 最好",
        "interval": "0到1：最好 {best}，综合指数 {index}，最坏 {worst}；分界 {edges}",
        "answered_of": "已评 {answered}/{total}",
        "lacking": "缺 {n} 项",
        "veto_open": "{code} 否决未答",
        "vetoes_open": "否决未答 {n}",
        "veto_questions": "否决提问",
        "fired": "触发 {n}",
        "unanswered": "未答 {n}",
        "spoken_index": "综合指数 {index}，{level}",
        "spoken_level": "等级 {level}",
        "spoken_open": "等级未定：最好 {best}，最坏 {worst}",
        "dimensions": "维度",
        "pick": "{title} {answered}/{total} · {index}",
        "answered_index": "已评 / 指数",
        "weight": "权重 {weight}",
        "weight_merged": "权重 {weight}，已并入其余指标",
        "excluded": "本项目 {n} 项不适用",
        "facts_link": "筛查事实与依据",
        "following": "下一维度",
        "previous_dimension": "上一维度：{title}",
        "next_dimension": "下一维度：{title}",
        "dimension_said": "{title}，已评 {answered}/{total}，指数 {index}",
        "dimension_line": "权重 {weight} · 已评 {answered}/{total} · ",
        "dimension_index": "维度指数",
        "worst_number": "最坏 {worst}",
        "keys": "←→ 选级|1–5 直选|Tab 下一行|Backspace 清除|N 下一条",
        "not_applicable": "不适用",
        "change_fact": "改答案（须附佐证）",
        "excluded_by": "筛查事实“{fact}”= {answer}。 ",
        "cell": "{level} 级：{text}",
        "level_number": "第 {level} 级",
        "unrated": "未评",
        "counts_as_worst": "未评 · 计入最坏情况",
        "veto_question": "否决提问",
        "yes": "是",
        "no": "否",
        "unknown": "未答",
        "veto_help": "答“是”：{effect}。",
        "veto_help_clearing": "解除：{clearing}",
        "veto_fired": "■ {effect}。",
        "veto_clearing": "解除：{clearing}",
        "see_measures": "看对应措施 {measures}",
        "note": "备注",
        "evidence": "佐证",
        "sources": "依据",
        "pieces": "{n} 件",
        "evidence_hint": "只写材料名称、文号、日期和存放处，不写个人信息。",
        "evidence_wanted": "一般需要：{list}",
        "add_evidence": "添加佐证",
        "title_first": "■ 没有写材料名称，这一行还没有保存",
        "remove": "删除",
        "evidence_title": "材料名称",
        "evidence_number": "文号或编号",
        "evidence_date": "日期",
        "evidence_kept_at": "存放处",
        "conflict": "■ {who} 已于 {at} 改过这一条，您的改动尚未保存",
        "somebody": "他人",
        "refused": "■ 没有保存：{text}",
        "theirs": "对方的：",
        "mine": "我的：",
        "keep_mine": "保留我的",
        "take_theirs": "用对方的",
        "try_again": "再试一次",
        "give_up": "放弃改动",
        "issue_elsewhere": "■ “{title}”中有一处改动尚未保存，需要您决定。",
        "look": "去看",
    },
    "en": {
        "illustrative": "Illustrative data",
        "saved": "✓ Saved {at}",
        "saved_short": "✓ {at}",
        "saving": "… Saving",
        "unsaved": "■ Not saved ({n}): no connection. Kept on this page, sent again when it is back",
        "unsaved_fault": "■ Not saved ({n}): kept on this page, sent again shortly",
        "unsaved_short": "■ Not saved ({n})",
        "undecided": "■ {n} to decide, not saved",
        "retry": "Retry now",
        "reload": "Reload and save",
        "undo": "Undo",
        "next_unrated": "Next unrated",
        "next_unanswered": "Next unanswered",
        "all_answered": "All rated",
        "counted": "{text} ({n})",
        "bracketed": " ({text})",
        "quoted": '"{text}"',
        "comma": ", ",
        "semicolon": "; ",
        "none": "—",
        "index_answered": "Index (rated so far)",
        "no_index": "not used",
        "level": "Level",
        "undetermined": "open",
        "best": "best",
        "worst": "worst",
        "best_worst": "best / worst",
        "on_hold": "Do not start",
        "settled_anyway": "unrated items no longer matter",
        "decided_by_none": "no rule applied",
        "decided_by_index": "by the index",
        "decided_by_veto": "by veto {code}",
        "decided_by_escalation": "by an escalation rule",
        "worst_best": "Worst / best",
        "interval": "From 0 to 1: best {best}, index {index}, worst {worst}; limits {edges}",
        "answered_of": "Rated {answered}/{total}",
        "lacking": "{n} missing",
        "veto_open": "veto {code} open",
        "vetoes_open": "{n} vetoes open",
        "veto_questions": "Veto questions",
        "fired": "{n} fired",
        "unanswered": "{n} unanswered",
        "spoken_index": "Index {index}, {level}",
        "spoken_level": "level {level}",
        "spoken_open": "level open: best {best}, worst {worst}",
        "dimensions": "Dimensions",
        "pick": "{title} {answered}/{total}",
        "answered_index": "Rated / index",
        "weight": "Weight {weight}",
        "weight_merged": "Weight {weight}, shared among the others",
        "excluded": "{n} indicators do not apply",
        "facts_link": "Screening facts",
        "following": "Next",
        "previous_dimension": "Back: {title}",
        "next_dimension": "Next: {title}",
        "dimension_said": "{title}, rated {answered} of {total}, index {index}",
        "dimension_line": "Weight {weight} · rated {answered}/{total} · ",
        "dimension_index": "index",
        "worst_number": "worst {worst}",
        "keys": "←→ choose|1–5 set|Tab next row|Backspace clear|N next unrated",
        "not_applicable": "Does not apply",
        "change_fact": "Change the answer (evidence needed)",
        "excluded_by": 'Screening fact "{fact}" = {answer}. ',
        "cell": "Level {level}: {text}",
        "level_number": "Level {level}",
        "unrated": "Unrated",
        "counts_as_worst": "Unrated · counts as worst",
        "veto_question": "Veto question",
        "yes": "Yes",
        "no": "No",
        "unknown": "Unanswered",
        "veto_help": "If yes: {effect}. ",
        "veto_help_clearing": "Cleared by: {clearing}",
        "veto_fired": "■ {effect}.",
        "veto_clearing": "Cleared by: {clearing}",
        "see_measures": "See measures {measures}",
        "note": "Note",
        "evidence": "Evidence",
        "sources": "Sources",
        "pieces": "{n}",
        "evidence_hint": "Give only the document's name, number, date and where it is kept. No personal data.",
        "evidence_wanted": "Usually needed: {list}",
        "add_evidence": "Add evidence",
        "title_first": "■ Name the document: this row is not saved yet",
        "remove": "Remove",
        "evidence_title": "Document",
        "evidence_number": "Number",
        "evidence_date": "Date",
        "evidence_kept_at": "Kept at",
        "conflict": "■ {who} changed this at {at}; your change is not saved yet",
        "somebody": "Somebody",
        "refused": "■ Not saved: {text}",
        "theirs": "Theirs:",
        "mine": "Mine:",
        "keep_mine": "Keep mine",
        "take_theirs": "Take theirs",
        "try_again": "Try again",
        "give_up": "Drop my change",
        "issue_elsewhere": '■ A change in "{title}" is not saved and needs your decision.',
        "look": "Show it",
    },
}
