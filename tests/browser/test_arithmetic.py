"""The page's arithmetic (BigInt) gives exactly what the engine gives (fractions)."""

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from assessment.engine.coefficients import coefficients
from assessment.engine.grading import Grade, grade, graded, graded_axes, observed
from assessment.engine.methods import axes
from assessment.engine.scoring import score
from assessment.library.catalogue import open_folder
from assessment.library.examples import filled
from assessment.model.case import Assessment, Rating
from assessment.model.numbers import shown
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard
from assessment.ui.rating_data import answered
from assessment.ui.rating_sheet.sheet import ARITHMETIC, module
from tests.cards import ROOT, demo, main_card
from tests.strategies import METHODS, scored_cases

pytestmark = pytest.mark.browser
EACH, FIELDS = 110, ("index", "worst_index", "best_index", "coverage")
IN_THE_PAGE = """async ([source, cases]) => {
  const { score, shown } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const plain = (key, value) => typeof value === "bigint" ? value.toString() : value;
  return cases.map(([coefficients, answers]) => {
    const result = score(coefficients, answers);
    return JSON.stringify({ ...result, shown: shown(result.index, 4) }, plain);
  });
}"""


def pairs() -> Iterator[tuple[Scorecard, Assessment]]:
    """The demo projects, the worked examples (which lie on every edge), and random sheets and cases of every method."""
    for name in ("g247", "rail", "reform", "wharf"):
        yield main_card(), demo(name)
    for folder in (*sorted((ROOT / "scorecards").glob("*/")), *sorted((ROOT / "tests" / "scorecards").iterdir())):
        opened = open_folder(folder)
        yield from ((opened.usable(), filled(opened.usable(), state.example)) for state in opened.examples if state.example)
    for method in METHODS:
        yield from drawn(method)


def drawn(method: str) -> list[tuple[Scorecard, Assessment]]:
    """The same ones each time."""
    found: list[tuple[Scorecard, Assessment]] = []

    @settings(max_examples=EACH, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(scored_cases(method=method))
    def collect(pair: tuple[Scorecard, Assessment]) -> None:
        found.append(pair)

    collect()
    return found


def by_engine(card: Scorecard, case: Assessment, result: Result) -> dict[str, Any]:
    """The engine's result in the page's terms: ranks for ids."""
    level = card.level_rank
    ratings, values = graded(card, case).ratings, observed(card, case)
    return {
        **{field: getattr(result, field) for field in FIELDS},
        "shown": None if result.index is None else shown(result.index),
        "answered": sum(factor.answered for factor in result.factors),
        "total": len(result.factors),
        "level": level[result.level],
        "worst_level": level[result.worst_level],
        "best_level": level[result.best_level],
        "index_level": None if result.index_level is None else level[result.index_level],
        "determined": result.determined,
        "provisional": result.provisional,
        "hold": result.hold,
        "decided_by": result.decided_by,
        "vetoes": {veto.id: veto.state for veto in result.vetoes},
        "escalations": {rule.id: rule.fired for rule in result.escalations},
        "levels": {f.id: [getattr(ratings.get(f.id, Rating()), axis) for axis in axes(card)] for f in result.factors},
        "grades": {
            f.id: {
                axis: plain_grade(grade(card, card.indicators[f.id], axis, values))
                for axis in graded_axes(card, card.indicators[f.id])
            }
            for f in result.factors
        },
        "dimensions": {
            d.id: {"index": d.index, "worst": d.worst_index, "answered": d.answered, "total": d.total, "weight": d.weight}
            for d in result.dimensions
        },
        "factors": {
            f.id: {"degree": f.degree, "band": card.band_rank[f.band], "contribution": f.contribution} if f.band else None
            for f in result.factors
        },
    }


def plain_grade(found: Grade) -> dict[str, Any]:
    return {"level": found.level, "at_least": found.at_least, "by": list(found.by), "missing": list(found.missing)}


def by_page(text: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(text, object_hook=fraction)
    return result


def fraction(value: dict[str, Any]) -> Any:
    return Fraction(int(value["n"]), int(value["d"])) if value.keys() == {"n", "d"} else value


def test_the_page_computes_what_the_engine_computes(browser: Any) -> None:
    cases = list(pairs())
    assert len(cases) >= 300
    page = browser.new_page()
    asked = [[coefficients(card, case), answered(card, case)] for card, case in cases]
    given = page.evaluate(IN_THE_PAGE, [module(ARITHMETIC), asked])
    page.close()
    for (card, case), text in zip(cases, given, strict=True):
        assert by_page(text) == by_engine(card, case, score(card, case))
