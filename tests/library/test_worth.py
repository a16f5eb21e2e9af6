"""Credits, limits, shares and days that are warned of, and their neighbours that are not; see docs/checks.md."""

import pytest

from assessment.library.reading import files_of, open_files
from tests.library.patching import SCORECARDS

HEAD, ACTS = "scorecard.yaml", "measures/land.yaml"
RULE = "{unit: share, combine: multiplicative, max_drop: 0.8, floor: 0.1, credit: {planned: 0.5, in_progress: 0.75, done: 0.9}}"
PAY = "indicator: pay, likelihood: "  # -0.6, then -0.5 of LE1-b, -0.2 of LE1-c and -0.7 of LE1-d, which excludes LE1-a
WARNED = {
    "nothing of a planned measure counts": ("multiplicative, credit: {planned: 0}", "", "credit-idle"),
    "of the strongest, 0.7, less than 1% counts": ("multiplicative, credit: {planned: 0.0142}", "", "credit-idle"),
    "a little more of it does": ("multiplicative, credit: {planned: 0.0143}", "", ""),
    "a cap below 1%": ("multiplicative, max_drop: 0.0099", "", "max-drop-slight"),
    "a floor above the middle": ("multiplicative, floor: 0.51", "", "floor-high"),
    "a floor in the middle": ("multiplicative, floor: 0.5", "", ""),
    "all of a risk at once": ("multiplicative", "-1", "effect-removes-all"),
    "all but 1% of it": ("strongest", "-0.99", "effect-removes-all"),
    "all but 2% of it": ("strongest", "-0.98", ""),
    "all of it, with a floor": ("multiplicative, floor: 0.1", "-1", ""),
    "all of it, with a cap": ("multiplicative, max_drop: 0.9", "-1", "effect-beyond-limit"),
    "a sum of all": ("additive", "-0.3", "effects-remove-all"),  # 0.3 + 0.5 + 0.2
    "a sum of all, with a cap": ("additive, max_drop: 0.9", "-0.3", ""),
    "a sum of less": ("additive", "-0.28", ""),  # LE1-d would make it all, but excludes LE1-a
    "shares that multiply": ("multiplicative", "-0.3", ""),
}


@pytest.mark.parametrize("name", WARNED)
def test_measures_that_do_next_to_nothing_or_everything_are_warned_of(name: str) -> None:
    rule, share, code = WARNED[name]
    files = files_of(SCORECARDS / "shares")
    assert RULE.encode() in files[HEAD]
    files[HEAD] = files[HEAD].replace(RULE.encode(), f"{{unit: share, combine: {rule}}}".encode())
    files[ACTS] = files[ACTS].replace(f"{PAY}-0.6".encode(), f"{PAY}{share or '-0.6'}".encode())
    warnings = {problem.code for problem in open_files(files, "card").problems if problem.severity == "warning"}
    assert warnings == ({code} if code else set())
