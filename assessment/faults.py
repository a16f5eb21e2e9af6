"""Faults nobody foresaw: a number for the person, the traceback under that number in the log."""

import logging
import secrets
from datetime import datetime
from functools import cache
from logging.handlers import RotatingFileHandler
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent  # the folder of app.py
log = logging.getLogger("assessment")


def record() -> str:
    """Log the exception being handled; its number."""
    number = f"{datetime.now():%m%d-%H%M%S}-{secrets.token_hex(2)}"
    _to_file()
    log.exception("error %s", number)
    return number


@cache
def _to_file() -> None:
    """data/log/errors.log; without a writable folder the fault is lost but for its number."""
    log.propagate = False
    log.addHandler(logging.NullHandler())
    try:
        folder = HOME / "data" / "log"
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "errors.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    log.addHandler(handler)
