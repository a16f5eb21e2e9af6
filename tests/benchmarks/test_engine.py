"""How long reading the scorecard and scoring a project take."""

from pathlib import Path

from assessment.engine.critical import critical
from assessment.engine.flips import what_flips
from assessment.engine.optimise.best import best_plan
from assessment.engine.scoring import score
from assessment.library.reading import files_of, open_files
from tests.benchmarks.conftest import Timer
from tests.cards import ROOT, demo, main_card

FOLDER = ROOT / "scorecards" / "major-project"


def test_check_of_the_whole_scorecard_with_its_examples(timed: Timer) -> None:
    files = files_of(Path(FOLDER))
    assert not open_files(files, "x").errors
    timed("check of the scorecard with its examples", lambda: open_files(files_of(FOLDER), "x"), 7, 1.0)


def test_exact_score_of_one_project(timed: Timer) -> None:
    card, assessment = main_card(), demo("rail")
    timed("exact score of one project (46 indicators)", lambda: score(card, assessment), 200, 0.002)


def test_a_plan_for_one_project(timed: Timer) -> None:
    card, assessment = main_card(), demo("rail")
    timed("the cheapest plan of one project, proven", lambda: best_plan(card, assessment), 10, 0.5)


def test_what_flips_one_project(timed: Timer) -> None:
    card, assessment = main_card(), demo("rail")
    timed("what flips the level of one project", lambda: what_flips(card, assessment), 30, 0.3)


def test_what_a_plan_cannot_do_without(timed: Timer) -> None:
    card = main_card()
    planned = best_plan(card, demo("rail")).assessment
    timed("critical measures of the cheapest plan", lambda: critical(card, planned), 30, 0.3)
