"""The bundled model's tokenizer once more, for queries: the ids of `index.unigram`, ready in a twentieth of its time.

The package `tokenizers` takes most of a second to be handed 250,000 pieces, which a search from the shell cannot wait
for. Here the pieces stay in the weights file; what is made of them at the start is a sorted column of their hashes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.weights import Bytes, Vocabulary

Hashes: TypeAlias = npt.NDArray[np.uint64]
Numbers: TypeAlias = npt.NDArray[np.int64]

SPACE = "▁"
UNKNOWN_PENALTY = 10.0
"""How much worse than the worst piece an unknown character is, as in sentencepiece and `tokenizers`."""
_WORD = 8
_LOW_BYTES = np.array([(1 << 8 * count) - 1 for count in range(_WORD + 1)], np.uint64)
_ODD = np.uint64(0x9E3779B97F4A7C15)
"""Any odd number of 64 bits does: hashes only choose what is then compared byte by byte."""


class QueryTokenizer:
    """Normalised text to token ids, `<s>` and `</s>` around them. Any number of threads may share one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        ends = np.asarray(vocabulary.ends.astype(np.int64))  # no file mapped into memory, of which each item is slow
        hashes = _span_hashes(vocabulary.utf8, ends[:-1], ends[1:])
        self._order = np.argsort(hashes)
        self._hashes = hashes[self._order]
        self._vocabulary = vocabulary
        self._utf8 = vocabulary.utf8.tobytes()
        self._ends = ends
        self._unknown_score = float(vocabulary.scores.min()) - UNKNOWN_PENALTY
        characters = np.concatenate([[0], np.cumsum(_begins(vocabulary.utf8), dtype=np.int32)])
        self._longest = int(np.max(characters[ends[1:]] - characters[ends[:-1]]))

    @property
    def longest(self) -> int:
        """The characters of the longest piece."""
        return self._longest

    def ids(self, text: str) -> list[int]:
        """The likeliest pieces of each word; what no piece covers becomes one unknown piece a run.

        `text` is as `index.unigram.normalised` leaves it. 0.5 ms for twenty words, in proportion for more.
        """
        marked = SPACE + text.replace(" ", SPACE)
        vocabulary = self._vocabulary
        return [vocabulary.bos, *self._best(marked), vocabulary.eos]

    def _best(self, marked: str) -> list[int]:
        """Viterbi, word by word: the path of pieces with the highest sum of scores."""
        words = {place for place, character in enumerate(marked) if character == SPACE}
        unknown = self._vocabulary.unknown
        scores = [float("-inf")] * (len(marked) + 1)
        steps = [(0, unknown)] * (len(marked) + 1)
        for start, end, piece, score in self._candidates(marked):
            reached = score + (0.0 if start in words else scores[start])
            if reached > scores[end]:  # of equal paths the one whose last piece is longer
                scores[end], steps[end] = reached, (start, piece)
        ids: list[int] = []
        end, fusing = len(marked), False
        while end > 0:
            end, piece = steps[end]
            if not (fusing and piece == unknown):
                ids.append(piece)
            fusing = piece == unknown and end not in words
        return ids[::-1]

    def _candidates(self, marked: str) -> Iterator[tuple[int, int, int, float]]:
        """Start, end, piece and score of every piece that stands in a word, by start; unknown characters too."""
        encoded = marked.encode("utf-8")
        data = np.frombuffer(encoded, np.uint8)
        offsets = np.append(np.flatnonzero(_begins(data)), len(data))
        starts, ends = _spans_within_words(marked, self._longest)
        hashes = _span_hashes(data, offsets[starts], offsets[ends])
        places = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        found = np.flatnonzero(self._hashes[places] == hashes)
        pieces = self._order[places[found]]
        known = self._vocabulary.scores[pieces].astype(np.float64)
        bounds = offsets.tolist()
        spelt = zip(self._ends[pieces].tolist(), self._ends[pieces + 1].tolist(), strict=True)
        rows = zip(starts[found].tolist(), ends[found].tolist(), pieces.tolist(), known.tolist(), spelt, strict=True)
        covered = 0  # the characters before it are a piece each, or have been given out as unknown
        for start, end, piece, score, (first, last) in rows:
            if encoded[bounds[start] : bounds[end]] != self._utf8[first:last]:
                continue
            yield from self._unknown(covered, start)
            covered = max(covered, start)
            if end == start + 1:
                covered = end
            yield start, end, piece, score
        yield from self._unknown(covered, len(marked))

    def _unknown(self, start: int, end: int) -> Iterator[tuple[int, int, int, float]]:
        for place in range(start, end):
            yield place, place + 1, self._vocabulary.unknown, self._unknown_score


def _begins(utf8: Bytes) -> npt.NDArray[np.bool_]:
    """Which bytes begin a character."""
    begins: npt.NDArray[np.bool_] = (utf8 & 0xC0) != 0x80
    return begins


def _spans_within_words(marked: str, longest: int) -> tuple[Numbers, Numbers]:
    """The characters where every stretch of at most `longest` begins and ends that lies in one word, by beginning."""
    characters = np.arange(len(marked))
    spaces = np.flatnonzero(np.frombuffer(marked.encode("utf-32-le"), "<u4") == ord(SPACE))
    word_ends = np.append(spaces, len(marked))[np.searchsorted(spaces, characters, side="right")]
    ends = characters[:, np.newaxis] + np.arange(1, longest + 1)
    starts, lengths = np.nonzero(ends <= word_ends[:, np.newaxis])
    return starts, starts + lengths + 1


def _span_hashes(data: Bytes, starts: Numbers, ends: Numbers) -> Hashes:
    """A hash of the bytes from each start to its end, the same wherever they stand; eight bytes at a time."""
    padded = np.append(data, np.zeros(_WORD, np.uint8))
    words = np.ndarray(len(data) + 1, "<u8", padded, 0, (1,))  # one word begins at every byte
    at, rest = starts, ends - starts
    hashes, live = rest.astype(np.uint64), np.arange(len(starts))
    while len(live):
        mixed = (hashes[live] ^ (words[at] & _LOW_BYTES[np.minimum(rest, _WORD)])) * _ODD
        hashes[live] = mixed ^ (mixed >> np.uint64(29))
        longer = np.flatnonzero(rest > _WORD)
        live, at, rest = live[longer], at[longer] + _WORD, rest[longer] - _WORD
    return hashes
