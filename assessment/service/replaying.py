"""Replay for a county: which stored projects would change level under another edition?"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction

from assessment.engine.replay import Replay, replay
from assessment.errors import AssessmentError, Problem
from assessment.library.cases import read_case_file
from assessment.model.scorecard import Scorecard
from assessment.service.actors import Actor
from assessment.service.bench import Bench, edition, scorecard_of
from assessment.store import Record

Progress = Callable[[int, int], None]  # (done, of how many)


@dataclass(frozen=True, slots=True)
class ReplayedProject:
    id: str
    name: str
    township: str
    replay: Replay


@dataclass(frozen=True, slots=True)
class CountyReplay:
    """`others` counts the projects of other scorecards, which were left out; `problems` name those that cannot be replayed."""

    projects: tuple[ReplayedProject, ...]
    problems: tuple[Problem, ...]
    others: int


def replay_projects(
    actor: Actor, bench: Bench, ids: Sequence[str] | None, under: Scorecard, progress: Progress = lambda done, count: None
) -> CountyReplay:
    """These projects, or all that are not archived, scored again under an edition of their scorecard; nothing is stored.
    Those whose level would change come first, the worse ones before the better ones. Raises NotFound."""
    with _in_bulk(), bench.store.reading() as reader:
        records = [r for r in reader.many(None if ids is None else list(dict.fromkeys(ids))) if ids or not r.archived]
        own = [record for record in records if record.scorecard.id == under.id]
        cards: dict[str, Scorecard] = {}
        problems: list[Problem] = []
        for hash in {record.scorecard_hash for record in own}:
            try:
                cards[hash] = scorecard_of(edition(reader, hash))
            except AssessmentError as error:
                problems += error.problems
    found: list[ReplayedProject] = []
    with _in_bulk():
        for done, record in enumerate(own, 1):
            try:
                if record.scorecard_hash in cards:
                    found.append(_replayed(cards[record.scorecard_hash], under, record))
            except AssessmentError as error:  # nothing applies there
                problems += [Problem(p.code, record.project.name, path=record.id, values=p.values) for p in error.problems]
            progress(done, len(own))
    return CountyReplay(tuple(sorted(found, key=_order)), tuple(problems), len(records) - len(own))


@contextmanager
def _in_bulk() -> Iterator[None]:
    """Without garbage collection: a county's answers are a million objects that all stay, and looking through them again and
    again takes a quarter of the time. Nothing here is cyclic."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def replay_demos(actor: Actor, bench: Bench, under: Scorecard) -> CountyReplay:
    """The demo projects of the same scorecard as they lie in their folder, under the edition in force on their day; each has
    the name of its file as id."""
    catalogue = bench.catalogue()
    found: list[ReplayedProject] = []
    problems: list[Problem] = []
    others = 0
    for path in sorted(bench.demo.glob("*.yaml")):
        try:
            assessment, opened = read_case_file(path, catalogue)
            card = opened.usable()
            if card.id != under.id:
                others += 1
                continue
            again = replay(card, under, assessment)
            found.append(ReplayedProject(path.stem, assessment.project.name, assessment.project.township, again))
        except AssessmentError as error:
            problems += error.problems
    return CountyReplay(tuple(sorted(found, key=_order)), tuple(problems), others)


def _replayed(card: Scorecard, under: Scorecard, record: Record) -> ReplayedProject:
    return ReplayedProject(record.id, record.project.name, record.project.township, replay(card, under, record.assessment))


def _order(row: ReplayedProject) -> tuple[bool, int, Fraction, str]:
    found = row.replay
    rise = found.b.level_rank[found.after.level] - found.a.level_rank[found.before.level]
    return not found.level_changed, -rise, -abs(found.worst_change or Fraction(0)), row.name
