"""The review's findings as rows, each with the page that mends it."""

from assessment.engine.review import review
from assessment.engine.scoring import score
from assessment.errors import Problem
from assessment.ui import reviewing
from tests.cards import demo, main_card


def test_many_findings_of_one_kind_share_a_row_that_names_places():
    found = reviewing.findings(main_card(), review(main_card(), demo("g247")), "zh")
    together = next(each for each in found if each.key == "risk-unanswered")
    assert "LA1、LA2" in together.text
    assert together.place.page == "plan"


def test_errors_come_before_warnings():
    mild, grave = Problem("measure-lapsed", path="LA4-a", severity="warning"), Problem("personal-data", path="support-rate")
    found = reviewing.findings(main_card(), [mild, grave], "zh")
    assert [each.severity for each in found] == ["error", "warning"]
    assert found[0].place == reviewing.Place("rate", {"focus": "support-rate"})


def test_facts_are_named_by_their_titles():
    problem = Problem("fact-unfounded", values={"fact": "navigable-water"})
    assert "通航水域" in reviewing.worded(main_card(), problem, "zh")


def test_a_persons_number_in_the_heading_leads_to_the_project():
    assert reviewing.place_of(main_card(), Problem("personal-data", path="project")) == reviewing.Place("project", {})


def test_what_is_missing_is_gathered_by_dimension():
    assessment = demo("g247")
    less = {name: rating for name, rating in assessment.ratings.items() if name not in ("support-rate", "media-sentiment")}
    gaps = reviewing.unrated(main_card(), score(main_card(), assessment.model_copy(update={"ratings": less})))
    assert [(gap.dimension, gap.codes, gap.first) for gap in gaps] == [("public-opinion", ("OP1", "OP3"), "support-rate")]
