"""Matrix and heat map: real tables for scales and levels of any number."""

import re
from fractions import Fraction
from html import unescape

import pytest

from assessment.engine.comparison import compared
from assessment.engine.scoring import score
from assessment.library.catalogue import Catalogue
from assessment.ui import grids
from tests.cards import ROOT, card, case, demo, indicator, main_card, scale

EDGES = ("0.125", "0.128", "1")


def test_every_rated_factor_stands_once_in_the_matrix():
    result = score(main_card(), demo("g247"))
    html = grids.risk_matrix(main_card(), result, "zh")
    ranks = [int(n) for cell in re.findall(r'g-ranks">([0-9 ]+)<', html) for n in cell.split()]
    assert sorted(ranks) == list(range(1, 47))
    assert html.count("<td class=") == 25 + 2


def test_a_scale_of_three_by_two_draws_six_cells():
    scales = {"likelihood": scale(["0.3", "0.6", "1"]), "consequence": scale(["0.5", "1"])}
    small = card({"land": [indicator("a", 100)]}, scales=scales)
    html = grids.risk_matrix(small, score(small, case({"a": (2, 1)})), "en")
    assert html.count("<td class=") == 6 + 2
    assert "0.30" in html


def test_names_of_the_data_are_escaped():
    small = card({"land": [indicator("a", 100, title={"zh": "<b>甲</b>", "en": "a"})]})
    assert "<b>甲" not in grids.risk_matrix(small, score(small, case({"a": (2, 1)})), "zh")


@pytest.mark.parametrize(("value", "words"), [("0.36", "≤0.45"), ("0.3599", "<0.36"), ("0.64", "≤0.64"), ("0.6401", ">0.64")])
def test_the_heat_map_breaks_at_the_level_edges(value, words):
    assert grids.shades(main_card())[grids.shade_of(main_card(), Fraction(value))].words == words


@pytest.mark.parametrize("name", ["four-levels", "points", "matrix"])
def test_a_heat_map_of_other_methods_and_levels_has_its_steps(name):
    other = Catalogue(ROOT / "tests" / "scorecards" / name).editions[0].usable()
    steps = grids.shades(other)
    assert len({step.fill for step in steps}) == len(steps)
    assert 0 <= grids.shade_of(other, Fraction(1)) < len(steps)


def test_levels_closer_than_a_hundredth_still_have_steps_that_rise():
    levels = [{**level.model_dump(), "below": None, "up_to": edge} for level, edge in zip(main_card().levels, EDGES, strict=True)]
    narrow = card({"land": [indicator("a", 100)]}, levels=levels)
    assert [step.words for step in grids.shades(narrow)] == ["≤0.04", "≤0.08", "≤0.125", "≤0.128", ">0.128"]
    assert grids.shade_of(narrow, Fraction("0.126")) == 3


def test_a_fired_veto_is_marked_in_its_dimension():
    row = compared("rail", main_card(), demo("rail"))
    html = unescape(grids.heat_map(main_card(), [row], "zh"))
    assert html.count("■ 0.") == 1
    assert "否决 LA4-V1" in html
    assert "权重 24%" in html
