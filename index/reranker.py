"""`Reranker`: a cross-encoder, which reads query and passage together, for a second look at the best passages.

It reads every passage anew for every query, which takes seconds. Any `CrossEncoder` of sentence-transformers will do,
by the name of a folder or of a repository on the hub; it never runs code that comes with one.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.errors import ModelMissing
from index.hub import ModelSource, first_line, opened
from index.openmp import sleeping_threads
from index.transformer import without_progress_bars

ADVICE = "Give a folder or a name of the form owner/model that holds a cross-encoder, or search without a second look"
BATCH = 16

NO_LIMIT = 8192
"""Tokens of a pair, for a model that has no limit of its own: longer than any passage with its query."""
CHARS_A_TOKEN = 8
"""More than words have in any language: what is cut by it would not be read. A tokenizer must not see it: it makes an
encoding of every part of one text beside every part of the other, and 180,000 characters twice took all memory."""

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


class Reranker(Protocol):
    """Scores texts by how well they answer a query. `model_id` names its weights for good."""

    @property
    def model_id(self) -> str: ...

    def scores(self, query: str, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """How well each text answers (n,), higher is better; what they range over is the model's."""
        ...


class PairModel(Protocol):
    """The part of `CrossEncoder` that is used; the class itself is imported with the first model."""

    @property
    def num_labels(self) -> int: ...

    @property
    def max_seq_length(self) -> float | None: ...

    def predict(
        self, inputs: list[tuple[str, str]], /, *, batch_size: int, show_progress_bar: bool
    ) -> npt.NDArray[np.float32]: ...


class CrossEncoderReranker:
    """A cross-encoder on the CPU. What is longer than it reads, most often 512 tokens with the query, is cut.

    Calls take turns: threads that share a tokenizer of transformers see each other's setting for cutting long texts.
    """

    def __init__(self, name: str) -> None:
        """Raises `ModelMissing`, also for a model that is no cross-encoder or gives several scores."""
        try:
            source, self._model = opened(name, _loaded)
        except ModelMissing as error:
            raise ModelMissing(error.reason, advice=ADVICE) from error
        self._model_id = source.model_id
        self._chars = CHARS_A_TOKEN * int(min(self._model.max_seq_length or NO_LIMIT, NO_LIMIT))
        self._turn = threading.Lock()

    @property
    def model_id(self) -> str:
        return self._model_id

    def scores(self, query: str, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """How well each text answers the query (n,): the same each time for the same texts together."""
        if not texts:
            return np.empty(0)
        asked = self._read_of(query)
        pairs = [(asked, self._read_of(text)) for text in texts]
        with self._turn:
            found = self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False)
        return np.asarray(found, dtype=np.float64)

    def _read_of(self, text: str) -> str:
        return _NO_TEXT.sub("", text)[: self._chars]


def open_reranker(name: str) -> Reranker:
    """The cross-encoder of this name: a folder, or a model on the hub. Raises `ModelMissing`. Takes seconds."""
    return CrossEncoderReranker(name)


def _loaded(source: ModelSource) -> PairModel:
    model: PairModel
    _require_pairs(source)
    with sleeping_threads():
        from sentence_transformers import CrossEncoder  # noqa: PLC0415 - five seconds

    try:
        with without_progress_bars():
            folder = str(source.folder)
            model = CrossEncoder(folder, device="cpu", local_files_only=True, trust_remote_code=False).float()
        model.predict([("trial", "trial")], batch_size=BATCH, show_progress_bar=False)
    except Exception as error:
        raise ModelMissing(f"The model {source.name} cannot be loaded: {first_line(error)}") from error
    if model.num_labels != 1:
        raise ModelMissing(f"The model {source.name} gives {model.num_labels} scores to a pair of texts, and not one")
    return model


def _require_pairs(source: ModelSource) -> None:
    """Refuse what is no cross-encoder: the library would give it a last layer of random weights."""
    architectures = str(_json(source.folder / "config.json").get("architectures"))
    written_by = _json(source.folder / "config_sentence_transformers.json").get("model_type")
    if written_by != "CrossEncoder" and "ForSequenceClassification" not in architectures:
        raise ModelMissing(f"The model {source.name} is no cross-encoder: it gives no score to a pair of texts")


def _json(path: Path) -> dict[str, object]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ModelMissing(f"{path} can't be read: {first_line(error)}") from error
    return content if isinstance(content, dict) else {}
