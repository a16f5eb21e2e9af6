"""Reading a scorecard: exact, in any order, everything wrong at once, and never an exception whatever the text."""

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.engine.scoring import score
from assessment.errors import CaseError, ScorecardError
from assessment.i18n import line
from assessment.library.cases import read_case
from assessment.library.catalogue import Catalogue, open_folder
from assessment.library.document import MAX_PROBLEMS
from assessment.library.reading import digest_of, files_of, open_files
from assessment.model.case import Edition
from assessment.model.result import Result
from tests.library.patching import SCORECARDS, TESTS, unclear

SMALL = files_of(SCORECARDS / "small")
CASE = (TESTS / "bad_cases" / "base" / "small.yaml").read_bytes()
TOKENS = [token for content in (*SMALL.values(), CASE) for token in content.decode().split()]
TRICKY = [
    *[
        ":",
        "- ",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        "|",
        ">",
        "#",
        "&a",
        "*a",
        "!!int",
        "<<",
        "---",
        "...",
        "?",
        "%",
        "\t",
        "：",
        "\r",
        "\0",
    ],
    *["null", "~", "no", "1/0", "1/00", "1e9", "-1", "0", "999999999", "１", "", "\ufeff", "é", "{a: b}", "[]", "2026-13-01"],
]


def opened(files: dict[str, bytes]) -> None:
    """Every problem has a sentence in both languages, and the whole ends in no exception."""
    for problem in open_files(files, "card").problems:
        assert line(problem, "zh")
        assert list(unclear(problem)) == []


@st.composite
def mutated(draw: Any, content: bytes) -> bytes:
    """A few lines deleted, doubled, swapped or with a token replaced."""
    lines = content.decode().split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(["delete", "double", "swap", "token", "insert", "indent"]))
        if kind == "delete" and len(lines) > 1:
            del lines[at]
        elif kind == "double":
            lines.insert(at, lines[at])
        elif kind == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == "insert":
            lines.insert(at, draw(st.sampled_from(TRICKY + TOKENS)))
        elif kind == "indent":
            lines[at] = " " * draw(st.integers(0, 6)) + lines[at].lstrip()
        elif words := lines[at].split(" "):
            words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(TRICKY + TOKENS))
            lines[at] = " ".join(words)
    return "\n".join(lines).encode()


@given(st.data())
@settings(max_examples=250, deadline=None)
def test_a_mutated_scorecard_gives_problems_and_never_an_exception(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(SMALL)))
    opened({**SMALL, name: data.draw(mutated(SMALL[name]))})


@given(
    st.sampled_from(sorted(SMALL)),
    st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")),
)
@settings(max_examples=150, deadline=None)
def test_random_bytes_give_problems_and_never_an_exception(name: str, content: bytes) -> None:
    opened({**SMALL, name: content})


@given(st.text(alphabet="{}[]:,-?&*!|>'\"%@`#\n a1~<.", max_size=60))
@settings(max_examples=200, deadline=None)
def test_random_marks_of_yaml_give_problems_and_never_an_exception(text: str) -> None:
    opened({**SMALL, "sheets/safety.yaml": text.encode()})


@given(mutated(CASE) | st.binary(max_size=100))
@settings(max_examples=250, deadline=None)
def test_a_mutated_case_is_read_or_refused(content: bytes) -> None:
    try:
        assessment, edition = read_case(content, "case.yaml", Catalogue(SCORECARDS / "small"))
    except CaseError as error:
        assert error.problems
        for problem in error.problems:
            assert list(unclear(problem)) == []
    else:
        score(edition.usable(), assessment)


FREE_ORDER = {"dimensions", "indicators", "measures", "facts", "profiles", "vetoes", "evidence", "sources", "effects"}


def shuffled(draw: Any, value: Any, key: str = "") -> Any:
    """The same content with the keys of every mapping, and the items of lists without an order of their own, in another order."""
    if isinstance(value, dict):
        return {name: shuffled(draw, value[name], name) for name in draw(st.permutations(list(value)))}
    if isinstance(value, list):
        items = [shuffled(draw, item) for item in value]
        return draw(st.permutations(items)) if key in FREE_ORDER else items
    return value


def figures(result: Result) -> dict[str, Any]:
    """A result without the order of its parts."""
    parts = {
        "factors": {f.id: f for f in result.factors},
        "dimensions": {d.id: d for d in result.dimensions},
        "vetoes": {v.id: v for v in result.vetoes},
    }
    names = (
        "index",
        "worst_index",
        "best_index",
        "coverage",
        "level",
        "worst_level",
        "best_level",
        "decided_by",
        "hold",
        "escalations",
    )
    return {**parts, **{name: getattr(result, name) for name in names}}


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_the_order_of_keys_and_items_changes_no_score(data: st.DataObject) -> None:
    files = {}
    for name, content in SMALL.items():
        mixed = shuffled(data.draw, yaml.load(content, Loader=yaml.CBaseLoader))
        files[name] = yaml.safe_dump(mixed, allow_unicode=True, sort_keys=False).encode()
    other = open_files(files, "card")
    assert other.problems == ()
    mixed = shuffled(data.draw, yaml.load(CASE, Loader=yaml.CBaseLoader))
    here, edition = read_case(CASE, "case", Catalogue(SCORECARDS / "small"))
    there, _ = read_case(
        yaml.safe_dump(mixed, allow_unicode=True, sort_keys=False).encode(), "case", Catalogue(SCORECARDS / "small")
    )
    assert figures(score(other.usable(), there)) == figures(score(edition.usable(), here))


def test_words_and_numbers_are_taken_as_they_are_written() -> None:
    card = open_folder(SCORECARDS / "small").usable()
    assert card.version == "1.0"
    assert card.profile["road"].facts == {"blasting": "yes"}
    assert [step.value for step in card.scales.consequence] == [Fraction(3, 10), Fraction(1, 2), Fraction(1)]  # type: ignore[union-attr]
    assert card.in_force.from_ == date(2026, 1, 1)


@pytest.mark.parametrize(
    "change", [lambda raw: b"\xef\xbb\xbf" + raw, lambda raw: raw.replace(b"\n", b"\r\n")], ids=["bom", "crlf"]
)
def test_what_editors_add_is_accepted(change: Any) -> None:
    assert open_files({name: change(content) for name, content in SMALL.items()}, "card").problems == ()


def test_line_ends_do_not_change_the_digest() -> None:
    assert digest_of({name: content.replace(b"\n", b"\r\n") for name, content in SMALL.items()}) == digest_of(SMALL)
    assert digest_of({**SMALL, "cases/worst.yaml": b""}) != digest_of(SMALL)


def test_mistakes_in_several_files_are_reported_at_once() -> None:
    files = {
        **SMALL,
        "scorecard.yaml": SMALL["scorecard.yaml"].replace(b"target: low", b"target: lwo").replace(b"at_least: 2", b"at_least: 0"),
        "sheets/land.yaml": SMALL["sheets/land.yaml"].replace(b"weight: 70", b"weight: 7O").replace(b"LA1-V1", b"LA1 V1"),
        "measures/land.yaml": SMALL["measures/land.yaml"].replace(b"cost: 8", b"cots: 8"),
    }
    found = [problem.code for problem in open_files(files, "card").problems]
    assert sorted(found) == [
        "count-below-one",
        "id-malformed",
        "key-missing",
        "key-unknown",
        "level-id-unknown",
        "weight-not-a-number",
    ]


def test_a_scorecard_with_an_error_may_not_be_used() -> None:
    broken = open_files({**SMALL, "sheets/land.yaml": SMALL["sheets/land.yaml"].replace(b"weight: 70", b"weight: 69")}, "card")
    assert broken.scorecard is not None
    with pytest.raises(ScorecardError):
        broken.usable()


def test_a_failing_example_names_what_is_expected_and_what_came_out() -> None:
    files = {**SMALL, "cases/worst.yaml": SMALL["cases/worst.yaml"].replace(b"index: 1,", b"index: 0.9999,")}
    (problem,) = open_files(files, "card").problems
    assert (
        line(problem, "zh")
        == "card/cases/worst.yaml:4:10: example-fails 算例不符：index 应为 0.9999，算得 1.0000 (1)。 (expect.index)"
    )


def test_a_suggestion_is_made_for_a_misspelt_key() -> None:
    files = {**SMALL, "sheets/land.yaml": SMALL["sheets/land.yaml"].replace(b"lead: {", b"laed: {")}
    problem = next(p for p in open_files(files, "card").problems if p.code == "key-unknown")
    assert "您是否想写 lead？" in line(problem, "zh")
    assert "Did you mean lead?" in line(problem, "en")


def test_two_files_for_one_sheet_are_an_error() -> None:
    found = open_files({**SMALL, "sheets/land.yml": SMALL["sheets/land.yaml"]}, "card").problems
    assert [problem.code for problem in found] == ["id-duplicate"]


def test_many_problems_are_cut_with_a_word_about_it() -> None:
    content = SMALL["scorecard.yaml"] + "".join(f"k{n}: 1\n" for n in range(500)).encode()
    found = open_files({**SMALL, "scorecard.yaml": content}, "card").problems
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1].code == "problems-too-many"
    assert list(unclear(found[-1])) == []


def test_many_warnings_are_cut_too_and_refuse_nothing() -> None:
    evidence = b"    evidence:\n" + b"      - {zh: \xe5\x87\xad\xe8\xaf\x81, en: voucher}\n" * 300
    sheet = SMALL["sheets/land.yaml"].replace(b"    evidence:\n", evidence, 1)
    opened = open_files({**SMALL, "sheets/land.yaml": sheet}, "card")
    assert [problem.code for problem in opened.problems].count("listed-twice") == MAX_PROBLEMS
    assert opened.problems[-1].code == "problems-too-many" and opened.usable()


def test_hidden_files_and_other_kinds_are_left_alone(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SCORECARDS / "small", tmp_path / "small"))
    for name in (".DS_Store", "sheets/._land.yaml", "sheets/land.yaml.bak", "sheets/notes.txt", "README.md"):
        (folder / name).write_bytes(b"\0")
    assert open_folder(folder).digest == open_folder(SCORECARDS / "small").digest


class TestCatalogue:
    def test_an_empty_or_missing_directory_has_no_scorecards(self, tmp_path: Path) -> None:
        for directory in (tmp_path, tmp_path / "nowhere"):
            (problem,) = Catalogue(directory).problems()
            assert (problem.code, problem.file) == ("no-scorecards", str(directory))
            assert list(unclear(problem)) == []

    def test_editions_that_claim_the_same_day_overlap(self, tmp_path: Path) -> None:
        editions(tmp_path, "2026-12-31")
        (problem,) = Catalogue(tmp_path).problems()
        assert (problem.code, problem.values) == ("edition-overlap", {"id": "small", "one": "1.0", "two": "2.0"})
        assert list(unclear(problem)) == []

    def test_the_date_picks_the_edition(self, tmp_path: Path) -> None:
        editions(tmp_path, "2027-01-01")
        catalogue = Catalogue(tmp_path)
        assert catalogue.problems() == ()
        last, first = catalogue.find(None, date(2026, 12, 31)), catalogue.find(None, date(2027, 1, 1))
        assert (last.usable().version, first.usable().version) == ("1.0", "2.0")

    def test_a_day_nobody_covers_is_an_error_and_never_the_nearest_edition(self, tmp_path: Path) -> None:
        editions(tmp_path, "2027-01-02")
        with pytest.raises(CaseError) as raised:
            Catalogue(tmp_path).find(None, date(2027, 1, 1))
        (problem,) = raised.value.problems
        assert problem.code == "no-edition"
        assert problem.values["editions"] == "small 1.0 2026-01-01–2026-12-31；small 2.0 2027-01-02–"

    def test_only_the_nearest_editions_are_named(self, tmp_path: Path) -> None:
        editions(tmp_path, "2027-01-02")
        with pytest.raises(CaseError) as raised:
            Catalogue(tmp_path).find(None, date(2025, 12, 31))
        assert raised.value.problems[0].values["editions"] == "small 1.0 2026-01-01–2026-12-31"

    def test_of_several_scorecards_the_default_is_meant(self, tmp_path: Path) -> None:
        two_scorecards(tmp_path, defaults=("matrix",))
        catalogue = Catalogue(tmp_path)
        assert catalogue.problems() == ()
        assert catalogue.find(None, date(2026, 6, 1)).usable().id == "matrix"
        assert catalogue.find(Edition(id="small"), date(2026, 6, 1)).usable().id == "small"

    def test_two_defaults_on_one_day_are_an_error_where_the_word_stands(self, tmp_path: Path) -> None:
        two_scorecards(tmp_path, defaults=("matrix", "small"))
        (problem,) = Catalogue(tmp_path).problems()
        assert (problem.code, problem.values) == ("default-twice", {"one": "matrix", "two": "small"})
        assert (tmp_path / "small" / "scorecard.yaml").read_text(encoding="utf-8").split("\n")[
            problem.line - 1
        ] == "default: true"
        assert list(unclear(problem)) == []

    def test_a_broken_edition_is_named_when_the_one_wanted_is_not_found(self, tmp_path: Path) -> None:
        editions(tmp_path, "2027-01-01")
        (tmp_path / "second" / "scorecard.yaml").write_text("id: [", encoding="utf-8")
        with pytest.raises(ScorecardError) as raised:
            Catalogue(tmp_path).find(None, date(2027, 6, 1))
        assert [problem.code for problem in raised.value.problems] == ["yaml-syntax"]

    def test_a_card_is_read_once_per_content(self) -> None:
        first, second = (Catalogue(SCORECARDS / "small").editions[0] for _ in range(2))
        assert first is second


def two_scorecards(directory: Path, defaults: tuple[str, ...]) -> None:
    for name in ("matrix", "small"):
        shutil.copytree(SCORECARDS / name, directory / name)
        if name in defaults:
            head = directory / name / "scorecard.yaml"
            head.write_text(head.read_text(encoding="utf-8") + "default: true\n", encoding="utf-8")


def editions(directory: Path, second_from: str) -> None:
    """small 1.0 until 2026-12-31, and 2.0 from a day on."""
    for name in ("first", "second"):
        shutil.copytree(SCORECARDS / "small", directory / name)
    head = directory / "second" / "scorecard.yaml"
    text = head.read_text(encoding="utf-8").replace('version: "1.0"', 'version: "2.0"')
    head.write_text(text.replace("{from: 2026-01-01, until: 2026-12-31}", f"{{from: {second_from}}}"), encoding="utf-8")
    example = directory / "second" / "cases" / "mixed.yaml"
    example.write_text(example.read_text(encoding="utf-8").replace("date: 2026-06-01\n", ""), encoding="utf-8")


def test_a_folder_that_may_not_be_looked_into_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", denied)
    opened = open_folder(tmp_path)
    assert opened.scorecard is None
    assert [problem.code for problem in opened.problems] == ["file-unreadable"]
