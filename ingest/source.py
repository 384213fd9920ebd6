"""Where documents come from: paths become sources, one a file or one a record, in a fixed order."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from corpus.errors import (
    MalformedRecord,
    SourceEmpty,
    SourceError,
    SourceMissing,
    SourceTooLarge,
    SourceUnreadable,
    UnsupportedFormat,
)
from ingest.extract.base import Content

# A policy PDF has some megabytes. What is larger is a mistake or an attack, and is read into memory whole.
MAX_BYTES = 200 * 1024 * 1024

RECORDS = ".jsonl"
# What a folder is searched for. A file that is named on the command line is tried whatever its name.
SUFFIXES = frozenset({".pdf", ".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".text", RECORDS})


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a .jsonl file: a document that is text already."""

    external_id: str
    title: str
    text: str
    language: str | None = None
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Source:
    """One document to be: a file's content or a record, or the reason why it can't be read.

    `container` is the .jsonl file of a record. `sha256` is of the bytes of the file or of the line. `unchanged` says
    that the source is known to be as it was when it was last ingested, so that its bytes were not read.
    """

    uri: str
    sha256: str = ""
    content: Content | None = None
    record: Record | None = None
    container: str = ""
    error: SourceError | None = None
    unchanged: bool = False


def find_files(paths: Sequence[Path]) -> Iterator[Path | Source]:
    """The files under these paths, each once, in the order given and by name within a folder.

    What can't be read is a `Source` with its error. Within folders, hidden files are passed over, a file whose
    name is of no format that is ingested has the error `UnsupportedFormat`, and links to folders are not
    followed, so that a loop of them ends.
    """
    seen: set[str] = set()
    for path in paths:
        for file in _files_under(path):
            if isinstance(file, Source):
                yield file
            elif (real := os.path.realpath(file)) not in seen:  # Path.resolve fails on a link to itself
                seen.add(real)
                yield file


def _files_under(path: Path) -> Iterator[Path | Source]:
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
            if not name.startswith("."):
                file = Path(folder, name)
                yield file if file.suffix.lower() in SUFFIXES else Source(uri_of(file), error=_unsupported(file))
        for failure in failures:
            unread = Path(failure.filename)
            yield Source(uri_of(unread), error=_unreadable(unread, failure))
        failures.clear()


def _unsupported(path: Path) -> SourceError:
    kind = f"{path.suffix.lower()} files" if path.suffix else "files without a suffix"
    return UnsupportedFormat(
        f"{uri_of(path)}: {kind} are not ingested from folders", advice="Name the file itself to have it tried"
    )


def uri_of(path: Path) -> str:
    """The address of a file: its absolute path, bytes that are no Unicode written as `\\xe9`."""
    return os.fsencode(os.path.abspath(path)).decode("utf-8", "backslashreplace")  # noqa: PTH100 - links are kept


def name_of(path: Path) -> str:
    """A file's name as people read it: composed accents, whatever the disk has."""
    return unicodedata.normalize("NFC", os.fsencode(path.name).decode("utf-8", "replace"))


def read_sources(path: Path) -> Iterator[Source]:
    """The sources of one file: its records where it is a .jsonl file, else the file itself."""
    uri = uri_of(path)
    try:
        data = _read(path)
    except SourceError as error:
        yield Source(uri, error=error)
        return
    if path.suffix.lower() == RECORDS:
        yield from _records(uri, data)
    else:
        yield Source(uri, hashlib.sha256(data).hexdigest(), Content(name_of(path), data))


def _read(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SourceUnreadable(f"{path} is not a file: it is a device, a pipe or a socket")
        if status.st_size > MAX_BYTES:
            raise SourceTooLarge(
                f"{path} has {status.st_size / 1e6:,.0f} MB; at most {MAX_BYTES / 1e6:,.0f} MB are read",
                advice="Split it",
            )
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    if not data.strip():
        raise SourceEmpty(f"{path} is empty")
    return data


def _unreadable(path: Path, error: OSError) -> SourceError:
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return SourceMissing(f"{uri_of(path)} does not exist", advice="Check the path")
    if error.errno == errno.ELOOP:
        return SourceUnreadable(f"{uri_of(path)} is a link that leads to itself", advice="Remove the link")
    return SourceUnreadable(f"{uri_of(path)} can't be read: {error.strerror or error}", advice="Check the permissions")


def _records(uri: str, data: bytes) -> Iterator[Source]:
    ids: dict[str, int] = {}
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip(b"\xef\xbb\xbf \t\r"):
            continue
        try:
            record = _record(line, uri, number)
            if record.external_id in ids:
                raise MalformedRecord(
                    f"{uri}, line {number}: the id {record.external_id!r} stands on line {ids[record.external_id]} too",
                    advice="Give each record an id of its own",
                )
        except SourceError as error:
            yield Source(f"{uri}#line={number}", container=uri, error=error)
            continue
        ids[record.external_id] = number
        yield Source(
            f"{uri}#{record.external_id}", hashlib.sha256(line.strip()).hexdigest(), record=record, container=uri
        )


def _record(line: bytes, uri: str, number: int) -> Record:
    where = f"{uri}, line {number}"
    try:
        content = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise MalformedRecord(
            f"{where}: not UTF-8 (byte {error.start + 1})", advice="Save the file as UTF-8"
        ) from error
    except (ValueError, RecursionError) as error:
        raise MalformedRecord(f"{where}: not JSON ({error})", advice="One JSON object a line") from error
    if not isinstance(content, dict):
        raise MalformedRecord(f"{where}: not an object", advice='Write {"_id": …, "text": …} on each line')
    external_id = content.get("_id", content.get("id"))
    if not isinstance(external_id, str | int) or isinstance(external_id, bool) or str(external_id).strip() == "":
        raise MalformedRecord(f"{where}: no id", advice='Add "_id" or "id"')
    text, title = content.get("text"), content.get("title") or ""
    if not isinstance(text, str) or not isinstance(title, str):
        raise MalformedRecord(f'{where}: "text" or "title" is missing or not a string', advice='Add "text"')
    if not (text.strip() or title.strip()):
        raise SourceEmpty(f"{where}: the record {external_id!r} has no text")
    language = content.get("lang")
    extra = content.get("metadata")
    metadata = {str(key): str(value) for key, value in extra.items()} if isinstance(extra, dict) else {}
    if isinstance(url := content.get("url"), str) and url:
        metadata["url"] = url
    return Record(
        external_id=str(external_id),
        title=" ".join(title.split()),
        text=text,
        language=language.strip().lower() if isinstance(language, str) and language.strip() else None,
        metadata=MappingProxyType(metadata),
    )
