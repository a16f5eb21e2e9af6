"""A county's stored projects under another edition: those whose level would change come first."""

import pytest

from assessment.errors import NotFound
from assessment.library.catalogue import Catalogue
from assessment.model.case import Project, Rating
from assessment.model.scorecard import Level, Scorecard
from assessment.service import LOCAL, Bench, answer_veto, archive_project, create_project, open_case, rate
from assessment.service.replaying import replay_projects
from tests.service.conftest import COUNTY, DAY
from tests.strategies import remade


@pytest.fixture
def county() -> Scorecard:
    return Catalogue(COUNTY).editions[0].usable()


def rated(bench: Bench, name: str, level: int) -> str:
    """A road with every indicator at one level and no veto."""
    id = create_project(LOCAL, bench, Project(name=name, township="城关镇", profile="road"), DAY)
    for indicator in open_case(LOCAL, bench, id).scorecard.indicators:
        rate(LOCAL, bench, id, indicator, Rating(likelihood=level, consequence=level), None)
    answer_veto(LOCAL, bench, id, "L1-V1", "no", None)
    return id


def stricter(card: Scorecard) -> Scorecard:
    """Low ends at 0.01, which no project reaches."""
    first = card.levels[0]
    lower = Level.model_validate({**first.model_dump(), "below": "0.01", "up_to": None})
    return remade(card, version="2", levels=(lower, *card.levels[1:]))


def test_projects_whose_level_would_change_come_first(bench: Bench, county: Scorecard) -> None:
    high, low = rated(bench, "甲", 3), rated(bench, "乙", 1)
    told: list[tuple[int, int]] = []
    found = replay_projects(LOCAL, bench, None, stricter(county), lambda done, count: told.append((done, count)))
    assert [(row.id, row.replay.after.level, row.replay.level_changed) for row in found.projects] == [
        (low, "medium", True),
        (high, "high", False),
    ]
    assert told == [(1, 2), (2, 2)]


def test_nothing_is_stored_and_the_same_edition_changes_nothing(bench: Bench, project: str, county: Scorecard) -> None:
    before = open_case(LOCAL, bench, project)
    (row,) = replay_projects(LOCAL, bench, [project], county).projects
    assert (row.replay.level_changed, row.replay.index, row.replay.worst) == (False, (), ())
    after = open_case(LOCAL, bench, project)
    assert (after.revision, after.assessment) == (before.revision, before.assessment)


def test_archived_projects_are_replayed_only_when_asked_for(bench: Bench, project: str, county: Scorecard) -> None:
    archive_project(LOCAL, bench, project)
    assert replay_projects(LOCAL, bench, None, county).projects == ()
    assert [row.id for row in replay_projects(LOCAL, bench, [project], county).projects] == [project]


def test_projects_of_another_scorecard_are_counted_not_replayed(bench: Bench, project: str, county: Scorecard) -> None:
    found = replay_projects(LOCAL, bench, None, remade(county, id="another"))
    assert (found.projects, found.others) == ((), 1)


def test_a_project_to_which_nothing_applies_is_named_and_the_others_go_on(bench: Bench, project: str, county: Scorecard) -> None:
    dry = rated(bench, "甲", 1)
    bound = [
        sheet.model_copy(update={"indicators": tuple(i.model_copy(update={"applies_when": "water"}) for i in sheet.indicators)})
        for sheet in county.sheets
    ]
    found = replay_projects(LOCAL, bench, None, remade(county, sheets=bound))
    assert [row.id for row in found.projects] == [project]
    assert [(problem.code, problem.path) for problem in found.problems] == [("nothing-applicable", dry)]


def test_an_unknown_project_is_not_found(bench: Bench, county: Scorecard) -> None:
    with pytest.raises(NotFound):
        replay_projects(LOCAL, bench, ["abcdefghijkl"], county)
