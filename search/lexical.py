"""The leg of words: passages that hold the query's words, and how much of the words and of their letters each holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.types import UNKNOWN_LANGUAGE
from index.analysis import alternatives
from index.words import QueryWord, WordIndex
from search.fusion import Floats, lexical_part, word_shares
from search.query import Query
from search.selection import Selection

Ids = npt.NDArray[np.int64]

# A word that stands nowhere may be mistyped, or the scan misread. Passages with this share of its pieces hold one like
# it. A wrong letter in a word of seven spoils two to four of its six pieces, those that stand nowhere weigh most, and
# a piece that stands once in a passage gives about half of the most that it can.
LIKE = 0.12
# Each such word costs a search of its own.
MAX_LOST = 4


@dataclass(frozen=True, slots=True)
class Lexical:
    """Shares of the query's words and of their pieces in passages (n,), and both as one, all from 0 to 1."""

    words: Floats
    pieces: Floats
    together: Floats


def candidates(
    index: WordIndex,
    query: Query,
    words: Sequence[QueryWord],
    languages: Sequence[str],
    *,
    limit: int,
    selection: Selection | None,
    without: Sequence[QueryWord],
) -> Ids:
    """The best `limit` passages by the query's words, and as many by the letters of each word that stands nowhere."""
    documents, passages = (selection.documents, selection.passages) if selection else (None, None)
    found = [np.empty(0, dtype=np.int64)]
    if words:
        found.append(index.search(words, limit=limit, documents=documents, passages=passages, without=without)[0])
    for word in lost_words(index, query, languages):
        pieces = query.grams([word])
        ids, scores = index.search(pieces, limit=limit, documents=documents, passages=passages, without=without)
        alike = word_shares(scores.astype(np.float64), index.weights(pieces)) >= LIKE
        found.append(ids[alike])
    return np.unique(np.concatenate(found))


def lost_words(index: WordIndex, query: Query, languages: Sequence[str]) -> list[str]:
    """The query's words that stand in no passage, though passages are in its language; never of one with phrases."""
    if query.parsed.phrases or query.language not in {UNKNOWN_LANGUAGE, *languages}:
        return []
    stems = {word: alternatives(word, languages) for word in query.content_words}
    return [word for word, each in stems.items() if each and not index.holds(QueryWord(each))][:MAX_LOST]


def lexical(index: WordIndex, query: Query, words: Sequence[QueryWord], ids: Ids) -> Lexical:
    """How much of the query's words, and of their letters, these passages hold."""
    pieces = query.grams()
    by_words, by_pieces = _shares(index, words, ids), _shares(index, pieces, ids)
    return Lexical(by_words, by_pieces, lexical_part(by_words, by_pieces if pieces else by_words))


def _shares(index: WordIndex, words: Sequence[QueryWord], ids: Ids) -> Floats:
    return word_shares(index.scores(words, ids), index.weights(words))
