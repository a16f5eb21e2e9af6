"""Which slips in a scorecard would its worked examples let pass? Each mutant is tried on them until one fails."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessment.errors import Problem
from assessment.library.document import Document
from assessment.library.examples import run
from assessment.library.meaning import levels_alike, meaning
from assessment.library.mutants import Mutant, Step, mutants
from assessment.library.reading import HEAD, Opened
from assessment.library.tree import Node, parse
from assessment.model.case import WorkedExample
from assessment.model.scorecard import Scorecard

ENOUGH = Fraction(95, 100)  # the share of mutants that have to be noticed
NOWHERE = Document("", None)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Mutation:
    """How many mutants there are, how many an example notices, how many cannot change any result; the others by their place."""

    mutants: int
    killed: int
    equivalent: int
    survivors: tuple[Problem, ...]

    @property
    def rate(self) -> Fraction:
        """The share noticed of those that can change a result; 1 where there are none."""
        able = self.mutants - self.equivalent
        return Fraction(self.killed, able) if able else Fraction(1)

    @property
    def enough(self) -> bool:
        return self.rate >= ENOUGH


def mutate(opened: Opened, progress: Progress = lambda done, total: None) -> Mutation:
    """Every number and rule changed in turn. `progress` is told (done, all). Raises ScorecardError for a scorecard that
    may not be used: a failing example notices everything."""
    card = opened.usable()
    trial = _Trial(card, [state.example for state in opened.examples])
    killed = equivalent = 0
    survivors: list[Mutant] = []
    everyone = list(mutants(card))
    for done, mutant in enumerate(everyone, 1):
        if trial.equivalent(mutant.scorecard):
            equivalent += 1
        elif trial.notices(mutant):
            killed += 1
        else:
            survivors.append(mutant)
        progress(done, len(everyone))
    places = _Places(opened)
    return Mutation(len(everyone), killed, equivalent, tuple(places.problem(mutant) for mutant in survivors))


class _Trial:
    """The examples, and the order in which they are asked: those that name what was changed first, then those that
    noticed something last."""

    def __init__(self, card: Scorecard, examples: Iterable[WorkedExample]) -> None:
        self.card, self.meaning = card, meaning(card)
        self.examples = [(example, frozenset(_words(example.model_dump()))) for example in examples]

    def equivalent(self, other: Scorecard) -> bool:
        return meaning(other) == self.meaning and levels_alike(self.card, other)

    def notices(self, mutant: Mutant) -> bool:
        """Whether an example fails."""
        named = {str(step) for step in mutant.path} | {mutant.now}
        for entry in sorted(self.examples, key=lambda entry: -len(named & entry[1])):
            if next(run(NOWHERE, mutant.scorecard, entry[0]), None) is not None:
                self.examples.remove(entry)
                self.examples.insert(0, entry)
                return True
        return False


def _words(value: Any) -> Iterator[str]:
    """Every key and word of an example."""
    if isinstance(value, dict):
        yield from map(str, value)
        value = value.values()
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for item in value:
            yield from _words(item)


class _Places:
    """Where in the files a mutant was made; each file is read once more, as the scorecard keeps no places."""

    def __init__(self, opened: Opened) -> None:
        self.documents: dict[str, Document] = {}
        for file, raw in opened.files.items():
            if not file.startswith("cases/"):
                self.documents[file] = Document(f"{opened.name}/{file}", parse(raw, file)[0])

    def problem(self, mutant: Mutant) -> Problem:
        document, steps = self._in_file(mutant.path)
        loc = tuple(_numbered(document, steps))
        return document.problem("mutant-survives", *loc, severity="warning", changed=mutant.what, now=mutant.now, new=mutant.new)

    def _in_file(self, path: tuple[Step, ...]) -> tuple[Document, tuple[Step, ...]]:
        part, *rest = path
        if part == "scorecard":
            return self.documents[HEAD], tuple(rest)
        if part == "sheets":
            sheet, *steps = rest
            return next(d for file, d in self.documents.items() if file.rpartition(".")[0] == f"sheets/{sheet}"), tuple(steps)
        files = [d for file, d in self.documents.items() if file.startswith("measures/")]
        steps = ["measures", *rest]
        return next(d for d in files if isinstance([*_numbered(d, steps[:2])][1], int)), tuple(steps)


def _numbered(document: Document, steps: Iterable[Step]) -> Iterator[Step]:
    """The steps with ids and levels in lists replaced by their number there; one that is not there stays."""
    node = document.root
    for step in steps:
        here: Any = node.value if node is not None else None
        if isinstance(here, list) and isinstance(step, str):
            step = next((number for number, item in enumerate(here) if _name(item) == step), step)
        yield step
        if isinstance(here, dict):
            node = here.get(str(step))
        elif isinstance(here, list) and isinstance(step, int):
            node = here[step]
        else:
            node = None


def _name(item: Node) -> str | None:
    named = item.value if isinstance(item.value, dict) else {}
    return next((named[key].value for key in ("id", "level", "figure") if key in named), None)
