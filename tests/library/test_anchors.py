"""An anchor is read in a cell 155 px wide: five lines of 11 Chinese characters, or 60 Latin ones."""

from tests.cards import main_card


def test_every_anchor_fits_its_cell() -> None:
    anchors = {
        f"{indicator.name} {axis} {level}": anchor
        for sheet in main_card().sheets
        for indicator in sheet.indicators
        for axis, levels in (("P", indicator.likelihood), ("Q", indicator.consequence))
        for level, anchor in (levels or {}).items()
    }
    assert len(anchors) == 50 * 2 * 5
    assert {name: anchor for name, anchor in anchors.items() if len(anchor.zh) > 55 or len(anchor.en) > 60} == {}
