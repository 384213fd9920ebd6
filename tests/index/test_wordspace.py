"""Words in context: what is kept of them, and how near they are."""

from __future__ import annotations

import numpy as np
import pytest

from index.encoder import WordStates
from index.wordspace import LEVELS, WordSpace, content, nearness

DIM = 8
PLAIN = WordSpace(np.zeros(DIM, np.float32), np.zeros(DIM, np.float32), np.eye(DIM, dtype=np.float32))
USUAL = (("fr", 10), ("en", 20))


def words(*texts: str, seed: int = 1) -> WordStates:
    """These words with drawn states."""
    return WordStates(texts, np.random.default_rng(seed).standard_normal((len(texts), DIM), dtype=np.float32))


def test_content_words() -> None:
    """This ensures that signs and function words of the language are left out, and of no other language."""
    assert content(words("La", "charte", ",", "of"), "fr").words == ("charte", "of")
    assert content(words("La", "charte", ",", "of"), "en").words == ("La", "charte")


def test_only_function_words() -> None:
    """This ensures that a text of function words alone keeps them, without its signs."""
    assert content(words("et", "?", "la"), "fr").words == ("et", "la")
    assert content(words("?", "!"), "fr").states.shape == (0, DIM)


def test_size_of_codes() -> None:
    """This ensures that a word takes a quarter of a byte a dimension, and that a text without words takes nothing."""
    assert len(PLAIN.codes(words("charte", "de", "ville"), "fr")) == 2 * DIM // 4
    assert PLAIN.codes(words("?"), "fr") == b""
    assert PLAIN.codes(words(), "fr") == b""


def test_codes_by_hand() -> None:
    """This ensures that each dimension of a unit row becomes the nearest of the four levels, times 1/√dim."""
    row = np.array(
        [[2, 0.5, -0.5, -2, 2, 0.5, -0.5, -2]], dtype=np.float32
    )  # its norm is √17: times √8, 1.372 and .343
    codes = PLAIN.codes(WordStates(("mot",), row), "fr")
    assert codes == bytes([0b00_01_10_11, 0b00_01_10_11])
    told = np.array([nearness(axis[None], np.ones(1), [codes])[0] for axis in np.eye(DIM, dtype=np.float32)])
    assert told * DIM**0.5 == pytest.approx(LEVELS[[3, 2, 1, 0, 3, 2, 1, 0]])


def test_nearest_word_counts_by_weight() -> None:
    """This ensures that each word of a query counts by its weight, with the passage's nearest word alone."""
    passage = words("port", "gare", "quai", seed=2)
    codes = PLAIN.codes(passage, "fr")
    rows = PLAIN.query_rows(WordStates(("port", "gare"), passage.states[:2]), "fr").states
    single = [nearness(rows[n : n + 1], np.ones(1), [codes])[0] for n in (0, 1)]
    assert min(single) > 0.8  # of eight dimensions in two bits; of 384 it is .94
    assert nearness(rows, np.array([3.0, 1.0]), [codes])[0] == pytest.approx((3 * single[0] + single[1]) / 4)


def test_without_codes() -> None:
    """This ensures that a passage without codes has no nearness, and that the others keep theirs."""
    rows = PLAIN.query_rows(words("port"), "fr").states
    codes = PLAIN.codes(words("port"), "fr")
    found = nearness(rows, np.ones(1), [b"", codes, b""])
    assert np.isnan(found[[0, 2]]).all()
    assert found[1] == nearness(rows, np.ones(1), [codes])[0]
    assert np.isnan(nearness(rows, np.zeros(1), [codes])).all()
    assert np.isnan(nearness(rows[:0], np.ones(0), [codes])).all()


def test_usual_nearness() -> None:
    """This ensures that what is usual to a passage is kept by language: the mean over texts of its nearest word's."""
    space = PLAIN.with_usual({name: [words(name, seed=seed + n) for n in range(2)] for name, seed in USUAL})
    codes = [PLAIN.codes(words("port", "gare", seed=2), "fr"), PLAIN.codes(words("quai", seed=4), "fr")]
    kept = [space.usual_nearness(each) for each in codes]
    for language in ("fr", "en"):
        assert space.usual_to(kept, language) == pytest.approx(nearness(space.usual[language], np.ones(2), codes))
    every = (space.usual_to(kept, "fr") + space.usual_to(kept, "en")) / 2
    assert space.usual_to(kept, "unknown") == pytest.approx(every)


def test_usual_nearness_that_is_not_known() -> None:
    """This ensures that nothing is taken off any passage where it is not known of each, and that no words have none."""
    space = PLAIN.with_usual({name: [words(name, seed=seed)] for name, seed in USUAL})
    codes = PLAIN.codes(words("port"), "fr")
    kept = space.usual_nearness(codes)
    assert space.usual_to([kept], "fr").any()
    assert not space.usual_to([kept, b""], "fr").any()
    assert (PLAIN.usual_nearness(codes), space.usual_nearness(b"")) == (b"", b"")
    assert PLAIN.usual_to([b"", b""], "fr").tolist() == [0, 0]


def test_usual_rows() -> None:
    """This ensures that each text with words is one unit row: the mean of its words'."""
    first, second = words("port", "gare", "la", seed=2), words("quai", seed=3)
    space = PLAIN.with_usual({"fr": [first, words("?"), second], "de": [words("!")]})
    assert list(space.usual) == ["fr"]
    mean = PLAIN.query_rows(WordStates(first.words[:2], first.states[:2]), "fr").states.mean(axis=0)
    expected = [mean / np.linalg.norm(mean), second.states[0] / np.linalg.norm(second.states[0])]
    assert space.usual["fr"] == pytest.approx(np.stack(expected))


def test_fit_takes_off_what_all_share() -> None:
    """This ensures that words that differ little beside what they share are told apart as well as others."""
    drawn = np.random.default_rng(3)
    scales = np.array([9, 3, 1, 1, 1, 1, 1, 0.5])
    states = (50 + drawn.standard_normal((400, DIM)) * scales).astype(np.float32)
    space = WordSpace.fit([states[:200], states[200:]], [states])
    placed = (states - space.passage) @ space.transform
    assert placed.mean(axis=0) == pytest.approx(np.zeros(DIM), abs=1e-4)
    spread = np.linalg.eigvalsh(np.cov(placed.T))
    assert spread.max() / spread.min() < 50  # before: 324


def test_parts() -> None:
    """This ensures that a space is the same after it was kept, and that there is none where nothing was."""
    states = words(*"abcdefghijkl").states
    space = WordSpace.fit([states], [states]).with_usual({"fr": [words("port"), words("gare", "quai")]})
    assert all(rows.ndim == 1 for rows in space.parts().values())
    again = WordSpace.of(space.parts())
    assert again is not None
    assert again.usual.keys() == {"fr"}
    assert (again.usual["fr"] == space.usual["fr"]).all()
    assert (again.transform == space.transform).all()
    assert again.codes(words("port", "quai"), "fr") == space.codes(words("port", "quai"), "fr")
    assert WordSpace.of({}) is None
