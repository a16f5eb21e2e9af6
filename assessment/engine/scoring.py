"""From ratings to a level: figures → ratings → degree → weight → index → level, escalations, vetoes.

    index       = Σ g·R ÷ coverage                     over the answered
    worst_index = Σ g·R + Σ g·R_max                    answered + unanswered
    best_index  = Σ g·R + Σ g·R_min
    level       = the worst of what index, escalations and vetoes give

While an answer is missing, the level shown is the worst case's: missing is never safe.
Method: 发改投资〔2012〕2492号 (three levels), 发改办投资〔2013〕428号 (likelihood, consequence, degree of each factor);
all edges, weights and counts come from the scorecard.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.engine.grading import settled
from assessment.engine.methods import axes, band, band_of, degree, extremes, level_of
from assessment.engine.weighing import applicability, dimension_weights, shares
from assessment.model.case import Assessment, Rating
from assessment.model.result import DimensionRisk, EscalationResult, FactorRisk, Result, VetoResult, VetoState
from assessment.model.scorecard import HOLD, Scorecard

ZERO = Fraction(0)
INDEX = "index"
Bounds = Mapping[str, tuple[Fraction, Fraction]]  # (R_min, R_max) by indicator
BEST, WORST = 0, 1
NOTHING_LEFT: Mapping[str, Fraction] = {}


def score(scorecard: Scorecard, assessment: Assessment, left: Mapping[str, Fraction] = NOTHING_LEFT) -> Result:
    """The one scoring function: initial and residual risk are the same call on two assessments. `left`: the degrees that
    measures leave of some indicators, where they take away shares (`mitigation.shares_left`).

    The assessment must fit the scorecard (`library.cases` checks it). Raises CaseError when no indicator applies.
    """
    assessment, overrides = settled(scorecard, assessment)
    applicable, excluded = applicability(scorecard, assessment)
    share = shares(scorecard, dimension_weights(scorecard, assessment), applicable)
    factors = tuple(_factor(scorecard, name, assessment.ratings.get(name), share[name], left) for name in applicable)
    bounds = {name: extremes(scorecard, scorecard.indicators[name]) for name in applicable}
    vetoes = tuple(_vetoes(scorecard, assessment, applicable))

    whole = _sums(factors, bounds)
    worst = judged(
        scorecard, whole.worst, _ranks(scorecard, factors, bounds, WORST), [v for v in vetoes if v.state != "not_fired"]
    )
    best = judged(scorecard, whole.best, _ranks(scorecard, factors, bounds, BEST), [v for v in vetoes if v.state == "fired"])
    weighted = scorecard.index == "weighted"
    return Result(
        index=whole.index if weighted else None,
        worst_index=whole.worst if weighted else None,
        best_index=whole.best if weighted else None,
        coverage=whole.covered,
        level=scorecard.levels[worst.level].id,
        worst_level=scorecard.levels[worst.level].id,
        best_level=scorecard.levels[best.level].id,
        determined=worst.level == best.level,
        provisional=not all(f.answered for f in factors) or any(v.state == "unknown" for v in vetoes),
        hold=any(v.hold and v.state != "not_fired" for v in vetoes),
        decided_by=worst.decided_by,
        index_level=scorecard.levels[level_of(scorecard, whole.worst)].id if weighted else None,
        vetoes=vetoes,
        escalations=worst.escalations,
        dimensions=tuple(_dimensions(scorecard, factors, bounds)),
        factors=factors,
        not_applicable=excluded,
        overrides=tuple(each for each in overrides if each.indicator in share),
    )


def _factor(scorecard: Scorecard, name: str, rating: Rating | None, weight: Fraction, left: Mapping[str, Fraction]) -> FactorRisk:
    levels = rating.levels(axes(scorecard)) if rating else None
    dimension = scorecard.dimension_of[name]
    if levels is None:
        return FactorRisk(name, dimension, None, None, None, weight, None)
    indicator = scorecard.indicators[name]
    if name in left:
        value, rank = left[name], band_of(scorecard, left[name])
    else:
        value, rank = degree(scorecard, indicator, levels), band(scorecard, indicator, levels)
    return FactorRisk(name, dimension, levels, value, scorecard.bands[rank].id, weight, weight * value)


def _vetoes(scorecard: Scorecard, assessment: Assessment, applicable: tuple[str, ...]) -> Iterable[VetoResult]:
    states: dict[str, VetoState] = {"yes": "fired", "no": "not_fired"}
    for name in applicable:
        for veto in scorecard.indicators[name].vetoes:
            state = states.get(assessment.vetoes.get(veto.id, "unknown"), "unknown")
            hold = veto.effect == HOLD
            yield VetoResult(veto.id, name, state, veto.effect, scorecard.worst_level.id if hold else veto.effect, hold)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Some factors together: Σg·R and Σg of the answered, and Σg·R in the best and the worst case."""

    known: Fraction
    covered: Fraction
    best: Fraction
    worst: Fraction

    @property
    def index(self) -> Fraction | None:
        return self.known / self.covered if self.covered else None


def _sums(factors: Sequence[FactorRisk], bounds: Bounds) -> _Sums:
    open_ = [f for f in factors if not f.answered]
    known = sum((f.contribution for f in factors if f.contribution is not None), ZERO)
    return _Sums(
        known=known,
        covered=sum((f.weight for f in factors if f.answered), ZERO),
        best=known + sum((f.weight * bounds[f.id][BEST] for f in open_), ZERO),
        worst=known + sum((f.weight * bounds[f.id][WORST] for f in open_), ZERO),
    )


def _ranks(scorecard: Scorecard, factors: Sequence[FactorRisk], bounds: Bounds, extreme: int) -> list[int]:
    """The band rank of every factor; an unanswered one counts as its extreme."""
    return [scorecard.band_rank[f.band] if f.band is not None else band_of(scorecard, bounds[f.id][extreme]) for f in factors]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One case (the worst or the best) brought to its level, by rank."""

    level: int
    decided_by: str | None
    escalations: tuple[EscalationResult, ...]


def judged(scorecard: Scorecard, index: Fraction, ranks: Sequence[int], fired: Iterable[VetoResult]) -> Verdict:
    """The rules are asked in the field's order: index, then escalations, then vetoes; the first that gives the worst
    level decided it."""
    escalations = tuple(_escalations(scorecard, ranks))
    reasons = [(INDEX, level_of(scorecard, index))] if scorecard.index == "weighted" else []
    reasons += [(rule.id, scorecard.level_rank[rule.level]) for rule in escalations if rule.fired]
    reasons += [(veto.id, scorecard.level_rank[veto.level]) for veto in fired]
    level = max((rank for _, rank in reasons), default=0)
    return Verdict(level, next((name for name, rank in reasons if rank == level), None), escalations)


def _escalations(scorecard: Scorecard, ranks: Sequence[int]) -> Iterable[EscalationResult]:
    """升级规则: each counts the factors in its band or worse."""
    for rule in scorecard.escalations:
        count = sum(rank >= scorecard.band_rank[rule.band] for rank in ranks)
        yield EscalationResult(rule.id, count >= rule.at_least, count, rule.at_least, rule.band, rule.level)


def _dimensions(scorecard: Scorecard, factors: Sequence[FactorRisk], bounds: Bounds) -> Iterable[DimensionRisk]:
    """D = Σ g·R ÷ Σ g within each dimension that has an applicable indicator."""
    for dimension in scorecard.dimensions:
        own = [f for f in factors if f.dimension == dimension.id]
        if not own:
            continue
        weight, sums = sum((f.weight for f in own), ZERO), _sums(own, bounds)
        yield DimensionRisk(
            id=dimension.id,
            weight=weight,
            index=sums.index,
            worst_index=sums.worst / weight,
            best_index=sums.best / weight,
            contribution=sums.known,
            answered=sum(f.answered for f in own),
            total=len(own),
        )
