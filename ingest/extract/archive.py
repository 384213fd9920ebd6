"""Files of several documents: the members of a ZIP archive, the attachments of a message, in archives of archives too.

A member's name is part of an address and nothing else: it is never a path on the disk.
"""

from __future__ import annotations

import re
import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from zipfile import ZipInfo

from corpus.errors import ArchiveTooLarge, SourceEmpty, SourceError, SourceTooLarge, SourceUnreadable
from ingest.extract import docx, eml, epub, odt, pptx, xlsx
from ingest.extract.base import Content
from ingest.extract.encoding import CHECK_COPY
from ingest.extract.zipped import Budget, is_zip, names_in, opened, unpacked

MAX_DEPTH = 3
"""Archives in archives in an archive; nobody who means well packs deeper."""

MAX_NAME_CHARS = 500

_UNICODE_NAME = 0x7075
_UTF8_FLAG = 0x800
_FRAMES = re.compile("[\u2500-\u259f]")
_DRIVE = re.compile(r"\A[A-Za-z]:")
_OFFICE = ("mimetype", "[Content_Types].xml", "META-INF/container.xml")


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive: its name, and its content or the reason why it can't be read."""

    name: str
    content: Content | None = None
    error: SourceError | None = None


def is_archive(content: Content) -> bool:
    """Whether this is a ZIP archive, and no document that is packed as one."""
    if not is_zip(content.data) or any(
        known.accepts(content) for known in (docx.FORMAT, odt.FORMAT, pptx.FORMAT, xlsx.FORMAT, epub.FORMAT)
    ):
        return False
    return not names_in(content.data).intersection(_OFFICE)


def members(content: Content, budget: Budget, *, wanted: Sequence[str] = ()) -> Iterator[Member]:
    """The members of an archive in its order: no folders, hidden files, or what macOS adds.

    Where two have one name, the later one counts, as it would on the disk. What is not `wanted`, by its suffix, is
    given with its name only, and not unpacked. Raises `SourceError` where the archive itself can't be read on.
    """
    with opened(content.data, name=content.name) as archive:
        for name, member in _named(archive.infolist()).items():
            budget.take_member(content.name)
            if wanted and PurePath(name).suffix.lower() not in wanted:
                yield Member(name)
                continue
            if stat.S_ISLNK(member.external_attr >> 16):
                yield Member(
                    name, error=SourceUnreadable(f"{name} is a link and no file", advice="Pack the file itself")
                )
                continue
            try:
                data = unpacked(archive, member, budget, name=name, passwords=content.options.passwords)
            except ArchiveTooLarge:
                raise
            except SourceError as error:
                yield Member(name, error=error)
            else:
                yield _member(name, data, content)


def attached(content: Content, budget: Budget) -> Iterator[Member]:
    """The attachments of a message, named apart where two have one name."""
    taken: set[str] = set()
    for raw, data in eml.attachments(content):
        budget.take_member(content.name)
        budget.take_bytes(len(data), content.name)
        name = _apart(cleaned(raw) or "attachment", taken)
        taken.add(name)
        yield _member(name, data, content)


def _member(name: str, data: bytes, archive: Content) -> Member:
    if not data.strip():
        return Member(name, error=SourceEmpty(f"{name} is empty", advice=CHECK_COPY))
    return Member(name, Content(PurePath(name).name, data, options=archive.options))


def too_deep(name: str) -> SourceTooLarge:
    return SourceTooLarge(
        f"{name} is an archive within {MAX_DEPTH} others and is not opened", advice="Unpack it and ingest the folder"
    )


def _named(infos: Sequence[ZipInfo]) -> dict[str, ZipInfo]:
    """The members that are files to read, by their cleaned names; the last of one raw name stands for all."""
    last = {name_of_member(info): info for info in infos if not info.is_dir()}
    named: dict[str, ZipInfo] = {}
    for raw, info in last.items():
        name = cleaned(raw)
        if name and not any(part.startswith(".") or part == "__MACOSX" for part in name.split("/")):
            named[_apart(name, named)] = info
    return named


def _apart(name: str, taken: object) -> str:
    """`charte (2).pdf` where `charte.pdf` is taken: `a.txt` and `../a.txt` are two files of one cleaned name."""
    number, path, chosen = 1, PurePath(name), name
    while chosen in taken:  # type: ignore[operator]
        number += 1
        chosen = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
    return chosen


def cleaned(name: str) -> str:
    """A member's name as the rest of an address: no drive, no `/` before it, no `..`, no control characters."""
    plain = "".join(" " if ord(character) < 32 else character for character in name)
    parts = _DRIVE.sub("", plain.replace("\\", "/")).split("/")
    return "/".join(part.strip() for part in parts if part.strip() not in ("", ".", ".."))[-MAX_NAME_CHARS:]


def name_of_member(info: ZipInfo) -> str:
    """A member's name in the letters that it was written with.

    By the flag or the field for UTF-8, else UTF-8 where it is valid, as macOS writes without saying so, else the page
    of DOS: 437, or 850 where 437 gives parts of frames in the place of capitals with accents.
    """
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    if (stated := _unicode_field(info.extra, raw)) is not None:
        return stated
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850") if _FRAMES.search(info.filename) else info.filename


def _unicode_field(extra: bytes, raw: bytes) -> str | None:
    """Info-ZIP's field with the name in UTF-8, which counts while it belongs to the name that is there."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        value, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_NAME and len(value) > 5 and value[1:5] == struct.pack("<L", zlib.crc32(raw)):
            return value[5:].decode("utf-8", "replace")
    return None


@dataclass(slots=True)
class Opening:
    """What is left to be unpacked from one file, and how deep in it one is."""

    budget: Budget = field(default_factory=Budget)
    depth: int = 0

    def deeper(self) -> Opening:
        return Opening(self.budget, self.depth + 1)
