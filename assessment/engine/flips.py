"""什么会改变等级 (what flips it): all that a reviewer asks of how firmly a level stands."""

from dataclasses import dataclass
from fractions import Fraction

from assessment.engine.margins import Distance, boundaries
from assessment.engine.reaching import Reach, reaches
from assessment.engine.steps import Step, Swing, single_steps, standing, swings
from assessment.model.case import Assessment
from assessment.model.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Flips:
    """Of the level as it is judged, the worst case's: its index, the distance to every edge, the fewest steps to every other
    level, each single step, the tornado. `unrated` and `vetoes` (not answered) may still change it."""

    level: str
    index: Fraction
    distances: tuple[Distance, ...]
    reaches: tuple[Reach, ...]
    steps: tuple[Step, ...]
    swings: tuple[Swing, ...]
    unrated: tuple[str, ...]
    vetoes: tuple[str, ...]

    @property
    def flipping(self) -> tuple[Step, ...]:
        """The single steps that change the level."""
        return tuple(step for step in self.steps if step.flips)

    def nearest(self, count: int) -> tuple[Step, ...]:
        """The steps that move the index most: `count` of them up, `count` down."""
        if not self.swings:
            return ()
        ups = sorted((step for step in self.steps if step.up), key=_index, reverse=True)
        downs = sorted((step for step in self.steps if not step.up), key=_index)
        return (*ups[:count], *downs[:count])


def _index(step: Step) -> Fraction:
    return step.index or Fraction(0)


def what_flips(scorecard: Scorecard, assessment: Assessment) -> Flips:
    """Raises CaseError when no indicator applies."""
    now = standing(scorecard, assessment)
    steps = tuple(single_steps(now))
    return Flips(
        level=now.result.level,
        index=now.index,
        distances=boundaries(scorecard, now.index) if scorecard.index == "weighted" else (),
        reaches=reaches(now),
        steps=steps,
        swings=swings(now, steps),
        unrated=now.result.unrated,
        vetoes=now.result.unanswered_vetoes,
    )
