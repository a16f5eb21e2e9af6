"""数据 in words: «同意率 92%（2026-11-20、签约统计表）», which of them grade an axis, and 改级."""

import re
from collections.abc import Iterator
from fractions import Fraction

from assessment.engine.grading import graded_axes, observed
from assessment.i18n import Translate, translator
from assessment.model.case import Assessment
from assessment.model.figure import Figure, YesNo, written
from assessment.model.result import Override
from assessment.model.scorecard import Indicator, Scorecard
from assessment.report.words import axis_word

_REMARK = re.compile(r"\s*[（(][^（(]*[）)]\s*$")


def short_title(figure: Figure, lang: str) -> str:
    """Without what stands in brackets at its end."""
    title = figure.title.in_(lang)
    return _REMARK.sub("", title) or title


def value_words(figure: Figure | None, value: Fraction | YesNo, lang: str) -> str:
    """92%, 17 户, 是."""
    _ = translator(lang)
    if isinstance(value, str):
        return {"yes": _("是"), "no": _("否")}[value]
    unit = figure.unit.in_(lang) if figure and figure.unit else ""
    return f"{written(value)}{'' if unit == '%' else ' '}{unit}".strip()


def figure_words(figure: Figure, value: Fraction | YesNo | None, lang: str) -> str:
    """«同意率 92%», «批复已到：否»."""
    _ = translator(lang)
    said = _("未填") if value is None else value_words(figure, value, lang)
    if figure.flag:
        return _("{name}：{value}", name=short_title(figure, lang), value=said)
    return f"{short_title(figure, lang)} {said}"


def origin_words(card: Scorecard, assessment: Assessment, figure: str, lang: str) -> str:
    """Day and source of what was entered; a project's own field says so."""
    _ = translator(lang)
    if card.figure[figure].project:
        return _("取自项目情况")
    seen = assessment.figures.get(figure)
    if seen is None:
        return ""
    return _("、").join([seen.date.isoformat() if seen.date else _("未写日期"), seen.source or _("未写来源")])


def figures_of_axis(indicator: Indicator, axis: str) -> tuple[str, ...]:
    """The figures that grade one axis, each once."""
    return tuple(dict.fromkeys(rule.figure for key, rules in indicator.graded_by.items() if key == axis for rule in rules))


def figure_lines(card: Scorecard, assessment: Assessment, indicator: Indicator, axis: str, lang: str) -> Iterator[str]:
    """Each figure of an axis with value, unit, day and source, as far as it is there."""
    _ = translator(lang)
    values = observed(card, assessment)
    for name in figures_of_axis(indicator, axis):
        said, beside = figure_words(card.figure[name], values.get(name), lang), origin_words(card, assessment, name, lang)
        yield _("{title}（{rest}）", title=said, rest=beside) if name in values and beside else said


def values_line(
    card: Scorecard, assessment: Assessment, indicator: Indicator, lang: str, unlike: Assessment | None = None
) -> str:
    """The values that are there, without day and source: «同意率 92%；未签约户数 17 户»; or only those that differ from
    another assessment's."""
    _ = translator(lang)
    values, others = observed(card, assessment), observed(card, unlike) if unlike else {}
    names = dict.fromkeys(name for axis in graded_axes(card, indicator) for name in figures_of_axis(indicator, axis))
    return _("；").join(
        figure_words(card.figure[name], values[name], lang)
        for name in names
        if name in values and values[name] != others.get(name)
    )


def override_words(_: Translate, override: Override) -> str:
    """«可能性按数据 3 级，改取 4 级：理由»"""
    return _(
        "{axis}按数据 {right} 级，改取 {chosen} 级：{reason}",
        axis=axis_word(_, override.axis),
        right=override.by_figures,
        chosen=override.chosen,
        reason=override.reason,
    )
