"""Whether an assessment fits its scorecard: every name known, every level one that the scorecard has.

Yields misfits as `(code, place, values)`; the place is a path of keys in the case format.
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import chain
from typing import Any

from assessment.engine.grading import graded_axes, grades, level_that_counts
from assessment.engine.methods import axes, axis_levels
from assessment.model.case import AXES, Assessment, Rating
from assessment.model.figure import written
from assessment.model.measure import Aim, Effect
from assessment.model.numbers import plain
from assessment.model.scorecard import Scorecard

Misfit = tuple[str, tuple[str | int, ...], dict[str, Any]]


def misfits(scorecard: Scorecard, assessment: Assessment) -> Iterator[Misfit]:
    project = assessment.project
    if project.profile is not None:
        yield from _known("profile-unknown", ("project", "profile"), project.profile, scorecard.profile)
    for name in project.facts:
        yield from _known("fact-unknown", ("project", "facts", name), name, scorecard.fact)
    sound = True  # one by one, not as a list: whoever asks stops after the first hundred
    rated = (misfit for name, rating in assessment.ratings.items() for misfit in rating_misfits(scorecard, name, rating))
    for misfit in chain(figure_misfits(scorecard, assessment), rated):
        sound = False
        yield misfit
    if sound:
        yield from _unreasoned(scorecard, assessment)
    for name in assessment.vetoes:
        yield from _known("veto-unknown", ("vetoes", name), name, scorecard.veto)
    yield from _plan_misfits(scorecard, assessment)


def rating_misfits(scorecard: Scorecard, name: str, rating: Rating) -> Iterator[Misfit]:
    if name not in scorecard.indicators:
        yield from _known("indicator-unknown", ("ratings", name), name, scorecard.indicators)
        return
    for axis in AXES:
        level = getattr(rating, axis)
        if level is None:
            continue
        if axis not in axes(scorecard):
            yield "axis-unknown", ("ratings", name, axis), {"axis": axis, "allowed": tuple(axes(scorecard))}
            continue
        allowed = axis_levels(scorecard, scorecard.indicators[name], axis)
        if level not in allowed:
            yield "level-unknown", ("ratings", name, axis), {"now": level, "allowed": tuple(map(str, allowed))}
    for axis in rating.overrides:
        if axis not in graded_axes(scorecard, scorecard.indicators[name]):
            yield "override-without-figures", ("ratings", name, "overrides", axis), {"axis": axis}


def figure_misfits(scorecard: Scorecard, assessment: Assessment) -> Iterator[Misfit]:
    """Values that are not of their figure's kind or outside its range, and what belongs into a field of the project."""
    for name, seen in assessment.figures.items():
        place = ("figures", name)
        figure = scorecard.figure.get(name)
        if figure is None:
            yield from _known("figure-unknown", place, name, scorecard.figure)
        elif figure.project is not None:
            yield "figure-of-project", place, {"figure": figure.title, "field": figure.project}
        elif not figure.allows(seen.value):
            yield "figure-value", (*place, "value"), {"figure": figure.title, "now": written(seen.value), "right": figure.kind}
    for figure in scorecard.project_figures:
        value = getattr(assessment.project, figure.project or "")
        if value is not None and not figure.allows(value):
            place = ("project", figure.project or "")
            yield "figure-value", place, {"figure": figure.title, "now": written(value), "right": figure.kind}


def _unreasoned(scorecard: Scorecard, assessment: Assessment) -> Iterator[Misfit]:
    """A level chosen against the figures without saying why, and a reason without a level."""
    found = {(name, axis): grade for name, axis, grade in grades(scorecard, assessment)}
    for name, rating in assessment.ratings.items():
        label = scorecard.indicators[name].label
        for axis in rating.overrides:
            if getattr(rating, axis) is None:
                yield "override-without-level", ("ratings", name, "overrides", axis), {"indicator": label, "axis": axis}
        for axis in graded_axes(scorecard, scorecard.indicators[name]):
            chosen, grade = getattr(rating, axis), found.get((name, axis))
            if chosen is None or grade is None or axis in rating.overrides:
                continue
            right = level_that_counts(scorecard, scorecard.indicators[name], axis, rating, grade)
            if chosen != right:
                values = {"indicator": label, "axis": axis, "now": chosen, "right": right}
                yield "override-unreasoned", ("ratings", name, axis), values


def effect_misfits(scorecard: Scorecard, effects: Iterable[Effect], place: tuple[str | int, ...]) -> Iterator[Misfit]:
    """Effects that name an unknown indicator or an axis the method lacks, raise a risk, lower more than there is, or nothing;
    levels that are not whole."""
    seen: set[str] = set()
    for number, effect in enumerate(effects):
        here = (*place, number)
        if effect.indicator not in scorecard.indicators:
            yield from _known("indicator-unknown", (*here, "indicator"), effect.indicator, scorecard.indicators)
            continue
        if effect.indicator in seen:
            yield "effect-repeated", (*here, "indicator"), {"indicator": effect.indicator}
        seen.add(effect.indicator)
        for axis in AXES:
            drop = effect.on(axis)
            if axis not in axes(scorecard):
                if drop:
                    yield "axis-unknown", (*here, axis), {"axis": axis, "allowed": tuple(axes(scorecard))}
                continue
            most = len(axis_levels(scorecard, scorecard.indicators[effect.indicator], axis)) - 1
            if drop > 0:
                yield "effect-raises", (*here, axis), {"now": plain(drop)}
            elif scorecard.effects.unit == "share":
                if drop < -1:
                    yield "effect-share-range", (*here, axis), {"now": plain(drop)}
            elif drop.denominator != 1:
                yield "effect-not-whole", (*here, axis), {"now": plain(drop)}
            elif -drop > most:
                yield "effect-impossible", (*here, axis), {"now": plain(drop), "most": -most}
        if not any(effect.on(axis) for axis in AXES):
            yield "effect-none", here, {"indicator": effect.indicator}


def _plan_misfits(scorecard: Scorecard, assessment: Assessment) -> Iterator[Misfit]:
    for number, planned in enumerate(assessment.plan.measures):
        here: tuple[str | int, ...] = ("plan", "measures", number)
        if not planned.own:
            yield from _known("measure-unknown", (*here, "measure"), planned.measure, scorecard.measure)
        elif planned.measure in scorecard.measure:
            yield "own-measure-id-taken", (*here, "measure"), {"measure": planned.measure}
        else:
            yield from effect_misfits(scorecard, planned.effects, (*here, "effects"))
        if planned.cost is not None and planned.cost < 0:
            yield "cost-negative", (*here, "cost"), {"now": plain(planned.cost)}
    for name in assessment.plan.accepted:
        yield from _known("indicator-unknown", ("plan", "accepted", name), name, scorecard.indicators)
    yield from aim_misfits(scorecard, assessment.plan.aim, [p.measure for p in assessment.plan.measures if p.own])


def aim_misfits(scorecard: Scorecard, aim: Aim, own: Iterable[str]) -> Iterator[Misfit]:
    """A level, band or measure (of the library, or an `own` one of the plan) that is not there; one both pinned and barred."""
    here = ("plan", "aim")
    for code, key, known in (
        ("level-id-unknown", "target", scorecard.level_rank),
        ("band-unknown", "worst_band", scorecard.band_rank),
    ):
        now = getattr(aim, key)
        if now is not None and now not in known:
            yield code, (*here, key), {"now": now, "known": tuple(known)}
    if aim.budget is not None and aim.budget < 0:
        yield "cost-negative", (*here, "budget"), {"now": plain(aim.budget)}
    measures = dict.fromkeys((*scorecard.measure, *own))
    for key in ("pinned", "barred"):
        for number, name in enumerate(getattr(aim, key)):
            yield from _known("measure-unknown", (*here, key, number), name, measures)
    for number, name in enumerate(aim.barred):
        if name in aim.pinned:
            yield "measure-pinned-and-barred", (*here, "barred", number), {"measure": name}


def _known(code: str, place: tuple[str | int, ...], name: str, known: Iterable[str]) -> Iterator[Misfit]:
    names = list(known)
    if name not in names:
        close = get_close_matches(name, names, 1)
        yield code, place, {"now": name, "suggestion": close[0] if close else ""}
