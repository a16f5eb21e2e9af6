"""What figures say of a level is the same in page (BigInt) and engine, on every edge; what is typed is never misread."""

import json
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from assessment.engine.coefficients import coefficients
from assessment.engine.grading import grades
from assessment.engine.scoring import score
from assessment.model.case import Assessment, Rating
from assessment.model.figure import Figure, Observation
from assessment.model.scorecard import Indicator, Scorecard
from assessment.ui.rating_data import answered
from assessment.ui.rating_sheet.sheet import ARITHMETIC, module
from tests.browser.test_arithmetic import IN_THE_PAGE, by_engine, by_page
from tests.cards import card, case, indicator, main_card, text

pytestmark = pytest.mark.browser
AXES = ("likelihood", "consequence")
NEAR = [Fraction(0), Fraction(1, 100), Fraction(-1, 100), Fraction(1, 3), Fraction(1), Fraction(-1)]
READ = """async ([source, typed]) => {
  const { readNumber } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  return typed.map(([text, unit]) => readNumber(text, unit));
}"""


def rule(random: Random, figure: dict[str, Any]) -> dict[str, Any]:
    """Levels 1 to 5, or some of them, between random edges that one side owns; at times with a gap or an overlap."""
    levels = sorted(random.sample(range(1, 6), random.randint(2, 5)))
    if figure["worse"] == "yes":
        return {"figure": figure["id"], "levels": {levels[0]: "no", levels[-1]: "yes"}}
    edges = sorted({Fraction(random.randint(1, 9999), random.choice([1, 3, 100])) for _ in levels[1:]})
    rows: dict[int, dict[str, Any]] = {}
    low: dict[str, Any] = {}
    for level, edge in zip(levels, edges, strict=False):
        rows[level] = {**low, random.choice(["up_to", "below"]): edge + random.choice([0, 0, 1])}
        low = {random.choice(["over", "from"]): edge}
    return {"figure": figure["id"], "levels": {**rows, levels[len(edges)]: low}}


def graded_card(random: Random) -> Scorecard:
    figures = [{"id": f"n{n}", "title": text(f"n{n}"), "worse": "higher"} for n in range(4)]
    figures += [{"id": "flag", "title": text("flag"), "worse": "yes"}]
    figures += [{"id": "money", "title": text("money"), "worse": "higher", "project": "investment"}]

    def rules() -> list[dict[str, Any]]:
        return [rule(random, figure) for figure in random.sample(figures, random.randint(0, 3))]

    rows = [indicator(f"i{n}", 25, graded_by={axis: rules() for axis in AXES}) for n in range(4)]
    return card({"a": rows[:2] + rows[2:]}, figures=figures)


def edges(card: Scorecard, figure: Figure) -> list[Fraction]:
    rules = [r for i in card.indicators.values() for rs in i.graded_by.values() for r in rs if r.figure == figure.id]
    return [edge for r in rules for held in r.levels.values() for edge in (held.low, held.high) if edge is not None]


def value_of(random: Random, card: Scorecard, figure: Figure) -> Any:
    """An edge, or close to one."""
    if figure.flag:
        return random.choice(["yes", "no"])
    return abs(random.choice(edges(card, figure) or [Fraction(7)]) + random.choice(NEAR))


def rating(random: Random, asked: Indicator) -> Rating:
    levels = {axis: random.choice([None, 1, 2, 3, 4, 5]) for axis in AXES}
    reasons = {axis: "示例理由" for axis in AXES if asked.graded_by[axis] and levels[axis] and random.random() < 0.3}
    return Rating(**levels, overrides=reasons)


def graded_case(random: Random, card: Scorecard) -> Assessment:
    chosen = [figure for figure in card.figures if random.random() < 0.7]
    figures = {f.id: Observation(value=value_of(random, card, f)) for f in chosen if not f.project}
    project = {"name": "示例", "investment": value_of(random, card, card.figure["money"]) if random.random() < 0.7 else None}
    given = {name: rating(random, asked) for name, asked in card.indicators.items() if random.random() < 0.7}
    return Assessment(project=project, figures=figures, ratings=given)


def on_every_edge() -> list[tuple[Scorecard, Assessment]]:
    """The figures of the shipped scorecard, all at once, on each of their edges in turn and a hundredth beside it."""
    shipped = main_card()
    ways: dict[str, list[Any]] = {}
    for figure in shipped.figure.values():
        near = sorted({edge + step for edge in edges(shipped, figure) for step in NEAR[:3]})
        ways[figure.id] = ["yes", "no"] if figure.flag else [value for value in near if figure.allows(value)]
    entered = {name: values for name, values in ways.items() if values and not shipped.figure[name].project}
    most = max(map(len, entered.values()))
    turns = [{name: {"value": values[n % len(values)]} for name, values in entered.items()} for n in range(most)]
    return [(shipped, case({}, figures=turn)) for turn in turns]


def test_the_page_grades_as_the_engine_does(browser: Any) -> None:
    random = Random(20261125)
    cards = [graded_card(random) for _ in range(60)]
    cases = [(each, graded_case(random, each)) for each in cards for _ in range(10)]
    assert sum(1 for each in cases for _grade in grades(*each)) > 1_000
    compare(browser, cases)


def test_every_edge_of_the_shipped_scorecard_is_the_same_in_both(browser: Any) -> None:
    cases = on_every_edge()
    assert len(cases) > 10
    compare(browser, cases)


def compare(browser: Any, cases: list[tuple[Scorecard, Assessment]]) -> None:
    page = browser.new_page()
    asked = [[coefficients(*each), answered(*each)] for each in cases]
    given = page.evaluate(IN_THE_PAGE, [module(ARITHMETIC), asked])
    page.close()
    for (asked_card, assessment), told in zip(cases, given, strict=True):
        expected = by_engine(asked_card, assessment, score(asked_card, assessment))
        assert by_page(told) == expected, answered(asked_card, assessment)


@pytest.mark.parametrize(("share", "level"), [("98", 1), ("97.99", 2), ("95", 2), ("94.99", 3), ("79.99", 5)])
def test_the_edges_of_the_agreed_share(browser: Any, share: str, level: int) -> None:
    shipped, page = main_card(), browser.new_page()
    assessment = case({}, figures={"agreed-share": {"value": share}})
    told = page.evaluate(IN_THE_PAGE, [module(ARITHMETIC), [[coefficients(shipped, assessment), answered(shipped, assessment)]]])
    page.close()
    assert json.loads(told[0])["levels"]["compensation-standard"] == [level, None]
    assert next(each.level for name, axis, each in grades(shipped, assessment) if name == "compensation-standard") == level


def test_what_is_typed_is_read_or_refused_but_never_misread(browser: Any) -> None:
    readings = {
        "12.5": "12.5", "１２.５": "12.5", "１２．５": "12.5", " 12.50 ": "12.5", "007": "7", "0": "0", "-0": "0", "-3": "-3",
        "1,260": "1260", "1，260": "1260", "1,234,567.80": "1234567.8", "　92　": "92",
        "92%": "92", "９２％": "92", "92 %": "92",
        "12,5": None, "1,26": None, "12,345,6": None, ",260": None, "1 260": None, "1.5万": None, "92户": None, "九十二": None,
        "92。5": None, "12.": None, ".5": None, "1e3": None, "5²": None, "½": None, "3/4": None, "约92": None,
        "--3": None, "1.2.3": None,
        "1" * 19: None, "": None,
    }  # fmt: skip
    page = browser.new_page()
    given = page.evaluate(READ, [module(ARITHMETIC), [[typed, "%"] for typed in readings]])
    page.close()
    assert dict(zip(readings, given, strict=True)) == readings
