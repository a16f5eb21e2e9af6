"""A changed scorecard becomes an edition beside the former one, or nothing changes."""

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assessment.errors import AssessmentError, ScorecardError, StoreError
from assessment.library.catalogue import Catalogue, open_folder
from assessment.library.reading import HEAD, files_of
from assessment.model.case import Edition, Project, Rating
from assessment.service import (
    LOCAL,
    Bench,
    adopt,
    can_adopt,
    compare_projects,
    create_project,
    dated,
    edit_project,
    known_mutation,
    open_bench,
    open_case,
    plan_adoption,
    prove,
    rate,
    replay_demos,
    replay_projects,
    verify,
)
from tests.library.patching import unclear
from tests.service.conftest import COUNTY, DAY, ROOT
from tests.service.test_crash import child

NEW = date(2027, 1, 1)
HALF = Rating(likelihood=2, consequence=2)


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A folder with one scorecard that has no last day."""
    folder = tmp_path / "cards" / "county"
    shutil.copytree(COUNTY, folder)
    head = folder / HEAD
    head.write_text(head.read_text("utf-8").replace(", until: 2027-12-31}", "}  # 施行起止"), "utf-8")
    return folder


@pytest.fixture
def bench(tmp_path: Path, county: Path) -> Bench:
    return open_bench(str(tmp_path / "assessment.db"), county.parent, ROOT)


def changed(folder: Path, version: str = "2", first: date = NEW, last: date | None = None) -> dict[str, bytes]:
    return dated(files_of(folder), version, first, last)


def codes(work: Callable[[], object], kind: type[AssessmentError] = ScorecardError) -> list[str]:
    with pytest.raises(kind) as caught:
        work()
    assert [told for problem in caught.value.problems for told in unclear(problem)] == []
    return [problem.code for problem in caught.value.problems]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_new_edition_stands_beside_the_former_which_gets_its_last_day(bench: Bench, county: Path) -> None:
    text = (county / HEAD).read_text("utf-8")
    plan = adopt(LOCAL, bench, changed(county))
    assert plan.last == date(2026, 12, 31)
    ended = (county / HEAD).read_text("utf-8")
    assert ended == text.replace("01}  # 施行起止", "01, until: 2026-12-31}  # 施行起止")
    assert sorted(path.name for path in county.parent.iterdir()) == ["county", "county-2"]
    assert files_of(county.parent / "county-2") == plan.edition.files
    assert Catalogue(county.parent).problems() == ()


def test_each_day_has_its_edition_and_stored_assessments_keep_theirs(bench: Bench, county: Path) -> None:
    old = create_project(LOCAL, bench, Project(name="老街改造"), DAY)
    rate(LOCAL, bench, old, "payment", HALF, None)
    before = open_case(LOCAL, bench, old)
    adopt(LOCAL, bench, changed(county))
    later = create_project(LOCAL, bench, Project(name="新街"), NEW)
    same = create_project(LOCAL, bench, Project(name="渡口"), DAY)
    assert [open_case(LOCAL, bench, id).scorecard.version for id in (old, same, later)] == ["1", "1", "2"]
    after = open_case(LOCAL, bench, old)
    assert (after.scorecard.digest, after.result) == (before.scorecard.digest, before.result)
    rate(LOCAL, bench, old, "boundary", HALF, None)
    edit_project(LOCAL, bench, old, Project(name="老街"), Project(name="老街改造"), DAY, "before-start")
    assert codes(
        lambda: edit_project(LOCAL, bench, old, Project(name="老街"), Project(name="老街"), NEW, "before-start"), AssessmentError
    ) == ["day-of-another-edition"]
    assert verify(LOCAL, bench) == ()
    groups = compare_projects(LOCAL, bench, [old, same, later])
    assert [[row.key for row in group.projects] for group in groups] in ([[old, same], [later]], [[same, old], [later]])
    found = replay_projects(LOCAL, bench, None, open_case(LOCAL, bench, later).scorecard)
    assert {row.id for row in found.projects} == {old, same, later} and not any(
        row.replay.level_changed for row in found.projects
    )


def test_an_edition_that_ends_by_itself_is_not_touched(bench: Bench, county: Path) -> None:
    adopt(LOCAL, bench, changed(county, "2", date(2027, 1, 1), date(2027, 6, 30)))
    before = everything(county.parent)
    plan = adopt(LOCAL, bench, changed(county, "3", date(2028, 1, 1)))
    assert plan.former is None
    assert {name: text for name, text in everything(county.parent).items() if not name.startswith("county-3")} == before


@pytest.mark.parametrize(
    ("version", "first", "last", "code"),
    [
        ("1", NEW, None, "edition-exists"),
        ("2", date(2026, 1, 1), None, "edition-overlap"),
        ("2", date(2025, 1, 1), None, "edition-overlap"),
        ("2", NEW, date(2026, 6, 1), "in-force-reversed"),
        ("", NEW, None, "text-empty"),
    ],
)
def test_what_may_not_be_adopted_changes_nothing(
    bench: Bench, county: Path, version: str, first: date, last: date | None, code: str
) -> None:
    before = everything(county.parent)
    assert codes(lambda: adopt(LOCAL, bench, changed(county, version, first, last))) == [code]
    assert everything(county.parent) == before


def test_an_earlier_edition_may_still_be_added_where_it_ends_in_time(bench: Bench, county: Path) -> None:
    plan = adopt(LOCAL, bench, changed(county, "0", date(2025, 1, 1), date(2025, 12, 31)))
    assert plan.former is None
    assert Catalogue(county.parent).problems() == ()


def test_a_mistake_or_an_example_that_fails_is_refused(bench: Bench, county: Path) -> None:
    files = changed(county)
    case = next(name for name in files if name.startswith("cases/"))
    assert "example-fails" in codes(
        lambda: adopt(LOCAL, bench, {**files, case: files[case].replace(b"index: 0.", b"index: 0.9")})
    )
    sheet = next(name for name in files if name.startswith("sheets/"))
    assert codes(lambda: adopt(LOCAL, bench, {**files, sheet: files[sheet].replace(b"weight: ", b"weight: x", 1)})) == [
        "weight-not-a-number"
    ]
    assert [path.name for path in county.parent.iterdir()] == ["county"]


def test_a_version_that_assessments_were_scored_under_is_not_used_again(bench: Bench, county: Path) -> None:
    adopt(LOCAL, bench, changed(county))
    create_project(LOCAL, bench, Project(name="新街"), NEW)
    shutil.rmtree(county.parent / "county-2")
    again = changed(county) | {"measures/extra.yaml": b"measures: []\n"}
    assert codes(lambda: plan_adoption(LOCAL, bench, again)) == ["edition-exists"]


def test_two_defaults_on_one_day_are_refused(bench: Bench, county: Path) -> None:
    head = county / HEAD
    head.write_bytes(head.read_bytes() + b"default: true\n")
    other = changed(county)
    other[HEAD] = other[HEAD].replace(b"id: county", b"id: other")
    assert codes(lambda: adopt(LOCAL, bench, other)) == ["default-twice"]


def test_a_version_that_no_folder_can_be_called_gets_a_name_of_its_own(bench: Bench, county: Path) -> None:
    adopt(LOCAL, bench, changed(county, '2027/"一"'))
    adopt(LOCAL, bench, changed(county, "2027:一", date(2028, 1, 1)))
    adopt(LOCAL, bench, changed(county, "2027*一", date(2029, 1, 1)))
    names = sorted(path.name for path in county.parent.iterdir())
    assert names == ["county", "county-2027-一", "county-2027-一-2", "county-2027-一-3"]
    assert Catalogue(county.parent).find(Edition(id="county"), date(2028, 5, 1)).usable().version == "2027:一"


def test_a_folder_that_cannot_be_written_is_a_sentence(bench: Bench, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *args: Any, **options: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert codes(lambda: adopt(LOCAL, bench, changed(county)), StoreError) == ["scorecards-unwritable"]


def test_a_name_that_cannot_be_given_leaves_the_former_edition_as_it_was(
    bench: Bench, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    before = everything(county.parent)
    monkeypatch.setattr(Path, "rename", refuse)
    assert codes(lambda: adopt(LOCAL, bench, changed(county)), StoreError) == ["scorecards-unwritable"]
    assert everything(county.parent) == before


def test_a_folder_that_is_itself_a_scorecard_takes_no_other(bench: Bench, county: Path, tmp_path: Path) -> None:
    alone = open_bench(str(tmp_path / "alone.db"), county, ROOT)
    assert [problem.code for problem in can_adopt(LOCAL, alone)] == ["scorecards-is-one"]
    assert can_adopt(LOCAL, bench) == ()
    assert codes(lambda: adopt(LOCAL, alone, changed(county)), StoreError) == ["scorecards-is-one"]


@pytest.mark.parametrize("number", [1, 2, 5])
@pytest.mark.parametrize("step", ["mkdir", "open", "rename", "replace"])
def test_cut_short_anywhere_the_folder_can_be_read_and_adopting_again_completes_it(
    bench: Bench, county: Path, step: str, number: int
) -> None:
    def die_at_step(writer: int) -> None:
        original, calls = getattr(Path, step), [0]

        def counted(self: Path, *args: Any, **options: Any) -> Any:
            if step != "open" or args == ("xb",):
                calls[0] += 1
                if calls[0] == number:
                    os._exit(9)
            return original(self, *args, **options)

        setattr(Path, step, counted)
        adopt(LOCAL, bench, changed(county))

    process, reader = child(die_at_step)
    os.waitpid(process, 0)
    os.close(reader)
    assert Catalogue(county.parent).problems() == ()
    assert Catalogue(county.parent).find(None, DAY).usable().version == "1"
    if len(Catalogue(county.parent).editions) == 1:
        adopt(LOCAL, bench, changed(county))
    assert Catalogue(county.parent).find(None, NEW).usable().version == "2"
    assert Catalogue(county.parent).find(None, date(2026, 12, 31)).usable().version == "1"


def test_what_the_examples_would_let_pass_is_computed_once_for_each_content(county: Path, tmp_path: Path) -> None:
    edition = open_folder(county)
    told: list[int] = []
    assert known_mutation(LOCAL, edition) is None
    found = prove(LOCAL, edition, lambda done, total: told.append(done))
    assert len(told) == found.mutants == found.killed + found.equivalent + len(found.survivors)
    shutil.copytree(county, tmp_path / "elsewhere")
    other = open_folder(tmp_path / "elsewhere")
    again = prove(LOCAL, other, lambda done, total: told.append(done))
    assert len(told) == found.mutants
    assert [p.file for p in again.survivors] == [p.file.replace(str(county), other.name) for p in found.survivors]


def test_the_demo_projects_are_scored_again_without_being_stored(bench: Bench, tmp_path: Path) -> None:
    shipped = open_bench(str(tmp_path / "demo.db"), ROOT / "scorecards", ROOT)
    card = shipped.catalogue().find(None, DAY).usable()
    found = replay_demos(LOCAL, shipped, card)
    assert (len(found.projects), found.problems, found.others) == (4, (), 0)
    assert replay_demos(LOCAL, shipped, card.model_copy(update={"id": "other"})).others == 4
