"""What changed between two editions, in an assessor's words: «LA3 补偿款到位与兑付：权重 20 → 25»."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

from assessment.engine.editions import Bound, Change
from assessment.engine.replay import Affected
from assessment.i18n import Translate, translator
from assessment.model.base import Source, Text
from assessment.model.figure import Interval
from assessment.model.numbers import plain
from assessment.model.scorecard import HOLD, Scorecard
from assessment.report.figures import Data, number
from assessment.report.replay_words import level_move, number_move
from assessment.report.terminal import Row, table
from assessment.report.words import axis_word, share_word, status_word


def field_word(_: Translate, field: str) -> str:
    """The name of one field of the format."""
    return {
        "applies_when": _("适用条件"),
        "answer_from": _("须配措施"),
        "assisting": _("配合单位"),
        "assisting_bodies": _("配合单位"),
        "at_least": _("项数"),
        "band": _("单因素等级"),
        "cleared_by": _("解除措施"),
        "clearing": _("解除条件"),
        "code": _("编码"),
        "combine": _("效果的合并"),
        "cost": _("费用（万元）"),
        "credit": _("未核实时计入的部分"),
        "decision": _("处理意见"),
        "default": _("默认打分表"),
        "dimension_weights": _("权重"),
        "edge": _("分界"),
        "effect": _("效果"),
        "every_days": _("每几天一次"),
        "evidence": _("佐证材料"),
        "excludes": _("不能同时采用的措施"),
        "facts": _("默认答案"),
        "figure": _("数据"),
        "figures": _("数据"),
        "floor": _("最低降到"),
        "from_": _("施行日期"),
        "graded_by": _("取级规则"),
        "guidance": _("打分说明"),
        "id": _("编号"),
        "index": _("综合指数"),
        "lead": _("牵头单位"),
        "lead_days": _("所需天数"),
        "level": _("综合等级"),
        "levels": _("取级区间"),
        "mandatory": _("依法必做"),
        "max_drop": _("最多下降"),
        "method": _("算法"),
        "minimum_coverage": _("提交所需覆盖率"),
        "notes": _("备注"),
        "obligations": _("等级要求"),
        "of": _("按哪个等级"),
        "ongoing": _("须持续落实"),
        "order": _("顺序"),
        "points": _("分值"),
        "polarity": _("计分方向"),
        "project": _("取自项目基本信息"),
        "proof": _("完成凭证"),
        "question": _("提问"),
        "range": _("可填范围"),
        "requires": _("须同时采用的措施"),
        "responsible_body": _("责任单位"),
        "scope": _("适用范围"),
        "sheet": _("所属打分表"),
        "sources": _("依据"),
        "target": _("方案目标"),
        "text": _("文字"),
        "title": _("名称"),
        "unit": _("计量单位"),
        "until": _("截止日期"),
        "value": _("分值"),
        "version": _("版本"),
        "weight": _("权重"),
        "weight_reason": _("权重理由"),
        "whole": _("只填整数"),
        "within_days": _("几天内完成"),
        "worse": _("更差的一头"),
    }.get(field, field)


def change_line(a: Scorecard, b: Scorecard, change: Change, lang: str) -> str:
    """One change as one line; names are B's, or A's of what B no longer has."""
    _ = translator(lang)
    subject, field = _named(_, a, b, change.place, lang)
    if change.kind == "added":
        return _("{subject}：新增{detail}", subject=subject, detail=_detail(_, change.after))
    if change.kind == "removed":
        return _("{subject}：删除{detail}", subject=subject, detail=_detail(_, change.before))
    if change.place[-1] == "order":
        return _("{subject}：顺序改变", subject=subject)
    before, after = change.before, change.after
    speak = lang
    if isinstance(before, Text) and isinstance(after, Text) and before.in_(lang) == after.in_(lang):
        speak = "zh" if lang == "en" else "en"  # only the other language was changed
    old, new = _said(_, a, change.place, before, speak), _said(_, b, change.place, after, speak)
    return _("{subject}：{field} {before} → {after}", subject=subject, field=field, before=old, after=new)


def _named(_: Translate, a: Scorecard, b: Scorecard, place: Sequence[str], lang: str) -> tuple[str, str]:
    """What the place is called, and the field of it that changed."""
    head, rest = place[0], list(place[1:])
    if head == "scales":
        return _("{axis} {level} 级", axis=axis_word(_, rest[0]), level=rest[1]) if len(rest) > 1 else _("量表"), _field(_, rest)
    if head == "matrix":
        cell = _("风险矩阵 {p}×{q}", p=rest[0], q=rest[1]) if len(rest) > 1 else _("风险矩阵")
        return cell, field_word(_, "band")
    if head == "effects":
        return _("措施效果"), _effects_field(_, rest)
    if not rest or head in ("hold", "in_force"):
        return {"hold": _("暂缓实施")}.get(head, _("整套打分表")), field_word(_, place[-1])
    name = _item(_, a, b, head, rest[0], lang)
    match [head, *rest[1:]]:
        case ["indicators", "vetoes", veto, *fields]:
            return f"{name} {_('否决 {id}', id=veto)}", _field(_, fields)
        case ["indicators", "likelihood" | "consequence" as axis, level]:
            return name, _("{axis} {level} 级", axis=axis_word(_, axis), level=level)
        case ["indicators", "graded_by", axis, figure, "levels", level]:
            by = _item(_, a, b, "figures", figure, lang)
            return f"{name} {by}", _("{axis} {level} 级", axis=axis_word(_, axis), level=level)
        case ["indicators", "graded_by", axis, figure]:
            by = _item(_, a, b, "figures", figure, lang)
            return f"{name} {by} {_('{axis}取级规则', axis=axis_word(_, axis))}", ""
        case ["figures", *fields]:
            return _("数据“{title}”", title=name), _field(_, fields)
        case ["indicators", "options", option, *fields]:
            return f"{name} {_('选项 {n}', n=option)}", _field(_, fields)
        case ["obligations", "levels"]:
            return name, _("哪些等级要做")
        case ["measures", "effects", indicator, *fields]:
            lowered = _item(_, a, b, "indicators", indicator, lang)
            return f"{name} → {lowered}", axis_word(_, fields[0]) if fields else ""
        case ["profiles", "dimension_weights", sheet]:
            return f"{name} {_item(_, a, b, 'sheets', sheet, lang)}", field_word(_, "weight")
        case ["profiles", "facts", fact]:
            return f"{name} {_item(_, a, b, 'facts', fact, lang)}", field_word(_, "facts")
    return name, _field(_, rest[1:])


def _effects_field(_: Translate, fields: Sequence[str]) -> str:
    match list(fields):
        case ["unit"]:
            return _("效果的单位")
        case ["credit", ("planned" | "in_progress" | "done") as status]:
            return _("“{status}”的措施计入的部分", status=status_word(_, status))
    return _field(_, fields)


def _field(_: Translate, fields: Sequence[str]) -> str:
    return field_word(_, fields[-1]) if fields else ""


def _item(_: Translate, a: Scorecard, b: Scorecard, sort: str, name: str, lang: str) -> str:
    """An item's own name, as an assessor knows it."""
    for card in (b, a):
        items = _items(card, sort)
        if name in items:
            item = items[name]
            title = item.label if sort == "indicators" else item.title or getattr(item, "question", None)
            return title.in_(lang) if title else name
    return {"measures": _("措施 {id}", id=name), "obligations": _("等级要求 {id}", id=name)}.get(sort) or field_word(_, name)


def _items(card: Scorecard, sort: str) -> Mapping[str, Any]:
    match sort:
        case "indicators":
            return card.indicators
        case "sheets":
            return card.sheet
        case "figures":
            return card.figure
        case "profiles" | "facts" | "bands" | "levels" | "escalations":
            return {item.id: item for item in getattr(card, sort)}
    return {}


def _detail(_: Translate, item: Any) -> str:
    """What a new or dropped item weighs, or does."""
    if isinstance(item, dict) and item.get("weight") is not None:
        return _("（权重 {weight}）", weight=plain(item["weight"]))
    if isinstance(item, dict) and item.get("cost") is not None:
        return _("（{cost} 万元，{days} 天）", cost=plain(item["cost"]), days=item["lead_days"])
    if isinstance(item, dict) and item.get("within_days") is not None:
        return _("（{days} 天内完成）", days=item["within_days"])
    if isinstance(item, dict) and item.get("every_days") is not None:
        return _("（每 {days} 天一次）", days=item["every_days"])
    return ""


def _said(_: Translate, card: Scorecard, place: Sequence[str], value: Any, lang: str) -> str:
    """A value as a reader knows it: numbers shortest, ids by their titles, texts in quotation marks."""
    match value:
        case None | ():
            return _("无")
        case Interval():
            return _word(_, card, place, str(value), lang)
        case Bound():
            return f"{'≤' if value.owns else '<'} {plain(value.edge)}"
        case bool():
            return _("是") if value else _("否")
        case Fraction():
            return share_word(value) if _of_share(card, place) else plain(value)
        case Text():
            return _("“{text}”", text=value.in_(lang))
        case Source():
            return value.text
        case tuple():
            return _("；").join(_said(_, card, place, item, lang).strip("“”") for item in value)
        case date():
            return value.isoformat()
        case str():
            return _word(_, card, place, value, lang)
    return str(value)


def _of_share(card: Scorecard, place: Sequence[str]) -> bool:
    """Whether the number is a part of something: what counts before it is verified, or what shares take away."""
    if place[0] == "effects" and len(place) > 1:
        return place[1] == "credit" or (place[1] == "max_drop" and card.effects.unit == "share")
    return place[0] == "measures" and "effects" in place[2:3] and card.effects.unit == "share"


def _word(_: Translate, card: Scorecard, place: Sequence[str], value: str, lang: str) -> str:
    field = place[-1] if place[0] != "matrix" else "band"
    if place[0] == "obligations" and field in ("levels", "of"):
        return {"initial": _("初始等级"), "now": _("目前等级")}.get(value) or _word(_, card, ("level",), value, lang)
    if field in ("band", "answer_from"):
        return next((band.title.in_(lang) for band in card.bands if band.id == value), value)
    if field == "effect" and value == HOLD:
        return card.hold.title.in_(lang) if card.hold else _("暂缓实施")
    if field in ("level", "target", "effect"):
        return next((level.title.in_(lang) for level in card.levels if level.id == value), value)
    if field == "sheet" and value in card.sheet:
        return card.sheet[value].title.in_(lang)
    if field == "applies_when" and value in card.fact:
        fact = card.fact[value]
        return (fact.title or fact.question).in_(lang)
    if place[0] == "effects" and field == "unit":
        return {"level": _("级"), "share": _("比例")}.get(value, value)
    return {
        "yes": _("是"),
        "no": _("否"),
        "likelihood-consequence": _("可能性×影响程度"),
        "matrix": _("风险矩阵"),
        "points": _("计分"),
        "demerit": _("分高风险高"),
        "merit": _("分高风险低"),
        "additive": _("相加"),
        "multiplicative": _("相乘"),
        "strongest": _("取下降最多的一条"),
        "weighted": _("加权"),
        "none": _("无"),
        "higher": _("数值大的"),
        "lower": _("数值小的"),
    }.get(value, value)


def difference_text(
    a: Scorecard, b: Scorecard, changes: Sequence[Change], affected: Sequence[Affected], tried: int, lang: str
) -> str:
    """By sheet, rules before wording; then the cases that score differently, of those tried."""
    _ = translator(lang)
    rules = sum(change.rule for change in changes)
    counts = _("改动 {count} 处，其中影响算分或措施的 {rules} 处", count=len(changes), rules=rules)
    lines = [f"{b.title.in_(lang)} {a.version} → {b.version}", counts]
    for sheet, group in groupby(changes, key=lambda change: change.sheet):
        lines.append("\n" + (_("总则") if sheet is None else _item(_, a, b, "sheets", sheet, lang)))
        lines += [f"  {change_line(a, b, change, lang)}" for change in group]
    if tried:
        lines.append("\n" + _("试算 {tried} 份评估，结果不同的 {count} 份", tried=tried, count=len(affected)))
    if affected:
        head: Row = (_("评估"), _("等级"), _("指数"), _("最坏指数"), _("落实后等级"), _("落实后指数"))
        lines.append(table([head, *(_affected_row(_, each, lang) for each in affected)]))
    return "\n".join(lines) + "\n"


def _affected_row(_: Translate, each: Affected, lang: str) -> Row:
    found = each.replay
    if found is None or each.residual is None:
        return each.name, _("新版没有适用的指标"), "—", "—", "—", "—"
    before, after, left = found.before, found.after, each.residual
    return (
        each.name,
        level_move(found.a, found.b, before, after, lang),
        number_move(before.index, after.index),
        number_move(before.worst_index, after.worst_index),
        level_move(found.a, found.b, *left, lang),
        number_move(left[0].index, left[1].index),
    )


def difference_data(
    a: Scorecard, b: Scorecard, changes: Iterable[Change], affected: Sequence[Affected], tried: int, lang: str
) -> Data:
    """`diff --json`: every change with its place, its values as the format writes them, and its line."""
    return {
        "a": {"id": a.id, "version": a.version, "digest": a.digest},
        "b": {"id": b.id, "version": b.version, "digest": b.digest},
        "changes": [
            {
                "sheet": change.sheet,
                "place": list(change.place),
                "kind": change.kind,
                "rule": change.rule,
                "before": _plain(change.before),
                "after": _plain(change.after),
                "message": change_line(a, b, change, lang),
            }
            for change in changes
        ],
        "tried": tried,
        "affected": [_affected_data(each) for each in affected],
    }


def _affected_data(each: Affected) -> Data:
    if each.replay is None or each.residual is None:
        return {"case": each.name, "initial": None, "residual": None}
    sides = {"initial": (each.replay.before, each.replay.after), "residual": each.residual}
    figures: Data = {
        part: {
            "level": [result.level for result in results],
            "index": [number(result.index) for result in results],
            "worst_index": [number(result.worst_index) for result in results],
        }
        for part, results in sides.items()
    }
    return {"case": each.name, **figures}


def _plain(value: Any) -> Any:
    match value:
        case Fraction():
            return plain(value)
        case Interval():
            return value.written()
        case Bound():
            return {"up_to" if value.owns else "below": plain(value.edge)}
        case Text() | Source():
            return value.model_dump()
        case dict():
            return {key: _plain(item) for key, item in value.items() if item is not None}
        case tuple():
            return [_plain(item) for item in value]
        case date():
            return value.isoformat()
    return value
