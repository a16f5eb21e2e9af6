"""The page 选方案: what it says, and what a click on it changes."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from streamlit.testing.v1 import AppTest

from assessment import service
from assessment.engine.optimise.best import best_plan, efficient_points, second_best
from assessment.engine.optimise.obstacles import Obstacle
from assessment.i18n import translator
from assessment.model.case import Project
from assessment.model.measure import Aim
from assessment.ui.aim_form import amount
from assessment.ui.choose_actions import relaxed, turned
from assessment.ui.choose_rows import dropped, rows, second_rows
from assessment.ui.curve import curve, curve_words, twin
from assessment.ui.plan_rows import Page
from tests.cards import demo as demo_case
from tests.cards import main_card

ME = service.LOCAL


def page_of(name: str, aim: Aim | None = None, language: str = "zh") -> Page:
    case = demo_case(name)
    plan = case.plan.model_copy(update={"aim": aim or Aim()})
    return Page(translator(language), language, main_card(), case.model_copy(update={"plan": plan}), True)


def test_the_page_says_what_the_cheapest_plan_costs(
    demo: tuple[str, ...], open_app: Callable[..., AppTest], seen: Callable[[AppTest], str]
) -> None:
    at = open_app("choose", id=demo[0])
    case = service.open_case(ME, service.open_bench(), demo[0])
    best = best_plan(case.scorecard, case.assessment)
    assert not at.exception
    assert f"最少要 {best.cost} 万元（{len(best.chosen)} 条措施），已证明没有更省的" in seen(at)


def test_a_budget_is_saved_when_it_is_written_and_a_wrong_one_is_not(
    demo: tuple[str, ...], open_app: Callable[..., AppTest], seen: Callable[[AppTest], str]
) -> None:
    at = open_app("choose", id=demo[0])
    at.text_input(key="aim-budget").set_value("20").run()
    assert service.open_case(ME, service.open_bench(), demo[0]).assessment.plan.aim.budget == 20
    assert "怎样改才达得到" in seen(at)
    at.text_input(key="aim-budget").set_value("很多").run()
    assert "现为“很多”" in seen(at)
    assert service.open_case(ME, service.open_bench(), demo[0]).assessment.plan.aim.budget == 20


def test_the_plan_is_taken_over_with_one_click_and_taken_back(demo: tuple[str, ...], open_app: Callable[..., AppTest]) -> None:
    at = open_app("choose", id=demo[0])
    at.button(key="choose-adopt").click().run()
    case = service.open_case(ME, service.open_bench(), demo[0])
    assert case.residual.level == "low"
    assert at.button(key="choose-adopt").disabled
    at.button(key="choose-undo").click().run()
    assert service.open_case(ME, service.open_bench(), demo[0]).assessment.plan.measures == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", (None, "")),
        ("300", (300, "")),
        ("３００", (300, "")),
        ("300 万元", (300, "")),
        (" 1,200.5 ", (Fraction("1200.5"), "")),
        ("-1", (None, "-1")),
    ],
)
def test_an_amount_is_read_exactly_or_refused(text: str, value: tuple[object, str]) -> None:
    assert amount(text) == value


def test_a_measure_is_pinned_barred_and_left_to_choice() -> None:
    aim = turned(turned(Aim(), "a", "pin"), "b", "bar")
    assert (aim.pinned, aim.barred) == (("a",), ("b",))
    assert turned(aim, "a", "bar").barred == ("b", "a")
    assert turned(turned(aim, "a", "free"), "b", "free") == Aim()


@pytest.mark.parametrize(
    ("aim", "obstacle", "after"),
    [
        (Aim(budget=Fraction(1)), Obstacle("budget", (), Fraction(9)), Aim(budget=Fraction(9))),
        (Aim(barred=("LA2-a", "LA2-b")), Obstacle("barred", ("LA2-a",)), Aim(barred=("LA2-b",))),
        (Aim(budget=Fraction(1)), Obstacle("dear", ("LA2-a",), Fraction(9)), Aim(budget=Fraction(9))),
        (Aim(), Obstacle("risk"), Aim(answer_all=False)),
        (Aim(pinned=("LA2-a",), barred=("LA2-a",)), Obstacle("contradiction", ("LA2-a",)), Aim()),
        (Aim(by=date(2026, 12, 20)), Obstacle("late", ("LA4-a",), by=date(2027, 1, 24)), Aim(by=date(2027, 1, 24))),
        (Aim(by=date(2026, 12, 20)), Obstacle("contradiction", ("LA4-a",), by=date(2027, 1, 24)), Aim(by=date(2027, 1, 24))),
        (Aim(), Obstacle("excludes", ("LA2-a", "LA2-b")), None),
    ],
)
def test_an_obstacle_of_the_aim_is_put_out_of_the_way(aim: Aim, obstacle: Obstacle, after: Aim | None) -> None:
    assert relaxed(aim, obstacle) == after


def test_lapsed_measures_that_the_plan_needs_are_taken_up_again(
    demo: tuple[str, ...], open_app: Callable[..., AppTest], seen: Callable[[AppTest], str]
) -> None:
    bench = service.open_bench()
    service.choose_measures(ME, bench, demo[0], ["LA3-a"])
    (planned,) = service.open_case(ME, bench, demo[0]).assessment.plan.measures
    service.plan_measure(ME, bench, demo[0], "LA3-a", planned.model_copy(update={"status": "lapsed"}), planned)
    at = open_app("choose", id=demo[0])
    assert "LA3-a：依法必做，但已经失效" in seen(at)
    at.button(key="choose-relax-0").click().run()
    assert service.open_case(ME, bench, demo[0]).assessment.plan.measures[0].status == "planned"
    assert "已证明没有更省的" in seen(at)


def test_a_wrong_budget_is_not_shown_at_another_project(
    demo: tuple[str, ...], open_app: Callable[..., AppTest], seen: Callable[[AppTest], str]
) -> None:
    at = open_app("choose", id=demo[0])
    at.text_input(key="aim-budget").set_value("很多").run()
    at.selectbox(key="project-picker").set_value(demo[1]).run()
    assert "现为“很多”" not in seen(at)
    assert at.text_input(key="aim-budget").value == ""


def test_a_change_made_elsewhere_is_not_overwritten_and_said_so(
    demo: tuple[str, ...], open_app: Callable[..., AppTest], seen: Callable[[AppTest], str]
) -> None:
    at, bench = open_app("choose", id=demo[0]), service.open_bench()
    service.set_aim(ME, bench, demo[0], Aim(budget=Fraction(600)), Aim())
    at.text_input(key="aim-budget").set_value("700").run()
    assert "您刚才的操作没有保存" in seen(at)
    assert at.text_input(key="aim-budget").value == "600"


def test_an_assessment_that_is_not_rated_is_sent_to_rating_first(
    bench: service.Bench, open_app: Callable[..., AppTest], seen: Callable[[AppTest], str]
) -> None:
    id = service.create_project(ME, bench, Project(name="未打分", profile="highway"), date(2026, 12, 15))
    at = open_app("choose", id=id)
    assert not at.exception
    assert "先打完分，再选方案" in seen(at)
    assert "没有措施能再降指数" in seen(at)
    assert "LA1-V1、LA2-V1、LA3-V1、LA4-V1 等 22 项" in seen(at)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_measure_says_what_it_is_for(language: str) -> None:
    page = page_of("rail", Aim(pinned=("LA2-b",), barred=("LA2-c",)), language)
    best = best_plan(page.card, page.assessment)
    drawn = {row.key: row for row in rows(page, best)}
    assert set(drawn) == best.chosen | {"LA2-c"}
    assert all(row.cells["why"].text for row in drawn.values())  # type: ignore[union-attr]
    assert drawn["LA2-b"].tone == "chosen" and drawn["LA2-c"].tone == "muted"
    assert dropped(page, best) == []


def test_a_barred_measure_that_the_law_requires_stands_once_among_the_rows(
    demo: tuple[str, ...], open_app: Callable[..., AppTest], seen: Callable[[AppTest], str]
) -> None:
    page = page_of("rail", Aim(barred=("LA4-a",)))
    best = best_plan(page.card, page.assessment)
    assert best.status == "infeasible" and "LA4-a" in best.chosen
    assert [row.tone for row in rows(page, best) if row.key == "LA4-a"] == ["muted"]
    service.set_aim(ME, service.open_bench(), demo[1], Aim(barred=("LA4-a",)), Aim())
    said = seen(open_app("choose", id=demo[1]))
    assert "LA4-a：依法必做，但已定为不选" in said and "没有料到的错误" not in said


def test_the_next_plans_are_compared_with_the_best() -> None:
    page = page_of("rail", Aim(answer_all=False))
    best = best_plan(page.card, page.assessment)
    table = second_rows(page, best, list(second_best(page.card, page.assessment, best, 2)))
    assert [row[0] for row in table] == ["最省", "第 2", "第 3"]


def test_the_curve_and_its_table_say_the_same() -> None:
    page = page_of("reform")
    points = list(efficient_points(page.card, page.assessment))
    best = best_plan(page.card, page.assessment)
    drawn = curve(page, points, best, Fraction(0), best.initial)
    _, table = twin(page, points)
    assert [round(y, 4) for y in drawn.data[0].y] == [float(row[1]) for row in table]
    assert points[-1].index == min(p.index for p in points)


def test_the_page_says_what_the_level_alone_would_cost():
    page = page_of("rail")
    best, alone = best_plan(page.card, page.assessment), best_plan(page.card, page.assessment, Aim(answer_all=False))
    points = list(efficient_points(page.card, page.assessment))
    said = list(curve_words(page, points, best, alone))
    asked = "“一般”及以上的风险都要有措施"
    assert said[1] == f"只求达到“低风险”，最少 {alone.cost} 万元；另要求{asked}，多 {best.cost - alone.cost} 万元。"
    assert said[2].endswith("所以在曲线上方。")
    assert len(list(curve_words(page, points, alone, None))) < 3
