"""`assessment workbook write|read` and `assessment schema`."""

import json
import shutil
from pathlib import Path

import pytest

from assessment.cli import main
from assessment.library.reading import files_of
from tests.cards import ROOT
from tests.library.patching import SCORECARDS
from tests.library.workbook.editing import LAND, edited, put

Out = pytest.CaptureFixture[str]


@pytest.fixture
def card(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SCORECARDS / "small", tmp_path / "small"))


def test_there_and_back_into_a_new_folder(card: Path, tmp_path: Path, capsys: Out) -> None:
    file = tmp_path / "small.xlsx"
    assert main(["workbook", "write", str(card), str(file)]) == 0
    assert main(["workbook", "read", str(file), str(tmp_path / "new")]) == 0
    assert files_of(tmp_path / "new").keys() == files_of(card).keys()
    assert f"新增 {len(files_of(card))} 个" in capsys.readouterr().err


def test_nothing_is_overwritten_unasked(card: Path, tmp_path: Path, capsys: Out) -> None:
    file = tmp_path / "small.xlsx"
    file.write_bytes(edited(put(LAND, 5, "code", "LA7")))
    before = files_of(card)
    assert main(["workbook", "read", str(file), str(card)]) == 2
    assert main(["workbook", "write", str(card), str(file)]) == 2
    assert main(["workbook", "read", str(file), str(tmp_path / "none"), "--in-place"]) == 2
    assert main(["workbook", "read", str(tmp_path / "none.xlsx"), str(tmp_path / "new")]) == 2
    assert main(["workbook", "write", str(tmp_path), str(tmp_path / "new.xlsx")]) == 2
    assert files_of(card) == before
    assert "--in-place" in capsys.readouterr().err


def test_in_place_changes_what_changed(card: Path, tmp_path: Path) -> None:
    file = tmp_path / "small.xlsx"
    file.write_bytes(edited(put(LAND, 5, "code", "LA7")))
    before = files_of(card)
    assert main(["workbook", "read", str(file), str(card), "--in-place", "--check"]) == 0
    assert files_of(card) == before
    assert main(["workbook", "read", str(file), str(card), "--in-place"]) == 0
    assert files_of(card) == {**before, "sheets/land.yaml": before["sheets/land.yaml"].replace(b"code: LA1\n", b"code: LA7\n")}


def test_problems_are_named_by_cell_and_nothing_is_written(card: Path, tmp_path: Path, capsys: Out) -> None:
    file = tmp_path / "small.xlsx"
    file.write_bytes(edited(put(LAND, 5, "weight", "七十")))
    assert main(["workbook", "read", str(file), str(tmp_path / "new")]) == 1
    assert f"{file} 征地拆迁!D5: weight-not-a-number" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
    assert main(["workbook", "read", str(file), str(card), "--check", "--json", "--lang", "en"]) == 1
    assert [problem["path"] for problem in json.loads(capsys.readouterr().out)] == ["征地拆迁!D5"]


def test_the_schema_is_printed(capsys: Out) -> None:
    assert main(["schema"]) == 0
    assert capsys.readouterr().out == (ROOT / "scorecards" / "schema.json").read_text(encoding="utf-8")
