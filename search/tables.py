"""Files of queries, qrels and runs: read with the line of every fault, written whole or not at all."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import TableError

RUN_NAME = "repere"


@dataclass(frozen=True, slots=True)
class QueryLine:
    """A line of a file of queries. `error` says why it can't be searched; its `text` is then empty."""

    line: int
    query_id: str
    text: str
    error: str = ""


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, without its byte order mark. Raises `TableError`."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TableError(f"{path} can't be read: {error.strerror or error}", advice="Check the path") from error
    except UnicodeDecodeError as error:
        raise TableError(f"{path} is not UTF-8 (byte {error.start + 1})", advice="Save it as UTF-8") from error


def read_queries(path: Path) -> list[QueryLine]:
    """The queries of a .jsonl file: `_id` or `id`, and `text` or `query`; in their order, faulty lines included."""
    if path.suffix.lower() != ".jsonl":
        raise TableError(f"{path}: queries are read from .jsonl files", advice='One {"_id": …, "text": …} a line')
    seen: dict[str, int] = {}
    return [
        _query_line(line, number, seen)
        for number, line in enumerate(read_text(path).split("\n"), start=1)
        if line.strip()
    ]


def _query_line(line: str, number: int, seen: dict[str, int]) -> QueryLine:
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
    if query_id in seen:
        return QueryLine(
            number, query_id, "", f"line {number}: the id {query_id!r} stands on line {seen[query_id]} too"
        )
    seen[query_id] = number
    return QueryLine(number, query_id, text)


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


def trec_lines(query_id: str, ranking: Mapping[str, float]) -> Iterator[str]:
    """The lines of a TREC run: query, Q0, document, rank from 1, score, name of the run.

    The format separates by spaces, so that a space within an id is written `%20`.
    """
    for rank, (doc_id, score) in enumerate(ranking.items(), start=1):
        yield f"{_no_spaces(query_id)} Q0 {_no_spaces(doc_id)} {rank} {score:.6f} {RUN_NAME}\n"


def _no_spaces(name: str) -> str:
    return "%20".join(name.split())


def json_line(values: Mapping[str, Any]) -> str:
    """One line of a .jsonl file."""
    return json.dumps(values, ensure_ascii=False) + "\n"


def write_lines(path: Path, lines: Iterable[str], *, force: bool) -> None:
    """Write a file line by line beside its place and put it there at the end. Raises `TableError`.

    Without `force`, a file that is there already is left alone.
    """
    if path.exists() and not force:
        raise TableError(f"{path} is there already", advice="Choose another name, or add --force to replace it")
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as stream:
            beside = Path(stream.name)
            try:
                stream.writelines(lines)
            except BaseException:
                beside.unlink()
                raise
        beside.chmod(0o644)
        beside.replace(path)
    except OSError as error:
        raise TableError(f"{path} can't be written: {error.strerror or error}", advice="Check the folder") from error
