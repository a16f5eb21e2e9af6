"""The factor table of a result: ranked by contribution, each row opening to what the rating rests on."""

from collections.abc import Iterator
from dataclasses import replace

from assessment.engine.answering import needs_answer
from assessment.engine.grading import graded
from assessment.engine.methods import axes
from assessment.engine.ranking import ranked
from assessment.i18n import translator
from assessment.model.case import Assessment, Rating
from assessment.model.numbers import shown
from assessment.model.result import FactorRisk, Override, Result
from assessment.model.scorecard import Scorecard
from assessment.report.figure_words import figure_lines, override_words
from assessment.report.words import axis_word, source_word
from assessment.ui.charts import band_step
from assessment.ui.findings import evidence_line
from assessment.ui.table import Badge, Button, Cell, Column, Row
from assessment.ui.table.model import Tone

RATE, PLAN = "rate", "plan"
Told = tuple[tuple[str, str], ...]
CLASSES: tuple[Tone, ...] = ("class-1", "class-2", "class-3", "class-4", "class-5")


def band_badge(card: Scorecard, band: str, lang: str) -> Badge:
    return Badge(word=card.bands[card.band_rank[band]].title.in_(lang), tone=CLASSES[band_step(card, band)])


def levels_text(factor: FactorRisk) -> str:
    """3×4, or the option of a points card."""
    return "×".join(map(str, factor.levels or ())) or "—"


def columns(card: Scorecard, lang: str) -> tuple[Column, ...]:
    _ = translator(lang)
    answer = _("选项") if axes(card) == ("option",) else _("可能性×影响")
    return (
        Column("rank", _("名次"), align="right", width="44px"),
        Column("code", _("编号"), width="48px", hide_on_narrow=True),
        Column("indicator", _("指标"), width="18%"),
        Column("dimension", _("维度"), width="12%", hide_on_narrow=True),
        Column("levels", answer, align="center", width="80px", hide_on_narrow=True),
        Column("degree", _("单因素风险"), align="right", width="118px", hide_on_narrow=True),
        Column("contribution", _("贡献"), align="right", width="128px"),
        Column("note", _("取级理由"), hide_on_narrow=True),
    )


def rows(card: Scorecard, assessment: Assessment, result: Result, lang: str) -> list[Row]:
    """The rated factors by rank, then those that are not rated."""
    settled, order = graded(card, assessment).ratings, ranked(result)
    details: dict[str, Told] = {}
    for f in result.factors:
        rating, against = settled.get(f.id, Rating()), overridden(result, f.id)
        details[f.id] = tuple(detail(card, assessment, f, rating, against, lang))
    highest = max((f.contribution or 0 for f in order), default=0)
    made = [
        _rated(card, assessment, result, f, details[f.id], rank, float((f.contribution or 0) / highest) if highest else 0.0, lang)
        for rank, f in enumerate(order, 1)
    ]
    return made + [_unrated(card, result, f, details[f.id], lang) for f in result.factors if not f.answered]


def overridden(result: Result, indicator: str) -> list[Override]:
    """改级 of one indicator."""
    return [override for override in result.overrides if override.indicator == indicator]


def _rated(
    card: Scorecard,
    assessment: Assessment,
    result: Result,
    factor: FactorRisk,
    told: Told,
    rank: int,
    bar: float,
    lang: str,
) -> Row:
    _ = translator(lang)
    assert factor.degree is not None and factor.band is not None and factor.contribution is not None
    fired = any(v.indicator == factor.id and v.state == "fired" for v in result.vetoes)
    actions = [Button(RATE, _("去修改"))]
    if needs_answer(card, factor) or fired:
        actions.append(Button(PLAN, _("选措施")))
    against = overridden(result, factor.id)
    asked = _asked(card, factor, lang)
    cells = {
        **asked,
        "indicator": replace(asked["indicator"], tag=_("改级") if against else ""),
        "rank": Cell(str(rank), strong=True, sort=rank),
        "levels": Cell(levels_text(factor), sort="".join(f"{level:03d}" for level in factor.levels or ())),
        "degree": Cell(shown(factor.degree), sort=factor.degree, glyphs=[band_badge(card, factor.band, lang)]),
        "contribution": Cell(shown(factor.contribution), strong=True, sort=factor.contribution, bar=bar),
        "note": Cell(
            assessment.ratings.get(factor.id, Rating()).note,
            tag=_("■ 否决已触发") if fired else "",
            sub=_("；").join(override_words(_, override) for override in against),
        ),
    }
    return Row(factor.id, cells, told, "fired" if fired else "none", actions)


def _unrated(card: Scorecard, result: Result, factor: FactorRisk, told: Told, lang: str) -> Row:
    _ = translator(lang)
    cells = {
        **_asked(card, factor, lang),
        "rank": Cell("—", sort=len(result.factors) + 1),
        "levels": Cell("—", sort=""),
        "degree": Cell(_("未评"), sort=-1),
        "contribution": Cell("—", sort=-1),
        "note": Cell(_("未评，最坏情况下占权重 {weight}", weight=shown(factor.weight))),
    }
    return Row(factor.id, cells, told, "missing", [Button(RATE, _("去打分"), primary=True)])


def _asked(card: Scorecard, factor: FactorRisk, lang: str) -> dict[str, Cell]:
    indicator = card.indicators[factor.id]
    return {
        "code": Cell(indicator.name),
        "indicator": Cell(indicator.title.in_(lang), strong=True),
        "dimension": Cell(card.sheet[factor.dimension].title.in_(lang)),
    }


def detail(
    card: Scorecard, assessment: Assessment, factor: FactorRisk, rating: Rating, against: list[Override], lang: str
) -> Iterator[tuple[str, str]]:
    """Question, figures and the level that counts with its anchor, weight, note, evidence, vetoes, sources: what a reviewer
    asks for. `rating` holds the levels that count."""
    _ = translator(lang)
    indicator = card.indicators[factor.id]
    if indicator.question:
        yield _("提问"), indicator.question.in_(lang)
    for axis in axes(card):
        level = getattr(rating, axis)
        yield (
            axis_word(_, axis),
            _("{level} 级：{anchor}", level=level, anchor=indicator.anchor(axis, level).in_(lang))
            if level is not None
            else _("未评"),
        )
        if lines := list(figure_lines(card, assessment, indicator, axis, lang)):
            yield _("{axis}数据", axis=axis_word(_, axis)), _("；").join(lines)
        yield from ((_("改级"), override_words(_, override)) for override in against if override.axis == axis)
    if note := indicator.stage_notes.get(assessment.stage):
        yield _("评估阶段"), note.in_(lang)
    yield _("占权重"), shown(factor.weight)
    yield _("备注"), rating.note or _("没有写")
    yield _("佐证"), _("；").join(evidence_line(item, _) for item in rating.evidence) or _("还没有佐证材料")
    answers = {"yes": _("是，已触发"), "no": _("否"), "unknown": _("未答，暂按触发计")}
    for veto in indicator.vetoes:
        said = answers[assessment.vetoes.get(veto.id, "unknown")]
        yield _("否决 {veto}", veto=veto.id), f"{veto.question.in_(lang)} {said}"
    if indicator.sources:
        yield (
            _("依据"),
            _("；").join(_("{title}（{rest}）", title=source.text, rest=source_word(_, source)) for source in indicator.sources),
        )
