"""From the click to the figure on the page, and to «已保存». Prints; a slow machine fails nothing."""

from statistics import median, quantiles
from typing import Any

from tests.benchmarks.conftest import FIGURES

CLICKS, PAUSE = 40, 1_050  # the clock of «已保存» counts seconds: two clicks must not fall into one
CARD = "compensation-standard"
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
}"""


def test_click(app: Any, open_page: Any) -> None:
    tab = open_page("rate", id=app.by_hand("g247"))
    tab.locator(".card").first.wait_for()
    tab.wait_for_timeout(2_000)
    tab.evaluate(WATCH, CARD)
    times: dict[str, list[float]] = {"index": [], "frame": [], "saved": []}
    for click in range(CLICKS):
        tab.evaluate("level => window.clickLevel(level)", click % 5 + 1 if click else 1)
        tab.wait_for_function("() => window.watch.saved !== undefined && window.watch.frame !== undefined")
        for name, found in times.items():
            found.append(tab.evaluate("name => window.watch[name]", name))
        tab.wait_for_timeout(PAUSE)
    words = {"index": "click → index text", "frame": "click → index on the screen", "saved": "click → saved and confirmed"}
    for name, found in times.items():
        FIGURES.append(f"{words[name]}: median {median(found):.1f} ms, p95 {quantiles(found, n=20)[-1]:.1f} ms, {CLICKS} clicks")
