"""While a plan is sought, compiled code is not heard and everybody else is."""

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from threading import Barrier, Thread

import pytest

from assessment.engine.optimise.quiet import quiet
from tests.cards import ROOT

BEGIN = """
import ctypes, os, sys
from threading import Barrier, Thread
from assessment.engine.optimise.quiet import quiet

def compiled(text):
    ctypes.CDLL(None).puts(text)
    os.write(1, text + b"\\n")
"""


def said(program: str, shell: str = 'exec "$@"', unbuffered: str = "") -> str:
    """What a program of its own writes to standard output."""
    command = ["sh", "-c", shell, "sh", sys.executable, "-c", BEGIN + dedent(program)]
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_two_are_inside_at_once() -> None:
    together = Barrier(2, timeout=10)
    met: list[int] = []

    def solve() -> None:
        with quiet():
            met.append(together.wait())

    threads = [Thread(target=solve) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(met) == [0, 1]


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_another_thread_prints_appears_and_compiled_code_does_not(unbuffered: str) -> None:
    program = """
        entered, printed, first_out = (Barrier(count, timeout=10) for count in (3, 3, 2))

        def solve(first):
            with quiet():
                entered.wait()
                printed.wait()
                if not first:
                    first_out.wait()
                compiled(b"noise")
            if first:
                first_out.wait()

        print("before")
        held, threads = sys.stdout, [Thread(target=solve, args=(first,)) for first in (True, False)]
        for thread in threads:
            thread.start()
        entered.wait()
        print("meanwhile", flush=True)
        held.write("by whoever holds the stream\\n")
        printed.wait()
        for thread in threads:
            thread.join()
        print("after", flush=True)
        os.write(1, b"compiled code again\\n")
    """
    heard = ["before", "meanwhile", "by whoever holds the stream", "after", "compiled code again"]
    assert said(program, unbuffered=unbuffered).splitlines() == heard


def test_the_descriptor_is_back_afterwards_also_after_an_exception() -> None:
    program = """
        with quiet():
            pass
        where, name, open_files = os.fstat(1), sys.stdout.buffer.name, len(os.listdir("/dev/fd"))
        for _ in range(3):
            try:
                with quiet():
                    assert not os.path.samestat(os.fstat(1), where)
                    raise ValueError
            except ValueError:
                pass
            assert os.path.samestat(os.fstat(1), where)
        assert (sys.stdout.fileno(), sys.stdout.buffer.name, len(os.listdir("/dev/fd"))) == (1, name, open_files)
        compiled(b"heard")
    """
    assert said(program).splitlines() == ["heard"] * 2


def test_captured_output_stays_captured(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet():
        print("printed")
        os.write(1, b"noise")
    os.write(1, b"afterwards")
    assert sorted(capfd.readouterr().out.split()) == ["afterwards", "printed"]


def test_output_that_goes_elsewhere_stays_there(capsys: pytest.CaptureFixture[str]) -> None:
    with quiet():
        print("printed")
    assert capsys.readouterr().out == "printed\n"


def test_a_process_without_standard_output_keeps_the_file_that_has_its_number(tmp_path: Path) -> None:
    program = f"""
        file = open({str(tmp_path / "file")!r}, "w", buffering=1)
        assert file.fileno() == 1
        with quiet():
            file.write("kept")
            file.flush()
    """
    assert said(program, shell='exec "$@" >&-') == ""
    assert (tmp_path / "file").read_text() == "kept"


def test_standard_output_closed_later_stops_nothing() -> None:
    program = """
        os.close(1)
        with quiet():
            sys.stderr.flush()
        sys.stdout = None
    """
    assert said(program) == ""
