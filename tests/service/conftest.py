"""Benches on real databases: SQLite files, and PostgreSQL where it is installed."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

import psycopg
import pytest

from assessment.model.case import Project
from assessment.service import LOCAL, Bench, create_project, open_bench
from tests.service.postgres import server

ROOT = Path(__file__).resolve().parents[2]
COUNTY = ROOT / "tests" / "scorecards" / "county"
DAY = date(2026, 6, 1)


@pytest.fixture(scope="session")
def new_server_url() -> Iterator[Callable[[], str]]:
    """Makes a fresh database on one server and gives its URL."""
    with server() as url:
        numbers = count()

        def make() -> str:
            name = f"trial{next(numbers)}"
            with psycopg.connect(url.format(name="postgres").replace("+psycopg", ""), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            return url.format(name=name)

        yield make


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return open_bench(str(tmp_path / "data" / "assessment.db"), COUNTY, ROOT)


@pytest.fixture
def project(bench: Bench) -> str:
    return create_project(LOCAL, bench, Project(name="老街改造"), DAY)
