"""One mistake a case: exactly one problem, with its code, its place and a sentence in both languages."""

from pathlib import Path

import pytest

from assessment.errors import CaseError
from assessment.library.cases import read_case, read_case_file
from assessment.library.catalogue import Catalogue
from tests.library.patching import SCORECARDS, TESTS, patch, planted, unclear

MISTAKES = planted("bad_cases")
BASE = TESTS / "bad_cases" / "base"


@pytest.mark.parametrize("base", sorted(path.stem for path in BASE.glob("*.yaml")))
def test_the_cases_that_mistakes_are_planted_in_are_good(base: str) -> None:
    assessment, edition = read_case_file(BASE / f"{base}.yaml", Catalogue(SCORECARDS))
    assert assessment.ratings
    assert edition.errors == ()


@pytest.mark.parametrize("name", MISTAKES)
def test_one_mistake_is_one_problem_at_its_place(name: str) -> None:
    mistake = MISTAKES[name]
    base = f"{mistake['base']}.yaml"
    files = {base: (BASE / base).read_bytes()}
    patch(files, {"file": base, **mistake})
    chosen = "small" if mistake["base"] == "example" else mistake["base"]
    scorecards = SCORECARDS if mistake.get("scorecards") == "all" else SCORECARDS / chosen
    with pytest.raises(CaseError) as raised:
        read_case(files[base], "case.yaml", Catalogue(scorecards))
    found = [{"code": p.code, "file": p.file, "line": p.line, "column": p.column} for p in raised.value.problems]
    assert found == [{"file": "case.yaml", **mistake["expect"]}]
    assert list(unclear(raised.value.problems[0])) == []


def test_all_mistakes_of_a_case_are_reported_at_once() -> None:
    raw = (BASE / "small.yaml").read_bytes()
    raw = raw.replace(b"land-pay:", b"land-pya:").replace(b"profile: road", b"profile: raod").replace(b"LA1-V1", b"LA1-V7")
    with pytest.raises(CaseError) as raised:
        read_case(raw, "case.yaml", Catalogue(SCORECARDS / "small"))
    assert [problem.code for problem in raised.value.problems] == ["profile-unknown", "indicator-unknown", "veto-unknown"]


def test_a_missing_case_says_so() -> None:
    with pytest.raises(CaseError) as raised:
        read_case_file(Path("nowhere.yaml"), Catalogue(SCORECARDS / "small"))
    assert [problem.code for problem in raised.value.problems] == ["file-missing"]
