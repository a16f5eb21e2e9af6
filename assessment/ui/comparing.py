"""Tables of the compare page: the projects of one edition, two of them side by side, and those of other editions."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from assessment.engine import margins
from assessment.engine.comparison import Compared, Difference, band_count
from assessment.engine.margins import Distance
from assessment.engine.mitigation import counted
from assessment.engine.planning import plan_cost
from assessment.engine.scoring import INDEX
from assessment.i18n import translator
from assessment.model.case import Rating
from assessment.model.numbers import plain, shown
from assessment.model.result import FactorRisk
from assessment.model.scorecard import Band, Scorecard
from assessment.report.figure_words import values_line
from assessment.report.words import escalation_title, level_title, missing, number
from assessment.service import Row as Listed
from assessment.ui import parts
from assessment.ui.factor_table import band_badge, levels_text
from assessment.ui.table import Badge, Cell, Column, Row

OPEN = "open"


def profile_title(card: Scorecard, profile: str | None, lang: str) -> str:
    known = card.profile.get(profile or "")
    return known.title.in_(lang) if known else profile or "—"


def level_badge(card: Scorecard, level: str, lang: str, dashed: bool = False) -> Badge:
    sign, word, tone = parts.level_mark(level, card, lang)
    return Badge(sign, word, tone, dashed)  # type: ignore[arg-type]  # parts names its tones as text


def decided_by(row: Compared, lang: str) -> str:
    """Which rule gave the level, and whether the work waits."""
    _ = translator(lang)
    card, result = row.scorecard, row.result
    if result.unrated and not result.determined:
        return _("未评完，按最坏情况")
    if result.decided_by is None:
        return _("没有规则提高等级")
    if result.decided_by == INDEX:
        text = _("指数")
    elif result.decided_by in card.veto:
        state = next(v.state for v in result.vetoes if v.id == result.decided_by)
        text = (
            _("否决 {veto} 未答，暂按触发", veto=result.decided_by)
            if state == "unknown"
            else _("否决 {veto}", veto=result.decided_by)
        )
    else:
        text = _("升级规则 {rule}", rule=escalation_title(card, result.decided_by, lang))
    return text + (_("，暂缓实施") if result.hold else "")


def index_alone(row: Compared, lang: str) -> str:
    """What the index alone would have given, where another rule gave more."""
    _ = translator(lang)
    result = row.result
    if result.index_level is None or result.index_level == result.level:
        return ""
    return _("指数为{level}", level=level_title(row.scorecard, result.index_level, lang))


def distance(row: Compared) -> Distance | None:
    """Of the worst case, which is the index once everything is answered; None where there is no index or no limit."""
    worst = row.result.worst_index
    return None if worst is None else margins.distance(row.scorecard, worst)


def distance_sum(far: Distance) -> str:
    """«0.36 + 0.0613»: the limit and how far the index lies from it."""
    return f"{plain(far.edge)} {'+' if far.above else '−'} {shown(far.gap)}"


def distance_words(far: Distance, lang: str) -> str:
    _ = translator(lang)
    return _("高于 {edge}", edge=plain(far.edge)) if far.above else _("低于 {edge}", edge=plain(far.edge))


def worst_bands(card: Scorecard) -> tuple[Band, ...]:
    """The two worst bands, the worst first."""
    return tuple(reversed(card.bands[-2:]))


def plan_of(row: Compared) -> tuple[int, Fraction]:
    """How many measures count, and what they cost in 万元."""
    measures = counted(row.scorecard, row.assessment, "planned").values()
    return len(measures), plan_cost(row.scorecard, measures)


def project_columns(card: Scorecard, lang: str) -> tuple[Column, ...]:
    _ = translator(lang)
    bands = " / ".join(band.title.in_(lang) for band in worst_bands(card))
    return (
        Column("project", _("项目"), width="16%"),
        Column("profile", _("类型"), width="84px", hide_on_narrow=True),
        Column("level", _("等级")),
        Column("index", _("指数"), align="right"),
        Column("decided", _("由什么决定"), width="18%", hide_on_narrow=True),
        Column("distance", _("离分界"), align="right", hide_on_narrow=True),
        Column("bands", bands, align="right", width="104px", hide_on_narrow=True),
        Column("applicable", _("适用项"), align="right", width="72px", hide_on_narrow=True),
        Column("residual", _("落实措施后（预期）"), align="right", hide_on_narrow=True),
        Column("plan", _("措施与费用"), align="right", hide_on_narrow=True),
    )


def project_rows(card: Scorecard, projects: Sequence[Compared], tagged: bool, lang: str) -> list[Row]:
    """Worst first, as the engine orders them. `tagged`: 示例数据 stands with each project it holds for."""
    return [_project_row(card, row, number_, tagged, lang) for number_, row in enumerate(projects)]


def _project_row(card: Scorecard, row: Compared, place: int, tagged: bool, lang: str) -> Row:
    _ = translator(lang)
    result, project = row.result, row.assessment.project
    tag = _("示例数据") if tagged and project.illustrative else ""
    gaps = _("还缺 {count} 项", count=missing(result)) if result.provisional else ""
    far = distance(row)
    bands = [band_count(result, band.id) for band in worst_bands(card)]
    cells: Mapping[str, Cell | str] = {
        "project": Cell(project.name, strong=True, link=OPEN, tag=tag),
        "profile": profile_title(card, project.profile, lang),
        "level": Cell(badge=level_badge(card, result.level, lang, not result.determined), sub=gaps, sort=-place),
        "index": Cell(number(result.index), strong=True, sort=result.index if result.index is not None else -1),
        "decided": Cell(decided_by(row, lang), sub=index_alone(row, lang)),
        "distance": Cell(distance_sum(far), sort=far.gap if far.above else -far.gap) if far else "—",
        "bands": Cell(" / ".join(map(str, bands)), sort=sum(n * 1000**i for i, n in enumerate(reversed(bands)))),
        "applicable": Cell(str(len(result.factors)), sort=len(result.factors)),
        "residual": _residual_cell(row, lang),
        "plan": _plan_cell(row, lang),
    }
    return Row(row.key, cells)


def _residual_cell(row: Compared, lang: str) -> Cell:
    """Expected, so dashed; without a plan there is nothing to expect."""
    if not plan_of(row)[0]:
        return Cell("—", sort=2)
    index = row.residual.index
    badge = level_badge(row.scorecard, row.residual.level, lang, dashed=True)
    return Cell(number(index), badge=badge, sort=index if index is not None else 2)


def _plan_cell(row: Compared, lang: str) -> Cell:
    _ = translator(lang)
    count, cost = plan_of(row)
    if not count:
        return Cell(_("还没有措施"), sort=-1)
    return Cell(_("{count} 条 · {cost} 万元", count=count, cost=plain(cost)), sort=cost)


def side_columns(left: str, right: str, lang: str) -> tuple[Column, ...]:
    _ = translator(lang)
    return (
        Column("code", _("编号"), width="52px"),
        Column("indicator", _("指标"), width="166px"),
        Column("left", left, width="178px"),
        Column("left-note", _("取级理由"), hide_on_narrow=True),
        Column("gap", _("差（左−右）"), align="right", width="138px"),
        Column("right", right, width="178px"),
        Column("right-note", _("取级理由"), hide_on_narrow=True),
    )


def side_rows(left: Compared, right: Compared, differences: Sequence[Difference], lang: str) -> list[Row]:
    """What differs, the largest difference first, with the figures that differ; then where one side is not rated."""
    _ = translator(lang)
    card, ours, theirs = left.scorecard, left.assessment, right.assessment
    widest = max((abs(d.gap) for d in differences if d.gap is not None), default=Fraction(0))
    rows = []
    for d in differences:
        indicator = card.indicators[d.indicator]
        bar = float(abs(d.gap) / widest) if d.gap and widest else None
        text = _("一方未评") if d.gap is None else ("+" if d.gap > 0 else "") + shown(d.gap).replace("-", "−")
        cells: dict[str, Cell | str] = {
            "code": indicator.name,
            "indicator": Cell(indicator.title.in_(lang), strong=True),
            "left": rated_cell(card, d.left, lang, values_line(card, ours, indicator, lang, unlike=theirs)),
            "left-note": left.assessment.ratings.get(d.indicator, Rating()).note,
            "gap": Cell(text, strong=True, sort=abs(d.gap) if d.gap is not None else -1, bar=bar),
            "right": rated_cell(card, d.right, lang, values_line(card, theirs, indicator, lang, unlike=ours)),
            "right-note": right.assessment.ratings.get(d.indicator, Rating()).note,
        }
        rows.append(Row(d.indicator, cells))
    return rows


def rated_cell(card: Scorecard, factor: FactorRisk | None, lang: str, figures: str = "") -> Cell:
    """3×4 = 0.4800 with its band, and the figures it follows from."""
    _ = translator(lang)
    if factor is None:
        return Cell(_("不适用"), sort=-2)
    if factor.degree is None or factor.band is None:
        return Cell(_("未评"), sub=figures, sort=-1)
    degree = f"{levels_text(factor)} = {shown(factor.degree)}"
    return Cell(degree, sub=figures, sort=factor.degree, glyphs=[band_badge(card, factor.band, lang)])


def one_sided(card: Scorecard, name: str, differences: Sequence[Difference], lang: str) -> str:
    """«只有 … 适用：WS4 边施工边通车保通», "" when there is none."""
    if not differences:
        return ""
    _ = translator(lang)
    titles = [f"{card.indicators[d.indicator].name} {card.indicators[d.indicator].title.in_(lang)}" for d in differences]
    return _("只有{name}适用：{indicators}。", name=name, indicators=_("、").join(titles))


def other_columns(lang: str) -> tuple[Column, ...]:
    _ = translator(lang)
    return (
        Column("project", _("项目")),
        Column("edition", _("打分表版本"), hide_on_narrow=True),
        Column("date", _("评估日期"), hide_on_narrow=True),
        Column("level", _("等级")),
        Column("index", _("指数"), align="right"),
    )


def other_rows(listed: Sequence[Listed], cards: Mapping[str, Scorecard], lang: str) -> list[Row]:
    """From the list alone: nothing is scored, nothing is ranked across editions."""
    return [
        Row(
            each.id,
            {
                "project": Cell(each.name, strong=True, link=OPEN),
                "edition": edition_title(cards[each.scorecard_hash], lang),
                "date": Cell(each.date.isoformat(), sort=each.date),
                "level": Cell(
                    badge=level_badge(cards[each.scorecard_hash], each.summary.level, lang, not each.summary.determined)
                ),
                "index": Cell(number(each.summary.index)),
            },
        )
        for each in listed
    ]


def edition_title(card: Scorecard, lang: str) -> str:
    """Version, title and the first of its hash: two texts of one version are two editions."""
    return f"{card.version} {card.title.in_(lang)} · {card.digest[:6]}"
