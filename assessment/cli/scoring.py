"""`score` and `compare`: index and level of cases."""

from pathlib import Path
from typing import Any

import click

from assessment.cli.shared import (
    FINE,
    FOUND,
    answer_each,
    default_directory,
    options,
    print_json,
    print_problems,
    problems_of,
    progress,
)
from assessment.engine.comparison import Compared, compared
from assessment.engine.comparison import compare as compare_projects
from assessment.engine.flips import what_flips
from assessment.engine.mitigation import residual
from assessment.engine.scoring import score as score_case
from assessment.errors import AssessmentError, Problem
from assessment.i18n import sentence
from assessment.library.cases import read_case_file
from assessment.library.catalogue import Catalogue
from assessment.report.figures import comparison_data, problem_data, result_data
from assessment.report.flip_words import flips_text
from assessment.report.terminal import comparison_text, residual_text, result_text


@click.command()
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
        text = result_text(card, assessment, result, lang) + flips_text(card, what_flips(card, assessment), result, lang)
        if assessment.plan.measures:
            expected, proven = residual(card, assessment), residual(card, assessment, "verified")
            data |= {"residual": result_data(card, expected), "verified": result_data(card, proven)}
            text += residual_text(card, expected, proven, lang)
        return data, text

    return answer_each(files, one, as_json, lang)


@click.command("compare")
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
            problems += problems_of(file, error)
    groups = compare_projects(rows)
    if as_json:
        found = [problem_data(problem, sentence(problem, lang)) for problem in problems]
        print_json({**comparison_data(groups), "problems": found})
    else:
        click.echo(comparison_text(groups, lang))
        print_problems(problems, lang)
    return FOUND if problems else FINE
