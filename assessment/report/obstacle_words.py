"""When no plan reaches the target, in words: what stands in the way, which conditions contradict one another, and what would have
to change."""

from collections.abc import Iterator

from assessment.engine.optimise.best import BestPlan
from assessment.engine.optimise.exact import Broken
from assessment.engine.optimise.obstacles import Obstacle
from assessment.engine.optimise.posing import STARTED
from assessment.i18n import Translate
from assessment.model.measure import PlannedMeasure
from assessment.model.numbers import plain
from assessment.model.scorecard import Scorecard
from assessment.report.best_words import indicator_label, target_title
from assessment.report.words import escalation_title, few, money, number, some

AT_ODDS = ("contradiction", "dear")  # what the conditions say against one another, before the target comes in
_BLOCKING = ("index", "band", "count", "veto", "risk", "blocked", "budget")


def blocks(_: Translate, scorecard: Scorecard, best: BestPlan, lang: str) -> list[str]:
    """What the plan with the lowest index still breaks: a sentence for each kind of rule, a few of what it is about by name."""
    found = {kind: [rule for rule in best.broken if rule.kind == kind] for kind in _BLOCKING}
    said = (_block(_, scorecard, best, kind, rules, lang) for kind, rules in found.items() if rules)
    return list(dict.fromkeys(line for lines in said for line in lines))


def lowest_title(_: Translate, best: BestPlan) -> str:
    """Over the measures that lower the index most; where the conditions leave nothing to choose, they are sought without them."""
    count = len(best.chosen)
    if any(obstacle.kind in AT_ODDS for obstacle in best.obstacles):
        return _("不计限制时能把指数降到最低的措施（{count} 条）", count=count)
    return _("能把指数降到最低的措施（{count} 条）", count=count)


def _block(_: Translate, scorecard: Scorecard, best: BestPlan, kind: str, rules: list[Broken], lang: str) -> Iterator[str]:
    aim = best.assessment.plan.aim
    labels = [indicator_label(scorecard, rule.id, lang) for rule in rules] if kind in ("band", "risk") else []
    if kind == "index":
        yield _index_block(_, scorecard, best, lang)
    elif kind == "band":
        yield _("采取措施后仍重于“{band}”的因素：{risks}", band=_worst_band(scorecard, best, lang), risks=some(_, labels))
    elif kind == "count":
        yield from (_count_block(_, scorecard, best, rule.id, lang) for rule in rules)
    elif kind == "veto":
        for rule in rules:
            clearing = _("、").join(scorecard.veto[rule.id][1].cleared_by)
            yield _("否决 {veto} 要由 {measures} 解除，但这些措施选不了", veto=rule.id, measures=clearing)
    elif kind == "risk":
        yield _("选不到措施的风险：{risks}", risks=some(_, labels))
    elif kind == "blocked":
        yield from _vetoes(_, best, [rule.id for rule in rules])
    else:
        yield _("费用超过上限 {budget}", budget=money(_, aim.budget) if aim.budget is not None else "—")


def _vetoes(_: Translate, best: BestPlan, names: list[str]) -> Iterator[str]:
    unanswered = [name for name in names if name in best.residual.unanswered_vetoes]
    if unanswered:
        yield _("还没有回答、按已触发算的否决提问：{vetoes}", vetoes=some(_, unanswered))
    if lasting := [name for name in names if name not in unanswered]:
        yield _("没有措施可以解除的否决：{vetoes}；只能消除该事实或调整方案", vetoes=some(_, lasting))


def _count_block(_: Translate, scorecard: Scorecard, best: BestPlan, name: str, lang: str) -> str:
    """An escalation that still fires, and through which factors."""
    rule = next(each for each in scorecard.escalations if each.id == name)
    worst = [f for f in best.residual.factors if f.band and scorecard.band_rank[f.band] >= scorecard.band_rank[rule.band]]
    title = escalation_title(scorecard, name, lang)
    if not worst:
        return _("升级规则“{rule}”仍触发", rule=title)
    worst.sort(key=lambda factor: -(factor.degree or 0))
    risks = some(_, [indicator_label(scorecard, factor.id, lang) for factor in worst])
    return _("升级规则“{rule}”仍触发：{risks}", rule=title, risks=risks)


def _index_block(_: Translate, scorecard: Scorecard, best: BestPlan, lang: str) -> str:
    left, aim = best.residual, best.assessment.plan.aim
    edge = scorecard.levels[scorecard.level_rank[aim.target or scorecard.target]].edge
    target, unrated = target_title(scorecard, aim, lang), len(left.unrated)
    values = {"index": number(left.worst_index), "target": target, "edge": plain(edge) if edge is not None else "—"}
    if unrated:
        return _("指数最低 {index}，“{target}”的界是 {edge}；还有 {count} 项未评，按最坏情况计入", **values, count=unrated)
    return _("指数最低 {index}，“{target}”的界是 {edge}", **values)


# What would have to change


def changes(_: Translate, scorecard: Scorecard, best: BestPlan, lang: str) -> list[str]:
    """What would have to change for a plan to exist, each with the cost of that plan; what contradicts itself before it."""
    return [line for obstacle in best.obstacles for line in change(_, scorecard, best, obstacle, lang)]


def change(_: Translate, scorecard: Scorecard, best: BestPlan, obstacle: Obstacle, lang: str) -> list[str]:
    """Of one obstacle: a sentence, of a contradiction one for each reason."""
    if obstacle.kind == "contradiction":
        return list(_contradictions(_, best, obstacle))
    cost = money(_, obstacle.cost) if obstacle.cost is not None else "—"
    named, day = few(_, obstacle.ids), obstacle.by.isoformat() if obstacle.by else "—"
    words = {
        "dear": lambda: _("任何方案都要有的 {count} 条措施就要 {cost}，已超过费用上限", count=len(obstacle.ids), cost=cost),
        "undecided": lambda: _("在限定的时间内没有算完，其他条件放宽后能否达到还不知道"),
        "budget": lambda: _("费用上限提到 {cost}即可达到", cost=cost),
        "late": lambda: _("最迟完成日期放宽到 {day} 即可达到，共 {cost}", day=day, cost=cost),
        "barred": lambda: _("取消“不选” {measures} 即可达到，共 {cost}", measures=named, cost=cost),
        "lapsed": lambda: _("重新启用已失效的 {measures} 即可达到，共 {cost}", measures=named, cost=cost),
        "pinned": lambda: _("取消“必选” {measures} 即可达到，共 {cost}", measures=named, cost=cost),
        "own": lambda: _("不用自拟措施 {measures} 即可达到，共 {cost}", measures=named, cost=cost),
        "excludes": lambda: _("{measures} 不能并用；若能并用即可达到，共 {cost}", measures=named, cost=cost),
        "band": lambda: _("放宽单因素上限“{band}”即可达到，共 {cost}", band=_worst_band(scorecard, best, lang), cost=cost),
        "risk": lambda: _("不要求每项风险都有措施、没有的写明理由，即可达到，共 {cost}", cost=cost),
        "together": lambda: _("放宽任何一个条件都不够；全部放宽可以达到，共 {cost}", cost=cost),
    }
    return [words[obstacle.kind]()]


def _contradictions(_: Translate, best: BestPlan, obstacle: Obstacle) -> Iterator[str]:
    """Why measures have to be in the plan and why they cannot be: those of one reason together."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for name in obstacle.ids:
        reasons.setdefault((_must(_, best, name), _cannot(_, best, obstacle, name)), []).append(name)
    for (must, cannot), names in reasons.items():
        yield _("{measures}：{must}，但{cannot}", measures=few(_, names), must=must, cannot=cannot)


def _must(_: Translate, best: BestPlan, name: str) -> str:
    planned = planned_as(best, name)
    if name in best.assessment.plan.aim.pinned:
        return _("您定为必选")
    if planned is not None and planned.status in STARTED:
        return _("已经在做或做完")
    return _("您自拟的措施") if planned is not None and planned.own else _("依法必做")


def _cannot(_: Translate, best: BestPlan, obstacle: Obstacle, name: str) -> str:
    aim = best.assessment.plan.aim
    if name in aim.barred:
        return _("已定为不选")
    if is_lapsed(best, name):
        return _("已经失效")
    if obstacle.by is not None and len(obstacle.ids) > 1:
        return _("到 {due} 才能全部做完，晚于最迟完成日期 {day}", due=obstacle.by, day=aim.by)
    if obstacle.by is not None:
        return _("到 {due} 才能做完，晚于最迟完成日期 {day}", due=obstacle.by, day=aim.by)
    return _("要同它一起做的选不了，或别的必选措施与它不能并用")


def planned_as(best: BestPlan, name: str) -> PlannedMeasure | None:
    return next((p for p in best.assessment.plan.measures if p.measure == name), None)


def is_lapsed(best: BestPlan, name: str) -> bool:
    planned = planned_as(best, name)
    return planned is not None and planned.status == "lapsed"


def _worst_band(scorecard: Scorecard, best: BestPlan, lang: str) -> str:
    aim = best.assessment.plan.aim
    return scorecard.bands[scorecard.band_rank[aim.worst_band]].title.in_(lang) if aim.worst_band else "—"
