"""What a reviewer would send back: rules over a case and its plan, each with its codes, how grave they are and where they are
mended. `error` (须改正) must be mended before submission, `warning` (须说明) explained, `advice` (建议) helps.

A rule is a function `(Seen) -> Problems` in one of the modules here, with a line in its RULES; the sentence of a code stands in
the catalogues, docs/review.md lists all of them.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

from assessment.engine.privacy import HEADING
from assessment.engine.review import case_rules, figure_rules, measure_rules, plan_rules
from assessment.engine.review.measure_rules import contradictions
from assessment.engine.review.plan_rules import risks_unanswered
from assessment.engine.review.rule import Code, Rule, Seen, Where
from assessment.engine.scoring import score
from assessment.errors import Problem
from assessment.model.case import Assessment
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard

__all__ = ["CODES", "OF_THE_PLAN", "RULES", "contradictions", "in_the_way", "of_the_plan", "review", "risks_answered", "where"]

RULES: tuple[Rule, ...] = (*case_rules.RULES, *figure_rules.RULES, *plan_rules.RULES, *measure_rules.RULES)
CODES: Mapping[str, Code] = {code: how for rule in RULES for code, how in rule.codes.items()}
OF_THE_PLAN = frozenset(code for code, how in CODES.items() if how.where in ("plan", "work"))
ABOUT_THE_RISKS = frozenset(
    {
        "risk-unanswered",
        "veto-not-cleared",
        "residual-above-target",
        "aim-band-exceeded",
        "indicator-unrated",
        "veto-unanswered",
    }
)


def review(
    scorecard: Scorecard, assessment: Assessment, today: date | None = None, codes: Collection[str] = CODES
) -> tuple[Problem, ...]:
    """Every problem of a case and its plan, in the order of RULES; only those of `codes` where given. Without `today` nothing
    is held against the calendar."""
    seen = Seen(scorecard, assessment, score(scorecard, assessment), today)
    asked = (rule for rule in RULES if not rule.codes.keys().isdisjoint(codes))
    found = (problem for rule in asked for problem in rule.find(seen) if problem.code in codes)
    return tuple(replace(problem, severity=CODES[problem.code].severity) for problem in found)


def of_the_plan(problem: Problem) -> bool:
    """Whether it is mended in the plan or in carrying it out."""
    return problem.code in OF_THE_PLAN


def in_the_way(scorecard: Scorecard, assessment: Assessment) -> tuple[Problem, ...]:
    """What keeps a plan from its aim, whoever carries it out and when: what is missing, not answered, not reached."""
    return review(scorecard, assessment, codes=ABOUT_THE_RISKS)


def risks_answered(scorecard: Scorecard, assessment: Assessment, result: Result) -> Iterator[Problem]:
    """The risks that have neither a measure nor a reason, of a case that is scored already."""
    return risks_unanswered(Seen(scorecard, assessment, result))


def where(scorecard: Scorecard, problem: Problem) -> Where:
    """The part of the work in which a problem is mended; what may stand anywhere, such as personal data, by its place."""
    code = CODES.get(problem.code)
    if code is not None and code.where is not None:
        return code.where
    path = problem.path
    if path == HEADING or path in scorecard.fact:
        return "project"
    if path in scorecard.indicators or path in scorecard.veto or path in scorecard.figure:
        return "rate"
    return "plan"
