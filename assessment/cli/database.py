"""`assessment db`: the database made, copied, looked over."""

from pathlib import Path

import click

from assessment import service
from assessment.cli.shared import FINE, FOUND, database_option, json_option, language_option, print_json, print_problems
from assessment.i18n import sentence, translator
from assessment.report.figures import problem_data


@click.group()
def db() -> None:
    """数据库：建立、备份、核对 / the database: initialise, back up, verify"""


@db.command("init")
@database_option
@language_option
def db_init(database: str | None, lang: str) -> int:
    """建立数据库；已有的不动 / make the database; an existing one stays as it is"""
    version = service.initialise(service.LOCAL, service.open_bench(database))
    click.echo(translator(lang)("数据库可用，结构版本 {version}", version=version))
    return FINE


@db.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@database_option
@language_option
def db_backup(target: Path, database: str | None, lang: str) -> int:
    """备份到一个新文件；使用中也可以备份 / copy to a new file, also while it is in use"""
    service.backup(service.LOCAL, service.open_bench(database, make=False), target)
    click.echo(translator(lang)("已备份到 {target}", target=target))
    return FINE


@db.command("verify")
@json_option
@database_option
@language_option
def db_verify(database: str | None, as_json: bool, lang: str) -> int:
    """核对每份评估与写入时是否一致 / see that every assessment is still what was written"""
    problems = service.verify(service.LOCAL, service.open_bench(database, make=False))
    if as_json:
        print_json([problem_data(problem, sentence(problem, lang)) for problem in problems])
    elif problems:
        print_problems(problems, lang)
    else:
        click.echo(translator(lang)("核对完毕，没有问题"))
    return FOUND if problems else FINE
