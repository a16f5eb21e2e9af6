"""CSV for spreadsheets."""

from datetime import date
from fractions import Fraction

from assessment.report.csv_file import csv_of
from assessment.report.excel import Figure, SheetOf


def test_figures_are_rounded_once_and_text_that_would_run_stays_text() -> None:
    rows = [
        ["=1+1", Fraction(1, 3), Figure(Fraction(1, 8), 2), 3, None, date(2026, 1, 2)],
        ['引"号,逗', -Fraction(1, 3), 0, 0, "", ""],
    ]
    raw = csv_of(SheetOf("x", ["项目", "a", "b", "c", "d", "e"], rows))
    assert raw.decode("utf-8-sig").splitlines() == [
        "项目,a,b,c,d,e",
        "'=1+1,0.3333,0.13,3,,2026-01-02",
        '"引""号,逗",-0.3333,0,0,,',
    ]
    assert raw.startswith(b"\xef\xbb\xbf")
