"""PDFium by pypdfium2: the second extractor, and what draws pages for OCR.

PDFium is not safe in threads: everything that touches it holds one lock.
"""

from __future__ import annotations

import ctypes
import math
import threading
from types import TracebackType
from typing import NamedTuple, Self

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from ingest.extract.lines import Fragment

MAX_PIXELS = 40_000_000
"""Of a page drawn for OCR: A2 at 300 dpi has 35 million. Larger pages are drawn coarser."""

BOLD_WEIGHT = 600
"""The usual weight of a semi-bold font."""

POINTS_AN_INCH = 72.0

_LOCK = threading.Lock()
_HYPHEN = "\x02"  # what PDFium writes for a hyphen at a line's end
_NAME_BYTES = 128


class PdfiumFailed(Exception):
    """PDFium can't open the file or the page."""


class Pdfium:
    """A PDF opened by PDFium. Raises `PdfiumFailed` and nothing else; pages count from 1."""

    def __init__(self, data: bytes, password: str | None = None) -> None:
        with _LOCK:
            try:
                self._document = pdfium.PdfDocument(data, password=password)
                self.count = len(self._document)
            except (pdfium.PdfiumError, ValueError) as error:
                raise PdfiumFailed(str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        with _LOCK:
            self._document.close()

    def fragments(self, number: int) -> list[Fragment]:
        """The text of a page in the order drawn, in runs of one font on one baseline."""
        with _LOCK:
            page = self._page(number)
            try:
                return _fragments(page.get_textpage())
            except pdfium.PdfiumError as error:
                raise PdfiumFailed(str(error)) from error
            finally:
                page.close()

    def letters(self, number: int) -> int:
        """How many characters a page has, white space aside; quicker than its fragments."""
        with _LOCK:
            page = self._page(number)
            try:
                return sum(not character.isspace() for character in page.get_textpage().get_text_range())
            except pdfium.PdfiumError as error:
                raise PdfiumFailed(str(error)) from error
            finally:
                page.close()

    def shows_something(self, number: int) -> bool:
        """Whether a page draws anything at all."""
        with _LOCK:
            page = self._page(number)
            try:
                return int(raw.FPDFPage_CountObjects(page)) > 0
            finally:
                page.close()

    def drawn(self, number: int, *, dpi: int) -> Image.Image:
        """A page as a grey picture, at `dpi` or as fine as `MAX_PIXELS` allows."""
        with _LOCK:
            page = self._page(number)
            try:
                width, height = page.get_size()
                area = max(width * height, 1.0)
                scale = min(dpi / POINTS_AN_INCH, math.sqrt(MAX_PIXELS / area))
                picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
                return picture.convert("L")
            except (pdfium.PdfiumError, ValueError, MemoryError) as error:
                raise PdfiumFailed(str(error) or type(error).__name__) from error
            finally:
                page.close()

    def picture(self, number: int, *, width: int) -> Image.Image:
        """A page in colour, `width` pixels wide or as wide as `MAX_PIXELS` allows."""
        with _LOCK:
            page = self._page(number)
            try:
                across, down = (max(side, 1.0) for side in page.get_size())
                scale = min(width / across, math.sqrt(MAX_PIXELS / (across * down)))
                picture: Image.Image = page.render(scale=scale).to_pil()
                return picture.convert("RGB")
            except (pdfium.PdfiumError, ValueError, MemoryError) as error:
                raise PdfiumFailed(str(error) or type(error).__name__) from error
            finally:
                page.close()

    def placed(self, number: int) -> list[Placed]:
        """The characters of a page in the order drawn, each with its box; white space is left out."""
        with _LOCK:
            page = self._page(number)
            try:
                return _placed(page)
            except pdfium.PdfiumError as error:
                raise PdfiumFailed(str(error)) from error
            finally:
                page.close()

    def _page(self, number: int) -> pdfium.PdfPage:
        try:
            return self._document[number - 1]
        except (pdfium.PdfiumError, IndexError) as error:
            raise PdfiumFailed(str(error)) from error


class Placed(NamedTuple):
    """A character and its box on the page as it is shown: shares of its width and height, from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class _Style(NamedTuple):
    """Where a character stands, its size in points, its angle in quarters of a turn, its font."""

    x: float
    y: float
    size: float
    turned: int
    font: str
    weight: int


# The page as it is shown, turned and cut to its crop box, on a grid that is finer than any screen.
_GRID = 100_000


def _placed(page: pdfium.PdfPage) -> list[Placed]:
    textpage = page.get_textpage()
    found = []
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code in {0, 0xFFFE, 0xFFFF} or chr(code).isspace() or raw.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        left, bottom, right, top = textpage.get_charbox(index, loose=True)
        corners = [_on_grid(page, x, y) for x, y in ((left, top), (right, bottom))]
        (x1, x2), (y1, y2) = (sorted(values) for values in zip(*corners, strict=True))
        found.append(Placed("-" if chr(code) == _HYPHEN else chr(code), x1, y1, x2, y2))
    return found


def _on_grid(page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, across, down)
    return across.value / _GRID, down.value / _GRID


def _fragments(textpage: pdfium.PdfTextPage) -> list[Fragment]:
    found: list[Fragment] = []
    letters: list[str] = []
    style: _Style | None = None

    def close() -> None:
        if style is not None and letters:
            found.append(_fragment("".join(letters), style))
        letters.clear()

    for index in range(textpage.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(textpage, index) or 0xFFFD)
        if character in "\r\n":
            close()
            style = None
        elif raw.FPDFText_IsGenerated(textpage, index) == 1 or character.isspace():
            letters += [" "] if letters else []
        else:
            current = _style(textpage, index)
            if style is None or not _goes_on(style, current):
                close()
                style = current
            letters.append("-" if character == _HYPHEN else character)
    close()
    return found


def _style(textpage: pdfium.PdfTextPage, index: int) -> _Style:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage, index, x, y)
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage, index, matrix)
    size = abs(raw.FPDFText_GetFontSize(textpage, index)) * math.hypot(matrix.c, matrix.d)
    turned = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) % 4
    name = ctypes.create_string_buffer(_NAME_BYTES)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(textpage, index, name, _NAME_BYTES, flags)
    weight = raw.FPDFText_GetFontWeight(textpage, index)
    return _Style(x.value, y.value, size or 1.0, turned, name.value.decode("utf-8", "replace"), weight)


def _goes_on(before: _Style, current: _Style) -> bool:
    """Whether a character is of the run before it: the same font, size and angle, the same line."""
    drift = before.x - current.x if before.turned % 2 else before.y - current.y
    return before[2:] == current[2:] and abs(drift) < 0.1 * before.size


def _fragment(text: str, style: _Style) -> Fragment:
    font = style.font.lower()
    return Fragment(
        text=text,
        x=style.x,
        y=style.y,
        size=style.size,
        bold=style.weight >= BOLD_WEIGHT or any(word in font for word in ("bold", "black", "heavy", "demi")),
        italic=any(word in font for word in ("italic", "oblique")),
        turned=style.turned,
        font=style.font,
    )
