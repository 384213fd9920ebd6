"""What is known of web addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.duplicates import note_replaced, replaced_versions
from corpus.home import Home
from corpus.types import Document
from corpus.web import WebPage, gone_pages, held_addresses, is_held, keep_gone, keep_page, retire_moved, web_page
from corpus.writer import CatalogueWriter

A, B = "https://ville.fr/a", "https://ville.fr/b"


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[CatalogueWriter]:
    home = Home(tmp_path / "home")
    home.create()
    with CatalogueWriter.create(home) as catalogue:
        yield catalogue


def page(address: str = A, sha256: str = "a" * 64, **values: object) -> WebPage:
    known = WebPage(address, address, address, 200, sha256, etag='"1"', links=(B,))
    return replace(known, **values)  # type: ignore[arg-type] # a test's shorthand


def put(writer: CatalogueWriter, uri: str, sha256: str) -> None:
    writer.put(Document(sha256[:16], uri, sha256, "text/html", "Page", "fr", "Texte"), [], [], recipe="1")


def test_page_comes_back_as_it_went_in(writer: CatalogueWriter) -> None:
    """This ensures that what was said of an address is known, with the times of its first and last visit."""
    assert web_page(writer, A) is None
    keep_page(writer, page())
    found = web_page(writer, A)
    assert found is not None
    assert replace(found, first_seen="", last_fetched="") == page()
    assert found.first_seen == found.last_fetched != ""
    writer.write("UPDATE web_pages SET first_seen = ?", ("2020-01-01T00:00:00Z",))
    keep_page(writer, page(status=304))
    again = web_page(writer, A)
    assert again is not None
    assert (again.first_seen, again.status) == ("2020-01-01T00:00:00Z", 304)


def test_page_is_held_where_the_catalogue_has_its_bytes(writer: CatalogueWriter) -> None:
    """This ensures that nothing is taken for unchanged that is not in, or was read in another way."""
    keep_page(writer, page())
    assert not is_held(writer, page())
    put(writer, A, "a" * 64)
    assert is_held(writer, page())
    assert is_held(writer, page(), recipe="1")
    assert not is_held(writer, page(), recipe="2")
    assert not is_held(writer, page(sha256="b" * 64))
    assert not is_held(writer, page(sha256=""))
    assert held_addresses(writer) == [A]


def test_page_that_stands_for_another_is_held_where_that_one_is(writer: CatalogueWriter) -> None:
    """This ensures that a copy need not be read again, nor a page that asks not to be indexed."""
    copy = page(B, "b" * 64, canonical=A)
    assert not is_held(writer, copy)
    put(writer, A, "a" * 64)
    assert is_held(writer, copy)
    assert is_held(writer, page(B, "b" * 64, listed=False))


def test_gone_page_keeps_its_days(writer: CatalogueWriter) -> None:
    """This ensures that the first day without a page is kept, and forgotten when the page is back."""
    keep_page(writer, page())
    put(writer, A, "a" * 64)
    gone = keep_gone(writer, A, 404)
    assert (gone.status, gone.etag, gone.sha256) == (404, "", "a" * 64)
    writer.write("UPDATE web_pages SET gone_since = ?", ("2020-01-01T00:00:00Z",))
    assert keep_gone(writer, A, 410).gone_since == "2020-01-01T00:00:00Z"
    assert [found.status for found in gone_pages(writer)] == [410]
    assert held_addresses(writer) == []
    keep_page(writer, page())
    assert gone_pages(writer) == []


def test_page_that_never_was_is_not_among_the_gone(writer: CatalogueWriter) -> None:
    """This ensures that a broken link is no page that is gone."""
    assert keep_gone(writer, A, 404).last_fetched == ""
    assert gone_pages(writer) == []


def test_document_of_an_address_that_has_moved_is_retired(writer: CatalogueWriter) -> None:
    """This ensures that the old document goes only when the new one is in, and its original with it."""
    put(writer, A, "a" * 64)
    keep_page(writer, page(A, "", final=B, canonical=B, status=301))
    assert retire_moved(writer) == []
    assert writer.source(A) is not None
    put(writer, B, "b" * 64)
    revision = writer.revision
    assert retire_moved(writer) == ["a" * 64]
    assert writer.source(A) is None
    assert writer.revision > revision
    assert [version.doc_id for version in replaced_versions(writer, B)] == ["a" * 16]
    assert retire_moved(writer) == []


def test_moved_document_of_the_same_bytes_keeps_its_original(writer: CatalogueWriter) -> None:
    """This ensures that a page that has moved as it was stays in, under its new address alone."""
    put(writer, A, "a" * 64)
    writer.link(B, "a" * 16)
    keep_page(writer, page(A, "", final=B, canonical=B, status=301))
    assert retire_moved(writer) == []
    assert writer.sources_of("a" * 16) == [B]
    assert writer.document("a" * 16).uri == B
    assert replaced_versions(writer, B) == []


def test_history_moves_along(writer: CatalogueWriter) -> None:
    """This ensures that what was at the old address before is found under the new one."""
    put(writer, A, "a" * 64)
    note_replaced(writer, A, "c" * 16)
    put(writer, A, "c" * 64)
    put(writer, B, "b" * 64)
    keep_page(writer, page(A, "", final=B, canonical=B, status=301))
    retire_moved(writer)
    assert {version.doc_id for version in replaced_versions(writer, B)} == {"a" * 16, "c" * 16}
    assert replaced_versions(writer, A) == []
