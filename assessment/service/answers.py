"""Every answer is saved when it is given; if what is stored is not what the person saw, it is a Conflict that shows both."""

from collections.abc import Sequence

from pydantic import TypeAdapter, ValidationError

from assessment.engine.planning import first_planned
from assessment.engine.review import contradictions
from assessment.errors import CaseError, Problem
from assessment.model.base import Words
from assessment.model.case import Assessment, FactAnswer, Rating
from assessment.model.figure import Observation
from assessment.model.measure import PlannedMeasure
from assessment.model.scorecard import Answer
from assessment.service.actors import Actor
from assessment.service.bench import Bench, edition, scorecard_of
from assessment.service.saving import Saved, answer_fits, commit, conflict, open_for_change, request_of
from assessment.store import Key, Value

_WORDS: TypeAdapter[str] = TypeAdapter(Words)
OWN = "own-"


def rate(
    actor: Actor, bench: Bench, id: str, indicator: str, new: Rating | None, seen: Rating | None, request: str = ""
) -> Saved:
    """打分. An empty rating is none. Raises Conflict, CaseError (a level against the figures needs a reason), NotAllowed,
    NotFound."""
    given, saw = (None if rating == Rating() else rating for rating in (new, seen))
    return answer(actor, bench, id, ("rating", indicator), given, saw, request)


def enter_figure(
    actor: Actor, bench: Bench, id: str, figure: str, new: Observation | None, seen: Observation | None, request: str = ""
) -> Saved:
    """填数据; None takes it away. Levels that follow from it change with it. Raises as `rate`."""
    return answer(actor, bench, id, ("figure", figure), new, seen, request)


def answer_veto(
    actor: Actor, bench: Bench, id: str, veto: str, new: Answer | None, seen: Answer | None, request: str = ""
) -> Saved:
    """一票否决. Raises as `rate`."""
    if new not in (None, "yes", "no", "unknown"):
        values = {"key": veto, "now": str(new)[:60], "allowed": "yes、no、unknown"}
        raise CaseError(Problem("not-one-of", path=veto, values=values))
    return answer(actor, bench, id, ("veto", veto), new, seen, request)


def answer_fact(
    actor: Actor, bench: Bench, id: str, fact: str, new: FactAnswer | None, seen: FactAnswer | None, request: str = ""
) -> Saved:
    """筛查事实; None goes back to the profile's default. Raises as `rate`."""
    return answer(actor, bench, id, ("fact", fact), new, seen, request)


def plan_measure(
    actor: Actor,
    bench: Bench,
    id: str,
    measure_id: str,
    new: PlannedMeasure | None,
    seen: PlannedMeasure | None,
    request: str = "",
) -> Saved:
    """Add, change or remove (None) one measure. Raises as `rate`; CaseError also for one that contradicts itself."""
    if new is not None and new.measure != measure_id:
        raise CaseError(Problem("measure-id-differs", path=measure_id, values={"now": new.measure, "right": measure_id}))
    if new is not None and (wrong := tuple(contradictions(new))):
        raise CaseError(*wrong)
    return answer(actor, bench, id, ("measure", measure_id), new, seen, request)


def accept_risk(
    actor: Actor, bench: Bench, id: str, indicator: str, reason: str | None, seen: str | None, request: str = ""
) -> Saved:
    """Leave a risk without a measure, with the reason why; an empty reason withdraws it. Raises as `rate`."""
    try:
        new = _WORDS.validate_python(reason) if reason and reason.strip() else None
    except ValidationError as error:
        code = {"string_too_long": "text-too-long"}.get(error.errors()[0]["type"], error.errors()[0]["type"])
        raise CaseError(Problem(code, path=indicator, values={"key": "accepted", **error.errors()[0].get("ctx", {})})) from None
    return answer(actor, bench, id, ("accepted", indicator), new, seen, request)


def answer(actor: Actor, bench: Bench, id: str, key: Key, new: Value | None, seen: Value | None, request: str) -> Saved:
    """One answer of any kind, in one transaction. Raises as `rate`."""
    asked = request_of(request)
    with bench.store.writing() as writer:
        record = writer.lock(id)
        if asked and (earlier := writer.request(id, asked)):
            return Saved(earlier.at, earlier.seq)
        open_for_change(record)
        answer_fits(scorecard_of(edition(writer, record.scorecard_hash)), record, {key: new})
        stored = record.value(key)
        if stored == new:  # nothing to save, whatever was seen
            entry = record.entries.get(key)
            return Saved(entry.at if entry else record.changed_at, record.revision)
        if stored != seen:
            raise conflict(writer, record, key, stored, new)
        return commit(writer, actor, record, record, {key: new}, (key[0], key[1], stored, new), asked)


def choose_measures(actor: Actor, bench: Bench, id: str, measure_ids: Sequence[str], request: str = "") -> Saved:
    """Add measures of the library, with its responsible body, cost and days; those already planned stay as they are."""
    asked = request_of(request)
    with bench.store.writing() as writer:
        record = writer.lock(id)
        if asked and (earlier := writer.request(id, asked)):
            return Saved(earlier.at, earlier.seq)
        open_for_change(record)
        scorecard = scorecard_of(edition(writer, record.scorecard_hash))
        keys: dict[str, Key] = {name: ("measure", name) for name in measure_ids}
        chosen = {name: scorecard.measure.get(name) for name, key in keys.items() if key not in record.entries}
        planned = {
            name: PlannedMeasure(measure=name) if measure is None else first_planned(measure, record.date)
            for name, measure in chosen.items()
        }  # an unknown one stays bare, so that the check can name it
        if not planned:
            return Saved(record.changed_at, record.revision)
        answer_fits(scorecard, record, {keys[name]: new for name, new in planned.items()})
        event = ("measures", ",".join(planned), dict.fromkeys(planned), planned)
        return commit(writer, actor, record, record, {keys[name]: new for name, new in planned.items()}, event, asked)


def next_own_id(assessment: Assessment) -> str:
    """The id of the next own measure: own-1, own-2 …"""
    names = [planned.measure.removeprefix(OWN) for planned in assessment.plan.measures if planned.measure.startswith(OWN)]
    return f"{OWN}{max((int(name) for name in names if name.isdecimal() and name.isascii()), default=0) + 1}"
