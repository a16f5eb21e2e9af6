"""The four demo projects give the figures worked out for them by hand (示例数据, content brief §5.1)."""

from fractions import Fraction

import pytest

from assessment.engine.mitigation import residual
from assessment.engine.optimise.best import best_plan
from assessment.engine.proving import until_proven
from assessment.engine.review import review
from assessment.engine.scoring import score
from assessment.engine.suggesting import suggest
from assessment.model.case import Assessment
from assessment.model.measure import Aim, MitigationPlan, PlannedMeasure
from assessment.model.numbers import shown
from tests.cards import demo, main_card

CARD = main_card()
DEMOS = {name: demo(name) for name in ("g247", "rail", "wharf", "reform")}
DIMENSIONS = {
    "g247": "0.4680 0.3236 0.4336 0.4252 0.4667 0.3964 0.3544 0.4440",
    "rail": "0.5800 0.4796 0.5231 0.4944 0.5600 0.4220 0.5352 0.5340",
    "wharf": "0.3356 0.3280 0.3787 0.3861 0.4144 0.3684 0.3320 0.4260",
    "reform": "0.2284 0.2672 0.0800 0.0600 0.2756 0.2964 0.1572 0.3180",
}
LEVELS = {
    "g247": ("0.4213", "medium", False, "index", 0, 24),
    "rail": ("0.5248", "high", True, "LA4-V1", 2, 38),
    "wharf": ("0.3712", "medium", False, "index", 0, 10),
    "reform": ("0.2380", "low", False, "index", 0, 4),
}
ANSWERED = {  # every risk from «general» on, with all its measures: index, measures, cost, longest lead time
    "g247": ("0.1263", 73, 1072, 365),
    "rail": ("0.1839", 74, 1071, 365),
    "wharf": ("0.1118", 72, 1030, 120),
    "reform": ("0.1030", 33, 223, 60),
}
FROM_036 = {
    "g247": ("0.1489", 65, 996, 365),
    "rail": ("0.1967", 68, 941, 365),
    "wharf": ("0.1449", 59, 820, 120),
    "reform": ("0.1708", 14, 82, 60),
}
ALL = {"g247": ("0.1247", 74, 1096), "rail": ("0.1839", 74, 1071), "wharf": ("0.1111", 75, 1109), "reform": ("0.0859", 60, 807)}


@pytest.mark.parametrize("name", DEMOS)
def test_indices_and_levels(name: str) -> None:
    result = score(CARD, DEMOS[name])
    bands = [f.band for f in result.factors]
    got = (shown(result.index), result.level, result.hold, result.decided_by, bands.count("major"), bands.count("large"))
    assert got == LEVELS[name]
    assert " ".join(shown(d.index) for d in result.dimensions) == DIMENSIONS[name]
    assert result.determined and not result.provisional


@pytest.mark.parametrize("name", DEMOS)
def test_every_risk_from_general_on_is_answered(name: str) -> None:
    offered = suggest(CARD, DEMOS[name])
    assert all(s.measures and s.degree_after < s.factor.degree for s in offered)
    every = {measure.id: measure for s in offered for measure in s.measures}
    left = residual(CARD, with_measures(DEMOS[name], *every))
    cost, days = sum(m.cost for m in every.values()), max(m.lead_days for m in every.values())
    assert (shown(left.index), len(every), cost, days, left.level) == (*ANSWERED[name], "low")


@pytest.mark.parametrize("name", DEMOS)
def test_risks_from_036_first(name: str) -> None:
    high = [s for s in suggest(CARD, DEMOS[name]) if s.factor.degree >= Fraction(9, 25) or s.vetoes]
    chosen = {measure.id: measure for suggestion in high for measure in suggestion.measures}
    cost, days = sum(m.cost for m in chosen.values()), max(m.lead_days for m in chosen.values())
    left = residual(CARD, with_measures(DEMOS[name], *chosen))
    assert (shown(left.index), len(chosen), cost, days) == FROM_036[name]


@pytest.mark.parametrize("name", DEMOS)
def test_all_measures_of_what_applies(name: str) -> None:
    applicable = {f.id for f in score(CARD, DEMOS[name]).factors}
    every = [m for m in CARD.measures if {e.indicator for e in m.effects} <= applicable]
    whole = with_measures(DEMOS[name], *(m.id for m in every))
    assert (shown(residual(CARD, whole).index), len(every), sum(m.cost for m in every)) == ALL[name]


def with_measures(assessment: Assessment, *names: str, status: str = "planned") -> Assessment:
    measures = tuple(PlannedMeasure.model_validate({"measure": name, "status": status, "proof": "示例"}) for name in names)
    return assessment.model_copy(update={"plan": MitigationPlan(measures=measures)})


def test_the_railway_stays_high_until_its_veto_is_cleared_by_verified_proof() -> None:
    everything = [m.id for s in suggest(CARD, DEMOS["rail"]) for m in s.measures]
    planned = with_measures(DEMOS["rail"], *everything)
    assert residual(CARD, planned, "planned").level == "low"
    assert residual(CARD, planned, "verified").level == "high"
    without = with_measures(DEMOS["rail"], *(m for m in everything if m != "LA4-a"))
    assert (residual(CARD, without).level, residual(CARD, without).hold) == ("high", True)
    proven = with_measures(DEMOS["rail"], "LA4-a", status="verified")
    assert residual(CARD, proven, "verified").hold is False


CHEAPEST = {  # cost (万元), measures, index left; then without an answer to every risk, which the law's own measures begin
    "g247": (533, 47, "0.1869", 235, 17, "0.3045"),
    "rail": (532, 48, "0.2610", 288, 24, "0.3582"),
    "wharf": (531, 47, "0.1669", 242, 17, "0.2692"),
    "reform": (189, 25, "0.1037", 110, 10, "0.1818"),
}


@pytest.mark.parametrize("name", DEMOS)
def test_the_cheapest_plan_that_reaches_low(name: str) -> None:
    whole = best_plan(CARD, DEMOS[name])
    some = best_plan(CARD, DEMOS[name], Aim(answer_all=False))
    got = [(best.cost, len(best.chosen), shown(best.residual.index)) for best in (whole, some)]
    assert (*got[0], *got[1]) == CHEAPEST[name]
    assert {best.status for best in (whole, some)} == {"optimal"} and whole.residual.level == some.residual.level == "low"
    assert whole.residual.index < Fraction("0.36")


@pytest.mark.parametrize("name", DEMOS)
def test_the_cheapest_plan_answers_every_risk_and_says_why_each_measure_is_in_it(name: str) -> None:
    best = best_plan(CARD, DEMOS[name])
    codes = {problem.code for problem in review(CARD, best.assessment) if problem.severity == "error"}
    assert codes == set()
    assert all(best.why.values())


def test_the_railway_s_veto_is_cleared_by_proof_for_8_and_high_until_then() -> None:
    """LA4-a alone, 80,000 yuan and 40 days: the index then decides, medium; two major factors stand above the line."""
    stages = until_proven(CARD, best_plan(CARD, DEMOS["rail"]).assessment)
    assert (stages.now.level, stages.now.hold, stages.now.decided_by) == ("high", True, "LA4-V1")
    assert (stages.clearing, stages.cost, stages.days) == (("LA4-a",), 8, 40)
    assert (stages.then.level, stages.then.hold, shown(stages.then.index)) == ("medium", False, "0.5133")
    assert [factor.band for factor in stages.then.factors].count("major") == 2


def test_the_profile_s_weights_are_used() -> None:
    default = {"g247": "0.4199", "rail": "0.5227", "wharf": "0.3671", "reform": "0.2111"}
    bare = CARD.__class__.model_construct(
        **{**dict(CARD), "profiles": tuple(p.model_copy(update={"dimension_weights": None}) for p in CARD.profiles)}
    )
    assert {name: shown(score(bare, assessment).index) for name, assessment in DEMOS.items()} == default


def test_four_small_steps_take_the_wharf_over_the_edge() -> None:
    ratings = dict(DEMOS["wharf"].ratings)
    for code in ("PP1", "WS5", "LE4", "LE7"):
        name = next(i.id for i in CARD.indicators.values() if i.code == code)
        ratings[name] = ratings[name].model_copy(update={"likelihood": ratings[name].likelihood - 1})
    result = score(CARD, DEMOS["wharf"].model_copy(update={"ratings": ratings, "figures": {}}))
    assert (shown(result.index), result.level) == ("0.3586", "low")


def test_the_railway_s_index_alone_would_be_medium() -> None:
    result = score(CARD, DEMOS["rail"])
    assert (result.index_level, [e.fired for e in result.escalations]) == ("medium", [True])
