"""The solver's answers, each checked exactly before it is believed."""

from collections.abc import Mapping
from time import monotonic

from assessment.engine.optimise import exact
from assessment.engine.optimise.lines import tangent
from assessment.engine.optimise.programme import Goal, Programme, Row
from assessment.engine.optimise.solver import Answer, Cut, but_not, solve

TRIES = 200  # answers refused before giving up; one or two are usual, where a plan ends a hair beside an edge
ROUNDS = 20  # of lines drawn before whole measures are asked for


def checked(
    made: Programme,
    goal: Goal | Row,
    equal: Mapping[Goal, int],
    cuts: list[Cut],
    seconds: float,
    most: Mapping[Goal, int] | None = None,
) -> Answer:
    """The solver's best answer that the exact check agrees with; `cuts` grows by those it refused. When the time is over: how far
    it came, the last set refused and the best value that could still be found."""
    ends, over = monotonic() + seconds, Answer(None, False, None)
    _draw(made, goal, equal, cuts, most)
    by_index = goal == "index" or "index" in {*equal, *(most or {})}
    for _ in range(TRIES):
        answer = solve(made, goal, equal, cuts, max(0.0, ends - monotonic()), most)
        if answer.chosen is None:
            return answer if answer.proven else over
        fails = exact.broken(made.problem, answer.chosen)
        drawn = (fails or by_index) and _meet(made, answer)
        if not fails and not drawn:
            return answer
        over = Answer(None, False, answer.bound, near=answer.chosen)
        if not drawn:
            cuts.append(_refused(made, answer.chosen))
        if monotonic() > ends:
            break
    return over


def _draw(made: Programme, goal: Goal | Row, equal: Mapping[Goal, int], cuts: list[Cut], most: Mapping[Goal, int] | None) -> None:
    """Lines under the factors that lose shares, where the answer in parts of measures needs them: they are found in
    milliseconds, and each spares the search with whole measures a good deal."""
    for _ in range(ROUNDS if made.shares else 0):
        parts = solve(made, goal, equal, cuts, most=most, relaxed=True)
        if parts.chosen is None or not sum(_line(made, column, parts) for column in made.shares):
            return


def _line(made: Programme, column: int, parts: Answer) -> bool:
    shares, at = made.shares[column], {name: float(parts.columns[made.column[name]]) for name in made.shares[column].names}
    line = tangent(shares, at, made.shrink)
    if line is None:
        assert parts.chosen is not None
        return parts.columns[column] < shares.left(parts.chosen) * made.shrink and made.meet(column, parts.chosen)
    by_measure, least = line
    if parts.columns[column] + sum(by * at[name] for name, by in by_measure.items()) > least - 1:
        return False
    made.add(column, line)
    return True


def _meet(made: Programme, answer: Answer) -> bool:
    """Lines at the set answered, for each factor whose contribution the solver took for less than it is."""
    assert answer.chosen is not None
    chosen = answer.chosen
    below = [c for c, shares in made.shares.items() if answer.columns[c] < int(shares.left(chosen) * made.shrink) - 0.5]
    return sum(made.meet(column, chosen) for column in below) > 0


def _refused(made: Programme, chosen: frozenset[str]) -> Cut:
    """A set that misses the target misses it with all its parts. The set is widened first, as far as it goes on missing it:
    something outside must be taken. One that breaks nothing but a limit is itself ruled out, and nothing more."""
    if exact.reaches(made.problem, chosen):
        return but_not(made, chosen)
    missing = set(chosen)
    for name in made.column:
        if not exact.reaches(made.problem, missing | {name}):
            missing.add(name)
    return Cut(dict.fromkeys(made.column.keys() - missing, 1), low=1)
