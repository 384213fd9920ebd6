"""The catalogue: what goes in comes out, in one piece, and what is removed is gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.catalogue import Catalogue
from corpus.errors import HomeDamaged, HomeMissing, HomeTooNew, NotInCatalogue
from corpus.home import Home
from corpus.types import Document, Failure, PageSpan, PassageDraft
from corpus.writer import CatalogueWriter

TEXT = "Charte de Limoges.\n\nSignée en 2023 à Limoges."
DRAFTS = (PassageDraft(0, 18, "", "fr"), PassageDraft(20, 45, "Dates", "fr"))


def document(doc_id: str = "a" * 16, uri: str = "/x/charte.pdf", **values: object) -> Document:
    defaults = {
        "sha256": doc_id * 4,
        "media_type": "application/pdf",
        "title": "Charte",
        "language": "fr",
        "text": TEXT,
        "pages": (PageSpan(1, 0, 19), PageSpan(2, 19, 45)),
        "published": date(2023, 6, 1),
        "ingested_at": "2026-01-01T00:00:00Z",
        "metadata": {"url": "https://example.org/é"},
    }
    return Document(doc_id, uri, **(defaults | values))  # type: ignore[arg-type] # a test's shorthand


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path / "home")
    found.create()
    return found


@pytest.fixture
def writer(home: Home) -> Iterator[CatalogueWriter]:
    with CatalogueWriter.create(home) as catalogue:
        yield catalogue


def put(writer: CatalogueWriter, doc: Document, hashes: tuple[bytes, ...] = (b"h1", b"h2")) -> list[str]:
    return writer.put(doc, DRAFTS, hashes, recipe="1")


def test_document_comes_back_as_it_went_in(writer: CatalogueWriter) -> None:
    """This ensures that every field of a document survives the catalogue."""
    put(writer, document())
    assert writer.document("a" * 16) == document()


def test_passages_are_ranges_of_the_text_with_their_pages(writer: CatalogueWriter) -> None:
    """This ensures the invariant `passage.text == document.text[start:end]` and exact pages."""
    put(writer, document())
    first, second = writer.passages_of("a" * 16)
    assert (first.text, first.first_page, first.last_page, first.ordinal) == ("Charte de Limoges.", 1, 1, 0)
    assert (second.text, second.first_page, second.section) == ("Signée en 2023 à Limoges.", 2, "Dates")
    assert all(each.text == TEXT[each.start : each.end] for each in (first, second))


def test_passage_ids_are_never_used_again(writer: CatalogueWriter) -> None:
    """This ensures that an index that is behind can't take a new passage for an old one."""
    put(writer, document())
    old = {passage.passage_id for passage in writer.passages_of("a" * 16)}
    writer.remove_document("a" * 16)
    put(writer, document())
    assert old.isdisjoint(passage.passage_id for passage in writer.passages_of("a" * 16))
    assert set(writer.removed_since(0)) == old


def test_new_content_at_an_address_replaces_the_old(writer: CatalogueWriter) -> None:
    """This ensures that a changed file leaves nothing of its old version, and keeps vectors of equal texts."""
    put(writer, document(), hashes=(b"same", b"old"))
    writer.add_embeddings("m", [b"same", b"old"], np.eye(2, dtype=np.float32))
    gone = put(writer, document("b" * 16), hashes=(b"same", b"new"))
    assert gone == ["a" * 64]
    with pytest.raises(NotInCatalogue):
        writer.document("a" * 16)
    assert [passage.text_hash for passage in writer.unencoded("m", limit=9)] == [b"new"]
    assert writer.counts("m").encoded == 1


def test_document_at_two_addresses_goes_with_the_last(writer: CatalogueWriter) -> None:
    """This ensures that the same bytes are one document, which stays as long as one address has it."""
    put(writer, document())
    assert writer.link("/y/copie.pdf", "a" * 16) == []
    assert writer.sources_of("a" * 16) == ["/x/charte.pdf", "/y/copie.pdf"]
    assert writer.remove_source("/x/charte.pdf") == []
    assert writer.document("a" * 16).uri == "/y/copie.pdf"
    assert writer.remove_source("/y/copie.pdf") == ["a" * 64]
    assert writer.counts().documents == 0


def test_reading_again_keeps_the_other_addresses(writer: CatalogueWriter) -> None:
    """This ensures that a document that is read anew, by another recipe, keeps all its addresses."""
    put(writer, document())
    writer.link("/y/copie.pdf", "a" * 16)
    assert writer.put(document(), DRAFTS[:1], (b"h1",), recipe="2") == []
    assert writer.sources_of("a" * 16) == ["/x/charte.pdf", "/y/copie.pdf"]
    assert len(writer.passages_of("a" * 16)) == 1


def test_removed_text_is_in_no_file(home: Home) -> None:
    """This ensures that what was removed can't be read from the database's free pages or log."""
    with CatalogueWriter.create(home) as writer:
        put(writer, document(text=TEXT.replace("Signée", "Secrète")))
        writer.compact()
        assert any("Secrète".encode() in path.read_bytes() for path in home.root.iterdir() if path.is_file())
        writer.remove_document("a" * 16)
        writer.compact()
    assert not any("Secrète".encode() in path.read_bytes() for path in home.root.iterdir() if path.is_file())


def test_vectors_follow_their_revision(writer: CatalogueWriter) -> None:
    """This ensures that a cache is given what has changed since its revision, be it a passage or a vector."""
    put(writer, document())
    before = writer.revision
    assert [list(ids) for ids, _ in writer.vectors("m", since=before)] == []
    writer.add_embeddings("m", [b"h2"], np.array([[0.6, 0.8]], dtype=np.float32))
    ((ids, vectors),) = writer.vectors("m", since=before)
    assert ids.tolist() == [2]
    assert vectors == pytest.approx(np.array([[0.6, 0.8]]), abs=0.001)  # kept as float16
    assert [list(found) for found, _ in writer.vectors("other", since=0)] == []


def test_equal_texts_share_a_vector(writer: CatalogueWriter) -> None:
    """This ensures that a text is encoded once, however many passages have it."""
    put(writer, document(), hashes=(b"same", b"same"))
    assert writer.count_unencoded("m") == 1
    assert len(writer.unencoded("m", limit=9)) == 1
    writer.add_embeddings("m", [b"same"], np.ones((1, 2), dtype=np.float32))
    assert writer.counts("m").encoded == 2


def test_transaction_is_all_or_nothing(writer: CatalogueWriter) -> None:
    """This ensures that an error half-way leaves the catalogue and its revision as they were."""
    revision = writer.revision
    with pytest.raises(ValueError, match="half-way"), writer.transaction():
        put(writer, document())
        raise ValueError("half-way")
    assert writer.counts().documents == 0
    assert writer.revision == revision


def test_failures_are_kept_until_tried_again(writer: CatalogueWriter) -> None:
    """This ensures that a failed file and its failed lines are listed, and forgotten together."""
    revision = writer.revision
    writer.record_failure(Failure("/x/a.jsonl", "SourceEmpty", "empty", ""))
    writer.record_failure(Failure("/x/a.jsonl#line=3", "MalformedRecord", "no id", 'Add "_id"'))
    writer.record_failure(Failure("/x/a.jsonl2", "SourceEmpty", "empty", ""))
    assert len(writer.failures()) == 3
    writer.forget_failures("/x/a.jsonl")
    assert [failure.uri for failure in writer.failures()] == ["/x/a.jsonl2"]
    assert writer.revision == revision  # no cache is built from failures


def test_document_is_found_by_its_names(writer: CatalogueWriter) -> None:
    """This ensures that people can name a document by what they see of it, and are told when it is not one."""
    put(writer, document(external_id="rec 1"))
    put(writer, document("ab" * 8, uri="/x/autre.pdf"))
    for name in ("a" * 16, "aaaa", "/x/charte.pdf", "charte.pdf", "rec 1"):
        assert writer.find_document(name) == "a" * 16
    put(writer, document("d" * 16, uri="/x/e\u0301te\u0301.pdf"))
    assert writer.find_document("été.pdf") == writer.find_document("e\u0301te\u0301.pdf") == "d" * 16
    put(writer, document("e" * 16, uri="/x/lot.zip#re\u0301seau d'été.pdf"))  # accents apart and composed in one name
    assert writer.find_document("réseau d'été.pdf") == writer.find_document("lot.zip#réseau d'été.pdf") == "e" * 16
    with pytest.raises(NotInCatalogue, match="No document 'zzz'"):
        writer.find_document("zzz")
    put(writer, document("c" * 16, uri="/y/charte.pdf"))
    with pytest.raises(NotInCatalogue, match="fits 2 documents"):
        writer.find_document("charte.pdf")


def test_newer_home_is_refused(home: Home, writer: CatalogueWriter) -> None:
    """This ensures that an older version does not touch what a newer one has written."""
    writer.close()
    with sqlite3.connect(home.catalogue) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    for opening in (Catalogue.open, CatalogueWriter.create):
        with pytest.raises(HomeTooNew, match="newer version"):
            opening(home)


def test_missing_and_damaged_homes_are_named(tmp_path: Path, home: Home) -> None:
    """This ensures a clear line for a folder without a catalogue, and for a file that is none."""
    with pytest.raises(HomeMissing, match="repere ingest"):
        Catalogue.open(Home(tmp_path / "nowhere"))
    home.catalogue.write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(HomeDamaged, match="can't be read"):
        Catalogue.open(home)


def test_reading_while_another_writes(home: Home, writer: CatalogueWriter) -> None:
    """This ensures that readers see the last state that was stored, not a half one, and wait for nobody."""
    put(writer, document())
    with Catalogue.open(home) as reader, writer.transaction():
        put(writer, document("b" * 16, uri="/x/b.pdf"))
        assert reader.counts().documents == 1
    with Catalogue.open(home) as reader:
        assert reader.counts().documents == 2
