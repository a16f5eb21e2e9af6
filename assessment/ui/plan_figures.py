"""What the plan page shows of a case, as values: each risk with its measures, fired vetoes, what one measure adds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assessment.engine.answering import needs_answer
from assessment.engine.choosing import compatible
from assessment.engine.mitigation import counted
from assessment.engine.planning import gains, lead_days, plan_cost
from assessment.engine.ranking import ranked
from assessment.engine.review import OF_THE_PLAN, review
from assessment.engine.suggesting import suggest
from assessment.errors import Problem
from assessment.model.case import Assessment
from assessment.model.measure import Effect, PlannedMeasure
from assessment.model.result import FactorRisk, Result, VetoResult
from assessment.model.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Choice:
    """One measure against one risk. `gain`: by how much the index is lower with it than without it, given the rest of
    the plan («指数再降»); `planned` is there for a lapsed one too, which does not count."""

    measure: str
    planned: PlannedMeasure | None
    counts: bool
    effect: Effect | None
    gain: Fraction
    clears: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Risk:
    """One factor before and after the plan. `rank` by contribution, 1 the highest; `due`: in the band from which a
    measure or a reason is asked for; `open`: asked for and not given."""

    rank: int
    before: FactorRisk
    after: FactorRisk
    choices: tuple[Choice, ...]
    accepted: str | None
    due: bool
    open: bool


@dataclass(frozen=True, slots=True)
class FiredVeto:
    """A fired veto; `expected` and `now`: cleared by the plan, and in fact, by a verified measure."""

    veto: VetoResult
    expected: bool
    now: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    risks: tuple[Risk, ...]
    vetoes: tuple[FiredVeto, ...]
    problems: tuple[Problem, ...]
    suggested: tuple[str, ...]
    cost: Fraction
    longest: int | None
    chosen: int

    @property
    def due(self) -> tuple[Risk, ...]:
        return tuple(risk for risk in self.risks if risk.due)

    @property
    def others(self) -> tuple[Risk, ...]:
        return tuple(risk for risk in self.risks if not risk.due)

    @property
    def open(self) -> tuple[Risk, ...]:
        return tuple(risk for risk in self.risks if risk.open)


def figures(
    scorecard: Scorecard, assessment: Assessment, initial: Result, expected: Result, now: Result, today: date | None = None
) -> Figures:
    """Everything the page needs, from the engine's three results and its review of the plan."""
    problems = review(scorecard, assessment, today, OF_THE_PLAN)
    gain = gains(scorecard, assessment, expected)
    live = counted(scorecard, assessment, "planned")
    planned = {p.measure for p in assessment.plan.measures}  # a lapsed one is taken up again only by its own tick
    suggested = (m.id for suggestion in suggest(scorecard, assessment) for m in suggestion.measures if m.id not in planned)
    choices = _choices(scorecard, assessment, gain, _fired(initial))
    due = {factor.id for factor in initial.factors if needs_answer(scorecard, factor)}
    unanswered = {problem.path for problem in problems if problem.code == "risk-unanswered"}
    return Figures(
        risks=_risks(assessment, initial, expected, choices, due, unanswered),
        vetoes=_vetoes(initial, expected, now, choices),
        problems=problems,
        suggested=compatible(scorecard, dict.fromkeys(suggested), live),
        cost=plan_cost(scorecard, live.values()),
        longest=max((days for p in live.values() if (days := lead_days(scorecard, p)) is not None), default=None),
        chosen=len(live),
    )


def _choices(
    scorecard: Scorecard, assessment: Assessment, gain: Mapping[str, Fraction], fired: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[Choice, ...]]:
    """Per indicator: the library's measures that name it or clear one of its fired vetoes, then own ones that name it."""
    planned = {p.measure: p for p in assessment.plan.measures}
    live = counted(scorecard, assessment, "planned")
    rows = [(m.id, m.effects) for m in scorecard.measures] + [(p.measure, p.effects) for p in planned.values() if p.own]
    found: dict[str, list[Choice]] = {}
    for name, effects in rows:
        lowering = {effect.indicator: effect for effect in effects}
        clearing = {i: tuple(v for v in vetoes if name in scorecard.veto[v][1].cleared_by) for i, vetoes in fired.items()}
        for indicator in dict.fromkeys((*lowering, *(i for i, vetoes in clearing.items() if vetoes))):
            choice = Choice(
                name, planned.get(name), name in live, lowering.get(indicator), gain[name], clearing.get(indicator, ())
            )
            found.setdefault(indicator, []).append(choice)
    return {indicator: tuple(choices) for indicator, choices in found.items()}


def _risks(
    assessment: Assessment,
    initial: Result,
    expected: Result,
    choices: Mapping[str, tuple[Choice, ...]],
    due: set[str],
    open_: set[str],
) -> tuple[Risk, ...]:
    after = {factor.id: factor for factor in expected.factors}
    order = (*ranked(initial), *(factor for factor in initial.factors if not factor.answered))
    return tuple(
        Risk(
            rank=rank,
            before=factor,
            after=after[factor.id],
            choices=choices.get(factor.id, ()),
            accepted=assessment.plan.accepted.get(factor.id),
            due=factor.id in due,
            open=factor.id in open_,
        )
        for rank, factor in enumerate(order, 1)
    )


def _fired(result: Result) -> dict[str, tuple[str, ...]]:
    """The fired vetoes by indicator."""
    names = [veto for veto in result.vetoes if veto.state == "fired"]
    return {veto.indicator: tuple(v.id for v in names if v.indicator == veto.indicator) for veto in names}


def _vetoes(initial: Result, expected: Result, now: Result, choices: Mapping[str, tuple[Choice, ...]]) -> tuple[FiredVeto, ...]:
    later = {veto.id: veto.state for veto in expected.vetoes}
    today = {veto.id: veto.state for veto in now.vetoes}
    return tuple(
        FiredVeto(
            veto,
            expected=later[veto.id] != "fired",
            now=today[veto.id] != "fired",
            choices=tuple(choice for choice in choices.get(veto.indicator, ()) if veto.id in choice.clears),
        )
        for veto in initial.vetoes
        if veto.state == "fired"
    )
