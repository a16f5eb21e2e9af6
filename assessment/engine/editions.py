"""What changed between two editions of a scorecard, as values: every field, whether it can change a result or only its wording.

Both editions are laid out as trees of the same shape and compared leaf by leaf, so that nothing in the model is overlooked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from assessment.model.base import Frozen, Source, Text
from assessment.model.figure import Interval
from assessment.model.scorecard import Edge, Scorecard, ScorecardHead

Place = tuple[str, ...]
Kind = Literal["changed", "added", "removed"]
HEAD = [name for name in ScorecardHead.model_fields if name != "dimensions"]  # a dimension stands with its sheet
ORDERED = ("bands", "levels")  # elsewhere the order of a list changes no result
MAPPINGS = {"likelihood", "consequence", "options", "matrix", "facts", "dimension_weights", "stage_notes", "graded_by", "credit"}
LEAVES = (Text, Source, Interval)
IDENTITY = {"id", "version", "from_", "until"}
TEXTS = {"code", "title", "question", "guidance", "decision", "notes", "scope", "text", "unit", "proof", "clearing"}
WORDING = {*IDENTITY, *TEXTS, "weight_reason", "evidence", "sources", "lead", "assisting", "responsible_body", "assisting_bodies"}


@dataclass(frozen=True, slots=True)
class Bound:
    """An upper edge as one value: `up_to` owns its edge, `below` does not."""

    edge: Fraction
    owns: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed. `place` leads to it in the keys of the format, except that indicators stand by their id
    with the `sheet` they belong to, and a dimension's weight with its sheet: `("indicators", "land-pay", "weight")`.
    An item that only one edition has is one change, `added` or `removed`, whose value is the item's tree."""

    sheet: str | None
    place: Place
    kind: Kind
    before: Any
    after: Any

    @property
    def rule(self) -> bool:
        """Whether it is a number or rule, which can change a result or a plan; else it is wording, order or date."""
        if self.place[-1] == "order":
            return self.place[-2] in ORDERED
        value = self.before if self.before is not None else self.after
        number = isinstance(value, (Fraction, int, Bound))  # of a dimension or fact that happens to be named like a field
        return number or self.kind != "changed" or not (isinstance(value, Text) or self.place[-1] in WORDING)


class Items(dict[str, Any]):
    """The items of a list by id, or a mapping; where it is missing it is empty."""


def difference(a: Scorecard, b: Scorecard) -> tuple[Change, ...]:
    """By sheet (the general part first), rules before wording, in the order of the format. Empty for equal editions."""
    sheets = [None, *b.sheet, *(name for name in a.sheet if name not in b.sheet)]
    changes = [
        Change(_sheet_of(place, b) or _sheet_of(place, a), place, kind, before, after)
        for place, kind, before, after in _differ((), _edition(a), _edition(b))
    ]
    return tuple(sorted(changes, key=lambda change: (sheets.index(change.sheet), not change.rule)))


def same_terms(a: Scorecard, b: Scorecard) -> bool:
    """Whether both are one edition, whose text may have been given its last day when another followed it."""
    if (a.id, a.version, a.digest) == (b.id, b.version, b.digest):
        return True
    return (a.id, a.version) == (b.id, b.version) and all(change.place == ("in_force", "until") for change in difference(a, b))


def _edition(card: Scorecard) -> dict[str, Any]:
    weights = {dimension.id: dimension.weight for dimension in card.dimensions}
    indicators = {i.id: {"sheet": sheet.id, **_tree(i)} for sheet in card.sheets for i in sheet.indicators}
    return {
        **{name: _tree(getattr(card, name), name) for name in HEAD},
        "figures": _tree(tuple(card.figure.values())),
        "sheets": Items({s.id: {"weight": weights[s.id], **_tree(s, leave=("indicators", "figures"))} for s in card.sheets}),
        "indicators": Items(indicators),
        "measures": _tree(card.measures),
    }


def _tree(value: Any, name: str = "", leave: tuple[str, ...] = ()) -> Any:
    """Models become dicts, lists of models and mappings become `Items`; texts, sources and numbers are leaves."""
    if isinstance(value, Frozen) and not isinstance(value, LEAVES):
        skipped = {*leave, "up_to", "below"}
        tree = {field: _tree(getattr(value, field), field) for field in type(value).model_fields if field not in skipped}
        if isinstance(value, Edge) and value.edge is not None:
            tree["edge"] = Bound(value.edge, value.up_to is not None)
        return tree
    if isinstance(value, dict):
        return Items({str(key): _tree(item, name) for key, item in value.items()})
    if name == "matrix" and isinstance(value, tuple):
        return Items({str(column): band for column, band in enumerate(value, 1)})
    if isinstance(value, tuple) and value and isinstance(value[0], Frozen) and not isinstance(value[0], LEAVES):
        return Items({_key(item): _tree(item) for item in value})
    return value if value != () else None


def _key(item: Any) -> str:
    """A list's item by its id, a scale's step by its level, an effect by its indicator, a rule of an axis by its figure."""
    return str(next(getattr(item, name) for name in ("id", "level", "indicator", "figure") if hasattr(item, name)))


def _differ(place: Place, a: Any, b: Any) -> Iterator[tuple[Place, Kind, Any, Any]]:
    if isinstance(a, Items) or isinstance(b, Items):
        a, b = a or Items(), b or Items()
        ours, theirs = [key for key in a if key in b], [key for key in b if key in a]
        if ours != theirs and not _mapping(place):
            yield (*place, "order"), "changed", tuple(ours), tuple(theirs)
    if isinstance(a, dict) and isinstance(b, dict):
        for key in [*a, *(key for key in b if key not in a)]:
            yield from _differ((*place, key), a.get(key), b.get(key))
    elif a != b:
        item = isinstance(a if a is not None else b, dict)
        yield place, "changed" if not item else "removed" if b is None else "added", a, b


def _mapping(place: Place) -> bool:
    """Whether the keys have no order of their own: anchors, options and intervals by level, answers and weights by id."""
    return place != ("facts",) and (place[-1] in MAPPINGS or place[-1] == "levels" != place[0])


def _sheet_of(place: Place, card: Scorecard) -> str | None:
    """The sheet whose department answers for the place; a measure stands with the first risk it lowers."""
    match place:
        case ("sheets", name, *_) if name in card.sheet:
            return name
        case ("figures", name, *_):
            return next((sheet.id for sheet in card.sheets if any(figure.id == name for figure in sheet.figures)), None)
        case ("indicators", name, *_):
            return card.dimension_of.get(name)
        case ("measures", name, *_) if name in card.measure:
            return next((card.dimension_of.get(effect.indicator) for effect in card.measure[name].effects), None)
    return None
