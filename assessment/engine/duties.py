"""等级要求: what follows from the level, whatever the measures: an emergency plan, a report every so many days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from assessment.engine.mitigation import residual
from assessment.engine.scheduling import later
from assessment.engine.scoring import score
from assessment.engine.work import span, tasks
from assessment.model.case import Assessment
from assessment.model.result import Result
from assessment.model.scorecard import Obligation, Scorecard

MOST = 400  # days of one obligation that are worked out: a due date mistyped by a century fills no page


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation that `level` asks for. `dates`: the one day it is due, or each day of it within the plan; `next`: the
    first of its days from today on, also after the plan; both empty without a date of the assessment."""

    obligation: Obligation
    level: str
    dates: tuple[date, ...]
    next: date | None

    @property
    def recurring(self) -> bool:
        return self.obligation.every_days is not None

    def passed(self, today: date) -> bool:
        """Due once, and that day is over; whether it was done the assessment does not say."""
        return not self.recurring and bool(self.dates) and self.dates[-1] < today


def obligations(
    scorecard: Scorecard, assessment: Assessment, today: date, initial: Result | None = None, now: Result | None = None
) -> tuple[Duty, ...]:
    """What the levels ask for: the initial one, or the one that stands today by what is verified (`of`). `initial` and `now`
    are their results where they are known already."""
    if not scorecard.obligations:
        return ()
    levels = {
        "initial": (initial or score(scorecard, assessment)).level,
        "now": (now or residual(scorecard, assessment, "verified")).level,
    }
    whole = span(tasks(scorecard, assessment), assessment.date)
    last = max(whole[1] if whole else today, today)
    return tuple(
        _duty(each, levels[each.of], assessment.date, last, today)
        for each in scorecard.obligations
        if levels[each.of] in each.levels
    )


def _duty(obligation: Obligation, level: str, first: date | None, last: date, today: date) -> Duty:
    if first is None:
        return Duty(obligation, level, (), None)
    if obligation.every_days is None:
        due = later(first, obligation.within_days or 0)
        return Duty(obligation, level, (due,) if due else (), due if due and due >= today else None)
    step = max(obligation.every_days, 1)
    start = obligation.within_days if obligation.within_days is not None else step
    begin = later(first, start)
    if begin is None:
        return Duty(obligation, level, (), None)
    missed = max(0, -(-(today - begin).days // step))
    return Duty(obligation, level, tuple(islice(_every(begin, step, last), MOST)), later(begin, missed * step))


def _every(first: date, step: int, last: date) -> Iterator[date]:
    day: date | None = first
    while day is not None and day <= last:
        yield day
        day = later(day, step)
