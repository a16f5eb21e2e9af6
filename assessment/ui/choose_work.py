"""What the page 选方案 has to work out, kept for the session until the case or the aim changes."""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from assessment import service
from assessment.engine.optimise.best import BestPlan, EfficientPoint, best_plan, efficient_points, second_best
from assessment.model.measure import Aim
from assessment.ui import state

T = TypeVar("T")
BEST, CURVE, NEXT, LEVEL = "choose.best", "choose.curve", "choose.next", "choose.level"
ALTERNATIVES = 3


def best_of(case: service.Case) -> BestPlan:
    """The best plan for the aim of the case."""
    return _once(BEST, (case.id, case.assessment), lambda: best_plan(case.scorecard, case.assessment))


def next_of(case: service.Case, best: BestPlan) -> list[BestPlan]:
    """The next plans by cost."""
    key = (case.id, case.assessment)
    return _once(NEXT, key, lambda: list(second_best(case.scorecard, case.assessment, best, ALTERNATIVES)))


def for_the_level_alone(case: service.Case) -> BestPlan | None:
    """The best plan without what the aim asks of single risks; None where it asks nothing of them."""
    aim = case.assessment.plan.aim
    free = aim.model_copy(update={"answer_all": False, "worst_band": None})
    if aim == free:
        return None
    return _once(LEVEL, (case.id, case.assessment), lambda: best_plan(case.scorecard, case.assessment, free))


def _once(name: str, key: object, work: Callable[[], T]) -> T:
    kept: tuple[object, T] | None = state.recall(name)
    if kept is not None and kept[0] == key:
        return kept[1]
    fresh = work()
    state.remember(name, (key, fresh))
    return fresh


def curve_of(case: service.Case, progress: Callable[[Fraction], object]) -> list[EfficientPoint]:
    """The efficient frontier. Target, budget and bands do not change it, so a new one of these draws the same curve."""
    aim = case.assessment.plan.aim
    free = Aim(pinned=aim.pinned, barred=aim.barred, by=aim.by)
    plan = case.assessment.plan.model_copy(update={"aim": free})
    key = (case.id, case.assessment.model_copy(update={"plan": plan}))

    def drawn() -> list[EfficientPoint]:
        points = []
        for point in efficient_points(case.scorecard, case.assessment, free):
            points.append(point)
            progress(min(point.done, Fraction(1)))
        return points

    return _once(CURVE, key, drawn)
