"""How long it takes to change every number and rule of the main scorecard."""

from assessment.library.mutation import mutate
from assessment.library.reading import files_of, open_files
from tests.benchmarks.conftest import Timer
from tests.cards import ROOT


def test_every_number_and_rule_of_the_main_scorecard_changed_in_turn(timed: Timer) -> None:
    opened = open_files(files_of(ROOT / "scorecards" / "major-project"), "x")
    timed("check --mutate of the main scorecard", lambda: mutate(opened), 3, 60.0)
