"""What answers a risk (一一制定解决方案), and what the law asks for here (依法必做): one rule for the suggestions, the best plan
and the review.

A measure is judged by all that it does once it is carried out and its proof is verified. How much of that counts until then
(`credit`) is a matter of the residual, where it is never forgotten: judged by it here, on a scorecard that credits half while
planned no measure of one level would be suggested, and none that the law asks for demanded, so that none was ever proven.
"""

from collections.abc import Iterator, Mapping, Sequence

from assessment.engine.mitigation import lowers
from assessment.model.case import UNRATED, Rating
from assessment.model.measure import Effect
from assessment.model.result import FactorRisk, Result
from assessment.model.scorecard import Scorecard

Offer = Mapping[str, Sequence[Effect]]  # measures with all they do


def needs_answer(scorecard: Scorecard, factor: FactorRisk) -> bool:
    """Whether a factor is in the band from which every risk needs a measure, or a reason why not (`answer_from`)."""
    return factor.band is not None and scorecard.band_rank[factor.band] >= scorecard.band_rank[scorecard.answer_from]


def lowering(scorecard: Scorecard, ratings: Mapping[str, Rating], indicator: str, offer: Offer) -> Iterator[str]:
    """Those of the measures that, each alone, lower this risk as it is rated (`ratings`: with the level that counts)."""
    asked, rating = scorecard.indicators[indicator], ratings.get(indicator, UNRATED)
    return (name for name in _naming(indicator, offer) if lowers(scorecard, asked, rating, offer[name]))


def answering(scorecard: Scorecard, ratings: Mapping[str, Rating], indicator: str, offer: Offer) -> frozenset[str]:
    """The measures, of all there are to choose from, that answer this risk: those that lower it; where none does, those that
    address it."""
    return frozenset(lowering(scorecard, ratings, indicator, offer)) or frozenset(_naming(indicator, offer))


def answered(scorecard: Scorecard, ratings: Mapping[str, Rating], indicator: str, chosen: Offer, offer: Offer) -> bool:
    """Whether one of the chosen measures, which are part of the offer, is one that answers this risk."""
    if any(lowering(scorecard, ratings, indicator, chosen)):
        return True
    return any(_naming(indicator, chosen)) and not any(lowering(scorecard, ratings, indicator, offer))


def _naming(indicator: str, offer: Offer) -> Iterator[str]:
    return (name for name, given in offer.items() if any(effect.indicator == indicator for effect in given))


def helped(
    scorecard: Scorecard, ratings: Mapping[str, Rating], result: Result, measure: str, effects: Sequence[Effect]
) -> Iterator[str]:
    """The risks that apply and that this measure alone lowers, or of which it clears a fired veto (`measure`: its id in the
    library, "" for an own one, which clears none)."""
    applicable = {factor.id for factor in result.factors}
    for name in dict.fromkeys(effect.indicator for effect in effects):
        if name in applicable and lowers(scorecard, scorecard.indicators[name], ratings.get(name, UNRATED), effects):
            yield name
    for veto in result.vetoes:
        if veto.state == "fired" and measure in scorecard.veto[veto.id][1].cleared_by:
            yield veto.indicator


def mandatory(scorecard: Scorecard, ratings: Mapping[str, Rating], result: Result) -> dict[str, str]:
    """依法必做 here: the measures that the law asks for and that help a risk, each with the first one it helps."""
    found = {}
    for measure in scorecard.measures:
        if measure.mandatory and (risk := next(helped(scorecard, ratings, result, measure.id, measure.effects), None)):
            found[measure.id] = risk
    return found
