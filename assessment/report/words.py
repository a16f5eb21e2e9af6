"""What terminal, pages and documents say of a result in the same words."""

from collections.abc import Sequence
from fractions import Fraction

from assessment.errors import Severity
from assessment.i18n import Translate
from assessment.model.base import Source
from assessment.model.case import Stage
from assessment.model.measure import Status
from assessment.model.numbers import plain, shown
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard

UNIT = 10_000  # costs are kept in 万元
MEASURES_NAMED, RISKS_NAMED = 8, 4  # in a sentence before «等»


def number(value: Fraction | None) -> str:
    """Rounded once, four decimals; «—» where there is none."""
    return "—" if value is None else shown(value)


def money(_: Translate, cost: Fraction) -> str:
    """万元 in Chinese, yuan in English."""
    return _("{cost} 万元", cost=plain(cost), yuan=f"{int(shown(cost * UNIT, 0)):,}")


def glyph(scorecard: Scorecard, level: str) -> str:
    """Colour is never the only sign: ● the best level, ■ the worst, ▲ all between."""
    rank = scorecard.level_rank[level]
    return "●" if rank == 0 else "■" if rank == len(scorecard.levels) - 1 else "▲"


def level_title(scorecard: Scorecard, level: str, lang: str) -> str:
    return scorecard.levels[scorecard.level_rank[level]].title.in_(lang)


def level_word(scorecard: Scorecard, level: str, lang: str) -> str:
    """«▲ 中风险»."""
    return f"{glyph(scorecard, level)} {level_title(scorecard, level, lang)}"


def short_levels(scorecard: Scorecard, lang: str) -> list[str]:
    """What sets the levels apart: 低、中、高 of 低风险、中风险、高风险, where they end alike."""
    titles = [level.title.in_(lang) for level in scorecard.levels]
    last = titles[0].rpartition(" ")[2] if " " in titles[0] else titles[0][1:]
    short = [title.removesuffix(last).strip() for title in titles]
    alike = last and all(title.endswith(last) for title in titles)
    return short if alike and all(short) else titles


def escalation_title(scorecard: Scorecard, rule: str, lang: str) -> str:
    """The title of an escalation, or its id where it has none."""
    named = next((each.title for each in scorecard.escalations if each.id == rule), None)
    return named.in_(lang) if named else rule


def missing(result: Result) -> int:
    """How many ratings and veto answers."""
    return len(result.unrated) + len(result.unanswered_vetoes)


def few(_: Translate, measures: Sequence[str]) -> str:
    """A few measures by name, all of them counted."""
    named = _("、").join(measures[:MEASURES_NAMED])
    return named if len(measures) <= MEASURES_NAMED else _("{names} 等 {count} 条", names=named, count=len(measures))


def some(_: Translate, names: Sequence[str]) -> str:
    """The same of risks, codes and vetoes."""
    named = _("、").join(names[:RISKS_NAMED])
    return named if len(names) <= RISKS_NAMED else _("{named} 等 {count} 项", named=named, count=len(names))


def axis_word(_: Translate, axis: str) -> str:
    """可能性, 影响程度; the option of a points card."""
    return {"likelihood": _("可能性"), "consequence": _("影响程度"), "option": _("选项")}[axis]


def status_word(_: Translate, status: Status) -> str:
    words = {
        "planned": _("未开始"),
        "in_progress": _("进行中"),
        "done": _("已完成，待核实"),
        "verified": _("status-verified"),
        "lapsed": _("已失效"),
    }
    return words[status]


def share_word(part: Fraction) -> str:
    """«30%», as exactly as it is written."""
    text = plain(part * 100)
    return f"{shown(part * 100, 1) if '/' in text else text}%"


def drop_word(scorecard: Scorecard, drop: Fraction) -> str:
    """«−2» levels, «−30%» of the value."""
    return f"−{share_word(abs(drop)) if scorecard.effects.unit == 'share' else plain(abs(drop))}"


def stage_word(_: Translate, stage: Stage) -> str:
    """评估阶段: before the approval what is not yet due by law is not counted."""
    return {"before-start": _("开工前评估"), "approval": _("报批阶段评估")}[stage]


def source_word(_: Translate, source: Source) -> str:
    """How sure a source is."""
    return {"confirmed": _("已核实"), "unconfirmed": _("待核实"), "ours": _("本表设定")}[source.status]


def severity_word(_: Translate, severity: Severity) -> str:
    """How grave a finding of the review is."""
    return {"error": _("须改正"), "warning": _("须说明"), "advice": _("建议")}[severity]
