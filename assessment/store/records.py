"""One stored assessment and its events, as values."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from assessment.model.case import Assessment, Edition, Project, Stage
from assessment.store.entries import KINDS, Key, Value, assembled, canonical, encoded


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer, since when and by whom; `place` keeps the order in which answers were added."""

    value: Value
    at: datetime
    actor: str
    place: int


@dataclass(frozen=True)
class Record:
    """A stored assessment. `entries` are in the order of their place."""

    id: str
    project: Project
    date: date
    stage: Stage
    scorecard_hash: str
    scorecard: Edition
    archived: bool
    revision: int
    digest: str
    summary: str
    created_at: datetime
    created_by: str
    changed_at: datetime
    entries: Mapping[Key, Entry]

    @cached_property
    def assessment(self) -> Assessment:
        values = {key: entry.value for key, entry in self.entries.items()}
        return assembled(self.project, self.date, self.stage, self.scorecard, values)

    def value(self, key: Key) -> Value | None:
        entry = self.entries.get(key)
        return entry.value if entry else None

    def changed(self, changes: Mapping[Key, Value | None], at: datetime, actor: str) -> "Record":
        """With `changes` applied; None removes an answer, a changed one keeps its place."""
        entries = dict(self.entries)
        last = max((entry.place for entry in entries.values()), default=0)
        for key, value in changes.items():
            old = entries.get(key)
            if value is None:
                entries.pop(key, None)
            elif old is not None:
                entries[key] = Entry(value, at, actor, old.place)
            else:
                last += 1
                entries[key] = Entry(value, at, actor, last)
        return replace(self, entries=entries)

    def content(self) -> dict[str, Any]:
        """What the digest covers, and what the event of the creation keeps."""
        return {
            **self.heading(),
            "scorecard": self.scorecard_hash,
            "entries": [[*key, encoded(self.entries[key].value)] for key in sorted(self.entries)],
        }

    def heading(self) -> dict[str, Any]:
        return {"project": encoded(self.project), "date": self.date.isoformat(), "stage": self.stage}

    def computed_digest(self) -> str:
        """SHA-256 of the canonical JSON of the content."""
        return hashlib.sha256(canonical(self.content()).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a person did. `before` and `after` are plain data:

    an answer (kind = its kind), several measures at once ("measures", by id), measures and what follows from them for the aim
    ("plan", by kind and key), the heading ("project"), archived or not ("archived"), the whole content ("created"). `undoes`
    is the seq of the event it takes back.
    """

    seq: int
    at: datetime
    actor_id: str
    actor_name: str
    kind: str
    key: str
    before: Any
    after: Any
    undoes: int | None = None
    request: str | None = None

    def answers(self) -> Iterator[tuple[Key, Any, Any]]:
        """Each answer it changed, with its plain value before and after."""
        if self.kind in KINDS:
            yield (self.kind, self.key), self.before, self.after
        elif self.kind == "measures":
            for name, after in self.after.items():
                yield ("measure", name), self.before[name], after
        elif self.kind == "plan":
            for kind, changed in self.after.items():
                for name, after in changed.items():
                    yield (kind, name), self.before[kind][name], after
        elif self.kind == "created":
            for kind, key, value in self.after["entries"]:
                yield (kind, key), None, value
