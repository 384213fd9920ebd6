"""The words of a question beside those of each sentence, as the model sees them where they stand.

The words of passages are kept in the order of their text (see `index.wordspace`), without their places there. These are
found again by reading the text: nine passages in ten to the word, the others one or two words off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.analysis import fold, folded_words, is_stop_word
from index.encoder import Vectors, WordStates
from index.headers import embedding_text
from index.wordspace import CODES_A_BYTE, nearness
from search.answer import Span
from search.asking import Question
from search.fusion import Floats
from search.query import Query
from search.ranking import Ids, Ranker
from search.results import Hit

AROUND = 45
"""Characters on either side of a date or number whose words tell what it is of: most of a clause."""
BEFORE_HEAD, BEHIND_HEAD = 15, 25
"""Characters around a number where the noun stands that it counts, mostly behind it: « 130 entreprises »."""

_WORD = re.compile(r"[^\w\s]*\w+")
_EDGES = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class AskedWords:
    """The words of a question: their texts (m,), weights that sum to 1 (m,), and which is the noun it asks for."""

    texts: tuple[str, ...]
    weights: Floats
    head: int | None


@dataclass(frozen=True, slots=True)
class PassageWords:
    """The words of a passage that say something: where they begin (n,), and how near the question's are, (n, m).

    Those of the headings above it, which are encoded with it, begin before 0.
    """

    asked: AskedWords
    starts: Ids
    nearness: Floats

    def within(self, span: Span) -> Floats:
        """How near each of the question's words is to the nearest of a sentence and of the headings above it (m,)."""
        return self._nearest((self.starts < 0) | self._between(*span))

    def beside(self, sentence: Span, span: Span) -> float:
        """How near the question's words are to those around a range of a sentence, by their weights."""
        around = self._between(max(sentence[0], span[0] - AROUND), min(sentence[1], span[1] + AROUND))
        return float(self.asked.weights @ self._nearest(around & ~self._between(*span)))

    def counted(self, sentence: Span, span: Span) -> float:
        """How near the noun that is asked for is to what a range of a sentence counts; 0 where there is none."""
        if self.asked.head is None:
            return 0.0
        around = self._between(max(sentence[0], span[0] - BEFORE_HEAD), min(sentence[1], span[1] + BEHIND_HEAD))
        return float(self._nearest(around)[self.asked.head])

    def _between(self, start: int, end: int) -> npt.NDArray[np.bool_]:
        there: npt.NDArray[np.bool_] = (self.starts >= start) & (self.starts < end)
        return there

    def _nearest(self, chosen: npt.NDArray[np.bool_]) -> Floats:
        nearest: Floats = self.nearness[chosen].max(axis=0, initial=0.0)
        return nearest


def encoded(text: str, ranker: Ranker) -> tuple[Vectors, WordStates | None]:
    """A question as a vector (dim,), and as words in context where the model gives them and the home keeps some."""
    language = Query(text, operators=False).language
    return ranker.encoded({text: language}, by_word=True)[text]


def passage_words(
    asked: Question, words: WordStates | None, hits: Sequence[Hit], ranker: Ranker
) -> dict[int, PassageWords]:
    """By passage, of those whose words are kept; `words` are the question's."""
    if words is None or not len(words.words):
        return {}
    question, size = _asked_words(asked, words, ranker), words.states.shape[1] // CODES_A_BYTE
    ids = [hit.passage.passage_id for hit in hits]
    codes = ranker.state.words.of(ranker.catalogue, ranker.encoder.model_id, ids)
    kept = [(hit.passage, of.codes) for hit in hits if (of := codes.get(hit.passage.passage_id)) and of.codes]
    each = [code[first : first + size] for _, code in kept for first in range(0, len(code), size)]
    near = np.stack([nearness(row[None], np.ones(1), each) for row in words.states], axis=1)
    found, first = {}, 0
    for passage, code in kept:
        text, count = embedding_text(passage.section, passage.text), len(code) // size
        starts = places(text, passage.language, count) - (len(text) - len(passage.text))
        found[passage.passage_id] = PassageWords(question, starts, near[first : first + count])
        first += count
    return found


def places(text: str, language: str, count: int) -> Ids:
    """Where the `count` words that are kept of a text begin (count,): spread evenly where it reads as more or fewer."""
    found = [
        match.start()
        for match in _WORD.finditer(text)
        if any(not is_stop_word(word, language) for word in folded_words(match[0]))
    ] or [0]
    return np.array(found, dtype=np.int64)[np.arange(count) * len(found) // max(1, count)]


def _asked_words(asked: Question, words: WordStates, ranker: Ranker) -> AskedWords:
    weights = ranker.weights(words.words)
    weights = weights / weights.sum() if weights.sum() else np.full(len(weights), 1 / len(weights))
    folded = [fold(_EDGES.sub("", word)) for word in words.words]
    return AskedWords(words.words, weights, folded.index(asked.head) if asked.head in folded else None)
