"""What the database says, as a StoreError with a code of its own."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from assessment.errors import Problem, StoreError

# primary result codes of SQLite, https://www.sqlite.org/rescode.html
SQLITE_CODES = {
    5: "store-locked",
    6: "store-locked",
    8: "store-read-only",
    10: "store-io",
    11: "store-damaged",
    13: "store-full",
    14: "store-missing",
    19: "store-refused",
    26: "store-not-a-database",
}
# classes of SQLSTATE, https://www.postgresql.org/docs/15/errcodes-appendix.html
POSTGRES_CODES = {"08": "store-unreachable", "23": "store-refused", "25": "store-read-only", "28": "store-unreachable",
                  "3D": "store-unreachable", "53": "store-full", "55": "store-locked", "P0": "store-refused"}  # fmt: skip


@contextmanager
def faults(place: str) -> Iterator[None]:
    """Raises StoreError for whatever the database raises inside."""
    try:
        yield
    except sqlite3.Error as error:
        raise _fault(error, place) from error
    except DBAPIError as error:
        raise _fault(error.orig or error, place) from error
    except SQLAlchemyError as error:
        raise _fault(error, place) from error


def _fault(error: BaseException, place: str) -> StoreError:
    if isinstance(error, sqlite3.Error):
        other = "store-foreign" if str(error).startswith("no such table") else "store-failed"  # another file has its name now
        code = SQLITE_CODES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, other)
    else:
        state = getattr(error, "sqlstate", None)
        lost = state is None and type(error).__name__ == "OperationalError"
        code = "store-unreachable" if lost else POSTGRES_CODES.get((state or "")[:2], "store-failed")
    return StoreError(Problem(code, place, values={"reason": str(error).splitlines()[0][:200] if str(error) else ""}))
