"""Care of the database: make it, save it, see whether it is still what was written."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from assessment.engine.carrying import aim_kept
from assessment.errors import AssessmentError, Problem, StoreError
from assessment.library.reading import digest_of
from assessment.model.scorecard import Scorecard
from assessment.service.actors import Actor
from assessment.service.bench import Bench, edition, scorecard_of
from assessment.service.summary import from_json, summarise
from assessment.store import Event, Header, Reader, Record
from assessment.store.upkeep import copy_file, integrity, schema_version


def initialise(actor: Actor, bench: Bench) -> int:
    """The version of the schema; opening a bench has made the tables already where there were none. Raises StoreError."""
    with bench.store.reading() as reader:
        return schema_version(reader.connection)


def backup(actor: Actor, bench: Bench, target: Path) -> None:
    """A consistent copy while others go on working. Never replaces a file. Raises StoreError."""
    copy_file(bench.store, target)


def verify(actor: Actor, bench: Bench) -> tuple[Problem, ...]:
    """Everything that is no longer as it was written; nothing when all is well. Raises StoreError when it cannot be read."""
    with bench.store.reading() as reader:
        problems = list(integrity(reader.connection))
        cards, found = _editions(reader)
        problems += found
        headers = {header.id: header for header in reader.headers(None)}
        try:
            for id, pairs in groupby(reader.all_events(), lambda pair: pair[0]):
                events = [event for _, event in pairs]
                if header := headers.pop(id, None):
                    problems += _assessment(reader, cards, header, events)
        except StoreError as error:  # an event that cannot be read: what comes after it cannot be judged
            return (*problems, *error.problems)
        for header in headers.values():
            problems += _assessment(reader, cards, header, [])
    return tuple(problems)


def _editions(reader: Reader) -> tuple[dict[str, Scorecard], list[Problem]]:
    """Every edition whose text still has its hash, by hash; and the others as problems."""
    cards: dict[str, Scorecard] = {}
    problems: list[Problem] = []
    for hash, named in reader.scorecards():
        try:
            intact = digest_of(reader.scorecard_files(hash)) == hash
            card = scorecard_of(edition(reader, hash)) if intact else None
        except AssessmentError as error:
            problems += error.problems
            continue
        if card is None or (card.id, card.version) != (named.id, named.version):
            values = {"hash": hash[:12], "id": named.id, "version": named.version}
            problems.append(Problem("scorecard-text-changed", path=hash, values=values))
        else:
            cards[hash] = card
    return cards, problems


def _assessment(reader: Reader, cards: dict[str, Scorecard], header: Header, events: list[Event]) -> Iterator[Problem]:
    try:
        record = reader.find(header.id)
    except StoreError as error:
        yield from error.problems
        return
    listed = (header.name, header.profile, header.township, header.illustrative)
    project = record.project
    if listed != (project.name, project.profile, project.township, project.illustrative):
        yield Problem("columns-differ", path=record.id, values={"name": header.name})
    if record.scorecard_hash in cards:
        yield from _record(cards[record.scorecard_hash], record)
    yield from _history(record, events)


def _record(scorecard: Scorecard, record: Record) -> Iterator[Problem]:
    values = {"name": record.project.name}
    if record.computed_digest() != record.digest:
        yield Problem("assessment-changed", path=record.id, values=values)
    plan = record.assessment.plan
    if gone := aim_kept(scorecard, plan.aim, [planned.measure for planned in plan.measures])[1]:
        yield Problem("aim-names-missing", path=record.id, values={**values, "measures": gone})
    try:
        if from_json(record.summary) != summarise(scorecard, record.assessment):
            yield Problem("summary-differs", path=record.id, values=values)
    except (AssessmentError, LookupError, ValueError, TypeError):
        yield Problem("summary-differs", path=record.id, values=values)


def _history(record: Record, events: list[Event]) -> Iterator[Problem]:
    """The events are complete and lead from nothing to what is stored."""
    values = {"name": record.project.name}
    if [event.seq for event in events] != list(range(1, record.revision + 1)):
        yield Problem("events-missing", path=record.id, values={**values, "count": len(events), "right": record.revision})
    elif _replayed(events) != {**record.content(), "archived": record.archived}:
        yield Problem("events-differ", path=record.id, values=values)


def _replayed(events: list[Event]) -> dict[str, Any]:
    content: dict[str, Any] = {"archived": False}
    values: dict[tuple[str, str], Any] = {}
    for event in events:
        if event.kind in ("created", "project"):
            content |= event.after
        elif event.kind == "archived":
            content["archived"] = event.after
        for key, _, after in event.answers():
            values[key] = after
    left = sorted((*key, value) for key, value in values.items() if value is not None)
    return {**content, "entries": [list(entry) for entry in left]}
