"""From the click to the figure on the page, and to «已保存». Prints; a slow machine fails nothing."""

from collections.abc import Callable
from statistics import median, quantiles
from typing import Any

from tests.benchmarks.conftest import FIGURES

CLICKS, PAUSE = 40, 1_050  # the clock of «已保存» counts seconds: two clicks must not fall into one
CARD = "compensation-standard"
SHARES = ["99", "96", "92", "85", "70"]  # one for each level
# Times of the click and of the first change after it, on the page's own clock; a frame later it is on the screen.
WATCH = """(card) => {
  const root = [...document.querySelectorAll("*")].find((host) => host.shadowRoot?.querySelector(".card")).shadowRoot;
  const watch = window.watch = {};
  const note = (name) => () => {
    if (watch.begun === undefined || watch[name] !== undefined) return;
    watch[name] = performance.now() - watch.begun;
    if (name === "index") requestAnimationFrame(() => setTimeout(() => { watch.frame = performance.now() - watch.begun; }));
  };
  const changes = { subtree: true, childList: true, characterData: true };
  new MutationObserver(note("index")).observe(root.querySelector(".figure.index .value"), changes);
  new MutationObserver(note("saved")).observe(root.querySelector(".saved"), changes);
  window.clickLevel = (level) => {
    for (const name of Object.keys(watch)) delete watch[name];
    const cell = root.querySelector(`.card[data-id=${card}] .row`).querySelectorAll(".cell")[level - 1];
    watch.begun = performance.now();
    cell.click();
  };
  window.enterFigure = (value) => {
    for (const name of Object.keys(watch)) delete watch[name];
    const input = root.querySelector(`.card[data-id=${card}] .box input`);
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    watch.begun = performance.now();
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  };
}"""


def test_click(app: Any, open_page: Any) -> None:
    measure(open_page("rate", id=app.by_hand("g247")), "click", lambda turn: f"window.clickLevel({turn % 5 + 1})")


def test_enter(app: Any, open_page: Any) -> None:
    """A figure entered, of a project in which every level follows from figures."""
    measure(open_page("rate", id=app.project("g247")), "enter", lambda turn: f"window.enterFigure('{SHARES[turn % 5]}')")


def measure(tab: Any, gesture: str, act: Callable[[int], str]) -> None:
    tab.locator(".card").first.wait_for()
    tab.wait_for_timeout(2_000)
    tab.evaluate(WATCH, CARD)
    times: dict[str, list[float]] = {"index": [], "frame": [], "saved": []}
    for click in range(CLICKS):
        tab.evaluate(act(click))
        tab.wait_for_function("() => window.watch.saved !== undefined && window.watch.frame !== undefined")
        for name, found in times.items():
            found.append(tab.evaluate("name => window.watch[name]", name))
        tab.wait_for_timeout(PAUSE)
    words = {"index": "index text", "frame": "index on the screen", "saved": "saved and confirmed"}
    for name, found in times.items():
        FIGURES.append(
            f"{gesture} → {words[name]}: median {median(found):.1f} ms, p95 {quantiles(found, n=20)[-1]:.1f} ms, {CLICKS} clicks"
        )
