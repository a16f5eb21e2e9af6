"""What a level is made of, and the six steps from one edition's verdict to another's, in ranks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from assessment.engine.attribution import Attribution, Cause, attributed
from assessment.engine.methods import extremes
from assessment.model.result import Result
from assessment.model.scorecard import Band, Escalation, Level, Scorecard

STEPS: tuple[tuple[Cause, str], ...] = (
    ("index", "index"), ("degrees", "degrees"), ("level-edges", "levels"), ("band-edges", "bands"),
    ("escalations", "escalations"), ("vetoes", "vetoes"),
)  # fmt: skip


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


def level_causes(a: Scorecard, b: Scorecard, before: Result, after: Result) -> tuple[Attribution[int], ...]:
    """In ranks (0 is the best level). Editions with other levels have no ranks in common: the whole change is theirs."""
    if list(a.level_rank) != list(b.level_rank):
        same = before.level == after.level
        return () if same else (Attribution(("levels",), a.level_rank[before.level], b.level_rank[after.level]),)
    now, end = _verdict(a, before), _verdict(b, after)
    states: list[tuple[Cause | None, _Verdict]] = [(None, now)]
    for cause, field in STEPS:
        now = replace(now, **{field: getattr(end, field)})
        states.append((cause, now))
    return attributed(states, lambda state: _rank(state, a))


def _verdict(card: Scorecard, result: Result) -> _Verdict:
    degrees = tuple(f.degree if f.degree is not None else extremes(card, card.indicators[f.id])[1] for f in result.factors)
    vetoes = tuple(veto.level for veto in result.vetoes if veto.state != "not_fired")
    return _Verdict(result.worst_index, degrees, card.levels, card.bands, card.escalations, vetoes)


def _rank(state: _Verdict, card: Scorecard) -> int | None:
    """The worst of what index, escalations and vetoes give, as `score` has it. None where A's rules cannot be asked of
    B's bands, or a degree falls into no band."""
    try:
        ranks = _ranks(state) if state.escalations else []
        found = [card.level_rank[rule.level] for rule in state.escalations if _fires(rule, state.bands, ranks)]
    except LookupError:
        return None
    if state.index is not None:
        found.append(_first(level.holds(state.index) for level in state.levels))
    return max([*found, *(card.level_rank[level] for level in state.vetoes)], default=0)


def _ranks(state: _Verdict) -> list[int]:
    """The rank of every factor's band; a matrix card's bands have values, not edges."""
    ranks = {
        value: _first(band.value == value if band.edge is None else band.holds(value) for band in state.bands)
        for value in set(state.degrees)
    }
    return [ranks[value] for value in state.degrees]


def _fires(rule: Escalation, bands: Sequence[Band], ranks: Sequence[int]) -> bool:
    least = _first(band.id == rule.band for band in bands)
    return sum(rank >= least for rank in ranks) >= rule.at_least


def _first(matches: Iterable[bool]) -> int:
    """The place of the first match. Raises LookupError where there is none."""
    for place, match in enumerate(matches):
        if match:
            return place
    raise LookupError
