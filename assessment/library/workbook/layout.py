"""Which cell holds what: the worksheets of a scorecard as data. Writing and reading both follow this description alone.

The edition is one tree: `scorecard`, `sheets`, `measures` and `cases`, each of the last three by file name. A table lists
the items found at `at`; `BY` in it stands for whatever its column `by` says. What an item holds several of (evidence,
vetoes) stands in columns of its own and goes on in the rows below it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assessment.library.glossary import GLOSSARY

BY = "*"
ANY = "*"  # in a column: one column for each key, as `likelihood › 3 › zh`
SEP = " › "
SHARED = "总则"  # of figures: they stand in scorecard.yaml
Kind = Literal["text", "id", "word", "number", "flag", "interval", "ids"]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`choices`: the list offered in its cells: words, or the name of a list of ids."""

    at: Key
    zh: str
    en: str
    kind: Kind = "text"
    choices: tuple[str, ...] | str = ()


@dataclass(frozen=True, slots=True)
class Many:
    """Items and their columns. `single`: one item where others have a list."""

    at: Key
    columns: tuple["Column | Many", ...]
    by: Column | None = None
    single: bool = False

    @property
    def own(self) -> tuple[Column, ...]:
        """The columns that an item fills once; `by` first."""
        return (*((self.by,) if self.by else ()), *(column for column in self.columns if isinstance(column, Column)))

    @property
    def parts(self) -> tuple["Many", ...]:
        return tuple(column for column in self.columns if isinstance(column, Many))


@dataclass(frozen=True, slots=True)
class Page:
    """A worksheet. `form`: its one item runs down instead of across. `frozen`: columns that stay in sight."""

    mark: str
    zh: str
    en: str
    table: Many
    form: bool = False
    frozen: int = 2


def col(model: str, key: str, kind: Kind = "text", choices: tuple[str, ...] | str = (), under: Key = ()) -> Column:
    zh, en = GLOSSARY[model][key]
    return Column((*under, key), zh, en, kind, choices)


def pair(model: str, key: str, under: Key = ()) -> tuple[Column, Column]:
    """A text in both languages, side by side."""
    zh, en = GLOSSARY[model][key]
    return _languages((*under, key), zh, en)


def _languages(at: Key, zh: str, en: str) -> tuple[Column, Column]:
    return Column((*at, "zh"), f"{zh}（中文）", f"{en} (Chinese)"), Column((*at, "en"), f"{zh}（英文）", f"{en} (English)")


def _texts(model: str, key: str) -> Many:
    zh, en = GLOSSARY[model][key]
    return Many((key,), _languages((), zh, en))


def _sources() -> Many:
    return Many(("sources",), (col("Source", "text"), col("Source", "status", "word", ("confirmed", "unconfirmed", "ours"))))


def _each(model: str, key: str, kind: Kind, choices: tuple[str, ...] | str = ()) -> Column:
    zh, en = GLOSSARY[model][key]
    return Column((key, ANY), zh, en, kind, choices)


def _anchors(axis: str) -> tuple[Column, Column]:
    zh, en = GLOSSARY["Indicator"][axis]
    return _languages((axis, ANY), zh, en)


AXES = ("likelihood", "consequence", "option")
ANSWERS = ("yes", "no")
TRUTHS = ("true", "false")
_OPTION = GLOSSARY["Indicator"]["options"]
_CREDIT = {
    "planned": ("未开始的措施计入几成（0 至 1）", "part that counts while planned (0 to 1)"),
    "in_progress": ("进行中的措施计入几成（0 至 1）", "part that counts while in progress (0 to 1)"),
    "done": ("已完成、待核实的措施计入几成（0 至 1）", "part that counts once done, before it is verified (0 to 1)"),
}
_STAGES = {"before-start": ("开工前说明", "note before the start"), "approval": ("报批阶段说明", "note at approval")}

HEAD = Many(
    ("scorecard",),
    (
        col("ScorecardHead", "id", "id"),
        col("ScorecardHead", "version", "word"),
        *pair("ScorecardHead", "title"),
        col("InForce", "from", "word", under=("in_force",)),
        col("InForce", "until", "word", under=("in_force",)),
        col("ScorecardHead", "default", "flag", TRUTHS),
        col("ScorecardHead", "method", "word", ("likelihood-consequence", "matrix", "points")),
        col("ScorecardHead", "polarity", "word", ("demerit", "merit")),
        col("ScorecardHead", "index", "word", ("weighted", "none")),
        *pair("Hold", "title", ("hold",)),
        *pair("Hold", "decision", ("hold",)),
        col("ScorecardHead", "answer_from", "word", "bands"),
        col("ScorecardHead", "target", "word", "levels"),
        col("Effects", "unit", "word", ("level", "share"), ("effects",)),
        col("Effects", "combine", "word", ("additive", "multiplicative", "strongest"), ("effects",)),
        col("Effects", "max_drop", "number", under=("effects",)),
        col("Effects", "floor", "number", under=("effects",)),
        *(Column(("effects", "credit", status), *names, "number") for status, names in _CREDIT.items()),
        col("ScorecardHead", "minimum_coverage", "number"),
    ),
    single=True,
)
SCALES = Many(
    ("scorecard", "scales", BY),
    (col("ScaleLevel", "level", "number"), col("ScaleLevel", "value", "number"), *pair("ScaleLevel", "title")),
    Column((), "量表（likelihood 可能性，consequence 影响程度）", "scale", "word", AXES[:2]),
)


def _graded(model: str, name: str, *more: "Column | Many") -> Many:
    edges = (col(model, "up_to", "number"), col(model, "below", "number"))
    return Many(("scorecard", name), (col(model, "id", "id"), *pair(model, "title"), *edges, *more))


BANDS = _graded("Band", "bands", col("Band", "value", "number"))
LEVELS = _graded("Level", "levels", *pair("Level", "decision"), _sources())
MATRIX = Many(
    ("scorecard", "matrix", BY),
    (Column((ANY,), "影响程度", "consequence", "word", "bands"),),
    Column((), "可能性级别", "level of likelihood", "number"),
    single=True,
)
ESCALATIONS = Many(
    ("scorecard", "escalations"),
    (
        col("Escalation", "id", "id"),
        *pair("Escalation", "title"),
        col("Escalation", "at_least", "number"),
        col("Escalation", "band", "word", "bands"),
        col("Escalation", "level", "word", "levels"),
        _sources(),
    ),
)
OBLIGATIONS = Many(
    ("scorecard", "obligations"),
    (
        col("Obligation", "id", "id"),
        col("Obligation", "levels", "ids"),
        col("Obligation", "of", "word", ("initial", "now")),
        *pair("Obligation", "text"),
        *pair("Obligation", "responsible_body"),
        _texts("Obligation", "assisting_bodies"),
        col("Obligation", "within_days", "number"),
        col("Obligation", "every_days", "number"),
        *pair("Obligation", "proof"),
        _sources(),
    ),
)
DIMENSIONS = Many(("scorecard", "dimensions"), (col("Dimension", "id", "id", "sheets"), col("Dimension", "weight", "number")))
FACTS = Many(("scorecard", "facts"), (col("Fact", "id", "id"), *pair("Fact", "title"), *pair("Fact", "question")))
PROFILES = Many(
    ("scorecard", "profiles"),
    (
        col("Profile", "id", "id"),
        *pair("Profile", "title"),
        _each("Profile", "dimension_weights", "number"),
        _each("Profile", "facts", "word", ANSWERS),
        *pair("Profile", "notes"),
    ),
)
SHEETS = Many(
    ("sheets", BY),
    (
        *pair("Sheet", "title"),
        *pair("Sheet", "lead"),
        _texts("Sheet", "assisting"),
        *pair("Sheet", "scope"),
        *pair("Sheet", "weight_reason"),
    ),
    Column(("id",), *GLOSSARY["Sheet"]["id"], "id"),
    single=True,
)
FIGURES = Many(
    ("sheets", BY, "figures"),
    (
        col("Figure", "id", "id"),
        *pair("Figure", "title"),
        *pair("Figure", "unit"),
        col("Figure", "worse", "word", ("higher", "lower", "yes", "no")),
        col("Figure", "whole", "flag", TRUTHS),
        col("Figure", "range", "interval"),
        col("Figure", "project", "word", ("investment",)),
        *pair("Figure", "guidance"),
    ),
    Column((), f"所属打分表（几张共用的填“{SHARED}”）", f"sheet ({SHARED}: shared)", "id", "sheets"),
)
INDICATOR: tuple[Column | Many, ...] = (
    col("Indicator", "code", "word"),
    *pair("Indicator", "title"),
    col("Indicator", "weight", "number"),
    col("Indicator", "id", "id"),
    *pair("Indicator", "question"),
    *pair("Indicator", "guidance"),
    *(each for stage, names in _STAGES.items() for each in _languages(("stage_notes", stage), *names)),
    col("Indicator", "applies_when", "word", "facts"),
    *_anchors("likelihood"),
    *_anchors("consequence"),
    Column(("options", ANY, "points"), f"{_OPTION[0]}得分", f"{_OPTION[1]}, points", "number"),
    *_languages(("options", ANY, "title"), *_OPTION),
    Many(
        ("graded_by", BY),
        (col("Grading", "figure", "word", "figures"), _each("Grading", "levels", "interval")),
        Column((), "按数据取级：方向", "levels from figures: axis", "word", AXES),
    ),
    _texts("Indicator", "evidence"),
    Many(
        ("vetoes",),
        (
            col("Veto", "id", "id"),
            *pair("Veto", "question"),
            col("Veto", "effect", "word", "effects"),
            col("Veto", "cleared_by", "ids"),
            *pair("Veto", "clearing"),
            _sources(),
        ),
    ),
    _sources(),
)
MEASURES = Many(
    ("measures", BY, "measures"),
    (
        col("Measure", "id", "id"),
        *pair("Measure", "text"),
        Many(
            ("effects",),
            (col("Effect", "indicator", "word", "indicators"), *(col("Effect", axis, "number") for axis in AXES)),
        ),
        *pair("Measure", "responsible_body"),
        _texts("Measure", "assisting_bodies"),
        col("Measure", "cost", "number"),
        col("Measure", "lead_days", "number"),
        col("Measure", "mandatory", "flag", ANSWERS),
        col("Measure", "ongoing", "flag", ANSWERS),
        col("Measure", "requires", "ids"),
        col("Measure", "excludes", "ids"),
        *pair("Measure", "proof"),
        _sources(),
    ),
    Column((), "所属打分表", "sheet", "id", "sheets"),
)
SOURCES = Many(("scorecard", "sources"), _sources().columns)
CASES = Many(
    ("cases", BY),
    (
        Column(("place",), "项", "item", "id"),
        Column(("value",), "内容（有两种语言的写中文）", "content (Chinese, where there are two languages)"),
        Column(("en",), "英文", "English"),
    ),
    Column((), "算例", "example", "id"),
)
INDICATORS = "sheets"  # the mark of a worksheet of indicators begins with it
BEFORE = (
    Page("scorecard", "总则", "Scorecard", HEAD, form=True),
    Page("dimensions", "维度权重", "Dimensions", DIMENSIONS, frozen=1),
    Page("profiles", "项目类型", "Profiles", PROFILES),
    Page("scales", "量表", "Scales", SCALES),
    Page("bands", "单因素等级", "Bands", BANDS),
    Page("levels", "综合等级", "Levels", LEVELS),
    Page("escalations", "升级规则", "Escalations", ESCALATIONS),
    Page("obligations", "等级要求", "Obligations", OBLIGATIONS),
    Page("matrix", "风险矩阵", "Matrix", MATRIX, frozen=1),
    Page("facts", "筛查事实", "Facts", FACTS),
    Page("sources", "方法依据", "Sources", SOURCES, frozen=1),
    Page("sheet-list", "打分表一览", "Sheets", SHEETS),
    Page("figures", "数据项", "Figures", FIGURES),
)
AFTER = (
    Page("measures", "措施", "Measures", MEASURES),
    Page("cases", "算例", "Worked examples", CASES),
)
FIXED = {page.mark: page for page in (*BEFORE, *AFTER)}


def indicators(sheet: str, zh: str, en: str) -> Page:
    """The worksheet of one 打分表."""
    return Page(f"{INDICATORS}{SEP}{sheet}", zh, en, Many(("sheets", sheet, "indicators"), INDICATOR))


def keyed(table: Many, before: Key = ()) -> Iterator[tuple[Key, Column]]:
    """Every column with its key, in order. A column that only says `by` what is named after the table."""
    for column in (*((table.by,) if table.by else ()), *table.columns):
        if isinstance(column, Many):
            yield from keyed(column, (*before, column.at[0]))
        else:
            yield (*before, *(column.at or ("*by",))), column


def fits(key: Key, template: Key) -> bool:
    """Whether a heading is one of those that a column stands for."""
    return len(key) == len(template) and all(t in (ANY, k) for k, t in zip(key, template, strict=True))
