"""A case file → an assessment that fits its scorecard; and back to YAML."""

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from assessment.engine.fitting import Misfit, misfits
from assessment.errors import CaseError, Problem
from assessment.library.catalogue import Catalogue, open_folder
from assessment.library.document import Document, bounded, read
from assessment.library.examples import example_misfits, filled
from assessment.library.reading import HEAD, Opened
from assessment.library.tree import Unread, content_of
from assessment.model.base import UNSEEN
from assessment.model.case import Assessment, WorkedExample
from assessment.model.numbers import plain

EXAMPLE_KEYS = {"base", "expect", "derivation", "readings"}  # what only worked examples have


def read_case_file(path: Path, catalogue: Catalogue) -> tuple[Assessment, Opened]:
    """Raises CaseError (what is wrong in the file, with its place) or ScorecardError (its scorecard may not be used)."""
    raw = content_of(path)
    if isinstance(raw, Unread) and raw.reason == os.strerror(errno.ENOENT):
        raise CaseError(Problem("file-missing", str(path)))
    return read_case(raw, str(path), catalogue)


def read_case(raw: bytes, file: str, catalogue: Catalogue) -> tuple[Assessment, Opened]:
    """As `read_case_file`, from bytes."""
    document, assessment, problems = read(raw, file, Assessment)
    if EXAMPLE_KEYS.intersection(document.keys):
        return _read_example(raw, file, catalogue)
    if assessment is None or problems:
        raise CaseError(*problems)
    edition = _edition(document, assessment, catalogue)
    fitting(document, misfits(edition.usable(), assessment))
    return assessment, edition


def _read_example(raw: bytes, file: str, catalogue: Catalogue) -> tuple[Assessment, Opened]:
    """A worked example, with its `base` filled in. Without a date it belongs to the edition whose cases/ it lies in."""
    document, example, problems = read(raw, file, WorkedExample)
    if example is None or problems:
        raise CaseError(*problems)
    home = Path(file).resolve().parent.parent
    at_home = example.date is None and (home / HEAD).is_file()
    edition = open_folder(home) if at_home else _edition(document, example, catalogue)
    scorecard = edition.usable()
    fitting(document, example_misfits(scorecard, example))
    return filled(scorecard, example), edition


def _edition(document: Document, assessment: Assessment, catalogue: Catalogue) -> Opened:
    try:
        return catalogue.find(assessment.scorecard, assessment.date)
    except CaseError as error:
        raise CaseError(*(_placed(document, problem) for problem in error.problems)) from None


def fitting(document: Document, found: Iterable[Misfit]) -> None:
    """Raises CaseError with everything in the assessment that its scorecard does not know."""
    problems = bounded(document.problem(code, *place, **values) for code, place, values in found)
    if problems:
        raise CaseError(*problems)


def _placed(document: Document, problem: Problem) -> Problem:
    loc: list[str | int] = list(problem.path.split("."))
    return document.problem(problem.code, *loc, **problem.values)


def to_data(assessment: Assessment) -> dict[str, Any]:
    """The case format as plain data: exact numbers as text, nothing that only repeats a default."""
    data = assessment.model_dump(mode="python", exclude_defaults=True, by_alias=True)
    return {key: _plain(value) for key, value in data.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else plain(value)


class _CaseDumper(yaml.CSafeDumper):
    """Text that another reader might take for a number, a date or a boolean is quoted."""


def to_yaml(assessment: Assessment, comment: str = "") -> bytes:
    """The assessment as a case file; `read_case` gives the same assessment back."""
    text = yaml.dump(to_data(assessment), Dumper=_CaseDumper, allow_unicode=True, sort_keys=False, width=120)
    head = "".join(f"# {UNSEEN.sub('', line)}\n" for line in comment.splitlines())
    return (head + text).encode("utf-8")
