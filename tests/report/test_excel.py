"""The workbook is opened again: what was given is there, typed, and nothing in it runs."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from assessment.errors import ReportError
from assessment.report.excel import MAX_TEXT, WIDEST, Figure, SheetOf, legal_title, workbook


def opened(*sheets: SheetOf) -> Workbook:
    return load_workbook(BytesIO(workbook(sheets)))


def one(*rows: tuple[object, ...], columns: tuple[str, ...] = ("项目",), note: str = "") -> Workbook:
    return opened(SheetOf("表", columns, rows, note=note))


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "0012", "1e5", "#N/A", "TRUE"]
)
def test_text_stays_text_and_no_formula_is_live(text: str) -> None:
    cell = one((text,)).active["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_the_file_holds_no_formula() -> None:
    raw = workbook([SheetOf("=t", ["=A1"], [["=1"]], note="=note")])
    names = [name for name in ZipFile(BytesIO(raw)).namelist() if "worksheets/" in name]
    assert all(b"<f>" not in ZipFile(BytesIO(raw)).read(name) for name in names)


@pytest.mark.parametrize(
    ("given", "value", "form"),
    [
        (Fraction(9, 25), 0.36, "0.0000"),
        (Fraction(1, 3), 0.3333, "0.0000"),
        (Fraction(-5, 100000), -0.0001, "0.0000"),
        (Decimal("0.64"), 0.64, "0.0000"),
        (46, 46, "0"),
        (Figure(Fraction(47, 2), 1), 23.5, "0.0"),
        (Figure(Decimal("12.5"), 0), 13, "0"),
    ],
)
def test_a_number_is_a_number_rounded_once(given: object, value: float, form: str) -> None:
    cell = one((given,)).active["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == (value, "n", form)


def test_a_number_longer_than_excel_keeps_is_text() -> None:
    assert one((12345678901234567,)).active["A2"].value == "12345678901234567"


def test_a_date_is_a_date() -> None:
    cell = one((date(2026, 12, 15),)).active["A2"]
    assert (cell.value.date(), cell.number_format) == (date(2026, 12, 15), "yyyy-mm-dd")


def test_a_time_is_a_time() -> None:
    cell = one((datetime(2026, 12, 15, 14, 3),)).active["A2"]
    assert (cell.value, cell.number_format) == (datetime(2026, 12, 15, 14, 3), "yyyy-mm-dd hh:mm")


def test_control_characters_are_removed_and_lines_kept() -> None:
    assert one(("a\x00\x0bb\r\nc\ud800\ufffe",)).active["A2"].value == "ab\nc"


def test_sheet_titles_are_legal_and_unique() -> None:
    titles = ["措施[1]/汇总:表", "措施[1]/汇总:表", "字" * 40, "字" * 40, "", "'引'", "History", "a", "A", "𠮷" * 20]
    made = opened(*(SheetOf(title, ["x"], []) for title in titles)).sheetnames
    long = ["字" * 31, "字" * 28 + "(2)"]
    assert made == ["措施-1--汇总-表", "措施-1--汇总-表(2)", *long, "Sheet", "引", "History-", "a", "A(2)", "𠮷" * 15]
    assert all(len(title.encode("utf-16-le")) <= 62 for title in made)


def test_a_title_taken_many_times_stays_within_31_characters() -> None:
    taken: set[str] = set()
    for _ in range(120):
        title = legal_title("x" * 31, taken)
        assert len(title) <= 31
        taken.add(title)


def test_text_too_long_is_refused_naming_each_cell() -> None:
    long = "长" * (MAX_TEXT + 1)
    with pytest.raises(ReportError) as refused:
        workbook([SheetOf("因素表", ["码", "备注"], [["LA1", "短"], ["LA2", long]], note="示例数据"), SheetOf("二", [long], [])])
    assert [(problem.code, problem.path) for problem in refused.value.problems] == [
        ("cell-too-long", "因素表!B4"),
        ("cell-too-long", "二!A1"),
    ]
    assert one(("长" * MAX_TEXT,)).active["A2"].value == "长" * MAX_TEXT


def test_characters_beyond_the_basic_plane_count_twice_as_in_excel() -> None:
    with pytest.raises(ReportError):
        workbook([SheetOf("表", ["x"], [["𠮷" * (MAX_TEXT // 2 + 1)]])])


def test_no_sheet_is_refused() -> None:
    with pytest.raises(ReportError):
        workbook([])


def test_the_header_is_bold_frozen_filtered_and_repeated_in_print() -> None:
    page = one(("一", 1), ("二", 2), columns=("名称", "数")).active
    assert page["A1"].font.bold and page["B1"].font.bold and not page["A2"].font.bold
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("A2", "A1:B3", "$1:$1")


def test_the_note_of_illustrative_data_stands_in_the_first_row_and_on_each_page() -> None:
    page = one(("一",), note="示例数据 & 非真实项目").active
    assert page["A1"].value == "示例数据 & 非真实项目" and page["A2"].font.bold
    assert (page.freeze_panes, page.auto_filter.ref) == ("A3", "A2:A3")
    assert "示例数据" in page.oddFooter.left.text
    assert one(("一",)).active.oddFooter.left.text is None


def test_columns_are_wide_enough_for_chinese() -> None:
    page = one(("国道G247改建", "短", "字" * 200), columns=("项目", "责任主体和协助单位", "备注")).active
    widths = [page.column_dimensions[letter].width for letter in "ABC"]
    assert widths[0] >= 12 and widths[1] >= 18 and widths[2] == WIDEST
    given = opened(SheetOf("表", ["a", "b"], [["x", "长" * 20]], widths=[33])).active
    assert given.column_dimensions["A"].width == 33 and given.column_dimensions["B"].width > 40


def test_a_row_is_as_high_as_its_longest_cell_needs() -> None:
    long = "镇专班把单价、计算式、与相邻项目对照表在村组公示不少于30日，逐户送达计算单"
    page = opened(SheetOf("表", ("编号", "措施"), [["a", "短"], ["b", long]], (6, 20))).active
    assert page.row_dimensions[3].height > 3 * page.row_dimensions[2].height


def test_lines_above_the_columns_are_counted_and_what_runs_on_top_of_each_page_is_no_code() -> None:
    sheet = SheetOf(
        "表", ("项目",), [("一",)], note="示例数据", heading=("大标题", "小字"), running=("A&B项目", "县财政局\n二行")
    )
    page = opened(sheet).active
    assert [page.cell(n, 1).value for n in range(1, 6)] == ["示例数据", "大标题", "小字", "项目", "一"]
    assert page.print_title_rows == "$4:$4"
    assert page.freeze_panes == "A5"
    assert (page.oddHeader.left.text, page.oddHeader.right.text) == ("A&&B项目", "县财政局 二行")
    with pytest.raises(ReportError) as error:
        workbook([SheetOf("表", ("项目",), [("长" * (MAX_TEXT + 1),)], note="注", heading=("一", "二"))])
    assert error.value.problems[0].values["cell"] == "A5"
