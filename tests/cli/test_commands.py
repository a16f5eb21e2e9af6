"""The command line: shapes of --json, exit codes 0 fine, 1 problems, 2 usage, and a sentence for everything that goes wrong."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assessment.cli import main

TESTS = Path(__file__).resolve().parents[1]
SMALL = str(TESTS / "scorecards" / "small")
ALL = str(TESTS / "scorecards")
CASE = str(TESTS / "bad_cases" / "base" / "small.yaml")
POINTS = str(TESTS / "bad_cases" / "base" / "points.yaml")

PROBLEM = {"file", "line", "column", "severity", "code", "message", "path"}
SCORE = {"index", "worst_index", "best_index", "coverage", "level", "worst_level", "best_level", "determined", "provisional"}
SCORE |= {"hold", "decided_by", "vetoes", "escalations", "dimensions", "factors"}
FACTOR = {"id", "likelihood", "consequence", "degree", "band", "weight", "contribution"}
PLAN = {"status", "cost", "measures", "residual", "bound", "reasons"}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """`run(*arguments)` → (status, stdout, stderr); nothing ends in a traceback."""

    def command(*arguments: str) -> tuple[int, str, str]:
        status = main(list(arguments))
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, out, err

    return command


@pytest.fixture
def answer(run: Any) -> Any:
    """`answer(*arguments)` → (status, data): with --json stdout is JSON and nothing else."""

    def command(*arguments: str) -> tuple[int, Any]:
        status, out, err = run(*arguments, "--json")
        assert err == ""
        return status, json.loads(out)

    return command


def changed(tmp_path: Path, old: str, new: str, name: str = "case.yaml") -> str:
    text = Path(CASE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return str(tmp_path / name)


class TestScore:
    def test_one_file_is_one_answer_with_every_number(self, answer: Any) -> None:
        status, data = answer("score", CASE, "--scorecards", SMALL)
        assert status == 0
        assert set(data) >= SCORE
        assert set(data["factors"][0]) >= FACTOR
        assert data["level"] == "low"
        assert data["decided_by"] == "index"
        assert data["index"] == {"exact": "237/1250", "shown": "0.1896"}

    def test_several_files_are_a_list_each_with_its_file(self, answer: Any) -> None:
        status, data = answer("score", CASE, POINTS, "--scorecards", ALL)
        assert status == 0
        assert [row["file"] for row in data] == [CASE, POINTS]
        assert data[1]["factors"][0]["option"] == 2

    def test_a_bad_file_among_good_ones_has_its_problems_in_place_of_its_answer(self, answer: Any, tmp_path: Path) -> None:
        bad = changed(tmp_path, "land-pay:", "land-pya:")
        status, data = answer("score", CASE, bad, "--scorecards", SMALL)
        assert status == 1
        assert "level" in data[0]
        assert [set(problem) for problem in data[1]["problems"]] == [PROBLEM]
        assert data[1]["problems"][0]["message"] == "没有“land-pya”这个指标。您是否想写 land-pay？"

    def test_without_a_rating_the_level_is_the_worst_cases_and_provisional(self, answer: Any, tmp_path: Path) -> None:
        path = tmp_path / "case.yaml"
        path.write_text("project: {name: 空白}\ndate: 2026-06-01\n", encoding="utf-8")
        status, data = answer("score", str(path), "--scorecards", SMALL)
        assert (status, data["index"], data["level"], data["best_level"]) == (0, None, "high", "low")
        assert (data["provisional"], data["determined"], data["coverage"]["exact"]) == (True, False, "0")

    def test_words_are_for_people(self, run: Any) -> None:
        status, out, err = run("score", CASE, "--scorecards", SMALL)
        assert (status, err) == (0, "")
        assert "示例公路" in out and "低风险" in out and "0.1896" in out
        assert "low risk" in run("score", CASE, "--scorecards", SMALL, "--lang", "en")[1]

    @pytest.mark.parametrize("folder", ["no-such-folder", "长" * 200, CASE])
    def test_a_folder_of_scorecards_that_cannot_be_is_a_sentence(self, answer: Any, folder: str) -> None:
        status, data = answer("score", CASE, "--scorecards", folder)
        assert status == 1
        assert [problem["code"] for problem in data["problems"]] == ["no-scorecards"]


class TestPlan:
    def test_a_plan_has_its_measures_cost_and_what_remains(self, answer: Any) -> None:
        status, data = answer("plan", CASE, "--scorecards", SMALL)
        assert status == 0
        assert set(data) >= PLAN
        assert set(data["residual"]) >= SCORE
        assert data["status"] == "optimal"
        assert [measure["measure"] for measure in data["measures"]] == ["LA1-a", "own-1"]

    def test_in_words_it_says_who_leads_what_until_when(self, run: Any) -> None:
        out = run("plan", CASE, "--scorecards", SMALL)[1]
        assert "责任单位" in out and "最早到期" in out
        line = next(line for line in out.splitlines() if line.startswith("县财政局"))
        assert "LA1-a" in line

    def test_a_veto_that_no_measure_clears_leaves_the_plan_infeasible_with_the_reason(self, answer: Any, tmp_path: Path) -> None:
        status, data = answer("plan", changed(tmp_path, "WS1-V1: no", "WS1-V1: yes"), "--scorecards", SMALL)
        assert status == 1
        assert data["status"] == "infeasible"
        assert {reason["code"] for reason in data["reasons"]} >= {"veto-not-cleared", "residual-above-target"}


class TestCompare:
    def test_projects_stand_by_edition_and_editions_are_never_mixed(self, answer: Any) -> None:
        status, data = answer("compare", CASE, POINTS, "--scorecards", ALL)
        assert status == 0
        assert data["mixed"] is True
        assert [group["scorecard"]["id"] for group in data["groups"]] == ["small", "points"]
        assert data["problems"] == []

    def test_the_worst_comes_first(self, answer: Any, tmp_path: Path) -> None:
        worse = changed(tmp_path, "LA1-V1: no", "LA1-V1: yes")
        _, data = answer("compare", CASE, worse, "--scorecards", SMALL)
        assert [row["file"] for row in data["groups"][0]["projects"]] == [worse, CASE]

    def test_a_bad_file_is_named_beside_the_others(self, answer: Any, tmp_path: Path) -> None:
        bad = changed(tmp_path, "land-pay:", "land-pya:")
        status, data = answer("compare", CASE, bad, "--scorecards", SMALL)
        assert status == 1
        assert len(data["groups"][0]["projects"]) == 1
        assert data["problems"][0]["file"] == bad


class TestCheck:
    def test_good_scorecards_give_an_empty_list(self, answer: Any) -> None:
        assert answer("check", ALL) == (0, [])
        assert answer("check", f"{SMALL}/scorecard.yaml") == (0, [])

    def test_a_mistake_is_given_with_its_place(self, answer: Any, tmp_path: Path) -> None:
        folder = shutil.copytree(SMALL, tmp_path / "small")
        sheet = folder / "sheets" / "land.yaml"
        sheet.write_text(sheet.read_text(encoding="utf-8").replace("weight: 70", "weight: sixty"), encoding="utf-8")
        status, data = answer("check", str(folder))
        assert status == 1
        assert data == [
            {
                "file": str(sheet),
                "line": 9,
                "column": 5,
                "severity": "error",
                "code": "weight-not-a-number",
                "message": "权重应为数字，现为“sixty”。",
                "path": "indicators.land-pay.weight",
            }
        ]

    def test_what_a_case_has_to_mend_is_said_and_the_file_is_fine(self, answer: Any, tmp_path: Path) -> None:
        status, data = answer(
            "check", changed(tmp_path, "  land-graves: {likelihood: 1, consequence: 1}\n", ""), "--scorecards", SMALL
        )
        assert status == 0
        errors = {row["code"] for row in data if row["severity"] == "error"}
        assert errors == {"indicator-unrated", "coverage-below-minimum", "residual-above-target"}
        assert set(data[0]) == PROBLEM

    def test_what_is_to_be_explained_or_only_advice_does_not(self, answer: Any) -> None:
        status, data = answer("check", CASE, "--scorecards", SMALL)
        assert status == 0
        assert {row["severity"] for row in data} == {"warning", "advice"}

    def test_each_finding_says_how_grave_it_is_and_the_sum_counts_them(self, run: Any) -> None:
        _, said, total = run("check", CASE, "--scorecards", SMALL)
        assert {line.removeprefix(f"{CASE}: ").split()[0] for line in said.splitlines()} == {"须说明", "建议"}
        assert re.fullmatch(r"检查完毕：错误 0，提醒 \d+，建议 \d+\n", total)

    def test_a_worked_example_can_be_checked_and_scored_alone(self, answer: Any) -> None:
        for command in ("check", "score"):
            assert answer(command, f"{SMALL}/cases/worst.yaml", "--scorecards", SMALL)[0] == 0

    def test_without_a_path_the_directory_of_scorecards_is_checked(self, answer: Any) -> None:
        assert answer("check", "--scorecards", SMALL) == (0, [])

    def test_the_sum_goes_to_stderr_so_that_stdout_holds_only_problems(self, run: Any) -> None:
        assert run("check", SMALL) == (0, "", "检查完毕：错误 0，提醒 0\n")

    def test_a_case_to_which_nothing_applies_is_a_problem_like_any_other(self, answer: Any, tmp_path: Path) -> None:
        folder = shutil.copytree(TESTS / "scorecards" / "matrix", tmp_path / "matrix")
        head, sheet = folder / "scorecard.yaml", folder / "sheets" / "order.yaml"
        fact = "facts:\n  - {id: road, question: {zh: 占道, en: Road}}\ndimensions:"
        head.write_text(head.read_text(encoding="utf-8").replace("dimensions:", fact), encoding="utf-8")
        sheet.write_text(
            sheet.read_text(encoding="utf-8").replace("weight: 100", "weight: 100\n    applies_when: road"), encoding="utf-8"
        )
        case = tmp_path / "case.yaml"
        case.write_text("project: {name: x, facts: {road: no}}\ndate: 2026-06-01\n", encoding="utf-8")
        for command in ("check", "score", "plan", "compare"):
            status, data = answer(command, str(case), "--scorecards", str(folder))
            found = data if command == "check" else data["problems"]
            assert (status, [(row["code"], row["file"]) for row in found]) == (1, [("nothing-applicable", str(case))])


COMMANDS = ["score", "plan", "compare"]


def codes(data: Any) -> list[str]:
    return [problem["code"] for problem in (data if isinstance(data, list) else data["problems"])]


class TestProblems:
    @pytest.mark.parametrize("command", ["check", *COMMANDS])
    @pytest.mark.parametrize("directory", ["nowhere", "empty", "file"])
    def test_a_directory_without_scorecards_is_named(self, answer: Any, tmp_path: Path, command: str, directory: str) -> None:
        (tmp_path / "empty").mkdir()
        (tmp_path / "file").write_text("x", encoding="utf-8")
        status, data = answer(command, CASE, "--scorecards", str(tmp_path / directory))
        assert (status, codes(data)) == (1, ["no-scorecards"])

    @pytest.mark.parametrize("command", ["check", *COMMANDS])
    def test_a_day_nobody_covers_is_a_problem(self, answer: Any, tmp_path: Path, command: str) -> None:
        bad = changed(tmp_path, "date: 2026-06-01\n", "date: 2027-06-01\n")
        status, data = answer(command, bad, "--scorecards", SMALL)
        assert (status, codes(data)) == (1, ["no-edition"])

    @pytest.mark.parametrize("command", ["check", *COMMANDS])
    def test_a_version_not_in_force_is_a_problem(self, answer: Any, tmp_path: Path, command: str) -> None:
        status, data = answer(command, changed(tmp_path, '"1.0"', '"0.9"'), "--scorecards", SMALL)
        assert (status, codes(data)) == (1, ["edition-not-in-force"])

    @pytest.mark.parametrize("command", ["check", *COMMANDS])
    def test_a_file_that_is_not_there_is_a_problem(self, answer: Any, command: str) -> None:
        status, data = answer(command, "nowhere.yaml", "--scorecards", SMALL)
        assert (status, codes(data)) == (1, ["file-missing"])

    @pytest.mark.parametrize("command", ["check", *COMMANDS])
    def test_a_broken_scorecard_is_what_is_reported(self, answer: Any, tmp_path: Path, command: str) -> None:
        folder = shutil.copytree(SMALL, tmp_path / "small")
        (folder / "sheets" / "land.yaml").unlink()
        status, data = answer(command, CASE, "--scorecards", str(folder))
        assert (status, codes(data)) == (1, ["sheet-missing"])

    @pytest.mark.parametrize("command", COMMANDS)
    def test_without_json_problems_go_to_stderr(self, run: Any, command: str) -> None:
        status, out, err = run(command, "nowhere.yaml", "--scorecards", SMALL)
        assert (status, out.strip()) == (1, "")
        assert err == "nowhere.yaml: file-missing 找不到这个文件。请核对路径和文件名。\n"

    def test_problems_are_in_the_readers_language(self, run: Any) -> None:
        _, _, err = run("score", "nowhere.yaml", "--scorecards", SMALL, "--lang", "en")
        assert err.startswith("nowhere.yaml: file-missing ")
        assert err.isascii()


class TestUsage:
    @pytest.mark.parametrize(
        "arguments",
        [["nonsense"], ["score"], ["plan"], ["compare"], ["score", CASE, "--no-such-option"], ["check", "--lang", "fr"],
         ["score", CASE, "--scorecards"], ["--no-such-option"], ["score", "--json"]],
    )  # fmt: skip
    def test_bad_arguments_are_answered_with_a_sentence_in_both_languages(self, run: Any, arguments: list[str]) -> None:
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert err.startswith("用法有误 / usage: ")

    @pytest.mark.parametrize("arguments", [["--help"], ["score", "-h"], ["--version"]])
    def test_help_is_no_mistake(self, run: Any, arguments: list[str]) -> None:
        status, out, _ = run(*arguments)
        assert status == 0
        assert out.strip()

    def test_no_arguments_show_what_there_is(self, run: Any) -> None:
        status, out, err = run()
        assert status == 2
        assert "score" in out + err

    def test_a_wrong_language_in_the_environment_is_no_traceback(self) -> None:
        command = [sys.executable, "-m", "assessment", "check", SMALL]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=TESTS.parent, env={"ASSESSMENT_LANG": "fr", "PATH": ""}
        )
        assert "Traceback" not in done.stderr
        assert done.returncode in (0, 2)

    def test_output_is_utf_8_whatever_the_system_speaks(self) -> None:
        command = [sys.executable, "-m", "assessment", "score", CASE, "--scorecards", SMALL]
        environment = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PATH": ""}
        done = subprocess.run(command, capture_output=True, cwd=TESTS.parent, env=environment)
        assert done.returncode == 0
        assert "示例公路" in done.stdout.decode("utf-8")

    def test_a_closed_pipe_is_no_traceback(self) -> None:
        command = f"{sys.executable} -m assessment score {' '.join([CASE] * 30)} --scorecards {SMALL} --json | head -1"
        done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=TESTS.parent)
        assert done.stderr == ""

    def test_an_unforeseen_fault_is_a_sentence(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: Any) -> None:
            raise RuntimeError("unforeseen")

        monkeypatch.setattr("assessment.cli.scoring.read_case_file", broken)
        status, out, err = run("score", CASE, "--scorecards", SMALL, "--json")
        assert status == 1
        assert err or out


def test_checking_loads_neither_the_database_nor_the_workbooks_nor_the_solver() -> None:
    """Half of the time that a short command takes would be theirs."""
    asked = "from assessment.cli import main; import sys; main(['check', 'data/demo/rail.yaml']); print('loaded', *sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, cwd=TESTS.parent, check=True).stdout
    loaded = set(said.rpartition("loaded")[2].split())
    assert "assessment.library.cases" in loaded
    assert loaded.isdisjoint({"sqlalchemy", "openpyxl", "numpy", "scipy", "streamlit", "pandas"})


@pytest.mark.parametrize("command", ["check", "compare", "db", "diff", "plan", "replay", "schema", "score", "workbook"])
def test_every_command_is_found_by_its_name(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"Usage: assessment {command}")
