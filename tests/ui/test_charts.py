"""The bars of a result: what is drawn is what the engine says."""

from fractions import Fraction

import pytest

from assessment.engine.ranking import contribution
from assessment.engine.scoring import score
from assessment.ui import charts
from tests.cards import card, case, demo, indicator, main_card


@pytest.mark.parametrize("name", ["g247", "rail", "wharf", "reform"])
def test_the_contributions_laid_end_to_end_are_the_index(name):
    scorecard = main_card()
    result = score(scorecard, demo(name))
    figure = charts.dimension_bars(scorecard, result, "zh")
    pieces = [trace.x[0] for trace in figure.data[1:]]
    assert sum(pieces) == pytest.approx(float(result.index))
    assert contribution(result.dimensions) == result.index


def test_what_is_not_rated_is_drawn_up_to_the_worst_case():
    scorecard = card({"land": [indicator("a", 50), indicator("b", 50)]})
    result = score(scorecard, case({"a": (3, 3)}))
    known, open_ = charts.dimension_bars(scorecard, result, "zh").data[1:]
    assert open_.marker.pattern.shape == "/"
    assert known.x[0] + open_.x[0] == pytest.approx(float(result.worst_index))


def test_the_level_edges_are_dashed_and_named():
    figure = charts.dimension_bars(main_card(), score(main_card(), demo("g247")), "zh")
    assert [line.x0 for line in figure.layout.shapes] == [0.36, 0.64]
    assert "0.36 低风险▸中风险" in [each.text for each in figure.layout.annotations]


def test_a_figure_fetches_nothing_and_has_no_logo():
    text = charts.dimension_bars(main_card(), score(main_card(), demo("g247")), "en", dark=True).to_json()
    assert "http" not in text
    assert charts.CONFIG["displaylogo"] is False


def test_shares_are_percentages_without_needless_decimals():
    assert charts.percent(Fraction(11, 50)) == "22%"
    assert charts.percent(Fraction(1, 3)) == "33.3%"
