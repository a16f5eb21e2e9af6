"""The problem as a mixed-integer linear programme, solved by HiGHS through `scipy.optimize.milp`.

One binary x a measure; one variable y an outcome of each factor that can change, Σ y = 1; every need is a row

    Σ takes·y − Σ gives·x ≤ 0

All coefficients are whole numbers. Contributions too large for a double's exact range are cut down, rounding to the side that
allows more: the solver may then accept a set that misses the target by a hair, never refuse one that reaches it. Whoever calls
checks each answer with `exact` and forbids what fails (`Cut`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, gcd, inf, lcm
from typing import Any, Literal

from assessment.engine.optimise.problem import Problem
from assessment.engine.optimise.quiet import quiet

LARGEST = 1 << 30  # the most that contributions add up to; up to here they are not cut down at all
OPTIMAL, LIMIT, INFEASIBLE = 0, 1, 2  # scipy's status
Row = Mapping[int, int]
Goal = Literal["cost", "index", "count"]


@dataclass(frozen=True, slots=True)
class Cut:
    """Σ x of `measures` is at least or at most so many."""

    measures: frozenset[str]
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`chosen` is None where nothing satisfies the rows; `bound` is the best value that could still be found, `proven` says that
    it is the value found. Values are whole numbers in units of the goal."""

    chosen: frozenset[str] | None
    proven: bool
    bound: int | None


@dataclass(slots=True)
class _Rows:
    lines: list[Row] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, line: Row, low: float = -inf, high: float = inf) -> None:
        self.lines.append(line)
        self.low.append(low)
        self.high.append(high)


@dataclass(frozen=True, slots=True)
class Programme:
    """Columns and rows, ready to be solved for different goals."""

    names: tuple[str, ...]
    rows: _Rows
    goals: Mapping[Goal, Row]
    fixed: Mapping[int, int]
    integral: Sequence[int]
    shrink: Fraction
    constant: int
    cost_scale: int

    @property
    def width(self) -> int:
        return len(self.integral)


def programme(problem: Problem) -> Programme:
    """Every rule of the problem as a row; what is decided beforehand as a bound."""
    names = tuple(candidate.id for candidate in problem.candidates)
    column = {name: number for number, name in enumerate(names)}
    rows, integral = _Rows(), [1] * len(names)
    largest = sum(max(o.contribution for o in factor.outcomes) for factor in problem.factors)
    common = gcd(*(o.contribution for factor in problem.factors for o in factor.outcomes)) or 1
    shrink = min(Fraction(1, common), Fraction(LARGEST, max(largest, 1)))  # a common divisor loses nothing and helps the solver
    constant, index_row = 0, dict[int, int]()
    in_band: dict[int, dict[int, int]] = {rule.band: {} for rule in problem.counts}
    always = dict.fromkeys(in_band, 0)
    fixed = {column[c.id]: 0 if c.left_for else 1 for c in problem.candidates if c.left_for or c.taken_for}
    for factor in problem.factors:
        first = len(integral)
        allowed = [o for o in factor.outcomes if problem.band_most is None or o.band <= problem.band_most]
        if len(factor.outcomes) == 1 and allowed:
            constant += floor(factor.outcomes[0].contribution * shrink)
            for band in in_band:
                always[band] += factor.outcomes[0].band >= band
            continue
        integral += [int(factor.whole)] * len(allowed)
        rows.add({first + number: 1 for number in range(len(allowed))}, 1, 1)
        for number, gives in enumerate(factor.needs):
            takes = {first + n: o.takes[number] for n, o in enumerate(allowed) if o.takes[number]}
            if takes:
                rows.add({**takes, **{column[name]: -given for name, given in gives.items()}}, high=0)
        for n, o in enumerate(allowed):
            index_row[first + n] = floor(o.contribution * shrink)
            for band, line in in_band.items():
                if o.band >= band:
                    line[first + n] = 1
    if problem.index_most is not None:
        rows.add(index_row, high=floor(problem.index_most * shrink) - constant)
    for rule in problem.counts:
        rows.add(in_band[rule.band], high=rule.most - always[rule.band])
    _choices(problem, column, rows)
    cost_scale = lcm(*(c.cost.denominator for c in problem.candidates)) if problem.candidates else 1
    cost_row = {column[c.id]: int(c.cost * cost_scale) for c in problem.candidates}
    if problem.budget is not None:
        rows.add(cost_row, high=floor(problem.budget * cost_scale))
    count_row = dict.fromkeys(column.values(), 1)
    goals: dict[Goal, Row] = {"cost": cost_row, "index": index_row, "count": count_row}
    return Programme(names, rows, goals, fixed, integral, shrink, constant, cost_scale)


def _choices(problem: Problem, column: Mapping[str, int], rows: _Rows) -> None:
    for one in problem.one_of:
        rows.add({column[name]: 1 for name in one.measures}, low=1)
    if problem.blocked:
        rows.add({}, low=1)
    for name, other in problem.requires:
        rows.add({column[name]: 1, column[other]: -1}, high=0)
    for name, other in problem.excludes:
        rows.add({column[name]: 1, column[other]: 1}, high=1)
    for candidate in problem.candidates:
        if candidate.taken_for and candidate.left_for:
            rows.add({}, low=1)


def solve(
    made: Programme,
    goal: Goal | Row = "cost",
    equal: Mapping[Goal, int] | None = None,
    cuts: Iterable[Cut] = (),
    seconds: float = 10.0,
    most: Mapping[Goal, int] | None = None,
) -> Answer:
    """The least of one goal, with others at a value known to be their least (so that equality loses nothing), or at `most`."""
    rows = _Rows(list(made.rows.lines), list(made.rows.low), list(made.rows.high))
    for name, value in (equal or {}).items():
        rows.add(made.goals[name], value, value)
    for name, value in (most or {}).items():
        rows.add(made.goals[name], high=value)
    column = {name: number for number, name in enumerate(made.names)}
    for cut in cuts:
        line = {column[name]: 1 for name in cut.measures}
        low, high = (-inf if cut.at_least is None else cut.at_least), (inf if cut.at_most is None else cut.at_most)
        rows.add(line, low, high)
    if any(not line and (low > 0 or high < 0) for line, low, high in zip(rows.lines, rows.low, rows.high, strict=True)):
        return Answer(None, True, None)
    if not made.width:
        return Answer(frozenset(), True, 0)
    aim = made.goals[goal] if isinstance(goal, str) else goal
    return _run(made, aim, rows, seconds)


def _run(made: Programme, aim: Row, rows: _Rows, seconds: float) -> Answer:
    # Loaded here: only a plan needs the solver, and it takes a third of a second and 40 MB.
    import numpy as np
    from scipy.optimize import Bounds, milp

    objective = np.zeros(made.width)
    for number, value in aim.items():
        objective[number] = value
    low, high = np.zeros(made.width), np.ones(made.width)
    for number, value in made.fixed.items():
        low[number] = high[number] = value
    with quiet():
        found = milp(
            objective,
            integrality=np.array(made.integral),
            bounds=Bounds(low, high),
            constraints=_constraint(rows, made.width),
            options={"disp": False, "mip_rel_gap": 0.0, "time_limit": seconds, "presolve": False},
        )
    if found.x is None:
        return Answer(None, found.status == INFEASIBLE, None)
    chosen = frozenset(name for name, x in zip(made.names, found.x, strict=False) if x > 0.5)
    bound = found.get("mip_dual_bound")
    return Answer(chosen, found.status == OPTIMAL, None if bound is None else ceil(bound - 1e-6))


def _constraint(rows: _Rows, width: int) -> Any:
    """A LinearConstraint of scipy's."""
    import numpy as np
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_array

    kept = [number for number, line in enumerate(rows.lines) if line]
    data = [value for number in kept for value in rows.lines[number].values()]
    across = [column for number in kept for column in rows.lines[number]]
    start = np.cumsum([0, *(len(rows.lines[number]) for number in kept)])
    matrix = csr_array((data, across, start), shape=(len(kept), width), dtype=float)
    return LinearConstraint(matrix, [rows.low[n] for n in kept], [rows.high[n] for n in kept])


def forbid(problem: Problem, chosen: Collection[str]) -> Cut:
    """After a set that misses the target: it and all its parts miss it too, so something else must be taken."""
    return Cut(frozenset(c.id for c in problem.candidates) - frozenset(chosen), at_least=1)
