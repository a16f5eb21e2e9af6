"""Cases come in and go out as files: the case format is the contract, one YAML file or a zip of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assessment.engine.grading import without_repeats
from assessment.engine.privacy import personal
from assessment.errors import AssessmentError, CaseError, Problem
from assessment.library.cases import read_case, to_yaml
from assessment.library.catalogue import Catalogue
from assessment.library.packing import members, packed
from assessment.library.reading import Opened
from assessment.model.case import Assessment
from assessment.report.naming import file_name
from assessment.service.actors import Actor
from assessment.service.bench import Bench, edition, scorecard_of
from assessment.service.projects import add
from assessment.service.saving import origin_of
from assessment.store import Reader, Record


def import_case(actor: Actor, bench: Bench, raw: bytes, filename: str, request: str = "") -> str:
    """Raises CaseError with the place of everything that is wrong, ScorecardError when its scorecard may not be used."""
    origin = origin_of(actor, request)
    assessment, found = _read(raw, filename, bench.catalogue())
    with bench.store.writing() as writer:
        return add(writer, actor, assessment, found, origin, _source(filename))


def import_files(actor: Actor, bench: Bench, raw: bytes, filename: str = "", request: str = "") -> tuple[str, ...]:
    """Every case of a zip file, or none. Raises CaseError with the problems of every file in it."""
    origin = origin_of(actor, request)
    catalogue = bench.catalogue()
    problems: list[Problem] = []
    cases: list[tuple[str, Assessment, Opened]] = []
    for name, content in _members(raw, filename):
        try:
            cases.append((name, *_read(content, name, catalogue)))
        except AssessmentError as error:
            problems += error.problems
    if problems:
        raise CaseError(*problems)
    if not cases:
        raise CaseError(Problem("zip-without-cases", filename))
    with bench.store.writing() as writer:
        return tuple(
            add(writer, actor, assessment, found, origin and f"{origin}:{number}", _source(name))
            for number, (name, assessment, found) in enumerate(cases)
        )


def export_case(actor: Actor, bench: Bench, id: str) -> bytes:
    """The case file; importing it gives the same assessment. Raises NotFound."""
    with bench.store.reading() as reader:
        return _as_file(reader, reader.find(id))


def export_all(actor: Actor, bench: Bench, ids: Sequence[str]) -> bytes:
    """A zip of case files named after their projects. Raises NotFound."""
    with bench.store.reading() as reader:
        return packed({name: _as_file(reader, record) for name, record in _named(reader.many(list(dict.fromkeys(ids))))})


def _as_file(reader: Reader, record: Record) -> bytes:
    """A level chosen before its figures were entered is left out: in a file it would contradict them."""
    return to_yaml(without_repeats(scorecard_of(edition(reader, record.scorecard_hash)), record.assessment))


def load_demo(actor: Actor, bench: Bench) -> tuple[str, ...]:
    """The demo projects (illustrative); pressing twice adds nothing. Raises CaseError, ScorecardError."""
    catalogue = bench.catalogue()
    files = sorted(bench.demo.glob("*.yaml"))
    if not files:
        raise CaseError(Problem("demo-missing", str(bench.demo)))
    cases = [(path.stem, *_read(path.read_bytes(), str(path), catalogue)) for path in files]
    with bench.store.writing() as writer:
        return tuple(add(writer, actor, assessment, found, origin=f"demo:{stem}") for stem, assessment, found in cases)


def _read(raw: bytes, filename: str, catalogue: Catalogue) -> tuple[Assessment, Opened]:
    assessment, found = read_case(raw, filename, catalogue)
    problems = [replace(problem, file=filename) for problem in (*personal(assessment), *_repeated(assessment))]
    if problems:
        raise CaseError(*problems)
    return assessment, found


def _source(filename: str) -> str:
    """Where a case came from, as the history keeps it: a file name may hold what a database refuses."""
    return "import:" + "".join(character for character in filename if character.isprintable())[:200]


def _repeated(assessment: Assessment) -> Iterator[Problem]:
    names = [planned.measure for planned in assessment.plan.measures]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield Problem("measure-repeated", path=name, values={"measure": name})


def _members(raw: bytes, filename: str) -> Iterator[tuple[str, bytes]]:
    """The case files of a zip. Raises CaseError."""
    for name, content in members(raw, filename, CaseError):
        if not name.lower().endswith((".yaml", ".yml")):
            raise CaseError(Problem("zip-not-a-case", filename, values={"name": name}))
        yield name, content


def _named(records: list[Record]) -> Iterator[tuple[str, Record]]:
    taken: set[str] = set()
    for record in records:
        project, number = record.project.name, 1
        name = file_name(project, kind="yaml", instead=record.id)
        while name.lower() in taken:
            number += 1
            name = file_name(project, str(number), kind="yaml", instead=record.id)
        taken.add(name.lower())
        yield name, record
