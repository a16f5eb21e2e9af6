"""Of every code of the review a failing and a passing case: the patches in tests/review/*.yaml, applied to one base case that has
no finding at all."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from assessment.model.case import Assessment
from assessment.model.scorecard import Scorecard
from tests.cards import ROOT, card, indicator, measure, text, veto

SHARE = {"id": "share", "title": text("同意率"), "unit": text("%"), "worse": "lower"}
BY_SHARE = {"likelihood": [{"figure": "share", "levels": {1: {"from": 90}, 2: {"below": 90}}}]}
CARD: dict[str, Any] = {
    "facts": [{"id": "f", "question": text("是否征地")}],
    "figures": [SHARE],
    "profiles": [{"id": "p", "title": text("公路"), "facts": {"f": "yes"}}],
    "measures": [
        measure("m", {"indicator": "a", "likelihood": -2}),
        measure("m2", {"indicator": "a", "likelihood": -1}),
        measure("n", {"indicator": "c", "likelihood": -1}),
    ],
}
INDICATORS = [
    indicator("a", 25, [veto("V", "hold", ["m"])]),
    indicator("b", 25, graded_by=BY_SHARE),
    indicator("c", 25, stage_notes={"approval": text("只计已到期的事项")}),
    indicator("e", 25, applies_when="f"),
]
GROUND = {"note": "见台账", "evidence": [{"title": "台账", "date": "2026-06-01"}]}
CASE: dict[str, Any] = {
    "project": {
        "name": "示例",
        "profile": "p",
        "township": "示例镇",
        "investment": 1000,
        "affected": "3村",
        "period": "12个月",
    },
    "date": "2026-06-30",
    "figures": {"share": {"value": 92, "date": "2026-06-01", "source": "签约统计表"}},
    "ratings": {
        "a": {"likelihood": 2, "consequence": 2, **GROUND},
        "b": {"consequence": 2, **GROUND},
        "c": {"likelihood": 2, "consequence": 2, **GROUND},
        "e": {"likelihood": 1, "consequence": 2, **GROUND},
    },
    "vetoes": {"V": "no"},
}
WHOLE = {
    "responsible_body": "示例单位",
    "office": "工程科科长岗",
    "start": "2026-07-01",
    "due": "2026-08-01",
    "funding": "县级财政",
}


@dataclass(frozen=True, slots=True)
class Example:
    scorecard: Scorecard
    assessment: Assessment
    today: date | None


def examples() -> dict[str, dict[str, Any]]:
    """By code: `fails`, `passes`, and the codes that cannot be avoided beside it."""
    files = sorted((ROOT / "tests" / "review").glob("*.yaml"))
    return {code: patches for file in files for code, patches in yaml.safe_load(file.read_bytes()).items()}


def example(patch: dict[str, Any]) -> Example:
    """The base case with one patch."""
    changes = {key: value for key, value in patch.items() if key not in ("card", "library", "measures", "today")}
    scorecard = _card(patch.get("card", {}), patch.get("library", {}))
    data = merged(deepcopy(CASE), changes)
    known = scorecard.indicators
    data["ratings"] = {name: rating for name, rating in data["ratings"].items() if name in known}
    if not scorecard.figures:
        del data["figures"], data["vetoes"]
    planned = [merged(dict(WHOLE), one) for one in patch.get("measures", ())]
    data = merged(data, {"plan": {"measures": planned}})
    return Example(scorecard, Assessment.model_validate(data), patch.get("today"))


def _card(patch: dict[str, Any], library: dict[str, Any]) -> Scorecard:
    """`sheet: n` is a plain sheet of n indicators, `remedies: n` a measure for each of n; `levels` moves the edge between low and
    medium."""
    more = dict(patch)
    keys = merged(deepcopy(CARD), {})
    count, remedies, low = more.pop("sheet", None), more.pop("remedies", 0), more.pop("levels", None)
    indicators = INDICATORS
    if count:
        indicators = [indicator(f"i{n}", 0) for n in range(1, count + 1)]
        indicators = [{**one, "weight": f"{100}/{count}" if 100 % count else 100 // count} for one in indicators]
        keys |= {"facts": [], "figures": [], "profiles": [{"id": "p", "title": text("公路")}]}
        keys["measures"] = [measure(f"m{n}", {"indicator": f"i{n}", "likelihood": -1}) for n in range(1, remedies + 1)]
    keys["measures"] = [{**one, **library.get(one["id"], {})} for one in keys["measures"]]
    if low is not None:
        edges = [("low", "below", low), ("medium", "up_to", "0.64"), ("high", "up_to", 1)]
        keys["levels"] = [{"id": name, "title": text(name), side: str(edge)} for name, side, edge in edges]
    return card({"d": indicators}, **{**keys, **more})


def merged(base: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """Maps are merged; null takes a key out."""
    for key, value in patch.items():
        if value is None:
            base.pop(key, None)
        elif isinstance(value, dict) and isinstance(base.get(key), dict):
            merged(base[key], value)
        else:
            base[key] = value
    return base
