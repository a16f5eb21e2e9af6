"""What a rule of the review is: a function that looks at one case and yields what is to be said of it, and its codes as data."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from assessment.engine.answering import answered
from assessment.engine.grading import graded
from assessment.engine.mitigation import counted, effects_of, measure_effects, residual
from assessment.engine.scheduling import dates
from assessment.errors import Problem, Severity
from assessment.model.case import UNRATED, Assessment, Rating
from assessment.model.measure import Effect, PlannedMeasure
from assessment.model.result import FactorRisk, Result
from assessment.model.scorecard import Level, Scorecard

Where = Literal["rate", "plan", "project", "work"]
SHORT = 6  # characters below which a reason says nothing (ours)


@dataclass(frozen=True)
class Seen:
    """One case as the rules look at it. What several of them ask for is worked out once. Without `today` the rules about the
    calendar say nothing."""

    scorecard: Scorecard
    assessment: Assessment
    result: Result
    today: date | None = None

    @cached_property
    def applicable(self) -> dict[str, FactorRisk]:
        return {factor.id: factor for factor in self.result.factors}

    @cached_property
    def ratings(self) -> Mapping[str, Rating]:
        """With the level that counts on every axis."""
        return graded(self.scorecard, self.assessment).ratings

    @cached_property
    def live(self) -> dict[str, PlannedMeasure]:
        """The measures that count as planned (预期), each once."""
        return counted(self.scorecard, self.assessment, "planned")

    @cached_property
    def on(self) -> dict[str, dict[str, Effect]]:
        """The live measures that name each indicator, with their effect in full."""
        found: dict[str, dict[str, Effect]] = {}
        for name, planned in self.live.items():
            for effect in effects_of(self.scorecard, planned):
                found.setdefault(effect.indicator, {})[name] = effect
        return found

    @cached_property
    def offer(self) -> Mapping[str, tuple[Effect, ...]]:
        """Every measure there is to choose from."""
        return measure_effects(self.scorecard, {p.measure: p for p in self.assessment.plan.measures})

    @cached_property
    def due(self) -> dict[str, date | None]:
        """When each measure of the plan is due, as it says or worked out."""
        planned = {p.measure: p for p in self.assessment.plan.measures} | self.live
        found = dates(self.scorecard, self.assessment.date, planned)
        return {name: due for name, (_start, (due, _from)) in found.items()}

    @cached_property
    def expected(self) -> Result:
        """落实措施后，预期."""
        return residual(self.scorecard, self.assessment) if self.live else self.result

    @cached_property
    def fired(self) -> tuple[str, ...]:
        return tuple(veto.id for veto in self.result.vetoes if veto.state == "fired")

    @cached_property
    def target(self) -> Level:
        """What the plan is to reach: its own aim, else the scorecard's."""
        aim = self.assessment.plan.aim.target
        known = self.scorecard.level_rank
        return self.scorecard.levels[known[aim if aim in known else self.scorecard.target]]

    def answered(self, risk: str) -> bool:
        """Whether a live measure answers it."""
        chosen = {name: (effect,) for name, effect in self.on.get(risk, {}).items()}
        return bool(chosen) and answered(self.scorecard, self.ratings, risk, chosen, self.offer)

    def rating(self, indicator: str) -> Rating:
        """As it was given, without what follows from figures."""
        return self.assessment.ratings.get(indicator, UNRATED)


@dataclass(frozen=True, slots=True)
class Code:
    """How grave a finding is, and where it is mended; `where` is None where that depends on its place."""

    severity: Severity
    where: Where | None


@dataclass(frozen=True, slots=True)
class Rule:
    """`find` yields problems with codes of `codes` only; their severity is set from there."""

    find: Callable[[Seen], Iterator[Problem]]
    codes: Mapping[str, Code]


def error(where: Where | None) -> Code:
    """须改正: stands in the way of submission."""
    return Code("error", where)


def warning(where: Where | None) -> Code:
    """须说明: may be right, and the reviewer will ask why."""
    return Code("warning", where)


def advice(where: Where | None) -> Code:
    """建议: would make the case better."""
    return Code("advice", where)
