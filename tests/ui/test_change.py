"""One thing changed in the shipped YAML changes the product, with no code: what the command line answers, what a page shows."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessment import service
from assessment.cli import main
from tests.cards import ROOT
from tests.odd_cards import text_of

Data = Any
SHIPPED = ROOT / "scorecards" / "major-project"
HEAD, LAND = "scorecard.yaml", "sheets/land-acquisition.yaml"
MATRIX = {"1": "aaaab", "2": "aaabc", "3": "aabcd", "4": "abcde", "5": "bcdee"}
BANDS = dict(zip("abcde", ("micro", "minor", "general", "large", "major"), strict=True))


def by(rows: list[Data], id: str) -> Data:
    return next(row for row in rows if row["id"] == id)


def weight(files: Data) -> None:
    for id, value in (("acquisition-procedure", "5"), ("compensation-payment", "30")):
        by(files[LAND]["indicators"], id)["weight"] = value


def profile(files: Data) -> None:
    by(files[HEAD]["profiles"], "highway")["dimension_weights"] |= {"land-acquisition": "12", "policy-procedure": "23"}


def anchor(files: Data) -> None:
    files[LAND]["indicators"][0]["likelihood"]["1"]["zh"] = "改过的说法"


def band_edge(files: Data) -> None:
    by(files[HEAD]["bands"], "large")["up_to"] = "0.4"


def band_name(files: Data) -> None:
    by(files[HEAD]["bands"], "large")["title"]["zh"] = "偏重"


def level_edge(files: Data) -> None:
    by(files[HEAD]["levels"], "low")["below"] = "0.43"


def level_name(files: Data) -> None:
    by(files[HEAD]["levels"], "medium")["title"]["zh"] = "黄色预警"


def veto(files: Data) -> None:
    by(by(files[LAND]["indicators"], "landless-farmer-social-security")["vetoes"], "LA4-V1")["effect"] = "medium"


def escalation(files: Data) -> None:
    by(files[HEAD]["escalations"], "any-major").update(band="large", level="high")


def fact(files: Data) -> None:
    by(files[LAND]["indicators"], "compensation-standard")["applies_when"] = "navigable-water"


def method(files: Data) -> None:
    files[HEAD]["method"] = "matrix"
    files[HEAD]["matrix"] = {row: [BANDS[cell] for cell in cells] for row, cells in MATRIX.items()}
    for n, band in enumerate(files[HEAD]["bands"], 1):
        band["value"] = f"0.{n}"
        del band["up_to"]


def changed(folder: Path, change: Callable[[Data], None]) -> Path:
    """The shipped scorecard with a change. Its worked examples are about the numbers before it, so they stay behind."""
    paths = [SHIPPED / HEAD, *SHIPPED.glob("sheets/*.yaml"), *SHIPPED.glob("measures/*.yaml")]
    files = {p.relative_to(SHIPPED).as_posix(): yaml.load(p.read_bytes(), Loader=yaml.BaseLoader) for p in paths}
    change(files)
    for name, data in files.items():
        path = folder / SHIPPED.name / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(data), encoding="utf-8")
    return folder


def index(answer: Data) -> str:
    return str(answer["index"]["shown"])


def bands(answer: Data) -> list[str]:
    return [factor["band"] for factor in answer["factors"]]


def same(before: Data, after: Data) -> bool:
    return all(before[key] == after[key] for key in ("index", "level", "factors"))


def other_index(before: Data, after: Data) -> bool:
    return index(before) != index(after)


HELD = ("high", True, "medium", False)
CASES = [
    (weight, "g247", other_index, "result", index),
    (profile, "g247", other_index, "result", index),
    (anchor, "g247", same, "rate", "改过的说法"),
    (band_edge, "g247", lambda a, b: bands(b).count("major") > bands(a).count("major"), "result", "≤0.4"),
    (band_name, "g247", same, "result", "偏重"),
    (level_edge, "g247", lambda a, b: (a["level"], b["level"]) == ("medium", "low"), "result", "升到 0.43"),
    (level_name, "g247", same, "result", "黄色预警"),
    (veto, "rail", lambda a, b: (a["level"], a["hold"], b["level"], b["hold"]) == HELD, "result", "由指数决定"),
    (escalation, "g247", lambda a, b: (b["level"], b["decided_by"]) == ("high", "any-major"), "result", "由升级规则"),
    (fact, "g247", lambda a, b: len(b["factors"]) == len(a["factors"]) - 1, "result", index),
    (method, "g247", other_index, "result", index),
]


@pytest.mark.parametrize(("change", "demo", "felt", "page", "told"), CASES, ids=[case[0].__name__ for case in CASES])
def test_a_change_of_the_yaml_changes_the_product(
    open_app, seen, bench, tmp_path: Path, monkeypatch, capsys, change, demo, felt, page, told
):
    case = ROOT / "data" / "demo" / f"{demo}.yaml"
    cards = changed(tmp_path / "cards", change)

    def answer(folder: Path) -> Data:
        assert main(["score", str(case), "--scorecards", str(folder), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    before, after = answer(changed(tmp_path / "as-shipped", lambda files: None)), answer(cards)
    assert felt(before, after)
    told = told(after) if callable(told) else told

    def shown(folder: Path) -> str:
        monkeypatch.setenv("ASSESSMENT_SCORECARDS", str(folder))
        id = service.import_case(service.LOCAL, service.open_bench(), case.read_bytes(), case.name)
        at = open_app(page, id=id)
        assert not at.exception
        assert not at.error
        return seen(at)

    assert told in shown(cards)
    assert told not in shown(tmp_path / "as-shipped")
