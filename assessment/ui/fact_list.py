"""筛查事实 one by one: the answer, the type's default, what an answer «no» takes out, and why it may."""

from datetime import datetime
from hashlib import sha256
from html import escape

import streamlit as st

from assessment import service
from assessment.engine.weighing import fact_answers
from assessment.errors import Conflict, Problem
from assessment.i18n import Translate
from assessment.model.case import Evidence, FactAnswer
from assessment.model.scorecard import Answer, Fact
from assessment.ui import parts, state
from assessment.ui.rating_answers import reference
from assessment.ui.rating_data import answer_word, clock

ANSWERS: tuple[Answer, ...] = ("yes", "no", "unknown")
FIELDS = ("title", "number", "date", "kept_at")


def facts(case: service.Case, asked: str) -> None:
    """`asked` is the fact somebody came for: it stands first."""
    for fact in sorted(case.scorecard.facts, key=lambda fact: fact.id != asked):
        with st.container(border=fact.id == asked, key=f"fact-{fact.id}", gap="small"):
            _fact(case, fact)


def _fact(case: service.Case, fact: Fact) -> None:
    _, language = state.tr(), state.language()
    answer, _by_profile = fact_answers(case.scorecard, case.assessment)[fact.id]
    given, default, key = case.assessment.project.facts.get(fact.id), _default(case, fact), f"answer-{fact.id}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(_asked(_, case, fact, default, answer == "no", language), width="stretch")
        state.fill(key, answer or "unknown")
        st.segmented_control(
            fact.question.in_(language),
            ANSWERS,
            format_func=lambda each: answer_word(_, each),
            required=True,
            key=key,
            label_visibility="collapsed",
            on_change=_answer,
            args=(case.id, fact.id, given, default, key),
            disabled=case.archived,
        )
    if given is not None and ((given.answer == "no" and default != "no") or given.reason or given.evidence):
        _founded(_, case, fact, given, default)
    state.show_problems(state.forget(_problems(fact.id)) or ())


def _default(case: service.Case, fact: Fact) -> str | None:
    profile = case.scorecard.profile.get(case.assessment.project.profile or "")
    return profile.facts.get(fact.id) if profile else None


def _asked(_: Translate, case: service.Case, fact: Fact, default: str | None, out: bool, language: str) -> str:
    """The fact, its question, the type's answer, and the indicators that stand or fall with it."""
    bound = [i.label.in_(language) for i in case.scorecard.indicators.values() if i.applies_when == fact.id]
    title = f"<strong>{escape((fact.title or fact.question).in_(language))}</strong>"
    question = f' <span class="s-second">{escape(fact.question.in_(language))}</span>' if fact.title else ""
    names = _("、").join(bound)
    says = _("答“否”，不适用：{indicators}", indicators=names) if out else _("答“否”则不适用：{indicators}", indicators=names)
    chip = parts.chip(_("类型默认：{answer}", answer=answer_word(_, default))) if default else ""
    second = escape(says) if bound else ""
    return f'<div>{title}{question}<div class="s-second">{chip} {second}</div></div>'


def _answer(id: str, fact: str, seen: FactAnswer | None, default: str | None, key: str) -> None:
    """Callback. The type's own answer is no answer of the project; reason and evidence stay while there is one."""
    answer: Answer = state.widget(key) or "unknown"
    if answer == (default or "unknown"):
        new = None
    else:
        new = seen.model_copy(update={"answer": answer}) if seen else FactAnswer(answer=answer)
    _give(id, fact, new, seen)


def _give(id: str, fact: str, new: FactAnswer | None, seen: FactAnswer | None) -> None:
    with state.guarded(lambda problems: state.remember(_problems(fact), tuple(problems))):
        try:
            service.answer_fact(state.actor(), state.bench(), id, fact, new, seen)
        except Conflict as error:
            state.remember(_problems(fact), (_contested(error),))


def _contested(error: Conflict) -> Problem:
    _, values = state.tr(), error.problems[0].values
    both = {side: _said(_, values[side]) for side in ("stored", "yours")}
    at = clock(datetime.fromisoformat(values["at"]))
    return Problem("fact-conflict", values={"who": parts.who(values["who"]), "at": at, **both})


def _said(_: Translate, value: dict[str, object] | None) -> str:
    if value is None:
        return _("按类型默认")
    reason = str(value.get("reason") or "")
    return answer_word(_, str(value["answer"])) + (_("（{reason}）", reason=reason) if reason else "")


def _founded(_: Translate, case: service.Case, fact: Fact, given: FactAnswer, default: str | None) -> None:
    """Why the answer is what it is. A changed form key is another filling: what is stored has changed."""
    key = f"{fact.id}-{sha256(given.model_dump_json().encode()).hexdigest()[:8]}"
    if given.answer == "no" and default != "no" and not (given.reason and given.evidence):
        st.html(parts.note(_("改答“否”须写理由并附佐证，否则不能提交。"), "missing"))
    rows = [*given.evidence, None] if not case.archived else list(given.evidence)
    with st.form(f"why-{key}", border=False):
        longest = max(500, len(given.reason))
        st.text_input(_("理由"), value=given.reason, key=f"reason-{key}", max_chars=longest, disabled=case.archived)
        for number, item in enumerate(rows):
            _evidence_row(_, f"{key}-{number}", item, number == 0, case.archived)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.form_submit_button(
                _("保存理由和佐证"),
                key=f"save-{key}",
                on_click=_save,
                args=(case.id, fact.id, given, key, len(rows)),
                disabled=case.archived,
            )
            hint = _("只写材料名称、文号、日期和存放处，不写个人信息。一行全部清空即删去这一件。")
            st.html(f'<span class="s-second">{escape(hint)}</span>')


def _evidence_row(_: Translate, key: str, item: Evidence | None, first: bool, off: bool) -> None:
    labels = {"title": _("佐证材料名称"), "number": _("文号或编号"), "date": _("日期"), "kept_at": _("存放处")}
    for field, place in zip(FIELDS, st.columns([6, 4, 3, 4]), strict=True):
        value = getattr(item, field) if item else ""
        place.text_input(
            labels[field],
            value=str(value or ""),
            key=f"{field}-{key}",
            max_chars=200,
            placeholder="2026-03-01" if field == "date" else labels[field],
            label_visibility="visible" if first else "collapsed",
            disabled=off,
        )


def _save(id: str, fact: str, seen: FactAnswer, key: str, rows: int) -> None:
    """Callback."""
    with state.guarded(lambda problems: state.remember(_problems(fact), tuple(problems))):
        evidence = []
        for number in range(rows):
            item = {field: str(state.widget(f"{field}-{key}-{number}", "")).strip() for field in FIELDS}
            if any(item.values()):
                evidence.append(reference(item))
        reason = str(state.widget(f"reason-{key}", "")).strip()
        _give(id, fact, FactAnswer(answer=seen.answer, reason=reason, evidence=tuple(evidence)), seen)


def _problems(fact: str) -> str:
    return f"fact.problems.{fact}"
