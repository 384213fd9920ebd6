"""Cosines in one fixed order."""

from __future__ import annotations

import numpy as np
import pytest

from index.products import BLOCK, cosines, cosines_of_halves


def test_every_half_is_widened_exactly() -> None:
    """This ensures that all finite halves, those below the normal ones too, are what NumPy makes of them."""
    every = np.arange(2**16, dtype=np.uint16).view(np.float16)
    table = every[np.isfinite(every)].reshape(-1, 1)
    one = np.ones(1, dtype=np.float32)
    found = cosines_of_halves(table, np.arange(len(table)), one)
    assert np.array_equal(found, table[:, 0].astype(np.float32))


@pytest.mark.parametrize("count", [0, 1, BLOCK, BLOCK + 1, 3 * BLOCK - 1])
def test_halves_give_the_same_bits_as_whole_floats(count: int) -> None:
    """This ensures that rows of a table, in any order and however many, have the same cosines as alone."""
    chance = np.random.default_rng(count)
    table = (chance.standard_normal((900, 384)) / 20).astype(np.float16)
    query = chance.standard_normal(384).astype(np.float32)
    places = chance.integers(0, len(table), count)
    found = cosines_of_halves(table, places, query)
    assert np.array_equal(found, cosines(table[places].astype(np.float32), query))
    assert [cosines_of_halves(table, places[n : n + 1], query)[0] for n in range(min(count, 5))] == found[:5].tolist()
