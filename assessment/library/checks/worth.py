"""What measures are worth: credits and limits under which they do next to nothing, effects beyond the limit, shares that leave
nothing of a risk, days beyond any plan.

All are warnings with bounds of our own. A measure does nothing below one level, or below 1% of a value: no one can judge a
risk as finely as that. Of what leaves no more than 1%, nothing is left. No plan of a project reaches further than ten years.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from assessment.engine.methods import axes
from assessment.errors import Problem
from assessment.library.checks.written import Loc, Written
from assessment.library.document import Document
from assessment.model.base import Text
from assessment.model.measure import Measure
from assessment.model.numbers import plain
from assessment.model.scorecard import Effects

LEAST = {"level": Fraction(1), "share": Fraction(1, 100)}
LEAST_WORDS = {"level": Text(zh="1 级", en="1 level"), "share": Text(zh="1%", en="1%")}
NEARLY_ALL = 1 - LEAST["share"]
MOST_DAYS = 3653  # ten years
MOST_TOGETHER = 100  # measures of one indicator that are added up


class Drop(NamedTuple):
    """What one measure takes away of an indicator on one axis, and where that is written."""

    document: Document
    place: Loc
    measure: Measure
    indicator: str
    axis: str
    size: Fraction


def check_worth(card: Written) -> Iterator[Problem]:
    yield from _credit(card)
    yield from _max_drop(card)
    if card.scorecard.effects.unit == "share" and not _keeps_some(card.scorecard.effects):
        yield from _alone(card)
        yield from _together(card)
    yield from _days(card)


def _credit(card: Written) -> Iterator[Problem]:
    """The part of a planned measure that counts, under which not even the strongest lowers anything by itself."""
    rule = card.scorecard.effects
    part, least = rule.credit.get("planned", Fraction(1)), LEAST[rule.unit]
    strongest = max((drop.size for drop in _drops(card)), default=Fraction(0))
    if part * strongest < least <= strongest:
        values = {"now": plain(part), "most": plain(part * strongest), "least": LEAST_WORDS[rule.unit]}
        yield card.head.problem("credit-idle", "effects", "credit", "planned", severity="warning", **values)


def _max_drop(card: Written) -> Iterator[Problem]:
    """A limit that lets measures do nothing; else the effects beyond it."""
    rule = card.scorecard.effects
    if rule.max_drop is None:
        return
    most = plain(rule.max_drop)
    if rule.max_drop < LEAST[rule.unit]:
        values = {"now": most, "least": LEAST_WORDS[rule.unit]}
        yield card.head.problem("max-drop-slight", "effects", "max_drop", severity="warning", **values)
        return
    for drop in _drops(card):
        if drop.size > rule.max_drop:
            values = {"now": plain(-drop.size), "most": most}
            yield drop.document.problem("effect-beyond-limit", *drop.place, severity="warning", **values)


def _keeps_some(rule: Effects) -> bool:
    """Whether the limits leave something of every risk, whatever is done; no value is above 1."""
    return (rule.max_drop is not None and rule.max_drop < NEARLY_ALL) or rule.lowest > LEAST["share"]


def _alone(card: Written) -> Iterator[Problem]:
    for drop in _drops(card):
        if drop.size >= NEARLY_ALL:
            values = {"measure": drop.measure.id, "now": plain(-drop.size), "axis": drop.axis}
            yield drop.document.problem("effect-removes-all", *drop.place, severity="warning", **values)


def _together(card: Written) -> Iterator[Problem]:
    """Measures that can be planned together and add up until nothing is left of a risk: the first that are found."""
    if card.scorecard.effects.combine != "additive":
        return
    for (indicator, axis), drops in _by_risk(card).items():
        taken: dict[str, Measure] = {}
        left = Fraction(1)
        for drop in drops[:MOST_TOGETHER]:
            if any(drop.measure.id in other.excludes or other.id in drop.measure.excludes for other in taken.values()):
                continue
            taken[drop.measure.id], left = drop.measure, left - drop.size
        if left <= LEAST["share"]:
            values = {"indicator": card.scorecard.indicators[indicator].name, "axis": axis, "measures": tuple(taken)}
            yield card.head.problem("effects-remove-all", "effects", severity="warning", **values)
            return


def _by_risk(card: Written) -> dict[tuple[str, str], list[Drop]]:
    """What takes away a part of each indicator, but not by itself all of it, on each axis."""
    found: dict[tuple[str, str], list[Drop]] = {}
    for drop in _drops(card):
        if 0 < drop.size < NEARLY_ALL:
            found.setdefault((drop.indicator, drop.axis), []).append(drop)
    return found


def _drops(card: Written) -> Iterator[Drop]:
    for document, here, measure in card.library():
        for number, effect in enumerate(measure.effects):
            for axis in axes(card.scorecard):
                place = (*here, "effects", number, axis)
                yield Drop(document, place, measure, effect.indicator, axis, -effect.on(axis))


def _days(card: Written) -> Iterator[Problem]:
    given: list[tuple[Document, Loc, int | None]] = [
        (card.head, ("obligations", number, key), getattr(duty, key))
        for number, duty in enumerate(card.scorecard.obligations)
        for key in ("within_days", "every_days")
    ]
    given += [(document, (*here, "lead_days"), measure.lead_days) for document, here, measure in card.library()]
    for document, place, days in given:
        if days is not None and days > MOST_DAYS:
            values = {"key": place[-1], "now": days, "most": MOST_DAYS}
            yield document.problem("days-too-many", *place, severity="warning", **values)
