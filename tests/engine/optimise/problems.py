"""Problems built from plain numbers: as the oracle `mitigation` writes them, and at random."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, groupby, product
from math import lcm, prod
from operator import itemgetter
from typing import Any

from hypothesis import strategies as st

from assessment.engine.optimise import exact
from assessment.engine.optimise.problem import Candidate, Count, Factor, OneOf, Outcome, Problem, Steps
from assessment.engine.optimise.shares import Shares
from assessment.model.scorecard import Effects

FULL = 25  # the largest P × Q
SHARES = Effects(unit="share", combine="multiplicative")


def from_oracle(given: Mapping[str, Any]) -> Problem:
    """`rule` levels: p' = max(1, p − Σdp); multiplicative: p' = p·Π(1 − ep). Band 1 is above `factor_at_most`."""
    limits, total = given["constraints"], sum(i["w"] for i in given["indicators"])
    at_most = Fraction(limits.get("factor_at_most", 1))
    made = []
    for number, indicator in enumerate(given["indicators"]):
        touching = {m["id"]: e for m in given["measures"] for e in m["effects"] if e["indicator"] == number}
        rule = _levels if given["rule"] == "levels" else _shares
        made.append((str(number), Fraction(indicator["w"], total), rule(indicator["p"], indicator["q"], touching)))
    scale = lcm(*(weight.denominator * whole for _, weight, (whole, _) in made))
    edge = Fraction(limits["index_below"]) * scale
    asked = limits.get("mandatory", ())
    return Problem(
        scale=scale,
        factors=tuple(factor(name, weight * scale, at_most) for name, weight, (_, factor) in made),
        candidates=tuple(
            Candidate(m["id"], Fraction(m["cost"]), ("mandatory",) if m["id"] in asked else ()) for m in given["measures"]
        ),
        index_most=-(-edge.numerator // edge.denominator) - 1,  # strictly below
        band_most=0 if "factor_at_most" in limits else None,
        budget=Fraction(limits["budget"]) if "budget" in limits else None,
        requires=tuple((one, other) for one, other in limits.get("requires", ())),
        excludes=tuple(pair for group in limits.get("exclusive", ()) for pair in combinations(group, 2)),
    )


Made = tuple[int, Callable[[str, Fraction, Fraction], Factor]]  # what degrees are multiples of, and the factor


def _levels(p: int, q: int, touching: Mapping[str, Mapping[str, int]]) -> Made:
    needs = tuple({name: e[axis] for name, e in touching.items() if e.get(axis)} for axis in ("dp", "dq"))
    falls = [min(level - 1, sum(need.values())) for level, need in zip((p, q), needs, strict=True)]
    ends = [(Fraction((p - a) * (q - b), FULL), (a, b)) for a, b in product(*(range(most + 1) for most in falls))]

    def factor(name: str, unit: Fraction, at_most: Fraction) -> Factor:
        return Steps(name, tuple(Outcome(int(unit * end), int(end > at_most), takes) for end, takes in ends), needs)

    return FULL, factor


def _shares(p: int, q: int, touching: Mapping[str, Mapping[str, str]]) -> Made:
    drops = [{name: Fraction(e[axis]) for name, e in touching.items() if e.get(axis)} for axis in ("ep", "eq")]
    values = Fraction(p, 5), Fraction(q, 5)

    def factor(name: str, unit: Fraction, at_most: Fraction) -> Factor:
        return Shares(name, unit, values, tuple(drops), SHARES, (int(at_most * unit), int(unit)))

    return FULL * prod(drop.denominator for axis in drops for drop in axis.values()), factor


@st.composite
def problems(draw: st.DrawFn, least: int = 0, most: int = 8) -> Problem:
    """Up to four factors, from `least` to `most` measures, every kind of constraint; often infeasible, often tied, with the
    limit on an index that some set ends on exactly."""
    rule = draw(st.sampled_from(["levels", "levels", "multiplicative"]))
    names = [f"m{number:02d}" for number in range(draw(st.integers(least, most)))]
    indicators = [{"w": draw(st.integers(1, 5)), "p": draw(_level), "q": draw(_level)} for _ in range(draw(st.integers(1, 4)))]
    measures = [{"id": name, "cost": draw(st.integers(0, 4)), "effects": draw(_effects(rule, len(indicators)))} for name in names]
    pair = st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True) if len(names) > 1 else st.nothing()
    some = st.lists(st.sampled_from(names), max_size=2, unique=True) if names else st.just([])
    limits: dict[str, Any] = {"index_below": "1", "mandatory": draw(some)}
    limits |= {key: draw(st.lists(pair, max_size=2)) if len(names) > 1 else [] for key in ("requires", "exclusive")}
    if draw(st.booleans()):
        limits["factor_at_most"] = draw(st.sampled_from(["0.16", "0.36", "0.64"]))
    if draw(st.booleans()):
        limits["budget"] = draw(st.integers(0, 12))
    problem = from_oracle({"rule": rule, "indicators": indicators, "measures": measures, "constraints": limits})
    return draw(_aimed(problem, names))


_level = st.integers(1, 5)


def _effects(rule: str, count: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    fall = st.integers(0, 2) if rule == "levels" else st.sampled_from(["0", "1/10", "3/10", "1/2", "1"])
    keys = ("dp", "dq") if rule == "levels" else ("ep", "eq")
    on = st.fixed_dictionaries({"indicator": st.integers(0, count - 1), keys[0]: fall, keys[1]: fall})
    return st.lists(on, min_size=1, max_size=2, unique_by=lambda e: e["indicator"])


@st.composite
def _aimed(draw: st.DrawFn, problem: Problem, names: list[str]) -> Problem:
    """The same with a limit on, or one below, an index that some set of measures leaves; an escalation; vetoes; bars."""
    somewhere = frozenset(draw(st.sets(st.sampled_from(names))) if names else ())
    most = exact.index(problem, somewhere) - draw(st.integers(0, 1))
    counts = (Count("many", 1, draw(st.integers(0, 2))),) if draw(st.booleans()) else ()
    one_of = tuple(
        OneOf("veto", f"v{number}", frozenset(draw(st.sets(st.sampled_from(names), min_size=1, max_size=3))))
        for number in range(draw(st.integers(0, 2)) if names else 0)
    )
    barred = draw(st.sets(st.sampled_from(names), max_size=1)) if names else set()
    candidates = tuple(replace(c, left_for=("barred",) if c.id in barred else ()) for c in problem.candidates)
    return replace(problem, index_most=most, counts=counts, one_of=one_of, candidates=candidates)


def every_set(problem: Problem) -> Iterable[frozenset[str]]:
    names = [candidate.id for candidate in problem.candidates]
    for size in range(len(names) + 1):
        yield from map(frozenset, combinations(names, size))


def order(problem: Problem, chosen: frozenset[str]) -> tuple[Fraction, int, int, list[str]]:
    """What makes one plan better than another: cost, index, number of measures, ids."""
    return exact.cost(problem, chosen), exact.index(problem, chosen), len(chosen), sorted(chosen)


def found_by_search(problem: Problem) -> frozenset[str] | None:
    """The best plan by looking at every set, the cheapest first; None where none reaches the target within the limits."""
    costs = {candidate.id: candidate.cost for candidate in problem.candidates}
    sets = sorted((sum((costs[name] for name in chosen), Fraction(0)), sorted(chosen)) for chosen in every_set(problem))
    for _, tied in groupby(sets, key=itemgetter(0)):
        good = [chosen for _, names in tied if not exact.broken(problem, chosen := frozenset(names))]
        if good:
            return min(good, key=lambda chosen: order(problem, chosen))
    return None
