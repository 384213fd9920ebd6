"""The forward pass in NumPy, against PyTorch on a tiny model and against worked numbers."""

from __future__ import annotations

import math
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.blas import _of_numpy, one_thread, rows_stand_alone
from index.forward import Forward, attention, gelu, pooled
from index.weights import Weights, open_weights


@pytest.fixture
def weights(tiny_weights: bytes, tmp_path: Path) -> Weights:
    path = tmp_path / "weights.bin"
    path.write_bytes(tiny_weights)
    return open_weights(path)


def test_gelu() -> None:
    """This ensures that it is the exact function, to a float's precision, over all that a layer can give."""
    inputs = np.concatenate([np.linspace(-12, 12, 20_001), [-1e4, 1e4]]).astype(np.float32)
    exact = [value * 0.5 * math.erfc(-value / math.sqrt(2)) for value in inputs.tolist()]
    assert np.abs(gelu(inputs) - np.array(exact, np.float32)).max() < 5e-7


def test_attention_worked_by_hand() -> None:
    """This ensures that a token takes the values of those whose keys its query is near, each head in its columns."""
    # Two tokens, two heads of one column. Head 1: token 0 asks for token 1 by ln 3 (shares 1/4 and 3/4), token 1 for
    # both alike. Head 2: queries of 0, so that both take the mean.
    queries, keys, values = [[math.log(3), 0], [0, 0]], [[0, 5], [1, 7]], [[4, 10], [8, 20]]
    found = attention(np.hstack([queries, keys, values]).astype(np.float32), heads=2)
    assert np.allclose(found, [[0.25 * 4 + 0.75 * 8, 15], [6, 15]])


def test_attention_of_great_scores() -> None:
    """This ensures that no score is too great for its exponential."""
    found = attention(np.array([[1e4, 1e4, 1], [1e4, -1e4, 2]], np.float32), heads=1)
    assert np.allclose(found, [[1], [1]])


def test_pooled() -> None:
    """This ensures that a vector is the mean of the states, of unit length."""
    assert np.allclose(pooled(np.array([[0, 8], [6, 0]], np.float32)), [0.6, 0.8])


def test_states_are_pytorch_s(weights: Weights) -> None:
    """This ensures that every part stands in its place: the states are those of `BertModel` with the same weights."""
    from index.bert import PassageBert
    from index.unigram import open_tokenizer

    encoded = PassageBert(weights, open_tokenizer(weights.vocabulary), "la ").encode(["ville", "ville la ville"])
    assert [ids.tolist() for ids in encoded.ids] == [[0, 4, 5, 2], [0, 4, 5, 4, 5, 2]]
    found = Forward(weights).states(encoded.ids)
    for ours, states, vector in zip(found, encoded.states, encoded.vectors, strict=True):
        assert np.allclose(ours, states, atol=1e-5)
        assert np.allclose(pooled(ours), vector, atol=1e-6)


@pytest.mark.parametrize("stand_alone", [True, False])
def test_states_alone_and_together(weights: Weights, monkeypatch: pytest.MonkeyPatch, stand_alone: bool) -> None:
    """This ensures that texts in a batch keep their places and touch no other, whichever way the machine takes."""
    monkeypatch.setattr(Forward, "_rows_stand_alone", stand_alone)
    texts = [np.array([0, *[4, 5] * (number % 3), 2]) for number in range(200)]
    forward = Forward(weights)
    found = forward.states(texts)
    assert [len(states) for states in found] == [2 + 2 * (number % 3) for number in range(200)]
    for text, states in zip(texts[:10], found, strict=False):
        (alone,) = forward.states([text])
        assert np.allclose(states, alone, atol=1e-5)
    assert forward.states([]) == []


def test_a_product_that_looks_at_other_rows() -> None:
    """This ensures that a machine whose products depend on the number of their rows is found out."""

    class Depending(np.ndarray[tuple[int, ...], np.dtype[np.float32]]):
        def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **_: Any) -> Any:
            exact = getattr(ufunc, method)(*(np.asarray(each) for each in inputs))
            return exact + np.float32(1e-3) * (len(exact) == 11)

    matrix = np.random.default_rng(0).standard_normal((32, 16), dtype=np.float32)
    same: Any = matrix.view(Depending)
    assert not rows_stand_alone(same, least=8, most=64)
    assert rows_stand_alone(same, least=16, most=64)


def test_one_thread_of_blas_and_back() -> None:
    """This ensures that the process has its threads again once the last is out, in whatever order they go."""
    from threadpoolctl import ThreadpoolController

    def counts() -> list[int]:
        return [library["num_threads"] for library in _of_numpy(ThreadpoolController()).info()]

    before, inside, leave = counts(), threading.Event(), threading.Event()

    def stay() -> None:
        with one_thread():
            inside.set()
            leave.wait(10)

    other = threading.Thread(target=stay)
    with one_thread():
        other.start()
        assert inside.wait(10)
    assert set(counts()) == {1}
    leave.set()
    other.join()
    assert counts() == before
