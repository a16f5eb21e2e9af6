"""What the library offers against each risk (一一制定解决方案), and the plan that takes all of it."""

from dataclasses import dataclass
from fractions import Fraction

from assessment.engine.answering import lowering, needs_answer
from assessment.engine.grading import graded
from assessment.engine.methods import axes
from assessment.engine.mitigation import degree_after, rating_after
from assessment.engine.scoring import score
from assessment.model.case import UNRATED, Assessment
from assessment.model.measure import Measure
from assessment.model.result import FactorRisk
from assessment.model.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the library offers against one risk: the measures that lower it or clear its fired vetoes."""

    factor: FactorRisk
    measures: tuple[Measure, ...]
    vetoes: tuple[str, ...]
    levels_after: tuple[int, ...] | None
    degree_after: Fraction | None


def helpful(scorecard: Scorecard, assessment: Assessment, indicator: str) -> tuple[Measure, ...]:
    """The library's measures that, each alone, lower this risk as it is rated now."""
    effects = {measure.id: measure.effects for measure in scorecard.measures}
    names = set(lowering(scorecard, graded(scorecard, assessment).ratings, indicator, effects))
    return tuple(measure for measure in scorecard.measures if measure.id in names)


def suggest(scorecard: Scorecard, assessment: Assessment) -> tuple[Suggestion, ...]:
    """By risk from the band `answer_from` on, highest first: every measure that helps.
    A fired veto is answered too, whatever the degree of its factor."""
    result, assessment = score(scorecard, assessment), graded(scorecard, assessment)
    fired = {v.id: v.indicator for v in result.vetoes if v.state == "fired"}
    suggestions = []
    for factor in sorted(result.factors, key=lambda f: (-(f.degree or 0), -(f.contribution or 0))):
        vetoes = tuple(veto for veto, indicator in fired.items() if indicator == factor.id)
        due = needs_answer(scorecard, factor)
        if not (due or vetoes):
            continue
        helping = helpful(scorecard, assessment, factor.id) if due else ()
        clearing = {name for veto in vetoes for name in scorecard.veto[veto][1].cleared_by}
        measures = tuple(m for m in scorecard.measures if m in helping or m.id in clearing)
        suggestions.append(_suggestion(scorecard, assessment, factor, measures, vetoes))
    return tuple(suggestions)


def _suggestion(
    scorecard: Scorecard, assessment: Assessment, factor: FactorRisk, measures: tuple[Measure, ...], vetoes: tuple[str, ...]
) -> Suggestion:
    indicator = scorecard.indicators[factor.id]
    rating = assessment.ratings.get(factor.id, UNRATED)
    effects = [effect for m in measures for effect in m.effects]
    levels = rating_after(scorecard, indicator, rating, effects).levels(axes(scorecard))
    return Suggestion(factor, measures, vetoes, levels, degree_after(scorecard, indicator, rating, effects))
