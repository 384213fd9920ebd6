"""Many queries, one table: a row a hit, in the order of the queries; a line that can't be searched is a row too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import QueryError, TableError
from search.evaluate import documents_once
from search.query import NO_FILTERS, Filters, Mode, Query
from search.results import Result
from search.searcher import Searcher
from search.tables import QueryLine, json_line, trec_lines

FORMATS = (".jsonl", ".trec")


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How every query of a batch is searched. `k` counts passages, or documents where they are asked for.

    Questions from files were seldom written for a search: their quotes and hyphens are writing, unless `operators`.
    """

    k: int = 10
    mode: Mode = "hybrid"
    filters: Filters = NO_FILTERS
    by_document: bool = False
    operators: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """One line of the queries with its result, or with the reason why there is none."""

    line: QueryLine
    result: Result | None
    error: str = ""


def answer_all(searcher: Searcher, lines: Sequence[QueryLine], options: BatchOptions) -> Iterator[Answered]:
    """Every line in order, as they come."""
    for line in lines:
        if line.error:
            yield Answered(line, None, line.error)
            continue
        try:
            query = Query(
                line.text,
                filters=options.filters,
                k=options.k,
                mode=options.mode,
                by_document=options.by_document,
                operators=options.operators,
            )
        except QueryError as error:
            yield Answered(line, None, f"line {line.line}: {error}")
            continue
        yield Answered(line, searcher.run(query))


def run_of(answers: Iterator[Answered]) -> dict[str, dict[str, float]]:
    """query_id → document → score, each document once at its best passage; empty for a line with an error."""
    return {answered.line.query_id: ranking(answered.result) for answered in answers}


def ranking(result: Result | None) -> dict[str, float]:
    """The documents of a result by `external_id`, or `doc_id` where they have none, best first."""
    hits = result.hits if result else ()
    return documents_once((hit.document.external_id or hit.document.doc_id, hit.score) for hit in hits)


def writer_for(path: Path) -> Callable[[Answered], Iterator[str]]:
    """What turns an answer into lines of a file of this suffix. Raises `TableError`."""
    writers = {".jsonl": _json_lines, ".trec": _trec_lines}
    found = writers.get(path.suffix.lower())
    if found is None:
        raise TableError(f"{path}: a table can't be written as {path.suffix!r}", advice=f"Use {' or '.join(FORMATS)}")
    return found


def _trec_lines(answered: Answered) -> Iterator[str]:
    yield from trec_lines(answered.line.query_id, ranking(answered.result))


def _json_lines(answered: Answered) -> Iterator[str]:
    head: dict[str, Any] = {"query_id": answered.line.query_id, "query": answered.line.text}
    if answered.result is None:
        yield json_line(head | {"rank": None, "error": answered.error})
    elif not answered.result.hits:
        yield json_line(head | {"rank": None, "error": None})
    else:
        for hit in answered.result.hits:
            yield json_line(head | hit.as_json())
