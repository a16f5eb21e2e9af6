"""A project begins, is copied, corrected, put away."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import get_args

from pydantic import TypeAdapter, ValidationError

from assessment.engine.grading import without_repeats
from assessment.errors import AssessmentError, CaseError, Problem
from assessment.library.reading import Opened
from assessment.model.base import Words
from assessment.model.case import Assessment, Edition, Project, Stage
from assessment.model.scorecard import Scorecard
from assessment.service.actors import Actor
from assessment.service.bench import Bench, edition, scorecard_of
from assessment.service.saving import Saved, commit, conflict, fit, now, open_for_change, origin_of, sealed
from assessment.store import Entry, Event, Key, Record, Value, Writer
from assessment.store.entries import answers, bare

_NAME: TypeAdapter[str] = TypeAdapter(Words)


def create_project(
    actor: Actor,
    bench: Bench,
    project: Project,
    day: date,
    stage: Stage = "before-start",
    wanted: Edition | None = None,
    request: str = "",
) -> str:
    """Under the edition in force on `day`. The same request gives the first one's id.

    Raises CaseError: no name, no edition that day (never the nearest), something the scorecard does not know.
    """
    origin = origin_of(actor, request)
    found = bench.catalogue().find(wanted, day)
    card = found.usable()
    assessment = Assessment(
        project=_named(project, project.name), date=day, stage=_stage(stage), scorecard=Edition(id=card.id, version=card.version)
    )
    fit(card, assessment)
    with bench.store.writing() as writer:
        return add(writer, actor, assessment, found, origin)


def copy_project(actor: Actor, bench: Bench, id: str, name: str, request: str = "") -> str:
    """A new assessment with all the answers of another, under the same edition. Raises NotFound, CaseError."""
    origin = origin_of(actor, request)
    with bench.store.writing() as writer:
        record = writer.find(id)
        named = _named(record.assessment.project, name)
        source = edition(writer, record.scorecard_hash)
        card = scorecard_of(source)
        copied = without_repeats(card, record.assessment.model_copy(update={"project": named}))
        fit(card, copied)
        return add(writer, actor, copied, source, origin, f"copy:{id}")


def edit_project(actor: Actor, bench: Bench, id: str, new: Project, seen: Project, day: date, stage: Stage) -> Saved:
    """Correct the heading; facts are answered by `answer_fact`. Raises Conflict when another heading is stored than was
    seen, CaseError for a day of another edition: the answers were given to this one's questions."""
    with bench.store.writing() as writer:
        record = writer.lock(id)
        open_for_change(record)
        stored, wished = record.project, bare(_named(new, new.name))
        after = replace(record, project=wished, date=day, stage=_stage(stage))
        if after.heading() == record.heading():
            return Saved(record.changed_at, record.revision)
        if stored not in (bare(seen), wished):
            raise conflict(writer, record, None, stored, wished)
        scorecard = scorecard_of(edition(writer, record.scorecard_hash))
        fit(scorecard, Assessment(project=wished))
        _same_edition(bench, scorecard, day)
        return commit(writer, actor, record, after, {}, ("project", "", record.heading(), after.heading()))


def archive_project(actor: Actor, bench: Bench, id: str) -> Saved:
    """Out of the list; nothing is deleted, nothing can be changed until it is restored. Raises NotFound."""
    return _put_away(actor, bench, id, True)


def restore_project(actor: Actor, bench: Bench, id: str) -> Saved:
    """Back into the list. Raises NotFound."""
    return _put_away(actor, bench, id, False)


def _put_away(actor: Actor, bench: Bench, id: str, archived: bool) -> Saved:
    with bench.store.writing() as writer:
        record = writer.lock(id)
        if record.archived == archived:
            return Saved(record.changed_at, record.revision)
        after = replace(record, archived=archived)
        return commit(writer, actor, record, after, {}, ("archived", "", record.archived, archived))


def add(writer: Writer, actor: Actor, assessment: Assessment, found: Opened, origin: str | None = None, source: str = "") -> str:
    """Store a whole assessment that fits; `source` says where it came from. The first one's id if its `origin` is known.
    Levels that only repeat what the figures give are left out: they follow the figures from now on.

    Raises CaseError for a measure listed twice (an answer is one row) and when nothing applies.
    """
    scorecard = scorecard_of(found)
    values = _once(without_repeats(scorecard, assessment))
    at = now()
    assert assessment.date is not None  # no edition is found without a day
    record = Record(
        id=secrets.token_urlsafe(9),
        project=bare(assessment.project),
        date=assessment.date,
        stage=assessment.stage,
        scorecard_hash=found.digest,
        scorecard=Edition(id=scorecard.id, version=scorecard.version),
        archived=False,
        revision=1,
        digest="",
        summary="",
        created_at=at,
        created_by=actor.id,
        changed_at=at,
        entries={key: Entry(value, at, actor.id, place) for place, (key, value) in enumerate(values.items(), 1)},
    )
    record = sealed(record, scorecard)
    writer.keep_scorecard(found.digest, record.scorecard, found.files)
    created = Event(1, at, actor.id, actor.name, "created", source or origin or "", None, record.content())
    return writer.add(record, created, origin)


def _once(assessment: Assessment) -> Mapping[Key, Value]:
    values: dict[Key, Value] = {}
    for key, value in answers(assessment):
        if key in values:
            raise CaseError(Problem("measure-repeated", path=key[1], values={"measure": key[1]}))
        values[key] = value
    return values


def _named(project: Project, name: str) -> Project:
    try:
        return project.model_copy(update={"name": _NAME.validate_python(name)})
    except ValidationError:
        code = "text-too-long" if isinstance(name, str) and len(name) > 100 else "name-missing"
        raise CaseError(Problem(code, path="project.name", values={"key": "name"})) from None


def _stage(stage: Stage) -> Stage:
    allowed = get_args(Stage)
    if stage not in allowed:
        values = {"key": "stage", "now": str(stage)[:60], "allowed": tuple(allowed)}
        raise CaseError(Problem("not-one-of", path="stage", values=values))
    return stage


def _same_edition(bench: Bench, scorecard: Scorecard, day: date) -> None:
    """Raises CaseError when `day` is not in force of the edition, by its own text or by what the folder says today."""
    first, last = scorecard.in_force.from_, scorecard.in_force.until
    covered = first <= day <= (last or date.max)
    try:
        today = bench.catalogue().find(Edition(id=scorecard.id), day).scorecard
    except AssessmentError:  # the folder knows no edition for that day: the stored text decides alone
        today = None
    if not covered or (today is not None and today.version != scorecard.version):
        until = last.isoformat() if last else ""
        values = {"day": day.isoformat(), "version": scorecard.version, "from": first.isoformat(), "until": until}
        raise CaseError(Problem("day-of-another-edition", path="date", values=values))
