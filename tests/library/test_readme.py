"""The example of scorecards/README.md is a sheet that works: put into the small scorecard it has no problem."""

import re

from assessment.library.reading import open_files
from tests.cards import ROOT

SHEET, MEASURES, EXAMPLE = re.findall(r"```yaml\n(.*?)```", (ROOT / "scorecards" / "README.md").read_text(encoding="utf-8"), re.S)
HEAD = (ROOT / "scorecards" / "major-project" / "scorecard.yaml").read_text(encoding="utf-8")


def test_the_example_of_the_readme_is_right_in_itself() -> None:
    head = re.sub(r"dimensions:\n.*?(?=\n\n|\n#)", "dimensions:\n  - {id: land-acquisition, weight: 100}", HEAD, flags=re.S)
    head = re.sub(r"\nprofiles:\n.*", "\n", re.sub(r"\nfigures:\n.*?(?=\n# )", "\n", head, flags=re.S), flags=re.S)
    files = {
        "scorecard.yaml": head.encode(),
        "sheets/land-acquisition.yaml": SHEET.encode(),
        "measures/land-acquisition.yaml": MEASURES.encode(),
        "cases/example.yaml": EXAMPLE.encode(),
    }
    found = open_files(files, "card")
    assert found.errors == ()
    assert {problem.code for problem in found.problems} <= {"fact-unused", "veto-untried", "escalation-untried"}
