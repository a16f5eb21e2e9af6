"""What was changed behind the service's back is noticed; a backup is whole."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assessment.errors import StoreError
from assessment.model.case import Rating
from assessment.model.measure import Aim
from assessment.service import LOCAL, Bench, backup, initialise, list_projects, open_bench, rate, set_aim, verify
from tests.service.conftest import COUNTY, ROOT

FREE_EVENTS = "DROP TRIGGER events_unchanged; DROP TRIGGER events_kept;"


@pytest.fixture
def file(bench: Bench, project: str) -> Path:
    rate(LOCAL, bench, project, "payment", Rating(likelihood=3, consequence=2), None)
    rate(LOCAL, bench, project, "boundary", Rating(likelihood=1, consequence=1), None)
    assert verify(LOCAL, bench) == () and bench.store.path is not None
    return bench.store.path


def codes_after(file: Path, script: str) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(script)
    return {problem.code for problem in verify(LOCAL, open_bench(str(file), COUNTY, ROOT))}


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("UPDATE entries SET value = replace(value, '3', '1') WHERE key = 'payment'", "assessment-changed"),
        ("UPDATE entries SET value = replace(value, '3', '1') WHERE key = 'payment'", "events-differ"),
        ("DELETE FROM entries WHERE key = 'payment'", "assessment-changed"),
        ("UPDATE entries SET value = '{\"likelihood\":' WHERE key = 'payment'", "assessment-unreadable"),
        ("UPDATE assessments SET summary = replace(summary, '\"answered\": 2', '\"answered\": 4')", "summary-differs"),
        ("UPDATE assessments SET summary = 'x'", "summary-differs"),
        ("UPDATE assessments SET date = '2026-07-01'", "assessment-changed"),
        ("UPDATE assessments SET name = '别的名字'", "columns-differ"),
        ("UPDATE assessments SET archived = 1", "events-differ"),
        ("UPDATE scorecards SET files = replace(files, 'weight: 70', 'weight: 60')", "scorecard-text-changed"),
        ("UPDATE scorecards SET files = 'x'", "scorecard-text-changed"),
        ("UPDATE scorecards SET version = '2'", "scorecard-text-changed"),
        ("DROP TRIGGER events_kept", "trigger-missing"),
        ("DROP TRIGGER events_kept; CREATE TRIGGER events_kept BEFORE DELETE ON events BEGIN SELECT 1; END", "trigger-missing"),
        (FREE_EVENTS + "DELETE FROM events WHERE seq = 2", "events-missing"),
        (FREE_EVENTS + "DELETE FROM events WHERE seq = 3", "events-missing"),
        (FREE_EVENTS + "UPDATE events SET after = replace(after, '3', '1') WHERE seq = 2", "events-differ"),
        (FREE_EVENTS + "UPDATE events SET after = 'x' WHERE seq = 2", "event-unreadable"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM scorecards", "foreign-key-broken"),
    ],
)
def test_verify_notices(file: Path, script: str, code: str) -> None:
    assert code in codes_after(file, script)


def test_verify_notices_an_aim_that_names_a_measure_that_is_not_there(bench: Bench, file: Path, project: str) -> None:
    set_aim(LOCAL, bench, project, Aim(barred=("L1-a",)), Aim())
    assert "aim-names-missing" not in codes_after(file, "")
    assert "aim-names-missing" in codes_after(
        file, "UPDATE entries SET value = replace(value, 'L1-a', 'own-1') WHERE kind = 'aim'"
    )


def test_what_an_older_version_kept_in_a_summary_is_passed_over(file: Path) -> None:
    assert codes_after(file, """UPDATE assessments SET summary = replace(summary, '{', '{"now_level": "low", ')""") == set()


def test_an_event_cannot_be_replaced_either(bench: Bench, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, pytest.raises(sqlite3.IntegrityError, match="only grow"):
        connection.execute("INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 2")


def test_a_backup_is_whole_while_others_write(bench: Bench, project: str, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "备份.db"
    backup(LOCAL, bench, target)
    rate(LOCAL, bench, project, "traffic", Rating(likelihood=1, consequence=1), None)
    copy = open_bench(str(target), COUNTY, ROOT)
    assert verify(LOCAL, copy) == () and list_projects(LOCAL, copy)[0].summary.answered == 2


def test_a_backup_never_replaces_a_file(bench: Bench, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "重要.txt"
    target.write_text("别动", encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        backup(LOCAL, bench, target)
    assert caught.value.problems[0].code == "backup-exists" and target.read_text(encoding="utf-8") == "别动"


def test_a_backup_into_a_folder_that_is_not_there_is_reported(bench: Bench, file: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        backup(LOCAL, bench, tmp_path / "没有" / "备份.db")
    assert caught.value.problems[0].code == "backup-unwritable"


def test_the_schema_has_a_version(bench: Bench) -> None:
    assert initialise(LOCAL, bench) == 1


def test_what_is_not_there_is_not_made_when_it_should_only_be_looked_at(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_bench(str(tmp_path / "none.db"), make=False)
    assert [p.code for p in caught.value.problems] == ["store-missing"]
    assert list(tmp_path.iterdir()) == []
