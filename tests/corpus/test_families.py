"""Families: what links make of documents, and what people make of that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.errors import InvalidCorrection
from corpus.families import (
    FamilyDecision,
    FamilyLink,
    add_links,
    families,
    family_of,
    forget_compared,
    grouped,
    join,
    split,
)
from corpus.home import Home
from corpus.types import Document, PassageDraft
from corpus.writer import CatalogueWriter

A, B, C, D = (letter * 16 for letter in "abcd")


def link(one: str, other: str, score: float = 0.9) -> FamilyLink:
    return FamilyLink(one, other, "translation", score, ("titles say the same",))


def put(writer: CatalogueWriter, doc_id: str, uri: str) -> None:
    document = Document(doc_id, uri, doc_id * 4, "text/plain", doc_id, "fr", "Charte.")
    writer.put(document, [PassageDraft(0, 7, "", "fr")], [doc_id.encode()], recipe="1")


@pytest.fixture
def writer(home: Home) -> Iterator[CatalogueWriter]:
    home.create()
    with CatalogueWriter.create(home) as catalogue:
        for doc_id in (A, B, C, D):
            put(catalogue, doc_id, f"/x/{doc_id[0]}.txt")
        add_links(catalogue, [link(A, B), link(C, B)])
        yield catalogue


def members(writer: CatalogueWriter) -> list[str]:
    return ["".join(each[0] for each in family.members) for family in families(writer)]


def test_links_make_families(writer: CatalogueWriter) -> None:
    """This ensures that what is linked by way of another is one family, with the reasons."""
    (family,) = families(writer)
    assert family.members == (A, B, C)
    assert family.links == (link(A, B), link(B, C))
    assert family_of(writer, D).members == (D,)


def test_split_stays_split(writer: CatalogueWriter) -> None:
    """This ensures that a link that is found again, or a detour, does not bring back what someone has split."""
    assert split(writer, C, who="Ana") == [A, B]
    assert members(writer) == ["ab"]
    add_links(writer, [link(A, B), link(B, C), link(A, C, 1.0), link(C, D), link(D, B, 0.5)])
    assert members(writer) == ["ab", "cd"]
    put(writer, "e" * 16, "/x/c.txt")
    add_links(writer, [link(A, B), link(A, "e" * 16)])
    assert members(writer) == ["abd"]


def test_join_stays_joined(writer: CatalogueWriter) -> None:
    """This ensures that people's families need no link, take whole families in, and undo an earlier split."""
    split(writer, C, who="Ana")
    assert join(writer, [D, A], who="Ana") == [A, B, D]
    forget_compared(writer)
    assert members(writer) == ["abd"]
    join(writer, [C, D], who="Ana")
    assert members(writer) == ["abcd"]
    writer.link("/y/d.txt", D)
    writer.remove_source("/x/d.txt")
    assert members(writer) == ["abcd"]


def test_what_cannot_be_split_or_joined_is_told(writer: CatalogueWriter) -> None:
    """This ensures one clear message and no decision."""
    with pytest.raises(InvalidCorrection, match="in no family"):
        split(writer, D, who="Ana")
    with pytest.raises(InvalidCorrection, match="two documents or more"):
        join(writer, [A, A], who="Ana")
    assert not writer.rows("SELECT * FROM family_decisions")


def test_removed_document_leaves_its_family(writer: CatalogueWriter) -> None:
    """This ensures that a family has only documents that are there."""
    writer.remove_document(B)
    assert members(writer) == []


def test_surest_links_come_first() -> None:
    """This ensures that of two links that can't both hold, the surer one does."""
    apart = [FamilyDecision(A, C, "apart", "Ana", "2026")]
    (family,) = grouped([link(A, B, 0.9), link(B, C, 0.8)], apart)
    assert family.members == (A, B)
