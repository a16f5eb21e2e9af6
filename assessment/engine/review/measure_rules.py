"""Rules about single measures: whole, possible, in keeping with the library, working, and carried out as they say."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from assessment.engine.answering import helped, mandatory
from assessment.engine.methods import axes
from assessment.engine.mitigation import degree_after, effects_of
from assessment.engine.planning import cost_of, late
from assessment.engine.review.rule import SHORT, Rule, Seen, advice, error, warning
from assessment.errors import Problem
from assessment.model.case import UNRATED
from assessment.model.measure import Effect, PlannedMeasure
from assessment.model.numbers import plain
from assessment.model.scorecard import Scorecard

ZERO = Fraction(0)


def measures_whole(seen: Seen) -> Iterator[Problem]:
    """Who does it, until when, with what money. A lapsed measure is not asked."""
    for name, planned in seen.live.items():
        values = {"measure": name}
        if not planned.responsible_body:
            yield Problem("measure-without-body", path=name, values=values)
        if planned.due is None:
            yield Problem("measure-without-date", path=name, values=values)
        if planned.own and planned.cost is None:
            yield Problem("measure-without-cost", path=name, values=values)
        cost = cost_of(seen.scorecard, planned)
        if cost > 0 and not planned.funding:
            yield Problem("measure-without-funding", path=name, values={**values, "cost": plain(cost)})
        if not planned.office:
            yield Problem("measure-without-office", path=name, values=values)


def not_contradictory(seen: Seen) -> Iterator[Problem]:
    for planned in seen.assessment.plan.measures:
        yield from contradictions(planned)


def contradictions(planned: PlannedMeasure) -> Iterator[Problem]:
    """What one measure says against itself: due before its start, verified without proof."""
    values = {"measure": planned.measure}
    if planned.start and planned.due and planned.due < planned.start:
        yield Problem("measure-dates-reversed", path=planned.measure, values=values)
    if planned.status == "verified" and not planned.proof:
        yield Problem("measure-verified-without-proof", path=planned.measure, values=values)


def listed_once(seen: Seen) -> Iterator[Problem]:
    names: set[str] = set()
    for planned in seen.assessment.plan.measures:
        values = {"measure": planned.measure}
        if planned.measure in names:
            yield Problem("measure-repeated", path=planned.measure, values=values)
        names.add(planned.measure)
        if planned.status == "lapsed":
            yield Problem("measure-lapsed", path=planned.measure, values=values)


def carried_out(seen: Seen) -> Iterator[Problem]:
    """What the plan says of its progress, held against its proof and the calendar."""
    for name, planned in seen.live.items():
        values = {"measure": name, "due": planned.due.isoformat() if planned.due else "—"}
        if planned.status == "done" and not planned.proof:
            yield Problem("measure-done-without-proof", path=name, values=values)
        if seen.today is None:
            continue
        if late(planned, seen.today):
            yield Problem("measure-overdue", path=name, values=values)
        elif planned.status == "planned" and planned.start is not None and planned.start < seen.today:
            yield Problem("measure-not-begun", path=name, values={**values, "start": planned.start.isoformat()})
        if planned.status == "verified" and planned.due is not None and planned.due > seen.today:
            yield Problem("measure-verified-early", path=name, values=values)


def as_in_the_library(seen: Seen) -> Iterator[Problem]:
    """Less time than the library's, or a cost that is more than half off: possible, and to be explained."""
    for name, planned in seen.live.items():
        if planned.own:
            continue
        library = seen.scorecard.measure[name]
        days = (planned.due - planned.start).days if planned.start and planned.due else None
        if days is not None and 0 <= days < library.lead_days:
            yield Problem("measure-hurried", path=name, values={"measure": name, "now": days, "right": library.lead_days})
        if planned.cost is not None and 2 * abs(planned.cost - library.cost) > library.cost:
            values = {"measure": name, "now": plain(planned.cost), "right": plain(library.cost)}
            yield Problem("measure-cost-off", path=name, values=values)


def own_within_reason(seen: Seen) -> Iterator[Problem]:
    """An own measure claims no more than any of the library against the same risk, and says why it may be expected to work."""
    best = _best(seen.scorecard)
    for name, planned in seen.live.items():
        if not planned.own:
            continue
        for effect in planned.effects:
            right = best.get(effect.indicator)
            if right is not None and _drop(seen.scorecard, effect) > right:
                values = {"measure": name, "indicator": seen.scorecard.indicators[effect.indicator].label}
                yield Problem("measure-own-strong", path=name, values=values)
        if len(planned.reason) < SHORT:
            yield Problem("measure-own-reason-short", path=name, values={"measure": name, "reason": planned.reason})


def _best(scorecard: Scorecard) -> dict[str, Fraction]:
    """By indicator, the most that one measure of the library takes away."""
    found: dict[str, Fraction] = {}
    for measure in scorecard.measures:
        for effect in measure.effects:
            found[effect.indicator] = max(found.get(effect.indicator, ZERO), _drop(scorecard, effect))
    return found


def _drop(scorecard: Scorecard, effect: Effect) -> Fraction:
    """On all axes together."""
    return -sum((effect.on(axis) for axis in axes(scorecard)), ZERO)


def mandatory_chosen(seen: Seen) -> Iterator[Problem]:
    """依法必做: what the law asks for is planned wherever it has an effect on the case as rated, or clears a fired veto."""
    for name, risk in mandatory(seen.scorecard, seen.ratings, seen.result).items():
        if name not in seen.live:
            values = {"measure": name, "indicator": seen.scorecard.indicators[risk].label}
            yield Problem("measure-mandatory-missing", path=risk, values=values)


def go_together(seen: Seen) -> Iterator[Problem]:
    """`requires` and `excludes` of the library; to be named on one side is enough to exclude."""
    library = [seen.scorecard.measure[name] for name, planned in seen.live.items() if not planned.own]
    told: set[frozenset[str]] = set()
    for measure in library:
        lacking = tuple(name for name in measure.requires if name not in seen.live)
        if lacking:
            yield Problem("measure-requires-missing", path=measure.id, values={"measure": measure.id, "measures": lacking})
        for other in measure.excludes:
            pair = frozenset((measure.id, other))
            if other in seen.live and pair not in told:
                told.add(pair)
                yield Problem("measure-excluded-chosen", path=measure.id, values={"measure": measure.id, "other": other})


def worth_doing(seen: Seen) -> Iterator[Problem]:
    """A measure with nothing to lower, or one whose risks the rest of the plan lowers as far without it. What the law or
    another measure asks for is kept; while one of its risks is not rated nobody knows."""
    wanted = {other for name, planned in seen.live.items() if not planned.own for other in seen.scorecard.measure[name].requires}
    for name, planned in seen.live.items():
        effects = effects_of(seen.scorecard, planned)
        touched = [seen.applicable[effect.indicator] for effect in effects if effect.indicator in seen.applicable]
        if name in wanted or not all(factor.answered for factor in touched):
            continue
        if not any(helped(seen.scorecard, seen.ratings, seen.result, "" if planned.own else name, effects)):
            yield Problem("measure-without-effect", path=name, values={"measure": name})
        elif not _by_law(seen, name) and not _missed(seen, name, effects):
            yield Problem("measure-adds-nothing", path=name, values={"measure": name})


def _by_law(seen: Seen, name: str) -> bool:
    return name in seen.scorecard.measure and seen.scorecard.measure[name].mandatory


def _missed(seen: Seen, name: str, effects: Iterable[Effect]) -> bool:
    """Whether a risk would stay higher, or a fired veto, without this measure."""
    card = seen.scorecard
    for effect in effects:
        if effect.indicator not in seen.applicable:
            continue
        indicator, rating = card.indicators[effect.indicator], seen.ratings.get(effect.indicator, UNRATED)
        all_ = seen.on[effect.indicator]
        rest = [each for other, each in all_.items() if other != name]
        if degree_after(card, indicator, rating, rest) != degree_after(card, indicator, rating, list(all_.values())):
            return True
    library = {other for other, planned in seen.live.items() if not planned.own}
    return any(library.intersection(card.veto[veto][1].cleared_by) == {name} for veto in seen.fired)


RULES = (
    Rule(
        measures_whole,
        {
            "measure-without-body": error("plan"),
            "measure-without-date": error("plan"),
            "measure-without-cost": warning("plan"),
            "measure-without-funding": warning("plan"),
            "measure-without-office": advice("plan"),
        },
    ),
    Rule(not_contradictory, {"measure-dates-reversed": error("plan"), "measure-verified-without-proof": error("work")}),
    Rule(listed_once, {"measure-repeated": warning("plan"), "measure-lapsed": warning("work")}),
    Rule(
        carried_out,
        {
            "measure-done-without-proof": warning("work"),
            "measure-overdue": warning("work"),
            "measure-not-begun": advice("work"),
            "measure-verified-early": advice("work"),
        },
    ),
    Rule(as_in_the_library, {"measure-hurried": warning("plan"), "measure-cost-off": warning("plan")}),
    Rule(own_within_reason, {"measure-own-strong": warning("plan"), "measure-own-reason-short": warning("plan")}),
    Rule(mandatory_chosen, {"measure-mandatory-missing": error("plan")}),
    Rule(go_together, {"measure-requires-missing": error("plan"), "measure-excluded-chosen": error("plan")}),
    Rule(worth_doing, {"measure-without-effect": advice("plan"), "measure-adds-nothing": advice("plan")}),
)
