"""县级比较: many results side by side. Results of different editions are never mixed: each edition is a group of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from assessment.engine.editions import same_terms
from assessment.engine.mitigation import residual
from assessment.engine.scoring import score
from assessment.model.case import Assessment
from assessment.model.result import FactorRisk, Result
from assessment.model.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Compared:
    """One project in a comparison. `key` is its id in the store or its file."""

    key: str
    scorecard: Scorecard
    assessment: Assessment
    result: Result
    residual: Result


@dataclass(frozen=True, slots=True)
class Group:
    """The projects scored under one edition, worst first."""

    scorecard: Scorecard
    projects: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One indicator of two projects; a side is None where the indicator does not apply. `gap` = left − right degree."""

    indicator: str
    left: FactorRisk | None
    right: FactorRisk | None
    gap: Fraction | None


def compared(key: str, scorecard: Scorecard, assessment: Assessment) -> Compared:
    return Compared(key, scorecard, assessment, score(scorecard, assessment), residual(scorecard, assessment))


def compare(projects: Iterable[Compared]) -> tuple[Group, ...]:
    """Grouped by edition (id, version and text, whatever its last day); within a group by level, then worst index, highest
    first."""
    groups: list[list[Compared]] = []
    known: dict[tuple[str, str, str], list[Compared]] = {}
    for project in projects:
        card = project.scorecard
        text = (card.id, card.version, card.digest)
        if text not in known:  # texts are compared once, not for every project
            known[text] = next((rows for rows in groups if same_terms(rows[0].scorecard, card)), [])
        if not known[text]:
            groups.append(known[text])
        known[text].append(project)
    return tuple(Group(rows[0].scorecard, tuple(sorted(rows, key=_worst_first))) for rows in groups)


def _worst_first(row: Compared) -> tuple[int, Fraction, str]:
    return (
        -row.scorecard.level_rank[row.result.level],
        -(row.result.worst_index or Fraction(0)),
        row.assessment.project.name,
    )


def band_count(result: Result, band: str) -> int:
    return sum(factor.band == band for factor in result.factors)


def side_by_side(left: Compared, right: Compared) -> tuple[Difference, ...]:
    """Indicator by indicator, the largest difference first, one-sided ones next, equal ones last.

    Raises ValueError for two editions: their figures do not mean the same.
    """
    if not same_terms(left.scorecard, right.scorecard):
        raise ValueError("two editions cannot be compared side by side")
    ours = {f.id: f for f in left.result.factors}
    theirs = {f.id: f for f in right.result.factors}
    rows = []
    for name in left.scorecard.indicators:
        a, b = ours.get(name), theirs.get(name)
        if a is None and b is None:
            continue
        known = a is not None and b is not None and a.degree is not None and b.degree is not None
        rows.append(Difference(name, a, b, a.degree - b.degree if known else None))  # type: ignore[union-attr, operator]
    return tuple(sorted(rows, key=lambda row: (row.gap == 0, row.gap is None, -abs(row.gap or 0))))


@dataclass(frozen=True, slots=True)
class Sides:
    """The differences of two projects, apart: what differs (or one side has not rated), what is equal, what applies to one."""

    different: tuple[Difference, ...]
    equal: tuple[Difference, ...]
    only_left: tuple[Difference, ...]
    only_right: tuple[Difference, ...]

    @property
    def shared(self) -> int:
        return len(self.different) + len(self.equal)


def sides(differences: Iterable[Difference]) -> Sides:
    """Each in the order given."""
    differences = tuple(differences)
    both = [d for d in differences if d.left is not None and d.right is not None]
    equal = tuple(d for d in both if d.gap == 0 or _neither_rated(d))
    return Sides(
        different=tuple(d for d in both if d not in equal),
        equal=equal,
        only_left=tuple(d for d in differences if d.right is None),
        only_right=tuple(d for d in differences if d.left is None),
    )


def _neither_rated(d: Difference) -> bool:
    return d.left is not None and d.right is not None and not d.left.answered and not d.right.answered
