"""What the review of a case says, each finding with the page that mends it; and what is still missing, by dimension."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assessment.engine.privacy import HEADING
from assessment.engine.review import of_the_plan
from assessment.errors import Problem, Severity
from assessment.i18n import sentence, translator
from assessment.model.case import Assessment, Rating
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard
from assessment.report.figure_words import figures_of_axis

MISSING = ("indicator-unrated", "veto-unanswered")  # shown under what is missing, not again among the findings
TOGETHER = 3  # more findings of one kind than this share a row
NAMED = 12  # places a shared row names


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is mended: a page and its query."""

    page: str
    query: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the review: a sentence, how grave, where to mend it."""

    key: str
    severity: Severity
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Gap:
    """What one dimension still lacks: the codes, and the first of them to go to."""

    dimension: str
    codes: tuple[str, ...]
    first: str


def findings(card: Scorecard, problems: Iterable[Problem], lang: str) -> tuple[Finding, ...]:
    """Errors first. Many findings of one kind are one row that names their places."""
    kinds: dict[tuple[Severity, str], list[Problem]] = {}
    for problem in problems:
        if problem.code not in MISSING:
            kinds.setdefault((problem.severity, problem.code), []).append(problem)
    rows = []
    for (severity, code), found in sorted(kinds.items(), key=lambda kind: kind[0][0] != "error"):
        if len(found) > TOGETHER:
            rows.append(Finding(code, severity, _together(card, found, lang), place_of(card, found[0])))
        else:
            rows += [Finding(f"{code}-{n}", severity, worded(card, p, lang), place_of(card, p)) for n, p in enumerate(found)]
    return tuple(rows)


def worded(card: Scorecard, problem: Problem, lang: str) -> str:
    """The sentence, with a fact by its title; levels, bands and indicators bring their own."""
    fact = card.fact.get(problem.values.get("fact", ""))
    titled = {"fact": fact.title or fact.question} if fact else {}
    return sentence(replace(problem, values={**problem.values, **titled}), lang)


def _together(card: Scorecard, found: list[Problem], lang: str) -> str:
    """The first one's sentence, then how many and where, each place once."""
    _ = translator(lang)
    names = list(dict.fromkeys(card.indicators[p.path].name if p.path in card.indicators else p.path for p in found))
    listed = _("、").join(names[:NAMED]) + (_("等") if len(names) > NAMED else "")
    return _("{first}同类共 {count} 处：{places}。", first=worded(card, found[0], lang), count=len(found), places=listed)


def place_of(card: Scorecard, problem: Problem) -> Place:
    """The page where a finding is mended."""
    path = problem.path
    if of_the_plan(problem) or path in card.measure:
        indicator = card.veto[path][0].id if path in card.veto else path
        return Place("plan", {"indicator": indicator} if indicator in card.indicators else {})
    if path in card.indicators:
        return rating_place(path)
    if path in card.veto:
        return rating_place(card.veto[path][0].id)
    if path in card.fact:
        return Place("project", {"fact": path})
    if path in card.figure:
        asking = (name for name, one in card.graded.items() if any(path in figures_of_axis(one, axis) for axis in one.graded_by))
        return rating_place(next(asking))
    if problem.code == "personal-data" and path == HEADING:
        return Place("project", {})
    return Place("rate" if problem.code == "answers-identical" else "plan", {})


def rating_place(indicator: str) -> Place:
    return Place("rate", {"focus": indicator})


def unrated(card: Scorecard, result: Result) -> tuple[Gap, ...]:
    return _gaps(card, ((name, card.indicators[name].name) for name in result.unrated))


def unanswered_vetoes(card: Scorecard, result: Result) -> tuple[Gap, ...]:
    return _gaps(card, ((card.veto[veto][0].id, veto) for veto in result.unanswered_vetoes))


def without_evidence(card: Scorecard, assessment: Assessment, result: Result) -> tuple[Gap, ...]:
    """Rated factors that name no evidence yet."""
    bare = [f.id for f in result.factors if f.answered and not assessment.ratings.get(f.id, Rating()).evidence]
    return _gaps(card, ((name, card.indicators[name].name) for name in bare))


def _gaps(card: Scorecard, named: Iterable[tuple[str, str]]) -> tuple[Gap, ...]:
    """(indicator, what to call it) gathered by dimension."""
    found: dict[str, list[tuple[str, str]]] = {}
    for indicator, name in named:
        found.setdefault(card.dimension_of[indicator], []).append((indicator, name))
    return tuple(Gap(dimension, tuple(name for _i, name in items), items[0][0]) for dimension, items in found.items())
