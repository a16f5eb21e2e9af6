"""The process is killed at any moment: nothing that was confirmed is lost, and nothing is half written."""

import os
import random
import signal
import time
from collections.abc import Callable

from assessment.model.case import Rating
from assessment.service import LOCAL, Bench, open_case, rate, verify

TRIALS = 100


def child(work: Callable[[int], None]) -> tuple[int, int]:
    """`work` in a forked process; it is given the writing end of a pipe whose reading end is returned."""
    reader, writer = os.pipe()
    process = os.fork()
    if process:
        os.close(writer)
        return process, reader
    try:
        work(writer)
    finally:
        os._exit(0)


def count(rating: Rating | None) -> int:
    return int(rating.note) if rating is not None else 0


def test_nothing_confirmed_is_lost_when_the_process_is_killed(bench: Bench, project: str) -> None:
    chance = random.Random(2026)

    def rate_on(writer: int) -> None:
        seen = open_case(LOCAL, bench, project).assessment.ratings.get("payment")
        while True:
            new = Rating(likelihood=count(seen) % 3 + 1, consequence=1, note=str(count(seen) + 1))
            rate(LOCAL, bench, project, "payment", new, seen)
            os.write(writer, f"{new.note}\n".encode())
            seen = new

    before = 0
    for _ in range(TRIALS):
        process, reader = child(rate_on)
        heard = os.read(reader, 100)  # at least one save is confirmed, however busy the machine is
        time.sleep(chance.uniform(0, 0.015))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        with os.fdopen(reader, "rb") as stream:
            confirmed = [int(line) for line in (heard + stream.read()).splitlines()]
        stored = count(open_case(LOCAL, bench, project).assessment.ratings.get("payment"))
        assert confirmed == list(range(before + 1, confirmed[-1] + 1))
        assert stored in (confirmed[-1], confirmed[-1] + 1)  # the last save may be done and not yet confirmed
        assert verify(LOCAL, bench) == ()
        before = stored
    assert before >= TRIALS


def test_several_processes_save_at_once_and_lose_nothing(bench: Bench, project: str) -> None:
    def rate_one(name: str) -> None:
        seen = None
        for number in range(10):
            new = Rating(likelihood=number % 3 + 1, consequence=2, note=str(number))
            rate(LOCAL, bench, project, name, new, seen)
            seen = new

    names = ["payment", "boundary", "traffic", "ferry"]
    children = [child(lambda writer, name=name: rate_one(name)) for name in names]
    for process, reader in children:
        os.waitpid(process, 0)
        os.close(reader)
    stored = open_case(LOCAL, bench, project)
    assert {name: count(rating) for name, rating in stored.assessment.ratings.items()} == dict.fromkeys(names, 9)
    assert stored.revision == 41 and verify(LOCAL, bench) == ()
