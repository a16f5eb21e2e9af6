"""What of an assessment can be asked again under another edition: every answer to a question that edition has too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assessment.engine.fitting import effect_misfits, rating_misfits
from assessment.engine.grading import graded_axes
from assessment.model.case import AXES, Assessment, Edition, Rating
from assessment.model.figure import Observation
from assessment.model.measure import Aim, PlannedMeasure
from assessment.model.scorecard import Scorecard

Sort = Literal["profile", "fact", "figure", "rating", "level", "veto", "measure", "accepted", "aim"]

LISTS = ("pinned", "barred")


@dataclass(frozen=True, slots=True)
class Lost:
    """An answer left behind, by the id of its question. `level`: the indicator is still asked, but not at that level; `aim`: a
    level, band or measure that the plan aims at, pins or bars."""

    sort: Sort
    id: str


def carried(scorecard: Scorecard, assessment: Assessment, before: Scorecard | None = None) -> tuple[Assessment, tuple[Lost, ...]]:
    """The assessment as far as it fits `scorecard`, and what does not. Ids mean the same in every edition. `before`: the edition
    it fits; where that counts effects in another unit, measures of the plan's own stay behind (−1 level is not the whole value).

    A level gives way to the figures that are carried with it, as always (`engine.grading.without_repeats` takes it out).
    """
    project, lost = assessment.project, []
    if project.profile is not None and project.profile not in scorecard.profile:
        lost.append(Lost("profile", project.profile))
        project = project.model_copy(update={"profile": None})
    facts = {name: answer for name, answer in project.facts.items() if name in scorecard.fact}
    figures = {name: seen for name, seen in assessment.figures.items() if _takes(scorecard, name, seen)}
    ratings = {name: rating for name, rating in assessment.ratings.items() if name in scorecard.indicators}
    vetoes = {name: answer for name, answer in assessment.vetoes.items() if name in scorecard.veto}
    accepted = {name: reason for name, reason in assessment.plan.accepted.items() if name in scorecard.indicators}
    same = before is None or before.effects.unit == scorecard.effects.unit
    measures = tuple(p for p in assessment.plan.measures if _known(scorecard, p) and (same or not p.own))
    aim, left = aim_kept(scorecard, assessment.plan.aim, [planned.measure for planned in measures])
    lost += [Lost("fact", name) for name in project.facts if name not in facts]
    lost += [Lost("figure", name) for name in assessment.figures if name not in figures]
    lost += [Lost("rating", name) for name in assessment.ratings if name not in ratings]
    for name, rating in ratings.items():
        ratings[name] = _within(scorecard, name, rating)
        if any(getattr(ratings[name], axis) != getattr(rating, axis) for axis in AXES):
            lost.append(Lost("level", name))
    lost += [Lost("veto", name) for name in assessment.vetoes if name not in vetoes]
    lost += [Lost("measure", planned.measure) for planned in assessment.plan.measures if planned not in measures]
    lost += [Lost("accepted", name) for name in assessment.plan.accepted if name not in accepted]
    lost += [Lost("aim", name) for name in left]
    moved = assessment.model_copy(
        update={
            "project": project.model_copy(update={"facts": facts}),
            "scorecard": Edition(id=scorecard.id, version=scorecard.version),
            "figures": figures,
            "ratings": ratings,
            "vetoes": vetoes,
            "plan": assessment.plan.model_copy(update={"measures": measures, "accepted": accepted, "aim": aim}),
        }
    )
    return moved, tuple(lost)


def _takes(scorecard: Scorecard, name: str, seen: Observation) -> bool:
    figure = scorecard.figure.get(name)
    return figure is not None and figure.project is None and figure.allows(seen.value)


def _within(scorecard: Scorecard, name: str, rating: Rating) -> Rating:
    """The rating without the levels that the scorecard does not have; a reason stays with its level."""
    unfit = {str(place[2]) for code, place, _ in rating_misfits(scorecard, name, rating) if code != "override-without-figures"}
    bare = {axis for axis in rating.overrides if axis in unfit or axis not in graded_axes(scorecard, scorecard.indicators[name])}
    if not unfit and not bare:
        return rating
    reasons = {axis: reason for axis, reason in rating.overrides.items() if axis not in bare}
    return rating.model_copy(update={**dict.fromkeys(unfit), "overrides": reasons})


def _known(scorecard: Scorecard, planned: PlannedMeasure) -> bool:
    if planned.own:
        return planned.measure not in scorecard.measure and not any(effect_misfits(scorecard, planned.effects, ()))
    return planned.measure in scorecard.measure


def aim_kept(scorecard: Scorecard, aim: Aim, planned: Sequence[str]) -> tuple[Aim, tuple[str, ...]]:
    """The aim as far as its level, band and measures are there, and what of it is not."""
    known = {"target": scorecard.level_rank, "worst_band": scorecard.band_rank}
    gone = {key: getattr(aim, key) for key, names in known.items() if getattr(aim, key) not in (None, *names)}
    kept = {key: tuple(name for name in getattr(aim, key) if name in scorecard.measure or name in planned) for key in LISTS}
    left = [name for key in LISTS for name in getattr(aim, key) if name not in kept[key]]
    return aim.model_copy(update={**dict.fromkeys(gone), **kept}), (*gone.values(), *left)
