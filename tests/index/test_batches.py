"""Batches of similar length."""

from __future__ import annotations

import logging

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.batches import batches_by_length, encode_by_length, warn_of_cuts


def test_batches_worked_by_hand() -> None:
    """This ensures that padding counts: 5 + 4 take 2 x 5 = 10 tokens, a third text would take 15."""
    assert list(batches_by_length([3, 5, 1, 4, 30], max_tokens=10)) == [[4], [1, 3], [0, 2]]


@given(st.lists(st.integers(0, 60)), st.integers(1, 100))
def test_every_text_is_in_one_batch(tokens: list[int], budget: int) -> None:
    """This ensures that nothing is lost or encoded twice, that no batch is over budget, and longer ones go first."""
    batches = list(batches_by_length(tokens, max_tokens=budget))
    order = [number for batch in batches for number in batch]
    assert sorted(order) == list(range(len(tokens)))
    assert [tokens[number] for number in order] == sorted(tokens, reverse=True)
    assert all(len(batch) == 1 or len(batch) * max(tokens[n] for n in batch) <= budget for batch in batches)


def test_vectors_stand_in_the_order_of_the_texts() -> None:
    """This ensures that sorting by length is not seen from outside, and that progress adds up."""
    texts = ["a", "aaaa", "", "aa"]
    seen: list[int] = []
    vectors = encode_by_length(
        lambda batch: np.array([[len(text), 1] for text in batch], np.float32),
        texts,
        [len(text) for text in texts],
        dim=2,
        progress=seen.append,
    )
    assert vectors.tolist() == [[1, 1], [4, 1], [0, 1], [2, 1]]
    assert vectors.dtype == np.float32
    assert sum(seen) == 4


def test_no_texts() -> None:
    """This ensures that nothing to encode needs no model and gives a table without rows."""

    def never(batch: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        pytest.fail(f"called with {batch}")

    assert encode_by_length(never, [], [], dim=3, progress=None).shape == (0, 3)


def test_cuts_are_told(caplog: pytest.LogCaptureFixture) -> None:
    """This ensures that texts over the limit are counted in one line of the log, and that the limit itself is none."""
    with caplog.at_level(logging.WARNING):
        warn_of_cuts([10, 512], 512)
        assert caplog.messages == []
        warn_of_cuts([10, 513, 700], 512)
    (message,) = caplog.messages
    assert message.startswith("2 of 3 texts are longer than the 512 tokens")
    assert message.endswith("700")
