"""试改打分表: a copy is changed and tried on everything it would touch, before it becomes an edition."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from assessment.errors import ScorecardError
from assessment.i18n import Translate
from assessment.library.reading import HEAD, Opened
from assessment.library.uploads import READERS
from assessment.ui import edition_view, mutation_view, parts, state, trial, trial_view
from assessment.ui.table import Cell, Column, Row, RowTone, table
from assessment.ui.trial import Draft

LONG = 40  # files in the list before the pager
BOX = 560  # height of the text box, px


def page() -> None:
    _ = state.tr()
    draft = trial.current()
    editions = state.catalogue().editions
    if draft is None:
        _beginning(_, editions)
    else:
        _draft(_, draft, editions)


def _beginning(_: Translate, editions: Sequence[Opened]) -> None:
    parts.header(None, _("试改打分表"))
    st.html(parts.second(_("在副本上改，看清会影响什么，再采用为新版本；正在用的版本不会被改动。")))
    if not editions:
        parts.empty(_("没有打分表"), _("在 scorecards 文件夹里放入一套打分表，再刷新本页。"))
        return
    base = _base(_, editions)
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        parts.heading(_("在网页上改"))
        st.html(parts.second(_("从所选版本复制一份，逐个文件改；或下载 Excel，改好再上传。")))
        with st.container(horizontal=True):
            if st.button(_("开始试改"), key="begin", type="primary"):
                trial.begin(base)
                st.rerun()
            trial_view.workbook_button(_, base.files, base, "base-workbook")
    with right, st.container(border=True):
        parts.heading(_("上传改好的文件"))
        st.html(parts.second(_("整个打分表文件夹的 zip；改过的 Excel 工作簿；或一个、几个 YAML 文件，其余取自所选版本。")))
        files, number = _uploader(_)
        if st.button(_("上传并检查"), key="begin-upload", disabled=not files) and _accepted(
            lambda: trial.begin(base, files), number
        ):
            state.address(part=None)
            st.rerun()
        state.show_problems(state.recall("trial.refused", ()))


def _base(_: Translate, editions: Sequence[Opened]) -> Opened:
    """The edition to begin from: the address's, else today's."""
    day = date.today()
    names = {each.digest: trial.identity(each) + (_("（今天施行）") if trial.applies(each, day) else "") for each in editions}
    asked = [each.digest for each in editions if state.asked("edition") and each.digest.startswith(state.asked("edition"))]
    today = trial.in_force(editions, day) or editions[0]
    digests = list(names)
    chosen = st.selectbox(
        _("以哪一版为底"),
        digests,
        index=digests.index((asked or [today.digest])[0]),
        format_func=names.__getitem__,
        key="trial-base",
        width=480,
    )
    return next(each for each in editions if each.digest == chosen)


def _uploader(_: Translate) -> tuple[list[Any], int]:
    number = int(state.recall("trial.uploads", 0))
    files = st.file_uploader(
        _("打分表文件"),
        type=[suffix.lstrip(".") for suffix in READERS],
        accept_multiple_files=True,
        key=f"trial-upload-{number}",
        label_visibility="collapsed",
    )
    return list(files or []), number


def _accepted(act: Callable[[], None], number: int) -> bool:
    """Whether the upload was taken in; else its problems are shown beside the uploader."""
    try:
        act()
    except ScorecardError as error:
        state.remember("trial.refused", error.problems)
        return False
    state.forget("trial.refused")
    state.remember("trial.uploads", number + 1)  # an empty uploader
    return True


# The draft


def _draft(_: Translate, draft: Draft, editions: Sequence[Opened]) -> None:
    language = state.language()
    opened = draft.opened()
    with parts.header(None, _("试改打分表"), parts.chip(_("{edition} 的试改稿", edition=draft.title))):
        _actions(_, draft, opened)
    st.html(_standing(_, draft, opened))
    left, right = st.columns([27, 73], gap="medium")
    with left:
        shown = _contents(_, draft, opened, language)
    with right:
        _shown(_, draft, opened, editions, shown, language)


def _actions(_: Translate, draft: Draft, opened: Opened) -> None:
    with st.popover(_("上传文件"), key="trial-more"):
        st.html(parts.second(_("上传的文件替换试改稿里的同名文件；整个文件夹的 zip 替换全部。")))
        files, number = _uploader(_)
        if st.button(_("上传并检查"), key="more-upload", disabled=not files) and _accepted(
            lambda: trial.take_in(draft, files), number
        ):
            st.rerun()
        state.show_problems(state.recall("trial.refused", ()))
    trial_view.zip_button(_, draft, opened, "trial-zip")
    if not opened.errors:
        trial_view.workbook_button(_, draft.files, opened, "trial-workbook")
    with st.popover(_("放弃"), key="trial-discard"):
        st.html(parts.second(_("试改稿会丢掉。要留着，先下载压缩包。")))
        st.button(_("放弃试改稿"), key="discard", on_click=_discard)
    if state.asked("part") != "adopt" and st.button(_("去采用"), key="to-adopt", type="primary", disabled=bool(opened.errors)):
        state.address(part="adopt")
        st.rerun()


def _discard() -> None:
    trial.discard()
    state.address(part=None)


def _standing(_: Translate, draft: Draft, opened: Opened) -> str:
    """In one line: how much was changed, and what is in the way."""
    changed = sum(draft.changed(file) for file in {*draft.files, *draft.base})
    told = _("改了 {n} 个文件", n=changed) if changed else _("还没有改动")
    failing = len(opened.failing())
    if opened.errors and failing and len(opened.errors) == sum(len(each.problems) for each in opened.examples):
        why = _("■ {told}；{n} 个算例不符。改了数值要重算算例，改好之前不能采用。", told=told, n=failing)
        return parts.note(why, "alarm")
    if opened.errors:
        return parts.note(_("■ {told}；{n} 处错误，改好之前不能采用。", told=told, n=len(opened.errors)), "alarm")
    good = _("{told}；没有错误，{n} 个算例全部相符。", told=told, n=len(opened.examples))
    return parts.second(_("✓ {text}", text=good) if changed else good)


def _contents(_: Translate, draft: Draft, opened: Opened, language: str) -> str:
    """The list: what there is to look at, then the files. Returns what is chosen."""
    counts = Counter(trial.place(problem) for problem in opened.problems)
    general = {
        "changes": _("与现行版的不同"),
        "effects": _("会影响哪些项目"),
        "examples": _("算例与改错检验"),
        "adopt": _("采用为新版本"),
    }
    if opened.problems:
        general = {"problems": _("问题（{n}）", n=len(opened.problems)), **general}
    files = trial.order(draft, counts)
    first = "problems" if opened.errors else HEAD if HEAD in files else "changes"
    shown = state.from_url("part", [*general, *files], first)
    rows = [
        Row(id, {"name": Cell(text, link="open", strong=id == shown)}, tone=_tone(id == shown)) for id, text in general.items()
    ]
    rows.append(Row("files", {"name": Cell(_("文件（{n}）", n=len(files)), strong=True)}, tone="group"))
    titles = trial.titles(_, draft, language)
    for file in files:
        marks = [file] if file in titles else []
        marks += [_("已改")] if draft.changed(file) else []
        marks += [_("■ {n} 处问题", n=counts[file])] if counts[file] else []
        cell = Cell(titles.get(file, file), link="open", sub=" · ".join(marks), strong=file == shown)
        rows.append(Row(file, {"name": cell}, tone=_tone(file == shown)))
    with st.container(key="noprint-contents"):
        event = table((Column("name", _("看什么"), sortable=False),), rows, key="trial-contents", lang=language, page=LONG)
    if event is not None and event.action == "open":
        state.address(part=event.row)
        st.rerun()
    return shown


def _tone(chosen: bool) -> RowTone:
    return "chosen" if chosen else "none"


def _shown(_: Translate, draft: Draft, opened: Opened, editions: Sequence[Opened], shown: str, language: str) -> None:
    if shown in draft.files:
        _file(_, draft, opened, shown)
    elif shown == "problems":
        parts.heading(_("问题"), _("点文件名去改"))
        if file := trial_view.problem_list(_, opened.problems, language):
            state.address(part=file)
            st.rerun()
    elif shown == "examples":
        mutation_view.block(_, opened, language)
        parts.heading(_("算例"), _("有一个不符，就不能采用。"))
        st.html(edition_view.examples(_, opened, language))
    elif shown == "adopt":
        parts.heading(_("采用为新版本"))
        trial_view.adoption(_, draft, opened, editions)
    else:
        _judged(_, opened, editions, shown, language)


def _judged(_: Translate, opened: Opened, editions: Sequence[Opened], shown: str, language: str) -> None:
    """What can be said as soon as the draft can be read as a whole."""
    card = trial.formed(opened)
    if card is None:
        parts.heading(_("与现行版的不同") if shown == "changes" else _("会影响哪些项目"))
        st.html(parts.note(_("先改正错误，才能比较和试算。"), "alarm"))
        return
    if shown == "effects":
        trial_view.effects(_, card, language)
        return
    parts.heading(_("与现行版的不同"))
    before = trial.in_force(editions, date.today(), card.id)
    if before is None:
        st.html(parts.note(_("这是一套新的打分表，没有可比的版本。")))
        return
    trial_view.differences(_, before, card, language)


def _file(_: Translate, draft: Draft, opened: Opened, file: str) -> None:
    """One file: its problems with the lines they are about, and its text."""
    found = [problem for problem in opened.problems if trial.place(problem) == file]
    text = draft.text(file)
    parts.heading(file, _("已改") if draft.changed(file) else "")
    if found:
        st.html(trial_view.file_problems(_, found, text))
    key = f"trial-text-{draft.round}-{file}"
    if state.widget(key) is None:
        state.fill(key, text)
    with st.container(key="trial-box"):
        st.text_area(file, key=key, height=BOX, label_visibility="collapsed", on_change=_typed, args=(file, key))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(_("检查"), key="trial-check")
        st.button(_("恢复原文"), key="trial-restore", disabled=not draft.changed(file), on_click=trial.restore, args=(file,))
        st.html(parts.second(_("共 {n} 行。改完点“检查”，或按 Ctrl+Enter。", n=text.count("\n") + 1)), width="stretch")


def _typed(file: str, key: str) -> None:
    """Callback: a mistake that was just made does not lead away from the file."""
    state.address(part=file)
    trial.edit(file, str(state.widget(key) or ""))


page()
