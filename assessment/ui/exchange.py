"""Projects in and out: case files, zips of them, the demo projects."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import streamlit as st

from assessment import service
from assessment.errors import AssessmentError, Problem
from assessment.i18n import Translate, line
from assessment.report.naming import file_name
from assessment.ui import parts, state

SHOWN = 200  # problems listed; a file with more is mended in rounds


def import_popover(_: Translate) -> None:
    with st.popover(_("导入"), key="import"):
        st.html(parts.second(_("导出的 YAML 评估文件，可一次选几个，或一个 zip 包。有一处错误，整批都不导入。")))
        round_ = state.recall("import-round", 0)
        files = st.file_uploader(
            _("评估文件"),
            type=["yaml", "yml", "zip"],
            accept_multiple_files=True,
            key=f"import-files-{round_}",
            label_visibility="collapsed",
        )
        if st.button(_("导入选中的文件"), key="import-now", type="primary", disabled=not files):
            _import(_, files or [], round_)
        problems: Sequence[Problem] = state.recall("import-problems", ())
        if problems:
            rows = [(line(problem, state.language()),) for problem in problems[:SHOWN]]
            st.html(parts.note(_("■ 没有导入。有 {n} 处要改：", n=len(problems)), "alarm"))
            st.html(parts.html_table((_("位置和说明"),), rows))
        st.divider()
        if st.button(_("载入四个示例项目"), key="load-demo"):
            load_demo(_)


def _import(_: Translate, files: Sequence[Any], round_: int) -> None:
    """All or nothing: several files go in as one batch."""
    if not files:
        return
    try:
        ids = state.once(f"import-{round_}", lambda: _taken_in(files))
    except AssessmentError as error:
        state.remember("import-problems", error.problems)
        return
    state.forget("import-problems")
    state.remember("import-round", round_ + 1)  # an empty uploader: the same files are not sent twice
    state.flash("success", _("已导入 {n} 个项目。", n=len(ids)))
    st.rerun()


def _taken_in(files: Sequence[Any]) -> tuple[str, ...]:
    actor, bench = state.actor(), state.bench()
    if len(files) == 1:
        one = files[0]
        if one.name.lower().endswith(".zip"):
            return service.import_files(actor, bench, one.getvalue(), one.name)
        return (service.import_case(actor, bench, one.getvalue(), one.name),)
    return service.import_files(actor, bench, _packed(files), "")


def _packed(files: Sequence[Any]) -> bytes:
    """Several files as one zip; the members of a zip among them come along."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, file in enumerate(files, 1):
            name = file.name if not any(file.name == other.name for other in files[: number - 1]) else f"{number}-{file.name}"
            archive.writestr(name, file.getvalue())
    return packed.getvalue()


def load_demo(_: Translate) -> None:
    """Twice is once: what is there already is left alone."""
    with state.guarded():
        ids = service.load_demo(state.actor(), state.bench())
        state.flash("success", _("示例项目已载入（{n} 个），均为虚构数据。", n=len(ids)))
        st.rerun()


def export_popover(_: Translate, projects: Sequence[service.Row]) -> None:
    chosen = state.recall("chosen", frozenset())
    ids = [project.id for project in projects if project.id in chosen]
    with st.popover(_("导出"), key="export", disabled=not projects):
        st.html(parts.second(_("导出为 YAML 评估文件，可再导入。先在表里勾选，或导出全部。")))
        _zip_button(_("导出勾选的 {n} 个", n=len(ids)), ids, "export-chosen")
        _zip_button(_("导出全部 {n} 个", n=len(projects)), [project.id for project in projects], "export-all")


def _zip_button(label: str, ids: Sequence[str], key: str) -> None:
    def packed() -> bytes:
        return service.export_all(state.actor(), state.bench(), ids)

    name = state.tr()("评估文件.zip")
    st.download_button(
        label, packed, file_name=name, mime="application/zip", key=key, disabled=not ids, on_click="ignore", width="stretch"
    )


def export_button(_: Translate, project: service.Row) -> None:
    def written() -> bytes:
        return service.export_case(state.actor(), state.bench(), project.id)

    st.download_button(
        _("导出"),
        written,
        file_name=file_name(project.name, kind="yaml"),
        mime="application/yaml",
        key=f"export-{project.id}",
        on_click="ignore",
    )
