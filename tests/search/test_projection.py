"""Passages on a plane: neighbours say similar things, whatever their language, and the picture is always the same."""

from __future__ import annotations

import numpy as np

from search.projection import on_a_plane


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_groups_stay_together() -> None:
    """This ensures that each point's nearest neighbour is of its own group, and that a second drawing is the same."""
    draw = np.random.default_rng(0)
    centres = np.eye(3, 16) * 4
    vectors = unit(np.repeat(centres, 12, axis=0) + draw.normal(scale=0.3, size=(36, 16)))
    places = on_a_plane(vectors, ["fr"] * 36)
    away = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(away, np.inf)
    assert (away.argmin(axis=1) // 12 == np.arange(36) // 12).all()
    np.testing.assert_array_equal(places, on_a_plane(vectors, ["fr"] * 36))


def test_languages_do_not_part_what_belongs_together() -> None:
    """This ensures that a direction that only says the language is taken off: the two halves mix."""
    draw = np.random.default_rng(1)
    meaning = np.repeat(np.eye(2, 12) * 3, 10, axis=0) + draw.normal(scale=0.2, size=(20, 12))
    french, english = meaning.copy(), meaning.copy()
    french[:, 10] += 6
    english[:, 11] += 6
    places = on_a_plane(unit(np.concatenate([french, english])), ["fr"] * 20 + ["en"] * 20)
    away = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(away, np.inf)
    nearest = away.argmin(axis=1)
    theme = np.tile(np.arange(20) // 10, 2)
    assert (theme[nearest] == theme).mean() > 0.9
    assert (nearest[:20] >= 20).sum() > 5  # many a French passage stands next to an English one


def test_few_points() -> None:
    """This ensures that as few as eight passages are laid out."""
    places = on_a_plane(unit(np.random.default_rng(2).normal(size=(8, 5))), ["fr"] * 8)
    assert places.shape == (8, 2)
    assert np.isfinite(places).all()
