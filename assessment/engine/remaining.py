"""三个剩余风险: expected (预期), by proof (目前), if nothing more is done (到此为止), and what separates them."""

from dataclasses import dataclass

from assessment.engine.mitigation import counted, residual
from assessment.model.case import Assessment
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Remaining:
    """`unproven`: the measures that count as expected and have no verified proof yet; `would_lapse`: the verified ones that
    work only while they are kept up. The first separate `planned` from `verified`, the second `verified` from `lasting`."""

    planned: Result
    verified: Result
    lasting: Result
    unproven: tuple[str, ...]
    would_lapse: tuple[str, ...]


def remaining(
    scorecard: Scorecard,
    assessment: Assessment,
    planned: Result | None = None,
    verified: Result | None = None,
    lasting: Result | None = None,
) -> Remaining:
    """Each residual whole: by factor, by dimension, together, vetoes and escalations judged again; those that are known
    already may be given."""
    expected = counted(scorecard, assessment, "planned")
    proven = counted(scorecard, assessment, "verified")
    kept = counted(scorecard, assessment, "lasting")
    return Remaining(
        planned or residual(scorecard, assessment, "planned"),
        verified or residual(scorecard, assessment, "verified"),
        lasting or residual(scorecard, assessment, "lasting"),
        tuple(name for name in expected if name not in proven),
        tuple(name for name in proven if name not in kept),
    )
