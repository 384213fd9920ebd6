"""A home whose vectors can be worked out by hand, for the tests of many queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from corpus.home import Home
from corpus.types import Document, PassageDraft
from corpus.writer import CatalogueWriter
from index.caches import synchronise
from search import Searcher

TEXTS = {
    "charte": ("fr", ["La charte de Limoges engage ses signataires.", "La ville suit les engagements."]),
    "charter": ("en", ["The charter of Limoges binds those who sign."]),
    "port": ("fr", ["Le port accueille les navires.", "=Limoges n'a pas de port."]),
}


def put_document(writer: CatalogueWriter, encoder: Any, name: str, language: str, texts: list[str]) -> None:
    text = "\n\n".join(texts)
    key = f"{sum(map(ord, name)):016d}"
    document = Document(key, f"/x/{name}.txt", key * 4, "text/plain", name, language, text, external_id=f"{name} 1")
    starts = [text.index(each) for each in texts]
    drafts = [PassageDraft(at, at + len(each), "", language) for at, each in zip(starts, texts, strict=True)]
    hashes = [each.encode() for each in texts]
    writer.put(document, drafts, hashes, recipe="1")
    writer.add_embeddings(encoder.model_id, hashes, encoder.encode_passages(texts))


@pytest.fixture
def put() -> Callable[..., None]:
    """`put(writer, encoder, name, language, texts)` adds a document whose passages are the texts."""
    return put_document


@pytest.fixture
def filled(home: Home, encoder: Any) -> Iterator[CatalogueWriter]:
    """A home with three documents."""
    home.create()
    with CatalogueWriter.create(home) as catalogue:
        catalogue.set_fact("model_id", encoder.model_id)
        catalogue.set_fact("dim", "3")
        for name, (language, texts) in TEXTS.items():
            put_document(catalogue, encoder, name, language, texts)
        with home.writing():
            synchronise(home, catalogue)
        yield catalogue


@pytest.fixture
def opened(home: Home, encoder: Any, filled: CatalogueWriter) -> Iterator[Searcher]:
    """A searcher on it."""
    with Searcher.open(home, encoder=encoder) as searcher:
        yield searcher
