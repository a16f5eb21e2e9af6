"""Interface text in the reader's language. The scorecard's own text carries its languages itself.

Chinese is the source: `_("新建项目")`. locale/en.po holds the English. Sentences of problems and other coded words
stand under their code in both catalogues.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from assessment.errors import Problem
from assessment.model.base import Text

LANGUAGES = {"zh": "中文", "en": "English"}
LOCALE = Path(__file__).parent / "locale"
Translate = Callable[..., str]


@cache
def catalogue(language: str) -> dict[str, str]:
    """msgid → text of one language; a message without translation is absent."""
    with (LOCALE / f"{language}.po").open("rb") as stream:
        return {str(message.id): str(message.string) for message in read_po(stream) if message.id and message.string}


@cache
def translator(language: str) -> Translate:
    """`_(msgid, **values)`: the message in `language`, its `{placeholders}` filled."""
    known = catalogue(language if language in LANGUAGES else "zh")

    def translate(message: str, **values: Any) -> str:
        text = known.get(message, message)
        return text.format(**values) if values else text

    return translate


def sentence(problem: Problem, language: str) -> str:
    """What is wrong and what would be right. Never fails: a sentence that lacks a value shows «?»."""
    known = catalogue(language if language in LANGUAGES else "zh")
    words = {key: _word(known, key, value, language) for key, value in problem.values.items()}
    if problem.line and "key" in words:
        words["key"] = problem.values["key"]  # named as the file writes it; only a form's field has a name of its own
    shown = defaultdict(lambda: "?", words)
    try:
        return known.get(problem.code, problem.code).format_map(shown).strip()
    except (ValueError, IndexError, AttributeError):
        return problem.code


def _word(known: dict[str, str], key: str, value: Any, language: str) -> Any:
    """Coded values (axes) have words of their own; the scorecard's texts carry theirs."""
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, tuple):
        return (", " if language == "en" else "、").join(str(_word(known, key, item, language)) for item in value)
    if key == "suggestion":
        return known["did-you-mean"].format(name=value) if value else ""
    return known.get(f"{key}.{value}", value) if isinstance(value, str) else value


def where(problem: Problem) -> str:
    """`file:line:column: ` as editors understand it, as far as it is known; of a workbook `file 征地拆迁!D12: `."""
    if not problem.file:
        return ""
    if in_a_cell(problem):
        return f"{problem.file} {problem.path}: "
    return f"{problem.file}:{problem.line}:{problem.column}: " if problem.line else f"{problem.file}: "


def in_a_cell(problem: Problem) -> bool:
    return problem.file.endswith(".xlsx") and "!" in problem.path and not problem.line


def line(problem: Problem, language: str, word: str = "") -> str:
    """One problem as one line of a terminal: place, how grave it is where a word says so, code, sentence, path in ids."""
    path = f" ({problem.path})" if problem.path and not in_a_cell(problem) else ""
    return f"{where(problem)}{f'{word} ' if word else ''}{problem.code} {sentence(problem, language)}{path}"
