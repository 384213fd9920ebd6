"""The ranking: candidates of both legs for a query, each with both of its scores, in one order.

Pure reading: of the caches as they were published, and of the catalogue for filters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.catalogue import Catalogue
from corpus.word_codes import WordCodes
from index.analysis import folded_words
from index.blas import one_thread
from index.encoder import Encoder, Vectors, WordEncoder, WordStates
from index.membership import among
from index.products import cosines
from index.words import QueryWord
from index.wordspace import nearness
from search.acronyms import Reading
from search.fusion import CONTEXT, Floats, filled, fuse, lowered, meaning
from search.lexical import candidates, lexical
from search.query import Query
from search.recent import EncodedQuery
from search.rerank import reordered
from search.selection import Selection, Selector
from search.state import State

# Candidates taken from each leg. Both scores of every candidate are exact, so that a larger pool changes little: on 300
# questions of piaf (1,518 paragraphs) 100, 200 and 1,000 give the same nDCG@10, .843.
POOL = 200
# Words are looked at in the candidates that are best without them. Each takes 6 kB from the disk. In guides, 50, 100
# and 200 give the same within a language and from one to another; with all in one pool .412, .414 and .414.
LOOKED_AT = 100
NO_CODES = WordCodes(b"")
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A query's candidates, best first, all (n,).

    Ids, scores, nearness in meaning (nan without a vector), shares of words, nearness of the words in context (nan
    where they were not looked at), and the ordinal of the sentence that is nearest to the query (-1 where no sentence
    has a vector). `rerank` has the scores of the second look (nan where there was none), which the order follows.
    """

    ids: Ids
    scores: Floats
    dense: Floats
    lexical: Floats
    context: Floats
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
            self.context[order],
            self.sentences[order],
            rerank[order],
        )


@dataclass(frozen=True, slots=True)
class DenseLeg:
    """A query's vector (dim,), None where meaning is not asked for, and the passages that are nearest to it.

    `nearest` is None where filters or operators have to be looked up first. `words` are the query's words in context,
    with unit rows; None where they are not compared.
    """

    vector: Vectors | None
    nearest: Ids | None
    words: WordStates | None = None


@dataclass(frozen=True, slots=True)
class Ranker:
    """Ranks over one state of the caches."""

    state: State
    catalogue: Catalogue
    encoder: Encoder
    selector: Selector

    def legs(self, queries: Sequence[Query]) -> list[DenseLeg]:
        """The queries' vectors, and what is nearest to those that may find any passage, looked up together."""
        asked = [query for query in queries if query.mode != "lexical"] if len(self.state.caches.vectors) else []
        by_word = any(query.mode == "hybrid" for query in asked)
        known = self.encoded({query.parsed.text: query.language for query in asked}, by_word=by_word)
        near: dict[tuple[str, int], Ids] = {}
        for pool in {pool_of(query) for query in asked}:
            texts = list({query.parsed.text for query in asked if pool_of(query) == pool and not is_restricted(query)})
            if texts:
                _, found = self.state.caches.vectors.search(np.stack([known[text][0] for text in texts]), pool)
                near |= {(text, pool): ids for text, ids in zip(texts, found, strict=True)}
        with_vectors = set(map(id, asked))
        return [
            DenseLeg(
                known[query.parsed.text][0],
                None if is_restricted(query) else near[query.parsed.text, pool_of(query)],
                known[query.parsed.text][1] if query.mode == "hybrid" else None,
            )
            if id(query) in with_vectors
            else DenseLeg(None, None)
            for query in queries
        ]

    def encoded(self, languages: Mapping[str, str], *, by_word: bool) -> dict[str, EncodedQuery]:
        """Each text, with its language, as a vector (dim,) and as words in context, where asked for and known."""
        found = self.state.queries.of(languages, by_word=by_word)
        missing = {text: language for text, language in languages.items() if text not in found}
        if missing:
            new = self._encoded(missing, by_word=by_word)
            self.state.queries.keep(missing, new, by_word=by_word)
            found |= new
        return found

    def _encoded(self, languages: Mapping[str, str], *, by_word: bool) -> dict[str, EncodedQuery]:
        background, texts = self.state.caches.background, list(languages)
        if not by_word or background.words is None or not isinstance(self.encoder, WordEncoder):
            vectors = self.encoder.encode_queries(texts)
            return {text: (background.off_query(row), None) for text, row in zip(texts, vectors, strict=True)}
        with one_thread():  # once for all of them
            vectors, words = self.encoder.encode_queries_by_word(texts)
            return {
                text: (background.off_query(row), background.words.query_rows(states, languages[text]))
                for text, row, states in zip(texts, vectors, words, strict=True)
            }

    def rank(self, reading: Reading, leg: DenseLeg) -> Ranking:
        """All candidates of both legs, in order, each with both of its scores."""
        query, state, pool = reading.query, self.state, pool_of(reading.query)
        selection, within = self.chosen(reading)
        near, shared = self.nearest(leg, pool, within), np.empty(0, dtype=np.int64)
        if query.mode != "dense":
            words, without = reading.meant.words(state.languages), query.without(state.languages)
            shared = candidates(
                state.caches.words, query, words, state.languages, limit=pool, selection=selection, without=without
            )
        ids = np.union1d(near, shared)
        dense, sentences = self._nearness(ids, leg.vector)
        by_words = np.zeros(len(ids)) if query.mode == "dense" else self._by_words(reading, ids)
        scores = {"dense": dense, "lexical": by_words}.get(query.mode)
        context = np.full(len(ids), np.nan)
        if scores is None:
            scores = fuse(dense, by_words)
            if leg.words is not None:
                context = self._in_context(ids, scores, leg.words, reading.meant.language)
                scores = scores + CONTEXT * filled(context)
        scores = lowered(scores, among(ids, state.poor))
        order = np.lexsort((ids, -scores))
        unseen = np.full(len(ids), np.nan)
        return Ranking(
            ids[order], scores[order], dense[order], by_words[order], context[order], sentences[order], unseen
        )

    def chosen(self, reading: Reading) -> tuple[Selection | None, Ids | None]:
        """What the filters leave, and the passages with a vector that filters and operators leave.

        None where all are left, and for the passages where the query asks for words alone.
        """
        query, state = reading.query, self.state
        selection = self.selector.select(query.filters)
        if query.mode == "lexical":  # which asks for no vectors
            return selection, None
        if query.parsed.restricts:
            held = self.matching(reading, selection)
        elif selection is not None:
            held = selection.passages
        else:
            return None, None
        return selection, held[among(held, state.encoded)]

    def matching(self, reading: Reading, selection: Selection | None) -> Ids:
        """The passages of the selection that the operators leave."""
        languages = self.state.languages
        words, without = reading.meant.words(languages), reading.query.without(languages)
        held = self.state.caches.words.matching(words, without)
        return held if selection is None else held[among(held, selection.passages)]

    def nearest(self, leg: DenseLeg, pool: int, within: Ids | None) -> Ids:
        """The candidates of the leg of meaning."""
        if leg.nearest is not None:
            return leg.nearest
        if leg.vector is None:
            return np.empty(0, dtype=np.int64)
        found: Ids = self.state.caches.vectors.search(leg.vector[None], pool, within=within)[1][0]
        return found

    def _nearness(self, ids: Ids, query_vector: Vectors | None) -> tuple[Floats, Ids]:
        """How near the passages are in meaning (nan without a vector), and their nearest sentences."""
        nearness = np.full(len(ids), np.nan)
        if query_vector is None:
            return nearness, np.full(len(ids), -1, dtype=np.int64)
        known = among(ids, self.state.encoded)
        nearness[known] = cosines(self.state.caches.vectors.vectors(ids[known]), query_vector)
        best = self.state.caches.sentences.best(query_vector, ids)
        return meaning(nearness, best.cosines), best.ordinals

    def _in_context(self, ids: Ids, scores: Floats, words: WordStates, language: str) -> Floats:
        """How near the words of the best candidates are, beyond what is usual in the query's language (n,).

        nan for the other candidates and those whose words are not kept.
        """
        found, space = np.full(len(ids), np.nan), self.state.caches.background.words
        best = np.lexsort((ids, -scores))[:LOOKED_AT]
        known = self.state.words.of(self.catalogue, self.encoder.model_id, ids[best].tolist())
        best = best[[bool(known.get(number, NO_CODES).codes) for number in ids[best].tolist()]]
        if space is None or not len(best):
            return found
        kept = [known[number] for number in ids[best].tolist()]
        near = nearness(words.states, self.weights(words.words), [each.codes for each in kept])
        found[best] = near - space.usual_to([each.usual for each in kept], language)
        return found

    def weights(self, words: Sequence[str]) -> Floats:
        """The inverse document frequency of each word (n,): of its rarest part, where it has several."""
        index = self.state.caches.words
        parts = [[QueryWord(phrase=(each,)) for each in folded_words(word)] for word in words]
        return np.array([index.weights(each).max(initial=0.0) for each in parts])

    def _by_words(self, reading: Reading, ids: Ids) -> Floats:
        """The words' part of the passages' scores, by whichever name of an acronym gives more."""
        parts = [
            lexical(self.state.caches.words, query, query.words(self.state.languages), ids).together
            for query in dict.fromkeys((reading.query, reading.meant))
        ]
        most: Floats = np.maximum.reduce(parts)
        return most


def pool_of(query: Query) -> int:
    """How many candidates each leg gives."""
    # A document has several passages: for k documents, look further down.
    return max(POOL, query.k * (4 if query.by_document else 1))


def is_restricted(query: Query) -> bool:
    """Whether filters or operators leave some passages out."""
    return bool(query.filters) or query.parsed.restricts
