"""New content into a YAML file that people have written: only what changed changes."""

import copy
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assessment.library.tree import parse
from assessment.library.workbook.exchange import _unequal
from assessment.library.workbook.rewriting import bare, fresh, rewritten
from tests.cards import ROOT
from tests.library.workbook.editing import changed

LAND = (ROOT / "scorecards" / "major-project" / "sheets" / "land-acquisition.yaml").read_bytes()
MEASURES = (ROOT / "scorecards" / "major-project" / "measures" / "land-acquisition.yaml").read_bytes()


def data(raw: bytes) -> Any:
    root, problems = parse(raw, "")
    assert problems == [] and root is not None
    return root.data()


def lines(raw: bytes, content: Any) -> list[str]:
    new = rewritten(raw, content)
    assert bare(data(new)) == bare(content)
    return changed({"f": new}, {"f": raw})


@pytest.fixture
def land() -> Any:
    return data(LAND)


def test_nothing_changed_is_the_same_file(land: Any) -> None:
    assert rewritten(LAND, land) == LAND


def test_one_weight_is_one_line(land: Any) -> None:
    land["indicators"][0]["weight"] = "16"
    assert lines(LAND, land) == ["-    weight: 15", "+    weight: 16"]


def test_a_long_text_is_one_line(land: Any) -> None:
    land["indicators"][1]["question"]["en"] = "How many: one, two # or three?"
    assert lines(LAND, land)[1:] == ['+      en: "How many: one, two # or three?"']


def test_a_removed_measure_takes_only_its_own_lines() -> None:
    content = data(MEASURES)
    gone = content["measures"].pop(1)
    found = lines(MEASURES, content)
    assert [line for line in found if line.startswith("+")] == []
    assert f"-  - id: {gone['id']}" in found


def test_an_added_indicator_stands_as_its_neighbours_do(land: Any) -> None:
    new = copy.deepcopy(land["indicators"][0])
    new.update(id="new", code="LA9", weight="1")
    land["indicators"].insert(1, new)
    found = lines(LAND, land)
    assert [line for line in found if line.startswith("-")] == []
    assert found[:2] == ["+  - id: new", "+    code: LA9"]


def test_a_key_that_comes_and_one_that_goes() -> None:
    raw = b"a: 1  # eins\nb:\n  c: {x: 1, y: 2}\n# Ende\nd: [p, q]\n"
    assert rewritten(raw, {"a": "1", "n": "2", "b": {"c": {"x": "1"}}, "d": ["p", "q"]}) == (
        b"a: 1  # eins\nn: 2\nb:\n  c: {x: 1}\n# Ende\nd: [p, q]\n"
    )
    assert rewritten(raw, {"b": {"c": {"x": "1", "y": "2"}}, "d": ["q"]}) == b"b:\n  c: {x: 1, y: 2}\n# Ende\nd: [q]\n"


def test_words_that_other_readers_take_for_something_else_stay_words() -> None:
    content = {
        "a": "no",
        "b": "null",
        "c": "~",
        "d": "01",
        "e": "x: y",
        "f": "- z",
        "g": "two\nlines",
        "h": "{",
        "i": "'",
        "j": "#",
    }
    assert data(fresh(content)) == {**content, "g": "two\nlines\n"}
    assert bare(data(rewritten(b"a: 1\nz: 2\n", content))) == content


WORDS = st.text("ab中：，:#-{}[]'\"?&*!|>%@`, \n0.", min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
TREES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcde"), inner, max_size=3), max_leaves=12
)
FILES = st.dictionaries(st.sampled_from("abcde"), TREES, min_size=1, max_size=4)


@given(FILES, FILES)
def test_whatever_stood_there_the_file_reads_as_the_new_content(old: Any, new: Any) -> None:
    for raw in (fresh(old), yaml.dump(old, allow_unicode=True, sort_keys=False).encode()):
        try:
            written = rewritten(raw, new)
        except yaml.YAMLError:
            assert parse(raw, "")[0] is None  # the old file could not be read
            continue
        assert bare(data(written)) == bare(new) if bare(new) else True


def test_a_file_that_would_not_read_as_wanted_is_refused() -> None:
    assert [problem.code for problem in _unequal(b"a: 1", {"a": "2"}, "x.xlsx", "scorecard.yaml")] == ["rewrite-differs"]
    assert list(_unequal(b"a: 1", {"a": "1"}, "x.xlsx", "scorecard.yaml")) == []
