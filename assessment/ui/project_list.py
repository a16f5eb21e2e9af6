"""The list of projects as table rows: level initial → residual, index, and the one thing to know about each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from html import escape

from assessment.engine.margins import near
from assessment.errors import AssessmentError
from assessment.i18n import Translate
from assessment.model.numbers import plain
from assessment.model.scorecard import Scorecard
from assessment.report.words import number
from assessment.service import Actor, Bench, open_case
from assessment.service import Row as Project
from assessment.ui import parts
from assessment.ui.table import Badge, Button, Cell, Column, Row

NEAR = Fraction("0.02")  # this close to a level's edge is worth a word
Cards = Mapping[str, Scorecard]


def cards_of(actor: Actor, bench: Bench, projects: Sequence[Project]) -> Cards:
    """The edition each project is scored under, by its hash. One that cannot be read is absent: its projects are still listed."""
    first = {project.scorecard_hash: project.id for project in projects}
    cards = {}
    for hash, id in first.items():
        try:
            cards[hash] = open_case(actor, bench, id).scorecard
        except AssessmentError:
            continue
    return cards


def columns(_: Translate) -> tuple[Column, ...]:
    return (
        Column("check", "", width="34px", sortable=False, hide_on_narrow=True),
        Column("name", _("项目名称")),
        Column("level", _("等级：初始 → 落实后"), width="148px"),
        Column("index", _("综合指数"), align="right", width="80px", hide_on_narrow=True),
        Column("notice", _("要留意的"), width="166px", hide_on_narrow=True),
        Column("coverage", _("已评"), align="right", width="72px", hide_on_narrow=True),
        Column("open", _("未完措施"), align="right", width="78px", hide_on_narrow=True),
        Column("changed", _("最近修改"), width="134px", hide_on_narrow=True),
        Column("act", "", width="172px", sortable=False),
    )


def row(_: Translate, project: Project, card: Scorecard | None, language: str, chosen: bool) -> Row:
    summary = project.summary
    rank, words = notice(_, project, card)
    changed = project.changed_at.astimezone()
    other = card.title.in_(language) if card is not None and not card.default else ""
    under = " · ".join(filter(None, (profile_title(project, card, language), project.township, other)))
    cells = {
        "check": Cell(check=chosen, check_label=_("选择 {name}", name=project.name)),
        "name": Cell(
            project.name,
            sub=_("{text} · 已归档", text=under) if project.archived else under,
            strong=True,
            link="rate",
            tag=_("示例数据") if project.illustrative else "",
            sort=project.name,
        ),
        "level": level_cell(_, project, card, language),
        "index": Cell(number(summary.index), strong=True, sort=-1 if summary.index is None else summary.index),
        "notice": Cell(words, sort=rank),
        "coverage": Cell(f"{summary.answered} / {summary.total}", sort=summary.coverage),
        "open": Cell(str(summary.open_measures) if summary.open_measures else "—", sort=summary.open_measures),
        "changed": Cell(f"{changed:%Y-%m-%d %H:%M}", sort=changed.isoformat()),
        "act": Cell(buttons=(Button("rate", _("打分")), Button("result", _("结果")), Button("more", _("更多")))),
    }
    return Row(project.id, cells, tone="muted" if project.archived else "none")


def profile_title(project: Project, card: Scorecard | None, language: str) -> str:
    if card is None or project.profile not in card.profile:
        return project.profile or ""
    return card.profile[project.profile].title.in_(language)


def badge(level: str, card: Scorecard | None, language: str, dashed: bool = False) -> Badge:
    if card is None or level not in card.level_rank:
        return Badge("", level, "plain", dashed)
    glyph, word, tone = parts.level_mark(level, card, language)
    return Badge(glyph, word, tone, dashed)  # type: ignore[arg-type]


def level_cell(_: Translate, project: Project, card: Scorecard | None, language: str) -> Cell:
    """The level, dashed while answers are missing, and what it becomes once the plan is carried out, dashed: expected."""
    summary = project.summary
    rank = card.level_rank.get(summary.level, 0) if card else 0
    start = badge(summary.level, card, language, dashed=not summary.determined)
    if not summary.determined:
        best = badge(summary.best_level, card, language)
        return Cell(badge=start, sub=_("未定，最好 {level}", level=f"{best.glyph} {best.word}".strip()), sort=rank)
    if not summary.planned:
        return Cell(badge=start, sub=_("还没有措施"), sort=rank)
    left = badge(summary.residual_level, card, language, dashed=True)
    both = Badge(start.glyph, start.word, start.tone, start.dashed, left)
    return Cell(badge=both, sub=_("预期 {index}", index=number(summary.residual_index)), sort=rank)


def notice(_: Translate, project: Project, card: Scorecard | None) -> tuple[int, str]:
    """The one thing to know, and its urgency for sorting: a fired veto, missing answers, risks without a measure, a near edge."""
    summary = project.summary
    if summary.fired_vetoes:
        ids = _("、").join(summary.fired_vetoes)
        return 4, _("否决 {ids}，暂缓实施", ids=ids) if summary.hold else _("否决 {ids}", ids=ids)
    if missing := summary.total - summary.answered:
        return 3, _("还缺 {n} 项打分", n=missing)
    if summary.provisional:
        return 3, _("还有否决问题未答")
    if summary.unanswered_risks:
        return 2, _("{n} 项风险还没有措施", n=summary.unanswered_risks)
    words = _near(_, summary.index, card)
    return (1, words) if words else (0, "—")


def _near(_: Translate, index: Fraction | None, card: Scorecard | None) -> str:
    limit = None if index is None or card is None else near(card, index, NEAR)
    if limit is None:
        return ""
    if not limit.gap:
        return _("正在 {edge} 分界上", edge=plain(limit.edge))
    values = {"edge": plain(limit.edge), "by": number(limit.gap)}
    return _("高于 {edge} 仅 {by}", **values) if limit.above else _("低于 {edge} 仅 {by}", **values)


def counts(_: Translate, projects: Sequence[Project], cards: Cards, language: str) -> str:
    """How many there are, how many of each level, worst first, and how many are undetermined; as HTML."""
    marks: Counter[tuple[int, str]] = Counter()
    for project in projects:
        if not project.summary.determined:
            marks[(1, _("未定"))] += 1
            continue
        card = cards.get(project.scorecard_hash)
        mark = badge(project.summary.level, card, language)
        marks[(-card.level_rank.get(project.summary.level, 0) if card else 0, f"{mark.glyph} {mark.word}")] += 1
    told = [_("{n} 个", n=len(projects)), *(f"{mark} {n}" for (_rank, mark), n in sorted(marks.items()))]
    return f'<span class="s-second">{escape("　".join(told))}</span>'
