"""One mistake a scorecard: exactly one problem, with its code, its place and a sentence in both languages."""

from typing import Any

import pytest

from assessment.i18n import catalogue
from assessment.library.reading import files_of, open_files
from tests.library.patching import SCORECARDS, codes, patch, planted, unclear

MISTAKES = planted("bad_scorecards")
READ_FROM = ("library/*.py", "library/checks/*.py", "engine/fitting.py", "engine/weighing.py", "model/*.py")
ELSEWHERE = {"no-scorecards", "edition-overlap", "default-twice", "file-missing", "file-unreadable"}  # see test_reading.py
ELSEWHERE |= {"problems-too-many", "mutant-survives"}  # see test_reading.py, test_mutation.py
UPLOADED = {"zip-too-many", "zip-too-large", "zip-unreadable", "upload-kind", "upload-too-large", "upload-empty"}
UPLOADED |= {"upload-several", "upload-twice", "upload-place-unknown"}  # see test_uploads.py


@pytest.mark.parametrize("base", ["small", "matrix", "points", "four-levels", "shares"])
def test_the_cards_that_mistakes_are_planted_in_are_good(base: str) -> None:
    assert open_files(files_of(SCORECARDS / base), base).problems == ()


@pytest.mark.parametrize("name", MISTAKES)
def test_one_mistake_is_one_problem_at_its_place(name: str) -> None:
    mistake = MISTAKES[name]
    files = files_of(SCORECARDS / mistake["base"])
    patch(files, mistake)
    expected: dict[str, Any] = {"severity": "error", **mistake["expect"]}
    problems = open_files(files, "card").problems
    found = [
        {"severity": p.severity, "code": p.code, "file": p.file.removeprefix("card/"), "line": p.line, "column": p.column}
        for p in problems
    ]
    assert found == [expected]
    assert list(unclear(problems[0])) == []


def test_every_code_has_a_planted_mistake() -> None:
    shown = (
        {mistake["expect"]["code"] for folder in ("bad_scorecards", "bad_cases") for mistake in planted(folder).values()}
        | ELSEWHERE
        | UPLOADED
    )
    assert codes(*READ_FROM) - shown == set()
    assert shown - codes(*READ_FROM) == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_has_a_sentence(language: str) -> None:
    assert codes(*READ_FROM) - set(catalogue(language)) == set()
