"""The rating sheet on a page of its own, and what a person sees of it."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from assessment.ui.rating_sheet.sheet import HERE, module
from assessment.ui.rating_sheet.words import WORDS
from tests.ui.mounting import give, mounted


def indicator(number: int, dimension: str, veto: bool = False, levels: int = 5, applicable: bool = True) -> dict[str, Any]:
    name = f"{dimension}-{number}"
    cells = [
        {"level": level, "text": f"到位{100 - level * 10}%–<{110 - level * 10}%，或欠付≤{level * 10}万元"}
        for level in range(1, levels + 1)
    ]
    return {
        "id": name,
        "code": f"{dimension[0].upper()}{number}",
        "title": f"补偿款到位与兑付{number}",
        "question": "补偿款进专户了吗？到位百分之几？还欠多少没兑付到户？",
        "guidance": None,
        "stage_note": None,
        "weight": "20",
        "applicable": applicable,
        "fact": {"id": "water", "title": "涉及通航水域", "answer_text": "否"},
        "rows": [
            {"axis": "likelihood", "title": "可能性", "cells": cells},
            {"axis": "consequence", "title": "影响程度", "cells": cells},
        ],
        "vetoes": [
            {
                "id": f"{name}-V",
                "question": "补偿费用未足额到位即报批？",
                "effect_text": "综合定为高并暂缓实施",
                "clearing": "款项足额",
                "cleared_by": ["L-a"],
            }
        ]
        if veto
        else [],
        "evidence_wanted": ["专户余额证明", "回单"],
        "sources": [{"text": "土地管理法第48条", "status": "confirmed", "status_text": "已核对"}],
    }


def sheet_data(current: str = "land", **changes: Any) -> dict[str, Any]:
    """Two dimensions of three indicators and one that does not apply; nothing is answered yet."""
    indicators = {
        "land": [
            indicator(1, "land"),
            indicator(2, "land", veto=True),
            indicator(3, "land"),
            indicator(4, "land", applicable=False),
        ],
        "funds": [indicator(1, "funds"), indicator(2, "funds"), indicator(3, "funds")],
    }
    asked = [(dimension, each) for dimension, own in indicators.items() for each in own if each["applicable"]]
    bands = [1, 4, 9, 16, 25]
    table = {
        f"{p},{q}": [str(p * q), next(rank for rank, edge in enumerate(bands) if p * q <= edge)]
        for p in range(1, 6)
        for q in range(1, 6)
    }
    return {
        "lang": "zh",
        "words": WORDS["zh"],
        "project": {"id": "p1", "name": "国道G247改建", "illustrative": True, "subtitle": "公路 · 4村212户 · 开工前评估"},
        "dimensions": [
            {"id": "land", "title": "征地拆迁", "weight": "50"},
            {"id": "funds", "title": "资金与工程管理", "weight": "50"},
        ],
        "current": current,
        "focus": None,
        "focus_token": "0",
        "sheet": {"indicators": indicators[current]},
        "levels": [
            {"id": "low", "title": "低", "glyph": "●", "tone": "good"},
            {"id": "medium", "title": "中", "glyph": "▲", "tone": "middle"},
            {"id": "high", "title": "高", "glyph": "■", "tone": "bad"},
        ],
        "bands": [{"id": str(rank), "title": title} for rank, title in enumerate(("微小", "较小", "一般", "较大", "重大"))],
        "coefficients": {
            "axes": ["likelihood", "consequence"],
            "weights_over": "6",
            "degrees_over": "25",
            "tables": [table],
            "indicators": [
                {"id": each["id"], "dimension": dimension, "weight": "1", "table": 0, "worst": ["25", 4], "best": ["1", 0]}
                for dimension, each in asked
            ],
            "dimensions": ["land", "funds"],
            "bands": ["0", "1", "2", "3", "4"],
            "levels": [
                {"id": "low", "edge": ["9", "25"], "owns": False},
                {"id": "medium", "edge": ["16", "25"], "owns": True},
                {"id": "high", "edge": ["1", "1"], "owns": True},
            ],
            "index": "weighted",
            "escalations": [{"id": "any-major", "at_least": 1, "band": 4, "level": 1}],
            "vetoes": [{"id": "land-2-V", "indicator": "land-2", "level": 2, "hold": True}],
        },
        "answers": {"ratings": {}, "vetoes": {}},
        "server": {"result": None, "saved_at": "14:03:07", "acks": [], "conflicts": [], "errors": [], "fault": ""},
        **changes,
    }


def rated(level: int = 2) -> dict[str, dict[str, Any]]:
    names = [f"{dimension}-{number}" for dimension in ("land", "funds") for number in (1, 2, 3)]
    return {name: {"likelihood": level, "consequence": level, "note": "", "evidence": []} for name in names}


class SheetPage:
    """The page under test: what Python gives, what it gets, what a person sees."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def give(self, data: dict[str, Any]) -> None:
        self.data = data
        give(self.page, data)

    def answer(self, **server: Any) -> None:
        """Python's next run: the pending changes are stored and acknowledged, unless `server` says otherwise."""
        pending = self.pending()
        acks = server.pop("acks", [change["request"] for change in pending])
        answers = json.loads(json.dumps(self.data["answers"]))
        for change in pending:
            if change["request"] in acks:
                answers[f"{change['kind']}s" if change["kind"] != "veto" else "vetoes"][change["key"]] = change["new"]
        self.give({**self.data, "answers": answers, "server": {**self.data["server"], "acks": acks, **server}})

    def sent(self) -> list[Any]:
        return [each["value"] for each in self.page.evaluate("window.states") if each["name"] == "pending"]

    def pending(self) -> list[dict[str, Any]]:
        """What Python has before it: the last list that was sent."""
        sent = self.sent()
        return sent[-1] if sent else []

    def gone(self) -> list[dict[str, Any]]:
        return [each["value"] for each in self.page.evaluate("window.triggers")]

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()

    def cell(self, card: str, axis: int, level: int) -> Any:
        return self.page.locator(f".card[data-id={card}] .row").nth(axis).locator(".cell").nth(level - 1)

    def focus(self, card: str, axis: int, level: int = 1) -> None:
        self.cell(card, axis, level).locator("input").focus()

    def focused(self) -> str:
        """«card/group name/label» of what has the focus."""
        return self.page.evaluate(
            """() => { const it = document.getElementById("host").shadowRoot.activeElement;
            return it && [it.closest(".card")?.dataset.id, it.name?.split("-").slice(2).join("-"), it.value].join("/"); }"""
        )

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def index(self) -> str:
        return self.text(".figure.index .value")

    def overflowing(self) -> list[str]:
        """Texts wider or higher than their box, and boxes that reach out of the page."""
        return self.page.evaluate(
            """() => { const root = document.getElementById("host").shadowRoot, bad = [];
            for (const node of root.querySelectorAll(".sheet-root *:not(.spoken):not(svg *):not(option)")) {
              if (!node.offsetParent || node.matches("input[type=radio], textarea, .rail")) continue;
              const box = node.getBoundingClientRect();
              if (box.right > innerWidth + 1 || box.left < -1) bad.push("out " + node.className);
              const boxed = getComputedStyle(node).display !== "inline" && !node.matches(".bar");
              if (boxed && node.scrollWidth > node.clientWidth + 1) bad.push("wide " + node.className);
              const tight = node.matches(".cell, .card, .choice, .chip, button");
              if (tight && node.scrollHeight > node.clientHeight + 2) bad.push("high " + node.className);
            } return bad; }"""
        )


@pytest.fixture
def open_sheet(browser: Any) -> Iterator[Any]:
    """open_sheet(data, width, height): a page that shows the data."""
    with ExitStack() as open_:

        def opened(data: dict[str, Any] | None = None, width: int = 1120, height: int = 768) -> SheetPage:
            style = (HERE / "sheet.css").read_text("utf-8")
            sheet = SheetPage(open_.enter_context(mounted(browser, style, module(), width, height)))
            sheet.give(data or sheet_data())
            return sheet

        yield opened


@pytest.fixture
def sheet(open_sheet: Any) -> SheetPage:
    return open_sheet()
