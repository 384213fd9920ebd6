"""From tokens to words: the words of a text, and the mean of their tokens' states."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.encoder import Vectors, WordStates
from index.weights import Vocabulary

SPACE = "▁"
_UNSEEN, _GOES_ON, _BEGINS, _ALONE = np.int8(0), np.int8(1), np.int8(2), np.int8(3)


class Pieces:
    """What each piece of a vocabulary is in a word. A piece is looked at once, when it is first met."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        count = len(vocabulary.scores)
        self._vocabulary = vocabulary
        self._roles = np.zeros(count, np.int8)
        self._texts = np.full(count, "", dtype=object)
        self._roles[[vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unknown]] = _ALONE

    def roles(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int8]:
        """Whether each piece goes on with the word before it, begins one, or stands alone and is in none."""
        for piece in np.unique(ids[self._roles[ids] == _UNSEEN]).tolist():
            start, end = self._vocabulary.ends[piece : piece + 2].tolist()
            text = self._vocabulary.utf8[start:end].tobytes().decode("utf-8")
            self._texts[piece] = text.replace(SPACE, "")
            self._roles[piece] = _role(text)  # last: other threads read the text where there is a role
        return self._roles[ids]

    def texts(self, ids: npt.NDArray[np.int64]) -> list[str]:
        """The pieces' characters without the sign for a space, once `roles` has met them."""
        texts: list[str] = self._texts[ids].tolist()
        return texts


def words_of(ids: npt.NDArray[np.int64], states: Vectors, pieces: Pieces, skip: int) -> WordStates:
    """The words of a text of shape (n,) and (n, dim), without its first `skip` tokens and the special ones.

    A word begins at a space and at what is not a letter or digit, and goes on with the pieces that are only these.
    The sign for a space by itself and what is unknown to the vocabulary are no words, and no part of one.
    """
    roles = pieces.roles(ids[skip:])
    alone = roles == _ALONE
    begins = roles != _GOES_ON
    begins[1:] |= alone[:-1]
    begins[:1] = True
    starts = np.flatnonzero(begins)
    if not len(starts):
        return WordStates((), np.empty((0, states.shape[1]), np.float32))
    counts = np.diff(starts, append=len(roles))
    means: Vectors = np.add.reduceat(states[skip:], starts, axis=0)
    means /= counts[:, np.newaxis].astype(np.float32)
    kept = np.flatnonzero(~alone[starts])
    texts = pieces.texts(ids[skip:])
    spans = zip(starts[kept].tolist(), (starts + counts)[kept].tolist(), strict=True)
    return WordStates(tuple("".join(texts[start:end]) for start, end in spans), means[kept])


def _role(piece: str) -> np.int8:
    if not piece.replace(SPACE, ""):
        return _ALONE
    return _GOES_ON if piece.isalnum() else _BEGINS
