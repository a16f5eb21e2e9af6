"""Planted mistakes: a patch of a good file as data, a few lines each.

A patch is `{file, find, replace | base64}`, `{file, append, times?}`, `{file, content | base64}` (the whole file) or
`{file, delete: true}`; a planted mistake has one patch, or several under `edits`, and what is to be reported under `expect`.
"""

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from assessment.errors import Problem
from assessment.i18n import catalogue, sentence

TESTS = Path(__file__).resolve().parent.parent
SCORECARDS = TESTS / "scorecards"
SOURCES = TESTS.parent / "assessment"
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def planted(folder: str) -> dict[str, dict[str, Any]]:
    """Every planted mistake of a folder by name."""
    return {path.stem: yaml.safe_load(path.read_bytes()) for path in sorted((TESTS / folder).glob("*.yaml"))}


def patch(files: dict[str, bytes], mistake: dict[str, Any]) -> None:
    """Plant a mistake in `files`. A text to be found must stand there exactly once."""
    for edit in mistake.get("edits", [mistake]):
        name = edit["file"]
        if edit.get("delete"):
            del files[name]
        elif "find" in edit:
            found, new = edit["find"].encode(), _new(edit, "replace")
            assert files[name].count(found) == 1, f"{edit['find']!r} stands {files[name].count(found)} times in {name}"
            files[name] = files[name].replace(found, new)
        elif "append" in edit:
            files[name] += edit["append"].encode() * edit.get("times", 1)
        else:
            files[name] = _new(edit, "content")


def _new(edit: dict[str, Any], key: str) -> bytes:
    return base64.b64decode(edit["base64"]) if "base64" in edit else str(edit[key]).encode()


def codes(*sources: str) -> set[str]:
    """The problem codes that stand in source files: what is given to `problem(…)` and its like or yielded as a misfit, and
    every other word in quotes that a catalogue knows as a sentence."""
    given = re.compile(
        r'(?:[pP]roblem|PydanticCustomError|_at|_known|yield)\(?[\s(]*(?:event, |self\._at\(event, )?"([a-z]+(?:-[a-z]+)+)"'
    )
    quoted = re.compile(r'"([a-z]+(?:-[a-z0-9]+)+)"')
    texts = [path.read_text(encoding="utf-8") for source in sources for path in sorted(SOURCES.glob(source))]
    known = set(catalogue("zh")) | set(catalogue("en"))
    return {code for text in texts for code in given.findall(text) + [word for word in quoted.findall(text) if word in known]}


def unclear(problem: Problem) -> Iterator[str]:
    """What is wrong with the sentences of a problem: none, a value that is missing, program text in it, the other language."""
    for language in ("zh", "en"):
        text = catalogue(language).get(problem.code)
        if text is None:
            yield f"no sentence in {language}"
            continue
        asked = set(re.findall(r"\{(\w+)\}", text))
        missing = asked - set(problem.values)
        if missing:
            yield f"{language} lacks the values {sorted(missing)}"
        said = sentence(problem, language)
        ours = said  # without what the author wrote
        for written in (value for value in problem.values.values() if isinstance(value, str) and value):
            ours = ours.replace(written, "")
        if any(f"{{{name}}}" in said for name in asked) or re.search(r"\bNone\b|\bTrue\b|«|[\[({]'", ours):
            yield f"program text in {language}: {said}"
        if "key" in asked and not missing and problem.values["key"][:20] not in said:
            yield f"the key as it is written is missing in {language}: {said}"
        if not said or said[0] in "，。 ” " or "“”" in said:
            yield f"a word is missing in {language}: {said}"
        if language == "zh" and not CHINESE.search(said):
            yield f"not Chinese: {said}"
