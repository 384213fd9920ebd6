"""Records: documents that are text already, one a line of a .jsonl file or one a row of a .csv file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from corpus.errors import MalformedRecord, SourceEmpty, SourceError
from ingest.extract.delimited import Row, Table

LINES = ".jsonl"

_ID = ("_id", "id")
_LANGUAGE = ("lang", "language")
_OWN = {*_ID, *_LANGUAGE, "title", "text"}


@dataclass(frozen=True, slots=True)
class Record:
    """A document that is text already, as its writer states it."""

    external_id: str
    title: str
    text: str
    language: str | None = None
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with the hash of what it was read from, or the reason why there is none. `fragment` names it."""

    fragment: str
    sha256: str = ""
    record: Record | None = None
    error: SourceError | None = None


def records_of_lines(data: bytes, where: str) -> Iterator[Entry]:
    """The records of a .jsonl file, one a line. `where` is its address, for messages."""
    ids: dict[str, int] = {}
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip(b"\xef\xbb\xbf \t\r"):
            try:
                record = _of_line(line, f"{where}, line {number}")
                _check_once(record, ids, number, where)
            except SourceError as error:
                yield Entry(f"line={number}", error=error)
            else:
                yield Entry(record.external_id, hashlib.sha256(line.strip()).hexdigest(), record)


def are_records(table: Table) -> bool:
    """Whether a table has the columns of records: an id, and a text."""
    columns = _columns(table)
    return "text" in columns and any(name in columns for name in _ID)


def records_of_table(table: Table, where: str) -> Iterator[Entry]:
    """The records of a table, one a row."""
    columns = _columns(table)
    ids: dict[str, int] = {}
    for row in table.rows[1:]:
        if any(row.cells):
            try:
                record = _of_row(row, columns, where)
                _check_once(record, ids, row.line, where)
            except SourceError as error:
                yield Entry(f"line={row.line}", error=error)
            else:
                key = "\x1f".join((*columns, *row.cells))
                yield Entry(record.external_id, hashlib.sha256(key.encode("utf-8", "replace")).hexdigest(), record)


def _columns(table: Table) -> dict[str, int]:
    """The names of the columns in small letters, and where they are; the first of a name counts."""
    names = table.rows[0].cells if table.rows else ()
    columns: dict[str, int] = {}
    for index, name in enumerate(names):
        columns.setdefault(name.strip().lower(), index)
    return columns


def _of_row(row: Row, columns: Mapping[str, int], where: str) -> Record:
    place = f"{where}, line {row.line}"
    width = max(columns.values()) + 1
    if any(row.cells[width:]):
        raise MalformedRecord(
            f"{place}: {len(row.cells)} cells, where the first row has {width}",
            advice='Write texts with separators between quotation marks: "…"',
        )
    cells = {name: row.cells[index] for name, index in columns.items() if index < len(row.cells)}
    external_id = next((cells[name] for name in _ID if cells.get(name)), "")
    if not external_id:
        raise MalformedRecord(f"{place}: no id", advice='Fill the column "id"')
    title, text = cells.get("title", ""), cells.get("text", "")
    if not (text or title):
        raise SourceEmpty(f"{place}: the record {external_id!r} has no text")
    language = next((cells[name] for name in _LANGUAGE if cells.get(name)), "").lower()
    metadata = {name: value for name, value in cells.items() if name and value and name not in _OWN}
    return Record(external_id, " ".join(title.split()), text, language or None, MappingProxyType(metadata))


def _check_once(record: Record, ids: dict[str, int], number: int, where: str) -> None:
    if record.external_id in ids:
        raise MalformedRecord(
            f"{where}, line {number}: the id {record.external_id!r} stands on line {ids[record.external_id]} too",
            advice="Give each record an id of its own",
        )
    ids[record.external_id] = number


def _of_line(line: bytes, where: str) -> Record:
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
