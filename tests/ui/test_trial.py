"""The page on which a changed scorecard is tried and adopted, and what it would change elsewhere."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from assessment import service
from assessment.library.catalogue import Catalogue
from assessment.library.packing import packed
from assessment.library.reading import HEAD, files_of
from assessment.report.excel import XLSX
from assessment.ui.trial import in_force, next_version
from tests.library.patching import SCORECARDS
from tests.library.workbook.editing import LAND as LAND_PAGE
from tests.library.workbook.editing import edited, put

LAND = "sheets/land.yaml"


@pytest.fixture
def cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two scorecards; `small` runs on, so that another edition can follow it."""
    folder = tmp_path / "cards"
    for name in ("small", "matrix"):
        shutil.copytree(SCORECARDS / name, folder / name)
    head = folder / "small" / HEAD
    head.write_text(
        head.read_text("utf-8").replace(", until: 2026-12-31}", "}").replace("\nmethod:", "\ndefault: true\nmethod:"), "utf-8"
    )
    monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(folder))
    return folder


@pytest.fixture
def bench(cards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> service.Bench:
    monkeypatch.setenv("ASSESSMENT_DATABASE", f"sqlite:///{tmp_path / 'ui.db'}")
    return service.open_bench()


def begun(open_app, part: str = ""):
    at = open_app("trial")
    at.button(key="begin").click().run()
    return at_part(at, part) if part else at


def at_part(at, part: str):
    at.query_params["part"] = part
    return at.run()


def write(at, file: str, old: str, new: str):
    at_part(at, file)
    (box,) = at.text_area
    assert old in box.value
    return box.input(box.value.replace(old, new)).run()


def test_mistakes_are_listed_with_their_lines_and_shut_the_door(open_app, seen, bench):
    at = write(begun(open_app), HEAD, "method: likelihood-consequence", "method: likelyhood")
    write(at, LAND, "weight: ", "weight: x")
    text = seen(at)
    assert "改了 2 个文件" in text and "weight: x" in text  # the line itself stands beside its problem
    assert at.button(key="to-adopt").disabled
    text = seen(at_part(at, "problems"))
    assert "scorecard.yaml" in text and "sheets/land.yaml" in text and "likelyhood" in text
    assert "还不能采用" in seen(at_part(at, "adopt"))
    assert "先改正错误" in seen(at_part(at, "changes"))
    at.query_params["lang"] = "en"
    assert "Files changed: 2" in seen(at.run())


def test_what_was_typed_outlives_other_parts_pages_and_languages(open_app, seen, bench):
    at = write(begun(open_app), LAND, "zh: ", "zh: 新")
    at_part(at, "examples")
    at.switch_page("assessment/ui/pages/scorecards.py").run()
    at.switch_page("assessment/ui/pages/trial.py")
    at.query_params["lang"] = "en"
    at_part(at, LAND)
    assert "zh: 新" in at.text_area[0].value
    at.button(key="trial-restore").click().run()
    assert "zh: 新" not in at.text_area[0].value
    assert "Nothing changed yet" in seen(at)


def test_a_changed_number_is_told_in_words_with_whom_it_would_change(open_app, seen, bench):
    service.import_case(service.LOCAL, bench, (SCORECARDS.parent / "bad_cases" / "base" / "small.yaml").read_bytes(), "a.yaml")
    at = write(begun(open_app), HEAD, "below: 0.36", "below: 0.07")
    text = seen(at_part(at, "changes"))
    assert "与 1.0 比，改动 1 处，其中影响算分或措施的 1 处" in text and "0.36 → &lt; 0.07" in text
    assert not at_part(at, "effects").exception
    at.button(key="replay-stored").click().run()
    text = seen(at)
    assert "/1 个项目等级会变" in text and "再算一次" in [button.label for button in at.button]
    assert not at.error
    (row,) = service.list_projects(service.LOCAL, bench)
    at.switch_page("assessment/ui/pages/result.py")
    at.query_params["id"] = row.id
    at.run()
    box = at.selectbox(key="another-edition")
    assert box.options == ["小打分表 1.0 的试改稿"]
    text = seen(box.select_index(0).run())
    assert "换版后（小打分表 1.0 的试改稿）" in text and "等级" in text
    assert not at.exception and not at.error


def test_the_slip_test_is_asked_for_once(open_app, seen, bench):
    at = open_app("scorecards", part="examples")
    assert "还没有检验" in seen(at)
    at.button(key="prove").click().run()
    assert "处改错（" in seen(at)
    assert "处改错（" in seen(begun(open_app, "examples"))  # the same content, in a draft


def test_a_draft_becomes_an_edition(open_app, seen, bench, cards: Path):
    at = write(begun(open_app), HEAD, "小打分表", "小表")
    at_part(at, "adopt")
    key = next(box.key for box in at.text_input if str(box.key).startswith("adopt-version"))
    assert at.text_input(key=key).value == "1.1"
    at.text_input(key=key).input("1.0").run()
    assert "已有 1.0 版" in seen(at) and at.button(key="adopt").disabled
    at.text_input(key=key).input("2.0").run()
    first = next(box.key for box in at.date_input if str(box.key).startswith("adopt-from"))
    at.date_input(key=first).set_value(date(2027, 1, 1)).run()
    assert "采用后：2.0 自 2027-01-01 起施行；1.0 施行到 2026-12-31" in seen(at)
    at.button(key="adopt").click().run()
    assert not at.exception and not at.error
    assert "已采用" in seen(at) and "small 2.0" in seen(at)
    assert sorted(path.name for path in cards.iterdir()) == ["matrix", "small", "small-2.0"]
    assert Catalogue(cards).problems() == ()
    assert "开始试改" in [button.label for button in at.switch_page("assessment/ui/pages/trial.py").run().button]
    text = seen(open_app("scorecards", part="replay"))
    assert "按这一版重算已存项目" in text


def test_days_that_are_taken_are_refused_before_anything_is_pressed(open_app, seen, bench):
    at = begun(open_app, "adopt")
    first = next(box.key for box in at.date_input if str(box.key).startswith("adopt-from"))
    at.date_input(key=first).set_value(date(2026, 1, 1)).run()
    assert "施行日期重叠" in seen(at) and at.button(key="adopt").disabled


def test_files_are_taken_in_or_refused_with_a_sentence(open_app, seen, bench, cards: Path):
    at = open_app("trial")
    files = files_of(cards / "matrix")
    at.file_uploader[0].upload("x.zip", packed({"readme.txt": b""}), "application/zip").run()
    at.button(key="begin-upload").click().run()
    assert "压缩包里没有 YAML 文件" in seen(at)
    at.file_uploader[0].upload("matrix.zip", packed({f"a/{name}": text for name, text in files.items()}), "application/zip").run()
    at.button(key="begin-upload").click().run()
    assert "个算例全部相符" in seen(at)
    assert "改动 0 处" in seen(at_part(at, "changes"))  # compared with the matrix edition, not with the one it was laid over


def test_a_draft_is_given_up(open_app, bench):
    at = begun(open_app)
    at.button(key="discard").click().run()
    assert "begin" in [button.key for button in at.button]


def test_the_next_version_is_the_first_nobody_has():
    assert next_version("2026.1", ["2026.1", "2026.2"]) == "2026.3"
    assert next_version("试行", ["试行"]) == "试行.2"
    assert next_version("9", []) == "9"


def test_of_several_scorecards_in_force_the_default_is_shown(cards: Path):
    editions = Catalogue(cards).editions
    day = date(2026, 6, 1)
    assert [each.scorecard.id for each in (in_force(editions, day), in_force(editions, day, "matrix")) if each] == [
        "small",
        "matrix",
    ]
    assert in_force(editions, day, "unknown") is None


def test_what_is_wrong_with_a_workbook_is_named_by_its_cell(open_app, bench):
    at = open_app("trial")
    at.file_uploader[0].upload("改.xlsx", edited(put(LAND_PAGE, 5, "weight", "?")), XLSX).run()
    at.button(key="begin-upload").click().run()
    (said,) = at.error
    assert said.value.replace("\\", "") == "改.xlsx 征地拆迁!D5: 权重应为数字，现为“?”。"
