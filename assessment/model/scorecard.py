"""What is asked: one edition of a scorecard (一套打分表) with its eight sheets and how answers are weighed."""

from collections.abc import Hashable
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from assessment.model.base import Day, Frozen, Id, Source, Text, Words
from assessment.model.figure import Figure, Grading
from assessment.model.measure import Measure
from assessment.model.numbers import Exact, Integer, parse_integer

Answer = Literal["yes", "no", "unknown"]
Axis = Literal["likelihood", "consequence", "option"]
MethodName = Literal["likelihood-consequence", "matrix", "points"]
HOLD = "hold"  # the effect of a veto that also says: do not start


def _keys_are_levels(value: object) -> object:
    """Anchors are keyed by level; keys arrive as text. A key that is no whole number is named as such."""
    if not isinstance(value, dict):
        return value
    return {parse_integer(key): item for key, item in value.items()}


Anchors = Annotated[dict[int, Text], BeforeValidator(_keys_are_levels)]


class InForce(Frozen):
    """施行日期; `until` is the last day."""

    from_: Day = Field(alias="from")
    until: Day | None = None


class ScaleLevel(Frozen):
    """One step of a scale; a matrix card needs no values."""

    level: Integer
    value: Exact | None = None
    title: Text


class Scales(Frozen):
    likelihood: tuple[ScaleLevel, ...]
    consequence: tuple[ScaleLevel, ...]


class Edge(Frozen):
    """The upper edge of a band or level: `up_to` owns its edge, `below` does not."""

    up_to: Exact | None = None
    below: Exact | None = None

    @property
    def edge(self) -> Fraction | None:
        return self.below if self.up_to is None else self.up_to

    def holds(self, value: Fraction) -> bool:
        """Whether `value` lies within this upper edge."""
        if self.up_to is not None:
            return value <= self.up_to
        return self.below is not None and value < self.below


class Band(Edge):
    """单因素风险程度的等级; a matrix card gives it a `value`, the degree of its cells."""

    id: Id
    title: Text
    value: Exact | None = None


class Level(Edge):
    """综合风险等级 with what is decided at it."""

    id: Id
    title: Text
    decision: Text | None = None
    sources: tuple[Source, ...] = ()


class Hold(Frozen):
    """暂缓实施: what a fired hold means, in the scorecard's words."""

    title: Text
    decision: Text


class Escalation(Frozen):
    """升级规则: `at_least` factors in `band` or worse lift the project to `level`."""

    id: Id
    at_least: Integer
    band: Id
    level: Id
    title: Text | None = None
    sources: tuple[Source, ...] = ()


class Effects(Frozen):
    """How the effects of several measures on one axis combine.

    `unit`: measures lower an axis by whole levels, or by a share of its value. `combine`: add up, multiply what each leaves
    (shares only), or count the strongest alone. `max_drop`: the most that all together take away; `floor`: the lowest they
    reach, level 1 or value 0 unless said. `credit`: what part of an effect counts as expected while the measure has that
    status; 1 unless said.
    """

    unit: Literal["level", "share"] = "level"
    combine: Literal["additive", "multiplicative", "strongest"] = "additive"
    max_drop: Exact | None = None
    floor: Exact | None = None
    credit: dict[Literal["planned", "in_progress", "done"], Exact] = {}

    @property
    def lowest(self) -> Fraction:
        """The floor as it counts."""
        return self.floor if self.floor is not None else Fraction(1 if self.unit == "level" else 0)


class Obligation(Frozen):
    """What a level asks for, whatever the measures (等级要求): once, `within_days` of the assessment, or every `every_days`.
    `of`: the level that asks is the initial one, or the one that stands today."""

    id: Id
    levels: tuple[Id, ...]
    of: Literal["initial", "now"] = "now"
    text: Text
    responsible_body: Text
    assisting_bodies: tuple[Text, ...] = ()
    within_days: Integer | None = None
    every_days: Integer | None = None
    proof: Text | None = None
    sources: tuple[Source, ...] = ()


class Dimension(Frozen):
    id: Id
    weight: Exact


class Fact(Frozen):
    """筛查事实: answered no, the indicators that apply only under it are not applicable."""

    id: Id
    question: Text
    title: Text | None = None


class Profile(Frozen):
    """项目类型: its own weights of the dimensions, and its default answers to the screening facts."""

    id: Id
    title: Text
    dimension_weights: dict[Id, Exact] | None = None
    facts: dict[Id, Literal["yes", "no"]] = {}
    notes: Text | None = None


class Veto(Frozen):
    """一票否决: a question of its own on a documentable fact; yes fires it."""

    id: Id
    question: Text
    effect: Id
    cleared_by: tuple[Id, ...] = ()
    clearing: Text | None = None
    sources: tuple[Source, ...] = ()


class Option(Frozen):
    """One answer of a points card."""

    points: Exact
    title: Text


class Indicator(Frozen):
    """指标: one question with observable anchors for every level of every axis."""

    id: Id
    code: Words | None = None
    title: Text
    question: Text | None = None
    guidance: Text | None = None
    stage_notes: dict[Literal["before-start", "approval"], Text] = {}
    weight: Exact
    applies_when: Id | None = None
    likelihood: Anchors | None = None
    consequence: Anchors | None = None
    options: Annotated[dict[int, Option], BeforeValidator(_keys_are_levels)] | None = None
    graded_by: dict[Axis, tuple[Grading, ...]] = {}
    evidence: tuple[Text, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def name(self) -> str:
        return self.code or self.id

    @property
    def label(self) -> Text:
        """Code and title, as a sentence names it."""
        return Text(zh=f"{self.name} {self.title.zh}", en=f"{self.name} {self.title.en}")

    def anchor(self, axis: str, level: int) -> Text:
        """The observable fact that level stands for. Raises KeyError for a level the sheet does not have."""
        if axis == "option":
            return (self.options or {})[level].title
        anchors = self.likelihood if axis == "likelihood" else self.consequence
        return (anchors or {})[level]


class Sheet(Frozen):
    """一张打分表: the indicators of one dimension, owned by one department."""

    id: Id
    title: Text
    lead: Text | None = None
    assisting: tuple[Text, ...] = ()
    scope: Text | None = None
    weight_reason: Text | None = None
    figures: tuple[Figure, ...] = ()
    indicators: tuple[Indicator, ...]


def _rows_by_level(value: object) -> object:
    """At least one row; whether none is missing is checked with the scales."""
    rows = _keys_are_levels(value)
    if isinstance(rows, dict) and not rows:
        raise PydanticCustomError("matrix-empty", "the matrix has no rows")
    return rows


class ScorecardHead(Frozen):
    """scorecard.yaml: identity, scales, bands, levels, rules, the dimensions and their weights, the profiles."""

    id: Id
    version: Words
    title: Text
    in_force: InForce
    default: bool = False  # the one that an assessment which names no scorecard is meant for
    method: MethodName
    polarity: Literal["demerit", "merit"] | None = None
    scales: Scales | None = None
    bands: tuple[Band, ...]
    matrix: Annotated[dict[int, tuple[Id, ...]], BeforeValidator(_rows_by_level)] | None = None
    index: Literal["weighted", "none"] = "weighted"
    levels: tuple[Level, ...]
    hold: Hold | None = None
    escalations: tuple[Escalation, ...] = ()
    answer_from: Id
    target: Id
    effects: Effects = Effects()
    obligations: tuple[Obligation, ...] = ()
    minimum_coverage: Exact = Fraction(1)
    dimensions: tuple[Dimension, ...]
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()  # those that several sheets share; the others stand in their sheet
    profiles: tuple[Profile, ...] = ()
    sources: tuple[Source, ...] = ()


class Scorecard(ScorecardHead):
    """A whole edition. `digest` identifies its text, which the store keeps for every assessment that uses it."""

    sheets: tuple[Sheet, ...]
    measures: tuple[Measure, ...]
    digest: str = ""

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Every indicator by id, in the order of the dimensions."""
        sheets = {sheet.id: sheet for sheet in self.sheets}
        return {i.id: i for d in self.dimensions for i in sheets[d.id].indicators}

    @cached_property
    def dimension_of(self) -> dict[str, str]:
        return {indicator.id: sheet.id for sheet in self.sheets for indicator in sheet.indicators}

    @cached_property
    def sheet(self) -> dict[str, Sheet]:
        return {sheet.id: sheet for sheet in self.sheets}

    @cached_property
    def measure(self) -> dict[str, Measure]:
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def veto(self) -> dict[str, tuple[Indicator, Veto]]:
        return {veto.id: (indicator, veto) for indicator in self.indicators.values() for veto in indicator.vetoes}

    @cached_property
    def fact(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def figure(self) -> dict[str, Figure]:
        """Every figure by id: the shared ones, then sheet by sheet."""
        return {figure.id: figure for figure in (*self.figures, *(f for sheet in self.sheets for f in sheet.figures))}

    @cached_property
    def project_figures(self) -> tuple[Figure, ...]:
        """Those that are a field of the project."""
        return tuple(figure for figure in self.figure.values() if figure.project is not None)

    @cached_property
    def graded(self) -> dict[str, Indicator]:
        """The indicators of which a level follows from figures."""
        return {name: indicator for name, indicator in self.indicators.items() if any(indicator.graded_by.values())}

    @cached_property
    def profile(self) -> dict[str, Profile]:
        return {profile.id: profile for profile in self.profiles}

    @cached_property
    def band_rank(self) -> dict[str, int]:
        """0 is the best band."""
        return {band.id: rank for rank, band in enumerate(self.bands)}

    @cached_property
    def level_rank(self) -> dict[str, int]:
        """0 is the best level."""
        return {level.id: rank for rank, level in enumerate(self.levels)}

    @cached_property
    def memo(self) -> dict[Hashable, Any]:
        """What the engine has worked out of it once and asks for at every score."""
        return {}

    @property
    def worst_level(self) -> Level:
        return self.levels[-1]
