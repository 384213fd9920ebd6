"""Between the values of `corpus.types` and the rows of the catalogue."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from types import MappingProxyType

from corpus.types import Document, PageSpan, Passage

DOCUMENT_COLUMNS = (
    "doc_id, uri, sha256, media_type, title, language, text, pages, external_id, published, ingested_at, metadata"
)
PASSAGE_COLUMNS = 'passage_id, doc_id, ordinal, start, "end", text, section, first_page, last_page, language, role'


def document_row(document: Document) -> tuple[str | None, ...]:
    """A document's values in the order of `DOCUMENT_COLUMNS`."""
    pages = [[s.number, s.start, s.end, *([] if s.label is None else [s.label])] for s in document.pages]
    return (
        document.doc_id,
        document.uri,
        document.sha256,
        document.media_type,
        document.title,
        document.language,
        document.text,
        json.dumps(pages, separators=(",", ":")),
        document.external_id,
        document.published.isoformat() if document.published else None,
        document.ingested_at,
        json.dumps(dict(document.metadata), ensure_ascii=False, sort_keys=True),
    )


def document_of(row: sqlite3.Row) -> Document:
    """The document of a row that has `DOCUMENT_COLUMNS`."""
    return Document(
        doc_id=row["doc_id"],
        uri=row["uri"],
        sha256=row["sha256"],
        media_type=row["media_type"],
        title=row["title"],
        language=row["language"],
        text=row["text"],
        pages=tuple(PageSpan(*span) for span in json.loads(row["pages"])),
        external_id=row["external_id"],
        published=date.fromisoformat(row["published"]) if row["published"] else None,
        ingested_at=row["ingested_at"],
        metadata=MappingProxyType(json.loads(row["metadata"])),
    )


def passage_of(row: sqlite3.Row) -> Passage:
    """The passage of a row that has `PASSAGE_COLUMNS`."""
    return Passage(
        passage_id=row["passage_id"],
        doc_id=row["doc_id"],
        ordinal=row["ordinal"],
        start=row["start"],
        end=row["end"],
        text=row["text"],
        section=row["section"],
        first_page=row["first_page"],
        last_page=row["last_page"],
        language=row["language"],
        role=row["role"],
    )
