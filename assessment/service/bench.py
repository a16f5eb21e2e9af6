"""The workbench: the store, the folder of scorecards, the folder of demo projects."""

import os
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from assessment.errors import Problem, ScorecardError, StoreError
from assessment.faults import HOME
from assessment.library.catalogue import Catalogue, opened
from assessment.library.reading import Opened, digest_of
from assessment.model.scorecard import Scorecard
from assessment.store import Reader, Store, open_store

KEPT = 32
_editions: dict[str, Opened] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Bench:
    store: Store
    scorecards: Path
    demo: Path

    def catalogue(self) -> Catalogue:
        """The scorecards as they lie in the folder now."""
        return Catalogue(self.scorecards)


def open_bench(url: str | None = None, scorecards: Path | None = None, home: Path | None = None, make: bool = True) -> Bench:
    """The database of `url`, of ASSESSMENT_DATABASE, or `<home>/data/assessment.db`, made on first use if `make`.

    Raises StoreError: no database, damaged, of a newer version, locked, read-only, or its folder is.
    """
    home = HOME if home is None else home
    where = url or os.environ.get("ASSESSMENT_DATABASE") or str(home / "data" / "assessment.db")
    folder = scorecards or Path(os.environ.get("ASSESSMENT_SCORECARDS") or home / "scorecards")
    return Bench(open_store(where, make), folder, home / "data" / "demo")


def edition(reader: Reader, hash: str) -> Opened:
    """The stored text of an edition, opened once; not what lies in the folder today.

    Raises StoreError when the text no longer has its hash, ScorecardError when it cannot be read.
    """
    with _lock:
        known = _editions.get(hash)
    if known is None:
        files = reader.scorecard_files(hash)
        if digest_of(files) != hash:
            raise StoreError(Problem("scorecard-text-changed", path=hash, values={"hash": hash[:12]}))
        known = opened(files, hash[:12])
        with _lock:
            while len(_editions) >= KEPT:
                _editions.pop(next(iter(_editions)))
            _editions[hash] = known
    return known


def scorecard_of(edition: Opened) -> Scorecard:
    """The scorecard of a stored edition. It was usable when it was stored, so later checks do not lock it out."""
    if edition.scorecard is None:
        raise ScorecardError(*edition.errors)
    return edition.scorecard
