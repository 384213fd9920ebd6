"""Which format a source is in, and what is said when its name promises another."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile

import docx
import openpyxl
import pytest

from corpus.errors import DamagedSource, NoText, SourceEmpty, SourceError, UnsupportedFormat
from ingest.extract.base import Content
from ingest.extract.registry import extract, format_of


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("a.txt", b"junk before %PDF-1.7\n", "application/pdf"),
        ("a.pdf", b"no header, but trailer and startxref", "application/pdf"),
        ("a.html", b"<!doctype html><p>x</p>", "text/html"),
        ("a.txt", b"<html><body>x</body></html>", "text/html"),
        ("a.md", b"# x", "text/markdown"),
        ("a.txt", b"# x", "text/plain"),
        ("a", b"x", "text/plain"),
    ],
)
def test_format_by_content_then_name(name: str, data: bytes, media_type: str) -> None:
    """This ensures that content decides, and the name only where content says nothing."""
    assert format_of(Content(name, data)).media_type == media_type


def test_html_named_pdf_is_read_and_told() -> None:
    """This ensures that a download page saved as .pdf is read as what it is, with a warning."""
    extraction = extract(Content("charte.pdf", b"<html><body><p>Une page.</p></body></html>"))
    assert extraction.media_type == "text/html"
    assert extraction.warnings == ("charte.pdf is named as PDF but holds HTML; it was read as that.",)


def test_text_named_otherwise() -> None:
    """This ensures that an unknown suffix promises nothing, and a wrong one is told."""
    assert extract(Content("notes.dat", b"Un texte.")).warnings == ()
    assert "named as HTML but holds plain text" in extract(Content("a.html", b"Un texte.")).warnings[0]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.xlsb", zipped("[Content_Types].xml", "xl/workbook.bin"), r"binary Excel workbook"),
        ("a.ods", zipped("mimetype", "content.xml"), r"OpenDocument file that is no text"),
        ("a.zip", zipped("charte.pdf"), r"ZIP archive"),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18, r"ZIP archive"),
        ("a.gif", b"GIF89a" + b"\0" * 20, r"GIF image"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 20, r"Microsoft Office"),
        ("sitemap.xml", b"<?xml version='1.0'?><urlset></urlset>", r"sitemap"),
        ("a.bin", random.Random(3).randbytes(500), r"binary file"),
    ],
)
def test_foreign_formats_are_named(name: str, data: bytes, told: str) -> None:
    """This ensures that what is not ingested is refused by its name, with what to do."""
    with pytest.raises(UnsupportedFormat, match=told):
        extract(Content(name, data))


def test_random_bytes_named_pdf() -> None:
    """This ensures that a .pdf that is none is said to be something else."""
    with pytest.raises(DamagedSource, match=r"c\.pdf is named as PDF and holds something else"):
        extract(Content("c.pdf", random.Random(4).randbytes(500)))


@pytest.mark.parametrize("data", [b"", b"  \n"])
def test_empty(data: bytes) -> None:
    """This ensures that an empty file is said to be empty, whatever its name."""
    with pytest.raises(SourceEmpty):
        extract(Content("a.pdf", data))


def test_any_bytes_end_with_a_source_error_or_blocks() -> None:
    """This ensures that no bytes, under no name, raise anything but a `SourceError`."""
    source = random.Random(5)
    heads = [b"", b"%PDF-1.4\n", b"<html>", b"---\ntitle: x\n---\n", b"\xff\xfe", b"PK\x03\x04", b"%PDF-1.5 trailer <<"]
    for head in heads:
        for name in ("a.pdf", "a.html", "a.md", "a.txt", "a"):
            data = head + source.randbytes(200) + b"<p>x</p> 1 0 obj << /Type /Catalog >> endobj startxref 0 %%EOF"
            with contextlib.suppress(SourceError):
                assert extract(Content(name, data)).blocks


def test_no_text_in_html_is_no_text() -> None:
    """This ensures that the error of the format that reads is passed on as it is."""
    with pytest.raises(NoText):
        extract(Content("a.pdf", b"<html><body></body></html>"))


def office(kind: str) -> bytes:
    buffer = io.BytesIO()
    if kind == "docx":
        document = docx.Document()
        document.add_paragraph("Un texte.")
        document.save(buffer)
    else:
        book = openpyxl.Workbook()
        book.active.append(["Un texte."])
        book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.pdf", office("docx"), "named as PDF but holds DOCX"),
        ("a.docx", office("xlsx"), "named as DOCX but holds XLSX"),
        (
            "a.doc",
            b"<html xmlns:o='x'><body><p>Un texte.</p></body></html>",
            "named as an old Office file but holds HTML",
        ),
        ("a.doc", rb"{\rtf1 Un texte.}", "named as an old Office file but holds RTF"),
        ("a.docx", b"Un texte.\n", "named as DOCX but holds plain text"),
        ("a.txt", b"Subject: Un texte.\nFrom: a\nMIME-Version: 1.0\n\nx", ""),
        ("a.html", "\ufeff<html><body><p>Un texte.</p></body></html>".encode("utf-16-le"), ""),
    ],
)
def test_names_that_are_wrong(name: str, data: bytes, told: str) -> None:
    """This ensures that a file is read as what it holds, and that the wrong name is told."""
    extraction = extract(Content(name, data))
    assert any("Un texte." in block.text for block in extraction.blocks)
    assert told in "".join(extraction.warnings)
    assert bool(told) == bool(extraction.warnings)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_truncated_office_files(kind: str, share: float) -> None:
    """This ensures that a file that was cut off is said to be damaged."""
    data = office(kind)
    with pytest.raises(DamagedSource, match=r"damaged or cut off|not whole"):
        extract(Content(f"a.{kind}", data[: int(len(data) * share)]))


def test_a_packed_pdf_is_no_pdf() -> None:
    """This ensures that a PDF that lies unpacked within an archive does not make the archive one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.pdf", b"%PDF-1.7\n%%EOF")
    with pytest.raises(UnsupportedFormat, match="ZIP archive"):
        extract(Content("a.pdf.zip", buffer.getvalue()))


def test_damaged_office_files_end_with_a_source_error_or_blocks() -> None:
    """This ensures that bytes changed anywhere in an Office file raise nothing but a `SourceError`."""
    source = random.Random(6)
    for kind in ("docx", "xlsx"):
        whole = office(kind)
        for _ in range(60):
            data = bytearray(whole)
            for _ in range(source.randint(1, 20)):
                data[source.randrange(len(data))] = source.randrange(256)
            with contextlib.suppress(SourceError):
                extract(Content(f"a.{kind}", bytes(data)))
