"""The rows of the plan page's two tables: risks with their measures, and the chosen measures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from assessment.engine.planning import cost_of, late, lead_days
from assessment.i18n import Translate
from assessment.model.case import Assessment
from assessment.model.measure import PlannedMeasure
from assessment.model.scorecard import HOLD, Scorecard
from assessment.report.words import level_title, money
from assessment.ui.plan_figures import Choice, Figures, FiredVeto, Risk
from assessment.ui.plan_words import (
    assisting_of,
    body_of,
    effect_title,
    effect_words,
    gain_words,
    joined,
    levels_words,
    status_mark,
    text_of,
    traits,
)
from assessment.ui.table import Badge, Button, Cell, Column, Row

ACCEPT, OWN, EDIT, REMOVE, RATE = "accept", "own", "edit", "remove", "rate"
SEPARATOR = "/"  # between the risk or veto and the measure in a row's key; ids cannot contain it


@dataclass(frozen=True, slots=True)
class Page:
    """What every row needs: the words, the scorecard, the assessment, and whether it may be changed."""

    _: Translate
    language: str
    card: Scorecard
    assessment: Assessment
    open: bool


def measure_of(key: str) -> str:
    """The measure a row stands for."""
    return key.rpartition(SEPARATOR)[2]


def risk_columns(page: Page) -> tuple[Column, ...]:
    _ = page._
    gain = (Column("gain", _("指数再降"), "right", "84px"),) if page.card.index == "weighted" else ()
    return (
        Column("pick", _("选"), "center", "44px", sortable=False),
        Column("code", _("编号"), "left", "68px", sortable=False),
        Column("measure", _("风险与措施"), sortable=False),
        Column("effect", effect_title(_, page.card), "left", "172px", sortable=False),
        *gain,
        Column("cost", _("费用"), "right", "84px", hide_on_narrow=True),
        Column("days", _("周期"), "right", "66px", hide_on_narrow=True),
        Column("body", _("责任单位"), "left", "156px", sortable=False),
    )


def risk_rows(page: Page, risks: Iterable[Risk], vetoes: Iterable[FiredVeto]) -> list[Row]:
    """Fired vetoes with what clears them, then each risk with its measures."""
    rows: list[Row] = []
    for fired in vetoes:
        rows += _veto_rows(page, fired)
    for risk in risks:
        rows += _risk_rows(page, risk)
    return rows


def _veto_rows(page: Page, fired: FiredVeto) -> Iterator[Row]:
    _, veto = page._, page.card.veto[fired.veto.id][1]
    level = level_title(page.card, fired.veto.level, page.language)
    effect = _("{level}，暂缓实施", level=level) if veto.effect == HOLD else level
    if fired.now:
        state = _("目前已解除（佐证已核实）")
    elif fired.expected:
        state = _("预期解除，核实后才算")
    else:
        state = _("还没有措施能解除")
    cells = {
        "pick": Cell(text="■"),
        "code": Cell(text=veto.id),
        "measure": Cell(
            text=veto.question.in_(page.language),
            strong=True,
            sub=_("解除条件：{text}", text=veto.clearing.in_(page.language)) if veto.clearing else "",
        ),
        "effect": Cell(badge=Badge("■", _("否决已触发：{effect}", effect=effect), "bad"), sub=state),
    }
    yield Row(key=veto.id, cells=cells, tone="group")
    for choice in fired.choices:
        yield _choice_row(page, veto.id, choice)
    if not fired.choices:
        none = _("打分表没有能解除它的措施：按上面的条件消除该事实后，到打分页把回答改为“否”。")
        yield Row(key=f"{veto.id}{SEPARATOR}", cells={"measure": Cell(text=none)}, tone="missing")


def _risk_rows(page: Page, risk: Risk) -> Iterator[Row]:
    _, indicator = page._, page.card.indicators[risk.before.id]
    rating = page.assessment.ratings.get(indicator.id)
    before = levels_words(_, page.card, indicator, risk.before, page.language)
    after = levels_words(_, page.card, indicator, risk.after, page.language)
    moved = (
        _("现在 {before} → 落实后 {after}", before=before, after=after)
        if risk.after != risk.before
        else _("现在 {before}", before=before)
    )
    note = rating.note if rating else ""
    sub = note if risk.accepted is None else _("不采取措施，理由：{reason}", reason=risk.accepted)
    buttons: tuple[Button, ...] = (Button(RATE, _("去打分")),)
    if risk.before.answered:
        accept = Button(ACCEPT, _("不采取"), hint=_("写明不采取措施的理由"), disabled=not page.open)
        buttons = (Button(OWN, _("自拟"), hint=_("自拟一条措施"), disabled=not page.open), accept)
    cells = {
        "pick": Cell(text=str(risk.rank) if risk.before.answered else ""),
        "code": Cell(text=indicator.name),
        "measure": Cell(
            text=indicator.title.in_(page.language),
            strong=True,
            sub=sub,
            badge=Badge("", _("还没有措施"), "middle", dashed=True) if risk.open else None,
        ),
        "effect": Cell(text=moved),
        "body": Cell(buttons=buttons),
    }
    yield Row(key=indicator.id, cells=cells, tone="group")
    for choice in risk.choices:
        yield _choice_row(page, indicator.id, choice)


def _choice_row(page: Page, head: str, choice: Choice) -> Row:
    _ = page._
    planned = choice.planned or PlannedMeasure(measure=choice.measure)
    cost, days = cost_of(page.card, planned), lead_days(page.card, planned)
    lapsed = choice.planned is not None and not choice.counts
    text = text_of(page.card, planned, page.language)
    own = Badge("", _("自拟措施"), "plain", dashed=True) if planned.own else None
    clears = _("解除否决 {veto}", veto=joined(_, choice.clears)) if choice.clears else ""
    words = [
        status_mark(_, "lapsed") if lapsed else "",
        *traits(_, page.card, planned),
        _("理由：{reason}", reason=planned.reason) if planned.own else "",
    ]
    if choice.gain:
        gain = Cell(text=gain_words(choice.gain), sort=-choice.gain)
    else:
        gain = Cell(text=_("已到底") if choice.effect else "—", sort=choice.gain)
    cells = {
        # An own measure has no place outside the plan: it leaves it by being removed.
        "pick": Cell(check=choice.counts, check_label=_("选 {measure}", measure=choice.measure))
        if page.open
        else Cell(text="✓" if choice.counts else ""),
        "code": Cell(text=choice.measure),
        "measure": Cell(text=text, strong=choice.counts, sub="　".join(word for word in words if word), tag=clears, badge=own),
        "effect": Cell(text=effect_words(_, page.card, choice.effect)),
        "gain": gain,
        "cost": Cell(text=money(_, cost), sort=cost),
        "days": Cell(text=_("{days} 天", days=days) if days is not None else "—", sort=days),
        "body": Cell(text=body_of(page.card, planned, page.language) if choice.planned else _library_body(page, choice.measure)),
    }
    if page.card.index != "weighted":
        del cells["gain"]
    return Row(key=f"{head}{SEPARATOR}{choice.measure}", cells=cells, tone="chosen" if choice.counts else "none")


def _library_body(page: Page, measure: str) -> str:
    return page.card.measure[measure].responsible_body.in_(page.language)


def chosen_columns(page: Page) -> tuple[Column, ...]:
    _ = page._
    return (
        Column("code", _("编号"), "left", "68px"),
        Column("measure", _("措施"), sortable=False),
        Column("body", _("责任单位"), "left", "150px"),
        Column("cost", _("费用"), "right", "84px"),
        Column("start", _("开始"), "left", "90px", hide_on_narrow=True),
        Column("due", _("完成期限"), "left", "96px"),
        Column("status", _("状态"), "left", "132px"),
        Column("proof", _("佐证"), "left", "120px", sortable=False, hide_on_narrow=True),
        Column("act", "", "left", "122px", sortable=False),
    )


def by_due(measures: Iterable[PlannedMeasure]) -> list[PlannedMeasure]:
    """Earliest due first, those without a date last."""
    return sorted(measures, key=lambda p: (p.due is None, p.due or date.max, p.measure))


def chosen_rows(page: Page, facts: Figures, today: date) -> list[Row]:
    """The scorecard's measures, then own ones under a heading of their own."""
    _, measures = page._, by_due(page.assessment.plan.measures)
    library, own = [p for p in measures if not p.own], [p for p in measures if p.own]
    rows = [_chosen_row(page, planned, today) for planned in library]
    if own:
        heads = [_("打分表的措施（{count} 条）", count=len(library)), _("自拟措施（{count} 条）", count=len(own))]
        first, second = (
            Row(key=f"group-{number}", cells={"code": Cell(text=head, strong=True)}, tone="group")
            for number, head in enumerate(heads)
        )
        rows = [*([first, *rows] if rows else []), second, *(_chosen_row(page, planned, today) for planned in own)]
    if rows:
        total = {
            "code": Cell(),
            "measure": Cell(text=_("合计"), strong=True),
            "cost": Cell(text=money(_, facts.cost), strong=True),
        }
        rows.append(Row(key="total", cells={**total, "start": Cell(text=_("失效的不计"))}, tone="total"))
    return rows


def _chosen_row(page: Page, planned: PlannedMeasure, today: date) -> Row:
    _, cost = page._, cost_of(page.card, planned)
    assisting = joined(_, assisting_of(page.card, planned, page.language))
    buttons = (
        Button(EDIT, _("修改"), hint=_("修改 {measure}", measure=planned.measure), disabled=not page.open),
        Button(REMOVE, _("移除"), hint=_("移除 {measure}", measure=planned.measure), disabled=not page.open),
    )
    who = [_("岗位：{office}", office=planned.office) if planned.office else ""]
    who.append(_("协助：{bodies}", bodies=assisting) if assisting else "")
    cells = {
        "code": Cell(text=planned.measure),
        "measure": Cell(text=text_of(page.card, planned, page.language), sub="　".join(traits(_, page.card, planned))),
        "body": Cell(text=body_of(page.card, planned, page.language) or "—", sub="　".join(word for word in who if word)),
        "cost": Cell(text=money(_, cost), sort=cost, sub=planned.funding),
        "start": Cell(text=planned.start.isoformat() if planned.start else "—", sort=planned.start),
        "due": Cell(
            text=planned.due.isoformat() if planned.due else "—",
            sort=planned.due,
            tag=_("已过期限") if late(planned, today) else "",
        ),
        "status": Cell(text=status_mark(_, planned.status)),
        "proof": Cell(text=planned.proof or "—"),
        "act": Cell(buttons=buttons),
    }
    return Row(key=planned.measure, cells=cells, tone="muted" if planned.status == "lapsed" else "none")
