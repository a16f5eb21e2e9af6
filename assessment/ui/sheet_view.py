"""A sheet as HTML to read and print, as the department that owns it reads it."""

from collections.abc import Iterable, Sequence
from html import escape

from assessment.engine.methods import axes, axis_levels
from assessment.i18n import Translate
from assessment.model.base import Source, Text
from assessment.model.measure import Effect, Measure
from assessment.model.numbers import plain
from assessment.model.scorecard import HOLD, Indicator, Scorecard, Sheet, Veto
from assessment.report.words import drop_word, stage_word
from assessment.ui import parts
from assessment.ui.grading_view import grading_table

MARKS = {"confirmed": "✓", "unconfirmed": "?", "ours": "*"}


def axis_title(_: Translate, axis: str) -> str:
    return {"likelihood": _("可能性"), "consequence": _("影响程度"), "option": _("选项")}[axis]


def sources(_: Translate, items: Sequence[Source]) -> str:
    """Each source with how sure it is: a mark and its word."""
    status = {"confirmed": _("已核实"), "unconfirmed": _("待核实"), "ours": _("本表设定")}
    return "<br>".join(
        f'{escape(item.text)} <span class="s-source {item.status}">{MARKS[item.status]} {escape(status[item.status])}</span>'
        for item in items
    )


def listed(_: Translate, texts: Iterable[Text], language: str) -> str:
    return _("；").join(text.in_(language) for text in texts)


# One sheet


def sheet_head(_: Translate, card: Scorecard, sheet: Sheet, language: str) -> str:
    """Who owns the sheet, what it covers, why it weighs what it does, and its indicators at a glance."""
    pairs = []
    if sheet.scope:
        pairs.append((_("界定"), escape(sheet.scope.in_(language))))
    if sheet.lead:
        pairs.append((_("牵头"), escape(sheet.lead.in_(language))))
    if sheet.assisting:
        pairs.append((_("配合单位"), escape(listed(_, sheet.assisting, language))))
    weight = plain(next(d.weight for d in card.dimensions if d.id == sheet.id))
    reason = escape(sheet.weight_reason.in_(language)) if sheet.weight_reason else ""
    pairs.append((_("权重 {weight}", weight=weight), reason))
    return parts.html_pairs(pairs, safe=True) + overview(_, card, sheet, language)


def overview(_: Translate, card: Scorecard, sheet: Sheet, language: str) -> str:
    rows = []
    for indicator in sheet.indicators:
        fact = card.fact.get(indicator.applies_when or "")
        rows.append(
            (
                indicator.name,
                indicator.title.in_(language),
                indicator.question.in_(language) if indicator.question else "",
                plain(indicator.weight),
                str(len(indicator.vetoes) or "—"),
                (fact.title or fact.question).in_(language) if fact else "—",
                str(len(measures_of(card, indicator))),
            )
        )
    head = (_("编号"), _("指标"), _("提问"), _("权重"), _("否决"), _("答否即不适用"), _("措施"))
    return parts.html_table(head, rows, numbers=(3, 6), row_heads=True)


def measures_of(card: Scorecard, indicator: Indicator) -> tuple[Measure, ...]:
    return tuple(m for m in card.measures if any(effect.indicator == indicator.id for effect in m.effects))


def indicator_card(_: Translate, card: Scorecard, indicator: Indicator, language: str, where: str = "") -> str:
    """One indicator whole: question, anchors, vetoes, evidence, sources, measures."""
    question = f"<p>{escape(indicator.question.in_(language))}</p>" if indicator.question else ""
    beside = " · ".join(filter(None, (where, _("维内权重 {weight}", weight=plain(indicator.weight)))))
    pairs = []
    if indicator.guidance:
        pairs.append((_("取级说明"), escape(indicator.guidance.in_(language))))
    pairs += [(stage_word(_, stage), escape(text.in_(language))) for stage, text in indicator.stage_notes.items()]
    pairs += [(_("否决 {id}", id=veto.id), veto_text(_, card, veto, language)) for veto in indicator.vetoes]
    if indicator.evidence:
        pairs.append((_("佐证"), escape(listed(_, indicator.evidence, language))))
    if indicator.sources:
        pairs.append((_("依据"), sources(_, indicator.sources)))
    if fact := card.fact.get(indicator.applies_when or ""):
        pairs.append((_("不适用"), escape(_("筛查事实“{fact}”答否", fact=(fact.title or fact.question).in_(language)))))
    head = f'<header><span class="s-second">{escape(indicator.name)}</span> <h3>{escape(indicator.title.in_(language))}</h3>'
    return (
        f'<section class="s-card" id="{escape(indicator.id)}">{head} <span class="s-second">{escape(beside)}</span></header>'
        f"{question}"
        f"{anchors(_, card, indicator, language)}{grading_table(_, card, indicator, language)}"
        f"{parts.html_pairs(pairs, safe=True)}"
        f"{measure_table(_, card, measures_of(card, indicator), indicator, language)}</section>"
    )


def anchors(_: Translate, card: Scorecard, indicator: Indicator, language: str) -> str:
    """The levels of every axis with the fact each stands for."""
    if card.method == "points":
        options = indicator.options or {}
        rows = [(_("{level} 级", level=n), options[n].title.in_(language), plain(options[n].points)) for n in sorted(options)]
        return parts.html_table((_("级别"), _("情形"), _("分值")), rows, numbers=(2,), row_heads=True)
    chosen = {axis: axis_levels(card, indicator, axis) for axis in axes(card)}
    levels = sorted({level for each in chosen.values() for level in each})
    anchored: list[Sequence[str]] = [
        (axis_title(_, axis), *(indicator.anchor(axis, level).in_(language) if level in each else "" for level in levels))
        for axis, each in chosen.items()
    ]
    return parts.html_table(("", *(_("{level} 级", level=level) for level in levels)), anchored, row_heads=True, shape="fixed")


def effect_word(_: Translate, card: Scorecard, effect: str, language: str) -> str:
    """What a veto does, in the scorecard's words."""
    if effect == HOLD:
        hold = card.hold.title.in_(language) if card.hold else _("暂缓实施")
        return _("定为{level}，{hold}", level=card.worst_level.title.in_(language), hold=hold)
    if effect not in card.level_rank:
        return effect
    level = card.levels[card.level_rank[effect]].title.in_(language)
    return _("定为{level}", level=level) if effect == card.worst_level.id else _("不低于{level}", level=level)


def veto_text(_: Translate, card: Scorecard, veto: Veto, language: str) -> str:
    clearing = [veto.clearing.in_(language)] if veto.clearing else []
    if veto.cleared_by:
        clearing.insert(0, _("措施 {ids} 完成并有佐证", ids=_("、").join(veto.cleared_by)))
    return "<br>".join(
        filter(
            None,
            (
                escape(veto.question.in_(language)),
                f"<strong>■ {escape(_('答“是”：'))}{escape(effect_word(_, card, veto.effect, language))}</strong>",
                escape(_("解除：{how}", how=_("；").join(clearing))) if clearing else "",
                sources(_, veto.sources),
            ),
        )
    )


def effect_text(_: Translate, card: Scorecard, effect: Effect) -> str:
    drops = {axis: effect.on(axis) for axis in axes(card)}
    shown = [f"{axis_title(_, axis)} {drop_word(card, drop)}" for axis, drop in drops.items() if drop]
    return _("，").join(shown) or "—"


def link_words(_: Translate, measure: Measure) -> tuple[str, ...]:
    """What else a measure says: that it is mandatory, has to be kept up, goes with others or not."""
    words = [
        _("依法必做") if measure.mandatory else "",
        _("须持续落实") if measure.ongoing else "",
        _("须同时采用 {ids}", ids=_("、").join(measure.requires)) if measure.requires else "",
        _("不能与 {ids} 同时采用", ids=_("、").join(measure.excludes)) if measure.excludes else "",
    ]
    said = _("；").join(filter(None, words))
    return (said,) if said else ()


def measure_table(_: Translate, card: Scorecard, measures: Sequence[Measure], indicator: Indicator, language: str) -> str:
    rows = []
    for measure in measures:
        effect = next(effect for effect in measure.effects if effect.indicator == indicator.id)
        bodies = escape(measure.responsible_body.in_(language))
        if measure.assisting_bodies:
            assisting = _("配合单位：") + listed(_, measure.assisting_bodies, language)
            bodies += f'<br><span class="s-second">{escape(assisting)}</span>'
        links = "".join(f'<br><span class="s-second">{escape(each)}</span>' for each in link_words(_, measure))
        proof = f'<br><span class="s-second">{escape(_("佐证：") + measure.proof.in_(language))}</span>' if measure.proof else ""
        text = escape(measure.text.in_(language)) + links + proof
        rows.append(
            (
                escape(measure.id),
                text,
                f'<span class="s-keep">{escape(effect_text(_, card, effect))}</span>',
                plain(measure.cost),
                str(measure.lead_days),
                bodies,
            )
        )
    head = (_("措施"), _("内容"), _("效果"), _("费用（万元）"), _("天数"), _("责任单位"))
    return parts.html_table(head, rows, numbers=(3, 4), row_heads=True, safe=True) if rows else ""


def searched(card: Scorecard, indicator: Indicator, language: str) -> str:
    """Everything of an indicator that a search looks at, in one language, in small letters."""
    texts: list[Text | None] = [indicator.title, indicator.question, indicator.guidance, *indicator.evidence]
    texts += [*(indicator.likelihood or {}).values(), *(indicator.consequence or {}).values()]
    texts += [card.figure[rule.figure].title for rules in indicator.graded_by.values() for rule in rules]
    texts += [option.title for option in (indicator.options or {}).values()]
    texts += [text for veto in indicator.vetoes for text in (veto.question, veto.clearing)]
    texts += [text for m in measures_of(card, indicator) for text in (m.text, m.responsible_body, m.proof, *m.assisting_bodies)]
    words = [
        indicator.id,
        indicator.name,
        *(source.text for source in indicator.sources),
        *(veto.id for veto in indicator.vetoes),
    ]
    words += [source.text for veto in indicator.vetoes for source in veto.sources] + [m.id for m in measures_of(card, indicator)]
    return "\n".join([*words, *(text.in_(language) for text in texts if text)]).casefold()
