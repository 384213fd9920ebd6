"""`Searcher`: the one entrance to search. The page, the command line, batch and notebook all rank through it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Self, Unpack

import numpy as np
import numpy.typing as npt

from corpus.acronyms import acronyms_of
from corpus.catalogue import Catalogue
from corpus.errors import ModelMismatch
from corpus.filters import Facets, facets, filtered_fields
from corpus.home import Home
from corpus.types import Passage
from index.caches import Caches, open_caches, stamp_of
from index.encoder import Encoder, Vectors
from index.models import DEFAULT_MODEL, open_encoder
from index.products import cosines
from index.reranker import Reranker
from index.words import QueryWord
from search.acronyms import Acronyms, Reading, read
from search.explain import Evidence, Explanation, explain, word_legs
from search.filtering import Written, filters_of, told
from search.fusion import Floats, fuse, meaning
from search.lazy import Table
from search.lexical import candidates, lexical
from search.many import ResultTable
from search.query import Mode, Query
from search.reading import documents_table, passages_table
from search.rerank import DEPTH, reordered, second_scores
from search.results import Hit, Result
from search.selection import Selection, Selector
from search.similar import Similar, SimilarQuery, similar

# Candidates taken from each leg. Both scores of every candidate are exact, so that a larger pool changes little: on 300
# questions of piaf (1,518 paragraphs) 100, 200 and 1,000 give the same nDCG@10, .843.
POOL = 200
# Queries that are looked up together: the vectors are read once for all of them (see `index.vectors`). More at a time
# change nothing, and keep the first result waiting.
CHUNK = 64

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _State:
    """The caches as last published, with what is worked out once for all searches of them."""

    caches: Caches
    stamp: tuple[int, int]
    languages: tuple[str, ...]
    encoded: Ids
    acronyms: Acronyms


@dataclass(frozen=True, slots=True)
class Ranking:
    """A query's candidates, best first, all (n,).

    Ids, scores, nearness in meaning (nan without a vector), shares of words, and the ordinal of the sentence that
    is nearest to the query (-1 where no sentence has a vector). `rerank` has the scores of the second look (nan where
    there was none), which the order follows.
    """

    ids: Ids
    scores: Floats
    dense: Floats
    lexical: Floats
    sentences: Ids
    rerank: Floats

    def looked_at_again(self, rerank: Floats) -> Ranking:
        """The same candidates in the order of the second look's scores (n,)."""
        order = reordered(rerank)
        return Ranking(
            self.ids[order],
            self.scores[order],
            self.dense[order],
            self.lexical[order],
            self.sentences[order],
            rerank[order],
        )


@dataclass(frozen=True, slots=True)
class _DenseLeg:
    """A query's vector (dim,), None where meaning is not asked for, and the passages that are nearest to it.

    `nearest` is None where filters or operators have to be looked up first.
    """

    vector: Vectors | None
    nearest: Ids | None


class Searcher:
    """Searches one home. Safe to use from several threads; sees what is ingested while it is open.

    >>> with Searcher.open("~/politiques") as searcher:  # doctest: +SKIP
    ...     for hit in searcher.search("Wer hat die Charta unterzeichnet?", k=3):
    ...         print(hit.rank, hit.document.title, hit.passage.first_page)
    """

    def __init__(self, home: Home, catalogue: Catalogue, encoder: Encoder, reranker: Reranker | None = None) -> None:
        self._home = home
        self._encoder = encoder
        self._reranker = reranker
        self._mutex = threading.Lock()
        self.catalogue = catalogue
        self._selector = Selector(catalogue)
        self._state = self._open_state()

    @classmethod
    def open(cls, home: str | Path | Home, *, encoder: Encoder | None = None, reranker: Reranker | None = None) -> Self:
        """Open a home with the model that it was built with.

        A `reranker` (see `index.reranker.open_reranker`) looks a second time at the first hits of every search.
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
        return cls(found, catalogue, encoder, reranker)

    @property
    def reranker_id(self) -> str | None:
        """The `model_id` of the cross-encoder that looks a second time, where there is one."""
        return None if self._reranker is None else self._reranker.model_id

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
        by_document: bool = False,
        operators: bool = True,
        **filters_by: Unpack[Written],
    ) -> Result:
        """The `k` best passages for a query, which may hold `"exact words"`, `-left out`, `beginn*` and `kind:label`.

        `languages`, `documents` (ids, addresses, file names or external ids), `kinds`, `territories` (names or codes),
        `organisations`, `themes`, `years`, `since` and `until` restrict the search, as in `search.query.filters_of`;
        `by_document` gives each document once, at its best passage; without `operators`, signs are only writing.
        Raises `QueryError` for a query that can't be searched and `NotInCatalogue` for a document that is not there.
        """
        filters = filters_of(**filters_by)
        query = Query(text, filters=filters, k=k, mode=mode, by_document=by_document, operators=operators)
        return self.run(query)

    def similar(
        self,
        passage_id: int,
        *,
        k: int = 10,
        other_documents: bool = True,
        by_document: bool = False,
        **filters_by: Unpack[Written],
    ) -> Similar:
        """The `k` passages most like one, in any language; of `other_documents` than its own, unless told otherwise.

        `by_document` gives each document once, at its nearest passage; filters are those of `search`. Raises
        `NotInCatalogue` for a passage or document that is not there, and `QueryError` for a passage without a vector
        yet and for filters that can't be meant.
        """
        asked = SimilarQuery(passage_id, k, other_documents=other_documents, by_document=by_document)
        selection = self._selector.select(filters_of(**filters_by))
        state = self._current_state()
        within = None if selection is None else selection.passages
        return similar(self.catalogue, state.caches.vectors, state.encoded, asked, within)

    def explain(self, result: Result) -> tuple[Explanation, ...]:
        """Why each hit was found, in order: the legs, the words, and the parts that its score is the sum of.

        Raises `QueryError` where the documents have changed since the search.
        """
        state, query = self._current_state(), result.query
        reading = read(query, state.acronyms)
        words, without = reading.meant.words(state.languages), query.without(state.languages)
        (leg,) = self._dense_legs([reading.meant], state)
        selection, within = self._chosen(query, words, without, state)
        limit = _pool(query)
        by_words, by_letters = word_legs(
            state.caches.words, query, words, state.languages, limit=limit, selection=selection, without=without
        )
        ranking = self._rank(reading, words, state, leg)
        evidence = Evidence(
            caches=state.caches,
            languages=state.languages,
            readings=tuple(dict.fromkeys((query, reading.meant))),
            vector=leg.vector,
            candidates=ranking.ids,
            dense=ranking.dense,
            by={"meaning": _nearest(state, leg, limit, within), "words": by_words, "letters": by_letters},
        )
        return explain(result, evidence)

    def search_many(self, queries: Iterable[Query | str]) -> ResultTable:
        """The results of many queries, in order: iterate over them, or make a table of their hits.

        Nothing is searched before it is asked for; memory holds some queries at a time where they are iterated over.
        """
        asked = [query if isinstance(query, Query) else Query(query) for query in queries]
        return ResultTable(self, asked)

    def facets(self, query: Query) -> Facets:
        """How many documents among the candidates (the best passages of either leg) have each value of each field.

        A field that is filtered by is counted without its own filter: what else could be chosen there.
        """
        found = dict(self._counts(query))
        for fields in filtered_fields(query.filters):
            wider = self._counts(query.with_filters(query.filters.without(fields.filters)))
            found[fields.facet] = wider[fields.facet]
        return found

    def _counts(self, query: Query) -> Facets:
        state = self._current_state()
        reading = read(query, state.acronyms)
        (leg,) = self._dense_legs([reading.meant], state)
        ranking = self._rank(reading, reading.meant.words(state.languages), state, leg)
        passages = self.catalogue.passages_by_id(ranking.ids.tolist())
        return facets(self.catalogue, (passage.doc_id for passage in passages.values()))

    def passages(self) -> Table:
        """Every passage as a row (see `search.reading`), in the order of their ids, read as they are asked for."""
        return passages_table(self.catalogue)

    def documents(self) -> Table:
        """Every document as a row, without its text, in the order of their titles."""
        return documents_table(self.catalogue)

    def vectors(self, *, step: int = 5000) -> Iterator[tuple[Ids, Vectors]]:
        """Passage ids (n,), growing, and their unit vectors (n, dim), at most `step` at a time."""
        return self.catalogue.vectors(self._encoder.model_id, step=step)

    def run(self, query: Query) -> Result:
        """Search as the query says."""
        return next(self.run_many([query]))

    def run_many(self, queries: Iterable[Query]) -> Iterator[Result]:
        """The result of each query, in order, as they come; all of them on the index as it is now.

        The numbers are those of `run`, to the last bit. A document that is removed meanwhile is shown no more.
        """
        state, remaining = self._current_state(), iter(queries)
        while chunk := list(islice(remaining, CHUNK)):
            begun = time.perf_counter()
            readings = [read(query, state.acronyms) for query in chunk]
            legs = self._dense_legs([reading.meant for reading in readings], state)
            share = (time.perf_counter() - begun) / len(chunk)
            for reading, leg in zip(readings, legs, strict=True):
                yield self._answer(reading, leg, state, time.perf_counter() - share)

    def _dense_legs(self, queries: Sequence[Query], state: _State) -> list[_DenseLeg]:
        """The queries' vectors, and what is nearest to those that may find any passage, looked up together."""
        asked = [query for query in queries if query.mode != "lexical"] if len(state.caches.vectors) else []
        # One by one: a model that is handed several texts gives other last bits, and the bundled engine is no faster.
        wanted = {query.parsed.text for query in asked}
        known = {text: self._vector(text, state) for text in wanted}
        near: dict[tuple[str, int], Ids] = {}
        for pool in {_pool(query) for query in asked}:
            texts = list({query.parsed.text for query in asked if _pool(query) == pool and not _is_restricted(query)})
            if texts:
                _, found = state.caches.vectors.search(np.stack([known[text] for text in texts]), pool)
                near |= {(text, pool): ids for text, ids in zip(texts, found, strict=True)}
        with_vectors = set(map(id, asked))
        return [
            _DenseLeg(
                known[query.parsed.text],
                None if _is_restricted(query) else near[query.parsed.text, _pool(query)],
            )
            if id(query) in with_vectors
            else _DenseLeg(None, None)
            for query in queries
        ]

    def _vector(self, text: str, state: _State) -> Vectors:
        """What the passages' vectors are compared with (dim,)."""
        return state.caches.background.off_query(self._encoder.encode_queries([text])[0])

    def _answer(self, reading: Reading, leg: _DenseLeg, state: _State, begun: float) -> Result:
        query, words = reading.query, reading.meant.words(state.languages)
        ranking = self._rank(reading, words, state, leg)
        hits = self._hits(query, words, self._second_look(reading.meant, ranking))
        notices = _notices(query, words, state) + (() if hits else self._unmet(query, words, state))
        return Result(query, hits, (time.perf_counter() - begun) * 1000, notices, reading.expansions)

    def _rank(self, reading: Reading, words: list[QueryWord], state: _State, leg: _DenseLeg) -> Ranking:
        """All candidates of both legs, in order, each with both of its scores."""
        query = reading.query
        without = query.without(state.languages)
        selection, within = self._chosen(query, words, without, state)
        pool = _pool(query)
        near, shared = _nearest(state, leg, pool, within), np.empty(0, dtype=np.int64)
        if query.mode != "dense":
            shared = candidates(
                state.caches.words, query, words, state.languages, limit=pool, selection=selection, without=without
            )
        ids = np.union1d(near, shared)
        dense, sentences = _nearness(state, ids, leg.vector)
        by_words = np.zeros(len(ids)) if query.mode == "dense" else _by_words(reading, state, ids)
        scores = {"dense": dense, "lexical": by_words}.get(query.mode)
        if scores is None:
            scores = fuse(dense, by_words)
        order = np.lexsort((ids, -scores))
        unseen = np.full(len(ids), np.nan)
        return Ranking(ids[order], scores[order], dense[order], by_words[order], sentences[order], unseen)

    def _second_look(self, query: Query, ranking: Ranking) -> Ranking:
        """The ranking, its first passages in the order of the reranker where there is one."""
        if self._reranker is None:
            return ranking
        passages = self.catalogue.passages_by_id(ranking.ids[:DEPTH].tolist())
        return ranking.looked_at_again(second_scores(self._reranker, query.parsed.text, ranking.ids, passages))

    def _chosen(
        self, query: Query, words: list[QueryWord], without: list[QueryWord], state: _State
    ) -> tuple[Selection | None, Ids | None]:
        """What the filters leave, and the passages with a vector that filters and operators leave.

        None where all are left.
        """
        selection = self._selector.select(query.filters)
        if query.parsed.restricts and query.mode != "lexical":
            held = self._matching(words, without, selection, state)
        elif selection is not None:
            held = selection.passages
        else:
            return None, None
        return selection, state.encoded[np.isin(state.encoded, held)]

    def _matching(
        self, words: list[QueryWord], without: list[QueryWord], selection: Selection | None, state: _State
    ) -> Ids:
        """The passages of the selection that the operators leave."""
        held = state.caches.words.matching(words, without)
        return held if selection is None else held[np.isin(held, selection.passages)]

    def _unmet(self, query: Query, words: list[QueryWord], state: _State) -> tuple[str, ...]:
        """The notice that nothing passes the filters, or meets what the operators ask for, where this is so."""
        selection = self._selector.select(query.filters)
        if selection is not None and not len(selection.passages):
            return (f"No document passes the filters: {told(query.filters)}.",)
        if not query.parsed.restricts:
            return ()
        if len(self._matching(words, query.without(state.languages), selection, state)):
            return ()
        where = "passage" if selection is None else "passage of the documents chosen"
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
            ranges, again = sentences.get(passage.passage_id, []), float(ranking.rerank[place])
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
                    rerank=None if np.isnan(again) else again,
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
        return _State(
            caches,
            stamp,
            tuple(self.catalogue.languages()),
            np.sort(caches.vectors.ids),
            Acronyms(acronyms_of(self.catalogue)),
        )


def _nearest(state: _State, leg: _DenseLeg, pool: int, within: Ids | None) -> Ids:
    """The candidates of the leg of meaning."""
    if leg.nearest is not None:
        return leg.nearest
    if leg.vector is None:
        return np.empty(0, dtype=np.int64)
    found: Ids = state.caches.vectors.search(leg.vector[None], pool, within=within)[1][0]
    return found


def _nearness(state: _State, ids: Ids, query_vector: Vectors | None) -> tuple[Floats, Ids]:
    """How near the passages are in meaning (nan without a vector), and their nearest sentences."""
    nearness = np.full(len(ids), np.nan)
    if query_vector is None:
        return nearness, np.full(len(ids), -1, dtype=np.int64)
    known = np.isin(ids, state.encoded)
    nearness[known] = cosines(state.caches.vectors.vectors(ids[known]), query_vector)
    best = state.caches.sentences.best(query_vector, ids)
    return meaning(nearness, best.cosines), best.ordinals


def _by_words(reading: Reading, state: _State, ids: Ids) -> Floats:
    """The words' part of the passages' scores, by whichever name of an acronym gives more."""
    parts = [
        lexical(state.caches.words, query, query.words(state.languages), ids).together
        for query in dict.fromkeys((reading.query, reading.meant))
    ]
    most: Floats = np.maximum.reduce(parts)
    return most


def _pool(query: Query) -> int:
    # A document has several passages: for k documents, look further down.
    return max(POOL, query.k * (4 if query.by_document else 1))


def _is_restricted(query: Query) -> bool:
    return bool(query.filters) or query.parsed.restricts


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
