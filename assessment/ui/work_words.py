"""The plan as work in the reader's words: bodies, dates and where they come from, risks, proof, what the level asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessment import service
from assessment.engine.duties import Duty, obligations
from assessment.engine.planning import plan_cost
from assessment.engine.remaining import Remaining, remaining
from assessment.engine.work import Share, Task, bodies, by_body, tasks
from assessment.i18n import Translate
from assessment.model.base import Text
from assessment.model.case import Assessment
from assessment.model.scorecard import Scorecard
from assessment.report.words import few, level_title, money, source_word
from assessment.ui.plan_bar import lapsing
from assessment.ui.plan_words import joined, text_of


@dataclass(frozen=True, slots=True)
class Work:
    """What the page, its print and its workbook are made of."""

    _: Translate
    language: str
    card: Scorecard
    assessment: Assessment
    open: bool
    today: date
    left: Remaining
    tasks: tuple[Task, ...]
    duties: tuple[Duty, ...]
    shares: tuple[Share, ...]
    names: Mapping[str, Text]

    @property
    def note(self) -> str:
        _ = self._
        return _("示例数据，不反映真实项目") if self.assessment.project.illustrative else ""

    @property
    def live(self) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.counts)

    def duties_of(self, body: str, leading: bool = True) -> tuple[Duty, ...]:
        """What the level asks of one body, as the one responsible or as one that assists."""
        return tuple(
            duty
            for duty in self.duties
            if (
                body == duty.obligation.responsible_body.zh
                if leading
                else body in [each.zh for each in duty.obligation.assisting_bodies]
            )
        )


def work_of(_: Translate, language: str, case: service.Case, today: date) -> Work:
    card, assessment = case.scorecard, case.assessment
    found = tasks(card, assessment)
    duties = obligations(card, assessment, today, case.result, case.now)
    asked = [b.zh for d in duties for b in (d.obligation.responsible_body, *d.obligation.assisting_bodies)]
    return Work(
        _,
        language,
        card,
        assessment,
        not case.archived,
        today,
        remaining(card, assessment, case.residual, case.now, case.lasting),
        found,
        duties,
        by_body(found, asked),
        bodies(card),
    )


def body_word(work: Work, body: str) -> str:
    """A body in the reader's language where the scorecard names it; what nobody leads yet is said so."""
    _ = work._
    if not body:
        return _("未定责任单位")
    return work.names[body].in_(work.language) if body in work.names else body


def bodies_words(work: Work, names: Sequence[str]) -> str:
    return joined(work._, (body_word(work, name) for name in names))


def share_words(work: Work, share: Share) -> str:
    """«牵头 5 条，配合 2 条，已过期限 1 条»."""
    _, late = work._, [task for task in share.leads if task.late(work.today)]
    words = [_("牵头 {count} 条", count=len(share.leads)), _("配合 {count} 条", count=len(share.assists))]
    if duties := work.duties_of(share.body):
        words.append(_("等级要求 {count} 项", count=len(duties)))
    if late:
        words.append(_("已过期限 {count} 条", count=len(late)))
    return _("，").join(words)


def summary_words(work: Work, share: Share) -> str:
    _ = work._
    return _("{shares}；牵头的措施费用 {cost}", shares=share_words(work, share), cost=money(work._, share.cost))


def funding_word(work: Work, funding: str) -> str:
    _ = work._
    return funding or _("未写资金来源")


def task_text(work: Work, task: Task) -> str:
    return text_of(work.card, task.planned, work.language)


def risks_words(work: Work, task: Task) -> str:
    _ = work._
    labels = [work.card.indicators[name].label.in_(work.language) for name in task.risks]
    return "\n".join([*labels, *(_("解除否决 {veto}", veto=veto) for veto in task.clears)])


def from_words(work: Work, task: Task) -> str:
    """Where the dates come from, where the plan does not say both."""
    _ = work._
    starts = {"assessment": _("开始按评估日期"), "required": _("开始按所要求的措施完成之日")}
    words = [starts.get(task.start_from, ""), _("期限按开始加办理天数") if task.due_from == "lead" else ""]
    return _("，").join(word for word in words if word)


def when_words(work: Work, task: Task) -> str:
    _ = work._
    if task.start and task.due:
        return _("{start}\n至 {due}", start=task.start.isoformat(), due=task.due.isoformat())
    return task.due.isoformat() if task.due else _("期限待定")


def late_word(work: Work, task: Task) -> str:
    _ = work._
    if task.late(work.today):
        return _("已过期限")
    return _("30 天内到期") if task.soon(work.today) else ""


def proof_words(work: Work, task: Task) -> str:
    """What there is, else what there should be."""
    _ = work._
    if task.planned.proof:
        return task.planned.proof
    return _("应有：{proof}", proof=task.proof_needed.in_(work.language)) if task.proof_needed else ""


def role_words(work: Work, task: Task, body: str) -> str:
    """牵头, or for whom one assists."""
    _ = work._
    if task.body == body:
        return _("牵头")
    return _("配合\n牵头：{body}", body=body_word(work, task.body))


def separating(work: Work) -> list[str]:
    """What stands between the three residuals, one sentence each."""
    _, left = work._, work.left
    lines: list[str] = []
    if left.unproven:
        words = {"count": len(left.unproven), "measures": few(_, left.unproven)}
        lines.append(_("从目前到预期，还差 {count} 条措施的佐证：{measures}。", **words))
    elif work.live:
        lines.append(_("方案里的措施都已核实，目前就是预期。"))
    return [*lines, *(text for _kind, text in lapsing(_, work.language, work.card, left))]


# What the level asks for


def duty_code(work: Work, duty: Duty) -> str:
    """«要求1», as measures have their codes."""
    _ = work._
    return _("要求{number}", number=work.duties.index(duty) + 1)


def asked_by(work: Work, duty: Duty) -> str:
    """Which level asks for it."""
    _ = work._
    level = level_title(work.card, duty.level, work.language)
    if duty.obligation.of == "initial":
        return _("初始等级为{level}", level=level)
    return _("目前等级为{level}", level=level)


def rhythm(work: Work, duty: Duty) -> str:
    """«评估后 15 天内», «每 30 天»."""
    _, asked = work._, duty.obligation
    if asked.every_days is not None:
        return _("每天一次") if asked.every_days == 1 else _("每 {days} 天一次", days=asked.every_days)
    return _("评估后 {days} 天内", days=asked.within_days)


def duty_when(work: Work, duty: Duty) -> str:
    """The next day, or the one that is over."""
    _ = work._
    if duty.next:
        day = duty.next.isoformat()
        return _("下一次 {day}", day=day) if duty.recurring else day
    if duty.dates:
        return _("{day}（日期已过）", day=duty.dates[-1].isoformat())
    return _("期限待定")


def duty_proof(work: Work, duty: Duty) -> str:
    _ = work._
    proof = duty.obligation.proof
    return _("应有：{proof}", proof=proof.in_(work.language)) if proof else ""


def duty_sources(work: Work, duty: Duty) -> str:
    """The regulation and how sure that is; a duty without one is the scorecard's own."""
    _ = work._
    rows = [_("{title}（{rest}）", title=each.text, rest=source_word(_, each)) for each in duty.obligation.sources]
    return "\n".join(rows) or _("本表设定")


def whole_cost(work: Work) -> str:
    return money(work._, plan_cost(work.card, (task.planned for task in work.live)))
