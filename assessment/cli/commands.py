"""`python -m assessment check|score|plan|compare|diff|replay|workbook|schema|db`: exit 0 fine, 1 problems found, 2 usage."""

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from assessment import __version__, faults
from assessment.cli.lazy import LazyGroup
from assessment.cli.mutation import mutation_data, mutation_text, try_mutants
from assessment.cli.shared import FINE, FOUND, default_directory, options, print_json, print_problems, problems_of, progress
from assessment.engine.review import CODES, review
from assessment.errors import AssessmentError, Problem
from assessment.i18n import line, sentence, translator
from assessment.library.cases import read_case_file
from assessment.library.catalogue import Catalogue
from assessment.library.reading import HEAD
from assessment.report.figures import problem_data
from assessment.report.words import severity_word

USAGE = 2


ELSEWHERE = {
    "score": "assessment.cli.scoring:score",
    "compare": "assessment.cli.scoring:compare_command",
    "plan": "assessment.cli.planning:plan",
    "diff": "assessment.cli.editions:diff",
    "replay": "assessment.cli.editions:replay_command",
    "db": "assessment.cli.database:db",
    "workbook": "assessment.cli.workbook:workbook",
    "schema": "assessment.cli.workbook:schema_command",
}


@click.group(cls=LazyGroup, elsewhere=ELSEWHERE, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """重大项目社会稳定风险评估 / social-stability risk assessment of major projects"""


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--mutate", is_flag=True, help="逐一改动每个数和规则，看算例能否发现 / change every number in turn: do the examples notice?"
)
@options
def check(paths: tuple[Path, ...], mutate: bool, scorecards: Path | None, as_json: bool, lang: str) -> int:
    """检查打分表（目录）、审查评估文件；文件有错误的退出码为 1 / check scorecards (folders), review cases (files)"""
    directory = scorecards or default_directory()
    catalogue = Catalogue(directory)
    problems: list[Problem] = []
    for path in progress(paths or (directory,), lang):
        problems += _check_one(path, catalogue)
    tried = try_mutants(paths or (directory,), lang) if mutate else []
    if as_json:
        found = [problem_data(problem, sentence(problem, lang)) for problem in problems]
        print_json({"problems": found, "mutation": [mutation_data(one, lang) for one in tried]} if mutate else found)
    else:
        for problem in problems:
            click.echo(_line(problem, lang))
        for one in tried:
            click.echo(mutation_text(one, lang))
        click.echo(_sum(problems, lang), err=True)
    passed = all(one.mutation.enough for one in tried)
    wrong = any(problem.severity == "error" and problem.code not in CODES for problem in problems)
    return FOUND if wrong or not passed else FINE  # a case in progress is not wrong: what the review finds is for its author


def _line(problem: Problem, lang: str) -> str:
    """A finding of the review also says how grave it is: 须改正, 须说明, 建议."""
    word = severity_word(translator(lang), problem.severity) if problem.code in CODES else ""
    return line(problem, lang, word)


def _sum(problems: Sequence[Problem], lang: str) -> str:
    _, given = translator(lang), [problem.severity for problem in problems]
    said = _("检查完毕：错误 {errors}，提醒 {warnings}", errors=given.count("error"), warnings=given.count("warning"))
    return said + (_("，建议 {count}", count=given.count("advice")) if "advice" in given else "")


def _check_one(path: Path, catalogue: Catalogue) -> Iterable[Problem]:
    """The problems of a folder of scorecards, or of a case under one of `catalogue`."""
    if os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises for a name that is too long)
        return Catalogue(path).problems()
    if path.name == HEAD:
        return Catalogue(path.parent).problems()
    try:
        assessment, edition = read_case_file(path, catalogue)
        scorecard = edition.usable()
        findings = () if _is_example(path) else review(scorecard, assessment, date.today())
    except AssessmentError as error:
        return problems_of(path, error)
    return [replace(problem, file=str(path)) for problem in findings]


def _is_example(path: Path) -> bool:
    """Whether it is a worked example of a scorecard, which no one submits."""
    return (path.resolve().parent.parent / HEAD).is_file()


def main(arguments: list[str] | None = None) -> int:
    """The exit status. Nothing ends in a traceback: a fault that was not foreseen says so and where its record is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return int(cli.main(args=arguments, prog_name="assessment", standalone_mode=False) or FINE)
    except click.UsageError as error:
        click.echo(f"用法有误 / usage: {error.format_message()}\n{error.ctx.get_help() if error.ctx else ''}", err=True)
        return USAGE
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中止 / stopped", err=True)
        return FOUND
    except BrokenPipeError:
        return FOUND
    except AssessmentError as error:
        print_problems(error.problems, os.environ.get("ASSESSMENT_LANG", "zh"))
        return FOUND
    except Exception:
        number = faults.record()
        click.echo(
            f"出了没有料到的错误，错误号 {number}，详情在 data/log/errors.log / unforeseen error {number}, see the log", err=True
        )
        return FOUND
