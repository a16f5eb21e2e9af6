"""What the library offers against each risk (一一制定解决方案), and the plan that takes all of it."""

from dataclasses import dataclass
from fractions import Fraction

from assessment.engine.grading import graded
from assessment.engine.methods import axes
from assessment.engine.mitigation import degree_after, lowers, rating_after
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


def needs_answer(scorecard: Scorecard, factor: FactorRisk) -> bool:
    """Whether a factor is in the band from which every risk needs a measure, or a reason why not (`answer_from`)."""
    return factor.band is not None and scorecard.band_rank[factor.band] >= scorecard.band_rank[scorecard.answer_from]


def helpful(scorecard: Scorecard, assessment: Assessment, indicator: str) -> tuple[Measure, ...]:
    """The library's measures that, each alone, lower this risk as it is rated now."""
    rating = graded(scorecard, assessment).ratings.get(indicator, UNRATED)
    asked = scorecard.indicators[indicator]
    return tuple(m for m in scorecard.measures if lowers(scorecard, asked, rating, m.effects))


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
        lowering = helpful(scorecard, assessment, factor.id) if due else ()
        clearing = {name for veto in vetoes for name in scorecard.veto[veto][1].cleared_by}
        measures = tuple(m for m in scorecard.measures if m in lowering or m.id in clearing)
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
