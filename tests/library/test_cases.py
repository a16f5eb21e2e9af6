"""Cases in and out: load∘dump is identity, and what a program hands over is refused as a file would be."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from assessment.library.cases import read_case, to_data, to_yaml
from assessment.library.catalogue import Catalogue, open_folder
from assessment.model.case import Assessment
from tests.library.patching import SCORECARDS, TESTS

CATALOGUE = Catalogue(SCORECARDS / "small")
CARD = open_folder(SCORECARDS / "small").usable()
CASE = (TESTS / "bad_cases" / "base" / "small.yaml").read_bytes()

TRICKY = [
    *[
        "no",
        "yes",
        "null",
        "~",
        "1.0",
        "2026-01-01",
        "1:30",
        "0x10",
        ".inf",
        "=",
        "<<",
        "- a",
        "a: b",
        "# a",
        "a #b",
        "'",
        '"',
        "|",
    ],
    *[
        "？",
        "“”",
        "a\n\n b",
        "  a",
        "a\n",
        "?",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "{",
        "[a]",
        "a,b",
        "\u200f\u0627",
        "𠮷",
        "。\n。",
    ],
    *["a\n  b\n c", "\u00a0", "x" * 300, "户 " * 100, "a\tb", "---", "...", "a\n---\nb", "a\u200bb", "\ufeffa"],
]


def words(least: int = 0) -> st.SearchStrategy[str]:
    """What a person may type: any text that the model takes."""
    text = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cf"], include_characters="\n\t"), max_size=40)
    longer = st.lists(st.sampled_from(TRICKY) | text, max_size=5).map(" ".join)
    return (st.sampled_from(TRICKY) | text | longer).filter(lambda value: len(value.strip()) >= least)


DAYS = st.dates().map(lambda day: f"{day:%Y-%m-%d}".zfill(10))
NUMBERS = st.decimals(0, 10**9, places=4).map(str) | st.fractions(0, 10**9, max_denominator=10**6).map(str)
EVIDENCE = st.lists(
    st.fixed_dictionaries({"title": words(1)}, optional={"number": words(), "date": DAYS, "kept_at": words()}), max_size=2
)
LEVELS = st.integers(1, 3)
RATING = st.fixed_dictionaries({}, optional={"likelihood": LEVELS, "consequence": LEVELS, "note": words(), "evidence": EVIDENCE})
ANSWER = st.sampled_from(["yes", "no", "unknown"])
STATUS = st.sampled_from(["planned", "in_progress", "done", "verified", "lapsed"])
DETAILS = {"responsible_body": words(), "start": DAYS, "due": DAYS, "cost": NUMBERS, "status": STATUS, "proof": words()}
LIBRARY = st.fixed_dictionaries({"measure": st.sampled_from(list(CARD.measure))}, optional=DETAILS)
EFFECTS = st.sampled_from(list(CARD.indicators)).map(lambda name: [{"indicator": name, "likelihood": -1}])
OWN = st.fixed_dictionaries(
    {
        "measure": st.sampled_from(["own-1", "null", "1.0", "no"]),
        "text": words(1),
        "effects": EFFECTS,
        "reason": words(1),
    },
    optional={**DETAILS, "assisting_bodies": st.lists(words(1), max_size=2)},
)
FACT = ANSWER | st.fixed_dictionaries({"answer": ANSWER}, optional={"reason": words(), "evidence": EVIDENCE})
PROJECT = st.fixed_dictionaries(
    {"name": words(1)},
    optional={
        "profile": st.sampled_from(list(CARD.profile)),
        "township": words(),
        "investment": NUMBERS,
        "scale": words(),
        "illustrative": st.booleans(),
        "facts": st.dictionaries(st.sampled_from(list(CARD.fact)), FACT),
    },
)
ACCEPTED = st.dictionaries(st.sampled_from(list(CARD.indicators)), words(1))
CASES = st.fixed_dictionaries(
    {"project": PROJECT, "date": st.dates(CARD.in_force.from_, CARD.in_force.until or CARD.in_force.from_).map(str)},
    optional={
        "stage": st.sampled_from(["before-start", "approval"]),
        "scorecard": st.sampled_from([{"id": "small"}, {"id": "small", "version": "1.0"}]),
        "ratings": st.dictionaries(st.sampled_from(list(CARD.indicators)), RATING),
        "vetoes": st.dictionaries(st.sampled_from(list(CARD.veto)), ANSWER),
        "plan": st.fixed_dictionaries({}, optional={"measures": st.lists(LIBRARY | OWN, max_size=3), "accepted": ACCEPTED}),
    },
)


def assessments() -> st.SearchStrategy[Assessment]:
    return CASES.map(Assessment.model_validate)


@given(assessments(), words())
@settings(max_examples=250, deadline=None)
def test_what_is_written_is_read_back_the_same(assessment: Assessment, comment: str) -> None:
    again, _ = read_case(to_yaml(assessment, comment), "case.yaml", CATALOGUE)
    assert again == assessment


@given(assessments())
@settings(max_examples=60, deadline=None)
def test_other_readers_of_yaml_see_the_same_text(assessment: Assessment) -> None:
    """A county's own script reads our files with an ordinary loader: `no` and dates must not turn into something else."""
    assert yaml.safe_load(to_yaml(assessment)) == to_data(assessment)


def test_a_file_read_and_written_says_the_same() -> None:
    assessment, _ = read_case(CASE, "case.yaml", CATALOGUE)
    assert read_case(to_yaml(assessment), "case.yaml", CATALOGUE)[0] == assessment
    assert to_data(assessment)["project"]["investment"] == "4860"


@pytest.mark.parametrize("number", ["1234567890123456789012345/1", f"1/{2**100}", f"1/{10**40}"])
def test_a_number_that_could_not_be_written_again_is_refused(number: str) -> None:
    data = {"project": {"name": "x", "investment": number}, "date": "2026-06-01"}
    try:
        assessment = Assessment.model_validate(data)
    except ValidationError as error:
        assert [mistake["type"] for mistake in error.errors()] == ["not-a-number"]
    else:
        assert read_case(to_yaml(assessment), "case.yaml", CATALOGUE)[0] == assessment
