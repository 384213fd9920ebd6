"""How each page of a document was read, and how well: by its text layer or by OCR, and how sure that is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.types import PageReading, Repair
from corpus.writer import CatalogueWriter

_NO_PAGES = 0  # pages count from 1


@dataclass(frozen=True, slots=True)
class ReadingSummary:
    """A document's readings in one line: its pages read by OCR and their mean confidence, and its damage.

    `confidence` is None where no page was read by OCR. `damage` is the mean share of words that look broken, over the
    pages where that is known, None where it is nowhere.
    """

    ocr_pages: int
    second_pages: int
    confidence: float | None
    damage: float | None
    repairs: int


def keep_readings(writer: CatalogueWriter, doc_id: str, readings: Sequence[PageReading]) -> None:
    """Keep a document's readings in the place of those before. The document is in the catalogue already."""
    with writer.transaction(revise=False):
        writer.write("DELETE FROM page_readings WHERE doc_id = ?", (doc_id,))
        writer.write(
            "INSERT INTO page_readings VALUES (?, ?, ?, ?, ?, ?)", *(_row(doc_id, reading) for reading in readings)
        )


def readings_of(catalogue: Catalogue, doc_id: str) -> tuple[PageReading, ...]:
    """A document's readings by page; empty where nothing is known, as of documents read by an older version."""
    rows = catalogue.rows("SELECT * FROM page_readings WHERE doc_id = ? ORDER BY page", (doc_id,))
    return tuple(
        PageReading(
            page=None if row["page"] == _NO_PAGES else row["page"],
            read_by=row["read_by"],
            confidence=row["confidence"],
            damage=row["damage"],
            repairs=tuple(Repair(*repair) for repair in json.loads(row["repairs"])),
        )
        for row in rows
    )


def summary_of(readings: Sequence[PageReading]) -> ReadingSummary:
    """The readings of one document in one."""
    confidences = [reading.confidence for reading in readings if reading.confidence is not None]
    damages = [reading.damage for reading in readings if reading.damage is not None]
    return ReadingSummary(
        ocr_pages=sum(reading.read_by == "ocr" for reading in readings),
        second_pages=sum(reading.read_by == "second" for reading in readings),
        confidence=sum(confidences) / len(confidences) if confidences else None,
        damage=sum(damages) / len(damages) if damages else None,
        repairs=sum(repair.count for reading in readings for repair in reading.repairs),
    )


def _row(doc_id: str, reading: PageReading) -> tuple[str | int | float | None, ...]:
    repairs = [[repair.original, repair.repaired, repair.count] for repair in reading.repairs]
    written = json.dumps(repairs, ensure_ascii=False, separators=(",", ":"))
    page = _NO_PAGES if reading.page is None else reading.page
    return doc_id, page, reading.read_by, reading.confidence, reading.damage, written
