"""Which passages say the same, and which documents have much of their text in common.

MinHash over sequences of three words finds what may be alike among all that is there (Broder 1997); what it finds is
compared word by word, so that nothing is alike by chance. A dozen lines of NumPy and no library: signatures are kept in
the catalogue, and must come out the same in ten years.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corpus.duplicates import (
    documents_at,
    documents_to_compare,
    join_group,
    keep_signature,
    link_alike,
    open_group,
    passages_to_compare,
    representatives_at,
)
from corpus.writer import CatalogueWriter
from index.analysis import without_marks

WORDS_A_SHINGLE = 3
HASHES = 64
SAME = 0.9
"""The share of their shingles that two passages which say the same have in common: one word in 60 differs."""

ROWS = 8
"""Hashes a band, so that of passages that have `SAME` in common 99 % share one of the 8 bands, and of those that have
half in common 3 %.
"""

ALIKE = 0.7
DOCUMENT_ROWS = 5
"""The same for documents: at `ALIKE` 88 % share one of 12 bands, at .8 99 %."""

CANDIDATES = 20
"""Compared at most, those first that share most bands: a thousand sheets of one form are alike and not the same."""

MIN_WORDS = 5
"""Documents of fewer words are not compared: titles."""

PASSAGES_A_STEP = 1000
DOCUMENTS_A_STEP = 50

# What turns a sentence round when it is added or left out.
_TURNING_TEXT = """
    ne n pas non sans sauf hors ni jamais aucun aucune not no never without except unless nor none nicht kein keine ohne
    außer nie sin excepto salvo nunca ningún ninguna senza eccetto tranne mai nessun nessuna
"""
_TURNING = frozenset(_TURNING_TEXT.split())
_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff]|\\w+")  # Japanese and Chinese have no spaces: each sign is a word
_LIKE_SPELLING = 0.8
MIN_SPELT_CHARS = 4

_random = np.random.default_rng(20240229)
_FACTORS: npt.NDArray[np.uint64] = _random.integers(0, 2**63, HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_ADDENDS: npt.NDArray[np.uint64] = _random.integers(0, 2**63, HASHES, dtype=np.uint64)


@dataclass(frozen=True)
class _Words:
    """A text's words as they are written, and folded: without case and accents."""

    written: tuple[str, ...]
    folded: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Words:
        written = tuple(_WORD.findall(text))
        folded = unicodedata.normalize("NFKD", " ".join(written).casefold())
        return cls(written, tuple(without_marks(folded).split(" ")))

    @cached_property
    def shingles(self) -> frozenset[str]:
        if len(self.folded) < WORDS_A_SHINGLE:
            return frozenset((" ".join(self.folded),))
        shifted = (self.folded[first:] for first in range(WORDS_A_SHINGLE))
        return frozenset(map(" ".join, zip(*shifted, strict=False)))


def compare_new(catalogue: CatalogueWriter) -> int:
    """Group the passages, and link the documents, that have not been compared yet; gives how many joined a group.

    Passages come in the order of their ids, so that groups do not depend on when this is called.
    """
    joined, after = 0, 0
    while passages := passages_to_compare(catalogue, after=after, limit=PASSAGES_A_STEP):
        after = passages[-1][0]
        with catalogue.transaction(revise=False):
            joined += sum(_group(catalogue, passage_id, text) for passage_id, text in passages)
    while documents := documents_to_compare(catalogue, limit=DOCUMENTS_A_STEP):
        with catalogue.transaction(revise=False):
            for doc_id, text in documents:
                _link(catalogue, doc_id, text)
    return joined


def say_the_same(one: str, other: str) -> bool:
    """Whether two passages have nearly all in common, and what differs is spelling or says nothing.

    A number, a name or a negation that one has and the other has not is a difference that matters, and so is a word
    in another's place: sheets of one label for two towns do not say the same.
    """
    return _same(_Words.of(one), _Words.of(other))


def likeness_of(one: str, other: str) -> float:
    """The share of the two texts' shingles that they have in common (Jaccard), from 0 to 1."""
    return _jaccard(_Words.of(one).shingles, _Words.of(other).shingles)


def _group(catalogue: CatalogueWriter, passage_id: int, text: str) -> bool:
    words = _Words.of(text)
    bands = [_band(-1, " ".join(words.folded).encode()), *_bands(_signature(words.shingles), ROWS)]
    for representative, known in representatives_at(catalogue, bands, limit=CANDIDATES):
        if text == known or _same(words, _Words.of(known)):
            join_group(catalogue, passage_id, representative)
            return True
    open_group(catalogue, passage_id, bands)
    return False


def _link(catalogue: CatalogueWriter, doc_id: str, text: str) -> None:
    words = _Words.of(text)
    signature = _signature(words.shingles)
    bands = _bands(signature, DOCUMENT_ROWS) if len(words.folded) >= MIN_WORDS else []
    for other, known in documents_at(catalogue, bands, limit=CANDIDATES).items():
        likeness = float(np.mean(signature == np.frombuffer(known, dtype="<u4")))
        if likeness >= ALIKE:
            link_alike(catalogue, doc_id, other, likeness)
    keep_signature(catalogue, doc_id, signature.astype("<u4").tobytes(), bands)


def _signature(shingles: frozenset[str]) -> npt.NDArray[np.uint32]:
    """`HASHES` minima, uint32: two signatures agree in a share of them that is about the Jaccard of the shingles."""
    keys = np.fromiter(map(zlib.crc32, map(str.encode, shingles)), dtype=np.uint64, count=len(shingles))
    minima = np.full(HASHES, np.iinfo(np.uint64).max, dtype=np.uint64)
    for first in range(0, len(keys), 4096):  # 2 MB at a time
        minima = np.minimum(minima, (keys[first : first + 4096, None] * _FACTORS + _ADDENDS).min(axis=0))
    return (minima >> np.uint64(32)).astype(np.uint32)


def _bands(signature: npt.NDArray[np.uint32], rows: int) -> list[int]:
    return [
        _band(number, signature[number * rows : (number + 1) * rows].astype("<u4").tobytes())
        for number in range(HASHES // rows)
    ]


def _band(number: int, content: bytes) -> int:
    return int.from_bytes(
        hashlib.blake2b(content, digest_size=8, salt=number.to_bytes(2, "big", signed=True)).digest(), signed=True
    )


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _same(one: _Words, other: _Words) -> bool:
    if one.folded == other.folded:
        return True
    if _jaccard(one.shingles, other.shingles) < SAME:
        return False
    matcher = SequenceMatcher(None, one.folded, other.folded, autojunk=False)
    return all(
        tag == "equal" or _says_nothing(one.written[i1:i2], other.written[j1:j2])
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
    )


def _says_nothing(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether these words, one part in the other's place, make no difference."""
    first, second = ("".join(_Words.of(" ".join(words)).folded) for words in (one, other))
    if first == second:  # a word that was torn or joined
        return True
    if any(_matters(word) for word in (*one, *other)):
        return False
    if not (one and other):
        return True
    if min(len(first), len(second)) < MIN_SPELT_CHARS or first[0] != second[0]:
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _LIKE_SPELLING


def _matters(word: str) -> bool:
    return not word.islower() or any(map(str.isdigit, word)) or word in _TURNING
