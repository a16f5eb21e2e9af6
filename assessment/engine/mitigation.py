"""What measures change: the assessment after a plan, what remains of its risks and vetoes.

Residual risk (落实措施后) is the same `score` on the assessment that `after` returns, on the same terms as the initial one; where
measures take away shares of a value (`effects.unit: share`), the levels stay and `shares_left` says what is left of each degree.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal, get_args

from assessment.engine.effects import credited, lowered, reduced
from assessment.engine.grading import graded
from assessment.engine.methods import axes, axis_values, degree, safest_first
from assessment.engine.scoring import score
from assessment.model.case import UNRATED, Assessment, Rating
from assessment.model.measure import Effect, PlannedMeasure, Status
from assessment.model.result import Result
from assessment.model.scorecard import Indicator, Scorecard

Counting = Literal["planned", "verified", "lasting"]
COUNTED: dict[Counting, frozenset[Status]] = {
    "planned": frozenset({"planned", "in_progress", "done", "verified"}),  # 预期: as if every planned measure were done
    "verified": frozenset({"verified"}),  # 目前: only what accepted proof shows
    "lasting": frozenset({"verified"}),  # 到此为止: of that, what stays without being kept up
}
STEPS: tuple[Status, ...] = get_args(Status)  # from planned to verified


def rating_after(scorecard: Scorecard, indicator: Indicator, rating: Rating, effects: Sequence[Effect]) -> Rating:
    """One rating after the level effects that name its indicator. An axis not yet rated stays unrated."""
    changed: dict[str, int] = {}
    for axis in axes(scorecard) if scorecard.effects.unit == "level" else ():
        level = getattr(rating, axis)
        drops = _drops(effects, indicator.id, axis)
        if level is None or not drops:
            continue
        order = safest_first(scorecard, indicator, axis)
        changed[axis] = order[lowered(order.index(level) + 1, drops, scorecard.effects) - 1]
    return rating.model_copy(update=changed) if changed else rating


def degree_after(scorecard: Scorecard, indicator: Indicator, rating: Rating, effects: Sequence[Effect]) -> Fraction | None:
    """The degree of one rating after the effects that name its indicator; None while it is not rated whole."""
    levels = rating_after(scorecard, indicator, rating, effects).levels(axes(scorecard))
    if levels is None:
        return None
    if scorecard.effects.unit == "level":
        return degree(scorecard, indicator, levels)
    left = Fraction(1)
    for axis, value in zip(axes(scorecard), axis_values(scorecard, indicator, levels), strict=True):
        left *= reduced(value, _drops(effects, indicator.id, axis), scorecard.effects)
    return left


def lowers(scorecard: Scorecard, indicator: Indicator, rating: Rating, effects: Sequence[Effect]) -> bool:
    """Whether these effects change the risk as it is rated."""
    if scorecard.effects.unit == "level":
        return rating_after(scorecard, indicator, rating, effects) != rating
    return degree_after(scorecard, indicator, rating, effects) != degree_after(scorecard, indicator, rating, ())


def _drops(effects: Sequence[Effect], indicator: str, axis: str) -> list[Fraction]:
    return [-effect.on(axis) for effect in effects if effect.indicator == indicator and effect.on(axis)]


def effects_of(scorecard: Scorecard, planned: PlannedMeasure) -> tuple[Effect, ...]:
    return planned.effects if planned.own else scorecard.measure[planned.measure].effects


def measure_effects(scorecard: Scorecard, planned: Mapping[str, PlannedMeasure]) -> dict[str, tuple[Effect, ...]]:
    """Every measure there is to choose from: the library's, then own ones of the plan."""
    own = {name: p.effects for name, p in planned.items() if p.own}
    return {m.id: m.effects for m in scorecard.measures} | own


def ongoing(scorecard: Scorecard, planned: PlannedMeasure) -> bool:
    """Whether it works only while it is kept up."""
    return planned.ongoing if planned.own else scorecard.measure[planned.measure].ongoing


def counted(scorecard: Scorecard, assessment: Assessment, counting: Counting) -> dict[str, PlannedMeasure]:
    """The measures that count, each once however often it is listed, as far as it has come."""
    standing: dict[str, PlannedMeasure] = {}
    for planned in assessment.plan.measures:
        other = standing.get(planned.measure)
        if planned.status in COUNTED[counting] and (other is None or STEPS.index(planned.status) > STEPS.index(other.status)):
            standing[planned.measure] = planned
    if counting != "lasting":
        return standing
    return {name: planned for name, planned in standing.items() if not ongoing(scorecard, planned)}


def counted_effects(scorecard: Scorecard, assessment: Assessment, counting: Counting) -> list[Effect]:
    """The effects of the measures that count, each with the part it gets for its status."""
    return [
        credited(effect, planned.status, scorecard.effects)
        for planned in counted(scorecard, assessment, counting).values()
        for effect in effects_of(scorecard, planned)
    ]


def after(scorecard: Scorecard, assessment: Assessment, counting: Counting = "planned") -> Assessment:
    """The assessment once its plan is carried out: ratings lowered from the level that counts (figures are spent on it),
    vetoes cleared by a measure in their `cleared_by`."""
    assessment = graded(scorecard, assessment)
    effects = counted_effects(scorecard, assessment, counting)
    touched = {effect.indicator for effect in effects}
    ratings = {
        name: rating_after(scorecard, scorecard.indicators[name], rating, effects) if name in touched else rating
        for name, rating in assessment.ratings.items()
    }
    library = {name for name, planned in counted(scorecard, assessment, counting).items() if not planned.own}
    cleared = {
        name: "no"
        for name, answer in assessment.vetoes.items()
        if answer == "yes" and library.intersection(scorecard.veto[name][1].cleared_by)
    }
    return assessment.model_copy(update={"ratings": ratings, "vetoes": {**assessment.vetoes, **cleared}})


def shares_left(scorecard: Scorecard, assessment: Assessment, counting: Counting = "planned") -> Mapping[str, Fraction]:
    """The degree left of each indicator that measures touch, where they take away shares; else nothing."""
    if scorecard.effects.unit == "level":
        return {}
    assessment = graded(scorecard, assessment)
    effects = counted_effects(scorecard, assessment, counting)
    found = {}
    for name in dict.fromkeys(effect.indicator for effect in effects):
        rating = assessment.ratings.get(name, UNRATED)
        left = degree_after(scorecard, scorecard.indicators[name], rating, effects)
        if left is not None:
            found[name] = left
    return found


def residual(scorecard: Scorecard, assessment: Assessment, counting: Counting = "planned") -> Result:
    """落实措施后的风险: expected (预期); counting only verified measures, as it stands (目前); and of those only the ones that
    last without being kept up, if nothing more is done (到此为止)."""
    return score(scorecard, after(scorecard, assessment, counting), shares_left(scorecard, assessment, counting))
