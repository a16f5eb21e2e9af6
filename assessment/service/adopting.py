"""采用为新版本: a changed scorecard becomes an edition of its own; one in force is never changed, but for its last day."""

import json
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Lock

from assessment.errors import Problem, ScorecardError, StoreError
from assessment.library.catalogue import Catalogue, opened, overlaps, placed
from assessment.library.editing import with_key
from assessment.library.reading import HEAD, Files, Opened
from assessment.model.scorecard import Scorecard
from assessment.service.actors import Actor
from assessment.service.bench import Bench

DRAFT = "."  # the name of a scorecard that lies in no folder yet
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Adoption:
    """What adopting does: the new edition, and the former one that gets its last day (None: no other has to end)."""

    edition: Opened
    former: Opened | None
    last: date | None
    ended: Opened | None

    @property
    def scorecard(self) -> Scorecard:
        return self.edition.usable()


def dated(files: Files, version: str, first: date, last: date | None) -> dict[str, bytes]:
    """The files with version and days in force (施行日期) written into scorecard.yaml, which can be read; comments stay."""
    head = with_key(files[HEAD], ("version",), json.dumps(version, ensure_ascii=False))
    head = with_key(head, ("in_force", "from"), first.isoformat())
    return {**files, HEAD: with_key(head, ("in_force", "until"), last.isoformat() if last else None)}


def plan_adoption(actor: Actor, bench: Bench, files: Files) -> Adoption:
    """What `adopt` would do; nothing is written. Raises ScorecardError: something wrong in the files, a worked example that
    does not hold, a version that exists here or in the store, days that another edition claims."""
    catalogue = bench.catalogue()
    edition = opened(files, DRAFT)
    card = edition.usable()
    same = [each for each in catalogue.editions if each.scorecard is not None and each.scorecard.id == card.id]
    with bench.store.reading() as reader:
        used = [named.version for hash, named in reader.scorecards() if named.id == card.id and hash != edition.digest]
    if card.version in [each.scorecard.version for each in same if each.scorecard] + used:
        raise ScorecardError(placed(edition, "version", "edition-exists", id=card.id, version=card.version))
    former = next((each for each in same if _runs_on(each, card)), None)
    last = card.in_force.from_ - timedelta(days=1) if former else None  # one that runs on began before it
    ended = opened(_ended(former.files, last), former.name) if former and last else None
    others = [ended if ended is not None and each is former else each for each in catalogue.editions]
    problems = tuple(overlaps(edition, others))
    if problems:
        raise ScorecardError(*problems)
    return Adoption(edition, former, last, ended)


def _runs_on(other: Opened, card: Scorecard) -> bool:
    """Whether it has begun before the new edition and does not end by itself."""
    span = other.scorecard.in_force if other.scorecard is not None else None
    return span is not None and span.until is None and span.from_ < card.in_force.from_


def _ended(files: Files, last: date) -> dict[str, bytes]:
    return {**files, HEAD: with_key(files[HEAD], ("in_force", "until"), last.isoformat())}


def adopt(actor: Actor, bench: Bench, files: Files) -> Adoption:
    """The former edition gets its last day, then the new one stands beside it under its own name, whole or not at all. Cut
    short between the two, adopting again completes it.

    Raises ScorecardError as `plan_adoption` does, StoreError where the folder of scorecards cannot be written.
    """
    with _lock:
        plan = plan_adoption(actor, bench, files)
        folder = _folder_for(bench.catalogue(), plan.scorecard)
        fresh = folder.with_name(f".{folder.name}.{secrets.token_hex(6)}")
        try:
            _write(fresh, plan.edition.files)
            _give_last_day(plan)
            _name(fresh, folder, plan)
        except OSError as error:
            raise _unwritable(folder.parent, error.strerror or "") from None
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return plan


def _give_last_day(plan: Adoption) -> None:
    if plan.former is not None and plan.ended is not None:
        _replace(Path(plan.former.name) / HEAD, plan.ended.files[HEAD])


def _name(fresh: Path, folder: Path, plan: Adoption) -> None:
    """The new edition appears; where it cannot, the former one goes on as before."""
    try:
        fresh.rename(folder)
        _flush(folder.parent)
    except OSError:
        if plan.former is not None:
            _replace(Path(plan.former.name) / HEAD, plan.former.files[HEAD])
        raise


def can_adopt(actor: Actor, bench: Bench) -> tuple[Problem, ...]:
    """Why no edition can be put beside the others; empty where one can."""
    folder = bench.scorecards
    if (folder / HEAD).is_file():
        return (Problem("scorecards-is-one", str(folder)),)
    return () if os.access(folder, os.W_OK | os.X_OK) else _unwritable(folder, "").problems


def _unwritable(folder: Path, reason: str) -> StoreError:
    return StoreError(Problem("scorecards-unwritable", str(folder), values={"reason": reason}))


def folder_name(card: Scorecard) -> str:
    """«major-project-2026.2», with what no system refuses."""
    return re.sub(r"[^\w.-]+", "-", f"{card.id}-{card.version}").strip(".-")


def _folder_for(catalogue: Catalogue, card: Scorecard) -> Path:
    """A name nobody has. Raises StoreError when the folder of scorecards is itself a scorecard."""
    if (catalogue.directory / HEAD).is_file():
        raise StoreError(Problem("scorecards-is-one", str(catalogue.directory)))
    name, number = folder_name(card), 1
    while os.path.lexists(catalogue.directory / (name if number == 1 else f"{name}-{number}")):
        number += 1
    return catalogue.directory / (name if number == 1 else f"{name}-{number}")


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Every file on the disk, not only on its way there; a folder whose name begins with a dot is nobody's scorecard."""
    folder.mkdir()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        _put(path, content)
    for part in {folder, *((folder / name).parent for name in files)}:
        _flush(part)


def _replace(path: Path, content: bytes) -> None:
    """One file by another at once, its rights kept."""
    path = path.resolve()
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        _put(fresh, content)
        shutil.copymode(path, fresh)
        fresh.replace(path)
        _flush(path.parent)
    finally:
        fresh.unlink(missing_ok=True)


def _put(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _flush(folder: Path) -> None:
    """The names in a folder, on systems that can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
