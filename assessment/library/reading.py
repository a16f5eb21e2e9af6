"""A folder (or the kept text) of one scorecard → `Opened`: the scorecard, and every problem it has.

Order: each file by itself, then checks across files, then checks of meaning, then the worked examples. A later step waits
until the earlier ones are clean, so that one mistake is not reported as ten.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assessment.errors import Problem, ScorecardError
from assessment.library.checks.grading import check_grading
from assessment.library.checks.head import check_head
from assessment.library.checks.meaning import check_meaning
from assessment.library.checks.sheet import check_sheet
from assessment.library.checks.whole import check_whole
from assessment.library.checks.written import Written
from assessment.library.document import Document, bounded, read
from assessment.library.examples import run
from assessment.library.tree import Unread, content_of
from assessment.model.case import WorkedExample
from assessment.model.measure import MeasureFile
from assessment.model.scorecard import Scorecard, ScorecardHead, Sheet

HEAD = "scorecard.yaml"
MAX_FILES = 1_000
MAX_LOAD = 200_000  # of a whole folder: what takes the time is its entries (, : and line ends count them), then its bytes
MAX_FROM_EXAMPLES = 500  # problems after which no further example is run
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class ExampleState:
    """A worked example and whether it holds."""

    file: str
    example: WorkedExample
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """What reading a scorecard gave. `scorecard` is there for repair as soon as it can be formed; only `usable()`
    gives one for scoring. `files` is its text, kept with every assessment that uses it."""

    name: str
    files: dict[str, bytes]
    digest: str
    scorecard: Scorecard | None
    problems: tuple[Problem, ...]
    examples: tuple[ExampleState, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    def usable(self) -> Scorecard:
        """The scorecard. Raises ScorecardError with every error when it may not be used."""
        if self.errors or self.scorecard is None:
            raise ScorecardError(*self.errors)
        return self.scorecard

    def formed(self) -> Scorecard:
        """The scorecard, also while its worked examples do not hold: whoever changes a number sees what it does before they
        are derived anew. Raises ScorecardError for anything else that is wrong."""
        of_examples = [problem for state in self.examples for problem in state.problems]
        others = [problem for problem in self.errors if problem not in of_examples]
        if self.scorecard is None or others:
            raise ScorecardError(*others)
        return self.scorecard

    def failing(self) -> list[str]:
        """The files of the worked examples that do not hold."""
        return [state.file for state in self.examples if state.problems]


def files_of(folder: Path) -> dict[str, bytes]:
    """The text files of a scorecard folder by their path in it. What cannot be read is kept as such, and refused later."""
    try:
        paths = [folder / HEAD] if (folder / HEAD).is_file() else []
        for part in ("sheets", "measures", "cases"):
            paths += sorted(path for path in (folder / part).glob("[!.]*") if path.suffix in (".yaml", ".yml"))
    except OSError as error:  # a folder that may not be looked into
        return {HEAD: Unread.because(error.strerror or "")}
    files: dict[str, bytes] = {}
    load = 0
    for path in paths:
        name = path.relative_to(folder).as_posix().encode("utf-8", "replace").decode()
        if len(files) == MAX_FILES or load > MAX_LOAD:
            files[name] = Unread.because("too much text" if load > MAX_LOAD else "too many files")
            break
        files[name] = content_of(path) if folder / name == path else Unread.because("name is not UTF-8")
        load += load_of(files[name])
    return files


def load_of(content: bytes) -> int:
    """What a file adds to MAX_LOAD."""
    return len(content) // 20 + sum(map(content.count, (b",", b":", b"\n")))


def digest_of(files: Files) -> str:
    """SHA-256 over names and contents; line ends of other systems do not change it."""
    sha = hashlib.sha256()
    for name in sorted(files):
        content = files[name].replace(b"\r\n", b"\n")
        sha.update(f"{name}\0{len(content)}\0".encode() + content)
    return sha.hexdigest()


def open_files(files: Files, name: str) -> Opened:
    """Read, check and try one scorecard. `name` stands before each file's path in problems."""
    digest = digest_of(files)
    if HEAD not in files:
        problem = Problem("scorecard-missing", f"{name}/{HEAD}", values={"name": name})
        return Opened(name, dict(files), digest, None, (problem,), ())
    parts = _Parts(files, name)
    problems = parts.problems
    scorecard = parts.scorecard(digest)
    if scorecard is not None and not parts.broken():
        problems += bounded(check_whole(scorecard, parts.sheet_documents, parts.measure_files))
        problems += bounded(check_grading(scorecard, parts.head_document, parts.sheet_documents))
    if scorecard is not None and not parts.broken():
        written = Written(scorecard, parts.head_document, parts.sheet_documents, parts.measure_files, parts.examples)
        problems += check_meaning(written)
    examples: list[ExampleState] = []
    ready = scorecard if not parts.broken() else None
    for file, (document, example) in parts.examples.items():
        enough = len(problems) > MAX_FROM_EXAMPLES
        found = bounded(run(document, ready, example)) if ready is not None and not enough else []
        examples.append(ExampleState(file, example, tuple(found)))
        problems += found
    if not parts.examples and not parts.broken():
        problems.append(Problem("no-examples", f"{name}/{HEAD}", 1, 1, severity="warning"))
    return Opened(name, dict(files), digest, scorecard, tuple(problems), tuple(examples))


class _Parts:
    """The files of a scorecard, each read by itself."""

    def __init__(self, files: Files, name: str) -> None:
        self.files, self.name = files, name
        self.problems: list[Problem] = []
        self.sheet_documents: dict[str, Document] = {}
        self.sheets: dict[str, Sheet] = {}
        self.measure_files: dict[str, tuple[Document, MeasureFile]] = {}
        self.examples: dict[str, tuple[Document, WorkedExample]] = {}
        self.head_document, self.head, problems = read(files[HEAD], f"{name}/{HEAD}", ScorecardHead)
        self.problems += problems
        if self.head is not None:
            self.problems += bounded(check_head(self.head_document, self.head))
        readers = {"sheets": self._sheets, "measures": self._measures, "cases": self._cases}
        for file in files:
            folder, _, rest = file.partition("/")
            if folder in readers:
                readers[folder](file, rest.rpartition(".")[0])
        self.problems += bounded(self._without_sheet())

    def broken(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)

    def _sheets(self, file: str, stem: str) -> None:
        document, sheet, problems = read(self.files[file], f"{self.name}/{file}", Sheet)
        self.problems += problems
        if stem in self.sheet_documents:  # land.yaml and land.yml
            self.problems.append(document.problem("id-duplicate", "id", now=stem))
        self.sheet_documents[stem] = document
        if sheet is None:
            return
        if sheet.id != stem:
            self.problems.append(document.problem("sheet-id-differs", "id", now=sheet.id, right=stem))
        if self.head is not None:
            if stem not in [d.id for d in self.head.dimensions]:
                self.problems.append(document.problem("sheet-without-dimension", "id", now=stem))
            self.problems += bounded(check_sheet(document, sheet, self.head))
        self.sheets[stem] = sheet

    def _measures(self, file: str, stem: str) -> None:
        document, content, problems = read(self.files[file], f"{self.name}/{file}", MeasureFile)
        self.problems += problems
        if content is not None:
            self.measure_files[stem] = (document, content)

    def _cases(self, file: str, stem: str) -> None:
        document, example, problems = read(self.files[file], f"{self.name}/{file}", WorkedExample)
        self.problems += problems
        if example is not None:
            self.examples[file] = (document, example)

    def _without_sheet(self) -> Iterator[Problem]:
        """Every dimension has its sheet."""
        for number, dimension in enumerate(self.head.dimensions if self.head else ()):
            if dimension.id not in self.sheet_documents:
                yield self.head_document.problem("sheet-missing", "dimensions", number, "id", now=dimension.id)

    def scorecard(self, digest: str) -> Scorecard | None:
        """The whole, once every file could be typed; it may still have problems."""
        if self.head is None or any(d.id not in self.sheets for d in self.head.dimensions):
            return None
        values = {name: getattr(self.head, name) for name in ScorecardHead.model_fields}
        measures = tuple(measure for _, content in self.measure_files.values() for measure in content.measures)
        sheets = tuple(self.sheets[d.id] for d in self.head.dimensions)
        return Scorecard.model_construct(**values, sheets=sheets, measures=measures, digest=digest)
