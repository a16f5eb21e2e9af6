"""The page on which a scorecard is read."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CARDS = ROOT / "tests" / "scorecards"


def test_a_sheet_shows_its_indicators_with_anchors_vetoes_measures_and_sources(open_app, seen, bench):
    text = seen(open_app("scorecards", part="land-acquisition"))
    for told in (
        "LA4",
        "可能性",
        "5 级",
        "LA4-V1",
        "定为高风险，暂缓实施",
        "LA4-a",
        "已核实",
        "本表设定",
        "措施 LA4-a 完成并有佐证",
    ):
        assert told in text


@pytest.mark.parametrize(
    ("part", "told"),
    [("rules", "任一单因素重大"), ("profiles", "农村改革"), ("examples", "相符")],
)
def test_the_general_parts_can_be_read(open_app, seen, bench, part, told):
    assert told in seen(open_app("scorecards", part=part))


def test_a_search_finds_words_on_every_sheet(open_app, seen, bench):
    at = open_app("scorecards", q="民爆")
    assert "PO3" in seen(at)
    at.text_input(key="search-sheets").input("没有这样的词").run()
    assert "没有找到" in seen(at)


@pytest.mark.parametrize("folder", sorted(path.name for path in CARDS.iterdir() if path.is_dir()))
@pytest.mark.parametrize("part", ["", "rules", "profiles", "examples"])
def test_every_kind_of_scorecard_can_be_read_in_both_languages(open_app, bench, monkeypatch, folder, part):
    monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(CARDS / folder))
    for language in ("zh", "en"):
        at = open_app("scorecards", part=part, lang=language)
        assert not at.error
        assert not at.exception


def test_a_scorecard_with_a_mistake_lists_it_line_by_line(open_app, seen, bench, tmp_path: Path, monkeypatch):
    folder = tmp_path / "cards" / "major-project"
    shutil.copytree(ROOT / "scorecards" / "major-project", folder)
    sheet = folder / "sheets" / "work-safety.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("weight: 20", "weight: sixty", 1), "utf-8")
    monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(folder.parent))
    text = seen(open_app("scorecards"))
    assert "weight-not-a-number" in text
    assert "work-safety.yaml:" in text
    assert "今天没有可用的打分表" in text


def test_an_example_that_fails_takes_the_edition_out_of_use(open_app, seen, bench, tmp_path: Path, monkeypatch):
    folder = tmp_path / "cards" / "major-project"
    shutil.copytree(ROOT / "scorecards" / "major-project", folder)
    case = folder / "cases" / "level-lowest.yaml"
    case.write_text(case.read_text("utf-8").replace("level: low", "level: high", 1), "utf-8")
    monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(folder.parent))
    text = seen(open_app("scorecards", part="examples"))
    assert "这一版不能用于打分" in text
    assert "✗" in text
    assert "example-fails" in text


def test_an_empty_folder_is_a_sentence(open_app, seen, bench, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(tmp_path / "none"))
    assert "没有打分表" in seen(open_app("scorecards"))
