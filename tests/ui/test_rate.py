"""The rating page through the app. What happens in the browser is in tests/browser/test_rating.py."""

import json
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from assessment import service
from assessment.model.case import Edition, Project
from tests.cards import ROOT

SHEET = "rating-sheet"


@pytest.fixture
def g247(by_hand):
    return by_hand


def data(at: AppTest) -> dict:
    """What the sheet was given in this run."""
    assert not at.exception
    return json.loads(next(each.proto.json for each in at.get("bidi_component") if "rating_sheet" in each.proto.component_name))


def change(id: str, key: str, new, seen, request: str) -> dict:
    return {"request": request, "project": id, "kind": "rating", "key": key, "new": new, "seen": seen}


def test_the_address_names_the_sheet(open_app, g247):
    assert data(open_app("rate", id=g247))["current"] == "land-acquisition"
    assert data(open_app("rate", id=g247, dim="funds-management"))["current"] == "funds-management"
    assert data(open_app("rate", id=g247, dim="no-such-sheet"))["current"] == "land-acquisition"


@pytest.mark.parametrize("focus", ["compensation-payment", "LA3-V1"])
def test_an_indicator_in_the_address_opens_its_sheet(open_app, g247, focus):
    given = data(open_app("rate", id=g247, dim="public-order", focus=focus))
    assert (given["current"], given["focus"]) == ("land-acquisition", "compensation-payment")


def test_a_change_is_saved_acknowledged_and_scored(open_app, bench, g247):
    at = open_app("rate", id=g247)
    before = data(at)
    seen = before["answers"]["ratings"]["compensation-standard"]
    at.session_state[SHEET] = {"pending": [change(g247, "compensation-standard", seen | {"likelihood": 1}, seen, "p-1")]}
    at.run()
    after = data(at)
    assert after["server"]["acks"] == ["p-1"]
    assert after["answers"]["ratings"]["compensation-standard"]["likelihood"] == 1
    assert after["server"]["result"]["index"] < before["server"]["result"]["index"]
    assert service.open_case(service.LOCAL, bench, g247).assessment.ratings["compensation-standard"].likelihood == 1


def test_a_change_seen_otherwise_comes_back_contested(open_app, g247):
    at = open_app("rate", id=g247)
    seen = data(at)["answers"]["ratings"]["compensation-standard"]
    stored_already = change(g247, "compensation-standard", seen, seen | {"likelihood": 5}, "p-1")
    not_seen = change(g247, "compensation-standard", seen | {"likelihood": 2}, None, "p-2")
    at.session_state[SHEET] = {"pending": [stored_already, not_seen]}
    at.run()
    server = data(at)["server"]
    assert server["acks"] == ["p-1"]
    assert [each["request"] for each in server["conflicts"]] == ["p-2"]


def test_another_dimension_is_another_address_of_the_page(open_app, g247):
    at = open_app("rate", id=g247)
    token = data(at)["focus_token"]
    at.session_state[SHEET] = {"go": {"dimension": "funds-management", "focus": None}}
    at.run()
    assert at.query_params["dim"] in ("funds-management", ["funds-management"])
    assert data(at)["current"] == "funds-management"
    assert data(at)["focus_token"] != token


def test_a_fact_on_a_card_leads_to_the_facts(open_app, seen, g247):
    at = open_app("rate", id=g247)
    at.session_state[SHEET] = {"go": {"page": "project", "fact": "navigable-water"}}
    at.run()
    assert not at.exception
    assert "筛查事实" in seen(at)


def test_a_project_put_away_can_only_be_read_or_restored(open_app, seen, bench, g247):
    service.archive_project(service.LOCAL, bench, g247)
    at = open_app("rate", id=g247)
    assert "已归档" in seen(at)
    assert not any("rating_sheet" in each.proto.component_name for each in at.get("bidi_component"))
    at.button(key="rate-restore").click().run()
    assert data(at)["current"] == "land-acquisition"


@pytest.mark.parametrize("card", ["points", "matrix", "four-levels"])
def test_any_kind_of_scorecard_is_rated(open_app, bench, monkeypatch, card):
    monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(ROOT / "tests" / "scorecards"))
    project, day = Project(name="示例"), date(2026, 6, 1)
    id = service.create_project(service.LOCAL, service.open_bench(), project, day, wanted=Edition(id=card))
    at = open_app("rate", id=id)
    asked = data(at)["sheet"]["indicators"][0]
    new = {row["axis"]: row["cells"][-1]["level"] for row in asked["rows"]}
    at.session_state[SHEET] = {"pending": [change(id, asked["id"], new | {"note": "", "evidence": []}, None, "p-1")]}
    at.run()
    assert data(at)["server"]["acks"] == ["p-1"]
    assert data(at)["answers"]["ratings"][asked["id"]].items() >= new.items()


def test_the_sheet_speaks_the_language_of_the_address(open_app, g247):
    given = data(open_app("rate", id=g247, lang="en"))
    assert given["lang"] == "en"
    assert given["words"]["saved"].startswith("✓ Saved")
    assert given["sheet"]["indicators"][0]["title"] == "Acquisition procedure complete"
