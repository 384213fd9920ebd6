"""Tokens joined to words, on a vocabulary and states worked by hand."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from index.weights import Vocabulary
from index.wordstates import Pieces, words_of

TEXTS = ["<s>", "</s>", "<pad>", "<unk>", "▁la", "▁char", "te", "▁", "市", ".", "'", "▁(", "3", "▁1", "▁query", ":"]
NUMBER = {text: number for number, text in enumerate(TEXTS)}


@pytest.fixture
def pieces() -> Pieces:
    utf8 = [text.encode() for text in TEXTS]
    ends = np.cumsum([0, *map(len, utf8)]).astype("<u4")
    scores = np.zeros(len(TEXTS), np.float32)
    return Pieces(Vocabulary(0, 1, 2, 3, ends, scores, np.frombuffer(b"".join(utf8), np.uint8)))


def grouped(pieces: Pieces, tokens: list[str], skip: int = 3) -> list[tuple[str, float]]:
    """The words, and the means of their tokens' places."""
    tokens = ["<s>", "▁query", ":", *tokens, "</s>"]
    places = np.arange(len(tokens), dtype=np.float32)[:, np.newaxis] * np.ones(2, np.float32)
    words = words_of(np.array([NUMBER[token] for token in tokens]), places, pieces, skip)
    assert words.states.shape == (len(words.words), 2)
    assert words.states.dtype == np.float32
    return list(zip(words.words, words.states[:, 0].tolist(), strict=True))


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ([], []),
        (["▁la"], [("la", 3)]),
        (["▁la", "▁char", "te", "."], [("la", 3), ("charte", 4.5), (".", 6)]),
        (["▁1", "3", "3"], [("133", 4)]),
        (["▁la", "'", "te"], [("la", 3), ("'te", 4.5)]),  # a sign begins a word, letters go on with it
        (["▁", "市", "市", "."], [("市市", 4.5), (".", 6)]),  # a space by itself is no part of a word
        (["▁", "."], [(".", 4)]),
        (["▁"], []),
        (["▁(", "te"], [("(te", 3.5)]),
        (["▁la", "<unk>", "te"], [("la", 3), ("te", 5)]),  # nor is what is unknown
        (["te", "te"], [("tete", 3.5)]),  # after the prompt a word begins, whatever it is
    ],
)
def test_words(pieces: Pieces, tokens: list[str], expected: list[tuple[str, float]]) -> None:
    """This ensures that a word is the mean of its tokens, without prompt, special tokens and spaces."""
    assert grouped(pieces, tokens) == expected


def test_prompt_and_special_tokens_are_words_only_if_they_are_not_skipped(pieces: Pieces) -> None:
    """This ensures that `skip` counts tokens, and that `<s>` and `</s>` are never words."""
    assert grouped(pieces, ["▁la"], skip=0) == [("query", 1), (":", 2), ("la", 3)]
    assert grouped(pieces, [], skip=4) == []


def test_the_states_are_a_copy(pieces: Pieces) -> None:
    """This ensures that a passage's words do not keep the states of its whole batch in memory."""
    states = np.ones((3, 2), np.float32)
    words = words_of(np.array([0, 4, 1]), states, pieces, 1)
    assert not np.shares_memory(words.states, states)


def test_threads_share_the_pieces(pieces: Pieces) -> None:
    """This ensures that a piece that two threads meet at once has its text for both."""
    ids = np.arange(len(TEXTS))
    found: list[tuple[str, ...]] = []

    def run() -> None:
        found.append(words_of(ids, np.zeros((len(ids), 1), np.float32), pieces, 0).words)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
