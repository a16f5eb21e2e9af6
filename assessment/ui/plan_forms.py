"""The plan page's dialogs: one chosen measure, an own measure, a risk left without one. One saving is one action."""

import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from html import escape
from typing import Any

import streamlit as st
from pydantic import ValidationError

from assessment import service
from assessment.engine.methods import axes, axis_levels
from assessment.engine.review import contradictions
from assessment.errors import CaseError, Problem
from assessment.i18n import Translate
from assessment.model.case import Assessment
from assessment.model.measure import PlannedMeasure
from assessment.model.numbers import plain
from assessment.model.scorecard import Scorecard
from assessment.report.words import axis_word, share_word
from assessment.ui import state
from assessment.ui.plan_saving import Shown, attempt, fresh, key_of, settle
from assessment.ui.plan_words import STATUSES, effect_title, effect_words, joined, status_mark, text_of

LONGEST = 4000
CODES = {"string_too_short": "text-empty", "string_too_long": "text-too-long"}


def open_edit(case: service.Case, planned: PlannedMeasure) -> None:
    """The form of one chosen measure."""
    key = fresh(f"plan-edit-{planned.measure}")
    st.dialog(state.tr()("修改措施 {measure}", measure=planned.measure), width="large")(state.guarded()(_edit))(
        case, planned, key
    )


def open_own(case: service.Case, indicator: str | None) -> None:
    """The form of a new own measure, against `indicator` to begin with."""
    key = fresh("plan-own")
    planned = PlannedMeasure(measure=service.next_own_id(state.actor(), state.bench(), case.id), start=case.assessment.date)
    st.dialog(state.tr()("自拟措施"), width="large")(state.guarded()(_own))(case, planned, indicator, key)


def open_accept(case: service.Case, indicator: str) -> None:
    """The form of the reason why a risk is left without a measure."""
    key = fresh(f"plan-accept-{indicator}")
    st.dialog(state.tr()("不采取措施的理由"))(state.guarded()(_accept))(case, indicator, key)


# One measure


def _edit(case: service.Case, planned: PlannedMeasure, key: str) -> None:
    _, card = state.tr(), case.scorecard
    if not planned.own:
        st.html(f'<p class="s-second">{escape(text_of(card, planned, state.language()))}</p>')
        effects: list[str] = []
    else:
        effects = _which_risks(card, [effect.indicator for effect in planned.effects], key)
    _form(case, planned, effects, planned, key)


def _own(case: service.Case, planned: PlannedMeasure, indicator: str | None, key: str) -> None:
    effects = _which_risks(case.scorecard, [indicator] if indicator else [], key)
    _form(case, planned, effects, None, key)


def _which_risks(card: Scorecard, chosen: Sequence[str], key: str) -> list[str]:
    _, language = state.tr(), state.language()
    return st.multiselect(
        _("降低哪些风险"),
        list(card.indicators),
        list(chosen),
        format_func=lambda name: card.indicators[name].label.in_(language),
        placeholder=_("可按编号或文字查找"),
        select_all=False,
        key=f"{key_of(key)}-risks",
    )


def _form(case: service.Case, planned: PlannedMeasure, risks: Sequence[str], seen: PlannedMeasure | None, key: str) -> None:
    _, own = state.tr(), planned.own or seen is None
    values: dict[str, Any] = {"measure": planned.measure}
    with st.form(key_of(key), border=False):
        if own:
            values["text"] = st.text_area(_("措施内容"), planned.text or "", max_chars=LONGEST, key=f"{key_of(key)}-text")
            values["effects"] = _effects(case.scorecard, planned, risks, key)
            values["reason"] = st.text_area(
                _("理由：为什么能降这么多"), planned.reason, max_chars=LONGEST, height=80, key=f"{key_of(key)}-reason"
            )
            values["ongoing"] = st.checkbox(
                _("须持续落实"),
                planned.ongoing,
                help=_("停下来就没有效果的，如洒水降尘、便道养护、定期公示。"),
                key=f"{key_of(key)}-ongoing",
            )
        values |= _who_and_when(planned, _proof_wanted(case.scorecard, planned), _money_from(case.assessment), key)
        sent = st.form_submit_button(_("保存"), type="primary", key=f"{key_of(key)}-save")

    def save(new: PlannedMeasure | None, stored: PlannedMeasure | None) -> None:
        asked = state.request_id(key)
        service.plan_measure(state.actor(), state.bench(), case.id, values["measure"], new, stored, asked)

    with state.guarded():
        if sent:
            if seen is None:  # somebody may have added one since the form was opened
                values["measure"] = service.next_own_id(state.actor(), state.bench(), case.id)
            new = built(values)
            attempt(key, lambda: save(new, seen))
    settle(key, _decoded, lambda one: _fields(case.scorecard, one), save)


def _effects(card: Scorecard, planned: PlannedMeasure, risks: Sequence[str], key: str) -> list[dict[str, Any]]:
    """Per risk and axis, by how many levels or by what share; at least one axis must fall, which the service checks."""
    _, known = state.tr(), {effect.indicator: effect for effect in planned.effects}
    effects = []
    for name in risks:
        given: dict[str, Any] = {"indicator": name}
        columns = st.columns([2, *(1 for _axis in axes(card))], vertical_alignment="center")
        columns[0].markdown(state.plain_text(card.indicators[name].label.in_(state.language())))
        for number, axis in enumerate(axes(card)):
            drops = _drops(card, name, axis)
            now = known[name].on(axis) if name in known else (drops[1] if number == 0 and len(drops) > 1 else Fraction(0))
            drops = sorted({*drops, now}, reverse=True)
            given[axis] = columns[number + 1].selectbox(
                axis_word(_, axis),
                drops,
                drops.index(now),
                format_func=lambda drop: _fall(_, card, drop),
                key=f"{key_of(key)}-{name}-{axis}",
            )
        effects.append(given)
    if not risks:
        st.caption(_("先在上面选它降低哪些风险。"))
    return effects


def _drops(card: Scorecard, indicator: str, axis: str) -> list[Fraction]:
    """What may be chosen, nothing first: whole levels, or tenths of the value, as far as the scorecard counts them."""
    most = card.effects.max_drop
    if card.effects.unit == "share":
        tenths = [Fraction(-n, 10) for n in range(11)]
        return [drop for drop in tenths if most is None or -drop <= most]
    levels = len(axis_levels(card, card.indicators[indicator], axis)) - 1
    return [Fraction(-n) for n in range(levels + 1) if most is None or n <= most]


def _fall(_: Translate, card: Scorecard, drop: Fraction) -> str:
    if not drop:
        return _("不变")
    if card.effects.unit == "share":
        return _("降 {share}", share=share_word(-drop))
    return _("降 {count} 级", count=plain(-drop))


def _money_from(assessment: Assessment) -> list[str]:
    """Where money comes from as a rule, and where this plan has it from already."""
    _ = state.tr()
    usual = [_("县级财政"), _("乡镇财政"), _("项目概算"), _("企业自筹")]
    return list(dict.fromkeys([*usual, *(p.funding for p in assessment.plan.measures if p.funding)]))


def _who_and_when(planned: PlannedMeasure, wanted: str, sources: Sequence[str], key: str) -> dict[str, Any]:
    _, base = state.tr(), key_of(key)
    who, post = st.columns(2)
    helpers, money = st.columns(2)
    first, last, cost, status = st.columns(4)
    body = who.text_input(_("责任单位"), planned.responsible_body, max_chars=200, key=f"{base}-body")
    office = post.text_input(
        _("负责岗位"), planned.office, max_chars=100, placeholder=_("写岗位，不写姓名"), key=f"{base}-office"
    )
    funding = money.selectbox(
        _("资金来源"),
        sources,
        sources.index(planned.funding) if planned.funding else None,
        placeholder=_("选一个，或直接填写"),
        accept_new_options=True,
        key=f"{base}-funding",
    )
    assisting = helpers.text_input(
        _("配合单位（用、隔开）"), "、".join(planned.assisting_bodies), max_chars=500, key=f"{base}-assisting"
    )
    start = first.date_input(_("开始"), planned.start, format="YYYY-MM-DD", key=f"{base}-start")
    due = last.date_input(_("完成期限"), planned.due, format="YYYY-MM-DD", key=f"{base}-due")
    spent = cost.text_input(
        _("费用（万元）"), plain(planned.cost) if planned.cost is not None else "", max_chars=20, key=f"{base}-cost"
    )
    state_now = status.selectbox(
        _("状态"), STATUSES, STATUSES.index(planned.status), format_func=lambda each: status_mark(_, each), key=f"{base}-status"
    )
    proof = st.text_area(
        _("佐证（材料名称、文号、日期、存放处）"),
        planned.proof,
        max_chars=LONGEST,
        height=80,
        placeholder=wanted,
        help=_("记为已核实必须写佐证。不写个人信息。"),
        key=f"{base}-proof",
    )
    return {
        "responsible_body": body,
        "office": office,
        "funding": funding or "",
        "assisting_bodies": [
            name.strip() for name in assisting.replace("；", "、").replace(";", "、").split("、") if name.strip()
        ],
        "start": start,
        "due": due,
        "cost": unicodedata.normalize("NFKC", spent).strip() or None,
        "status": state_now,
        "proof": proof,
    }


def _proof_wanted(card: Scorecard, planned: PlannedMeasure) -> str:
    """What the library asks as proof of this measure."""
    measure = card.measure.get(planned.measure)
    if measure is None or measure.proof is None:
        return ""
    return state.tr()("应有：{proof}", proof=measure.proof.in_(state.language()))


def built(values: dict[str, Any]) -> PlannedMeasure:
    """What the form says. Raises CaseError: a field that cannot be read, verified without proof, due before start."""
    try:
        planned = PlannedMeasure.model_validate(values)
    except ValidationError as error:
        raise CaseError(*(_problem(each) for each in error.errors())) from None
    if problems := tuple(contradictions(planned)):
        raise CaseError(*problems)
    return planned


def _problem(error: Any) -> Problem:
    """A pydantic error with the field's label, which the person knows, for its key."""
    _, field = state.tr(), str(error["loc"][0]) if error["loc"] else ""
    labels = {
        "text": _("措施内容"),
        "reason": _("理由"),
        "cost": _("费用（万元）"),
        "proof": _("佐证"),
        "effects": _("效果"),
        "office": _("负责岗位"),
        "funding": _("资金来源"),
    }
    code = CODES.get(error["type"], error["type"])
    return Problem(code, values={"key": labels.get(field, field), **error.get("ctx", {})})


def _decoded(value: Any) -> PlannedMeasure | None:
    return None if value is None else PlannedMeasure.model_validate(value)


def _fields(card: Scorecard, planned: PlannedMeasure | None) -> Shown:
    """Every field in words, for the two sides of a conflict; of a removed measure only that it is removed."""
    _ = state.tr()
    if planned is None:
        return [(_("状态"), _("已移除"))]
    effects = joined(_, (f"{card.indicators[e.indicator].name} {effect_words(_, card, e)}" for e in planned.effects))
    return [
        (_("措施内容"), planned.text or ""),
        (effect_title(_, card), effects),
        (_("理由"), planned.reason),
        (_("须持续落实"), _("是") if planned.ongoing else ""),
        (_("责任单位"), planned.responsible_body),
        (_("负责岗位"), planned.office),
        (_("配合单位"), joined(_, planned.assisting_bodies)),
        (_("开始"), planned.start.isoformat() if planned.start else ""),
        (_("完成期限"), planned.due.isoformat() if planned.due else ""),
        (_("费用（万元）"), plain(planned.cost) if planned.cost is not None else ""),
        (_("资金来源"), planned.funding),
        (_("状态"), status_mark(_, planned.status)),
        (_("佐证"), planned.proof),
    ]


# A risk left without a measure


def _accept(case: service.Case, indicator: str, key: str) -> None:
    _, seen = state.tr(), case.assessment.plan.accepted.get(indicator)
    st.markdown(state.plain_text(case.scorecard.indicators[indicator].label.in_(state.language())))
    with st.form(key_of(key), border=False):
        reason = st.text_area(_("理由"), seen or "", max_chars=LONGEST, key=f"{key_of(key)}-reason")
        sent = st.form_submit_button(_("保存"), type="primary", key=f"{key_of(key)}-save")
    withdrawn = seen is not None and st.button(_("撤回理由"), key=f"{key_of(key)}-withdraw")

    def save(new: str | None, stored: str | None) -> None:
        service.accept_risk(state.actor(), state.bench(), case.id, indicator, new, stored, state.request_id(key))

    with state.guarded():
        if sent and not reason.strip():
            raise CaseError(Problem("accepted-without-reason", path=indicator))
        if sent or withdrawn:
            attempt(key, lambda: save(reason if sent else None, seen))
    settle(key, lambda value: value, lambda one: [(_("理由"), one or _("没有理由"))], save)
