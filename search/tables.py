"""Files of queries, qrels and runs: what they hold, and how their bytes become text and lines."""

from __future__ import annotations

import codecs
import json
import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import TableError
from corpus.filters import NO_FILTERS, Filters

RUN_NAME = "repere"
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class QueryLine:
    """A line of a file of queries. `error` says why it can't be searched; its `text` is then empty.

    `filters` are the line's own; where it has one, it stands in place of the run's.
    """

    line: int
    query_id: str
    text: str
    error: str = ""
    filters: Filters = NO_FILTERS


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; `-` is standard input. Raises `TableError`."""
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise TableError(f"{path} can't be read: {error.strerror or error}", advice="Check the path") from error


def decoded(content: bytes, path: Path, encoding: str = "") -> str:
    """The text of a table: by its byte order mark, else UTF-8, else Windows-1252, which is what spreadsheets write.

    With an `encoding`, by that alone. Raises `TableError`.
    """
    marked = next((name for mark, name in MARKS if content.startswith(mark)), "")
    for name in [encoding] if encoding else [marked] if marked else ["utf-8", "cp1252"]:
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    raise TableError(f"{path} is not {encoding or marked or 'UTF-8'}", advice="Name its encoding with --encoding")


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, without its byte order mark. Raises `TableError`."""
    content = read_bytes(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"{path} is not UTF-8 (byte {error.start + 1})", advice="Save it as UTF-8") from error


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """query_id → doc_id → relevance, from BEIR's three columns with tabs or TREC's four with spaces."""
    qrels: dict[str, dict[str, int]] = {}
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        fields = line.rstrip("\r").split("\t") if "\t" in line else line.split()
        if not any(fields) or (number == 1 and not _is_integer(fields[-1])):
            continue
        if len(fields) not in {3, 4} or not _is_integer(fields[-1]):
            raise TableError(
                f"{path}, line {number}: not a judgement", advice="Write: query-id <tab> corpus-id <tab> relevance"
            )
        qrels.setdefault(fields[0], {})[fields[-2]] = int(fields[-1])
    if not qrels:
        raise TableError(f"{path} holds no judgements", advice="Write: query-id <tab> corpus-id <tab> relevance")
    return qrels


def _is_integer(field: str) -> bool:
    return field.strip().removeprefix("-").isdecimal()


def read_run(path: Path) -> dict[str, dict[str, float]]:
    """query_id → doc_id → score, best first, from a TREC run. Raises `TableError` with the line of a fault.

    Documents are in the order of their scores, as the field reads runs; the column of ranks is not looked at.
    """
    run: dict[str, dict[str, float]] = {}
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        fields = line.split()
        if not fields:
            continue
        score = _number(fields[4]) if len(fields) == 6 else math.nan
        if math.isnan(score):
            raise TableError(
                f"{path}, line {number}: not a line of a run", advice="Write: query-id Q0 doc-id rank score name"
            )
        ranking = run.setdefault(_with_spaces(fields[0]), {})
        if ranking.setdefault(_with_spaces(fields[2]), score) != score:
            raise TableError(f"{path}, line {number}: {fields[2]} stands twice under {fields[0]}", advice="Remove one")
    if not run:
        raise TableError(f"{path} holds no run", advice="Write: query-id Q0 doc-id rank score name")
    return {query_id: dict(sorted(docs.items(), key=lambda each: -each[1])) for query_id, docs in run.items()}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def trec_lines(query_id: str, ranking: Mapping[str, float]) -> Iterator[str]:
    """The lines of a TREC run: query, Q0, document, rank from 1, score, name of the run.

    The format separates by spaces, so that a space within an id is written `%20`.
    """
    for rank, (doc_id, score) in enumerate(ranking.items(), start=1):
        yield f"{_no_spaces(query_id)} Q0 {_no_spaces(doc_id)} {rank} {score:.6f} {RUN_NAME}\n"


def _no_spaces(name: str) -> str:
    return "%20".join(name.split())


def _with_spaces(name: str) -> str:
    return name.replace("%20", " ")


def json_line(values: Mapping[str, Any]) -> str:
    """One line of a .jsonl file."""
    return json.dumps(values, ensure_ascii=False) + "\n"
