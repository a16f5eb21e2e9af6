"""What happened, in words."""

from datetime import date
from fractions import Fraction

import pytest

from assessment import service
from assessment.i18n import translator
from assessment.model.case import Evidence, FactAnswer, Rating
from assessment.model.figure import Observation
from assessment.model.measure import Aim, Effect, PlannedMeasure
from assessment.ui.history_words import heading_changes, told, undone
from tests.cards import main_card

ME, RATED = service.LOCAL, "compensation-payment"


@pytest.fixture
def id(by_hand):
    """国道G247改建."""
    return by_hand


@pytest.fixture
def last(bench, id):
    """last(): the newest event, in words."""
    card = service.open_case(ME, bench, id).scorecard
    return lambda: told(service.history(ME, bench, id, 1)[0], card, "zh")


@pytest.fixture
def rate(bench, id):
    """rate(likelihood=4, …): change the rating of LA3."""

    def change(**changes):
        seen = service.open_case(ME, bench, id).assessment.ratings[RATED]
        service.rate(ME, bench, id, RATED, seen.model_copy(update=changes), seen)

    return change


def test_a_rating_tells_the_axis_and_both_levels(rate, last):
    rate(likelihood=4)
    assert last() == "LA3 可能性 3→4"
    rate(likelihood=None, consequence=1)
    assert last() == "LA3 可能性 4→未选，影响程度 4→1"


def test_notes_and_evidence_are_told(rate, last):
    rate(note="到位 91%", evidence=())
    assert last() == "LA3 备注改为“到位 91%”，佐证 1→0 件"
    rate(note="", evidence=(Evidence(title="回单"),))
    assert last() == "LA3 备注删去，佐证 0→1 件"
    rate(evidence=(Evidence(title="银行回单"),))
    assert last() == "LA3 佐证有改动"


def test_a_rating_cleared_is_told_axis_by_axis(bench, id, last):
    seen = service.open_case(ME, bench, id).assessment.ratings[RATED]
    service.rate(ME, bench, id, RATED, None, seen)
    assert last().startswith("LA3 可能性 3→未选，影响程度 4→未选")
    service.rate(ME, bench, id, RATED, Rating(likelihood=2), None)
    assert last() == "LA3 可能性 未选→2"


def test_vetoes_and_facts_are_told(bench, id, last):
    seen = service.open_case(ME, bench, id).assessment.vetoes.get("LA3-V1")
    service.answer_veto(ME, bench, id, "LA3-V1", "yes", seen)
    assert last() == "否决提问 LA3-V1 否→是"
    no = FactAnswer(answer="no", reason="线位避让")
    service.answer_fact(ME, bench, id, "house-relocation", no, None)
    assert last() == "房屋拆迁或宅基地腾退 按类型默认→否，理由“线位避让”"
    service.answer_fact(ME, bench, id, "house-relocation", no.model_copy(update={"evidence": (Evidence(title="定界图"),)}), no)
    assert last() == "房屋拆迁或宅基地腾退 否，佐证 0→1 件"


def test_measures_and_accepted_risks_are_told(bench, id, last):
    planned = {each.measure for each in service.open_case(ME, bench, id).assessment.plan.measures}
    free = [name for name in ("LA3-a", "LA3-b") if name not in planned]
    service.choose_measures(ME, bench, id, free)
    assert last() == f"选为措施 {'、'.join(free)}"
    planned = next(p for p in service.open_case(ME, bench, id).assessment.plan.measures if p.measure == free[0])
    service.plan_measure(ME, bench, id, free[0], planned.model_copy(update={"status": "in_progress"}), planned)
    assert last() == f"措施 {free[0]} 未开始→进行中"
    service.accept_risk(ME, bench, id, "temporary-land-reclamation", "已在合同里约定", None)
    assert last() == "LA7 不采取措施的理由“已在合同里约定”"
    service.accept_risk(ME, bench, id, "temporary-land-reclamation", None, "已在合同里约定")
    assert last() == "LA7 撤回不采取措施的理由"


def test_what_is_taken_back_is_told_the_other_way_round(bench, id, rate, last):
    rate(likelihood=4)
    taken = service.undo(ME, bench, id)
    assert last() == "撤销：LA3 可能性 4→3"
    card = service.open_case(ME, bench, id).scorecard
    assert undone(translator("zh"), taken, card, "zh") == "LA3"


def test_the_beginning_and_the_end_are_told(bench, id, last):
    assert last() == "由文件 g247.yaml 导入"
    service.archive_project(ME, bench, id)
    assert last() == "已归档"
    service.restore_project(ME, bench, id)
    assert last() == "已恢复"
    copy = service.copy_project(ME, bench, id, "副本")
    event = service.history(ME, bench, copy)[0]
    assert told(event, service.open_case(ME, bench, copy).scorecard, "zh") == "由另一个项目复制"


def test_a_heading_is_told_field_by_field_in_the_order_of_the_form(bench, id, last):
    case = service.open_case(ME, bench, id)
    project = case.assessment.project
    new = project.model_copy(update={"profile": "wharf", "unit": "县交通局", "township": ""})
    service.edit_project(ME, bench, id, new, project, date(2026, 12, 16), "approval")
    assert last() == (
        "项目类型 公路→码头，乡镇（街道） 示例镇→空，建设单位 空→县交通局，"
        "评估日期 2026-12-15→2026-12-16，评估阶段 开工前评估→报批阶段评估"
    )  # fmt: skip


def test_equal_headings_have_no_changes(bench, id):
    case = service.open_case(ME, bench, id)
    heading = {"project": case.assessment.project.model_dump(), "date": "2026-12-15", "stage": "approval"}
    bare = {**heading, "project": {name: value for name, value in heading["project"].items() if value}}
    assert list(heading_changes(translator("zh"), case.scorecard, heading, bare, "zh")) == []


def test_a_figure_is_told_with_unit_day_and_source(bench, last, id):
    new = Observation(value="90.5", date=date(2026, 11, 20), source="签约统计表")
    service.enter_figure(ME, bench, id, "agreed-share", new, None)
    assert last() == "同意率 未填→90.5%，数据日期 2026-11-20，来源“签约统计表”"
    service.enter_figure(ME, bench, id, "agreed-share", new.model_copy(update={"value": Fraction(92)}), new)
    assert last() == "同意率 90.5%→92%"
    assert undone(translator("zh"), service.undo(ME, bench, id), main_card(), "zh") == "同意率"
    assert last() == "撤销：同意率 92%→90.5%"
    service.enter_figure(ME, bench, id, "agreed-share", None, new)
    assert last() == "同意率 90.5%→未填"
    service.enter_figure(ME, bench, id, "acquisition-approved", Observation(value="no"), None)
    assert last() == "征地批复已到 未填→否"


def test_another_level_is_told_with_its_reason(bench, id, last):
    service.enter_figure(ME, bench, id, "agreed-share", Observation(value=Fraction(92)), None)
    seen = service.open_case(ME, bench, id).assessment.ratings["compensation-standard"]
    other = seen.model_copy(update={"likelihood": 4, "overrides": {"likelihood": "有户反悔"}})
    service.rate(ME, bench, id, "compensation-standard", other, seen)
    assert last() == "LA2 可能性 3→4，改级理由“有户反悔”"
    back = seen.model_copy(update={"likelihood": None})
    service.rate(ME, bench, id, "compensation-standard", back, other)
    assert last() == "LA2 可能性 4→未选，恢复按数据取级"


def test_an_own_measure_removed_is_told_with_the_aim_it_leaves(bench, id, last):
    effects = (Effect(indicator=RATED, likelihood=-1),)
    own = PlannedMeasure(measure="own-1", text="县财政局先行垫付", effects=effects, reason="示例理由")
    service.plan_measure(ME, bench, id, "own-1", own, None)
    service.set_aim(ME, bench, id, Aim(pinned=("own-1",)), Aim())
    service.plan_measure(ME, bench, id, "own-1", None, own)
    assert last() == "不再作为措施 own-1，方案目标和限制：必选 —"
    taken = service.undo(ME, bench, id)
    assert last() == "撤销：选为措施 own-1，方案目标和限制：必选 own-1"
    assert undone(translator("zh"), taken, main_card(), "zh") == "选为措施 own-1"


def test_the_aim_of_a_plan_is_told_part_by_part(bench, id, last):
    aim = Aim(budget=Fraction(300), barred=("LA2-b",), answer_all=False)
    service.set_aim(ME, bench, id, aim, Aim())
    assert last() == "方案目标和限制：不要求每项风险都有措施，费用上限 300 万元，不选 LA2-b"
    service.set_aim(ME, bench, id, Aim(barred=("LA2-b",), answer_all=False), aim)
    assert last() == "方案目标和限制：费用上限 不限"
