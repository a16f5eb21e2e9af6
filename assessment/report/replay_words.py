"""Replays as lines for a terminal and as plain data: what an assessment would be under another edition, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from assessment.engine.attribution import Attribution, Cause
from assessment.engine.carrying import Lost
from assessment.engine.replay import Replay
from assessment.i18n import Translate, translator
from assessment.model.numbers import shown
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard
from assessment.report.figures import Data
from assessment.report.figures import number as exact
from assessment.report.terminal import Row, table
from assessment.report.words import level_word, number


class Replayed(Protocol):
    """A stored project with its replay."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def township(self) -> str: ...
    @property
    def replay(self) -> Replay: ...


def cause_word(_: Translate, cause: Cause) -> str:
    """What was swapped at a step."""
    return {
        "values": _("算法与分值"),
        "grading": _("取级区间"),
        "dropped": _("删除的指标"),
        "added": _("新增的指标"),
        "weights": _("指标权重"),
        "dimensions": _("维度权重（项目类型）"),
        "facts": _("适用与否（筛查事实）"),
        "index": _("综合指数"),
        "degrees": _("各因素的风险程度"),
        "level-edges": _("综合等级分界"),
        "band-edges": _("单因素等级分界"),
        "escalations": _("升级规则"),
        "vetoes": _("否决"),
        "levels": _("综合等级的划分"),
    }[cause]


def lost_word(a: Scorecard, lost: Lost, lang: str) -> str:
    """One answer that cannot be asked again, by the name its question has in A."""
    _ = translator(lang)
    name = _title(a, lost, lang)
    return {
        "profile": _("项目类型 {id}", id=name),
        "fact": _("筛查事实 {id}", id=name),
        "figure": _("数据 {id}", id=name),
        "rating": _("打分 {id}", id=name),
        "level": _("打分 {id}（新版没有这一级）", id=name),
        "veto": _("否决 {id}", id=name),
        "measure": _("措施 {id}", id=name),
        "accepted": _("接受理由 {id}", id=name),
        "aim": _("方案目标中的 {id}", id=name),
    }[lost.sort]


def _title(a: Scorecard, lost: Lost, lang: str) -> str:
    """Vetoes and measures are known by their ids."""
    if lost.sort in ("rating", "level", "accepted") and lost.id in a.indicators:
        return a.indicators[lost.id].label.in_(lang)
    if lost.sort == "fact" and lost.id in a.fact:
        return (a.fact[lost.id].title or a.fact[lost.id].question).in_(lang)
    if lost.sort == "figure" and lost.id in a.figure:
        return a.figure[lost.id].title.in_(lang)
    if lost.sort == "aim":
        titles = {**{band.id: band.title for band in a.bands}, **{level.id: level.title for level in a.levels}}
        return titles[lost.id].in_(lang) if lost.id in titles else lost.id
    if lost.sort == "profile" and lost.id in a.profile:
        return a.profile[lost.id].title.in_(lang)
    return lost.id


def level_move(a: Scorecard, b: Scorecard, before: Result, after: Result, lang: str) -> str:
    """«▲ 中风险 → ■ 高风险»; one word where the level stays, with the hold that begins or ends."""
    _ = translator(lang)
    old, new = level_word(a, before.level, lang), level_word(b, after.level, lang)
    text = old if old == new else f"{old} → {new}"
    if before.hold != after.hold:
        text += _("，暂缓实施") if after.hold else _("，不再暂缓")
    return text


def number_move(before: Fraction | None, after: Fraction | None) -> str:
    return number(after) if before == after else f"{number(before)} → {number(after)}"


def signed(change: Fraction) -> str:
    return ("+" if change > 0 else "") + shown(change)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an attribution: what a reader works out from the figures shown, so that lines add up to the whole."""

    causes: str
    before: str
    after: str
    change: str


def steps_shown(_: Translate, steps: Sequence[Attribution[Fraction]]) -> tuple[Step, ...]:
    """The steps as they are shown, then the whole; each change is the difference of the two rounded figures beside it."""
    if not steps:
        return ()
    ends = [(causes_word(_, step), step.before, step.after) for step in steps]
    ends.append((_("合计"), steps[0].before, steps[-1].after))
    return tuple(
        Step(words, number(before), number(after), signed(Fraction(shown(after)) - Fraction(shown(before))))
        for words, before, after in ends
    )


def level_causes_text(found: Replay, lang: str) -> str:
    """Why the level is another one; "" where it stays."""
    _ = translator(lang)
    return _("，").join(causes_word(_, step) for step in found.level)


def lost_text(found: Replay, lang: str) -> str:
    return translator(lang)("，").join(lost_word(found.a, each, lang) for each in found.lost)


def replay_text(name: str, found: Replay, lang: str) -> str:
    """One project: what it was, what it would be, and every cause; the last line of each table is the whole."""
    _ = translator(lang)
    lines = [f"{name}  {found.a.version} → {found.b.version}  {_moved(found, lang)}"]
    for title, steps, before, after in (
        (_("综合指数（已评）"), found.index, found.before.index, found.after.index),
        (_("综合指数（最坏）"), found.worst, found.before.worst_index, found.after.worst_index),
    ):
        lines.append(f"{title} {number_move(before, after)}")
        if steps:
            whole = sum((step.change for step in steps), Fraction(0))
            rows: list[Row] = [(f"  {causes_word(_, step)}", signed(step.change)) for step in steps]
            lines.append(table([*rows, (f"  {_('合计')}", signed(whole))]))
    levels = found.a.levels if list(found.a.level_rank) == list(found.b.level_rank) else ()
    for step in found.level:
        moved = f" {levels[step.before].title.in_(lang)} → {levels[step.after].title.in_(lang)}" if levels else ""
        lines.append(_("等级因{causes}而变", causes=causes_word(_, step)) + moved)
    if found.lost:
        lines.append(_("新版不再有：") + lost_text(found, lang))
    return "\n".join(lines) + "\n"


def county_text(rows: Sequence[Replayed], edition: str, lang: str) -> str:
    """Many projects: those whose level would change by name, the others counted."""
    _ = translator(lang)
    changed = [row for row in rows if row.replay.level_changed]
    moved = sum(not row.replay.level_changed and bool(row.replay.worst or row.replay.index) for row in rows)
    lines = [
        _("按 {edition} 重算 {count} 个项目：等级改变 {changed} 个，只有指数改变 {moved} 个",
          edition=edition, count=len(rows), changed=len(changed), moved=moved)
    ]  # fmt: skip
    if changed:
        table_rows: list[Row] = [(_("编号"), _("项目"), _("乡镇"), _("等级"), _("最坏指数"), _("原因"))]
        for row in changed:
            found = row.replay
            why = level_causes_text(found, lang) or "—"
            index = number_move(found.before.worst_index, found.after.worst_index)
            table_rows.append((row.id, row.name, row.township, _moved(found, lang), index, why))
        lines.append(table(table_rows))
    return "\n".join(lines) + "\n"


def _moved(found: Replay, lang: str) -> str:
    return level_move(found.a, found.b, found.before, found.after, lang)


def causes_word(_: Translate, step: Attribution[Any]) -> str:
    """The causes of one step."""
    return " + ".join(cause_word(_, cause) for cause in step.causes)


def replay_data(found: Replay) -> Data:
    """One replay; the changes of each list add up to the whole."""
    return {
        "from": {"id": found.a.id, "version": found.a.version, "digest": found.a.digest},
        "level": [found.before.level, found.after.level],
        "hold": [found.before.hold, found.after.hold],
        "level_changed": found.level_changed,
        "index": [exact(found.before.index), exact(found.after.index)],
        "worst_index": [exact(found.before.worst_index), exact(found.after.worst_index)],
        "index_causes": [{"causes": list(step.causes), "change": exact(step.change)} for step in found.index],
        "worst_causes": [{"causes": list(step.causes), "change": exact(step.change)} for step in found.worst],
        "level_causes": [{"causes": list(step.causes), "change": step.change} for step in found.level],
        "lost": [{"sort": lost.sort, "id": lost.id} for lost in found.lost],
    }
