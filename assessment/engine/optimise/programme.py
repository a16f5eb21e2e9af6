"""The problem as a mixed-integer linear programme, in whole numbers.

One binary x a measure. A factor that loses levels has one binary y an outcome, Σ y = 1, and every need is a row

    Σ takes·y − Σ gives·x ≤ 0

A factor that loses shares has one y, its contribution, above lines that lie under it (`lines`); more of them are added where an
answer falls below. Contributions and costs too large for a double's exact range are cut down, rounding to the side that allows
more: the solver may then accept a set that misses the target by a hair, never refuse one that reaches it. Each answer is checked
exactly (`checked`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, gcd, inf
from typing import Literal

from assessment.engine.optimise.costs import whole
from assessment.engine.optimise.lines import Line, under
from assessment.engine.optimise.problem import Factor, Problem, Steps
from assessment.engine.optimise.shares import Shares

LARGEST = 1 << 20  # the most that contributions add up to: of more than 2^24, HiGHS has called possible plans impossible
Row = Mapping[int, int]
Goal = Literal["cost", "rest", "index", "count"]  # rest: what of the cost is less than a unit


@dataclass(slots=True)
class Rows:
    lines: list[Row] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, line: Row, low: float = -inf, high: float = inf) -> None:
        self.lines.append(line)
        self.low.append(low)
        self.high.append(high)

    def copy(self) -> "Rows":
        return Rows(list(self.lines), list(self.low), list(self.high))


class Programme:
    """Columns and rows of a problem, ready to be solved for different goals. `limits`: bounds of a column, 0 and 1 unless said;
    `shares`: by column, the factor whose contribution it is. `slack`: by how many units the index of a set may come out above
    that of a worse one, by what is cut down and by the solver's tolerance."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.rows = problem, Rows()
        self.column = {candidate.id: number for number, candidate in enumerate(problem.candidates)}
        self.integral = [1] * len(self.column)
        self.limits: dict[int, tuple[int, int]] = {}
        self.shares: dict[int, Shares] = {}
        self._met: set[tuple[int, frozenset[str]]] = set()
        self._bands: dict[int, dict[int, int]] = {rule.band: {} for rule in problem.counts}
        self._always = dict.fromkeys(self._bands, 0)
        self.shrink, cut_down = _shrink(problem)
        self.slack = len(problem.factors) + 1 if cut_down else 0
        self.goals: dict[Goal, dict[int, int]] = {
            "cost": {},
            "rest": {},
            "index": {},
            "count": dict.fromkeys(self.column.values(), 1),
        }
        self._costs = whole(problem.candidates)
        self.cost_scale = self._costs.scale
        self._cost_rows()
        self.constant = 0
        for factor in problem.factors:
            self._factor(factor)
        self._target()
        self._choices()

    def costs(self, chosen: Collection[str]) -> dict[Goal, int]:
        """In units of the goal «cost», and what is left over where units are not exact."""
        units, rest = (sum(row[self.column[name]] for name in chosen if row) for row in (self.goals["cost"], self.goals["rest"]))
        return (
            {"cost": units + rest // self._costs.size, "rest": rest % self._costs.size} if self.goals["rest"] else {"cost": units}
        )

    def index(self, chosen: Collection[str]) -> int:
        """In units of the goal «index»."""
        return sum(floor(factor.after(chosen)[0] * self.shrink) for factor in self.problem.factors) - self.constant

    def meet(self, column: int, chosen: Collection[str]) -> bool:
        """Lines that meet the contribution of a factor at this set; False where it has them already."""
        shares = self.shares[column]
        key = column, frozenset(shares.names).intersection(chosen)
        if key in self._met:
            return False
        self._met.add(key)
        for line in under(shares, chosen, self.shrink):
            self.add(column, line)
        return True

    def add(self, column: int, line: Line) -> None:
        """A line under the contribution that is in this column."""
        by_measure, least = line
        self.rows.add({column: 1} | {self.column[name]: by for name, by in by_measure.items()}, low=least)

    def _cost_rows(self) -> None:
        columns, costs = self.column.values(), self._costs
        self.goals["cost"] = dict(zip(columns, costs.units, strict=True))
        if costs.below:
            carry = self._new(1)
            self.limits[carry] = 0, sum(costs.below) // costs.size
            self.goals["cost"][carry] = 1
            self.goals["rest"] = dict(zip(columns, costs.below, strict=True)) | {carry: -costs.size}
            self.rows.add(self.goals["rest"], 0, costs.size - 1)

    def _factor(self, factor: Factor) -> None:
        before, band = factor.after(())
        if not (factor.outcomes[1:] if isinstance(factor, Steps) else factor.names):
            self.constant += floor(before * self.shrink)
            for rank in self._bands:
                self._always[rank] += band >= rank
            if self.problem.band_most is not None and band > self.problem.band_most:
                self.rows.add({}, low=1)
        elif isinstance(factor, Steps):
            self._steps(factor)
        else:
            self._shares(factor)

    def _steps(self, factor: Steps) -> None:
        allowed = [o for o in factor.outcomes if self.problem.band_most is None or o.band <= self.problem.band_most]
        columns = [self._new(1) for _ in allowed]
        self.rows.add(dict.fromkeys(columns, 1), 1, 1)
        for number, gives in enumerate(factor.needs):
            takes = {column: o.takes[number] for column, o in zip(columns, allowed, strict=True) if o.takes[number]}
            if takes:
                self.rows.add({**takes, **{self.column[name]: -given for name, given in gives.items()}}, high=0)
        for column, o in zip(columns, allowed, strict=True):
            self.goals["index"][column] = floor(o.contribution * self.shrink)
            for rank, line in self._bands.items():
                if o.band >= rank:
                    line[column] = 1

    def _shares(self, factor: Shares) -> None:
        worst, best = factor.left(()), factor.left(factor.names)
        most, column = floor(worst * self.shrink), self._new(0)
        if self.problem.band_most is not None:
            most = min(most, ceil(factor.within[self.problem.band_most] * self.shrink))
        self.limits[column] = floor(best * self.shrink), most
        self.shares[column] = factor
        self.goals["index"][column] = 1
        self.meet(column, ())
        self.meet(column, factor.names)
        for rank, line in self._bands.items():
            below = factor.within[rank - 1] if rank else -1
            if best > below:
                self._always[rank] += 1
            elif worst > below:
                edge, counts = ceil(below * self.shrink), self._new(1)
                line[counts] = 1
                self.rows.add({column: 1, counts: edge - floor(worst * self.shrink)}, high=edge)

    def _new(self, integral: int) -> int:
        self.integral.append(integral)
        return len(self.integral) - 1

    def _target(self) -> None:
        if self.problem.index_most is not None:
            self.rows.add(self.goals["index"], high=floor(self.problem.index_most * self.shrink) - self.constant)
        for rule in self.problem.counts:
            self.rows.add(self._bands[rule.band], high=rule.most - self._always[rule.band])
        for one in self.problem.one_of:
            self.rows.add({self.column[name]: 1 for name in one.measures}, low=1)
        if self.problem.blocked:
            self.rows.add({}, low=1)

    def _choices(self) -> None:
        for name, other in self.problem.requires:
            self.rows.add({self.column[name]: 1, self.column[other]: -1}, high=0)
        for name, other in self.problem.excludes:
            self.rows.add({self.column[name]: 1, self.column[other]: 1}, high=1)
        for candidate in self.problem.candidates:
            if candidate.taken_for and candidate.left_for:
                self.rows.add({}, low=1)
            elif candidate.taken_for or candidate.left_for:
                self.limits[self.column[candidate.id]] = (0, 0) if candidate.left_for else (1, 1)
        if self.problem.budget is not None:
            self.rows.add(self.goals["cost"], high=floor(self.problem.budget * self.cost_scale))


def _shrink(problem: Problem) -> tuple[Fraction, bool]:
    """Units of the programme in one unit of the index, and whether that loses anything: a common divisor does not, and helps the
    solver."""
    common = 1
    if all(isinstance(factor, Steps) for factor in problem.factors):
        steps = (factor for factor in problem.factors if isinstance(factor, Steps))
        common = gcd(*(o.contribution for factor in steps for o in factor.outcomes)) or 1
    largest = max(1, sum(factor.after(())[0] for factor in problem.factors))
    whole, room = Fraction(1, common), Fraction(LARGEST, largest)
    return min(whole, room), room < whole
