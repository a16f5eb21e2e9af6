"""One answer, one row: its kind, its key, its value as plain data; and an assessment put together from such answers."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Literal, get_args

from pydantic import BaseModel, TypeAdapter

from assessment.model.base import Words
from assessment.model.case import Assessment, Edition, FactAnswer, Project, Rating, Stage
from assessment.model.figure import Observation
from assessment.model.measure import Aim, MitigationPlan, PlannedMeasure
from assessment.model.numbers import plain
from assessment.model.scorecard import Answer

Kind = Literal["figure", "rating", "veto", "fact", "measure", "accepted", "aim"]
Key = tuple[Kind, str]
Value = Observation | Rating | FactAnswer | PlannedMeasure | Aim | str
AIM: Key = ("aim", "plan")
KINDS: tuple[Kind, ...] = get_args(Kind)
_ADAPTERS: dict[Kind, TypeAdapter[Any]] = {
    "figure": TypeAdapter(Observation),
    "rating": TypeAdapter(Rating),
    "veto": TypeAdapter(Answer),
    "fact": TypeAdapter(FactAnswer),
    "measure": TypeAdapter(PlannedMeasure),
    "accepted": TypeAdapter(Words),
    "aim": TypeAdapter(Aim),
}


def decoded(kind: Kind, data: Any) -> Value:
    """Raises pydantic's ValidationError for data that is no such answer."""
    value: Value = _ADAPTERS[kind].validate_python(data)
    return value


def encoded(value: Any, whole: bool = False) -> Any:
    """Plain data: exact numbers and days as text, defaults left out unless `whole`."""
    if isinstance(value, BaseModel):
        value = value.model_dump(exclude_defaults=not whole)
    if isinstance(value, dict):
        return {key: encoded(item, whole) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [encoded(item, whole) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return plain(value) if isinstance(value, Fraction) else value


def canonical(data: Any) -> str:
    """The one JSON text of plain data; the order of keys does not matter."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def bare(project: Project) -> Project:
    """The project without its facts: each fact is an answer of its own."""
    return project.model_copy(update={"facts": {}}) if project.facts else project


def answers(assessment: Assessment) -> Iterator[tuple[Key, Value]]:
    """Every answer of an assessment; a rating that says nothing is none. A measure listed twice is given twice."""
    yield from ((("fact", name), fact) for name, fact in assessment.project.facts.items())
    yield from ((("figure", name), seen) for name, seen in assessment.figures.items())
    yield from ((("rating", name), rating) for name, rating in assessment.ratings.items() if rating != Rating())
    yield from ((("veto", name), answer) for name, answer in assessment.vetoes.items())
    yield from ((("measure", planned.measure), planned) for planned in assessment.plan.measures)
    yield from ((("accepted", name), reason) for name, reason in assessment.plan.accepted.items())
    if assessment.plan.aim != Aim():
        yield AIM, assessment.plan.aim


def assembled(project: Project, day: date, stage: Stage, edition: Edition | None, values: Mapping[Key, Value]) -> Assessment:
    """The inverse of `answers`; measures in the order of `values`."""
    parts: dict[Kind, dict[str, Any]] = {kind: {} for kind in KINDS}
    for (kind, key), value in values.items():
        parts[kind][key] = value
    return Assessment(
        project=project.model_copy(update={"facts": parts["fact"]}),
        date=day,
        stage=stage,
        scorecard=edition,
        figures=parts["figure"],
        ratings=parts["rating"],
        vetoes=parts["veto"],
        plan=MitigationPlan(
            measures=tuple(parts["measure"].values()), accepted=parts["accepted"], aim=parts["aim"].get("plan", Aim())
        ),
    )
