"""A run where Tesseract is missing, and the next one where it is there."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from fpdf import FPDF

from corpus.catalogue import Catalogue
from corpus.home import Home
from corpus.readings import readings_of
from ingest.extract.base import ReadOptions
from ingest.ocr.tesseract import OcrMissing, find_tesseract
from ingest.pipeline import RunOptions, ingest
from ingest.report import Report

TYPED = "La charte engage toutes les communes de la vallée."
SCANNED = "Le port accueille des navires de commerce toute l'année."

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None or isinstance(find_tesseract(("fra",)), OcrMissing),
    reason="Tesseract with its French data is not installed (apt install tesseract-ocr-fra)",
)


def page(text: str) -> FPDF:
    document = FPDF(format=(120, 40))
    document.add_page()
    document.set_font("Times", size=12)
    document.multi_cell(0, 6, text)
    return document


@pytest.fixture
def half_scanned(tmp_path: Path) -> Path:
    """A PDF whose first page is text and whose second is a picture of a text."""
    picture = pypdfium2.PdfDocument(bytes(page(SCANNED).output()))[0].render(scale=300 / 72, grayscale=True).to_pil()
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG")
    document = page(TYPED)
    document.add_page()
    document.image(buffer, x=0, y=0, w=120)
    path = tmp_path / "charte.pdf"
    path.write_bytes(bytes(document.output()))
    return path


def run(home: Home, encoder: Any, path: Path) -> Report:
    options = RunOptions(workers=0, reading=ReadOptions(ocr_languages=("fra",)))
    return ingest(home, [path], encoder, model="subjects", options=options)


@needs_tesseract
def test_what_lacked_tesseract_is_read_again(
    home: Home, encoder: Any, half_scanned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This ensures that pages left out for want of Tesseract come with the first run that has it, and not before."""
    with monkeypatch.context() as without:
        without.setattr("ingest.ocr.tesseract.shutil.which", lambda _: None)
        report = run(home, encoder, half_scanned)
        assert (report.added, len(report.warnings)) == (1, 1)
        assert "Page 2" in report.warnings[0][1]
        assert run(home, encoder, half_scanned).unchanged == 1
    assert run(home, encoder, half_scanned).updated == 1
    with Catalogue.open(home) as catalogue:
        doc_id = catalogue.find_document("charte.pdf")
        assert "navires de commerce" in catalogue.document(doc_id).text
        assert [reading.read_by for reading in readings_of(catalogue, doc_id)] == ["text", "ocr"]
    assert run(home, encoder, half_scanned).unchanged == 1
