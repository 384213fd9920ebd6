"""The index of vectors: exact cosines, filters inside, and files that are checked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.vectors import VectorIndex

IDS = np.array([10, 20, 30], dtype=np.int64)
ROWS = np.array([[1, 0], [0.6, 0.8], [0, 1]], dtype=np.float32)
EAST = np.array([[1, 0]], dtype=np.float32)


@pytest.fixture
def index() -> VectorIndex:
    found = VectorIndex(2)
    found.add(IDS, ROWS)
    return found


def test_nearest_first_with_their_cosines(index: VectorIndex) -> None:
    """This ensures that scores are the cosines, worked by hand: 1, .6 and 0."""
    scores, ids = index.search(EAST, 5)
    assert ids.tolist() == [[10, 20, 30]]
    assert scores[0] == pytest.approx([1.0, 0.6, 0.0])


def test_filter_is_applied_inside(index: VectorIndex) -> None:
    """This ensures that a narrow filter still gives all it has, and an empty one nothing."""
    assert index.search(EAST, 2, within=np.array([30, 20]))[1].tolist() == [[20, 30]]
    assert index.search(EAST, 2, within=np.array([], dtype=np.int64))[1].shape == (1, 0)
    assert index.search(EAST, 2, within=np.array([30, 77]))[1].tolist() == [[30, -1]]  # 77 has no vector


def test_vectors_are_replaced_and_removed(index: VectorIndex) -> None:
    """This ensures that an id has one vector, and none once it is removed."""
    index.add(np.array([10]), np.array([[0, 1]], dtype=np.float32))
    index.remove(np.array([30, 99]))
    assert sorted(index.ids.tolist()) == [10, 20]
    assert index.vectors([20, 10]).tolist() == [pytest.approx([0.6, 0.8]), [0, 1]]


def test_file_round_trip(index: VectorIndex, tmp_path: Path) -> None:
    """This ensures that what is read is what was written, and that anything else is refused."""
    index.save(tmp_path / "v.faiss")
    again = VectorIndex.load(tmp_path / "v.faiss")
    assert again.dim == 2
    assert again.search(EAST, 3)[1].tolist() == [[10, 20, 30]]
    (tmp_path / "bad").write_bytes(b"not an index")
    with pytest.raises(OSError, match="can't be read"):
        VectorIndex.load(tmp_path / "bad")


def test_empty_index() -> None:
    """This ensures that nothing is found where nothing is."""
    assert VectorIndex(2).search(EAST, 3)[1].shape == (1, 0)
    assert VectorIndex(2).vectors([]).shape == (0, 2)
