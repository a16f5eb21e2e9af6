"""Backup by the database's own means, and what the database itself can say about its health."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import Connection

from assessment.errors import Problem, StoreError
from assessment.store.faults import faults
from assessment.store.opening import absolute, connect, put_in_place, remove
from assessment.store.store import Store
from assessment.store.tables import VERSION, meta, missing_triggers


def schema_version(connection: Connection) -> int:
    stated = connection.execute(meta.select().where(meta.c.key == "version")).first()
    return int(stated.value) if stated is not None else VERSION


def copy_file(store: Store, target: Path) -> None:
    """A copy by SQLite's backup API under a temporary name, checked, flushed and then named. Raises StoreError."""
    if store.path is None:
        raise StoreError(Problem("backup-of-server", store.place))
    target = absolute(target)
    if os.path.lexists(target):
        raise StoreError(Problem("backup-exists", str(target)))
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    try:
        fresh.touch(exist_ok=False)
        with faults(store.place), closing(connect(store.path)) as source, closing(sqlite3.connect(fresh)) as copy:
            source.backup(copy)
            finding = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if finding != "ok":
            raise StoreError(Problem("store-damaged", store.place, values={"reason": finding}))
        with fresh.open("rb+") as stream:
            os.fsync(stream.fileno())
        put_in_place(fresh, target)
    except FileExistsError:
        raise StoreError(Problem("backup-exists", str(target))) from None
    except OSError as error:
        raise StoreError(Problem("backup-unwritable", str(target), values={"reason": error.strerror or ""})) from None
    finally:
        remove(fresh)


def integrity(connection: Connection) -> Iterator[Problem]:
    """Pages, indexes, foreign keys (SQLite) and the triggers that keep the events."""
    if connection.dialect.name == "sqlite":
        for (finding,) in connection.exec_driver_sql("PRAGMA integrity_check").all():
            if finding != "ok":
                yield Problem("store-damaged", values={"reason": str(finding)})
        for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            yield Problem("foreign-key-broken", path=str(table), values={"table": table, "row": row, "parent": parent})
    for name in missing_triggers(connection):
        yield Problem("trigger-missing", path=name, values={"trigger": name})
