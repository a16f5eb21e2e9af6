"""Looks after the house: what is shipped opens, what is said is translated, what is promised exists."""

import ast
import re
import string
from pathlib import Path

import pytest

from assessment.i18n import catalogue
from assessment.library.catalogue import Catalogue
from tests.cards import ROOT

SOURCES = sorted((ROOT / "assessment").rglob("*.py"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
CODED = re.compile(r"[a-z]+([.-][a-z0-9_-]+)*|reason\..*")


def messages() -> dict[str, str]:
    """Every text handed to `_(…)`, with the file it stands in."""
    found = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "tr"} and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found[first.value] = path.name
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_shipped_scorecard_is_fit_for_use_and_without_a_warning() -> None:
    assert Catalogue(ROOT / "scorecards").problems() == ()


def test_every_message_is_translated() -> None:
    missing = {text: file for text, file in messages().items() if text not in catalogue("en")}
    assert missing == {}


OTHER_UNIT = {"{cost} 万元"}  # said in yuan in English


def test_translations_keep_their_placeholders() -> None:
    for language in ("zh", "en"):
        for message, text in catalogue(language).items():
            if not CODED.fullmatch(message) and message not in OTHER_UNIT:
                assert placeholders(text) == placeholders(message), message
    zh, en = catalogue("zh"), catalogue("en")
    assert {code for code in zh if placeholders(zh[code]) != placeholders(en.get(code, zh[code]))} == set()


def test_no_translation_is_left_over() -> None:
    used = messages()
    sources = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    left = [text for text in catalogue("en") if not CODED.fullmatch(text) and text not in used and text not in sources]
    assert left == []


def test_both_languages_of_the_readme_give_the_same_commands() -> None:
    chinese, english = README.split("\n# The assessment workbench")
    for wanted in ("streamlit run app.py\n", ".venv/bin/pytest -q\n"):
        commands = [line for part in (chinese, english) for line in part.splitlines(keepends=True) if line.endswith(wanted)]
        commands = [line for line in commands if line.startswith("python3 ")]
        assert len(commands) == 2
        assert len(set(commands)) == 1


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)]+)\)", README))))
def test_what_the_readme_links_to_exists(target: str) -> None:
    assert (ROOT / target).is_file()


def test_requirements_are_written_once_and_pinned_from_below() -> None:
    lines = (ROOT / "requirements.txt").read_text().split()
    assert all(re.fullmatch(r"[A-Za-z0-9-]+>=[0-9.]+", line) for line in lines)


def test_the_tests_stand_where_the_code_stands() -> None:
    parts = {path.parent.relative_to(ROOT / "assessment") for path in SOURCES if path.name != "__init__.py"}
    missing = [str(part) for part in parts if not any((ROOT / "tests" / part).glob("test_*.py"))]
    assert [part for part in missing if part not in {"library/checks", "ui/pages"}] == []


def test_no_module_is_longer_than_can_be_read_at_once() -> None:
    long = {path.name: n for path in SOURCES if (n := path.read_text(encoding="utf-8").count("\n")) > 400}
    assert long == {}


def test_no_page_touches_the_session_or_raw_html() -> None:
    offenders = [
        path.name
        for path in (ROOT / "assessment" / "ui").rglob("*.py")
        if re.search(r"session_state|unsafe_allow_html", path.read_text(encoding="utf-8")) and path.name != "state.py"
    ]
    assert offenders == []


def test_nothing_speaks_of_a_machine() -> None:
    words = re.compile(r"/root/|/tmp/|/home/\w+/")
    files = [*SOURCES, *(ROOT / "scorecards").rglob("*"), ROOT / "README.md", ROOT / "CHANGELOG.md"]
    assert [str(path) for path in files if path.is_file() and words.search(path.read_text(encoding="utf-8"))] == []


def test_paths_of_the_demo_exist() -> None:
    assert {path.name for path in Path(ROOT / "data" / "demo").glob("*.yaml")} == {
        "g247.yaml",
        "rail.yaml",
        "wharf.yaml",
        "reform.yaml",
    }
