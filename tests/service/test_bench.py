"""Where the bench finds its things, and which edition an assessment keeps."""

import shutil
from pathlib import Path

import pytest

from assessment.errors import CaseError
from assessment.model.case import Project, Rating
from assessment.service import (
    LOCAL,
    Bench,
    copy_project,
    create_project,
    edit_project,
    list_projects,
    open_bench,
    open_case,
    rate,
)
from tests.service.conftest import COUNTY, DAY


def test_the_database_lies_in_the_data_folder_unless_the_environment_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASSESSMENT_DATABASE", raising=False)
    assert open_bench(home=tmp_path).store.path == tmp_path / "data" / "assessment.db"
    monkeypatch.setenv("ASSESSMENT_DATABASE", str(tmp_path / "elsewhere.db"))
    monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(COUNTY))
    bench = open_bench(home=tmp_path)
    assert bench.store.path == tmp_path / "elsewhere.db" and bench.scorecards == COUNTY
    create_project(LOCAL, bench, Project(name="路"), DAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(COUNTY, tmp_path / "scorecards" / "county"))


@pytest.fixture
def edited(folder: Path, tmp_path: Path) -> tuple[Bench, str]:
    """A project, and a scorecard folder whose weights were changed afterwards."""
    bench = open_bench(str(tmp_path / "a.db"), folder.parent, tmp_path)
    id = create_project(LOCAL, bench, Project(name="路"), DAY)
    sheet = folder / "sheets" / "land.yaml"
    text = sheet.read_text(encoding="utf-8").replace("weight: 70", "weight: 60").replace("weight: 30", "weight: 40")
    sheet.write_text(text, encoding="utf-8")
    shutil.rmtree(folder / "cases")
    return bench, id


def test_an_assessment_keeps_the_text_of_its_edition_whatever_the_folder_says_later(edited: tuple[Bench, str]) -> None:
    bench, id = edited
    rate(LOCAL, bench, id, "payment", Rating(likelihood=2), None)
    assert open_case(LOCAL, bench, id).scorecard.indicators["payment"].weight == 70
    assert open_case(LOCAL, bench, copy_project(LOCAL, bench, id, "路二")).scorecard.indicators["payment"].weight == 70
    new = create_project(LOCAL, bench, Project(name="新路"), DAY)
    assert open_case(LOCAL, bench, new).scorecard.indicators["payment"].weight == 60
    assert len({row.scorecard_hash for row in list_projects(LOCAL, bench)}) == 2


def test_the_edition_is_there_when_the_folder_is_gone(edited: tuple[Bench, str], folder: Path) -> None:
    bench, id = edited
    shutil.rmtree(folder)
    rate(LOCAL, bench, id, "payment", Rating(likelihood=2), None)
    seen = open_case(LOCAL, bench, id).assessment.project
    edit_project(LOCAL, bench, id, seen, seen, DAY.replace(day=2), "before-start")
    kept = open_case(LOCAL, bench, id).assessment
    assert (kept.ratings["payment"].likelihood, kept.date) == (2, DAY.replace(day=2))


def test_a_day_that_the_folder_has_given_to_a_newer_edition_is_refused(edited: tuple[Bench, str], folder: Path) -> None:
    bench, id = edited
    newer = Path(shutil.copytree(folder, folder.parent / "county-2"))
    for path, old, new in ((folder, "2027-12-31", "2026-12-31"), (newer, "2026-01-01", "2027-01-01")):
        head = path / "scorecard.yaml"
        head.write_text(head.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    head.write_text(head.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"'), encoding="utf-8")
    seen = open_case(LOCAL, bench, id).assessment.project
    with pytest.raises(CaseError) as caught:
        edit_project(LOCAL, bench, id, seen, seen, DAY.replace(year=2027), "before-start")
    assert caught.value.problems[0].code == "day-of-another-edition"
