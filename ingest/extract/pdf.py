"""PDF by pypdf: the text layer only. One bad page costs that page, and the warnings say which."""

from __future__ import annotations

import io
import logging
import math
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError

from corpus.errors import DamagedSource, EncryptedSource, NoText, SourceTooLarge
from corpus.types import Block
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.headings import heading_key, heading_levels
from ingest.extract.layout import Paragraph, paragraphs_of
from ingest.extract.ligatures import restored
from ingest.extract.lines import Fragment, lines_of, upright
from ingest.extract.spacing import is_spaced_out, without_moves
from ingest.extract.text import BULLET, NUMBER

MAX_PAGES = 5000
"""The longest budget documents have some 2,000 pages; more is a mistake or an attack."""

PAGE_SECONDS = 20.0
"""A page of the policy PDFs takes 0.02 s; the slowest page of parsers' test suites is stated in the tests."""

DOCUMENT_SECONDS = 600.0

MIN_PICTURE_LINES = 3
"""Pictures of a line's shape on one page before it is said that text is missing: one or two are logos and rules."""

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
    if not any(read.pages.values()):
        raise _no_text(read, count, content.name)
    pages = restored(read.pages.get(number, ()) for number in range(1, count + 1))
    paragraphs = paragraphs_of([lines_of(upright(fragments)) for fragments in pages])
    levels = heading_levels(paragraphs, _outline(reader))
    return Extraction(
        blocks=tuple(_blocks(paragraphs, levels)),
        title=_metadata_title(reader),
        language=_language(reader),
        pages=count,
        warnings=tuple(_warnings(read, count)),
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


@dataclass(slots=True)
class _Read:
    """What is written on each page that has text, and the pages that failed or were not reached, by number."""

    pages: dict[int, list[Fragment]] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)
    pictured: list[int] = field(default_factory=list)


def _read_pages(reader: PdfReader, count: int, name: str) -> _Read:
    read = _Read()
    deadline = time.monotonic() + DOCUMENT_SECONDS
    for number in range(1, count + 1):
        if time.monotonic() > deadline:
            read.unread = list(range(number, count + 1))
            break
        try:
            fragments, picture_lines = _fragments(reader.pages[number - 1])
        except MemoryError:
            raise SourceTooLarge(
                f"{name} needs more memory than there is, on page {number}", advice="Split it"
            ) from None
        except Exception as error:  # noqa: BLE001 - one bad page costs that page; the warnings say which and why
            read.failed[number] = _told(error)
            continue
        if any(fragment.text.strip() for fragment in fragments):
            read.pages[number] = fragments
            if picture_lines >= MIN_PICTURE_LINES:
                read.pictured.append(number)
    return read


class _TooSlowError(Exception):
    """A page took longer than `PAGE_SECONDS`."""


def _fragments(page: PageObject) -> tuple[list[Fragment], int]:
    """Everything written on a page, in the order drawn, and how many pictures have the shape of a line of text."""
    visitor = _Visitor(page)
    page.extract_text(**visitor.callbacks)
    if not is_spaced_out(visitor.fragments):
        return visitor.fragments, visitor.picture_lines
    second = _Visitor(page, ignore_moves=True)
    page.extract_text(**second.callbacks)
    return without_moves(visitor.fragments, second.fragments), visitor.picture_lines


class _Visitor:
    """What pypdf calls while it goes through a page."""

    def __init__(self, page: PageObject, *, ignore_moves: bool = False) -> None:
        self.fragments: list[Fragment] = []
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
        if operator == b"Do":  # a form, whose positions pypdf gives relative to the form, or a picture
            matrix = _product(cm, self._outer[-1])
            self._outer.append(matrix)
            width, height = math.hypot(matrix[0], matrix[1]), math.hypot(matrix[2], matrix[3])
            if operands and operands[0] in self._images and width > 4 * height and 7 < height < 30:
                self.picture_lines += 1
        elif operator == b"TJ" and self._ignore_moves and operands and isinstance(operands[0], list):
            operands[0][:] = [part for part in operands[0] if not isinstance(part, int | float) or part < -1000]

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
        bold=any(word in style for word in ("bold", "black", "heavy", "semibold", "demi")),
        italic=any(word in style for word in ("italic", "oblique")),
        turned=round(math.degrees(math.atan2(matrix[1], matrix[0])) / 90) % 4,
        font=name,
    )


def _no_text(read: _Read, count: int, name: str) -> NoText | DamagedSource:
    pages = f"{count} page{'s' if count > 1 else ''}"
    if read.failed:
        number, reason = next(iter(read.failed.items()))
        return DamagedSource(
            f"{name} opens and its {pages} can't be read (page {number}: {reason})",
            advice=REPAIR,
        )
    return NoText(f"{name} has no text layer: {pages}", advice="Run OCR on it first")


def _warnings(read: _Read, count: int) -> Iterator[str]:
    blank = [n for n in range(1, count + 1) if n not in read.pages and n not in read.failed and n not in read.unread]
    if blank:
        yield f"{_numbered(blank)}: no text layer; a scan or a picture needs OCR."
    if read.failed:
        number, reason = next(iter(read.failed.items()))
        yield f"{_numbered(read.failed)}: damaged and left out (page {number}: {reason})."
    if read.pictured:
        yield f"{_numbered(read.pictured)}: some lines are pictures and are missing from the text."
    if read.unread:
        yield f"{_numbered(read.unread)}: left out, since the file takes longer than {DOCUMENT_SECONDS:.0f} s."


def _numbered(numbers: Iterable[int]) -> str:
    """`Page 3`, `Pages 3, 5–9, 12`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    written = [str(run[0]) if len(run) == 1 else f"{run[0]}{'–' if len(run) > 2 else ', '}{run[-1]}" for run in runs]
    return f"Page{'s' if len(runs) > 1 or len(runs[0]) > 1 else ''} {', '.join(written)}"


def _blocks(pages: Sequence[Sequence[Paragraph]], levels: Sequence[Sequence[int]]) -> Iterator[Block]:
    for number, (paragraphs, page_levels) in enumerate(zip(pages, levels, strict=True), start=1):
        for paragraph, level in zip(paragraphs, page_levels, strict=True):
            yield _block(paragraph, number, level)


def _block(paragraph: Paragraph, page: int, level: int) -> Block:
    text = paragraph.text
    if level:
        return Block(text, "heading", page, level, joinable=True)
    if paragraph.is_row:
        return Block(text, "table", page)
    if bullet := BULLET.match(text):
        return Block(text[bullet.end() :], "list_item", page, joinable=True)
    return Block(text, "list_item" if NUMBER.match(text) else "paragraph", page, joinable=True)


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
