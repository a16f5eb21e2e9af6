"""The best plan in words: whether it is proven, what each measure is for, and how things stand until its proof is verified."""

from assessment.engine.mitigation import effects_of
from assessment.engine.optimise.best import BestPlan
from assessment.engine.optimise.exact import Broken
from assessment.engine.proving import until_proven
from assessment.i18n import Translate
from assessment.model.measure import Aim
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
        "band": lambda: _("少了它，{risk} 超过单因素上限", risk=indicator_label(scorecard, rule.id, lang)),
        "count": lambda: _("少了它，触发升级规则“{rule}”", rule=escalation_title(scorecard, rule.id, lang)),
        "veto": lambda: _("解除否决 {veto}", veto=rule.id),
        "risk": lambda: _("{risk} 只选了它", risk=indicator_label(scorecard, rule.id, lang)),
        "requires": lambda: _("{measure} 要同它一起做", measure=rule.id),
        "mandatory": lambda: _("依法必做"),
        "pinned": lambda: _("您定为必选"),
        "started": lambda: _("已经在做或做完"),
        "own": lambda: _("您自拟的措施"),
    }
    return words[rule.kind]()


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


def indicator_label(scorecard: Scorecard, name: str, lang: str) -> str:
    return scorecard.indicators[name].label.in_(lang)
