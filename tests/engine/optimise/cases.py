"""Random scorecards with up to six measures under every rule of effects, cases, plans under way and aims."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from assessment.engine.methods import axes
from assessment.model.case import Assessment
from assessment.model.measure import Aim
from assessment.model.scorecard import Scorecard
from tests.cards import measure
from tests.strategies import remade, scored_cases

DAY = date(2026, 12, 1)
STATUSES = ["planned", "planned", "in_progress", "done", "verified", "lapsed"]


@st.composite
def planning(draw: st.DrawFn) -> tuple[Scorecard, Assessment, Aim]:
    card, assessment = draw(scored_cases(complete=draw(st.booleans())))
    unit = "level" if card.method == "matrix" else draw(st.sampled_from(["level", "share"]))
    names = [f"m{number}" for number in range(draw(st.integers(0, 6)))]
    card = remade(
        card,
        effects=draw(_rule(unit)),
        measures=[draw(_measure(card, unit, name, names)) for name in names],
        sheets=[draw(_sheet(sheet.model_dump(), names)) for sheet in card.sheets],
        answer_from=draw(st.sampled_from([band.id for band in card.bands])),
    )
    some = st.lists(st.sampled_from(names), max_size=2, unique=True) if names else st.just([])
    measures = [{"measure": name, "status": draw(st.sampled_from(STATUSES))} for name in draw(some)]
    assessment = Assessment.model_validate({**assessment.model_dump(), "date": DAY, "plan": {"measures": measures}})
    return card, assessment, draw(_aim(card, names))


@st.composite
def _rule(draw: st.DrawFn, unit: str) -> dict[str, Any]:
    combine = draw(st.sampled_from(["additive", "strongest"] + ["multiplicative"] * (unit == "share")))
    most, floor = ([1, 2, None], [1, 2]) if unit == "level" else (["0.7", "1", None], ["0", "0.2"])
    part = st.sampled_from(["0.5", "1"])
    return {
        "unit": unit,
        "combine": combine,
        "max_drop": draw(st.sampled_from(most)),
        "floor": draw(st.sampled_from(floor)),
        "credit": {"planned": draw(part)} if draw(st.booleans()) else {},
    }


@st.composite
def _measure(draw: st.DrawFn, card: Scorecard, unit: str, name: str, names: list[str]) -> dict[str, Any]:
    fall = st.sampled_from([0, -1, -2] if unit == "level" else ["0", "-0.3", "-0.5", "-1"])
    touched = draw(st.lists(st.sampled_from(list(card.indicators)), min_size=1, max_size=2, unique=True))
    effects = [{"indicator": one, **{axis: draw(fall) for axis in axes(card)}} for one in touched]
    others = st.lists(st.sampled_from([other for other in names if other != name]), max_size=1) if len(names) > 1 else st.just([])
    made = measure(name, *effects, cost=draw(st.integers(0, 4)), days=draw(st.integers(0, 20)))
    return {**made, "mandatory": draw(st.integers(0, 5)) == 0, "requires": draw(others), "excludes": draw(others)}


@st.composite
def _sheet(draw: st.DrawFn, sheet: dict[str, Any], names: list[str]) -> dict[str, Any]:
    for indicator in sheet["indicators"]:
        for veto in indicator["vetoes"]:
            veto["cleared_by"] = tuple(draw(st.sets(st.sampled_from(names), max_size=2))) if names else ()
    return sheet


@st.composite
def _aim(draw: st.DrawFn, card: Scorecard, names: list[str]) -> Aim:
    some = st.lists(st.sampled_from(names), max_size=1) if names else st.just([])
    return Aim(
        target=draw(st.sampled_from([level.id for level in card.levels])),
        answer_all=draw(st.booleans()),
        worst_band=draw(st.sampled_from([None, None, *(band.id for band in card.bands)])),
        budget=draw(st.none() | st.integers(0, 12).map(Fraction)),
        by=draw(st.none() | st.integers(5, 20).map(lambda days: DAY + timedelta(days=days))),
        pinned=tuple(draw(some)),
        barred=tuple(draw(some)),
    )


def every_plan(card: Scorecard) -> list[frozenset[str]]:
    names = [one.id for one in card.measures]
    return [frozenset(some) for size in range(len(names) + 1) for some in combinations(names, size)]
