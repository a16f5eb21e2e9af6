"""A changed scorecard comes in as a file: a zip of its folder, its workbook, or single YAML files put in the place of those
they replace. Another kind of file is one more reader in `READERS`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

from assessment.errors import Problem, ScorecardError
from assessment.library.packing import members
from assessment.library.reading import HEAD, MAX_FILES, MAX_LOAD, Files, load_of
from assessment.library.tree import Node, parse
from assessment.library.workbook.exchange import files_from_workbook

Reader = Callable[[str, bytes, Files], dict[str, bytes]]
FOLDERS = ("sheets", "measures", "cases")
_YAML = (".yaml", ".yml")
_NAME = re.compile(r"\w[\w.\-]{0,99}")
_COPY = re.compile(r"\s*\(\d+\)$")  # «land-acquisition (1).yaml», as browsers name a second download


def files_from_upload(name: str, raw: bytes, base_files: Files) -> dict[str, bytes]:
    """The files of the changed scorecard: what was uploaded, over `base_files` unless it is a whole folder.

    Raises ScorecardError: a kind of file nobody reads, a zip that is damaged or holds several scorecards, a file whose place
    cannot be told. What stands in the files is not judged here.
    """
    reader = READERS.get(PurePosixPath(name.lower()).suffix)
    if reader is None:
        raise ScorecardError(Problem("upload-kind", name, values={"allowed": tuple(READERS)}))
    files = reader(name, raw, base_files)
    if len(files) > MAX_FILES or sum(map(load_of, files.values())) > MAX_LOAD:
        raise ScorecardError(Problem("upload-too-large", name))
    return files


def _yaml(name: str, raw: bytes, base: Files) -> dict[str, bytes]:
    return {**base, _place(name, raw, base): raw}


def _zip(name: str, raw: bytes, base: Files) -> dict[str, bytes]:
    """A folder with its scorecard.yaml is the whole scorecard; without one its files replace those of the base."""
    found = {path.replace("\\", "/"): content for path, content in members(raw, name, ScorecardError)}
    found = {path: content for path, content in found.items() if path.lower().endswith(_YAML)}
    heads = [path for path in found if path.rpartition("/")[2] == HEAD]
    if not found:
        raise ScorecardError(Problem("upload-empty", name))
    if len(heads) > 1:
        raise ScorecardError(Problem("upload-several", name, values={"known": tuple(heads)}))
    root = heads[0].removesuffix(HEAD) if heads else None
    files = {} if heads else dict(base)
    placed: dict[str, str] = {}
    for path, content in found.items():
        place = _place(path if root is None else path.removeprefix(root), content, base)
        if place in placed:
            raise ScorecardError(Problem("upload-twice", name, values={"one": placed[place], "two": path, "now": place}))
        placed[place], files[place] = path, content
    return files


def _place(path: str, raw: bytes, base: Files) -> str:
    """Where a file belongs: by its folder, else by what stands in it, else by the only file of that name."""
    folder, file = PurePosixPath(path).parent.name, PurePosixPath(path).name
    stem, suffix = _COPY.sub("", PurePosixPath(file).stem), PurePosixPath(file).suffix.lower()
    if path == HEAD:
        return HEAD
    if folder not in FOLDERS:
        node, _ = parse(raw, path)
        values: dict[str, Node] = node.value if node is not None and isinstance(node.value, dict) else {}
        folder = _folder(values)
        if folder == "sheets" and "id" in values:
            stem = str(values["id"].value)
    if folder == HEAD:
        return HEAD
    same = [known for known in base if known.rpartition("/")[2].rpartition(".")[0] == stem and folder in ("", _top(known))]
    if (not folder and len(same) != 1) or not _NAME.fullmatch(stem):
        raise ScorecardError(Problem("upload-place-unknown", path))
    return same[0] if same else f"{folder}/{stem}{suffix}"


def _folder(keys: Iterable[str]) -> str:
    """By the keys that only one kind of file has; "" where nothing tells."""
    told: Mapping[str, str] = {"dimensions": HEAD, "indicators": "sheets", "measures": "measures", "expect": "cases"}
    return next((folder for key, folder in told.items() if key in keys), "")


def _top(path: str) -> str:
    return path.partition("/")[0] if "/" in path else HEAD


READERS: dict[str, Reader] = {".zip": _zip, ".xlsx": files_from_workbook, ".yaml": _yaml, ".yml": _yaml}
