"""The bundled model in NumPy: the states of every token of a text, without PyTorch and its seconds of imports.

The tokens of several texts go through a layer's products as the rows of one matrix, which takes a third of the time;
only attention looks at each text by itself. A row of a product is the same whatever other rows there are, so that a
text's numbers are the same alone and in a batch; where a machine's BLAS does not keep to this, each text goes alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, groupby
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.batches import batches_by_length
from index.blas import one_thread, rows_stand_alone
from index.weights import Floats, Weights

# Abramowitz and Stegun 7.1.26: erfc(x) = (a1 t + … + a5 t^5) exp(-x^2) with t = 1 / (1 + p x), to 1.5e-7.
_P = np.float32(0.3275911 / 2**0.5)  # the error function of x / sqrt(2) is wanted
_A = tuple(map(np.float32, (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)))

# Tokens that go through the layers together. A question of 20 tokens takes 33 ms of a processor alone, 10 among 960
# tokens, and hardly less among more.
TOGETHER = 960
# Tokens of which a layer's widest states stay near to the processor. 64 are a little faster still; but each call waits
# for other threads of Python, and fewer calls are better than fast ones.
IN_CACHE = 128
# Products of fewer rows are worked out in other ways, with other last bits: a text of fewer tokens is filled up.
LEAST = 8

TokenIds: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Dense:
    """`x @ weights.T + bias`; the weights lie as in the file, outputs x inputs, which BLAS takes as gladly."""

    weights: Floats
    bias: Floats

    def __call__(self, states: Floats) -> Floats:
        out: Floats = states @ self.weights.T
        out += self.bias
        return out

    def plus(self, weights: Floats) -> _Dense:
        return _Dense(self.weights + weights, self.bias)


@dataclass(frozen=True, slots=True)
class _Norm:
    weights: Floats
    bias: Floats
    epsilon: np.float32

    def __call__(self, states: Floats) -> Floats:
        centred: Floats = states - states.mean(axis=1, keepdims=True)
        variance: Floats = np.square(centred).mean(axis=1, keepdims=True)
        centred /= np.sqrt(variance + self.epsilon)
        centred *= self.weights
        centred += self.bias
        return centred


@dataclass(frozen=True, slots=True)
class _Layer:
    queries_keys_values: _Dense
    attended: _Dense
    attended_norm: _Norm
    widen: _Dense
    narrow: _Dense
    out_norm: _Norm

    def __call__(self, states: Floats, heads: int, counts: Sequence[int]) -> Floats:
        mixed = self.attended(_attention_within(self.queries_keys_values(states), heads, counts))
        mixed += states
        mixed = self.attended_norm(mixed)
        wide = self.widen(mixed)
        for first in range(0, len(wide), IN_CACHE):
            wide[first : first + IN_CACHE] = gelu(wide[first : first + IN_CACHE])
        out = self.narrow(wide)
        out += mixed
        return self.out_norm(out)

    def changed(self, change: LayerChange) -> _Layer:
        """The layer with other weights; what is not changed is shared."""
        return replace(
            self,
            queries_keys_values=self.queries_keys_values.plus(change.queries_keys_values),
            attended=self.attended.plus(change.attended),
        )


@dataclass(frozen=True, slots=True)
class LayerChange:
    """What is added to a layer's weights, outputs x inputs each: (3 x hidden, hidden) and (hidden, hidden)."""

    queries_keys_values: Floats
    attended: Floats


class Forward:
    """The encoder with its weights unpacked: 85 MB, in a tenth of a second. Any number of threads may share one."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._heads = weights.sizes.heads
        sizes = weights.sizes
        types = weights.tensor("emb.type").reshape(-1, sizes.hidden)[0]
        self._places = weights.tensor("emb.pos").reshape(-1, sizes.hidden) + types
        self._norm = _norm(weights, "emb.ln")
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            self._layers = tuple(pool.map(lambda number: _layer(weights, number), range(sizes.layers)))

    def states(self, texts: Sequence[TokenIds]) -> list[Floats]:
        """The last hidden state of each token of each text, shape (len(ids), hidden), the same alone and in a batch.

        A text has one token at least, and at most as many as the model has places. 24 tokens alone take about as long
        as 1 GFLOP and 85 MB of memory take on one core; among many, a third of it. Many go to all cores.
        """
        if len(texts) < 2:
            return [states for text in texts for states in self._together([text])]
        counts = list(map(len, texts))
        groups = list(batches_by_length(counts, max_tokens=TOGETHER if self._rows_stand_alone else 1))
        one: Callable[[list[int]], list[Floats]] = lambda group: self._together([texts[n] for n in group])  # noqa: E731
        with one_thread(), ThreadPoolExecutor(os.cpu_count()) as pool:
            done = dict(
                pair
                for group, each in zip(groups, pool.map(one, groups), strict=True)
                for pair in zip(group, each, strict=True)
            )
        return [done[number] for number in range(len(texts))]

    def first(self, layers: int, changes: Mapping[int, LayerChange]) -> Forward:
        """The first layers alone, by number from 0 with changes to some; `states` are those of the last of them."""
        model = copy(self)
        model._layers = tuple(
            layer.changed(changes[number]) if number in changes else layer
            for number, layer in enumerate(self._layers[:layers])
        )
        return model

    def _together(self, texts: Sequence[TokenIds]) -> list[Floats]:
        counts = list(map(len, texts))
        words = self._weights.rows("emb.word", np.concatenate(texts))
        words += np.concatenate([self._places[: len(text)] for text in texts])
        with one_thread():
            states = _filled_up(self._norm(words))
            for layer in self._layers:
                states = layer(states, self._heads, counts)
        ends = list(accumulate(counts))
        return [states[end - count : end] for count, end in zip(counts, ends, strict=True)]

    @cached_property
    def _rows_stand_alone(self) -> bool:
        """Whether this machine's products give a row the same, to the last bit, whatever rows are around it."""
        layer = self._layers[0]
        every = (layer.queries_keys_values, layer.attended, layer.widen, layer.narrow)
        return all(rows_stand_alone(each.weights, least=LEAST, most=TOGETHER) for each in every)


def pooled(states: Floats) -> Floats:
    """The mean of a text's states, of unit length: its vector."""
    mean: Floats = states.mean(axis=0)
    mean /= np.sqrt(mean @ mean)
    return mean


def attention(queries_keys_values: Floats, heads: int, texts: int = 1) -> Floats:
    """Each token's mean of its text's values, by the softmax of query times key: shape (n, 3 x hidden) to (n, hidden).

    A head has its own hidden / heads columns of each third; each of the texts has n / texts rows.
    """
    count, width = len(queries_keys_values), queries_keys_values.shape[1] // 3 // heads
    parts = queries_keys_values.reshape(texts, -1, 3, heads, width).transpose(2, 0, 3, 1, 4)
    queries, keys, values = parts
    scores: Floats = queries @ keys.swapaxes(2, 3)
    scores *= np.float32(width**-0.5)
    scores -= scores.max(axis=3, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=3, keepdims=True)
    out: Floats = (scores @ values).swapaxes(1, 2).reshape(count, heads * width)
    return out


def _attention_within(queries_keys_values: Floats, heads: int, counts: Sequence[int]) -> Floats:
    """As `attention`, for texts of so many tokens, one after the other; 0 for rows of none."""
    out = np.zeros((len(queries_keys_values), queries_keys_values.shape[1] // 3), np.float32)
    first = 0
    for count, alike in groupby(counts):
        texts = len(list(alike))
        rows = slice(first, first + count * texts)
        out[rows] = attention(queries_keys_values[rows], heads, texts)
        first = rows.stop
    return out


def _filled_up(states: Floats) -> Floats:
    missing = max(0, LEAST - len(states))
    return np.pad(states, ((0, missing), (0, 0))) if missing else states


def gelu(inputs: Floats) -> Floats:
    """x times the normal distribution's share below x, exactly (to a float's precision), not by its tanh."""
    size = np.abs(inputs)
    t = np.reciprocal(1 + _P * size)
    tail: Floats = t * _A[4]
    for factor in _A[3::-1]:
        tail += factor
        tail *= t
    tail *= np.exp(np.square(size) * np.float32(-0.5))
    tail *= size
    tail *= np.float32(0.5)
    out: Floats = np.maximum(inputs, 0) - tail
    return out


def _layer(weights: Weights, number: int) -> _Layer:
    def dense(*names: str) -> _Dense:
        matrix = np.concatenate([weights.tensor(f"l{number}.{name}.w") for name in names])
        bias = np.concatenate([weights.tensor(f"l{number}.{name}.b") for name in names])
        return _Dense(matrix.reshape(len(bias), -1), bias)

    return _Layer(
        queries_keys_values=dense("q", "k", "v"),
        attended=dense("ao"),
        attended_norm=_norm(weights, f"l{number}.aln"),
        widen=dense("fi"),
        narrow=dense("fo"),
        out_norm=_norm(weights, f"l{number}.oln"),
    )


def _norm(weights: Weights, name: str) -> _Norm:
    return _Norm(weights.tensor(f"{name}.w"), weights.tensor(f"{name}.b"), np.float32(weights.sizes.epsilon))
