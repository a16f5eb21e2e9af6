"""A changed scorecard comes in: whole, or over the one it was made from."""

from pathlib import Path

import pytest

from assessment.errors import ScorecardError
from assessment.library.packing import packed
from assessment.library.reading import HEAD, files_of
from assessment.library.uploads import files_from_upload
from tests.library.patching import SCORECARDS, unclear

BASE = files_of(SCORECARDS / "small")
SHEET = next(name for name in BASE if name.startswith("sheets/"))
STEM = Path(SHEET).stem


def test_a_zip_of_a_folder_is_the_whole_scorecard() -> None:
    whole = {f"县打分表/{name}": content for name, content in BASE.items()} | {"县打分表/说明.txt": b"x"}
    assert files_from_upload("a.zip", packed(whole), {}) == BASE
    assert files_from_upload("a.ZIP", packed(BASE), {"cases/gone.yaml": b""}) == BASE


@pytest.mark.parametrize("name", [Path(SHEET).name, f"{STEM} (1).yaml", "改过的.yaml"])
def test_a_single_sheet_takes_the_place_of_the_one_it_was(name: str) -> None:
    new = BASE[SHEET] + b"# changed\n"
    assert files_from_upload(name, new, BASE) == {**BASE, SHEET: new}


def test_measures_are_told_from_the_sheet_of_the_same_name() -> None:
    name = next(name for name in BASE if name.startswith("measures/"))
    assert files_from_upload(Path(name).name, BASE[name] + b"#", BASE)[name] == BASE[name] + b"#"


def test_files_of_a_zip_without_the_general_part_replace_only_themselves() -> None:
    files = files_from_upload("a.zip", packed({f"x/{SHEET}": b"id: [", "sheets/new.yaml": b"id: new"}), BASE)
    assert files == {**BASE, SHEET: b"id: [", "sheets/new.yaml": b"id: new"}


def test_the_general_part_is_known_by_its_keys_and_a_broken_file_by_its_name() -> None:
    assert files_from_upload("总则.yaml", BASE[HEAD] + b"#", BASE)[HEAD] == BASE[HEAD] + b"#"
    assert files_from_upload(HEAD, b"x: [", BASE)[HEAD] == b"x: ["


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("a.docx", b"", "upload-kind"),
        ("a", b"", "upload-kind"),
        ("a.zip", b"no zip", "zip-unreadable"),
        ("a.zip", packed({"readme.txt": b"x"}), "upload-empty"),
        ("a.zip", packed({"a/scorecard.yaml": b"", "b/scorecard.yaml": b""}), "upload-several"),
        ("a.zip", packed({"a/sheets/x.yaml": b"", "b/sheets/x.yaml": b""}), "upload-twice"),
        ("a.zip", packed({f"cases/{n}.yaml": b"" for n in range(1_001)}), "zip-too-many"),
        ("a.zip", packed({f"cases/{n}.yaml": b" " * 1_000_001 for n in range(70)}), "zip-too-large"),
        ("a.zip", packed({f"cases/{n}.yaml": b"a: b\n" * 50_000 for n in range(4)}), "upload-too-large"),
        ("nowhere.yaml", b"what: ever", "upload-place-unknown"),
        ("a.zip", packed({"sheets/..yaml": b"x"}), "upload-place-unknown"),
        (f"{STEM}.yaml", b"x: [", "upload-place-unknown"),  # the sheet, its measures?
    ],
)
def test_what_is_no_scorecard_is_refused_with_a_sentence(name: str, raw: bytes, code: str) -> None:
    with pytest.raises(ScorecardError) as caught:
        files_from_upload(name, raw, BASE)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert list(unclear(problem)) == []


def test_a_name_cannot_lead_out_of_the_folder() -> None:
    files = files_from_upload("a.zip", packed({"../../sheets/x.yaml": b"", "..\\..\\cases\\y.yaml": b""}), {})
    assert set(files) == {"sheets/x.yaml", "cases/y.yaml"}
