"""What every change has in common: the checks, the conflict, the aim that follows, the summary, the event."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from assessment.engine.carrying import aim_kept
from assessment.engine.fitting import misfits
from assessment.engine.privacy import personal
from assessment.errors import CaseError, Conflict, NotAllowed, Problem
from assessment.model.case import Assessment, Project
from assessment.model.measure import Aim, PlannedMeasure
from assessment.model.scorecard import Scorecard
from assessment.service.actors import Actor
from assessment.service.bench import edition, scorecard_of
from assessment.service.summary import summarise, to_json
from assessment.store import AIM, Event, Key, Reader, Record, Value, Writer
from assessment.store.entries import assembled, encoded

_REQUEST = re.compile(r"[\x21-\x7e]{1,100}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Saved:
    """When it was saved and the revision it made. A repeat gets those of the first time."""

    at: datetime
    revision: int


def fit(scorecard: Scorecard, assessment: Assessment) -> None:
    """Raises CaseError with everything its scorecard does not know and every text that looks like a person's number."""
    foreign = misfits(scorecard, assessment)
    problems = [Problem(code, path=".".join(map(str, place)), values=values) for code, place, values in foreign]
    problems += personal(assessment)
    if problems:
        raise CaseError(*problems)


def answer_fits(scorecard: Scorecard, record: Record, changes: Mapping[Key, Value | None]) -> None:
    """`fit` for some answers only; a rating must also agree with the figures that are there, an aim may name the own measures
    that are there. Raises CaseError."""
    given = {key: value for key, value in changes.items() if value is not None}
    project = Project(name="—", investment=record.project.investment)
    kept = {key: entry.value for key, entry in record.entries.items() if key not in changes}
    if any(kind == "rating" for kind, _ in given):
        given |= {key: value for key, value in kept.items() if key[0] == "figure"}
    if isinstance(aim := given.get(AIM), Aim):
        named = {*aim.pinned, *aim.barred}
        given |= {key: p for key, p in kept.items() if isinstance(p, PlannedMeasure) and p.own and p.measure in named}
    fit(scorecard, assembled(project, record.date, record.stage, None, given))


def open_for_change(record: Record) -> None:
    """Raises NotAllowed for an archived assessment."""
    if record.archived:
        raise NotAllowed(Problem("assessment-archived", path=record.id, values={"name": record.project.name}))


def locked(writer: Writer, id: str, asked: str | None) -> tuple[Record, Saved | None]:
    """The assessment, locked for a change; for a request that was carried out before, what it saved then. Raises NotFound, and
    NotAllowed where a new one meets an archived assessment."""
    record = writer.lock(id)
    if asked and (earlier := writer.request(id, asked)):
        return record, Saved(earlier.at, earlier.seq)
    open_for_change(record)
    return record, None


def request_of(request: str) -> str | None:
    """Raises CaseError for a request id that no page of ours makes."""
    if request and not _REQUEST.fullmatch(request):
        raise CaseError(Problem("request-malformed", values={"now": ascii(request[:40])}))
    return request or None


def origin_of(actor: Actor, request: str) -> str | None:
    """The UNIQUE origin of whatever this request makes: a second click makes nothing. Raises CaseError."""
    asked = request_of(request)
    return f"request:{actor.id}:{asked}" if asked else None


def conflict(reader: Reader, record: Record, key: Key | None, stored: Any, yours: Any) -> Conflict:
    """Both values complete, and who stored theirs when. Without a key it is the heading of the project."""
    last = reader.last_change(record.id, key)
    values = {
        "kind": key[0] if key else "project",
        "key": key[1] if key else "",
        "stored": encoded(stored, whole=True),
        "yours": encoded(yours, whole=True),
        "who": last.actor_name if last else "",
        "at": (last.at if last else record.changed_at).isoformat(),
    }
    return Conflict(Problem("conflict", path=values["key"], values=values))


def now() -> datetime:
    return datetime.now(UTC)


def sealed(record: Record, scorecard: Scorecard) -> Record:
    """With the summary and digest of what it holds. Raises CaseError when no indicator applies any more."""
    record = replace(record, summary=to_json(summarise(scorecard, record.assessment)))
    return replace(record, digest=record.computed_digest())


def commit(
    writer: Writer,
    actor: Actor,
    before: Record,
    after: Record,
    changes: Mapping[Key, Value | None],
    event: tuple[str, str, Any, Any],
    request: str | None = None,
    undoes: int | None = None,
) -> Saved:
    """Write a change with what follows from it for the aim, its summary and its event (kind, key, before, after)."""
    scorecard, at = scorecard_of(edition(writer, before.scorecard_hash)), now()
    if aim := _aim_that_follows(scorecard, before, changes):
        changes = {**changes, AIM: None if aim == Aim() else aim}
        event = _event_of_plan(event[1], {each: before.value(each) for each in changes}, changes)
    kind, key, old, new = event
    after = replace(after.changed(changes, at, actor.id), revision=before.revision + 1, changed_at=at)
    after = sealed(after, scorecard)
    happened = Event(after.revision, at, actor.id, actor.name, kind, key, encoded(old), encoded(new), undoes, request)
    writer.save(after, changes, before, happened)
    return Saved(at, after.revision)


def _aim_that_follows(scorecard: Scorecard, before: Record, changes: Mapping[Key, Value | None]) -> Aim | None:
    """The aim without the measures that are no longer there once this is changed; None where it names none such."""
    if not any(kind in ("measure", "aim") for kind, _ in changes):
        return None
    plan = before.changed(changes, before.changed_at, "").assessment.plan
    aim, gone = aim_kept(scorecard, plan.aim, [planned.measure for planned in plan.measures])
    return aim if gone else None


def _event_of_plan(key: str, old: Mapping[Key, Value | None], new: Mapping[Key, Value | None]) -> tuple[str, str, Any, Any]:
    """Measures and the aim in one event, by kind; where only the aim is changed, an event like any other of its kind."""
    if set(new) == {AIM}:
        kind, key = AIM
        return kind, key, old[AIM], new[AIM]
    before: dict[str, dict[str, Value | None]] = {}
    after: dict[str, dict[str, Value | None]] = {}
    for kind, name in new:
        before.setdefault(kind, {})[name] = old[kind, name]
        after.setdefault(kind, {})[name] = new[kind, name]
    return "plan", key, before, after
