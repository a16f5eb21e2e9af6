"""How long a county's five hundred stored assessments take under another edition."""

from pathlib import Path

from assessment.engine.replay import replay
from assessment.service import LOCAL, export_case, import_case, load_demo, open_bench
from assessment.service.replaying import replay_projects
from tests.benchmarks.conftest import Timer
from tests.cards import demo, main_card
from tests.strategies import remade


def test_one_project_replayed(timed: Timer) -> None:
    card, assessment = main_card(), demo("rail")
    other = remade(card, profiles=())
    timed("one project replayed, every cause", lambda: replay(card, other, assessment), 50, 0.01)


def test_five_hundred_stored_assessments_replayed(timed: Timer, tmp_path: Path) -> None:
    bench = open_bench(str(tmp_path / "many.db"))
    cases = [export_case(LOCAL, bench, id) for id in load_demo(LOCAL, bench)]
    for number in range(496):
        import_case(LOCAL, bench, cases[number % 4], f"{number}.yaml")
    other = remade(main_card(), profiles=())
    assert len(replay_projects(LOCAL, bench, None, other).projects) == 500
    timed("500 stored assessments replayed", lambda: replay_projects(LOCAL, bench, None, other), 3, 5.0)
