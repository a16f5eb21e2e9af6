"""The best plan in words: whether it is proven, what each measure is for, what stands in the way, what would have to change."""

from assessment.engine.mitigation import effects_of
from assessment.engine.optimise.best import BestPlan
from assessment.engine.optimise.exact import Broken
from assessment.engine.optimise.obstacles import Obstacle
from assessment.engine.proving import until_proven
from assessment.engine.scheduling import dates
from assessment.i18n import Translate
from assessment.model.measure import Aim
from assessment.model.numbers import plain
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard
from assessment.report.verdict import short
from assessment.report.words import escalation_title, level_title, money, number


def target_title(scorecard: Scorecard, aim: Aim, lang: str) -> str:
    return level_title(scorecard, aim.target or scorecard.target, lang)


def aim_words(_: Translate, scorecard: Scorecard, aim: Aim, lang: str) -> dict[str, str]:
    """Each field of an aim in words."""
    no_limit, names = _("不限"), _("、")
    band = scorecard.bands[scorecard.band_rank[aim.worst_band]].title.in_(lang) if aim.worst_band else no_limit
    answer_from = scorecard.bands[scorecard.band_rank[scorecard.answer_from]].title.in_(lang)
    every = _("“{band}”及以上的风险都要有措施", band=answer_from) if aim.answer_all else _("不要求每项风险都有措施")
    return {
        "target": _("目标等级 {level}", level=target_title(scorecard, aim, lang)),
        "answer_all": every,
        "worst_band": _("单因素最重不超过 {band}", band=band),
        "budget": _("费用上限 {money}", money=no_limit if aim.budget is None else money(_, aim.budget)),
        "by": _("最迟完成 {day}", day=no_limit if aim.by is None else aim.by.isoformat()),
        "pinned": _("必选 {measures}", measures=names.join(aim.pinned) or "—"),
        "barred": _("不选 {measures}", measures=names.join(aim.barred) or "—"),
    }


def verdict(_: Translate, scorecard: Scorecard, best: BestPlan, lang: str) -> str:
    """One sentence: what it costs to reach the target, and how sure that is; or that it cannot be reached."""
    aim = best.assessment.plan.aim
    target, cost, count = target_title(scorecard, aim, lang), money(_, best.cost), len(best.chosen)
    if best.status == "infeasible":
        level = level_title(scorecard, best.residual.level, lang)
        if scorecard.level_rank[best.residual.level] <= scorecard.level_rank[aim.target or scorecard.target]:
            return _("没有满足全部条件的方案；只看等级，可以做到{level}。", level=level)
        if best.residual.worst_index is None:
            return _("达不到“{target}”：最多做到{level}。", target=target, level=level)
        index = number(best.residual.worst_index)
        return _("达不到“{target}”：指数最低可到 {index}，等级为{level}。", target=target, index=index, level=level)
    if not best.chosen:
        return _("不采取措施就已是“{target}”。", target=target)
    if best.status == "optimal":
        return _("达到“{target}”最少要 {cost}（{count} 条措施），已证明没有更省的。", target=target, cost=cost, count=count)
    if best.bound is None:
        return _("达到“{target}”可用 {cost}（{count} 条措施），是否最省未能证明。", target=target, cost=cost, count=count)
    bound = money(_, best.bound)
    return _(
        "达到“{target}”可用 {cost}（{count} 条措施）；不会少于 {bound}，是否最省未能证明。",
        target=target,
        cost=cost,
        count=count,
        bound=bound,
    )


def because(_: Translate, scorecard: Scorecard, best: BestPlan, measure: str, lang: str) -> list[str]:
    """What a measure is for: the rules that break without it."""
    own = {p.measure: p for p in best.assessment.plan.measures}[measure]
    risks = {effect.indicator for effect in effects_of(scorecard, own)}
    said = []
    for rule in best.why.get(measure, ()):
        only = rule.kind == "risk" and risks == {rule.id}
        said.append(_("这项风险只选了它") if only else _reason(_, scorecard, best.assessment.plan.aim, rule, lang))
    return list(dict.fromkeys(said)) or [_("不花钱，也不妨碍，可有可无")]


def _reason(_: Translate, scorecard: Scorecard, aim: Aim, rule: Broken, lang: str) -> str:
    words = {
        "index": lambda: _("少了它，综合指数达不到“{target}”", target=target_title(scorecard, aim, lang)),
        "band": lambda: _("少了它，{risk} 超过单因素上限", risk=_indicator(scorecard, rule.id, lang)),
        "count": lambda: _("少了它，触发升级规则“{rule}”", rule=escalation_title(scorecard, rule.id, lang)),
        "veto": lambda: _("解除否决 {veto}", veto=rule.id),
        "risk": lambda: _("{risk} 只选了它", risk=_indicator(scorecard, rule.id, lang)),
        "requires": lambda: _("{measure} 要同它一起做", measure=rule.id),
        "mandatory": lambda: _("依法必做"),
        "pinned": lambda: _("您定为必选"),
        "started": lambda: _("已经在做或做完"),
        "own": lambda: _("您自拟的措施"),
    }
    return words[rule.kind]()


def blocks(_: Translate, scorecard: Scorecard, best: BestPlan, lang: str) -> list[str]:
    """What the plan with the lowest index still breaks; of what ends too late, that which has to be in every plan."""
    forced = {name for obstacle in best.obstacles if obstacle.kind == "contradiction" for name in obstacle.ids}
    told = (rule for rule in best.broken if rule.kind in _BLOCKING or (rule.kind == "late" and rule.id in forced))
    return list(dict.fromkeys(_block(_, scorecard, best, rule, lang) for rule in told))


_BLOCKING = ("index", "band", "count", "veto", "risk", "blocked", "budget")


def _block(_: Translate, scorecard: Scorecard, best: BestPlan, rule: Broken, lang: str) -> str:
    left, aim = best.residual, best.assessment.plan.aim
    if rule.kind == "index":
        return _index_block(_, scorecard, left, aim, lang)
    if rule.kind == "band":
        factor = next(factor for factor in left.factors if factor.id == rule.id)
        band = scorecard.bands[scorecard.band_rank[aim.worst_band or ""]].title.in_(lang)
        risk = _indicator(scorecard, rule.id, lang)
        return _("{risk} 最低只能到 {degree}，仍重于“{band}”", risk=risk, degree=number(factor.degree), band=band)
    if rule.kind == "count":
        return _("升级规则“{rule}”仍触发", rule=escalation_title(scorecard, rule.id, lang))
    if rule.kind == "veto":
        return _("否决 {veto} 要由 {measures} 解除，但这些措施选不了", veto=rule.id, measures=_clearing(_, scorecard, rule.id))
    if rule.kind == "blocked":
        unanswered = rule.id in left.unanswered_vetoes
        if unanswered:
            return _("否决提问 {veto} 还没有回答，按已触发算", veto=rule.id)
        return _("否决 {veto} 没有措施可以解除，只能消除该事实或调整方案", veto=rule.id)
    if rule.kind == "risk":
        return _("{risk} 选不到措施", risk=_indicator(scorecard, rule.id, lang))
    if rule.kind == "late":
        days = dates(scorecard, best.assessment.date, {p.measure: p for p in best.assessment.plan.measures})
        words = {"due": days[rule.id][1][0], "by": aim.by}
        return _("{measure} 要到 {due} 才完成，晚于最迟完成日期 {by}", measure=rule.id, **words)
    return _("费用超过上限 {budget}", budget=money(_, aim.budget) if aim.budget is not None else "—")


def _index_block(_: Translate, scorecard: Scorecard, left: Result, aim: Aim, lang: str) -> str:
    edge = scorecard.levels[scorecard.level_rank[aim.target or scorecard.target]].edge
    target, unrated = target_title(scorecard, aim, lang), len(left.unrated)
    values = {"index": number(left.worst_index), "target": target, "edge": plain(edge) if edge is not None else "—"}
    if unrated:
        return _("指数最低 {index}，“{target}”的界是 {edge}；还有 {count} 项未评，按最坏情况计入", **values, count=unrated)
    return _("指数最低 {index}，“{target}”的界是 {edge}", **values)


def until_proven_lines(_: Translate, scorecard: Scorecard, best: BestPlan, lang: str) -> list[str]:
    """A plan lowers nothing by being written down: what stands until its proof is verified, what the measures that clear a veto
    do alone, and what all of them do."""
    stages = until_proven(scorecard, best.assessment)
    lines = [_("佐证核实之前：{verdict}", verdict=_stands(_, scorecard, stages.now, lang))]
    if stages.then is not None:
        lines.append(
            _(
                "只做 {measures}（{cost}，{days} 天）并核实，否决即解除：{verdict}",
                measures=_("、").join(stages.clearing),
                cost=money(_, stages.cost),
                days=stages.days,
                verdict=_stands(_, scorecard, stages.then, lang),
            )
        )
    return [*lines, _("全部做完并核实：{verdict}", verdict=_stands(_, scorecard, best.residual, lang))]


def _stands(_: Translate, scorecard: Scorecard, result: Result, lang: str) -> str:
    """The level and its rule, the index, and how many factors lie in the bands above the one that needs an answer."""
    heavy = scorecard.bands[scorecard.band_rank[scorecard.answer_from] + 1 :]
    counts = [(band.title.in_(lang), sum(f.band == band.id for f in result.factors)) for band in reversed(heavy)]
    named = _("、").join(_("{band} {count} 项", band=band, count=count) for band, count in counts if count)
    words = short(scorecard, result, lang)
    if result.worst_index is not None:
        words = _("{verdict}，指数 {index}", verdict=words, index=number(result.worst_index))
    return _("{verdict}；{factors}", verdict=words, factors=named) if named else words


def changes(_: Translate, scorecard: Scorecard, best: BestPlan, lang: str) -> list[str]:
    """What would have to change for a plan to exist, each with the cost of that plan."""
    return [_change(_, scorecard, best, obstacle, lang) for obstacle in best.obstacles]


def _change(_: Translate, scorecard: Scorecard, best: BestPlan, obstacle: Obstacle, lang: str) -> str:
    aim, kind = best.assessment.plan.aim, obstacle.kind
    cost = money(_, obstacle.cost) if obstacle.cost is not None else "—"
    named = _("、").join(obstacle.ids)
    words = {
        "contradiction": lambda: _("条件互相矛盾：{measures} 既要选又不能选", measures=named),
        "dear": lambda: _("任何方案都要有的 {count} 条措施就要 {cost}，已超过费用上限", count=len(obstacle.ids), cost=cost),
        "undecided": lambda: _("在限定的时间内没有算完，其他条件放宽后能否达到还不知道"),
        "budget": lambda: _("费用上限提到 {cost}即可达到", cost=cost),
        "late": lambda: _late(_, obstacle, named, cost),
        "barred": lambda: _("取消“不选” {measures} 即可达到，共 {cost}", measures=named, cost=cost),
        "lapsed": lambda: _("重新启用已失效的 {measures} 即可达到，共 {cost}", measures=named, cost=cost),
        "pinned": lambda: _("取消“必选” {measures} 即可达到，共 {cost}", measures=named, cost=cost),
        "own": lambda: _("不用自拟措施 {measures} 即可达到，共 {cost}", measures=named, cost=cost),
        "excludes": lambda: _("{measures} 不能并用；若能并用即可达到，共 {cost}", measures=named, cost=cost),
        "band": lambda: _("放宽单因素上限“{band}”即可达到，共 {cost}", band=_band(scorecard, aim, lang), cost=cost),
        "risk": lambda: _("对没有措施的风险写明不采取的理由即可达到，共 {cost}", cost=cost),
        "together": lambda: _("放宽任何一个条件都不够；全部放宽可以达到，共 {cost}", cost=cost),
    }
    return words[kind]()


def _late(_: Translate, obstacle: Obstacle, named: str, cost: str) -> str:
    if obstacle.by is None:
        return _("放宽最迟完成日期即可达到：要等 {measures}，共 {cost}", measures=named, cost=cost)
    return _("最迟完成日期放到 {day} 即可达到：要等 {measures}，共 {cost}", day=obstacle.by, measures=named, cost=cost)


def _indicator(scorecard: Scorecard, name: str, lang: str) -> str:
    return scorecard.indicators[name].label.in_(lang)


def _band(scorecard: Scorecard, aim: Aim, lang: str) -> str:
    return scorecard.bands[scorecard.band_rank[aim.worst_band]].title.in_(lang) if aim.worst_band else "—"


def _clearing(_: Translate, scorecard: Scorecard, veto: str) -> str:
    return _("、").join(scorecard.veto[veto][1].cleared_by)
