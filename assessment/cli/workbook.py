"""`assessment workbook`: a scorecard into Excel and back. `assessment schema`: the format, for editors."""

import json
from pathlib import Path

import click

from assessment.cli.shared import FINE, FOUND, json_option, language_option, print_json, print_problems
from assessment.i18n import sentence, translator
from assessment.library.reading import HEAD, files_of
from assessment.library.schema import schema
from assessment.library.workbook.exchange import from_workbook, lasting, to_workbook
from assessment.library.workbook.package import MAX_BYTES
from assessment.report.figures import problem_data

FOLDER = click.Path(path_type=Path)


@click.group()
def workbook() -> None:
    """打分表写成 Excel，改好再读回 / a scorecard into Excel and back"""


@workbook.command("write")
@click.argument("folder", type=FOLDER)
@click.argument("file", type=FOLDER)
@language_option
def write_command(folder: Path, file: Path, lang: str) -> int:
    """把打分表文件夹写成一个 .xlsx / write a scorecard folder as .xlsx"""
    _ = translator(lang)
    if not (folder / HEAD).is_file():
        raise click.UsageError(_("{folder} 里没有打分表（scorecard.yaml）", folder=folder))
    if file.exists():
        raise click.UsageError(_("{file} 已存在，不覆盖", file=file))
    raw = to_workbook(files_of(folder), str(folder))
    file.write_bytes(raw)
    click.echo(_("已写入 {file}", file=file))
    return FINE


@workbook.command("read")
@click.argument("file", type=FOLDER)
@click.argument("folder", type=FOLDER)
@click.option("--check", "only_check", is_flag=True, help="只检查，不写入 / only report, write nothing")
@click.option(
    "--in-place", is_flag=True, help="就地修改已有的文件夹，注释和格式不变 / change the folder, keep its comments and style"
)
@json_option
@language_option
def read_command(file: Path, folder: Path, only_check: bool, in_place: bool, as_json: bool, lang: str) -> int:
    """读回 .xlsx：写成新文件夹，或就地修改；问题逐格指出 / read an .xlsx into a folder; problems are named by cell

    有错误就不写入；只有算例对不上的照写，退出码仍为 1，改好算例才能启用。
    Nothing is written while there are errors. Worked examples that no longer hold are reported (exit status 1), but the
    files are written, so that the examples can be derived anew.
    """
    _ = translator(lang)
    known = (folder / HEAD).is_file()
    if in_place and not known:
        raise click.UsageError(_("{folder} 不是打分表文件夹，不能就地修改", folder=folder))
    if folder.exists() and not in_place and not only_check:
        raise click.UsageError(_("{folder} 已存在。另选一个新文件夹，或加 --in-place 就地修改", folder=folder))
    base = files_of(folder) if known else {}
    files, problems = from_workbook(_bytes_of(file), str(file), base)
    blocked = only_check or bool(lasting(problems))
    if as_json:
        print_json([problem_data(problem, sentence(problem, lang)) for problem in problems])
    else:
        print_problems(problems, lang)
    errors = sum(problem.severity == "error" for problem in problems)
    if blocked:
        found = _("检查完毕，没有写入：错误 {errors}，提醒 {warnings}", errors=errors, warnings=len(problems) - errors)
        click.echo(found, err=True)
        return FOUND if errors else FINE
    changed = _store(folder, base, files)
    click.echo(
        _("已写入 {folder}：改动 {changed} 个文件，新增 {added} 个，删除 {removed} 个", folder=folder, **changed), err=True
    )
    return FOUND if errors else FINE


def _bytes_of(file: Path) -> bytes:
    """What is too large is read only so far that it can be refused. Raises UsageError where there is no such file."""
    try:
        if not file.is_file():
            raise FileNotFoundError(str(file))
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise click.UsageError(f"{file}: {error.strerror or 'not a file'}") from None


def _store(folder: Path, base: dict[str, bytes], files: dict[str, bytes]) -> dict[str, int]:
    """Write what differs, remove what is gone."""
    count = {"changed": 0, "added": 0, "removed": 0}
    for name, content in files.items():
        if base.get(name) == content:
            continue
        count["changed" if name in base else "added"] += 1
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for name in base.keys() - files.keys():
        count["removed"] += 1
        (folder / name).unlink()
    return count


@click.command("schema")
def schema_command() -> int:
    """打分表格式的 JSON Schema，供编辑器提示和补全 / the format as JSON Schema, for hints and completion in editors"""
    click.echo(json.dumps(schema(), ensure_ascii=False, indent=1))
    return FINE
