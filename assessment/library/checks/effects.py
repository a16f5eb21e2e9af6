"""Checks of how effects combine and of what levels ask for: `effects` and `obligations` of scorecard.yaml."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from assessment.errors import Problem
from assessment.library.document import Document
from assessment.model.base import Text
from assessment.model.numbers import plain
from assessment.model.scorecard import ScorecardHead

WHOLE = Text(zh="1 或更大的整数", en="a whole number from 1 on")
PART = Text(zh="大于 0、不超过 1 的数", en="above 0 and not above 1")
BELOW_ONE = Text(zh="0 或更大、小于 1 的数", en="0 or more and below 1")
WORK = ("planned", "in_progress", "done")  # as it proceeds


def check_effects(document: Document, head: ScorecardHead) -> Iterator[Problem]:
    rule = head.effects
    if rule.unit == "share" and head.method == "matrix":
        yield document.problem("effects-share-matrix", "effects", "unit")
    if rule.unit == "level" and rule.combine == "multiplicative":
        yield document.problem("effects-multiply-levels", "effects", "combine")
        return  # whoever forgot `unit: share` has given shares as limits too
    if rule.max_drop is not None and not _most_fits(rule.unit, rule.max_drop):
        yield _limit(document, "max_drop", rule.max_drop, WHOLE if rule.unit == "level" else PART)
    if rule.floor is not None and not _floor_fits(rule.unit, rule.floor):
        yield _limit(document, "floor", rule.floor, WHOLE if rule.unit == "level" else BELOW_ONE)
    yield from _credit(document, head)


def _most_fits(unit: str, value: Fraction) -> bool:
    return value >= 1 and value.denominator == 1 if unit == "level" else 0 < value <= 1


def _floor_fits(unit: str, value: Fraction) -> bool:
    return value >= 1 and value.denominator == 1 if unit == "level" else 0 <= value < 1


def _limit(document: Document, key: str, now: Fraction, right: Text) -> Problem:
    return document.problem("effects-limit", "effects", key, key=key, now=plain(now), right=right)


def _credit(document: Document, head: ScorecardHead) -> Iterator[Problem]:
    """Each part from 0 to 1, and none less than that of a measure less far; one that is not given is 1."""
    given = head.effects.credit
    wrong = [status for status, part in given.items() if not 0 <= part <= 1]
    for status in wrong:
        yield document.problem("credit-range", "effects", "credit", status, now=plain(given[status]))
    parts = {status: given.get(status, Fraction(1)) for status in WORK}  # type: ignore[call-overload]
    for before, after in pairwise(WORK):
        if not wrong and parts[after] < parts[before]:
            now, right = plain(parts[after]), plain(parts[before])
            yield document.problem("credit-falls", "effects", "credit", after, status=after, other=before, now=now, right=right)


def check_obligations(document: Document, head: ScorecardHead) -> Iterator[Problem]:
    known = tuple(level.id for level in head.levels)
    for number, duty in enumerate(head.obligations):
        here = ("obligations", number)
        if not duty.levels:
            yield document.problem("obligation-without-level", *here, "levels", id=duty.id)
        for place, level in enumerate(duty.levels):
            if level not in known:
                yield document.problem("level-id-unknown", *here, "levels", place, now=level, known=known)
            elif level in duty.levels[:place]:
                yield document.problem("listed-twice", *here, "levels", place, severity="warning", now=level)
        days = {key: getattr(duty, key) for key in ("within_days", "every_days") if getattr(duty, key) is not None}
        if len(days) != 1:
            yield document.problem("obligation-days", *here, list(days)[-1] if days else "id", id=duty.id)
        for key, count in days.items():
            if count < 1:
                yield document.problem("count-below-one", *here, key, now=count)
