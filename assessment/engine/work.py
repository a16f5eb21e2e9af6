"""The plan as work: who does what until when, what it costs, and whose money it is.

A task is one measure of the plan; what the plan leaves open it takes from the library.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assessment.engine.mitigation import counted, effects_of, ongoing
from assessment.engine.planning import cost_of
from assessment.engine.scheduling import OPEN, Dates, From, dates
from assessment.model.base import Text
from assessment.model.case import Assessment
from assessment.model.measure import PlannedMeasure, Status
from assessment.model.scorecard import Scorecard

SOON = 30  # days within which something is due next


@dataclass(frozen=True, slots=True)
class Task:
    """One measure as work. `risks`: the indicators it lowers or of which it clears a veto; `clears`: the vetoes answered yes.
    `start_from`, `due_from`: the plan says so (plan), or it follows: from the day of the assessment, from when the measures it
    requires are due, from the start and the days it takes (lead); "" where there is no date. A lapsed one does not count."""

    measure: str
    planned: PlannedMeasure
    risks: tuple[str, ...]
    clears: tuple[str, ...]
    body: str
    assisting: tuple[str, ...]
    start: date | None
    due: date | None
    start_from: From
    due_from: From
    cost: Fraction
    proof_needed: Text | None
    ongoing: bool
    mandatory: bool

    @property
    def status(self) -> Status:
        return self.planned.status

    @property
    def counts(self) -> bool:
        return self.planned.status != "lapsed"

    @property
    def open(self) -> bool:
        """Not reported done."""
        return self.planned.status in OPEN

    def late(self, today: date) -> bool:
        return self.open and self.due is not None and self.due < today

    def soon(self, today: date, days: int = SOON) -> bool:
        """Due within the next days."""
        return self.open and self.due is not None and 0 <= (self.due - today).days <= days


def tasks(scorecard: Scorecard, assessment: Assessment) -> tuple[Task, ...]:
    """One for each measure of the plan, lapsed ones too; earliest due first, those without a date last."""
    planned = {p.measure: p for p in assessment.plan.measures} | counted(scorecard, assessment, "planned")
    days = dates(scorecard, assessment.date, planned)
    found = [_task(scorecard, assessment, each, days[name]) for name, each in planned.items()]
    return tuple(sorted(found, key=lambda t: (t.due is None, t.due or date.max, t.measure)))


def _task(scorecard: Scorecard, assessment: Assessment, planned: PlannedMeasure, days: Dates) -> Task:
    library = None if planned.own else scorecard.measure[planned.measure]
    clears = tuple(
        name
        for name, (_indicator, veto) in scorecard.veto.items()
        if assessment.vetoes.get(name) == "yes" and planned.measure in veto.cleared_by and library
    )
    risks = [effect.indicator for effect in effects_of(scorecard, planned)] + [scorecard.veto[v][0].id for v in clears]
    body = planned.responsible_body or (library.responsible_body.zh if library else "")
    helpers = planned.assisting_bodies or (tuple(each.zh for each in library.assisting_bodies) if library else ())
    (start, start_from), (due, due_from) = days
    return Task(
        measure=planned.measure,
        planned=planned,
        risks=tuple(dict.fromkeys(risks)),
        clears=clears,
        body=body,
        assisting=tuple(each for each in dict.fromkeys(helpers) if each != body),
        start=start,
        due=due,
        start_from=start_from,
        due_from=due_from,
        cost=cost_of(scorecard, planned),
        proof_needed=library.proof if library else None,
        ongoing=ongoing(scorecard, planned),
        mandatory=library is not None and library.mandatory,
    )


# By body


@dataclass(frozen=True, slots=True)
class Share:
    """What one body has to do: "" is nobody yet."""

    body: str
    leads: tuple[Task, ...]
    assists: tuple[Task, ...]

    @property
    def cost(self) -> Fraction:
        return sum((task.cost for task in self.leads if task.counts), Fraction(0))


def by_body(found: Iterable[Task], more: Iterable[str] = ()) -> tuple[Share, ...]:
    """Every body with what it leads and what it assists; who leads most comes first, who only assists after those, nobody
    last. `more`: bodies that have something else to do."""
    rows = tuple(found)
    names = dict.fromkeys([*(t.body for t in rows), *(name for t in rows for name in t.assisting), *more])
    shares = [
        Share(name, tuple(t for t in rows if t.body == name), tuple(t for t in rows if name and name in t.assisting))
        for name in names
    ]
    return tuple(sorted(shares, key=lambda share: (not share.body, -len(share.leads), -len(share.assists))))


def costs_by_body(found: Iterable[Task]) -> dict[str, Fraction]:
    """万元 of the measures that count, by who leads, dearest first; "" is nobody yet."""
    return _summed((task.body, task.cost) for task in found if task.counts)


def costs_by_funding(found: Iterable[Task]) -> dict[str, Fraction]:
    """万元 of the measures that count, by where the money comes from (资金来源), dearest first; "" is not yet said."""
    return _summed((task.planned.funding, task.cost) for task in found if task.counts)


def _summed(costs: Iterable[tuple[str, Fraction]]) -> dict[str, Fraction]:
    total: dict[str, Fraction] = {}
    for name, cost in costs:
        total[name] = total.get(name, Fraction(0)) + cost
    return dict(sorted(total.items(), key=lambda item: (-item[1], not item[0], item[0])))


def bodies(scorecard: Scorecard) -> Mapping[str, Text]:
    """Every body that the scorecard names, by its Chinese name, so that a plan can be read in both languages."""
    named: list[Text] = []
    for measure in scorecard.measures:
        named += [measure.responsible_body, *measure.assisting_bodies]
    for obligation in scorecard.obligations:
        named += [obligation.responsible_body, *obligation.assisting_bodies]
    for sheet in scorecard.sheets:
        named += [*([sheet.lead] if sheet.lead else []), *sheet.assisting]
    found: dict[str, Text] = {}
    for each in named:
        found.setdefault(each.zh, each)
    return found


def span(found: Sequence[Task], first: date | None) -> tuple[date, date] | None:
    """From the first start to the last due of what counts; None without any date."""
    days = [day for task in found if task.counts for day in (task.start, task.due) if day] + ([first] if first else [])
    return (min(days), max(days)) if days else None
