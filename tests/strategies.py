"""Random scorecards of all three methods, and cases that fit them."""

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from assessment.engine.methods import axes, axis_levels
from assessment.model.case import Assessment, Rating
from assessment.model.scorecard import Scorecard
from tests.cards import card, escalation, indicator, measure, scale, text, veto

BANDS = ["micro", "minor", "general", "large", "major"]
LEVELS = ["low", "medium", "high"]
METHODS = ["likelihood-consequence", "matrix", "points"]


def parts(draw: Any, whole: int, count: int) -> list[Fraction]:
    """`count` positive weights that add up to `whole` exactly."""
    raw = [draw(st.integers(1, 20)) for _ in range(count)]
    return [Fraction(whole * part, sum(raw)) for part in raw]


def method_keys(draw: Any, method: str) -> dict[str, Any]:
    if method == "points":
        return {"scales": None, "polarity": draw(st.sampled_from(["demerit", "merit"]))}
    if method == "matrix":
        ranks = [[draw(st.integers(0, 4)) for _ in range(5)] for _ in range(5)]
        risen = [[max(ranks[i][j] for i in range(p + 1) for j in range(q + 1)) for q in range(5)] for p in range(5)]
        bands = [{"id": name, "title": text(name), "value": Fraction(n + 1, 5)} for n, name in enumerate(BANDS)]
        matrix = {p + 1: [BANDS[rank] for rank in row] for p, row in enumerate(risen)}
        return {"scales": {"likelihood": scale("12345"), "consequence": scale("12345")}, "bands": bands, "matrix": matrix,
                "index": draw(st.sampled_from(["weighted", "none"]))}  # fmt: skip
    return {}


@st.composite
def scorecards(draw: Any, method: str | None = None, big: bool = False) -> Scorecard:
    method = method or draw(st.sampled_from(METHODS))
    sheets: dict[str, list[dict[str, Any]]] = {}
    measures = []
    for d in range(draw(st.integers(2, 8) if big else st.integers(1, 4))):
        count = draw(st.integers(1, 6))
        rows = []
        for n, weight in enumerate(parts(draw, 100, count)):
            name = f"i{d}{n}"
            row = indicator(name, weight, applies_when=draw(st.sampled_from([None, None, "f1", "f2"])))
            if method == "points":
                points = sorted(draw(st.lists(st.integers(0, 9), min_size=1, max_size=4)))
                row["options"] = {k: {"points": weight * p / 10, "title": text(str(k))} for k, p in enumerate([*points, 10], 1)}
            if draw(st.integers(0, 3)) == 0:
                row["vetoes"] = [veto(f"V{name}", draw(st.sampled_from(["hold", "medium", "high"])), [f"m{name}"])]
            drops = (
                {"option": -1}
                if method == "points"
                else {"likelihood": -draw(st.integers(0, 2)), "consequence": -draw(st.integers(0, 2))}
            )
            measures.append(measure(f"m{name}", {"indicator": name, **drops}))
            rows.append(row)
        sheets[f"d{d}"] = rows
    rules = [escalation(f"e{n}", draw(st.integers(1, 3)), draw(st.sampled_from(BANDS)), draw(st.sampled_from(LEVELS[1:])))
             for n in range(draw(st.integers(0, 2)))]  # fmt: skip
    facts = [{"id": name, "question": text(name)} for name in ("f1", "f2")]
    keys = method_keys(draw, method)
    return card(sheets, parts(draw, 100, len(sheets)), method=method, escalations=rules, facts=facts, measures=measures,
                effects={"combine": "additive", "max_drop": 2}, **keys)  # fmt: skip


def ratings(draw: Any, scorecard: Scorecard, complete: bool = False) -> dict[str, Rating]:
    given = {}
    for name, asked in scorecard.indicators.items():
        levels = {axis: draw(st.sampled_from(axis_levels(scorecard, asked, axis))) for axis in axes(scorecard)}
        if complete or draw(st.integers(0, 4)):
            if not complete and draw(st.integers(0, 9)) == 0:
                levels[axes(scorecard)[-1]] = None
            given[name] = Rating(**levels)
    return given


@st.composite
def scored_cases(draw: Any, method: str | None = None, complete: bool = False, big: bool = False) -> tuple[Scorecard, Assessment]:
    """A scorecard and a case in which something applies."""
    scorecard = draw(scorecards(method, big))
    answers = (
        {} if complete else {f: draw(st.sampled_from(["yes", "no", "unknown"])) for f in ("f1", "f2") if draw(st.booleans())}
    )
    if all(answers.get(i.applies_when or "") == "no" for i in scorecard.indicators.values()):
        answers = {}
    choices = ["yes", "no"] if complete else ["yes", "no", "unknown"]
    vetoes = {name: draw(st.sampled_from(choices)) for name in scorecard.veto if complete or draw(st.integers(0, 3))}
    assessment = Assessment.model_validate(
        {"project": {"name": "示例", "facts": answers}, "ratings": ratings(draw, scorecard, complete), "vetoes": vetoes}
    )
    return scorecard, assessment
