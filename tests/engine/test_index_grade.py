"""The oracle `index_grade`: exact degrees, bands, index, count rules, missing answers, invalid input."""

import json
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from assessment.engine.fitting import misfits
from assessment.engine.methods import band_of, degree
from assessment.engine.scoring import score
from assessment.library.checks.head import check_head
from assessment.library.document import Document
from assessment.model.case import Rating
from assessment.model.result import Result
from assessment.model.scorecard import ScorecardHead
from tests.cards import COUNT_RULES, FIFTHS, ROOT, card, case, escalation, indicator, scale, veto

CASES = {c["id"]: c for c in json.loads((ROOT / "tests/oracles/index_grade.json").read_text())["cases"]}
SCORED = [name for name, c in CASES.items() if isinstance(c["expected"], dict) and "error" not in c["expected"]]


def oracle_card(weights: list[int], values: tuple[list[str], list[str]], with_veto: bool = False) -> Any:
    """Weights in thousandths become weights out of 100; numeric entries become the values of the scales."""
    rows = [indicator(f"i{n}", Fraction(w, 10)) for n, w in enumerate(weights)]
    if with_veto:
        rows[0]["vetoes"] = [veto("V", "high")]
    scales = {"likelihood": scale(values[0]), "consequence": scale(values[1])}
    return card({"all": rows}, scales=scales, escalations=[escalation(*rule) for rule in COUNT_RULES])


def scored(data: dict[str, Any]) -> Result:
    answers = [pair or (None, None) for pair in data["answers"]]
    if any(isinstance(p, str) for p, _ in answers):
        values = tuple(sorted({pair[axis] for pair in answers}, key=Fraction) for axis in (0, 1))
        levels = [(values[0].index(p) + 1, values[1].index(q) + 1) for p, q in answers]
    else:
        values, levels = (FIFTHS, FIFTHS), [(p, q) for p, q in answers]
    with_veto = "veto" in data
    scorecard = oracle_card(data["weights_permille"], values, with_veto)
    answer = {"V": "yes" if data.get("veto") else "no"} if with_veto else {}
    return score(scorecard, case({f"i{n}": pair for n, pair in enumerate(levels)}, answer))


def test_every_cell_of_the_five_by_five_table_is_exact_and_in_its_band() -> None:
    scorecard = oracle_card([1000], (FIFTHS, FIFTHS))
    asked = scorecard.indicators["i0"]
    for cell in CASES["all_25_cells"]["expected"]:
        value = degree(scorecard, asked, (cell["p"], cell["q"]))
        assert (value, scorecard.bands[band_of(scorecard, value)].id) == (Fraction(cell["R"]), cell["band"])


@pytest.mark.parametrize("name", SCORED)
def test_index_bands_counts_and_grade_are_the_oracle_s(name: str) -> None:
    expected, result = CASES[name]["expected"], scored(CASES[name]["input"])
    fired = [e for e in result.escalations if e.fired]
    checks = {
        "complete": lambda: not result.provisional,
        "R": lambda: [str(f.degree) for f in result.factors],
        "bands": lambda: [f.band for f in result.factors],
        "index": lambda: None if result.provisional else str(result.index),  # the oracle gives none while answers are missing
        "index_lower": lambda: str(result.best_index),
        "index_upper": lambda: str(result.worst_index),
        "grade_index": lambda: result.index_level,
        "n_major": lambda: sum(f.band == "major" for f in result.factors),
        "n_large_or_worse": lambda: sum(f.band in ("large", "major") for f in result.factors),
        "grade_count": lambda: "high" if any(e.level == "high" for e in fired) else "medium" if fired else "low",
        "grade": lambda: result.level if result.determined else None,
        "grade_lower": lambda: result.best_level,
        "grade_upper": lambda: result.worst_level,
        "veto": lambda: any(v.state == "fired" for v in result.vetoes),
        "answered_weight": lambda: "0" if not any(f.answered for f in result.factors) else str(result.coverage),
    }
    known = {key: value for key, value in expected.items() if key in checks}
    assert len(known) >= 5
    assert {key: checks[key]() for key in known} == known


def test_weights_that_do_not_add_up_are_refused() -> None:
    scorecard = oracle_card(CASES["invalid_weights_999"]["input"]["weights_permille"], (FIFTHS, FIFTHS))
    from assessment.library.checks.sheet import check_sheet

    codes = [p.code for p in check_sheet(Document("", None), scorecard.sheets[0], scorecard) if p.severity == "error"]
    assert "weights-sum" in codes


def test_a_level_outside_the_scale_does_not_fit() -> None:
    scorecard = oracle_card([1000], (FIFTHS, FIFTHS))
    assert [code for code, _, _ in misfits(scorecard, case({"i0": (0, 3)}))] == ["level-unknown"]


@pytest.mark.parametrize("wrong", ["2.5", "nan", "1e3", "３", "+3", "", 2.5])
def test_a_level_is_a_whole_number_in_ascii_digits(wrong: object) -> None:
    with pytest.raises(ValidationError):
        Rating.model_validate({"likelihood": wrong, "consequence": "3"})


@pytest.mark.parametrize("value", ["1.01", "0", "-0.5"])
def test_a_value_outside_zero_to_one_is_refused(value: str) -> None:
    scorecard = oracle_card([1000], ([value, "1"], FIFTHS))
    head = ScorecardHead.model_construct(**{name: getattr(scorecard, name) for name in ScorecardHead.model_fields})
    assert "scale-value-range" in [p.code for p in check_head(Document("", None), head)]
