"""PDF by pypdf: the text layer only. One bad page costs that page, and the warnings say which."""

from __future__ import annotations

import io
import logging
import math
import time
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError

from corpus.errors import DamagedSource, EncryptedSource, NoText, SourceError, SourceTooLarge
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.headings import heading_key
from ingest.extract.lines import Fragment
from ingest.extract.pages import PagesRead
from ingest.extract.spacing import is_spaced_out, without_moves

MAX_PAGES = 5000
"""The longest budget documents have some 2,000 pages; more is a mistake or an attack."""

PAGE_SECONDS = 20.0
DOCUMENT_SECONDS = 600.0
"""A page of the policy PDFs takes 0.02 s. Of 170 files from parsers' test suites the slowest takes 0.7 s; what may be
decompressed and parsed for one stream is limited by pypdf."""

MIN_PICTURE_LINES = 3
"""Pictures of a line's shape on one page before it is said that text is missing: one or two are logos and rules."""

MIN_OPERATORS = 100
"""What a page without text draws before it is said that it has none: letters drawn as curves take thousands of
operators, an empty page with a frame a dozen."""

REPAIR = "Open it in a PDF viewer and save it again, or print it to PDF"
UNLOCK = "Save a copy without password and ingest that"

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
    reader, count = _opened(content)
    read = _read_pages(reader, count, content.name)
    if not read.fragments:
        raise _no_text(read, content.name)
    return Extraction(
        blocks=read.blocks(_outline(reader)),
        title=_metadata_title(reader),
        language=_language(reader),
        pages=count,
        warnings=tuple(read.warnings()),
        media_type=FORMAT.media_type,
    )


FORMAT = Format("application/pdf", accepts, extract)


def _opened(content: Content) -> tuple[PdfReader, int]:
    """The reader and the number of pages. pypdf raises nearly anything on damaged files, so everything is caught."""
    try:
        reader = PdfReader(io.BytesIO(content.data))
        # Many encrypted files have an owner's password only: they open with the empty one.
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
    except DependencyError as error:
        raise EncryptedSource(
            f"{content.name} is encrypted in a way that can't be read: {error}", advice=UNLOCK
        ) from error
    except Exception as error:
        raise DamagedSource(f"{content.name} is a damaged PDF: {_told(error)}", advice=REPAIR) from error
    if locked:
        raise EncryptedSource(f"{content.name} is encrypted and needs a password", advice=UNLOCK)
    if count > MAX_PAGES:
        raise SourceTooLarge(f"{content.name} has {count} pages; at most {MAX_PAGES} are read", advice="Split it")
    if count == 0:
        raise DamagedSource(f"{content.name} is a damaged PDF: it has no pages", advice=REPAIR)
    return reader, count


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200] if str(error) else type(error).__name__


def _read_pages(reader: PdfReader, count: int, name: str) -> PagesRead:
    read = PagesRead(count)
    deadline = time.monotonic() + DOCUMENT_SECONDS
    for number in range(1, count + 1):
        if time.monotonic() > deadline:
            read.unread = list(range(number, count + 1))
            break
        try:
            visitor = _visited(reader.pages[number - 1])
        except MemoryError:
            raise SourceTooLarge(f"{name}, page {number}: there is not enough memory", advice="Split it") from None
        except Exception as error:  # noqa: BLE001 - one bad page costs that page; the warnings say which and why
            read.failed[number] = _told(error)
            continue
        if any(fragment.text.strip() for fragment in visitor.fragments):
            read.fragments[number] = visitor.fragments
            read.pictured += [number] if visitor.picture_lines >= MIN_PICTURE_LINES else []
        elif visitor.pictures or visitor.operators > MIN_OPERATORS:
            read.silent.append(number)
    return read


def _visited(page: PageObject) -> _Visitor:
    """A visitor that has gone through the page, and seen its fragments without moves within words."""
    visitor = _Visitor(page)
    page.extract_text(**visitor.callbacks)
    if is_spaced_out(visitor.fragments):
        second = _Visitor(page, ignore_moves=True)
        page.extract_text(**second.callbacks)
        visitor.fragments = without_moves(visitor.fragments, second.fragments)
    return visitor


class _TooSlowError(Exception):
    """A page took longer than `PAGE_SECONDS`."""


class _Visitor:
    """What pypdf calls while it goes through a page: notes what is written, in the order drawn, and what is shown."""

    def __init__(self, page: PageObject, *, ignore_moves: bool = False) -> None:
        self.fragments: list[Fragment] = []
        self.operators = 0
        self.pictures = 0
        self.picture_lines = 0
        self._images = _image_names(page)
        self._ignore_moves = ignore_moves
        self._outer: list[Sequence[float]] = [(1, 0, 0, 1, 0, 0)]
        self._deadline = time.monotonic() + PAGE_SECONDS
        self.callbacks: dict[str, Any] = {
            "visitor_text": self._text,
            "visitor_operand_before": self._before,
            "visitor_operand_after": self._after,
        }

    def _text(self, text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if time.monotonic() > self._deadline:
            raise _TooSlowError(f"it takes longer than {PAGE_SECONDS:.0f} s")
        if text:
            self.fragments.append(_fragment(text, _product(_product(tm, cm), self._outer[-1]), font, size))

    def _before(self, operator: bytes, operands: Any, cm: Any, _tm: Any) -> None:
        self.operators += 1
        if operator == b"Do":  # a form, whose positions pypdf gives relative to the form, or a picture
            self._outer.append(_product(cm, self._outer[-1]))
            self._note_picture(operands)
        elif operator == b"INLINE IMAGE":
            self.pictures += 1
        elif operator == b"TJ" and self._ignore_moves and operands and isinstance(operands[0], list):
            operands[0][:] = [part for part in operands[0] if not isinstance(part, int | float) or part < -1000]

    def _note_picture(self, operands: Any) -> None:
        if operands and operands[0] in self._images:
            matrix = self._outer[-1]
            width, height = math.hypot(matrix[0], matrix[1]), math.hypot(matrix[2], matrix[3])
            self.pictures += 1
            self.picture_lines += width > 4 * height and 7 < height < 30

    def _after(self, operator: bytes, _operands: Any, _cm: Any, _tm: Any) -> None:
        if operator == b"Do":
            self._outer.pop()


def _image_names(page: PageObject) -> set[str]:
    try:
        resources: Any = page["/Resources"]
        drawn = resources["/XObject"]
        return {name for name in drawn if drawn[name].get("/Subtype") == "/Image"}
    except (KeyError, TypeError, AttributeError):
        return set()


def _product(a: Sequence[float], b: Sequence[float]) -> tuple[float, ...]:
    """The matrix that applies `a`, then `b`."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _fragment(text: str, matrix: Sequence[float], font: Any, size: float) -> Fragment:
    name = str(font.get("/BaseFont", "")) if isinstance(font, Mapping) else ""
    style = name.lower()
    return Fragment(
        text=text,
        x=matrix[4],
        y=matrix[5],
        size=abs(size) * math.hypot(matrix[2], matrix[3]) or 1.0,
        bold=any(word in style for word in ("bold", "black", "heavy", "demi")),
        italic=any(word in style for word in ("italic", "oblique")),
        turned=round(math.degrees(math.atan2(matrix[1], matrix[0])) / 90) % 4,
        font=name,
    )


def _no_text(read: PagesRead, name: str) -> SourceError:
    pages = f"{read.count} page{'s' if read.count > 1 else ''}"
    if read.unread:
        return SourceTooLarge(f"{name} takes longer than {DOCUMENT_SECONDS:.0f} s to read", advice="Split it")
    if read.failed:
        number, reason = next(iter(read.failed.items()))
        return DamagedSource(
            f"{name} opens and its {pages} can't be read (page {number}: {reason})",
            advice=REPAIR,
        )
    return NoText(f"{name} has no text layer: {pages}", advice="Run OCR on it first")


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
