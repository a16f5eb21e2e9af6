"""What can go wrong: problems are values until the edge gives them words; exceptions are for callers who cannot go on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "advice"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: a code, a place and the numbers involved. `i18n.sentence` gives it words in the reader's language.

    `line` and `column` count from 1 and are 0 where a whole file is meant; `path` names the place in ids
    (`landless-farmer-social-security.weight`), so that it still helps when the file has been edited since.
    `severity`: an error stops, a warning is to be looked into, advice only helps; the review of a case says 须改正, 须说明, 建议.
    """

    code: str
    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""
    severity: Severity = "error"
    values: Mapping[str, Any] = field(default_factory=dict)


class AssessmentError(Exception):
    """The root. `problems` says everything that is wrong, not only the first thing."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{p.file}:{p.line}:{p.column}: {p.code} {dict(p.values)}" for p in problems))
        self.problems = problems


class ScorecardError(AssessmentError):
    """A scorecard that may not be used for scoring."""


class CaseError(AssessmentError):
    """A case that cannot be read or does not fit its scorecard."""


class StoreError(AssessmentError):
    """The database refuses or is damaged."""


class NotFound(StoreError):
    """Nothing is stored under this id."""


class Conflict(StoreError):
    """What is stored is no longer what the person saw; `values` of its problem hold both."""


class ReportError(AssessmentError):
    """A document cannot be written."""


class NotAllowed(AssessmentError):
    """This actor may not do this."""
