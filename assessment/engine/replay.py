"""Replay: an assessment scored under edition A, scored again under edition B, and what the change comes from.

The way from A to B is walked in a fixed sequence; each step swaps one cause for B's and the rest stays as it was, so the
differences telescope: they add up to the whole exactly, in fractions. Every step between is a weighted mean that can be worked
out by hand and takes well under a millisecond, so that a county's projects are replayed in seconds. Shapley values (the mean
over all 5,040 sequences of seven causes) need 128 sets of terms and name no figure that anyone could work out again; they would
be fairer where two causes act together, which here falls to the later one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.engine.attribution import Attribution, attributed
from assessment.engine.carrying import Lost, carried
from assessment.engine.grading import graded, without_figures
from assessment.engine.index_causes import index_states, terms_of
from assessment.engine.level_causes import level_causes
from assessment.engine.mitigation import residual
from assessment.engine.scoring import score
from assessment.errors import CaseError
from assessment.model.case import Assessment
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard


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
    rated = without_figures(graded(a, assessment))
    moved, lost = carried(b, rated.model_copy(update={"figures": assessment.figures, "project": assessment.project}), a)
    held = without_figures(moved)
    now = graded(b, moved)
    before, after = score(a, rated), score(b, now)
    states = list(index_states(terms_of(a, rated, before), terms_of(b, held, after), terms_of(b, now, after)))
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
        level=level_causes(a, b, before, after),
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
