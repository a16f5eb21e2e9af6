"""Checks of meaning, once every part is right in itself: what can never happen, and what is probably a slip."""

from collections.abc import Callable, Iterator

from assessment.errors import Problem
from assessment.library.checks.answers import check_answers
from assessment.library.checks.applying import check_applying
from assessment.library.checks.coverage import check_coverage
from assessment.library.checks.ranges import check_ranges
from assessment.library.checks.reach import check_reach
from assessment.library.checks.remedies import check_remedies
from assessment.library.checks.rules import check_rules
from assessment.library.checks.titles import check_titles
from assessment.library.checks.wording import check_wording
from assessment.library.checks.worth import check_worth
from assessment.library.checks.written import Written
from assessment.library.document import bounded

CHECKS: tuple[Callable[[Written], Iterator[Problem]], ...] = (
    check_reach,
    check_rules,
    check_applying,
    check_answers,
    check_ranges,
    check_remedies,
    check_worth,
    check_titles,
    check_wording,
    check_coverage,
)


def check_meaning(card: Written) -> Iterator[Problem]:
    """Each check by itself bounded, so that many findings of one kind do not hide another."""
    for check in CHECKS:
        yield from bounded(check(card))
