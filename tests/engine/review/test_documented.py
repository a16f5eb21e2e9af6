"""docs/review.md lists every rule of the review with its severity and place, and no other."""

import re

from assessment.engine.review import CODES
from tests.cards import ROOT

ROW = re.compile(r"^\| `([a-z-]+)` \| [^|]+ (error|warning|advice) \| [^|]+ \| [^|]+ \| [^|]+ (\w+) \|$", re.MULTILINE)
LISTED = ROW.findall((ROOT / "docs" / "review.md").read_text(encoding="utf-8"))


def test_every_rule_is_listed_once_with_its_severity_and_place() -> None:
    assert len(LISTED) == len(CODES)
    told = {code: (severity, None if place == "place" else place) for code, severity, place in LISTED}
    assert told == {code: (how.severity, how.where) for code, how in CODES.items()}
