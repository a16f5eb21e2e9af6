"""What was judged: one project's assessment, and worked examples of it."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from assessment.model.base import Day, Frozen, Id, Remark, Text, Words
from assessment.model.figure import Observation, Value, parse_value
from assessment.model.measure import MitigationPlan
from assessment.model.numbers import Exact, Integer
from assessment.model.scorecard import Answer, Axis

Stage = Literal["before-start", "approval"]
AXES = ("likelihood", "consequence", "option")


class Evidence(Frozen):
    """佐证材料: a reference (title, number, date, where it is kept), never a list of people."""

    title: Words
    number: Remark = ""
    date: Day | None = None
    kept_at: Remark = ""


class Rating(Frozen):
    """打分 of one indicator. Half an answer is kept but counts as none. `overrides`: on an axis whose level follows from
    figures, why another level was chosen (改级理由)."""

    likelihood: Integer | None = None
    consequence: Integer | None = None
    option: Integer | None = None
    overrides: dict[Axis, Words] = {}
    note: Remark = ""
    evidence: tuple[Evidence, ...] = ()

    def levels(self, axes: tuple[str, ...]) -> tuple[int, ...] | None:
        """The level on each of `axes`, or None while one is missing."""
        levels = tuple(getattr(self, axis) for axis in axes)
        return None if None in levels else levels


UNRATED = Rating()


class FactAnswer(Frozen):
    """The answer to a screening fact; one that differs from the profile's needs a reason and evidence."""

    answer: Answer
    reason: Remark = ""
    evidence: tuple[Evidence, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _bare_word(cls, value: Any) -> Any:
        return {"answer": value} if isinstance(value, str) else value


class Project(Frozen):
    """项目: what is planned. Investment in 万元; the other figures as the file says them."""

    name: Words
    profile: Id | None = None
    township: Remark = ""
    investment: Exact | None = None
    unit: Remark = ""
    scale: Remark = ""
    land: Remark = ""
    affected: Remark = ""
    period: Remark = ""
    illustrative: bool = False
    facts: dict[Id, FactAnswer] = {}


class Edition(Frozen):
    """Which edition of which scorecard."""

    id: Id
    version: Words | None = None


class Assessment(Frozen):
    """评估: everything a person judged about one project on one day."""

    project: Project
    date: Day | None = None
    stage: Stage = "before-start"
    scorecard: Edition | None = None
    figures: dict[Id, Observation] = {}
    ratings: dict[Id, Rating] = {}
    vetoes: dict[Id, Answer] = {}
    plan: MitigationPlan = MitigationPlan()


class Base(Frozen):
    """What a worked example assumes of every indicator it does not name."""

    likelihood: Integer | None = None
    consequence: Integer | None = None
    option: Integer | None = None
    veto: Answer = "unknown"


def _by_value(given: Any) -> Any:
    """The levels expected at values of a figure; keys arrive as text."""
    return {parse_value(key): level for key, level in given.items()} if isinstance(given, dict) else given


Readings = Annotated[dict[Value, Integer], BeforeValidator(_by_value)]


class ExpectedFactor(Frozen):
    likelihood: Integer | None = None
    consequence: Integer | None = None
    option: Integer | None = None
    degree: Words | None = None
    band: Id | None = None
    weight: Words | None = None
    contribution: Words | None = None


NONE = "none"
_NAMES = {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"const": NONE}]}


def _none_at_all(value: Any) -> Any:
    """`none` is an empty list: a workbook cannot say it otherwise."""
    return () if value == NONE else value


class Expectation(Frozen):
    """What a worked example must give. A decimal holds when the value rounds to its digits; a fraction is exact.

    `answers` names every factor that needs a measure or a reason why not (`answer_from`), `none` where no factor does;
    `reached` says whether the level is the scorecard's `target` or better.
    """

    index: Words | None = None
    worst_index: Words | None = None
    best_index: Words | None = None
    coverage: Words | None = None
    level: Id | None = None
    worst_level: Id | None = None
    best_level: Id | None = None
    determined: bool | None = None
    provisional: bool | None = None
    hold: bool | None = None
    decided_by: Id | None = None
    reached: bool | None = None
    answers: Annotated[tuple[Id, ...] | None, BeforeValidator(_none_at_all), WithJsonSchema(_NAMES)] = None
    vetoes: dict[Id, Literal["fired", "not_fired", "unknown"]] = {}
    escalations: dict[Id, Literal["yes", "no"]] = {}
    dimensions: dict[Id, Words] = {}
    factors: dict[Id, ExpectedFactor] = {}
    residual: "Expectation | None" = None
    verified: "Expectation | None" = None
    lasting: "Expectation | None" = None


class WorkedExample(Assessment):
    """算例: ratings in, index and level out, with the derivation by hand beside them. `readings` says, by indicator, axis and
    figure, which level each value must give by that rule (取级算例)."""

    project: Project = Project(name="算例")
    title: Text | None = None
    derivation: Text | None = None
    base: Base | None = None
    readings: dict[Id, dict[Axis, dict[Id, Readings]]] = {}
    expect: Expectation = Field(default_factory=Expectation)
