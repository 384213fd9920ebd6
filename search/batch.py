"""Many queries, one table: a row a hit, in the order of the queries; a line that can't be searched is a row too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from typing import Any

from corpus.catalogue import Catalogue
from corpus.errors import NotInCatalogue, QueryError
from corpus.filters import NO_FILTERS, Filters
from search.answer import Answer
from search.answer_rows import answer_row
from search.answering import ask
from search.columns import result_rows, rounded
from search.evaluate import documents_once
from search.lazy import Row
from search.query import Mode, Query
from search.rerank import run_score
from search.results import Result
from search.searcher import Searcher
from search.tables import QueryLine

# Of a query that can't be searched, so much is shown beside its error: it may be a megabyte.
SHOWN_CHARS = 200


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How every query of a batch is searched. `k` counts passages, or documents where they are asked for.

    Questions from files were seldom written for a search: their quotes and hyphens are writing, unless `operators`.
    With `ask`, each is answered (see `search.answer`), from its `k` best passages: a row a question.
    """

    k: int = 10
    mode: Mode = "hybrid"
    filters: Filters = NO_FILTERS
    by_document: bool = False
    operators: bool = False
    ask: bool = False

    def query(self, text: str, filters: Filters = NO_FILTERS) -> Query:
        """One query of the batch; where it has filters of its own in a field, these stand in place of the batch's."""
        own = {each.name: value for each in fields(filters) if (value := getattr(filters, each.name))}
        return Query(
            text,
            filters=replace(self.filters, **own),
            k=self.k,
            mode=self.mode,
            by_document=self.by_document,
            operators=self.operators,
        )

    def as_json(self) -> dict[str, Any]:
        """The options as JSON values, for the record of a run."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Answered:
    """One line of the queries with its result, or with the reason why there is none."""

    line: QueryLine
    result: Result | None
    error: str = ""
    answer: Answer | None = None
    asked: bool = False

    def rows(self) -> Iterator[Row]:
        """Its rows of the table."""
        text = self.line.text
        if self.error and len(text) > SHOWN_CHARS:
            text = f"{text[:SHOWN_CHARS]}…"
        if self.asked:
            yield answer_row(self.line.query_id, text, self.answer, self.error)
            return
        yield from result_rows(self.line.query_id, text, self.result, self.error)


def answer_all(searcher: Searcher, lines: Sequence[QueryLine], options: BatchOptions) -> Iterator[Answered]:
    """Every line in order, as they come: on the index as it is at the beginning, and queries that are alike once."""
    checked = _Filters(searcher.catalogue)
    if options.ask:
        yield from _ask_all(searcher, lines, options, checked)
        return
    asked = [_prepared(line, options, checked) for line in lines]
    left = Counter(query for query in asked if isinstance(query, Query))
    first_of_each = dict.fromkeys(query for query in asked if isinstance(query, Query))
    results, kept = searcher.run_many(first_of_each), dict[Query, Result]()
    for line, query in zip(lines, asked, strict=True):
        if isinstance(query, str):
            yield Answered(line, None, query)
            continue
        result = kept.pop(query) if query in kept else next(results)
        left[query] -= 1
        if left[query]:
            kept[query] = result
        yield Answered(line, result)


def _ask_all(
    searcher: Searcher, lines: Sequence[QueryLine], options: BatchOptions, checked: _Filters
) -> Iterator[Answered]:
    """The answer to every line, by itself: none leaves anything to the one before it."""
    for line in lines:
        query = _prepared(line, options, checked)
        if isinstance(query, str):
            yield Answered(line, None, query, asked=True)
            continue
        answer = ask(searcher, query.text, k=query.k, history=(), filters=query.filters)
        yield Answered(line, answer.result, answer=answer, asked=True)


def _prepared(line: QueryLine, options: BatchOptions, checked: _Filters) -> Query | str:
    """The query of a line, or why it can't be searched."""
    if line.error:
        return line.error
    try:
        query = options.query(line.text, line.filters)
        checked.require(query.filters)
    except (QueryError, NotInCatalogue) as error:
        return f"line {line.line}: {error}"
    return query


class _Filters:
    """Whether what filters name is there: a slip of the pen must not look like a corpus that holds nothing."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._languages = catalogue.counts().languages
        self._document = lru_cache(maxsize=1000)(catalogue.find_document)

    def require(self, filters: Filters) -> None:
        """Raises `QueryError` or `NotInCatalogue`."""
        for language in filters.languages:
            if language not in self._languages:
                raise QueryError(
                    f"No document is in the language {language!r}", advice=f"There are: {', '.join(self._languages)}"
                )
        for name in filters.documents:
            self._document(name)


def run_of(answers: Iterable[Answered]) -> dict[str, dict[str, float]]:
    """query_id → document → score, each document once at its best passage; empty for a line with an error."""
    return {answered.line.query_id: ranking(answered.result) for answered in answers}


def ranking(result: Result | None) -> dict[str, float]:
    """The documents of a result by `external_id`, or `doc_id` where they have none, best first.

    Scores have six digits, as in every table, so that a run that was written is measured as one that was not; after a
    second look they say the order only (see `search.rerank.run_score`).
    """
    hits = result.hits if result else ()
    again = bool(hits) and hits[0].rerank is not None
    scored = (
        (
            hit.document.external_id or hit.document.doc_id,
            run_score(hit.rank, rounded(hit.score) or 0.0, reranked=again),
        )
        for hit in hits
    )
    return documents_once(scored)
