"""What the page 选方案 has to work out, kept for the session until the case or the aim changes."""

from collections.abc import Callable
from fractions import Fraction

from assessment import service
from assessment.engine.optimise.best import BestPlan, EfficientPoint, best_plan, efficient_points, second_best
from assessment.model.measure import Aim
from assessment.ui import state

BEST, CURVE, NEXT = "choose.best", "choose.curve", "choose.next"
ALTERNATIVES = 3


def best_of(case: service.Case) -> BestPlan:
    """The best plan for the aim of the case."""
    key = (case.id, case.assessment)
    kept = state.recall(BEST)
    if kept is None or kept[0] != key:
        kept = (key, best_plan(case.scorecard, case.assessment))
        state.remember(BEST, kept)
    found: BestPlan = kept[1]
    return found


def next_of(case: service.Case, best: BestPlan) -> list[BestPlan]:
    """The next plans by cost."""
    key = (case.id, case.assessment)
    kept = state.recall(NEXT)
    if kept is None or kept[0] != key:
        kept = (key, list(second_best(case.scorecard, case.assessment, best, ALTERNATIVES)))
        state.remember(NEXT, kept)
    found: list[BestPlan] = kept[1]
    return found


def curve_of(case: service.Case, progress: Callable[[Fraction], object]) -> list[EfficientPoint]:
    """The efficient frontier. Target, budget and bands do not change it, so a new one of these draws the same curve."""
    aim = case.assessment.plan.aim
    free = Aim(pinned=aim.pinned, barred=aim.barred, by=aim.by)
    plan = case.assessment.plan.model_copy(update={"aim": free})
    key = (case.id, case.assessment.model_copy(update={"plan": plan}))
    kept = state.recall(CURVE)
    if kept is None or kept[0] != key:
        points = []
        for point in efficient_points(case.scorecard, case.assessment, free):
            points.append(point)
            progress(min(point.done, Fraction(1)))
        kept = (key, points)
        state.remember(CURVE, kept)
    found: list[EfficientPoint] = kept[1]
    return found
