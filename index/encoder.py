"""`Encoder`: texts to unit vectors. Queries and passages are encoded differently."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Vectors: TypeAlias = npt.NDArray[np.float32]
"""Shape (n, dim), float32, rows of unit length."""

Progress: TypeAlias = Callable[[int], None]
"""Called with the number of texts encoded since the last call."""


class Encoder(Protocol):
    """Texts to unit vectors: the seam between Repère and any model.

    `model_id` names the weights for good: two encoders whose vectors can't be mixed never share it.
    `max_tokens` is how many tokens of a passage the model reads, prefix and special tokens included. Any text is taken:
    what no tokenizer reads (NUL, lone surrogates) is left out. Any number of threads may call one encoder.
    """

    @property
    def model_id(self) -> str: ...

    @property
    def dim(self) -> int: ...

    @property
    def max_tokens(self) -> int: ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many of `max_tokens` each text takes as a passage, prefix and special tokens included."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """One row a text, in order; shape (0, dim) for no texts. A text over `max_tokens` is cut: the log says so."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in order; shape (0, dim) for no texts. A text over `max_tokens` is cut.

        Each row is what its text alone gives, to the last bit: a batch finds what single searches find.
        """
        ...
