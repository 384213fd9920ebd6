"""Files of queries: whatever table a person has, read with its separator, encoding and columns told from the file.

Every line is a query or says what is wrong with it; none is dropped, and none stops the others.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from corpus.errors import QueryError, TableError
from corpus.filters import NO_FILTERS, Filters
from search.filtering import filters_of
from search.sheets import sheet_rows
from search.tables import QueryLine, decoded, read_bytes

STDIN = Path("-")
INPUT_FORMATS = (".csv", ".tsv", ".jsonl", ".xlsx", ".txt")

QUERY_NAMES = ("query", "text", "question", "requête", "requete", "frage", "consulta", "pregunta", "q")
ID_NAMES = ("id", "_id", "query_id", "query-id", "qid", "question_id")
# Column of a table, or key of "filters" in a record → the field of `Filters`. Fewer names than in the query box: a
# column `type` of a file of questions is seldom the instrument's.
FILTER_NAMES = {
    "lang": "languages",
    "language": "languages",
    "doc": "documents",
    "document": "documents",
    "kind": "kinds",
    "territory": "territories",
    "organisation": "organisations",
    "theme": "themes",
    "year": "years",
    "since": "since",
    "until": "until",
}
SEPARATORS = (";", "\t", ",", "|")
VALUES = ("|", ";")
"""What stands between several values of one cell, `fr|en`. A comma may be part of a name."""

_FAULTS = {
    "unexpected end": "a quote that opens here is never closed; what follows can't be read",
    "expected after": "a quote stands within a quoted cell; write it twice",
}

Numbered: TypeAlias = tuple[int, "Sequence[str] | str"]
"""A line's number, and its cells, or what is wrong with it."""


@dataclass(frozen=True, slots=True)
class QueryFile:
    """The queries of a file, in their order, and which of its columns were understood as what."""

    lines: tuple[QueryLine, ...]
    digest: str
    used: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    def told(self) -> str:
        """What was read as what, for a person to check."""
        parts = [f"{role}: {name}" for role, name in self.used.items()]
        if self.ignored:
            parts.append(f"not used: {', '.join(self.ignored)}")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Choice:
    """The columns that the user names, by name or by number from 1, and the encoding; empty means: find out."""

    query: str = ""
    query_id: str = ""
    encoding: str = ""


def read_query_file(path: Path, choice: Choice | None = None, *, data: bytes | None = None) -> QueryFile:
    """Read a `.csv`, `.tsv`, `.jsonl`, `.xlsx` or `.txt` file, or any of them but `.xlsx` from `data`.

    Raises `TableError` where the file can't be read or has no column of queries.
    """
    choice = choice or Choice()
    content = read_bytes(path) if data is None else data
    digest = hashlib.sha256(content).hexdigest()
    suffix = path.suffix.lower() if path != STDIN else _guess_format(content, choice)
    if suffix not in INPUT_FORMATS:
        raise TableError(
            f"{path}: queries can't be read from {suffix or 'a file without a suffix'}",
            advice=f"Use {', '.join(INPUT_FORMATS)}",
        )
    if suffix == ".jsonl":
        lines = _json_lines(decoded(content, path, choice.encoding))
        found = QueryFile(tuple(_without_doubles(lines)), digest)
    elif suffix == ".txt":
        lines = _text_lines(decoded(content, path, choice.encoding))
        found = QueryFile(tuple(lines), digest)
    else:
        rows = (
            sheet_rows(content, path)
            if suffix == ".xlsx"
            else _cells(decoded(content, path, choice.encoding), tabs=suffix == ".tsv")
        )
        found = _table(rows, path, choice, digest)
    if not found.lines:
        raise TableError(f"{path} holds no queries", advice="Write one a line")
    return found


def is_filter(name: str) -> bool:
    """Whether a column or key of this name restricts its query."""
    return name.casefold() in FILTER_NAMES


def _filters(values: Mapping[str, Sequence[str]]) -> Filters:
    """The filters of these columns or keys. Raises `QueryError` for a value that there is not."""
    chosen: dict[str, Any] = {}
    for name, given in values.items():
        target = FILTER_NAMES[name.casefold()]
        if given:
            chosen[target] = given[0] if target in {"since", "until"} else tuple(given)
    return filters_of(**chosen) if chosen else NO_FILTERS


def _guess_format(content: bytes, choice: Choice) -> str:
    """What comes through a pipe: records, a table whose first line names a column of queries, or a query a line."""
    head = decoded(content, STDIN, choice.encoding).lstrip()
    first = head.split("\n", 1)[0]
    if first.startswith("{"):
        return ".jsonl"
    names = {name.strip().strip('"').casefold() for name in first.split(_separator(first))}
    return ".csv" if names & {*QUERY_NAMES, choice.query.casefold()} - {""} else ".txt"


def _json_lines(text: str) -> Iterator[QueryLine]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _json_line(line, number)


def _json_line(line: str, number: int) -> QueryLine:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError) as error:
        return QueryLine(number, f"line-{number}", "", f"line {number}: not JSON ({error})")
    if not isinstance(content, dict):
        return QueryLine(number, f"line-{number}", "", f"line {number}: not an object")
    query_id = str(content.get("_id", content.get("id", f"line-{number}")))
    text = content.get("text", content.get("query"))
    if not isinstance(text, str):
        return QueryLine(number, query_id, "", f'line {number}: no "text"')
    # In BEIR's files "lang" is the query's own language, so that filters have a place of their own.
    filters = content.get("filters", {})
    if not isinstance(filters, dict):
        return QueryLine(number, query_id, "", f'line {number}: "filters" is no object')
    unknown = [name for name in filters if not is_filter(str(name))]
    if unknown:
        return QueryLine(number, query_id, "", f"line {number}: no filter {unknown[0]!r}")
    return _query_line(number, query_id, text, {name: _listed(value) for name, value in filters.items()})


def _listed(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _text_lines(text: str) -> Iterator[QueryLine]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield QueryLine(number, f"line-{number}", line.strip())


def _cells(text: str, *, tabs: bool) -> Iterator[Numbered]:
    """The records of a table, each with the number of the line that it begins on; empty lines are passed over."""
    csv.field_size_limit(1 << 30)
    separator = "\t" if tabs else _separator(next((line for line in text.splitlines() if line.strip()), ""))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        begin = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield begin, next((told for sign, told in _FAULTS.items() if sign in str(error)), str(error))
            continue
        if any(cell.strip() for cell in cells):
            yield begin, cells


def _separator(line: str) -> str:
    """The sign that stands most often in the line of names, outside quotes; a comma where none does."""
    bare = "".join(line.split('"')[::2])
    return max(SEPARATORS, key=lambda sign: (bare.count(sign), sign == ","))


def _table(rows: Iterable[Numbered], path: Path, choice: Choice, digest: str) -> QueryFile:
    remaining = iter(rows)
    number, names = next(remaining, (1, ""))
    if isinstance(names, str):
        raise TableError(f"{path}, line {number}: {names or 'no line of names'}", advice="Begin with a line of names")
    names = [name.strip() for name in names]
    query = _column(names, choice.query, QUERY_NAMES)
    if query is None:
        named = f"no column {choice.query!r}" if choice.query else "no column named query, text or question"
        shown = ", ".join(name[:40] for name in names[:20]) or "none"
        raise TableError(f"{path} has {named}; its columns are: {shown}", advice="Name one with --column")
    query_id = _column(names, choice.query_id, ID_NAMES)
    if choice.query_id and query_id is None:
        raise TableError(f"{path} has no column {choice.query_id!r}", advice=f"It has: {', '.join(names[:20])}")
    filters = {name: at for at, name in enumerate(names) if is_filter(name) and at not in {query, query_id}}
    lines = [_row(number, cells, len(names), query, query_id, filters) for number, cells in remaining]
    used = {"queries": names[query]} | ({} if query_id is None else {"ids": names[query_id]})
    used |= {"filters": ", ".join(filters)} if filters else {}
    others = {name for at, name in enumerate(names) if name and at not in {query, query_id, *filters.values()}}
    return QueryFile(tuple(_without_doubles(lines)), digest, used, tuple(name for name in names if name in others))


def _column(names: Sequence[str], chosen: str, known: Sequence[str]) -> int | None:
    """The place of a column: the one that is chosen by name or number, else the first that is known."""
    folded = [name.casefold() for name in names]
    if chosen:
        if chosen.casefold() in folded:
            return folded.index(chosen.casefold())
        return int(chosen) - 1 if chosen.isdecimal() and 1 <= int(chosen) <= len(names) else None
    return next((folded.index(name) for name in known if name in folded), None)


def _row(
    number: int, cells: Sequence[str] | str, width: int, query: int, query_id: int | None, filters: Mapping[str, int]
) -> QueryLine:
    if isinstance(cells, str):
        return QueryLine(number, f"line-{number}", "", f"line {number}: {cells}")
    name = cells[query_id].strip() if query_id is not None and query_id < len(cells) else ""
    name = name or f"line-{number}"
    if len(cells) <= query:
        return QueryLine(number, name, "", f"line {number}: {len(cells)} cells, and the query's is number {query + 1}")
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        return QueryLine(
            number, name, "", f"line {number}: {len(cells)} cells under {width} names; is a cell without its quotes?"
        )
    values = {filter_name: _values(cells[at]) for filter_name, at in filters.items() if at < len(cells)}
    return _query_line(number, name, cells[query], values)


def _values(cell: str) -> list[str]:
    for sign in VALUES:
        cell = cell.replace(sign, "\n")
    return [value.strip() for value in cell.splitlines() if value.strip()]


def _query_line(number: int, query_id: str, text: str, filters: Mapping[str, Sequence[str]]) -> QueryLine:
    try:
        return QueryLine(number, query_id, text, filters=_filters(filters))
    except QueryError as error:
        return QueryLine(number, query_id, "", f"line {number}: {error}")


def _without_doubles(lines: Iterable[QueryLine]) -> Iterator[QueryLine]:
    """The lines, where an id that stands twice is an error at its second place."""
    seen: dict[str, int] = {}
    for line in lines:
        first = seen.setdefault(line.query_id, line.line)
        if first == line.line or line.error:
            yield line
        else:
            told = f"line {line.line}: the id {line.query_id!r} stands on line {first} too"
            yield QueryLine(line.line, line.query_id, "", told)
