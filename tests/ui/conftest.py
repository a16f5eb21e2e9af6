"""The app on a database of its own."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment import service
from tests import cards

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> service.Bench:
    """An empty database, which the app opens too."""
    monkeypatch.setenv("ASSESSMENT_DATABASE", f"sqlite:///{tmp_path / 'ui.db'}")
    return service.open_bench()


@pytest.fixture
def demo(bench: service.Bench) -> tuple[str, ...]:
    """The ids of the demo projects, loaded."""
    return service.load_demo(service.LOCAL, bench)


@pytest.fixture
def by_hand(bench: service.Bench) -> str:
    """国道G247改建 with every level chosen by hand, without figures."""
    return service.import_case(service.LOCAL, bench, cards.by_hand("g247"), "g247.yaml")


@pytest.fixture
def open_app(bench: service.Bench) -> Callable[..., AppTest]:
    """`open_app("rate", id=…)`: the app at one page's address, run once."""

    def opened(page: str = "projects", **query: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in query.items():
            at.query_params[name] = value
        at.run()
        if page != "projects":
            at.switch_page(f"assessment/ui/pages/{page}.py")
            for name, value in query.items():
                at.query_params[name] = value
            at.run()
        return at

    return opened


@pytest.fixture
def seen() -> Callable[[AppTest], str]:
    """Everything a page shows as text or HTML, sidebar included, and what its tables hold."""

    def told(at: AppTest) -> str:
        kinds = ("error", "warning", "success", "info", "markdown", "html", "header")
        texts = [str(element.value) for kind in kinds for element in at.get(kind)]
        return "\n".join([*texts, tables(at)])

    return told


def tables(at: AppTest) -> str:
    """What the tables of a page hold."""
    return "\n".join(json.dumps(json.loads(element.proto.json), ensure_ascii=False) for element in at.get("bidi_component"))
