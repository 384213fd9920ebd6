"""The columns of a table of hits: the same for every kind of file, in one order that programs can count on."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.catalogue import DocumentSummary
from search.lazy import Cell, Columns, Row
from search.results import Hit, Result

HIT_COLUMNS: Columns = {
    "query_id": "text",
    "query": "text",
    "rank": "integer",
    "score": "number",
    "dense": "number",
    "lexical": "number",
    "context": "number",
    "rerank": "number",
    "confidence": "number",
    "doc_id": "text",
    "external_id": "text",
    "title": "text",
    "kind": "text",
    "territory": "text",
    "date": "text",
    "language": "text",
    "section": "text",
    "first_page": "integer",
    "last_page": "integer",
    "passage_id": "integer",
    "text": "text",
    "sentence": "text",
    "uri": "text",
    "error": "text",
}
"""A row a hit. A query that finds nothing, or can't be searched, is one row without rank; `error` says why it can't."""


def result_rows(query_id: str, text: str, result: Result | None, error: str = "") -> Iterator[Row]:
    """The rows of one query: its hits in order, or one row that says that there are none."""
    head = dict.fromkeys(HIT_COLUMNS) | {"query_id": query_id, "query": text}
    if result is None or not result.hits:
        confidence = None if result is None else confidence_of(result)
        yield head | {"confidence": confidence, "error": error or None}
        return
    for hit in result.hits:
        yield head | {"confidence": confidence_of(result)} | hit_cells(hit)


def hit_cells(hit: Hit) -> dict[str, Cell]:
    """What a hit fills of a row. Scores have six digits, beyond which float32 says nothing."""
    passage, document = hit.passage, hit.document
    return {
        "rank": hit.rank,
        "score": rounded(hit.score),
        "dense": rounded(hit.dense),
        "lexical": rounded(hit.lexical),
        "context": rounded(hit.context),
        "rerank": rounded(hit.rerank),
        "doc_id": document.doc_id,
        "external_id": document.external_id,
        "title": document.title,
        **instrument_cells(document),
        "language": passage.language,
        "section": passage.section or None,
        "first_page": passage.first_page,
        "last_page": passage.last_page,
        "passage_id": passage.passage_id,
        "text": passage.text,
        "sentence": passage.text[slice(*hit.sentence)] if hit.sentence else None,
        "uri": document.uri,
    }


def instrument_cells(document: DocumentSummary) -> dict[str, Cell]:
    """What counts of a document's instrument: its kind, its main territory's code, its date; None where not known.

    The date is the instrument's, or the day on which the document was published.
    """
    return {"kind": document.kind, "territory": document.territory, "date": document.date or document.published}


def confidence_of(result: Result) -> float | None:
    """How likely it is that the documents hold an answer, where the search says so."""
    return rounded(getattr(result, "confidence", None))


def rounded(score: float | None) -> float | None:
    """To six digits."""
    return None if score is None else round(float(score), 6)
