"""The general part of a scorecard as HTML to read and print: its rules, profiles, worked examples and problems."""

from html import escape

from assessment.engine.methods import axes
from assessment.i18n import Translate, line
from assessment.library.reading import ExampleState, Opened
from assessment.model.numbers import parse_exact, plain
from assessment.model.scorecard import Edge, Scorecard
from assessment.report.words import number, share_word, status_word
from assessment.ui import parts
from assessment.ui.sheet_view import axis_title, sources


def rules(_: Translate, card: Scorecard, language: str) -> str:
    """Method, bands, levels with what is decided at each, escalations, effects of measures, sources."""
    blocks = [_method(_, card, language)]
    if card.scales:
        blocks.append(_scales(_, card, language))
    if card.matrix:
        blocks.append(_matrix(_, card, language))
    blocks += [_bands(_, card, language), _levels(_, card, language)]
    if card.hold:
        blocks.append(parts.html_pairs([(card.hold.title.in_(language), card.hold.decision.in_(language))]))
    if card.escalations:
        blocks.append(_escalations(_, card, language))
    if card.obligations:
        blocks.append(_obligations(_, card, language))
    if card.sources:
        blocks.append(parts.html_pairs([(_("方法依据"), sources(_, card.sources))], safe=True))
    return "".join(f'<div class="s-block">{block}</div>' for block in blocks)


def _band_titles(card: Scorecard, language: str) -> dict[str, str]:
    return {band.id: band.title.in_(language) for band in card.bands}


def _method(_: Translate, card: Scorecard, language: str) -> str:
    methods = {
        "likelihood-consequence": _("风险程度＝可能性×影响程度"),
        "matrix": _("风险程度由风险矩阵的格子决定"),
        "points": _("风险程度＝得分÷满分") if card.polarity == "demerit" else _("风险程度＝1−得分÷满分"),
    }
    index = _("各指标权重×风险程度之和") if card.index == "weighted" else _("不设指数，等级由升级规则和否决决定")
    needed = _band_titles(card, language)[card.answer_from]
    pairs = [
        (_("算法"), methods[card.method]),
        (_("综合指数"), index),
        (_("须配措施"), _("单因素达到“{band}”或更重的，须有措施或写明理由", band=needed)),
        (_("方案目标"), card.levels[card.level_rank[card.target]].title.in_(language)),
        (_("措施效果"), effects_words(_, card)),
    ]
    return parts.html_pairs([(name, escape(text)) for name, text in pairs], safe=True)


def effects_words(_: Translate, card: Scorecard) -> str:
    """«各措施下降级数相加，最多降 2 级，最低到 1 级»; with shares «…余下的比例相乘，最多降 80%，未开始的措施计 50%»."""
    rule = card.effects
    if rule.unit == "level":
        combine = {"additive": _("各措施下降级数相加"), "strongest": _("取下降最多的一条")}[rule.combine]
        limit = _("最多降 {n} 级", n=plain(rule.max_drop)) if rule.max_drop is not None else _("降级不设上限")
        least = [_("最低到 {n} 级", n=plain(rule.lowest))]
    else:
        combine = {
            "additive": _("按分值的比例降低，各措施的比例相加"),
            "multiplicative": _("按分值的比例降低，各措施余下的比例相乘"),
            "strongest": _("按分值的比例降低，取降得最多的一条"),
        }[rule.combine]
        limit = _("最多降 {share}", share=share_word(rule.max_drop)) if rule.max_drop is not None else _("降幅不设上限")
        least = [_("分值最低降到 {value}", value=plain(rule.floor))] if rule.floor else []
    credit = [
        _("“{status}”的措施计入 {share}", status=status_word(_, status), share=share_word(part))
        for status, part in rule.credit.items()
    ]
    return _("，").join((combine, limit, *least, *credit))


def _obligations(_: Translate, card: Scorecard, language: str) -> str:
    rows = []
    for duty in card.obligations:
        levels = _("、").join(card.levels[card.level_rank[level]].title.in_(language) for level in duty.levels)
        asked = _("初始{levels}", levels=levels) if duty.of == "initial" else _("目前{levels}", levels=levels)
        days = _("{days} 天内完成", days=duty.within_days) if duty.within_days else _("每 {days} 天一次", days=duty.every_days)
        text = "<br>".join(filter(None, (escape(duty.text.in_(language)), sources(_, duty.sources))))
        rows.append((escape(asked), text, escape(duty.responsible_body.in_(language)), escape(days)))
    head = (_("等级"), _("要求"), _("责任单位"), _("期限"))
    return parts.html_table(head, rows, caption=_("等级要求"), safe=True)


def _bands(_: Translate, card: Scorecard, language: str) -> str:
    rows = [
        (parts.band_chip(b.id, card, language), escape(_edge(_, b)), plain(b.value) if b.value is not None else "—")
        for b in card.bands
    ]
    head = (_("等级"), _("上限"), _("取值"))
    return parts.html_table(head, rows, caption=_("单因素风险程度"), safe=True, shape="narrow")


def _levels(_: Translate, card: Scorecard, language: str) -> str:
    rows = [
        (
            parts.level_badge(v.id, card, language),
            escape(_edge(_, v)),
            escape(v.decision.in_(language)) if v.decision else "—",
            sources(_, v.sources),
        )
        for v in card.levels
    ]
    head = (_("等级"), _("指数上限"), _("处理意见"), _("依据"))
    return parts.html_table(head, rows, caption=_("综合风险等级"), safe=True)


def _escalations(_: Translate, card: Scorecard, language: str) -> str:
    titles = _band_titles(card, language)
    rows = [
        (
            escape(e.title.in_(language) if e.title else e.id),
            escape(_("{n} 项及以上达到“{band}”", n=e.at_least, band=titles[e.band])),
            parts.level_badge(e.level, card, language),
            sources(_, e.sources),
        )
        for e in card.escalations
    ]
    head = (_("规则"), _("条件"), _("等级不低于"), _("依据"))
    return parts.html_table(head, rows, caption=_("升级规则"), safe=True)


def _edge(_: Translate, item: Edge) -> str:
    if item.edge is None:
        return "—"
    return f"≤ {plain(item.edge)}" if item.up_to is not None else f"< {plain(item.edge)}"


def _scales(_: Translate, card: Scorecard, language: str) -> str:
    """The steps of every axis, side by side."""
    steps = {axis: {step.level: step for step in getattr(card.scales, axis)} for axis in axes(card)}
    head = [_("级别")]
    for axis in steps:
        head += [axis_title(_, axis), _("分值")]
    rows = []
    for level in sorted({level for each in steps.values() for level in each}):
        cells = [str(level)]
        for each in steps.values():
            step = each.get(level)
            cells += [step.title.in_(language), plain(step.value) if step.value is not None else "—"] if step else ["", ""]
        rows.append(cells)
    return parts.html_table(head, rows, numbers=range(2, len(head), 2), caption=_("量表"), row_heads=True, shape="narrow")


def _matrix(_: Translate, card: Scorecard, language: str) -> str:
    matrix = card.matrix or {}
    width = max(map(len, matrix.values()))
    rows = [
        (str(level), *(parts.band_chip(band, card, language) for band in matrix[level])) for level in sorted(matrix, reverse=True)
    ]
    head = (_("可能性＼影响"), *(str(n) for n in range(1, width + 1)))
    return parts.html_table(head, rows, caption=_("风险矩阵"), row_heads=True, safe=True, shape="narrow")


def profiles(_: Translate, card: Scorecard, language: str) -> str:
    """Dimensions with their weights, each profile's weights and its answers to the screening facts."""
    head = (_("维度"), _("默认"), *(profile.title.in_(language) for profile in card.profiles))
    rows = [
        (
            card.sheet[d.id].title.in_(language),
            plain(d.weight),
            *(plain((profile.dimension_weights or {}).get(d.id, d.weight)) for profile in card.profiles),
        )
        for d in card.dimensions
    ]
    blocks = [parts.html_table(head, rows, numbers=range(1, len(head)), caption=_("维度权重"), row_heads=True)]
    words = {"yes": _("是"), "no": _("否")}
    facts = [
        (
            fact.question.in_(language),
            _("、").join(i.name for i in card.indicators.values() if i.applies_when == fact.id) or "—",
            *(words.get(profile.facts.get(fact.id, ""), "—") for profile in card.profiles),
        )
        for fact in card.facts
    ]
    if facts:
        titles = (_("筛查事实"), _("答否即不适用"), *(profile.title.in_(language) for profile in card.profiles))
        blocks.append(parts.html_table(titles, facts, caption=_("筛查事实的默认答案")))
    notes = [(profile.title.in_(language), profile.notes.in_(language)) for profile in card.profiles if profile.notes]
    blocks.append(parts.html_pairs(notes) if notes else "")
    return "".join(f'<div class="s-block">{block}</div>' for block in blocks)


# Examples and problems


def examples(_: Translate, opened: Opened, language: str) -> str:
    """The worked examples, failing ones first, with their derivation."""
    states = sorted(opened.examples, key=lambda state: not state.problems)
    rows = [(_example_state(_, state, language), *_example(_, opened, state, language)) for state in states]
    return parts.html_table((_("状态"), _("算例"), _("应得"), _("推导")), rows, safe=True)


def _example_state(_: Translate, state: ExampleState, language: str) -> str:
    if not state.problems:
        return f'<span class="s-ok">✓ {escape(_("相符"))}</span>'
    why = "<br>".join(escape(line(problem, language).removeprefix("./")) for problem in state.problems)
    return f'<strong class="s-bad">✗ {escape(_("不符"))}</strong><br>{why}'


def _example(_: Translate, opened: Opened, state: ExampleState, language: str) -> tuple[str, str, str]:
    example, expect, card = state.example, state.example.expect, opened.scorecard
    title = example.title.in_(language) if example.title else example.project.name
    known = card.level_rank if card else {}
    expected = [_("指数 {index}", index=_figure(_, expect.index))] if expect.index else []
    if expect.level:
        expected.append(card.levels[known[expect.level]].title.in_(language) if card and expect.level in known else expect.level)
    if expect.decided_by:
        expected.append(_("由 {rule} 决定", rule=_("指数") if expect.decided_by == "index" else expect.decided_by))
    if expect.residual and expect.residual.index:
        expected.append(_("落实后指数 {index}", index=_figure(_, expect.residual.index)))
    derivation = example.derivation.in_(language) if example.derivation else ""
    name = f'{escape(title)}<br><span class="s-second">{escape(state.file)}</span>'
    return name, escape(_("；").join(expected) or "—"), f'<div class="s-lines">{escape(derivation)}</div>'


def _figure(_: Translate, written: str) -> str:
    """An expected number as its author wrote it; a fraction with its decimals before it."""
    return _("{shown}（{exact}）", shown=number(parse_exact(written)), exact=written) if "/" in written else written


def problems(_: Translate, opened: Opened, language: str) -> str:
    """Every problem with its place, errors first."""
    words = {"error": _("■ 错误"), "warning": _("▲ 提醒")}
    found = sorted(opened.problems, key=lambda problem: (problem.severity != "error", problem.file, problem.line))
    rows = [(words[problem.severity], line(problem, language)) for problem in found]
    return parts.html_table((_("程度"), _("位置和说明")), rows)
