"""Comparison: grouped by edition, worst first; differences first side by side."""

from datetime import date

import pytest

from assessment.engine.comparison import compare, compared, side_by_side
from tests.cards import demo, main_card

CARD = main_card()
ROWS = [compared(name, CARD, demo(name)) for name in ("reform", "wharf", "rail", "g247")]


def test_projects_are_listed_worst_first() -> None:
    (group,) = compare(ROWS)
    assert [row.key for row in group.projects] == ["rail", "g247", "wharf", "reform"]


def test_editions_are_never_mixed() -> None:
    other = CARD.model_copy(update={"version": "2027.1"})
    groups = compare([*ROWS, compared("new", other, demo("g247"))])
    assert [[row.key for row in group.projects] for group in groups] == [["rail", "g247", "wharf", "reform"], ["new"]]
    with pytest.raises(ValueError, match="editions"):
        side_by_side(ROWS[0], compared("new", other, demo("g247")))


def test_an_edition_that_was_given_its_last_day_is_still_the_same_edition() -> None:
    ended = CARD.in_force.model_copy(update={"until": date(2027, 12, 31)})
    other = CARD.model_copy(update={"in_force": ended, "digest": "another"})
    new = compared("new", other, demo("g247"))
    (group,) = compare([*ROWS, new])
    assert len(group.projects) == 5
    assert all(row.gap == 0 for row in side_by_side(ROWS[3], new))


def test_differences_come_first_then_one_sided_then_equal_rows() -> None:
    rows = side_by_side(ROWS[2], ROWS[3])
    kinds = [1 if row.gap is None else 2 if row.gap == 0 else 0 for row in rows]
    assert kinds == sorted(kinds)
    assert [row.indicator for row in rows if row.gap is None] == ["traffic-maintenance", "rail-protection-zone"]
    assert len([k for k in kinds if k == 0]) == 39
    gaps = [abs(row.gap) for row in rows if row.gap]
    assert gaps == sorted(gaps, reverse=True)
