"""What a model gives to any text: measured on a few texts, taken off vectors."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest

from index.background import LANGUAGE, MIDDLE, QUERY, Background, measure, texts
from index.encoder import Vectors
from index.wordspace import WordSpace


class Tilted:
    """Gives every text the same vector, but for a tilt along an axis of its language's, told by a letter of it."""

    model_id, dim, max_tokens = "tilted", 3, 100

    def __init__(self, letters: str) -> None:
        self.letters = letters

    def count_tokens(self, many: Sequence[str]) -> list[int]:
        return [len(text) for text in many]

    def encode_passages(self, many: Sequence[str], progress: object = None) -> Vectors:
        return np.array([[1.0, any(letter in text for letter in self.letters), 0.0] for text in many], np.float32)

    def encode_queries(self, many: Sequence[str]) -> Vectors:
        return np.tile(np.array([0.0, 0.0, 1.0], np.float32), (len(many), 1))


def test_the_texts_say_the_same_in_each_language() -> None:
    """This ensures that no language is measured on more texts, or on empty or repeated ones."""
    bank = texts()
    assert {"fr", "en", "de", "es", "it", "pt", "nl"} <= set(bank)
    assert len({len(versions) for versions in bank.values()}) == 1
    for versions in bank.values():
        assert len(set(versions)) == len(versions)
        assert all(re.search(r"\w", text) for text in versions)
    assert len({sum("?" in text for text in versions) for versions in bank.values()}) == 1


def test_what_a_language_adds_is_measured() -> None:
    """This ensures that a language's offset is its mean less the mean of all languages."""
    background = measure(Tilted("ß"))  # two German texts hold one
    share = sum("ß" in text for text in texts()["de"]) / len(texts()["de"])
    count = len(texts())
    assert share > 0
    assert background.query == pytest.approx([0, 0, 1])
    assert background.languages["de"] == pytest.approx([0, share * (1 - 1 / count), 0])
    assert background.languages["fr"] == pytest.approx([0, -share / count, 0])


def test_the_background_is_taken_off() -> None:
    """This ensures that a query loses part of the mean query, and a passage what is due to its language."""
    background = Background(np.array([1, 0], np.float32), {"fr": np.array([0, 1], np.float32)})
    assert background.off_query(np.array([1, 1], np.float32)) == pytest.approx([1 - QUERY, 1])
    off = background.off_passages(np.array([[1, 1], [1, 1]], np.float32), ["fr", "xx"])
    assert off == pytest.approx(np.array([[1, 1 - LANGUAGE], [1, 1]]))
    assert background.off_passages(np.empty((0, 2), np.float32), []).shape == (0, 2)


def test_no_background_takes_nothing_off() -> None:
    """This ensures that a home whose model has not been measured is searched as it is."""
    none = Background.of({}, 2)
    assert none.digest == ""
    assert none.off_query(np.array([1, 2], np.float32)) == pytest.approx([1, 2])
    assert none.off_passages(np.ones((1, 2), np.float32), ["fr"]) == pytest.approx(np.ones((1, 2)))


def test_a_background_survives_being_kept() -> None:
    """This ensures that its parts give it back, and that its digest names it."""
    words = WordSpace(*np.eye(2, dtype=np.float32), np.array([[1, 2], [3, 4]], np.float32))
    background = Background(np.array([1, 0], np.float32), {"fr": np.array([0, 1], np.float32)}, words)
    parts = background.parts()
    assert all(vector.ndim == 1 for vector in parts.values())
    again = Background.of({**parts, "?fr": np.ones(6, np.float32)}, 2)  # which homes kept before
    assert MIDDLE in parts
    assert again.digest == background.digest
    assert set(again.languages) == {"fr"}
    assert again.words is not None
    assert again.words.transform == pytest.approx(words.transform)
    other = Background(np.array([1, 0], np.float32), {"fr": np.array([0, 2], np.float32)})
    assert other.digest != background.digest
