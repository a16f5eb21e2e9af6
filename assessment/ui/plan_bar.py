"""The bar that stays in view: 初始 → 落实措施后（预期）→ 目前 → 到此为止, the way to the target, what the plan takes."""

from collections.abc import Sequence
from fractions import Fraction
from html import escape
from pathlib import Path

from assessment.engine.remaining import Remaining
from assessment.i18n import Translate
from assessment.model.numbers import plain, shown
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard
from assessment.report.words import escalation_title, few, glyph, level_title, missing, money, number, short_levels
from assessment.ui import parts
from assessment.ui.plan_figures import Figures
from assessment.ui.plan_words import joined

Line = tuple[str, str, Result]  # kind for the look, label, result

NARROW = Fraction(1, 4)  # a zone of the scale too small for its level's name
STYLE = Path(__file__).with_suffix(".css")  # st.html wraps a CSS file itself


def bar(_: Translate, language: str, card: Scorecard, initial: Result, left: Remaining, facts: Figures) -> str:
    """The whole bar as HTML."""
    expected, now = left.planned, left.verified
    blocks = [stages(_, language, card, initial, left)]
    if expected.worst_index is not None:
        blocks.append(scale(_, language, card, initial, left))
    label, gap = distance(_, language, card, expected)
    longest = _("{days} 天", days=facts.longest) if facts.longest is not None else "—"
    blocks += [_figure(label, gap), _figure(_("新增费用"), money(_, facts.cost)), _figure(_("最长周期"), longest)]
    chosen = f'<a href="#chosen">{escape(_("{count} 条", count=facts.chosen))}</a>'
    blocks.append(f"<div><small>{escape(_('已选'))}</small><b>{chosen}</b></div>")
    says = "".join(
        f'<div class="{kind}">{escape(text)}</div>'
        for kind, text in (*sentences(_, language, card, expected, now, facts), *lapsing(_, language, card, left))
    )
    return f'<div class="p-bar" role="group">{"".join(blocks)}</div>' + (f'<div class="p-says">{says}</div>' if says else "")


def stages(_: Translate, language: str, card: Scorecard, initial: Result, left: Remaining) -> str:
    """初始 → 预期 → 目前 → 到此为止 as HTML, each with what it means where the pointer rests."""
    shown = (
        (_("初始"), initial, initial.provisional, _("没有措施时")),
        (_("落实措施后（预期）"), left.planned, True, _("假定方案里的措施全部做到，用来比较方案")),
        (_("目前（按已核实佐证）"), left.verified, left.verified.provisional, _("只算佐证已核实的措施")),
        (
            _("到此为止（不再推进）"),
            left.lasting,
            left.lasting.provisional,
            _("从今天起不再推进：只算佐证已核实、停下来也有效的措施，须持续落实的不算"),
        ),
    )
    blocks = [
        _stage(card, language, label, result, dashed, meaning, big=result is left.planned)
        for label, result, dashed, meaning in shown
    ]
    return '<div class="arrow" aria-hidden="true">→</div>'.join(blocks)


def _stage(card: Scorecard, language: str, label: str, result: Result, dashed: bool, meaning: str, big: bool = False) -> str:
    index = f"<b>{number(result.index)}</b>" if card.index == "weighted" else ""
    badge = parts.level_badge(result.level, card, language, dashed=dashed)
    return f'<div class="{"big" if big else ""}" title="{escape(meaning)}"><small>{escape(label)}</small>{index}{badge}</div>'


def _figure(label: str, text: str) -> str:
    return f"<div><small>{escape(label)}</small><b>{escape(text)}</b></div>"


def of_the_level(result: Result) -> Fraction | None:
    """The index that decides the level: the worst case's while answers are missing."""
    return result.worst_index


def distance(_: Translate, language: str, card: Scorecard, expected: Result) -> tuple[str, str]:
    """How far the expected index is from the edge of the target level: (label, figure)."""
    target = card.levels[card.level_rank[card.target]]
    index, edge = of_the_level(expected), target.edge
    if index is None or edge is None or target is card.worst_level:
        reached = card.level_rank[expected.level] <= card.level_rank[card.target]
        return _("目标：{level}", level=target.title.in_(language)), _("达到") if reached else _("未达到")
    if index == edge:
        return _("正好在分界 {edge} 上", edge=plain(edge)), _("达到") if target.holds(index) else _("须再低")
    label = _("比分界 {edge} 低", edge=plain(edge)) if index < edge else _("比分界 {edge} 高", edge=plain(edge))
    gap = shown(abs(index - edge))
    return label, gap if gap != shown(Fraction(0)) else "<0.0001"


def scale(_: Translate, language: str, card: Scorecard, initial: Result, left: Remaining) -> str:
    """初始 and the three that remain as bars against the level edges, with their numbers for those who listen."""
    lines: Sequence[Line] = (
        ("initial", _("初始"), initial),
        ("expected", _("预期"), left.planned),
        ("now", _("目前"), left.verified),
        ("lasting", _("lasting-short"), left.lasting),
    )
    drawn = [(kind, label, index) for kind, label, result in lines if (index := of_the_level(result)) is not None]
    spoken = joined(_, (f"{label} {shown(index)}" for _kind, label, index in drawn))
    short = short_levels(card, language)  # the scale has no room for what all its levels share
    zones, names, edges, start = [], [], ["<span style='left:0;transform:none'>0</span>"], Fraction(0)
    for rank, level in enumerate(card.levels):
        end = level.edge or Fraction(1)
        tone, middle = parts.tone(rank, len(card.levels)), (start + end) / 2
        zones.append(f'<div class="zone {tone}" style="left:{_pc(start)};width:{_pc(end - start)}"></div>')
        name = f"<i> {escape(short[rank])}</i>" if end - start >= NARROW else ""
        names.append(f'<span style="left:{_pc(middle)}" title="{escape(short[rank])}">{glyph(card, level.id)}{name}</span>')
        if end < 1:
            zones.append(f'<div class="edge" style="left:{_pc(end)}"></div>')
            edges.append(f'<span style="left:{_pc(end)}">{plain(end)}</span>')
        start = end
    bars = [
        f'<div class="bar {kind}" style="width:{_pc(index)}"></div><span class="name {kind}">{escape(label)}</span>'
        for kind, label, index in drawn
    ]
    track = f'<div class="track">{"".join(zones)}{"".join(bars)}</div>'
    inner = f'<div class="levels">{"".join(names)}</div>{track}<div class="edges">{"".join(edges)}</div>'
    return f'<div class="p-scale" role="img" aria-label="{escape(spoken)}">{inner}</div>'


def _pc(share: Fraction) -> str:
    return f"{float(share) * 100:.2f}%"


def sentences(
    _: Translate, language: str, card: Scorecard, expected: Result, now: Result, facts: Figures
) -> list[tuple[str, str]]:
    """What figures alone do not say: each fired veto, and which rule keeps the expected level from the target."""
    lines = []
    level = level_title(card, expected.level, language)
    for fired in facts.vetoes:
        name = fired.veto.id
        if fired.now:
            lines.append(("", _("否决 {veto} 已触发；解除它的措施已核实，目前已解除。", veto=name)))
        elif fired.expected:
            lines.append(("", _("否决 {veto} 已触发；按方案预期解除，佐证核实之前仍然有效。", veto=name)))
        else:
            lines.append(
                ("alarm", _("否决 {veto} 已触发；方案里还没有能解除它的措施，落实后仍为{level}。", veto=name, level=level))
            )
    above = card.level_rank[expected.level] > card.level_rank[card.target]
    rule = next((e.id for e in card.escalations if e.id == expected.decided_by), None)
    if above and rule is not None:
        title = escalation_title(card, rule, language)
        words = {"level": level, "rule": title}
        if card.index == "weighted":
            lines.append(("alarm", _("落实措施后仍为{level}，由升级规则“{rule}”决定，只降指数不够。", **words)))
        else:
            lines.append(("alarm", _("落实措施后仍为{level}，由升级规则“{rule}”决定。", **words)))
    if expected.provisional:
        lines.append(("alarm", _("还缺 {count} 项回答：等级、条形和离分界的距离都按最坏情况计。", count=missing(expected))))
    return lines


def lapsing(_: Translate, language: str, card: Scorecard, left: Remaining) -> list[tuple[str, str]]:
    """What is lost if the measures that have to be kept up stop; nothing where there are none."""
    if not left.would_lapse:
        return []
    words = {"measures": few(_, left.would_lapse), "level": level_title(card, left.lasting.level, language)}
    if left.lasting.index is None:
        return [("", _("{measures} 须持续落实，停下来就失效：到此为止为{level}。", **words))]
    words["index"] = shown(left.lasting.index)
    return [("", _("{measures} 须持续落实，停下来就失效：到此为止指数 {index}，{level}。", **words))]
