"""Small scorecards made in code, for tests that need many of them."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from assessment.engine.grading import graded
from assessment.engine.planning import first_planned
from assessment.engine.suggesting import suggest
from assessment.library.cases import to_yaml
from assessment.library.catalogue import Catalogue
from assessment.model.case import Assessment, Rating
from assessment.model.scorecard import Scorecard

ROOT = Path(__file__).resolve().parent.parent
BANDS = [("micro", "0.04"), ("minor", "0.16"), ("general", "0.36"), ("large", "0.64"), ("major", "1")]
FIFTHS = ["0.2", "0.4", "0.6", "0.8", "1"]
COUNT_RULES = [
    ("two-major", 2, "major", "high"),
    ("five-large", 5, "large", "high"),
    ("one-major", 1, "major", "medium"),
    ("two-large", 2, "large", "medium"),
]


def text(word: str) -> dict[str, str]:
    return {"zh": word, "en": word}


def scale(values: Sequence[str]) -> list[dict[str, Any]]:
    return [{"level": n, "value": value, "title": text(str(n))} for n, value in enumerate(values, 1)]


def indicator(name: str, weight: Any, vetoes: Sequence[dict[str, Any]] = (), **more: Any) -> dict[str, Any]:
    return {"id": name, "title": text(name), "weight": weight, "vetoes": list(vetoes), **more}


def veto(name: str, effect: str = "hold", cleared_by: Sequence[str] = ()) -> dict[str, Any]:
    return {"id": name, "question": text(name), "effect": effect, "cleared_by": list(cleared_by)}


def measure(name: str, *effects: dict[str, Any], cost: Any = 1, days: int = 10) -> dict[str, Any]:
    body = text("示例单位")
    return {"id": name, "text": text(name), "effects": list(effects), "responsible_body": body, "cost": cost, "lead_days": days}


def card(sheets: dict[str, list[dict[str, Any]]], weights: Sequence[Any] | None = None, **more: Any) -> Scorecard:
    """A likelihood × consequence card of five levels; `sheets` by dimension, `more` replaces any key."""
    equal = [Fraction(100, len(sheets))] * len(sheets)
    data: dict[str, Any] = {
        "id": "small",
        "version": "1",
        "title": text("小表"),
        "in_force": {"from": "2026-01-01"},
        "method": "likelihood-consequence",
        "scales": {"likelihood": scale(FIFTHS), "consequence": scale(FIFTHS)},
        "bands": [{"id": name, "title": text(name), "up_to": edge} for name, edge in BANDS],
        "levels": [
            {"id": "low", "title": text("低"), "below": "0.36"},
            {"id": "medium", "title": text("中"), "up_to": "0.64"},
            {"id": "high", "title": text("高"), "up_to": "1"},
        ],
        "answer_from": "general",
        "target": "low",
        "dimensions": [{"id": name, "weight": weight} for name, weight in zip(sheets, weights or equal, strict=True)],
        "sheets": [{"id": name, "title": text(name), "indicators": rows} for name, rows in sheets.items()],
        "measures": [],
    }
    return Scorecard.model_validate({**data, **more})


def escalation(name: str, at_least: int, band: str, level: str) -> dict[str, Any]:
    return {"id": name, "at_least": at_least, "band": band, "level": level}


def case(ratings: dict[str, tuple[int | None, int | None]], vetoes: dict[str, str] | None = None, **more: Any) -> Assessment:
    rated = {name: Rating(likelihood=p, consequence=q) for name, (p, q) in ratings.items()}
    return Assessment.model_validate({"project": {"name": "示例"}, "ratings": rated, "vetoes": vetoes or {}, **more})


def main_card() -> Scorecard:
    """The shipped scorecard."""
    return Catalogue(ROOT / "scorecards" / "major-project").editions[0].usable()


def by_hand(name: str) -> bytes:
    """A demo project as a file in which every level is chosen by hand; it has the same levels, and no figures."""
    assessment = demo(name)
    return to_yaml(graded(main_card(), assessment).model_copy(update={"project": assessment.project}))


def demo(name: str) -> Assessment:
    from assessment.library.cases import read_case_file

    return read_case_file(ROOT / "data" / "demo" / f"{name}.yaml", Catalogue(ROOT / "scorecards"))[0]


def all_suggested(card: Scorecard, assessment: Assessment) -> Assessment:
    """With every measure that the library offers against its risks planned."""
    names = dict.fromkeys(measure.id for suggestion in suggest(card, assessment) for measure in suggestion.measures)
    planned = tuple(first_planned(card.measure[name], assessment.date) for name in names)
    return assessment.model_copy(update={"plan": assessment.plan.model_copy(update={"measures": planned})})
