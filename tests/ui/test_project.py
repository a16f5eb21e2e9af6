"""The heading of a project, its screening facts, and what happened to it."""

import pytest

from assessment import service
from assessment.model.case import FactAnswer


@pytest.fixture
def g247(bench, demo):
    return next(id for id in demo if "G247" in service.open_case(service.LOCAL, bench, id).assessment.project.name)


@pytest.fixture
def stored(bench, g247):
    return lambda: service.open_case(service.LOCAL, bench, g247)


def field(at, name: str, kind: str = "text_input"):
    """A field of the heading; its key carries the number of the filling."""
    return next(each for each in getattr(at, kind) if str(each.key).startswith(f"project-{name}-"))


def save(at):
    return next(each for each in at.button if each.key == "project-save").click().run()


def test_what_is_typed_is_saved_and_told_in_the_history(open_app, seen, stored, g247):
    at = open_app("project", id=g247)
    field(at, "township").input("新示例镇")
    field(at, "investment").input("24,000.5")
    save(at)
    assert not at.exception
    assert (stored().assessment.project.township, str(stored().assessment.project.investment)) == ("新示例镇", "48001/2")
    assert "乡镇（街道） 示例镇→新示例镇" in seen(at)
    assert "投资（万元） 23500→24000.5" in seen(at)


@pytest.mark.parametrize(
    ("name", "typed"), [("name", " "), ("investment", "两亿"), ("investment", "-1"), ("affected", "13800138000")]
)
def test_what_cannot_be_kept_is_a_sentence_and_stays_typed(open_app, stored, g247, name, typed):
    before = stored().assessment
    at = open_app("project", id=g247)
    field(at, name).input(typed)
    save(at)
    assert at.error[0].value
    assert not at.exception
    assert stored().assessment == before
    assert field(at, name).value == typed


def test_a_heading_changed_elsewhere_is_shown_before_it_is_written_over(open_app, seen, bench, stored, g247):
    at = open_app("project", id=g247)
    project, day, stage = stored().assessment.project, stored().assessment.date, stored().assessment.stage
    service.edit_project(service.LOCAL, bench, g247, project.model_copy(update={"township": "别处镇"}), project, day, stage)
    field(at, "township").input("此处镇")
    save(at)
    assert at.error
    assert stored().assessment.project.township == "别处镇"
    assert "示例镇→别处镇" in seen(at)
    assert field(at, "township").value == "此处镇"
    save(at)
    assert stored().assessment.project.township == "此处镇"


def test_a_type_changes_weights_and_defaults_but_no_answer(open_app, stored, g247):
    at = open_app("project", id=g247)
    ratings = stored().assessment.ratings
    field(at, "profile", "selectbox").select("wharf")
    save(at)
    assert stored().assessment.project.profile == "wharf"
    assert stored().assessment.ratings == ratings


def test_a_fact_answered_no_takes_out_its_indicators_and_asks_why(open_app, seen, stored, g247):
    at = open_app("project", id=g247)
    assert "LA5" in seen(at)
    at.segmented_control(key="answer-house-relocation").set_value("no").run()
    assert "resettlement-housing" in [each.indicator for each in stored().result.not_applicable]
    assert "须写理由并附佐证" in seen(at)
    next(each for each in at.text_input if str(each.key).startswith("reason-house-relocation")).input("线位已避让全部房屋")
    next(each for each in at.text_input if str(each.key).startswith("title-house-relocation")).input("用地勘测定界图")
    next(each for each in at.button if str(each.key).startswith("save-house-relocation")).click().run()
    answer = stored().assessment.project.facts["house-relocation"]
    assert (answer.answer, answer.reason, answer.evidence[0].title) == ("no", "线位已避让全部房屋", "用地勘测定界图")
    assert "须写理由并附佐证" not in seen(at)
    assert "房屋拆迁或宅基地腾退 按类型默认→否" in seen(at)


def test_the_types_own_answer_is_no_answer_of_the_project(open_app, stored, g247):
    at = open_app("project", id=g247)
    control = at.segmented_control(key="answer-navigable-water")
    assert control.value == "no"
    control.set_value("yes").run()
    assert stored().assessment.project.facts["navigable-water"].answer == "yes"
    at.segmented_control(key="answer-navigable-water").set_value("no").run()
    assert stored().assessment.project.facts == {}


def test_a_fact_answered_elsewhere_is_contested_with_both_values(open_app, bench, stored, g247):
    at = open_app("project", id=g247)
    service.answer_fact(service.LOCAL, bench, g247, "navigable-water", FactAnswer(answer="yes", reason="跨江桥"), None)
    at.segmented_control(key="answer-navigable-water").set_value("unknown").run()
    assert "跨江桥" in at.error[0].value.replace("\\", "")
    assert stored().assessment.project.facts["navigable-water"].answer == "yes"


def test_the_fact_somebody_came_for_stands_first(open_app, g247):
    at = open_app("project", id=g247, fact="navigable-water")
    assert next(each.key for each in at.segmented_control if str(each.key).startswith("answer-")) == "answer-navigable-water"


def test_the_last_step_is_taken_back_by_name(open_app, seen, stored, g247):
    before = stored().assessment
    at = open_app("project", id=g247)
    at.segmented_control(key="answer-house-relocation").set_value("no").run()
    at.button(key="project-undo").click().run()
    assert stored().assessment == before
    assert "已撤销：房屋拆迁或宅基地腾退" in at.success[0].value.replace("\\", "")
    assert "撤销：房屋拆迁或宅基地腾退 否→按类型默认" in seen(at)
    at.button(key="project-undo").click().run()
    assert "没有可以撤销的" in at.info[0].value


def test_a_project_put_away_is_read_only_until_it_is_restored(open_app, stored, g247):
    at = open_app("project", id=g247)
    at.button(key="archive").click().run()
    assert stored().archived
    assert field(at, "township").disabled
    assert at.segmented_control(key="answer-navigable-water").disabled
    at.button(key="restore").click().run()
    assert not stored().archived
    assert not field(at, "township").disabled


def test_a_copy_is_opened_under_its_own_name(open_app, bench, g247):
    at = open_app("project", id=g247)
    at.text_input(key=f"copy-name-{g247}").input("国道G247二期")
    at.button(key="copy").click().run()
    assert not at.exception
    assert field(at, "name").value == "国道G247二期"


def test_the_page_speaks_english(open_app, seen, g247):
    at = open_app("project", id=g247, lang="en")
    assert not at.exception
    assert "Navigable water involved" in seen(at)
