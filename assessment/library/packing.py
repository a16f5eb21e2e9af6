"""Zip files in and out: bounded in number and in what they really unpack to, and the same bytes for the same content."""

import io
import zipfile
from collections.abc import Iterator, Mapping

from assessment.errors import AssessmentError, Problem
from assessment.library.tree import MAX_BYTES

MAX_MEMBERS = 1_000
MAX_UNPACKED = 64_000_000
_NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def members(raw: bytes, filename: str, error: type[AssessmentError]) -> Iterator[tuple[str, bytes]]:
    """The files of a zip with their names; a file that is too large is cut just beyond what may be read. Raises `error`."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            listed = [m for m in archive.infolist() if not m.is_dir() and not any(noise in m.filename for noise in _NOISE)]
            if len(listed) > MAX_MEMBERS:
                raise error(Problem("zip-too-many", filename, values={"count": len(listed), "limit": MAX_MEMBERS}))
            unpacked = 0
            for member in listed:
                with archive.open(member) as stream:
                    content = stream.read(MAX_BYTES + 1)
                unpacked += len(content)
                if unpacked > MAX_UNPACKED:
                    raise error(Problem("zip-too-large", filename, values={"limit": MAX_UNPACKED}))
                yield _shown(member), content
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as fault:
        raise error(Problem("zip-unreadable", filename, values={"reason": str(fault)[:200]})) from None


def _shown(member: zipfile.ZipInfo) -> str:
    """The name as it was meant: older Chinese Windows packs names as GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return member.filename


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by their names, without the time of day."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return buffer.getvalue()
