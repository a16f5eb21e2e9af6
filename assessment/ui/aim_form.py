"""方案目标和限制: each field is saved when it is changed and the plan sought again."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import streamlit as st

from assessment import service
from assessment.model.measure import Aim, PlannedMeasure
from assessment.model.numbers import parse_exact, plain
from assessment.ui import choose_actions, state
from assessment.ui.plan_rows import Page
from assessment.ui.plan_words import text_of

NO_BUDGET = "choose.budget-wrong"
SHORT = 16  # characters of a measure's text in a list


def form(case: service.Case, page: Page) -> None:
    """Six fields in two rows, showing what is stored."""
    _, aim, card = page._, page.assessment.plan.aim, page.card
    own = {p.measure: p for p in page.assessment.plan.measures if p.own}
    options = [*card.measure, *own]
    _fill(case, aim, options)
    save: dict[str, Any] = {"on_change": _changed, "args": (case,), "disabled": case.archived}
    with st.container(border=True, key="choose-aim"):
        top = st.columns([1.5, 1.4, 1.2, 1.2], vertical_alignment="bottom")
        top[0].segmented_control(
            _("目标等级"),
            [level.id for level in card.levels[:-1]] or [card.levels[0].id],
            format_func=lambda id: card.levels[card.level_rank[id]].title.in_(page.language),
            required=True,
            key="aim-target",
            **save,
        )
        top[1].selectbox(
            _("单因素最重不超过"),
            [None, *(band.id for band in card.bands[:-1])],
            format_func=lambda id: _("不限") if id is None else card.bands[card.band_rank[id]].title.in_(page.language),
            key="aim-band",
            placeholder=_("不限"),
            **save,
        )
        top[2].text_input(
            _("费用上限（万元）"),
            key="aim-budget",
            placeholder=_("不限"),
            **save,
        )
        top[3].date_input(_("最迟完成日期"), key="aim-by", format="YYYY-MM-DD", **save)
        if wrong := _refused(case):
            st.error(state.plain_text(_("费用上限应为不小于 0 的数（万元），现为“{now}”，没有保存。", now=wrong)))
        answer_from = card.bands[card.band_rank[card.answer_from]].title.in_(page.language)
        bottom = st.columns([1.5, 1.9, 1.9], vertical_alignment="bottom")
        bottom[0].toggle(
            _("“{band}”及以上的风险都要有措施", band=answer_from),
            key="aim-all",
            help=_("一一制定解决方案：已写明不采取理由的除外。关掉后只看指数和否决能否达标。"),
            **save,
        )
        for place, (key, label) in enumerate((("aim-pinned", _("必选的措施")), ("aim-barred", _("不选的措施"))), 1):
            bottom[place].multiselect(
                label,
                options,
                format_func=lambda name: _label(page, own.get(name) or PlannedMeasure(measure=name)),
                key=key,
                placeholder=_("可按编号或文字查找"),
                select_all=False,
                **save,
            )


def _label(page: Page, planned: PlannedMeasure) -> str:
    """Id and the beginning of the text: enough to be found by either."""
    text = text_of(page.card, planned, page.language)
    return f"{planned.measure} {text if len(text) <= SHORT else text[: SHORT - 1] + '…'}"


def _refused(case: service.Case) -> str:
    """What was written as this project's budget and is no amount."""
    id, wrong = state.recall(NO_BUDGET, ("", ""))
    return wrong if id == case.id else ""


def _fill(case: service.Case, aim: Aim, options: Sequence[str]) -> None:
    """The store is the truth; what stands in the fields follows it. An own measure that left the plan is no choice."""
    shown: dict[str, Any] = {
        "aim-target": aim.target or case.scorecard.target,
        "aim-band": aim.worst_band,
        "aim-by": aim.by,
        "aim-all": aim.answer_all,
        "aim-pinned": [name for name in aim.pinned if name in options],
        "aim-barred": [name for name in aim.barred if name in options],
    }
    if not _refused(case):
        shown["aim-budget"] = "" if aim.budget is None else plain(aim.budget)
    for key, value in shown.items():
        state.fill(key, value)


def _changed(case: service.Case) -> None:
    """Callback of every field."""
    target = state.widget("aim-target")
    budget, wrong = amount(state.widget("aim-budget") or "")
    state.remember(NO_BUDGET, (case.id, wrong)) if wrong else state.forget(NO_BUDGET)
    by: date | None = state.widget("aim-by")
    aim = Aim(
        target=None if target == case.scorecard.target else target,
        answer_all=bool(state.widget("aim-all")),
        worst_band=state.widget("aim-band"),
        budget=case.assessment.plan.aim.budget if wrong else budget,
        by=by,
        pinned=tuple(state.widget("aim-pinned") or ()),
        barred=tuple(state.widget("aim-barred") or ()),
    )
    choose_actions.save_aim(case, aim)


def amount(text: str) -> tuple[Fraction | None, str]:
    """(万元, ""), or (None, what was written) where that is no amount. Nothing written is no limit; full-width digits and a unit
    behind them are read."""
    written = unicodedata.normalize("NFKC", text).strip().replace(",", "").removesuffix("万元").removesuffix("万").strip()
    if not written:
        return None, ""
    try:
        value = parse_exact(written)
    except ValueError:
        return None, text.strip()
    return (value, "") if value >= 0 else (None, text.strip())
