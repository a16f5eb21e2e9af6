"""Escalations (升级规则) that never or always fire, and pairs of them of which one says nothing or the contrary."""

from collections.abc import Iterator

from assessment.engine.methods import band_of, extremes
from assessment.errors import Problem
from assessment.library.checks.reach import MOST_INDICATORS, kinds, reached
from assessment.library.checks.written import Written
from assessment.model.scorecard import Escalation, Scorecard

MOST_RULES = 100  # that are compared in pairs


def check_rules(card: Written) -> Iterator[Problem]:
    scorecard = card.scorecard
    if len(kinds(scorecard)) == MOST_INDICATORS:
        return  # too many indicators to count for each of them
    highest, lowest = _ranks(scorecard)
    for number, rule in enumerate(scorecard.escalations):
        here = ("escalations", number, "at_least")
        rank = scorecard.band_rank[rule.band]
        able = sum(high >= rank for high in highest)
        if rule.at_least > able:
            yield card.head.problem("escalation-never-fires", *here, id=rule.id, now=rule.at_least, most=able)
        elif rule.at_least <= sum(low >= rank for low in lowest):
            yield card.head.problem("escalation-always-fires", *here, id=rule.id)
    yield from _profiles(card, scorecard, highest)
    yield from _pairs(card, scorecard)


def _ranks(scorecard: Scorecard) -> tuple[list[int], list[int]]:
    """Of every indicator, the rank of the worst band a rating can fall into, and of the best."""
    if scorecard.method != "points":
        ranks = reached(scorecard, kinds(scorecard)[0])
        count = len(scorecard.indicators)
        return [max(ranks)] * count, [min(ranks)] * count
    shown = [extremes(scorecard, indicator) for indicator in scorecard.indicators.values()]
    return [band_of(scorecard, high) for _, high in shown], [band_of(scorecard, low) for low, _ in shown]


def _profiles(card: Written, scorecard: Scorecard, highest: list[int]) -> Iterator[Problem]:
    """A rule that can fire, but for no project of a profile whose facts take too many indicators out."""
    asked = list(zip(scorecard.indicators.values(), highest, strict=True))
    work = max(1, len(asked) * max(1, len(scorecard.escalations)))
    for number, profile in enumerate(scorecard.profiles[: 200_000 // work]):
        no = {fact for fact, answer in profile.facts.items() if answer == "no"}
        left = [high for indicator, high in asked if indicator.applies_when not in no] if no else []
        for rule in scorecard.escalations if left else ():
            rank = scorecard.band_rank[rule.band]
            if sum(high >= rank for high in left) < rule.at_least <= sum(high >= rank for high in highest):
                values = {"id": rule.id, "profile": profile.title}
                yield card.head.problem("escalation-idle", "profiles", number, "facts", severity="warning", **values)


def _pairs(card: Written, scorecard: Scorecard) -> Iterator[Problem]:
    """Whenever the stricter of two rules fires (as many factors or more, in as bad a band or worse), the laxer one does
    too: the stricter one says nothing when it gives the same level, and contradicts the other when it gives a better one."""
    rules = scorecard.escalations[:MOST_RULES]
    for number, strict in enumerate(rules):
        others = [rule for n, rule in enumerate(rules) if n != number and _implied(scorecard, strict, rule, n < number)]
        given = max(others, key=lambda rule: scorecard.level_rank[rule.level], default=None)
        if given is None or scorecard.level_rank[given.level] < scorecard.level_rank[strict.level]:
            continue
        here = ("escalations", number, "level")
        if given.level == strict.level:
            yield card.head.problem("escalation-shadowed", *here, severity="warning", id=strict.id, other=given.id)
        else:
            yield card.head.problem("escalation-falls", *here, id=strict.id, other=given.id, now=strict.level, right=given.level)


def _implied(scorecard: Scorecard, strict: Escalation, lax: Escalation, first: bool) -> bool:
    """Whether `lax` fires whenever `strict` does; of two that count the same, the one written first is the laxer."""
    rank = scorecard.band_rank
    one, other = (strict.at_least, rank[strict.band]), (lax.at_least, rank[lax.band])
    return one[0] >= other[0] and one[1] >= other[1] and (one != other or first)
