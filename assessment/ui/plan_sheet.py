"""防范化解措施汇总表 as a worksheet, in the columns of the report outline, with cost, state and proof after them."""

from assessment.engine.mitigation import effects_of
from assessment.engine.planning import cost_of, lead_days
from assessment.model.measure import PlannedMeasure
from assessment.report.excel import Figure, SheetOf, Value, workbook
from assessment.ui.flip_export import critical_sheet
from assessment.ui.plan_rows import Page, by_due
from assessment.ui.plan_words import assisting_of, body_of, effect_words, joined, status_word, text_of

WIDTHS = (5, 8, 22, 44, 24, 18, 22, 8, 9, 16, 12, 14, 9)


def summary_table(page: Page) -> bytes:
    """The file. 风险发生阶段 is left to the person who writes the report: the scorecard does not know it."""
    _, project = page._, page.assessment.project
    note = _("示例数据，不反映真实项目") if project.illustrative else ""
    columns = (
        _("序号"),
        _("风险发生阶段"),
        _("风险因素"),
        _("主要防范、化解措施"),
        _("实施时间和要求"),
        _("责任主体"),
        _("协助单位"),
        _("费用（万元）"),
        _("状态"),
        _("佐证"),
        _("资金来源"),
        _("负责岗位"),
        _("措施来源"),
    )
    measures = sorted(by_due(page.assessment.plan.measures), key=lambda planned: planned.own)
    rows = [[number, *_row(page, planned)] for number, planned in enumerate(measures, 1)]
    sheets = [SheetOf(_("防范化解措施汇总表"), columns, rows, WIDTHS, note)]
    if any(planned.own for planned in measures):
        sheets.append(_own(page, note))
    if page.assessment.plan.accepted:
        sheets.append(_accepted(page, note))
    failing = critical_sheet(page.card, page.assessment, page.language, note)
    return workbook([*sheets, failing] if failing else sheets)


def _row(page: Page, planned: PlannedMeasure) -> list[Value | Figure]:
    _, card = page._, page.card
    risks = {effect.indicator: card.indicators[effect.indicator].label for effect in effects_of(card, planned)}
    cost = cost_of(card, planned)
    return [
        "",
        joined(_, (label.in_(page.language) for label in risks.values())),
        text_of(card, planned, page.language),
        _when(page, planned),
        body_of(card, planned, page.language),
        joined(_, assisting_of(card, planned, page.language)),
        Figure(cost, 0 if cost.denominator == 1 else 2),
        status_word(_, planned.status),
        planned.proof,
        planned.funding,
        planned.office,
        _("自拟措施") if planned.own else _("打分表"),
    ]


def _when(page: Page, planned: PlannedMeasure) -> str:
    _, days = page._, lead_days(page.card, planned)
    if planned.start and planned.due:
        return _("{start} 至 {due}", start=planned.start.isoformat(), due=planned.due.isoformat())
    if planned.due:
        return _("{due} 前", due=planned.due.isoformat())
    return _("期限待定（约 {days} 天）", days=days) if days is not None else _("期限待定")


def _own(page: Page, note: str) -> SheetOf:
    """自拟措施, apart from the library's: what each is expected to do, and why that may be expected."""
    _, card = page._, page.card
    columns = (_("编号"), _("措施"), _("风险因素"), _("效果"), _("理由"), _("须持续落实"))
    rows: list[list[Value | Figure]] = [
        [
            planned.measure,
            planned.text,
            "\n".join(card.indicators[effect.indicator].label.in_(page.language) for effect in planned.effects),
            "\n".join(effect_words(_, card, effect) for effect in planned.effects),
            planned.reason,
            _("是") if planned.ongoing else _("否"),
        ]
        for planned in by_due(page.assessment.plan.measures)
        if planned.own
    ]
    return SheetOf(_("自拟措施"), columns, rows, (8, 44, 26, 24, 44, 10), note)


def _accepted(page: Page, note: str) -> SheetOf:
    """The risks left without a measure, each with its reason: the plan is not whole without them."""
    _, card = page._, page.card
    rows: list[list[Value | Figure]] = [
        [number, card.indicators[name].label.in_(page.language), reason]
        for number, (name, reason) in enumerate(page.assessment.plan.accepted.items(), 1)
    ]
    return SheetOf(_("不采取措施的风险"), (_("序号"), _("风险因素"), _("理由")), rows, (6, 34, 70), note)
