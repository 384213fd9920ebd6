"""The pages of a PDF as pictures, and the rectangles of a passage on them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from ingest.extract.pdfium import Pdfium, PdfiumFailed
from ui.marking import Box, boxes_of

# What fills the column at twice the density of an ordinary screen, and no more than a browser shows at once.
WIDTH = 1400
MAX_WIDTH = 3000
# Text stays sharp and a page has 100 to 200 KB.
QUALITY = 82


class NoPicture(Exception):
    """The page can't be drawn: no such file, no PDF, a password, a damaged page."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as WebP, its size in pixels, and the number of pages of its document."""

    data: bytes
    width: int
    height: int
    pages: int


def draw(path: Path, number: int, *, zoom: int = 100) -> PagePicture:
    """A page as a picture; `zoom` in percent of the column's width. Raises `NoPicture`."""
    try:
        with Pdfium(path.read_bytes()) as pdf:
            if not 1 <= number <= pdf.count:
                raise NoPicture(f"no page {number}")
            picture = pdf.picture(number, width=min(WIDTH * zoom // 100, MAX_WIDTH))
            stream = io.BytesIO()
            picture.save(stream, "WEBP", quality=QUALITY, method=2)
            return PagePicture(stream.getvalue(), *picture.size, pdf.count)
    except (PdfiumFailed, OSError, ValueError) as error:
        raise NoPicture(str(error)) from error


def count(path: Path) -> int:
    """The number of pages. Raises `NoPicture`."""
    try:
        with Pdfium(path.read_bytes()) as pdf:
            return pdf.count
    except (PdfiumFailed, OSError) as error:
        raise NoPicture(str(error)) from error


def marks(path: Path, number: int, passage: str) -> list[Box]:
    """Where the passage's part of a page stands on it; empty where that can't be told."""
    try:
        with Pdfium(path.read_bytes()) as pdf:
            return boxes_of(passage, pdf.placed(number))
    except (PdfiumFailed, OSError):
        return []
