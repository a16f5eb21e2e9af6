"""The result as an Excel workbook: verdict, dimensions, factors, rules, what does not apply."""

from collections.abc import Iterator
from fractions import Fraction

from assessment.engine.grading import graded, observed
from assessment.engine.methods import axes
from assessment.engine.ranking import by_contribution, ranked
from assessment.i18n import Translate, translator
from assessment.model.case import Assessment, Rating
from assessment.model.numbers import plain
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard
from assessment.report.excel import Figure, SheetOf, Value, workbook
from assessment.report.figure_words import figure_lines, figures_of_axis, origin_words, value_words
from assessment.report.verdict import headline, rules
from assessment.report.words import axis_word, level_title, source_word
from assessment.ui.findings import decision, evidence_line, figures_of, not_applicable
from assessment.ui.flip_export import flip_sheets

Line = list[Value | Figure]


def result_workbook(card: Scorecard, assessment: Assessment, result: Result, lang: str) -> bytes:
    """Raises ReportError when a text is longer than a cell may be."""
    _ = translator(lang)
    note = _("示例数据，非真实项目") if assessment.project.illustrative else ""
    head = list(_factor_head(card, lang))
    away_head, away = not_applicable(card, assessment, result, lang)
    weighed = (_("维度"), _("权重"), _("维度指数"), _("最坏情况"), _("贡献"), _("已评"), _("适用"))
    given = (_("规则"), _("编号"), _("内容"), _("看到的"), _("给出的等级"), _("由此决定"))
    return workbook(
        [
            SheetOf(_("结论"), (_("项"), _("内容")), _verdict(card, assessment, result, lang), note=note),
            SheetOf(_("维度"), weighed, _dimensions(card, result, lang), note=note),
            SheetOf(_("因素表"), head, _factors(card, assessment, result, lang), note=note),
            SheetOf(_("数据"), _figure_head(_), _figures(card, assessment, result, lang), note=note),
            SheetOf(_("改级及理由"), _override_head(_), _overrides(card, result, lang), note=note),
            SheetOf(_("定级规则"), given, _rules(card, result, lang), note=note),
            *flip_sheets(card, assessment, result, lang, note),
            SheetOf(_("不适用"), away_head, away, note=note),
        ]
    )


def _verdict(card: Scorecard, assessment: Assessment, result: Result, lang: str) -> list[Line]:
    _ = translator(lang)
    lines: list[Line] = [
        [_("项目"), assessment.project.name],
        [_("评估日期"), str(assessment.date)],
        [_("所用打分表"), f"{card.title.in_(lang)} {card.version}"],
        [_("校验码"), card.digest],
        [_("结论"), headline(card, result, lang)],
        [_("处理意见"), decision(card, result, lang)],
    ]
    lines += [
        [name, _("{title}（{rest}）", title=figure, rest=under) if under else figure]
        for name, figure, under in figures_of(card, result, lang)
    ]
    return lines


def _dimensions(card: Scorecard, result: Result, lang: str) -> list[Line]:
    return [
        [card.sheet[d.id].title.in_(lang), d.weight, d.index, d.worst_index, d.contribution, d.answered, d.total]
        for d in by_contribution(result)
    ]


def _factor_head(card: Scorecard, lang: str) -> Iterator[str]:
    _ = translator(lang)
    yield from (_("名次"), _("编号"), _("指标"), _("维度"))
    for axis in axes(card):
        word = axis_word(_, axis)
        yield from (word, _("{axis}取级依据", axis=word))
        if axis in _graded_axes(card):
            yield from (_("{axis}数据", axis=word), _("{axis}改级理由", axis=word))
    yield from (_("单因素风险"), _("单因素等级"), _("占权重"), _("贡献"), _("取级理由"), _("佐证"), _("依据"))


def _graded_axes(card: Scorecard) -> tuple[str, ...]:
    """The axes on which a level of this card may follow from figures."""
    return tuple(axis for axis in axes(card) if any(figures_of_axis(indicator, axis) for indicator in card.graded.values()))


def _factors(card: Scorecard, assessment: Assessment, result: Result, lang: str) -> list[Line]:
    _ = translator(lang)
    ranks: dict[str, int | None] = {factor.id: rank for rank, factor in enumerate(ranked(result), 1)}
    bands = {band.id: band.title.in_(lang) for band in card.bands}
    settled, by_figures = graded(card, assessment).ratings, _graded_axes(card)
    reasons = {
        (o.indicator, o.axis): _("按数据 {right} 级：{reason}", right=o.by_figures, reason=o.reason) for o in result.overrides
    }
    lines: list[Line] = []
    for factor in (*ranked(result), *(f for f in result.factors if not f.answered)):
        indicator, rating = card.indicators[factor.id], settled.get(factor.id, Rating())
        line: Line = [
            ranks.get(factor.id),
            indicator.name,
            indicator.title.in_(lang),
            card.sheet[factor.dimension].title.in_(lang),
        ]
        for axis in axes(card):
            level = getattr(rating, axis)
            line += [level, indicator.anchor(axis, level).in_(lang) if level is not None else ""]
            if axis in by_figures:
                line += ["\n".join(figure_lines(card, assessment, indicator, axis, lang)), reasons.get((factor.id, axis), "")]
        line += [factor.degree, bands[factor.band] if factor.band else _("未评"), factor.weight, factor.contribution, rating.note]
        line.append("\n".join(evidence_line(item, _) for item in rating.evidence))
        line.append(
            "\n".join(_("{title}（{rest}）", title=source.text, rest=source_word(_, source)) for source in indicator.sources)
        )
        lines.append(line)
    return lines


def _figure_head(_: Translate) -> tuple[str, ...]:
    return (_("数据"), _("数值"), _("单位"), _("数据日期和来源"), _("用于指标"))


def _figures(card: Scorecard, assessment: Assessment, result: Result, lang: str) -> list[Line]:
    """Every figure that grades an applicable indicator; a number stays a number."""
    values, users = observed(card, assessment), dict[str, list[str]]()
    for factor in result.factors:
        indicator = card.indicators[factor.id]
        for name in dict.fromkeys(name for axis in axes(card) for name in figures_of_axis(indicator, axis)):
            users.setdefault(name, []).append(indicator.name)
    lines: list[Line] = []
    for name, codes in users.items():
        figure, value = card.figure[name], values.get(name)
        given = value_words(figure, value, lang) if isinstance(value, str) else _number(value)
        unit = figure.unit.in_(lang) if figure.unit else ""
        lines.append([figure.title.in_(lang), given, unit, origin_words(card, assessment, name, lang), ", ".join(codes)])
    return lines


def _number(value: Fraction | None) -> Value | Figure:
    """With the decimals it was entered with."""
    if value is None:
        return ""
    text = plain(value)
    return text if "/" in text else Figure(value, len(text.partition(".")[2]))


def _override_head(_: Translate) -> tuple[str, ...]:
    return (_("编号"), _("指标"), _("轴"), _("按数据"), _("改取"), _("改级理由"))


def _overrides(card: Scorecard, result: Result, lang: str) -> list[Line]:
    _ = translator(lang)
    lines: list[Line] = []
    for o in result.overrides:
        indicator = card.indicators[o.indicator]
        lines.append([indicator.name, indicator.title.in_(lang), axis_word(_, o.axis), o.by_figures, o.chosen, o.reason])
    return lines


def _rules(card: Scorecard, result: Result, lang: str) -> list[Line]:
    _ = translator(lang)
    kinds = {"index": _("指数"), "escalation": _("升级规则"), "veto": _("否决")}
    yes = _("是")
    return [
        [
            kinds[r.kind],
            r.id,
            r.text,
            r.seen,
            level_title(card, r.gives, lang) if r.gives else _("不提高等级"),
            yes if r.decided else "",
        ]
        for r in rules(card, result, lang)
    ]
