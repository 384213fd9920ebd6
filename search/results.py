"""What a search gives back. The same values reach the page, the command line, batch and notebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.catalogue import DocumentSummary
from corpus.types import Passage
from index.words import QueryWord
from search.highlights import highlights
from search.query import Query


@dataclass(frozen=True, slots=True)
class Copy:
    """Another passage that says the same as a hit, and the document it stands in."""

    passage_id: int
    doc_id: str
    title: str

    def as_json(self) -> dict[str, Any]:
        """The copy as JSON values."""
        return {"passage_id": self.passage_id, "doc_id": self.doc_id, "title": self.title}


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    `rank` counts from 1. `score` orders the hits of one query. `dense` says how near query and passage are in
    meaning (see `search.fusion`), None where the passage has no vector yet or the mode is lexical. `lexical` is the
    share of the query's words that the passage holds, 0 to 1, None where the mode is dense. `context` says how near
    the query's words are to the passage's, each where it stands, beyond what is usual; None where they were not looked
    at. `words` are the query's. `sentence` is the range of `passage.text` that is nearest to the query, None in a
    passage of one sentence, where sentences are not encoded yet, and where the mode is lexical. `rerank` is the score
    of a second look (see `search.rerank`), which then orders the first hits in place of `score`; None where there was
    none.
    `copies` are passages that say the same (see `ingest.alike`) and are no hits of their own.
    """

    rank: int
    score: float
    dense: float | None
    lexical: float | None
    passage: Passage
    document: DocumentSummary
    words: tuple[QueryWord, ...]
    sentence: tuple[int, int] | None = None
    rerank: float | None = None
    copies: tuple[Copy, ...] = ()
    context: float | None = None

    @property
    def highlights(self) -> tuple[tuple[int, int], ...]:
        """The ranges of `passage.text` whose words matched, in order. Worked out when asked for: a run is not."""
        return highlights(self.passage.text, self.passage.language, self.words)

    def as_json(self) -> dict[str, Any]:
        """The hit as JSON values; scores to six digits, beyond which float32 says nothing."""
        return {
            "rank": self.rank,
            "score": round(self.score, 6),
            "dense": None if self.dense is None else round(self.dense, 6),
            "lexical": None if self.lexical is None else round(self.lexical, 6),
            "context": None if self.context is None else round(self.context, 6),
            "rerank": None if self.rerank is None else round(self.rerank, 6),
            "passage_id": self.passage.passage_id,
            "doc_id": self.document.doc_id,
            "external_id": self.document.external_id,
            "title": self.document.title,
            "uri": self.document.uri,
            "kind": self.document.kind,
            "territory": self.document.territory,
            "territory_name": self.document.place,
            "date": self.document.date,
            "language": self.passage.language,
            "section": self.passage.section,
            "first_page": self.passage.first_page,
            "last_page": self.passage.last_page,
            "text": self.passage.text,
            "sentence": list(self.sentence) if self.sentence else None,
            "highlights": [list(span) for span in self.highlights],
            "copies": [copy.as_json() for copy in self.copies],
        }


@dataclass(frozen=True, slots=True)
class Result:
    """The hits of one query, best first.

    `notices` are whole sentences on how the search was done where that is not as asked. `expansions` are the names in
    the query that the documents give another name, each with that name: `("EPCI", "établissement public …")`.
    `confidence` is the probability, 0 to 1, that the documents answer (see `search.confidence`); None in a search by
    one leg alone.
    """

    query: Query
    hits: tuple[Hit, ...]
    took_ms: float
    notices: tuple[str, ...] = ()
    expansions: tuple[tuple[str, str], ...] = ()
    confidence: float | None = None

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def as_json(self) -> dict[str, Any]:
        """The result as JSON values."""
        return {
            "query": {"text": self.query.text, "language": self.query.language, "mode": self.query.mode},
            "confidence": None if self.confidence is None else round(self.confidence, 4),
            "took_ms": round(self.took_ms, 1),
            "notices": list(self.notices),
            "expansions": [list(pair) for pair in self.expansions],
            "hits": [hit.as_json() for hit in self.hits],
        }
