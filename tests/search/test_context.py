"""Words in context, from the ingest to the ranking, with a model whose words can be told apart by hand."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.catalogue import Catalogue
from corpus.home import Home
from corpus.word_codes import WordCodes, word_codes_of
from corpus.writer import CatalogueWriter
from index.analysis import folded_words
from index.background import measure
from index.background import texts as background_texts
from index.encoder import Progress, Vectors, WordStates
from ingest.pipeline import RunOptions, ingest
from ingest.upkeep import reindex
from search import Searcher
from search.fusion import CONTEXT
from search.query import Query

TRANSLATED = {"harbour": "port", "ships": "navires", "station": "gare"}
TEXTS = {
    "port": "Le port accueille les navires chaque matin.",
    "gare": "La gare accueille les voyageurs chaque matin.",
    "marché": "Le marché accueille les clients chaque matin.",
}


class WordsEncoder:
    """All texts have one vector, so that only words tell passages apart; a word's state is drawn from its French."""

    model_id = "words-1"
    dim = 64
    max_tokens = 60

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) + 3 for text in texts]

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return np.full((len(texts), self.dim), self.dim**-0.5, dtype=np.float32)

    encode_queries = encode_passages

    def encode_passages_by_word(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[Vectors, list[WordStates]]:
        background = {text for versions in background_texts().values() for text in versions}
        self.encoded += [text for text in texts if text not in background]
        return self.encode_passages(texts), [_states(text, self.dim) for text in texts]

    def encode_queries_by_word(self, texts: Sequence[str]) -> tuple[Vectors, list[WordStates]]:
        return self.encode_queries(texts), [_states(text, self.dim) for text in texts]


def _states(text: str, dim: int) -> WordStates:
    words = folded_words(text)
    rows = [
        np.random.default_rng(zlib.crc32(TRANSLATED.get(word, word).encode())).standard_normal(dim, dtype=np.float32)
        for word in words
    ]
    return WordStates(tuple(words), np.stack(rows) if rows else np.empty((0, dim), dtype=np.float32))


@pytest.fixture
def model() -> WordsEncoder:
    """The model."""
    return WordsEncoder()


@pytest.fixture
def filled(home: Home, model: WordsEncoder, tmp_path: Path) -> Home:
    """A home with three passages that only their words tell apart."""
    run(home, model, tmp_path)
    return home


def run(home: Home, encoder: Any, folder: Path) -> Any:
    """Ingest the three texts, in this process."""
    records = folder / "texts.jsonl"
    records.write_text("".join(json.dumps({"_id": name, "text": text}) + "\n" for name, text in TEXTS.items()))
    return ingest(home, [records], encoder, model="words", options=RunOptions(workers=0))


def codes(home: Home) -> dict[int, WordCodes]:
    """What is kept of each passage's words."""
    with Catalogue.open(home) as catalogue:
        return word_codes_of(catalogue, WordsEncoder.model_id, [1, 2, 3])


def test_word_in_another_language(filled: Home, model: WordsEncoder) -> None:
    """This ensures that the passage with the words that answer to the query's comes first, whatever their language."""
    with Searcher.open(filled, encoder=model) as searcher:
        hits = searcher.search("the harbour").hits
        assert hits[0].document.external_id == "port"
        near = [hit.context for hit in hits]
        assert near[0] is not None
        assert near[1] is not None
        assert near[0] > near[1] + 0.3
        assert hits[0].lexical == 0
        assert searcher.search("the station").hits[0].document.external_id == "gare"


def test_rare_words_count_most(filled: Home, model: WordsEncoder) -> None:
    """This ensures that a word that every passage has does not hide the one that a single passage has."""
    with Searcher.open(filled, encoder=model) as searcher:
        assert searcher.search("matin accueille chaque ships").hits[0].document.external_id == "port"


def test_one_leg_alone(filled: Home, model: WordsEncoder) -> None:
    """This ensures that a search by meaning or by words alone looks at no word in context."""
    with Searcher.open(filled, encoder=model) as searcher:
        for mode in ("dense", "lexical"):
            assert {hit.context for hit in searcher.search("port", mode=mode)} == {None}


def test_explained(filled: Home, model: WordsEncoder) -> None:
    """This ensures that words in context are a part of the sum that explains a score."""
    with Searcher.open(filled, encoder=model) as searcher:
        result = searcher.search("the harbour")
        for explanation, hit in zip(searcher.explain(result), result, strict=True):
            assert explanation.score == pytest.approx(hit.score, rel=1e-12)
            (part,) = [each for each in explanation.parts if each.name == "context"]
            assert (part.weight, part.value) == (CONTEXT, pytest.approx(hit.context))


def test_query_of_signs(filled: Home, model: WordsEncoder) -> None:
    """This ensures that a query without words is searched all the same."""
    with Searcher.open(filled, encoder=model) as searcher:
        assert len(searcher.search("?! 🙂")) == 3


def test_batch_is_the_same(filled: Home, model: WordsEncoder) -> None:
    """This ensures that a query gives the same numbers alone and in company."""
    queries = [Query(text) for text in ("the harbour", "gare", "chaque matin", "?")]
    with Searcher.open(filled, encoder=model) as searcher:
        alone = [searcher.run(query).hits for query in queries]
        assert [result.hits for result in searcher.run_many(queries)] == alone


def test_older_home_is_completed(filled: Home, model: WordsEncoder, tmp_path: Path) -> None:
    """This ensures that a home made before words were kept gets them at the next run, once, and stays as it is then."""
    before = codes(filled)
    assert len(before) == 3
    with filled.writing(), CatalogueWriter.create(filled) as writer, writer.transaction():
        writer.write("DELETE FROM word_codes WHERE ?", (1,))
        writer.write("DELETE FROM backgrounds WHERE name LIKE '#%' AND ?", (1,))
    with Searcher.open(filled, encoder=model) as searcher:
        assert searcher.search("the harbour").hits[0].context is None
    model.encoded.clear()
    assert run(filled, model, tmp_path).encoded == 3
    assert sorted(model.encoded) == sorted(TEXTS.values())
    assert codes(filled) == before
    assert run(filled, model, tmp_path).encoded == 0


def test_older_home_learns_what_is_usual(filled: Home, model: WordsEncoder, tmp_path: Path) -> None:
    """This ensures that a home made before it was known what is usual is searched, and learns it at the next run."""
    before = codes(filled)
    assert all(each.usual for each in before.values())
    with Searcher.open(filled, encoder=model) as searcher:
        newest = [hit.context for hit in searcher.search("the harbour")]
    with filled.writing(), CatalogueWriter.create(filled) as writer, writer.transaction():
        writer.write("DELETE FROM backgrounds WHERE name LIKE '#usual%' AND ?", (1,))
        writer.write("UPDATE word_codes SET usual = x'' WHERE ?", (1,))
    with Searcher.open(filled, encoder=model) as searcher:
        hits = searcher.search("the harbour").hits
        assert hits[0].document.external_id == "port"
        assert [hit.context for hit in hits] != newest
    assert run(filled, model, tmp_path).encoded == 0
    assert codes(filled) == before
    with Searcher.open(filled, encoder=model) as searcher:
        assert [hit.context for hit in searcher.search("the harbour")] == newest


def test_words_keep_their_place(model: WordsEncoder) -> None:
    """This ensures that words are not placed anew where a home has placed some: what is usual is placed with these."""
    first = measure(model).words
    assert first is not None
    placed = replace(first, query=first.query + 1, usual={})
    again = measure(model, placed).words
    assert again is not None
    assert again.query is placed.query
    assert again.transform is placed.transform
    assert again.usual.keys() == first.usual.keys()
    assert (again.usual["fr"] != first.usual["fr"]).any()


def test_partly_encoded(filled: Home, model: WordsEncoder) -> None:
    """This ensures that a passage without words counts as the farthest of those that have them."""
    with filled.writing(), CatalogueWriter.create(filled) as writer, writer.transaction():
        writer.write(
            "DELETE FROM word_codes WHERE text_hash = (SELECT text_hash FROM passages WHERE passage_id = ?)", (1,)
        )
    with Searcher.open(filled, encoder=model) as searcher:
        result = searcher.search("the harbour")
        by_id = {hit.passage.passage_id: hit for hit in result}
        assert by_id[1].context is None
        assert by_id[1].score == pytest.approx(min(by_id[2].score, by_id[3].score))
        assert [each.score for each in searcher.explain(result)] == pytest.approx([hit.score for hit in result])


def test_another_model(filled: Home, model: WordsEncoder, encoder: Any) -> None:
    """This ensures that a model that gives no words leaves none behind, and is searched without them."""
    reindex(filled, encoder, model="subjects", options=RunOptions(workers=0))
    assert codes(filled) == {}
    with Searcher.open(filled, encoder=encoder) as searcher:
        assert {hit.context for hit in searcher.search("port")} == {None}
