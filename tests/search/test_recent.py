"""What is kept in memory of passages and queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.home import Home
from corpus.types import Document, PassageDraft
from corpus.word_codes import WordCodes, add_word_codes, word_codes_of
from corpus.writer import CatalogueWriter
from index.encoder import WordEncoder, WordStates
from index.models import DEFAULT_MODEL, open_encoder
from ingest.pipeline import RunOptions, ingest
from search import Searcher, recent
from search.recent import RecentQueries, RecentWords

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
    read = word_codes_of

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


def encoded(value: float) -> tuple[np.ndarray, WordStates]:
    """A query's vector and words, all of one number."""
    return np.full(2, value, dtype=np.float32), WordStates(("mot",), np.full((1, 2), value, dtype=np.float32))


def test_queries_are_held_as_they_were_asked() -> None:
    """This ensures that a text in another language, or asked for without its words, is not taken for the same."""
    queries, one = RecentQueries(), encoded(1)
    assert queries.of({"port": "fr"}, by_word=True) == {}
    queries.keep({"port": "fr"}, {"port": one}, by_word=True)
    assert queries.of({"port": "fr", "gare": "fr"}, by_word=True) == {"port": one}
    assert queries.of({"port": "en"}, by_word=True) == {}
    assert queries.of({"port": "fr"}, by_word=False) == {}


def test_queries_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that no more queries are held than the bound, and none of a batch."""
    monkeypatch.setattr(recent, "QUERIES_HELD", 2)
    queries = RecentQueries()
    for number, text in enumerate("abc"):
        queries.keep({text: "fr"}, {text: encoded(number)}, by_word=True)
    assert set(queries.of(dict.fromkeys("abc", "fr"), by_word=True)) == {"c"}
    queries.keep(dict.fromkeys("def", "fr"), {text: encoded(0) for text in "def"}, by_word=True)
    assert set(queries.of(dict.fromkeys("abcdef", "fr"), by_word=True)) == {"c"}


def test_a_question_is_encoded_once(home: Home, tmp_path: Path) -> None:
    """This ensures that looking for a question's hits, their explanation and its answer encode it once in all."""
    text = tmp_path / "charte.txt"
    text.write_text("La charte du port a été signée en 2019 par la ville et la région.\n", "utf-8")
    encoder = open_encoder()
    assert isinstance(encoder, WordEncoder)
    ingest(home, [text], encoder, model=DEFAULT_MODEL, options=RunOptions(workers=0))
    asked: list[str] = []

    class Counting:
        """The model, with what it was asked to encode."""

        def __getattr__(self, name: str) -> Any:
            return getattr(encoder, name)

        def encode_queries_by_word(self, texts: Sequence[str]) -> Any:
            asked.extend(texts)
            return encoder.encode_queries_by_word(texts)

    question = "Quand la charte du port a-t-elle été signée ?"
    with Searcher.open(home, encoder=Counting()) as searcher:
        first = searcher.search(question, operators=False)
        searcher.explain(first)
        assert searcher.ask(question).quotes
        assert searcher.search(question, operators=False).hits == first.hits
    assert asked.count(question) == 1
