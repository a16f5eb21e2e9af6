"""YAML → Excel → YAML is the same scorecard, and Excel → YAML → Excel the same workbook."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from assessment.errors import ScorecardError
from assessment.i18n import line
from assessment.library.reading import files_of, open_files
from assessment.library.workbook.exchange import files_from_workbook, from_workbook, to_workbook
from assessment.model.scorecard import Scorecard
from tests.cards import ROOT
from tests.library.patching import SCORECARDS
from tests.library.workbook.editing import LAND, SMALL, changed, edited, files_of_card, put
from tests.odd_cards import SHAPES, write
from tests.strategies import scorecards

SHIPPED = [path.parent for path in sorted((ROOT / "scorecards").glob("*/scorecard.yaml"))]
SHARES = files_of(SCORECARDS / "shares")
CARDS = [*SHIPPED, *sorted(SCORECARDS.iterdir())]


def values(raw: bytes) -> dict[str, Any]:
    return {
        f"{page.title}!{c.coordinate}": c.value for page in load_workbook(BytesIO(raw)) for row in page for c in row if c.value
    }


def models(files: dict[str, bytes]) -> tuple[Any, ...]:
    opened = open_files(files, "card")
    card = opened.scorecard
    assert card is not None
    examples = sorted((state.file, state.example.model_dump_json()) for state in opened.examples)
    measures = sorted(measure.model_dump_json() for measure in card.measures)
    return card.model_dump(exclude={"digest", "measures"}), measures, examples


def comes_back(files: dict[str, bytes]) -> None:
    raw = to_workbook(files)
    anew, problems = from_workbook(raw, "x.xlsx")
    assert [p for p in problems if p.severity == "error"] == [p for p in open_files(files, "").problems if p.severity == "error"]
    assert models(anew) == models(files)
    assert values(to_workbook(anew)) == values(raw)
    assert from_workbook(raw, "x.xlsx", files)[0] == files


@pytest.mark.parametrize("folder", CARDS, ids=lambda folder: folder.name)
def test_every_scorecard_comes_back_from_excel(folder: Path) -> None:
    comes_back(files_of(folder))


@pytest.mark.parametrize("shape", SHAPES)
def test_scorecards_of_any_size_and_method_come_back(shape: str, tmp_path: Path) -> None:
    comes_back(files_of(write(tmp_path / shape, **SHAPES[shape])))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scorecards())
def test_generated_scorecards_come_back(card: Scorecard) -> None:
    files = files_of_card(card)
    anew, _ = from_workbook(to_workbook(files), "x.xlsx")
    assert models(anew) == models(files)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_workbook_saved_by_libreoffice_reads_the_same(tmp_path: Path) -> None:
    source = tmp_path / "card.xlsx"
    source.write_bytes(to_workbook(SMALL))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert from_workbook((tmp_path / "out" / "card.xlsx").read_bytes(), "x.xlsx", SMALL) == (SMALL, [])


@pytest.mark.parametrize(
    ("title", "row", "key", "value", "expected"),
    [
        (LAND, 5, "weight", "七十", "征地拆迁!D5: weight-not-a-number"),
        (LAND, 5, "weight", 71, "征地拆迁!D5: weights-sum"),
        (LAND, 5, "likelihood › 2 › en", None, "征地拆迁!R5: translation-missing"),
        (LAND, 5, "applies_when", "raining", "征地拆迁!N5: fact-unknown"),
        (LAND, 5, "vetoes › cleared_by", "LA9-z", "征地拆迁!AL5: measure-unknown"),
        (LAND, 6, "id", "land-pay", "征地拆迁!E6: id-duplicate"),
        ("维度权重 Dimensions", 6, "weight", 41, "维度权重 Dimensions!B5: weights-sum"),
        ("综合等级 Levels", 5, "below", 0.9, "综合等级 Levels!D6: edges-not-rising"),
    ],
)
def test_what_check_would_say_is_said_at_the_cell(title: str, row: int, key: str, value: Any, expected: str) -> None:
    _, problems = from_workbook(edited(put(title, row, key, value)), "x.xlsx", SMALL)
    said = [line(problem, "zh") for problem in problems]
    assert [text for text in said if text.startswith(f"x.xlsx {expected} ")] != [], said


@pytest.mark.parametrize(
    ("title", "row", "key", "value", "expected"),
    [
        ("等级要求 Obligations", 5, "levels", "low, hihg", "等级要求 Obligations!B5: level-id-unknown"),
        ("等级要求 Obligations", 6, "within_days", 3, "等级要求 Obligations!K6: obligation-days"),
        ("措施 Measures", 6, "requires", "LE1-z", "措施 Measures!Q6: measure-unknown"),
        ("措施 Measures", 6, "mandatory", "perhaps", "措施 Measures!O6: not-true-or-false"),
        ("措施 Measures", 5, "effects › likelihood", -1.5, "措施 Measures!F5: effect-share-range"),
    ],
)
def test_what_is_said_of_measures_and_obligations_is_said_at_the_cell(
    title: str, row: int, key: str, value: Any, expected: str
) -> None:
    _, problems = from_workbook(edited(put(title, row, key, value), to_workbook(SHARES)), "x.xlsx", SHARES)
    assert [line(problem, "zh").startswith(f"x.xlsx {expected} ") for problem in problems] == [True], problems


def test_rules_of_effects_and_links_of_measures_are_changed_in_excel_as_in_a_file() -> None:
    def change(book: Any) -> None:
        head = book["总则 Scorecard"]
        place = {head.cell(line, 4).value: line for line in range(1, head.max_row + 1)}
        head.cell(place["effects › credit › planned"], 5).value = 0.4
        head.cell(place["effects › floor"], 5).value = None
        put("措施 Measures", 5, "ongoing", True)(book)
        put("措施 Measures", 6, "mandatory", None)(book)
        put("措施 Measures", 8, "excludes", "LE1-a, LE1-b")(book)

    files, _ = from_workbook(edited(change, to_workbook(SHARES)), "x.xlsx", SHARES)
    assert changed(files, SHARES) == [
        "+    ongoing: true",
        "-    mandatory: yes",
        "-    excludes: [LE1-a]",
        "+    excludes: [LE1-a, LE1-b]",
        *(sign + EFFECTS.format(*parts) for sign, parts in (("-", (", floor: 0.1", "0.5")), ("+", ("", "0.4")))),
    ]


EFFECTS = (
    "effects: {{unit: share, combine: multiplicative, max_drop: 0.8{}, credit: {{planned: {}, in_progress: 0.75, done: 0.9}}}}"
)


def test_one_weight_is_one_line(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        put(LAND, 5, "weight", 60)(book)
        put(LAND, 6, "weight", 40)(book)

    files, _ = from_workbook(edited(change), "x.xlsx", SMALL)
    assert changed(files, SMALL) == ["-    weight: 70", "+    weight: 60", "-    weight: 30", "+    weight: 40"]


def test_the_page_gets_the_files_although_examples_no_longer_hold() -> None:
    raw = edited(put("单因素等级 Bands", 5, "up_to", 0.3))
    failing = [p.path for p in from_workbook(raw, "x.xlsx", SMALL)[1] if p.code == "example-fails"]
    assert failing and all(path.startswith("算例 Worked examples!C") for path in failing)
    assert b"up_to: 0.3" in files_from_workbook("x.xlsx", raw, SMALL)["scorecard.yaml"]


def test_the_page_gets_no_files_while_anything_else_is_wrong() -> None:
    with pytest.raises(ScorecardError) as refused:
        files_from_workbook("x.xlsx", edited(put(LAND, 5, "weight", "?")), SMALL)
    assert [p.path for p in refused.value.problems] == ["征地拆迁!D5"]
    with pytest.raises(ScorecardError):
        files_from_workbook("x.xlsx", to_workbook(SMALL), {"scorecard.yaml": b"id: ["})
