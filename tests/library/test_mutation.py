"""Which slips in a scorecard its worked examples would let pass: survivors are named, equivalent mutants counted apart."""

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.engine.mitigation import Counting, residual
from assessment.engine.scoring import score
from assessment.errors import ScorecardError
from assessment.i18n import line
from assessment.library.meaning import alike
from assessment.library.mutants import mutants
from assessment.library.mutation import Mutation, mutate
from assessment.library.reading import Opened, files_of, open_files
from assessment.model.case import Assessment
from assessment.model.measure import MitigationPlan, PlannedMeasure, Status
from assessment.model.result import Result
from assessment.model.scorecard import Scorecard
from tests.cards import main_card
from tests.library.patching import SCORECARDS, unclear
from tests.strategies import remade, scored_cases

# one indicator of two levels an axis: degrees 0.25, 0.5 and 1
HEAD = b"""\
id: tiny
version: "1"
title: {zh: tiny, en: tiny}
in_force: {from: 2026-01-01}
method: likelihood-consequence
scales:
  likelihood: [{level: 1, value: 0.5, title: {zh: a, en: a}}, {level: 2, value: 1, title: {zh: b, en: b}}]
  consequence: [{level: 1, value: 0.5, title: {zh: a, en: a}}, {level: 2, value: 1, title: {zh: b, en: b}}]
bands:
  - {id: mild, title: {zh: m, en: m}, up_to: 0.5}
  - {id: grave, title: {zh: g, en: g}, up_to: 1}
levels:
  - {id: low, title: {zh: l, en: l}, below: 0.5}
  - {id: high, title: {zh: h, en: h}, up_to: 1}
answer_from: grave
target: low
effects: {combine: strongest, max_drop: 1}
dimensions: [{id: land, weight: 100}]
"""
SHEET = b"""\
id: land
title: {zh: land, en: land}
lead: {zh: x, en: x}
indicators:
  - id: payment
    title: {zh: p, en: p}
    weight: 100
    likelihood: {1: {zh: a, en: a}, 2: {zh: b, en: b}}
    consequence: {1: {zh: a, en: a}, 2: {zh: b, en: b}}
    vetoes:
      - {id: V1, question: {zh: q, en: q}, effect: hold, cleared_by: [pay]}
"""
MEASURES = b"""\
measures:
  - id: pay
    text: {zh: t, en: t}
    effects: [{indicator: payment, likelihood: -1}]
    responsible_body: {zh: x, en: x}
    cost: 1
    lead_days: 1
"""
LOWEST = b"base: {likelihood: 1, consequence: 1, veto: no}\nexpect: {index: 1/4, level: low}"
MIDDLE = b"""\
base: {likelihood: 1, consequence: 2, veto: no}
expect: {index: 1/2, level: high, answers: [], factors: {payment: {band: mild}}}"""
# 1 x 1 = 1 before; the measure takes the likelihood to 0.5 and leaves the consequence: 0.5, which is high, above the target
HIGHEST = b"""\
base: {likelihood: 2, consequence: 2, veto: no}
plan: {measures: [{measure: pay}]}
expect: {index: 1, level: high, answers: [payment], residual: {index: 1/2, reached: false}}"""
VETO = b"""\
base: {likelihood: 1, consequence: 1, veto: no}
vetoes: {V1: yes}
plan: {measures: [{measure: pay}]}
expect: {hold: true, level: high, residual: {hold: false, level: low}}"""
FLOOR = b"""\
base: {likelihood: 2, consequence: 1, veto: no}
plan: {measures: [{measure: pay}]}
expect: {index: 1/2, residual: {index: 1/4, reached: true}}"""
WHOLE = {"lowest": LOWEST, "middle": MIDDLE, "highest": HIGHEST, "veto": VETO, "floor": FLOOR}


def opened(examples: dict[str, bytes]) -> Opened:
    files = {"scorecard.yaml": HEAD, "sheets/land.yaml": SHEET, "measures/land.yaml": MEASURES}
    return open_files(files | {f"cases/{name}.yaml": text + b"\n" for name, text in examples.items()}, "tiny")


def tried(examples: dict[str, bytes]) -> Mutation:
    return mutate(opened(examples))


def without(*names: str) -> dict[str, bytes]:
    return {name: text for name, text in WHOLE.items() if name not in names}


def places(mutation: Mutation) -> list[str]:
    return [f"{problem.file}:{problem.line}:{problem.column} {problem.path}" for problem in mutation.survivors]


class TestSurvivors:
    def test_a_rule_that_no_example_tries_is_named_with_its_place(self) -> None:
        assert places(tried(without("veto"))) == [
            "tiny/sheets/land.yaml:11:44 indicators.payment.vetoes.V1.effect",
            "tiny/sheets/land.yaml:11:71 indicators.payment.vetoes.V1.cleared_by.0",
            "tiny/sheets/land.yaml:11:9 indicators.payment.vetoes.V1",
        ]

    def test_closing_the_hole_kills_them(self) -> None:
        assert places(tried(WHOLE)) == []
        assert tried(WHOLE).rate == 1

    def test_an_example_that_expects_too_little_notices_too_little(self) -> None:
        careless = {
            **WHOLE,
            "middle": MIDDLE.replace(b"answers: [], ", b""),
            "highest": HIGHEST.replace(b"answers: [payment], ", b""),
        }
        assert places(tried(careless)) == ["tiny/scorecard.yaml:15:1 answer_from"]

    def test_a_target_is_noticed_by_saying_whether_it_is_reached(self) -> None:
        careless = {**WHOLE, "highest": HIGHEST.replace(b", reached: false", b"")}
        assert places(tried(careless)) == ["tiny/scorecard.yaml:16:1 target"]

    def test_without_examples_everything_survives(self) -> None:
        found = tried({})
        assert (found.killed, found.rate, found.enough) == (0, 0, False)

    def test_a_survivor_is_told_in_both_languages(self) -> None:
        (survivor,) = tried({**WHOLE, "highest": HIGHEST.replace(b", reached: false", b"")}).survivors
        assert "目标等级 low → high" in line(survivor, "zh")
        assert "target low → high" in line(survivor, "en")
        assert all(list(unclear(problem)) == [] for problem in tried({}).survivors)

    def test_a_failing_example_would_notice_everything_and_is_refused(self) -> None:
        with pytest.raises(ScorecardError):
            tried({"wrong": LOWEST.replace(b"1/4", b"1/3")})


class TestWhatAnExampleMayExpect:
    """`answers`: the factors that need a measure or a reason; `reached`: the level is the target or better."""

    @pytest.mark.parametrize(
        ("right", "wrong", "said"),
        [
            (b"answers: [payment]", b"answers: []", "answers.payment 应为 false，算得 true"),
            (b"answers: [payment]", b"answers: [payment, pay]", "answers.pay 应为 true，算得 false"),
            (b"reached: false", b"reached: true", "residual.reached 应为 true，算得 false"),
        ],
    )
    def test_an_expectation_that_does_not_hold_is_named(self, right: bytes, wrong: bytes, said: str) -> None:
        (problem,) = [p for p in opened({"highest": HIGHEST.replace(right, wrong)}).problems if p.severity == "error"]
        assert said in line(problem, "zh")


class TestEquivalent:
    def test_what_cannot_change_a_result_is_counted_apart(self) -> None:
        """A weight alone in its sheet (2), the only dimension's (2), an effect (1), max_drop beyond the scale (2), how
        effects of one level combine (1), edges between 0.5 and 1 (1) and between 0.25 and 0.5 (1)."""
        found = tried(WHOLE)
        assert found.equivalent == 10
        assert found.killed == found.mutants - 10

    def test_the_same_is_found_without_examples(self) -> None:
        assert tried({}).equivalent == 10

    @pytest.mark.parametrize(
        ("path", "new", "same"),
        [
            (("bands", "micro", "up_to"), "up_to 0.05", True),  # degrees are 0.04, 0.08, …
            (("bands", "micro", "up_to"), "up_to 0.08", False),
            (("bands", "micro", "up_to"), "below 0.04", False),
            (("levels", "low", "below"), "below 0.37", False),
            (("effects", "max_drop"), "removed", False),  # own measures may lower by more
            (("dimensions", "land-acquisition", "weight"), "23", False),
        ],
    )
    def test_some_of_the_shipped_card(self, path: tuple[str, ...], new: str, same: bool) -> None:
        (mutant,) = [m for m in mutants(main_card()) if m.path == ("scorecard", *path) and m.new == new]
        assert alike(main_card(), mutant.scorecard) is same

    def test_an_effect_beyond_max_drop_is_the_same_effect(self) -> None:
        changed = [m for m in mutants(main_card()) if m.what == "effect" and alike(main_card(), m.scorecard)]
        assert {(m.now, m.new) for m in changed} == {("-2", "-3")}


def seen(result: Result) -> Any:
    """What a result says of the project; the settings that it repeats are left out."""
    rules = [(rule.id, rule.fired) for rule in result.escalations]
    figures = (result.index, result.worst_index, result.best_index, result.level, result.best_level, result.decided_by)
    return figures, result.hold, rules, result.vetoes, result.factors, result.dimensions, result.not_applicable


@st.composite
def planned_cases(draw: Any) -> tuple[Scorecard, Assessment]:
    """A scorecard and a case with some of its measures planned."""
    card, case = draw(scored_cases())
    statuses: list[Status | None] = [None, "planned", "in_progress", "done", "verified"]
    drawn = [(measure.id, draw(st.sampled_from(statuses))) for measure in card.measures]
    planned = tuple(PlannedMeasure(measure=name, status=status) for name, status in drawn if status is not None)
    return card, case.model_copy(update={"plan": MitigationPlan(measures=planned)})


def results(card: Scorecard, case: Assessment) -> list[Any]:
    """The initial result and all three residual ones."""
    countings: tuple[Counting, ...] = ("planned", "verified", "lasting")
    return [seen(score(card, case)), *(seen(residual(card, case, counting)) for counting in countings)]


@settings(max_examples=40, deadline=None)
@given(planned_cases())
def test_an_equivalent_mutant_gives_the_same_results_whatever_is_rated(drawn: tuple[Scorecard, Assessment]) -> None:
    card, case = drawn
    before = results(card, case)
    for mutant in mutants(card):
        if alike(card, mutant.scorecard):
            assert results(mutant.scorecard, case) == before, (mutant.path, mutant.new)


@settings(max_examples=20, deadline=None)
@given(planned_cases())
def test_every_mutant_can_be_scored(drawn: tuple[Scorecard, Assessment]) -> None:
    card, case = drawn
    for mutant in mutants(card):
        if mutant.now not in case.vetoes:  # a case that names what is gone is refused before it is scored
            results(mutant.scorecard, case)


@pytest.mark.parametrize("name", ["small", "matrix", "points", "four-levels", "county", "shares"])
def test_every_survivor_of_every_method_has_its_place_and_words(name: str) -> None:
    found = mutate(open_files(files_of(SCORECARDS / name), name))
    assert all(problem.line and problem.column for problem in found.survivors)
    assert [list(unclear(problem)) for problem in found.survivors if list(unclear(problem))] == []


def test_shares_credit_and_what_has_to_be_kept_up_are_each_noticed() -> None:
    """Only the weight of the single dimension cannot change a result."""
    card = open_files(files_of(SCORECARDS / "shares"), "shares")
    found = mutate(card)
    assert (places(found), found.equivalent) == ([], 2)
    tried_ = Counter(mutant.what for mutant in mutants(card.usable()))
    assert (tried_["credit"], tried_["ongoing"], tried_["unit"], tried_["combine"]) == (9, len(card.usable().measures), 1, 2)


def test_a_card_that_never_says_ongoing_is_not_asked_for_it() -> None:
    assert "ongoing" not in {mutant.what for mutant in mutants(card_of("small"))}


def card_of(name: str) -> Scorecard:
    return open_files(files_of(SCORECARDS / name), name).usable()


def with_rules(card: Scorecard, **rule: Any) -> Scorecard:
    return remade(card, effects={**card.effects.model_dump(), **rule})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"max_drop": None}, {"max_drop": "1"}, True),  # nothing is left either way
        ({"max_drop": "0.4", "floor": None}, {"max_drop": "0.4", "floor": "0.1"}, True),  # 0.2 falls to 0.12 at most
        ({"max_drop": "0.8", "floor": None}, {"max_drop": "0.8", "floor": "0.1"}, False),
        ({"credit": {}}, {"credit": {"planned": "1"}}, True),
        ({"credit": {"planned": "0.5"}}, {"credit": {"planned": "0.51"}}, False),
        ({"combine": "multiplicative"}, {"combine": "additive"}, False),  # own measures may have any effect
    ],
)
def test_rules_of_shares_that_mean_the_same(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    card = card_of("shares")
    assert alike(with_rules(card, **one), with_rules(card, **other)) is same


def test_an_effect_beyond_the_limit_counts_where_only_a_part_of_it_does() -> None:
    card = with_rules(main_card(), max_drop=2, credit={"planned": "0.5"})
    beyond = [m for m in mutants(card) if m.what == "effect" and (m.now, m.new) == ("-2", "-3")]
    assert beyond and not any(alike(card, m.scorecard) for m in beyond)


def test_what_decides_only_which_measures_a_plan_takes_changes_no_result() -> None:
    """Why these are not changed one after the other (docs/checks.md): no example could tell."""
    card = card_of("shares")
    apart = {"mandatory": False, "requires": (), "excludes": ()}
    free = [m.model_copy(update={**apart, "cost": m.cost + 1, "lead_days": m.lead_days + 1}) for m in card.measures]
    assert alike(card, remade(card, measures=free, obligations=()))
    assert not alike(card, remade(card, measures=[m.model_copy(update={"ongoing": False}) for m in card.measures]))


def test_no_example_tells_when_they_change() -> None:
    files = files_of(SCORECARDS / "shares")
    acts, head = files["measures/land.yaml"].decode(), files["scorecard.yaml"].decode()
    acts = re.sub(r"    (mandatory|requires|excludes): .*\n", "", re.sub(r"(cost|lead_days): ", r"\g<0>9", acts))
    head = re.sub(r"every_days: 30", "every_days: 60", head).replace("within_days: 20", "within_days: 10")
    changed = open_files({**files, "measures/land.yaml": acts.encode(), "scorecard.yaml": head.encode()}, "shares")
    assert changed.digest != open_files(files, "shares").digest
    assert changed.problems == ()


def test_every_weight_of_the_shipped_card_is_moved_both_ways() -> None:
    card = main_card()
    moved = Counter(m.path for m in mutants(card) if m.what == "weight")
    profiles = sum(len(profile.dimension_weights or {}) for profile in card.profiles)
    assert len(moved) == len(card.indicators) + len(card.dimensions) + profiles
    assert set(moved.values()) == {2}


def test_a_mutant_differs_in_one_place_and_leaves_the_scorecard_as_it_is() -> None:
    card = main_card()
    before = card.model_dump()
    for mutant in mutants(card):
        keys = [key for key, value in mutant.scorecard.model_dump(include=set(before)).items() if value != before[key]]
        assert keys == (["facts", "profiles", "sheets"] if mutant.what == "fact" else keys[:1]), mutant.path
        assert keys
    assert card.model_dump() == before


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    found = mutate(open_files(files_of(SCORECARDS / "points"), "points"), lambda done, total: told.append((done, total)))
    assert told == [(done, found.mutants) for done in range(1, found.mutants + 1)]
