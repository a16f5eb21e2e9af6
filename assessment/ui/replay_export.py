"""A county's replay as worksheets: the projects, and the causes of every change."""

from assessment import service
from assessment.engine.replay import Replay
from assessment.i18n import translator
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard
from assessment.report.excel import Figure, SheetOf, Value
from assessment.report.replay_words import causes_word, level_causes_text, lost_text
from assessment.report.words import level_title

Line = list[Value | Figure]


def sheets(found: service.CountyReplay, under: Scorecard, lang: str) -> tuple[SheetOf, SheetOf]:
    """One line a project; one line a cause, whose changes add up to the project's."""
    _ = translator(lang)
    edition = f"{under.title.in_(lang)} {under.version} · {under.digest[:12]}"
    illustrative = [row.name for row in found.projects if row.replay.assessment.project.illustrative]
    note = _("{edition}；示例数据：{names}", edition=edition, names=_("、").join(illustrative)) if illustrative else edition
    who = (_("项目"), _("乡镇"), _("原版本"))
    moved = (_("原等级"), _("换版后等级"), _("等级是否改变"))
    index = (_("原指数"), _("换版后指数"), _("原最坏指数"), _("换版后最坏指数"))
    lines = [_line(row, lang) for row in found.projects]
    causes = [line for row in found.projects for line in _causes(row, lang)]
    first = SheetOf(_("重算"), (*who, *moved, *index, _("等级为什么变"), _("新版不再有")), lines, note=note)
    head = (_("项目"), _("指标"), _("原因"), _("变化前"), _("变化后"), _("变化"))
    return first, SheetOf(_("变化的原因"), head, causes, note=note)


def _line(row: service.ReplayedProject, lang: str) -> Line:
    _ = translator(lang)
    found, (before, after) = row.replay, (row.replay.before, row.replay.after)
    line: Line = [row.name, row.township, found.a.version]
    line += [_level(found.a, before, lang), _level(found.b, after, lang), _("是") if found.level_changed else _("否")]
    line += [before.index, after.index, before.worst_index, after.worst_index]
    return [*line, level_causes_text(found, lang), lost_text(found, lang)]


def _level(card: Scorecard, result: Result, lang: str) -> str:
    _ = translator(lang)
    title = level_title(card, result.level, lang)
    return title + (_("，暂缓实施") if result.hold else "")


def _causes(row: service.ReplayedProject, lang: str) -> list[Line]:
    _ = translator(lang)
    found: Replay = row.replay
    figures = ((_("综合指数（已评）"), found.index), (_("综合指数（最坏）"), found.worst))
    return [
        [row.name, title, causes_word(_, step), step.before, step.after, step.change]
        for title, steps in figures
        for step in steps
    ]
