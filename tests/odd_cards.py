"""Scorecards unlike the shipped one, written as files: other methods, sizes, names, and nothing that may be left out."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

LONG = "征地拆迁补偿安置与被征地农民社会保障落实情况及历史遗留问题综合评价" * 5


def words(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def steps(title: str, count: int) -> list[dict[str, Any]]:
    return [{"level": n, "value": _part(n, count), "title": words(f"{title}{n}", f"{title} {n}")} for n in range(1, count + 1)]


def _part(n: int, count: int) -> str:
    return str(round(n / count, 4)) if n < count else "1"


def shares(count: int) -> list[str]:
    """`count` weights that add up to exactly 100."""
    each = 100 * 1000 // count
    return [str(float(Fraction(each if n else 100_000 - each * (count - 1), 1000))) for n in range(count)]


def write(
    folder: Path,
    dimensions: int = 2,
    each: int = 2,
    scale: Sequence[int] = (5, 5),
    levels: int = 3,
    method: str = "likelihood-consequence",
    bare: bool = False,
    title: str = "",
    head: dict[str, Any] | None = None,
) -> Path:
    """A scorecard in `folder`, named after it; its levels are 等级1…n, «grade 1…n». `bare` leaves out what may be left out,
    `title` stands before every title, `head` replaces keys of scorecard.yaml."""
    names = [f"part-{n}" for n in range(1, dimensions + 1)]
    bands = [{"id": f"b{n}", "title": words(f"{title}程度{n}", f"{title}degree {n}"), "up_to": _part(n, 3)} for n in (1, 2, 3)]
    grades = [
        {"id": f"g{n}", "title": words(f"{title}等级{n}", f"{title}grade {n}"), "up_to": _part(n, levels)}
        for n in range(1, levels + 1)
    ]
    data: dict[str, Any] = {
        "id": folder.name,
        "version": "1",
        "title": words(f"{title}{folder.name}表", f"{title}{folder.name} card"),
        "in_force": {"from": "2020-01-01"},
        "method": method,
        "bands": bands,
        "levels": grades,
        "answer_from": "b2",
        "target": "g1",
        "dimensions": [{"id": name, "weight": weight} for name, weight in zip(names, shares(dimensions), strict=True)],
    }
    if method == "points":
        data["polarity"] = "demerit"
    else:
        data["scales"] = {"likelihood": steps("可能", scale[0]), "consequence": steps("影响", scale[1])}
    if method == "matrix":
        for band, value in zip(bands, ("0.2", "0.6", "1"), strict=True):
            del band["up_to"]
            band["value"] = value
        last = scale[0] + scale[1]
        rows, columns = range(1, scale[0] + 1), range(1, scale[1] + 1)
        data["matrix"] = {p: [f"b{1 + (2 * (p + q)) // (last + 1) + (p + q == last)}" for q in columns] for p in rows}
    if not bare:
        data["escalations"] = [{"id": "any-worst", "at_least": 1, "band": "b3", "level": f"g{levels}"}]
        data["facts"] = [{"id": "water", "question": words(f"{title}涉水吗？", f"{title}water?")}]
        data["profiles"] = [{"id": "road", "title": words(f"{title}公路", f"{title}road"), "facts": {"water": "yes"}}]
    data |= head or {}
    _dump(folder / "scorecard.yaml", {key: value for key, value in data.items() if value is not None})
    for number, name in enumerate(names, 1):
        asked = [_indicator(data, number, n, weight, title, bare) for n, weight in enumerate(shares(each), 1)]
        _dump(
            folder / "sheets" / f"{name}.yaml",
            {"id": name, "title": words(f"{title}维度{number}", f"{title}part {number}"), "indicators": asked},
        )
        axis = "option" if method == "points" else "likelihood"
        measures = [_measure(row["id"], axis, data, title, bare) for row in asked]
        _dump(folder / "measures" / f"{name}.yaml", {"measures": measures})
    return folder


def _indicator(head: dict[str, Any], part: int, n: int, weight: str, title: str, bare: bool) -> dict[str, Any]:
    id = f"i-{part}-{n}"
    data: dict[str, Any] = {"id": id, "title": words(f"{title}指标{part}之{n}", f"{title}item {part}.{n}"), "weight": weight}
    if head["method"] == "points":
        merit = head["polarity"] == "merit"
        points = [weight, "1", "0"] if merit else ["0", "1", weight]
        data["options"] = {
            k: {"points": p, "title": words(f"{title}选项{k}", f"{title}option {k}")} for k, p in enumerate(points, 1)
        }
    else:
        for axis, scale in head["scales"].items():
            data[axis] = {s["level"]: words(f"{title}{axis}事实{s['level']}", f"{title}{axis} fact {s['level']}") for s in scale}
    if not bare:
        veto = {
            "id": f"V-{part}-{n}",
            "question": words(f"{title}违规吗？", f"{title}unlawful?"),
            "effect": "hold",
            "cleared_by": [f"m-{id}"],
        }
        data |= {
            "code": f"X{part}.{n}",
            "question": words(f"{title}怎么样？", f"{title}how is it?"),
            "evidence": [words(f"{title}材料", f"{title}paper")],
            "sources": [{"text": f"{title}某法", "status": "confirmed"}],
            "vetoes": [veto],
        }
        if n > 1:
            data["applies_when"] = "water"
    return data


def _measure(indicator: str, axis: str, head: dict[str, Any], title: str, bare: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": f"m-{indicator}",
        "text": words(f"{title}办{indicator}", f"{title}do {indicator}"),
        "effects": [{"indicator": indicator, axis: -1}],
        "responsible_body": words("某局", "a bureau"),
        "cost": 1,
        "lead_days": 5,
    }
    return data if bare else data | {"proof": words("凭证", "slip")}


def _dump(file: Path, data: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text_of(data), encoding="utf-8")


def text_of(data: Any) -> str:
    """As YAML without anchors."""
    return yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=1000)


class _Plain(yaml.SafeDumper):
    """No anchors and aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


SHAPES: dict[str, dict[str, Any]] = {
    "two-levels": {"levels": 2},
    "four-levels": {"levels": 4},
    "seven-levels": {"levels": 7},
    "three-by-three": {"scale": (3, 3)},
    "ten-steps": {"scale": (10, 10)},
    "two-by-four": {"scale": (2, 4)},
    "single": {"dimensions": 1, "each": 1},
    "twelve": {"dimensions": 12, "each": 1},
    "many": {"dimensions": 10, "each": 15},
    "long": {"title": LONG},
    "bare": {"bare": True},
    "matrix-weighted": {"method": "matrix", "scale": (4, 3)},
    "matrix-none": {"method": "matrix", "scale": (3, 4), "levels": 2, "head": {"index": "none"}},
    "demerit": {"method": "points"},
    "merit": {"method": "points", "head": {"polarity": "merit"}},
}
