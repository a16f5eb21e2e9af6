"""A programme solved by HiGHS through `scipy.optimize.milp`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, inf
from typing import Any

from assessment.engine.optimise.programme import Goal, Programme, Row, Rows
from assessment.engine.optimise.quiet import quiet

OPTIMAL, LIMIT, INFEASIBLE = 0, 1, 2  # scipy's status
# HiGHS gives up on a few problems with presolve, on others without, and on some unless the goal is in smaller numbers.
WAYS = ((1.0, True), (1.0, False), (2.0**-10, True), (2.0**-10, False))


@dataclass(frozen=True, slots=True)
class Cut:
    """A row over the measures: Σ coefficient·x from `low` to `high`."""

    measures: Mapping[str, int]
    low: float = -inf
    high: float = inf


def but_not(made: Programme, chosen: frozenset[str]) -> Cut:
    """Any set but this one."""
    return Cut(dict.fromkeys(made.column.keys() - chosen, 1) | dict.fromkeys(chosen, -1), low=1 - len(chosen))


@dataclass(frozen=True, slots=True)
class Answer:
    """`chosen` is None where nothing satisfies the rows; `bound` is the best value that could still be found, `proven` says that
    it is the value found. Values are whole numbers in units of the goal. `columns`: the solver's own answer, column by column;
    `near`: a set that the solver took for an answer and that is none."""

    chosen: frozenset[str] | None
    proven: bool
    bound: int | None
    columns: Sequence[float] = ()
    near: frozenset[str] = frozenset()


def solve(
    made: Programme,
    goal: Goal | Row = "cost",
    equal: Mapping[Goal, int] | None = None,
    cuts: Iterable[Cut] = (),
    seconds: float = 10.0,
    most: Mapping[Goal, int] | None = None,
    relaxed: bool = False,
) -> Answer:
    """The least of one goal, with others at a value known to be their least (so that equality loses nothing), or at `most`.
    `relaxed`: parts of a measure may be taken."""
    rows = made.rows.copy()
    for name, value in (equal or {}).items():
        rows.add(made.goals[name], value, value)
    for name, value in (most or {}).items():
        rows.add(made.goals[name], high=value)
    for cut in cuts:
        rows.add({made.column[name]: by for name, by in cut.measures.items()}, cut.low, cut.high)
    if any(not line and (low > 0 or high < 0) for line, low, high in zip(rows.lines, rows.low, rows.high, strict=True)):
        return Answer(None, True, None)
    if any(low > high for low, high in made.limits.values()):
        return Answer(None, True, None)
    if not made.integral:
        return Answer(frozenset(), True, 0)
    return _run(made, made.goals[goal] if isinstance(goal, str) else goal, rows, seconds, relaxed)


def _run(made: Programme, aim: Row, rows: Rows, seconds: float, relaxed: bool) -> Answer:
    # Loaded here: only a plan needs the solver, and it takes a third of a second and 40 MB.
    import numpy as np
    from scipy.optimize import Bounds, milp

    width = len(made.integral)
    objective, low, high = np.zeros(width), np.zeros(width), np.ones(width)
    for number, value in aim.items():
        objective[number] = value
    for number, (least, greatest) in made.limits.items():
        low[number], high[number] = least, greatest
    whole, rules = np.zeros(width) if relaxed else np.array(made.integral), _constraint(rows, width)
    for part, presolve in WAYS:
        options = {"disp": False, "mip_rel_gap": 0.0, "time_limit": seconds, "presolve": presolve}
        with quiet():
            found = milp(objective * part, integrality=whole, bounds=Bounds(low, high), constraints=rules, options=options)
        if found.status in (OPTIMAL, LIMIT, INFEASIBLE):
            break
    if found.x is None:
        return Answer(None, found.status == INFEASIBLE, None)
    chosen = frozenset(name for name, column in made.column.items() if found.x[column] > 0.5)
    bound = found.get("mip_dual_bound")
    return Answer(chosen, found.status == OPTIMAL, None if bound is None else ceil(bound / part - 1e-6), found.x)


def _constraint(rows: Rows, width: int) -> Any:
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
