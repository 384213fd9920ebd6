"""OCR: pages printed and rasterised here, read by a real Tesseract where there is one."""

from __future__ import annotations

import io
import shutil
import struct
import zlib
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2
import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw

from corpus.errors import DamagedSource, NoText, SourceTooLarge
from corpus.types import Block
from ingest.extract.base import Content, Extraction, ReadOptions
from ingest.extract.registry import extract
from ingest.ocr import images
from ingest.ocr.images import Pictures, is_blank, prepared, skew_of
from ingest.ocr.languages import tesseract_names
from ingest.ocr.layout import page_of
from ingest.ocr.reading import read_pages
from ingest.ocr.tesseract import OcrFailed, OcrMissing, Tesseract, find_tesseract

FRENCH = ReadOptions(ocr_languages=("fra",))
TITLE = "Charte des lisières"
PARAGRAPHS = (
    (
        "Les communes de la vallée s'engagent à garder les chemins ouverts, à planter des haies le long des prés et à"
        " publier chaque année la liste des parcelles rendues à la forêt."
    ),
    (
        "Une commission de neuf élus et de trois habitants se réunit au printemps. Elle examine les dossiers,"
        " visite les lieux et rend un avis motivé avant la fin du mois de juin."
    ),
    (
        "L'aide est versée en deux fois : la moitié à la signature, le reste quand les travaux sont finis et vérifiés"
        " par le service des espaces naturels de la communauté."
    ),
)

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None or isinstance(find_tesseract(("fra",)), OcrMissing),
    reason="Tesseract with its French data is not installed (apt install tesseract-ocr-fra)",
)


def printed(*, dpi: int = 300, angle: float = 0.0) -> Image.Image:
    """A page of the text above as a scanner gives it, turned to the left by `angle` degrees."""
    document = FPDF(format=(210, 110))
    document.add_page()
    document.set_font("Times", "B", 22)
    document.cell(0, 16, TITLE, new_x="LMARGIN", new_y="NEXT")
    document.set_font("Times", size=12)
    for paragraph in PARAGRAPHS:
        document.multi_cell(0, 6, paragraph)
        document.ln(5)
    page = pypdfium2.PdfDocument(bytes(document.output()))[0]
    picture: Image.Image = page.render(scale=dpi / 72, grayscale=True).to_pil()
    return picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255, expand=angle % 90 == 0)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format=kind, **options)
    return buffer.getvalue()


def accuracy(extraction: Extraction) -> float:
    """The share of the words that were read as they were printed, in order."""
    words = " ".join((TITLE, *PARAGRAPHS)).split()
    found = " ".join(block.text for block in extraction.blocks).split()
    matcher = SequenceMatcher(None, words, found, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(words)


@needs_tesseract
@pytest.mark.parametrize(("dpi", "angle"), [(300, 0.0), (300, 1.0), (150, -1.0), (200, 180.0)])
def test_scanned_pdf(dpi: int, angle: float) -> None:
    """This ensures that a page without text layer is read, turned a little or upside down, with its confidence."""
    data = saved(printed(dpi=dpi, angle=angle), "PDF", resolution=dpi)
    extraction = extract(Content("charte.pdf", data, FRENCH))
    assert accuracy(extraction) >= 0.95
    (reading,) = extraction.readings
    assert (reading.page, reading.read_by) == (1, "ocr")
    assert reading.confidence is not None
    assert reading.confidence > 85
    (warning,) = extraction.warnings
    assert warning == f"Page 1: read by OCR (fra), with {reading.confidence:.0f} % confidence."


@needs_tesseract
def test_layout_is_kept() -> None:
    """This ensures that a large line is a heading and that paragraphs are apart, their lines still to be joined."""
    extraction = extract(Content("page.png", saved(printed(), "PNG"), FRENCH))
    assert extraction.media_type == "image/png"
    assert extraction.blocks[0] == Block(TITLE, "heading", 1, 1, joinable=True)
    paragraphs = [" ".join(block.text.split()) for block in extraction.blocks[1:]]
    assert [paragraph[:12] for paragraph in paragraphs] == [paragraph[:12] for paragraph in PARAGRAPHS]
    assert all(block.kind == "paragraph" and block.joinable for block in extraction.blocks[1:])


@needs_tesseract
@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "BMP"])
def test_formats_of_images(kind: str) -> None:
    """This ensures that the usual formats are read by their content, whatever they are named."""
    extraction = extract(Content("scan", saved(printed(dpi=150), kind), FRENCH))
    assert extraction.media_type == f"image/{kind.lower()}"
    assert accuracy(extraction) >= 0.95


@needs_tesseract
def test_pages_of_a_tiff() -> None:
    """This ensures that each picture of a TIFF is a page, and that an empty one is named."""
    empty = Image.new("L", (1240, 1754), 255)
    page = printed(dpi=150)
    data = saved(page, "TIFF", save_all=True, append_images=[empty, page])
    extraction = extract(Content("scan.tiff", data, FRENCH))
    assert extraction.pages == 3
    assert [reading.page for reading in extraction.readings] == [1, 3]
    assert extraction.warnings[1:] == ("Page 2: no text layer, and OCR found no text.",)


@needs_tesseract
def test_mixed_pages_and_ocr_always() -> None:
    """This ensures that a text layer is read as text, unless OCR is asked for always."""
    document = FPDF()
    document.add_page()
    document.set_font("Times", size=14)
    document.multi_cell(0, 8, PARAGRAPHS[0])
    document.add_page()
    document.image(printed(dpi=150), x=0, y=0, w=210)
    data = bytes(document.output())
    extraction = extract(Content("charte.pdf", data, FRENCH))
    assert [reading.read_by for reading in extraction.readings] == ["text", "ocr"]
    assert [block.page for block in extraction.blocks][:2] == [1, 2]
    always = extract(Content("charte.pdf", data, ReadOptions(ocr="always", ocr_languages=("fra",))))
    assert [reading.read_by for reading in always.readings] == ["ocr", "ocr"]
    never = extract(Content("charte.pdf", data, ReadOptions(ocr="never")))
    assert never.warnings == ("Page 2: no text layer, and OCR is turned off.",)


@needs_tesseract
def test_missing_language_is_told() -> None:
    """This ensures that what can be read is read with the languages that are there, and the others are named."""
    options = ReadOptions(ocr_languages=("fr", "xyz"))
    extraction = extract(Content("page.png", saved(printed(dpi=150), "PNG"), options))
    assert "Tesseract has no data to read xyz; fra was used." in extraction.warnings
    with pytest.raises(NoText, match=r"no data to read xyz\. On Debian or Ubuntu: apt install"):
        extract(Content("page.png", saved(printed(dpi=150), "PNG"), ReadOptions(ocr_languages=("xyz",))))


@needs_tesseract
def test_time_for_ocr_is_limited() -> None:
    """This ensures that pages that OCR has no time for are named and not waited for."""
    engine = find_tesseract(("fra",))
    assert isinstance(engine, Tesseract)
    read = read_pages({1: printed}, engine, seconds=-1.0)
    assert read.failed == {1: "OCR of the pages before took longer than -1 s"}


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("PATH", str(tmp_path))
    return


def test_without_tesseract(no_tesseract: None) -> None:
    """This ensures that a scan is refused with advice, and that a document with some text is read, saying so."""
    scan = saved(printed(dpi=100), "PDF")
    for name, data in (("scan.pdf", scan), ("scan.png", saved(printed(dpi=100), "PNG"))):
        with pytest.raises(NoText, match="Tesseract, which reads scans, is not installed") as caught:
            extract(Content(name, data, FRENCH))
        assert caught.value.advice == "On Debian or Ubuntu: apt install tesseract-ocr tesseract-ocr-fra"
    document = FPDF()
    document.add_page()
    document.set_font("Times", size=14)
    document.multi_cell(0, 8, PARAGRAPHS[0])
    document.add_page()
    document.image(printed(dpi=100), x=0, y=0, w=210)
    extraction = extract(Content("charte.pdf", bytes(document.output()), FRENCH))
    (warning,) = extraction.warnings
    assert warning.startswith("Page 2: no readable text layer. Tesseract, which reads scans, is not installed.")


def test_a_tesseract_that_fails(tmp_path: Path) -> None:
    """This ensures that a program that fails costs the page, with what it said."""
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho broken data >&2\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(OcrFailed, match="Tesseract failed: broken data"):
        Tesseract(str(program), ("fra",)).tsv(Image.new("L", (10, 10)), dpi=300)
    with pytest.raises(OcrFailed, match="can't be run"):
        Tesseract(str(tmp_path / "none"), ("fra",)).tsv(Image.new("L", (10, 10)), dpi=300)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (("fr",), ("fra",)),
        (("FR", "en-GB"), ("fra", "eng")),
        (("fra+eng", "fr"), ("fra", "eng")),
        (("chi_sim", "Latin"), ("chi_sim", "Latin")),
        ((" ", "de,it"), ("deu", "ita")),
    ],
)
def test_names_of_languages(given: tuple[str, ...], names: tuple[str, ...]) -> None:
    """This ensures that languages may be given as people write them."""
    assert tesseract_names(given) == names


def png_of(width: int, height: int) -> bytes:
    """A PNG that says how large it is and holds no pixels: what a bomb looks like before it is unpacked."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [9_600, 60_000])
def test_bombs_are_refused(side: int) -> None:
    """This ensures that a picture of too many pixels is refused before they are unpacked."""
    with pytest.raises(SourceTooLarge, match="pixels"):
        extract(Content("bomb.png", png_of(side, side), FRENCH))


def test_damaged_image() -> None:
    """This ensures that an image that breaks off is said to be damaged, or to hold no text."""
    with pytest.raises(DamagedSource, match=r"scan\.jpg is a damaged image"):
        extract(Content("scan.jpg", b"\xff\xd8\xff\xe0 and no more", FRENCH))


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a TIFF of too many pictures is refused."""
    monkeypatch.setattr(images, "MAX_FRAMES", 1)
    tile = Image.new("L", (20, 20), 255)
    with pytest.raises(SourceTooLarge, match="has 2 pages; at most 1"):
        Pictures(saved(tile, "TIFF", save_all=True, append_images=[tile]), "scan.tiff")


@pytest.mark.parametrize("mode", ["1", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixel_becomes_grey(mode: str) -> None:
    """This ensures that black on white stays so, whatever a picture's pixels are; what is clear becomes white."""
    grey = Image.new("L", (40, 40), 255)
    ImageDraw.Draw(grey).rectangle((10, 10, 20, 20), fill=0)
    if mode == "I;16":
        picture = Image.new("I;16", (40, 40), 60_000)
        picture.paste(0, (10, 10, 21, 21))
    elif mode in ("LA", "RGBA"):
        picture = Image.new(mode, (40, 40))
        picture.paste((0,) * (len(mode) - 1) + (255,), (10, 10, 21, 21))
    else:
        picture = grey.convert(mode)
    found = Pictures(saved(picture, "TIFF"), "scan.tiff").picture(1)
    assert found.mode == "L"
    assert found.getpixel((15, 15)) == pytest.approx(0, abs=3)
    assert found.getpixel((30, 30)) == pytest.approx(255, abs=3)


@pytest.mark.parametrize("angle", [0.0, 1.0, -2.0, 91.0])
def test_skew(angle: float) -> None:
    """This ensures that the angle by which a page must be turned back is found, on its side too."""
    assert skew_of(printed(dpi=100, angle=angle)) == pytest.approx(-(angle % 90 if angle > 45 else angle), abs=0.3)


def test_pictures_without_lines() -> None:
    """This ensures that empty pages, and ones of a single pixel, are neither turned nor read."""
    assert skew_of(Image.new("L", (500, 700), 255)) == 0.0
    assert skew_of(Image.new("L", (1, 1), 0)) == 0.0
    assert is_blank(Image.new("L", (500, 700), 250))
    assert not is_blank(printed(dpi=72))


def test_small_and_large_pictures_are_scaled(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that letters get the size that Tesseract reads best, within what it is given at most."""
    assert prepared(Image.new("L", (100, 50), 255)).size == (200, 100)
    monkeypatch.setattr(images, "MAX_READ_PIXELS", 2_500 * 625)
    assert prepared(Image.new("L", (5_000, 1_250), 255)).size == (2_500, 625)


TSV = """level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
5\t1\t1\t1\t1\t1\t0\t0\t50\t60\t96\tCharte
5\t1\t2\t1\t1\t1\t0\t80\t50\t30\t90\tLa
5\t1\t2\t1\t1\t2\t60\t80\t50\t30\t80\tville
5\t1\t2\t1\t2\t1\t0\t120\t50\t30\t70\taide
5\t1\t2\t2\t1\t1\t0\t160\t50\t30\t64\t-
5\t1\t2\t2\t1\t2\t0\t160\t50\t30\t80\tun
5\t1\t2\t2\t1\t3\t60\t160\t50\t30\t80\tprêt
5\t1\t3\t1\t1\t1\t0\t200\t50\t30\t5\t~x~
5\t1\t4\t1\t1\t1\t0\t240\t50\t30\t95\t|
"""


def test_table_of_words_becomes_blocks() -> None:
    """This ensures that lines, lists and headings are told, and noise is left out of text and mean alike."""
    page = page_of(TSV, 7)
    assert page.blocks == (
        Block("Charte", "heading", 7, 1, joinable=True),
        Block("La ville\naide", "paragraph", 7, joinable=True),
        Block("un prêt", "list_item", 7, joinable=True),
    )
    assert page.confidence == pytest.approx((96 + 90 + 80 + 70 + 64 + 80 + 80) / 7)
    assert page_of("", 1).blocks == ()
    assert page_of("nonsense\n\n", 1).confidence == 0.0
