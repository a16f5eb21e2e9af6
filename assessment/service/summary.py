"""What a list of projects shows of each: computed with every change and stored with it, so that a list scores nothing."""

import json
from dataclasses import asdict, dataclass, fields
from fractions import Fraction

from assessment.engine.mitigation import counted, residual
from assessment.engine.review import risks_answered
from assessment.engine.scoring import score
from assessment.model.case import Assessment
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard

NUMBERS = ("index", "worst_index", "coverage", "residual_index")
OPEN = ("planned", "in_progress", "done")


@dataclass(frozen=True, slots=True)
class Summary:
    """`planned` counts the measures that count, `open_measures` those not yet verified, `unanswered_risks` the risks
    that have neither a measure nor a reason; `residual_…` is expected (预期)."""

    level: str
    worst_level: str
    best_level: str
    index: Fraction | None
    worst_index: Fraction | None
    coverage: Fraction
    answered: int
    total: int
    determined: bool
    provisional: bool
    hold: bool
    decided_by: str | None
    planned: int
    open_measures: int
    unanswered_risks: int
    fired_vetoes: tuple[str, ...]
    residual_level: str
    residual_index: Fraction | None


def summarise(scorecard: Scorecard, assessment: Assessment) -> Summary:
    """Raises CaseError when no indicator applies."""
    result = score(scorecard, assessment)
    left = residual(scorecard, assessment) if assessment.plan.measures else result
    return _summary(scorecard, assessment, result, left)


def _summary(scorecard: Scorecard, assessment: Assessment, result: Result, left: Result) -> Summary:
    return Summary(
        level=result.level,
        worst_level=result.worst_level,
        best_level=result.best_level,
        index=result.index,
        worst_index=result.worst_index,
        coverage=result.coverage,
        answered=sum(factor.answered for factor in result.factors),
        total=len(result.factors),
        determined=result.determined,
        provisional=result.provisional,
        hold=result.hold,
        decided_by=result.decided_by,
        planned=len(counted(scorecard, assessment, "planned")),
        open_measures=sum(planned.status in OPEN for planned in assessment.plan.measures),
        unanswered_risks=sum(1 for _ in risks_answered(scorecard, assessment, result)),
        fired_vetoes=tuple(veto.id for veto in result.vetoes if veto.state == "fired"),
        residual_level=left.level,
        residual_index=left.index,
    )


def to_json(summary: Summary) -> str:
    data = asdict(summary)
    for name in NUMBERS:
        data[name] = None if data[name] is None else str(data[name])
    return json.dumps(data, ensure_ascii=False)


def from_json(text: str) -> Summary:
    """What it no longer holds is passed over. Raises ValueError, TypeError or KeyError for a text that is no summary."""
    stored = json.loads(text)
    data = {field.name: stored[field.name] for field in fields(Summary)}
    for name in NUMBERS:
        data[name] = None if data[name] is None else Fraction(data[name])
    return Summary(**{**data, "fired_vetoes": tuple(data["fired_vetoes"])})
