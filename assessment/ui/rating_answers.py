"""What the rating sheet sends back: each change is handed to the service until it is acknowledged, contested or refused."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from assessment import service
from assessment.errors import AssessmentError, CaseError, Conflict, NotFound, Problem, StoreError
from assessment.model.case import Evidence, Rating
from assessment.model.figure import Observation
from assessment.ui.rating_data import clock
from assessment.ui.rating_sheet import Change

Data = dict[str, Any]
Words = Callable[[Problem], str]
_CODES = {
    "string_too_short": "text-empty",
    "string_too_long": "text-too-long",
    "not-a-date": "evidence-date-malformed",
    "not-a-number": "not-a-number",
    "not-a-value": "not-a-value",
    "control-character": "control-character",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one change: saved when it has no conflict, error or fault.

    A fault is the database's (locked, full, gone): it answers one attempt, and the change waits for the next.
    """

    request: str
    conflict: Data | None = None
    error: str = ""
    fault: str = ""
    attempt: int = 0


def save_all(
    actor: service.Actor, bench: service.Bench, changes: Iterable[Change], known: Iterable[Outcome], words: Words
) -> list[Outcome]:
    """Hand the changes on in their order; what is answered already is answered again without asking the store.

    A fault ends it: what comes later may be built on what could not be saved.
    """
    answered = {outcome.request: outcome for outcome in known}
    outcomes: list[Outcome] = []
    for change in changes:
        before = answered.get(change["request"])
        final = before and (not before.fault or before.attempt == change.get("attempt", 0))
        outcomes.append(before if before and final else save(actor, bench, change, words))
        if outcomes[-1].fault:
            break
    return outcomes


def save(actor: service.Actor, bench: service.Bench, change: Change, words: Words) -> Outcome:
    """Hand one change to the service. Its request id makes a repeat harmless."""
    try:
        _GIVE[change["kind"]](actor, bench, change)
    except Conflict as error:
        return Outcome(change["request"], conflict=_contested(change, error))
    except AssessmentError as error:
        if isinstance(error, StoreError) and not isinstance(error, NotFound):
            return Outcome(change["request"], fault=said(error, words), attempt=change.get("attempt", 0))
        return Outcome(change["request"], error=said(error, words))
    return Outcome(change["request"])


def said(error: AssessmentError, words: Words) -> str:
    return " ".join(map(words, error.problems))


def told(outcomes: Iterable[Outcome]) -> Data:
    """The outcomes as the sheet reads them."""
    known = list(outcomes)
    return {
        "acks": [each.request for each in known if not (each.conflict or each.error or each.fault)],
        "conflicts": [each.conflict for each in known if each.conflict],
        "errors": [{"request": each.request, "text": each.error} for each in known if each.error],
        "fault": next((each.fault for each in known if each.fault), ""),
    }


def rating(value: Any) -> Rating | None:
    """A rating as the sheet sends it. Raises CaseError: evidence without a title, a day that is none, a text too long."""
    if value is None:
        return None
    if not isinstance(value, Mapping) or not isinstance(value.get("evidence") or [], list):
        raise CaseError(Problem("answer-unreadable"))
    evidence = tuple(map(reference, value.get("evidence") or []))
    try:
        return Rating.model_validate({**value, "evidence": evidence})
    except ValidationError as error:
        raise CaseError(mistake(error)) from None


def reference(item: Any) -> Evidence:
    """One piece of evidence as it was typed; an empty day is none. Raises CaseError."""
    if not isinstance(item, Mapping):
        raise CaseError(Problem("answer-unreadable"))
    if not str(item.get("title") or "").strip():
        raise CaseError(Problem("evidence-title-missing"))
    try:
        return Evidence.model_validate({**item, "date": item.get("date") or None})
    except ValidationError as error:
        raise CaseError(mistake(error)) from None


def observation(value: Any) -> Observation | None:
    """A figure as the sheet sends it; an empty day is none. Raises CaseError."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise CaseError(Problem("answer-unreadable"))
    try:
        return Observation.model_validate({**value, "date": value.get("date") or None})
    except ValidationError as error:
        raise CaseError(mistake(error)) from None


def mistake(error: ValidationError) -> Problem:
    """The first thing wrong with a value somebody typed."""
    first = error.errors()[0]
    values = {"key": str(first["loc"][-1]).replace("_", "-"), "now": str(first["input"])[:40], **first.get("ctx", {})}
    return Problem(_CODES.get(first["type"], "answer-unreadable"), values=values)


def _give_rating(actor: service.Actor, bench: service.Bench, change: Change) -> None:
    new, seen = rating(change["new"]), rating(change["seen"])
    service.rate(actor, bench, change["project"], change["key"], new, seen, change["request"])


def _give_veto(actor: service.Actor, bench: service.Bench, change: Change) -> None:
    """A file may hold «unknown»; the sheet sees no difference from an answer not given."""
    new, seen, request = change["new"], change["seen"], change["request"]
    try:
        service.answer_veto(actor, bench, change["project"], change["key"], new, seen, request)
    except Conflict as error:
        if seen is not None or error.problems[0].values["stored"] != "unknown":
            raise
        service.answer_veto(actor, bench, change["project"], change["key"], new, "unknown", request)


def _give_figure(actor: service.Actor, bench: service.Bench, change: Change) -> None:
    new, seen = observation(change["new"]), observation(change["seen"])
    service.enter_figure(actor, bench, change["project"], change["key"], new, seen, change["request"])


_GIVE = {"rating": _give_rating, "veto": _give_veto, "figure": _give_figure}


def _contested(change: Change, error: Conflict) -> Data:
    values = dict(error.problems[0].values)
    values["at"] = clock(datetime.fromisoformat(values["at"]))
    return {"request": change["request"], **values}
