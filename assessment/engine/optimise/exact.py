"""What a set of measures leads to, exactly: the index it leaves and every rule it breaks. No solver is involved."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from assessment.engine.optimise.problem import Problem


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a set of measures breaks. `kind`: index, band, count, veto, risk, blocked, budget, requires, excludes,
    or one of the reasons of a candidate (mandatory, pinned, started, own, barred, late, lapsed); `id`: what it is about."""

    kind: str
    id: str = ""
    other: str = ""


def index(problem: Problem, chosen: Collection[str]) -> int:
    """In units of 1/scale; the worst case while answers are missing."""
    return sum(factor.after(chosen)[0] for factor in problem.factors)


def cost(problem: Problem, chosen: Collection[str]) -> Fraction:
    """万元."""
    return sum((candidate.cost for candidate in problem.candidates if candidate.id in chosen), Fraction(0))


def broken(problem: Problem, chosen: Collection[str]) -> tuple[Broken, ...]:
    """Every rule that this set breaks; none means that it reaches the target within all limits."""
    return (*_target(problem, chosen), *_limits(problem, chosen))


def reaches(problem: Problem, chosen: Collection[str]) -> bool:
    """Whether it reaches the target, within the limits or not."""
    return not any(True for _ in _target(problem, chosen))


def legal(problem: Problem, chosen: Collection[str]) -> bool:
    """Whether it keeps to what may be chosen, whatever it reaches."""
    return not any(True for _ in _limits(problem, chosen))


def _target(problem: Problem, chosen: Collection[str]) -> Iterator[Broken]:
    reached = {factor.id: factor.after(chosen) for factor in problem.factors}
    if problem.index_most is not None and sum(left for left, _ in reached.values()) > problem.index_most:
        yield Broken("index")
    for name, (_, band) in reached.items():
        if problem.band_most is not None and band > problem.band_most:
            yield Broken("band", name)
    for rule in problem.counts:
        if sum(band >= rule.band for _, band in reached.values()) > rule.most:
            yield Broken("count", rule.id)
    for one in problem.one_of:
        if not one.measures.intersection(chosen):
            yield Broken(one.kind, one.id)
    for veto in problem.blocked:
        yield Broken("blocked", veto)


def _limits(problem: Problem, chosen: Collection[str]) -> Iterator[Broken]:
    for candidate in problem.candidates:
        for reason in candidate.left_for if candidate.id in chosen else candidate.taken_for:
            yield Broken(reason, candidate.id)
    for name, other in problem.requires:
        if name in chosen and other not in chosen:
            yield Broken("requires", name, other)
    for name, other in problem.excludes:
        if name in chosen and other in chosen:
            yield Broken("excludes", name, other)
    if problem.budget is not None and cost(problem, chosen) > problem.budget:
        yield Broken("budget")
