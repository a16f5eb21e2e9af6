"""What is done: 防范化解措施 from the library, and what a plan makes of them."""

from fractions import Fraction
from typing import Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from assessment.model.base import Day, Frozen, Id, Remark, Source, Text, Words
from assessment.model.numbers import Exact, Integer

Status = Literal["planned", "in_progress", "done", "verified", "lapsed"]


class Effect(Frozen):
    """How much a measure lowers one risk, per axis, zero or negative: levels (−2) or a share of the value (−0.3), as the
    `effects.unit` of the scorecard says."""

    indicator: Id
    likelihood: Exact = Fraction(0)
    consequence: Exact = Fraction(0)
    option: Exact = Fraction(0)

    def on(self, axis: str) -> Fraction:
        drop: Fraction = getattr(self, axis)
        return drop


class Measure(Frozen):
    """One 防范化解措施: what it lowers, who does it, what it costs (万元) and how many days it takes.

    `mandatory`: the law asks for it wherever it has an effect (依法必做). `requires` have to be done with it, `excludes` cannot
    be. `ongoing`: it works only while it is kept up (需持续), so nothing of it is left once work stops.
    """

    id: Id
    text: Text
    effects: tuple[Effect, ...]
    responsible_body: Text
    assisting_bodies: tuple[Text, ...] = ()
    cost: Exact
    lead_days: Integer
    mandatory: bool = False
    ongoing: bool = False
    requires: tuple[Id, ...] = ()
    excludes: tuple[Id, ...] = ()
    proof: Text | None = None
    sources: tuple[Source, ...] = ()


class MeasureFile(Frozen):
    """measures/<sheet>.yaml"""

    measures: tuple[Measure, ...]


class PlannedMeasure(Frozen):
    """A measure once chosen. One of the library's is named by its id and may be adjusted; an own one (自拟) carries
    its text, its effects and the reason why they may be expected. `office` is the post in charge (负责岗位), never a name;
    `funding` is where the money comes from."""

    measure: Id
    text: Words | None = None
    effects: tuple[Effect, ...] = ()
    reason: Remark = ""
    responsible_body: Remark = ""
    assisting_bodies: tuple[Words, ...] = ()
    office: Remark = ""
    start: Day | None = None
    due: Day | None = None
    cost: Exact | None = None
    funding: Remark = ""
    ongoing: bool = False
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
        if not self.own and self.ongoing:
            raise PydanticCustomError(
                "library-ongoing", "whether a library measure is ongoing is the library's to say", {"measure": self.measure}
            )
        return self


class Aim(Frozen):
    """What a plan is to reach and within which limits (方案目标).

    `target`: the level, the scorecard's unless said. `answer_all`: every risk from `answer_from` on that is not accepted gets a
    measure (一一制定解决方案). `worst_band`: no factor worse than this. `budget`: 万元, the whole plan. `by`: everything done by
    this day. `pinned` are taken, `barred` are not, whatever they cost.
    """

    target: Id | None = None
    answer_all: bool = True
    worst_band: Id | None = None
    budget: Exact | None = None
    by: Day | None = None
    pinned: tuple[Id, ...] = ()
    barred: tuple[Id, ...] = ()


class MitigationPlan(Frozen):
    """措施方案: the chosen measures, the risks accepted without one, each with its reason, and the aim."""

    measures: tuple[PlannedMeasure, ...] = ()
    accepted: dict[Id, Words] = {}
    aim: Aim = Aim()
