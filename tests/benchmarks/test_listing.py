"""How long the list of a county's twenty years takes."""

from pathlib import Path

from assessment.service import LOCAL, export_case, import_case, list_projects, load_demo, open_bench
from tests.benchmarks.conftest import Timer


def test_a_thousand_projects_listed(timed: Timer, tmp_path: Path) -> None:
    bench = open_bench(str(tmp_path / "many.db"))
    cases = [export_case(LOCAL, bench, id) for id in load_demo(LOCAL, bench)]
    for number in range(996):
        import_case(LOCAL, bench, cases[number % 4], f"{number}.yaml")
    assert len(list_projects(LOCAL, bench)) == 1000
    timed("1,000 projects listed", lambda: list_projects(LOCAL, bench), 7, 1.0)
