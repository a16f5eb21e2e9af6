"""The findings of the review as a list: by how grave they are, counted, each leading to its place."""

from typing import Any

import pytest

from assessment import service
from assessment.engine.review import CODES, review, where
from assessment.errors import Problem, Severity
from assessment.i18n import translator
from assessment.library.cases import to_yaml
from assessment.model.case import Evidence, Rating
from assessment.model.measure import MitigationPlan
from assessment.ui import review_view, reviewing, state
from assessment.ui.table import Event
from tests.cards import demo as demo_case
from tests.cards import main_card
from tests.chromium import App
from tests.engine.review.examples import example, examples

ME = service.LOCAL
EXAMPLES = examples()
_ = translator("zh")


def told(*found: tuple[str, str, Severity]) -> list[Problem]:
    return [Problem(code, path=path, severity=severity) for code, path, severity in found]


FOUND = told(
    ("measure-without-office", "LA1-a", "advice"),
    ("measure-without-funding", "LA1-a", "warning"),
    *(("measure-without-body", name, "error") for name in ("LA1-a", "LA1-b", "LA2-a", "LA2-b")),
)


def test_each_severity_has_a_heading_that_counts_its_places_gravest_first():
    rows = list(review_view.rows(_, reviewing.findings(main_card(), FOUND, "zh")))
    heads = [(row.key, row.cells["text"].text) for row in rows if row.tone == "group"]
    assert [key for key, _text in heads] == ["severity-error", "severity-warning", "severity-advice"]
    assert [text.split(" ")[0] for _key, text in heads] == ["4", "1", "1"]
    assert next(row.key for row in rows if row.tone != "group") == "measure-without-body"


def test_the_counts_leave_out_what_there_is_none_of():
    assert review_view.counts(_, FOUND) == "须改正 4，须说明 1，建议 1"
    assert review_view.counts(_, FOUND[:1]) == "建议 1"
    assert review_view.counts(_, ()) == ""


def test_a_finding_in_many_places_leads_to_each_of_them():
    found = reviewing.findings(main_card(), FOUND, "zh")
    asked = [review_view.place_asked(found, Event(action, "measure-without-body")) for action in ("mend", "at:LA2-b")]
    assert asked == [reviewing.Place("plan", {"measure": "LA1-a"}), reviewing.Place("plan", {"measure": "LA2-b"})]
    assert review_view.place_asked(found, Event("mend", "gone")) is None


@pytest.mark.parametrize("code", CODES)
def test_every_finding_leads_to_a_page_that_exists(code: str):
    given = example(EXAMPLES[code]["fails"])
    found = [p for p in review(given.scorecard, given.assessment, given.today) if p.code == code]
    place = reviewing.place_of(given.scorecard, found[0])
    wanted = where(given.scorecard, found[0])
    assert place.page == (wanted if wanted in state.PAGES else "plan")
    known = {**given.scorecard.indicators, **given.scorecard.measure, **given.scorecard.fact}
    assert all(name in known or name.startswith("own-") for name in place.query.values())


def test_what_is_not_chosen_yet_leads_to_its_risk():
    pinned = Problem("aim-pinned-missing", path="LA2-a")
    assert reviewing.place_of(main_card(), pinned) == reviewing.Place("plan", {"indicator": "compensation-standard"})
    assert reviewing.place_of(main_card(), Problem("veto-not-cleared", path="LA4-V1")).query == {
        "indicator": "landless-farmer-social-security"
    }


def test_result_and_plan_list_the_review(open_app: Any, seen: Any, demo: tuple[str, ...]):
    assert "改好才能提交" in seen(open_app("result", id=demo[1]))
    at = open_app("plan", id=demo[1])
    assert [each.label for each in at.expander if each.label.startswith("审查意见")] == [
        "审查意见：须改正 66"
    ]  # 46 risks, the veto, the level, 18 measures that the law asks for


def test_a_case_without_findings_says_so(open_app: Any, seen: Any, bench: service.Bench):
    case = demo_case("g247")
    project = case.project.model_copy(update={"investment": None})  # a figure too
    calm = case.model_copy(update={"plan": MitigationPlan(), "figures": {}, "project": project})
    grounds = {"note": "见台账", "evidence": (Evidence(title="台账"),)}
    ratings = {name: Rating(likelihood=1, consequence=1, **grounds) for name in main_card().indicators}
    ratings["support-rate"] = Rating(likelihood=1, consequence=2, **grounds)  # not all answers alike
    id = service.import_case(ME, bench, to_yaml(calm.model_copy(update={"ratings": ratings})), "calm.yaml")
    assert "审查意见：没有需要处理的问题。" in seen(open_app("plan", id=id))


@pytest.mark.browser
def test_a_click_on_a_finding_opens_the_form_of_its_measure_once(app: App, open_page: Any):
    id = app.project("rail")
    service.choose_measures(ME, app.bench, id, ["LA4-a"])
    tab = open_page("result", id=id)
    tab.locator("tr[data-key='measure-without-funding-0'] a").click()
    tab.get_by_role("dialog").get_by_text("修改措施 LA4-a").wait_for()
    assert "measure=" not in tab.url
    tab.keyboard.press("Escape")
    tab.get_by_role("dialog").wait_for(state="detached")


@pytest.mark.browser
def test_a_click_on_a_lapsed_measure_opens_its_report_at_its_body_once(app: App, open_page: Any):
    id = app.project("rail")
    service.choose_measures(ME, app.bench, id, ["LA4-a", "WS2-c"])
    case = app.case(id)
    planned = next(p for p in case.assessment.plan.measures if p.measure == "WS2-c")
    service.plan_measure(ME, app.bench, id, "WS2-c", planned.model_copy(update={"status": "lapsed"}), planned)
    tab = open_page("result", id=id)
    tab.locator("tr[data-key='measure-lapsed-0'] a").click()
    tab.get_by_role("dialog").get_by_text("报进度：WS2-c").wait_for()
    assert "measure=" not in tab.url and "body=" in tab.url
    tab.keyboard.press("Escape")
    tab.get_by_role("dialog").wait_for(state="detached")
    tab.locator("tr[data-key='WS2-c']").wait_for()
