"""The words of passages kept in memory."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from corpus.home import Home
from corpus.types import Document, PassageDraft
from corpus.word_codes import WordCodes, add_word_codes
from corpus.writer import CatalogueWriter
from search import recent
from search.recent import RecentWords

FIRST, SECOND, THIRD = WordCodes(b"1", b"a"), WordCodes(b"2", b"b"), WordCodes(b"3", b"c")


@pytest.fixture
def writer(home: Home) -> Iterator[CatalogueWriter]:
    """A catalogue with a document of three passages, 1 to 3, whose codes are known."""
    with home.writing(), CatalogueWriter.create(home) as opened:
        text = "Le port. La gare. Le quai."
        document = Document("0" * 16, "/x.txt", "0" * 64, "text/plain", "x", "fr", text)
        places = [(0, 8), (9, 17), (18, 26)]
        opened.put(document, [PassageDraft(*each, "", "fr") for each in places], [b"a", b"b", b"c"], recipe="1")
        opened.add_embeddings("m", [b"a", b"b", b"c"], np.eye(3, dtype=np.float32))
        add_word_codes(opened, "m", {b"a": FIRST, b"b": SECOND, b"c": THIRD})
        yield opened


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The passages that were read from the catalogue, in parts."""
    parts: list[list[int]] = []
    read = recent.word_codes_of

    def noted(catalogue: object, model_id: str, ids: list[int]) -> dict[int, WordCodes]:
        parts.append(list(ids))
        return read(catalogue, model_id, ids)  # type: ignore[arg-type]

    monkeypatch.setattr(recent, "word_codes_of", noted)
    return parts


def test_each_is_read_once(writer: CatalogueWriter, asked: list[list[int]]) -> None:
    """This ensures that only what was not read before is read, and that a passage that is not there is left out."""
    words = RecentWords()
    assert words.of(writer, "m", [1, 2]) == {1: FIRST, 2: SECOND}
    assert words.of(writer, "m", [3, 2]) == {3: THIRD, 2: SECOND}
    assert words.of(writer, "m", [1, 3]) == {1: FIRST, 3: THIRD}
    assert asked == [[1, 2], [3]]
    assert words.of(writer, "m", [999]) == {}
    assert words.of(writer, "m", []) == {}


def test_what_is_usual_comes_later(writer: CatalogueWriter, asked: list[list[int]]) -> None:
    """This ensures that codes of which it is not known yet how near they are to anything are read again."""
    words, unfinished = RecentWords(), WordCodes(b"1")
    add_word_codes(writer, "m", {b"a": unfinished})
    assert words.of(writer, "m", [1]) == {1: unfinished}
    add_word_codes(writer, "m", {b"a": FIRST})
    assert words.of(writer, "m", [1]) == {1: FIRST}
    assert asked == [[1], [1]]


def test_bounded(writer: CatalogueWriter, asked: list[list[int]], monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that no more is held than the bound, and that what was given up is read again."""
    monkeypatch.setattr(recent, "HELD", 2)
    words = RecentWords()
    assert [words.of(writer, "m", ids) for ids in ([1], [2], [3])] == [{1: FIRST}, {2: SECOND}, {3: THIRD}]
    assert words.of(writer, "m", [3]) == {3: THIRD}
    assert words.of(writer, "m", [1]) == {1: FIRST}
    assert asked == [[1], [2], [3], [1]]
    assert words.of(writer, "m", [1, 2, 3]) == {1: FIRST, 2: SECOND, 3: THIRD}
    assert asked[4:] == [[2]]
