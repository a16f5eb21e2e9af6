"""Reading and writing, each in one transaction.

A writer takes the assessment first (`lock`): SQLite has one writer (BEGIN IMMEDIATE), PostgreSQL locks the row.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError
from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from assessment.errors import NotFound, Problem, StoreError
from assessment.model.case import Edition, Project, Stage
from assessment.store.entries import Key, Value, canonical, decoded, encoded
from assessment.store.faults import faults
from assessment.store.records import Entry, Event, Record
from assessment.store.tables import VERSION, assessments, entries, events, meta, scorecards

_ID = re.compile(r"[A-Za-z0-9_-]{12}", re.ASCII)
_AT_ONCE = 500  # ids in one statement; SQLite takes at most 32,766 variables
_ONE = select(assessments, scorecards.c.id.label("card"), scorecards.c.version).join_from(assessments, scorecards)
_ENTRIES = select(entries).order_by(entries.c.assessment_id, entries.c.place)
_VERSION = select(meta.c.value).where(meta.c.key == "version")
_EVENTS = select(events).order_by(events.c.seq.desc())


@dataclass(frozen=True, slots=True)
class Header:
    """What a list of projects shows, without any answer. `summary` is JSON as the service wrote it."""

    id: str
    name: str
    profile: str | None
    township: str
    illustrative: bool
    archived: bool
    scorecard_id: str
    scorecard_version: str
    scorecard_hash: str
    digest: str
    date: date
    stage: str
    revision: int
    created_at: datetime
    changed_at: datetime
    summary: str


class Store:
    """An open database. `place` names it in messages; `path` is its file, None on a server."""

    def __init__(self, engine: Engine, place: str, path: Path | None) -> None:
        self.engine, self.place, self.path = engine, place, path
        self._writing = engine.execution_options(begin="BEGIN IMMEDIATE")

    @contextmanager
    def reading(self) -> Iterator["Reader"]:
        """One consistent view. Raises StoreError."""
        with faults(self.place), self.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield Reader(connection)

    @contextmanager
    def writing(self) -> Iterator["Writer"]:
        """One transaction: all of it is kept, or nothing. Raises StoreError, also when a newer version of the tool has
        taken the database over in the meantime."""
        with faults(self.place), self._writing.begin() as connection:
            stated = connection.scalar(_VERSION)
            if stated != str(VERSION):
                raise StoreError(Problem("store-newer", self.place, values={"now": str(stated), "known": VERSION}))
            yield Writer(connection)

    def load(self, id: str) -> Record:
        """Raises NotFound."""
        with self.reading() as reader:
            return reader.find(id)

    def load_many(self, ids: Sequence[str] | None = None) -> list[Record]:
        """These assessments in this order, or all (oldest first), in a few statements. Raises NotFound."""
        with self.reading() as reader:
            return reader.many(ids)


class Reader:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def find(self, id: str) -> Record:
        """Raises NotFound, also for an id that cannot be one."""
        return self._record(id, _ONE.where(assessments.c.id == id))

    def _record(self, id: str, query: Select[Any]) -> Record:
        head = self.connection.execute(query).first() if _ID.fullmatch(id) else None
        if head is None:
            raise NotFound(Problem("assessment-unknown", path=str(id)[:40], values={"id": str(id)[:40]}))
        return _record(head, self.connection.execute(_ENTRIES.where(entries.c.assessment_id == id)))

    def many(self, ids: Sequence[str] | None = None) -> list[Record]:
        if ids is None:
            return list(self._records(_ONE.order_by(assessments.c.created_at, assessments.c.id), _ENTRIES))
        found: dict[str, Record] = {}
        for start in range(0, len(ids), _AT_ONCE):
            part = [id for id in ids[start : start + _AT_ONCE] if _ID.fullmatch(id)]
            heads = _ONE.where(assessments.c.id.in_(part))
            found |= {r.id: r for r in self._records(heads, _ENTRIES.where(entries.c.assessment_id.in_(part)))}
        unknown = [Problem("assessment-unknown", path=id[:40], values={"id": id[:40]}) for id in ids if id not in found]
        if unknown:
            raise NotFound(*unknown)
        return [found[id] for id in ids]

    def _records(self, heads: Select[Any], answers: Select[Any]) -> Iterator[Record]:
        rows: dict[str, list[Row[Any]]] = {}
        for row in self.connection.execute(answers):
            rows.setdefault(row.assessment_id, []).append(row)
        for head in self.connection.execute(heads):
            yield _record(head, rows.get(head.id, []))

    def headers(self, archived: bool | None) -> list[Header]:
        """Newest change first."""
        query = _ONE.order_by(assessments.c.changed_at.desc(), assessments.c.id)
        if archived is not None:
            query = query.where(assessments.c.archived == archived)
        return [_header(row) for row in self.connection.execute(query)]

    def events(self, id: str, limit: int | None = None) -> list[Event]:
        """Newest first."""
        query = _EVENTS.where(events.c.assessment_id == id)
        return [_event(row) for row in self.connection.execute(query.limit(limit) if limit is not None else query)]

    def all_events(self) -> Iterator[tuple[str, Event]]:
        """Every event, by assessment, oldest first."""
        query = select(events).order_by(events.c.assessment_id, events.c.seq)
        for row in self.connection.execution_options(yield_per=2_000).execute(query):
            yield row.assessment_id, _event(row)

    def request(self, id: str, request: str) -> Event | None:
        """The event that this request has made already."""
        query = _EVENTS.where(events.c.assessment_id == id, events.c.request == request)
        row = self.connection.execute(query).first() if request else None
        return _event(row) if row else None

    def last_change(self, id: str, key: Key | None) -> Event | None:
        """The event that gave an answer (or, without a key, the heading) its present value."""
        for event in self.events(id):
            if event.kind == "created" or (key is None and event.kind == "project"):
                return event
            if key is not None and any(changed == key for changed, _, _ in event.answers()):
                return event
        return None

    def scorecard_files(self, hash: str) -> dict[str, bytes]:
        """The text of an edition as it was when the first assessment used it. Raises StoreError."""
        text = self.connection.execute(select(scorecards.c.files).where(scorecards.c.hash == hash)).scalar()
        try:
            return {name: content.encode() for name, content in json.loads(text or "").items()}
        except (ValueError, AttributeError):
            raise StoreError(Problem("scorecard-text-changed", path=hash, values={"hash": hash[:12]})) from None

    def scorecards(self) -> list[tuple[str, Edition]]:
        query = select(scorecards.c.hash, scorecards.c.id, scorecards.c.version).order_by(scorecards.c.hash)
        return [(row.hash, Edition(id=row.id, version=row.version)) for row in self.connection.execute(query)]


class Writer(Reader):
    def lock(self, id: str) -> Record:
        """The assessment as it is now; nobody else changes it before this transaction ends. Raises NotFound."""
        return self._record(id, _ONE.where(assessments.c.id == id).with_for_update(of=assessments))

    def keep_scorecard(self, hash: str, edition: Edition, files: Mapping[str, bytes]) -> None:
        """Keep the text of an edition, once."""
        text = json.dumps({name: content.decode() for name, content in files.items()}, ensure_ascii=False)
        row = {"hash": hash, "id": edition.id, "version": edition.version, "files": text}
        self._insert_new(scorecards, row, "hash")

    def add(self, record: Record, event: Event, origin: str | None) -> str:
        """A new assessment with its first event. Whoever comes second with the same `origin` gets the first one's id."""
        row = {**_columns(record), "id": record.id, "origin": origin, "scorecard_hash": record.scorecard_hash,
               "created_at": record.created_at.isoformat(), "created_by": record.created_by}  # fmt: skip
        if not self._insert_new(assessments, row, "origin"):
            known = self.connection.execute(select(assessments.c.id).where(assessments.c.origin == origin)).scalar_one()
            return str(known)
        if record.entries:
            self.connection.execute(insert(entries), [_answer(record.id, key, e) for key, e in record.entries.items()])
        self._append(record.id, event)
        return record.id

    def save(self, record: Record, changes: Mapping[Key, Value | None], before: Record, event: Event) -> None:
        """`record` is `before` with `changes` and whatever else is new in it; the event says what happened."""
        for key, value in changes.items():
            place = (entries.c.assessment_id == record.id, entries.c.kind == key[0], entries.c.key == key[1])
            if value is None:
                self.connection.execute(entries.delete().where(*place))
            elif key in before.entries:
                self.connection.execute(update(entries).where(*place), _answer(record.id, key, record.entries[key]))
            else:
                self.connection.execute(insert(entries), _answer(record.id, key, record.entries[key]))
        self.connection.execute(update(assessments).where(assessments.c.id == record.id), _columns(record))
        self._append(record.id, event)

    def _append(self, id: str, event: Event) -> None:
        row = {
            "assessment_id": id,
            "seq": event.seq,
            "at": event.at.isoformat(),
            "actor_id": event.actor_id,
            "actor_name": event.actor_name,
            "kind": event.kind,
            "key": event.key,
            "before": None if event.before is None else canonical(event.before),
            "after": None if event.after is None else canonical(event.after),
            "undoes": event.undoes,
            "request": event.request,
        }
        self.connection.execute(insert(events), row)

    def _insert_new(self, table: Any, row: dict[str, Any], unique: str) -> bool:
        """Whether it was new: a UNIQUE constraint decides, not a look beforehand."""
        make: Any = sqlite.insert if self.connection.dialect.name == "sqlite" else postgresql.insert
        new = make(table).values(row).on_conflict_do_nothing(index_elements=[unique]).returning(*table.primary_key)
        return self.connection.execute(new).first() is not None


def _columns(record: Record) -> dict[str, Any]:
    project = record.project
    return {
        "name": project.name,
        "profile": project.profile,
        "township": project.township,
        "illustrative": project.illustrative,
        "archived": record.archived,
        "date": record.date.isoformat(),
        "stage": record.stage,
        "project": canonical(encoded(project)),
        "revision": record.revision,
        "digest": record.digest,
        "summary": record.summary,
        "changed_at": record.changed_at.isoformat(),
    }


def _answer(id: str, key: Key, entry: Entry) -> dict[str, Any]:
    return {
        "assessment_id": id,
        "kind": key[0],
        "key": key[1],
        "value": canonical(encoded(entry.value)),
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "place": entry.place,
    }


def _record(head: Row[Any], rows: Iterable[Row[Any]]) -> Record:
    """Raises StoreError when what is stored cannot be read."""
    try:
        if head.stage not in get_args(Stage):
            raise ValueError(head.stage)
        answers: dict[Key, Entry] = {}
        for row in rows:
            value = decoded(row.kind, json.loads(row.value))
            answers[(row.kind, row.key)] = Entry(value, datetime.fromisoformat(row.at), row.actor, row.place)
        return Record(
            id=head.id,
            project=Project.model_validate(json.loads(head.project)),
            date=date.fromisoformat(head.date),
            stage=head.stage,
            scorecard_hash=head.scorecard_hash,
            scorecard=Edition(id=head.card, version=head.version),
            archived=head.archived,
            revision=head.revision,
            digest=head.digest,
            summary=head.summary,
            created_at=datetime.fromisoformat(head.created_at),
            created_by=head.created_by,
            changed_at=datetime.fromisoformat(head.changed_at),
            entries=answers,
        )
    except (ValidationError, ValueError, TypeError, KeyError):
        raise StoreError(Problem("assessment-unreadable", path=head.id, values={"name": head.name})) from None


def _header(row: Row[Any]) -> Header:
    return Header(
        id=row.id,
        name=row.name,
        profile=row.profile,
        township=row.township,
        illustrative=row.illustrative,
        archived=row.archived,
        scorecard_id=row.card,
        scorecard_version=row.version,
        scorecard_hash=row.scorecard_hash,
        digest=row.digest,
        date=date.fromisoformat(row.date),
        stage=row.stage,
        revision=row.revision,
        created_at=datetime.fromisoformat(row.created_at),
        changed_at=datetime.fromisoformat(row.changed_at),
        summary=row.summary,
    )


def _event(row: Row[Any]) -> Event:
    """Raises StoreError when what is stored cannot be read."""
    try:
        at = datetime.fromisoformat(row.at)
        before, after = (None if text is None else json.loads(text) for text in (row.before, row.after))
    except (ValueError, TypeError):
        raise StoreError(Problem("event-unreadable", path=row.assessment_id, values={"seq": row.seq})) from None
    return Event(row.seq, at, row.actor_id, row.actor_name, row.kind, row.key, before, after, row.undoes, row.request)
