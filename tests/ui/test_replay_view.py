"""A replay on a page and as worksheets: what is shown adds up."""

from fractions import Fraction

import pytest

from assessment.engine.replay import replay
from assessment.i18n import translator
from assessment.report.csv_file import csv_of
from assessment.report.replay_words import steps_shown
from assessment.service import CountyReplay, ReplayedProject
from assessment.ui.replay_export import sheets
from assessment.ui.replay_view import attribution
from tests.cards import demo, main_card
from tests.strategies import remade

CARD = main_card()


def another():
    """Other weights of two dimensions and another edge of «low»."""
    weights = [d.weight for d in CARD.dimensions]
    moved = [weights[0] + 7, weights[1] - 7, *weights[2:]]
    dimensions = tuple(d.model_copy(update={"weight": w}) for d, w in zip(CARD.dimensions, moved, strict=True))
    return remade(CARD, version="2027.1", dimensions=dimensions, profiles=())


@pytest.mark.parametrize("name", ["g247", "rail", "wharf", "reform"])
def test_the_lines_shown_add_up_to_the_figures_shown(name: str) -> None:
    found = replay(CARD, another(), demo(name))
    assert found.index
    for steps in (found.index, found.worst):
        *lines, whole = steps_shown(translator("zh"), steps)
        assert sum(Fraction(line.change) for line in lines) == Fraction(whole.change)
        assert Fraction(whole.after) - Fraction(whole.before) == Fraction(whole.change)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_worksheets_hold_every_project_and_exact_causes(lang: str) -> None:
    rows = tuple(ReplayedProject(name, name, "镇", replay(CARD, another(), demo(name))) for name in ("g247", "rail"))
    first, causes = sheets(CountyReplay(rows, (), 0), another(), lang)
    assert [line[0] for line in first.rows] == ["g247", "rail"]
    assert all(len(line) == len(first.columns) for line in first.rows)
    for row in rows:
        changes = [line[5] for line in causes.rows if line[0] == row.name and line[1] == causes.rows[0][1]]
        assert sum(changes, Fraction(0)) == row.replay.index_change
    assert csv_of(first).decode("utf-8-sig").count("\n") == 3


def test_one_project_shows_level_figures_and_what_was_lost() -> None:
    shown = attribution(translator("zh"), replay(CARD, another(), demo("g247")), "<新版>", "zh")
    assert "&lt;新版&gt;" in shown and "合计" in shown and "没有带过去：项目类型 公路" in shown
