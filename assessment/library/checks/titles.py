"""Titles that are the same or differ by one character: probably one thing listed twice, or one copied and not finished."""

from collections import defaultdict
from collections.abc import Iterator

from assessment.errors import Problem
from assessment.library.checks.written import Loc, Written
from assessment.library.document import Document
from assessment.model.base import Text

SHORTEST, LONGEST = 6, 80  # characters of a title in which one of them may be a slip
MOST_TITLES = 400  # of one kind, that are compared to the character; all of them are compared for being the same
COUNTING = frozenset("0123456789一二三四五六七八九十甲乙丙丁东西南北上下左右前后大小高低ABCDEFGHIJKLMNOPQRSTUVWXYZ")
Place = tuple[Document, Loc, Text]


def check_titles(card: Written) -> Iterator[Problem]:
    yield from _alike([(d, (*loc, "title"), i.title) for d, loc, i in card.indicators()])
    yield from _alike([(d, (*loc, "text"), m.text) for d, loc, m in card.library()])
    yield from _alike([(d, (*loc, "question"), v.question) for d, loc, _, v in card.vetoes()])
    scorecard = card.scorecard
    for key in ("bands", "levels", "profiles"):
        yield from _same([(card.head, (key, number, "title"), row.title) for number, row in enumerate(getattr(scorecard, key))])


def _alike(places: list[Place]) -> Iterator[Problem]:
    """Each title that is close to one before it, once."""
    reported = set()
    for problem in _same(places):
        reported.add((problem.file, problem.line))
        yield problem
    known: dict[str, list[str]] = defaultdict(list)
    for document, loc, title in places[:MOST_TITLES]:
        text = "".join(title.zh.split())
        if not SHORTEST <= len(text) <= LONGEST or (document.file, document.place(loc)[0]) in reported:
            continue
        shorter = {text, *(text[:n] + text[n + 1 :] for n in range(len(text)))}
        close = next((other for short in shorter for other in known[short][:5] if _one_apart(text, other)), None)
        if close is not None:
            yield document.problem("titles-alike", *loc, severity="warning", one=close, two=title.zh)
        for short in shorter:
            known[short].append(text)


def _same(places: list[Place]) -> Iterator[Problem]:
    for language in ("zh", "en"):
        seen: set[str] = set()
        for document, loc, title in places:
            text = "".join(title.in_(language).split()).lower()
            if text in seen and not (language == "en" and title.zh == title.en):
                yield document.problem("titles-same", *loc, language, severity="warning", now=title.in_(language))
            seen.add(text)


def _one_apart(one: str, other: str) -> bool:
    """One character more, less or other, which is none that numbers or tells the members of a series apart."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    start = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    rest = start + (len(short) == len(long))
    if short[rest:] != long[start + 1 :]:
        return False
    return not COUNTING & {long[start], *short[start:rest]}
