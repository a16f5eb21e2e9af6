"""The scorecards of a directory: every edition, and which one is in force on a day.

An opened scorecard is kept by the content of its files, so that opening it again costs a hash.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock

from assessment.errors import CaseError, Problem, ScorecardError
from assessment.library.document import Document
from assessment.library.reading import HEAD, Files, Opened, digest_of, files_of, open_files
from assessment.library.tree import parse
from assessment.model.case import Edition
from assessment.model.scorecard import Scorecard

KEPT = 32
_opened: dict[tuple[str, str], Opened] = {}
_lock = Lock()


def opened(files: Files, name: str) -> Opened:
    """`open_files`, once per content."""
    key = (digest_of(files), name)
    with _lock:
        if key not in _opened:
            while len(_opened) >= KEPT:
                _opened.pop(next(iter(_opened)))
            _opened[key] = open_files(files, name)
        return _opened[key]


def open_folder(folder: Path) -> Opened:
    return opened(files_of(folder), str(folder))


class Catalogue:
    """Every scorecard folder under `directory` (or `directory` itself, when it is one)."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @property
    def folders(self) -> list[Path]:
        try:
            if (self.directory / HEAD).is_file():
                return [self.directory]
            return sorted(path for path in self.directory.iterdir() if path.is_dir() and not path.name.startswith("."))
        except OSError:  # not there, not a folder, not to be read, no possible name
            return []

    @cached_property
    def editions(self) -> tuple[Opened, ...]:
        return tuple(map(open_folder, self.folders))

    def problems(self) -> tuple[Problem, ...]:
        """Those of every edition, editions of one scorecard that claim the same day, and two defaults on one day."""
        if not self.editions:
            return (Problem("no-scorecards", str(self.directory)),)
        return tuple(problem for edition in self.editions for problem in edition.problems) + tuple(self._overlaps())

    def _overlaps(self) -> Iterator[Problem]:
        for number, edition in enumerate(self.editions):
            yield from overlaps(edition, self.editions[:number])

    def find(self, wanted: Edition | None, day: date | None) -> Opened:
        """The edition in force on `day`. With `wanted` it must be that one; without, the only one, or the `default` of several.

        Raises CaseError: no such scorecard, no day, a day nobody covers (never the nearest edition), several claim it;
        ScorecardError where there is no scorecard at all, or only broken ones that might be meant.
        """
        if not self.editions:
            raise ScorecardError(Problem("no-scorecards", str(self.directory)))
        known = [(edition, edition.scorecard) for edition in self.editions if edition.scorecard is not None]
        ids = sorted({card.id for _, card in known})
        if wanted is not None and wanted.id not in ids:
            self._unreadable()
            raise CaseError(
                Problem("scorecard-unknown", path="scorecard.id", values={"now": wanted.id, "known": tuple(ids) or "—"})
            )
        if day is None:
            raise CaseError(Problem("date-missing", path="date"))
        same = [(edition, card) for edition, card in known if wanted is None or card.id == wanted.id]
        covering = [(edition, card) for edition, card in same if _first(card) <= day <= _last(card)]
        if not covering:
            self._unreadable()
            raise CaseError(Problem("no-edition", path="date", values={"day": day.isoformat(), "editions": _nearest(same, day)}))
        if wanted is not None and wanted.version is not None and wanted.version not in [card.version for _, card in covering]:
            values = {"now": wanted.version, "day": day.isoformat(), "right": tuple(card.version for _, card in covering)}
            raise CaseError(Problem("edition-not-in-force", path="scorecard.version", values=values))
        fitting = [edition for edition, card in covering if wanted is None or wanted.version in (None, card.version)]
        if wanted is None and len(fitting) > 1:
            fitting = [edition for edition, card in covering if card.default] or fitting
        if len(fitting) > 1:
            names = tuple(f"{card.id} {card.version}" for _, card in covering)
            raise CaseError(Problem("several-scorecards", path="scorecard", values={"known": names}))
        return fitting[0]

    def _unreadable(self) -> None:
        """A scorecard that cannot be read might be the one that is wanted: say that first. Raises ScorecardError."""
        broken: Sequence[Problem] = [p for edition in self.editions if edition.scorecard is None for p in edition.errors]
        if broken:
            raise ScorecardError(*broken)


def overlaps(edition: Opened, others: Iterable[Opened]) -> Iterator[Problem]:
    """Days that an edition and another of its scorecard both claim, or on which another scorecard is the default too."""
    card = edition.scorecard
    for other in (each.scorecard for each in others):
        if other is None or card is None or _first(card) > _last(other) or _first(other) > _last(card):
            continue
        if other.id == card.id:
            yield placed(edition, "in_force", "edition-overlap", id=card.id, one=other.version, two=card.version)
        elif other.default and card.default:
            yield placed(edition, "default", "default-twice", one=other.id, two=card.id)


def placed(edition: Opened, key: str, code: str, **values: str) -> Problem:
    """A problem of `key` in the scorecard.yaml of an edition."""
    file = f"{edition.name}/{HEAD}"
    return Document(file, parse(edition.files[HEAD], file)[0]).problem(code, key, severity="error", **values)


def _nearest(same: Sequence[tuple[Opened, Scorecard]], day: date) -> str:
    """Of each scorecard the last edition that ended before `day` and the first that begins after it."""
    found: list[str] = []
    for id in dict.fromkeys(card.id for _, card in same):
        spans = sorted((_first(card), _last(card), card) for _, card in same if card.id == id)
        ended = [card for _, last, card in spans if last < day][-1:]
        begins = [card for first, _, card in spans if first > day][:1]
        found += [f"{card.id} {card.version} {_first(card)}–{card.in_force.until or ''}" for card in (*ended, *begins)]
    return "；".join(found) or "—"


def _first(card: Scorecard) -> date:
    return card.in_force.from_


def _last(card: Scorecard) -> date:
    return card.in_force.until or date.max
