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


def test_a_place_with_several_findings_of_one_kind_is_named_once():
    places = ["compensation-standard", "compensation-standard", "compensation-standard", "landless-farmer-social-security"]
    (found,) = reviewing.findings(main_card(), [Problem("evidence-missing", path=place) for place in places], "zh")
    assert found.text.endswith("同类共 4 处：LA2、LA4。")


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
    gaps = reviewing.unrated(main_card(), score(main_card(), assessment.model_copy(update={"ratings": less, "figures": {}})))
    assert [(gap.dimension, gap.codes, gap.first) for gap in gaps] == [("public-opinion", ("OP1", "OP3"), "support-rate")]


def test_what_is_wrong_with_a_figure_leads_to_an_indicator_that_asks_for_it():
    place = reviewing.place_of(main_card(), Problem("personal-data", path="agreed-share"))
    assert place == reviewing.Place("rate", {"focus": "compensation-standard"})


def test_findings_about_levels_and_figures_lead_to_their_indicator():
    assessment = demo("g247")
    rating = assessment.ratings["compensation-standard"].model_copy(
        update={"likelihood": 5, "overrides": {"likelihood": "近期有户反悔"}}
    )
    bare = assessment.figures["households-unsigned"].model_copy(update={"source": ""})
    changed = assessment.model_copy(
        update={
            "ratings": {**assessment.ratings, "compensation-standard": rating},
            "figures": {**assessment.figures, "households-unsigned": bare},
        }
    )
    found = {each.key: each for each in reviewing.findings(main_card(), review(main_card(), changed), "zh")}
    assert "近期有户反悔" in found["level-overridden-0"].text
    for key in ("level-overridden-0", "figure-unsourced-0"):
        assert found[key].place == reviewing.Place("rate", {"focus": "compensation-standard"})


def test_a_factor_rated_by_figures_alone_may_lack_evidence():
    assessment = demo("g247")
    ratings = {name: rating for name, rating in assessment.ratings.items() if name != "compensation-standard"}
    less = assessment.model_copy(update={"ratings": ratings})
    gaps = reviewing.without_evidence(main_card(), less, score(main_card(), less))
    assert [gap.codes for gap in gaps] == [("LA2",)]
