"""`Encoder`: texts to unit vectors. Queries and passages are encoded differently."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

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


@dataclass(frozen=True, slots=True)
class WordStates:
    """The words of a text and their states in it: texts (n,), float32 (n, dim), not of unit length.

    The words are in the order of the text and as the model reads them (NFKC), so that they need not stand in it.
    """

    words: tuple[str, ...]
    states: Vectors


@runtime_checkable
class WordEncoder(Encoder, Protocol):
    """An encoder that also gives each word's state in its text: what is compared word by word.

    The vectors are those of `encode_queries` and `encode_passages`, to the last bit. The prompt is not among the words,
    nor what the model does not know; an empty text has none.
    """

    def encode_queries_by_word(self, texts: Sequence[str]) -> tuple[Vectors, list[WordStates]]:
        """Each row and each state is what its text alone gives, to the last bit."""
        ...

    def encode_passages_by_word(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[Vectors, list[WordStates]]:
        """Ask for some hundred texts at a time: the states of 100 words take 150 kB."""
        ...


@dataclass(frozen=True, slots=True)
class InPlace:
    """A sentence with what tells what it is about: its document's title, its heading, the sentence before it.

    Each of these may be empty.
    """

    text: str
    title: str = ""
    heading: str = ""
    before: str = ""


@runtime_checkable
class JointEncoder(Encoder, Protocol):
    """An encoder that also reads a question and a sentence as one text, for which something was learned."""

    def answers(self, question: str, sentences: Sequence[InPlace]) -> npt.NDArray[np.float64] | None:
        """How likely each answers the question, as log-odds (n,); None where nothing was learned for its weights.

        Each is what its sentence alone gives, to the last bit.
        """
        ...
