"""Ids among sorted ids."""

from __future__ import annotations

import numpy as np
import pytest

from index.membership import among


@pytest.mark.parametrize(
    ("ids", "growing", "found"),
    [
        ([5, 1, 9, 2], [1, 2, 7], [False, True, False, True]),
        ([], [1, 2], []),
        ([3, 0], [], [False, False]),
        ([2**40, 4], [4, 2**40], [True, True]),
    ],
)
def test_among(ids: list[int], growing: list[int], found: list[bool]) -> None:
    """This ensures that ids in any order are found, and none beyond the ends."""
    assert among(np.array(ids, dtype=np.int64), np.array(growing, dtype=np.int64)).tolist() == found
