"""What can be looked at: the list, one case, its history, several side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from assessment.engine.comparison import Group, compare, compared
from assessment.engine.mitigation import residual
from assessment.engine.scoring import score
from assessment.library.reading import Opened
from assessment.model.case import Assessment, Stage
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard
from assessment.service.actors import Actor
from assessment.service.bench import Bench, edition, scorecard_of
from assessment.service.summary import Summary, from_json, summarise
from assessment.store import Event, Header, Reader


@dataclass(frozen=True, slots=True)
class Row:
    """One project in a list. `digest` identifies its content, `scorecard_hash` the text of its edition."""

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
    stage: Stage
    revision: int
    created_at: datetime
    changed_at: datetime
    summary: Summary


@dataclass(frozen=True)
class Case:
    """One assessment with the edition it is scored under, opened from the stored text."""

    id: str
    assessment: Assessment
    scorecard: Scorecard
    opened: Opened
    revision: int
    changed_at: datetime
    archived: bool

    @cached_property
    def result(self) -> Result:
        """初始风险."""
        return score(self.scorecard, self.assessment)

    @cached_property
    def residual(self) -> Result:
        """落实措施后（预期）: as if every planned measure were done."""
        return residual(self.scorecard, self.assessment, "planned")

    @cached_property
    def now(self) -> Result:
        """目前: only verified measures count."""
        return residual(self.scorecard, self.assessment, "verified")

    @cached_property
    def lasting(self) -> Result:
        """到此为止: only what is verified and lasts without being kept up."""
        return residual(self.scorecard, self.assessment, "lasting")


def list_projects(actor: Actor, bench: Bench, archived: bool | None = False) -> list[Row]:
    """Newest change first; None lists archived ones too. Nothing is scored, unless a kept summary is damaged."""
    with bench.store.reading() as reader:
        return [_row(reader, header) for header in reader.headers(archived)]


def _row(reader: Reader, header: Header) -> Row:
    try:
        summary = from_json(header.summary)
    except (ValueError, TypeError, KeyError):
        card = scorecard_of(edition(reader, header.scorecard_hash))
        summary = summarise(card, reader.find(header.id).assessment)
    parts = {name: getattr(header, name) for name in Header.__dataclass_fields__ if name != "summary"}
    return Row(**parts, summary=summary)


def open_case(actor: Actor, bench: Bench, id: str) -> Case:
    """Raises NotFound, also for an id that cannot be one."""
    with bench.store.reading() as reader:
        record = reader.find(id)
        opened = edition(reader, record.scorecard_hash)
    card = scorecard_of(opened)
    return Case(id, record.assessment, card, opened, record.revision, record.changed_at, record.archived)


def history(actor: Actor, bench: Bench, id: str, limit: int = 200) -> list[Event]:
    """What happened to an assessment, newest first. Raises NotFound."""
    with bench.store.reading() as reader:
        reader.find(id)
        return reader.events(id, limit)


def compare_projects(actor: Actor, bench: Bench, ids: Sequence[str]) -> tuple[Group, ...]:
    """县级比较, grouped by edition; the key of each project is its id. Raises NotFound."""
    with bench.store.reading() as reader:
        records = reader.many(list(dict.fromkeys(ids)))
        cards = {hash: scorecard_of(edition(reader, hash)) for hash in {record.scorecard_hash for record in records}}
    return compare(compared(record.id, cards[record.scorecard_hash], record.assessment) for record in records)
