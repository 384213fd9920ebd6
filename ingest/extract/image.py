"""Images (PNG, JPEG, TIFF, WebP, BMP) by OCR; each picture of a TIFF is a page."""

from __future__ import annotations

import functools

from PIL import Image

from corpus.errors import NoText, SourceError
from corpus.types import PageReading
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.pages import PagesRead
from ingest.ocr.images import Pictures
from ingest.ocr.languages import tesseract_names
from ingest.ocr.reading import read_pages
from ingest.ocr.tesseract import OcrFailed, OcrMissing, find_tesseract

RESCAN = "Scan it again, at 300 dots an inch, or type what matters"

_STARTS = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
    "image/bmp": (b"BM",),
}
_BMP_HEADER = 26  # bytes to the number of colour planes, which is 1: `BM` alone also begins words


def _is_image(media_type: str, content: Content) -> bool:
    data = content.data
    if media_type == "image/webp":
        return data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if media_type == "image/bmp" and data[_BMP_HEADER : _BMP_HEADER + 2] != b"\x01\x00":
        return False
    return data.startswith(_STARTS[media_type])


def _extract(media_type: str, content: Content) -> Extraction:
    pictures = Pictures(content.data, content.name)
    if content.options.ocr == "never":
        raise NoText(
            f"{content.name} is an image, and OCR is turned off", advice="Leave out --ocr never to have it read"
        )
    engine = find_tesseract(tesseract_names(content.options.ocr_languages))
    if isinstance(engine, OcrMissing):
        raise NoText(f"{content.name} is an image. {engine.reason}", advice=engine.advice)
    numbers = range(1, pictures.count + 1)
    result = read_pages(
        {number: functools.partial(_picture, pictures, number) for number in numbers},
        engine,
        seconds=content.options.ocr_seconds,
    )
    pages = {number: page for number, page in result.pages.items() if page.blocks}
    if not pages:
        raise _no_text(result.failed, content.name)
    read = PagesRead(
        pictures.count,
        ocr=pages,
        ocr_languages=engine.languages,
        ocr_absent=engine.absent,
        unreadable=result.failed,
        without_text=[number for number in numbers if number not in pages and number not in result.failed],
    )
    return Extraction(
        blocks=read.blocks({}),
        pages=pictures.count,
        warnings=tuple(read.warnings()),
        media_type=media_type,
        readings=tuple(PageReading(number, "ocr", page.confidence) for number, page in sorted(pages.items())),
        lacking=engine.absent,
    )


def _picture(pictures: Pictures, number: int) -> Image.Image:
    try:
        return pictures.picture(number)
    except SourceError as error:  # one bad picture of a TIFF costs that page
        raise OcrFailed(error.reason) from error


def _no_text(failed: dict[int, str], name: str) -> NoText:
    if failed:
        number, reason = next(iter(failed.items()))
        return NoText(f"{name} can't be read by OCR (page {number}: {reason})", advice=RESCAN)
    return NoText(f"{name} is an image in which OCR found no text", advice=RESCAN)


FORMATS = tuple(
    Format(media_type, functools.partial(_is_image, media_type), functools.partial(_extract, media_type))
    for media_type in (*_STARTS, "image/webp")
)
