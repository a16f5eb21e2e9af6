"""From a URL to an open store: a SQLite file made on first use and looked at before it is trusted, or a PostgreSQL server.

SQLite keeps its rollback journal (not WAL), synchronous=FULL and foreign keys; a connection lives for one transaction,
so threads and forked processes never share one, and a file that vanished is reported instead of made anew.
"""

import os
import secrets
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, inspect
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from assessment.errors import Problem, StoreError
from assessment.store import tables
from assessment.store.faults import faults
from assessment.store.store import Store

BUSY_SECONDS = 10
MAGIC = b"SQLite format 3\0"
WAL = 2  # bytes 18 and 19 of the header
_SCHEMA_LOCK = 0x53524131


def open_store(url: str, make: bool = True) -> Store:
    """`sqlite:///…`, a path, or `postgresql+psycopg://…`; a file that is not there is made unless `make` is False.

    Raises StoreError, each cause under its own code.
    """
    if "://" not in url:
        return _open_file(Path(url), make)
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(Problem("store-url", values={"now": url.split("@")[-1]})) from None
    shown = parsed.render_as_string(hide_password=True)
    if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return _open_file(Path(str(parsed.database)), make)
    if parsed.get_backend_name() in ("postgresql", "postgres"):
        return _open_server(parsed.set(drivername="postgresql+psycopg"), shown)
    raise StoreError(Problem("store-url", values={"now": shown}))


def _open_file(path: Path, make: bool) -> Store:
    path = absolute(path)
    place = str(path)
    if os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises for a name that is too long)
        raise StoreError(Problem("store-is-folder", place))
    if not os.path.exists(path):  # noqa: PTH110 (and so does Path.exists)
        if not make:
            raise StoreError(Problem("store-missing", place))
        _create_file(path)
    head = _head(path)
    if not head:
        raise StoreError(Problem("store-empty", place))
    if not head.startswith(MAGIC):
        raise StoreError(Problem("store-not-a-database", place))
    if not os.access(path.parent, os.W_OK):
        raise StoreError(Problem("store-folder-read-only", place, values={"folder": str(path.parent)}))
    store = Store(_file_engine(path), place, path)
    with faults(place), closing(connect(path)) as connection:
        _trusted(connection, place)
        if WAL in head[18:20]:
            connection.execute("PRAGMA journal_mode = DELETE")
    return store


def absolute(path: Path) -> Path:
    """With ~ opened where it can be."""
    return Path(os.path.expanduser(path)).absolute()  # noqa: PTH111 (Path.expanduser raises for a person unknown here)


def _head(path: Path) -> bytes:
    """Its first bytes. A pipe or device is never waited for."""
    try:
        if not path.is_file():
            raise StoreError(Problem("store-unreadable", str(path), values={"reason": "not a file"}))
        with path.open("rb") as stream:
            return stream.read(100)
    except OSError as error:
        raise StoreError(Problem("store-unreadable", str(path), values={"reason": error.strerror or ""})) from None


def _trusted(connection: sqlite3.Connection, place: str) -> None:
    """Ours, of a version we know, whole, and writable. Nothing is changed by looking."""
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == tables.APPLICATION
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if ours and version > tables.VERSION:
        raise StoreError(Problem("store-newer", place, values={"now": version, "known": tables.VERSION}))
    finding = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if finding != "ok":
        raise StoreError(Problem("store-damaged", place, values={"reason": finding}))
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not ours or not names.issuperset(tables.metadata.tables):
        raise StoreError(Problem("store-foreign", place))
    stated = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    if stated is None or stated[0] != str(version):
        raise StoreError(Problem("store-damaged", place, values={"reason": "schema version"}))
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE meta SET value = value WHERE 0")  # a read-only file refuses even this
    connection.execute("ROLLBACK")


def _create_file(path: Path) -> None:
    """The whole schema under a temporary name, then linked to its own: two who start at once get one database."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        writable = os.access(path.parent, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        raise StoreError(Problem("store-folder-read-only", str(path), values={"folder": str(path.parent)}))
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with faults(str(path)):
            fresh.touch()
            with _file_engine(fresh).execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
                tables.create(connection)
        put_in_place(fresh, path)
    except FileExistsError:
        pass  # somebody else made it in the meantime
    except OSError as error:
        raise StoreError(Problem("store-unreadable", str(path), values={"reason": error.strerror or ""})) from None
    finally:
        remove(fresh)


def remove(fresh: Path) -> None:
    """Take a temporary file away, if it was made at all."""
    with suppress(OSError):
        fresh.unlink()


def put_in_place(fresh: Path, target: Path) -> None:
    """Give `fresh` its name without ever replacing a file. Raises FileExistsError."""
    try:
        os.link(fresh, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if target.exists():
            raise FileExistsError(str(target)) from None
        fresh.rename(target)


def connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _file_engine(path: Path) -> Engine:
    engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


def _open_server(url: Any, shown: str) -> Store:
    try:
        engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": BUSY_SECONDS})
    except (ImportError, NoSuchModuleError):
        raise StoreError(Problem("store-driver-missing", shown, values={"driver": "psycopg"})) from None
    with faults(shown), engine.begin() as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")
        there = set(inspect(connection).get_table_names())
        if not there.intersection(tables.metadata.tables):
            tables.create(connection)
        elif not there.issuperset(tables.metadata.tables):
            raise StoreError(Problem("store-foreign", shown))
        stated = connection.execute(tables.meta.select().where(tables.meta.c.key == "version")).first()
        version = int(stated.value) if stated is not None and str(stated.value).isdecimal() else 0
        if version > tables.VERSION:
            raise StoreError(Problem("store-newer", shown, values={"now": version, "known": tables.VERSION}))
        if version < tables.VERSION:
            raise StoreError(Problem("store-damaged", shown, values={"reason": "schema version"}))
    return Store(engine, shown, None)
