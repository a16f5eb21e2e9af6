"""A private PostgreSQL server for the tests, in a temporary folder and reachable through its socket only."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl."""
    found = shutil.which("initdb")
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    candidates = [Path(found)] if found else versions[-1:]
    return candidates[0].parent if candidates else None


def may_become_postgres() -> bool:
    """PostgreSQL refuses to run as root; its package brings a user of its own."""
    return bool(shutil.which("runuser")) and "postgres" in {entry.pw_name for entry in pwd.getpwall()}


@contextmanager
def server() -> Iterator[str]:
    """Its URL without a database name. Skips the test where there is no PostgreSQL, unless it is required."""
    folder = binaries()
    if folder is None or (os.getuid() == 0 and not may_become_postgres()):
        sentence = "没有可用的 PostgreSQL（initdb，root 还需 postgres 用户），跳过 / no PostgreSQL that can be started here"
        pytest.fail(sentence) if os.environ.get("ASSESSMENT_POSTGRES") == "required" else pytest.skip(sentence)
    user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    if user:
        shutil.chown(home, "postgres")

    def run(*command: str) -> None:
        subprocess.run([*user, *command], check=True, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)

    data = str(home / "data")
    try:
        run(str(folder / "initdb"), "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off"
        run(str(folder / "pg_ctl"), "-D", data, "-l", str(home / "log"), "-o", options, "-w", "start")
        try:
            yield f"postgresql+psycopg://postgres@/{{name}}?host={home}"
        finally:
            run(str(folder / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)
