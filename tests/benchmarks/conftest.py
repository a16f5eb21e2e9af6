"""Benchmarks print; they never fail for being slow."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

import pytest

FIGURES: list[str] = []
Timer = Callable[[str, Callable[[], object], int, float], None]


@pytest.fixture
def timed() -> Timer:
    """`timed(what, action, rounds, aim in seconds)`: median and worst of several rounds, as a share of the aim."""

    def measure(what: str, action: Callable[[], object], rounds: int, aim: float) -> None:
        times = []
        for _ in range(rounds):
            begun = perf_counter()
            action()
            times.append(perf_counter() - begun)
        middle = median(times)
        FIGURES.append(f"{what}: median {middle * 1000:.2f} ms, worst {max(times) * 1000:.2f} ms, {middle / aim:.2f} of the aim")

    return measure


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section("figures")
    for figure in FIGURES:
        terminalreporter.write_line(figure)
