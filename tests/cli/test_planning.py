"""`assessment plan`: the cheapest plan of a case under an aim, as words and as JSON."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from assessment.cli import main
from tests.cards import ROOT

RAIL, WHARF = (str(ROOT / "data" / "demo" / f"{name}.yaml") for name in ("rail", "wharf"))


@pytest.fixture
def plan(capsys: pytest.CaptureFixture[str]) -> Any:
    """`plan(file, *options)` → (status, data)."""

    def command(*arguments: str) -> tuple[int, Any]:
        status = main(["plan", *arguments, "--json"])
        out, err = capsys.readouterr()
        assert err == ""
        return status, json.loads(out)

    return command


def test_the_cheapest_plan_is_proven_and_each_measure_says_why(plan: Any) -> None:
    status, data = plan(RAIL)
    assert (status, data["status"], data["residual"]["level"]) == (0, "optimal", "low")
    assert data["bound"] == data["cost"] == str(sum(Fraction(measure["cost"]) for measure in data["measures"]))
    assert all(measure["why"] for measure in data["measures"])
    assert all(answer["chosen"] for answer in data["answers"])
    assert data["reasons"] == []


def test_an_aim_out_of_reach_says_what_would_have_to_change(plan: Any) -> None:
    whole = plan(WHARF)[1]["cost"]
    status, data = plan(WHARF, "--budget", "2")
    assert (status, data["status"], data["bound"]) == (1, "infeasible", None)
    needs = [reason["message"] for reason in data["reasons"] if reason["code"] == "plan-would-need"]
    assert any(f"{whole} 万元" in message for message in needs)


def test_one_aim_out_of_reach_among_several_is_a_problem_found(plan: Any, capsys: pytest.CaptureFixture[str]) -> None:
    status, data = plan(RAIL, WHARF, "--budget", "531")
    assert (status, [each["status"] for each in data]) == (1, ["infeasible", "optimal"])
    assert main(["plan", WHARF, "--budget", "2"]) == 1
    out, err = capsys.readouterr()
    assert "没有满足全部条件的方案" in out and err == ""


def test_what_stands_in_the_way_comes_before_the_measures_that_are_not_a_plan(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", WHARF, "--budget", "2"]) == 1
    lines = capsys.readouterr().out.splitlines()
    starts = ("没有满足全部条件的方案", "费用上限提到", "不计限制时能把指数降到最低的措施", "全部做完并核实", "措施  ")
    places = [next(n for n, line in enumerate(lines) if line.startswith(start)) for start in starts]
    assert places == sorted(places)


def test_what_is_under_way_and_ends_after_the_last_day_is_named_with_its_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = tmp_path / "wharf.yaml"
    row = "plan: {measures: [{measure: LA2-b, status: in_progress, due: 2028-01-31}]}\n"
    begun.write_text(Path(WHARF).read_text("utf-8") + row, "utf-8")
    assert main(["plan", str(begun), "--by", "2027-12-31"]) == 1
    assert "LA2-b：已经在做或做完，但到 2028-01-31 才能做完，晚于最迟完成日期 2027-12-31" in capsys.readouterr().out
    assert main(["plan", str(begun), "--by", "2028-01-31"]) == 0


def test_the_options_change_the_aim(plan: Any) -> None:
    free = plan(RAIL, "--index-only")[1]
    spared = next(measure["measure"] for measure in free["measures"] if "依法必做" not in measure["why"])
    pinned = plan(RAIL, "--index-only", "--pin", "LA2-b", "--bar", spared)[1]
    names = {measure["measure"] for measure in pinned["measures"]}
    assert "LA2-b" in names and spared not in names
    assert Fraction(pinned["cost"]) > Fraction(free["cost"])
    assert plan(RAIL, "--target", "medium", "--index-only")[1]["target"] == "medium"


def test_the_curve_and_the_next_plans_are_there_when_asked_for(plan: Any) -> None:
    data = plan(RAIL, "--index-only", "--frontier", "--next", "2")[1]
    points = [(Fraction(point["cost"]), Fraction(point["index"]["exact"])) for point in data["frontier"]]
    assert points == sorted(points) and [index for _, index in points] == sorted((i for _, i in points), reverse=True)
    assert [Fraction(data["cost"]) <= Fraction(other["cost"]) for other in data["next"]] == [True, True]


@pytest.mark.parametrize("wrong", [["--budget", "viel"], ["--by", "morgen"], ["--next", "-1"]])
def test_an_option_that_cannot_be_read_is_a_mistake_of_usage(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", WHARF, *wrong]) == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--target", "lowest"], ["--worst-band", "tiny"], ["--pin", "XX-1"], ["--budget", "-3"]])
def test_an_aim_that_the_scorecard_does_not_know_is_a_sentence(wrong: list[str], plan: Any) -> None:
    status, data = plan(WHARF, *wrong)
    assert status == 1 and data["problems"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_answer_in_words(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", RAIL, "--lang", lang]) == 0
    said = capsys.readouterr().out
    assert {"zh": "已证明没有更省的", "en": "proven, nothing cheaper does"}[lang] in said
    assert "LA4-a" in said


def test_standard_output_is_json_and_nothing_else() -> None:
    command = [sys.executable, "-m", "assessment", "plan", RAIL, "--frontier", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert json.loads(done.stdout)["frontier"] and done.stderr == ""
