"""HiGHS writes a line to standard output now and then, whatever it is told; a command that answers in JSON must not.

The descriptor belongs to the whole process: the first solve turns it away and the last one turns it back, so that solves run
side by side; meanwhile Python's own streams write to a second descriptor of the same output, so that nobody else falls silent.
"""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from io import FileIO
from pathlib import Path
from threading import Lock

_STDOUT = 1
_lock = Lock()
_inside: list[None] = []  # one for each that is in
_back = ExitStack()  # what the last one out undoes


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing that compiled code writes to standard output in here is seen; what Python prints is, from every thread."""
    with _lock:
        if not _inside:
            _back.enter_context(_turned_away())
        _inside.append(None)
    try:
        yield
    finally:
        with _lock:
            _inside.pop()
            if not _inside:
                _back.close()


@contextmanager
def _turned_away() -> Iterator[None]:
    if sys.__stdout__ is None:  # started without standard output: whatever has its number is someone's file
        yield
        return
    try:
        os.dup2(_STDOUT, _second(), inheritable=False)
    except OSError:  # closed since: nothing to keep clean
        yield
        return
    with ExitStack() as undo:
        for stream in (sys.stdout, sys.__stdout__):
            undo.enter_context(_written_to(stream, _second()))
        _flush_compiled()
        undo.callback(os.dup2, _second(), _STDOUT)
        undo.callback(_flush_compiled)
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), _STDOUT)
        yield


@cache
def _second() -> int:
    """A second descriptor of standard output; never closed, as another thread may be about to write to it."""
    return os.dup(_STDOUT)


@contextmanager
def _written_to(stream: object, descriptor: int) -> Iterator[None]:
    """`stream`, if it writes to standard output, writes to `descriptor` instead: the same object, for others hold it too."""
    buffer = getattr(stream, "buffer", None)
    file = getattr(buffer, "raw", buffer)
    if not isinstance(file, FileIO) or file.closed or file.fileno() != _STDOUT:
        yield
        return
    _point(file, descriptor)
    _flush(stream)
    try:
        yield
    finally:
        if not file.closed:
            _point(file, _STDOUT)
            _flush(stream)


def _point(file: FileIO, descriptor: int) -> None:
    name = file.name
    FileIO.__init__(file, descriptor, "wb", closefd=False)  # the only way to give it another descriptor
    file.name = name


def _flush(stream: object) -> None:
    """Waits for a write under way to the descriptor it had before."""
    with suppress(OSError, ValueError):
        stream.flush()  # type: ignore[attr-defined]


def _flush_compiled() -> None:
    """The buffer of the C library, which would otherwise be written after the descriptor has changed."""
    with suppress(OSError, AttributeError):
        library = ctypes.cdll.ucrtbase if sys.platform == "win32" else ctypes.CDLL(None)
        library.fflush(None)
