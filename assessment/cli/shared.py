"""What the commands share: options, exit statuses, how they speak."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from assessment.errors import AssessmentError, Problem
from assessment.faults import HOME
from assessment.i18n import LANGUAGES, line, sentence, translator
from assessment.report.figures import problem_data

T = TypeVar("T")
Command = Callable[..., Any]
FINE, FOUND = 0, 1
MANY = 20  # files from which progress is shown


def json_option(function: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="答案写成 JSON / answer in JSON")(function)


def language_option(function: Command) -> Command:
    languages, default = click.Choice(list(LANGUAGES)), os.environ.get("ASSESSMENT_LANG", "zh")
    return click.option("--lang", type=languages, default=default, help="语言 / language")(function)


def database_option(function: Command) -> Command:
    return click.option("--database", default=None, help="数据库地址或文件，默认 data/assessment.db / URL or file")(function)


def default_directory() -> Path:
    """scorecards/ of the current folder, else the one beside app.py."""
    here = Path("scorecards")
    return here if here.is_dir() else HOME / "scorecards"


def options(function: Callable[..., Any]) -> Callable[..., Any]:
    function = json_option(function)
    function = click.option(
        "--scorecards", type=click.Path(path_type=Path), default=None, help="打分表目录 / directory of scorecards"
    )(function)
    return language_option(function)


def progress(items: Iterable[T], lang: str) -> Iterable[T]:
    """The items, with a bar on a terminal when there are many."""
    listed = list(items)
    if len(listed) < MANY or not sys.stderr.isatty():
        return listed

    def shown() -> Iterable[T]:
        with click.progressbar(listed, label=translator(lang)("处理中"), file=sys.stderr) as bar:
            yield from bar

    return shown()


def print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


def print_problems(problems: Iterable[Problem], lang: str) -> None:
    for problem in problems:
        click.echo(line(problem, lang), err=True)


def problems_of(path: Path, error: AssessmentError) -> list[Problem]:
    """The problems of a file; those that the engine finds know no file yet."""
    return [replace(problem, file=problem.file or str(path)) for problem in error.problems]


def answer_each(
    files: tuple[Path, ...],
    one: Callable[[Path], tuple[dict[str, Any], str]],
    as_json: bool,
    lang: str,
    fine: Callable[[dict[str, Any]], bool] = lambda data: True,
) -> int:
    """One answer for one file, a list for several; a file with problems has them in place of its answer. The status says
    whether every answer is there and `fine`."""
    answers: list[dict[str, Any]] = []
    status = FINE
    for file in progress(files, lang):
        try:
            data, text = one(file)
            answers.append(data)
            if not fine(data):
                status = FOUND
            if not as_json:
                click.echo(text)
        except AssessmentError as error:
            status = FOUND
            problems = problems_of(file, error)
            found = [problem_data(problem, sentence(problem, lang)) for problem in problems]
            answers.append({"file": str(file), "problems": found})
            if not as_json:
                print_problems(problems, lang)
    if as_json:
        print_json(answers if len(files) > 1 else answers[0])
    return status
