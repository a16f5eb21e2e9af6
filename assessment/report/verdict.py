"""A result in words: the sentence that comes first, the distance to the next level, and the rules that gave the level."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assessment.engine.margins import margins
from assessment.engine.methods import level_of
from assessment.engine.scoring import INDEX
from assessment.i18n import translator
from assessment.model.numbers import plain, shown
from assessment.model.result import Result
from assessment.model.scorecard import HOLD, Level, Scorecard
from assessment.report.words import escalation_title, level_title, level_word, missing, number

NOTHING = "0.0000"  # what `shown` makes of a gap too small for four decimals
RuleKind = Literal["index", "escalation", "veto"]
RuleState = Literal["counts", "fired", "not_fired", "unknown"]


def capital(text: str) -> str:
    """A level's title at the head of an English sentence."""
    return text[:1].upper() + text[1:]


def headline(card: Scorecard, result: Result, lang: str) -> str:
    """The level and why, in one sentence."""
    _ = translator(lang)
    return _("{level}：{reason}", level=capital(standing(card, result, lang)), reason=reason(card, result, lang))


def short(card: Scorecard, result: Result, lang: str) -> str:
    """The same for a line of a terminal, without a full stop: the level with its mark, and the rule that gave it."""
    _ = translator(lang)
    level = level_word(card, result.level, lang) if result.determined else _("未定")
    if result.provisional:
        return _("{level}：{reason}", level=level, reason=_while_missing(card, result, lang))
    why = _rule(card, result, lang) + (_("，暂缓实施") if result.hold else "")
    return _("{level}：{reason}", level=level, reason=why)


def standing(card: Scorecard, result: Result, lang: str) -> str:
    """The level's title, or «未定» while the best and the worst case differ."""
    return level_title(card, result.level, lang) if result.determined else translator(lang)("未定")


def reason(card: Scorecard, result: Result, lang: str) -> str:
    """What gave the level. While answers are missing: both cases, and how many are missing."""
    _ = translator(lang)
    return (_while_missing(card, result, lang) if result.provisional else "".join(_reasons(card, result, lang))) + _("。")


def _while_missing(card: Scorecard, result: Result, lang: str) -> str:
    _, count = translator(lang), missing(result)
    if result.determined:
        return _("还缺 {count} 项，无论怎样补答都是这一级", count=count) + _fired(result, lang)
    best, worst = level_word(card, result.best_level, lang), level_word(card, result.worst_level, lang)
    return _("最好 {best}，最坏 {worst}；还缺 {count} 项，暂按最坏情况", best=best, worst=worst, count=count)


def _rule(card: Scorecard, result: Result, lang: str) -> str:
    """The one rule that gave the level."""
    _ = translator(lang)
    if result.decided_by is None:
        return _("没有升级规则或否决提高等级")
    if result.decided_by == INDEX:
        return _("由指数决定")
    if result.decided_by in card.veto:
        asked = card.veto[result.decided_by][0].title.in_(lang)
        return _("由否决 {veto}（{indicator}）决定", veto=result.decided_by, indicator=asked)
    return _("由升级规则“{rule}”决定", rule=escalation_title(card, result.decided_by, lang))


def _reasons(card: Scorecard, result: Result, lang: str) -> Iterator[str]:
    _ = translator(lang)
    index = number(result.index)
    if result.decided_by == INDEX:
        yield _("综合指数 {index}，{rule}", index=index, rule=_rule(card, result, lang))
        also = _also(card, result, lang)
        if also:
            yield _("；{rules} 也定为这一级，只降指数不够", rules=also) + (_("，暂缓实施") if result.hold else "")
        elif way := way_to_better(card, result.index, lang) or way_to_worse(card, result.index, lang):
            yield _("；{more}", more=way)
        return
    yield _rule(card, result, lang)
    if result.decided_by in card.veto:
        yield _("，暂缓实施") if result.hold else ""
    elif result.decided_by is not None:
        yield _fired(result, lang)
    if result.index is not None and result.index_level is not None:
        yield _("；指数 {index} 为{level}", index=index, level=level_title(card, result.index_level, lang))


def _also(card: Scorecard, result: Result, lang: str) -> str:
    """The other rules that hold the level where the index put it: a lower index alone would not lower it."""
    _ = translator(lang)
    if result.level == card.levels[0].id:
        return ""
    names = [
        _("升级规则“{rule}”", rule=escalation_title(card, e.id, lang))
        for e in result.escalations
        if e.fired and e.level == result.level
    ]
    names += [_("否决 {veto}", veto=v.id) for v in result.vetoes if v.state == "fired" and v.level == result.level]
    return _("、").join(names)


def _fired(result: Result, lang: str) -> str:
    """The fired vetoes that the sentence has not named yet."""
    _ = translator(lang)
    names = [veto.id for veto in result.vetoes if veto.state == "fired"]
    if not names:
        return ""
    text = _("；否决 {veto} 已触发", veto=_("、").join(names))
    return text + (_("，暂缓实施") if any(v.hold for v in result.vetoes if v.state == "fired") else "")


def way_to_better(card: Scorecard, index: Fraction | None, lang: str) -> str:
    """How far the index must fall for the next better level, exactly: an edge that level does not own must be undercut."""
    if index is None or not level_of(card, index):
        return ""
    _ = translator(lang)
    better = card.levels[level_of(card, index) - 1]
    gap, edge = margins(card, index).to_better, better.edge
    if gap is None or edge is None:
        return ""
    values = {"edge": plain(edge), "level": better.title.in_(lang), "gap": shown(gap)}
    if better.up_to is not None:
        if shown(gap) == NOTHING:
            return _("须降到 {edge} 或以下才是{level}", **values)
        return _("降幅达到 {gap}（降到 {edge} 或以下）即为{level}", **values)
    if gap == 0:
        return _("正好在分界 {edge} 上，须降到 {edge} 以下才是{level}", **values)
    if shown(gap) == NOTHING:
        return _("须降到 {edge} 以下才是{level}", **values)
    return _("降幅超过 {gap}（降到 {edge} 以下）即为{level}", **values)


def way_to_worse(card: Scorecard, index: Fraction | None, lang: str) -> str:
    """How far the index may rise before it is the next worse level."""
    if index is None or level_of(card, index) + 1 >= len(card.levels):
        return ""
    _ = translator(lang)
    rank = level_of(card, index)
    here, worse = card.levels[rank], card.levels[rank + 1]
    gap, edge = margins(card, index).to_worse, here.edge
    if gap is None or edge is None:
        return ""
    values = {"edge": plain(edge), "level": worse.title.in_(lang), "gap": shown(gap)}
    if here.up_to is None:
        return _("再升 {gap}（升到 {edge}）即为{level}", **values)
    if gap == 0:
        return _("正好在分界 {edge} 上，再升即为{level}", **values)
    return _("升幅超过 {gap}（超过 {edge}）即为{level}", **values)


def distances(card: Scorecard, index: Fraction | None, lang: str) -> str:
    """«距低风险 0.0613 · 距高风险 0.2187», under the figure of the index."""
    if index is None:
        return ""
    _ = translator(lang)
    rank, near = level_of(card, index), margins(card, index)
    sides: list[tuple[Fraction | None, Level | None]] = [
        (near.to_better, card.levels[rank - 1] if rank else None),
        (near.to_worse, card.levels[rank + 1] if rank + 1 < len(card.levels) else None),
    ]
    parts = [
        _("距{level} {gap}", level=level.title.in_(lang), gap=shown(gap)) for gap, level in sides if gap is not None and level
    ]
    return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule on the way to the level: what it saw, what it gives, and whether it decided."""

    kind: RuleKind
    id: str
    text: str
    state: RuleState
    seen: str
    gives: str | None
    decided: bool


def rules(card: Scorecard, result: Result, lang: str) -> tuple[Rule, ...]:
    """How the level came about, in the order asked: index, escalations, vetoes. `gives` is a level id, None while not fired."""
    return (*_index_rule(card, result, lang), *_escalation_rules(card, result, lang), *_veto_rules(card, result, lang))


def _index_rule(card: Scorecard, result: Result, lang: str) -> Iterator[Rule]:
    if result.index_level is None:
        return
    _ = translator(lang)
    if result.provisional and result.worst_index != result.index:
        seen = _("最坏情况 {worst}；按已评 {index}", worst=number(result.worst_index), index=number(result.index))
    else:
        seen = number(result.index)
    yield Rule("index", INDEX, _("综合指数"), "counts", seen, result.index_level, result.decided_by == INDEX)


def _escalation_rules(card: Scorecard, result: Result, lang: str) -> Iterator[Rule]:
    _ = translator(lang)
    bands = {band.id: band.title.in_(lang) for band in card.bands}
    unrated = len(result.unrated)
    for rule in result.escalations:
        values = {"band": bands[rule.band], "count": rule.count, "at_least": rule.at_least, "unrated": unrated}
        worst = rule.band == card.bands[-1].id
        seen = (
            _("{band} {count} 项，满 {at_least} 项即触发", **values)
            if worst
            else _("{band}及以上 {count} 项，满 {at_least} 项即触发", **values)
        )
        if unrated:
            seen += _("（未评 {unrated} 项按最坏计入）", **values)
        gives = rule.level if rule.fired else None
        text = escalation_title(card, rule.id, lang)
        yield Rule("escalation", rule.id, text, "fired" if rule.fired else "not_fired", seen, gives, result.decided_by == rule.id)


def _veto_rules(card: Scorecard, result: Result, lang: str) -> Iterator[Rule]:
    _ = translator(lang)
    seen = {"fired": _("答“是”，已触发"), "not_fired": _("答“否”，未触发"), "unknown": _("未答，暂按触发计")}
    for veto in result.vetoes:
        text = card.veto[veto.id][1].question.in_(lang)
        gives = None if veto.state == "not_fired" else veto.level
        yield Rule("veto", veto.id, text, veto.state, seen[veto.state], gives, result.decided_by == veto.id)


def effect(card: Scorecard, veto: str, lang: str) -> str:
    """What a fired veto does: the level it gives, and whether the work waits."""
    _ = translator(lang)
    rule = card.veto[veto][1]
    if rule.effect == card.worst_level.id:
        return _("综合等级为{level}", level=level_title(card, rule.effect, lang))
    if rule.effect != HOLD:
        return _("综合等级不低于{level}", level=level_title(card, rule.effect, lang))
    wait = card.hold.title.in_(lang) if card.hold else _("暂缓实施")
    return _("综合等级为{level}，{hold}", level=level_title(card, card.worst_level.id, lang), hold=wait)
