"""Cases come in and go out as files: the case format is the contract, one YAML file or a zip of them."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assessment.engine.grading import without_repeats
from assessment.engine.privacy import personal
from assessment.errors import AssessmentError, CaseError, Problem
from assessment.library.cases import read_case, to_yaml
from assessment.library.catalogue import Catalogue
from assessment.library.reading import Opened
from assessment.library.tree import MAX_BYTES
from assessment.model.case import Assessment
from assessment.report.naming import file_name
from assessment.service.actors import Actor
from assessment.service.bench import Bench, edition, scorecard_of
from assessment.service.projects import add
from assessment.service.saving import origin_of
from assessment.store import Reader, Record

MAX_CASES = 1_000
MAX_UNPACKED = 64_000_000
_NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


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
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        with bench.store.reading() as reader:
            files = [(name, _as_file(reader, record)) for name, record in _named(reader.many(list(dict.fromkeys(ids))))]
        for name, content in files:
            member = zipfile.ZipInfo(name)  # without the time of day: the same cases give the same file
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return packed.getvalue()


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
    """The case files of a zip, bounded in number and in what they really unpack to. Raises CaseError."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not any(noise in m.filename for noise in _NOISE)]
            if len(members) > MAX_CASES:
                raise CaseError(Problem("zip-too-many", filename, values={"count": len(members), "limit": MAX_CASES}))
            unpacked = 0
            for member in members:
                name = _shown(member)
                if not name.lower().endswith((".yaml", ".yml")):
                    raise CaseError(Problem("zip-not-a-case", filename, values={"name": name}))
                with archive.open(member) as stream:
                    content = stream.read(MAX_BYTES + 1)
                unpacked += len(content)
                if unpacked > MAX_UNPACKED:
                    raise CaseError(Problem("zip-too-large", filename, values={"limit": MAX_UNPACKED}))
                yield name, content
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise CaseError(Problem("zip-unreadable", filename, values={"reason": str(error)[:200]})) from None


def _shown(member: zipfile.ZipInfo) -> str:
    """The name as it was meant: older Chinese Windows packs names as GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return member.filename


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
