"""One key changes and nothing else."""

import pytest

from assessment.library.editing import with_key

UNTIL = ("in_force", "until")
FLOW = "version: '1'  # 版本\nin_force: {from: 2026-01-01}   # 施行\nid: a\n"
BLOCK = "# 版本：各处\nversion: '1'\nin_force:\n  from: 2026-01-01  # 施行\n\nid: a\n"


@pytest.mark.parametrize(
    ("text", "path", "value", "expected"),
    [
        (FLOW, ("version",), '"2"', FLOW.replace("'1'", '"2"')),
        (FLOW, ("in_force", "from"), "2027-01-01", FLOW.replace("2026-01-01", "2027-01-01")),
        (FLOW, UNTIL, "2026-12-31", FLOW.replace("01}", "01, until: 2026-12-31}")),
        (BLOCK, UNTIL, "2026-12-31", BLOCK.replace("# 施行\n", "# 施行\n  until: 2026-12-31\n")),
        (FLOW, UNTIL, None, FLOW),
        ("in_force: {until: x, from: y}", UNTIL, None, "in_force: {from: y}"),
        ("in_force:\n  from: 2026-01-01", UNTIL, "2026-12-31", "in_force:\n  from: 2026-01-01\n  until: 2026-12-31"),
    ],
)
def test_a_key_is_changed_in_its_place(text: str, path: tuple[str, ...], value: str | None, expected: str) -> None:
    assert with_key(text.encode(), path, value).decode() == expected


@pytest.mark.parametrize("text", [FLOW, BLOCK, "\ufeff" + FLOW, BLOCK.replace("\n", "\r\n"), FLOW.replace("\n", "\r\n")])
def test_what_is_put_in_can_be_taken_out_again(text: str) -> None:
    longer = with_key(text.encode(), UNTIL, "2026-12-31")
    assert longer != text.encode()
    assert with_key(longer, UNTIL, None) == text.encode()
