"""`Searcher`: the one entrance to search. The page, the command line, batch and notebook all rank through it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from corpus.catalogue import Catalogue
from corpus.errors import ModelMismatch
from corpus.home import Home
from corpus.types import Passage
from index.caches import Caches, open_caches, stamp_of
from index.encoder import Encoder, Vectors
from index.models import DEFAULT_MODEL, open_encoder
from index.words import QueryWord
from search.fusion import Floats, fuse, meaning, word_shares
from search.query import Filters, Mode, Query
from search.results import Hit, Result

# Candidates taken from each leg. Both scores of every candidate are exact, so that a larger pool changes little: on 300
# questions of piaf (1,518 paragraphs) 100, 200 and 1,000 give the same nDCG@10, .843.
POOL = 200

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _State:
    """The caches as last published, with what is worked out once for all searches of them."""

    caches: Caches
    stamp: tuple[int, int]
    languages: tuple[str, ...]
    encoded: Ids


@dataclass(frozen=True, slots=True)
class Ranking:
    """A query's candidates, best first, all (n,).

    Ids, scores, nearness in meaning (nan without a vector), shares of words, and the ordinal of the sentence that
    is nearest to the query (-1 where no sentence has a vector).
    """

    ids: Ids
    scores: Floats
    dense: Floats
    lexical: Floats
    sentences: Ids


class Searcher:
    """Searches one home. Safe to use from several threads; sees what is ingested while it is open.

    >>> with Searcher.open("~/politiques") as searcher:  # doctest: +SKIP
    ...     for hit in searcher.search("Wer hat die Charta unterzeichnet?", k=3):
    ...         print(hit.rank, hit.document.title, hit.passage.first_page)
    """

    def __init__(self, home: Home, catalogue: Catalogue, encoder: Encoder) -> None:
        self._home = home
        self._encoder = encoder
        self._mutex = threading.Lock()
        self.catalogue = catalogue
        self._state = self._open_state()

    @classmethod
    def open(cls, home: str | Path | Home, *, encoder: Encoder | None = None) -> Self:
        """Open a home with the model that it was built with.

        Raises `HomeMissing` where there is none, `ModelMissing` where its model can't be loaded, and
        `ModelMismatch` where `encoder` is another one.
        """
        found = home if isinstance(home, Home) else Home(Path(home).expanduser())
        catalogue = Catalogue.open(found)
        encoder = encoder or open_encoder(catalogue.fact("model") or DEFAULT_MODEL)
        built_with = catalogue.fact("model_id")
        if built_with not in {None, encoder.model_id}:
            raise ModelMismatch(
                f"The home {found.root} was built with the model {built_with}, and this is {encoder.model_id}",
                advice="Change the home's model with: repere reindex",
            )
        return cls(found, catalogue, encoder)

    def close(self) -> None:
        """Give the files back."""
        self.catalogue.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def search(
        self,
        text: str,
        *,
        k: int = 10,
        mode: Mode = "hybrid",
        languages: Sequence[str] = (),
        documents: Sequence[str] = (),
        by_document: bool = False,
        operators: bool = True,
    ) -> Result:
        """The `k` best passages for a query, which may hold `"exact words"`, `-left out` and `beginn*`.

        `languages` and `documents` (ids, addresses, file names or external ids) restrict the search to these;
        `by_document` gives each document once, at its best passage; without `operators`, signs are only writing.
        Raises `QueryError` for a query that can't be searched and `NotInCatalogue` for a document that is not there.
        """
        filters = Filters(tuple(languages), tuple(documents))
        query = Query(text, filters=filters, k=k, mode=mode, by_document=by_document, operators=operators)
        return self.run(query)

    def search_many(self, queries: Iterable[Query | str]) -> Iterator[Result]:
        """The result of each query, in order, as they come."""
        for query in queries:
            yield self.run(query if isinstance(query, Query) else Query(query))

    def run(self, query: Query) -> Result:
        """Search as the query says."""
        begun = time.perf_counter()
        state = self._current_state()
        words = query.words(state.languages)
        ranking = self._rank(query, words, state)
        hits = self._hits(query, words, ranking)
        notices = _notices(query, words, state) + (() if hits else self._unmet(query, words, state))
        return Result(query, hits, (time.perf_counter() - begun) * 1000, notices)

    def _rank(self, query: Query, words: list[QueryWord], state: _State) -> Ranking:
        """All candidates of both legs, in order, each with both of its scores."""
        without = query.without(state.languages)
        documents, within = self._chosen(query, words, without, state)
        # A document has several passages: for k documents, look further down.
        pool = max(POOL, query.k * (4 if query.by_document else 1))
        vectors, word_index = state.caches.vectors, state.caches.words
        near = shared = np.empty(0, dtype=np.int64)
        query_vector = None
        if query.mode != "lexical" and len(vectors):
            query_vector = self._encoder.encode_queries([query.parsed.text])
            near = vectors.search(query_vector, pool, within=within)[1][0]
        if query.mode != "dense" and words:
            shared = word_index.search(words, limit=pool, documents=documents, without=without)[0]
        ids = np.union1d(near, shared)
        dense, sentences = _nearness(state, ids, query_vector)
        lexical = _shares(state, ids, words) if query.mode != "dense" else np.zeros(len(ids))
        scores = {"dense": dense, "lexical": lexical}.get(query.mode)
        if scores is None:
            scores = fuse(dense, lexical)
        order = np.lexsort((ids, -scores))
        return Ranking(ids[order], scores[order], dense[order], lexical[order], sentences[order])

    def _chosen(
        self, query: Query, words: list[QueryWord], without: list[QueryWord], state: _State
    ) -> tuple[list[str] | None, Ids | None]:
        """The documents that the filters leave, and the passages with a vector that filters and operators leave.

        None where all are left.
        """
        documents = self._documents(query.filters)
        if query.parsed.restricts and query.mode != "lexical":
            held = state.caches.words.matching(words, without, documents=documents)
        elif documents is not None:
            held = self.catalogue.passage_ids(documents)
        else:
            return None, None
        return documents, state.encoded[np.isin(state.encoded, held)]

    def _documents(self, filters: Filters) -> list[str] | None:
        """The documents that the filters leave; None where all are left."""
        if not filters:
            return None
        return sorted(self.catalogue.doc_ids(languages=filters.languages, names=filters.documents))

    def _unmet(self, query: Query, words: list[QueryWord], state: _State) -> tuple[str, ...]:
        """The notice that no passage meets what the query's operators ask for, where this is so."""
        if not query.parsed.restricts:
            return ()
        documents, without = self._documents(query.filters), query.without(state.languages)
        if len(state.caches.words.matching(words, without, documents=documents)):
            return ()
        where = "passage" if documents is None else "passage of the documents chosen"
        if not query.parsed.leaves_out:
            return (f"No {where} holds the words in quotes as they stand.",)
        if not query.parsed.phrases:
            return (f"Every {where} holds something that the query leaves out.",)
        return (f"No {where} holds the words in quotes as they stand and nothing that the query leaves out.",)

    def _hits(self, query: Query, words: list[QueryWord], ranking: Ranking) -> tuple[Hit, ...]:
        """The first k candidates that are still in the catalogue, as hits."""
        chosen = list(islice(self._present(query, ranking), query.k))
        documents = self.catalogue.summaries_by_id(passage.doc_id for _, passage in chosen)
        sentences = self.catalogue.sentences_of(passage.passage_id for _, passage in chosen)
        hits = []
        for rank, (place, passage) in enumerate(chosen, start=1):
            cosine, ordinal = float(ranking.dense[place]), int(ranking.sentences[place])
            ranges = sentences.get(passage.passage_id, [])
            hits.append(
                Hit(
                    rank=rank,
                    score=float(ranking.scores[place]),
                    dense=None if query.mode == "lexical" or np.isnan(cosine) else cosine,
                    lexical=None if query.mode == "dense" else float(ranking.lexical[place]),
                    passage=passage,
                    document=documents[passage.doc_id],
                    words=tuple(words),
                    sentence=ranges[ordinal] if 0 <= ordinal < len(ranges) else None,
                )
            )
        return tuple(hits)

    def _present(self, query: Query, ranking: Ranking) -> Iterator[tuple[int, Passage]]:
        """The places in the ranking of passages that are in the catalogue, fetched some at a time."""
        ids, seen = ranking.ids.tolist(), set[str]()
        for first in range(0, len(ids), step := max(query.k, 50)):
            passages = self.catalogue.passages_by_id(ids[first : first + step])
            for place in range(first, min(first + step, len(ids))):
                passage = passages.get(ids[place])
                if passage is None or (query.by_document and passage.doc_id in seen):
                    continue
                seen.add(passage.doc_id)
                yield place, passage

    def _current_state(self) -> _State:
        """The state of the caches that were published last: opened anew when another process has changed them."""
        with self._mutex:
            if stamp_of(self._home) != self._state.stamp:
                self._state = self._open_state()
            return self._state

    def _open_state(self) -> _State:
        stamp = stamp_of(self._home)  # before opening: what is published meanwhile is seen at the next search
        caches = open_caches(self._home, self.catalogue)
        return _State(caches, stamp, tuple(self.catalogue.languages()), np.sort(caches.vectors.ids))


def _nearness(state: _State, ids: Ids, query_vector: Vectors | None) -> tuple[Floats, Ids]:
    """How near the passages are in meaning (nan without a vector), and their nearest sentences."""
    cosines = np.full(len(ids), np.nan)
    if query_vector is None:
        return cosines, np.full(len(ids), -1, dtype=np.int64)
    known = np.isin(ids, state.encoded)
    cosines[known] = state.caches.vectors.vectors(ids[known]) @ query_vector[0]
    best = state.caches.sentences.best(query_vector[0], ids)
    return meaning(cosines, best.cosines), best.ordinals


def _shares(state: _State, ids: Ids, words: list[QueryWord]) -> Floats:
    found = state.caches.words.scores(words, ids.tolist()) if words and len(ids) else {}
    bm25 = np.array([found.get(number, 0.0) for number in ids.tolist()])
    return word_shares(bm25, state.caches.words.weights(words))


def _notices(query: Query, words: list[QueryWord], state: _State) -> tuple[str, ...]:
    notices = []
    missing = len(state.caches.words) - len(state.encoded)
    if missing > 0 and query.mode != "lexical":
        notices.append(
            f"{missing:,} of {len(state.caches.words):,} passages are not encoded yet and found by words only."
        )
    if not words and query.mode == "lexical":
        notices.append("The query has no words to look up, only function words or signs.")
    return tuple(notices)
