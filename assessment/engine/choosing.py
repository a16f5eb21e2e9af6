"""Which measures go together: what one requires comes with it, what it excludes stays away."""

from collections.abc import Iterable

from assessment.model.scorecard import Scorecard


def with_required(scorecard: Scorecard, names: Iterable[str]) -> tuple[str, ...]:
    """`names`, each followed by what it requires, and that by what it requires in turn; each once."""
    found: dict[str, None] = {}
    waiting = list(names)[::-1]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            measure = scorecard.measure.get(name)
            waiting += reversed(measure.requires) if measure else ()
    return tuple(found)


def excluded(scorecard: Scorecard, name: str, others: Iterable[str]) -> tuple[str, ...]:
    """Those of `others` that cannot be done together with `name`, whichever of the two says so."""
    measure = scorecard.measure.get(name)
    named = measure.excludes if measure else ()
    return tuple(o for o in others if o in named or (o in scorecard.measure and name in scorecard.measure[o].excludes))


def compatible(scorecard: Scorecard, wanted: Iterable[str], chosen: Iterable[str]) -> tuple[str, ...]:
    """As many of `wanted` as can be added to what is chosen, in their order: one that, with what it requires, meets
    something it excludes is passed over."""
    standing, added = list(chosen), list[str]()
    for name in wanted:
        group = [each for each in with_required(scorecard, [name]) if each not in standing]
        if not any(excluded(scorecard, each, (*standing, *group)) for each in group):
            standing += group
            added += group
    return tuple(added)
