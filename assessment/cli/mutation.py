"""`check --mutate`: what the worked examples of each scorecard would let pass, in words and as JSON."""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from assessment.i18n import line, sentence, translator
from assessment.library.catalogue import Catalogue
from assessment.library.mutation import ENOUGH, Mutation, mutate
from assessment.library.reading import HEAD, Opened
from assessment.model.numbers import plain, shown
from assessment.report.figures import number, problem_data


@dataclass(frozen=True, slots=True)
class Tried:
    """One scorecard and what came of changing it."""

    name: str
    mutation: Mutation


def try_mutants(paths: Iterable[Path], lang: str) -> list[Tried]:
    """Every scorecard of the folders that is fit for use, with a bar on a terminal; what is wrong with the others,
    `check` has said."""
    tried = []
    for path in paths:
        folder = path.parent if path.name == HEAD else path
        for edition in Catalogue(folder).editions if os.path.isdir(folder) else ():  # noqa: PTH112 (as in `check`)
            if edition.scorecard is None or edition.errors:
                continue
            tried.append(Tried(edition.name, _with_a_bar(edition, lang) if sys.stderr.isatty() else mutate(edition)))
    return tried


def _with_a_bar(edition: Opened, lang: str) -> Mutation:
    _ = translator(lang)
    with click.progressbar(length=1, label=_("逐一改动"), file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        return mutate(edition, progress)


def mutation_text(tried: Tried, lang: str) -> str:
    """The survivors by their place, then the figures."""
    found = tried.mutation
    _ = translator(lang)
    figures = _(
        "{name}：改动 {mutants} 处，算例发现 {killed} 处，没有发现 {survivors} 处，"
        "不影响结果 {equivalent} 处；发现率 {rate}%（应达 {enough}%）",
        name=tried.name,
        mutants=found.mutants,
        killed=found.killed,
        survivors=len(found.survivors),
        equivalent=found.equivalent,
        rate=shown(found.rate * 100, 2),
        enough=plain(ENOUGH * 100),
    )
    return "\n".join([*(line(problem, lang) for problem in found.survivors), figures])


def mutation_data(tried: Tried, lang: str) -> dict[str, Any]:
    found = tried.mutation
    return {
        "scorecard": tried.name,
        "mutants": found.mutants,
        "killed": found.killed,
        "equivalent": found.equivalent,
        "rate": number(found.rate),
        "enough": found.enough,
        "survivors": [problem_data(problem, sentence(problem, lang)) for problem in found.survivors],
    }
