"""`assessment plan`: the cheapest plan for a case, its curve of cost and index, the next best."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from assessment.cli.shared import answer_each, default_directory, options
from assessment.engine.fitting import misfits
from assessment.engine.optimise.best import BestPlan, best_plan, efficient_points, second_best
from assessment.engine.review import in_the_way
from assessment.engine.suggesting import suggest
from assessment.errors import CaseError, Problem
from assessment.i18n import sentence, translator
from assessment.library.cases import read_case_file
from assessment.library.catalogue import Catalogue
from assessment.model.case import Assessment
from assessment.model.measure import Aim
from assessment.model.numbers import parse_exact
from assessment.model.scorecard import Scorecard
from assessment.report.best_words import because
from assessment.report.figures import Data, plan_data, point_data, problem_data
from assessment.report.obstacle_words import blocks, changes
from assessment.report.terminal import plan_text, points_text, work_text


class Amount(click.ParamType[Fraction]):
    """万元, exactly."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return parse_exact(value)
        except ValueError:
            self.fail(f"{value}：应为数字 / not a number", param, ctx)


def aim_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """What is given here replaces that part of the aim in the case."""
    for option in (
        click.option("--target", help="目标等级（编号）/ level to be reached (id)"),
        click.option("--worst-band", help="单因素最重不超过（编号）/ no factor worse than this band (id)"),
        click.option("--budget", type=Amount(), help="费用上限，万元 / budget, CNY 10,000"),
        click.option("--by", type=click.DateTime(["%Y-%m-%d"]), help="最迟完成日期 / everything done by"),
        click.option("--pin", multiple=True, help="必选的措施，可重复 / a measure to be taken, repeatable"),
        click.option("--bar", multiple=True, help="不选的措施，可重复 / a measure not to be taken, repeatable"),
        click.option("--index-only", is_flag=True, help="不要求每项风险都有措施 / not every risk needs a measure"),
    ):
        function = option(function)
    return function


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@aim_options
@click.option("--frontier", is_flag=True, help="列出费用与指数的有效前沿 / the efficient frontier of cost and index")
@click.option("--next", "others", type=click.IntRange(0, 10), default=0, help="再列几个次优方案 / so many next best plans")
@options
def plan(
    files: tuple[Path, ...], frontier: bool, others: int, scorecards: Path | None, as_json: bool, lang: str, **given: Any
) -> int:
    """求达到目标的最省方案，没有则返回 1 / the cheapest plan that reaches the target; status 1 where there is none"""
    catalogue = Catalogue(scorecards or default_directory())

    def one(file: Path) -> tuple[dict[str, Any], str]:
        assessment, edition = read_case_file(file, catalogue)
        card = edition.usable()
        assessment = _aimed(card, assessment, given)
        best = best_plan(card, assessment)
        data, text = _answered(card, assessment, best, lang)
        if others and best.status != "infeasible":
            found = list(second_best(card, assessment, best, others))
            data["next"] = [_answered(card, assessment, plan, lang)[0] for plan in found]
            text += "\n".join(plan_text(card, plan, (), lang) for plan in found)
        if frontier:
            points = list(efficient_points(card, assessment))
            data["frontier"] = [point_data(point) for point in points]
            text += points_text(card, points, lang)
        return {"file": str(file), "project": assessment.project.name, **data}, text

    return answer_each(files, one, as_json, lang, fine=lambda data: data["status"] != "infeasible")


def _aimed(card: Scorecard, assessment: Assessment, given: dict[str, Any]) -> Assessment:
    """The assessment with the aim changed by the options. Raises CaseError for ids that the scorecard does not have."""
    by: date | None = given["by"].date() if given["by"] else None
    changed = {
        "target": given["target"],
        "worst_band": given["worst_band"],
        "budget": given["budget"],
        "by": by,
        "pinned": given["pin"],
        "barred": given["bar"],
        "answer_all": False if given["index_only"] else None,
    }
    aim = assessment.plan.aim.model_dump() | {key: value for key, value in changed.items() if value not in (None, ())}
    plan = assessment.plan.model_copy(update={"aim": Aim.model_validate(aim)})
    aimed = assessment.model_copy(update={"plan": plan})
    found = [Problem(code, path=".".join(map(str, place)), values=values) for code, place, values in misfits(card, aimed)]
    if found:
        raise CaseError(*found)
    return aimed


def _answered(card: Scorecard, assessment: Assessment, best: BestPlan, lang: str) -> tuple[Data, str]:
    _ = translator(lang)
    why = {name: because(_, card, best, name, lang) for name in best.why}
    aim = best.assessment.plan.aim
    found = [p for p in in_the_way(card, best.assessment) if aim.answer_all or p.code != "risk-unanswered"]
    reasons = [problem_data(problem, sentence(problem, lang)) for problem in found]
    if best.status == "infeasible":
        reasons += [problem_data(Problem("plan-blocked"), line) for line in blocks(_, card, best, lang)]
        reasons += [problem_data(Problem("plan-would-need"), line) for line in changes(_, card, best, lang)]
    messages = [reason["message"] for reason in reasons]
    text = plan_text(card, best, messages, lang) + work_text(card, best.assessment, date.today(), lang)
    return plan_data(card, best, suggest(card, assessment), why, reasons), text
