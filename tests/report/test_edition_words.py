"""Changes in an assessor's words."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from assessment.engine.editions import difference
from assessment.i18n import translator
from assessment.library.reading import files_of, open_files
from assessment.model.base import Frozen
from assessment.model.measure import Measure
from assessment.model.scorecard import Effects, Escalation, Indicator, Level, Profile, Scorecard, Sheet, Veto
from assessment.report.edition_words import change_line, field_word
from tests.cards import main_card
from tests.library.patching import SCORECARDS
from tests.strategies import edition_pairs, remade

CARD = main_card()


def edited(name: str, **fields: Any) -> Scorecard:
    """The shipped card with other values in one indicator."""
    sheets = [
        sheet.model_copy(
            update={"indicators": tuple(i.model_copy(update=fields) if i.code == name else i for i in sheet.indicators)}
        )
        for sheet in CARD.sheets
    ]
    return remade(CARD, sheets=sheets)


def lines(b: Scorecard, lang: str = "zh", a: Scorecard = CARD) -> list[str]:
    return [change_line(a, b, change, lang) for change in difference(a, b)]


def of(code: str) -> Any:
    return next(indicator for indicator in CARD.indicators.values() if indicator.code == code)


def test_a_weight() -> None:
    b = edited("LA3", weight=25)
    assert lines(b) == ["LA3 补偿款到位与兑付：权重 20 → 25"]
    assert lines(b, "en") == ["LA3 Compensation funds in place and paid: Weight 20 → 25"]


def test_a_dropped_indicator_and_a_new_one() -> None:
    sheets = [s.model_copy(update={"indicators": tuple(i for i in s.indicators if i.code != "LA3")}) for s in CARD.sheets]
    without = remade(CARD, sheets=sheets)
    assert "LA3 补偿款到位与兑付：删除（权重 20）" in lines(without)
    assert "LA3 补偿款到位与兑付：新增（权重 20）" in lines(CARD, a=without)


def test_a_figure_and_its_rule_that_are_dropped() -> None:
    rules = {"likelihood": of("LA3").graded_by["likelihood"]}
    without = edited("LA3", graded_by=rules)
    sheets = [
        s.model_copy(update={"figures": tuple(f for f in s.figures if f.id != "compensation-unpaid")}) for s in without.sheets
    ]
    b = remade(without, sheets=sheets)
    assert lines(b) == ["数据“应付未付补偿款”：删除", "LA3 补偿款到位与兑付 应付未付补偿款 影响程度取级规则：删除"]
    assert {change.sheet for change in difference(CARD, b)} == {"land-acquisition"}


def test_a_veto_that_no_longer_holds() -> None:
    (veto,) = of("LA3").vetoes
    assert lines(edited("LA3", vetoes=(veto.model_copy(update={"effect": "medium"}),))) == [
        "LA3 补偿款到位与兑付 否决 LA3-V1：效果 暂缓实施 → 中风险"
    ]


def test_an_edge_says_whom_it_belongs_to() -> None:
    low = CARD.levels[0].model_copy(update={"below": None, "up_to": CARD.levels[0].below})
    assert lines(remade(CARD, levels=(low, *CARD.levels[1:]))) == ["低风险：分界 < 0.36 → ≤ 0.36"]


def test_an_anchor_changed_in_the_other_language_alone_is_shown_in_that_language() -> None:
    likelihood = of("LA3").likelihood
    other = likelihood[3].model_copy(update={"en": "half paid"})
    (line,) = lines(edited("LA3", likelihood={**likelihood, 3: other}))
    assert line.startswith("LA3 补偿款到位与兑付：可能性 3 级 “") and line.endswith("“half paid”")


def test_a_measure_a_profile_and_a_rule() -> None:
    b = remade(
        CARD,
        measures=(CARD.measures[0].model_copy(update={"cost": CARD.measures[0].cost + 1}), *CARD.measures[1:]),
        profiles=(CARD.profiles[0].model_copy(update={"facts": {**CARD.profiles[0].facts, "navigable-water": "yes"}}),
                  *CARD.profiles[1:]),
        escalations=(),
        answer_from="large",
        effects={"combine": "strongest", "max_drop": 2},
    )  # fmt: skip
    said = lines(b)
    assert "整套打分表：须配措施 一般 → 较大" in said
    assert "措施效果：效果的合并 相加 → 取下降最多的一条" in said
    assert "公路 涉及通航水域：默认答案 否 → 是" in said
    assert "任一单因素重大，综合等级不低于中：删除" in said
    assert any(line.startswith("措施 ") and "费用（万元）" in line for line in said)


SHARES = open_files(files_of(SCORECARDS / "shares"), "shares").usable()


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "zh",
            [
                "措施效果：效果的合并 相乘 → 相加",
                "措施效果：最多下降 80% → 90%",
                "措施效果：最低降到 0.1 → 无",
                "措施效果：“未开始”的措施计入的部分 50% → 40%",
                "措施效果：“已完成，待核实”的措施计入的部分 90% → 无",
                "等级要求 keep：哪些等级要做 低风险 → 低风险；高风险",
                "等级要求 keep：按哪个等级 初始等级 → 目前等级",
                "等级要求 keep：几天内完成 20 → 30",
                "等级要求 report：删除（每 30 天一次）",
                "等级要求 plan：新增（10 天内完成）",
                "措施 LE1-a → LE1 补偿款兑付：可能性 -60% → -70%",
                "措施 LE1-a：须持续落实 否 → 是",
                "措施 LE1-b：依法必做 是 → 否",
                "措施 LE1-b：须同时采用的措施 LE1-a → 无",
                "措施 LE1-d：不能同时采用的措施 LE1-a → LE1-a；LE1-b",
            ],
        ),
        (
            "en",
            [
                "Effect of measures: How effects combine multiplied → added up",
                "Effect of measures: Most lowered 80% → 90%",
                "Effect of measures: Lowest 0.1 → none",
                "Effect of measures: Part that counts while “not started” 50% → 40%",
                "Effect of measures: Part that counts while “done, to be verified” 90% → none",
                "Obligation keep: Levels that ask for it low risk → low risk; high risk",
            ],
        ),
    ],
)
def test_how_effects_combine_what_measures_ask_and_what_levels_ask(lang: str, expected: list[str]) -> None:
    keep = SHARES.obligations[0].model_copy(update={"levels": ("low", "high"), "of": "now", "within_days": 30})
    plan = SHARES.obligations[0].model_copy(update={"id": "plan", "within_days": 10})
    first, second, third, fourth, *rest = SHARES.measures
    effects = (first.effects[0].model_copy(update={"likelihood": Fraction(-7, 10)}),)
    b = remade(
        SHARES,
        effects={"unit": "share", "combine": "additive", "max_drop": "0.9", "credit": {"planned": "0.4", "in_progress": "0.75"}},
        obligations=[keep, plan],
        measures=[
            first.model_copy(update={"effects": effects, "ongoing": True}),
            second.model_copy(update={"mandatory": False, "requires": ()}),
            third,
            fourth.model_copy(update={"excludes": ("LE1-a", "LE1-b")}),
            *rest,
        ],
    )
    said = lines(b, lang, SHARES)
    assert said[: len(expected)] == expected
    assert "True" not in "".join(said)


def test_another_unit_of_effects_is_named_with_its_name() -> None:
    b = remade(SHARES, effects={"unit": "level"})
    assert "措施效果：效果的单位 比例 → 级" in lines(b, "zh", SHARES)


CONTAINERS = {"scales", "bands", "levels", "hold", "escalations", "effects", "dimensions", "profiles", "sheets", "measures"}
CONTAINERS |= {"indicators", "vetoes", "options", "likelihood", "consequence", "in_force", "matrix", "stage_notes", "digest"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("model", [Scorecard, Sheet, Indicator, Veto, Escalation, Effects, Level, Profile, Measure])
def test_every_field_of_the_format_has_a_name(model: type[Frozen], lang: str) -> None:
    fields = set(model.model_fields) - CONTAINERS - {"up_to", "below"}
    assert {name for name in fields if field_word(translator(lang), name) == name} == set()


@settings(max_examples=100, deadline=None)
@given(edition_pairs())
def test_every_change_has_its_line_in_both_languages(trial: tuple[Scorecard, Scorecard, Any]) -> None:
    a, b, _ = trial
    for lang in ("zh", "en"):
        assert all(line.strip() and "None" not in line and "Fraction" not in line for line in lines(b, lang, a))
