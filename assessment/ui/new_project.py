"""The form of a new project: name, type, day and stage, and the screening facts as the type answers them."""

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from assessment import service
from assessment.i18n import Translate
from assessment.library.reading import Opened
from assessment.model.case import Edition, Evidence, FactAnswer, Project, Stage
from assessment.model.scorecard import Fact, Profile, Scorecard
from assessment.report.words import stage_word
from assessment.ui import parts, state
from assessment.ui.project_form import STAGES

FORM = "new-project"
COLUMNS = 3


def open_form() -> None:
    """Callback: begin a new one."""
    state.renew(FORM)
    state.forget("name-asked")
    state.address(new="1")


def close_form() -> None:
    """Callback: leave the form."""
    state.address(new=None)


def _tried() -> None:
    """Callback: from now on a missing name is said beside its field."""
    state.remember("name-asked", True)


@st.fragment
@state.guarded()
def form() -> None:
    _, language = state.tr(), state.language()
    with st.container(border=True, key=FORM):
        parts.heading(_("新建项目"), _("现在只问这几样，其余以后再填"))
        first, second, third, fourth = st.columns([8, 4, 4, 5])
        with first:
            name = _name(_)
        with third:
            picked = st.date_input(_("评估日期"), value="today", format="YYYY-MM-DD", key="new-day")
            day = picked if isinstance(picked, date) else date.today()
        with fourth:
            stage = _stage(_)
        editions = _editions(day)
        if not editions:
            st.html(parts.note(_("■ {day} 没有可用的打分表。请改评估日期，或到“打分表”页看原因。", day=day.isoformat()), "alarm"))
            st.button(_("取消"), key="cancel-new", on_click=close_form)
            return
        card = _edition(_, editions, language)
        with second:
            profile = _type(_, card, language)
        if profile and profile.notes:
            st.html(parts.second(profile.notes.in_(language)))
        facts = _facts(_, card, profile, language)
        with st.container(horizontal=True, horizontal_alignment="right"):
            if st.button(_("取消"), key="cancel-new", on_click=close_form):
                st.rerun()
            pressed = st.button(_("建立并开始打分"), key="create", type="primary", on_click=_tried)
        if pressed:
            _create(name, day, stage, card, profile, facts, len(editions) > 1)


def _name(_: Translate) -> str:
    given = st.text_input(_("项目名称"), key="new-name", max_chars=200, placeholder=_("以批复文件上的名称为准"))
    name = "".join(c for c in given or "" if c.isprintable()).strip()
    if state.recall("name-asked") and not name:
        st.html(f'<div class="s-bad">■ {escape(_("请填项目名称，以批复文件上的名称为准"))}</div>')
    return name


def _stage(_: Translate) -> Stage:
    """开工前 or 报批阶段: what is not yet due by law is not counted then."""
    return st.segmented_control(
        _("评估阶段"),
        STAGES,
        format_func=lambda stage: stage_word(_, stage),
        default="before-start",
        required=True,
        key="new-stage",
    )


def _editions(day: date) -> list[Opened]:
    """Those that may be used for an assessment of that day, the default one first."""
    usable = [opened for opened in state.catalogue().editions if opened.scorecard is not None and not opened.errors]
    spans = [(opened, opened.scorecard.in_force) for opened in usable if opened.scorecard is not None]
    covering = [opened for opened, span in spans if span.from_ <= day <= (span.until or date.max)]
    return sorted(covering, key=lambda opened: not opened.usable().default)


def _edition(_: Translate, editions: Sequence[Opened], language: str) -> Scorecard:
    """Which scorecard; asked only where several are in force."""
    cards = {opened.digest: opened.usable() for opened in editions}
    if len(cards) == 1:
        return next(iter(cards.values()))
    digest = st.selectbox(
        _("打分表"),
        list(cards),
        format_func=lambda key: f"{cards[key].title.in_(language)} {cards[key].version}",
        key="new-scorecard",
    )
    return cards[digest]


def _type(_: Translate, card: Scorecard, language: str) -> Profile | None:
    """项目类型; a scorecard may have none."""
    if not card.profiles:
        return None
    chosen = st.selectbox(
        _("项目类型"),
        list(card.profile),
        format_func=lambda id: card.profile[id].title.in_(language),
        key=f"new-profile-{card.digest[:8]}",
    )
    return card.profile[chosen]


def _facts(_: Translate, card: Scorecard, profile: Profile | None, language: str) -> dict[str, FactAnswer]:
    """The answers that are not the type's own. Those whose reason or evidence is still missing may be completed later."""
    if not card.facts:
        return {}
    parts.heading(_("筛查事实"), _("类型给默认答案，可改；答“否”的指标不适用"))
    grid = st.columns(COLUMNS, gap="medium")
    given: dict[str, FactAnswer] = {}
    against: list[Fact] = []
    for number, fact in enumerate(card.facts):
        default = profile.facts.get(fact.id) if profile else None
        with grid[number % COLUMNS]:
            answer = _yes_no(_, fact, default, f"{card.digest[:8]}-{profile.id if profile else ''}-{fact.id}", language)
        if answer == default or answer is None:
            continue
        given[fact.id] = FactAnswer(answer=answer)
        if answer == "no":
            against.append(fact)
    if against:
        st.html(parts.note(_("改为“否”的，写明理由和佐证；现在写不全的，可以以后补，复核时会提出。"), "missing"))
    for fact in against:
        given[fact.id] = _reason(_, fact, language)
    return given


def _yes_no(_: Translate, fact: Fact, default: str | None, key: str, language: str) -> str | None:
    words = {"yes": _("是"), "no": _("否")}
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        question = escape(fact.question.in_(language))
        st.html(
            f'<span class="s-fact" title="{question}">{escape((fact.title or fact.question).in_(language))}</span>',
            width="stretch",
        )
        return st.segmented_control(
            fact.question.in_(language),
            list(words),
            format_func=words.__getitem__,
            default=default,
            required=default is not None,
            key=f"fact-{key}",
            label_visibility="collapsed",
        )


def _reason(_: Translate, fact: Fact, language: str) -> FactAnswer:
    title = (fact.title or fact.question).in_(language)
    left, right = st.columns(2)
    reason = left.text_input(_("“{fact}”为否的理由", fact=title), key=f"reason-{fact.id}", max_chars=500)
    proof = right.text_input(
        _("佐证材料名称"), key=f"evidence-{fact.id}", max_chars=200, placeholder=_("只写材料名称、文号，不写个人信息")
    )
    evidence = (Evidence(title=proof),) if proof and proof.strip() else ()
    return FactAnswer(answer="no", reason=reason or "", evidence=evidence)


def _create(
    name: str, day: date, stage: Stage, card: Scorecard, profile: Profile | None, facts: dict[str, FactAnswer], several: bool
) -> None:
    if not name:
        return  # the field says so
    project = Project(name=name, profile=profile.id if profile else None, facts=facts)
    wanted = Edition(id=card.id, version=card.version) if several else None
    id = service.create_project(
        state.actor(),
        state.bench(),
        project,
        day,
        stage,
        wanted,
        request=state.request_id(FORM),
    )
    state.forget("name-asked")
    state.go("rate", id=id)
