"""What measures change: effects on levels, the assessment after a plan, what remains of vetoes, what is suggested.

Residual risk (落实措施后) is the same `score` on the assessment that `after` returns, on the same terms as the initial one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assessment.engine.methods import axes, axis_levels, degree, degrees
from assessment.engine.scoring import score
from assessment.model.case import Assessment, Rating
from assessment.model.measure import Effect, Measure, PlannedMeasure, Status
from assessment.model.result import FactorRisk, Result
from assessment.model.scorecard import Effects, Indicator, Scorecard

Counting = Literal["planned", "verified"]
COUNTED: dict[Counting, frozenset[Status]] = {
    "planned": frozenset({"planned", "in_progress", "done", "verified"}),  # 预期: as if every planned measure were done
    "verified": frozenset({"verified"}),  # 目前: only what accepted proof shows
}


def lowered(level: int, drops: Iterable[int], effects: Effects) -> int:
    """`level` after several drops on one axis: added up (or only the strongest), at most `max_drop`, never below
    `floor`, and never raised: a level already below the floor stays."""
    steps = [max(0, drop) for drop in drops]
    total = max(steps, default=0) if effects.combine == "strongest" else sum(steps)
    if effects.max_drop is not None:
        total = min(total, effects.max_drop)
    return min(level, max(effects.floor, level - total))


def safest_first(scorecard: Scorecard, indicator: Indicator, axis: str) -> list[int]:
    """The levels of an axis from safest to riskiest; options of a points card may be listed in any order."""
    levels = list(axis_levels(scorecard, indicator, axis))
    if axis != "option":
        return levels
    table = degrees(scorecard, indicator)
    return sorted(levels, key=lambda level: (table[(level,)], level))


def rating_after(scorecard: Scorecard, indicator: Indicator, rating: Rating, effects: Sequence[Effect]) -> Rating:
    """One rating after the effects that name its indicator. An axis not yet rated stays unrated."""
    changed: dict[str, int] = {}
    for axis in axes(scorecard):
        level = getattr(rating, axis)
        drops = [-effect.on(axis) for effect in effects if effect.indicator == indicator.id and effect.on(axis)]
        if level is None or not drops:
            continue
        order = safest_first(scorecard, indicator, axis)
        changed[axis] = order[lowered(order.index(level) + 1, drops, scorecard.effects) - 1]
    return rating.model_copy(update=changed) if changed else rating


def effects_of(scorecard: Scorecard, planned: PlannedMeasure) -> tuple[Effect, ...]:
    return planned.effects if planned.own else scorecard.measure[planned.measure].effects


def counted(assessment: Assessment, counting: Counting) -> dict[str, PlannedMeasure]:
    """The measures that count, each once however often it is listed."""
    return {p.measure: p for p in assessment.plan.measures if p.status in COUNTED[counting]}


def after(scorecard: Scorecard, assessment: Assessment, counting: Counting = "planned") -> Assessment:
    """The assessment once its plan is carried out: ratings lowered, vetoes cleared by a measure in their `cleared_by`."""
    measures = counted(assessment, counting)
    effects = [effect for planned in measures.values() for effect in effects_of(scorecard, planned)]
    touched = {effect.indicator for effect in effects}
    ratings = {
        name: rating_after(scorecard, scorecard.indicators[name], rating, effects) if name in touched else rating
        for name, rating in assessment.ratings.items()
    }
    library = {name for name, planned in measures.items() if not planned.own}
    cleared = {
        name: "no"
        for name, answer in assessment.vetoes.items()
        if answer == "yes" and library.intersection(scorecard.veto[name][1].cleared_by)
    }
    return assessment.model_copy(update={"ratings": ratings, "vetoes": {**assessment.vetoes, **cleared}})


def residual(scorecard: Scorecard, assessment: Assessment, counting: Counting = "planned") -> Result:
    """落实措施后的风险: expected (预期) or, counting only verified measures, as it stands (目前)."""
    return score(scorecard, after(scorecard, assessment, counting))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the library offers against one risk: the measures that lower it or clear its fired vetoes."""

    factor: FactorRisk
    measures: tuple[Measure, ...]
    vetoes: tuple[str, ...]
    levels_after: tuple[int, ...] | None
    degree_after: Fraction | None


def needs_answer(scorecard: Scorecard, factor: FactorRisk) -> bool:
    """Whether a factor is in the band from which every risk needs a measure, or a reason why not (`answer_from`)."""
    return factor.band is not None and scorecard.band_rank[factor.band] >= scorecard.band_rank[scorecard.answer_from]


def helpful(scorecard: Scorecard, assessment: Assessment, indicator: str) -> tuple[Measure, ...]:
    """The library's measures that, each alone, lower this risk as it is rated now."""
    rating = assessment.ratings.get(indicator, Rating())
    asked = scorecard.indicators[indicator]
    return tuple(m for m in scorecard.measures if rating_after(scorecard, asked, rating, m.effects) != rating)


def suggest(scorecard: Scorecard, assessment: Assessment, from_degree: Fraction | None = None) -> tuple[Suggestion, ...]:
    """By risk, highest first: every measure that helps. From the band `answer_from` on, or from a degree.
    A fired veto is answered too, whatever the degree of its factor."""
    result = score(scorecard, assessment)
    fired = {v.id: v.indicator for v in result.vetoes if v.state == "fired"}
    suggestions = []
    for factor in sorted(result.factors, key=lambda f: (-(f.degree or 0), -(f.contribution or 0))):
        vetoes = tuple(veto for veto, indicator in fired.items() if indicator == factor.id)
        if factor.degree is None:
            due = False
        else:
            due = needs_answer(scorecard, factor) if from_degree is None else factor.degree >= from_degree
        if not (due or vetoes):
            continue
        lowering = helpful(scorecard, assessment, factor.id) if due else ()
        clearing = {name for veto in vetoes for name in scorecard.veto[veto][1].cleared_by}
        measures = tuple(m for m in scorecard.measures if m in lowering or m.id in clearing)
        suggestions.append(_suggestion(scorecard, assessment, factor, measures, vetoes))
    return tuple(suggestions)


def _suggestion(
    scorecard: Scorecard, assessment: Assessment, factor: FactorRisk, measures: tuple[Measure, ...], vetoes: tuple[str, ...]
) -> Suggestion:
    indicator = scorecard.indicators[factor.id]
    rating = assessment.ratings.get(factor.id, Rating())
    lower = rating_after(scorecard, indicator, rating, [effect for m in measures for effect in m.effects])
    levels = lower.levels(axes(scorecard))
    return Suggestion(factor, measures, vetoes, levels, degree(scorecard, indicator, levels) if levels else None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan for a project: what is chosen already and what is suggested, with what it costs and leaves.
    `status` is feasible or infeasible; nothing here claims to be the cheapest, so there is no bound."""

    status: Literal["feasible", "infeasible"]
    measures: tuple[PlannedMeasure, ...]
    cost: Fraction
    lead_days: int
    suggestions: tuple[Suggestion, ...]
    initial: Result
    residual: Result
    now: Result
    assessment: Assessment


def cost_of(scorecard: Scorecard, planned: PlannedMeasure) -> Fraction:
    """万元: the plan's own figure, else the library's; an own measure without a figure costs what it says: nothing yet."""
    if planned.cost is not None:
        return planned.cost
    return Fraction(0) if planned.own else scorecard.measure[planned.measure].cost


def propose(scorecard: Scorecard, assessment: Assessment, from_degree: Fraction | None = None) -> Proposal:
    """Add every suggested measure to the plan and score what remains."""
    suggestions = suggest(scorecard, assessment, from_degree)
    chosen = {p.measure: p for p in assessment.plan.measures if p.status != "lapsed"}
    for suggestion in suggestions:
        for measure in suggestion.measures:
            chosen.setdefault(measure.id, PlannedMeasure(measure=measure.id, responsible_body=measure.responsible_body.zh))
    plan = assessment.plan.model_copy(update={"measures": tuple(chosen.values())})
    planned = assessment.model_copy(update={"plan": plan})
    left = residual(scorecard, planned)
    reached = scorecard.level_rank[left.level] <= scorecard.level_rank[scorecard.target]
    return Proposal(
        status="feasible" if reached else "infeasible",
        measures=plan.measures,
        cost=sum((cost_of(scorecard, p) for p in plan.measures), Fraction(0)),
        lead_days=max((scorecard.measure[p.measure].lead_days for p in plan.measures if not p.own), default=0),
        suggestions=suggestions,
        initial=score(scorecard, assessment),
        residual=left,
        now=residual(scorecard, assessment, "verified"),
        assessment=planned,
    )
