"""什么会改变等级 on the result page, 一失效就升级的措施 on the plan page: worked out once for a state of a case."""

from collections.abc import Callable, Sequence
from html import escape
from typing import TypeVar

import streamlit as st

from assessment import service
from assessment.engine.critical import Critical, Loss, critical
from assessment.engine.flips import Flips, what_flips
from assessment.engine.mitigation import Counting
from assessment.engine.reaching import Reach
from assessment.engine.steps import Step, Swing
from assessment.i18n import Translate
from assessment.model.scorecard import Scorecard
from assessment.report.flip_words import changes_words, open_words, rule_name, sentence_of, single_words, steps_words
from assessment.report.words import axis_word, level_title, number
from assessment.ui import parts, state
from assessment.ui.charts import CONFIG, tornado_bars
from assessment.ui.plan_words import text_of

T = TypeVar("T")
BARS = 10  # the widest
FLIPS = 12  # single steps shown at once; the others are folded
NEAREST = 3  # each way, where no step changes the level
COUNTINGS: tuple[Counting, ...] = ("planned", "verified")


def flip_section(_: Translate, case: service.Case, lang: str, dark: bool) -> None:
    """The sentence, the steps that change the level or come nearest, the fewest steps to each level, the tornado."""
    card, found = case.scorecard, _once("flips", case, lambda: what_flips(case.scorecard, case.assessment))
    parts.heading(_("什么会改变等级"), _("一处为一项因素的一个轴；逐处升、降一级，指数、升级规则、否决全部重新判定"))
    st.html(parts.note(sentence_of(card, found, case.result, lang), "missing" if found.flipping else ""))
    if words := open_words(card, found, lang):
        st.html(parts.note(words, "missing"))
    if found.reaches:
        st.html(_reach_table(_, card, found.reaches, lang))
    left, right = st.columns([44, 56], gap="small")
    with left, st.container(border=True):
        _single(_, card, found, lang)
    with right, st.container(border=True):
        _tornado(_, card, found, lang, dark)


def _once(name: str, case: service.Case, work: Callable[[], T]) -> T:
    """What was worked out of this state of the case in this session: a page is drawn again at every click."""
    key = (case.id, case.revision, case.scorecard.digest)
    kept: tuple[tuple[str, int, str], T] | None = state.recall(name)
    if kept is not None and kept[0] == key:
        return kept[1]
    fresh = work()
    state.remember(name, (key, fresh))
    return fresh


def _single(_: Translate, card: Scorecard, found: Flips, lang: str) -> None:
    steps = sorted(found.flipping, key=lambda step: -card.level_rank[step.level])
    parts.heading(_("单独一处升降一级"), "" if steps else _("都不改变等级，下面是使指数升降最多的"))
    if steps:
        st.html(step_table(_, card, steps[:FLIPS], lang))
        if len(steps) > FLIPS:
            with st.expander(_("其余 {count} 处", count=len(steps) - FLIPS), key="flips-more"):
                st.html(step_table(_, card, steps[FLIPS:], lang))
    elif near := found.nearest(NEAREST):
        st.html(step_table(_, card, near, lang))
    else:
        st.html(parts.second(single_words(found, lang) + _("。")))


def step_table(_: Translate, card: Scorecard, steps: Sequence[Step], lang: str) -> str:
    """Level and rule where some step gives another level than the others; else the index says it all."""
    flips = any(step.flips for step in steps)
    head = (_("改动"), _("综合指数"), *((_("等级"), _("由什么决定")) if flips else ()))
    rows = []
    for step in steps:
        change = f"{axis_word(_, step.axis)} {step.before}→{step.after}"
        name = escape(card.indicators[step.indicator].label.in_(lang))
        row = [f'{name} <span class="s-keep">{escape(change)}</span>', number(step.index)]
        if flips:
            row += [parts.level_badge(step.level, card, lang), escape(rule_name(card, step.decided_by, lang))]
        rows.append(row)
    return parts.html_table(head, rows, numbers=[1], safe=True)


def _reach_table(_: Translate, card: Scorecard, reaches: Sequence[Reach], lang: str) -> str:
    head = (_("离各等级"), _("最少"), _("哪几处（只是其中一种）"), _("届时由什么决定"))
    rows = [
        (
            parts.level_badge(reach.level, card, lang, dashed=True),
            escape(steps_words(reach, lang)),
            escape(changes_words(card, reach.changes or (), lang) or "—"),
            escape(rule_name(card, reach.decided_by, lang)) if reach.steps is not None else "—",
        )
        for reach in reaches
    ]
    return parts.html_table(head, rows, safe=True)


def _tornado(_: Translate, card: Scorecard, found: Flips, lang: str, dark: bool) -> None:
    widest = found.swings[:BARS]
    if not widest:
        parts.heading(_("单步影响"))
        unrated = _("还没有打分。") if card.index == "weighted" else _("本表不计指数，由规则定级")
        st.html(parts.second(unrated))
        return
    parts.heading(_("单步影响"), _("某处降一级、升一级后的综合指数；最宽的 {count} 处", count=len(widest)))
    figure = tornado_bars(card, widest, found.index, lang, dark)
    alt = _("各处升降一级后的综合指数，数字见下表")
    st.plotly_chart(figure, theme=None, config=CONFIG, key="tornado", alt=alt)
    with st.expander(_("看表：单步影响"), key="tornado-twin"):
        st.html(_swing_table(_, card, widest, lang))


def _swing_table(_: Translate, card: Scorecard, swings: Sequence[Swing], lang: str) -> str:
    head = (_("因素"), _("轴"), _("降一级"), _("升一级"), _("相差"))
    rows = [
        (
            card.indicators[swing.indicator].label.in_(lang),
            axis_word(_, swing.axis),
            number(swing.down),
            number(swing.up),
            number(swing.width),
        )
        for swing in swings
    ]
    return parts.html_table(head, rows, numbers=[2, 3, 4], row_heads=True)


def critical_section(_: Translate, case: service.Case, lang: str) -> None:
    """The measures of the plan that its level cannot do without, as expected and, where some are verified, as it stands."""
    found = [each for each in _once("critical", case, lambda: critical_measures(case)) if each.count]
    if not found:
        return
    parts.heading(_("一失效就升级的措施"), _("逐条假定失效，其余措施不变，指数、升级规则、否决全部重新判定"))
    for each in found:
        st.html(parts.note(critical_words(_, case.scorecard, each, lang), "missing" if each.alone else ""))
        if each.alone:
            st.html(_loss_table(_, case, each.alone, lang))


def critical_measures(case: service.Case) -> tuple[Critical, ...]:
    return tuple(critical(case.scorecard, case.assessment, counting) for counting in COUNTINGS)


def critical_words(_: Translate, card: Scorecard, found: Critical, lang: str) -> str:
    """«预期（45 条措施，低风险）：1 条一失效，等级就升高或恢复暂缓。»"""
    name = counting_word(_, found.counting)
    head = _("{name}（{count} 条措施，{level}）", name=name, count=found.count, level=level_title(card, found.level, lang))
    if found.alone:
        return _("{head}：一失效，等级就升高或恢复暂缓的有 {count} 条。", head=head, count=len(found.alone))
    if found.pair is None:
        return _("{head}：任何一条或两条失效，都不升级。", head=head)
    both, level = _("、").join(found.pair.measures), level_title(card, found.pair.level, lang)
    if found.pair.hold and not found.hold:
        return _("{head}：任何一条失效都不升级；{both} 都失效，即为{level}并暂缓。", head=head, both=both, level=level)
    return _("{head}：任何一条失效都不升级；{both} 都失效，即为{level}。", head=head, both=both, level=level)


def counting_word(_: Translate, counting: Counting) -> str:
    return {"planned": _("预期"), "verified": _("目前"), "lasting": _("到此为止")}[counting]


def _loss_table(_: Translate, case: service.Case, losses: Sequence[Loss], lang: str) -> str:
    card = case.scorecard
    planned = {p.measure: p for p in case.assessment.plan.measures}
    head = (_("措施"), _("内容"), _("失效后指数"), _("失效后等级"), _("由什么决定"))
    rows = [
        (
            escape(name),
            escape(text_of(card, planned[name], lang)),
            number(loss.index),
            parts.level_badge(loss.level, card, lang) + (f" {escape(_('暂缓实施'))}" if loss.hold else ""),
            escape(rule_name(card, loss.decided_by, lang)),
        )
        for loss in losses
        for name in loss.measures
    ]
    return parts.html_table(head, rows, numbers=[2], safe=True)
