"""Words that terminal, pages and documents share."""

import pytest

from assessment.report.words import glyph
from tests.cards import card, indicator, text


@pytest.mark.parametrize("glyphs", ["●", "●■", "●▲▲■"])
def test_levels_are_marked_by_rank_however_many_there_are(glyphs: str) -> None:
    levels = [{"id": f"l{rank}", "title": text("级"), "up_to": f"0.{rank + 1}"} for rank in range(len(glyphs))]
    small = card({"a": [indicator("i", 100)]}, levels=levels, escalations=[], target="l0")
    assert "".join(glyph(small, level.id) for level in small.levels) == glyphs
