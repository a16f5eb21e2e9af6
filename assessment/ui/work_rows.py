"""The table of one body's work: what it leads, what it assists, what the level asks of it."""

from collections.abc import Iterator

from assessment.engine.duties import Duty
from assessment.engine.work import Share, Task
from assessment.report.words import money
from assessment.ui.plan_words import status_mark, traits
from assessment.ui.table import Button, Cell, Column, Row
from assessment.ui.work_words import (
    Work,
    asked_by,
    bodies_words,
    body_word,
    duty_code,
    duty_proof,
    duty_when,
    from_words,
    late_word,
    proof_words,
    rhythm,
    risks_words,
    task_text,
)

REPORT = "report"
DUTY = "duty:"  # before an obligation's id in a row's key; ids of measures cannot contain the colon


def columns(work: Work) -> tuple[Column, ...]:
    _ = work._
    return (
        Column("code", _("编号"), "left", "68px"),
        Column("measure", _("措施"), sortable=False),
        Column("due", _("完成期限"), "left", "148px"),
        Column("cost", _("费用"), "right", "84px", hide_on_narrow=True),
        Column("body", _("配合单位和岗位"), "left", "150px", sortable=False, hide_on_narrow=True),
        Column("proof", _("佐证"), "left", "164px", sortable=False, hide_on_narrow=True),
        Column("status", _("状态"), "left", "112px", hide_on_narrow=True),
        Column("act", "", "left", "80px", sortable=False),
    )


def rows(work: Work, share: Share) -> list[Row]:
    """Under a heading each, and only those there are."""
    _ = work._
    asked = [*work.duties_of(share.body), *work.duties_of(share.body, leading=False)]
    found: list[Row] = []
    for key, title, part in (
        ("leads", _("牵头（{count} 条）", count=len(share.leads)), [_task_row(work, task, True) for task in share.leads]),
        ("assists", _("配合（{count} 条）", count=len(share.assists)), [_task_row(work, task, False) for task in share.assists]),
        ("asked", _("等级要求（{count} 项）", count=len(asked)), list(_duty_rows(work, asked))),
    ):
        if part:
            found += [Row(key=f"group:{key}", cells={"code": Cell(text=title, strong=True)}, tone="group"), *part]
    return found


def _task_row(work: Work, task: Task, leads: bool) -> Row:
    _, helpers = work._, bodies_words(work, task.assisting)
    office = _("岗位：{office}", office=task.planned.office) if task.planned.office else ""
    who = helpers or "—" if leads else _("牵头：{body}", body=body_word(work, task.body))
    start = _("{start} 起", start=task.start.isoformat()) if task.start else ""
    own = _("自拟措施") if task.planned.own else ""
    words = [risks_words(work, task).replace("\n", _("、")), *traits(_, work.card, task.planned), own]
    reports = Button(REPORT, _("报进度"), hint=_("报 {measure} 的进度", measure=task.measure), disabled=not work.open)
    cells = {
        "code": Cell(text=task.measure),
        "measure": Cell(text=task_text(work, task), sub="　".join(word for word in words if word)),
        "due": Cell(
            text=task.due.isoformat() if task.due else _("期限待定"),
            sub="　".join(word for word in (start, from_words(work, task)) if word),
            sort=task.due,
            tag=late_word(work, task),
        ),
        "cost": Cell(text=money(_, task.cost), sort=task.cost, sub=task.planned.funding),
        "body": Cell(text=who, sub=office),
        "proof": Cell(text=proof_words(work, task) or "—"),
        "status": Cell(text=status_mark(_, task.status)),
        "act": Cell(buttons=(reports,)),
    }
    return Row(key=task.measure, cells=cells, tone="none" if task.counts else "muted")


def _duty_rows(work: Work, duties: list[Duty]) -> Iterator[Row]:
    for duty in duties:
        asked = duty.obligation
        helpers = bodies_words(work, [each.zh for each in asked.assisting_bodies])
        cells = {
            "code": Cell(text=duty_code(work, duty)),
            "measure": Cell(text=asked.text.in_(work.language), sub=asked_by(work, duty)),
            "due": Cell(text=duty_when(work, duty), sub=rhythm(work, duty), sort=duty.next),
            "cost": Cell(),
            "body": Cell(text=helpers or "—"),
            "proof": Cell(text=duty_proof(work, duty) or "—"),
            "status": Cell(),
            "act": Cell(),
        }
        yield Row(key=f"{DUTY}{asked.id}", cells=cells)
