"""Late interaction: each word of a query beside every word of a passage, as the model sees them where they stand.

One vector for a whole passage forgets much of what its words say. Their states in the last layer still hold it, and a
word of a question finds the one that answers to it, in another language too. They are compared without what all words
share (the mean) and with every direction counting alike (whitening), and are kept in two bits a dimension: 96 bytes a
word instead of 1,536. The texts of `index.background` are enough to measure both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from index.analysis import folded_words, is_stop_word
from index.blas import one_thread
from index.encoder import Vectors, WordStates

PASSAGE, QUERY, TRANSFORM, USUAL = "passage", "query", "transform", "usual "
"""The names of its parts, where they are kept."""

# Directions in which words hardly differ are mostly noise: the mean variance is added to each before it is divided out.
SHRINKAGE = 1.0
# Any turn leaves nearness as it is. Without one, some dimensions hold more than two bits can tell: .006 of nDCG@10.
TURN_SEED = 0

# The four values that lose least of a normal distribution of variance 1 (Lloyd and Max), and the bound between two.
LEVELS = np.array([-1.51, -0.4528, 0.4528, 1.51], dtype=np.float32)
BOUND = 0.9816
CODES_A_BYTE = 4
# Words that are unpacked together: 200 kB, which stay near to the processor: half the time that all at once take.
BLOCK = 128


@dataclass(frozen=True, slots=True)
class WordSpace:
    """Where words are compared: the mean of passages' and of queries' words (dim,), and a transform (dim, dim).

    `usual` are unit rows (k, dim) by language, one for each of some texts that no passage is an answer to: how near a
    passage is to these, it is to anything. A long passage, and one whose words lie in the middle of all, has some word
    near to anything.
    """

    passage: Vectors
    query: Vectors
    transform: Vectors
    usual: Mapping[str, Vectors] = field(default_factory=dict)

    @classmethod
    def fit(cls, passages: Sequence[Vectors], queries: Sequence[Vectors]) -> Self:
        """From the states of the content words of some texts, (n, dim) each."""
        passage_states, query_states = np.concatenate(passages), np.concatenate(queries)
        passage, query = passage_states.mean(axis=0), query_states.mean(axis=0)
        with one_thread():
            variances, directions = np.linalg.eigh(np.cov((passage_states - passage).astype(np.float64).T))
            scales = (variances + SHRINKAGE * variances.mean()) ** -0.5
            turn, _ = np.linalg.qr(np.random.default_rng(TURN_SEED).standard_normal(directions.shape))
            transform = (directions * scales) @ turn
        return cls(passage, query, transform.astype(np.float32))

    @classmethod
    def of(cls, parts: Mapping[str, Vectors]) -> Self | None:
        """From what `parts` gave; None where there is none."""
        if not parts:
            return None
        dim = len(parts[PASSAGE])
        usual = {
            name.removeprefix(USUAL): rows.reshape(-1, dim) for name, rows in parts.items() if name.startswith(USUAL)
        }
        return cls(parts[PASSAGE], parts[QUERY], parts[TRANSFORM].reshape(dim, -1), usual)

    def parts(self) -> dict[str, Vectors]:
        """All its numbers by name, each in one row, to be kept."""
        usual = {USUAL + language: rows.ravel() for language, rows in self.usual.items()}
        return {PASSAGE: self.passage, QUERY: self.query, TRANSFORM: self.transform.ravel(), **usual}

    def with_usual(self, texts: Mapping[str, Sequence[WordStates]]) -> Self:
        """The same space, with what is usual from the words of some queries by language."""
        usual = {}
        for language, some in texts.items():
            each = [self.query_rows(words, language).states for words in some]
            if means := [rows.mean(axis=0) for rows in each if len(rows)]:
                usual[language] = _units(np.stack(means))
        return replace(self, usual=usual)

    def usual_nearness(self, codes: bytes) -> bytes:
        """How near the words of a passage are to what is usual: a float32 for each language, to be kept beside them.

        It is a mean over texts, of the nearness of the passage's nearest word; empty for no words.
        """
        if not codes or not self.usual:
            return b""
        rows = [self.usual[language] for language in sorted(self.usual)]
        nearest = _products(codes, np.concatenate(rows)).max(axis=0)
        parts = np.split(nearest, np.cumsum([len(each) for each in rows])[:-1])
        return np.array([part.mean() for part in parts], dtype=np.float32).tobytes()

    def usual_to(self, kept: Sequence[bytes], language: str) -> npt.NDArray[np.float64]:
        """How near passages (n,) are to what is usual in a query's language, from what is `kept` of each.

        The mean of all languages where the query's is none of them. 0 for all where it is not known of each yet: beside
        one another, what is taken off some must be taken off all.
        """
        width = np.dtype(np.float32).itemsize * len(self.usual)
        if not width or any(len(each) != width for each in kept):
            return np.zeros(len(kept))
        table = np.frombuffer(b"".join(kept), dtype=np.float32).reshape(len(kept), -1).astype(np.float64)
        known = sorted(self.usual)
        found: npt.NDArray[np.float64] = table[:, known.index(language)] if language in known else table.mean(axis=1)
        return found

    def codes(self, words: WordStates, language: str) -> bytes:
        """What is kept of a passage: dim / 4 bytes for each word that says something in its language."""
        states = content(words, language).states
        if not len(states):
            return b""
        rows = self._placed(states - self.passage) * np.float32(states.shape[1] ** 0.5)
        levels = (rows > -BOUND).astype(np.uint8) + (rows > 0) + (rows > BOUND)
        packed = levels.reshape(len(rows), -1, CODES_A_BYTE) << np.array([0, 2, 4, 6], dtype=np.uint8)
        return bytes(packed.sum(axis=2, dtype=np.uint8).tobytes())

    def query_rows(self, words: WordStates, language: str) -> WordStates:
        """The words of a query that say something, with unit rows to be compared with those of passages."""
        chosen = content(words, language)
        return WordStates(chosen.words, self._placed(chosen.states - self.query))

    def _placed(self, states: Vectors) -> Vectors:
        with one_thread():
            return _units(states @ self.transform)


def _units(rows: Vectors) -> Vectors:
    units: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return units


def content(words: WordStates, language: str) -> WordStates:
    """Without signs and without the function words of the language; all words where nothing else is left."""
    folded = [folded_words(word) for word in words.words]
    kept = [n for n, each in enumerate(folded) if any(not is_stop_word(word, language) for word in each)]
    kept = kept or [n for n, each in enumerate(folded) if each]
    return WordStates(tuple(words.words[n] for n in kept), words.states[kept])


def nearness(rows: Vectors, weights: npt.NDArray[np.float64], codes: Sequence[bytes]) -> npt.NDArray[np.float64]:
    """How near each passage (n,) is to a query's unit rows (m, dim): -1 to 1, nan for a passage without codes.

    It is the mean over the query's words, by their weights (m,), of the nearness of the passage's nearest word.
    """
    found = np.full(len(codes), np.nan)
    there = [n for n, each in enumerate(codes) if each]
    if not there or not len(rows) or weights.sum() <= 0:
        return found
    products = _products(b"".join(codes[n] for n in there), rows)
    sizes = np.array([len(codes[n]) for n in there]) * CODES_A_BYTE // rows.shape[1]
    nearest = np.maximum.reduceat(products, np.cumsum(sizes) - sizes, axis=0)
    found[there] = nearest.astype(np.float64) @ (weights / weights.sum())
    return found


_FOUR = LEVELS[(np.arange(256)[:, None] >> np.array([0, 2, 4, 6])) & 3]


def _products(codes: bytes, rows: Vectors) -> Vectors:
    """The products of every word of some codes with the rows (m, dim): shape (words, m)."""
    width = rows.shape[1] // CODES_A_BYTE
    packed = np.frombuffer(codes, dtype=np.uint8).reshape(-1, width)
    products = np.empty((len(packed), len(rows)), dtype=np.float32)
    unpacked = np.empty((BLOCK * width, CODES_A_BYTE), dtype=np.float32)
    with one_thread():
        for first in range(0, len(packed), BLOCK):
            block = packed[first : first + BLOCK]
            words = unpacked[: block.size]
            np.take(_FOUR, block.ravel(), axis=0, out=words, mode="clip")  # "raise", the default, copies all once more
            np.matmul(words.reshape(len(block), -1), rows.T, out=products[first : first + BLOCK])
    products *= np.float32(rows.shape[1] ** -0.5)
    return products
