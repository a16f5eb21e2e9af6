"""The app as README starts it, on a database of its own, and the system's Chromium to look at it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest

from assessment import service
from tests.cards import ROOT, by_hand

NAMES = ["chromium", "chromium-browser", "google-chrome"]
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 60  # seconds for the server to answer
FIRST_LOOK = 30_000  # milliseconds for a page to be drawn


@dataclass(frozen=True)
class App:
    """A running app: its address, and the same database from this side."""

    address: str
    bench: service.Bench

    def project(self, demo: str) -> str:
        """A project of its own from data/demo, under a name of its own, so that tests do not meet in it."""
        return self._own((ROOT / "data" / "demo" / f"{demo}.yaml").read_text("utf-8"), demo)

    def by_hand(self, demo: str) -> str:
        """The same with every level chosen by hand, without figures."""
        return self._own(by_hand(demo).decode(), demo)

    def _own(self, text: str, demo: str) -> str:
        number = len(service.list_projects(service.LOCAL, self.bench)) + 1
        named = text.replace("\n  name: ", f"\n  name: {number}号", 1)
        return service.import_case(service.LOCAL, self.bench, named.encode(), f"{demo}.yaml")

    def case(self, id: str) -> service.Case:
        return service.open_case(service.LOCAL, self.bench, id)


def _without(what: str) -> NoReturn:
    if os.environ.get("ASSESSMENT_BROWSER") == "required":
        pytest.fail(f"{what}, and ASSESSMENT_BROWSER=required", pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, or a skipped test that says what is missing; with ASSESSMENT_BROWSER=required a failed one.

    Per module: while Playwright runs, its event loop is the thread's, and the app under AppTest wants one of its own.
    """
    names = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else NAMES
    chromium = next((found for name in names if (found := shutil.which(name))), None)
    if chromium is None:
        _without("no Chromium on this machine: set CHROMIUM or install one")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _without("playwright is not installed")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """`streamlit run app.py` on a free port, with an empty database."""
    with running(tmp_path_factory.mktemp("app")) as app:
        yield app


@contextmanager
def running(folder: Path, scorecards: Path | None = None) -> Iterator[App]:
    """The app with its database in `folder`, and other scorecards than the shipped ones where they are given."""
    url = f"sqlite:///{folder / 'assessment.db'}"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"]
    environment = {**os.environ, "ASSESSMENT_DATABASE": url}
    environment |= {"ASSESSMENT_SCORECARDS": str(scorecards)} if scorecards else {}
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _await(f"http://127.0.0.1:{port}/_stcore/health", server, folder / "log")
            yield App(f"http://127.0.0.1:{port}", service.open_bench(url, scorecards))
        finally:
            server.terminate()
            server.wait(timeout=10)


def _await(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the app does not answer:\n{log.read_text('utf-8')[-2000:]}", pytrace=False)


@pytest.fixture
def open_page(browser: Any, app: App) -> Iterator[Callable[..., Any]]:
    """open_page("rate", id=…): a tab at that address; an error in the page fails the test."""
    contexts: list[Any] = []
    errors: list[str] = []

    def opened(page: str = "", width: int = 1366, height: int = 768, **query: str) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(FIRST_LOOK)
        tab.on("pageerror", lambda error: errors.append(str(error)))
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        tab.goto(f"{app.address}/{page}?{asked}" if asked else f"{app.address}/{page}")
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert not errors
