"""Which format a source is in: by its content first, by its name second, and said clearly when the two disagree."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from corpus.errors import DamagedSource, SourceEmpty, UnsupportedFormat
from ingest.extract import html, markdown, pdf, text
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.encoding import CHECK_COPY

FORMATS: tuple[Format, ...] = (pdf.FORMAT, html.FORMAT, markdown.FORMAT, text.FORMAT)
"""In the order they are asked. Plain text takes whatever is left and is no binary file."""

NAMES = {
    "application/pdf": "PDF",
    "text/html": "HTML",
    "text/markdown": "Markdown",
    "text/plain": "plain text",
}
_SUFFIXES = {
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
}

# What people have beside PDF and HTML: the first bytes, the name to tell them, and what to do.
_EXPORT = "Export it as PDF and ingest that"
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office file (.doc, .xls, .ppt)", _EXPORT),
    (b"{\\rtf", "an RTF file", _EXPORT),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", "Make a PDF of it with a text layer (OCR) and ingest that"),
    (b"\xff\xd8\xff", "a JPEG image", "Make a PDF of it with a text layer (OCR) and ingest that"),
    (b"GIF8", "a GIF image", "Make a PDF of it with a text layer (OCR) and ingest that"),
    (b"II*\x00", "a TIFF image", "Make a PDF of it with a text layer (OCR) and ingest that"),
    (b"MM\x00*", "a TIFF image", "Make a PDF of it with a text layer (OCR) and ingest that"),
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
# A .docx is a ZIP archive; what it is stands in the names of the files in it.
_ZIPPED: tuple[tuple[bytes, str, str], ...] = (
    (b"word/", "a Word document (.docx)", _EXPORT),
    (b"ppt/", "a PowerPoint presentation (.pptx)", _EXPORT),
    (b"xl/", "an Excel workbook (.xlsx)", _EXPORT),
    (b"opendocument.text", "an OpenDocument text (.odt)", _EXPORT),
    (b"opendocument", "an OpenDocument file (.ods, .odp)", _EXPORT),
    (b"application/epub", "an EPUB book", _EXPORT),
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
        promised = _promised(content, chosen)
        if promised == chosen.media_type:
            raise
        raise DamagedSource(
            f"{content.name} is named as {NAMES[promised]} and holds something else, which is no text",
            advice="Check where it comes from, or that it was downloaded whole",
        ) from error
    warnings = (*_disagreement(content, chosen), *extraction.warnings)
    return replace(extraction, media_type=chosen.media_type, warnings=warnings)


def format_of(content: Content) -> Format:
    """The format of a source by its content and name. Raises `UnsupportedFormat`, naming the format where it can."""
    if pdf.FORMAT.accepts(content):
        return pdf.FORMAT
    _refuse_foreign(content)
    return next(known for known in FORMATS if known.accepts(content))


def _disagreement(content: Content, chosen: Format) -> tuple[str, ...]:
    promised = _promised(content, chosen)
    if promised == chosen.media_type:
        return ()
    return (f"{content.name} is named as {NAMES[promised]} but holds {NAMES[chosen.media_type]}; it was read as that.",)


def _promised(content: Content, chosen: Format) -> str:
    """The format that a name promises; any other name promises nothing, and agrees with what was found."""
    return _SUFFIXES.get(PurePath(content.name).suffix.lower(), chosen.media_type)


def _refuse_foreign(content: Content) -> None:
    signatures = _SIGNATURES
    if content.data.startswith(b"PK\x03\x04"):
        signatures = (*((b"PK", name, advice) for mark, name, advice in _ZIPPED if mark in content.data), *_ZIP)
    elif content.data.startswith(b"PK\x05\x06"):
        signatures = _ZIP
    for start, name, advice in signatures:
        if content.data.startswith(start):
            raise UnsupportedFormat(f"{content.name} is {name}, which is not ingested", advice=advice)
    if _FEED.match(content.data[:4096]):
        raise UnsupportedFormat(
            f"{content.name} is a feed or a sitemap, which is not ingested as a document",
            advice="Save the pages that it lists and ingest them",
        )


_ZIP = ((b"PK", "a ZIP archive", "Unpack it and ingest the files in it"),)
