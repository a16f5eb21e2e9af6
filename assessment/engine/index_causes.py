"""What an index is made of, and the seven steps from one edition's terms to another's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from assessment.engine.attribution import Cause
from assessment.engine.methods import axes, degree, extremes
from assessment.engine.weighing import dimension_weights
from assessment.model.case import UNRATED, Assessment
from assessment.model.result import Result
from assessment.model.scorecard import Indicator, Scorecard

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator: where it stands, w_i, whether it applies, its degree if answered, and its degree in the worst case."""

    dimension: str
    weight: Fraction
    applies: bool
    degree: Fraction | None
    worst: Fraction


@dataclass(frozen=True)
class Terms:
    """All that an index is made of. `dimensions` are W_d of the project's profile."""

    rows: Mapping[str, Row]
    dimensions: Mapping[str, Fraction]

    @cached_property
    def _sums(self) -> tuple[Fraction, Fraction, Fraction, Fraction]:
        """Σ g·R and Σ g of what is answered, Σ g·R_max and Σ g of the rest, but for the share ΣW that all have in common:
        g = W_d ÷ Σw(applicable in d) × w."""
        within: dict[str, list[Row]] = {}
        for row in self.rows.values():
            if row.applies:
                within.setdefault(row.dimension, []).append(row)
        known = covered = open_worst = open_ = ZERO
        for name, rows in within.items():
            answered = [(row.weight, row.degree) for row in rows if row.degree is not None]
            rest = [row for row in rows if row.degree is None]
            rated, unrated = sum((weight for weight, _ in answered), ZERO), sum((row.weight for row in rest), ZERO)
            if rated + unrated:
                factor = self.dimensions[name] / (rated + unrated)
                known += factor * sum((weight * degree for weight, degree in answered), ZERO)
                open_worst += factor * sum((row.weight * row.worst for row in rest), ZERO)
                covered, open_ = covered + factor * rated, open_ + factor * unrated
        return known, covered, open_worst, open_

    @property
    def index(self) -> Fraction | None:
        """Over what is answered; None where nothing is."""
        known, covered, _, _ = self._sums
        return known / covered if covered else None

    @property
    def worst_index(self) -> Fraction | None:
        """What is not answered counts at its highest degree; None where nothing applies."""
        known, covered, worst, open_ = self._sums
        return (known + worst) / (covered + open_) if covered + open_ else None


def terms_of(card: Scorecard, assessment: Assessment, result: Result) -> Terms:
    """`result` says what applies; an indicator that does not may under the other edition. Levels stand in the ratings."""
    applicable = {factor.id for factor in result.factors}
    rows = {}
    for name, indicator in card.indicators.items():
        value = _degree(card, indicator, assessment)
        worst = value if value is not None else extremes(card, indicator)[1]
        rows[name] = Row(card.dimension_of[name], indicator.weight, name in applicable, value, worst)
    return Terms(rows, dimension_weights(card, assessment))


def _degree(card: Scorecard, indicator: Indicator, assessment: Assessment) -> Fraction | None:
    levels = assessment.ratings.get(indicator.id, UNRATED).levels(axes(card))
    return None if levels is None else degree(card, indicator, levels)


def _taking(row: Row, other: Row, fields: tuple[str, ...]) -> Row:
    """The row with some fields of another edition's; itself where they are the same, so that most steps cost nothing."""
    theirs = {field: getattr(other, field) for field in fields}
    return row if all(getattr(row, field) == theirs[field] for field in fields) else replace(row, **theirs)


def index_states(a: Terms, held: Terms, b: Terms) -> Iterator[tuple[Cause | None, Terms]]:
    """values: method, scales, matrix, points (and a level that B does not have), the levels `held` as A's figures gave them;
    then grading: the levels that B's intervals give; then what is asked: dropped and new
    indicators (new ones are not rated, and take their share); then weights in a sheet (with the sheet an indicator stands
    in), weights of the dimensions (with the profile); last, what applies (facts)."""
    both = [name for name in a.rows if name in b.rows]
    now = a
    yield None, now

    def swapped(end: Terms, *fields: str) -> Terms:
        new = {name: _taking(now.rows[name], end.rows[name], fields) for name in both}
        return now if all(new[name] is now.rows[name] for name in both) else replace(now, rows={**now.rows, **new})

    now = swapped(held, "degree", "worst")
    yield "values", now
    now = swapped(b, "degree", "worst")
    yield "grading", now
    now = replace(now, rows={name: now.rows[name] for name in both})
    yield "dropped", now
    now = Terms({name: now.rows.get(name, row) for name, row in b.rows.items()}, {**b.dimensions, **now.dimensions})
    yield "added", now
    now = swapped(b, "weight", "dimension")
    yield "weights", now
    now = replace(now, dimensions=b.dimensions)
    yield "dimensions", now
    yield "facts", b
