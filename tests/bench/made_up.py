"""`python tests/bench/made_up.py HOME PASSAGES`: a home of that many passages of shuffled words, for timings.

It has all that a real home has (vectors, sentences, words in context), drawn at random and kept by the code that keeps
real ones, so that only the encoding of passages is left out. Queries are encoded by the real model.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus import samples
from corpus.home import Home
from corpus.types import Document, PassageDraft
from corpus.writer import CatalogueWriter
from index.encoder import Progress, Vectors, WordEncoder, WordStates
from index.models import DEFAULT_MODEL, open_encoder
from ingest.encode import adopt_model, encode_pending, encode_pending_sentences
from ingest.progress import Silence

A_DOCUMENT, SENTENCES, WORDS = 20, 5, 20


class DrawnPassages:
    """The bundled model, whose passages and their words are drawn from each text instead of encoded."""

    def __init__(self, model: WordEncoder) -> None:
        self.model_id, self.dim, self.max_tokens = model.model_id, model.dim, model.max_tokens
        self.count_tokens = model.count_tokens
        self.encode_queries, self.encode_queries_by_word = model.encode_queries, model.encode_queries_by_word

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self.encode_passages_by_word(texts, progress)[0]

    def encode_passages_by_word(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[Vectors, list[WordStates]]:
        words = [WordStates(tuple(text.split()), self._drawn(text, len(text.split()))) for text in texts]
        vectors = np.stack([self._drawn(text, 1)[0] for text in texts])
        if progress is not None:
            progress(len(texts))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), words

    def _drawn(self, text: str, count: int) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        return np.random.default_rng(seed).standard_normal((count, self.dim), dtype=np.float32)


def build(home: Home, passages: int) -> Home:
    """A home of that many passages, twenty a document, five sentences a passage; the words of the samples' questions.

    The rarer a word there, the rarer here: the n-th has a share of 1 / n.
    """
    drawn, model = random.Random(7), open_encoder(DEFAULT_MODEL)
    if not isinstance(model, WordEncoder):
        raise TypeError("The bundled model is needed")
    encoder = DrawnPassages(model)
    words = list(dict.fromkeys(word for question in samples.questions() for word in question.text.split()))
    shares = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    home.create()
    with home.writing(), CatalogueWriter.create(home) as writer:
        adopt_model(writer, encoder, DEFAULT_MODEL)
        for first in range(0, passages // A_DOCUMENT, 100):
            with writer.transaction():
                for number in range(first, min(first + 100, passages // A_DOCUMENT)):
                    _put(writer, number, [" ".join(each) for each in _sentences(drawn, words, shares)])
        encode_pending(home, writer, encoder, Silence())
        encode_pending_sentences(home, writer, encoder, Silence())
    return home


def _sentences(drawn: random.Random, words: Sequence[str], shares: Sequence[float]) -> list[list[str]]:
    return [drawn.choices(words, cum_weights=shares, k=WORDS) for _ in range(SENTENCES * A_DOCUMENT)]


def _put(writer: CatalogueWriter, number: int, sentences: Sequence[str]) -> None:
    texts = [" ".join(sentences[at : at + SENTENCES]) for at in range(0, len(sentences), SENTENCES)]
    text = "\n".join(texts)
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(digest[:16], f"/x/{number}.txt", digest, "text/plain", f"Fiche {number}", "fr", text)
    starts = itertools.accumulate((len(each) + 1 for each in texts), initial=0)
    drafts = [
        PassageDraft(start, start + len(each), "", "fr", _ranges(sentences[place * SENTENCES :][:SENTENCES]))
        for place, (start, each) in enumerate(zip(starts, texts, strict=False))
    ]
    writer.put(document, drafts, [hashlib.sha256(each.encode()).digest() for each in texts], recipe="1")


def _ranges(sentences: Sequence[str]) -> tuple[tuple[int, int], ...]:
    starts = itertools.accumulate((len(each) + 1 for each in sentences), initial=0)
    return tuple((start, start + len(each)) for start, each in zip(starts, sentences, strict=False))


if __name__ == "__main__":
    build(Home(Path(sys.argv[1])), int(sys.argv[2]))
