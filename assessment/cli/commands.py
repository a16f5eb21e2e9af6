"""`python -m assessment check|score|plan|compare|diff|replay|workbook|schema|db`: exit 0 fine, 1 problems found, 2 usage."""

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from assessment import __version__, faults
from assessment.cli.database import db
from assessment.cli.editions import diff, replay_command
from assessment.cli.mutation import mutation_data, mutation_text, try_mutants
from assessment.cli.shared import FINE, FOUND, json_option, language_option, print_json, print_problems, progress
from assessment.cli.workbook import schema_command, workbook
from assessment.engine.comparison import Compared, compared
from assessment.engine.comparison import compare as compare_projects
from assessment.engine.mitigation import residual
from assessment.engine.review import in_the_way, review
from assessment.engine.scoring import score as score_case
from assessment.engine.suggesting import propose
from assessment.errors import AssessmentError, Problem
from assessment.faults import HOME
from assessment.i18n import line, sentence, translator
from assessment.library.cases import read_case_file
from assessment.library.catalogue import Catalogue
from assessment.library.reading import HEAD
from assessment.report.figures import comparison_data, problem_data, proposal_data, result_data
from assessment.report.terminal import comparison_text, proposal_text, residual_text, result_text, work_text

USAGE = 2


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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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
    """检查打分表（目录）和评估文件 / check scorecards (folders) and cases (files)"""
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
            click.echo(line(problem, lang))
        for one in tried:
            click.echo(mutation_text(one, lang))
        errors = sum(problem.severity == "error" for problem in problems)
        click.echo(
            translator(lang)("检查完毕：错误 {errors}，提醒 {warnings}", errors=errors, warnings=len(problems) - errors), err=True
        )
    passed = all(one.mutation.enough for one in tried)
    return FOUND if any(problem.severity == "error" for problem in problems) or not passed else FINE


def _check_one(path: Path, catalogue: Catalogue) -> Iterable[Problem]:
    """The problems of a folder of scorecards, or of a case under one of `catalogue`."""
    if os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises for a name that is too long)
        return Catalogue(path).problems()
    if path.name == HEAD:
        return Catalogue(path.parent).problems()
    try:
        assessment, edition = read_case_file(path, catalogue)
        findings = review(edition.usable(), assessment)  # a case in progress is not wrong: what it still lacks is a warning here
    except AssessmentError as error:
        return _of(path, error)
    return [replace(problem, file=str(path), severity="warning") for problem in findings]


def _of(path: Path, error: AssessmentError) -> list[Problem]:
    """The problems of a file; those that the engine finds know no file yet."""
    return [replace(problem, file=problem.file or str(path)) for problem in error.problems]


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@options
def score(files: tuple[Path, ...], scorecards: Path | None, as_json: bool, lang: str) -> int:
    """算出指数和等级 / index and level of cases"""
    catalogue = Catalogue(scorecards or default_directory())

    def one(file: Path) -> tuple[dict[str, Any], str]:
        assessment, edition = read_case_file(file, catalogue)
        card = edition.usable()
        result = score_case(card, assessment)
        data = {"file": str(file), "project": assessment.project.name, "stage": assessment.stage, **result_data(card, result)}
        text = result_text(card, assessment, result, lang)
        if assessment.plan.measures:
            expected, proven = residual(card, assessment), residual(card, assessment, "verified")
            data |= {"residual": result_data(card, expected), "verified": result_data(card, proven)}
            text += residual_text(card, expected, proven, lang)
        return data, text

    return _answer(files, one, as_json, lang)


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@options
def plan(files: tuple[Path, ...], scorecards: Path | None, as_json: bool, lang: str) -> int:
    """逐项配措施，算落实后的等级 / a measure for every risk and what remains"""
    catalogue = Catalogue(scorecards or default_directory())

    def one(file: Path) -> tuple[dict[str, Any], str]:
        assessment, edition = read_case_file(file, catalogue)
        card = edition.usable()
        proposal = propose(card, assessment)
        reasons = [problem_data(problem, sentence(problem, lang)) for problem in in_the_way(card, proposal.assessment)]
        data = {"file": str(file), "project": assessment.project.name, **proposal_data(card, proposal, reasons)}
        text = proposal_text(card, proposal, [reason["message"] for reason in reasons], lang)
        return data, text + work_text(card, proposal.assessment, date.today(), lang)

    return _answer(files, one, as_json, lang)


@cli.command("compare")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@options
def compare_command(files: tuple[Path, ...], scorecards: Path | None, as_json: bool, lang: str) -> int:
    """比较几个项目；不同版本不混排 / compare projects; editions are never mixed"""
    catalogue = Catalogue(scorecards or default_directory())
    rows: list[Compared] = []
    problems: list[Problem] = []
    for file in progress(files, lang):
        try:
            assessment, edition = read_case_file(file, catalogue)
            rows.append(compared(str(file), edition.usable(), assessment))
        except AssessmentError as error:
            problems += _of(file, error)
    groups = compare_projects(rows)
    if as_json:
        found = [problem_data(problem, sentence(problem, lang)) for problem in problems]
        print_json({**comparison_data(groups), "problems": found})
    else:
        click.echo(comparison_text(groups, lang))
        print_problems(problems, lang)
    return FOUND if problems else FINE


cli.add_command(diff)
cli.add_command(replay_command)
cli.add_command(db)
cli.add_command(workbook)
cli.add_command(schema_command)


def _answer(files: tuple[Path, ...], one: Callable[[Path], tuple[dict[str, Any], str]], as_json: bool, lang: str) -> int:
    """One answer for one file, a list for several; a file with problems has them in place of its answer."""
    answers: list[dict[str, Any]] = []
    status = FINE
    for file in progress(files, lang):
        try:
            data, text = one(file)
            answers.append(data)
            if not as_json:
                click.echo(text)
        except AssessmentError as error:
            status = FOUND
            problems = _of(file, error)
            found = [problem_data(problem, sentence(problem, lang)) for problem in problems]
            answers.append({"file": str(file), "problems": found})
            if not as_json:
                print_problems(problems, lang)
    if as_json:
        print_json(answers if len(files) > 1 else answers[0])
    return status


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
