"""What is done: 防范化解措施 from the library, and what a plan makes of them."""

from typing import Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from assessment.model.base import Day, Frozen, Id, Remark, Source, Text, Words
from assessment.model.numbers import Exact, Integer

Status = Literal["planned", "in_progress", "done", "verified", "lapsed"]


class Effect(Frozen):
    """By how many levels a measure lowers one risk, per axis; zero or negative."""

    indicator: Id
    likelihood: Integer = 0
    consequence: Integer = 0
    option: Integer = 0

    def on(self, axis: str) -> int:
        drop: int = getattr(self, axis)
        return drop


class Measure(Frozen):
    """One 防范化解措施: what it lowers, who does it, what it costs (万元) and how many days it takes."""

    id: Id
    text: Text
    effects: tuple[Effect, ...]
    responsible_body: Text
    assisting_bodies: tuple[Text, ...] = ()
    cost: Exact
    lead_days: Integer
    proof: Text | None = None
    sources: tuple[Source, ...] = ()


class MeasureFile(Frozen):
    """measures/<sheet>.yaml"""

    measures: tuple[Measure, ...]


class PlannedMeasure(Frozen):
    """A measure once chosen. One of the library's is named by its id and may be adjusted; an own one carries
    its text, its effects and the reason why they may be expected."""

    measure: Id
    text: Words | None = None
    effects: tuple[Effect, ...] = ()
    reason: Remark = ""
    responsible_body: Remark = ""
    assisting_bodies: tuple[Words, ...] = ()
    start: Day | None = None
    due: Day | None = None
    cost: Exact | None = None
    status: Status = "planned"
    proof: Remark = ""

    @property
    def own(self) -> bool:
        return self.text is not None

    @model_validator(mode="after")
    def _own_is_whole(self) -> "PlannedMeasure":
        if self.own and not (self.effects and self.reason):
            raise PydanticCustomError(
                "own-measure-incomplete", "an own measure needs effects and a reason", {"measure": self.measure}
            )
        if not self.own and self.effects:
            raise PydanticCustomError(
                "library-effects", "the effects of a library measure are the library's", {"measure": self.measure}
            )
        return self


class MitigationPlan(Frozen):
    """措施方案: the chosen measures, and the risks accepted without one, each with its reason."""

    measures: tuple[PlannedMeasure, ...] = ()
    accepted: dict[Id, Words] = {}
