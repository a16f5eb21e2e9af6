"""What the two languages of a text say against each other: numbers that differ, and text that is not in its language."""

import re
from collections.abc import Iterator

from assessment.errors import Problem
from assessment.library.checks.numerals import differences
from assessment.library.checks.written import Loc, Written
from assessment.library.document import Document
from assessment.library.tree import Node

MOST_TEXT = 600_000  # characters of a scorecard that are compared; the shipped one has 120,000
MOST_SHOWN = 8  # numbers in one sentence
HAN = re.compile("[\u3400-\u9fff]")
ENGLISH_WORDS = re.compile("[a-z]{3}")


def check_wording(card: Written) -> Iterator[Problem]:
    left = MOST_TEXT
    documents = [card.head, *card.sheets.values(), *(document for document, _ in card.measures.values())]
    for document in documents:
        for loc, zh, en in texts(document.root, ()):
            left -= len(zh) + len(en)
            if left < 0:
                return
            yield from _languages(document, loc, zh, en)


def _languages(document: Document, loc: Loc, zh: str, en: str) -> Iterator[Problem]:
    if HAN.search(en):
        yield document.problem("english-is-chinese", *loc, "en", severity="warning", now=en[:40])
        return
    if not HAN.search(zh) and ENGLISH_WORDS.search(zh):
        yield document.problem("chinese-is-missing", *loc, "zh", severity="warning", now=zh[:40])
        return
    if loc[-1] == "unit":
        return  # 万元 is CNY 10,000
    missing, added = differences(zh, en)
    if missing or added:
        values = {"zh": tuple(missing[:MOST_SHOWN]) or "—", "en": tuple(added[:MOST_SHOWN]) or "—"}
        yield document.problem("numbers-differ", *loc, severity="warning", **values)


def texts(node: Node | None, loc: Loc) -> Iterator[tuple[Loc, str, str]]:
    """Every text in two languages, with its place."""
    if node is None:
        return
    if isinstance(node.value, dict):
        if node.value.keys() == {"zh", "en"}:
            yield loc, str(node.value["zh"].value), str(node.value["en"].value)
            return
        for key, inner in node.value.items():
            yield from texts(inner, (*loc, key))
    elif isinstance(node.value, list):
        for number, inner in enumerate(node.value):
            yield from texts(inner, (*loc, number))
