"""The scorecards that come with the workbench: each is usable, has the shape its sources promise, and is held by its examples."""

from fractions import Fraction

import pytest

from assessment.engine.scoring import score
from assessment.i18n import line
from assessment.library.catalogue import Catalogue
from assessment.library.examples import filled
from assessment.library.mutation import ENOUGH, mutate
from assessment.library.reading import Opened
from assessment.model.case import WorkedExample
from assessment.model.scorecard import Scorecard
from tests.cards import ROOT

EDITIONS = {opened.usable().id: opened for opened in Catalogue(ROOT / "scorecards").editions}
GROUPS = [  # 发改办投资〔2013〕428号, in its order
    "政策规划和审批程序",
    "土地房屋征收补偿",
    "技术和经济方案",
    "生态环境影响",
    "项目建设管理",
    "当地经济社会影响",
    "质量安全和社会治安",
    "媒体舆论导向",
]


def shipped(name: str) -> Scorecard:
    return EDITIONS[name].usable()


@pytest.mark.parametrize("opened", EDITIONS.values(), ids=EDITIONS)
def test_every_shipped_scorecard_is_usable_and_complete(opened: Opened) -> None:
    card = opened.usable()
    assert opened.problems == ()
    assert all(sheet.lead and sheet.scope and sheet.weight_reason for sheet in card.sheets)
    assert all(i.code and i.question and i.evidence and i.sources for i in card.indicators.values())
    assert all(veto.clearing and veto.sources for _, veto in card.veto.values())
    assert all(rule.title and rule.sources for rule in card.escalations)
    assert card.sources or card.default


@pytest.mark.parametrize("opened", EDITIONS.values(), ids=EDITIONS)
def test_the_examples_of_every_shipped_scorecard_notice_enough(opened: Opened) -> None:
    found = mutate(opened)
    assert found.rate >= ENOUGH, [line(problem, "zh") for problem in found.survivors]


def test_one_scorecard_is_meant_where_none_is_named() -> None:
    assert [name for name in EDITIONS if shipped(name).default] == ["major-project"]
    assert {shipped(name).method for name in EDITIONS} == {"likelihood-consequence", "matrix", "points"}


def test_the_outline_has_its_eight_groups_in_order_and_a_monotone_count_rule() -> None:
    card = shipped("outline-2013")
    assert [card.sheet[dimension.id].title.zh for dimension in card.dimensions] == GROUPS
    assert [(rule.at_least, rule.band, rule.level) for rule in card.escalations] == [
        (2, "major", "high"),
        (5, "large", "high"),
        (1, "major", "medium"),
        (2, "large", "medium"),
    ]


def test_the_matrix_has_the_four_tests_and_no_index() -> None:
    card = shipped("matrix-verbal")
    assert [card.sheet[dimension.id].title.zh for dimension in card.dimensions] == ["合法性", "合理性", "可行性", "可控性"]
    assert card.index == "none"
    assert card.scales and all(step.value is None for step in (*card.scales.likelihood, *card.scales.consequence))


def test_the_points_are_those_of_the_four_tests() -> None:
    card = shipped("points-100")
    assert [dimension.weight for dimension in card.dimensions] == [10, 25, 10, 55]
    maxima = {sheet.id: [indicator.weight for indicator in sheet.indicators] for sheet in card.sheets}
    assert maxima["legality"] == [3, 5, 2]
    assert maxima["reasonableness"] == [2, 2, 6, 4, 3, 4, 4]
    assert maxima["feasibility"] == [3, 4, 3]
    assert (maxima["controllability"][0], sum(maxima["controllability"])) == (35, 55)
    assert card.polarity == "demerit"


def test_the_points_of_residents_opinion_are_share_times_way_times_35() -> None:
    options = shipped("points-100").indicators["opinion"].options or {}
    shares, ways = ("0.2", "0.5", "1"), ("0.3", "0.7", "1")
    products = sorted(Fraction(share) * Fraction(way) * 35 for share in shares for way in ways)
    assert [option.points for option in options.values()] == [0, *products]


@pytest.mark.parametrize("name", ["points-100", "matrix-verbal", "outline-2013", "simple-triage"])
def test_no_row_judges_citizens(name: str) -> None:
    said = shipped(name).model_dump_json()
    assert not [word for word in ("维权人士", "敌对", "恶意炒作", "重点人员", "闹事") if word in said]


def triaged(**given: object) -> tuple[str, str | None]:
    """The level and what decided it, where everything not given is clear."""
    card = shipped("simple-triage")
    example = WorkedExample.model_validate({"base": {"option": 1, "veto": "no"}, **given})
    result = score(card, filled(card, example))
    assert result.determined
    return result.level, result.decided_by


def test_every_criterion_of_the_triage_excludes_by_itself_and_is_named() -> None:
    card = shipped("simple-triage")
    assert [level.id for level in card.levels] == ["simple", "full", "rectify"]
    assert {indicator.id for indicator, _ in card.veto.values()} == set(card.indicators)
    assert triaged()[0] == "simple"
    assert {name: triaged(vetoes={name: "yes"}) for name in card.veto} == {
        name: ("rectify" if name == "N1-V2" else "full", name) for name in card.veto
    }


def test_the_triage_names_the_count_that_decided() -> None:
    close = {"people": {"option": 3}, "opposition": {"option": 3}}
    some = {name: {"option": 2} for name in [*shipped("simple-triage").indicators][:4]}
    assert triaged(ratings=close) == ("full", "two-close")
    assert triaged(ratings=some) == ("full", "four-some")
