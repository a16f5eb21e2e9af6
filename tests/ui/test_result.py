"""The result page, walked through the app."""

from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook

from assessment import service
from assessment.model.case import Edition, Project
from assessment.ui.result_export import result_workbook
from tests.cards import ROOT, demo, main_card

LOCAL = service.LOCAL


@pytest.fixture
def ids(bench, demo):
    return {row.name: row.id for row in service.list_projects(LOCAL, bench)}


def test_the_sentence_comes_first_with_its_three_figures(open_app, seen, ids):
    at = open_app("result", id=ids["国道G247改建"])
    text = unescape(seen(at))
    assert not at.exception and not at.error
    assert "综合指数 0.4213，由指数决定；降幅超过 0.0613（降到 0.36 以下）即为低风险。" in text
    assert "46 / 46" in text
    assert "不予审批、核准" in text
    assert "项目类型“公路”的默认答案" in text


def test_a_fired_veto_is_said_with_what_the_index_alone_gives(open_app, seen, ids):
    text = seen(open_app("result", id=ids["绵遂内铁路（镇域段）"]))
    assert "由否决 LA4-V1（被征地农民社会保障）决定，暂缓实施；指数 0.5248 为中风险" in text


def test_missing_answers_leave_the_level_open_and_are_linked(open_app, seen, bench, by_hand):
    id = by_hand
    rating = service.open_case(LOCAL, bench, id).assessment.ratings["support-rate"]
    service.rate(LOCAL, bench, id, "support-rate", None, rating)
    service.answer_veto(LOCAL, bench, id, "LA3-V1", None, "no")
    at = open_app("result", id=id)
    assert "最好 ▲ 中风险，最坏 ■ 高风险；还缺 2 项，暂按最坏情况。" in seen(at)
    links = [link.proto for link in at.get("page_link")]
    assert any("focus=support-rate" in link.query_string for link in links)


def test_before_and_after_stand_side_by_side_once_there_is_a_plan(open_app, seen, bench, ids):
    id = ids["绵遂内铁路（镇域段）"]
    assert "落实措施前后" not in seen(open_app("result", id=id))
    service.choose_measures(LOCAL, bench, id, ["LA4-a"])
    assert "落实措施前后" in seen(open_app("result", id=id))


@pytest.mark.parametrize("scorecard", ["points", "matrix", "four-levels"])
def test_other_methods_and_levels_have_a_result(open_app, seen, monkeypatch, bench, scorecard):
    monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(ROOT / "tests" / "scorecards" / scorecard))
    other = service.open_bench()
    edition = other.catalogue().editions[0].usable()
    project = Project(name="别的打分表")
    id = service.create_project(LOCAL, other, project, edition.in_force.from_, wanted=Edition(id=edition.id))
    at = open_app("result", id=id)
    assert not at.exception and not at.error
    assert "还缺" in seen(at)


def test_the_page_speaks_english(open_app, seen, ids):
    assert "How the level came about" in seen(open_app("result", id=ids["国道G247改建"], lang="en"))


def test_the_workbook_holds_the_figures_as_numbers():
    from assessment.engine.scoring import score

    assessment = demo("g247")
    book = load_workbook(BytesIO(result_workbook(main_card(), assessment, score(main_card(), assessment), "zh")))
    assert "示例数据" in book["结论"]["A1"].value
    factors = list(book["因素表"].values)
    assert factors[1][:3] == ("名次", "编号", "指标")
    assert factors[2][:3] == (1, "LA2", "补偿标准公开与认可")
    contributions = [row[factors[1].index("贡献")] for row in factors[2:]]
    assert sum(contributions) == pytest.approx(0.4213, abs=0.003)


@pytest.fixture
def changed(bench, ids):
    """国道G247改建 with LA2 taken at level 5 where the figures give 3."""
    id = ids["国道G247改建"]
    seen = service.open_case(LOCAL, bench, id).assessment.ratings["compensation-standard"]
    new = seen.model_copy(update={"likelihood": 5, "overrides": {"likelihood": "近期有户反悔"}})
    service.rate(LOCAL, bench, id, "compensation-standard", new, seen)
    return id


def test_a_changed_level_is_said_marked_and_listed_with_its_reason(open_app, seen, changed):
    text = seen(open_app("result", id=changed))
    assert "1 处改级，见下面“改级及理由”。" in unescape(text)
    assert "可能性按数据 3 级，改取 5 级：近期有户反悔" in text
    assert "3→5" in text and "同意率 92%（2026-11-28、签约统计表 示例-LA2-01）" in text
    assert "LA2 补偿标准公开与认可 的可能性" in text.replace("  ", " "), "the review tells it too"


def test_without_changed_levels_nothing_is_said_of_them(open_app, seen, ids):
    assert "改级及理由" not in seen(open_app("result", id=ids["国道G247改建"]))


def test_the_workbook_has_every_figure_and_every_changed_level(bench, changed):
    case = service.open_case(LOCAL, bench, changed)
    book = load_workbook(BytesIO(result_workbook(case.scorecard, case.assessment, case.result, "zh")))
    figures = {row[0]: row for row in book["数据"].values}
    share = figures["同意率（已签约或书面同意的户）"]
    assert share[1:] == (92, "%", "2026-11-28、签约统计表 示例-LA2-01", "LA2")
    assert figures["征地批复已到"][1] == "否"
    assert "LA1" in figures["受影响户数"][4]
    assert list(book["改级及理由"].values)[-1] == ("LA2", "补偿标准公开与认可", "可能性", 3, 5, "近期有户反悔")
    head, *rows = list(book["因素表"].values)[1:]
    row = next(row for row in rows if row[1] == "LA2")
    assert row[head.index("可能性")] == 5
    assert row[head.index("可能性数据")].startswith("同意率 92%")
    assert row[head.index("可能性改级理由")] == "按数据 3 级：近期有户反悔"
    assert row[head.index("影响程度")] == 4, "the level that counts, though none was chosen"


def test_what_remains_is_compared_as_expected_as_proven_and_if_nothing_more_is_done(open_app, seen, ids, bench):
    id = ids["绵遂内铁路（镇域段）"]
    service.choose_measures(LOCAL, bench, id, ["LE2-b"])  # has to be kept up
    (planned,) = service.open_case(LOCAL, bench, id).assessment.plan.measures
    verified = planned.model_copy(update={"status": "verified", "proof": "便道验收单"})
    service.plan_measure(LOCAL, bench, id, "LE2-b", verified, planned)
    case = service.open_case(LOCAL, bench, id)
    assert case.now.index < case.lasting.index == case.result.index
    heads = "".join(f'<th scope="col" class="num">{name}</th>' for name in ("初始", "预期", "目前", "到此为止"))
    assert heads in seen(open_app("result", id=id))
