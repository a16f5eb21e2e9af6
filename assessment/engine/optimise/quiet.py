"""HiGHS writes a line to standard output now and then, whatever it is told; a command that answers in JSON must not."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

_STDOUT = 1
_one_at_a_time = Lock()  # the descriptor belongs to the whole process


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing that compiled code writes to standard output in here is seen."""
    with _one_at_a_time:
        try:
            kept = os.dup(_STDOUT)
        except OSError:  # a process without standard output has nothing to keep clean
            yield
            return
        _flush()
        try:
            with Path(os.devnull).open("wb") as nowhere:
                os.dup2(nowhere.fileno(), _STDOUT)
            yield
        finally:
            _flush()
            os.dup2(kept, _STDOUT)
            os.close(kept)


def _flush() -> None:
    """Both buffers: Python's, and that of the C library, which would otherwise be written after the descriptor is back."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stdout.flush()
    with suppress(OSError, AttributeError):
        library = ctypes.cdll.ucrtbase if sys.platform == "win32" else ctypes.CDLL(None)
        library.fflush(None)
