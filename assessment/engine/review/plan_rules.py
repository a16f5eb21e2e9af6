"""Rules about the plan as a whole: every risk answered, the aim reached within its limits, the reasons given."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from assessment.engine.answering import needs_answer
from assessment.engine.margins import near
from assessment.engine.planning import plan_cost
from assessment.engine.review.rule import SHORT, Rule, Seen, advice, error, warning
from assessment.engine.scheduling import unfinished_after
from assessment.errors import Problem
from assessment.model.numbers import plain, shown

NEAR = Fraction(1, 100)  # a residual index this near to the edge hangs on one measure (ours)
MANY_LED, MANY_DATED = 6, 3  # measures before "one body leads most" and "all due on one day" mean anything (ours)


def risks_unanswered(seen: Seen) -> Iterator[Problem]:
    """一一制定解决方案: from `answer_from` on every risk has a measure that answers it, or a reason why not."""
    for name, factor in seen.applicable.items():
        due = needs_answer(seen.scorecard, factor) and name not in seen.assessment.plan.accepted
        if due and not seen.answered(name):
            band = seen.scorecard.bands[seen.scorecard.band_rank[factor.band or ""]].title
            yield Problem("risk-unanswered", path=name, values={"indicator": seen.scorecard.indicators[name].label, "band": band})


def risks_accepted(seen: Seen) -> Iterator[Problem]:
    """A risk left as it is: not the worst ones, not one that is answered or needs no answer, and with a reason that says why."""
    card = seen.scorecard
    for name, reason in seen.assessment.plan.accepted.items():
        factor = seen.applicable.get(name)
        values: dict[str, Any] = {"indicator": card.indicators[name].label}
        if factor is None or (factor.answered and not needs_answer(card, factor)):
            yield Problem("accepted-needless", path=name, values=values)
            continue
        if factor.band == card.bands[-1].id:
            yield Problem("accepted-worst-band", path=name, values={**values, "band": card.bands[-1].title})
        if name in seen.on:
            yield Problem("accepted-with-measure", path=name, values={**values, "measures": tuple(seen.on[name])})
        if len(reason) < SHORT:
            yield Problem("accepted-reason-short", path=name, values={**values, "reason": reason})


def vetoes_clearable(seen: Seen) -> Iterator[Problem]:
    """A fired veto that keeps the level above the target, or the work waiting, has to be cleared."""
    card, library = seen.scorecard, {name for name, planned in seen.live.items() if not planned.own}
    for veto in seen.result.vetoes:
        stands_in_the_way = veto.hold or card.level_rank[veto.level] > card.level_rank[seen.target.id]
        clearing = card.veto[veto.id][1].cleared_by
        if veto.state == "fired" and stands_in_the_way and not library.intersection(clearing):
            yield Problem("veto-not-cleared", path=veto.id, values={"veto": veto.id, "measures": tuple(clearing) or "—"})


def target_reached(seen: Seen) -> Iterator[Problem]:
    """And not by a hair: an index that only just gets there rises again when one measure fails."""
    card, left = seen.scorecard, seen.expected
    titles = {"level": card.levels[card.level_rank[left.level]].title, "target": seen.target.title}
    if card.level_rank[left.level] > card.level_rank[seen.target.id]:
        yield Problem("residual-above-target", values=titles)
    elif seen.live and card.index == "weighted" and left.index is not None and not left.unrated:
        limit = near(card, left.index, NEAR)
        if limit is not None and not limit.above:
            away = {"now": shown(left.index), "right": shown(limit.edge), "away": shown(limit.gap)}
            yield Problem("residual-near-edge", values=away)


def aim_worth(seen: Seen) -> Iterator[Problem]:
    """An aim below the scorecard's: the level that the plan is content with is not the one that may be approved."""
    card = seen.scorecard
    if card.level_rank[seen.target.id] > card.level_rank[card.target]:
        yield Problem(
            "aim-below-target", values={"now": seen.target.title, "target": card.levels[card.level_rank[card.target]].title}
        )


def bands_within_aim(seen: Seen) -> Iterator[Problem]:
    """No factor worse than the plan wants any to be."""
    card, worst = seen.scorecard, seen.assessment.plan.aim.worst_band
    if worst not in card.band_rank:
        return
    limit = card.band_rank[worst]
    for factor in seen.expected.factors:
        if factor.band is not None and card.band_rank[factor.band] > limit:
            values = {
                "indicator": card.indicators[factor.id].label,
                "band": card.bands[card.band_rank[factor.band]].title,
                "right": card.bands[limit].title,
            }
            yield Problem("aim-band-exceeded", path=factor.id, values=values)


def budget_kept(seen: Seen) -> Iterator[Problem]:
    cost, budget = plan_cost(seen.scorecard, seen.live.values()), seen.assessment.plan.aim.budget
    if budget is not None and cost > budget:
        yield Problem("aim-budget-exceeded", values={"now": plain(cost), "right": plain(budget)})


def measures_within_aim(seen: Seen) -> Iterator[Problem]:
    """Done by the day that was set, those under way too; those pinned are there, those barred are not."""
    aim = seen.assessment.plan.aim
    for name, planned in seen.live.items():
        due = seen.due[name]
        if aim.by is not None and due is not None and unfinished_after(planned, due, aim.by):
            days = {"now": due.isoformat(), "right": aim.by.isoformat()}
            yield Problem("measure-after-aim", path=name, values={"measure": name, **days})
        if name in aim.barred:
            yield Problem("aim-barred-chosen", path=name, values={"measure": name})
    for name in aim.pinned:
        if name not in seen.live:
            yield Problem("aim-pinned-missing", path=name, values={"measure": name})


def work_spread(seen: Seen) -> Iterator[Problem]:
    """Work that one body could hardly do, and dates that nobody thought about."""
    bodies = Counter(planned.responsible_body for planned in seen.live.values() if planned.responsible_body)
    if len(seen.live) >= MANY_LED and bodies:
        body, count = bodies.most_common(1)[0]
        if 2 * count > len(seen.live):
            yield Problem("plan-one-body", values={"body": body, "count": count, "total": len(seen.live)})
    days = [planned.due for planned in seen.live.values() if planned.due is not None]
    if len(days) >= MANY_DATED and len(set(days)) == 1:
        yield Problem("plan-one-date", values={"count": len(days), "day": days[0].isoformat()})


RULES = (
    Rule(risks_unanswered, {"risk-unanswered": error("plan")}),
    Rule(
        risks_accepted,
        {
            "accepted-needless": advice("plan"),
            "accepted-worst-band": warning("plan"),
            "accepted-with-measure": warning("plan"),
            "accepted-reason-short": warning("plan"),
        },
    ),
    Rule(vetoes_clearable, {"veto-not-cleared": error("plan")}),
    Rule(target_reached, {"residual-above-target": error("plan"), "residual-near-edge": advice("plan")}),
    Rule(aim_worth, {"aim-below-target": warning("plan")}),
    Rule(bands_within_aim, {"aim-band-exceeded": error("plan")}),
    Rule(budget_kept, {"aim-budget-exceeded": error("plan")}),
    Rule(
        measures_within_aim,
        {"measure-after-aim": error("plan"), "aim-barred-chosen": error("plan"), "aim-pinned-missing": error("plan")},
    ),
    Rule(work_spread, {"plan-one-body": advice("plan"), "plan-one-date": advice("plan")}),
)
