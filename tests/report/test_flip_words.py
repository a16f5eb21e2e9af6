"""What would change a level, said in one sentence and in few lines."""

import pytest

from assessment.engine.flips import what_flips
from assessment.engine.scoring import score
from assessment.model.case import Assessment
from assessment.model.scorecard import Scorecard
from assessment.report.flip_words import flips_text, open_words, sentence_of
from tests.cards import card, case, demo, escalation, indicator, main_card, veto
from tests.strategies import remade

CARD = card(
    {"d": [indicator("a", 40), indicator("b", 30), indicator("c", 30, [veto("V", "medium")])]},
    escalations=[escalation("two-large", 2, "large", "medium")],
)


def said(both: tuple[Scorecard, Assessment], lang: str = "zh") -> str:
    return sentence_of(both[0], what_flips(*both), score(*both), lang)


def test_distance_and_fewest_steps_come_in_one_sentence() -> None:
    assert said((main_card(), demo("g247"))) == (
        "综合指数 0.4213，比 0.36 高 0.0613，比 0.64 低 0.2187；最少共升 41 级（涉及 14 项因素）即为高风险；"
        "最少共降 11 级（涉及 6 项因素）即为低风险；没有哪一处单独升降一级会改变等级。"
    )


def test_a_rule_that_answers_before_the_index_is_named() -> None:
    text = said((main_card(), demo("reform")))
    assert "1 处升一级即为中风险（升级规则“" in text
    assert "单独升降一级就改变等级的有 1 处" in text


def test_steps_in_as_many_places_are_counted_as_places() -> None:
    rated = case({"a": (3, 3), "b": (3, 3), "c": (1, 3)}, {"V": "no"})
    assert "最少 2 处各升一级即为中" in said((CARD, rated))


@pytest.mark.parametrize("answer", ["yes", "unknown"])
def test_a_veto_in_the_way_is_said(answer: str) -> None:
    rated = case({"a": (1, 1), "b": (4, 4), "c": (3, 4)}, {"V": answer})
    assert "因否决 V，改打分降不到低；解除后还须至少降 1 级" in said((CARD, rated))


def test_an_index_on_an_edge_is_said_to_be_on_it() -> None:
    rated = case({"a": (3, 3), "b": (3, 3), "c": (3, 3)}, {"V": "no"})
    assert "正好在分界 0.36 上" in said((CARD, rated))


def test_what_is_missing_may_still_change_the_level() -> None:
    both = CARD, case({"a": (1, 1), "b": (1, 1)})
    assert open_words(CARD, what_flips(*both), "zh") == "还会改变等级的：未评的指标 c；未答的否决 V。"
    assert "综合指数按最坏情况 0.3280" in said(both)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["g247", "rail", "wharf", "reform"])
def test_a_terminal_gets_at_most_five_lines(name: str, lang: str) -> None:
    both = main_card(), demo(name)
    lines = flips_text(both[0], what_flips(*both), score(*both), lang).splitlines()
    assert 3 <= len(lines) <= 5


def test_without_an_index_there_is_no_distance() -> None:
    bare = remade(CARD, index="none")
    both = bare, case({"a": (1, 1), "b": (4, 4), "c": (3, 3)}, {"V": "no"})
    assert flips_text(bare, what_flips(*both), score(*both), "zh").splitlines()[0] == "什么会改变等级：本表不计指数，由规则定级"
    assert said(both).startswith("1 处升一级即为中（升级规则“two-large”）")
