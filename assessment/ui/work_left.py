"""三个剩余风险 side by side, by dimension and by factor."""

from fractions import Fraction

from assessment.engine.ranking import by_contribution, ranked
from assessment.model.numbers import shown
from assessment.model.result import FactorRisk, Result
from assessment.report.words import level_word, number
from assessment.ui.work_words import Work

Rows = tuple[list[str], list[list[str]]]


def _results(work: Work, initial: Result) -> tuple[Result, ...]:
    return initial, work.left.planned, work.left.verified, work.left.lasting


def _head(work: Work, first: str) -> list[str]:
    _ = work._
    return [first, _("初始"), _("预期"), _("目前"), _("到此为止")]


def by_dimension(work: Work, initial: Result) -> Rows:
    """The index of each dimension four times; below them the whole, the level and the vetoes that stand."""
    _, results = work._, _results(work, initial)
    found = [{d.id: d for d in result.dimensions} for result in results]
    rows = [
        [work.card.sheet[d.id].title.in_(work.language), *(number(each[d.id].index) for each in found)]
        for d in by_contribution(initial)
    ]
    if work.card.index == "weighted":
        rows.append([_("综合指数"), *(number(result.index) for result in results)])
    rows.append([_("等级"), *(level_word(work.card, result.level, work.language) for result in results)])
    fired = [[veto.id for veto in result.vetoes if veto.state == "fired"] for result in results]
    if any(fired):
        rows.append([_("未解除的否决"), *(_("、").join(names) or "—" for names in fired)])
    return _head(work, _("维度")), rows


def by_factor(work: Work, initial: Result) -> Rows:
    """The factors that any of the three leaves lower than they were, highest contribution first."""
    _ = work._
    found = [{f.id: f for f in result.factors} for result in _results(work, initial)]
    moved = [f.id for f in ranked(initial) if any(each[f.id].degree != f.degree for each in found)]
    rows = [
        [work.card.indicators[name].label.in_(work.language), *(_degree(work, each[name]) for each in found)] for name in moved
    ]
    return _head(work, _("因素")), rows


def _degree(work: Work, factor: FactorRisk) -> str:
    _ = work._
    if factor.degree is None or factor.band is None:
        return _("未评")
    band = work.card.bands[work.card.band_rank[factor.band]].title.in_(work.language)
    return f"{shown(Fraction(factor.degree))} {band}"
