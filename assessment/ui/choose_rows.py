"""The measures of a proposed plan as rows: cost, days, what each is for, whether it is new, and its three choices."""

from collections.abc import Sequence

from assessment.engine.mitigation import effects_of
from assessment.engine.optimise.best import BestPlan
from assessment.engine.optimise.posing import STARTED
from assessment.engine.planning import cost_of, lead_days
from assessment.model.measure import PlannedMeasure
from assessment.report.best_words import because
from assessment.report.words import money, number
from assessment.ui.plan_rows import Page
from assessment.ui.plan_words import body_of, joined, text_of
from assessment.ui.table import Button, Cell, Column, Row

PIN, BAR, FREE = "pin", "bar", "free"


def columns(page: Page, reasons: bool = True) -> tuple[Column, ...]:
    """With what each measure is for, where there is a plan to need it."""
    _ = page._
    why = (Column("why", _("为什么要它"), "left", "230px", sortable=False, hide_on_narrow=True),) if reasons else ()
    return (
        Column("code", _("编号"), "left", "72px"),
        Column("measure", _("措施与风险"), sortable=False),
        Column("cost", _("费用"), "right", "92px"),
        Column("days", _("周期"), "right", "70px", hide_on_narrow=True),
        Column("body", _("责任单位"), "left", "150px", hide_on_narrow=True),
        *why,
        Column("act", "", "left", "128px", sortable=False),
    )


def rows(page: Page, best: BestPlan) -> list[Row]:
    """The dearest first; then those the official has barred, so that they can be taken back: also where the conditions contradict
    one another and the proposed plan, sought without them, contains them."""
    _, aim = page._, page.assessment.plan.aim
    has = {p.measure for p in page.assessment.plan.measures}
    planned = [p for p in best.assessment.plan.measures if p.measure in best.chosen and p.measure not in aim.barred]
    planned.sort(key=lambda p: (-cost_of(page.card, p), p.measure))
    drawn = []
    for p in planned:
        why = because(_, page.card, best, p.measure, page.language) if best.why else []
        tag = "" if p.measure in has else _("新增")
        drawn.append(_row(page, p, joined_lines(page, why), tag, p.measure in aim.pinned))
    barred = [name for name in aim.barred if name in page.card.measure or name in has]
    own = {p.measure: p for p in page.assessment.plan.measures}
    drawn += [_barred(page, own.get(name, PlannedMeasure(measure=name))) for name in barred]
    return drawn


def dropped(page: Page, best: BestPlan) -> list[Row]:
    """What the plan as it stands has and the proposed one does not need."""
    gone = [
        p
        for p in page.assessment.plan.measures
        if p.measure not in best.chosen and p.status != "lapsed" and p.measure not in page.assessment.plan.aim.barred
    ]
    return [_row(page, p, page._("没有它也能达到"), "", False) for p in gone]


def _row(page: Page, planned: PlannedMeasure, why: str, tag: str, pinned: bool) -> Row:
    _, card = page._, page.card
    cost, days = cost_of(card, planned), lead_days(card, planned)
    names = dict.fromkeys(effect.indicator for effect in effects_of(card, planned))
    risks = joined(_, (card.indicators[name].label.in_(page.language) for name in names if name in card.indicators))
    cells = {
        "code": Cell(text=planned.measure, tag=tag),
        "measure": Cell(text=text_of(card, planned, page.language), sub=risks),
        "cost": Cell(text=money(_, cost), sort=cost),
        "days": Cell(text=_("{days} 天", days=days) if days is not None else "—", sort=days),
        "body": Cell(text=body_of(card, planned, page.language) or _library_body(page, planned)),
        "why": Cell(text=why),
        "act": Cell(buttons=_choices(page, planned, pinned)),
    }
    return Row(key=planned.measure, cells=cells, tone="chosen" if pinned else "none")


def _choices(page: Page, planned: PlannedMeasure, pinned: bool) -> tuple[Button, ...]:
    """One already under way stays; one pinned can be left to choice again."""
    _, name = page._, planned.measure
    if planned.status in STARTED:
        return ()
    off = not page.open
    if pinned:
        return (Button(FREE, _("取消必选"), hint=_("由程序决定选不选 {measure}", measure=name), disabled=off),)
    return (
        Button(PIN, _("必选"), hint=_("方案里一定要有 {measure}", measure=name), disabled=off),
        Button(BAR, _("不选"), hint=_("方案里不要 {measure}", measure=name), disabled=off),
    )


def _barred(page: Page, planned: PlannedMeasure) -> Row:
    row = _row(page, planned, page._("您定为不选"), "", False)
    again = Button(FREE, page._("取消不选"), disabled=not page.open)
    return Row(key=row.key, cells={**row.cells, "act": Cell(buttons=(again,))}, tone="muted")


def _library_body(page: Page, planned: PlannedMeasure) -> str:
    return "—" if planned.own else page.card.measure[planned.measure].responsible_body.in_(page.language)


def joined_lines(page: Page, lines: Sequence[str]) -> str:
    return page._("；").join(lines)


def second_rows(page: Page, best: BestPlan, found: Sequence[BestPlan]) -> list[list[str]]:
    """Each next plan beside the best one: what it costs more, what it takes in and leaves out."""
    _ = page._
    first = [_("最省"), money(_, best.cost), "—", number(best.residual.worst_index), "—", "—"]
    table = [first]
    for place, plan in enumerate(found, 2):
        into, out = sorted(plan.chosen - best.chosen), sorted(best.chosen - plan.chosen)
        more = money(_, plan.cost - best.cost)
        table.append(
            [
                _("第 {place}", place=place),
                money(_, plan.cost),
                more,
                number(plan.residual.worst_index),
                joined(_, into) or "—",
                joined(_, out) or "—",
            ]
        )
    return table
