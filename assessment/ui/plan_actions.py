"""What a click on the plan page does, before the page is drawn: one service function each."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import streamlit as st

from assessment import service
from assessment.engine.choosing import excluded, with_required
from assessment.engine.mitigation import counted
from assessment.engine.planning import taken_up_again
from assessment.errors import Problem
from assessment.i18n import Translate
from assessment.model.measure import PlannedMeasure
from assessment.ui import history_words, parts, plan_forms, state
from assessment.ui.plan_rows import ACCEPT, EDIT, OWN, RATE, REMOVE, measure_of
from assessment.ui.plan_words import joined

PROBLEMS, SAID, DRAWN, SWAP = "plan.problems", "plan.said", "plan.drawn", "plan.swap"


def act(case: service.Case, tables: Sequence[str]) -> bool:
    """Do what the person asked of a row of one of the tables; whether anything was asked. Called before the page is drawn:
    the event already waits under the table's key, and one run then shows what it did."""
    waiting = [event for key in tables if (event := (state.widget(key) or {}).get("event"))]
    id, plan = state.recall(DRAWN, (case.id, case.assessment.plan))
    seen = {planned.measure: planned for planned in plan.measures} if id == case.id else {}
    for event in waiting:
        with state.guarded(keep):
            _do(case, seen, event["action"], event["row"], event["value"])
    return bool(waiting)


def drawn(case: service.Case) -> None:
    """What the person sees from now on: a later change is refused where somebody else changed it in between."""
    state.remember(DRAWN, (case.id, case.assessment.plan))


def _do(case: service.Case, seen: Mapping[str, PlannedMeasure], action: str, row: str, value: object) -> None:
    if action == "check":
        measure = measure_of(row)
        _tick(case, measure, seen.get(measure), bool(value))
    elif action == REMOVE:
        _tick(case, row, seen.get(row), False)
    elif action == EDIT and row in seen:
        plan_forms.open_edit(case, seen[row])
    elif action == OWN:
        plan_forms.open_own(case, row)
    elif action == ACCEPT:
        plan_forms.open_accept(case, row)
    elif action == RATE:
        state.go("rate", focus=row)


def _tick(case: service.Case, measure: str, seen: PlannedMeasure | None, wanted: bool) -> None:
    """Choose or leave one measure. A lapsed one is taken up again with what it says."""
    actor, bench = state.actor(), state.bench()
    if wanted and (seen is None or seen.status == "lapsed"):
        _remember_swap(case, measure)
    if wanted and seen is None:
        service.choose_measures(actor, bench, case.id, [measure])
        _say_brought(case, measure)
    elif wanted and seen is not None and seen.status == "lapsed":
        service.plan_measure(actor, bench, case.id, measure, taken_up_again(case.scorecard, seen, case.assessment.date), seen)
    elif not wanted and seen is not None:
        service.plan_measure(actor, bench, case.id, measure, None, seen)
        _say_missed(case, measure)


def _say_brought(case: service.Case, measure: str) -> None:
    """What came along because the measure requires it."""
    _, live = state.tr(), counted(case.scorecard, case.assessment, "planned")
    brought = [name for name in with_required(case.scorecard, [measure]) if name != measure and name not in live]
    if brought:
        names = joined(_, brought)
        state.remember(SAID, _("{measure} 要求同时做 {others}，已一并选上。", measure=measure, others=names))


def _say_missed(case: service.Case, measure: str) -> None:
    """Which of the chosen ones required the measure that was taken out."""
    _, live = state.tr(), counted(case.scorecard, case.assessment, "planned")
    left = [name for name, each in live.items() if not each.own and measure in case.scorecard.measure[name].requires]
    if left:
        state.remember(
            SAID, _("已移除 {measure}；{others} 要求与它同时做，请一并考虑。", measure=measure, others=joined(_, left))
        )


def _remember_swap(case: service.Case, measure: str) -> None:
    """Which of the chosen ones would have to leave for the measure, should it be refused."""
    live = counted(case.scorecard, case.assessment, "planned")
    names = with_required(case.scorecard, [measure])
    others = {other for name in names for other in excluded(case.scorecard, name, live)}
    state.remember(SWAP, (case.id, measure, {name: live[name] for name in live if name in others}))


def _swap(id: str, measure: str, others: Mapping[str, PlannedMeasure]) -> None:
    """改选: the measure in, those it excludes out, as one action."""
    with state.guarded(keep):
        service.choose_measures(state.actor(), state.bench(), id, [measure], instead_of=others)


# The buttons' callbacks


def choose_all(id: str, measures: Sequence[str]) -> None:
    """Every suggested measure, as one action."""
    with state.guarded(keep):
        service.choose_measures(state.actor(), state.bench(), id, measures)
        state.remember(SAID, state.tr()("已选上 {count} 条建议措施，“撤销上一步”可一次收回。", count=len(measures)))


def take_back(id: str) -> None:
    """撤销: the last change of this person in this project, on whichever page it was made."""
    _ = state.tr()
    with state.guarded(keep):
        undone = service.undo(state.actor(), state.bench(), id)
        if undone is None:
            state.remember(SAID, _("没有可以撤销的。"))
        else:
            state.remember(SAID, _("已撤销：{what}。", what=_what(_, id, undone)))


def _what(_: Translate, id: str, undone: service.Undone) -> str:
    if undone.kind == "figure":
        card = service.open_case(state.actor(), state.bench(), id).scorecard
        return _("数据 {id}", id=history_words.undone(_, undone, card, state.language()))
    measures = _("措施 {key}", key=undone.key)
    if "," in undone.key:
        measures = _("同时改动的 {count} 条措施", count=undone.key.count(",") + 1)
    words = {
        "rating": _("打分 {key}", key=undone.key),
        "veto": _("否决提问 {key}", key=undone.key),
        "fact": _("筛查事实 {key}", key=undone.key),
        "measure": measures,
        "measures": measures,
        "plan": measures,
        "accepted": _("不采取措施的理由 {key}", key=undone.key),
        "project": _("项目情况"),
        "aim": _("方案目标和限制"),
    }
    return words.get(undone.kind, undone.key)


def one_risk() -> str:
    """The risk that the address asks for alone."""
    return state.asked("indicator") or state.asked("focus")


def open_asked(case: service.Case) -> None:
    """The form of the measure that the address asks for, once."""
    asked = state.asked("measure")
    state.address(measure=None)
    planned = next((each for each in case.assessment.plan.measures if each.measure == asked), None)
    if planned is not None and not case.archived:
        plan_forms.open_edit(case, planned)


def next_open(open_: Sequence[str]) -> None:
    """The next risk without a measure after the one shown, round to the first."""
    here = one_risk()
    following = open_[(open_.index(here) + 1) % len(open_)] if here in open_ else open_[0]
    state.address(indicator=following, focus=None)


def show_all() -> None:
    state.address(indicator=None, focus=None)


# Afterwards


def keep(problems: Sequence[Problem]) -> None:
    """What went wrong is said below the bar, beside what is stored now. A click has no second version to choose from: after a
    conflict it is simply made again."""
    state.remember(PROBLEMS, tuple(_contested(p) if p.code == "conflict" else p for p in problems))


def _contested(problem: Problem) -> Problem:
    at = datetime.fromisoformat(problem.values["at"]).astimezone()
    return Problem("plan-conflict", values={"who": parts.who(problem.values["who"]), "at": f"{at:%m-%d %H:%M:%S}"})


def said() -> None:
    """What the last action did, or why it could not, once."""
    problems: Sequence[Problem] = state.forget(PROBLEMS) or ()
    state.show_problems(problems)
    swap = state.forget(SWAP)
    if swap and swap[2] and any(problem.code == "measure-excluded" for problem in problems):
        _, (_id, measure, others) = state.tr(), swap
        label = _("改选 {measure}，移除 {others}", measure=measure, others=joined(_, others))
        st.button(state.plain_text(label), key="plan-swap", on_click=_swap, args=swap)
    if text := state.forget(SAID):
        st.success(state.plain_text(text))
