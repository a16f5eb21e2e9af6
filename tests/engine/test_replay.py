"""Replay: the causes of a change add up to it exactly, and each stands for what it says."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings

from assessment.engine.carrying import Lost, carried
from assessment.engine.fitting import misfits
from assessment.engine.grading import without_repeats
from assessment.engine.replay import Replay, replay
from assessment.model.case import Assessment
from assessment.model.scorecard import Scorecard
from tests.cards import BANDS, card, case, demo, escalation, indicator, main_card, scale, text, veto
from tests.strategies import edition_pairs, scored_cases

Trial = tuple[Scorecard, Scorecard, Assessment]
SHEETS = {"land": [indicator("pay", 60), indicator("graves", 40)], "safety": [indicator("dust", 100)]}
RATED = case({"pay": (5, 4), "graves": (1, 1), "dust": (2, 2)})  # degrees 4/5, 1/25, 4/25


@settings(max_examples=1_000, deadline=None)
@given(edition_pairs())
def test_the_causes_add_up_to_the_whole_exactly(trial: Trial) -> None:
    a, b, assessment = trial
    found = replay(a, b, assessment)
    if found.index_change is not None:
        assert sum((step.change for step in found.index), Fraction(0)) == found.index_change
    if found.worst_change is not None:
        assert sum((step.change for step in found.worst), Fraction(0)) == found.worst_change
    ranks = b.level_rank[found.after.level] - a.level_rank[found.before.level]
    if list(a.level_rank) == list(b.level_rank):
        assert sum(step.change for step in found.level) == ranks
    for steps in (found.index, found.worst, found.level):
        assert all(one.after == two.before for one, two in pairwise(steps))
        causes = [cause for step in steps for cause in step.causes]
        assert len(causes) == len(set(causes))


@settings(max_examples=200, deadline=None)
@given(edition_pairs())
def test_what_is_carried_over_fits_and_nothing_else_is_lost(trial: Trial) -> None:
    _, b, assessment = trial
    moved, lost = carried(b, assessment)
    assert list(misfits(b, without_repeats(b, moved))) == []
    gives_way = "override-unreasoned"  # a level against the figures is not lost: they come first
    assert bool(lost) == any(code != gives_way for code, _, _ in misfits(b, assessment))


@settings(max_examples=200, deadline=None)
@given(scored_cases())
def test_the_same_edition_changes_nothing(trial: tuple[Scorecard, Assessment]) -> None:
    a, assessment = trial
    found = replay(a, a, assessment)
    assert (found.index, found.worst, found.level, found.lost, found.level_changed) == ((), (), (), (), False)


def causes(found: Replay, line: str = "index") -> dict[str, Any]:
    return {"+".join(step.causes): step.change for step in getattr(found, line)}


def moved(
    sheets: dict[str, Any] = SHEETS, rated: Assessment = RATED, before: dict[str, Any] | None = None, **more: Any
) -> Replay:
    """RATED, from the card of SHEETS (with `before`) to the card of `sheets` with `more`."""
    return replay(card(SHEETS, **(before or {})), card(sheets, **more), rated)


def test_a_weight_moved_within_a_sheet() -> None:
    found = moved({**SHEETS, "land": [indicator("pay", 50), indicator("graves", 50)]})
    # land is half of the whole: ½·(60 − 50)/100·(4/5 − 1/25)
    assert causes(found) == {"weights": Fraction(-19, 500)}


def test_an_interval_moved() -> None:
    share = {"id": "share", "title": text("同意率"), "unit": text("%"), "worse": "lower"}

    def edition(edge: int) -> Scorecard:
        rule = {"figure": "share", "levels": {1: {"from": edge}, 4: {"below": edge}}}
        pay = indicator("pay", 100, graded_by={"likelihood": [rule]})
        return card({"land": [pay]}, figures=[share])

    rated = case({"pay": (None, 5)}, figures={"share": 92})
    found = replay(edition(90), edition(95), rated)
    assert causes(found) == {"grading": Fraction(4, 5) - Fraction(1, 5)}
    assert (found.before.level, found.after.level) == ("low", "high")


def test_a_weight_moved_between_dimensions() -> None:
    assert causes(moved(weights=[60, 40])) == {"dimensions": Fraction(1, 10) * (Fraction(62, 125) - Fraction(4, 25))}


def test_a_value_of_the_scale() -> None:
    scales = {"likelihood": scale(["0.2", "0.4", "0.6", "0.8", "0.9"]), "consequence": scale(["0.2", "0.4", "0.6", "0.8", "1"])}
    # pay is 30 in 100 of the whole: 0.3·0.8·(0.9 − 1)
    assert causes(moved(scales=scales)) == {"values": Fraction(-24, 1000)}


def test_a_dropped_indicator_leaves_its_share_to_the_others() -> None:
    found = moved({**SHEETS, "land": [indicator("pay", 60)]})
    assert causes(found) == {"dropped": Fraction(1, 2) * (Fraction(4, 5) - Fraction(62, 125))}
    assert found.lost == (Lost("rating", "graves"),)


def test_a_new_indicator_is_not_rated_and_takes_its_share() -> None:
    found = moved({**SHEETS, "safety": [indicator("dust", 50), indicator("noise", 50)]})
    before = Fraction(41, 125)  # ½·62/125 + ½·4/25
    on_answered = (Fraction(1, 2) * Fraction(62, 125) + Fraction(1, 4) * Fraction(4, 25)) / Fraction(3, 4)
    assert causes(found)["added"] + causes(found)["weights"] == on_answered - before
    # in the worst case noise is at its highest: 1
    assert sum(causes(found, "worst").values()) == Fraction(1, 4) * (1 - Fraction(4, 25))


def test_a_fact_that_now_takes_an_indicator_out() -> None:
    road = {"id": "road", "title": text("公路")}
    bound = {**SHEETS, "land": [indicator("pay", 60, applies_when="homes"), indicator("graves", 40)]}
    facts = [{"id": "homes", "question": text("拆迁？")}]
    a = card(bound, facts=facts, profiles=[{**road, "facts": {"homes": "yes"}}])
    b = card(bound, facts=facts, profiles=[{**road, "facts": {"homes": "no"}}])
    rated = case({"pay": (5, 4), "graves": (1, 1), "dust": (2, 2)}, project={"name": "路", "profile": "road"})
    assert causes(replay(a, b, rated)) == {"facts": Fraction(1, 2) * (Fraction(1, 25) - Fraction(62, 125))}
    assert causes(replay(b, a, rated)) == {"facts": Fraction(1, 2) * (Fraction(62, 125) - Fraction(1, 25))}


def test_causes_without_a_figure_between_them_stand_together() -> None:
    """Once pay is dropped nothing is answered, until the fact that kept graves out is gone."""
    bound = {"land": [indicator("pay", 60), indicator("graves", 40, applies_when="graves-found")]}
    facts = [{"id": "graves-found", "question": text("迁坟？")}]
    road = {"id": "road", "title": text("公路"), "facts": {"graves-found": "no"}}
    rated = case({"pay": (5, 4), "graves": (1, 1)}, project={"name": "路", "profile": "road"})
    b = card({"land": [indicator("graves", 100)]}, profiles=[{**road, "facts": {}}])
    found = replay(card(bound, facts=facts, profiles=[road]), b, rated)
    assert causes(found) == {"dropped+weights+facts": Fraction(1, 25) - Fraction(4, 5)}


def test_a_level_that_lost_its_place_is_not_rated_any_more() -> None:
    scales = {"likelihood": scale(["0.2", "0.4", "0.6", "0.8"]), "consequence": scale(["0.2", "0.4", "0.6", "0.8", "1"])}
    found = moved(scales=scales)
    assert found.lost == (Lost("level", "pay"),)
    assert found.after.unrated == ("pay",)
    assert list(causes(found)) == ["values"]


class TestLevel:
    def test_by_its_edges(self) -> None:
        levels = [{"id": "low", "title": text("低"), "below": "0.3"}, {"id": "medium", "title": text("中"), "up_to": "0.64"},
                  {"id": "high", "title": text("高"), "up_to": "1"}]  # fmt: skip
        found = moved(levels=levels)
        assert (found.before.level, found.after.level) == ("low", "medium")
        assert causes(found, "level") == {"level-edges": 1}
        assert found.index == ()

    def test_by_the_edges_of_bands(self) -> None:
        rules = {"escalations": [escalation("any-major", 1, "major", "medium")]}
        narrow = [(name, "0.85" if name == "large" else edge) for name, edge in BANDS]
        bands = [{"id": name, "title": text(name), "up_to": edge} for name, edge in narrow]
        assert causes(moved(before=rules, bands=bands, **rules), "level") == {"band-edges": -1}

    def test_by_an_escalation(self) -> None:
        assert causes(moved(escalations=[escalation("any-major", 1, "major", "high")]), "level") == {"escalations": 2}

    def test_by_a_veto_that_nobody_has_answered_yet(self) -> None:
        found = moved({**SHEETS, "safety": [indicator("dust", 100, [veto("V1")])]})
        assert causes(found, "level") == {"vetoes": 2}
        assert found.level_changed and found.after.hold

    def test_by_the_index(self) -> None:
        assert causes(moved(weights=[90, 10]), "level") == {"index": 1}

    def test_rules_over_bands_that_only_one_edition_has_stand_with_the_bands(self) -> None:
        bands = [{"id": "light", "title": text("轻"), "up_to": "0.9"}, {"id": "heavy", "title": text("重"), "up_to": "1"}]
        found = moved(
            before={"escalations": [escalation("any-major", 1, "major", "high")]},
            bands=bands,
            escalations=[escalation("any-heavy", 1, "heavy", "medium")],
            answer_from="light",
        )
        assert causes(found, "level") == {"band-edges+escalations": -2}

    def test_another_set_of_levels_has_no_ranks_in_common(self) -> None:
        levels = [{"id": "fine", "title": text("好"), "up_to": "0.5"}, {"id": "poor", "title": text("差"), "up_to": "1"}]
        assert causes(moved(levels=levels, target="fine"), "level") == {"levels": 0}


@pytest.mark.parametrize("name", ["g247", "rail", "wharf", "reform"])
def test_the_demo_projects_under_the_edition_in_force(name: str) -> None:
    assert replay(main_card(), main_card(), demo(name)).index == ()
