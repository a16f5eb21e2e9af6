"""Faults that anyone may plant in a copy of the shipped scorecard: each is refused or warned of, at its line."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from assessment.library.catalogue import Catalogue
from assessment.library.reading import files_of, open_files
from tests.cards import ROOT
from tests.library.patching import SCORECARDS

MAIN, MATRIX, POINTS = ROOT / "scorecards" / "major-project", SCORECARDS / "matrix", SCORECARDS / "points"
HEAD, LAND, ACTS = "scorecard.yaml", "sheets/land-acquisition.yaml", "measures/land-acquisition.yaml"
SAFETY, FUNDS = "sheets/work-safety.yaml", "sheets/funds.yaml"


class Fault(NamedTuple):
    """In `file` the first `old` becomes `new`; the problem stands where `line` then begins, in `at` if that is another file."""

    code: str
    file: str
    old: str
    new: str
    line: str
    severity: str = "error"
    card: Path = MAIN
    at: str = ""


def fault(code: str, file: str, old: str, new: str, severity: str = "error", card: Path = MAIN) -> Fault:
    """A fault that is reported where it is."""
    return Fault(code, file, old, new, new, severity, card)


AFFECTED = "2: {zh: 涉征6–20户, en: 6–20 households affected}"
LOWERS = "{indicator: acquisition-procedure, likelihood: -2, consequence: 0}"
FAULTS = {
    "an anchor missing": Fault("anchors-incomplete", LAND, AFFECTED, "", "    consequence:\n      1: {zh: 涉征≤5户"),
    "an option out of reach": Fault("weight-unreachable", FUNDS, "points: 60", "points: 6", "weight: 60", card=POINTS),
    "a weight of 0": fault("weight-not-positive", LAND, "weight: 8\n", "weight: 0\n"),
    "a band without an edge": fault("edge-missing", HEAD, "en: general}, up_to: 0.36}", "en: general}}"),
    "bands that do not rise": fault("edges-not-rising", HEAD, "en: large}, up_to: 0.64", "en: large}, up_to: 0.3"),
    "levels that overlap": fault("edges-not-rising", HEAD, "    up_to: 0.64\n", "    up_to: 0.3\n"),
    "a level out of reach": Fault("level-unreachable", HEAD, "below: 0.36", "below: 0.04", "- id: low\n"),
    "a veto on a missing level": fault("veto-effect-unknown", LAND, "effect: hold", "effect: hihg"),
    "a matrix that falls": fault("matrix-falls", HEAD, "2: [minor, large]", "2: [large, minor]", card=MATRIX),
    "no translation": fault("translation-missing", LAND, AFFECTED, "2: {zh: 涉征6–20户}"),
    "Chinese for English": fault("english-is-chinese", LAND, "en: 6–20 households affected", "en: 涉征6–20户", "warning"),
    "an id twice": fault("id-duplicate", LAND, "id: temporary-land-reclamation\n", "id: compensation-standard\n    code: LA7\n"),
    "a measure for no indicator": fault("indicator-unknown", ACTS, "indicator: acquisition-procedure", "indicator: aquisition"),
    "a measure without effects": fault("effects-missing", ACTS, f"effects: [{LOWERS}]", "effects: []"),
    "a measure elsewhere": Fault(
        "measure-elsewhere", ACTS, LOWERS, LOWERS.replace("acquisition-procedure", "tender-contract"), "- id: LA1-a\n", "warning"
    ),
    "an example off by 0.01": fault("example-fails", "cases/level-lowest.yaml", "index: 1/25", "index: 0.05"),
    "a gap between anchors": fault("anchors-gap", LAND, AFFECTED, AFFECTED.replace("6–20", "7–20"), "warning"),
    "anchors that overlap": fault("anchors-overlap", LAND, AFFECTED, AFFECTED.replace("6–20", "5–20"), "warning"),
    "a number changed in Chinese": fault("numbers-differ", LAND, "1: {zh: 涉征≤5户", "1: {zh: 涉征≤4户", "warning"),
    "a number changed in English": Fault(
        "numbers-differ", LAND, "CNY 0.5 million due", "CNY 50 million due", "2: {zh: 应付未付≤50万元", "warning"
    ),
    "a rule that never fires": fault("escalation-never-fires", HEAD, "at_least: 1\n", "at_least: 51\n"),
    "a floor at the worst level but one": fault("floor-high", HEAD, "max_drop: 2, floor: 1", "max_drop: 2, floor: 4", "warning"),
    "a target that cannot be missed": fault("target-is-worst", HEAD, "target: low", "target: high"),
    "a fact without use": Fault(
        "fact-unused", SAFETY, "    applies_when: navigable-water\n", "", "- id: navigable-water", "warning", at=HEAD
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_at_its_line(name: str) -> None:
    planted = FAULTS[name]
    files = files_of(planted.card)
    assert planted.old.encode() in files[planted.file]
    files[planted.file] = files[planted.file].replace(planted.old.encode(), planted.new.encode(), 1)
    at = planted.at or planted.file
    expected = (planted.code, planted.severity, f"card/{at}", line_of(files[at], planted.line))
    assert expected in [(p.code, p.severity, p.file, p.line) for p in open_files(files, "card").problems]


def line_of(content: bytes, text: str) -> int:
    before, found, _ = content.decode().partition(text)
    assert found
    return before.count("\n") + 1


def test_two_editions_for_one_day_are_refused_at_their_dates(tmp_path: Path) -> None:
    for version in ("2026.1", "2026.2"):
        folder = Path(shutil.copytree(MAIN, tmp_path / version))
        head = folder / HEAD
        head.write_bytes(head.read_bytes().replace(b'version: "2026.1"', f'version: "{version}"'.encode()))
    (problem,) = Catalogue(tmp_path).problems()
    assert (problem.code, problem.severity) == ("edition-overlap", "error")
    assert problem.file.endswith(f"2026.2/{HEAD}") and problem.line == line_of(head.read_bytes(), "in_force:")


def test_the_copy_itself_is_without_a_warning() -> None:
    assert open_files(files_of(MAIN), "card").problems == ()
