"""落实工作单 as a workbook: what is due when, what it costs, what the level asks for, and a worksheet for each body."""

from fractions import Fraction

from assessment.engine.duties import Duty
from assessment.engine.work import Share, Task, costs_by_body, costs_by_funding
from assessment.report.excel import Figure, SheetOf, Value, workbook
from assessment.ui.plan_words import status_word
from assessment.ui.work_words import (
    Work,
    asked_by,
    bodies_words,
    body_word,
    duty_code,
    duty_proof,
    duty_sources,
    duty_when,
    funding_word,
    late_word,
    proof_words,
    rhythm,
    risks_words,
    role_words,
    summary_words,
    task_text,
    when_words,
)

Line = list[Value | Figure]
TASK_WIDTHS = (6, 18, 33, 20, 17, 13, 11, 15, 11, 20, 12)


def work_book(work: Work) -> bytes:
    """Raises ReportError when a text is longer than a cell may be."""
    return workbook([_overview(work), *_costs(work), _duties(work), *(body_sheet(work, share) for share in work.shares)])


def _sheet(work: Work, title: str, columns: tuple[str, ...], rows: list[Line], widths: tuple[float, ...], said: str) -> SheetOf:
    project = work.assessment.project.name
    return SheetOf(title, columns, rows, widths, work.note, (title, project, said), (project, title))


def _overview(work: Work) -> SheetOf:
    """Every task by due date."""
    _ = work._
    columns = (
        _("序号"),
        _("编号"),
        _("措施"),
        _("责任单位"),
        _("负责岗位"),
        _("开始"),
        _("完成期限"),
        _("费用（万元）"),
        _("状态"),
        _("提醒"),
    )
    rows: list[Line] = [
        [
            number,
            task.measure,
            task_text(work, task),
            body_word(work, task.body),
            task.planned.office,
            task.start,
            task.due,
            cost(task.cost),
            status_word(_, task.status),
            late_word(work, task),
        ]
        for number, task in enumerate(work.tasks, 1)
    ]
    said = _("措施 {count} 条，按完成期限先后；截至 {day}", count=len(work.tasks), day=work.today.isoformat())
    return _sheet(work, _("总表"), columns, rows, (6, 9, 42, 20, 12, 12, 12, 13, 15, 12), said)


def cost(value: Fraction) -> Figure:
    return Figure(value, 0 if value.denominator == 1 else 2)


def _costs(work: Work) -> list[SheetOf]:
    _, whole = work._, sum((task.cost for task in work.live), Fraction(0))
    said = _("失效的措施不计；单位：万元")
    lead = [(body_word(work, name), value) for name, value in costs_by_body(work.tasks).items()]
    source = [(funding_word(work, name), value) for name, value in costs_by_funding(work.tasks).items()]
    sheets = []
    for title, head, found in (
        (_("费用（按单位）"), _("责任单位"), lead),
        (_("费用（按资金来源）"), _("资金来源"), source),
    ):
        rows: list[Line] = [[name, cost(value)] for name, value in found]
        rows.append([_("合计"), cost(whole)])
        sheets.append(_sheet(work, title, (head, _("费用（万元）")), rows, (40, 14), said))
    return sheets


def _duties(work: Work) -> SheetOf:
    _ = work._
    columns = (_("编号"), _("要求"), _("由何而来"), _("责任单位"), _("配合单位"), _("时间"), _("日期"), _("佐证"), _("依据"))
    rows: list[Line] = [
        [
            duty_code(work, duty),
            duty.obligation.text.in_(work.language),
            asked_by(work, duty),
            body_word(work, duty.obligation.responsible_body.zh),
            bodies_words(work, [each.zh for each in duty.obligation.assisting_bodies]),
            rhythm(work, duty),
            days(work, duty),
            duty_proof(work, duty),
            duty_sources(work, duty),
        ]
        for duty in work.duties
    ]
    said = _("{count} 项，由等级得出，不论选了哪些措施", count=len(rows)) if rows else _("打分表对这个等级没有要求。")
    return _sheet(work, _("等级要求"), columns, rows, (8, 40, 16, 18, 18, 16, 14, 24, 26), said)


def days(work: Work, duty: Duty) -> Value:
    """The one day as a day; of those that come again the days within the plan, the first twelve by name."""
    if not duty.recurring:
        return duty.dates[0] if duty.dates else duty_when(work, duty)
    ahead = [day for day in duty.dates if day >= work.today] or ([duty.next] if duty.next else [])
    return "\n".join([each.isoformat() for each in ahead[:12]] + (["…"] if len(ahead) > 12 else []))


def body_sheet(work: Work, share: Share) -> SheetOf:
    """One body's 落实工作单: what it leads, what it assists, what the level asks of it."""
    _ = work._
    name = body_word(work, share.body)
    rows = [_row(work, task, share.body) for task in (*share.leads, *share.assists)]
    rows += [_duty_row(work, duty, _("等级要求")) for duty in work.duties_of(share.body)]
    rows += [_duty_row(work, duty, _("等级要求（配合）")) for duty in work.duties_of(share.body, leading=False)]
    lines: list[Line] = [[number, *row] for number, row in enumerate(rows, 1)]
    title = _("落实工作单：{body}", body=name)
    project = work.assessment.project.name
    said = summary_words(work, share)
    return SheetOf(name, task_columns(work), lines, TASK_WIDTHS, work.note, (title, project, said), (project, title))


def task_columns(work: Work) -> tuple[str, ...]:
    _ = work._
    return (
        _("序号"),
        _("分工"),
        _("措施"),
        _("针对风险"),
        _("起止"),
        _("费用（万元）"),
        _("资金来源"),
        _("配合单位"),
        _("负责岗位"),
        _("佐证"),
        _("状态"),
    )


def _row(work: Work, task: Task, body: str) -> Line:
    reminder = late_word(work, task)
    state = status_word(work._, task.status)
    return [
        role_words(work, task, body),
        f"{task.measure} {task_text(work, task)}",
        risks_words(work, task),
        when_words(work, task),
        cost(task.cost) if task.body == body else None,  # the money is with whoever leads
        task.planned.funding if task.body == body else "",
        bodies_words(work, task.assisting),
        task.planned.office,
        proof_words(work, task),
        f"{state}\n{reminder}" if reminder else state,
    ]


def _duty_row(work: Work, duty: Duty, role: str) -> Line:
    helpers = bodies_words(work, [each.zh for each in duty.obligation.assisting_bodies])
    when = f"{rhythm(work, duty)}\n{duty_when(work, duty)}"
    text = f"{duty_code(work, duty)} {duty.obligation.text.in_(work.language)}"
    return [role, text, asked_by(work, duty), when, None, "", helpers, "", duty_proof(work, duty), ""]
