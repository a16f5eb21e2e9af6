"""A file is looked at before it is trusted, each fault has its own code, and looking changes nothing."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assessment.errors import StoreError
from assessment.store import open_store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "assessment.db"
    open_store(str(path))
    return path


def code_of(work: Callable[[], object]) -> str:
    try:
        work()
    except StoreError as error:
        return error.problems[0].code
    return ""


def refusal(file: Path) -> str:
    """The code with which a file is refused; it must be left as it was, with nothing beside it."""
    before = file.read_bytes()
    code = code_of(lambda: open_store(str(file)))
    assert file.read_bytes() == before and [path.name for path in file.parent.iterdir()] == [file.name]
    return code


def execute(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_database_is_made_with_its_folder_and_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "数据 目录" / "评估 #1?.db"
    open_store(str(path))
    assert open_store(str(path)).load_many() == [] and [child.name for child in path.parent.iterdir()] == [path.name]


def test_a_text_file_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "assessment.db"
    path.write_text("打分表" * 400, encoding="utf-8")
    assert refusal(path) == "store-not-a-database"


def test_an_empty_file_is_not_taken_for_a_new_database(tmp_path: Path) -> None:
    path = tmp_path / "assessment.db"
    path.touch()
    assert refusal(path) == "store-empty"


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert code_of(lambda: open_store(str(tmp_path))) == "store-is-folder"


def test_a_truncated_file_is_damaged(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert refusal(file) == "store-damaged"


@pytest.mark.parametrize("page", range(1, 6))
def test_flipped_bytes_in_a_page_header_are_damage(file: Path, page: int) -> None:
    raw = bytearray(file.read_bytes())
    start = page * 4096
    raw[start : start + 8] = bytes(byte ^ 0xFF for byte in raw[start : start + 8])
    file.write_bytes(raw)
    assert refusal(file) == "store-damaged"


def test_a_newer_version_is_left_alone(file: Path) -> None:
    execute(file, "PRAGMA user_version = 99")
    assert refusal(file) == "store-newer"


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "assessment.db"
    execute(path, "CREATE TABLE photos (name)")
    assert refusal(path) == "store-foreign"


def test_a_database_that_lost_a_table_is_reported(file: Path) -> None:
    execute(file, "DROP TABLE entries")
    assert refusal(file) == "store-foreign"


def test_a_locked_file_is_reported(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessment.store.opening.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert code_of(lambda: open_store(str(file))) == "store-locked"


def test_a_file_that_vanished_is_not_made_anew(file: Path) -> None:
    store = open_store(str(file))
    file.unlink()
    assert code_of(store.load_many) == "store-missing" and not file.exists()


@pytest.mark.parametrize("url", ["mysql://root:geheim@host/x", "sqlite://", "sqlite:///:memory:", "nonsense://", "://"])
def test_an_address_that_is_none_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(url)
    assert caught.value.problems[0].code == "store-url" and "geheim" not in str(caught.value)


def test_a_server_that_does_not_answer_is_reported() -> None:
    assert code_of(lambda: open_store("postgresql+psycopg://nobody@127.0.0.1:1/x")) == "store-unreachable"


def test_a_database_left_in_wal_mode_gets_its_rollback_journal_back(file: Path) -> None:
    execute(file, "PRAGMA journal_mode = WAL")
    open_store(str(file))
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_of_several_who_make_the_database_at_once_all_get_the_same(tmp_path: Path) -> None:
    path = tmp_path / "assessment.db"
    children = [forked(lambda: code_of(lambda: open_store(str(path)))) for _ in range(6)]
    assert [answer(child) for child in children] == [""] * 6
    assert [child.name for child in tmp_path.iterdir()] == [path.name]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that an ordinary user can enter too."""
    folder = Path(tempfile.mkdtemp(prefix="assessment-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_file_is_reported(open_folder: Path) -> None:
    path = open_folder / "assessment.db"
    open_store(str(path))
    path.chmod(0o444)
    open_folder.chmod(0o777)
    assert answer(forked(lambda: refusal(path), ordinary=True)) == "store-read-only"


def test_a_file_that_may_not_be_read_is_reported(open_folder: Path) -> None:
    path = open_folder / "assessment.db"
    open_store(str(path))
    path.chmod(0o000)
    assert answer(forked(lambda: code_of(lambda: open_store(str(path))), ordinary=True)) == "store-unreadable"


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_is_not_writable_is_reported(open_folder: Path, there: bool) -> None:
    path = open_folder / "assessment.db"
    if there:
        open_store(str(path))
        path.chmod(0o666)
    open_folder.chmod(0o555)
    assert answer(forked(lambda: code_of(lambda: open_store(str(path))), ordinary=True)) == "store-folder-read-only"


def forked(work: Callable[[], str], ordinary: bool = False) -> tuple[int, int]:
    """`work` in a process of its own, as an ordinary user where asked: root may write anything."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    said = "failed"
    try:
        if ordinary and os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        said = work()
    except BaseException as error:
        said = repr(error)
    finally:
        os.write(writer, said.encode())
        os._exit(0)


def answer(child: tuple[int, int]) -> str:
    with os.fdopen(child[1], "rb") as stream:
        said = stream.read().decode()
    os.waitpid(child[0], 0)
    return said


def test_a_name_too_long_and_a_pipe_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert code_of(lambda: open_store(str(tmp_path / "pipe"))) == "store-unreadable"
    assert code_of(lambda: open_store(str(tmp_path / ("长" * 200)))) == "store-unreadable"


def test_a_database_that_a_newer_version_took_over_is_not_written_to(file: Path) -> None:
    store = open_store(str(file))
    execute(file, "UPDATE meta SET value = '99' WHERE key = 'version'", "PRAGMA user_version = 99")
    assert code_of(lambda: store.writing().__enter__()) == "store-newer"
    assert store.load_many() == []


def test_another_database_in_its_place_is_named_while_it_runs(file: Path) -> None:
    store = open_store(str(file))
    file.unlink()
    execute(file, "CREATE TABLE other (id INTEGER)")
    assert code_of(store.load_many) == code_of(lambda: store.writing().__enter__()) == "store-foreign"
