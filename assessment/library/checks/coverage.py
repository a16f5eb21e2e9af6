"""Rules that no worked example tries at all; which numbers the examples leave untested is what changing them one by one tells."""

from collections.abc import Iterator

from assessment.errors import Problem
from assessment.library.checks.written import Written
from assessment.model.case import WorkedExample
from assessment.model.scorecard import Scorecard


def check_coverage(card: Written) -> Iterator[Problem]:
    """Only where there are examples, and none that names what is not there: either is said once, elsewhere."""
    examples = [example for _, example in card.examples.values()]
    if not examples or any(_misnames(card.scorecard, example) for example in examples):
        return
    results = [(each.expect, each.expect.residual, each.expect.verified, each.expect.lasting) for each in examples]
    expected = [inner for expectations in results for inner in expectations if inner is not None]
    vetoes = {name for example in examples for name in example.vetoes} | {name for each in expected for name in each.vetoes}
    deciding = {each.decided_by for each in expected}
    rules = {name for each in expected for name in each.escalations} | deciding
    profiles = {example.project.profile for example in examples}
    for document, here, _, veto in card.vetoes():
        if veto.id not in vetoes | deciding:
            yield document.problem("veto-untried", *here, "id", severity="warning", veto=veto.id)
    for number, rule in enumerate(card.scorecard.escalations):
        if rule.id not in rules:
            yield card.head.problem("escalation-untried", "escalations", number, "id", severity="warning", id=rule.id)
    for number, profile in enumerate(card.scorecard.profiles):
        if profile.id not in profiles:
            yield card.head.problem("profile-untried", "profiles", number, "id", severity="warning", profile=profile.title)
    for document, example in card.examples.values():
        if example.expect == type(example.expect)() and not example.readings:
            yield document.problem("example-expects-nothing", "expect", severity="warning")


def _misnames(scorecard: Scorecard, example: WorkedExample) -> bool:
    """Whether an example has a profile or veto that the scorecard does not know; the one it means seems untried then."""
    profile = example.project.profile
    return (profile is not None and profile not in scorecard.profile) or not example.vetoes.keys() <= scorecard.veto.keys()
