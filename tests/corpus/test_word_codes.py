"""The words of passages in the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from corpus.home import Home
from corpus.types import Document, PassageDraft
from corpus.word_codes import WordCodes, add_word_codes, without_usual, word_codes_of
from corpus.writer import CatalogueWriter


@pytest.fixture
def writer(home: Home) -> Iterator[CatalogueWriter]:
    """A writer of an empty catalogue."""
    with home.writing(), CatalogueWriter.create(home) as opened:
        yield opened


def stored(writer: CatalogueWriter) -> list[int]:
    """A document of two passages with the hashes `a` and `b`, both with a vector of the model `m`."""
    document = Document("0" * 16, "/x.txt", "0" * 64, "text/plain", "x", "fr", "Le port. La gare.")
    writer.put(document, [PassageDraft(0, 8, "", "fr"), PassageDraft(9, 17, "", "fr")], [b"a", b"b"], recipe="1")
    writer.add_embeddings("m", [b"a", b"b"], np.eye(2, dtype=np.float32))
    return [passage.passage_id for passage in writer.passages_of("0" * 16)]


def test_kept_by_passage(writer: CatalogueWriter) -> None:
    """This ensures that codes are found by passage, of the model asked for alone, the latest where they came twice."""
    first, second = stored(writer)
    add_word_codes(writer, "m", {b"a": WordCodes(b"12"), b"b": WordCodes(b"")})
    add_word_codes(writer, "other", {b"a": WordCodes(b"99")})
    add_word_codes(writer, "m", {b"a": WordCodes(b"34")})
    assert word_codes_of(writer, "m", [first, second, 999]) == {first: WordCodes(b"34"), second: WordCodes(b"")}


def test_without_what_is_usual(writer: CatalogueWriter) -> None:
    """This ensures that words without what is usual to them are told, and that no words want none."""
    first, second = stored(writer)
    add_word_codes(writer, "m", {b"a": WordCodes(b"12"), b"b": WordCodes(b"")})
    add_word_codes(writer, "other", {b"a": WordCodes(b"99")})
    assert without_usual(writer, "m", limit=9) == {b"a": b"12"}
    assert without_usual(writer, "m", limit=0) == {}
    add_word_codes(writer, "m", {b"a": WordCodes(b"12", b"7")})
    assert without_usual(writer, "m", limit=9) == {}
    assert word_codes_of(writer, "m", [first, second]) == {first: WordCodes(b"12", b"7"), second: WordCodes(b"")}


def test_wanting(writer: CatalogueWriter) -> None:
    """This ensures that a passage with a vector and without words is still to be encoded where words are wanted."""
    stored(writer)
    add_word_codes(writer, "m", {b"a": WordCodes(b"12")})
    assert writer.count_unencoded("m") == 0
    assert writer.count_unencoded("m", words=True) == 1
    assert [each.text_hash for each in writer.unencoded("m", limit=9, words=True)] == [b"b"]
    assert writer.wanting("m", [b"b", b"a"], words=True) == [b"b"]


def test_gone_with_the_vector(writer: CatalogueWriter) -> None:
    """This ensures that nothing of a removed document's words is left, nor of a model that was replaced."""
    first, _ = stored(writer)
    add_word_codes(writer, "m", {b"a": WordCodes(b"12"), b"b": WordCodes(b"34")})
    writer.add_embeddings("n", [b"a"], np.ones((1, 2), dtype=np.float32))
    add_word_codes(writer, "n", {b"a": WordCodes(b"56")})
    writer.drop_other_embeddings("n")
    assert word_codes_of(writer, "m", [first]) == {}
    assert word_codes_of(writer, "n", [first]) == {first: WordCodes(b"56")}
    writer.remove_document("0" * 16)
    assert writer.rows("SELECT COUNT(*) AS n FROM word_codes")[0]["n"] == 0
