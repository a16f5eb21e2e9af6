"""The comparison as an Excel workbook: the projects, their dimensions, two side by side."""

from collections.abc import Sequence

from assessment.engine.comparison import Compared, band_count, side_by_side
from assessment.i18n import translator
from assessment.model.case import Rating
from assessment.model.scorecard import Scorecard
from assessment.report.excel import Figure, SheetOf, Value, workbook
from assessment.report.figure_words import values_line
from assessment.report.words import level_title
from assessment.ui.comparing import (
    decided_by,
    distance,
    distance_words,
    edition_title,
    index_alone,
    plan_of,
    profile_title,
    worst_bands,
)
from assessment.ui.factor_table import levels_text

Line = list[Value | Figure]


def comparison_workbook(
    card: Scorecard, projects: Sequence[Compared], pair: tuple[Compared, Compared] | None, lang: str
) -> bytes:
    """Raises ReportError when a text is longer than a cell may be."""
    _ = translator(lang)
    edition = edition_title(card, lang)
    illustrative = [row.assessment.project.name for row in projects if row.assessment.project.illustrative]
    note = _("{edition}；示例数据：{names}", edition=edition, names=_("、").join(illustrative)) if illustrative else edition
    dimensions = [card.sheet[d.id].title.in_(lang) for d in card.dimensions]
    weights = [_("{dimension}权重", dimension=name) for name in dimensions]
    sheets = [
        SheetOf(_("比较"), _head(card, lang), [_line(row, lang) for row in projects], note=note),
        SheetOf(_("项目与维度"), (_("项目"), *dimensions, *weights), [_dimensions(row) for row in projects], note=note),
    ]
    if pair:
        sheets.append(_side_sheet(*pair, lang, note))
    return workbook(sheets)


def _head(card: Scorecard, lang: str) -> tuple[str, ...]:
    _ = translator(lang)
    who = (_("项目"), _("类型"), _("评估日期"))
    level = (_("等级"), _("是否未定"), _("指数"), _("最坏情况"), _("由什么决定"), _("只看指数"), _("离分界"), _("差距"))
    bands = (_("{band}项数", band=band.title.in_(lang)) for band in worst_bands(card))
    plan = (_("预期等级"), _("预期指数"), _("措施条数"), _("费用（万元）"))
    return (*who, *level, *bands, _("适用项"), *plan)


def _line(row: Compared, lang: str) -> Line:
    _ = translator(lang)
    card, result, project = row.scorecard, row.result, row.assessment.project
    far, (count, cost) = distance(row), plan_of(row)
    line: Line = [
        project.name,
        profile_title(card, project.profile, lang),
        row.assessment.date,
        level_title(card, result.level, lang),
    ]
    line += [
        "" if result.determined else _("未定"),
        result.index,
        result.worst_index,
        decided_by(row, lang),
        index_alone(row, lang),
    ]
    line += [distance_words(far, lang) if far else "", far.gap if far else None]
    line += [band_count(result, band.id) for band in worst_bands(card)]
    expected: Line = [level_title(card, row.residual.level, lang), row.residual.index] if count else ["", None]
    line += [len(result.factors), *expected, count, Figure(cost, 2)]
    return line


def _dimensions(row: Compared) -> Line:
    known = {d.id: d for d in row.result.dimensions}
    line: Line = [row.assessment.project.name]
    line += [known[d.id].index if d.id in known else None for d in row.scorecard.dimensions]
    line += [known[d.id].weight if d.id in known else None for d in row.scorecard.dimensions]
    return line


def _side_sheet(left: Compared, right: Compared, lang: str, note: str) -> SheetOf:
    _ = translator(lang)
    card, names = left.scorecard, (left.assessment.project.name, right.assessment.project.name)
    head = [_("编号"), _("指标"), _("差（左−右）")]
    for name in names:
        head += [_("{name} 打分", name=name), _("{name} 数据", name=name)]
        head += [_("{name} 单因素风险", name=name), _("{name} 取级理由", name=name)]
    lines = []
    for d in side_by_side(left, right):
        line: Line = [card.indicators[d.indicator].name, card.indicators[d.indicator].title.in_(lang), d.gap]
        for project, factor in ((left, d.left), (right, d.right)):
            asked = _("不适用") if factor is None else levels_text(factor) if factor.answered else _("未评")
            line += [asked, values_line(card, project.assessment, card.indicators[d.indicator], lang) if factor else ""]
            line += [factor.degree if factor else None, project.assessment.ratings.get(d.indicator, Rating()).note]
        lines.append(line)
    return SheetOf(_("并排"), head, lines, note=note)
