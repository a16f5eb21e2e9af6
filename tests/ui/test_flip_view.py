"""What would change the level on result and plan, and in both workbooks."""

from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook

from assessment import service
from assessment.engine.flips import what_flips
from assessment.engine.scoring import score
from assessment.i18n import translator
from assessment.ui import charts, flip_view
from assessment.ui.plan_rows import Page
from assessment.ui.plan_sheet import summary_table
from assessment.ui.result_export import result_workbook
from tests.cards import all_suggested, card, case, demo, indicator, main_card

LOCAL = service.LOCAL
RAIL = "绵遂内铁路（镇域段）"


@pytest.fixture
def ids(bench, demo):
    return {row.name: row.id for row in service.list_projects(LOCAL, bench)}


def test_the_result_says_how_firmly_its_level_stands(open_app, seen, ids):
    at = open_app("result", id=ids["国道G247改建"])
    text = unescape(seen(at))
    assert not at.exception and not at.error
    assert "最少共降 11 级（涉及 6 项因素）即为低风险；没有哪一处单独升降一级会改变等级。" in text
    assert "都不改变等级，下面是使指数升降最多的" in text
    assert "升 41 级" in text


def test_a_level_that_hangs_on_one_answer_is_said_with_it(open_app, seen, ids):
    text = unescape(seen(open_app("result", id=ids["农村综合性改革试点"])))
    assert "单独升降一级就改变等级的有 1 处" in text
    assert "PP7" in text and "可能性 3→4" in text


def test_the_section_speaks_english(open_app, seen, ids):
    text = unescape(seen(open_app("result", id=ids[RAIL], lang="en")))
    assert "What would change the level" in text
    assert "because of the veto LA4-V1 no ratings reach medium risk; clearing it is enough" in text


def test_missing_answers_are_named_as_what_may_change_it(open_app, seen, bench, by_hand):
    rating = service.open_case(LOCAL, bench, by_hand).assessment.ratings["support-rate"]
    service.rate(LOCAL, bench, by_hand, "support-rate", None, rating)
    assert "还会改变等级的：未评的指标 OP1。" in unescape(seen(open_app("result", id=by_hand)))


def test_the_figures_are_worked_out_once_for_a_state_of_the_case(open_app, ids, bench, monkeypatch):
    asked = []
    monkeypatch.setattr(flip_view, "what_flips", lambda *both: asked.append(both) or what_flips(*both))
    at = open_app("result", id=ids[RAIL])
    at.run()
    assert len(asked) == 1
    service.answer_veto(LOCAL, bench, ids[RAIL], "LA4-V1", "no", "yes")
    at.run()
    assert len(asked) == 2


def test_the_plan_names_the_measures_its_level_hangs_on(open_app, seen, bench, ids):
    at = open_app("plan", id=ids[RAIL])
    assert "一失效就升级的措施" not in seen(at)
    case = service.open_case(LOCAL, bench, ids[RAIL])
    names = [p.measure for p in all_suggested(case.scorecard, case.assessment).plan.measures]
    service.choose_measures(LOCAL, bench, ids[RAIL], names)
    text = unescape(seen(open_app("plan", id=ids[RAIL])))
    assert "预期（74 条措施，低风险）：一失效，等级就升高或恢复暂缓的有 1 条。" in text


def test_the_workbook_of_the_result_has_every_single_step():
    scorecard, assessment = main_card(), demo("reform")
    book = load_workbook(BytesIO(result_workbook(scorecard, assessment, score(scorecard, assessment), "zh")))
    assert "1 处升一级即为中风险" in list(book["什么会改变等级"].values)[2][1]
    head, *rows = list(book["单步影响"].values)[1:]
    assert len(rows) == len(what_flips(scorecard, assessment).steps)
    assert [row[0] for row in rows if row[head.index("改变等级")] == "是"] == ["PP7"]


def test_the_workbook_of_the_plan_has_the_measures_its_level_hangs_on():
    planned = all_suggested(main_card(), demo("rail"))
    book = load_workbook(BytesIO(summary_table(Page(translator("zh"), "zh", main_card(), planned, True))))
    assert list(book["一失效就升级的措施"].values)[-1][:2] == ("预期", "LA4-a")
    bare = Page(translator("zh"), "zh", main_card(), demo("g247"), True)
    assert "一失效就升级的措施" not in load_workbook(BytesIO(summary_table(bare))).sheetnames


@pytest.mark.parametrize("dark", [False, True])
def test_the_tornado_runs_from_one_step_down_to_one_step_up(dark):
    scorecard = main_card()
    found = what_flips(scorecard, demo("g247"))
    widest = found.swings[:10]
    down, up = charts.tornado_bars(scorecard, widest, found.index, "zh", dark).data
    ends = [base + x for base, x in [(down.base, x) for x in down.x] + [(up.base, x) for x in up.x]]
    assert ends == pytest.approx([float(s.down) for s in widest] + [float(s.up) for s in widest])
    assert len(set(down.y)) == 10, "each bar has a line of its own"


def test_an_edge_in_reach_of_a_step_is_drawn():
    scorecard = card({"d": [indicator("a", 50), indicator("b", 50)]})
    found = what_flips(scorecard, case({"a": (3, 3), "b": (3, 3)}))
    figure = charts.tornado_bars(scorecard, found.swings, found.index, "en")
    assert 0.36 in [line.x0 for line in figure.layout.shapes if line.line.dash == "dash"]
