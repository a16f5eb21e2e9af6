"""Numbers of the two languages of a text, compared."""

import re
from collections.abc import Iterator

import pytest

from assessment.library.checks.numerals import differences
from assessment.library.checks.wording import texts
from assessment.library.tree import parse
from tests.cards import ROOT

ALIKE = [
    ("应付未付≤10万元", "≤ CNY 0.1 million due"),
    ("弃渣≤0.5万方", "Spoil ≤ 5,000 m³"),
    ("投资≤1亿元", "Investment ≤ CNY 100 million"),
    ("投资1–5亿元", "Investment of CNY 100–500 million"),
    ("九成以上", "over 90%"),
    ("四项齐全", "All four items"),
    ("影响1个村", "One village affected"),
    ("全体成员2/3以上", "Two thirds of all members"),
    ("三分之二", "2/3"),
    ("预公告<10个工作日，方案公告<30日", "notice <10/30 days"),
    ("22时至次日6时停工", "No work from 22:00 to 6:00"),
    ("村道5千米", "5 km of village road"),
    ("二十五户", "twenty-five households"),
    ("两百户", "two hundred households"),
    ("2026年7月1日", "1 July 2026"),
    ("一户一策", "Household support plans"),
    ("０欠薪", "No wages owed"),
    ("不少于30日", "at least 30 days; the 30 days are calendar days"),
]
DIFFERENT = [
    ("≤5户", "≤ 6 households", ["5"], ["6"]),
    ("≤10万元", "≤ CNY 1 million", ["100000"], ["1000000"]),
    ("四项齐全", "All five items", ["4"], ["5"]),
    ("公示30日", "Posted for a month", ["30"], []),
    ("公示", "Posted for 30 days", [], ["30"]),
]


@pytest.mark.parametrize(("zh", "en"), ALIKE)
def test_the_same_numbers_differently_written_agree(zh: str, en: str) -> None:
    assert differences(zh, en) == ([], [])


@pytest.mark.parametrize(("zh", "en", "missing", "added"), DIFFERENT)
def test_what_only_one_language_says_is_named(zh: str, en: str, missing: list[str], added: list[str]) -> None:
    assert differences(zh, en) == (missing, added)


def shipped() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "scorecards" / "major-project" / "sheets").glob("*.yaml")):
        root, _ = parse(path.read_bytes(), path.name)
        yield from ((zh, en) for _, zh, en in texts(root, ()))


def test_a_number_changed_anywhere_in_the_shipped_sheets_is_noticed() -> None:
    """Every number in turn, in either language; one that its language says twice may become its neighbour unnoticed."""
    tried = 0
    unnoticed = []
    for zh, en in shipped():
        for text, pair in ((zh, lambda new, en=en: (new, en)), (en, lambda new, zh=zh: (zh, new))):
            for number in re.finditer(r"(?<![0-9.,:])[0-9]+(?![0-9,:])", text):
                changed = f"{text[: number.start()]}{int(number.group()) + 1}{text[number.end() :]}"
                tried += 1
                if differences(*pair(changed)) == ([], []):
                    unnoticed.append(changed)
    assert tried > 1_000
    assert len(unnoticed) <= tried / 100, unnoticed
