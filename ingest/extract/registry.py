"""Which format a source is in: by its content first, by its name second, and said clearly when the two disagree."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from corpus.errors import DamagedSource, SourceEmpty, UnsupportedFormat
from ingest.extract import delimited, docx, eml, epub, html, image, markdown, odt, ole, pdf, pptx, rtf, text, xlsx
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.encoding import CHECK_COPY
from ingest.extract.remarks import Remark
from ingest.extract.zipped import EMPTY_ZIP, is_zip, names_in
from ingest.repair.mend import mended

_ARCHIVE = "application/zip"

PACKED: tuple[Format, ...] = (docx.FORMAT, pptx.FORMAT, xlsx.FORMAT, odt.FORMAT, epub.FORMAT)
"""ZIP files of a known kind."""

MARKED: tuple[Format, ...] = (ole.FORMAT, rtf.FORMAT, eml.FORMAT, pdf.FORMAT, *image.FORMATS)
"""What says in its first bytes what it is."""

WRITTEN: tuple[Format, ...] = (html.FORMAT, delimited.FORMAT, markdown.FORMAT, text.FORMAT)
"""What is text of some kind. Plain text takes whatever is left and is no binary file."""

FORMATS = (*PACKED, *MARKED, *WRITTEN)
"""In the order they are asked."""

DAMAGED_BY_OCR = ("application/pdf", "image/", "text/plain")
"""The beginnings of the types whose text may come out of OCR, here or long ago."""

NAMES = {
    docx.FORMAT.media_type: "DOCX",
    pptx.FORMAT.media_type: "PPTX",
    xlsx.FORMAT.media_type: "XLSX",
    odt.FORMAT.media_type: "ODT",
    epub.FORMAT.media_type: "EPUB",
    rtf.FORMAT.media_type: "RTF",
    eml.FORMAT.media_type: "a message",
    ole.FORMAT.media_type: "an old Office file",
    "application/pdf": "PDF",
    "image/png": "a PNG image",
    "image/jpeg": "a JPEG image",
    "image/tiff": "a TIFF image",
    "image/bmp": "a BMP image",
    "image/webp": "a WebP image",
    "text/html": "HTML",
    "text/csv": "CSV",
    "text/markdown": "Markdown",
    "text/plain": "plain text",
    _ARCHIVE: "a ZIP archive",
}
_SUFFIXES = {
    **dict.fromkeys((".docx", ".docm", ".dotx"), docx.FORMAT.media_type),
    **dict.fromkeys((".pptx", ".pptm", ".ppsx"), pptx.FORMAT.media_type),
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx"), xlsx.FORMAT.media_type),
    **dict.fromkeys((".odt", ".ott"), odt.FORMAT.media_type),
    **dict.fromkeys((".doc", ".dot", ".xls", ".ppt"), ole.FORMAT.media_type),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "text/html"),
    **dict.fromkeys((".md", ".markdown"), "text/markdown"),
    **dict.fromkeys((".tif", ".tiff"), "image/tiff"),
    **dict.fromkeys((".jpg", ".jpeg"), "image/jpeg"),
    ".png": "image/png",
    ".bmp": "image/bmp",
    ".webp": "image/webp",
    **dict.fromkeys(delimited.SUFFIXES, "text/csv"),
    ".epub": epub.FORMAT.media_type,
    ".rtf": rtf.FORMAT.media_type,
    ".eml": eml.FORMAT.media_type,
    ".pdf": "application/pdf",
    ".zip": _ARCHIVE,
}

# What people have beside PDF and HTML: the first bytes, the name to tell them, and what to do.
_EXPORT = "Export it as PDF and ingest that"
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"GIF8", "a GIF image", "Save it as PNG and ingest that"),
    (b"%!PS", "a PostScript file", "Convert it to PDF and ingest that"),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and ingest the files in it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it and ingest the files in it"),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it and ingest the files in it"),
    (b"BZh", "a bzip2 archive", "Unpack it and ingest the files in it"),
    (b"SQLite format 3\x00", "an SQLite database", "Export its texts as a .jsonl file and ingest that"),
    (b"\x00\x00\x00\x14ftyp", "a video", ""),
    (b"\x00\x00\x00\x18ftyp", "a video", ""),
    (b"\x00\x00\x00\x20ftyp", "a video", ""),
    (b"ID3", "a sound file", ""),
    (b"\x7fELF", "a program", ""),
    (b"MZ\x90\x00", "a program", ""),
)
# What else is packed as a ZIP file: the names of the files in it tell.
_PACKED_FOREIGN: tuple[tuple[str, str, str], ...] = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)", "Save it as .xlsx and ingest that"),
    ("visio/", "a Visio drawing (.vsdx)", _EXPORT),
    ("Index/Document.iwa", "a document of Pages, Numbers or Keynote", _EXPORT),
    (
        "content.xml",
        "an OpenDocument file that is no text (.ods, .odp, .odg)",
        "Save it as .xlsx, .pptx or PDF and ingest that",
    ),
)
_FEED = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(rss|feed|sitemapindex|urlset)\b", re.DOTALL
)


def extract(content: Content) -> Extraction:
    """The blocks of a source, whatever its name says it is. Raises `SourceError` and nothing else."""
    if not content.data.strip():
        raise SourceEmpty(f"{content.name} is empty", advice=CHECK_COPY)
    chosen = format_of(content)
    try:
        extraction = chosen.extract(content)
    except UnsupportedFormat as error:
        promised = _promised(content, chosen.media_type)
        if promised == chosen.media_type:
            raise
        raise DamagedSource(
            f"{content.name} is named as {NAMES[promised]} and holds something else, which is no text",
            advice="Check where it comes from, or that it was downloaded whole",
        ) from error
    if chosen.media_type.startswith(DAMAGED_BY_OCR):
        extraction = mended(extraction)
    found = extraction.media_type or chosen.media_type  # an encrypted DOCX is found as what it is packed in
    warnings = (*_disagreement(content, found), *extraction.warnings)
    return replace(extraction, media_type=found, warnings=warnings)


def format_of(content: Content) -> Format:
    """The format of a source by its content and name. Raises `UnsupportedFormat`, naming the format where it can."""
    if is_zip(content.data):
        return _packed(content)
    for known in MARKED:
        if known.accepts(content):
            return known
    _refuse_foreign(content)
    return next(known for known in WRITTEN if known.accepts(content))


def _disagreement(content: Content, found: str) -> tuple[Remark, ...]:
    promised = _promised(content, found)
    if promised == found or found not in NAMES:
        return ()
    return (Remark("named_otherwise", file=content.name, promised=NAMES[promised], found=NAMES[found]),)


def _promised(content: Content, found: str) -> str:
    """The format that a name promises; any other name promises nothing, and agrees with what was found."""
    return _SUFFIXES.get(PurePath(content.name).suffix.lower(), found)


def _refuse_foreign(content: Content) -> None:
    for start, name, advice in _SIGNATURES:
        if content.data.startswith(start):
            raise UnsupportedFormat(f"{content.name} is {name}, which is not ingested", advice=advice)
    if _FEED.match(content.data[:4096]):
        raise UnsupportedFormat(
            f"{content.name} is a feed or a sitemap, which is not ingested as a document",
            advice="Save the pages that it lists and ingest them",
        )


def _packed(content: Content) -> Format:
    for known in PACKED:
        if known.accepts(content):
            return known
    names = names_in(content.data)
    if not names and not content.data.startswith(EMPTY_ZIP):
        raise DamagedSource(f"{content.name} is a ZIP file, or one of Office's, and not whole", advice=CHECK_COPY)
    for mark, name, advice in _PACKED_FOREIGN:
        if any(each.startswith(mark) for each in names):
            raise UnsupportedFormat(f"{content.name} is {name}, which is not ingested", advice=advice)
    raise UnsupportedFormat(
        f"{content.name} is a ZIP archive, which is no document itself", advice="Unpack it and ingest the files in it"
    )
