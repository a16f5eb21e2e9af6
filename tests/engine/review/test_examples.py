"""Every code of the review has a case that fails its rule, with exactly that finding, and one that passes it."""

import pytest

from assessment.engine.review import CODES, review, where
from assessment.errors import Problem
from tests.cards import ROOT
from tests.engine.review.examples import Example, example, examples
from tests.library.patching import unclear

EXAMPLES = examples()


def found(given: Example) -> list[Problem]:
    return list(review(given.scorecard, given.assessment, given.today))


def test_the_base_case_has_no_finding() -> None:
    assert found(example({})) == []


def test_every_code_has_its_examples() -> None:
    assert set(EXAMPLES) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_case_that_fails_has_exactly_this_finding(code: str) -> None:
    given = example(EXAMPLES[code]["fails"])
    problems = found(given)
    assert {problem.code for problem in problems} == {code, *EXAMPLES[code].get("beside", ())}
    problem = next(problem for problem in problems if problem.code == code)
    assert problem.severity == CODES[code].severity
    assert where(given.scorecard, problem) == (CODES[code].where or "rate")
    assert list(unclear(problem)) == []


@pytest.mark.parametrize("code", CODES)
def test_a_case_that_passes_does_not_have_it(code: str) -> None:
    assert code not in {problem.code for problem in found(example(EXAMPLES[code]["passes"]))}


def test_the_files_of_examples_hold_a_code_once() -> None:
    keys = [line for file in (ROOT / "tests" / "review").glob("*.yaml") for line in file.read_text("utf-8").splitlines()]
    codes = [line for line in keys if line.endswith(":") and not line.startswith((" ", "#"))]
    assert len(codes) == len(set(codes)) == len(CODES)
