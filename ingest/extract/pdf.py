"""PDF by pypdf; pages that it can't read by PDFium, and those without text by OCR. The warnings say which.

One bad page costs that page only.
"""

from __future__ import annotations

import contextlib
import io
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError

from corpus.errors import DamagedSource, EncryptedSource, NoText, SourceError, SourceTooLarge
from ingest.characters import normalised
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.headings import heading_key
from ingest.extract.pages import PagesRead
from ingest.extract.pdfium import Pdfium, PdfiumFailed
from ingest.extract.second import read_again, read_by_ocr
from ingest.extract.visitor import visited
from ingest.ocr.tesseract import OcrMissing

MAX_PAGES = 5000
"""The longest budget documents have some 2,000 pages; more is a mistake or an attack."""

DOCUMENT_SECONDS = 600.0
"""For text layers; a page of the policy PDFs takes 0.02 s. Of 170 files from parsers' test suites the slowest takes
0.7 s; what may be decompressed and parsed for one stream is limited by pypdf."""

MIN_PICTURE_LINES = 3
"""Pictures of a line's shape on one page before it is said that text is missing: one or two are logos and rules."""

MIN_OPERATORS = 100
"""What a page without text draws before it is said that it has none: letters drawn as curves take thousands of
operators, an empty page with a frame a dozen."""

REPAIR = "Open it in a PDF viewer and save it again, or print it to PDF"
UNLOCK = "Save a copy without password and ingest that"
RESCAN = "Scan it again, at 300 dots an inch, or type what matters"

SCAN_SHARE = 0.5
"""Of a page's area, in one picture: a scan with a stamp as text, where it is not a slide's background."""

MAX_LABEL_CHARS = 20

_ENCRYPTED = "it is encrypted in a way that the first one can't read"
_HEADER = b"%PDF-"
_HEADER_WITHIN = 1024  # bytes: what readers allow before the header
_SIGNS = (b"%PDF", b"startxref", b"endobj", b"/Catalog", b"trailer")

# pypdf reports every oddity that it repairs; what a reader needs to know stands in the Extraction's warnings.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def accepts(content: Content) -> bool:
    """By the header within the first kilobyte; without one, a `.pdf` is still tried if it has another sign of PDF."""
    if _HEADER in content.data[:_HEADER_WITHIN]:
        return True
    named = PurePath(content.name).suffix.lower() == ".pdf"
    return named and any(sign in content.data for sign in _SIGNS)


def extract(content: Content) -> Extraction:
    file = _opened(content)
    read = PagesRead(file.count)
    if file.reader is not None:
        _read_pages(file.reader, read, content.name)
    with _second_extractor(content, file) as second:
        if second is not None:
            read_again(read, second, damage=file.damage)
        ocr = read_by_ocr(read, second, content.options)
    if not read.numbers:
        raise _no_text(read, ocr, content.name)
    reader = file.reader
    return Extraction(
        blocks=read.blocks(_outline(reader) if reader else {}),
        title=_metadata_title(reader) if reader else None,
        language=_language(reader) if reader else None,
        pages=file.count,
        warnings=tuple(read.warnings()),
        media_type=FORMAT.media_type,
        labels=_labels(reader) if reader else {},
        readings=read.readings(),
        lacking=read.ocr_lacking,
    )


FORMAT = Format("application/pdf", accepts, extract)


@dataclass(frozen=True, slots=True)
class _File:
    """A PDF as it was opened: by pypdf, or, where that can't, for the reason in `damage`, by PDFium alone."""

    reader: PdfReader | None
    count: int
    password: str = ""
    damage: str = ""


def _opened(content: Content) -> _File:
    """pypdf raises nearly anything on damaged files, so everything is caught."""
    try:
        reader = PdfReader(io.BytesIO(content.data))
        password = _password(reader, content.options.passwords) if reader.is_encrypted else ""
        count = 0 if password is None else len(reader.pages)
    except DependencyError as error:
        locked = EncryptedSource(f"{content.name} is encrypted in a way that can't be read: {error}", advice=UNLOCK)
        return _opened_by_pdfium(content, locked, _ENCRYPTED)
    except Exception as error:  # noqa: BLE001 - the file is tried by PDFium, and refused as damaged if that fails
        damaged = DamagedSource(f"{content.name} is a damaged PDF: {_told(error)}", advice=REPAIR)
        return _opened_by_pdfium(content, damaged, _told(error))
    if password is None:  # PDFium opens files of which only the attachments are encrypted
        return _opened_by_pdfium(content, _locked(content), _ENCRYPTED)
    if count == 0:
        damaged = DamagedSource(f"{content.name} is a damaged PDF: it has no pages", advice=REPAIR)
        return _opened_by_pdfium(content, damaged, "it has no pages")
    _refuse_long(content, count)
    return _File(reader, count, password)


def _password(reader: PdfReader, passwords: Sequence[str]) -> str | None:
    """The password that opens a file; many have an owner's only, and open with the empty one. None if none does."""
    return next((password for password in ("", *passwords) if reader.decrypt(password)), None)


def _locked(content: Content) -> EncryptedSource:
    if content.options.passwords:
        return EncryptedSource(
            f"{content.name} is encrypted and none of the passwords given opens it",
            advice="Give its own with --password",
        )
    return EncryptedSource(
        f"{content.name} is encrypted and needs a password", advice="Give it with --password, or save a copy without"
    )


def _opened_by_pdfium(content: Content, refusal: SourceError, damage: str) -> _File:
    """What pypdf can't open PDFium may. Raises `refusal` where it can't either."""
    for password in ("", *content.options.passwords):
        try:
            with Pdfium(content.data, password) as second:
                count = second.count
        except PdfiumFailed:
            continue
        if count:
            _refuse_long(content, count)
            return _File(None, count, password, damage)
    raise refusal


def _refuse_long(content: Content, count: int) -> None:
    if count > MAX_PAGES:
        raise SourceTooLarge(f"{content.name} has {count} pages; at most {MAX_PAGES} are read", advice="Split it")


@contextlib.contextmanager
def _second_extractor(content: Content, file: _File) -> Iterator[Pdfium | None]:
    """The file opened by PDFium, None where PDFium can't open it or sees other pages than pypdf."""
    try:
        second = Pdfium(content.data, file.password)
    except PdfiumFailed:
        yield None
        return
    with second:
        yield second if second.count == file.count else None


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200] if str(error) else type(error).__name__


def _read_pages(reader: PdfReader, read: PagesRead, name: str) -> None:
    deadline = time.monotonic() + DOCUMENT_SECONDS
    for number in range(1, read.count + 1):
        if time.monotonic() > deadline:
            read.unread = list(range(number, read.count + 1))
            break
        try:
            seen = visited(reader.pages[number - 1])
        except MemoryError:
            raise SourceTooLarge(f"{name}, page {number}: there is not enough memory", advice="Split it") from None
        except Exception as error:  # noqa: BLE001 - one bad page costs that page; the warnings say which and why
            read.failed[number] = _told(error)
            continue
        if any(fragment.text.strip() for fragment in seen.fragments):
            read.fragments[number] = seen.fragments
            read.pictured += [number] if seen.picture_lines >= MIN_PICTURE_LINES else []
        elif seen.pictures or seen.operators > MIN_OPERATORS:
            read.silent.append(number)
        if seen.picture_share >= SCAN_SHARE:
            read.scanned.add(number)


def _no_text(read: PagesRead, ocr: OcrMissing | None, name: str) -> SourceError:
    pages = f"{read.count} page{'s' if read.count > 1 else ''}"
    if read.unread:
        return SourceTooLarge(f"{name} takes longer than {DOCUMENT_SECONDS:.0f} s to read", advice="Split it")
    if read.failed:
        number, reason = next(iter(read.failed.items()))
        return DamagedSource(
            f"{name} opens and its {pages} can't be read (page {number}: {reason})",
            advice=REPAIR,
        )
    if ocr is not None:
        return NoText(f"{name} has no text layer: {pages}. {ocr.reason}", advice=ocr.advice)
    if read.unreadable:
        number, reason = next(iter(read.unreadable.items()))
        return NoText(f"{name} has no text layer: {pages}, and OCR failed (page {number}: {reason})", advice=RESCAN)
    if read.without_text:
        return NoText(f"{name} has no text layer: {pages}, and OCR found no text in them", advice=RESCAN)
    return NoText(f"{name} has no text layer: {pages}", advice="Leave out --ocr never to have it read by OCR")


def _labels(reader: PdfReader) -> dict[int, str]:
    """What is printed on the pages, where the file says so and it is not their number."""
    try:
        labels = reader.page_labels if "/PageLabels" in reader.root_object else []
    except Exception:  # noqa: BLE001 - as with the title
        return {}
    labels = [" ".join(normalised(label).split())[:MAX_LABEL_CHARS] for label in labels]
    return {number: label for number, label in enumerate(labels, start=1) if label and label != str(number)}


def _metadata_title(reader: PdfReader) -> str | None:
    try:
        title = reader.metadata.title if reader.metadata else None
    except Exception:  # noqa: BLE001 - a document without a readable title is a document all the same
        return None
    return " ".join(str(title).split()) or None if title else None


def _language(reader: PdfReader) -> str | None:
    try:
        language = str(reader.root_object.get("/Lang", ""))
    except Exception:  # noqa: BLE001 - as with the title
        return None
    code = language[:2].lower()
    return code if code.isascii() and code.isalpha() and len(code) == 2 else None


def _outline(reader: PdfReader) -> dict[str, int]:
    """The depth of the outline's entries, from 1, by their `heading_key`."""
    depths: dict[str, int] = {}

    def note(entries: Any, depth: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                note(entry, depth + 1)
            elif key := heading_key(str(entry.title)):
                depths.setdefault(key, depth)

    try:
        note(reader.outline, 1)
    except Exception:  # noqa: BLE001 - an outline that can't be read leaves the headings to their letters
        return {}
    return depths
