"""Whatever people do in whatever order: digest, summary and history always say the same as the answers, the aim of the plan names
what is there, and the case can be exported and imported again."""

import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.errors import CaseError, Conflict, NotAllowed
from assessment.model.case import FactAnswer, Project, Rating
from assessment.model.measure import Aim, Effect, PlannedMeasure
from assessment.service import (
    Actor,
    Bench,
    accept_risk,
    adopt_plan,
    answer_fact,
    answer_veto,
    archive_project,
    choose_measures,
    copy_project,
    create_project,
    edit_project,
    export_case,
    import_case,
    list_projects,
    next_own_id,
    open_bench,
    open_case,
    plan_measure,
    rate,
    restore_project,
    set_aim,
    undo,
    verify,
)
from tests.service.conftest import COUNTY, DAY, ROOT

ACTORS = [Actor("li", "李工"), Actor("wang", "王工")]
levels = st.one_of(st.none(), st.integers(1, 3))
names = st.sampled_from(["payment", "boundary", "traffic", "ferry"])
library = st.sampled_from(["L1-a", "L2-a", "S1-a", "S2-a"])
own = st.sampled_from(["own-1", "own-2"])
some = st.lists(own | library, max_size=2, unique=True)
STEPS = st.one_of(
    st.tuples(st.just("rate"), names, st.none() | st.builds(Rating, likelihood=levels, consequence=levels)),
    st.tuples(st.just("veto"), st.just("L1-V1"), st.sampled_from([None, "yes", "no", "unknown"])),
    st.tuples(st.just("fact"), st.just("water"), st.sampled_from([None, FactAnswer(answer="no"), FactAnswer(answer="yes")])),
    st.tuples(st.just("plan"), library, st.none() | st.sampled_from(["planned", "verified", "lapsed"])),
    st.tuples(st.just("choose"), st.lists(library, max_size=3), st.none()),
    st.tuples(st.just("own"), st.none() | own, st.sampled_from([None, "planned", "lapsed"])),
    st.tuples(st.just("aim"), some, some),
    st.tuples(st.just("adopt"), st.lists(library | own, max_size=3, unique=True), st.none()),
    st.tuples(st.just("accept"), names, st.sampled_from([None, "已商定"])),
    st.tuples(st.just("edit"), st.sampled_from(["road", "wharf", None]), st.sampled_from(["before-start", "approval"])),
    st.tuples(st.sampled_from(["undo", "undo", "archive", "restore"]), st.none(), st.none()),
)


def own_measure(name: str, status: str) -> PlannedMeasure:
    effects = (Effect(indicator="payment", likelihood=-1),)
    return PlannedMeasure(measure=name, text="县财政局先行垫付", effects=effects, reason="邻县已用过", status=status)


def do(bench: Bench, id: str, actor: Actor, step: tuple) -> None:
    """One step, seen as it is stored."""
    what, key, new = step
    now = open_case(actor, bench, id).assessment
    planned = {measure.measure: measure for measure in now.plan.measures}
    actions = {
        "rate": lambda: rate(actor, bench, id, key, new, now.ratings.get(key)),
        "veto": lambda: answer_veto(actor, bench, id, key, new, now.vetoes.get(key)),
        "fact": lambda: answer_fact(actor, bench, id, key, new, now.project.facts.get(key)),
        "plan": lambda: plan_measure(
            actor, bench, id, key, new and PlannedMeasure(measure=key, status=new, cost="2.5", proof="照片"), planned.get(key)
        ),
        "choose": lambda: choose_measures(actor, bench, id, key),
        "own": lambda: plan_own(bench, id, actor, key or next_own_id(actor, bench, id), new, planned),
        "aim": lambda: set_aim(actor, bench, id, Aim(pinned=key, barred=[n for n in new if n not in key]), now.plan.aim),
        "adopt": lambda: adopt_plan(actor, bench, id, key, now.plan),
        "accept": lambda: accept_risk(actor, bench, id, key, new, now.plan.accepted.get(key)),
        "edit": lambda: edit_project(actor, bench, id, Project(name="路", profile=key), now.project, DAY, new),
        "undo": lambda: undo(actor, bench, id),
        "archive": lambda: archive_project(actor, bench, id),
        "restore": lambda: restore_project(actor, bench, id),
    }
    with suppress(NotAllowed, Conflict) if what not in ("aim", "adopt") else suppress(NotAllowed, CaseError):
        actions[what]()


def plan_own(bench: Bench, id: str, actor: Actor, name: str, status: str | None, planned: dict[str, PlannedMeasure]) -> None:
    plan_measure(actor, bench, id, name, status and own_measure(name, status), planned.get(name))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(ACTORS), STEPS), max_size=25))
def test_digest_summary_and_history_follow_every_change(steps: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = open_bench(str(Path(folder) / "trial.db"), COUNTY, ROOT)
        id = create_project(ACTORS[0], bench, Project(name="路"), DAY)
        for actor, step in steps:
            do(bench, id, actor, step)
        copies = [copy_project(ACTORS[0], bench, id, "路"), import_case(ACTORS[1], bench, export_case(ACTORS[1], bench, id), "a")]
        assert verify(ACTORS[0], bench) == ()
        original, *others = (open_case(ACTORS[0], bench, each).assessment for each in (id, *copies))
        assert others[1] == original
        assert {row.name for row in list_projects(ACTORS[0], bench, None)} == {"路"}


@settings(max_examples=25, deadline=None)
@given(st.lists(STEPS.filter(lambda step: step[0] not in ("undo", "archive", "restore")), max_size=15))
def test_undoing_everything_leads_back_to_the_beginning(steps: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = open_bench(str(Path(folder) / "trial.db"), COUNTY, ROOT)
        id = create_project(ACTORS[0], bench, Project(name="路"), DAY)
        digest = list_projects(ACTORS[0], bench)[0].digest
        for step in steps:
            do(bench, id, ACTORS[0], step)
        while undo(ACTORS[0], bench, id):
            pass
        assert list_projects(ACTORS[0], bench)[0].digest == digest and verify(ACTORS[0], bench) == ()
