"""`diff` and `replay` from the command line."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from assessment.cli import main
from assessment.model.case import Project, Rating
from assessment.service import LOCAL, answer_veto, create_project, open_bench, open_case, rate
from tests.service.conftest import COUNTY, DAY, ROOT


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def command(*arguments: str) -> tuple[int, str, str]:
        status = main(list(arguments))
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, out, err

    return command


@pytest.fixture
def other(tmp_path: Path) -> str:
    """The county card with an edge moved from 0.36 to 0.1: its one worked example may not hold any more."""
    folder = shutil.copytree(COUNTY, tmp_path / "other")
    head = folder / "scorecard.yaml"
    text = head.read_text(encoding="utf-8")
    head.write_text(text.replace("below: 0.36", "below: 0.1").replace('version: "1"', 'version: "2"'), encoding="utf-8")
    return str(folder)


@pytest.fixture
def database(tmp_path: Path) -> tuple[str, str]:
    """A database with one low-risk project, and its id."""
    url = str(tmp_path / "county.db")
    bench = open_bench(url, COUNTY, ROOT)
    id = create_project(LOCAL, bench, Project(name="渡口便道", township="城关镇", profile="road"), DAY)
    for indicator in open_case(LOCAL, bench, id).scorecard.indicators:
        rate(LOCAL, bench, id, indicator, Rating(likelihood=2, consequence=1), None)
    answer_veto(LOCAL, bench, id, "L1-V1", "no", None)
    return url, id


def test_diff_says_what_changed_and_which_cases_score_differently(run: Any, other: str) -> None:
    status, out, _ = run("diff", str(COUNTY), other)
    assert status == 0
    assert "低风险：分界 < 0.36 → < 0.1" in out
    assert "改动 2 处，其中影响算分或措施的 1 处" in out
    assert "试算 2 份评估" in out


def test_diff_in_json_has_every_change_with_its_place(run: Any, other: str) -> None:
    status, out, err = run("diff", str(COUNTY), other, "--json")
    data = json.loads(out)
    assert (status, err) == (0, "")
    assert [(change["place"], change["rule"]) for change in data["changes"]] == [
        (["levels", "low", "edge"], True),
        (["version"], False),
    ]
    assert data["changes"][0]["before"] == {"below": "0.36"}


def test_a_scorecard_whose_examples_no_longer_hold_can_still_be_looked_at(run: Any, other: str) -> None:
    sheet = Path(other) / "sheets" / "land.yaml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace("weight: 70", "weight: 60").replace("weight: 30", "weight: 40"), encoding="utf-8")
    status, out, err = run("diff", str(COUNTY), other)
    assert status == 0
    assert "L1 补偿兑付：权重 70 → 60" in out
    assert "算例对不上的 1 个" in err
    _, out, _ = run("diff", str(COUNTY), other, "--json")
    assert json.loads(out)["failing_examples"] == ["cases/road.yaml"]


def test_diff_of_a_broken_scorecard_names_what_is_wrong(run: Any, other: str) -> None:
    (Path(other) / "sheets" / "land.yaml").write_text("id: land\n", encoding="utf-8")
    status, _, err = run("diff", str(COUNTY), other)
    assert status == 1
    assert "land.yaml" in err


def test_replay_lists_the_projects_whose_level_would_change(run: Any, other: str, database: tuple[str, str]) -> None:
    status, out, _ = run("replay", other, "--database", database[0])
    assert status == 0
    assert "等级改变 1 个" in out
    assert "● 低风险 → ▲ 中风险" in out and "综合等级分界" in out


def test_replay_of_one_project_says_cause_by_cause(run: Any, other: str, database: tuple[str, str]) -> None:
    status, out, _ = run("replay", other, "--database", database[0], f"--id={database[1]}", "--lang", "en")
    assert status == 0
    assert "edges of the levels" in out
    assert not any("\u4e00" <= character <= "\u9fff" for character in out.replace("渡口便道", ""))


def test_replay_in_json(run: Any, other: str, database: tuple[str, str]) -> None:
    _, out, _ = run("replay", other, "--database", database[0], "--json")
    data = json.loads(out)
    assert (data["edition"]["version"], data["others"], data["problems"]) == ("2", 0, [])
    (row,) = data["projects"]
    assert (row["id"], row["level"], row["level_changed"]) == (database[1], ["low", "medium"], True)
    assert row["level_causes"] == [{"causes": ["level-edges"], "change": 1}]


def test_replay_needs_a_database(run: Any, other: str, tmp_path: Path) -> None:
    status, _, err = run("replay", other, "--database", str(tmp_path / "none.db"))
    assert status == 1 and "none.db" in err
