"""Words: a tantivy index of the passages' terms, one entry a passage, scored by BM25.

All analysis is done in `index.analysis`; tantivy is handed terms with spaces between them. What it stores is
the passage's id and nothing of its text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tantivy
from tantivy import Occur, Query

from corpus.catalogue import PassageText
from index.analysis import folded_words, grams, stems
from index.membership import among

# One thread keeps one growing segment, and a fixed order of ids within it: scores are the same after each rebuild.
WRITER_THREADS = 1
WRITER_BYTES = 64_000_000

# For many documents, the best passages are taken among all and the others left out, this many times as many where they
# were too few. 50,000 of 100,000 documents cost 33 ms as terms of the query, and 1 ms so (25 at the worst); 100, .7 ms.
GROWTH = 8

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word of a query, or a piece of one, found in one of four ways, of which one is set.

    By any of its `stems`; by every word that begins with the folded letters `prefix`; as a `phrase`, by these
    folded words side by side; or, as a `gram`, by every word that has this piece. A passage that lacks a phrase is not
    found at all, whatever else it holds.
    """

    stems: tuple[str, ...] = ()
    prefix: str = ""
    phrase: tuple[str, ...] = ()
    gram: str = ""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("passage", indexed=True, fast=True)
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("stems", tokenizer_name="terms", index_option="freq")
    builder.add_text_field("words", tokenizer_name="terms", index_option="position")
    builder.add_text_field("grams", tokenizer_name="terms", index_option="freq")
    return builder.build()


@lru_cache(maxsize=200_000)
def _spaced_grams(folded: str) -> str:
    return " ".join(grams.__wrapped__(folded))  # which queries need apart: no second copy of each


class WordIndex:
    """The words of every passage. Changes show after `commit`."""

    def __init__(self, folder: Path | None) -> None:
        """Open the index in `folder`, made where it is empty; None keeps it in memory."""
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=str(folder) if folder else None)
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("terms", analyzer)
        self._writer: tantivy.IndexWriter | None = None
        self._searcher = self._index.searcher()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def add(self, passages: Iterable[PassageText]) -> None:
        """Add passages, in place of entries with the same ids."""
        passages = list(passages)
        self.remove(passage.passage_id for passage in passages)
        writer = self._open_writer()
        for passage in passages:
            entry = tantivy.Document()
            entry.add_unsigned("passage", passage.passage_id)
            entry.add_text("document", passage.doc_id)
            found = folded_words(passage.text)
            entry.add_text("stems", " ".join(stems(found, passage.language)))
            entry.add_text("words", " ".join(found))
            entry.add_text("grams", " ".join(map(_spaced_grams, found)))
            writer.add_document(entry)

    def remove(self, passage_ids: Iterable[int]) -> None:
        """Remove passages; ids that are not there are passed over."""
        chosen = Query.term_set_query(self._schema, "passage", list(passage_ids))
        self._open_writer().delete_documents_by_query(chosen)

    def commit(self) -> None:
        """Write the changes to the disk and show them."""
        if self._writer is not None:
            self._writer.commit()
            self._writer.wait_merging_threads()  # consumes the writer
            self._writer = None
        self._index.reload()
        self._searcher = self._index.searcher()

    def weights(self, words: Sequence[QueryWord]) -> npt.NDArray[np.float64]:
        """The inverse document frequency of each word (n,); the highest for a word that stands nowhere.

        A phrase has the sum of its words', which is what BM25 scores it by.
        """
        return np.array([self._weight(word) for word in words], dtype=np.float64)

    def holds(self, word: QueryWord) -> bool:
        """Whether any passage has one of the word's stems."""
        return any(self._searcher.doc_freq("stems", stem) for stem in word.stems)

    def search(
        self,
        words: Sequence[QueryWord],
        *,
        limit: int,
        documents: Collection[str] | None = None,
        passages: Ids | None = None,
        without: Sequence[QueryWord] = (),
    ) -> tuple[Ids, Scores]:
        """The best `limit` passages by BM25; ids (n,), scores (n,).

        Of `documents` only where these are given, else of `passages`, growing ids; and none that holds any of
        `without`. Both give the same for the same documents: the first is faster for few, the second for many.
        """
        if documents is None and passages is not None:
            return self._best_among(passages, self._filtered(self._bm25(words), None, without), limit)
        return self._run(self._filtered(self._bm25(words), documents, without), limit)

    def matching(
        self, words: Sequence[QueryWord], without: Sequence[QueryWord] = (), *, documents: Sequence[str] | None = None
    ) -> Ids:
        """Every passage that holds all phrases among `words` and none of `without`: ids (n,), growing."""
        phrases = [(Occur.Must, self._any_of(word)) for word in words if word.phrase]
        found = Query.const_score_query(Query.boolean_query(phrases or [(Occur.Must, Query.all_query())]), 0.0)
        return np.sort(self._run(self._filtered(found, documents, without), max(1, len(self)))[0])

    def scores(self, words: Sequence[QueryWord], passages: Ids) -> npt.NDArray[np.float64]:
        """The BM25 scores (n,) of these passages (n,), each once; 0 for one that shares no word with the query."""
        found = np.zeros(len(passages))
        if not words or not len(passages):
            return found
        chosen = Query.term_set_query(self._schema, "passage", passages.tolist())
        query = Query.boolean_query(
            [(Occur.Must, self._bm25(words)), (Occur.Must, Query.const_score_query(chosen, 0.0))]
        )
        ids, scores = self._run(query, len(passages))
        order = np.argsort(passages)
        found[order[np.searchsorted(passages, ids, sorter=order)]] = scores
        return found

    def _best_among(self, passages: Ids, query: Query, limit: int) -> tuple[Ids, Scores]:
        """The best `limit` of these passages: the best of all, as many as are needed to find enough of them."""
        asked = max(1, len(self))
        taken = min(asked, 2 * limit * max(1, asked // max(1, len(passages))))
        while True:
            ids, scores = self._run(query, taken)
            held = among(ids, passages)
            if held.sum() >= limit or len(ids) < taken or taken == asked:
                return ids[held][:limit], scores[held][:limit]
            taken = min(asked, taken * GROWTH)

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(WRITER_BYTES, WRITER_THREADS)
        return self._writer

    def _weight(self, word: QueryWord) -> float:
        if word.phrase:
            return sum(self._idf(self._searcher.doc_freq("words", each)) for each in word.phrase)
        if word.prefix:
            found = self._searcher.search(self._any_of(word), 1, count=True)
            return self._idf(int(found.count))  # type: ignore[attr-defined] # missing in tantivy's stubs
        if word.gram:
            return self._idf(self._searcher.doc_freq("grams", word.gram))
        return self._idf(max((self._searcher.doc_freq("stems", stem) for stem in word.stems), default=0))

    def _idf(self, frequency: int) -> float:
        return math.log(1 + (len(self) - frequency + 0.5) / (frequency + 0.5))

    def _any_of(self, word: QueryWord) -> Query:
        """The passages that hold the word."""
        if word.phrase:
            return self._phrase(word.phrase)
        if word.prefix:
            return Query.regex_query(self._schema, "words", f"{re.escape(word.prefix)}.*")
        if word.gram:
            return Query.term_query(self._schema, "grams", word.gram, "freq")
        return Query.term_set_query(self._schema, "stems", list(word.stems))

    def _phrase(self, words: Sequence[str]) -> Query:
        if len(words) == 1:  # which tantivy takes for no phrase
            return Query.term_query(self._schema, "words", words[0], "freq")
        return Query.phrase_query(self._schema, "words", list(words))

    def _bm25(self, words: Sequence[QueryWord]) -> Query:
        return Query.boolean_query(
            [(Occur.Must if word.phrase else Occur.Should, self._scored(word)) for word in words]
        )

    def _scored(self, word: QueryWord) -> Query:
        if word.phrase or word.gram:
            return self._any_of(word)
        if word.prefix:
            # The words that begin so may be thousands. All count as one word that stands once in a passage of
            # middling length, for which BM25 is its idf.
            return Query.const_score_query(self._any_of(word), self._weight(word))
        stems = [Query.term_query(self._schema, "stems", stem, "freq") for stem in word.stems]
        return stems[0] if len(stems) == 1 else Query.disjunction_max_query(stems)

    def _filtered(self, query: Query, documents: Collection[str] | None, without: Sequence[QueryWord] = ()) -> Query:
        if documents is None and not without:
            return query
        parts = [(Occur.Must, query), *((Occur.MustNot, self._any_of(word)) for word in without)]
        if documents is not None:
            chosen = Query.term_set_query(self._schema, "document", list(documents))
            parts.append((Occur.Must, Query.const_score_query(chosen, 0.0)))
        return Query.boolean_query(parts)

    def _run(self, query: Query, limit: int) -> tuple[Ids, Scores]:
        hits = self._searcher.search(query, limit, count=False).hits
        ids = self._searcher.fast_field_values("passage", [address for _, address in hits])
        return np.array(ids, dtype=np.int64), np.array([score for score, _ in hits], dtype=np.float32)
