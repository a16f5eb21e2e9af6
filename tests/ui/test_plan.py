"""The plan page: what it computes of a case, and its buttons."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from assessment import service
from assessment.engine.methods import axes
from assessment.engine.mitigation import residual, safest_first
from assessment.engine.planning import gains
from assessment.engine.remaining import remaining
from assessment.engine.review import review
from assessment.engine.scoring import score
from assessment.errors import CaseError
from assessment.i18n import translator
from assessment.model.case import Assessment, Project, Rating
from assessment.model.measure import Effect, PlannedMeasure
from assessment.model.scorecard import Scorecard
from assessment.ui.plan_bar import distance, scale, sentences
from assessment.ui.plan_figures import Figures, figures
from assessment.ui.plan_forms import built
from assessment.ui.plan_rows import Page, chosen_rows, risk_rows
from assessment.ui.plan_sheet import summary_table
from tests.cards import ROOT, card, case, escalation, indicator, main_card, text
from tests.cards import demo as demo_case
from tests.chromium import App

CARDS = Path(__file__).resolve().parents[1] / "scorecards"
ME = service.LOCAL
ROAD, RAIL = 0, 1  # places of the demo projects in their list of files


def with_plan(assessment: Assessment, *measures: PlannedMeasure) -> Assessment:
    return assessment.model_copy(update={"plan": assessment.plan.model_copy(update={"measures": measures})})


def chosen(*names: str, **more: object) -> tuple[PlannedMeasure, ...]:
    return tuple(PlannedMeasure(measure=name, **more) for name in names)


def seen_of(card: Scorecard, assessment: Assessment) -> Figures:
    results = (residual(card, assessment, counting) for counting in ("planned", "verified"))
    return figures(card, assessment, score(card, assessment), *results)


OWN = PlannedMeasure(
    measure="own-1",
    text="县财政局先行垫付",
    effects=(Effect(indicator="compensation-payment", likelihood=-1), Effect(indicator="support-rate", consequence=-1)),
    reason="垫付后到位率100%",
)


def test_a_lapsed_measure_counts_as_one_not_chosen():
    card, assessment = main_card(), demo_case("g247")
    lapsed = with_plan(assessment, *chosen("LA3-a", status="lapsed"))
    facts = seen_of(card, lapsed)
    choice = next(c for r in facts.risks if r.before.id == "compensation-payment" for c in r.choices if c.measure == "LA3-a")
    assert not choice.counts
    assert choice.gain == gains(card, assessment, residual(card, assessment))["LA3-a"] > 0
    assert (facts.chosen, facts.cost) == (0, 0)
    assert "LA3-a" not in facts.suggested


def test_risks_come_by_contribution_and_say_which_are_open():
    card, assessment = main_card(), demo_case("g247")
    accepted = assessment.plan.model_copy(update={"measures": chosen("LA2-a"), "accepted": {"compensation-payment": "理由"}})
    facts = seen_of(card, assessment.model_copy(update={"plan": accepted}))
    shares = [risk.before.contribution for risk in facts.risks if risk.before.answered]
    assert shares == sorted(shares, reverse=True)
    assert {"compensation-standard", "compensation-payment"}.isdisjoint(risk.before.id for risk in facts.open)
    assert len(facts.open) == len(facts.due) - 2


def test_a_fired_veto_is_cleared_in_fact_only_when_its_measure_is_verified():
    card, assessment = main_card(), demo_case("rail")
    states = []
    for plan in ((), chosen("LA4-a"), chosen("LA4-a", status="done"), chosen("LA4-a", status="verified", proof="审核意见")):
        veto = seen_of(card, with_plan(assessment, *plan)).vetoes[0]
        assert [choice.measure for choice in veto.choices] == ["LA4-a"]
        states.append((veto.expected, veto.now))
    assert states == [(False, False), (True, False), (True, False), (True, True)]


def test_the_distance_says_which_side_of_the_edge_and_when_it_is_exactly_on_it():
    card, _ = main_card(), translator("zh")
    result = score(card, demo_case("g247"))
    said = [distance(_, "zh", card, replace(result, worst_index=Fraction(n, 100))) for n in (35, 36, 37)]
    assert said == [("比分界 0.36 低", "0.0100"), ("正好在分界 0.36 上", "须再低"), ("比分界 0.36 高", "0.0100")]


@pytest.mark.parametrize(("index", "promise"), [("weighted", True), ("none", False)])
def test_a_lower_index_is_spoken_of_only_where_there_is_one(index: str, promise: bool):
    values = {"general": "0.2", "major": "1"}
    plain = card(
        {"d": [indicator("i", 50), indicator("j", 50)]},
        method="matrix",
        index=index,
        bands=[{"id": name, "title": text(name), "value": value} for name, value in values.items()],
        matrix={n: ["general"] * 4 + ["major"] for n in range(1, 6)},
        escalations=[escalation("any-major", 1, "major", "high")],
    )
    assessment = case({"i": (1, 5), "j": (1, 1)})
    result = score(plain, assessment)
    (said,) = sentences(translator("zh"), "zh", plain, result, result, seen_of(plain, assessment))
    assert ("只降指数不够" in said[1]) == promise


def test_a_zone_too_narrow_for_its_name_has_the_mark_alone():
    levels = [{"id": name, "title": text(name), "up_to": edge} for name, edge in (("simple", "0.9"), ("full", "1"))]
    narrow = card({"d": [indicator("i", 100)]}, levels=levels, target="full")
    drawn = scale_of(narrow, {"i": (1, 1)})
    assert ">●<i> simple</i></span>" in drawn
    assert 'title="full">■</span>' in drawn


def test_the_scale_has_what_remains_if_nothing_more_is_done():
    drawn = scale_of(card({"d": [indicator("i", 100)]}), {"i": (2, 2)})
    assert [re.search(f'name {kind}">([^<]+)', drawn)[1] for kind in ("initial", "expected", "now", "lasting")] == [
        "初始", "预期", "目前", "到此为止",
    ]  # fmt: skip


def scale_of(scorecard, ratings) -> str:
    result = score(scorecard, case(ratings))
    return scale(translator("zh"), "zh", scorecard, result, remaining(scorecard, case(ratings)))


def test_a_verified_measure_needs_proof_and_dates_in_order():
    whole = {"measure": "LA4-a", "status": "verified", "proof": "预存凭证", "start": date(2027, 1, 2), "due": date(2027, 1, 2)}
    assert built(whole).proof == "预存凭证"
    for change, code in (
        ({"proof": " "}, "measure-verified-without-proof"),
        ({"due": date(2027, 1, 1)}, "measure-dates-reversed"),
        ({"cost": "三"}, "not-a-number"),
        ({"text": ""}, "text-empty"),
    ):
        with pytest.raises(CaseError) as error:
            built(whole | change)
        assert error.value.problems[0].code == code


def test_own_measures_stand_apart_on_the_page_and_in_the_workbook():
    card, assessment = main_card(), with_plan(demo_case("rail"), OWN, *chosen("LA4-a", office="科长", funding="县级财政"))
    page, facts = Page(translator("zh"), "zh", card, assessment, True), seen_of(card, assessment)
    keys = [row.key for row in chosen_rows(page, facts, date(2027, 1, 1))]
    assert keys == ["group-0", "LA4-a", "group-1", "own-1", "total"]
    (own,) = (row for row in risk_rows(page, facts.risks, ()) if row.key == "compensation-payment/own-1")
    assert own.cells["measure"].badge.word == "自拟措施"
    book = load_workbook(BytesIO(summary_table(page)))
    assert [[cell.value for cell in row][-3:] for row in book.active.iter_rows(min_row=3)] == [
        ["县级财政", "科长", "打分表"],
        [None, None, "自拟措施"],
    ]
    assert [cell.value for cell in book["自拟措施"][3]][4:] == ["垫付后到位率100%", "否"]


def test_the_summary_table_opens_in_excel_with_body_time_and_state():
    card = main_card()
    plan = chosen("LA4-a", start=date(2026, 12, 15), due=date(2027, 1, 24), responsible_body="=县人社局")
    page = Page(translator("zh"), "zh", card, with_plan(demo_case("rail"), *plan), True)
    sheet = load_workbook(BytesIO(summary_table(page))).active
    note, head, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert "示例数据" in note[0]
    assert head[2:7] == ["风险因素", "主要防范、化解措施", "实施时间和要求", "责任主体", "协助单位"]
    assert row[2] == "LA4 被征地农民社会保障"
    assert row[4:6] == ["2026-12-15 至 2027-01-24", "=县人社局"]
    assert row[7:9] == [8, "未开始"]
    assert sheet["F3"].data_type == "s"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_row_has_its_own_key(language: str):
    card, assessment = main_card(), with_plan(demo_case("rail"), *chosen("LA4-a", "LA3-a"), OWN)
    page, facts = Page(translator(language), language, card, assessment, True), seen_of(card, assessment)
    keys = [row.key for row in risk_rows(page, facts.risks, facts.vetoes)]
    assert len(keys) == len(set(keys))
    assert {"LA4-V1/LA4-a", "landless-farmer-social-security/LA4-a", "support-rate/own-1"} <= set(keys)
    assert [row.key for row in chosen_rows(page, facts, date(2027, 1, 1))][-1] == "total"


# The page


def test_all_suggested_measures_are_chosen_and_taken_back_as_one_action(open_app, seen, bench, demo):
    at = open_app("plan", id=demo[ROAD])
    assert "还没有 45" in seen(at)
    at.button(key="plan-suggested").click().run()
    case = service.open_case(ME, bench, demo[ROAD])
    assert "还没有 0" in seen(at)
    assert len(case.assessment.plan.measures) == 73
    assert all(planned.due and planned.responsible_body for planned in case.assessment.plan.measures)
    at.button(key="plan-undo").click().run()
    assert "已撤销" in seen(at)
    assert not service.open_case(ME, bench, demo[ROAD]).assessment.plan.measures
    assert not at.exception


def test_a_figure_taken_back_is_named(open_app, seen, bench, demo):
    before = service.open_case(ME, bench, demo[ROAD]).assessment.figures["agreed-share"]
    after = before.model_copy(update={"value": before.value - 1})
    service.enter_figure(ME, bench, demo[ROAD], "agreed-share", after, before)
    at = open_app("plan", id=demo[ROAD])
    at.button(key="plan-undo").click().run()
    assert "已撤销：数据 同意率。" in seen(at)
    assert service.open_case(ME, bench, demo[ROAD]).assessment.figures["agreed-share"] == before


def test_the_next_risk_without_a_measure_is_shown_alone(open_app, seen, bench, demo):
    at = open_app("plan", id=demo[ROAD])
    for wanted in ("compensation-standard", "compensation-payment"):
        at.button(key="plan-next").click().run()
        assert at.query_params["indicator"] in (wanted, [wanted])
    assert "只看 LA3" in seen(at)
    at.button(key="plan-all").click().run()
    assert "只看 LA3" not in seen(at)


def test_the_bar_says_that_a_fired_veto_stands_until_proof_is_verified(open_app, seen, bench, demo):
    id = demo[RAIL]
    assert "还没有能解除它的措施" in seen(open_app("plan", id=id))
    service.choose_measures(ME, bench, id, ["LA4-a"])
    assert "佐证核实之前仍然有效" in seen(open_app("plan", id=id))
    planned = service.open_case(ME, bench, id).assessment.plan.measures[0]
    service.plan_measure(ME, bench, id, "LA4-a", planned.model_copy(update={"status": "verified", "proof": "审核意见"}), planned)
    assert "目前已解除" in seen(open_app("plan", id=id))


def test_an_archived_project_can_only_be_looked_at(open_app, bench, demo):
    service.archive_project(ME, bench, demo[ROAD])
    at = open_app("plan", id=demo[ROAD])
    assert at.button(key="plan-suggested").disabled
    assert at.button(key="plan-undo").disabled


def worst_ratings(card: Scorecard) -> dict[str, Rating]:
    """Every indicator at its riskiest, so that the plan has something to do."""
    rows = {name: {axis: safest_first(card, asked, axis)[-1] for axis in axes(card)} for name, asked in card.indicators.items()}
    return {name: Rating(**levels) for name, levels in rows.items()}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("folder", sorted(path.name for path in CARDS.iterdir() if path.is_dir()))
def test_every_kind_of_scorecard_can_be_planned(open_app, seen, bench, monkeypatch, folder: str, language: str):
    monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(CARDS / folder))
    bench = service.open_bench()
    card = bench.catalogue().editions[0].usable()
    id = service.create_project(ME, bench, Project(name=folder), card.in_force.from_)
    for name, rating in worst_ratings(card).items():
        service.rate(ME, bench, id, name, rating, None)
    for veto in card.veto:
        service.answer_veto(ME, bench, id, veto, "yes", None)
    at = open_app("plan", id=id, lang=language)
    at.button(key="plan-suggested").click().run()
    assert not at.exception
    assert not at.error
    assert service.open_case(ME, bench, id).assessment.plan.measures
    assert all(measure.text.in_(language) in seen(at) for measure in card.measures)


# In a browser: ticks and dialogs, which AppTest does not see


@pytest.fixture
def rail(app: App) -> str:
    file = ROOT / "data" / "demo" / "rail.yaml"
    id = service.import_case(ME, app.bench, file.read_bytes(), file.name)
    return service.copy_project(ME, app.bench, id, f"铁路 {id}")


def saved(tab: Any, app: App, id: str, wanted: Callable[[dict[str, PlannedMeasure]], bool]) -> dict[str, PlannedMeasure]:
    """The plan once it is as `wanted`."""
    for _ in range(200):
        plan = {planned.measure: planned for planned in app.case(id).assessment.plan.measures}
        if wanted(plan):
            return plan
        tab.wait_for_timeout(50)
    raise AssertionError(plan)


def form_of(tab: Any, row: str, button: str) -> Any:
    tab.locator(f"tr[data-key='{row}'] button:has-text('{button}')").click()
    return tab.get_by_role("dialog")


@pytest.mark.browser
def test_a_tick_chooses_and_the_proof_makes_it_count_now(app: App, open_page: Any, rail: str):
    tab = open_page("plan", id=rail)
    tab.locator("tr[data-key='LA4-V1/LA4-a'] input").click()
    saved(tab, app, rail, lambda plan: "LA4-a" in plan)
    form = form_of(tab, "LA4-a", "修改")
    form.get_by_role("combobox", name="状态").click()
    tab.get_by_role("option", name="✓ 已核实").click()
    form.get_by_role("textbox", name="负责岗位").fill("社保科科长")
    form.get_by_role("combobox", name="资金来源").fill("省级补助")
    tab.keyboard.press("Enter")
    form.get_by_role("button", name="保存").click()
    form.get_by_text("没有写佐证").wait_for()
    form.get_by_role("textbox", name="佐证").fill("审核意见，示例-LA4-09，县人社局")
    form.get_by_role("button", name="保存").click()
    tab.get_by_text("目前已解除").first.wait_for()
    planned = saved(tab, app, rail, lambda plan: plan["LA4-a"].status == "verified")["LA4-a"]
    assert planned.proof.startswith("审核意见")
    assert (planned.office, planned.funding) == ("社保科科长", "省级补助")


@pytest.mark.browser
def test_two_people_at_one_measure_see_both_versions(app: App, open_page: Any, rail: str):
    service.choose_measures(ME, app.bench, rail, ["LA4-a"])
    tab = open_page("plan", id=rail)
    form = form_of(tab, "LA4-a", "修改")
    form.get_by_role("textbox", name="责任单位").fill("县财政局")
    stored = app.case(rail).assessment.plan.measures[0]
    service.plan_measure(ME, app.bench, rail, "LA4-a", stored.model_copy(update={"responsible_body": "县人社局"}), stored)
    form.get_by_role("button", name="保存").click()
    form.get_by_role("cell", name="县人社局").wait_for()
    form.get_by_role("button", name="保留我的").click()
    assert saved(tab, app, rail, lambda plan: plan["LA4-a"].responsible_body == "县财政局")


@pytest.mark.browser
def test_a_tick_taken_away_from_what_somebody_changed_is_refused(app: App, open_page: Any, rail: str):
    service.choose_measures(ME, app.bench, rail, ["LA4-a"])
    tab = open_page("plan", id=rail)
    box = tab.locator("tr[data-key='LA4-V1/LA4-a'] input")
    box.wait_for()
    stored = app.case(rail).assessment.plan.measures[0]
    service.plan_measure(ME, app.bench, rail, "LA4-a", stored.model_copy(update={"status": "in_progress"}), stored)
    box.click()
    tab.get_by_test_id("stAlert").wait_for()
    assert saved(tab, app, rail, lambda plan: "LA4-a" in plan)["LA4-a"].status == "in_progress"


@pytest.mark.browser
def test_an_own_measure_and_a_reason_answer_their_risks(app: App, open_page: Any, rail: str):
    tab = open_page("plan", id=rail)
    form = form_of(tab, "compensation-payment", "自拟")
    form.get_by_role("textbox", name="措施内容").fill("县财政局先行垫付未到位款项")
    form.get_by_role("textbox", name="理由").fill("垫付后到位率达100%")
    form.get_by_text("须持续落实").click()
    form.get_by_role("textbox", name="费用").fill("４２.5")
    form.get_by_role("button", name="保存").click()
    own = saved(tab, app, rail, lambda plan: "own-1" in plan)["own-1"]
    assert (own.effects, own.cost) == ((Effect(indicator="compensation-payment", likelihood=-1),), Fraction("42.5"))
    assert own.ongoing
    tab.get_by_role("dialog").wait_for(state="detached")
    form = form_of(tab, "compensation-standard", "不采取")
    form.get_by_role("textbox", name="理由").fill("余下17户单独协商")
    form.get_by_role("button", name="保存").click()
    tab.get_by_text("不采取措施，理由：余下17户单独协商").wait_for()
    assert {"compensation-payment", "compensation-standard"}.isdisjoint(
        problem.path
        for problem in review(app.case(rail).scorecard, app.case(rail).assessment)
        if problem.code == "risk-unanswered"
    )
