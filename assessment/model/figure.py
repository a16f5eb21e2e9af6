"""数据: what is observed about a project (签约率, 未付金额, 缺证否), and the level each value stands for.

A figure is entered once, with its date and source, and may grade several indicators (按数据取级).
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, field_serializer, model_validator
from pydantic_core import PydanticCustomError

from assessment.model.base import Day, Frozen, Id, Remark, Text
from assessment.model.numbers import Exact, parse_exact, parse_integer, plain

YesNo = Literal["yes", "no"]
FLAG: tuple[YesNo, ...] = ("yes", "no")
Worse = Literal["higher", "lower", "yes", "no"]
ProjectField = Literal["investment"]
PROJECT_FIELDS: tuple[ProjectField, ...] = get_args(ProjectField)


class Interval(Frozen):
    """区间, or the answer to a yes/no figure. `from` and `up_to` own their edge (≥, ≤), `over` and `below` do not (>, <).
    A bare number is that value alone, a bare yes or no that answer."""

    from_: Exact | None = Field(default=None, alias="from")
    over: Exact | None = None
    below: Exact | None = None
    up_to: Exact | None = None
    answer: YesNo | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        if isinstance(value, str) and value in FLAG:
            return {"answer": value}
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            return {"from": value, "up_to": value}
        return value

    @model_validator(mode="after")
    def _whole(self) -> "Interval":
        numbers = (self.from_, self.over, self.below, self.up_to)
        if (self.answer is None) == all(number is None for number in numbers):
            raise PydanticCustomError("interval-empty", "an interval needs an edge", {})
        if (self.from_ is not None and self.over is not None) or (self.below is not None and self.up_to is not None):
            raise PydanticCustomError("interval-edge-twice", "two edges on one side", {})
        return self

    @property
    def low(self) -> Fraction | None:
        return self.over if self.from_ is None else self.from_

    @property
    def high(self) -> Fraction | None:
        return self.below if self.up_to is None else self.up_to

    def written(self) -> str | dict[str, str]:
        """As the file has it, in its shortest form."""
        if self.answer is not None:
            return self.answer
        if self.from_ is not None and self.from_ == self.up_to:
            return plain(self.from_)
        edges = {"from": self.from_, "over": self.over, "below": self.below, "up_to": self.up_to}
        return {key: plain(edge) for key, edge in edges.items() if edge is not None}

    def __str__(self) -> str:
        """≥ 95, < 98"""
        if self.answer is not None:
            return self.answer
        if self.low is not None and self.low == self.high:
            return plain(self.low)
        sides = [("≥", self.from_), (">", self.over), ("<", self.below), ("≤", self.up_to)]
        return ", ".join(f"{sign} {plain(edge)}" for sign, edge in sides if edge is not None)

    @property
    def span(self) -> Text:
        """«0 至 100», «不小于 0», as a sentence says a range of numbers."""
        if self.from_ is not None and self.up_to is not None:
            return Text(zh=f"{plain(self.from_)} 至 {plain(self.up_to)}", en=f"from {plain(self.from_)} to {plain(self.up_to)}")
        edges = [
            ("不小于 {}", "not below {}", self.from_),
            ("大于 {}", "above {}", self.over),
            ("小于 {}", "below {}", self.below),
            ("不大于 {}", "not above {}", self.up_to),
        ]
        given = [(zh.format(plain(edge)), en.format(plain(edge))) for zh, en, edge in edges if edge is not None]
        return Text(zh="、".join(zh for zh, _ in given), en=" and ".join(en for _, en in given))

    def holds(self, value: Fraction | YesNo) -> bool:
        """Whether `value` lies in it; a number never lies in an answer, nor an answer in a number's interval."""
        if isinstance(value, str) or self.answer is not None:
            return value == self.answer
        low, high = self._sides
        return (low is None or _beyond(value, *low)) and (high is None or not _beyond(value, *high))

    @cached_property
    def _sides(self) -> tuple[tuple[int, int, bool] | None, tuple[int, int, bool] | None]:
        """Both edges as whole numbers, and whether a value on the edge lies above it: a score asks hundreds of them."""
        low = None if self.low is None else (*self.low.as_integer_ratio(), self.from_ is not None)
        high = None if self.high is None else (*self.high.as_integer_ratio(), self.up_to is None)
        return low, high


def _beyond(value: Fraction, numerator: int, denominator: int, owned: bool) -> bool:
    """value > the edge, or ≥ where it is owned."""
    left, right = value.numerator * denominator, numerator * value.denominator
    return left >= right if owned else left > right


class Figure(Frozen):
    """数据项: a number with its unit and range, or a question answered yes or no. `worse` says which way is riskier, and
    so which of the two it is. One that is a field of the project (`project: investment`) is entered there."""

    id: Id
    title: Text
    unit: Text | None = None
    worse: Worse
    range: Interval | None = None
    whole: bool = False
    project: ProjectField | None = None
    guidance: Text | None = None

    @property
    def flag(self) -> bool:
        return self.worse in FLAG

    @property
    def kind(self) -> Text:
        """What may be entered, as a sentence names it."""
        if self.flag:
            return Text(zh="是（yes）或否（no）", en="yes or no")
        span = self.range.span if self.range else None
        zh, en = "整数" if self.whole else "数", f"a {'whole ' if self.whole else ''}number"
        return Text(zh=f"{span.zh} 的{zh}", en=f"{en} {span.en}") if span else Text(zh=zh, en=en)

    def allows(self, value: Fraction | YesNo) -> bool:
        """Whether `value` is of its kind: yes or no, or a number (whole where it counts) within the range."""
        if isinstance(value, str):
            return self.flag
        return not self.flag and (not self.whole or value.denominator == 1) and (self.range is None or self.range.holds(value))


def _by_level(value: object) -> object:
    return {parse_integer(key): item for key, item in value.items()} if isinstance(value, Mapping) else value


class Grading(Frozen):
    """取级规则: which level of one axis each value of one figure stands for. Several rules of an axis: the worst counts."""

    figure: Id
    levels: Annotated[dict[int, Interval], BeforeValidator(_by_level)]


def parse_value(value: Any) -> Fraction | YesNo:
    """yes, no, or a number, exactly."""
    try:
        return value if value in FLAG else parse_exact(value)
    except PydanticCustomError as error:
        raise PydanticCustomError("not-a-value", "neither a number nor yes or no: {now}", error.context) from None


def written(value: Fraction | YesNo) -> str:
    """The value as a case file has it."""
    return value if isinstance(value, str) else plain(value)


Value = Annotated[Fraction | YesNo, BeforeValidator(parse_value)]


class Observation(Frozen):
    """What a figure is for one project: the value, its day and where it comes from (a document, never a person)."""

    value: Value
    date: Day | None = None
    source: Remark = ""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return value if isinstance(value, (Mapping, Observation)) else {"value": value}

    @field_serializer("value")
    def _as_written(self, value: Fraction | YesNo) -> str:
        """97.99, as a file and the history have it, not 9799/100."""
        return written(value)
