"""What a plan costs, how long it takes, and what each of its measures adds to the rest («指数再降»)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from assessment.engine.mitigation import counted, residual
from assessment.engine.scheduling import later
from assessment.model.case import Assessment
from assessment.model.measure import Measure, PlannedMeasure
from assessment.model.result import FactorRisk, Result
from assessment.model.scorecard import Scorecard

ZERO = Fraction(0)


def cost_of(scorecard: Scorecard, planned: PlannedMeasure) -> Fraction:
    """万元: the plan's own figure, else the library's; an own measure without a figure costs what it says: nothing yet."""
    if planned.cost is not None:
        return planned.cost
    return ZERO if planned.own else scorecard.measure[planned.measure].cost


def first_planned(measure: Measure, start: date | None) -> PlannedMeasure:
    """A measure of the library as it is planned at first: its body, cost and days, from `start` on."""
    return PlannedMeasure(
        measure=measure.id,
        responsible_body=measure.responsible_body.zh,
        assisting_bodies=tuple(body.zh for body in measure.assisting_bodies),
        start=start,
        due=later(start, measure.lead_days) if start is not None else None,
        cost=measure.cost,
    )


def taken_up_again(scorecard: Scorecard, planned: PlannedMeasure, start: date | None) -> PlannedMeasure:
    """A lapsed measure, planned anew from `start` on with the time it takes."""
    days = lead_days(scorecard, planned)
    due = later(start, days) if start and days is not None else planned.due
    return planned.model_copy(update={"status": "planned", "start": start or planned.start, "due": due})


def plan_cost(scorecard: Scorecard, measures: Iterable[PlannedMeasure]) -> Fraction:
    """万元, all together."""
    return sum((cost_of(scorecard, planned) for planned in measures), ZERO)


def lead_days(scorecard: Scorecard, planned: PlannedMeasure) -> int | None:
    """Days from start to due as planned, else what the library says; None for an own measure without dates."""
    if planned.start and planned.due:
        return (planned.due - planned.start).days
    return None if planned.own else scorecard.measure[planned.measure].lead_days


def late(planned: PlannedMeasure, today: date) -> bool:
    """Due and not reported done."""
    return planned.status in ("planned", "in_progress") and planned.due is not None and planned.due < today


def gains(scorecard: Scorecard, assessment: Assessment, expected: Result) -> dict[str, Fraction]:
    """Per measure of the library and own one: |residual index with it − without it|, the rest of the plan as it is.
    `expected` is the residual of the plan.

    Measures that share no risk do not disturb each other's contributions, so each pass of `residual` turns many of them
    over at once: as many passes as one risk has measures, not as many as there are measures.
    """
    touched = {measure.id: [effect.indicator for effect in measure.effects] for measure in scorecard.measures}
    touched |= {p.measure: [effect.indicator for effect in p.effects] for p in assessment.plan.measures if p.own}
    before = _contributions(expected.factors)
    found: dict[str, Fraction] = {}
    for names in _apart(touched):
        turned = _contributions(residual(scorecard, _turned_over(scorecard, assessment, names)).factors)
        moved = {indicator: abs(turned[indicator] - before[indicator]) for indicator in before}
        found |= {name: sum((moved.get(indicator, ZERO) for indicator in touched[name]), ZERO) for name in names}
    return {name: gain / expected.coverage if expected.coverage else ZERO for name, gain in found.items()}


def _contributions(factors: Iterable[FactorRisk]) -> dict[str, Fraction]:
    return {factor.id: factor.contribution or ZERO for factor in factors}


def _apart(touched: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The measures in groups, no two of a group with a risk in common."""
    groups: list[tuple[list[str], set[str]]] = []
    for name, indicators in touched.items():
        free = next((group for group in groups if group[1].isdisjoint(indicators)), None)
        if free is None:
            groups.append(free := ([], set()))
        free[0].append(name)
        free[1].update(indicators)
    return [names for names, _ in groups]


def _turned_over(scorecard: Scorecard, assessment: Assessment, names: Sequence[str]) -> Assessment:
    """The plan with each of `names` taken out where it counts, put in where it does not."""
    live = counted(scorecard, assessment, "planned")
    kept = tuple(p for p in assessment.plan.measures if p.measure not in names)
    own = {p.measure: p for p in assessment.plan.measures if p.own}
    added = tuple(
        own[name].model_copy(update={"status": "planned"}) if name in own else PlannedMeasure(measure=name)
        for name in names
        if name not in live
    )
    return assessment.model_copy(update={"plan": assessment.plan.model_copy(update={"measures": kept + added})})
