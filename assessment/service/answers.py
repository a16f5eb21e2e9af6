"""Every answer is saved when it is given; if what is stored is not what the person saw, it is a Conflict that shows both."""

from collections.abc import Callable

from pydantic import TypeAdapter, ValidationError

from assessment.engine.review import contradictions
from assessment.errors import CaseError, Problem
from assessment.model.base import Words
from assessment.model.case import FactAnswer, Rating
from assessment.model.figure import Observation
from assessment.model.measure import PlannedMeasure
from assessment.model.scorecard import Answer, Scorecard
from assessment.service.actors import Actor
from assessment.service.bench import Bench, edition, scorecard_of
from assessment.service.choosing import refuse_excluded
from assessment.service.saving import Saved, answer_fits, commit, conflict, locked, request_of
from assessment.store import Key, Record, Value

_WORDS: TypeAdapter[str] = TypeAdapter(Words)


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
    """Add, change or remove (None) one measure. Raises as `rate`; CaseError also for one that contradicts itself, or that is
    added or taken up again beside one it excludes."""
    if new is not None and new.measure != measure_id:
        raise CaseError(Problem("measure-id-differs", path=measure_id, values={"now": new.measure, "right": measure_id}))
    if new is not None and (wrong := tuple(contradictions(new))):
        raise CaseError(*wrong)

    def together(scorecard: Scorecard, record: Record) -> None:
        refuse_excluded(scorecard, {p.measure: p for p in record.assessment.plan.measures}, {measure_id: new})

    return answer(actor, bench, id, ("measure", measure_id), new, seen, request, together)


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


def answer(
    actor: Actor,
    bench: Bench,
    id: str,
    key: Key,
    new: Value | None,
    seen: Value | None,
    request: str,
    check: Callable[[Scorecard, Record], None] | None = None,
) -> Saved:
    """One answer of any kind, in one transaction. Raises as `rate`, and what `check` raises."""
    asked = request_of(request)
    with bench.store.writing() as writer:
        record, repeated = locked(writer, id, asked)
        if repeated:
            return repeated
        scorecard = scorecard_of(edition(writer, record.scorecard_hash))
        answer_fits(scorecard, record, {key: new})
        stored = record.value(key)
        if stored == new:  # nothing to save, whatever was seen
            entry = record.entries.get(key)
            return Saved(entry.at if entry else record.changed_at, record.revision)
        if stored != seen:
            raise conflict(writer, record, key, stored, new)
        if check is not None:
            check(scorecard, record)
        return commit(writer, actor, record, record, {key: new}, (key[0], key[1], stored, new), asked)
