"""按数据取级 as a department reads it: one row a rule, the interval of each level in its column."""

from collections.abc import Sequence

from assessment.engine.grading import graded_axes
from assessment.engine.methods import axis_levels
from assessment.i18n import Translate
from assessment.model.figure import Figure, Interval
from assessment.model.scorecard import Indicator, Scorecard
from assessment.report.words import axis_word
from assessment.ui import parts


def grading_table(_: Translate, card: Scorecard, indicator: Indicator, language: str) -> str:
    """Nothing where no level follows from figures."""
    asked = graded_axes(card, indicator)
    levels = sorted({level for axis in asked for level in axis_levels(card, indicator, axis)})
    rows: list[Sequence[str]] = [
        (
            axis_word(_, axis) if number == 0 else "",
            card.figure[rule.figure].title.in_(language),
            _unit(card.figure[rule.figure], language),
            *(_interval(_, rule.levels.get(level)) for level in levels),
        )
        for axis in asked
        for number, rule in enumerate(indicator.graded_by[axis])
    ]
    if not rows:
        return ""
    head = (_("按数据取级"), _("数据（几项并列的从高）"), _("计量单位"), *(_("{level} 级", level=level) for level in levels))
    return parts.html_table(head, rows, row_heads=True)


def _unit(figure: Figure, language: str) -> str:
    return figure.unit.in_(language) if figure.unit else ""


def _interval(_: Translate, interval: Interval | None) -> str:
    if interval is None:
        return ""
    return {"yes": _("是"), "no": _("否")}.get(interval.answer or "", str(interval))
