"""Facts and profiles (筛查事实、项目类型): what they take out, and what uses them."""

from collections import defaultdict
from collections.abc import Hashable, Iterator

from assessment.errors import Problem
from assessment.library.checks.written import Written
from assessment.model.scorecard import Profile, Scorecard

MOST_WORK = 200_000  # indicators looked at for profiles


def check_applying(card: Written) -> Iterator[Problem]:
    yield from _facts(card, card.scorecard)
    yield from _never(card, card.scorecard)
    seen: dict[Hashable, str] = {}
    asked = _asked(card.scorecard)
    most = MOST_WORK // max(1, sum(map(len, asked.values())) + len(card.scorecard.facts))
    for number, profile in enumerate(card.scorecard.profiles[:most]):
        yield from _profile(card, number, profile, asked)
        same = (frozenset((profile.dimension_weights or {}).items()), frozenset(profile.facts.items()))
        if same in seen and any(same):
            values = {"one": seen[same], "two": profile.id}
            yield card.head.problem("profiles-alike", "profiles", number, "id", severity="warning", **values)
        seen.setdefault(same, profile.id)


def _facts(card: Written, scorecard: Scorecard) -> Iterator[Problem]:
    """A fact that is asked, and that no indicator depends on."""
    used = {indicator.applies_when for indicator in scorecard.indicators.values()}
    for number, fact in enumerate(scorecard.facts):
        if fact.id not in used:
            yield card.head.problem("fact-unused", "facts", number, "id", severity="warning", now=fact.id)


def _never(card: Written, scorecard: Scorecard) -> Iterator[Problem]:
    """An indicator whose fact every profile answers no, so that its vetoes and measures are idle too."""
    profiles = scorecard.profiles[: MOST_WORK // max(1, len(scorecard.facts))]
    never = {fact.id for fact in scorecard.facts} if profiles else set()
    for profile in profiles:
        never &= {fact for fact, answer in profile.facts.items() if answer == "no"}
    for document, here, indicator in card.indicators():
        if indicator.applies_when in never:
            values = {"indicator": indicator.name, "fact": indicator.applies_when}
            yield document.problem("indicator-never-applies", *here, "applies_when", severity="warning", **values)


def _asked(scorecard: Scorecard) -> dict[str, set[str | None]]:
    """The facts the indicators of a dimension depend on; None for those that always apply."""
    asked: dict[str, set[str | None]] = defaultdict(set)
    for sheet in scorecard.sheets:
        asked[sheet.id] = {indicator.applies_when for indicator in sheet.indicators}
    return asked


def _profile(card: Written, number: int, profile: Profile, asked: dict[str, set[str | None]]) -> Iterator[Problem]:
    """Default answers that leave nothing of a dimension or of the whole, and facts one profile forgets to answer."""
    here = ("profiles", number, "facts")
    no = {fact for fact, answer in profile.facts.items() if answer == "no"}
    emptied = [dimension for dimension, facts in asked.items() if facts <= no]
    if emptied and len(emptied) == len(asked):
        yield card.head.problem("profile-empty", *here, profile=profile.title)
        return
    titles = card.scorecard.sheet
    for dimension in emptied:
        values = {"profile": profile.title, "dimension": titles[dimension].title}
        yield card.head.problem("profile-empties-dimension", *here, severity="warning", **values)
    missing = [fact.id for fact in card.scorecard.facts if fact.id not in profile.facts]
    if missing and profile.facts:
        values_missing = {"profile": profile.title, "missing": tuple(missing[:5])}
        yield card.head.problem("profile-facts-incomplete", *here, severity="warning", **values_missing)
