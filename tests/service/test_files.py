"""Cases as files: all of a zip or none, whatever the zip is."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assessment.errors import CaseError
from assessment.model.case import Project
from assessment.service import (
    LOCAL,
    Bench,
    archive_project,
    create_project,
    export_all,
    export_case,
    history,
    import_case,
    import_files,
    list_projects,
    load_demo,
    open_bench,
    open_case,
)
from tests.service.conftest import DAY, ROOT

CASE = "project: {name: 渡口改建}\ndate: 2026-06-01\nratings:\n  payment: {likelihood: 2, consequence: 3}\n"


def packed(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def codes(work: Callable[[], object]) -> list[str]:
    with pytest.raises(CaseError) as caught:
        work()
    return [problem.code for problem in caught.value.problems]


def test_a_case_file_becomes_a_project(bench: Bench) -> None:
    case = open_case(LOCAL, bench, import_case(LOCAL, bench, CASE.encode(), "渡口\0\udcff.yaml"))
    assert history(LOCAL, bench, case.id)[0].key == "import:渡口.yaml"
    assert case.assessment.project.name == "渡口改建" and case.assessment.ratings["payment"].consequence == 3


def test_a_mistake_in_a_case_file_is_named_with_its_line(bench: Bench) -> None:
    with pytest.raises(CaseError) as caught:
        import_case(LOCAL, bench, CASE.replace("payment", "paymant").encode(), "渡口.yaml")
    problem = caught.value.problems[0]
    assert (problem.code, problem.file, problem.line) == ("indicator-unknown", "渡口.yaml", 4)
    assert list_projects(LOCAL, bench) == []


def test_a_zip_comes_in_whole_or_not_at_all(bench: Bench) -> None:
    broken = packed({"a.yaml": CASE, "b.yaml": "x: [", "c/c.yaml": CASE.replace("payment", "paymant")})
    assert codes(lambda: import_files(LOCAL, bench, broken)) == ["yaml-syntax", "indicator-unknown"]
    assert list_projects(LOCAL, bench) == []
    assert len(import_files(LOCAL, bench, packed({"a.yaml": CASE, "b.yml": CASE, "__MACOSX/._a.yaml": "?"}))) == 2


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"PK nonsense", "zip-unreadable"),
        (packed({}), "zip-without-cases"),
        (packed({"readme.txt": "x"}), "zip-not-a-case"),
        (packed({f"{n}.yaml": "x" for n in range(1_001)}), "zip-too-many"),
        (packed({f"{n}.yaml": " " * 1_100_000 for n in range(70)}), "zip-too-large"),
        (packed({"a.yaml": CASE})[:-30], "zip-unreadable"),
    ],
)
def test_a_zip_that_is_none_of_ours_is_refused(bench: Bench, raw: bytes, code: str) -> None:
    assert codes(lambda: import_files(LOCAL, bench, raw))[-1] == code


def test_names_packed_by_an_older_windows_are_read_as_meant(bench: Bench) -> None:
    with pytest.raises(CaseError) as caught:
        import_files(LOCAL, bench, old_zip("渡口.yaml".encode("gbk"), b"x: ["))
    assert caught.value.problems[0].file == "渡口.yaml"


def old_zip(name: bytes, content: bytes) -> bytes:
    """A stored zip whose only name is `name` as it is, as packers of Windows XP wrote it."""
    placeholder = "n" * len(name)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(placeholder, content)
    return buffer.getvalue().replace(placeholder.encode(), name)


def test_an_export_of_many_comes_back_as_the_same_projects(bench: Bench) -> None:
    ids = [create_project(LOCAL, bench, Project(name=name), DAY) for name in ("渡口", "渡口", 'a/b:c*?"', "..")]
    raw = export_all(LOCAL, bench, ids)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.namelist()[:3] == ["渡口.yaml", "渡口-2.yaml", "a_b_c_.yaml"]
    assert export_all(LOCAL, bench, ids) == raw
    again = import_files(LOCAL, bench, raw)
    assert [export_case(LOCAL, bench, id) for id in again] == [export_case(LOCAL, bench, id) for id in ids]


def test_a_case_with_a_persons_number_is_refused(bench: Bench) -> None:
    raw = CASE.replace("consequence: 3", "consequence: 3, note: 联系人13800138000").encode()
    assert codes(lambda: import_case(LOCAL, bench, raw, "渡口.yaml")) == ["personal-data"]


def test_a_measure_listed_twice_is_refused(bench: Bench) -> None:
    raw = (CASE + "plan: {measures: [{measure: L1-a}, {measure: L1-a}]}\n").encode()
    assert codes(lambda: import_case(LOCAL, bench, raw, "渡口.yaml")) == ["measure-repeated"]


def test_the_demo_projects_come_once(tmp_path: Path) -> None:
    bench = open_bench(str(tmp_path / "demo.db"), ROOT / "scorecards", ROOT)
    ids = load_demo(LOCAL, bench)
    archive_project(LOCAL, bench, ids[0])
    assert load_demo(LOCAL, bench) == ids and len(list_projects(LOCAL, bench, archived=None)) == len(ids) == 4
    assert all(row.illustrative for row in list_projects(LOCAL, bench))
