"""The table in a real browser, mounted as Streamlit mounts it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from assessment.ui.table import Badge, Button, Cell, Column, Row, Select
from assessment.ui.table.table import HERE, payload, script
from tests.ui.mounting import ADDRESS, give, mounted

pytestmark = pytest.mark.browser

COLUMNS = [
    Column("pick", "", width="40px", sortable=False),
    Column("code", "码"),
    Column("title", "指标"),
    Column("share", "贡献", "right"),
    Column("due", "期限"),
    Column("why", "理由", hide_on_narrow=True),
    Column("do", "", sortable=False),
]


def factor(number: int, share: int, **changes: Any) -> Row:
    cells = {
        "pick": Cell(check=False),
        "code": f"LA{number}",
        "title": Cell(f"补偿标准{number}", strong=True, sub=f"未签约{number}户"),
        "share": Cell(f"0.{share:04d}", sort=Fraction(share, 10000), bar=Fraction(share, 300)),
        "due": Cell(f"{number}日", sort=date(2027, 1, number % 28 + 1)),
        "why": f"到位{share}%",
        "do": Cell(buttons=[Button("edit", "修改"), Button("drop", "移除", disabled=True)]),
    }
    return replace(Row(f"r{number}", cells, detail=[("提问", f"问题{number}？"), ("依据", "第48条")]), **changes)


FACTORS = [factor(1, 211), factor(2, 30), factor(10, 120)]


class TablePage:
    """What Python gives, what it gets, what a person sees."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def give(
        self, rows: Sequence[Row], columns: Sequence[Column] = COLUMNS, got: bool = False, key: str = "t", **more: Any
    ) -> None:
        acted = more.pop("acted", None)
        data = {**payload(columns, rows, more.pop("lang", "zh"), **more), "key": key, "run": 0, "got": got, "acted": acted}
        give(self.page, json.loads(json.dumps(data)))

    def events(self) -> list[tuple[Any, ...]]:
        return [
            (event["action"], event["row"], event["value"])
            for event in (each["value"] for each in self.page.evaluate("window.triggers"))
        ]

    def keys(self) -> list[str]:
        return self.page.locator("tbody tr[data-key]").evaluate_all("(rows) => rows.map((row) => row.dataset.key)")

    def row(self, key: str) -> Any:
        return self.page.locator(f"tr[data-key={key}]")

    def sort(self, title: str) -> None:
        self.page.locator(".sorter", has_text=title).click()

    def focused(self) -> str | None:
        return self.page.evaluate("document.getElementById('host').shadowRoot.activeElement?.dataset.control ?? null")


@pytest.fixture
def table(browser: Any) -> Iterator[TablePage]:
    with mounted(browser, (HERE / "table.css").read_text("utf-8"), script()) as page:
        yield TablePage(page)


def test_headers_sort_by_value_not_by_text_and_say_so(table: TablePage) -> None:
    table.give(FACTORS)
    assert table.keys() == ["r1", "r2", "r10"]
    header = table.page.locator("th", has_text="贡献")
    orders = []
    for _ in range(3):
        table.sort("贡献")
        orders.append((header.get_attribute("aria-sort"), table.keys()))
    assert orders == [("descending", ["r1", "r10", "r2"]), ("ascending", ["r2", "r10", "r1"]), ("none", ["r1", "r2", "r10"])]
    table.sort("码")
    assert table.keys() == ["r1", "r2", "r10"]
    assert table.page.locator("th", has_text="贡献").get_attribute("aria-sort") == "none"


def test_what_has_no_value_is_last_in_both_directions(table: TablePage) -> None:
    table.give([*FACTORS, Row("none", {"title": "—", "share": "—"})], sort=("share", "desc"))
    assert table.keys()[-1] == "none"
    table.sort("贡献")
    assert table.keys() == ["r2", "r10", "r1", "none"]


def test_groups_keep_their_rows_and_totals_stay_last(table: TablePage) -> None:
    heads = [Row(key, {"code": key, "title": f"风险{key}"}, tone="group") for key in ("g1", "g2")]
    table.give(
        [Row("sum", {"title": "合计"}, tone="total"), heads[0], factor(1, 5), factor(2, 9), heads[1], factor(3, 7)], search=True
    )
    table.sort("贡献")
    assert table.keys() == ["g1", "r2", "r1", "g2", "r3", "sum"]
    assert table.row("g1").locator("td").last.get_attribute("colspan") == "5"
    search = table.page.locator(".search")
    search.fill("补偿标准3")
    assert table.keys() == ["g2", "r3", "sum"]
    search.fill("风险g1")
    assert table.keys() == ["g1", "r2", "r1", "sum"]


def test_searching_looks_at_everything_a_row_says(table: TablePage) -> None:
    badge = Row("b", {"title": Cell("项目", badge=Badge("▲", "中", "middle", then=Badge("●", "低", "good")), tag="示例数据")})
    table.give([*FACTORS, badge], search=True)
    search, found = table.page.locator(".search"), {}
    for query in ("ＬＡ10", "问题2", "未签约1户 la1", "示例", "低", "no such"):
        search.fill(query)
        found[query] = table.keys()
    assert found == {"ＬＡ10": ["r10"], "问题2": ["r2"], "未签约1户 la1": ["r1"], "示例": ["b"], "低": ["b"], "no such": []}
    assert "no such" in table.page.locator("tr.empty").inner_text()
    search.press("Escape")
    assert len(table.keys()) == 4 and table.events() == []


def test_a_thousand_rows_come_in_pages_and_print_whole(table: TablePage) -> None:
    table.give([factor(number, number % 300) for number in range(1000)], search=True)
    assert len(table.keys()) == 100 and table.page.locator(".range").inner_text() == "第 1–100 行，共 1000 行"
    table.page.locator(".pager button").last.click()
    assert table.keys()[0] == "r100"
    table.page.locator(".search").fill("补偿标准99")
    assert len(table.keys()) == 11 and not table.page.locator(".pager").is_visible()
    table.page.locator(".search").fill("")
    table.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert len(table.keys()) == 1000
    table.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert len(table.keys()) == 100
    click = """() => { const button = document.getElementById("host").shadowRoot.querySelector(".sorter");
        const start = performance.now(); button.click(); button.offsetHeight; return performance.now() - start; }"""
    print(f"sorting 1,000 rows: {table.page.evaluate(click):.0f} ms")


def test_a_row_unfolds_by_keyboard_and_stays_open_when_new_data_comes(table: TablePage) -> None:
    table.give(FACTORS)
    opener = table.row("r2").locator(".opener")
    opener.focus()
    table.page.keyboard.press("Enter")
    assert opener.get_attribute("aria-expanded") == "true"
    assert "问题2？" in table.page.locator("tr.detail").inner_text()
    changed = factor(2, 31, detail=[("提问", "新问题")], detail_actions=[Button("plan", "选措施")])
    table.give([factor(10, 120), changed])
    assert table.focused() == "opener"
    assert "新问题" in table.page.locator("tr.detail").inner_text()
    table.page.locator("tr.detail button").click()
    assert table.events() == [("plan", "r2", None)]


def test_the_cell_that_names_the_row_unfolds_it_not_its_number(table: TablePage) -> None:
    row = Row("p", {"rank": Cell("1", strong=True), "name": Cell("补偿标准", strong=True)}, detail=[("提问", "…")])
    table.give([row], [Column("rank", "名次"), Column("name", "指标")])
    assert table.page.locator("td:has(.opener)").inner_text() == "补偿标准"


def test_new_data_keeps_focus_sort_and_search_text(table: TablePage) -> None:
    table.give(FACTORS, search=True)
    table.sort("贡献")
    table.page.locator(".search").fill("补偿")
    table.row("r10").locator("button", has_text="修改").focus()
    busy = replace(FACTORS[2], cells={**FACTORS[2].cells, "do": Cell(buttons=[Button("edit", "修改"), Button("new", "新")])})
    table.give([busy, *FACTORS[:2]], search=True)
    assert table.keys() == ["r1", "r10", "r2"]
    assert table.page.locator(".search").input_value() == "补偿"
    assert table.focused() == "button:do:edit"


def test_a_visit_to_another_page_keeps_what_was_set(table: TablePage) -> None:
    table.give(FACTORS, search=True, key="kept")
    table.sort("贡献")
    table.page.locator(".search").fill("LA1")
    table.page.evaluate("window.cleanup()")
    assert table.page.locator("table").count() == 0
    table.give(FACTORS, search=True, key="kept")
    assert (table.keys(), table.page.locator(".search").input_value()) == (["r1", "r10"], "LA1")


def test_quick_ticks_go_one_by_one_and_none_is_lost(table: TablePage) -> None:
    table.give(FACTORS)
    boxes = table.page.locator("input[type=checkbox]")
    for place in range(3):
        boxes.nth(place).check()
    assert table.events() == [("check", "r1", True)]

    def ticked(*keys: str) -> list[Row]:
        return [replace(row, cells={**row.cells, "pick": Cell(check=row.key in keys)}) for row in FACTORS]

    table.give(FACTORS, got=True)  # the run that brings the event draws first …
    assert [boxes.nth(place).is_checked() for place in range(3)] == [True, True, True]
    assert table.page.locator(".waiting").count() == 3
    table.give(ticked("r1"))  # … then acts and draws again
    assert table.events() == [("check", "r1", True), ("check", "r2", True)] and table.page.locator(".waiting").count() == 2
    table.give(ticked("r1"), got=True)
    table.page.wait_for_function("window.triggers.length === 3")  # a page that does not draw again does not hold it up
    assert [boxes.nth(place).is_checked() for place in range(3)] == [True, True, True]


def test_a_page_that_starts_again_at_once_answers_by_the_number_of_the_event(table: TablePage) -> None:
    table.give(FACTORS)
    boxes = table.page.locator("input[type=checkbox]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    number = table.page.evaluate("window.triggers[0].value.number")
    table.give(FACTORS, acted=number - 1)  # of an earlier event
    assert len(table.events()) == 1
    table.give(FACTORS, acted=number)
    assert table.events() == [("check", "r1", True), ("check", "r2", True)]


def test_a_tick_that_was_refused_goes_back(table: TablePage) -> None:
    table.give(FACTORS)
    box = table.page.locator("input[type=checkbox]").first
    box.check()
    table.give(FACTORS, got=True)
    table.give(FACTORS)
    table.page.wait_for_function("!document.getElementById('host').shadowRoot.querySelector('input[type=checkbox]').checked")


def test_a_double_click_is_one_event_and_a_disabled_button_none(table: TablePage) -> None:
    table.give(FACTORS)
    table.row("r1").locator("button", has_text="修改").dblclick()
    table.row("r1").locator("button", has_text="移除").click(force=True)
    table.give(FACTORS, got=True)
    table.give(FACTORS)
    assert table.events() == [("edit", "r1", None)]
    table.row("r1").locator("button", has_text="修改").click()
    assert len(table.events()) == 2


def test_choices_and_links_are_events_too(table: TablePage) -> None:
    columns = [Column("name", "项目"), Column("status", "状态")]
    status = Cell(select=Select([("planned", "未开始"), ("done", "已完成")], "planned"))
    row = Row("p", {"name": Cell("G247", link="open", href="?id=p"), "status": status})
    table.give([row], columns)
    table.page.locator("select").select_option("done")
    assert table.events() == [("select", "p", "done")]
    table.give([row], columns, got=True)
    assert table.page.locator("select").input_value() == "done"
    table.give([row], columns)
    table.page.locator("a").click()
    assert table.events()[1] == ("open", "p", None) and table.page.url == ADDRESS


def test_data_is_text_and_leads_nowhere(table: TablePage) -> None:
    evil = "<img src=x onerror=window.broken=1><b>x</b>"
    cells = {
        "name": Cell(evil, sub=evil, tag=evil, badge=Badge(evil, evil), strong=True),
        "link": Cell("go", href="javascript:window.broken=1"),
    }
    columns = [Column("name", evil), Column("link", "l"), Column("out", "o")]
    table.give(
        [Row(evil, {**cells, "out": Cell("out", href="https://example.org/")}, detail=[(evil, evil)])], columns, caption=evil
    )
    table.page.locator(".opener").first.click()
    assert table.page.locator("img, td b, a").count() == 0
    assert table.page.evaluate("window.broken") is None


def test_a_level_is_glyph_word_and_colour_and_expected_ones_are_dashed(table: TablePage) -> None:
    level = Cell(badge=Badge("▲", "中", "middle", then=Badge("●", "低", "good", dashed=True)))
    table.give([Row("p", {"level": level})], [Column("level", "等级")])
    assert table.page.locator(".badge").all_inner_texts() == ["▲中", "●低"]
    assert table.page.locator(".badge.good").evaluate("(node) => getComputedStyle(node).borderStyle") == "dashed"


def test_the_header_stays_in_view_and_repeats_in_print(table: TablePage) -> None:
    table.give([factor(number, number) for number in range(90)])
    table.page.mouse.wheel(0, 1500)
    table.page.wait_for_function("scrollY > 1000")
    assert table.page.locator("th").first.bounding_box()["y"] == 0
    table.page.emulate_media(media="print")
    assert table.page.locator("thead").evaluate("(node) => getComputedStyle(node).display") == "table-header-group"
    assert table.page.locator("tbody tr").first.evaluate("(node) => getComputedStyle(node).breakInside") == "avoid"


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_cut_and_a_phone_finds_hidden_columns_in_the_detail(table: TablePage, width: int, lang: str) -> None:
    table.page.set_viewport_size({"width": width, "height": 800})
    table.give([factor(1, 211, detail=()), factor(2, 30, detail=())], search=True, lang=lang)
    assert table.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opener = table.row("r1").locator(".opener")
    assert opener.is_visible() == (width == 390)
    if width == 390:
        opener.click()
        assert "到位211%" in table.page.locator("tr.detail").inner_text()
        assert not table.row("r1").locator("td.wide").is_visible()


def test_an_empty_table_says_so(table: TablePage) -> None:
    table.give([], search=True, empty="还没有项目，先新建一个。")
    assert table.page.locator("tbody").inner_text().strip() == "还没有项目，先新建一个。"
    assert not table.page.locator(".search").is_visible()


def test_rows_with_one_key_are_a_mistake_of_the_page() -> None:
    with pytest.raises(ValueError, match="r1"):
        payload(COLUMNS, [factor(1, 2), factor(1, 3)], "zh")
