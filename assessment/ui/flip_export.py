"""什么会改变等级 and 一失效就升级的措施 as worksheets."""

from assessment.engine.critical import critical
from assessment.engine.flips import what_flips
from assessment.i18n import translator
from assessment.model.case import Assessment
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard
from assessment.report.excel import Figure, SheetOf, Value
from assessment.report.flip_words import changes_words, open_words, reach_words, rule_name, sentence_of
from assessment.report.words import axis_word, level_title
from assessment.ui.flip_view import COUNTINGS, counting_word
from assessment.ui.plan_words import text_of

Line = list[Value | Figure]
ALL = 10**6  # every change is written


def flip_sheets(card: Scorecard, assessment: Assessment, result: Result, lang: str, note: str) -> list[SheetOf]:
    """The fewest steps to each level, and every single step with the level it gives."""
    _ = translator(lang)
    found = what_flips(card, assessment)
    said: list[Line] = [[_("结论"), sentence_of(card, found, result, lang), "", ""]]
    said += [[_("还缺"), words, "", ""]] if (words := open_words(card, found, lang)) else []
    said += [
        [
            level_title(card, reach.level, lang),
            reach_words(card, reach, lang),
            changes_words(card, reach.changes or (), lang, ALL),
            rule_name(card, reach.decided_by, lang) if reach.steps is not None else "",
        ]
        for reach in found.reaches
    ]
    steps: list[Line] = [
        [
            card.indicators[step.indicator].name,
            card.indicators[step.indicator].title.in_(lang),
            axis_word(_, step.axis),
            step.before,
            step.after,
            step.index,
            level_title(card, step.level, lang),
            rule_name(card, step.decided_by, lang),
            _("是") if step.flips else "",
        ]
        for step in found.steps
    ]
    reached = (_("等级"), _("最少"), _("哪几处（只是其中一种）"), _("届时由什么决定"))
    moved = (_("编号"), _("指标"), _("轴"), _("现为"), _("改为"), _("综合指数"), _("等级"), _("由什么决定"), _("改变等级"))
    return [
        SheetOf(_("什么会改变等级"), reached, said, (14, 48, 60, 30), note),
        SheetOf(_("单步影响"), moved, steps, note=note),
    ]


def critical_sheet(card: Scorecard, assessment: Assessment, lang: str, note: str) -> SheetOf | None:
    """一失效就升级的措施, as expected and as it stands; None where there is none."""
    _ = translator(lang)
    planned = {p.measure: p for p in assessment.plan.measures}
    rows: list[Line] = [
        [
            counting_word(_, counting),
            name,
            text_of(card, planned[name], lang),
            loss.index,
            level_title(card, loss.level, lang),
            rule_name(card, loss.decided_by, lang),
            _("是") if loss.hold else "",
        ]
        for counting in COUNTINGS
        for loss in critical(card, assessment, counting).alone
        for name in loss.measures
    ]
    head = (_("按"), _("措施"), _("内容"), _("失效后指数"), _("失效后等级"), _("由什么决定"), _("暂缓实施"))
    return SheetOf(_("一失效就升级的措施"), head, rows, (8, 10, 48), note) if rows else None
