"""What a click on 选方案 does: the aim is saved when it is changed, a plan is taken over as one action."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from assessment import service
from assessment.engine.mitigation import counted
from assessment.engine.optimise.obstacles import Obstacle
from assessment.engine.planning import plan_cost
from assessment.model.case import Assessment
from assessment.model.measure import Aim
from assessment.model.scorecard import Scorecard
from assessment.ui import plan_actions, state
from assessment.ui.choose_rows import BAR, FREE, PIN

TABLES = ("choose-measures", "choose-dropped")
STYLE = Path(__file__).with_name("choose.css")


def current(assessment: Assessment) -> frozenset[str]:
    """The measures of the plan as it stands, without lapsed ones."""
    return frozenset(p.measure for p in assessment.plan.measures if p.status != "lapsed")


def cost_now(scorecard: Scorecard, assessment: Assessment) -> Fraction:
    return plan_cost(scorecard, counted(scorecard, assessment, "planned").values())


def act(case: service.Case) -> bool:
    """Pin, bar or free the measure of a row; whether anything was asked."""
    waiting = [event for key in TABLES if (event := (state.widget(key) or {}).get("event"))]
    for event in waiting:
        save_aim(case, turned(case.assessment.plan.aim, event["row"], event["action"]))
    return bool(waiting)


def turned(aim: Aim, measure: str, action: str) -> Aim:
    """The aim once a measure is pinned, barred or left to choice."""
    pinned = [name for name in aim.pinned if name != measure]
    barred = [name for name in aim.barred if name != measure]
    if action == PIN:
        pinned.append(measure)
    elif action == BAR:
        barred.append(measure)
    elif action != FREE:
        return aim
    return aim.model_copy(update={"pinned": tuple(pinned), "barred": tuple(barred)})


def relaxed(aim: Aim, obstacle: Obstacle) -> Aim | None:
    """The aim with the obstacle out of the way, where that is a matter of the aim."""
    left = {name: tuple(one for one in getattr(aim, name) if one not in obstacle.ids) for name in ("pinned", "barred")}
    until = {"by": obstacle.by} if obstacle.by is not None else {}
    changes: dict[str, dict[str, Any]] = {
        "budget": {"budget": obstacle.cost},
        "dear": {"budget": obstacle.cost},
        "late": until,
        "barred": {"barred": left["barred"]},
        "pinned": {"pinned": left["pinned"]},
        "band": {"worst_band": None},
        "risk": {"answer_all": False},
        "contradiction": left | until,
        "together": {"budget": None, "by": None, "worst_band": None, "answer_all": False, "pinned": (), "barred": ()},
    }
    other = aim.model_copy(update=changes.get(obstacle.kind, {}))
    return other if other != aim else None


def again(id: str, measures: Sequence[str]) -> None:
    """Callback: lapsed measures are planned anew."""
    with state.guarded(plan_actions.keep):
        service.choose_measures(state.actor(), state.bench(), id, measures)
        text = state.tr()("已重新启用 {count} 条措施，“撤销上一步”可一次收回。", count=len(measures))
        state.remember(plan_actions.SAID, text)


def save_aim(case: service.Case, aim: Aim) -> None:
    """Callback: what is to be reached from now on."""
    with state.guarded(plan_actions.keep):
        service.set_aim(state.actor(), state.bench(), case.id, aim, case.assessment.plan.aim)


def adopt(case: service.Case, chosen: Sequence[str]) -> None:
    """Callback: the plan consists of these measures."""
    with state.guarded(plan_actions.keep):
        service.adopt_plan(state.actor(), state.bench(), case.id, chosen, case.assessment.plan)
        text = state.tr()("已采用：方案现有 {count} 条措施，“撤销上一步”可一次收回。", count=len(chosen))
        state.remember(plan_actions.SAID, text)


take_back, said = plan_actions.take_back, plan_actions.said
