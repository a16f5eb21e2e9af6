"""报进度: the state of one measure and its proof, saved as one action."""

from html import escape

import streamlit as st

from assessment import service
from assessment.errors import Conflict
from assessment.model.measure import PlannedMeasure
from assessment.ui import state
from assessment.ui.plan_forms import LONGEST, built
from assessment.ui.plan_saving import Shown, attempt, fresh, key_of, settle
from assessment.ui.plan_words import STATUSES, status_mark
from assessment.ui.work_words import Work, proof_words, task_text


def open_report(case: service.Case, work: Work, measure: str) -> None:
    """The form of one measure."""
    key = fresh(f"work-report-{measure}")
    st.dialog(state.tr()("报进度：{measure}", measure=measure), width="large")(state.guarded()(_report))(case, work, measure, key)


def _report(case: service.Case, work: Work, measure: str, key: str) -> None:
    _, base = state.tr(), key_of(key)
    task = next(each for each in work.tasks if each.measure == measure)
    seen = task.planned
    st.html(f'<p class="s-second">{escape(task_text(work, task))}</p>')
    with st.form(base, border=False):
        status = st.selectbox(
            _("状态"), STATUSES, STATUSES.index(seen.status), format_func=lambda each: status_mark(_, each), key=f"{base}-status"
        )
        proof = st.text_area(
            _("佐证（材料名称、文号、日期、存放处）"),
            seen.proof,
            max_chars=LONGEST,
            height=100,
            placeholder="" if seen.proof else proof_words(work, task),
            help=_("记为已核实必须写佐证。不写个人信息。"),
            key=f"{base}-proof",
        )
        sent = st.form_submit_button(_("保存"), type="primary", key=f"{base}-save")

    def save(new: PlannedMeasure, stored: PlannedMeasure | None) -> None:
        """Only status and proof: what somebody else changed of the rest meanwhile stays."""
        both = new if stored is None else stored.model_copy(update={"status": new.status, "proof": new.proof})
        try:
            service.plan_measure(state.actor(), state.bench(), case.id, measure, both, stored, state.request_id(key))
        except Conflict as error:
            now = _decoded(error.problems[0].values["stored"])
            if now is None or _fields(now) != _fields(seen):
                raise
            save(new, now)

    with state.guarded():
        if sent:
            given = {name: getattr(seen, name) for name in seen.model_fields_set}
            new = built({**given, "status": status, "proof": proof})
            attempt(key, lambda: save(new, seen))
    settle(key, _decoded, _fields, save)


def _decoded(value: object) -> PlannedMeasure | None:
    return None if value is None else PlannedMeasure.model_validate(value)


def _fields(planned: PlannedMeasure | None) -> Shown:
    """Both sides of a conflict; a removed measure has only that to say."""
    _ = state.tr()
    if planned is None:
        return [(_("状态"), _("已移除"))]
    return [(_("状态"), status_mark(_, planned.status)), (_("佐证"), planned.proof)]
