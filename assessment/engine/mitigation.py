"""What measures change: effects on levels, the assessment after a plan, what remains of vetoes.

Residual risk (落实措施后) is the same `score` on the assessment that `after` returns, on the same terms as the initial one.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from assessment.engine.grading import graded
from assessment.engine.methods import axes, safest_first
from assessment.engine.scoring import score
from assessment.model.case import Assessment, Rating
from assessment.model.measure import Effect, PlannedMeasure, Status
from assessment.model.result import Result
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
    """The assessment once its plan is carried out: ratings lowered from the level that counts (figures are spent on it),
    vetoes cleared by a measure in their `cleared_by`."""
    assessment = graded(scorecard, assessment)
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
