"""试改稿: the copy of a scorecard that is being changed. It lies in the session until it is adopted, taken along or given up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assessment import service
from assessment.engine.editions import same_terms
from assessment.errors import AssessmentError, Problem, ScorecardError
from assessment.i18n import Translate
from assessment.library.catalogue import opened as opened_once
from assessment.library.reading import HEAD, Opened
from assessment.library.uploads import files_from_upload
from assessment.model.scorecard import Scorecard
from assessment.ui import state

KEY = "trial.draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """`base` are the files it began from. `round` grows when text comes from elsewhere than its box, so that the box is
    filled anew. `form` keeps version and days of the adoption as far as they were typed."""

    files: Mapping[str, bytes]
    base: Mapping[str, bytes]
    round: int = 0
    form: tuple[str, date | None, date | None] | None = None

    def opened(self) -> Opened:
        return opened_once(self.files, service.DRAFT)

    @property
    def title(self) -> str:
        """What it began from."""
        return identity(opened_once(self.base, service.DRAFT))

    def changed(self, file: str) -> bool:
        return self.files.get(file) != self.base.get(file)

    def text(self, file: str) -> str:
        """For the box: line ends are the box's own."""
        return self.files[file].decode("utf-8", "replace").replace("\r\n", "\n")


def current() -> Draft | None:
    draft: Draft | None = state.recall(KEY)
    return draft


def begin(edition: Opened, uploads: Sequence[Any] = ()) -> None:
    """From an edition, with what was uploaded over it. Raises ScorecardError and begins nothing."""
    files = _over(edition.files, uploads)
    state.remember(KEY, Draft(files, edition.files, _round() + 1))


def take_in(draft: Draft, uploads: Sequence[Any]) -> None:
    """More files over the draft. Raises ScorecardError and changes nothing."""
    state.remember(KEY, replace(draft, files=_over(draft.files, uploads), round=draft.round + 1))


def _over(files: Mapping[str, bytes], uploads: Sequence[Any]) -> dict[str, bytes]:
    """Every problem of every file, or all of them in."""
    over, problems = dict(files), list[Problem]()
    for upload in uploads:
        try:
            over = files_from_upload(upload.name, upload.getvalue(), over)
        except AssessmentError as error:
            problems += error.problems
    if problems:
        raise ScorecardError(*problems)
    return over


def edit(file: str, text: str) -> None:
    """What was typed; the line ends of the file stay."""
    draft = current()
    if draft is not None and file in draft.files and text != draft.text(file):
        crlf = b"\r\n" in draft.files[file]
        content = (text.replace("\n", "\r\n") if crlf else text).encode("utf-8", "replace")
        state.remember(KEY, replace(draft, files={**draft.files, file: content}))


def restore(file: str) -> None:
    """One file as it was at the beginning; one that was not there goes."""
    draft = current()
    if draft is not None:
        files = dict(draft.files)
        if file in draft.base:
            files[file] = draft.base[file]
        else:
            files.pop(file, None)
        state.remember(KEY, replace(draft, files=files, round=draft.round + 1))


def keep_form(version: str, first: date | None, last: date | None) -> None:
    draft = current()
    if draft is not None:
        state.remember(KEY, replace(draft, form=(version, first, last)))


def discard() -> None:
    state.remember("trial.round", _round() + 1)
    state.forget(KEY)


def _round() -> int:
    draft = current()
    return draft.round if draft is not None else int(state.recall("trial.round", 0))


def identity(edition: Opened) -> str:
    """As a person picks it: by title; a scorecard that cannot be read has only its folder's name."""
    card = edition.scorecard
    return f"{card.title.in_(state.language())} {card.version}" if card is not None else edition.name


def applies(edition: Opened, day: date) -> bool:
    span = edition.scorecard.in_force if edition.scorecard is not None else None
    return span is not None and span.from_ <= day <= (span.until or date.max)


def in_force(editions: Sequence[Opened], day: date, id: str | None = None) -> Opened | None:
    """Of these, or of one scorecard: the edition of that day (the default of several), else the one that began last."""
    known = [(each, each.scorecard) for each in editions if each.scorecard is not None and id in (None, each.scorecard.id)]
    today = [(each, card) for each, card in known if card.in_force.from_ <= day <= (card.in_force.until or date.max)]
    today.sort(key=lambda pair: not pair[1].default)
    if today:
        return today[0][0]
    return max(known, key=lambda pair: pair[1].in_force.from_)[0] if known else None


def titles(_: Translate, draft: Draft, language: str) -> dict[str, str]:
    """What each file is about, as far as the draft, or else what it began from, can be read as a whole."""
    for edition in (draft.opened(), opened_once(draft.base, service.DRAFT)):
        card = edition.scorecard
        if card is not None:
            break
    else:
        return {}
    found = {HEAD: _("总则")}
    for sheet in card.sheets:
        name = sheet.title.in_(language)
        found |= {f"sheets/{sheet.id}.yaml": name, f"measures/{sheet.id}.yaml": _("{sheet}：措施", sheet=name)}
    told = ((each.file, each.example.title) for each in edition.examples)
    return found | {file: _("算例：{title}", title=title.in_(language)) for file, title in told if title}


def others(card: Scorecard, editions: Sequence[Opened]) -> dict[str, tuple[str, Scorecard]]:
    """What an assessment under `card` could be scored under instead, named, by digest: the other editions of its scorecard,
    and the draft."""
    draft = current()
    found: dict[str, tuple[str, Scorecard]] = {}
    for each, name in [*((each, "") for each in editions), *([(draft.opened(), draft.title)] if draft else [])]:
        other = formed(each)
        if other is not None and other.id == card.id and not same_terms(card, other):
            told = state.tr()("{edition} 的试改稿", edition=name) if name else identity(each)
            found.setdefault(each.digest, (told, other))
    return found


def formed(edition: Opened) -> Scorecard | None:
    """The scorecard as soon as it can be read as a whole, even while its examples do not hold."""
    try:
        return edition.formed()
    except ScorecardError:
        return None


def next_version(version: str, taken: Sequence[str]) -> str:
    """«2026.1» → «2026.2», the first that nobody has; as it is where it is free."""
    while version in taken:
        stem = version.rstrip("0123456789")
        number = version[len(stem) :]
        version = f"{stem}{int(number) + 1}" if number else f"{version}.2"
    return version


def place(problem: Problem) -> str:
    """The file of a problem as the draft knows it."""
    return problem.file.removeprefix(f"{service.DRAFT}/")


def order(draft: Draft, problems: Mapping[str, int]) -> list[str]:
    """The general part, sheets and measures, then the worked examples; those of them with problems or changes first."""
    folders = ("", "sheets", "measures", "cases")

    def rank(file: str) -> tuple[int, bool, str]:
        folder = file.rpartition("/")[0]
        return folders.index(folder), folder == "cases" and not problems.get(file) and not draft.changed(file), file

    return sorted((file for file in draft.files if file == HEAD or file.partition("/")[0] in folders[1:]), key=rank)
