"""What changed between two editions: every field once, rules before wording, by sheet."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from assessment.engine.editions import Bound, Change, difference
from assessment.model.base import Text
from assessment.model.scorecard import Scorecard
from tests.cards import card, escalation, indicator, measure, scale, text, veto
from tests.strategies import edition_pairs, remade

VETO = veto("V1", "hold", ["m1"])
ANCHORS = {"likelihood": {n: text(f"{n}") for n in range(1, 6)}, "consequence": {n: text(f"{n}") for n in range(1, 6)}}
SHEETS = {"land": [indicator("pay", 60, [VETO], **ANCHORS), indicator("graves", 40)], "safety": [indicator("dust", 100)]}
MEASURES = [measure("m1", {"indicator": "pay", "likelihood": -1}), measure("m2", {"indicator": "dust", "consequence": -1})]
ROAD = {"id": "road", "title": text("公路"), "dimension_weights": {"land": 50, "safety": 50}, "facts": {"homes": "yes"}}
FACTS = [{"id": "homes", "question": text("拆迁？")}]
KEYS: dict[str, Any] = {"measures": MEASURES, "facts": FACTS, "profiles": [ROAD]}
A = card(SHEETS, escalations=[escalation("e", 1, "major", "medium")], **KEYS)

LOW_OWNS_ITS_EDGE = {"id": "low", "title": text("低"), "up_to": "0.36"}


def with_pay(**fields: Any) -> dict[str, Any]:
    return {**SHEETS, "land": [{**SHEETS["land"][0], **fields}, SHEETS["land"][1]]}


def edition(sheets: dict[str, Any] = SHEETS, weights: Any = None, **changes: Any) -> Scorecard:
    return card(sheets, weights, **{"escalations": [escalation("e", 1, "major", "medium")], **KEYS, **changes})


def only(b: Scorecard) -> tuple[Any, ...]:
    (change,) = difference(A, b)
    return change.sheet, ".".join(change.place), change.kind, change.before, change.after, change.rule


def test_an_edition_does_not_differ_from_itself() -> None:
    assert difference(A, edition()) == ()


@pytest.mark.parametrize(
    ("b", "sheet", "place", "before", "after"),
    [
        (edition(with_pay(weight=70)), "land", "indicators.pay.weight", Fraction(60), Fraction(70)),
        (edition(with_pay(applies_when="homes")), "land", "indicators.pay.applies_when", None, "homes"),
        (
            edition(with_pay(vetoes=[veto("V1", "medium", ["m1"])])),
            "land", "indicators.pay.vetoes.V1.effect", "hold", "medium",
        ),
        (edition(with_pay(vetoes=[veto("V1")])), "land", "indicators.pay.vetoes.V1.cleared_by", ("m1",), None),
        (
            edition(scales={"likelihood": scale(["0.1", "0.4", "0.6", "0.8", "1"]), "consequence": A.scales.consequence}),  # type: ignore[union-attr]
            None, "scales.likelihood.1.value", Fraction(1, 5), Fraction(1, 10),
        ),
        (
            edition(levels=[LOW_OWNS_ITS_EDGE, *A.levels[1:]]),
            None, "levels.low.edge", Bound(Fraction(9, 25), False), Bound(Fraction(9, 25), True),
        ),
        (edition(escalations=[escalation("e", 2, "major", "medium")]), None, "escalations.e.at_least", 1, 2),
        (
            edition(profiles=[{**ROAD, "dimension_weights": {"land": 50, "safety": 49}}]),
            None, "profiles.road.dimension_weights.safety", Fraction(50), Fraction(49),
        ),
        (edition(profiles=[{**ROAD, "facts": {"homes": "no"}}]), None, "profiles.road.facts.homes", "yes", "no"),
        (
            edition(measures=[MEASURES[0], measure("m2", {"indicator": "dust", "consequence": -2})]),
            "safety", "measures.m2.effects.dust.consequence", -1, -2,
        ),
        (edition(measures=[{**MEASURES[0], "cost": 9}, MEASURES[1]]), "land", "measures.m1.cost", Fraction(1), Fraction(9)),
        (edition(measures=[{**MEASURES[0], "lead_days": 9}, MEASURES[1]]), "land", "measures.m1.lead_days", 10, 9),
        (edition(effects={"max_drop": 2}), None, "effects.max_drop", None, 2),
        (edition(answer_from="large"), None, "answer_from", "general", "large"),
        (edition(target="medium"), None, "target", "low", "medium"),
        (edition(index="none"), None, "index", "weighted", "none"),
    ],
)  # fmt: skip
def test_a_changed_rule_is_named_with_both_values(b: Scorecard, sheet: str | None, place: str, before: Any, after: Any) -> None:
    assert only(b) == (sheet, place, "changed", before, after, True)


@pytest.mark.parametrize(
    ("b", "place"),
    [
        (edition(with_pay(title=text("补偿"))), "indicators.pay.title"),
        (edition(with_pay(question=text("付清了吗？"))), "indicators.pay.question"),
        (edition(with_pay(likelihood={**ANCHORS["likelihood"], 3: text("欠付")})), "indicators.pay.likelihood.3"),
        (edition(with_pay(evidence=[text("银行回单")])), "indicators.pay.evidence"),
        (edition(measures=[{**MEASURES[0], "responsible_body": text("财政局")}, MEASURES[1]]), "measures.m1.responsible_body"),
        (edition(version="2"), "version"),
    ],
)
def test_wording_is_told_apart_from_rules(b: Scorecard, place: str) -> None:
    (change,) = difference(A, b)
    assert (".".join(change.place), change.rule) == (place, False)


def test_what_one_edition_has_alone_is_one_change() -> None:
    b = edition({**SHEETS, "safety": [indicator("dust", 50), indicator("noise", 50)]}, measures=MEASURES[:1], escalations=[])
    assert [(c.sheet, ".".join(c.place), c.kind) for c in difference(A, b) if c.kind != "changed"] == [
        (None, "escalations.e", "removed"),
        ("safety", "indicators.noise", "added"),
        ("safety", "measures.m2", "removed"),
    ]


def test_an_indicator_that_moved_to_another_sheet_is_still_the_same() -> None:
    b = edition({"land": [SHEETS["land"][0]], "safety": [*SHEETS["safety"], SHEETS["land"][1]]})
    assert [(".".join(c.place), c.before, c.after) for c in difference(A, b) if c.rule] == [
        ("indicators.graves.sheet", "land", "safety")
    ]


def test_rules_come_before_wording_and_the_general_part_before_the_sheets() -> None:
    pay = with_pay(title=text("补偿"), weight=70)
    b = edition({**pay, "safety": [indicator("dust", 99)]}, target="medium")
    assert [".".join(c.place) for c in difference(A, b)] == [
        "target", "indicators.pay.weight", "indicators.pay.title", "indicators.dust.weight",
    ]  # fmt: skip


def test_the_order_of_levels_is_a_rule_and_that_of_indicators_is_not() -> None:
    swapped = edition({**SHEETS, "land": SHEETS["land"][::-1]})
    assert [(".".join(c.place), c.rule) for c in difference(A, swapped)] == [("indicators.order", False)]
    levels = remade(A, levels=A.levels[::-1])
    assert [(".".join(c.place), c.rule) for c in difference(A, levels)] == [("levels.order", True)]


def mirrored(change: Change) -> tuple[Any, ...]:
    kind = {"added": "removed", "removed": "added"}.get(change.kind, change.kind)
    return change.place, kind, change.after, change.before


@settings(max_examples=200, deadline=None)
@given(edition_pairs())
def test_the_way_back_is_the_way_there_reversed_and_nothing_is_overlooked(trial: tuple[Scorecard, Scorecard, Any]) -> None:
    a, b, _ = trial
    there = difference(a, b)
    back = {c.place: (c.place, c.kind, c.before, c.after) for c in difference(b, a)}
    assert {c.place: mirrored(c) for c in there} == back
    assert (there == ()) == (a.model_dump() == b.model_dump())
    assert not any(isinstance(c.before, Text) and c.rule for c in there)
