"""A case file (or what the store kept of one) → an assessment that fits its scorecard; and back to YAML."""

from pathlib import Path
from typing import Any

import yaml

from assessment.engine.fitting import misfits
from assessment.errors import CaseError, Problem
from assessment.library.catalogue import Catalogue
from assessment.library.document import Document, read, typed
from assessment.library.reading import Opened
from assessment.library.tree import MAX_BYTES
from assessment.model.case import Assessment, Rating
from assessment.model.numbers import plain
from assessment.model.scorecard import Scorecard


def read_case_file(path: Path, catalogue: Catalogue) -> tuple[Assessment, Opened]:
    """Raises CaseError (what is wrong in the file, with its place) or ScorecardError (its scorecard may not be used)."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        code = "file-missing" if isinstance(error, FileNotFoundError) else "file-unreadable"
        raise CaseError(Problem(code, str(path), values={"reason": error.strerror or ""})) from None
    return read_case(raw, str(path), catalogue)


def read_case(raw: bytes, file: str, catalogue: Catalogue) -> tuple[Assessment, Opened]:
    """As `read_case_file`, from bytes."""
    document, assessment, problems = read(raw, file, Assessment)
    if assessment is None or problems:
        raise CaseError(*problems)
    try:
        edition = catalogue.find(assessment.scorecard, assessment.date)
    except CaseError as error:
        raise CaseError(*(_placed(document, problem) for problem in error.problems)) from None
    fitting(document, edition.usable(), assessment)
    return assessment, edition


def from_data(data: Any, scorecard: Scorecard) -> Assessment:
    """An assessment from plain data. Raises CaseError."""
    document = Document("", None)
    assessment, problems = typed(document, data, Assessment)
    if assessment is None:
        raise CaseError(*problems)
    fitting(document, scorecard, assessment)
    return assessment


def fitting(document: Document, scorecard: Scorecard, assessment: Assessment) -> None:
    """Raises CaseError with everything in the assessment that its scorecard does not know."""
    problems = [document.problem(code, *place, **values) for code, place, values in misfits(scorecard, assessment)]
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
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    return (head + text).encode("utf-8")


def empty(rating: Rating) -> bool:
    """Whether nothing is said in a rating."""
    return rating == Rating()
