"""一失效就升级: which measures a plan cannot do without, each alone, to keep its residual level.

A measure that fails is left out of those that count; its risks and the vetoes that it alone clears are judged again with the rest
of the plan as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import lcm

from assessment.engine.effects import credited
from assessment.engine.grading import graded
from assessment.engine.methods import band_of
from assessment.engine.mitigation import Counting, counted, degree_after, effects_of, residual
from assessment.engine.reaching import beyond
from assessment.engine.scoring import Verdict, judged
from assessment.engine.steps import Standing
from assessment.model.case import UNRATED, Assessment
from assessment.model.measure import Effect, PlannedMeasure
from assessment.model.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Loss:
    """What some measures of a plan leave behind when they fail: the worst-case index (None on a scorecard without one), the
    level and the rule that decides it. `hold`: the project is on hold then."""

    measures: tuple[str, ...]
    index: Fraction | None
    level: str
    decided_by: str | None
    hold: bool


@dataclass(frozen=True, slots=True)
class Critical:
    """`alone`: the measures whose failure, each by itself, lifts the residual level or brings a hold back, in the order of the
    plan. `pair`: where no single one does, the first two that do so together; without either, more than two have to fail
    before the level rises, if it can. `level`, `index` and `hold` are the residual's, of `count` measures."""

    counting: Counting
    count: int
    level: str
    index: Fraction | None
    hold: bool
    alone: tuple[Loss, ...]
    pair: Loss | None


def critical(scorecard: Scorecard, assessment: Assessment, counting: Counting = "planned") -> Critical:
    """Raises CaseError when no indicator applies."""
    result = residual(scorecard, assessment, counting)
    plan = _Plan(scorecard, graded(scorecard, assessment), counting, Standing(scorecard, result))
    losses = [plan.without((name,)) for name in plan.measures]
    alone = tuple(loss for loss in losses if plan.worse(loss))
    pair = None if alone else next(filter(plan.worse, map(plan.without, _promising(plan, losses))), None)
    return Critical(counting, len(plan.measures), result.level, result.worst_index, result.hold, alone, pair)


@dataclass(frozen=True)
class _Plan:
    """A plan that counts, with what it leaves. Figures are spent on the levels of `assessment`."""

    scorecard: Scorecard
    assessment: Assessment
    counting: Counting
    left: Standing

    @cached_property
    def measures(self) -> dict[str, PlannedMeasure]:
        return counted(self.scorecard, self.assessment, self.counting)

    @cached_property
    def effects(self) -> dict[str, list[tuple[str, Effect]]]:
        """By rated indicator: each measure that touches it, with its effect as it counts."""
        places = self.places
        found: dict[str, list[tuple[str, Effect]]] = {}
        for name, planned in self.measures.items():
            for effect in effects_of(self.scorecard, planned):
                if effect.indicator in places:
                    counts = credited(effect, planned.status, self.scorecard.effects)
                    found.setdefault(effect.indicator, []).append((name, counts))
        return found

    @cached_property
    def places(self) -> dict[str, int]:
        """Of each rated factor among the factors of the result."""
        return {factor.id: place for place, factor in enumerate(self.left.result.factors) if factor.answered}

    @cached_property
    def touched(self) -> dict[str, frozenset[str]]:
        """By measure: the indicators it touches, and the vetoes it helps to clear."""
        found: dict[str, set[str]] = {name: set() for name in self.measures}
        for indicator, effects in self.effects.items():
            for name, _ in effects:
                found[name].add(indicator)
        for veto, names in self.clearing.items():
            for name in names:
                found[name].add(veto)
        return {name: frozenset(things) for name, things in found.items()}

    @cached_property
    def clearing(self) -> dict[str, frozenset[str]]:
        """By fired veto that the plan clears: the measures of the library that do so."""
        library = {name for name, planned in self.measures.items() if not planned.own}
        cleared = {}
        for veto in self.left.result.vetoes:
            names = library.intersection(self.scorecard.veto[veto.id][1].cleared_by)
            if names and self.assessment.vetoes.get(veto.id) == "yes":
                cleared[veto.id] = frozenset(names)
        return cleared

    def without(self, names: Sequence[str]) -> Loss:
        index, ranks = self.left.index, list(self.left.ranks)
        for indicator in dict.fromkeys(thing for name in names for thing in self.touched[name] if thing in self.effects):
            place, degree = self.places[indicator], self._degree(indicator, names)
            factor = self.left.result.factors[place]
            index += factor.weight * (degree - (factor.degree or 0))
            ranks[place] = band_of(self.scorecard, degree)
        again = set(self._fired_again(names))
        fired = [veto for veto in self.left.result.vetoes if veto in self.left.vetoes or veto.id in again]
        verdict: Verdict = judged(self.scorecard, index, ranks, fired)
        return Loss(
            measures=tuple(names),
            index=index if self.scorecard.index == "weighted" else None,
            level=self.scorecard.levels[verdict.level].id,
            decided_by=verdict.decided_by,
            hold=any(veto.hold for veto in fired),
        )

    def _degree(self, indicator: str, failed: Sequence[str]) -> Fraction:
        rating = self.assessment.ratings.get(indicator, UNRATED)
        effects = [effect for name, effect in self.effects[indicator] if name not in failed]
        return degree_after(self.scorecard, self.scorecard.indicators[indicator], rating, effects) or Fraction(0)

    def _fired_again(self, failed: Sequence[str]) -> Iterator[str]:
        return (veto for veto, clearing in self.clearing.items() if clearing <= set(failed))

    def worse(self, loss: Loss) -> bool:
        """Whether this loss lifts the level or brings a hold back."""
        return self.scorecard.level_rank[loss.level] > self.left.rank or (loss.hold and not self.left.result.hold)


def _promising(plan: _Plan, losses: Sequence[Loss]) -> Iterator[tuple[str, str]]:
    """The pairs that may lift the level though neither does alone: those that share a risk or a veto, and those whose losses
    add up to enough. Of two that share nothing, indices and counts simply add."""
    card, left = plan.scorecard, plan.left
    rules = [rule for rule in card.escalations if card.level_rank[rule.level] > left.rank]
    lacking = [rule.at_least - _in_band(card.band_rank[rule.band], left.ranks) for rule in rules]
    rises, need = _rises(plan, losses)
    more = [tuple(_risen(plan, name, card.band_rank[rule.band]) for rule in rules) for name in plan.measures]
    names = list(plan.measures)
    for a, b in combinations(range(len(names)), 2):
        adds_up = need is not None and rises[a] + rises[b] >= need
        counts_up = any(x + y >= least for x, y, least in zip(more[a], more[b], lacking, strict=True))
        if adds_up or counts_up or plan.touched[names[a]] & plan.touched[names[b]]:
            yield names[a], names[b]


def _rises(plan: _Plan, losses: Sequence[Loss]) -> tuple[list[int], int | None]:
    """By how much each loss raises the index, and by how much it has to rise, in whole numbers; None: it gives no worse level."""
    card, left = plan.scorecard, plan.left
    rises = [loss.index - left.index if loss.index is not None else Fraction(0) for loss in losses]
    whole = lcm(left.index.denominator, *(rise.denominator for rise in rises))
    limited = card.index == "weighted" and left.rank + 1 < len(card.levels)
    need = beyond(card.levels[left.rank], whole) - int(left.index * whole) if limited else None
    return [int(rise * whole) for rise in rises], need


def _risen(plan: _Plan, name: str, least: int) -> int:
    """How many factors more are in a band when one measure fails."""
    risks = [thing for thing in plan.touched[name] if thing in plan.effects and plan.left.ranks[plan.places[thing]] < least]
    return sum(band_of(plan.scorecard, plan._degree(risk, (name,))) >= least for risk in risks)


def _in_band(least: int, ranks: Sequence[int]) -> int:
    return sum(rank >= least for rank in ranks)
