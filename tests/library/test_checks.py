"""docs/checks.md lists every check of a scorecard with its severity, and no other."""

import re

from tests.cards import ROOT
from tests.library.patching import codes, planted
from tests.library.test_bad_scorecards import ELSEWHERE

ROW = re.compile(r"^\| `([a-z0-9-]+)` \| ([^|]+) \| [^|]+ \| [^|]+ \|$", re.MULTILINE)
LISTED = ROW.findall((ROOT / "docs" / "checks.md").read_text(encoding="utf-8"))
ELSEWHERE_WARNS = {"mutant-survives", "problems-too-many"}


def severities() -> dict[str, set[str]]:
    """Of every code that a planted mistake shows, the severities it has there; of the others, what they are planted for."""
    found: dict[str, set[str]] = {code: {"warning" if code in ELSEWHERE_WARNS else "error"} for code in ELSEWHERE}
    found["problems-too-many"].add("error")  # after too many errors; after too many warnings, a warning
    for mistake in planted("bad_scorecards").values():
        found.setdefault(mistake["expect"]["code"], set()).add(mistake["expect"].get("severity", "error"))
    return found


def test_every_check_is_listed_once_with_its_severity() -> None:
    assert len(LISTED) == len({code for code, _ in LISTED})
    assert {code: set(re.findall("error|warning", severity)) for code, severity in LISTED} == severities()


def test_the_checks_in_the_code_are_the_ones_listed() -> None:
    assert codes("library/checks/*.py") - {code for code, _ in LISTED} == set()
