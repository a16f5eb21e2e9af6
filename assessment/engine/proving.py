"""核实之前: a plan is a promise. What stands until its proof is accepted, and what the measures that clear a veto do alone."""

from dataclasses import dataclass
from fractions import Fraction

from assessment.engine.mitigation import counted, residual
from assessment.engine.planning import lead_days, plan_cost
from assessment.model.case import Assessment
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class UntilProven:
    """`now`: what is left by the proof there is. `clearing`: the planned measures that clear a veto which still stands, what they
    cost (万元) and how many days they take; `then`: what is left once these alone are verified, None where there are none."""

    now: Result
    clearing: tuple[str, ...]
    cost: Fraction
    days: int
    then: Result | None


def until_proven(scorecard: Scorecard, assessment: Assessment) -> UntilProven:
    now = residual(scorecard, assessment, "verified")
    by = {name for veto in now.vetoes if veto.state == "fired" for name in scorecard.veto[veto.id][1].cleared_by}
    planned = counted(scorecard, assessment, "planned")
    clearing = [planned[name] for name in planned if name in by and not planned[name].own]
    names = tuple(p.measure for p in clearing)
    done = tuple(p.model_copy(update={"status": "verified"}) if p.measure in names else p for p in assessment.plan.measures)
    plan = assessment.plan.model_copy(update={"measures": done})
    return UntilProven(
        now=now,
        clearing=names,
        cost=plan_cost(scorecard, clearing),
        days=max((days for p in clearing if (days := lead_days(scorecard, p)) is not None), default=0),
        then=residual(scorecard, assessment.model_copy(update={"plan": plan}), "verified") if names else None,
    )
