"""Every page on scorecards of every kind: other methods, other sizes, other names."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment import service
from assessment.engine.methods import axes
from tests import odd_cards

DAY = "2026-06-01"
PAGES = ("projects", "project", "rate", "result", "plan", "compare", "scorecards")


def rated(bench: service.Bench, card: str, name: str, stop: int | None = None) -> str:
    """A project on the card: its first indicator at the worst, the others up to `stop` at the best; one measure planned."""
    scorecard = next(each.usable() for each in bench.catalogue().editions if each.usable().id == card)
    ratings = {}
    for number, indicator in enumerate(list(scorecard.indicators.values())[:stop]):
        worst = {axis: max(getattr(indicator, "options" if axis == "option" else axis)) for axis in axes(scorecard)}
        ratings[indicator.id] = dict.fromkeys(worst, 1) if number else worst
    case = {
        "project": {"name": name},
        "date": DAY,
        "scorecard": {"id": card},
        "ratings": ratings,
        "vetoes": dict.fromkeys(scorecard.veto, "no"),
    }
    id = service.import_case(service.LOCAL, bench, odd_cards.text_of(case).encode(), f"{name}.yaml")
    service.choose_measures(service.LOCAL, bench, id, [scorecard.measures[0].id])
    return id


def walk(at: AppTest, seen, id: str, other: str, language: str) -> dict[str, str]:
    """What every page shows."""
    shown = {}
    for page in PAGES:
        if page != "projects":
            at.switch_page(f"assessment/ui/pages/{page}.py")
        more = {"compare": {"ids": f"{id},{other}"}, "scorecards": {"part": "rules"}}
        query = {"lang": language, "id": id, **more.get(page, {})}
        for name, value in query.items():
            at.query_params[name] = value
        at.run()
        assert not at.exception, page
        assert not at.error, (page, [each.value for each in at.error])
        shown[page] = seen(at)
    return shown


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("shape", odd_cards.SHAPES)
def test_every_page_shows_a_card_of_any_shape(open_app, seen, bench, tmp_path: Path, monkeypatch, shape, language):
    odd_cards.write(tmp_path / "cards" / shape, **odd_cards.SHAPES[shape])
    monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(tmp_path / "cards"))
    here = service.open_bench()
    id, other = rated(here, shape, "示例甲"), rated(here, shape, "示例乙", stop=1)
    scorecard = service.open_case(service.LOCAL, here, id).scorecard
    level = next(row.summary.level for row in service.list_projects(service.LOCAL, here) if row.id == id)
    word = next(each.title.in_(language) for each in scorecard.levels if each.id == level)
    shown = walk(open_app("projects", lang=language), seen, id, other, language)
    assert [page for page, text in shown.items() if word not in text and page != "project"] == []
