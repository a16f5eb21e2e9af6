"""The solver's answers, each checked exactly before it is believed."""

from collections.abc import Mapping

from assessment.engine.optimise import exact
from assessment.engine.optimise.problem import Problem
from assessment.engine.optimise.solver import Answer, Cut, Goal, Programme, Row, forbid, solve

TRIES = 200  # answers refused before giving up; one or two are usual, where a plan ends a hair beside an edge


def checked(
    problem: Problem,
    made: Programme,
    goal: Goal | Row,
    equal: Mapping[Goal, int],
    cuts: list[Cut],
    seconds: float,
    most: Mapping[Goal, int] | None = None,
) -> Answer:
    """The solver's best answer that the exact check agrees with; `cuts` grows by those it refused."""
    for _ in range(TRIES):
        answer = solve(made, goal, equal, cuts, seconds, most)
        if answer.chosen is None or not exact.broken(problem, answer.chosen):
            return answer
        cuts.append(forbid(problem, answer.chosen))
    return Answer(None, False, None)
