"""The page of the plan as work, its workbook, and the two clicks that bring or swap a measure."""

import re
from datetime import date, timedelta
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from assessment import service
from assessment.engine.privacy import personal
from assessment.i18n import translator
from assessment.model.measure import Effect, PlannedMeasure
from assessment.ui import work_print
from assessment.ui.timeline import timeline, twin
from assessment.ui.work_left import by_dimension, by_factor
from assessment.ui.work_rows import rows
from assessment.ui.work_sheets import work_book
from assessment.ui.work_words import Work, separating, work_of
from tests.cards import ROOT

ME = service.LOCAL
RAIL = 1  # its place among the demo projects
TODAY = date(2026, 12, 20)
ASKED = """
obligations:
  - id: report
    levels: [medium, high]
    text: {zh: 书面报告, en: Written report}
    responsible_body: {zh: 县财政局, en: County finance bureau}
    assisting_bodies: [{zh: 镇人民政府, en: Township government}]
    every_days: 30
    proof: {zh: 报告, en: The report}
    sources: [{text: 某办法第三条, status: unconfirmed}]
  - id: emergency
    levels: [high]
    of: initial
    text: {zh: 应急预案, en: Emergency plan}
    responsible_body: {zh: 县财政局, en: County finance bureau}
    within_days: 15
"""
OWN_KEYS = re.compile(r"^obligations:.*?(?=^\S)|^    (?:mandatory|ongoing|requires|excludes): .*?\n", re.DOTALL | re.MULTILINE)
TIES = {"LA3-a": "\n    ongoing: true\n    requires: [LA2-a]\n    excludes: [LA4-a]"}


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> service.Bench:
    """On the shipped scorecard with its own obligations, and one measure that asks for another, excludes a third, is kept up."""
    folder = tmp_path / "cards" / "major-project"
    shipped = sorted((ROOT / "scorecards" / "major-project").rglob("*.yaml"))
    for file in (file for file in shipped if not file.name.startswith("lasting-")):
        place = folder / file.relative_to(ROOT / "scorecards" / "major-project")
        place.parent.mkdir(parents=True, exist_ok=True)
        text = OWN_KEYS.sub("", file.read_text("utf-8")) + (ASKED if file.name == "scorecard.yaml" else "")
        for name, more in TIES.items():
            text = text.replace(f"  - id: {name}\n", f"  - id: {name}{more}\n") if file.parent.name == "measures" else text
        place.write_text(text, "utf-8")
    monkeypatch.setenv("ASSESSMENT_DATABASE", f"sqlite:///{tmp_path / 'ui.db'}")
    monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(tmp_path / "cards"))
    return service.open_bench()


@pytest.fixture
def rail(bench: service.Bench) -> str:
    """绵遂内铁路 with five measures of the library and an own one: one late, one due soon, one verified and kept up."""
    id = service.load_demo(ME, bench)[RAIL]
    service.choose_measures(ME, bench, id, ["LA2-a", "LA3-a", "LE2-b", "LA5-b"])
    change(bench, id, "LA2-a", status="in_progress", due=TODAY - timedelta(2), office="征拆办主任", funding="县级财政")
    change(bench, id, "LA3-a", status="verified", proof="支付凭证〔2026〕3号", responsible_body="县/财政[局]：*?" + "长" * 40)
    change(bench, id, "LE2-b", due=TODAY + timedelta(9), responsible_body="县财政局", assisting_bodies=("镇人民政府",))
    effects = (Effect(indicator="compensation-payment", likelihood=-1),)
    own = PlannedMeasure(measure="own-1", text="先行垫付", effects=effects, reason="到位率100%", cost=Fraction(5, 2))
    service.plan_measure(ME, bench, id, "own-1", own, None)
    return id


def change(bench: service.Bench, id: str, measure: str, **values: Any) -> None:
    seen = next(p for p in service.open_case(ME, bench, id).assessment.plan.measures if p.measure == measure)
    service.plan_measure(ME, bench, id, measure, seen.model_copy(update=values), seen)


def work(bench: service.Bench, id: str, language: str = "zh") -> Work:
    return work_of(translator(language), language, service.open_case(ME, bench, id), TODAY)


def book(found: Work) -> Workbook:
    return load_workbook(BytesIO(work_book(found)))


def test_every_body_has_a_worksheet_that_prints_on_a_page_one_wide(bench: service.Bench, rail: str) -> None:
    found = work(bench, rail)
    opened = book(found)
    assert opened.sheetnames[:4] == ["总表", "费用（按单位）", "费用（按资金来源）", "等级要求"]
    assert len(opened.sheetnames) == 4 + len(found.shares) == len({name.casefold() for name in opened.sheetnames})
    assert all(len(name) <= 31 and not set(name) & set("\\/*?:[]") for name in opened.sheetnames)
    for page in opened.worksheets:
        assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight) == ("landscape", 9, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.print_title_rows == "$5:$5"
        assert page.oddHeader.left.text == found.assessment.project.name
        assert "&P / &N" in page.oddFooter.right.text and "示例数据" in page.oddFooter.left.text
        assert "示例数据" in page["A1"].value


def test_a_bodys_sheet_says_what_it_leads_assists_and_owes(bench: service.Bench, rail: str) -> None:
    sheet = book(work(bench, rail))["县财政局"]
    assert [sheet[f"A{n}"].value for n in (2, 3)] == ["落实工作单：县财政局", "绵遂内铁路（镇域段）"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert lines[0][:5] == ["序号", "分工", "措施", "针对风险", "起止"]
    roles = {line[2].split()[0]: line[1] for line in lines[1:]}
    assert roles["LE2-b"] == "牵头"
    assert roles["要求1"] == "等级要求"
    last = next(line for line in lines if line[2].startswith("LE2-b"))
    assert last[4].endswith(str(TODAY + timedelta(9)))
    assert last[10] == "未开始\n30 天内到期"
    helper = book(work(bench, rail))["镇人民政府"]
    assert "配合\n牵头：县财政局" in [cell.value for cell in helper["B"]]


def test_the_cost_sheets_add_up(bench: service.Bench, rail: str) -> None:
    found = work(bench, rail)
    for name in ("费用（按单位）", "费用（按资金来源）"):
        values = [cell.value for cell in book(found)[name]["B"][5:]]
        assert values[-1] == pytest.approx(sum(values[:-1])) == float(sum(task.cost for task in found.live))


def test_the_sheets_to_print_hold_every_body_and_escape_what_is_written(bench: service.Bench, rail: str) -> None:
    change(bench, rail, "LE2-b", office="<b>主任</b>")
    html = work_print.sheets(work(bench, rail))
    assert html.count('<section class="w-sheet">') == len(work(bench, rail).shares)
    assert "<b>主任" not in html and "&lt;b&gt;主任" in html


def test_the_table_shows_late_and_soon_and_only_parts_that_there_are(bench: service.Bench, rail: str) -> None:
    found = work(bench, rail)
    shares = {share.body: share for share in found.shares}
    drawn = {row.key: row for row in rows(found, shares["县财政局"])}
    assert next(iter(drawn)) == "group:leads"
    assert drawn["LE2-b"].cells["due"].tag == "30 天内到期"
    assert drawn["duty:report"].cells["due"].text == "下一次 2027-01-14"
    nobody = {row.key: row for row in rows(found, shares[""])}
    assert list(nobody) == ["group:leads", "own-1"]
    assert "自拟" in nobody["own-1"].cells["measure"].sub
    assert "开始按评估日期" in nobody["own-1"].cells["due"].sub


def test_what_separates_the_three_residuals_is_said(bench: service.Bench, rail: str) -> None:
    found = work(bench, rail)
    proof, kept = separating(found)
    assert proof.startswith("从目前到预期，还差 4 条措施的佐证")
    assert kept.startswith("LA3-a 须持续落实，停下来就失效")
    initial = service.open_case(ME, bench, rail).result
    head, lines = by_dimension(found, initial)
    assert head[1:] == ["初始", "预期", "目前", "到此为止"]
    assert lines[-1][0] == "未解除的否决"
    assert all(len(set(line[1:])) > 1 for line in by_factor(found, initial)[1])


def test_the_timeline_has_the_obligations_too(bench: service.Bench, rail: str) -> None:
    found = work(bench, rail)
    bars, diamonds = timeline(found).data
    assert [name.split()[0] for name in bars.y] == [task.measure for task in found.tasks if task.due]
    assert bars.text[0] == "12-18 ◐ 进行中，已过期限"
    assert [name.split()[0] for name in dict.fromkeys(diamonds.y)] == ["要求1", "要求2"]
    assert len(twin(found)[1]) == len(found.tasks) + 2


def test_offices_and_funding_are_looked_through_for_numbers_of_persons(bench: service.Bench, rail: str) -> None:
    assessment = service.open_case(ME, bench, rail).assessment
    for field in ("office", "funding"):
        measures = (PlannedMeasure.model_validate({"measure": "LA2-a", field: "主任 13800001234"}),)
        planned = assessment.model_copy(update={"plan": assessment.plan.model_copy(update={"measures": measures})})
        assert [problem.code for problem in personal(planned)] == ["personal-data"]


# The pages


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("view", ["bodies", "time", "costs", "asked", "sheets"])
def test_every_view_opens(open_app: Any, seen: Any, bench: service.Bench, rail: str, view: str, language: str) -> None:
    at = open_app("work", id=rail, view=view, lang=language)
    assert not at.exception and not at.error
    assert ("不再推进" if language == "zh" else "If stopped now") in seen(at)


def test_a_body_is_chosen_and_named_in_the_address(open_app: Any, seen: Any, bench: service.Bench, rail: str) -> None:
    at = open_app("work", id=rail)
    at.selectbox(key="work-body").set_value("县财政局").run()
    assert at.query_params["body"] in ("县财政局", ["县财政局"])
    assert "LE2-b" in seen(at)
    assert not at.exception


def test_without_measures_the_page_leads_to_the_plan(open_app: Any, seen: Any, bench: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(ROOT / "scorecards"))
    at = open_app("work", id=service.load_demo(ME, service.open_bench())[0])
    assert "方案里还没有措施" in seen(at)
    assert at.button(key="work-to-plan")


def test_what_a_tick_brings_along_is_said_and_an_excluded_measure_is_offered_as_a_swap(
    open_app: Any, seen: Any, bench: service.Bench, rail: str
) -> None:
    case = service.open_case(ME, bench, rail)
    plan = {p.measure: p for p in case.assessment.plan.measures}
    service.plan_measure(ME, bench, rail, "LA3-a", None, plan["LA3-a"])
    service.plan_measure(ME, bench, rail, "LA2-a", None, plan["LA2-a"])
    at = open_app("plan", id=rail)
    at.session_state["plan-risks-due"] = {"event": {"action": "check", "row": "x/LA3-a", "value": True}}
    at.run()
    assert "一并选上" in seen(at)
    at.session_state["plan-risks-due"] = {"event": {"action": "check", "row": "x/LA4-a", "value": True}}
    at.run()
    assert "不能同时做" in seen(at)
    at.button(key="plan-swap").click().run()
    left = {p.measure for p in service.open_case(ME, bench, rail).assessment.plan.measures}
    assert "LA4-a" in left and "LA3-a" not in left
    assert not at.exception
