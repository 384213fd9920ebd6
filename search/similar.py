"""Passages like a passage, in whatever language: the nearest by the vectors of the index.

Those have what is due to their language alone taken off. The middle of the home is taken off here too: what all of its
passages have in common, its subject and its tone, makes no two of them alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.catalogue import Catalogue, DocumentSummary
from corpus.errors import NotInCatalogue, QueryError
from corpus.types import Passage
from index.encoder import Vectors
from index.products import cosines
from index.vectors import VectorIndex
from search.fusion import Floats
from search.query import MAX_K
from search.results import Hit

# Nearness is measured as an angle, seen from the middle. Measured on sets whose documents stand in several languages
# (three in xquad, five in sdg), share of documents whose other versions all come first / are all among the first ten
# (tests/quality/similar.py):
#
#                                      xquad          sdg
#   vectors of the model               .874  .999     .192  .592
#   languages taken off, product       .906  .999     .400  .715
#   languages taken off, angle         .938  .999     .405  .785
#   half of the middle taken off       .935  .999     .444  .833
#   the middle taken off               .929  .999     .512  .870
#
# The middle is that of at most so many passages, evenly chosen: more move it by nothing that is seen.
MIDDLE_OF = 10_000
# The index knows products and not angles, so that more than asked for are taken, and again this many times as many
# where they were of too few documents.
POOL = 200
GROWTH = 8

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SimilarQuery:
    """What is asked for. Raises `QueryError` where `k` is not 1 to `MAX_K`."""

    passage_id: int
    k: int = 10
    other_documents: bool = True
    by_document: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.k <= MAX_K:
            raise QueryError(f"k is {self.k}", advice=f"Ask for 1 to {MAX_K:,} passages")


@dataclass(frozen=True, slots=True)
class Similar:
    """A passage and those most like it, nearest first.

    A hit's `score` and `dense` are the cosine of the two passages, -1 to 1, seen from the middle of the home: 0 is what
    two passages have that are picked at random. It has no words and no sentence.
    """

    passage: Passage
    document: DocumentSummary
    hits: tuple[Hit, ...]

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def as_json(self) -> dict[str, Any]:
        """The hits as JSON values, with the passage that was asked about."""
        about = {
            "passage_id": self.passage.passage_id,
            "doc_id": self.document.doc_id,
            "title": self.document.title,
            "language": self.passage.language,
            "text": self.passage.text,
        }
        return {"passage": about, "hits": [hit.as_json() for hit in self.hits]}


def similar(
    catalogue: Catalogue, vectors: VectorIndex, encoded: Ids, asked: SimilarQuery, within: Ids | None = None
) -> Similar:
    """The passages of `within` (all, where None) most like one. `encoded` are the ids in `vectors`, growing.

    Raises `NotInCatalogue` where it is not there, and `QueryError` where it has no vector yet.
    """
    passage = catalogue.passages_by_id([asked.passage_id]).get(asked.passage_id)
    if passage is None:
        raise NotInCatalogue(
            f"No passage {asked.passage_id} in this home",
            advice="Their ids are in: repere search QUERY --json, repere show DOC --passages",
        )
    if not np.isin(passage.passage_id, encoded):
        raise QueryError(
            f"Passage {passage.passage_id} is not encoded yet", advice="Let repere ingest finish, then try again"
        )
    own = catalogue.passage_ids([passage.doc_id]) if asked.other_documents else np.array([passage.passage_id])
    among = encoded[~np.isin(encoded, own)]
    if within is not None:
        among = among[np.isin(among, within)]
    view = _View(vectors, _middle(vectors, encoded))
    hits = _hits(catalogue, view, asked, among)
    return Similar(passage, catalogue.summaries_by_id([passage.doc_id])[passage.doc_id], hits)


@dataclass(frozen=True, slots=True)
class _View:
    """The vectors seen from a point (dim,)."""

    vectors: VectorIndex
    middle: Vectors

    def nearest(self, passage_id: int, among: Ids, limit: int) -> tuple[Ids, Floats]:
        """At most `limit` passages and their cosines (n,), best first."""
        centre = self.vectors.vectors([passage_id])[0] - self.middle
        _, found = self.vectors.search(centre[None], limit, within=among)
        ids = found[0]
        others = self.vectors.vectors(ids) - self.middle
        lengths = np.linalg.norm(others, axis=1) * np.linalg.norm(centre)
        # A passage that lies in the middle, the only one of a home say, is like no other.
        nearness = np.divide(cosines(others, centre), lengths, out=np.zeros(len(ids)), where=lengths > 1e-6)
        order = np.lexsort((ids, -nearness))
        return ids[order], nearness[order]


def _middle(vectors: VectorIndex, encoded: Ids) -> Vectors:
    chosen = encoded[:: -(-len(encoded) // MIDDLE_OF)]
    middle: Vectors = vectors.vectors(chosen).mean(axis=0, dtype=np.float64).astype(np.float32)
    return middle


def _hits(catalogue: Catalogue, view: _View, asked: SimilarQuery, among: Ids) -> tuple[Hit, ...]:
    limit = max(POOL, asked.k)
    while True:
        ids, nearness = view.nearest(asked.passage_id, among, limit)
        chosen = list(islice(_present(catalogue, asked, ids), asked.k))
        if len(chosen) == asked.k or limit >= len(among):
            break
        limit *= GROWTH
    documents = catalogue.summaries_by_id(passage.doc_id for _, passage in chosen)
    return tuple(
        Hit(rank, float(nearness[place]), float(nearness[place]), None, passage, documents[passage.doc_id], ())
        for rank, (place, passage) in enumerate(chosen, start=1)
    )


def _present(catalogue: Catalogue, asked: SimilarQuery, ids: Ids) -> Iterator[tuple[int, Passage]]:
    """The places of the passages that are in the catalogue; of each document the nearest only, where so asked."""
    passages, seen = catalogue.passages_by_id(ids.tolist()), set[str]()
    for place, number in enumerate(ids.tolist()):
        passage = passages.get(number)
        if passage is None or (asked.by_document and passage.doc_id in seen):
            continue
        seen.add(passage.doc_id)
        yield place, passage
