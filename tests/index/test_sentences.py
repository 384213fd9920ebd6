"""Sentence vectors: the best sentence of each candidate."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.sentences import SentenceVectors

EAST = np.array([1, 0], dtype=np.float32)


def halves(*rows: tuple[float, float]) -> np.ndarray:
    return np.array(rows, dtype=np.float16)


def rows(*pairs: tuple[int, int]) -> np.ndarray:
    return np.array(pairs, dtype=np.int64)


@pytest.fixture
def sentences() -> SentenceVectors:
    return SentenceVectors.empty(2).changed(
        [], [(rows((7, 0), (7, 1)), halves((0, 1), (1, 0))), (rows((3, 0), (3, 1)), halves((0.5, 0.5), (0, 1)))]
    )


def test_best_sentence_of_each_passage(sentences: SentenceVectors) -> None:
    """This ensures the highest cosine and its place: 1 in the second of 7, .5 in the first of 3, nothing of 5."""
    best = sentences.best(EAST, np.array([3, 5, 7]))
    assert best.cosines.tolist() == [0.5, pytest.approx(np.nan, nan_ok=True), 1.0]
    assert best.ordinals.tolist() == [0, -1, 1]


def test_every_sentence_of_a_passage(sentences: SentenceVectors) -> None:
    """This ensures the cosines of all sentences in order, without half a passage: 4 has only its second."""
    half = sentences.changed([], [(rows((4, 1)), halves((1, 0)))])
    found = half.each(EAST, [3, 4, 5, 7])
    assert {passage_id: cosines.tolist() for passage_id, cosines in found.items()} == {3: [0.5, 0.0], 7: [0.0, 1.0]}


def test_sentences_are_replaced_and_removed(sentences: SentenceVectors) -> None:
    """This ensures that a change leaves one vector a sentence, in order, and none of what was removed."""
    changed = sentences.changed([3], [(rows((9, 0), (7, 1)), halves((1, 0), (0, 1)))])
    assert len(changed) == 3
    assert changed.best(EAST, np.array([3, 7, 9])).ordinals.tolist() == [-1, 0, 0]
    assert changed.best(EAST, np.array([7, 9])).cosines.tolist() == [0.0, 1.0]


def test_folder_round_trip(sentences: SentenceVectors, tmp_path: Path) -> None:
    """This ensures that what is read is what was written, and that anything else is refused."""
    sentences.save(tmp_path / "s")
    assert SentenceVectors.load(tmp_path / "s").best(EAST, np.array([7])).ordinals.tolist() == [1]
    np.save(tmp_path / "s" / "rows.npy", rows((1, 0)))
    with pytest.raises(ValueError, match="holds no sentence vectors"):
        SentenceVectors.load(tmp_path / "s")
    (tmp_path / "s" / "rows.npy").write_bytes(b"")
    with pytest.raises(ValueError, match="empty file"):
        SentenceVectors.load(tmp_path / "s")


def test_no_sentences() -> None:
    """This ensures that a home without sentence vectors is searched by its passages."""
    best = SentenceVectors.empty(2).best(EAST, np.array([1, 2]))
    assert np.isnan(best.cosines).all()
    assert SentenceVectors.empty(2).best(EAST, np.array([], dtype=np.int64)).ordinals.tolist() == []
