"""Every page on scorecards of every kind: other methods, other sizes, other names."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment import service
from assessment.engine.methods import axes
from tests import odd_cards

DAY = "2026-06-01"
SHIPPED = ("outline-2013", "matrix-verbal", "points-100", "simple-triage")
PAGES = ("projects", "project", "rate", "result", "choose", "plan", "work", "compare", "scorecards")
OF_ANOTHER_LEVEL = ("project", "choose")  # these need not name the level as it stands


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


def walk(at: AppTest, seen, id: str, other: str, edition: str, language: str) -> dict[str, str]:
    """What every page shows."""
    shown = {}
    for page in PAGES:
        if page != "projects":
            at.switch_page(f"assessment/ui/pages/{page}.py")
        more = {"compare": {"ids": f"{id},{other}"}, "scorecards": {"part": "rules", "edition": edition}}
        query = {"lang": language, "id": id, **more.get(page, {})}
        for name, value in query.items():
            at.query_params[name] = value
        at.run()
        assert not at.exception, page
        assert not at.error, (page, [each.value for each in at.error])
        shown[page] = seen(at)
    return shown


def every_page_names_the_level(open_app, seen, id: str, other: str, language: str) -> None:
    case = service.open_case(service.LOCAL, service.open_bench(), id)
    level = next(row.summary.level for row in service.list_projects(service.LOCAL, service.open_bench()) if row.id == id)
    word = next(each.title.in_(language) for each in case.scorecard.levels if each.id == level)
    word = word.removesuffix("风险").split()[0]  # the rating sheet leaves out what all levels share
    shown = walk(open_app("projects", lang=language), seen, id, other, case.scorecard.digest[:12], language)
    assert [page for page, text in shown.items() if word not in text and page not in OF_ANOTHER_LEVEL] == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("shape", odd_cards.SHAPES)
def test_every_page_shows_a_card_of_any_shape(open_app, seen, bench, tmp_path: Path, monkeypatch, shape, language):
    odd_cards.write(tmp_path / "cards" / shape, **odd_cards.SHAPES[shape])
    monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(tmp_path / "cards"))
    here = service.open_bench()
    id, other = rated(here, shape, "示例甲"), rated(here, shape, "示例乙", stop=1)
    every_page_names_the_level(open_app, seen, id, other, language)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SHIPPED)
def test_every_page_shows_each_shipped_scorecard_beside_the_others(open_app, seen, bench, name, language):
    id, other = rated(bench, name, "示例甲"), rated(bench, name, "示例乙", stop=1)
    every_page_names_the_level(open_app, seen, id, other, language)
