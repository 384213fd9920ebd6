"""The bundled model's side of the queries: its tokenizer and its forward pass, ready in a fraction of a second."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.encoder import Vectors
from index.forward import Forward, TokenIds
from index.unigram import normalised, shortened
from index.viterbi import QueryTokenizer
from index.weights import Weights


class QueryModel:
    """A text to its tokens' states. The first `skip` tokens are `<s>` and the prompt. Threads may share one."""

    def __init__(self, weights: Weights, prompt: str) -> None:
        self._prompt = prompt
        self._limit = weights.sizes.positions
        self._tokenizer = QueryTokenizer(weights.vocabulary)
        self.forward = Forward(weights)
        self.skip = len(self._tokenizer.ids(prompt.rstrip())) - 1

    def token_ids(self, text: str) -> TokenIds:
        """Those of prompt and text, special tokens included; a text over the limit keeps its first and `</s>`.

        What cannot be among the first is not looked at: of 100,000 characters, say, all but the first 8,192.
        """
        short = normalised(text)[: self._limit * self._tokenizer.longest]
        return np.array(shortened(self._tokenizer.ids(self._prompt + short), self._limit), dtype=np.int64)

    def inner_ids(self, text: str) -> TokenIds:
        """Those of a text by itself, without prompt and special tokens; what is over the limit is left out."""
        short = normalised(text)[: self._limit * self._tokenizer.longest]
        return np.array(self._tokenizer.ids(short)[1:-1][: self._limit], dtype=np.int64)

    def states(self, texts: Sequence[str]) -> list[tuple[TokenIds, Vectors]]:
        """Of each text, its token ids (n,) and the last hidden state of each (n, dim)."""
        ids = list(map(self.token_ids, texts))
        return list(zip(ids, self.forward.states(ids), strict=True))
