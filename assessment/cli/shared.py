"""What the commands share: options, exit statuses, how they speak."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from assessment.errors import Problem
from assessment.i18n import LANGUAGES, line, translator

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
