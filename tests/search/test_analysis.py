"""Words that are typical, and topics."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from corpus.errors import QueryError
from corpus.filters import NO_FILTERS, Filters
from corpus.writer import CatalogueWriter
from search.terms import PRIOR_WORDS, distinctive_terms, log_odds
from search.topics import topics, without_language


def test_log_odds_by_hand() -> None:
    """This ensures the formula: a word that stands 8 times in 100 here and 2 times in 900 elsewhere."""
    inside, outside = 8 + 10 * PRIOR_WORDS / 1000, 2 + 10 * PRIOR_WORDS / 1000
    odds = math.log(inside / (100 + PRIOR_WORDS - inside)) - math.log(outside / (900 + PRIOR_WORDS - outside))
    expected = odds / math.sqrt(1 / inside + 1 / outside)
    assert log_odds(np.array([8.0]), np.array([10.0]), 100, 1000)[0] == pytest.approx(expected)
    assert log_odds(np.array([5.0]), np.array([10.0]), 500, 1000)[0] == pytest.approx(0)


def test_words_of_a_slice(filled: CatalogueWriter, encoder: Any, put: Any) -> None:
    """This ensures that words are counted by stem, told as they are written, and never those of the rest."""
    put(filled, encoder, "ecoles", "fr", ["Écoles et écoles du port.", "L'école du port.", "Le port."])
    found = distinctive_terms(filled, Filters(documents=("ecoles 1",)), limit=5)
    assert [(term.word, term.count, term.rest, term.documents) for term in found] == [
        ("écoles", 3, 0, 1), ("port", 3, 2, 1),
    ]  # fmt: skip
    assert found[0].z > found[1].z > 0


def test_slice_must_leave_something_to_compare(filled: CatalogueWriter) -> None:
    """This ensures a clear line where filters leave all documents or none."""
    with pytest.raises(QueryError, match="leave all documents"):
        distinctive_terms(filled, NO_FILTERS)
    with pytest.raises(QueryError, match="leave no documents"):
        distinctive_terms(filled, Filters(languages=("xx",)))


def test_topics_are_the_axes(filled: CatalogueWriter) -> None:
    """This ensures that passages of one direction are one topic, largest first, the same each time."""
    found = topics(filled, Filters(languages=("fr",)), count=3)
    assert [topic.passages for topic in found] == [2, 1, 1]
    assert {passage.text for passage in found[0].central} == {
        "Le port accueille les navires.",
        "=Limoges n'a pas de port.",
    }
    assert [term.word for term in found[0].keywords] == ["port"]
    assert topics(filled, Filters(languages=("fr",)), count=3) == found
    assert sum(topic.passages for topic in topics(filled, NO_FILTERS)) == 5
    with pytest.raises(QueryError, match="0 passages have a vector"):
        topics(filled, Filters(languages=("xx",)))


def test_languages_are_no_topics() -> None:
    """This ensures that what all passages of a language share is taken out: two parallel pairs become the same two."""
    vectors = np.array([[1, 0, 0.5], [0, 1, 0.5], [1, 0, -0.5], [0, 1, -0.5]], dtype=np.float32)
    centred = without_language(["fr", "fr", "de", "de"], vectors)
    assert np.allclose(centred[:2], centred[2:])
    assert np.allclose(np.linalg.norm(centred, axis=1), 1)
