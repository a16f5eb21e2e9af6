"""What the review of a case says, each finding with the page that mends it; and what is still missing, by dimension."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assessment.engine.review import where
from assessment.errors import Problem, Severity
from assessment.i18n import sentence, translator
from assessment.model.case import Assessment, Rating
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard
from assessment.report.figure_words import figures_of_axis
from assessment.ui import state

MISSING = ("indicator-unrated", "veto-unanswered")  # shown under what is missing, not again among the findings
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice")  # gravest first
TOGETHER = 3  # more findings of one kind than this share a row
NAMED = 12  # places a shared row names


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is mended: a page and its query."""

    page: str
    query: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the review: a sentence, how grave, where to mend it, for how many findings it stands; where these are in
    several places, each by its name."""

    key: str
    severity: Severity
    text: str
    place: Place
    count: int = 1
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """What one dimension still lacks: the codes, and the first of them to go to."""

    dimension: str
    codes: tuple[str, ...]
    first: str


def findings(card: Scorecard, problems: Iterable[Problem], lang: str) -> tuple[Finding, ...]:
    """The gravest first. Many findings of one kind are one row that names their places."""
    kinds: dict[tuple[Severity, str], list[Problem]] = {}
    for problem in problems:
        if problem.code not in MISSING:
            kinds.setdefault((problem.severity, problem.code), []).append(problem)
    rows = []
    for (severity, code), found in sorted(kinds.items(), key=lambda kind: SEVERITIES.index(kind[0][0])):
        if len(found) > TOGETHER:
            places = {_name(card, problem): place_of(card, problem) for problem in found}
            rows.append(Finding(code, severity, _together(card, found, lang), place_of(card, found[0]), len(found), places))
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
    names = list(dict.fromkeys(_name(card, problem) for problem in found))
    listed = _("、").join(names[:NAMED]) + (_("等") if len(names) > NAMED else "")
    return _("{first}同类共 {count} 处：{places}。", first=worded(card, found[0], lang), count=len(found), places=listed)


def _name(card: Scorecard, problem: Problem) -> str:
    return card.indicators[problem.path].name if problem.path in card.indicators else problem.path


def place_of(card: Scorecard, problem: Problem) -> Place:
    """The page where a finding is mended, at the indicator, measure or fact that it is about."""
    page, path = where(card, problem), problem.path
    if page == "project":
        return Place(page, {"fact": path} if path in card.fact else {})
    indicator = _indicator(card, problem)
    if page == "rate":
        return rating_place(indicator) if indicator else Place(page, {})
    page = page if page in state.PAGES else "plan"
    if indicator:
        return Place(page, {"indicator": indicator})
    return Place(page, {"measure": path} if path else {})


def _indicator(card: Scorecard, problem: Problem) -> str | None:
    """The indicator at the place of a finding; of a measure not chosen yet the first that it lowers."""
    path = problem.path
    if path in card.indicators:
        return path
    if path in card.veto:
        return card.veto[path][0].id
    if path in card.figure:
        return next(
            name for name, one in card.graded.items() if any(path in figures_of_axis(one, axis) for axis in one.graded_by)
        )
    if problem.code == "aim-pinned-missing" and path in card.measure:
        return card.measure[path].effects[0].indicator
    return None


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
