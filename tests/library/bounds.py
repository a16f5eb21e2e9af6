"""Runs `check` as a person does and measures what it takes: 2 s of the processor and 200 MB are its bounds.

Seconds are those of the machine on which the bound was set: on a slower one, or one that shares its processor, they are divided
by how much longer a fixed piece of like work (reading YAML in pure Python) takes there, measured right after each command.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from tests.cards import ROOT

SECONDS, MEGABYTES = 2.0, 200  # of the processor: what else runs on the machine is not the product's fault
LIKE_WORK = 0.02  # seconds that the fixed piece of work takes where the bound was set
TRIES = 3  # a busy machine only ever adds to the time, so the least of a few runs is the product's own

# Stands between the tests and the command: Linux counts as a program's peak what the process that started it held, and a
# test run holds more than the command may. Its limit keeps whatever fails the bound from taking the machine with it.
LAUNCHER = """
import json, resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
done = subprocess.run(sys.argv[2:], capture_output=True, timeout=float(sys.argv[1]))
used = resource.getrusage(resource.RUSAGE_CHILDREN)
said, complained = (stream.decode(errors="replace") for stream in (done.stdout, done.stderr))
import time, yaml  # not before: see above
text = "".join(f"- {{id: a{number}, weight: '{number % 7}.5', title: {{zh: 指标, en: indicator}}}}\\n" for number in range(150))
def like_work():
    start = time.process_time()
    yaml.compose(text, Loader=yaml.SafeLoader)
    return time.process_time() - start
took = sorted(like_work() for _ in range(5))[2]
print(json.dumps([done.returncode, said, complained, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, took]))
"""

# Many files in one process, each timed by itself; the peak of memory is that of everything so far.
DRIVER = """
import contextlib, io, json, resource, sys, time
from assessment.cli import main
answers = {}
for arguments in json.load(sys.stdin):
    command = sys.argv[1:]
    out, start = io.StringIO(), time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            status = main([*command, *arguments])
        except BaseException as fault:
            status = repr(fault)[:500]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answers[arguments[0]] = [status, time.process_time() - start, peak, out.getvalue()[:3000]]
print(json.dumps(answers))
"""


class Ran(NamedTuple):
    """What a command said and what it took: seconds of the processor, megabytes at its peak."""

    status: int
    said: str
    complained: str
    seconds: float
    megabytes: float
    slowness: float


class Answer(NamedTuple):
    """What `check` said of one of several files; a status that is a text is what it raised."""

    status: int | str
    seconds: float
    megabytes: float
    text: str

    def within(self, statuses: set[int]) -> bool:
        """One of `statuses`, within the bounds, with a sentence and no traceback."""
        answered = self.status in statuses and bool(self.text.strip()) and "Traceback" not in self.text
        return answered and self.seconds <= SECONDS and self.megabytes <= MEGABYTES


def ran(command: list[Any], stdin: str = "", timeout: int = 20) -> Ran:
    launched = subprocess.run(
        [sys.executable, "-c", LAUNCHER, str(timeout), *command], input=stdin, capture_output=True, text=True, cwd=ROOT
    )
    assert launched.returncode == 0, launched.stderr[-2000:]
    status, said, complained, seconds, megabytes, took = json.loads(launched.stdout)
    slowness = max(1.0, took / LIKE_WORK)
    return Ran(status, said, complained, seconds / slowness, megabytes, slowness)


def check(*arguments: str | bytes) -> Ran:
    """`python -m assessment check …`, held to the bounds."""
    command = [sys.executable, "-m", "assessment", "check", *arguments]
    for _ in range(TRIES):
        answer = ran(command)
        if answer.seconds < SECONDS:
            break
    assert answer.status >= 0, "it had to be stopped"
    assert "Traceback" not in answer.complained, answer.complained[-1500:]
    assert answer.seconds < SECONDS, f"{answer.seconds:.2f} s"
    assert answer.megabytes < MEGABYTES, f"{answer.megabytes:.0f} MB"
    return answer


def check_each(arguments: list[list[str]], *command: str) -> dict[str, Answer]:
    """`check` (or another command) with each of several arguments, in one process; by the first argument."""
    answers: dict[str, Answer] = {}
    left = arguments
    for _ in range(TRIES):
        batch = ran([sys.executable, "-c", DRIVER, *(command or ("check",))], json.dumps(left), timeout=120)
        assert batch.status == 0, batch.complained[-2000:]
        for name, (status, seconds, megabytes, text) in json.loads(batch.said).items():
            answers[name] = Answer(status, seconds / batch.slowness, megabytes, text)
        left = [each for each in left if answers[each[0]].seconds > SECONDS]
        if not left:
            break
    return answers


def misbehaved(answers: dict[str, Answer], statuses: set[int]) -> list[str]:
    """Those that gave another status or broke a bound."""
    return [
        f"{Path(name).name}: status {each.status}, {each.seconds:.2f} s, {each.megabytes:.0f} MB, {each.text[:300]!r}"
        for name, each in answers.items()
        if not each.within(statuses)
    ]
