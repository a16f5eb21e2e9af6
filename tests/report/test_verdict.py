"""The result in words: exact at the edges, honest about what is missing."""

from assessment.engine.scoring import score
from assessment.report.verdict import effect, headline, rules, short
from tests.cards import card, case, demo, escalation, indicator, main_card, veto

TWO = {"land": [indicator("a", 50, [veto("A-V1")]), indicator("b", 50)]}


def said(scorecard, assessment, lang="zh"):
    return headline(scorecard, score(scorecard, assessment), lang)


def rated(a, b, answer="no", **more):
    return said(card(TWO, **more), case({"a": a, "b": b}, {"A-V1": answer}))


def test_an_edge_the_better_level_does_not_own_must_be_undercut():
    assert "降幅超过 0.0600（降到 0.36 以下）即为低" in rated((3, 4), (3, 3))
    assert "正好在分界 0.36 上，须降到 0.36 以下才是低" in rated((3, 3), (3, 3))


def test_an_edge_the_better_level_owns_need_only_be_reached():
    assert "降幅达到 0.1600（降到 0.64 或以下）即为中" in rated((4, 5), (4, 5))


def test_the_best_level_says_how_far_the_next_is():
    assert rated((2, 2), (2, 2)) == "低：综合指数 0.1600，由指数决定；再升 0.2000（升到 0.36）即为中。"


def test_a_fired_veto_is_named_with_what_the_index_alone_gives():
    assert rated((3, 4), (3, 3), "yes") == "高：由否决 A-V1（a）决定，暂缓实施；指数 0.4200 为中。"


def test_an_escalation_is_named():
    text = rated((5, 5), (1, 1), escalations=[escalation("one-major", 1, "major", "high")])
    assert text == "高：由升级规则“one-major”决定；指数 0.5200 为中。"


def test_a_lower_index_is_not_promised_to_help_where_another_rule_holds_the_level():
    text = rated((5, 5), (1, 1), escalations=[escalation("one-major", 1, "major", "medium")])
    assert "升级规则“one-major” 也定为这一级，只降指数不够" in text
    assert "降幅" not in text


def test_while_answers_are_missing_both_cases_stand_and_how_many_are_missing():
    scorecard = card(TWO)
    text = said(scorecard, case({"a": (1, 1)}))
    assert text == "未定：最好 ● 低，最坏 ■ 高；还缺 2 项，暂按最坏情况。"


def test_a_level_no_answer_can_change_is_said_plainly():
    text = said(card(TWO), case({"a": (5, 5)}, {"A-V1": "yes"}))
    assert text == "高：还缺 1 项，无论怎样补答都是这一级；否决 A-V1 已触发，暂缓实施。"


def test_a_line_of_a_terminal_says_the_same_in_a_few_words():
    def line(ratings, answer="no", **more):
        scorecard = card(TWO, **more)
        return short(scorecard, score(scorecard, case(ratings, {"A-V1": answer})), "zh")

    both = {"a": (5, 5), "b": (1, 1)}
    assert line({"a": (2, 2), "b": (2, 2)}) == "● 低：由指数决定"
    assert line(both, "yes") == "■ 高：由否决 A-V1（a）决定，暂缓实施"
    assert line(both, escalations=[escalation("one-major", 1, "major", "high")]) == "■ 高：由升级规则“one-major”决定"
    assert line({"a": (1, 1)}) == "未定：最好 ● 低，最坏 ▲ 中；还缺 1 项，暂按最坏情况"


def test_every_rule_has_its_state_and_one_decided():
    scorecard, assessment = main_card(), demo("rail")
    found = rules(scorecard, score(scorecard, assessment), "zh")
    assert [rule.id for rule in found if rule.decided] == ["LA4-V1"]
    assert len(found) == 1 + len(scorecard.escalations) + len(score(scorecard, assessment).vetoes)
    assert next(rule for rule in found if rule.id == "LA4-V1").state == "fired"


def test_a_veto_to_the_worst_level_gives_it_one_below_gives_at_least_it():
    scorecard = card({"d": [indicator("i", 100, [veto("V1", "high"), veto("V2", "medium")])]})
    assert [effect(scorecard, name, "zh") for name in ("V1", "V2")] == ["综合等级为高", "综合等级不低于中"]
