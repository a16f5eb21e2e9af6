"""方案优选: the aim of a plan, and taking over a whole plan at once."""

from collections.abc import Collection

from assessment.model.measure import Aim, MitigationPlan, PlannedMeasure
from assessment.service.actors import Actor
from assessment.service.answers import answer
from assessment.service.bench import Bench, edition, scorecard_of
from assessment.service.choosing import begun, refuse_excluded, refuse_lacking
from assessment.service.saving import Saved, answer_fits, commit, conflict, locked, request_of
from assessment.store import AIM, Key, Value


def set_aim(actor: Actor, bench: Bench, id: str, new: Aim, seen: Aim, request: str = "") -> Saved:
    """What the plan is to reach and within which limits. Raises as `rate`."""
    given, saw = (None if aim == Aim() else aim for aim in (new, seen))
    return answer(actor, bench, id, AIM, given, saw, request)


def adopt_plan(actor: Actor, bench: Bench, id: str, chosen: Collection[str], seen: MitigationPlan, request: str = "") -> Saved:
    """Make the plan consist of these measures, as one action: new ones as the library gives them, lapsed ones taken up again,
    those already planned as they are, the others taken out; lapsed ones not chosen stay for the record. Raises Conflict where
    the plan was changed since `seen`, else as `rate`; CaseError also for two that exclude each other, and for one without
    what it requires."""
    asked = request_of(request)
    with bench.store.writing() as writer:
        record, repeated = locked(writer, id, asked)
        if repeated:
            return repeated
        stored = {p.measure: p for p in record.assessment.plan.measures}
        saw = {p.measure: p for p in seen.measures}
        for name in (*stored, *saw):
            if stored.get(name) != saw.get(name):
                raise conflict(writer, record, ("measure", name), stored.get(name), saw.get(name))
        card = scorecard_of(edition(writer, record.scorecard_hash))
        new = begun(card, stored, chosen, record.date)
        left = [name for name, p in stored.items() if name not in chosen and p.status != "lapsed"]
        changes: dict[str, PlannedMeasure | None] = {**new, **dict.fromkeys(left)}
        keyed: dict[Key, Value | None] = {("measure", name): value for name, value in changes.items()}
        answer_fits(card, record, keyed)
        refuse_excluded(card, {}, {name: new.get(name, stored.get(name)) for name in chosen})
        refuse_lacking(card, chosen)
        if not changes:
            return Saved(record.changed_at, record.revision)
        event = ("measures", ",".join(changes), {name: stored.get(name) for name in changes}, changes)
        return commit(writer, actor, record, record, keyed, event, asked)
