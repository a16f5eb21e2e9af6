"""`assessment diff` and `assessment replay`: editions in time."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from assessment import service
from assessment.cli.shared import FINE, FOUND, database_option, json_option, language_option, print_json
from assessment.engine.editions import difference
from assessment.engine.replay import affected
from assessment.errors import AssessmentError, Problem
from assessment.faults import HOME
from assessment.i18n import line, sentence, translator
from assessment.library.cases import read_case_file
from assessment.library.catalogue import Catalogue, open_folder
from assessment.library.examples import filled
from assessment.library.reading import Opened
from assessment.model.case import Assessment
from assessment.model.scorecard import Scorecard
from assessment.report.edition_words import difference_data, difference_text
from assessment.report.figures import problem_data
from assessment.report.replay_words import county_text, replay_data, replay_text
from assessment.service.replaying import CountyReplay, Progress, replay_projects

FOLDER = click.Path(path_type=Path)


def answer_options(function: Callable[..., Any]) -> Callable[..., Any]:
    return language_option(json_option(function))


@click.command()
@click.argument("a", type=FOLDER)
@click.argument("b", type=FOLDER)
@answer_options
def diff(a: Path, b: Path, as_json: bool, lang: str) -> int:
    """两版打分表有何不同 / what differs between two editions (folders)"""
    before, after = open_folder(a), open_folder(b)
    old, new = before.formed(), after.formed()
    changes = difference(old, new)
    cases = dict(_cases(a, before, old))
    different = affected(old, new, cases)
    if as_json:
        data = difference_data(old, new, changes, different, len(cases), lang)
        print_json({**data, "failing_examples": after.failing()})
    else:
        _note_failing(after, lang)
        click.echo(difference_text(old, new, changes, different, len(cases), lang), nl=False)
    return FINE


def _note_failing(edition: Opened, lang: str) -> None:
    if count := len(edition.failing()):
        note = translator(lang)("{name}：算例对不上的 {count} 个，改好之前不能启用", name=edition.name, count=count)
        click.echo(note, err=True)


def _cases(folder: Path, edition: Opened, card: Scorecard) -> Iterator[tuple[str, Assessment]]:
    """The worked examples of an edition that hold, and the demo projects that are scored under it."""
    for state in edition.examples:
        if not state.problems:
            yield Path(state.file).name, filled(card, state.example)
    for path in sorted((HOME / "data" / "demo").glob("*.yaml")):
        try:
            yield path.name, read_case_file(path, Catalogue(folder))[0]
        except AssessmentError:  # of another scorecard or edition
            continue


@click.command("replay")
@click.argument("folder", type=FOLDER)
@click.option("--id", "ids", multiple=True, help="只算这些项目，逐项说明原因 / only these projects, cause by cause")
@database_option
@answer_options
def replay_command(folder: Path, ids: tuple[str, ...], database: str | None, as_json: bool, lang: str) -> int:
    """已存的评估按另一版打分表重算，等级会变的排在前面 / stored assessments under another edition, changed levels first"""
    under = open_folder(folder)
    card = under.formed()
    bench = service.open_bench(database, make=False)
    with _bar(lang) as progress:
        found = replay_projects(service.LOCAL, bench, ids or None, card, progress)
    if as_json:
        edition = {"id": card.id, "version": card.version, "digest": card.digest}
        print_json({"edition": edition, "failing_examples": under.failing(), **_county_data(found, lang)})
    else:
        _note_failing(under, lang)
        if ids:
            click.echo("\n".join(replay_text(row.name, row.replay, lang) for row in found.projects), nl=False)
        else:
            click.echo(county_text(found.projects, f"{card.title.in_(lang)} {card.version}", lang), nl=False)
        if found.others:
            click.echo(translator(lang)("用其他打分表的 {count} 个项目没有重算", count=found.others), err=True)
        for problem in found.problems:
            click.echo(line(problem, lang), err=True)
    return FOUND if found.problems else FINE


def _county_data(found: CountyReplay, lang: str) -> dict[str, Any]:
    def problem(each: Problem) -> dict[str, Any]:
        return problem_data(each, sentence(each, lang))

    rows = [{"id": row.id, "name": row.name, "township": row.township, **replay_data(row.replay)} for row in found.projects]
    return {"projects": rows, "others": found.others, "problems": [problem(each) for each in found.problems]}


@contextmanager
def _bar(lang: str) -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done, count: None
        return
    with click.progressbar(length=1, label=translator(lang)("重算中"), file=sys.stderr) as bar:

        def show(done: int, count: int) -> None:
            bar.length = count
            bar.update(done - bar.pos)

        yield show
