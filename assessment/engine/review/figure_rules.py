"""Review of figures: where they come from, whether they belong to this assessment, and levels that do not follow from them."""

from collections.abc import Iterator
from datetime import timedelta

from assessment.engine.grading import grade, graded_axes, observed
from assessment.engine.review.rule import SHORT, Rule, Seen, error, warning
from assessment.errors import Problem

OLD = timedelta(days=365)  # a count that may have changed since (ours)


def figures_founded(seen: Seen) -> Iterator[Problem]:
    """Each figure that grades an applicable indicator says from which day and which document it is, and is of these days."""
    card, day = seen.scorecard, seen.assessment.date
    for name, indicator in _used(seen).items():
        given = seen.assessment.figures.get(name)
        if given is None:
            continue
        values = {"figure": card.figure[name].title, "indicator": card.indicators[indicator].label}
        if given.date is None or not given.source:
            yield Problem("figure-unsourced", path=indicator, values=values)
        elif day is not None and given.date > day:
            dates = {"now": given.date.isoformat(), "day": day.isoformat()}
            yield Problem("figure-after-assessment", path=indicator, values={**values, **dates})
        elif day is not None and day - given.date > OLD:
            dates = {"now": given.date.isoformat(), "day": day.isoformat()}
            yield Problem("figure-old", path=indicator, values={**values, **dates})


def _used(seen: Seen) -> dict[str, str]:
    """Each figure with the first applicable indicator that it grades."""
    used: dict[str, str] = {}
    for name in seen.applicable:
        for rules in seen.scorecard.indicators[name].graded_by.values():
            for rule in rules:
                used.setdefault(rule.figure, name)
    return used


def levels_overridden(seen: Seen) -> Iterator[Problem]:
    """改级 is allowed and told; its reason says something."""
    for override in seen.result.overrides:
        values = {
            "indicator": seen.scorecard.indicators[override.indicator].label,
            "side": override.axis,
            "now": override.chosen,
            "right": override.by_figures,
            "reason": override.reason,
        }
        yield Problem("level-overridden", path=override.indicator, values=values)
        if len(override.reason) < SHORT:
            yield Problem("override-reason-short", path=override.indicator, values=values)


def levels_without_figures(seen: Seen) -> Iterator[Problem]:
    """Levels chosen by the anchors where the scorecard has figures for them: one finding for all."""
    card, values = seen.scorecard, observed(seen.scorecard, seen.assessment)
    told = {(override.indicator, override.axis) for override in seen.result.overrides}
    bare = []
    for name in seen.applicable:
        indicator, rating = card.indicators[name], seen.rating(name)
        for axis in graded_axes(card, indicator):
            chosen = getattr(rating, axis) is not None and (name, axis) not in told
            if chosen and grade(card, indicator, axis, values).level is None:
                bare.append(indicator)
    named = tuple(dict.fromkeys(indicator.name for indicator in bare))
    if named:
        yield Problem("level-without-figures", path=bare[0].id, values={"count": len(bare), "indicators": named})


RULES = (
    Rule(
        figures_founded,
        {"figure-unsourced": error("rate"), "figure-after-assessment": warning("rate"), "figure-old": warning("rate")},
    ),
    Rule(levels_overridden, {"level-overridden": warning("rate"), "override-reason-short": warning("rate")}),
    Rule(levels_without_figures, {"level-without-figures": warning("rate")}),
)
