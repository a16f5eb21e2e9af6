"""Projects are scored, never persons: text that looks like a resident's number is refused.

个人信息保护法 arts 6, 28: collect the least; a note needs households, sums and dates, never who.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from assessment.errors import Problem
from assessment.model.case import Assessment

HEADING = "project"  # the place of what stands in a project's heading
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_IDENTITY = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9])"
)
_BANK_CARD = re.compile(r"(?<![0-9])62[0-9]{14,17}(?![0-9])")


def personal_data(text: str) -> str | None:
    """The first stretch that looks like a mobile number, an identity number or a bank card; None when there is none."""
    for pattern in (_IDENTITY, _BANK_CARD, _MOBILE):
        if found := pattern.search(text):
            return found.group()
    return None


def personal(assessment: Assessment) -> Iterator[Problem]:
    """One problem for each answer (or the project's heading) that holds a number of a person."""
    parts: list[tuple[str, Any]] = [(HEADING, assessment.project.model_copy(update={"facts": {}}))]
    parts += [
        *assessment.project.facts.items(),
        *assessment.figures.items(),
        *assessment.ratings.items(),
        *assessment.plan.accepted.items(),
    ]
    parts += [(planned.measure, planned) for planned in assessment.plan.measures]
    for place, part in parts:
        found = next((found for text in _texts(part) if (found := personal_data(text))), None)
        if found:
            yield Problem("personal-data", path=place, values={"found": found[:3] + "…"})


def _texts(value: Any) -> Iterator[str]:
    """Every text and whole number that was given, however deep."""
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in value.model_fields_set}
    if isinstance(value, str):
        yield value
    elif isinstance(value, Fraction) and value.denominator == 1:
        yield str(value)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _texts(item)
