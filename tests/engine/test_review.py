"""What a reviewer would send back: each rule with a case that fails it and one that passes."""

from typing import Any

import pytest

from assessment.engine.privacy import personal
from assessment.engine.review import review
from assessment.model.case import Assessment
from assessment.model.scorecard import Scorecard
from tests.cards import card, case, indicator, measure, text, veto

CARD = card(
    {"d": [indicator("i", 50, [veto("V", "hold", ["m"])]), indicator("j", 50, applies_when="f")]},
    facts=[{"id": "f", "question": {"zh": "问", "en": "q"}}],
    profiles=[{"id": "p", "title": {"zh": "类", "en": "type"}, "facts": {"f": "no"}}],
    measures=[measure("m", {"indicator": "i", "likelihood": -2}), measure("n", {"indicator": "j", "likelihood": -2})],
)
WHOLE = {"measure": "m", "responsible_body": "示例单位", "due": "2027-01-01"}
EVIDENCE = [{"title": "材料"}]


def codes(
    ratings: dict[str, tuple[int | None, int | None]], vetoes: dict[str, str], scorecard: Scorecard = CARD, **more: Any
) -> set[str]:
    return {problem.code for problem in review(scorecard, case(ratings, vetoes, **more))}


def low(**more: Any) -> set[str]:
    return codes({"i": (1, 2), "j": (1, 1)}, {"V": "no"}, **more)


def plan(*measures: dict[str, Any], **accepted: str) -> dict[str, Any]:
    return {"measures": list(measures), "accepted": accepted}


def test_a_finished_case_of_low_risk_has_no_problem() -> None:
    assert low() == set()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("indicator-unrated", codes({"i": (1, 2)}, {"V": "no"})),
        ("rating-half", codes({"i": (1, 2), "j": (1, None)}, {"V": "no"})),
        ("veto-unanswered", codes({"i": (1, 2), "j": (1, 1)}, {})),
        ("risk-unanswered", codes({"i": (2, 3), "j": (1, 1)}, {"V": "no"})),
        ("veto-not-cleared", codes({"i": (1, 2), "j": (1, 1)}, {"V": "yes"})),
        ("residual-above-target", codes({"i": (5, 5), "j": (5, 5)}, {"V": "no"})),
        ("measure-without-body", low(plan=plan({"measure": "m", "due": "2027-01-01"}))),
        ("measure-without-date", low(plan=plan({"measure": "m", "responsible_body": "示例单位"}))),
        ("measure-dates-reversed", low(plan=plan({**WHOLE, "start": "2027-02-01"}))),
        ("measure-verified-without-proof", low(plan=plan({**WHOLE, "status": "verified"}))),
        ("measure-lapsed", low(plan=plan({**WHOLE, "status": "lapsed"}))),
        ("measure-repeated", low(plan=plan(WHOLE, WHOLE))),
        ("fact-unfounded", low(project={"name": "示例", "facts": {"f": "no"}})),
        ("fact-unfounded", low(project={"name": "示例", "facts": {"f": {"answer": "no", "reason": "不涉及"}}})),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_shortcoming_is_reported(code: str, found: set[str]) -> None:
    assert code in found


def test_a_risk_with_a_measure_or_an_accepted_reason_is_answered() -> None:
    risky = {"i": (2, 3), "j": (2, 3)}
    assert codes(risky, {"V": "no"}, plan=plan(WHOLE, j="影响小，施工单位自行处理")) == set()


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
    assert review(CARD, given.model_copy(update={"ratings": {**given.ratings, "j": rating}})) == ()


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
    return {problem.code for problem in review(GRADED, Assessment.model_validate(data))}


def test_a_figure_with_day_and_source_has_no_problem() -> None:
    assert by_figures(SOURCED) == set()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("figure-unsourced", by_figures(92)),
        ("figure-unsourced", by_figures({**SOURCED, "source": ""})),
        ("figure-after-assessment", by_figures({**SOURCED, "date": "2026-07-01"})),
        ("level-overridden", by_figures(SOURCED, 2, overrides={"likelihood": "十户书面撤回"})),
        ("level-without-figures", by_figures(None, 1)),
        ("level-without-figures", by_figures(None, 1, overrides={"likelihood": "没有数据"})),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_shortcoming_of_figures_is_reported(code: str, found: set[str]) -> None:
    assert found == {code}
