"""改错检验: what the worked examples of a scorecard would let pass, computed when asked for."""

import time
from collections.abc import Callable

import streamlit as st

from assessment import service
from assessment.i18n import Translate, sentence, where
from assessment.library.mutation import ENOUGH, Mutation
from assessment.library.reading import Opened
from assessment.model.numbers import plain, shown
from assessment.ui import parts, state, waiting

LONGEST = 60  # seconds; a larger scorecard is left to the command line


class _TooLong(Exception):
    """The time is over."""


def block(_: Translate, opened: Opened, language: str) -> None:
    """The figure, or that there is none yet, and the button that computes it."""
    parts.heading(_("改错检验"), _("把每个数字和规则逐一改错，看算例能不能发现"))
    if opened.errors:
        st.html(parts.note(_("先改正错误：算例本来就不符的，改什么都会“发现”。")))
        return
    found = service.known_mutation(state.actor(), opened)
    if found is not None:
        st.html(parts.note(figure(_, found), "" if found.enough else "missing"))
        if found.survivors:
            st.html(survivors(_, found, language))
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="noprint-prove"):
        pressed = st.button(_("检验算例"), key="prove")
        st.html(parts.second(_("还没有检验。约需几秒，期间可以离开。")), width="stretch")
    if pressed:
        _prove(_, opened)


def _prove(_: Translate, opened: Opened) -> None:
    try:
        with waiting.bar(_("正在逐处改错")) as progress:
            service.prove(state.actor(), opened, _limited(progress))
    except _TooLong:
        st.html(parts.note(_("{n} 秒内没有检验完。请用命令行：assessment check --mutate。", n=LONGEST), "missing"))
        return
    st.rerun()


def _limited(progress: Callable[[int, int], None]) -> Callable[[int, int], None]:
    end = time.monotonic() + LONGEST

    def show(done: int, total: int) -> None:
        if time.monotonic() > end:
            raise _TooLong
        progress(done, total)

    return show


def figure(_: Translate, found: Mutation) -> str:
    """«算例能发现 688/688 处改错…»: changes that cannot change a result are counted apart."""
    able = found.mutants - found.equivalent
    text = _("算例能发现 {killed}/{able} 处改错（{rate}%）。", killed=found.killed, able=able, rate=shown(found.rate * 100, 1))
    if found.equivalent:
        text += _("另有 {n} 处改了也不影响任何结果，不计。", n=found.equivalent)
    if found.survivors:
        text += _("发现不了 {n} 处，见下表。", n=len(found.survivors))
    if not found.enough:
        text += _("应达 {enough}%，请补算例。", enough=plain(ENOUGH * 100))
    return text


def survivors(_: Translate, found: Mutation, language: str) -> str:
    rows = [(where(each).removeprefix("./").rstrip(": "), sentence(each, language)) for each in found.survivors]
    return parts.html_table((_("位置"), _("发现不了的改动")), rows)
