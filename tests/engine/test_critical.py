"""Critical measures: each failure made again through `residual`."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.engine.critical import Loss, critical
from assessment.engine.mitigation import Counting, residual
from assessment.model.case import Assessment
from assessment.model.measure import PlannedMeasure
from assessment.model.scorecard import Scorecard
from tests.cards import all_suggested, card, case, demo, escalation, indicator, main_card, measure, veto
from tests.strategies import remade, scored_cases

COUNTINGS: list[Counting] = ["planned", "verified", "lasting"]


def planned(assessment: Assessment, *names: str, status: str = "planned") -> Assessment:
    measures = tuple(PlannedMeasure.model_validate({"measure": name, "status": status}) for name in names)
    return assessment.model_copy(update={"plan": assessment.plan.model_copy(update={"measures": measures})})


def failing(scorecard: Scorecard, assessment: Assessment, counting: Counting, *names: str) -> Loss:
    kept = tuple(p for p in assessment.plan.measures if p.measure not in names)
    plan = assessment.plan.model_copy(update={"measures": kept})
    left = residual(scorecard, assessment.model_copy(update={"plan": plan}), counting)
    return Loss(names, left.worst_index, left.level, left.decided_by, left.hold)


@given(scored_cases(), st.data())
@settings(max_examples=200, deadline=None)
def test_the_critical_measures_are_those_without_which_the_residual_is_worse(
    both: tuple[Scorecard, Assessment], data: st.DataObject
) -> None:
    scorecard, assessment = both
    names = data.draw(st.lists(st.sampled_from(sorted(scorecard.measure)), unique=True, max_size=6))
    counting = data.draw(st.sampled_from(COUNTINGS))
    assessment = planned(assessment, *names, status=data.draw(st.sampled_from(["planned", "verified"])))
    left, found = residual(scorecard, assessment, counting), critical(scorecard, assessment, counting)

    def worse(loss: Loss) -> bool:
        return scorecard.level_rank[loss.level] > scorecard.level_rank[left.level] or (loss.hold and not left.hold)

    losses = [failing(scorecard, assessment, counting, name) for name in names]
    assert list(found.alone) == [loss for loss in losses if worse(loss)]
    pairs = [failing(scorecard, assessment, counting, *pair) for pair in combinations(names, 2)]
    assert found.pair == (None if found.alone else next(filter(worse, pairs), None))
    assert (found.level, found.index, found.hold) == (left.level, left.worst_index, left.hold)


CARD = card(
    {"d": [indicator("a", 50, [veto("V", "hold", ["m", "also"])]), indicator("b", 50)]},
    escalations=[escalation("one-large", 1, "large", "medium")],
    measures=[
        measure("m", {"indicator": "a", "likelihood": -1}),
        measure("also", {"indicator": "a", "consequence": -1}),
        measure("other", {"indicator": "b", "likelihood": -2}),
    ],
)


def test_a_measure_that_alone_clears_a_veto_brings_the_hold_back() -> None:
    found = critical(CARD, planned(case({"a": (2, 2), "b": (1, 1)}, {"V": "yes"}), "m", "other"))
    assert [(loss.measures, loss.level, loss.decided_by, loss.hold) for loss in found.alone] == [(("m",), "high", "V", True)]


def test_two_measures_that_clear_the_same_veto_hold_it_together() -> None:
    found = critical(CARD, planned(case({"a": (2, 2), "b": (1, 1)}, {"V": "yes"}), "m", "also"))
    assert found.alone == ()
    assert found.pair is not None and (found.pair.measures, found.pair.hold) == (("m", "also"), True)


def test_a_plan_without_measures_has_nothing_to_fail() -> None:
    found = critical(CARD, case({"a": (2, 2), "b": (1, 1)}, {"V": "yes"}))
    assert (found.count, found.alone, found.pair) == (0, (), None)


def test_the_veto_of_the_railway_hangs_on_one_measure() -> None:
    found = critical(main_card(), all_suggested(main_card(), demo("rail")))
    assert [loss.measures for loss in found.alone] == [("LA4-a",)]


def test_shares_of_a_value_are_judged_as_the_residual_has_them() -> None:
    shared = remade(
        CARD,
        effects={"unit": "share", "combine": "multiplicative", "credit": {"planned": "0.5"}},
        measures=[
            measure("m", {"indicator": "a", "likelihood": "-0.5"}),
            measure("also", {"indicator": "a", "consequence": "-0.5"}),
            measure("other", {"indicator": "b", "likelihood": "-0.4"}),
        ],
    )
    plan = planned(case({"a": (4, 4), "b": (3, 3)}, {"V": "no"}), "m", "also", "other")
    left, found = residual(shared, plan), critical(shared, plan)
    losses = [failing(shared, plan, "planned", name) for name in ("m", "also", "other")]
    assert list(found.alone) == [loss for loss in losses if shared.level_rank[loss.level] > shared.level_rank[left.level]]
    assert (left.level, len(found.alone)) == ("low", 3)
