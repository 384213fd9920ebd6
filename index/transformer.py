"""`TransformerEncoder`: any sentence-transformers model, by the name of a folder or of a repository on the hub.

It never runs code that comes with a model. Loading one takes seconds, most of them PyTorch's import.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from corpus.errors import ModelMissing
from index.batches import encode_by_length, warn_of_cuts
from index.encoder import Progress, Vectors
from index.hub import ADVICE, ModelSource, first_line, opened
from index.openmp import sleeping_threads

E5_FAMILY = re.compile(r"(?:^|[-_])e5(?:[-_]|$)", re.IGNORECASE)
E5_PROMPTS = ("query: ", "passage: ")
"""The e5 models were trained with these, and most of them do not say so in their configuration."""
QUERY_PROMPTS = ("query",)
PASSAGE_PROMPTS = ("document", "passage", "corpus")
"""The names that models give to the prompt of a passage, as sentence-transformers looks for them."""
NO_LIMIT = 8192
"""`max_tokens` of a model that has no limit: longer than any passage is wanted."""

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


class SentenceModel(Protocol):
    """The part of `SentenceTransformer` that is used; the class itself is imported with the first model."""

    @property
    def prompts(self) -> Mapping[str, str | None]: ...

    @property
    def max_seq_length(self) -> float | None: ...

    @property
    def tokenizer(self) -> object: ...

    def encode_query(
        self, inputs: list[str], /, *, prompt: str, show_progress_bar: bool, normalize_embeddings: bool
    ) -> npt.NDArray[np.float32]: ...

    def encode_document(
        self, inputs: list[str], /, *, prompt: str, batch_size: int, show_progress_bar: bool, normalize_embeddings: bool
    ) -> npt.NDArray[np.float32]: ...


class TransformerEncoder:
    """A model other than the bundled one, on the CPU, with its own prompts.

    Calls take turns: threads that share a tokenizer of transformers see each other's setting for cutting long texts.
    """

    def __init__(self, name: str) -> None:
        source, self._model = opened(name, _loaded)
        self._model_id = source.model_id
        self._count = token_counter(self._model.tokenizer)
        self._query_prompt, self._passage_prompt = prompts_of(source.name, self._model.prompts)
        self._limit = _limit(self._model.max_seq_length)
        self._turn = threading.Lock()
        self._dim: int = self._encode_batch([""]).shape[1]

    @property
    def model_id(self) -> str:
        return self._model_id

    @property
    def dim(self) -> int:
        return self._dim

    @property
    def max_tokens(self) -> int:
        return self._limit or NO_LIMIT

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        with self._turn:
            return self._count([self._passage_prompt + _text(text) for text in texts]) if texts else []

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """A text over `max_tokens` is cut, with a warning in the log."""
        tokens = self.count_tokens(texts)
        warn_of_cuts(tokens, self._limit or max(tokens, default=0))
        return encode_by_length(self._encode_batch, texts, tokens, dim=self._dim, progress=progress)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """A text over `max_tokens` is cut."""
        vectors = np.empty((len(texts), self._dim), dtype=np.float32)
        for number, text in enumerate(texts):  # one by one: in a batch the last bits would be others
            with self._turn:
                vectors[number] = self._model.encode_query(
                    [_text(text)], prompt=self._query_prompt, show_progress_bar=False, normalize_embeddings=True
                )[0]
        return vectors

    def _encode_batch(self, texts: list[str]) -> Vectors:
        with self._turn:
            vectors = self._model.encode_document(
                [_text(text) for text in texts],
                prompt=self._passage_prompt,
                batch_size=len(texts),
                show_progress_bar=False,
                normalize_embeddings=True,
            )
        return np.asarray(vectors, dtype=np.float32)


def prompts_of(name: str, prompts: Mapping[str, str | None]) -> tuple[str, str]:
    """What goes before a query and before a passage, from the model's configuration, else from its family."""
    query = next(filter(None, map(prompts.get, QUERY_PROMPTS)), "")
    passage = next(filter(None, map(prompts.get, PASSAGE_PROMPTS)), "")
    if not query and not passage and _is_plain_e5(name):
        return E5_PROMPTS
    return query, passage


def _is_plain_e5(name: str) -> bool:
    """By the repository's name, or the folder's, or the repository's in the folder of a hub cache."""
    parts = Path(name).parts or ("",)
    last = next((part for part in parts if part.startswith("models--")), parts[-1])
    return bool(E5_FAMILY.search(last)) and "instruct" not in last.lower()


def token_counter(tokenizer: object) -> Callable[[list[str]], list[int]]:
    """Counts the tokens of texts, special tokens included, and cuts nothing."""
    if isinstance(tokenizer, Tokenizer):
        return lambda texts: [sum(encoding.attention_mask) for encoding in tokenizer.encode_batch(texts)]
    if not callable(tokenizer):
        raise ModelMissing(f"The model's tokenizer is of a kind that cannot count: {type(tokenizer).__name__}")
    return lambda texts: [
        len(ids) for ids in tokenizer(texts, truncation=False, padding=False, verbose=False)["input_ids"]
    ]


def _limit(max_seq_length: float | None) -> int | None:
    """Some models have no limit, or one that no memory holds: a tokenizer's 1e30 stands for none."""
    return int(max_seq_length) if max_seq_length is not None and max_seq_length <= NO_LIMIT else None


def _text(text: str) -> str:
    return _NO_TEXT.sub("", text)


def _loaded(source: ModelSource) -> SentenceModel:
    with sleeping_threads():
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - five seconds

    try:
        with without_progress_bars():
            folder = str(source.folder)
            model = SentenceTransformer(folder, device="cpu", local_files_only=True, trust_remote_code=False).float()
        model.encode(["trial"], show_progress_bar=False)
    except Exception as error:
        reason = f"The model {source.name} cannot be loaded: {first_line(error)}"
        raise ModelMissing(reason, advice=ADVICE) from error
    return model


@contextmanager
def without_progress_bars() -> Iterator[None]:
    """Reading a model from the disk takes a moment, and happens at every search."""
    from transformers.utils import logging  # noqa: PLC0415

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # half of their module is annotated
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
