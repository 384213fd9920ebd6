"""What a home holds, as tables: passages and documents, read some at a time."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.catalogue import Catalogue
from search.columns import instrument_cells
from search.lazy import Columns, Row, Table

PASSAGE_COLUMNS: Columns = {
    "passage_id": "integer",
    "doc_id": "text",
    "external_id": "text",
    "title": "text",
    "ordinal": "integer",
    "start": "integer",
    "end": "integer",
    "section": "text",
    "first_page": "integer",
    "last_page": "integer",
    "language": "text",
    "text": "text",
    "uri": "text",
}
"""A passage is `text` = the document's text from `start` to `end`, in characters."""

DOCUMENT_COLUMNS: Columns = {
    "doc_id": "text",
    "external_id": "text",
    "title": "text",
    "kind": "text",
    "territory": "text",
    "date": "text",
    "language": "text",
    "media_type": "text",
    "pages": "integer",
    "passages": "integer",
    "characters": "integer",
    "ingested_at": "text",
    "uri": "text",
}
TEXT_COLUMNS: Columns = {**DOCUMENT_COLUMNS, "text": "text"}

STEP = 1000


def passages_table(catalogue: Catalogue) -> Table:
    """Every passage with its document's title, in the order of their ids."""
    return Table(PASSAGE_COLUMNS, lambda: _passages(catalogue))


def documents_table(catalogue: Catalogue, *, texts: bool = False) -> Table:
    """Every document, in the order of their titles; with `texts`, the whole text of each, read one by one."""
    return Table(TEXT_COLUMNS if texts else DOCUMENT_COLUMNS, lambda: _documents(catalogue, texts=texts))


def _passages(catalogue: Catalogue) -> Iterator[Row]:
    for part in catalogue.passage_texts(step=STEP):
        summaries = catalogue.summaries_by_id(each.doc_id for each in part)
        found = catalogue.passages_by_id(each.passage_id for each in part)
        for _, passage in sorted(found.items()):
            document = summaries.get(passage.doc_id)
            if document is not None:  # else it was removed while the part was read
                yield {
                    "passage_id": passage.passage_id,
                    "doc_id": passage.doc_id,
                    "external_id": document.external_id,
                    "title": document.title,
                    "ordinal": passage.ordinal,
                    "start": passage.start,
                    "end": passage.end,
                    "section": passage.section or None,
                    "first_page": passage.first_page,
                    "last_page": passage.last_page,
                    "language": passage.language,
                    "text": passage.text,
                    "uri": document.uri,
                }


def _documents(catalogue: Catalogue, *, texts: bool) -> Iterator[Row]:
    for document in catalogue.summaries():
        row = {
            "doc_id": document.doc_id,
            "external_id": document.external_id,
            "title": document.title,
            **instrument_cells(document),
            "language": document.language,
            "media_type": document.media_type,
            "pages": document.pages or None,
            "passages": document.passages,
            "characters": document.characters,
            "ingested_at": document.ingested_at,
            "uri": document.uri,
        }
        yield row | ({"text": catalogue.document(document.doc_id).text} if texts else {})
