"""EPUB: chapters in the order of the spine."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from corpus.errors import DamagedSource, EncryptedSource, NoText
from corpus.types import Block
from ingest.extract.base import Content, Extraction
from ingest.extract.epub import FORMAT

BOOK = {
    "META-INF/container.xml": '<c xmlns="c"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></c>',
    "OEBPS/book.opf": """<package xmlns="p"><metadata xmlns:dc="d"><dc:title>Le livre</dc:title>
<dc:creator>Ville</dc:creator>
<dc:language>fr</dc:language><dc:date>2018-01-02</dc:date></metadata><manifest>
<item id="n" href="nav.xhtml" properties="nav"/>
<item id="a" href="ch%201.xhtml"/><item id="b" href="ch2.xhtml"/></manifest>
<spine><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/></spine></package>""",
    "OEBPS/nav.xhtml": '<html xmlns="h"><body><nav><a href="ch%201.xhtml#x">Chapitre un</a></nav></body></html>',
    "OEBPS/ch 1.xhtml": """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "x.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><p>Un&nbsp;texte &amp; rien.</p></body></html>""",
    "OEBPS/ch2.xhtml": "<html><body><header><h1>Deux</h1></header><p>Suite.</p><aside>Note.</aside></body></html>",
}


def packed(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def read(**changed: str) -> Extraction:
    content = Content(
        "livre.epub", packed({**BOOK, **{name.replace("__", "/"): text for name, text in changed.items()}})
    )
    assert FORMAT.accepts(content)
    return FORMAT.extract(content)


def test_chapters_in_order_with_titles() -> None:
    """This ensures the spine's order, titles from the contents page where a chapter has none, and nothing left out."""
    extraction = read()
    assert extraction.blocks == (
        Block("Deux", "heading", level=1),
        Block("Suite."),
        Block("Note."),
        Block("Chapitre un", "heading", level=1),
        Block("Un\u00a0texte & rien."),
    )
    assert (extraction.title, extraction.language, extraction.author) == ("Le livre", "fr", "Ville")
    assert extraction.published == date(2018, 1, 2)


def test_one_bad_chapter_is_told() -> None:
    """This ensures that a chapter that is no text costs itself only."""
    extraction = FORMAT.extract(Content("livre.epub", packed({**BOOK, "OEBPS/ch2.xhtml": "\0\1\2" * 50})))
    assert extraction.blocks[0].text == "Chapitre un"
    assert "ch2.xhtml of livre.epub was left out" in extraction.warnings[0]


def test_protected_and_broken_books() -> None:
    """This ensures that a book with rights management is refused, and one whose fonts alone are hidden is not."""
    method = '<e><EncryptedData><EncryptionMethod Algorithm="{}"/></EncryptedData></e>'
    fonts = method.format("http://www.idpf.org/2008/embedding")
    assert FORMAT.extract(Content("a.epub", packed({**BOOK, "META-INF/encryption.xml": fonts}))).blocks
    protected = packed(
        {**BOOK, "META-INF/encryption.xml": method.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}
    )
    with pytest.raises(EncryptedSource):
        FORMAT.extract(Content("a.epub", protected))
    with pytest.raises(DamagedSource):
        FORMAT.extract(Content("a.epub", packed({})))
    with pytest.raises(NoText):
        FORMAT.extract(Content("a.epub", packed({**BOOK, "OEBPS/ch2.xhtml": "<p/>", "OEBPS/ch 1.xhtml": "<p/>"})))
