"""A case as the data of the rating sheet."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assessment import service
from assessment.engine.scoring import score
from assessment.library.catalogue import open_folder
from assessment.model.case import FactAnswer, Rating
from assessment.ui import rating_data

CARDS = Path(__file__).resolve().parents[1] / "scorecards"


@pytest.fixture
def case(bench: service.Bench, demo: tuple[str, ...]) -> service.Case:
    """国道G247改建."""
    cases = [service.open_case(service.LOCAL, bench, id) for id in demo]
    return next(case for case in cases if "G247" in case.assessment.project.name)


def indicator(data: dict, code: str) -> dict:
    return next(each for each in data["sheet"]["indicators"] if each["code"] == code)


def test_a_card_asks_with_the_anchors_of_its_sheet(case):
    asked = indicator(rating_data.asked(case, "land-acquisition", "zh"), "LA2")
    assert [row["title"] for row in asked["rows"]] == ["可能性", "影响程度"]
    assert asked["rows"][0]["cells"][2] == {"level": 3, "text": "同意率90%–<95%"}
    assert asked["weight"] == "20"
    assert "暂缓实施" in asked["vetoes"][0]["effect_text"]
    assert asked["vetoes"][0]["cleared_by"] == ["LA2-b"]


def test_what_does_not_apply_names_its_fact_and_asks_nothing(case):
    asked = indicator(rating_data.asked(case, "work-safety", "zh"), "WS5")
    assert not asked["applicable"]
    assert asked["fact"] == {"id": "navigable-water", "title": "涉及通航水域", "answer_text": "否（按项目类型默认）"}
    assert "rows" not in asked


def test_the_notes_of_a_stage_stand_on_the_sheet_only_in_that_stage(case):
    early = case.assessment.model_copy(update={"stage": "approval"})
    filed = service.Case(case.id, early, case.scorecard, case.opened, case.revision, case.changed_at, False)
    assert indicator(rating_data.asked(case, "land-acquisition", "zh"), "LA1")["stage_note"] is None
    assert "报批阶段评估" in rating_data.asked(filed, "land-acquisition", "zh")["project"]["subtitle"]
    assert indicator(rating_data.asked(filed, "land-acquisition", "zh"), "LA1")["stage_note"]


def test_the_data_is_json_in_both_languages(case):
    for language in ("zh", "en"):
        text = json.dumps(
            rating_data.asked(case, "land-acquisition", language)
            | {"answers": rating_data.answered(case.scorecard, case.assessment)},
            ensure_ascii=False,
        )
        assert ("Compensation standard" in text) == (language == "en")


def test_levels_are_called_by_what_sets_them_apart(case):
    assert [level["title"] for level in rating_data.asked(case, "land-acquisition", "zh")["levels"]] == ["低", "中", "高"]
    assert [level["title"] for level in rating_data.asked(case, "land-acquisition", "en")["levels"]] == ["low", "medium", "high"]
    assert [level["tone"] for level in rating_data.asked(case, "land-acquisition", "zh")["levels"]] == ["good", "middle", "bad"]


@pytest.mark.parametrize("folder", sorted(path.name for path in CARDS.iterdir() if (path / "scorecard.yaml").is_file()))
def test_any_scorecard_can_be_asked(folder):
    """Points, matrix, four levels, any number of dimensions."""
    opened = open_folder(CARDS / folder)
    card = opened.usable()
    assessment = next(each.example for each in opened.examples if each.example)
    case = service.Case("x", assessment, card, opened, 1, datetime.now(), False)
    for dimension in card.dimensions:
        data = rating_data.asked(case, dimension.id, "zh")
        axes = data["coefficients"]["axes"]
        for each in data["sheet"]["indicators"]:
            assert not each["applicable"] or [row["axis"] for row in each["rows"]] == axes
            assert all(len(row["cells"]) >= 2 for row in each.get("rows", ()))
    assert rating_data.figures(score(card, assessment)).keys() == {"index", "worst_index", "best_index"}


def test_an_option_says_its_points():
    opened = open_folder(CARDS / "points")
    assessment = next(each.example for each in opened.examples if each.example)
    case = service.Case("x", assessment, opened.usable(), opened, 1, datetime.now(), False)
    texts = [cell["text"] for cell in indicator(rating_data.asked(case, "opinion", "zh"), "OP1")["rows"][0]["cells"]]
    assert texts == ["九成以上（0分）", "七成至九成（15.5分）", "不到七成（40分）"]


def test_answers_keep_the_half_and_the_written(case):
    half = case.assessment.model_copy(update={"ratings": {"funding-sources": Rating(likelihood=2, note="待核")}})
    assert rating_data.answered(case.scorecard, half)["ratings"]["funding-sources"] == {
        "likelihood": 2,
        "consequence": None,
        "option": None,
        "overrides": {},
        "note": "待核",
        "evidence": [],
    }


def test_a_clock_of_another_day_says_which():
    now = datetime.now().astimezone()
    assert rating_data.clock(now, now) == f"{now:%H:%M:%S}"
    assert f"{now - timedelta(days=2):%Y-%m-%d}" in rating_data.clock(now - timedelta(days=2), now)


def test_an_answer_of_the_project_is_not_called_the_types(bench, case):
    answer = FactAnswer(answer="no", reason="示例")
    service.answer_fact(service.LOCAL, bench, case.id, "navigable-water", answer, None)
    again = service.open_case(service.LOCAL, bench, case.id)
    assert indicator(rating_data.asked(again, "work-safety", "zh"), "WS5")["fact"]["answer_text"] == "否"
