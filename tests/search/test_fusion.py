"""One score from two."""

from __future__ import annotations

import numpy as np
import pytest

from search.fusion import LEXICAL, SENTENCE, fuse, meaning, word_shares


def test_share_is_of_the_highest_possible_score() -> None:
    """This ensures BM25 / (2.2 · Σ idf): 3.3 of 2.2 · (1 + 2) = 6.6 is a half."""
    assert word_shares(np.array([3.3, 0.0]), np.array([1.0, 2.0])) == pytest.approx([0.5, 0.0])
    assert word_shares(np.array([1.0]), np.array([])).tolist() == [0.0]


def test_words_that_stand_nowhere_lower_the_share() -> None:
    """This ensures that a query in another language, most of whose words are unknown, leans on meaning."""
    (alone,) = word_shares(np.array([2.2]), np.array([1.0]))
    (among_unknown,) = word_shares(np.array([2.2]), np.array([1.0, 3.0, 3.0]))
    assert alone == pytest.approx(1.0)
    assert among_unknown == pytest.approx(1 / 7)


def test_score_is_cosine_plus_words() -> None:
    """This ensures that a full share is worth LEXICAL of cosine."""
    assert fuse(np.array([0.8, 0.8]), np.array([0.0, 1.0])) == pytest.approx([0.8, 0.8 + LEXICAL])


def test_passage_without_vector_is_the_farthest() -> None:
    """This ensures that passages that are not encoded yet are found by their words, behind those that are near."""
    assert fuse(np.array([0.9, np.nan, 0.7]), np.array([0.0, 0.5, 0.0])) == pytest.approx([0.9, 0.7 + LEXICAL / 2, 0.7])
    assert fuse(np.array([np.nan]), np.array([1.0])) == pytest.approx([LEXICAL])
    assert fuse(np.array([]), np.array([])).tolist() == []


def test_meaning_is_of_passage_and_best_sentence() -> None:
    """This ensures the weighted mean of both, and the passage alone where no sentence has a vector."""
    mixed = (1 - SENTENCE) * 0.8 + SENTENCE * 0.9
    assert meaning(np.array([0.8, 0.8]), np.array([0.9, np.nan])) == pytest.approx([mixed, 0.8])
