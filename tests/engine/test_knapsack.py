"""The fewest steps: every set tried, numbers beyond 64 bits too."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.engine.knapsack import Ladder, fewest

LIMITS = 2


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    """Gains that rise, marks that fall."""
    scale = draw(st.sampled_from([1, 1 << 70]))
    length = draw(st.integers(1, 4))
    gains = [0, *sorted(draw(st.lists(st.integers(0, 20), min_size=length - 1, max_size=length - 1)))]
    clear = [draw(st.integers(0, length)) for _ in range(LIMITS)]
    return Ladder(tuple(gain * scale for gain in gains), tuple(tuple(int(k < c) for c in clear) for k in range(length)))


@given(st.lists(ladders(), min_size=1, max_size=5), st.integers(-5, 60), st.tuples(st.integers(0, 3), st.integers(0, 3)))
@settings(max_examples=400, deadline=None)
def test_no_set_is_smaller_and_none_of_its_size_gains_more(rows: list[Ladder], need: int, limits: tuple[int, int]) -> None:
    fit = []
    for steps in product(*(range(len(row.gains)) for row in rows)):
        gain = sum(row.gains[k] for row, k in zip(rows, steps, strict=True))
        counts = [sum(row.marks[k][limit] for row, k in zip(rows, steps, strict=True)) for limit in range(LIMITS)]
        if gain >= need and all(count <= limit for count, limit in zip(counts, limits, strict=True)):
            fit.append((sum(steps), -gain))
    found = fewest(rows, need, limits)
    best = None if found is None else (sum(found), -sum(row.gains[k] for row, k in zip(rows, found, strict=True)))
    assert best == min(fit, default=None)


def test_more_steps_than_allowed_are_none() -> None:
    rows = [Ladder((0, 1, 4), ((), (), ()))]
    assert fewest(rows, 4, within=2) == (2,)
    assert fewest(rows, 4, within=1) is None
