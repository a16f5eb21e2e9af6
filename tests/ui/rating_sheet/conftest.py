"""A browser page that mounts the rating sheet as Streamlit does (a shadow root, a blob module), with a stand-in for Python."""

import json
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from assessment.ui.rating_sheet.sheet import HERE, WORDS, module

CHROMIUM = os.environ.get("CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
ADDRESS = "http://rating.test/"
PAGE = """<!doctype html><html><body style="margin: 0 20px"><div id="host"></div><script>
const host = document.getElementById("host"), shadow = host.attachShadow({mode: "open"});
const style = document.createElement("style"); style.textContent = %s; shadow.append(style);
const source = URL.createObjectURL(new Blob([%s], {type: "text/javascript"}));
window.sent = []; window.gone = [];
window.ready = import(source).then((sheet) => {
  window.arithmetic = sheet;
  window.give = (data) => { window.data = data; window.cleanup = sheet.default({
    data, key: "k", name: "n", parentElement: shadow,
    setStateValue: (name, value) => window.sent.push(structuredClone({name, value})),
    setTriggerValue: (name, value) => window.gone.push({name, value}),
  }); };
});
</script></body></html>"""


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
        "server": {"result": None, "saved_at": "14:03:07", "acks": [], "conflicts": [], "errors": []},
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
        self.page.evaluate("async (data) => { await window.ready; window.give(data); }", data)

    def answer(self, **server: Any) -> None:
        """Python's next run: the pending changes are stored and acknowledged, unless `server` says otherwise."""
        pending = self.pending()
        acks = server.pop("acks", [change["request"] for change in pending])
        answers = json.loads(json.dumps(self.data["answers"]))
        for change in pending:
            if change["request"] in acks:
                answers["ratings" if change["kind"] == "rating" else "vetoes"][change["key"]] = change["new"]
        self.give({**self.data, "answers": answers, "server": {**self.data["server"], "acks": acks, **server}})

    def sent(self) -> list[Any]:
        return [each["value"] for each in self.page.evaluate("window.sent") if each["name"] == "pending"]

    def pending(self) -> list[dict[str, Any]]:
        """What Python has before it: the last list that was sent."""
        sent = self.sent()
        return sent[-1] if sent else []

    def gone(self) -> list[dict[str, Any]]:
        return [each["value"] for each in self.page.evaluate("window.gone")]

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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: set CHROMIUM or install one")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_sheet(browser: Any) -> Iterator[Any]:
    """open_sheet(data, width, height): a page that shows the data; an error on the page fails the test."""
    contexts, errors = [], []
    html = PAGE % (json.dumps((HERE / "sheet.css").read_text("utf-8")), json.dumps(module()))

    def open_(data: dict[str, Any] | None = None, width: int = 1120, height: int = 768) -> SheetPage:
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.route(ADDRESS + "**", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        page.goto(ADDRESS)
        sheet = SheetPage(page)
        sheet.give(data or sheet_data())
        return sheet

    yield open_
    for context in contexts:
        context.close()
    assert not errors


@pytest.fixture
def sheet(open_sheet: Any) -> SheetPage:
    return open_sheet()
