"""How pages were read: kept, given back, summed up, and gone with their document."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.home import Home
from corpus.readings import keep_readings, readings_of, summary_of
from corpus.types import Document, PageReading, PageSpan, Repair
from corpus.writer import CatalogueWriter

READINGS = (
    PageReading(1, damage=0.01),
    PageReading(2, "ocr", confidence=83.0, damage=0.03, repairs=(Repair("I'Etat", "l'Etat", 2),)),
    PageReading(3, "second"),
    PageReading(4, "ocr", confidence=93.0, damage=None),
)


@pytest.fixture
def writer(home: Home) -> Iterator[CatalogueWriter]:
    with home.writing(), CatalogueWriter.create(home) as catalogue:
        pages = (PageSpan(1, 0, 3, "iii"), PageSpan(2, 3, 6))
        catalogue.put(
            Document("a", "/a.pdf", "a" * 64, "application/pdf", "A", "fr", "un deux", pages), [], [], recipe=""
        )
        yield catalogue


def test_readings_come_back_as_they_were(writer: CatalogueWriter) -> None:
    """This ensures that readings are kept whole, and replaced as a whole."""
    keep_readings(writer, "a", READINGS)
    assert readings_of(writer, "a") == READINGS
    keep_readings(writer, "a", (PageReading(None, damage=0.5),))
    assert readings_of(writer, "a") == (PageReading(None, damage=0.5),)
    keep_readings(writer, "a", ())
    assert readings_of(writer, "a") == ()


def test_readings_go_with_their_document(writer: CatalogueWriter) -> None:
    """This ensures that nothing of a removed document stays."""
    keep_readings(writer, "a", READINGS)
    with writer.transaction():
        writer.write("DELETE FROM documents WHERE doc_id = ?", ("a",))
    assert writer.rows("SELECT * FROM page_readings") == []


def test_readings_leave_the_revision_as_it_is(writer: CatalogueWriter) -> None:
    """This ensures that no index is built again for them."""
    before = writer.revision
    keep_readings(writer, "a", READINGS)
    assert writer.revision == before


def test_summary() -> None:
    """This ensures that means are taken over the pages that have a figure: (83 + 93) / 2 and (.01 + .03) / 2."""
    summary = summary_of(READINGS)
    assert (summary.ocr_pages, summary.second_pages, summary.repairs) == (2, 1, 2)
    assert summary.confidence == pytest.approx(88.0)
    assert summary.damage == pytest.approx(0.02)
    assert summary_of(()).confidence is None
    assert summary_of(()).damage is None


def test_page_labels_are_stored(writer: CatalogueWriter) -> None:
    """This ensures that what is printed on a page comes back with the document and with its summary."""
    assert writer.document("a").pages == (PageSpan(1, 0, 3, "iii"), PageSpan(2, 3, 6))
    assert [writer.document("a").label_of(page) for page in (1, 2, None)] == ["iii", None, None]
    assert [writer.summaries()[0].label_of(page) for page in (1, 2, None)] == ["iii", None, None]


def test_pages_stored_before_there_were_labels(writer: CatalogueWriter) -> None:
    """This ensures that the catalogues of older versions are read as they are."""
    with writer.transaction():
        writer.write("UPDATE documents SET pages = ?", ("[[1,0,3],[2,3,6]]",))
    assert writer.document("a").pages == (PageSpan(1, 0, 3), PageSpan(2, 3, 6))
    assert dict(writer.summaries()[0].labels) == {}
