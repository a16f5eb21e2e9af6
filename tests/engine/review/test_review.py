"""What a reviewer would send back, beyond one failing and one passing example a rule."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from assessment.engine.privacy import personal
from assessment.engine.review import CODES, in_the_way, of_the_plan, review, risks_answered
from assessment.engine.scoring import score
from assessment.errors import Problem
from assessment.model.case import Assessment
from assessment.model.scorecard import Scorecard
from tests.cards import all_suggested, card, case, demo, indicator, main_card, measure, text, veto

CARD = card(
    {"d": [indicator("i", 50, [veto("V", "hold", ["m"])]), indicator("j", 50, applies_when="f")]},
    facts=[{"id": "f", "question": {"zh": "问", "en": "q"}}],
    profiles=[{"id": "p", "title": {"zh": "类", "en": "type"}, "facts": {"f": "no"}}],
    measures=[measure("m", {"indicator": "i", "likelihood": -2}), measure("n", {"indicator": "j", "likelihood": -2})],
)
WHOLE = {"measure": "m", "responsible_body": "示例单位", "due": "2027-01-01", "funding": "县级财政"}
LAWFUL = measure("m", {"indicator": "i", "likelihood": -1})
EVIDENCE = [{"title": "材料"}]


def codes(
    ratings: dict[str, tuple[int | None, int | None]], vetoes: dict[str, str], scorecard: Scorecard = CARD, **more: Any
) -> set[str]:
    return graver(review(scorecard, case(ratings, vetoes, **more)))


def graver(problems: Iterable[Problem]) -> set[str]:
    """Without advice: these small cases leave out all that would only make them better."""
    return {problem.code for problem in problems if problem.severity != "advice"}


def low(**more: Any) -> set[str]:
    return codes({"i": (1, 2), "j": (1, 1)}, {"V": "no"}, **more)


def plan(*measures: dict[str, Any], **accepted: str) -> dict[str, Any]:
    return {"measures": list(measures), "accepted": accepted}


def test_a_finished_case_of_low_risk_has_no_problem() -> None:
    assert low() == set()


def test_a_risk_with_a_measure_or_an_accepted_reason_is_answered() -> None:
    risky = {"i": (2, 3), "j": (2, 3)}
    answered = codes(risky, {"V": "no"}, plan=plan(WHOLE, j="影响小，施工单位自行处理"))
    assert answered == {"rating-without-ground"}


def test_a_fired_veto_with_a_clearing_measure_is_answered() -> None:
    assert codes({"i": (1, 2), "j": (1, 1)}, {"V": "yes"}, plan=plan(WHOLE)) == set()


def test_a_fired_veto_that_leaves_the_target_reached_needs_no_clearing() -> None:
    aimed = card({"d": [indicator("i", 100, [veto("V", "medium")])]}, target="medium")
    assert codes({"i": (1, 2)}, {"V": "yes"}, aimed) == set()
    assert codes({"i": (1, 2)}, {"V": "yes"}, aimed.model_copy(update={"target": "low"})) >= {"veto-not-cleared"}


def test_no_with_reason_and_evidence_or_by_the_profile_is_founded() -> None:
    founded = {"name": "示例", "facts": {"f": {"answer": "no", "reason": "不涉及", "evidence": EVIDENCE}}}
    by_profile = {"name": "示例", "profile": "p", "facts": {"f": "no"}}
    assert low(project=founded) == set()
    assert low(project=by_profile) == set()


def test_identical_answers_are_questioned() -> None:
    many = card({"d": [indicator(f"i{n}", 20) for n in range(5)]})
    same = codes({f"i{n}": (1, 1) for n in range(5)}, {}, many)
    assert same == {"answers-identical"}
    assert codes({f"i{n}": (1, 1 + n % 2) for n in range(5)}, {}, many) == set()


@pytest.mark.parametrize("typed", ["联系 13800001234", "身份证 510722198001011234", "卡号 6222021234567890123"])
def test_numbers_of_persons_are_refused(typed: str) -> None:
    given = case({"i": (1, 2), "j": (1, 1)}, {"V": "no"})
    noted = Assessment.model_validate(
        {
            **given.model_dump(),
            "ratings": {**given.model_dump()["ratings"], "j": {"likelihood": 1, "consequence": 1, "note": typed}},
        }
    )
    assert "personal-data" in {p.code for p in review(CARD, noted)}


@pytest.mark.parametrize("typed", ["212户、未付1260万元", "川府土〔2026〕0123号，20261215", "检测编号 2026-1215-00034567"])
def test_sums_and_document_numbers_are_not_personal_data(typed: str) -> None:
    given = case({"i": (1, 2), "j": (1, 1)}, {"V": "no"})
    rating = given.ratings["j"].model_copy(update={"note": typed})
    assert graver(review(CARD, given.model_copy(update={"ratings": {**given.ratings, "j": rating}}))) == set()


def test_a_number_of_a_person_is_found_wherever_it_was_typed() -> None:
    typed = {
        "project": {
            "name": "路",
            "unit": "联系 13800001234",
            "facts": {"f": {"answer": "no", "reason": "身份证 510722198001011234"}},
        },
        "figures": {"households": "13800001234", "share": "0.13800001234"},
        "ratings": {"i": {"evidence": [{"title": "名单", "kept_at": "联系 13800001234"}]}},
        "plan": {"measures": [{"measure": "m", "proof": "卡号 6222021234567890123"}], "accepted": {"j": "联系 13800001234"}},
    }
    assert [problem.path for problem in personal(Assessment.model_validate(typed))] == [
        "project",
        "f",
        "households",
        "i",
        "j",
        "m",
    ]


SHARE = {"id": "share", "title": text("同意率"), "unit": text("%"), "worse": "lower"}
BY_SHARE = {"likelihood": [{"figure": "share", "levels": {1: {"from": 90}, 2: {"below": 90}}}]}
GRADED = card({"d": [indicator("i", 50, graded_by=BY_SHARE), indicator("j", 50)]}, figures=[SHARE], measures=CARD.measures)
SOURCED = {"value": 92, "date": "2026-06-01", "source": "签约统计表"}


def by_figures(seen: Any, likelihood: int | None = None, **rating: Any) -> set[str]:
    ratings = {"i": {"likelihood": likelihood, "consequence": 2, **rating}, "j": {"likelihood": 1, "consequence": 1}}
    figures = {} if seen is None else {"share": seen}
    data = {"project": {"name": "示例"}, "date": "2026-06-30", "figures": figures, "ratings": ratings}
    return graver(review(GRADED, Assessment.model_validate(data)))


def test_a_figure_with_day_and_source_has_no_problem() -> None:
    assert by_figures(SOURCED) == set()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("figure-unsourced", by_figures(92)),
        ("figure-unsourced", by_figures({**SOURCED, "source": ""})),
        ("figure-after-assessment", by_figures({**SOURCED, "date": "2026-07-01"})),
        ("level-without-figures", by_figures(None, 1)),
        ("level-without-figures", by_figures(None, 1, overrides={"likelihood": "没有数据"})),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_shortcoming_of_figures_is_reported(code: str, found: set[str]) -> None:
    assert found == {code}


def test_the_rules_of_the_plan_leave_out_what_is_mended_elsewhere() -> None:
    given = case({"i": (2, 3), "j": (1, None)}, {"V": "yes"}, plan=plan({"measure": "n"}))
    mended = {problem.code for problem in filter(of_the_plan, review(CARD, given))}
    assert mended >= {"risk-unanswered", "veto-not-cleared", "measure-without-body", "residual-above-target"}
    assert mended.isdisjoint({"indicator-unrated", "rating-half", "fact-unanswered"})


def test_some_codes_alone_are_the_same_findings() -> None:
    given = case({"i": (2, 3), "j": (1, None)}, {"V": "yes"}, plan=plan({"measure": "n"}))
    for code in CODES:
        assert review(CARD, given, codes={code}) == tuple(p for p in review(CARD, given) if p.code == code)


def test_what_is_in_the_way_of_a_plan_asks_neither_who_nor_when() -> None:
    given = case({"i": (2, 3), "j": (1, 1)}, {"V": "no"}, plan=plan({"measure": "m"}))
    assert in_the_way(CARD, given) == ()


def test_the_risks_of_a_case_scored_already_are_those_of_the_review() -> None:
    given = case({"i": (2, 3), "j": (4, 4)}, {"V": "no"}, plan=plan(WHOLE))
    assert [problem.path for problem in risks_answered(CARD, given, score(CARD, given))] == ["j"]


def test_a_lapsed_measure_answers_no_risk() -> None:
    given = codes({"i": (2, 3), "j": (1, 1)}, {"V": "no"}, plan=plan({**WHOLE, "status": "lapsed"}))
    assert {"risk-unanswered", "measure-lapsed"} <= given


def test_a_measure_that_only_clears_a_fired_veto_has_its_effect() -> None:
    told = {p.code for p in review(CARD, case({"i": (1, 2), "j": (1, 1)}, {"V": "yes"}, plan=plan(WHOLE)))}
    assert told.isdisjoint({"measure-without-effect", "measure-adds-nothing"})


def test_what_the_law_asks_for_is_missed_where_it_would_clear_a_veto() -> None:
    lawful = card({"d": [indicator("i", 100, [veto("V", "hold", ["m"])])]}, measures=[{**LAWFUL, "mandatory": True}])
    assert "measure-mandatory-missing" in codes({"i": (1, 2)}, {"V": "yes"}, lawful)
    assert "measure-mandatory-missing" not in codes({"i": (1, 2)}, {"V": "no"}, lawful)


def test_nothing_is_said_of_a_measure_while_its_risk_is_not_rated() -> None:
    told = {p.code for p in review(CARD, case({"j": (1, 1)}, {"V": "no"}, plan=plan(WHOLE)))}
    assert told.isdisjoint({"measure-without-effect", "measure-adds-nothing"})


def test_of_two_measures_that_exclude_each_other_one_finding_is_enough() -> None:
    both = [{**measure(name, {"indicator": "i", "likelihood": -1}), "excludes": [other]} for name, other in ("mn", "nm")]
    exclusive = card({"d": [indicator("i", 100)]}, measures=both)
    told = list(review(exclusive, case({"i": (3, 2)}, plan=plan(WHOLE, {**WHOLE, "measure": "n"}))))
    assert [p.path for p in told if p.code == "measure-excluded-chosen"] == ["m"]


def test_the_calendar_is_asked_only_where_there_is_a_day() -> None:
    started = plan({**WHOLE, "start": "2026-01-01", "due": "2026-02-01"})
    given = case({"i": (2, 2), "j": (1, 1)}, {"V": "no"}, date="2026-06-30", plan=started)
    assert "measure-overdue" not in {p.code for p in review(CARD, given)}
    assert "measure-overdue" in {p.code for p in review(CARD, given, date(2026, 3, 1))}


@pytest.mark.parametrize("name", ["g247", "rail", "wharf", "reform"])
def test_a_demo_with_every_suggested_measure_has_nothing_to_correct(name: str) -> None:
    proposed = all_suggested(main_card(), demo(name))
    dated = tuple(p.model_copy(update={"due": date(2027, 3, 1)}) for p in proposed.plan.measures)
    planned = proposed.model_copy(update={"plan": proposed.plan.model_copy(update={"measures": dated})})
    mandatory = {"measure-mandatory-missing", "measure-requires-missing", "measure-excluded-chosen"}
    assert {p.code for p in review(main_card(), planned) if p.severity == "error"} - mandatory == set()


@pytest.mark.parametrize("name", ["g247", "rail", "wharf", "reform"])
def test_a_demo_rests_on_figures_and_evidence_of_its_days(name: str) -> None:
    told = {p.code for p in review(main_card(), demo(name)) if not of_the_plan(p)}
    assert told <= {"index-near-edge"}
