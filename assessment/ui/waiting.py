"""Work that takes seconds: a bar that moves, and a run that ends as soon as the person goes elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

EVERY = 0.15  # seconds between two drawings of the bar: each is a frame to the browser


@contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """`with bar(…) as progress: work(progress)`. At each drawing Streamlit may leave the run: the work must keep nothing half
    done."""
    place = st.progress(0.0, label)
    drawn = time.monotonic()

    def show(done: int, count: int) -> None:
        nonlocal drawn
        if time.monotonic() - drawn >= EVERY:
            drawn = time.monotonic()
            place.progress(done / count if count else 1.0, f"{label} {done}/{count}")

    yield show
    place.empty()
