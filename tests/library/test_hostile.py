"""Hostile files: refused with a sentence, within 2 s and 200 MB, never with a traceback."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cards import ROOT
from tests.library.bounds import check, check_each, misbehaved
from tests.library.hostile import REFUSED, TAKEN
from tests.library.patching import SCORECARDS

SMALL = SCORECARDS / "small"


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / f"{name}.yaml"
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    return path


def test_hostile_cases_are_refused_with_a_sentence(tmp_path: Path) -> None:
    paths = [written(tmp_path, name, content) for name, content in REFUSED.items()]
    answers = check_each([[str(path), "--scorecards", str(SMALL)] for path in paths])
    assert misbehaved(answers, {1}) == []
    assert len(answers) == len(REFUSED)


def test_thousands_of_names_that_a_large_scorecard_does_not_know_are_refused_in_time(tmp_path: Path) -> None:
    head = "project: {name: 示例}\ndate: 2026-06-01\nscorecard: {id: major-project}\n"
    unknown = {
        "figures": "figures:\n" + "".join(f"  agreed-share{n}: {n}\n" for n in range(7_000)),
        "ratings": "ratings:\n" + "".join(f"  compensation-payment{n}: {{likelihood: 1}}\n" for n in range(7_000)),
        "accepted": "plan:\n  accepted:\n" + "".join(f"    compensation-payment{n}: 示例\n" for n in range(7_000)),
    }
    paths = [written(tmp_path, name, head + part) for name, part in unknown.items()]
    answers = check_each([[str(path), "--scorecards", str(ROOT / "scorecards" / "major-project")] for path in paths])
    assert misbehaved(answers, {1}) == []


def test_unusual_but_proper_cases_are_taken(tmp_path: Path) -> None:
    paths = [written(tmp_path, name, content) for name, content in TAKEN.items()]
    answers = check_each([[str(path), "--scorecards", str(SMALL)] for path in paths], "score")
    assert misbehaved(answers, {0}) == []


def test_hostile_sheets_make_a_scorecard_unusable(tmp_path: Path) -> None:
    arguments = []
    for name, content in REFUSED.items():
        folder = tmp_path / name
        shutil.copytree(SMALL, folder)
        written(folder / "sheets", "land", content)
        arguments.append([str(folder)])
    assert misbehaved(check_each(arguments), {1}) == []


@pytest.mark.parametrize("place", ["scorecard.yaml", "measures/land.yaml", "cases/worst.yaml"])
def test_hostile_text_elsewhere_in_a_scorecard_is_refused_too(tmp_path: Path, place: str) -> None:
    names = [
        "flow-lists-1e5",
        "keys-29990",
        "long-explicit-key",
        "alias-bomb",
        "gb18030",
        "nul",
        "tag-python",
        "documents",
        "blank",
    ]
    arguments = []
    for name in names:
        folder = tmp_path / name
        shutil.copytree(SMALL, folder)
        written(folder, place.removesuffix(".yaml"), REFUSED[name])
        arguments.append([str(folder)])
    assert misbehaved(check_each(arguments), {1}) == []


def small(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


def fifo(path: Path) -> None:
    os.mkfifo(path)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def failing(path: Path) -> None:
    """A file that opens and cannot be read, also by root."""
    path.symlink_to("/proc/self/mem")


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


NO_FILES = [fifo, loop, failing, endless, Path.mkdir, dangling]


@pytest.mark.parametrize("make", [fifo, loop], ids=lambda make: make.__name__)
def test_no_file_makes_the_command_wait(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "case.yaml")
    answer = check(str(tmp_path / "case.yaml"), "--scorecards", str(SMALL))
    assert (answer.status, "case.yaml" in answer.said) == (1, True)


def test_a_case_that_is_no_file_is_refused(tmp_path: Path) -> None:
    for make in NO_FILES:
        make(tmp_path / f"{make.__name__}.yaml")
    answers = check_each([[str(path), "--scorecards", str(SMALL)] for path in sorted(tmp_path.iterdir())])
    assert misbehaved(answers, {1}) == []
    assert [name for name, answer in answers.items() if name not in answer.text] == []


@pytest.mark.parametrize("place", ["scorecard.yaml", "cases/a.yaml", "sheets/land.yaml", "measures/safety.yaml"])
def test_no_file_in_a_scorecard_is_refused(tmp_path: Path, place: str) -> None:
    arguments = []
    for make in NO_FILES:
        folder = tmp_path / make.__name__ / "small"
        shutil.copytree(SMALL, folder)
        (folder / place).unlink(missing_ok=True)
        make(folder / place)
        arguments.append([str(folder.parent)])
    answers = check_each(arguments)
    assert misbehaved(answers, {1}) == []
    assert [name for name, answer in answers.items() if place not in answer.text] == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything / 管理员什么都能读")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    folder = small(tmp_path)
    (folder / "sheets/land.yaml").chmod(0)
    answer = check(str(folder))
    assert answer.status == 1
    assert "file-unreadable" in answer.said


def test_a_name_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    folder = small(tmp_path)
    Path(os.fsdecode(bytes(folder / "cases") + b"/\xff.yaml")).write_text("expect: {}\n", encoding="utf-8")
    answer = check(str(folder))
    assert answer.status == 1
    assert "file-unreadable" in answer.said
    answer = check(bytes(folder / "cases") + b"/\xfe.yaml")
    assert answer.status == 1


def test_a_name_that_cannot_be_is_answered_with_a_sentence() -> None:
    names = ["a" * 5_000, "a/" * 3_000, "\udcff", "con\nfile", "-", "a/../b"]
    assert misbehaved(check_each([[name, "--scorecards", str(SMALL)] for name in names]), {1}) == []


def test_ten_thousand_files_are_too_many(tmp_path: Path) -> None:
    folder = small(tmp_path)
    for number in range(10_000):
        (folder / "cases" / f"{number:05d}.yaml").hardlink_to(folder / "cases/mixed.yaml")
    answer = check(str(folder))
    assert answer.status == 1
    assert "file-unreadable" in answer.said


def test_many_large_files_are_too_much(tmp_path: Path) -> None:
    folder = small(tmp_path)
    content = (folder / "cases/mixed.yaml").read_bytes() + b"#" * 900_000
    for number in range(300):
        (folder / "cases" / f"{number:03d}.yaml").write_bytes(content)
    answer = check(str(folder))
    assert answer.status == 1
    assert "file-unreadable" in answer.said


def test_many_small_mistakes_in_many_files_stay_bounded(tmp_path: Path) -> None:
    folder = small(tmp_path)
    wrong = "ratings: {" + ", ".join(f"land-pa{n}: {{}}" for n in range(1_000)) + "}\n"
    for number in range(150):
        (folder / "cases" / f"{number:03d}.yaml").write_text(wrong, encoding="utf-8")
    assert check(str(folder)).status == 1


def test_a_thousand_folders_are_looked_through(tmp_path: Path) -> None:
    for number in range(1_000):
        (tmp_path / f"{number:04d}").mkdir()
    answer = check(str(tmp_path))
    assert answer.status == 1
    assert "scorecard-missing" in answer.said


def texts(word: str) -> str:
    return f"title: {{zh: {word}, en: {word}}}"


def replaced(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def many_bands_and_rules(folder: Path) -> None:
    bands = "".join(f"  - {{id: b{n:0>70}, {texts('x')}, up_to: 0.1}}\n" for n in range(1_500))
    rules = "".join(f"  - {{id: r{n}, at_least: 1, band: no-{n}, level: high}}\n" for n in range(1_500))
    replaced(folder, "scorecard.yaml", "bands:\n", "bands:\n" + bands)
    replaced(folder, "scorecard.yaml", "escalations:\n", "escalations:\n" + rules)


def many_dimensions(folder: Path) -> None:
    rows = "".join(f"  - {{id: d{n}, weight: 1}}\n" for n in range(4_000))
    names = ", ".join(f"d{n}: 1" for n in range(4_000))
    replaced(folder, "scorecard.yaml", "dimensions:\n", "dimensions:\n" + rows)
    replaced(folder, "scorecard.yaml", "{land: 70, safety: 30}", "{" + names + "}")


def long_scale(folder: Path) -> None:
    rows = "".join(f"    - {{level: {n}, value: 0.{n:06d}, {texts('x')}}}\n" for n in range(1, 4_000))
    replaced(folder, "scorecard.yaml", "  likelihood:\n", "  likelihood:\n" + rows)
    many_indicators(folder)


def many_indicators(folder: Path) -> None:
    """As many as one file holds, each lacking something."""
    rows = "".join(f"  - {{id: i{n}, weight: 1, {texts('x')}, likelihood: {{1: {{zh: x, en: x}}}}}}\n" for n in range(2_700))
    replaced(folder, "sheets/land.yaml", "indicators:\n", "indicators:\n" + rows)


def long_ratios(folder: Path) -> None:
    rows = "".join(f"  - {{id: i{n}, weight: 1/{10**3990 + n}, {texts('x')}}}\n" for n in range(200))
    replaced(folder, "sheets/land.yaml", "indicators:\n", "indicators:\n" + rows)


def ratio_without_end(folder: Path) -> None:
    replaced(folder, "sheets/land.yaml", "weight: 70", f"weight: 1/{2**100}")


def ratios_that_differ(folder: Path) -> None:
    rows = "".join(f"  - {{id: i{n}, weight: 1/{10**17 + n}, {texts('x')}}}\n" for n in range(2_000))
    replaced(folder, "sheets/land.yaml", "indicators:\n", "indicators:\n" + rows)


def wide_matrix(folder: Path) -> None:
    row = "[" + ", ".join(["no-band"] * 200) + "]"
    replaced(folder, "scorecard.yaml", "bands:\n", "matrix: {" + ", ".join(f"{n}: {row}" for n in range(1, 200)) + "}\nbands:\n")
    replaced(folder, "scorecard.yaml", "method: likelihood-consequence", "method: matrix")


def many_facts(folder: Path) -> None:
    rows = "".join(f"  - {{id: f{n:0>70}, question: {{zh: x, en: x}}}}\n" for n in range(4_000))
    replaced(folder, "scorecard.yaml", "facts:\n", "facts:\n" + rows)
    indicators = "".join(f"  - {{id: i{n}, weight: 1, {texts('x')}, applies_when: no-fact}}\n" for n in range(3_000))
    replaced(folder, "sheets/land.yaml", "indicators:\n", "indicators:\n" + indicators)


def many_sheets(folder: Path) -> None:
    for number in range(900):
        shutil.copy(folder / "sheets/safety.yaml", folder / "sheets" / f"s{number}.yaml")


def large_card(folder: Path) -> None:
    """Right in every detail, only large: 1,200 indicators, a measure for each, and many examples of all of them."""
    anchors = "likelihood: {1: {zh: 一, en: a}, 2: {zh: 二, en: b}, 3: {zh: 三, en: c}}"
    anchors += ", " + anchors.replace("likelihood", "consequence")
    rows = "".join(f"  - {{id: i{n}, weight: 0.01, {texts('x')}, {anchors}}}\n" for n in range(1_200))
    replaced(folder, "sheets/land.yaml", "weight: 70", "weight: 58")
    replaced(folder, "sheets/land.yaml", "indicators:\n", "indicators:\n" + rows)
    effects = ", ".join(f"{{indicator: i{n}, likelihood: -1}}" for n in range(1_200))
    body = "text: {zh: x, en: x}, responsible_body: {zh: x, en: x}, cost: 1, lead_days: 1, proof: {zh: x, en: x}"
    (folder / "measures/more.yaml").write_text(f"measures:\n  - {{id: more, {body}, effects: [{effects}]}}\n", encoding="utf-8")
    (folder / "cases/mixed.yaml").unlink()
    for number in range(300):
        shutil.copy(folder / "cases/worst.yaml", folder / "cases" / f"w{number}.yaml")


def close_titles(folder: Path) -> None:
    """Right in every detail, so that everything is compared: 600 long titles one character apart, anchors full of numbers."""
    anchors = ", ".join(f"{n}: {{zh: '{'至'.join(map(str, range(n, 40)))}户', en: {n}}}" for n in (1, 2, 3))
    title = "征地拆迁补偿安置与社会保障落实情况" * 4
    rows = "".join(
        f"  - {{id: i{n}, weight: 0.01, title: {{zh: {title}{chr(0x5000 + n)}, en: i{n}}},"
        f" likelihood: {{{anchors}}}, consequence: {{{anchors}}}}}\n"
        for n in range(600)
    )
    replaced(folder, "sheets/land.yaml", "weight: 70", "weight: 64")
    replaced(folder, "sheets/land.yaml", "indicators:\n", "indicators:\n" + rows)
    effects = ", ".join(f"{{indicator: i{n}, likelihood: -1}}" for n in range(600))
    body = "text: {zh: x, en: x}, responsible_body: {zh: x, en: x}, cost: 1, lead_days: 1"
    (folder / "measures/more.yaml").write_text(f"measures:\n  - {{id: more, {body}, effects: [{effects}]}}\n", encoding="utf-8")


def texts_of_numbers(folder: Path) -> None:
    """Thousands of numbers in texts as long as they may be."""
    numbers = f"{{zh: '{'九十九 1,000万 ' * 300}', en: '{'ninety-nine 10 million ' * 150}'}}"
    replaced(folder, "sheets/land.yaml", "    evidence:\n", "    evidence:\n" + f"      - {numbers}\n" * 80)


def many_profiles_and_rules(folder: Path) -> None:
    facts = "".join(f"  - {{id: f{n}, question: {{zh: 问{n}, en: ask {n}}}}}\n" for n in range(200))
    no = ", ".join(f"f{n}: no" for n in range(200))
    profiles = "".join(f"  - {{id: p{n}, title: {{zh: 型{n}, en: type {n}}}, facts: {{{no}}}}}\n" for n in range(60))
    rules = "".join(f"  - {{id: r{n}, at_least: {1 + n % 3}, band: major, level: high}}\n" for n in range(1_000))
    replaced(folder, "scorecard.yaml", "facts:\n", "facts:\n" + facts)
    replaced(folder, "scorecard.yaml", "profiles:\n", "profiles:\n" + profiles)
    replaced(folder, "scorecard.yaml", "escalations:\n", "escalations:\n" + rules)


def long_good_scale(folder: Path) -> None:
    """1,000 levels an axis, and no anchors missing: every product of two levels is a degree."""
    head = folder / "scorecard.yaml"
    text = head.read_text(encoding="utf-8")
    scale = "".join(f"    - {{level: {n}, value: {n / 1000}, {texts(f'x{n}')}}}\n" for n in range(1, 1_001))
    start, end = text.index("  likelihood:\n"), text.index("bands:\n")
    head.write_text(f"{text[:start]}  likelihood:\n{scale}  consequence:\n{scale}{text[end:]}", encoding="utf-8")
    anchors = ", ".join(f"{n}: {{zh: 至{n}户, en: to {n}}}" for n in range(1, 1_001))
    for name in ("land", "safety"):
        sheet = folder / "sheets" / f"{name}.yaml"
        kept = sheet.read_text(encoding="utf-8")
        kept = re.sub(r"(likelihood|consequence):\n(      [123]: .*\n)+", rf"\1: {{{anchors}}}\n", kept)
        sheet.write_text(kept, encoding="utf-8")


LARGE = [many_bands_and_rules, many_dimensions, long_scale, many_indicators, long_ratios, ratio_without_end, ratios_that_differ,
         wide_matrix, many_facts, many_sheets, large_card, close_titles, texts_of_numbers,
         many_profiles_and_rules, long_good_scale]  # fmt: skip


@pytest.mark.parametrize("make", LARGE, ids=lambda make: make.__name__)
def test_a_scorecard_that_is_hostile_in_its_numbers_stays_bounded(tmp_path: Path, make: Callable[[Path], None]) -> None:
    folder = small(tmp_path)
    make(folder)
    answer = check(str(folder))
    assert answer.status in (0, 1)
    assert answer.said.strip() or answer.status == 0
