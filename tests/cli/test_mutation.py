"""`check --mutate`: figures and survivors in words and as JSON; exit 1 where the examples notice too little."""

import json
from pathlib import Path
from typing import Any

import pytest

from assessment.cli import main
from tests.cards import ROOT

POINTS = ROOT / "tests" / "scorecards" / "points"
MAIN = ROOT / "scorecards" / "major-project"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def command(*arguments: str) -> tuple[int, str, str]:
        status = main(["check", "--mutate", *arguments])
        return status, *capsys.readouterr()

    return command


def test_the_shipped_scorecard_passes(run: Any) -> None:
    status, out, _ = run(str(MAIN))
    assert status == 0
    assert "没有发现 0 处，不影响结果 42 处；发现率 100.00%（应达 95%）" in out


def test_survivors_are_named_by_file_line_and_column_and_too_many_fail(run: Any) -> None:
    status, out, _ = run(str(POINTS), "--lang", "en")
    assert status == 1
    assert f"{POINTS}/scorecard.yaml:15:1: mutant-survives No worked example notices this change: target low → high." in out
    assert out.endswith("50.00% noticed (at least 95% wanted)\n")


def test_as_json_the_figures_stand_beside_the_problems(run: Any) -> None:
    status, out, err = run(str(POINTS / "scorecard.yaml"), "--json")
    answer = json.loads(out)
    (found,) = answer["mutation"]
    assert (status, err, answer["problems"]) == (1, "", [])
    assert found["mutants"] == found["killed"] + found["equivalent"] + len(found["survivors"])
    assert found["rate"] == {"exact": "1/2", "shown": "0.5000"}
    assert set(found["survivors"][0]) == {"file", "line", "column", "severity", "code", "message", "path"}


def test_a_scorecard_with_an_error_is_not_tried(run: Any, tmp_path: Path) -> None:
    (tmp_path / "scorecard.yaml").write_text("id: broken\n", encoding="utf-8")
    status, out, _ = run(str(tmp_path), "--json")
    assert (status, json.loads(out)["mutation"]) == (1, [])
