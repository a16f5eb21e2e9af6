"""Random scorecards of all three methods, and cases that fit them."""

from fractions import Fraction
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from assessment.engine.carrying import carried
from assessment.engine.methods import axes, axis_levels
from assessment.engine.weighing import applicability
from assessment.model.case import Assessment, Rating
from assessment.model.figure import Observation
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


def effects_rule(draw: Any, method: str) -> dict[str, Any]:
    """How effects combine, by levels or by shares, with or without limits and parts that count before they are verified."""
    unit = draw(st.sampled_from(["level"] if method == "matrix" else ["level", "level", "share"]))
    if unit == "level":
        limits = {"max_drop": draw(st.sampled_from([None, 1, 2, 2])), "floor": draw(st.sampled_from([None, None, 1, 2]))}
        combine = ["additive", "strongest"]
    else:
        limits = {"max_drop": draw(st.sampled_from([None, "0.7", "1"])), "floor": draw(st.sampled_from([None, None, "0.1"]))}
        combine = ["additive", "multiplicative", "strongest"]
    credit = sorted(draw(st.lists(st.sampled_from(["0", "0.25", "0.5", "1"]), max_size=3)), key=Fraction)
    given = dict(zip(["planned", "in_progress", "done"], credit, strict=False))
    return {"unit": unit, "combine": draw(st.sampled_from(combine)), "credit": given, **limits}


def drops(draw: Any, method: str, unit: str) -> dict[str, Any]:
    """What one measure lowers."""
    step = st.integers(0, 2) if unit == "level" else st.integers(0, 10).map(lambda part: Fraction(part, 10))
    if method == "points":
        return {"option": -1 if unit == "level" else -draw(step)}
    return {"likelihood": -draw(step), "consequence": -draw(step)}


def linked(draw: Any, measures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Some measures ask for others, some cannot go together, some are mandatory, some ongoing; none of it contradicts itself."""
    roles = {m["id"]: draw(st.sampled_from(["", "", "", "requires", "excludes", "mandatory"])) for m in measures}
    named = {role: [name for name, own in roles.items() if own == role] for role in ("requires", "excludes")}
    found = []
    for row in measures:
        role = roles[row["id"]]
        others = [name for name in named.get(role, ()) if name != row["id"]]
        link = {role: [draw(st.sampled_from(others))]} if others else {}
        found.append({**row, **link, "mandatory": role == "mandatory", "ongoing": draw(st.booleans())})
    return found


def obligations(draw: Any) -> list[dict[str, Any]]:
    """What some levels ask for, once or again and again."""
    asked = []
    for name in draw(st.sampled_from([(), (), ("o1",), ("o1", "o2")])):
        days = {draw(st.sampled_from(["within_days", "every_days"])): draw(st.integers(1, 90))}
        levels = sorted(draw(st.sets(st.sampled_from(LEVELS), min_size=1)))
        of = draw(st.sampled_from(["initial", "now"]))
        asked.append({"id": name, "levels": levels, "of": of, "text": text(name), "responsible_body": text("示例单位"), **days})
    return asked


@st.composite
def scorecards(draw: Any, method: str | None = None, big: bool = False) -> Scorecard:
    method = method or draw(st.sampled_from(METHODS))
    rule = effects_rule(draw, method)
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
            measures.append(measure(f"m{name}", {"indicator": name, **drops(draw, method, rule["unit"])}))
            rows.append(row)
        sheets[f"d{d}"] = rows
    rules = [escalation(f"e{n}", draw(st.integers(1, 3)), draw(st.sampled_from(BANDS)), draw(st.sampled_from(LEVELS[1:])))
             for n in range(draw(st.integers(0, 2)))]  # fmt: skip
    facts = [{"id": name, "question": text(name)} for name in ("f1", "f2")]
    keys = method_keys(draw, method)
    return card(sheets, parts(draw, 100, len(sheets)), method=method, escalations=rules, facts=facts,
                measures=linked(draw, measures), effects=rule, obligations=obligations(draw), **keys)  # fmt: skip


def intervals(draw: Any, levels: int, worse: str) -> dict[int, dict[str, Any]]:
    """Levels by cuts of the range 0–100, each edge owned by one side."""
    cuts = sorted(draw(st.sets(st.integers(1, 99), min_size=levels - 1, max_size=levels - 1)))
    low: dict[str, Any] = {}
    rows = []
    for cut in cuts:
        owned = draw(st.booleans())
        rows.append({**low, "up_to" if owned else "below": cut})
        low = {"over" if owned else "from": cut}
    rows.append(low)
    return dict(enumerate(rows if worse == "higher" else reversed(rows), 1))


def with_figures(draw: Any, card: Scorecard) -> Scorecard:
    """The card with figures, and rules by them on some axes; points cards are left alone."""
    if card.method == "points":
        return card
    span = {"from": 0, "up_to": 100}
    figures: list[dict[str, Any]] = [
        {"id": "up", "title": text("up"), "unit": text("户"), "worse": "higher", "whole": True, "range": span},
        {"id": "down", "title": text("down"), "unit": text("%"), "worse": "lower", "range": span},
        {"id": "flag", "title": text("flag"), "worse": "yes"},
    ]

    def rules(axis: str) -> list[dict[str, Any]]:
        steps = len(getattr(card.scales, axis))
        named = draw(st.sets(st.sampled_from(["up", "down", "flag"]), max_size=2))
        rows = [{"figure": f, "levels": intervals(draw, steps, {"up": "higher"}.get(f, "lower"))} for f in named - {"flag"}]
        return [*rows, *({"figure": "flag", "levels": {1: "no", draw(st.integers(2, steps)): "yes"}} for f in named & {"flag"})]

    sheets = []
    for sheet in card.sheets:
        data = sheet.model_dump()
        for one in data["indicators"]:
            drawn = {axis: rules(axis) for axis in ("likelihood", "consequence") if draw(st.booleans())}
            one["graded_by"] = {axis: found for axis, found in drawn.items() if found}  # no rules are none
        sheets.append(data)
    return remade(card, figures=figures, sheets=sheets)


VALUES = {
    "up": st.integers(0, 100).map(Fraction),
    "down": st.fractions(0, 100, max_denominator=100),
    "flag": st.sampled_from(["yes", "no"]),
}


def figure_values(draw: Any, card: Scorecard) -> dict[str, Any]:
    return {name: {"value": draw(VALUES[name])} for name in card.figure if draw(st.booleans())}


@st.composite
def graded_cases(draw: Any) -> tuple[Scorecard, Assessment]:
    """A scorecard with figures, and a case with some of them, some levels and some reasons for other levels."""
    card, assessment = draw(scored_cases(draw(st.sampled_from(METHODS[:2]))))
    card = with_figures(draw, card)
    given = {
        name: rating.model_copy(
            update={"overrides": {axis: "示例理由" for axis in card.indicators[name].graded_by if draw(st.booleans())}}
        )
        for name, rating in assessment.ratings.items()
    }
    data = {**assessment.model_dump(), "figures": figure_values(draw, card), "ratings": given}
    return card, Assessment.model_validate(data)


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


def remade(card: Scorecard, **changes: Any) -> Scorecard:
    """The card with other values of some fields."""
    return Scorecard.model_validate({**{name: getattr(card, name) for name in Scorecard.model_fields}, **changes})


def edges(draw: Any, names: list[str]) -> list[dict[str, Any]]:
    """Rising edges up to 1, each owned or not."""
    inner = sorted(draw(st.sets(st.integers(1, 99), min_size=len(names) - 1, max_size=len(names) - 1)))
    owners = [draw(st.sampled_from(["up_to", "below"])) for _ in inner]
    bounds = [{owner: Fraction(edge, 100)} for owner, edge in zip(owners, inner, strict=True)]
    return [{"id": n, "title": text(n), **bound} for n, bound in zip(names, [*bounds, {"up_to": Fraction(1)}], strict=True)]


def varied(draw: Any, card: Scorecard) -> Scorecard:
    """Another edition of the card: some of its values, edges, weights, facts and rules are different."""
    changes: dict[str, Any] = {}
    if draw(st.booleans()):
        changes["levels"] = edges(draw, draw(st.sampled_from([LEVELS, LEVELS, LEVELS, ["low", "medium", "grave", "high"]])))
    names = bands = [band.id for band in card.bands]
    if card.method != "matrix" and draw(st.booleans()):
        bands = draw(st.sampled_from([BANDS, ["slight", "general", "grave"]]))
        changes["bands"] = edges(draw, bands)
    if card.method == "likelihood-consequence" and draw(st.booleans()):
        steps = sorted(draw(st.sets(st.integers(1, 100), min_size=3, max_size=5)))
        values = [Fraction(step, 100) for step in steps]
        changes["scales"] = {
            "likelihood": [{"level": n, "value": v, "title": text(str(n))} for n, v in enumerate(values, 1)],
            "consequence": scale(["0.2", "0.4", "0.6", "0.8", "1"]),
        }
    if draw(st.booleans()):
        weights = dict(zip(card.sheet, parts(draw, 100, len(card.sheet)), strict=True))
        facts = {name: draw(st.sampled_from(["yes", "no"])) for name in card.fact if draw(st.booleans())}
        changes["profiles"] = [{"id": "road", "title": text("road"), "dimension_weights": weights, "facts": facts}]
    if bands != names or draw(st.booleans()):
        changes["escalations"] = [
            escalation("e0", draw(st.integers(1, 4)), draw(st.sampled_from(bands)), draw(st.sampled_from(["medium", "high"])))
        ]
    return remade(card, **changes)


def something_applies(card: Scorecard, assessment: Assessment) -> bool:
    return bool(applicability(card, assessment)[0])


@st.composite
def edition_pairs(draw: Any) -> tuple[Scorecard, Scorecard, Assessment]:
    """Two editions and a case of the first. They share ids as far as chance has it: indicators come, go and change."""
    a, assessment = draw(scored_cases())
    a = varied(draw, a)
    other = draw(st.sampled_from(["same", "method", "any"]))
    b = varied(draw, a if other == "same" else draw(scorecards(a.method if other == "method" else None)))
    if a.profiles:
        project = assessment.project.model_copy(update={"profile": draw(st.sampled_from([None, "road"]))})
        assessment = assessment.model_copy(update={"project": project})
    if draw(st.booleans()):
        a, b = with_figures(draw, a), with_figures(draw, b)
        figures = {name: Observation.model_validate(seen) for name, seen in figure_values(draw, a).items()}
        assessment = assessment.model_copy(update={"figures": figures})
    kept = carried(a, assessment)[0]  # A may have fewer levels on a scale now
    assume(something_applies(a, kept) and something_applies(b, carried(b, kept)[0]))
    return a, b, kept
