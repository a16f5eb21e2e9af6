"""When each measure starts and is due: as the plan says, else worked out from the day of the assessment and what it requires."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from assessment.engine.choosing import with_required
from assessment.model.measure import PlannedMeasure, Status
from assessment.model.scorecard import Scorecard

From = Literal["plan", "assessment", "required", "lead", ""]
Dates = tuple[tuple[date | None, From], tuple[date | None, From]]
OPEN: frozenset[Status] = frozenset({"planned", "in_progress"})


def dates(scorecard: Scorecard, first: date | None, planned: Mapping[str, PlannedMeasure]) -> dict[str, Dates]:
    """Start and due of each measure: the plan's, else worked out, after what it requires. Measures that require each other
    are done together: none of them waits for another."""
    known: dict[str, Dates] = {}
    waits = _waits(scorecard, planned)
    for name in sorted(planned, key=lambda name: len(waits[name])):  # what one waits for waits for less
        ready = [due for each in waits[name] if each in known and (due := known[each][1][0])]
        start, start_from = _start(planned[name], first, ready)
        days = None if planned[name].own else scorecard.measure[name].lead_days
        due, due_from = _due(planned[name], start, days)
        if start_from != "plan" and start and due and start > due:
            start = due  # a date of the plan before what was worked out
        known[name] = (start, start_from), (due, due_from)
    return known


def unfinished_after(planned: PlannedMeasure, due: date | None, day: date) -> bool:
    """Whether a measure is still to be finished and due later than that day; what is reported done has kept it."""
    return planned.status in OPEN and due is not None and due > day


def _waits(scorecard: Scorecard, planned: Mapping[str, PlannedMeasure]) -> dict[str, set[str]]:
    """What each measure requires, and that in turn, without those that require it as well."""
    own = {name for name, each in planned.items() if each.own}
    reach = {name: set() if name in own else set(with_required(scorecard, [name])) for name in planned}
    return {name: {other for other in all_ if other in reach and name not in reach[other]} for name, all_ in reach.items()}


def _start(planned: PlannedMeasure, first: date | None, ready: Sequence[date]) -> tuple[date | None, From]:
    if planned.start is not None:
        return planned.start, "plan"
    if ready and planned.due is None and (first is None or max(ready) > first):
        return max(ready), "required"
    return first, "assessment" if first else ""


def _due(planned: PlannedMeasure, start: date | None, days: int | None) -> tuple[date | None, From]:
    if planned.due is not None:
        return planned.due, "plan"
    due = later(start, days) if start and days is not None else None
    return due, "lead" if due else ""


def later(day: date, days: int) -> date | None:
    """The day that many days on; None beyond the calendar."""
    return day + timedelta(days=days) if days <= (date.max - day).days else None
