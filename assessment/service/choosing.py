"""Measures enter the plan: those that belong together at once, never beside one that cannot be done together with them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from assessment.engine.choosing import excluded, with_required
from assessment.engine.planning import first_planned, taken_up_again
from assessment.errors import CaseError, Problem
from assessment.model.measure import PlannedMeasure
from assessment.model.scorecard import Scorecard
from assessment.service.actors import Actor
from assessment.service.bench import Bench, edition, scorecard_of
from assessment.service.saving import Saved, answer_fits, commit, conflict, locked, request_of
from assessment.store import Key, Value

OWN = "own-"
NOTHING: Mapping[str, PlannedMeasure] = MappingProxyType({})


def choose_measures(
    actor: Actor,
    bench: Bench,
    id: str,
    measure_ids: Sequence[str],
    request: str = "",
    instead_of: Mapping[str, PlannedMeasure] = NOTHING,
) -> Saved:
    """Add measures of the library and what they require, with responsible body, cost and days; those already planned stay
    as they are, a lapsed one is taken up again. `instead_of`: measures that leave the plan for them in the same action, as
    the person saw them. Raises as `rate`; CaseError for one that excludes another one."""
    asked = request_of(request)
    with bench.store.writing() as writer:
        record, repeated = locked(writer, id, asked)
        if repeated:
            return repeated
        scorecard = scorecard_of(edition(writer, record.scorecard_hash))
        before: dict[str, PlannedMeasure] = {p.measure: p for p in record.assessment.plan.measures}
        for name, seen in instead_of.items():
            if before.get(name) != seen:
                raise conflict(writer, record, ("measure", name), before.get(name), None)
        after: dict[str, PlannedMeasure | None] = dict.fromkeys(instead_of)
        after |= begun(scorecard, before, with_required(scorecard, measure_ids), record.date)
        if not after:
            return Saved(record.changed_at, record.revision)
        changes: dict[Key, Value | None] = {("measure", name): new for name, new in after.items()}
        answer_fits(scorecard, record, changes)
        refuse_excluded(scorecard, before, after)
        event = ("measures", ",".join(after), {name: before.get(name) for name in after}, after)
        return commit(writer, actor, record, record, changes, event, asked)


def begun(
    scorecard: Scorecard, before: Mapping[str, PlannedMeasure], names: Iterable[str], day: date
) -> dict[str, PlannedMeasure]:
    """Those of `names` that do not count yet, as they are planned from `day` on: as the library gives them, a lapsed one anew.
    One that nobody knows stays bare, so that the check can name it."""
    found = {}
    for name in names:
        measure = scorecard.measure.get(name)
        if name not in before:
            found[name] = first_planned(measure, day) if measure else PlannedMeasure(measure=name)
        elif before[name].status == "lapsed":
            found[name] = taken_up_again(scorecard, before[name], day)
    return found


def refuse_excluded(
    scorecard: Scorecard, before: Mapping[str, PlannedMeasure], after: Mapping[str, PlannedMeasure | None]
) -> None:
    """Raises CaseError where a measure begins to count beside one that cannot be done together with it."""
    live = {name for name, each in {**before, **after}.items() if each is not None and each.status != "lapsed"}
    new = [name for name in after if name in live and (name not in before or before[name].status == "lapsed")]
    problems = [
        Problem("measure-excluded", path=name, values={"measure": name, "others": others})
        for name in new
        if (others := excluded(scorecard, name, sorted(live - {name})))
    ]
    if problems:
        raise CaseError(*problems)


def refuse_lacking(scorecard: Scorecard, names: Iterable[str]) -> None:
    """Raises CaseError where one of these measures stands without what it requires."""
    live = set(names)
    problems = [
        Problem("measure-requires-missing", path=name, values={"measure": name, "measures": lacking})
        for name in sorted(live & scorecard.measure.keys())
        if (lacking := tuple(other for other in scorecard.measure[name].requires if other not in live))
    ]
    if problems:
        raise CaseError(*problems)


def next_own_id(actor: Actor, bench: Bench, id: str) -> str:
    """The id of the next own measure: own-1, own-2 …; never one that an own measure of this assessment ever had, so that no
    aim and no line of the history speaks of another. Raises NotFound."""
    with bench.store.reading() as reader:
        reader.find(id)
        names = {key for event in reader.events(id) for (kind, key), _, _ in event.answers() if kind == "measure"}
    numbers = [name.removeprefix(OWN) for name in names if name.startswith(OWN)]
    return f"{OWN}{max((int(number) for number in numbers if number.isdecimal() and number.isascii()), default=0) + 1}"
