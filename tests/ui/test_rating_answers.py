"""What the rating sheet sends back."""

import sqlite3
from contextlib import closing

import pytest

from assessment import service
from assessment.errors import CaseError
from assessment.i18n import sentence
from assessment.model.case import Evidence, Rating
from assessment.ui.rating_answers import Outcome, rating, save, save_all, told

KEY = "compensation-standard"


def words(problem):
    return sentence(problem, "zh")


@pytest.fixture
def give(bench, by_hand):
    """give(kind, key, new, seen, request): one change to a project whose levels are chosen by hand, as the sheet sends it."""

    def given(kind, key, new, seen, request="page-1"):
        change = {"request": request, "project": by_hand, "kind": kind, "key": key, "new": new, "seen": seen}
        return save(service.LOCAL, bench, change, words)

    return given


@pytest.fixture
def stored(bench, by_hand):
    return lambda: service.open_case(service.LOCAL, bench, by_hand).assessment


def test_a_rating_is_saved_and_its_repeat_changes_nothing(give, stored, bench, by_hand):
    seen = stored().ratings[KEY].model_dump(mode="json")
    for _ in range(2):
        assert give("rating", KEY, seen | {"likelihood": 1}, seen) == Outcome("page-1")
    assert stored().ratings[KEY].likelihood == 1
    assert len(service.history(service.LOCAL, bench, by_hand)) == 2  # created, rated


def test_what_somebody_else_changed_is_contested_with_both_values(give, stored):
    seen = stored().ratings[KEY].model_dump(mode="json")
    give("rating", KEY, seen | {"likelihood": 1}, seen, "one")
    outcome = give("rating", KEY, seen | {"likelihood": 5}, seen, "two")
    assert outcome.conflict["stored"]["likelihood"] == 1
    assert outcome.conflict["yours"]["likelihood"] == 5
    assert outcome.conflict["who"] == "本机用户"
    assert stored().ratings[KEY].likelihood == 1


def test_an_empty_day_of_evidence_is_none(give, stored):
    seen = stored().ratings[KEY].model_dump(mode="json")
    item = {"title": "签约统计表", "number": "", "date": "", "kept_at": ""}
    assert not give("rating", KEY, seen | {"evidence": [item]}, seen).error
    assert stored().ratings[KEY].evidence == (Evidence(title="签约统计表"),)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"evidence": [{"title": " ", "number": "1"}]}, "evidence-title-missing"),
        ({"evidence": [{"title": "表", "date": "去年"}]}, "evidence-date-malformed"),
        ({"note": "长" * 5000}, "text-too-long"),
        ({"note": "铃\x07"}, "control-character"),
        ({"evidence": "许多"}, "answer-unreadable"),
        ({"evidence": [3]}, "answer-unreadable"),
        ({"person": "某人"}, "answer-unreadable"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(wrong, code):
    with pytest.raises(CaseError) as refused:
        rating({"likelihood": 1, "consequence": None, "note": "", **wrong})
    assert refused.value.problems[0].code == code


def test_a_persons_number_in_a_note_is_refused_and_the_rating_stays(give, stored):
    before = stored().ratings[KEY]
    seen = before.model_dump(mode="json")
    outcome = give("rating", KEY, seen | {"note": "联系 13800138000"}, seen)
    assert outcome.error
    assert stored().ratings[KEY] == before


def test_clearing_a_rating_leaves_none(give, stored):
    seen = stored().ratings[KEY].model_dump(mode="json")
    assert give("rating", KEY, None, seen) == Outcome("page-1")
    assert KEY not in stored().ratings


def test_a_veto_kept_as_unknown_can_be_answered(give, stored, bench, by_hand):
    service.answer_veto(service.LOCAL, bench, by_hand, "LA2-V1", "unknown", stored().vetoes.get("LA2-V1"))
    assert give("veto", "LA2-V1", "yes", None) == Outcome("page-1")
    assert stored().vetoes["LA2-V1"] == "yes"
    assert give("veto", "LA2-V1", "no", None, "page-2").conflict["stored"] == "yes"


def test_a_project_put_away_refuses_in_a_sentence(give, bench, by_hand):
    service.archive_project(service.LOCAL, bench, by_hand)
    assert give("veto", "LA2-V1", "yes", None).error


def test_a_locked_database_refuses_nothing_and_the_next_attempt_is_saved(bench, by_hand, stored, monkeypatch):
    monkeypatch.setattr("assessment.store.opening.BUSY_SECONDS", 0.1)
    seen = stored().ratings[KEY].model_dump(mode="json")
    second = seen | {"likelihood": 2}

    def attempt(number, known):
        one = {"request": "one", "project": by_hand, "kind": "rating", "key": KEY, "new": second, "seen": seen, "attempt": number}
        two = {**one, "request": "two", "new": seen | {"likelihood": 1}, "seen": second}
        return save_all(service.LOCAL, bench, [one, two], known, words)

    with closing(sqlite3.connect(bench.store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        locked = attempt(1, [])
    assert [each.request for each in locked] == ["one"], "the second was built on the first"
    assert told(locked) == {"acks": [], "conflicts": [], "errors": [], "fault": "数据库正被占用，本次未保存。请稍后重试。"}
    assert attempt(1, locked) == locked, "one attempt waits for the database once"
    assert told(attempt(2, locked))["acks"] == ["one", "two"]
    assert stored().ratings[KEY].likelihood == 1


def test_outcomes_are_told_as_the_sheet_reads_them():
    contested = {"request": "b"}
    assert told([Outcome("a"), Outcome("b", conflict=contested), Outcome("c", error="不行"), Outcome("d", fault="已满")]) == {
        "acks": ["a"],
        "conflicts": [contested],
        "errors": [{"request": "c", "text": "不行"}],
        "fault": "已满",
    }


def test_nothing_sent_is_no_rating():
    assert rating(None) is None
    assert rating({"likelihood": 2}) == Rating(likelihood=2)
