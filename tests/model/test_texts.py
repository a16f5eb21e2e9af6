"""Texts hold nothing that an eye cannot see."""

import pytest
from pydantic import ValidationError

from assessment.model.case import Rating


@pytest.mark.parametrize("mark", ["\u200b", "\u202e", "\u2066", "\ufeff"])
def test_zero_width_and_direction_marks_from_pasting_are_dropped(mark: str) -> None:
    assert Rating(note=f"同意率{mark}92%").note == "同意率92%"


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x85", "\u2028", "\ud800"])
def test_control_characters_are_refused(character: str) -> None:
    with pytest.raises(ValidationError):
        Rating(note=f"同意率{character}92%")
