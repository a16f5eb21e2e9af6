"""Results as lines for a terminal: the sentence first, then the tables, aligned for Chinese width."""

import unicodedata
from collections.abc import Sequence
from datetime import date

from assessment.engine.comparison import Group
from assessment.engine.duties import obligations
from assessment.engine.optimise.best import BestPlan, EfficientPoint
from assessment.engine.planning import cost_of, lead_days
from assessment.engine.work import bodies, by_body, tasks
from assessment.i18n import translator
from assessment.model.case import Assessment
from assessment.model.numbers import plain, shown
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard
from assessment.report.best_words import because, until_proven_lines, verdict
from assessment.report.figure_words import override_words
from assessment.report.obstacle_words import lowest_title
from assessment.report.verdict import short
from assessment.report.words import level_word, number

Row = Sequence[str]


def width(text: str) -> int:
    """Columns a text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def table(rows: Sequence[Row]) -> str:
    """Rows as aligned columns; the first row is the head."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell + " " * (widths[n] - width(cell)) for n, cell in enumerate(row)).rstrip() for row in rows]
    return "\n".join(lines)


def result_text(scorecard: Scorecard, assessment: Assessment, result: Result, lang: str) -> str:
    _ = translator(lang)
    lines = [
        f"{assessment.project.name}  {short(scorecard, result, lang)}",
        _(
            "综合指数 {index}（最坏 {worst}，最好 {best}），覆盖 {coverage}",
            index=number(result.index),
            worst=number(result.worst_index),
            best=number(result.best_index),
            coverage=f"{sum(f.answered for f in result.factors)}/{len(result.factors)}",
        ),
    ]
    rows: list[Row] = [(_("维度"), _("权重"), _("指数"), _("贡献"), _("已评"))]
    for d in result.dimensions:
        title = scorecard.sheet[d.id].title.in_(lang)
        rows.append((title, shown(d.weight), number(d.index), shown(d.contribution), f"{d.answered}/{d.total}"))
    lines.append(table(rows))
    for veto in result.vetoes:
        if veto.state == "fired":
            question = scorecard.veto[veto.id][1].question.in_(lang)
            lines.append(_("否决 {id} 已触发：{question}", id=veto.id, question=question))
    for override in result.overrides:
        lines.append(f"{scorecard.indicators[override.indicator].label.in_(lang)} {override_words(_, override)}")
    return "\n".join(lines) + "\n"


def residual_text(scorecard: Scorecard, expected: Result, proven: Result, lang: str) -> str:
    """What the plan leaves: as expected, and as far as verified proof goes."""
    _ = translator(lang)
    lines = [
        _(
            "落实措施后（预期）：{verdict}，指数 {index}",
            verdict=short(scorecard, expected, lang),
            index=number(expected.index),
        ),
        _(
            "目前（按已核实的措施）：{verdict}，指数 {index}",
            verdict=short(scorecard, proven, lang),
            index=number(proven.index),
        ),
    ]
    return "\n".join(lines) + "\n"


def plan_text(scorecard: Scorecard, best: BestPlan, reasons: Sequence[str], lang: str) -> str:
    """The best plan: what it reaches, each measure with its cost and what it is for, and what is left to do. Where there is none,
    what stands in the way comes first, then the measures that lower the index most."""
    _ = translator(lang)
    initial = best.initial
    lines = [
        best.assessment.project.name,
        _("初始：{verdict}，指数 {index}", verdict=short(scorecard, initial, lang), index=number(initial.index)),
        verdict(_, scorecard, best, lang),
    ]
    if best.status == "infeasible":
        lines += [*reasons, lowest_title(_, best)]
        reasons = ()
    lines += until_proven_lines(_, scorecard, best, lang)
    rows: list[Row] = [(_("措施"), _("费用"), _("天数"), _("内容"), _("为什么要它"))]
    for planned in best.assessment.plan.measures:
        if planned.status == "lapsed":
            continue
        days = lead_days(scorecard, planned)
        said = _("；").join(because(_, scorecard, best, planned.measure, lang)) if best.why else ""
        text = planned.text or scorecard.measure[planned.measure].text.in_(lang)
        cost = plain(cost_of(scorecard, planned))
        rows.append((planned.measure, cost, "—" if days is None else str(days), clipped(text), said))
    return "\n".join([*lines, table(rows), *reasons]) + "\n"


def points_text(scorecard: Scorecard, points: Sequence[EfficientPoint], lang: str) -> str:
    """The efficient frontier as a table."""
    _ = translator(lang)
    rows: list[Row] = [(_("费用（万元）"), _("指数"), _("等级"), _("措施数"))]
    for point in points:
        level = level_word(scorecard, point.level, lang)
        rows.append((plain(point.cost), number(point.index), level, str(len(point.chosen))))
    return table(rows) + "\n"


def clipped(text: str, most: int = 40) -> str:
    """So much of a text as a line of a terminal holds."""
    return text if len(text) <= most else text[: most - 1] + "…"


def work_text(scorecard: Scorecard, assessment: Assessment, today: date, lang: str) -> str:
    """What each body leads, and what the level asks for, in a line each."""
    _ = translator(lang)
    names, found = bodies(scorecard), tasks(scorecard, assessment)

    def named(body: str) -> str:
        return names[body].in_(lang) if body in names else body or _("未定责任单位")

    rows: list[Row] = [(_("责任单位"), _("费用（万元）"), _("最早到期"), _("措施"))]
    for share in by_body(found):
        due = min((task.due for task in share.leads if task.due and task.open), default=None)
        led = " ".join(task.measure for task in share.leads)
        if led:
            rows.append((named(share.body), plain(share.cost), str(due or "—"), led))
    lines = [table(rows)]
    for duty in obligations(scorecard, assessment, today):
        day = duty.next or (duty.dates[-1] if duty.dates else "—")
        body = named(duty.obligation.responsible_body.zh)
        lines.append(_("等级要求：{text}（{body}，{day}）", text=duty.obligation.text.in_(lang), body=body, day=day))
    return "\n".join(lines) + "\n"


def comparison_text(groups: tuple[Group, ...], lang: str) -> str:
    _ = translator(lang)
    parts = []
    for group in groups:
        card = group.scorecard
        parts.append(f"{card.title.in_(lang)} {card.version}")
        rows: list[Row] = [
            (_("项目"), _("等级"), _("指数"), _("由什么决定"), *[card.sheet[d.id].title.in_(lang) for d in card.dimensions])
        ]
        for row in group.projects:
            dimensions = {d.id: number(d.index) for d in row.result.dimensions}
            rows.append(
                (
                    row.assessment.project.name,
                    level_word(card, row.result.level, lang),
                    number(row.result.index),
                    row.result.decided_by or "—",
                    *[dimensions.get(d.id, "—") for d in card.dimensions],
                )
            )
        parts.append(table(rows) + "\n")
    if len(groups) > 1:
        parts.append(_("以上项目用了不同版本的打分表，各版分列，不能混排。"))
    return "\n".join(parts)
