"""What happened to an assessment, in words: «LA3 可能性 3→4»."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessment import service
from assessment.engine.methods import axes
from assessment.i18n import Translate, translator
from assessment.model.figure import parse_value
from assessment.model.measure import Aim
from assessment.model.numbers import parse_exact, plain
from assessment.model.scorecard import Scorecard
from assessment.report.best_words import aim_words
from assessment.report.figure_words import figures_of_axis, short_title, value_words
from assessment.report.words import axis_word, stage_word
from assessment.ui.plan_words import status_word
from assessment.ui.rating_data import answer_word

FIELDS = ("name", "profile", "township", "investment", "unit", "scale", "land", "affected", "period", "date", "stage")
SHOWN = 40  # characters of a text that was written; the whole of it stands on its own page


def told(event: service.Event, card: Scorecard, language: str) -> str:
    """One event as one line."""
    _ = translator(language)
    line = _("，").join(_TELL[event.kind](_, event, card, language)) if event.kind in _TELL else event.kind
    return _("撤销：{what}", what=line) if event.undoes is not None else line


def undone(_: Translate, taken: service.Undone, card: Scorecard, language: str) -> str:
    """What an undo took back, by name."""
    if taken.kind == "project":
        return _("项目情况")
    if taken.kind in ("measures", "plan"):
        return _("选为措施 {measures}", measures=taken.key.replace(",", _("、")))
    return _named(card, taken.kind, taken.key, language)


def field_word(_: Translate, field: str) -> str:
    """A field of the heading as its form names it."""
    words = {
        "name": _("项目名称"),
        "profile": _("项目类型"),
        "township": _("乡镇（街道）"),
        "investment": _("投资（万元）"),
        "unit": _("建设单位"),
        "scale": _("规模"),
        "land": _("用地"),
        "affected": _("影响范围"),
        "period": _("建设期"),
        "date": _("评估日期"),
        "stage": _("评估阶段"),
    }
    return words[field]


def heading_changes(
    _: Translate, card: Scorecard, before: Mapping[str, Any], after: Mapping[str, Any], language: str
) -> Iterator[str]:
    """«投资（万元） 23500→24000», field by field; each heading is plain data with project, date and stage."""
    old, new = _flat(before), _flat(after)
    for field in FIELDS:
        if old.get(field) != new.get(field):
            values = [_heading_value(_, card, field, side.get(field), language) for side in (old, new)]
            yield f"{field_word(_, field)} {_arrow(*values)}"


def _flat(heading: Mapping[str, Any]) -> dict[str, Any]:
    """What is empty is not there, however it was written."""
    whole = {**heading["project"], "date": heading["date"], "stage": heading["stage"]}
    if whole.get("investment"):
        whole["investment"] = plain(parse_exact(whole["investment"]))
    return {field: value for field, value in whole.items() if value not in (None, "")}


def _heading_value(_: Translate, card: Scorecard, field: str, value: Any, language: str) -> str:
    if value is None:
        return _("空")
    if field == "profile" and value in card.profile:
        return card.profile[value].title.in_(language)
    return stage_word(_, value) if field == "stage" else _cut(value)


def _rating(_: Translate, event: service.Event, card: Scorecard, language: str) -> Iterator[str]:
    """Half an answer is told too. Where figures give the level, none is chosen (未选)."""
    old, new = event.before or {}, event.after or {}
    indicator, parts = card.indicators.get(event.key), []
    for axis in axes(card):
        none = _("未选") if indicator and figures_of_axis(indicator, axis) else _("未评")
        if old.get(axis) != new.get(axis):
            levels = [str(side[axis]) if side.get(axis) is not None else none for side in (old, new)]
            parts.append(f"{axis_word(_, axis)} {_arrow(*levels)}")
        before, after = (side.get("overrides", {}).get(axis) for side in (old, new))
        if before and not after:
            parts.append(_("恢复按数据取级"))
        elif before != after:
            parts.append(_("改级理由“{reason}”", reason=_cut(after)))
    if old.get("note", "") != new.get("note", ""):
        parts.append(_("备注改为“{note}”", note=_cut(new["note"])) if new.get("note") else _("备注删去"))
    parts += _evidence(_, old, new)
    yield _named(card, "rating", event.key, language) + " " + _("，").join(parts)


def _evidence(_: Translate, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    before, after = old.get("evidence", []), new.get("evidence", [])
    if before == after:
        return []
    return [_("佐证 {before}→{after} 件", before=len(before), after=len(after)) if len(before) != len(after) else _("佐证有改动")]


def _figure(_: Translate, event: service.Event, card: Scorecard, language: str) -> Iterator[str]:
    """«同意率 90%→92%», and the day and source that changed."""
    figure, (old, new) = card.figure.get(event.key), (event.before or {}, event.after or {})

    def said(side: Mapping[str, Any]) -> str:
        return value_words(figure, parse_value(side["value"]), language) if side else _("未填")

    changed = old.get("value") != new.get("value")
    parts = [f"{_named(card, 'figure', event.key, language)} {_arrow(said(old), said(new)) if changed else said(new)}"]
    if new and old.get("date") != new.get("date"):
        days = [side.get("date") or _("空") for side in (old, new)]
        parts.append(_("数据日期 {change}", change=_arrow(*days) if old else days[1]))
    if new and old.get("source", "") != new.get("source", ""):
        parts.append(_("来源“{source}”", source=_cut(new["source"])) if new.get("source") else _("来源删去"))
    yield _("，").join(parts)


def _veto(_: Translate, event: service.Event, card: Scorecard, language: str) -> Iterator[str]:
    yield _("否决提问 {id} {change}", id=event.key, change=_arrow(answer_word(_, event.before), answer_word(_, event.after)))


def _fact(_: Translate, event: service.Event, card: Scorecard, language: str) -> Iterator[str]:
    old, new = event.before or {}, event.after or {}
    words = [answer_word(_, side["answer"]) if side else _("按类型默认") for side in (old, new)]
    change = _arrow(*words) if words[0] != words[1] else words[1]
    given = new.get("reason")
    reason = [_("理由“{reason}”", reason=_cut(given))] if given and given != old.get("reason") else []
    parts = [f"{_named(card, 'fact', event.key, language)} {change}", *reason, *_evidence(_, old, new)]
    yield _("，").join(parts)


def _measure(_: Translate, event: service.Event, card: Scorecard, language: str) -> Iterator[str]:
    old, new = event.before, event.after
    if old is None:
        yield _("选为措施 {measures}", measures=event.key)
    elif new is None:
        yield _("不再作为措施 {measures}", measures=event.key)
    else:
        states = [status_word(_, side.get("status", "planned")) for side in (old, new)]
        change = _arrow(*states) if states[0] != states[1] else _("有改动")
        yield _("措施 {id} {change}", id=event.key, change=change)


def _measures(_: Translate, event: service.Event, card: Scorecard, language: str) -> Iterator[str]:
    yield from _in_and_out(_, event.after)


def _plan(_: Translate, event: service.Event, card: Scorecard, language: str) -> Iterator[str]:
    """Measures, and the aim that no longer names them or names them again."""
    yield from _in_and_out(_, event.after["measure"])
    yield _aim_change(_, event.before["aim"]["plan"], event.after["aim"]["plan"], card, language)


def _in_and_out(_: Translate, after: Mapping[str, Any]) -> Iterator[str]:
    chosen = [name for name, value in after.items() if value is not None]
    left = [name for name, value in after.items() if value is None]
    if chosen:
        yield _("选为措施 {measures}", measures=_("、").join(chosen))
    if left:
        yield _("不再作为措施 {measures}", measures=_("、").join(left))


def _accepted(_: Translate, event: service.Event, card: Scorecard, language: str) -> Iterator[str]:
    name = _named(card, "accepted", event.key, language)
    if event.after is None:
        yield _("{indicator} 撤回不采取措施的理由", indicator=name)
    else:
        yield _("{indicator} 不采取措施的理由“{reason}”", indicator=name, reason=_cut(event.after))


def _aim(_: Translate, event: service.Event, card: Scorecard, language: str) -> Iterator[str]:
    yield _aim_change(_, event.before, event.after, card, language)


def _aim_change(_: Translate, before: Any, after: Any, card: Scorecard, language: str) -> str:
    old, new = (Aim.model_validate(side or {}) for side in (before, after))
    parts = [word for name, word in aim_words(_, card, new, language).items() if getattr(old, name) != getattr(new, name)]
    return _("方案目标和限制：{changes}", changes=_("，").join(parts)) if parts else _("方案目标和限制恢复默认")


def _project(_: Translate, event: service.Event, card: Scorecard, language: str) -> Iterator[str]:
    yield from heading_changes(_, card, event.before, event.after, language)


def _archived(_: Translate, event: service.Event, card: Scorecard, language: str) -> Iterator[str]:
    yield _("已归档") if event.after else _("已恢复")


def _created(_: Translate, event: service.Event, card: Scorecard, language: str) -> Iterator[str]:
    origin, _colon, rest = event.key.partition(":")
    words = {
        "copy": _("由另一个项目复制"),
        "demo": _("载入示例项目"),
        "import": _("由文件 {file} 导入", file=rest),
    }
    yield words.get(origin, _("新建项目"))


_TELL = {
    "rating": _rating,
    "figure": _figure,
    "veto": _veto,
    "fact": _fact,
    "measure": _measure,
    "measures": _measures,
    "plan": _plan,
    "accepted": _accepted,
    "aim": _aim,
    "project": _project,
    "archived": _archived,
    "created": _created,
}


def _named(card: Scorecard, kind: str, key: str, language: str) -> str:
    """The short name of what an answer is about."""
    if kind == "fact" and key in card.fact:
        return (card.fact[key].title or card.fact[key].question).in_(language)
    if kind == "figure" and key in card.figure:
        return short_title(card.figure[key], language)
    return card.indicators[key].name if key in card.indicators else key


def _arrow(before: str, after: str) -> str:
    return f"{before}→{after}"


def _cut(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
