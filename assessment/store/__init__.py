"""What is kept: assessments answer by answer, the scorecards they use, and the events that only grow."""

from assessment.store.entries import AIM, KINDS, Key, Kind, Value
from assessment.store.opening import open_store
from assessment.store.records import Entry, Event, Record
from assessment.store.store import Header, Reader, Store, Writer

__all__ = [
    "AIM",
    "KINDS",
    "Entry",
    "Event",
    "Header",
    "Key",
    "Kind",
    "Reader",
    "Record",
    "Store",
    "Value",
    "Writer",
    "open_store",
]
