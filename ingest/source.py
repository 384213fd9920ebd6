"""Where documents come from: paths become sources, one a file, record, archive's member or attachment, in order."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from corpus.errors import (
    SourceEmpty,
    SourceError,
    SourceMissing,
    SourceTooLarge,
    SourceUnreadable,
    UnsupportedFormat,
)
from ingest.extract import delimited, eml
from ingest.extract.archive import MAX_DEPTH, Member, Opening, attached, is_archive, members, too_deep
from ingest.extract.base import DEFAULT_READING, Content, ReadOptions
from ingest.records import LINES, Entry, Record, are_records, records_of_lines, records_of_table

__all__ = [
    "SUFFIXES",
    "Record",
    "Source",
    "as_on_disk",
    "find_files",
    "name_at",
    "name_of",
    "read_sources",
    "sources_of",
    "uri_of",
]

# A policy PDF has some megabytes. What is larger is a mistake or an attack, and is read into memory whole.
MAX_BYTES = 200 * 1024 * 1024

# What a folder or an archive is searched for. A file that is named on the command line is tried whatever its name.
# The old formats of Office can't be read, but a file of that name is a document, and may be HTML, RTF or DOCX.
SUFFIXES = frozenset(
    {
        *(".pdf", ".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".text", LINES),
        *(".docx", ".docm", ".dotx", ".odt", ".ott", ".rtf", ".doc", ".dot", ".epub", ".eml", ".mht", ".mhtml"),
        *(".pptx", ".pptm", ".ppsx", ".ppt", ".xlsx", ".xlsm", ".xltx", ".xls", ".csv", ".tsv", ".tab", ".zip"),
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"),
    }
)

_COLUMNS = re.compile(rb"(?i)(?=.*\b_?id\b)(?=.*\btext\b)")


@dataclass(frozen=True, slots=True)
class Source:
    """One document to be: a file's content or a record, or the reason why it can't be read.

    `container` is the file on the disk, or the address, that a record, member or attachment came in. `sha256` is of
    the bytes of the file, member or line. `unchanged` says that the source is known to be as it was when it was last
    ingested, so that its bytes were not read.
    """

    uri: str
    sha256: str = ""
    content: Content | None = None
    record: Record | None = None
    container: str = ""
    error: SourceError | None = None
    unchanged: bool = False


def find_files(paths: Sequence[Path], *, leave: Collection[Path] = ()) -> Iterator[Path | Source]:
    """The files under these paths, each once, in the order given and by name within a folder.

    What can't be read is a `Source` with its error. Within folders, hidden files are passed over, a file whose
    name is of no format that is ingested has the error `UnsupportedFormat`, and links to folders are not
    followed, so that a loop of them ends. Those to `leave` are passed over too, unless they are named themselves.
    """
    seen: set[str] = set()
    for path in paths:
        for file in _files_under(path, leave):
            if isinstance(file, Source):
                yield file
            elif (real := os.path.realpath(file)) not in seen:  # Path.resolve fails on a link to itself
                seen.add(real)
                yield file


def _files_under(path: Path, leave: Collection[Path]) -> Iterator[Path | Source]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield Source(uri_of(path), error=_unreadable(path, error))
        return
    if not stat.S_ISDIR(mode):
        yield path
        return
    failures: list[OSError] = []
    for folder, subfolders, names in os.walk(path, onerror=failures.append):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if not name.startswith(".") and file not in leave:
                yield file if file.suffix.lower() in SUFFIXES else _left_out(file)
        for failure in failures:
            unread = Path(failure.filename)
            yield Source(uri_of(unread), error=_unreadable(unread, failure))
        failures.clear()


def as_on_disk(path: Path) -> Path:
    """The path as the disk has it, where it was written in another form of Unicode; else as it is.

    “é” is one sign or two, and file systems tell these apart: what one machine copies, another types otherwise. Where
    two files differ only so, and neither is what was written, nobody can say which is meant.
    """
    if os.path.lexists(path) or path.parent == path:
        return path
    folder = as_on_disk(path.parent)
    wanted = unicodedata.normalize("NFC", path.name)
    try:
        alike = [name for name in os.listdir(folder) if unicodedata.normalize("NFC", name) == wanted]  # noqa: PTH208 - names
    except OSError:  # it is no folder, or may not be looked into: what opens the path says so
        return path
    return folder / alike[0] if len(alike) == 1 else path


def _left_out(file: Path) -> Source:
    return Source(uri_of(file), error=_unsupported(uri_of(file), file.suffix))


def _unsupported(uri: str, suffix: str) -> SourceError:
    kind = f"{suffix.lower()} files" if suffix else "files without a suffix"
    return UnsupportedFormat(
        f"{uri}: {kind} are not ingested from folders and archives",
        advice="Name the file itself, unpacked, to have it tried",
    )


def uri_of(path: Path) -> str:
    """The address of a file: its absolute path, bytes that are no Unicode written as `\\xe9`."""
    return os.fsencode(os.path.abspath(path)).decode("utf-8", "backslashreplace")  # noqa: PTH100 - links are kept


def name_of(path: Path) -> str:
    """A file's name as people read it: composed accents, whatever the disk has."""
    return unicodedata.normalize("NFC", os.fsencode(path.name).decode("utf-8", "replace"))


def name_at(uri: str, container: str = "") -> str:
    """The name of the file at an address, its member's or attachment's where it is in a container."""
    inside = uri.removeprefix(container).removeprefix("#") if container else uri
    return unicodedata.normalize("NFC", PurePath(inside).name)


def read_sources(
    path: Path, options: ReadOptions = DEFAULT_READING, *, opening: Opening | None = None
) -> Iterator[Source]:
    """The sources of one file: what `sources_of` finds in it, or the reason why it can't be read."""
    uri = uri_of(path)
    try:
        content = Content(name_of(path), _read(path), options)
    except SourceError as error:
        yield Source(uri, error=error)
    else:
        yield from sources_of(uri, content, opening=opening)


def sources_of(uri: str, content: Content, *, container: str = "", opening: Opening | None = None) -> Iterator[Source]:
    """The documents in what was read from `uri`: itself, or its records, members or attachments.

    A member is at `archive.zip#folder/member.pdf`, a member of that at `archive.zip#inner.zip/member.pdf`, a record at
    `records.csv#id`. `container` is always the outermost, empty for `uri` itself. An error of the whole has no
    container: what else the file held is then not known.
    """
    opening = opening or Opening()
    inside = container or uri
    try:
        if PurePath(content.name).suffix.lower() == LINES:
            yield from _recorded(uri, inside, records_of_lines(content.data, uri))
        elif (table := _table_of_records(content)) is not None:
            yield from _recorded(uri, inside, records_of_table(table, uri))
        elif is_archive(content):
            if opening.depth >= MAX_DEPTH:
                raise too_deep(uri)
            found = members(content, opening.budget, wanted=tuple(SUFFIXES))
            yield from _members(uri, inside, found, opening)
        else:
            yield Source(uri, hashlib.sha256(content.data).hexdigest(), content, container=container)
            if eml.FORMAT.accepts(content) and opening.depth < MAX_DEPTH:
                yield from _members(uri, inside, attached(content, opening.budget), opening, may_be_none=True)
    except SourceError as error:
        yield Source(uri, error=error)


def _table_of_records(content: Content) -> delimited.Table | None:
    """The rows of a .csv file whose columns are those of records; None for any other file, and for a broken one."""
    if not delimited.FORMAT.accepts(content):
        return None
    head = content.data[:10_000].replace(b"\0", b"").lstrip().partition(b"\n")
    if not any(_COLUMNS.match(line) for line in (head[0], head[2].partition(b"\n")[0])):  # below `sep=;`
        return None
    try:
        table = delimited.read(content)
    except SourceError:
        return None  # the extractor will say it
    return table if are_records(table) else None


def _recorded(uri: str, container: str, entries: Iterable[Entry]) -> Iterator[Source]:
    for entry in entries:
        address = f"{uri}#{entry.fragment}"
        yield Source(address, entry.sha256, record=entry.record, container=container, error=entry.error)


def _members(
    uri: str, container: str, found: Iterable[Member], opening: Opening, *, may_be_none: bool = False
) -> Iterator[Source]:
    any_found = may_be_none
    for member in found:
        any_found = True
        address = f"{uri}{'#' if uri == container else '/'}{member.name}"
        if member.content is not None and _is_tried(member.name):
            yield from sources_of(address, member.content, container=container, opening=opening.deeper())
        else:
            error = member.error or _unsupported(address, PurePath(member.name).suffix)
            yield Source(address, error=error, container=container)
    if not any_found:
        raise SourceEmpty(f"{uri} is an archive without files", advice="Check that it was packed whole")


def _is_tried(name: str) -> bool:
    return PurePath(name).suffix.lower() in SUFFIXES


def _read(path: Path) -> bytes:
    """The bytes of a file. Raises `SourceError`, also where it changes while it is read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise SourceUnreadable(f"{path} is not a file: it is a device, a pipe or a socket")
        with path.open("rb") as stream:
            before = os.fstat(stream.fileno())
            # One byte more than may be: a file that grows is not followed, whatever size it said it has.
            data = b"" if before.st_size > MAX_BYTES else stream.read(MAX_BYTES + 1)
            after = os.fstat(stream.fileno())
    except OSError as error:
        raise _unreadable(path, error) from error
    size = max(before.st_size, len(data))
    if size > MAX_BYTES:
        raise SourceTooLarge(
            f"{path} has {size / 1e6:,.0f} MB; at most {MAX_BYTES / 1e6:,.0f} MB are read", advice="Split it"
        )
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise SourceUnreadable(
            f"{uri_of(path)} changed while it was read", advice="Ingest it again when it is written to the end"
        )
    if not data.strip():
        raise SourceEmpty(f"{path} is empty")
    return data


def _unreadable(path: Path, error: OSError) -> SourceError:
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return SourceMissing(f"{uri_of(path)} does not exist", advice="Check the path")
    if error.errno == errno.ELOOP:
        return SourceUnreadable(f"{uri_of(path)} is a link that leads to itself", advice="Remove the link")
    return SourceUnreadable(f"{uri_of(path)} can't be read: {error.strerror or error}", advice="Check the permissions")
