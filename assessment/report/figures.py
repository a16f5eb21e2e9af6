"""Results as plain data for `--json` and exports. An exact number is {"exact": "9/25", "shown": "0.3600"}."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from assessment.engine.comparison import Compared, Group, band_count
from assessment.engine.margins import margins
from assessment.engine.optimise.best import BestPlan, EfficientPoint
from assessment.engine.planning import cost_of, lead_days
from assessment.engine.proving import until_proven
from assessment.engine.suggesting import Suggestion
from assessment.errors import Problem
from assessment.model.measure import PlannedMeasure
from assessment.model.numbers import plain, shown
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard

Data = dict[str, Any]


def number(value: Fraction | None) -> dict[str, str] | None:
    return None if value is None else {"exact": str(value), "shown": shown(value)}


def result_data(scorecard: Scorecard, result: Result) -> Data:
    """A result with every factor; ids are the scorecard's."""
    return {
        "scorecard": {"id": scorecard.id, "version": scorecard.version, "digest": scorecard.digest},
        "index": number(result.index),
        "worst_index": number(result.worst_index),
        "best_index": number(result.best_index),
        "coverage": number(result.coverage),
        "level": result.level,
        "worst_level": result.worst_level,
        "best_level": result.best_level,
        "index_level": result.index_level,
        "determined": result.determined,
        "provisional": result.provisional,
        "hold": result.hold,
        "decided_by": result.decided_by,
        "vetoes": [
            {"id": v.id, "indicator": v.indicator, "state": v.state, "effect": v.effect, "level": v.level} for v in result.vetoes
        ],
        "escalations": [
            {"id": e.id, "fired": e.fired, "count": e.count, "at_least": e.at_least, "band": e.band, "level": e.level}
            for e in result.escalations
        ],
        "dimensions": [
            {
                "id": d.id,
                "weight": number(d.weight),
                "index": number(d.index),
                "worst_index": number(d.worst_index),
                "best_index": number(d.best_index),
                "contribution": number(d.contribution),
                "answered": d.answered,
                "total": d.total,
            }
            for d in result.dimensions
        ],
        "factors": [
            {
                "id": f.id,
                "dimension": f.dimension,
                **_levels(scorecard, f.levels),
                "degree": number(f.degree),
                "band": f.band,
                "weight": number(f.weight),
                "contribution": number(f.contribution),
            }
            for f in result.factors
        ],
        "not_applicable": [{"indicator": n.indicator, "fact": n.fact, "by_profile": n.by_profile} for n in result.not_applicable],
        "overrides": [
            {"indicator": o.indicator, "axis": o.axis, "chosen": o.chosen, "by_figures": o.by_figures, "reason": o.reason}
            for o in result.overrides
        ],
        "missing": {"ratings": list(result.unrated), "vetoes": list(result.unanswered_vetoes)},
    }


def _levels(scorecard: Scorecard, levels: tuple[int, ...] | None) -> Data:
    if scorecard.method == "points":
        return {"option": levels[0] if levels else None}
    return {"likelihood": levels[0] if levels else None, "consequence": levels[1] if levels else None}


def problem_data(problem: Problem, message: str) -> Data:
    """One problem; `message` is its sentence in the reader's language."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity,
        "code": problem.code,
        "message": message,
        "path": problem.path,
    }


def plan_data(
    scorecard: Scorecard, best: BestPlan, answers: Iterable[Suggestion], why: Mapping[str, Sequence[str]], reasons: list[Data]
) -> Data:
    """`plan --json`. `bound`: no plan can cost less (the cost itself where that is proven); `why`: by measure, what it is for;
    `verified`: what stands until proof; `clearing`: the measures that clear a standing veto, and what they do alone;
    `reasons`: why the aim is not reached, and what would have to change."""
    stages = until_proven(scorecard, best.assessment)
    planned = [p for p in best.assessment.plan.measures if p.status != "lapsed"]
    days = [lead for p in planned if (lead := lead_days(scorecard, p)) is not None]
    return {
        "status": best.status,
        "target": best.assessment.plan.aim.target or scorecard.target,
        "cost": plain(best.cost),
        "bound": None if best.bound is None else plain(best.bound),
        "lead_days": max(days, default=0),
        "measures": [{**_planned(scorecard, p), "why": list(why.get(p.measure, ()))} for p in planned],
        "answers": [_answer(scorecard, suggestion, best.chosen) for suggestion in answers],
        "initial": result_data(scorecard, best.initial),
        "residual": result_data(scorecard, best.residual),
        "verified": result_data(scorecard, stages.now),
        "clearing": {
            "measures": list(stages.clearing),
            "cost": plain(stages.cost),
            "lead_days": stages.days,
            "verified": None if stages.then is None else result_data(scorecard, stages.then),
        },
        "reasons": reasons,
    }


def point_data(point: EfficientPoint) -> Data:
    """One point of the efficient frontier."""
    return {
        "cost": plain(point.cost),
        "index": number(point.index),
        "level": point.level,
        "measures": sorted(point.chosen),
    }


def _planned(scorecard: Scorecard, planned: PlannedMeasure) -> Data:
    if planned.own:
        text, body, days = planned.text, planned.responsible_body, None
    else:
        measure = scorecard.measure[planned.measure]
        text, body, days = measure.text.zh, planned.responsible_body or measure.responsible_body.zh, measure.lead_days
    cost = plain(cost_of(scorecard, planned))
    return {
        "measure": planned.measure,
        "text": text,
        "responsible_body": body,
        "cost": cost,
        "lead_days": days,
        "status": planned.status,
    }


def _answer(scorecard: Scorecard, suggestion: Suggestion, chosen: Collection[str]) -> Data:
    """One risk or fired veto: what the library offers against it, and which of that the plan takes."""
    return {
        "indicator": suggestion.factor.id,
        "measures": [measure.id for measure in suggestion.measures],
        "chosen": [measure.id for measure in suggestion.measures if measure.id in chosen],
        "vetoes": list(suggestion.vetoes),
        "degree": number(suggestion.factor.degree),
        "band": suggestion.factor.band,
        "degree_after": number(suggestion.degree_after),
        "after": _levels(scorecard, suggestion.levels_after),
    }


def comparison_data(groups: tuple[Group, ...]) -> Data:
    """Projects by edition; `mixed` says that they cannot all be compared with each other."""
    return {"mixed": len(groups) > 1, "groups": [_group(group) for group in groups]}


def _group(group: Group) -> Data:
    card = group.scorecard
    return {
        "scorecard": {"id": card.id, "version": card.version, "digest": card.digest},
        "dimensions": [
            {"id": d.id, "title": {"zh": card.sheet[d.id].title.zh, "en": card.sheet[d.id].title.en}} for d in card.dimensions
        ],
        "projects": [_compared(row) for row in group.projects],
    }


def _compared(row: Compared) -> Data:
    card, result = row.scorecard, row.result
    worst = margins(card, result.worst_index) if result.worst_index is not None else None
    return {
        "file": row.key,
        "name": row.assessment.project.name,
        "profile": row.assessment.project.profile,
        "index": number(result.index),
        "worst_index": number(result.worst_index),
        "level": result.level,
        "best_level": result.best_level,
        "determined": result.determined,
        "provisional": result.provisional,
        "hold": result.hold,
        "decided_by": result.decided_by,
        "index_level": result.index_level,
        "coverage": number(result.coverage),
        "applicable": len(result.factors),
        "bands": {band.id: band_count(result, band.id) for band in card.bands},
        "to_better": number(worst.to_better) if worst else None,
        "to_worse": number(worst.to_worse) if worst else None,
        "residual": {"index": number(row.residual.index), "level": row.residual.level},
        "dimensions": {d.id: number(d.index) for d in result.dimensions},
    }
