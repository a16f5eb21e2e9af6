"""撤销: each person takes back their own changes, the last one first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assessment.model.case import Project
from assessment.service.actors import Actor
from assessment.service.bench import Bench
from assessment.service.saving import commit, conflict, open_for_change, request_of
from assessment.store import KINDS, Event, Key, Record, Value
from assessment.store.entries import decoded, encoded

UNDOABLE = (*KINDS, "measures", "plan", "project")


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the kind and key of the event; `key` of "measures" and "plan" lists the measures with
    commas."""

    kind: str
    key: str


def undo(actor: Actor, bench: Bench, id: str, request: str = "") -> Undone | None:
    """Take back this actor's last change that is not undone yet; None when there is none.

    Raises Conflict when somebody has changed the same answer since, NotAllowed when archived, NotFound.
    """
    asked = request_of(request)
    with bench.store.writing() as writer:
        record = writer.lock(id)
        if asked and (earlier := writer.request(id, asked)):
            return Undone(earlier.kind, earlier.key)
        open_for_change(record)
        last = _last(writer.events(id), actor)
        if last is None:
            return None
        after: Record = record
        changes: Mapping[Key, Value | None] = {}
        if last.kind == "project":
            if record.heading() != last.after:
                raise conflict(writer, record, None, record.project, Project.model_validate(last.before["project"]))
            after = _heading(record, last.before)
        else:
            changes = _changes(last)
            for key, before, left in last.answers():
                stored = record.value(key)
                if (None if stored is None else encoded(stored)) != left:
                    raise conflict(writer, record, key, stored, None if before is None else decoded(key[0], before))
        commit(writer, actor, record, after, changes, (last.kind, last.key, last.after, last.before), asked, last.seq)
        return Undone(last.kind, last.key)


def _last(events: list[Event], actor: Actor) -> Event | None:
    """`events` newest first."""
    undone = {event.undoes for event in events}
    own = (e for e in events if e.actor_id == actor.id and e.kind in UNDOABLE and e.undoes is None)
    return next((event for event in own if event.seq not in undone), None)


def _changes(event: Event) -> Mapping[Key, Value | None]:
    return {key: None if before is None else decoded(key[0], before) for key, before, _ in event.answers()}


def _heading(record: Record, heading: Mapping[str, Any]) -> Record:
    project = Project.model_validate(heading["project"])
    return replace(record, project=project, date=date.fromisoformat(heading["date"]), stage=heading["stage"])
