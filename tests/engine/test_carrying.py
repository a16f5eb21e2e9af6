"""What of an assessment another edition can be asked again: here its plan; the rest is tried with replays."""

from typing import Any

from assessment.engine.carrying import Lost, carried
from assessment.engine.fitting import misfits
from assessment.model.case import Assessment
from assessment.model.scorecard import Scorecard
from assessment.report.replay_words import lost_word
from tests.cards import card, indicator, measure, text
from tests.strategies import remade

A = card({"d": [indicator("i", 100)]}, measures=[measure("m", {"indicator": "i", "likelihood": -1}),
                                                 measure("n", {"indicator": "i", "consequence": -1})])  # fmt: skip
OWN = {"measure": "own-1", "text": "自拟", "effects": [{"indicator": "i", "likelihood": -1}], "reason": "示例理由"}


def aimed(**aim: Any) -> Assessment:
    plan = {"measures": [{"measure": "m"}, OWN], "aim": aim}
    return Assessment.model_validate({"project": {"name": "示例"}, "ratings": {}, "plan": plan})


def fits(scorecard: Scorecard, assessment: Assessment) -> bool:
    return not any(misfits(scorecard, assessment))


def test_an_aim_that_the_new_edition_has_too_is_carried_whole() -> None:
    assessment = aimed(target="medium", worst_band="large", budget="30", pinned=["m", "own-1"], barred=["n"])
    moved, lost = carried(A, assessment)
    assert (moved.plan, lost) == (assessment.plan, ())


def test_of_an_aim_what_is_gone_is_left_behind_and_named() -> None:
    levels = [{"id": "low", "title": text("低"), "below": "0.36"}, {"id": "high", "title": text("高"), "up_to": "1"}]
    b = remade(A, levels=levels, measures=A.measures[:1])
    moved, lost = carried(b, aimed(target="medium", worst_band="large", budget="30", pinned=["n", "m"]), A)
    assert (moved.plan.aim.target, moved.plan.aim.worst_band, moved.plan.aim.pinned) == (None, "large", ("m",))
    assert lost == (Lost("aim", "medium"), Lost("aim", "n"))
    assert [lost_word(A, each, "zh") for each in lost] == ["方案目标中的 中", "方案目标中的 n"]
    assert fits(b, moved)


def test_a_measure_of_the_plans_own_does_not_become_a_share() -> None:
    b = remade(A, effects={"unit": "share"})
    moved, lost = carried(b, aimed(pinned=["own-1"]), A)
    assert [planned.measure for planned in moved.plan.measures] == ["m"]
    assert lost == (Lost("measure", "own-1"), Lost("aim", "own-1"))
    assert fits(b, moved)
