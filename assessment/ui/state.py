"""The running session: which store, who, which language, which project, where to go next, what to say once.

Only this module touches st.session_state, and nothing of a person lives in a module global. The store is the truth;
what is kept here may be lost at any moment.
"""

import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeVar

import streamlit as st

from assessment import faults, service
from assessment.errors import AssessmentError, NotFound, Problem, StoreError
from assessment.i18n import LANGUAGES, Translate, in_a_cell, sentence, translator, where
from assessment.library.catalogue import Catalogue

T = TypeVar("T")
Kind = Literal["success", "info", "warning", "error"]
Name = Literal["projects", "project", "rate", "result", "choose", "plan", "work", "compare", "scorecards", "trial"]
PAGES: dict[str, Path] = {
    name: Path(__file__).parent / "pages" / f"{name}.py"
    for name in ("projects", "project", "rate", "result", "choose", "plan", "work", "compare", "scorecards", "trial")
}
OF_A_PROJECT = ("project", "rate", "result", "choose", "plan", "work")
DEFAULT_LANGUAGE = "zh"
CATALOGUE_AGE = 10  # seconds after which the scorecard folder is read again


def actor() -> service.Actor:
    """Who acts. This edition runs on one computer for one person."""
    return service.LOCAL


@st.cache_resource(show_spinner=False)
def _opened(url: str | None, scorecards: str | None) -> service.Bench:
    """One bench for all sessions; the arguments only keep benches of different settings apart."""
    return service.open_bench()


def bench() -> service.Bench:
    """The store and the scorecards. Where they cannot be opened the page says why and what to do, and ends."""
    try:
        return _opened(os.environ.get("ASSESSMENT_DATABASE"), os.environ.get("ASSESSMENT_SCORECARDS"))
    except StoreError as error:
        _ = tr()
        st.header(_("数据库打不开"))
        show_problems(error.problems)
        st.write(_("数据没有改动。按上面的提示处理后重试；仍不行的，用最近的备份恢复。"))
        st.button(_("重试"), key="retry-store", type="primary")
        st.stop()


@st.cache_resource(ttl=CATALOGUE_AGE, max_entries=4, show_spinner=False)
def _catalogue(directory: Path) -> Catalogue:
    return Catalogue(directory)


def catalogue() -> Catalogue:
    """The scorecards of the folder, looked at again every few seconds."""
    return _catalogue(bench().scorecards)


def look_again() -> None:
    """Read the scorecard folder anew: an edition was just put there."""
    _catalogue.clear()


# Language


def language() -> str:
    """From ?lang=, else what this session last used, else Chinese."""
    asked = st.query_params.get("lang")
    if asked in LANGUAGES:
        st.session_state["shell.lang"] = asked
    return str(st.session_state.get("shell.lang", DEFAULT_LANGUAGE))


def speak(wanted: str) -> None:
    """Change the language, in the address too."""
    st.session_state["shell.lang"] = wanted
    st.query_params["lang"] = wanted


def tr() -> Translate:
    """The translator of this run, `_ = tr()`."""
    return translator(language())


def words(problem: Problem) -> str:
    """The sentence of a problem in the reader's language."""
    return sentence(problem, language())


# The project at hand


def current_id() -> str | None:
    """From ?id=, else the project this session opened last."""
    asked = st.query_params.get("id")
    if asked:
        st.session_state["shell.id"] = asked
    return st.session_state.get("shell.id")


def choose(id: str | None) -> None:
    """Make a project the current one (None: no project), in the address where it names one."""
    st.session_state["shell.id"] = id
    if id is None:
        st.query_params.pop("id", None)
    elif "id" in st.query_params:
        st.query_params["id"] = id


def current_case() -> service.Case | None:
    """The current project's case, its id in the address; None when none is chosen.

    An unknown id or one whose data cannot be read is a sentence with the way back to the list; the page then ends.
    """
    id = current_id()
    if id is None:
        return None
    try:
        case = service.open_case(actor(), bench(), id)
    except AssessmentError as error:
        _astray(error)
    if st.query_params.get("id") != id:
        st.query_params["id"] = id
    return case


def _astray(error: AssessmentError) -> NoReturn:
    _ = tr()
    if isinstance(error, NotFound):
        st.error(_("没有这个项目。网址可能不全，或项目在另一个数据库里。"))
    else:
        st.error(_("这个项目的数据读不出来，没有改动任何内容。"))
        show_problems(error.problems)
    if st.button(_("回到项目列表"), key="back-to-list", type="primary"):
        choose(None)
        go("projects")
    st.stop()


# Where to go


def carried(page: str) -> dict[str, str]:
    """What every address keeps: the language where it is not the default, the project on its own pages."""
    query = {"lang": language()} if language() != DEFAULT_LANGUAGE else {}
    id = current_id()
    return {**query, "id": id} if id and page in OF_A_PROJECT else query


def go(page: Name | str, **query: Any) -> NoReturn:
    """Open another page; `id=` also makes that project the current one."""
    if query.get("id"):
        st.session_state["shell.id"] = str(query["id"])
    given = {key: str(value) for key, value in query.items() if value is not None}
    st.switch_page(PAGES[page], query_params={**carried(page), **given})


def from_url(name: str, allowed: Sequence[str], default: str) -> str:
    """A filter's value as the address has it; anything it cannot be is the default."""
    asked = st.query_params.get(name, default)
    return asked if asked in allowed else default


def asked(name: str) -> str:
    """What the address says, whatever it is; "" when it says nothing."""
    return st.query_params.get(name, "")


def address(**values: str | None) -> None:
    """Put values into this page's address; None or "" takes one out."""
    for name, value in values.items():
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)


def to_url(name: str, widget: str, default: str = "") -> None:
    """Callback of a filter: what it shows goes into the address, its default out of it."""
    value = str(st.session_state.get(widget) or "")
    address(**{name: None if value == default else value})


# What the session remembers


def remember(key: str, value: Any) -> None:
    st.session_state[f"kept.{key}"] = value


def recall(key: str, default: Any = None) -> Any:
    return st.session_state.get(f"kept.{key}", default)


def forget(key: str) -> Any:
    """Take what was remembered, once."""
    return st.session_state.pop(f"kept.{key}", None)


def widget(key: str, default: Any = None) -> Any:
    """What the widget with this key shows; for callbacks, which run before the page draws it."""
    return st.session_state.get(key, default)


def fill(key: str, value: Any) -> None:
    """Set what a widget shows, before it is drawn."""
    st.session_state[key] = value


def request_id(key: str) -> str:
    """One id for one filling of a form: a double click sends it twice and the service acts once. `renew` it when
    the form is opened again."""
    return str(st.session_state.setdefault(f"request.{key}", secrets.token_urlsafe(12)))


def renew(key: str) -> None:
    st.session_state.pop(f"request.{key}", None)


def once(form: str, act: Callable[[], T]) -> T:
    """What `act` gives, done once for one filling of a form however often its button is pressed: between the act and
    its being remembered there is no `st.` call at which Streamlit could leave the run."""
    done: dict[str, T] = st.session_state.setdefault("shell.done", {})
    request = request_id(form)
    if request not in done:
        done[request] = act()
    return done[request]


# What is said


def flash(kind: Kind, text: str) -> None:
    """Say something once, on the next run."""
    st.session_state.setdefault("shell.flash", []).append((kind, text))


def show_flashes() -> None:
    for kind, text in st.session_state.pop("shell.flash", []):
        {"success": st.success, "info": st.info, "warning": st.warning}.get(kind, st.error)(plain_text(text))


def plain_text(text: str) -> str:
    """Text of the data in a place that reads Markdown: shown as it is written."""
    return "".join("\\" + c if c in r"\`*_{}[]<>()#+-.!|~$:" else c for c in text)


def show_problems(problems: Sequence[Problem]) -> None:
    """Sentences beside what caused them; of a workbook with the cell."""
    if problems:
        said = [(where(problem) if in_a_cell(problem) else "") + words(problem) for problem in problems]
        st.error("\n\n".join(map(plain_text, said)))


@contextmanager
def guarded(say: Callable[[Sequence[Problem]], None] = show_problems) -> Iterator[None]:
    """A mistake becomes its sentences in this place; a fault that was not foreseen becomes one sentence with a number
    under which the log has it. Also a decorator, which callbacks and fragments need."""
    try:
        yield
    except AssessmentError as error:
        say(error.problems)
    except Exception:
        number = faults.record()
        _ = tr()
        st.error(
            _(
                "出了没有料到的错误，刚才的操作可能没有完成，已保存的内容不受影响。请刷新再试，把错误号 {number} 告诉维护人员。",
                number=number,
            )
        )
