"""Replay: an assessment scored under edition A, scored again under edition B, and what the change comes from.

The way from A to B is walked in a fixed sequence; each step swaps one cause for B's and the rest stays as it was, so the
differences telescope: they add up to the whole exactly, in fractions. Every step between is a weighted mean that can be worked
out by hand and takes well under a millisecond, so that a county's projects are replayed in seconds. Shapley values (the mean
over all 720 sequences of six causes) need 64 sets of terms and name no figure that anyone could work out again; they would be
fairer where two causes act together, which here falls to the later one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Generic, Literal, TypeVar

from assessment.engine.carrying import Lost, carried
from assessment.engine.methods import axes, degree, extremes
from assessment.engine.mitigation import residual
from assessment.engine.scoring import score
from assessment.engine.weighing import dimension_weights
from assessment.errors import CaseError
from assessment.model.case import Assessment, Rating
from assessment.model.result import Result
from assessment.model.scorecard import Band, Escalation, Indicator, Level, Scorecard

T = TypeVar("T")
N = TypeVar("N", Fraction, int)
Cause = Literal[
    "values", "dropped", "added", "weights", "dimensions", "facts",  # of the index
    "index", "degrees", "level-edges", "band-edges", "escalations", "vetoes", "levels",  # of the level
]  # fmt: skip
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Attribution(Generic[N]):
    """What one cause changed. Several causes stand together where no figure exists between them (nothing answered, say)."""

    causes: tuple[Cause, ...]
    before: N
    after: N

    @property
    def change(self) -> N:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Replay:
    """`index` explains the change of the index on what is answered, `worst` that of the worst case's, `level` that of the
    level's rank (the worst case's level, as shown). Steps that change nothing are left out. An index that one edition does
    not have has no attributions. `lost` are the answers for which B has no question or level."""

    a: Scorecard
    b: Scorecard
    assessment: Assessment
    before: Result
    after: Result
    lost: tuple[Lost, ...]
    index: tuple[Attribution[Fraction], ...]
    worst: tuple[Attribution[Fraction], ...]
    level: tuple[Attribution[int], ...]

    @property
    def level_changed(self) -> bool:
        return self.before.level != self.after.level or self.before.hold != self.after.hold

    @property
    def index_change(self) -> Fraction | None:
        """None where one edition has no index, or nothing is answered under it."""
        return _minus(self.after.index, self.before.index)

    @property
    def worst_change(self) -> Fraction | None:
        return _minus(self.after.worst_index, self.before.worst_index)


def _minus(after: Fraction | None, before: Fraction | None) -> Fraction | None:
    return None if after is None or before is None else after - before


def replay(a: Scorecard, b: Scorecard, assessment: Assessment) -> Replay:
    """`assessment` fits A; what of it fits B is scored under B, whatever the date. Raises CaseError when nothing applies."""
    moved, lost = carried(b, assessment)
    before, after = score(a, assessment), score(b, moved)
    states = list(_terms_between(_terms(a, assessment, before), _terms(b, moved, after)))
    weighted = a.index == b.index == "weighted"
    return Replay(
        a=a,
        b=b,
        assessment=moved,
        before=before,
        after=after,
        lost=lost,
        index=attributed(states, lambda terms: terms.index) if weighted else (),
        worst=attributed(states, lambda terms: terms.worst_index) if weighted else (),
        level=_level(a, b, before, after),
    )


@dataclass(frozen=True, slots=True)
class Affected:
    """A case that gives another result under B, now or after its plan. Without a replay nothing of B applies to it."""

    name: str
    replay: Replay | None
    residual: tuple[Result, Result] | None


def affected(a: Scorecard, b: Scorecard, cases: Mapping[str, Assessment]) -> tuple[Affected, ...]:
    """Those of `cases`, which fit A, whose index or level is another under B: initial (初始) or residual (落实措施后)."""
    found = []
    for name, case in cases.items():
        try:
            again = replay(a, b, case)
        except CaseError:
            found.append(Affected(name, None, None))
            continue
        left = residual(a, case), residual(b, again.assessment)
        if _figures(again.before) != _figures(again.after) or _figures(left[0]) != _figures(left[1]):
            found.append(Affected(name, again, left))
    return tuple(found)


def _figures(result: Result) -> tuple[object, ...]:
    return result.index, result.worst_index, result.level, result.hold


def attributed(states: Sequence[tuple[Cause | None, T]], figure: Callable[[T], N | None]) -> tuple[Attribution[N], ...]:
    """The differences of `figure` from state to state; the first state has no cause. A state without a figure is passed over:
    its cause stands together with the next one. Nothing where an end has no figure."""
    last, previous = figure(states[0][1]), states[0][1]
    if last is None or figure(states[-1][1]) is None:
        return ()
    found: list[Attribution[N]] = []
    causes: list[Cause] = []
    for cause, state in states[1:]:
        if state == previous or cause is None:
            continue
        causes, previous = [*causes, cause], state
        now = figure(state)
        if now is None:
            continue
        if now != last:
            found.append(Attribution(tuple(causes), last, now))
        causes, last = [], now
    return tuple(found)


# The index: six causes.


@dataclass(frozen=True, slots=True)
class _Row:
    """One indicator: where it stands, w_i, whether it applies, its degree if answered, and its degree in the worst case."""

    dimension: str
    weight: Fraction
    applies: bool
    degree: Fraction | None
    worst: Fraction


@dataclass(frozen=True)
class _Terms:
    """All that an index is made of. `dimensions` are W_d of the project's profile."""

    rows: Mapping[str, _Row]
    dimensions: Mapping[str, Fraction]

    @cached_property
    def _sums(self) -> tuple[Fraction, Fraction, Fraction, Fraction]:
        """Σ g·R and Σ g of what is answered, Σ g·R_max and Σ g of the rest, but for the share ΣW that all have in common:
        g = W_d ÷ Σw(applicable in d) × w."""
        within: dict[str, list[_Row]] = {}
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


def _terms(card: Scorecard, assessment: Assessment, result: Result) -> _Terms:
    factors = {factor.id: factor for factor in result.factors}
    rows = {}
    for name, indicator in card.indicators.items():
        factor = factors.get(name)
        value = factor.degree if factor else _degree(card, indicator, assessment)
        worst = value if value is not None else extremes(card, indicator)[1]
        rows[name] = _Row(card.dimension_of[name], indicator.weight, factor is not None, value, worst)
    return _Terms(rows, dimension_weights(card, assessment))


def _degree(card: Scorecard, indicator: Indicator, assessment: Assessment) -> Fraction | None:
    """Of an indicator that does not apply: it may under the other edition."""
    levels = assessment.ratings.get(indicator.id, Rating()).levels(axes(card))
    return None if levels is None else degree(card, indicator, levels)


def _terms_between(a: _Terms, b: _Terms) -> Iterator[tuple[Cause | None, _Terms]]:
    """values: method, scales, matrix, points (and a level that B does not have); then what is asked: dropped and new
    indicators (new ones are not rated, and take their share); then weights in a sheet (with the sheet an indicator stands
    in), weights of the dimensions (with the profile); last, what applies (facts)."""
    both = [name for name in a.rows if name in b.rows]
    now = a
    yield None, now

    def swapped(*fields: str) -> _Terms:
        new = {name: replace(now.rows[name], **{field: getattr(b.rows[name], field) for field in fields}) for name in both}
        return replace(now, rows={**now.rows, **new})

    now = swapped("degree", "worst")
    yield "values", now
    now = replace(now, rows={name: now.rows[name] for name in both})
    yield "dropped", now
    now = _Terms({name: now.rows.get(name, row) for name, row in b.rows.items()}, {**b.dimensions, **now.dimensions})
    yield "added", now
    now = swapped("weight", "dimension")
    yield "weights", now
    now = replace(now, dimensions=b.dimensions)
    yield "dimensions", now
    yield "facts", b


# The level: six causes.


@dataclass(frozen=True, slots=True)
class _Verdict:
    """All that a level is made of, in the worst case: an index (None without one), the degree of every factor, the edges,
    the rules, and the levels of the vetoes that fired or may."""

    index: Fraction | None
    degrees: tuple[Fraction, ...]
    levels: tuple[Level, ...]
    bands: tuple[Band, ...]
    escalations: tuple[Escalation, ...]
    vetoes: tuple[str, ...]


def _level(a: Scorecard, b: Scorecard, before: Result, after: Result) -> tuple[Attribution[int], ...]:
    """In ranks (0 is the best level). Editions with other levels have no ranks in common: the whole change is theirs."""
    if list(a.level_rank) != list(b.level_rank):
        same = before.level == after.level
        return () if same else (Attribution(("levels",), a.level_rank[before.level], b.level_rank[after.level]),)
    now, end = _verdict(a, before), _verdict(b, after)
    states: list[tuple[Cause | None, _Verdict]] = [(None, now)]
    for cause, field in LEVEL_STEPS:
        now = replace(now, **{field: getattr(end, field)})
        states.append((cause, now))
    return attributed(states, lambda state: _rank(state, a))


LEVEL_STEPS: tuple[tuple[Cause, str], ...] = (
    ("index", "index"), ("degrees", "degrees"), ("level-edges", "levels"), ("band-edges", "bands"),
    ("escalations", "escalations"), ("vetoes", "vetoes"),
)  # fmt: skip


def _verdict(card: Scorecard, result: Result) -> _Verdict:
    degrees = tuple(f.degree if f.degree is not None else extremes(card, card.indicators[f.id])[1] for f in result.factors)
    vetoes = tuple(veto.level for veto in result.vetoes if veto.state != "not_fired")
    return _Verdict(result.worst_index, degrees, card.levels, card.bands, card.escalations, vetoes)


def _rank(state: _Verdict, card: Scorecard) -> int | None:
    """The worst of what index, escalations and vetoes give, as `score` has it. None where A's rules cannot be asked of
    B's bands, or a degree falls into no band."""
    try:
        ranks = _bands(state) if state.escalations else []
        counts = [sum(rank >= _position(state.bands, rule.band) for rank in ranks) for rule in state.escalations]
        reached = zip(state.escalations, counts, strict=True)
        found = [card.level_rank[rule.level] for rule, count in reached if count >= rule.at_least]
        if state.index is not None:
            found.append(next(rank for rank, level in enumerate(state.levels) if level.holds(state.index)))
    except StopIteration:
        return None
    return max([*found, *(card.level_rank[level] for level in state.vetoes)], default=0)


def _bands(state: _Verdict) -> list[int]:
    """The rank of every factor's band; a matrix card's bands have values, not edges."""
    ranks = {
        value: next(n for n, band in enumerate(state.bands) if (band.value == value if band.edge is None else band.holds(value)))
        for value in set(state.degrees)
    }
    return [ranks[value] for value in state.degrees]


def _position(bands: Sequence[Band], name: str) -> int:
    return next(n for n, band in enumerate(bands) if band.id == name)
