"""Points and options: answers that cannot be told apart by their points, and a polarity that the options contradict."""

from collections.abc import Iterator

from assessment.errors import Problem
from assessment.library.checks.written import Written
from assessment.model.numbers import plain


def check_answers(card: Written) -> Iterator[Problem]:
    if card.scorecard.method != "points":
        return
    rising = falling = 0
    for document, here, indicator in card.indicators():
        options = dict(sorted((indicator.options or {}).items()))
        seen: dict[object, int] = {}
        for number, option in options.items():
            if option.points in seen:
                values = {"points": plain(option.points), "one": seen[option.points], "two": number}
                yield document.problem("options-equal", *here, "options", number, "points", severity="warning", **values)
            seen.setdefault(option.points, number)
        first, *_, last = [option.points for option in options.values()]
        rising, falling = rising + (first < last), falling + (first > last)
    yield from _polarity(card, rising, falling)


def _polarity(card: Written, rising: int, falling: int) -> Iterator[Problem]:
    """Options are listed from best to worst, as scales are: points rise on a demerit card and fall on a merit card."""
    wrong, right = (falling, rising) if card.scorecard.polarity == "demerit" else (rising, falling)
    if wrong and not right:
        yield card.head.problem("polarity-contradicted", "polarity", severity="warning", now=card.scorecard.polarity)
