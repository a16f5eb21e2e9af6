"""What several measures leave of one level or one value: the rule of the scorecard, `effects`.

    additive         total = min(Σ drops, max_drop)
    multiplicative   total = min(1 − Π(1 − drop), max_drop)      shares only; measures as independent barriers
    strongest        total = min(max drop, max_drop)

    level left = level − ⌊total⌋            value left = value · (1 − total)

never below `floor`, and never raised. Each rule is symmetric in the drops and rises with each of them, so the order of measures
is irrelevant and one more never makes things worse.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import floor, prod

from assessment.model.measure import Effect, Status
from assessment.model.scorecard import Effects

ONE = Fraction(1)


def total(drops: Iterable[Fraction | int], effects: Effects) -> Fraction:
    """What several drops on one axis take away together."""
    steps = [max(Fraction(0), Fraction(drop)) for drop in drops]
    if effects.combine == "additive":
        taken = sum(steps, Fraction(0))
    elif effects.combine == "multiplicative":
        taken = ONE - prod((ONE - min(step, ONE) for step in steps), start=ONE)
    else:
        taken = max(steps, default=Fraction(0))
    return taken if effects.max_drop is None else min(taken, effects.max_drop)


def lowered(level: int, drops: Iterable[Fraction | int], effects: Effects) -> int:
    """`level` (1 is the lowest) after several drops; parts of a level do not count. A level below the floor stays."""
    return min(level, max(floor(effects.lowest), level - floor(total(drops, effects))))


def reduced(value: Fraction, drops: Iterable[Fraction | int], effects: Effects) -> Fraction:
    """`value` after shares of it are taken away. The floor holds for values at or above it; one below may fall further."""
    left = value * (ONE - min(total(drops, effects), ONE))
    return max(left, effects.lowest) if value >= effects.lowest else left


def credited(effect: Effect, status: Status, effects: Effects) -> Effect:
    """The effect as it counts while the measure has this status (`credit`)."""
    part = effects.credit.get(status, ONE) if status in ("planned", "in_progress", "done") else ONE
    if part == ONE:
        return effect
    drops = {axis: effect.on(axis) * part for axis in ("likelihood", "consequence", "option")}
    return effect.model_copy(update=drops)
