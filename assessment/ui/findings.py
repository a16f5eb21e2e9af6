"""Blocks of the result page as static HTML: the verdict card, how the level came about, what does not apply, before and after."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from assessment.engine.answering import needs_answer
from assessment.engine.comparison import band_count
from assessment.engine.ranking import by_contribution, contribution
from assessment.i18n import Translate, translator
from assessment.model.case import Assessment, Evidence
from assessment.model.numbers import shown
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard
from assessment.report.verdict import Rule, capital, distances, reason, standing
from assessment.report.words import level_word, number
from assessment.ui import parts
from assessment.ui.charts import percent


def verdict_card(card: Scorecard, result: Result, lang: str) -> str:
    """The level, the sentence and the three figures."""
    tone = parts.tone(card.level_rank[result.level], len(card.levels)) if result.determined else "open"
    if result.determined:
        badge = parts.level_badge(result.level, card, lang)
    else:
        badge = f'<span class="s-badge plain dashed">{escape(standing(card, result, lang))}</span>'
    said = f"<p>{escape(capital(reason(card, result, lang)))}<small>{escape(decision(card, result, lang))}</small></p>"
    figures = "".join(
        f'<div class="v-figure">{escape(title)}<b>{escape(figure)}</b>{escape(under)}</div>'
        for title, figure, under in figures_of(card, result, lang)
    )
    return f'<div class="v-card {tone}"><div class="v-say">{badge}{said}</div>{figures}</div>'


def decision(card: Scorecard, result: Result, lang: str) -> str:
    """What is decided at this level; a hold has its own words, and while the level is not determined it is the worst case's."""
    _ = translator(lang)
    hold = card.hold if result.hold else None
    text = hold.decision if hold else card.levels[card.level_rank[result.level]].decision
    if text is None:
        return ""
    return text.in_(lang) if result.determined else _("按最坏情况：{decision}", decision=text.in_(lang))


def figures_of(card: Scorecard, result: Result, lang: str) -> tuple[tuple[str, str, str], ...]:
    """(title, figure, what stands under it) of the index, the worst case and the coverage."""
    _ = translator(lang)
    answered, total = sum(f.answered for f in result.factors), len(result.factors)
    if card.index == "none":
        index = (_("综合指数"), "—", _("本表不计指数，由规则定级"))
    else:
        index = (_("综合指数（按已评）"), number(result.index), distances(card, result.index, lang))
    if result.worst_index is None:
        worst = (
            _("最坏情况"),
            level_word(card, result.worst_level, lang),
            "",
        )
    elif answered == total:
        worst = (_("最坏情况"), number(result.worst_index), _("没有缺项，与指数相同"))
    else:
        worst = (_("最坏情况"), number(result.worst_index), _("最好 {best}", best=number(result.best_index)))
    away = len(result.not_applicable)
    under = [_("占权重 {share}", share=percent(result.coverage))] if answered < total else []
    under += [_("{count} 项不适用，附依据", count=away)] if away else []
    return index, worst, (_("覆盖"), f"{answered} / {total}", " · ".join(under))


def sources_line(card: Scorecard, result: Result, rules: Sequence[Rule], lang: str) -> str:
    """Where the level comes from, in three short lines: index, escalations, vetoes; and how many factors each band has."""
    _ = translator(lang)

    def given(rule: Rule) -> str:
        sign, word, _tone = parts.level_mark(rule.gives or "", card, lang)
        return f"{sign} {word}"

    index = [given(rule) for rule in rules if rule.kind == "index"]
    lifted = [f"{rule.text} {given(rule)}" for rule in rules if rule.kind == "escalation" and rule.gives]
    fired = [f"■ {rule.id} {given(rule)}" for rule in rules if rule.kind == "veto" and rule.state == "fired"]
    open_ = sum(rule.kind == "veto" and rule.state == "unknown" for rule in rules)
    asked = any(rule.kind == "veto" for rule in rules)
    calm = _("无，各问均答“否”") if asked and not open_ else _("无")
    vetoes = _("；").join(fired) or ("" if open_ else calm)
    if open_:
        vetoes = _("；").join(part for part in (vetoes, _("{count} 问未答，暂按触发计", count=open_)) if part)
    bands = [f"{band.title.in_(lang)} {count}" for band in reversed(card.bands) if (count := band_count(result, band.id))]
    rows = [
        (_("指数"), index[0] if index else _("不计")),
        (_("升级"), _("；").join(lifted) or _("无")),
        (_("否决"), vetoes),
        (_("单因素"), " · ".join(bands) or "—"),
    ]
    return '<dl class="v-source">' + "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in rows) + "</dl>"


def rules_table(card: Scorecard, rules: Iterable[Rule], lang: str) -> str:
    """Each rule with what it saw and what it gives; the one that decided is marked."""
    _ = translator(lang)
    kinds = {"index": _("指数"), "escalation": _("升级规则"), "veto": _("否决")}
    rows = []
    for rule in rules:
        name = escape(f"{rule.id} {rule.text}" if rule.kind == "veto" else rule.text)
        gives = (
            parts.level_badge(rule.gives, card, lang, dashed=rule.state == "unknown") if rule.gives else escape(_("不提高等级"))
        )
        decided = f"<strong>◀ {escape(_('由此决定'))}</strong>" if rule.decided else ""
        seen = f"■ {rule.seen}" if rule.state == "fired" else rule.seen
        rows.append((escape(kinds[rule.kind]), name, escape(seen), gives, decided))
    head = (_("规则"), _("内容"), _("看到的"), _("给出的等级"), "")
    return parts.html_table(head, rows, safe=True)


def dimension_table(card: Scorecard, result: Result, lang: str) -> str:
    """The table twin of the bars: weight, index, contribution, share; the contributions add up to the last row."""
    _ = translator(lang)
    total = contribution(result.dimensions)
    rows: list[tuple[str, ...]] = []
    for d in by_contribution(result):
        part = percent(d.contribution / total) if total else "—"
        rows.append(
            (
                card.sheet[d.id].title.in_(lang),
                percent(d.weight),
                number(d.index),
                shown(d.contribution),
                part,
                f"{d.answered}/{d.total}",
            )
        )
    answered = f"{sum(d.answered for d in result.dimensions)}/{sum(d.total for d in result.dimensions)}"
    rows.append((_("合计"), "100%", number(result.index), shown(total), "100%" if total else "—", answered))
    head = (_("维度"), _("权重"), _("维度指数"), _("贡献"), _("占比"), _("已评"))
    return parts.html_table(head, rows, numbers=(1, 2, 3, 4, 5), row_heads=True, chosen=len(rows) - 1)


def not_applicable(
    card: Scorecard, assessment: Assessment, result: Result, lang: str
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows: each indicator that does not apply, the screening fact that takes it out, and who answered it."""
    _ = translator(lang)
    head = (_("编号"), _("指标"), _("筛查事实"), _("答案"), _("谁答的、依据"))
    rows: list[tuple[str, ...]] = []
    for away in result.not_applicable:
        indicator, fact = card.indicators[away.indicator], card.fact[away.fact]
        name = (fact.title or fact.question).in_(lang)
        rows.append(
            (
                indicator.name,
                indicator.title.in_(lang),
                name,
                _("否"),
                who_said(card, assessment, away.fact, away.by_profile, lang),
            )
        )
    return head, rows


def who_said(card: Scorecard, assessment: Assessment, fact: str, by_profile: bool, lang: str) -> str:
    _ = translator(lang)
    profile = card.profile.get(assessment.project.profile or "")
    if by_profile:
        return _("项目类型“{profile}”的默认答案", profile=profile.title.in_(lang) if profile else "—")
    given = assessment.project.facts.get(fact)
    reasons = [given.reason] if given and given.reason else []
    reasons += [evidence_line(item, _) for item in given.evidence] if given else []
    if reasons:
        return _("本项目填报：{reasons}", reasons=_("；").join(reasons))
    usual = profile is not None and profile.facts.get(fact) == "no"
    return _("本项目填报，与项目类型的默认答案相同") if usual else _("本项目填报，还没有写理由和佐证")


def evidence_line(item: Evidence, _: Translate) -> str:
    """One reference: title, number, date, where it is kept."""
    rest = [item.number, item.date.isoformat() if item.date else "", item.kept_at]
    tail = _("、").join(part for part in rest if part)
    return _("{title}（{rest}）", title=item.title, rest=tail) if tail else item.title


def states_table(card: Scorecard, states: Sequence[tuple[str, Result, bool]], lang: str) -> str:
    """初始 and what remains side by side: level, index, vetoes, factors from `answer_from` on, each dimension."""
    _ = translator(lang)
    head = ("", *(name for name, _result, _expected in states))
    return parts.html_table(head, _state_rows(card, states, lang), numbers=range(1, len(head)), row_heads=True, safe=True)


def _state_rows(card: Scorecard, states: Sequence[tuple[str, Result, bool]], lang: str) -> Iterator[tuple[str, ...]]:
    _ = translator(lang)
    results = [result for _name, result, _expected in states]
    badges = [parts.level_badge(r.level, card, lang, dashed=expected or not r.determined) for _name, r, expected in states]
    yield (escape(_("等级")), *badges)
    yield (escape(_("综合指数")), *(f"<b>{number(r.index)}</b>" for r in results))
    if any(r.provisional for r in results):
        yield (escape(_("最坏情况")), *(number(r.worst_index) for r in results))
    yield (
        escape(_("触发的否决")),
        *(escape(_("、").join(v.id for v in r.vetoes if v.state == "fired") or _("无")) for r in results),
    )
    floor = card.bands[card.band_rank[card.answer_from]].title.in_(lang)
    counts = [sum(needs_answer(card, factor) for factor in r.factors) for r in results]
    yield (escape(_("{band}及以上的单因素", band=floor)), *map(str, counts))
    for number_, d in enumerate(results[0].dimensions):
        yield (escape(card.sheet[d.id].title.in_(lang)), *(number(r.dimensions[number_].index) for r in results))
