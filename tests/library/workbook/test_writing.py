"""The workbook as a department head sees it."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from assessment.errors import ScorecardError
from assessment.library.workbook.exchange import to_workbook
from tests.library.workbook.editing import LAND, SMALL, cell

BOOK = load_workbook(BytesIO(to_workbook(SMALL)))


def test_it_begins_with_how_to_fill_it_in() -> None:
    assert BOOK.worksheets[0].title == "填写说明 How to"
    assert BOOK.worksheets[0]["B1"].value == "怎样修改这套打分表"


def test_headings_are_chinese_first_and_stay_in_sight() -> None:
    page = BOOK[LAND]
    assert [cell(page, row, "weight").value for row in (2, 3)] == ["权重，本表合计 100", "weight, 100 in the sheet"]
    assert cell(page, 2, "likelihood › 3 › zh").value == "3 级·高：可能性（中文）"
    assert page.freeze_panes == "C5"


def test_weights_are_numbers_that_excel_can_add_up() -> None:
    assert cell(BOOK[LAND], 5, "weight").value == 70


def test_ids_are_offered_as_lists() -> None:
    rules = BOOK["升级规则 Escalations"].data_validations.dataValidation
    assert [rule.formula1 for rule in rules if "E5" in rule.sqref] == ["'可选编号 Lists'!$A$2:$A$4"]


def test_text_that_looks_like_a_formula_stays_text() -> None:
    files = {**SMALL, "sheets/land.yaml": SMALL["sheets/land.yaml"].replace("全部兑付".encode(), b"=1+1")}
    found = cell(load_workbook(BytesIO(to_workbook(files)))[LAND], 5, "likelihood › 1 › zh")
    assert (found.value, found.data_type, found.quotePrefix) == ("=1+1", "s", True)


def test_a_broken_scorecard_is_not_written() -> None:
    with pytest.raises(ScorecardError) as refused:
        to_workbook({**SMALL, "sheets/land.yaml": b"id: land\n"})
    assert [problem.code for problem in refused.value.problems] == ["key-missing", "key-missing"]
    with pytest.raises(ScorecardError) as missing:
        to_workbook({}, "nothing")
    assert [problem.code for problem in missing.value.problems] == ["scorecard-missing"]
