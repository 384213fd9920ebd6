"""PDF: real small files, written here."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import NameObject

from corpus.errors import DamagedSource, EncryptedSource, NoText, SourceTooLarge
from corpus.types import Block
from ingest.extract import pdf, visitor
from ingest.extract.base import Content, Extraction, ReadOptions
from ingest.extract.remarks import page_ranges

OPENING_WORD = "sésame"

PARAGRAPH = (
    "La charte engage les membres fondateurs à promouvoir le territoire, à accueillir les nouveaux arrivants, à rendre"
    " compte chaque année de leurs actions devant le conseil municipal."
)


def written(*pages: Callable[[FPDF], Any], title: str = "") -> bytes:
    document = FPDF(format="A4")
    document.set_title(title)
    for page in pages:
        document.add_page()
        document.set_font("Helvetica", size=11)
        page(document)
    return bytes(document.output())


def text_page(document: FPDF) -> None:
    document.set_font("Helvetica", "B", 18)
    document.cell(0, 12, "La charte", new_x="LMARGIN", new_y="NEXT")
    document.set_font("Helvetica", size=11)
    document.multi_cell(0, 6, PARAGRAPH)


def blank_page(document: FPDF) -> None:
    """An empty page."""


def picture_page(document: FPDF) -> None:
    document.image(io.BytesIO(PIXEL), x=10, y=10, w=150)


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)


NO_OCR = ReadOptions(ocr="never")


def extracted(data: bytes, options: ReadOptions = NO_OCR) -> Extraction:
    return pdf.extract(Content("charte.pdf", data, options))


def saved(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def encrypted(data: bytes, **passwords: str) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(data)))
    writer.encrypt(**passwords, algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_headings_and_paragraphs_with_their_pages() -> None:
    """This ensures that large letters make a heading, wraps stay together and pages count from 1."""
    extraction = extracted(written(text_page, text_page))
    first, paragraph = extraction.blocks[:2]
    assert first == Block("La charte", "heading", page=1, level=1, joinable=True)
    assert (paragraph.kind, paragraph.page, paragraph.joinable) == ("paragraph", 1, True)
    assert paragraph.text.replace("\n", " ") == PARAGRAPH
    assert [block.page for block in extraction.blocks] == [1, 1, 2, 2]
    assert (extraction.pages, extraction.warnings) == (2, ())


def test_title_and_language_of_the_metadata() -> None:
    """This ensures that the metadata title is handed on, to be judged later."""
    assert extracted(written(text_page, title="Microsoft Word - charte.doc")).title == "Microsoft Word - charte.doc"
    assert extracted(written(text_page)).title is None


def test_lists_and_tables() -> None:
    """This ensures that bullets are list items and rows with columns are table rows."""

    def page(document: FPDF) -> None:
        document.multi_cell(0, 6, PARAGRAPH)
        document.ln(6)
        for item in ("un budget", "un bilan"):
            document.cell(0, 6, f"- {item}", new_x="LMARGIN", new_y="NEXT")
        document.ln(6)
        for row in (("Axe", "Taux"), ("Habitat", "40 %"), ("Commerce", "50 %")):
            for cell in row:
                document.cell(60, 6, cell)
            document.ln(6)

    blocks = extracted(written(page)).blocks
    assert [(block.kind, block.text) for block in blocks[1:]] == [
        ("list_item", "un budget"),
        ("list_item", "un bilan"),
        ("table", "Axe | Taux"),
        ("table", "Habitat | 40 %"),
        ("table", "Commerce | 50 %"),
    ]


def test_pages_without_text_are_named() -> None:
    """This ensures that pages that are pictures are reported, and blank ones are not."""
    extraction = extracted(written(text_page, picture_page, blank_page, picture_page))
    assert extraction.warnings == ("Pages 2, 4: no text layer, and OCR is turned off.",)
    assert {block.page for block in extraction.blocks} == {1}


def test_no_text_layer() -> None:
    """This ensures that a scan is said to be one, with its pages and what to do."""
    with pytest.raises(NoText) as caught:
        extracted(written(picture_page, picture_page))
    assert str(caught.value) == "charte.pdf has no text layer: 2 pages. Leave out --ocr never to have it read by OCR"


def test_lines_that_are_pictures_are_told() -> None:
    """This ensures that lines of text set as pictures are said to be missing."""

    def page(document: FPDF) -> None:
        text_page(document)
        for row in range(3):
            document.image(io.BytesIO(PIXEL), x=20, y=120 + 10 * row, w=100, h=5)

    assert extracted(written(page)).warnings == ("Page 1: some lines are pictures and are missing from the text.",)


def test_empty_password_is_tried_first() -> None:
    """This ensures that a file that only its owner's password protects is read."""
    data = encrypted(written(text_page), user_password="", owner_password=OPENING_WORD)
    assert extracted(data).blocks[0].text == "La charte"


def test_password_needed() -> None:
    """This ensures that a file with a user's password is said to need it, and how it is given."""
    with pytest.raises(EncryptedSource, match=r"needs a password\. Give it with --password"):
        extracted(encrypted(written(text_page), user_password=OPENING_WORD))


def test_passwords_are_tried() -> None:
    """This ensures that a file opens with one of the passwords given, and that none fitting is said."""
    data = encrypted(written(text_page), user_password=OPENING_WORD)
    options = ReadOptions(ocr="never", passwords=("faux", OPENING_WORD))
    assert extracted(data, options).blocks[0].text == "La charte"
    with pytest.raises(EncryptedSource, match="none of the passwords given opens it"):
        extracted(data, ReadOptions(passwords=("faux",)))


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.8])
def test_cut_off_file(kept: float) -> None:
    """This ensures that a file that was not downloaded whole gives what can be read of it, or a clear error."""
    data = written(*[text_page] * 4)
    try:
        assert extracted(data[: int(kept * len(data))]).blocks
    except (DamagedSource, NoText) as error:
        assert str(error).startswith("charte.pdf ")  # noqa: PT017 - either outcome is right


def test_header_only() -> None:
    """This ensures that a damaged file is said to be damaged."""
    with pytest.raises(DamagedSource, match=r"charte\.pdf is a damaged PDF"):
        extracted(b"%PDF-1.7\n%nothing")


def test_one_bad_page_costs_that_page() -> None:
    """This ensures that the other pages of a file with a broken one are read, and how the broken one was is said."""
    writer = PdfWriter(PdfReader(io.BytesIO(written(text_page, text_page))))
    writer.pages[0][NameObject("/Resources")] = NameObject("/Broken")
    buffer = io.BytesIO()
    writer.write(buffer)
    extraction = extracted(buffer.getvalue())
    assert [(reading.page, reading.read_by) for reading in extraction.readings] == [(1, "second"), (2, "text")]


def test_page_labels() -> None:
    """This ensures that what is printed on a page is kept where it is not the page's number."""
    writer = PdfWriter(PdfReader(io.BytesIO(written(text_page, text_page, text_page))))
    writer.set_page_label(0, 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    writer.set_page_label(2, 2, style=PageLabelStyle.DECIMAL, start=3)
    assert extracted(saved(writer)).labels == {1: "i", 2: "ii"}
    assert extracted(written(text_page)).labels == {}


def test_second_extractor_reads_what_the_first_can_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that PDFium is asked for a page on which pypdf fails, and that the report says so."""
    monkeypatch.setattr(visitor, "PAGE_SECONDS", -1.0)  # pypdf gives up on every page
    extraction = extracted(written(text_page, blank_page, text_page))
    assert extraction.blocks[0] == Block("La charte", "heading", page=1, level=1, joinable=True)
    assert extraction.blocks[1].text.replace("\n", " ") == PARAGRAPH
    (warning,) = extraction.warnings
    assert warning.startswith("Pages 1, 3: read by the second extractor, PDFium (page 1: TooSlowError: it takes longer")
    assert [(reading.page, reading.read_by) for reading in extraction.readings] == [(1, "second"), (3, "second")]


def test_second_extractor_opens_what_the_first_can_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a file that pypdf can't open at all is read by PDFium."""

    def broken(*_: object) -> None:
        raise ValueError("no root")

    monkeypatch.setattr(pdf, "PdfReader", broken)
    extraction = extracted(written(text_page))
    assert extraction.blocks[0].text == "La charte"
    assert extraction.warnings == ("Page 1: read by the second extractor, PDFium (page 1: ValueError: no root).",)


def test_first_extractor_comes_first() -> None:
    """This ensures that PDFium is left alone where pypdf reads a page."""
    assert [reading.read_by for reading in extracted(written(text_page)).readings] == ["text"]


def test_page_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a file of too many pages is refused before it is read."""
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    with pytest.raises(SourceTooLarge, match="has 2 pages; at most 1"):
        extracted(written(text_page, text_page))


def test_time_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that the pages after the document's time are left out."""
    monkeypatch.setattr(pdf, "DOCUMENT_SECONDS", -1.0)
    with pytest.raises(SourceTooLarge, match="to read"):
        extracted(written(text_page))


@pytest.mark.parametrize(
    ("pages", "expected"),
    [([3], "3"), ([4, 3], "3, 4"), ([1, 5, 6, 7, 9], "1, 5–7, 9"), ([2, 3, 4], "2–4")],
)
def test_page_ranges(pages: list[int], expected: str) -> None:
    """This ensures that a report of many pages stays short."""
    assert page_ranges(pages) == expected
