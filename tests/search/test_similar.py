"""Passages like a passage, over a home whose vectors can be worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from corpus.errors import NotInCatalogue, QueryError
from corpus.home import Home
from corpus.writer import CatalogueWriter
from index.caches import synchronise
from search import Searcher
from search.query import MAX_K

CHARTE, VILLE, CHARTER, PORT, NO_PORT = (
    "La charte de Limoges engage ses signataires.", "La ville suit les engagements.",
    "The charter of Limoges binds those who sign.", "Le port accueille les navires.", "=Limoges n'a pas de port.",
)  # fmt: skip


def ids(searcher: Searcher) -> dict[str, int]:
    return {str(row["text"]): int(row["passage_id"] or 0) for row in searcher.passages()}


def texts(found: Any) -> list[str]:
    return [hit.passage.text for hit in found]


def test_nearest_of_other_documents(opened: Searcher) -> None:
    """This ensures the order and the numbers: the English charter first, seen from the middle of the home.

    Two passages lie on the first axis, one on the second, two on the third: their middle is (.4, .2, .4). From there
    the charters are (.6, -.2, -.4), the ports (-.4, -.2, .6): cosine 1 between the charters, -.44/.56 to the ports.
    """
    found = opened.similar(ids(opened)[CHARTE])
    assert texts(found) == [CHARTER, PORT, NO_PORT]
    assert [hit.score for hit in found] == pytest.approx([1, -0.44 / 0.56, -0.44 / 0.56], abs=1e-6)
    assert [hit.rank for hit in found] == [1, 2, 3]
    assert (found.passage.text, found.document.title) == (CHARTE, "charte")


def test_its_own_document_on_request(opened: Searcher) -> None:
    """This ensures that the passage itself is never among them; the town's is (-.4, .8, -.4), so -.24/√(.56 · .96)."""
    found = opened.similar(ids(opened)[CHARTE], other_documents=False)
    assert texts(found) == [CHARTER, VILLE, PORT, NO_PORT]
    assert found.hits[1].score == pytest.approx(-0.24 / math.sqrt(0.56 * 0.96))


def test_documents_once_and_filters(opened: Searcher) -> None:
    """This ensures that a document counts once where so asked, and that filters restrict as they do in a search."""
    number = ids(opened)[CHARTE]
    assert texts(opened.similar(number, by_document=True)) == [CHARTER, PORT]
    assert texts(opened.similar(number, k=1)) == [CHARTER]
    assert texts(opened.similar(number, languages=["fr"])) == [PORT, NO_PORT]
    assert texts(opened.similar(number, documents=["port 1"], by_document=True)) == [PORT]
    assert texts(opened.similar(number, languages=["xx"])) == []
    with pytest.raises(NotInCatalogue):
        opened.similar(number, documents=["nothing of that name"])


def test_documents_once_are_found_behind_many_passages(
    home: Home, encoder: Any, filled: CatalogueWriter, put: Callable[..., None], opened: Searcher
) -> None:
    """This ensures that one document of more passages than are taken at first leaves room for the others."""
    put(filled, encoder, "beaucoup", "fr", [f"Charte {number}." for number in range(300)])
    with home.writing():
        synchronise(home, filled)
    found = opened.similar(ids(opened)[CHARTE], by_document=True, k=3)
    assert [hit.document.title for hit in found] == ["charter", "beaucoup", "port"]


def test_unknown_and_unencoded_passages_are_errors(
    home: Home, encoder: Any, filled: CatalogueWriter, put: Callable[..., None], opened: Searcher
) -> None:
    """This ensures that neither is taken for a passage like no other."""
    with pytest.raises(NotInCatalogue, match="No passage 999 in this home"):
        opened.similar(999)
    put(filled, encoder, "neuf", "fr", ["Un observatoire des loyers."])
    with filled.transaction():
        filled.write("DELETE FROM embeddings WHERE text_hash = ?", (b"Un observatoire des loyers.",))
    with home.writing():
        synchronise(home, filled, rebuild=True)
    with pytest.raises(QueryError, match="is not encoded yet"):
        opened.similar(ids(opened)["Un observatoire des loyers."])
    assert "Un observatoire des loyers." not in texts(opened.similar(ids(opened)[PORT], k=100))


def test_removed_passage_is_an_error(filled: CatalogueWriter, opened: Searcher) -> None:
    """This ensures that what is gone is neither asked about nor found."""
    numbers = ids(opened)
    filled.remove_document(filled.find_document("charter 1"))
    with pytest.raises(NotInCatalogue):
        opened.similar(numbers[CHARTER])
    assert CHARTER not in texts(opened.similar(numbers[CHARTE]))


@pytest.mark.parametrize("k", [0, -1, MAX_K + 1])
def test_k_has_bounds(opened: Searcher, k: int) -> None:
    """This ensures the same bounds as of a search."""
    with pytest.raises(QueryError, match=f"k is {k}"):
        opened.similar(1, k=k)


def test_a_passage_alone_is_like_no_other(home: Home, encoder: Any, filled: CatalogueWriter, opened: Searcher) -> None:
    """This ensures that a home of one passage, which is its own middle, is no division by zero."""
    for name in ("charter 1", "port 1"):
        filled.remove_document(filled.find_document(name))
    with home.writing():
        synchronise(home, filled)
    assert len(opened.similar(ids(opened)[CHARTE])) == 0
    assert texts(opened.similar(ids(opened)[CHARTE], other_documents=False)) == [VILLE]


def test_json_names_the_passage_and_its_hits(opened: Searcher) -> None:
    """This ensures that programs find the fields of a search's hits."""
    told = opened.similar(ids(opened)[CHARTE], k=1).as_json()
    assert told["passage"]["text"] == CHARTE
    assert (told["hits"][0]["text"], told["hits"][0]["score"], told["hits"][0]["lexical"]) == (CHARTER, 1.0, None)
