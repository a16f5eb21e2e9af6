"""From ratings to a level: degree → weight → index → level, escalations, vetoes.

    index       = Σ g·R ÷ coverage                     over the answered
    worst_index = Σ g·R + Σ g·R_max                    answered + unanswered
    best_index  = Σ g·R + Σ g·R_min
    level       = the worst of what index, escalations and vetoes give

While an answer is missing, the level shown is the worst case's: missing is never safe.
Method: 发改投资〔2012〕2492号 (three levels), 发改办投资〔2013〕428号 (likelihood, consequence, degree of each factor);
all edges, weights and counts come from the scorecard.
"""

from collections.abc import Iterable
from fractions import Fraction

from assessment.engine.methods import axes, band_of, degree, extremes, level_of
from assessment.engine.weighing import applicability, dimension_weights, shares
from assessment.model.case import Assessment, Rating
from assessment.model.result import DimensionRisk, EscalationResult, FactorRisk, Result, VetoResult, VetoState
from assessment.model.scorecard import HOLD, Scorecard

ZERO = Fraction(0)
INDEX = "index"


def score(scorecard: Scorecard, assessment: Assessment) -> Result:
    """The one scoring function: initial and residual risk are the same call on two assessments.

    The assessment must fit the scorecard (`library.cases` checks it). Raises CaseError when no indicator applies.
    """
    applicable, excluded = applicability(scorecard, assessment)
    share = shares(scorecard, dimension_weights(scorecard, assessment), applicable)
    factors = tuple(_factor(scorecard, name, assessment.ratings.get(name), share[name]) for name in applicable)
    bounds = {name: extremes(scorecard, scorecard.indicators[name]) for name in applicable}
    vetoes = tuple(_vetoes(scorecard, assessment, applicable))

    answered = [f for f in factors if f.answered]
    open_ = [f for f in factors if not f.answered]
    known = sum((f.contribution or ZERO for f in answered), ZERO)
    coverage = sum((f.weight for f in answered), ZERO) if open_ else Fraction(1)
    worst = known + sum((f.weight * bounds[f.id][1] for f in open_), ZERO)
    best = known + sum((f.weight * bounds[f.id][0] for f in open_), ZERO)

    worst_case = _Case(scorecard, worst, _ranks(scorecard, factors, bounds, 1), [v for v in vetoes if v.state != "not_fired"])
    best_case = _Case(scorecard, best, _ranks(scorecard, factors, bounds, 0), [v for v in vetoes if v.state == "fired"])
    weighted = scorecard.index == "weighted"
    return Result(
        index=known / coverage if answered and weighted else None,
        worst_index=worst if weighted else None,
        best_index=best if weighted else None,
        coverage=coverage,
        level=scorecard.levels[worst_case.level].id,
        worst_level=scorecard.levels[worst_case.level].id,
        best_level=scorecard.levels[best_case.level].id,
        determined=worst_case.level == best_case.level,
        provisional=bool(open_) or any(v.state == "unknown" for v in vetoes),
        hold=any(v.hold and v.state != "not_fired" for v in vetoes),
        decided_by=worst_case.decided_by,
        index_level=scorecard.levels[level_of(scorecard, worst)].id if weighted else None,
        vetoes=vetoes,
        escalations=worst_case.escalations,
        dimensions=tuple(_dimensions(scorecard, factors, bounds)),
        factors=factors,
        not_applicable=excluded,
    )


def _factor(scorecard: Scorecard, name: str, rating: Rating | None, weight: Fraction) -> FactorRisk:
    levels = rating.levels(axes(scorecard)) if rating else None
    dimension = scorecard.dimension_of[name]
    if levels is None:
        return FactorRisk(name, dimension, None, None, None, weight, None)
    value = degree(scorecard, scorecard.indicators[name], levels)
    return FactorRisk(name, dimension, levels, value, scorecard.bands[band_of(scorecard, value)].id, weight, weight * value)


def _vetoes(scorecard: Scorecard, assessment: Assessment, applicable: tuple[str, ...]) -> Iterable[VetoResult]:
    states: dict[str, VetoState] = {"yes": "fired", "no": "not_fired"}
    for name in applicable:
        for veto in scorecard.indicators[name].vetoes:
            state = states.get(assessment.vetoes.get(veto.id, "unknown"), "unknown")
            hold = veto.effect == HOLD
            yield VetoResult(veto.id, name, state, veto.effect, scorecard.worst_level.id if hold else veto.effect, hold)


def _ranks(
    scorecard: Scorecard, factors: tuple[FactorRisk, ...], bounds: dict[str, tuple[Fraction, Fraction]], extreme: int
) -> list[int]:
    """The band rank of every factor; an unanswered one counts as its extreme (0 best, 1 worst)."""
    return [scorecard.band_rank[f.band] if f.band is not None else band_of(scorecard, bounds[f.id][extreme]) for f in factors]


class _Case:
    """One case (the worst or the best) brought to its level. The rules are asked in the field's order:
    index, then escalations, then vetoes; the first that gives the worst level decided it."""

    def __init__(self, scorecard: Scorecard, index: Fraction, ranks: list[int], fired: list[VetoResult]) -> None:
        self.escalations = tuple(
            EscalationResult(rule.id, count >= rule.at_least, count, rule.at_least, rule.band, rule.level)
            for rule in scorecard.escalations
            for count in [sum(rank >= scorecard.band_rank[rule.band] for rank in ranks)]
        )
        reasons = [(INDEX, level_of(scorecard, index))] if scorecard.index == "weighted" else []
        reasons += [(rule.id, scorecard.level_rank[rule.level]) for rule in self.escalations if rule.fired]
        reasons += [(veto.id, scorecard.level_rank[veto.level]) for veto in fired]
        self.level = max((rank for _, rank in reasons), default=0)
        self.decided_by = next((name for name, rank in reasons if rank == self.level), None)


def _dimensions(
    scorecard: Scorecard,
    factors: tuple[FactorRisk, ...],
    bounds: dict[str, tuple[Fraction, Fraction]],
) -> Iterable[DimensionRisk]:
    """D = Σ w·R ÷ Σ w within each dimension that has an applicable indicator."""
    for dimension in scorecard.dimensions:
        own = [f for f in factors if f.dimension == dimension.id]
        if not own:
            continue
        total = sum((f.weight for f in own), ZERO)
        contribution = sum((f.contribution or ZERO for f in own if f.answered), ZERO)
        answered = [f for f in own if f.answered]
        covered = sum((f.weight for f in answered), ZERO)
        worst = contribution + sum((f.weight * bounds[f.id][1] for f in own if not f.answered), ZERO)
        best = contribution + sum((f.weight * bounds[f.id][0] for f in own if not f.answered), ZERO)
        yield DimensionRisk(
            id=dimension.id,
            weight=total,
            index=contribution / covered if answered else None,
            worst_index=worst / total,
            best_index=best / total,
            contribution=contribution,
            answered=len(answered),
            total=len(own),
        )
