"""What the plan page shows of a case, as values: each risk with its measures, fired vetoes, what one measure adds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.engine.mitigation import cost_of, counted, needs_answer, residual, suggest
from assessment.engine.review import review
from assessment.errors import Problem
from assessment.model.case import Assessment
from assessment.model.measure import Effect, PlannedMeasure
from assessment.model.result import FactorRisk, Result, VetoResult
from assessment.model.scorecard import Scorecard
from assessment.ui.plan_words import lead_days

ZERO = Fraction(0)
OF_THE_PLAN = ("risk-unanswered", "veto-not-cleared", "residual-above-target")


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


def figures(scorecard: Scorecard, assessment: Assessment, initial: Result, expected: Result, now: Result) -> Figures:
    """Everything the page needs, from the engine's three results and its review of the plan."""
    problems = tuple(p for p in review(scorecard, assessment) if p.code in OF_THE_PLAN or p.code.startswith("measure-"))
    gain = gains(scorecard, assessment, expected)
    live = counted(assessment, "planned")
    planned = {p.measure for p in assessment.plan.measures}  # a lapsed one is taken up again only by its own tick
    suggested = (m.id for suggestion in suggest(scorecard, assessment) for m in suggestion.measures)
    choices = _choices(scorecard, assessment, gain, _fired(initial))
    due = {factor.id for factor in initial.factors if needs_answer(scorecard, factor)}
    unanswered = {problem.path for problem in problems if problem.code == "risk-unanswered"}
    return Figures(
        risks=_risks(assessment, initial, expected, choices, due, unanswered),
        vetoes=_vetoes(initial, expected, now, choices),
        problems=problems,
        suggested=tuple(dict.fromkeys(name for name in suggested if name not in planned)),
        cost=sum((cost_of(scorecard, p) for p in live.values()), ZERO),
        longest=max((days for p in live.values() if (days := lead_days(scorecard, p)) is not None), default=None),
        chosen=len(live),
    )


def gains(scorecard: Scorecard, assessment: Assessment, expected: Result) -> dict[str, Fraction]:
    """Per measure: |residual with it − residual without it|, the rest of the plan as it is.

    Measures that share no risk do not disturb each other's contributions, so each pass of `residual` turns many of them
    over at once: as many passes as one risk has measures, not as many as there are measures.
    """
    touched = {measure.id: [effect.indicator for effect in measure.effects] for measure in scorecard.measures}
    touched |= {p.measure: [effect.indicator for effect in p.effects] for p in assessment.plan.measures if p.own}
    passes: list[tuple[list[str], set[str]]] = []
    for name, indicators in touched.items():
        free = next((each for each in passes if each[1].isdisjoint(indicators)), None)
        if free is None:
            passes.append(free := ([], set()))
        free[0].append(name)
        free[1].update(indicators)
    before = {factor.id: factor.contribution or ZERO for factor in expected.factors}
    found: dict[str, Fraction] = {}
    for names, _ in passes:
        turned = residual(scorecard, _turned_over(assessment, names))
        moved = {f.id: abs((f.contribution or ZERO) - before[f.id]) for f in turned.factors}
        found |= {name: sum((moved.get(i, ZERO) for i in touched[name]), ZERO) for name in names}
    return {name: gain / expected.coverage if expected.coverage else ZERO for name, gain in found.items()}


def _turned_over(assessment: Assessment, names: Sequence[str]) -> Assessment:
    """The plan with each of `names` taken out where it counts, put in where it does not."""
    live = counted(assessment, "planned")
    kept = tuple(p for p in assessment.plan.measures if p.measure not in names)
    own = {p.measure: p for p in assessment.plan.measures if p.own}
    added = tuple(
        own[name].model_copy(update={"status": "planned"}) if name in own else PlannedMeasure(measure=name)
        for name in names
        if name not in live
    )
    return assessment.model_copy(update={"plan": assessment.plan.model_copy(update={"measures": kept + added})})


def _choices(
    scorecard: Scorecard, assessment: Assessment, gain: Mapping[str, Fraction], fired: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[Choice, ...]]:
    """Per indicator: the library's measures that name it or clear one of its fired vetoes, then own ones that name it."""
    planned = {p.measure: p for p in assessment.plan.measures}
    live = counted(assessment, "planned")
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
    ranked = sorted(initial.factors, key=lambda f: (not f.answered, -(f.contribution or ZERO)))
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
        for rank, factor in enumerate(ranked, 1)
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
