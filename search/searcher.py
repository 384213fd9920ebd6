"""`Searcher`: the one entrance to search. The page, the command line, batch and notebook all rank through it."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from operator import length_hint
from pathlib import Path
from typing import Self, Unpack

import numpy as np
import numpy.typing as npt

from corpus.catalogue import Catalogue
from corpus.errors import ModelMismatch
from corpus.filters import Facets, facets, filtered_fields
from corpus.home import Home
from index.apart import apart
from index.caches import stamp_of
from index.encoder import Encoder, Vectors
from index.models import DEFAULT_MODEL, open_encoder
from index.reranker import Reranker
from index.words import QueryWord
from search.acronyms import Reading, read
from search.answer import Answer
from search.answering import PASSAGES, ask
from search.confidence import confidence
from search.explain import Evidence, Explanation, explain, word_legs
from search.filtering import Written, filters_of, told
from search.lazy import Table
from search.many import ResultTable
from search.presenting import copies_of, present
from search.query import Mode, Query
from search.ranking import DenseLeg, Ranker, Ranking, pool_of
from search.reading import documents_table, passages_table
from search.rerank import DEPTH, second_scores
from search.results import Hit, Result
from search.selection import Selector
from search.similar import Similar, SimilarQuery, similar
from search.state import State

# Queries that are looked up together: the vectors are read once for all of them (see `index.vectors`), and their tokens
# go through the model's layers together. Against 64 they take an eighth less; more change nothing, and keep the first
# result waiting.
CHUNK = 192
# The last ones are ranked with nothing left to encode beside them: where the end is known, chunks get smaller towards
# it, each half of what is left, but not so small that the model's layers go slower.
LEAST_CHUNK = 48

# Chunks that are encoded beside the one that is ranked: while one's vectors are looked up, the next is at the encoder.
AHEAD = 2

Ids = npt.NDArray[np.int64]
Prepared = tuple[Reading, DenseLeg, float]


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
        self._state = State.open(self._home, self.catalogue)

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
        ranker, query = self.ranker(), result.query
        state = ranker.state
        reading = read(query, state.acronyms)
        words, without = reading.meant.words(state.languages), query.without(state.languages)
        (leg,) = ranker.legs([reading.meant])
        selection, within = ranker.chosen(reading)
        limit = pool_of(query)
        by_words, by_letters = word_legs(
            state.caches.words, query, words, state.languages, limit=limit, selection=selection, without=without
        )
        ranking = ranker.rank(reading, leg)
        evidence = Evidence(
            caches=state.caches,
            languages=state.languages,
            readings=tuple(dict.fromkeys((query, reading.meant))),
            vector=leg.vector,
            candidates=ranking.ids,
            dense=ranking.dense,
            context=ranking.context,
            poor=state.poor,
            by={"meaning": ranker.nearest(leg, limit, within), "words": by_words, "letters": by_letters},
        )
        return explain(result, evidence)

    def ask(
        self, question: str, *, k: int = PASSAGES, history: Sequence[str] = (), **filters_by: Unpack[Written]
    ) -> Answer:
        """The answer to a question in the documents' words, or that they do not say: see `search.answer`.

        The sentences of the `k` best passages are looked at. `history` are the questions asked before, oldest first,
        to which this one may leave what it is about. Filters are those of `search`, and so are the errors raised.
        """
        return ask(self, question, k=k, history=history, filters=filters_of(**filters_by))

    def search_many(self, queries: Iterable[Query | str]) -> ResultTable:
        """The results of many queries, in order: iterate over them, or make a table of their hits.

        Nothing is searched before it is asked for; memory holds some queries at a time where they are iterated over.
        """
        asked = [query if isinstance(query, Query) else Query(query) for query in queries]
        return ResultTable(self, asked)

    def facets(self, query: Query | None = None) -> Facets:
        """How many documents have each value of each field: in the home, or among a query's candidates.

        Candidates are the best passages of either leg. A field that is filtered by is counted without its own filter:
        what else could be chosen there.
        """
        if query is None:
            return facets(self.catalogue, None)
        found = dict(self._counts(query))
        for fields in filtered_fields(query.filters):
            wider = self._counts(query.with_filters(query.filters.without(fields.filters)))
            found[fields.facet] = wider[fields.facet]
        return found

    def _counts(self, query: Query) -> Facets:
        ranker = self.ranker()
        reading = read(query, ranker.state.acronyms)
        (leg,) = ranker.legs([reading.meant])
        ranking = ranker.rank(reading, leg)
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
        remaining = iter(queries)
        with apart(self._encoder, length_hint(remaining)) as encoder, ThreadPoolExecutor(AHEAD) as pool:
            ranker = replace(self.ranker(), encoder=encoder)
            ahead: deque[Future[list[Prepared]]] = deque()
            prepared = _prepared(_chunk(remaining), ranker)
            while prepared:
                while len(ahead) < AHEAD and (chunk := _chunk(remaining)):  # which begins a thread for the second
                    ahead.append(pool.submit(_prepared, chunk, ranker))
                for reading, leg, share in prepared:
                    yield self._answer(reading, leg, ranker, time.perf_counter() - share)
                prepared = ahead.popleft().result() if ahead else []

    def ranker(self) -> Ranker:
        """What ranks over the state that was published last: for who looks into a ranking, as the measures do."""
        return Ranker(self._current_state(), self.catalogue, self._encoder, self._selector)

    def _answer(self, reading: Reading, leg: DenseLeg, ranker: Ranker, begun: float) -> Result:
        query, words = reading.query, reading.meant.words(ranker.state.languages)
        ranking = ranker.rank(reading, leg)
        hits = self._hits(query, words, self._second_look(reading.meant, ranking))
        return Result(
            query=query,
            hits=hits,
            took_ms=(time.perf_counter() - begun) * 1000,
            notices=_notices(query, words, ranker.state) + (() if hits else self._unmet(reading, ranker)),
            expansions=reading.expansions,
            confidence=confidence(ranker, reading, ranking),
        )

    def _second_look(self, query: Query, ranking: Ranking) -> Ranking:
        """The ranking, its first passages in the order of the reranker where there is one."""
        if self._reranker is None:
            return ranking
        passages = self.catalogue.passages_by_id(ranking.ids[:DEPTH].tolist())
        return ranking.looked_at_again(second_scores(self._reranker, query.parsed.text, ranking.ids, passages))

    def _unmet(self, reading: Reading, ranker: Ranker) -> tuple[str, ...]:
        """The notice that nothing passes the filters, or meets what the operators ask for, where this is so."""
        query = reading.query
        selection = self._selector.select(query.filters)
        if selection is not None and not len(selection.passages):
            return (f"No document passes the filters: {told(query.filters)}.",)
        if not query.parsed.restricts:
            return ()
        if len(ranker.matching(reading, selection)):
            return ()
        where = "passage" if selection is None else "passage of the documents chosen"
        if not query.parsed.leaves_out:
            return (f"No {where} holds the words in quotes as they stand.",)
        if not query.parsed.phrases:
            return (f"Every {where} holds something that the query leaves out.",)
        return (f"No {where} holds the words in quotes as they stand and nothing that the query leaves out.",)

    def _hits(self, query: Query, words: list[QueryWord], ranking: Ranking) -> tuple[Hit, ...]:
        """The first k candidates that are still in the catalogue, as hits."""
        presented = present(self.catalogue, query, ranking)
        copies = copies_of(self.catalogue, presented, self._selector.select(query.filters))
        documents = self.catalogue.summaries_by_id(each.passage.doc_id for each in presented)
        sentences = self.catalogue.sentences_of(each.passage.passage_id for each in presented)
        hits = []
        for rank, each in enumerate(presented, start=1):
            place, passage = each.place, each.passage
            cosine, ordinal = float(ranking.dense[place]), int(ranking.sentences[place])
            ranges, again = sentences.get(passage.passage_id, []), float(ranking.rerank[place])
            hits.append(
                Hit(
                    rank=rank,
                    score=float(ranking.scores[place]),
                    dense=None if query.mode == "lexical" or np.isnan(cosine) else cosine,
                    lexical=None if query.mode == "dense" else float(ranking.lexical[place]),
                    context=None if np.isnan(ranking.context[place]) else float(ranking.context[place]),
                    passage=passage,
                    document=documents[passage.doc_id],
                    words=tuple(words),
                    sentence=ranges[ordinal] if 0 <= ordinal < len(ranges) else None,
                    rerank=None if np.isnan(again) else again,
                    copies=copies.get(passage.passage_id, ()),
                )
            )
        return tuple(hits)

    def _current_state(self) -> State:
        """The state of the caches that were published last: opened anew when another process has changed them."""
        with self._mutex:
            if stamp_of(self._home) != self._state.stamp:
                self._state = State.open(self._home, self.catalogue)
            return self._state


def _chunk(remaining: Iterator[Query]) -> list[Query]:
    """The queries that are looked up together next; none at the end."""
    left = length_hint(remaining, CHUNK * 2)  # as for an iterator that can't tell
    return list(islice(remaining, min(CHUNK, max(LEAST_CHUNK, left // 2))))


def _prepared(chunk: Sequence[Query], ranker: Ranker) -> list[Prepared]:
    """What is looked up together: each query, read, its leg of meaning, and its share of the seconds that this took."""
    begun = time.perf_counter()
    readings = [read(query, ranker.state.acronyms) for query in chunk]
    legs = ranker.legs([reading.meant for reading in readings])
    share = (time.perf_counter() - begun) / max(1, len(chunk))
    return [(reading, leg, share) for reading, leg in zip(readings, legs, strict=True)]


def _notices(query: Query, words: list[QueryWord], state: State) -> tuple[str, ...]:
    notices = []
    missing = len(state.caches.words) - len(state.encoded)
    if missing > 0 and query.mode != "lexical":
        notices.append(
            f"{missing:,} of {len(state.caches.words):,} passages are not encoded yet and found by words only."
        )
    if not words and query.mode == "lexical":
        notices.append("The query has no words to look up, only function words or signs.")
    return tuple(notices)
