"""What would change a level, in the words of terminal, page and workbook."""

from collections.abc import Iterator, Sequence

from assessment.engine.flips import Flips
from assessment.engine.margins import Distance
from assessment.engine.reaching import Change, Reach
from assessment.engine.scoring import INDEX
from assessment.engine.steps import Step
from assessment.i18n import Translate, translator
from assessment.model.numbers import plain, shown
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard
from assessment.report.verdict import capital
from assessment.report.words import axis_word, escalation_title, level_title, level_word, number, some

NAMED = 4  # changes named before «等 n 处»
IN_A_LINE = 3  # steps named in a line of a terminal


def rule_name(card: Scorecard, rule: str | None, lang: str) -> str:
    """What decides a level, as a noun."""
    _ = translator(lang)
    if rule is None:
        return _("没有规则提高等级")
    if rule == INDEX:
        return _("综合指数")
    if rule in card.veto:
        return _("否决 {veto}", veto=rule)
    return _("升级规则“{rule}”", rule=escalation_title(card, rule, lang))


def distance_words(card: Scorecard, found: Flips, result: Result, lang: str) -> str:
    """«综合指数 0.4213，比 0.36 高 0.0613，比 0.64 低 0.2187»; nothing on a scorecard without an index."""
    _ = translator(lang)
    if not found.distances:
        return ""
    index = number(result.worst_index)
    head = _("综合指数按最坏情况 {index}", index=index) if result.unrated else _("综合指数 {index}", index=index)
    return _("，").join([head, *(_distance(_, distance) for distance in found.distances)])


def _distance(_: Translate, limit: Distance) -> str:
    values = {"edge": plain(limit.edge), "gap": shown(limit.gap)}
    if not limit.gap:
        return _("正好在分界 {edge} 上", **values)
    return _("比 {edge} 高 {gap}", **values) if limit.above else _("比 {edge} 低 {gap}", **values)


def reach_words(card: Scorecard, reach: Reach, lang: str) -> str:
    """«最少 3 处各升一级即为高风险»; or why ratings alone do not reach it."""
    _ = translator(lang)
    level = level_title(card, reach.level, lang)
    if reach.direction == "at_least":
        if reach.changes is None:
            return _("已评各项都升到最高，也不到{level}", level=level)
        words = _up(_, reach.changes, level)
        return (
            words
            if reach.decided_by == INDEX
            else _("{words}（{rule}）", words=words, rule=rule_name(card, reach.decided_by, lang))
        )
    if reach.vetoes:
        return _in_the_way(_, reach, level)
    if reach.changes is None:
        return _("只改已评各项，降不到{level}", level=level)
    return _down(_, reach.changes, level)


def _up(_: Translate, changes: Sequence[Change], level: str) -> str:
    values = {"count": len(changes), "steps": _steps(changes), "risks": _risks(changes), "level": level}
    if values["steps"] == 1:
        return _("1 处升一级即为{level}", **values)
    if values["steps"] == len(changes):
        return _("最少 {count} 处各升一级即为{level}", **values)
    return _("最少共升 {steps} 级（涉及 {risks} 项因素）即为{level}", **values)


def _down(_: Translate, changes: Sequence[Change], level: str) -> str:
    values = {"count": len(changes), "steps": _steps(changes), "risks": _risks(changes), "level": level}
    if values["steps"] == 1:
        return _("1 处降一级即为{level}", **values)
    if values["steps"] == len(changes):
        return _("最少 {count} 处各降一级即为{level}", **values)
    return _("最少共降 {steps} 级（涉及 {risks} 项因素）即为{level}", **values)


def _in_the_way(_: Translate, reach: Reach, level: str) -> str:
    values = {"vetoes": _("、").join(reach.vetoes), "level": level, "steps": reach.needed}
    if reach.changes is None:
        return _("因否决 {vetoes}，改打分降不到{level}；解除后只改已评各项也降不到", **values)
    if not reach.needed:
        return _("因否决 {vetoes}，改打分降不到{level}；解除后即可", **values)
    return _("因否决 {vetoes}，改打分降不到{level}；解除后还须至少降 {steps} 级", **values)


def steps_words(reach: Reach, lang: str) -> str:
    """The same for a cell: «升 41 级»."""
    _ = translator(lang)
    if reach.direction == "at_least":
        return _("升 {steps} 级", steps=reach.needed) if reach.changes is not None else _("升不到")
    if reach.vetoes and reach.needed:
        return _("因否决 {vetoes} 降不到；解除后降 {steps} 级", vetoes=_("、").join(reach.vetoes), steps=reach.needed)
    if reach.vetoes:
        return _("因否决 {vetoes} 降不到", vetoes=_("、").join(reach.vetoes))
    return _("降 {steps} 级", steps=reach.needed) if reach.changes is not None else _("降不到")


def _steps(changes: Sequence[Change]) -> int:
    return sum(change.steps for change in changes)


def _risks(changes: Sequence[Change]) -> int:
    return len({change.indicator for change in changes})


def next_reaches(card: Scorecard, found: Flips) -> Iterator[Reach]:
    """To the next worse and the next better level."""
    for direction in ("at_least", "at_most"):
        yield from [reach for reach in found.reaches if reach.direction == direction][:1]


def sentence_of(card: Scorecard, found: Flips, result: Result, lang: str) -> str:
    """Distance, fewest steps to the next worse and the next better level, and whether a single step is enough."""
    _ = translator(lang)
    parts = [distance_words(card, found, result, lang), *(reach_words(card, r, lang) for r in next_reaches(card, found))]
    said = _("；").join(part for part in (*parts, single_words(found, lang)) if part)
    return capital(said) + _("。")


def single_words(found: Flips, lang: str) -> str:
    _ = translator(lang)
    count = len(found.flipping)
    return _("单独升降一级就改变等级的有 {count} 处", count=count) if count else _("没有哪一处单独升降一级会改变等级")


def change_words(card: Scorecard, change: Change | Step, lang: str) -> str:
    """«LA2 影响程度 4→5»."""
    axis = axis_word(translator(lang), change.axis)
    return f"{card.indicators[change.indicator].name} {axis} {change.before}→{change.after}"


def changes_words(card: Scorecard, changes: Sequence[Change], lang: str, most: int = NAMED) -> str:
    """Some of them, and how many there are."""
    _ = translator(lang)
    named = _("、").join(change_words(card, change, lang) for change in changes[:most])
    return named if len(changes) <= most else _("{named} 等 {count} 处", named=named, count=len(changes))


def open_words(card: Scorecard, found: Flips, lang: str) -> str:
    """What is not answered yet and may still change the level; nothing when all is."""
    _ = translator(lang)
    kinds = (
        (_("未评的指标 {names}"), [card.indicators[name].name for name in found.unrated]),
        (_("未答的否决 {names}"), list(found.vetoes)),
    )
    told = [words.format(names=some(_, names)) for words, names in kinds if names]
    return _("还会改变等级的：{what}。", what=_("；").join(told)) if told else ""


def flips_text(card: Scorecard, found: Flips, result: Result, lang: str) -> str:
    """At most five lines for a terminal."""
    _ = translator(lang)
    distance = distance_words(card, found, result, lang)
    lines = [_("什么会改变等级：{distance}", distance=distance or _("本表不计指数，由规则定级"))]
    lines += [f"  {reach_words(card, reach, lang)}" for reach in next_reaches(card, found)]
    steps = [f"{change_words(card, s, lang)} {level_word(card, s.level, lang)}" for s in found.flipping[:IN_A_LINE]]
    lines.append(f"  {_('：').join([single_words(found, lang), _('；').join(steps)]) if steps else single_words(found, lang)}")
    if words := open_words(card, found, lang):
        lines.append(f"  {words}")
    return "\n".join(lines) + "\n"
