"""Pages that the text layer does not give: by PDFium where it has more, by OCR where it has none that can be read."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from PIL import Image

from ingest.extract.base import ReadOptions
from ingest.extract.pages import PagesRead
from ingest.extract.pdfium import Pdfium, PdfiumFailed
from ingest.ocr.languages import tesseract_names
from ingest.ocr.layout import OcrPage
from ingest.ocr.reading import DPI, read_pages
from ingest.ocr.tesseract import OcrFailed, OcrMissing, find_tesseract
from ingest.repair.damage import is_garbage, unreadable_share

MISSED = 0.8
MIN_MISSED = 80
"""A page is taken from PDFium where pypdf gives less than this share of its letters, and this many fewer. Drawing a
text twice to make it bold costs up to a tenth."""

STAMP_LETTERS = 150
"""A page that is one picture and has fewer letters than this may be a scan on which a stamp is text: that of French
prefectures has some 100. Slides with a background picture have more."""

RICHER = 2.0
"""How many times the letters of such a page OCR must give to be taken: else the picture is a background."""

MAX_REASON_CHARS = 80
"""Of what pypdf says of a damaged page: the rest quotes its bytes."""

CLEARER = 0.7
"""And this share of the unknown words of a text layer that is garbage."""

MIN_CONFIDENCE = 50.0
"""OCR below this is not taken in place of a text layer: garbage for garbage."""


def read_again(read: PagesRead, second: Pdfium, *, damage: str) -> None:
    """Take from PDFium the pages that pypdf could not read, or only in part. `damage` is why it read none at all."""
    for number in range(1, read.count + 1):
        if number in read.unread:
            continue
        reason = damage or read.failed.get(number, "")
        try:
            if not reason and not _has_more(read, second, number):
                continue
            fragments = second.fragments(number)
            if any(fragment.text.strip() for fragment in fragments):
                read.second[number] = reason[:MAX_REASON_CHARS] or "the first one found less of its text"
                read.fragments[number] = fragments
                read.silent = [silent for silent in read.silent if silent != number]
                read.failed.pop(number, None)
            elif damage and second.shows_something(number):
                read.silent.append(number)
        except PdfiumFailed as error:
            if damage:
                read.failed[number] = str(error)


def _has_more(read: PagesRead, second: Pdfium, number: int) -> bool:
    letters, more = read.letters(number), second.letters(number)
    return (letters == 0 and more > 0) or (letters < MISSED * more and more - letters >= MIN_MISSED)


def read_by_ocr(read: PagesRead, second: Pdfium | None, options: ReadOptions) -> OcrMissing | None:
    """Read by OCR the pages that need it, as `options` say. Gives back what is missing for it, if anything is."""
    if options.ocr == "never" or second is None:
        return None
    garbage = {number for number in read.fragments if is_garbage(read.text(number))}
    wanted = _wanted(read, garbage, always=options.ocr == "always")
    certain = [number for number in wanted if number in garbage or number not in read.fragments]
    if not wanted:
        return None
    languages = tesseract_names(options.ocr_languages)
    engine = find_tesseract(languages)
    if isinstance(engine, OcrMissing):
        read.ocr_missing, read.ocr_wanted = engine, wanted if options.ocr == "always" else certain
        read.ocr_lacking = languages
        read.silent = []
        return engine if read.ocr_wanted else None
    pictures = {number: functools.partial(_drawn, second, number) for number in wanted}
    result = read_pages(pictures, engine, seconds=options.ocr_seconds)
    read.ocr = {
        number: page
        for number, page in result.pages.items()
        if page.blocks and _is_better(page, read, number, garbage=garbage, always=options.ocr == "always")
    }
    read.ocr_languages, read.ocr_absent, read.ocr_lacking = engine.languages, engine.absent, engine.absent
    read.unreadable = {number: reason for number, reason in result.failed.items() if number in certain}
    read.without_text = [n for n in read.silent if n not in read.ocr and n not in read.unreadable]
    _settle(read, read.ocr)
    read.silent = []
    return None


def _wanted(read: PagesRead, garbage: set[int], *, always: bool) -> list[int]:
    if always:
        return [number for number in range(1, read.count + 1) if number not in read.unread]
    stamped = {number for number in read.scanned if 0 < read.letters(number) < STAMP_LETTERS}
    return sorted({*read.silent, *read.failed, *garbage, *stamped})


def _is_better(page: OcrPage, read: PagesRead, number: int, *, garbage: set[int], always: bool) -> bool:
    """Whether OCR is taken in place of a page's text layer, if it has one."""
    if number not in read.fragments:
        return True
    if always:
        return page.confidence >= MIN_CONFIDENCE
    if number in garbage:  # a language without a list of words looks like garbage however it is read
        text = " ".join(block.text for block in page.blocks)
        better = unreadable_share(text) < CLEARER * unreadable_share(read.text(number))
        return better and page.confidence >= MIN_CONFIDENCE
    return page.confidence >= MIN_CONFIDENCE and page.letters >= RICHER * read.letters(number)


def _settle(read: PagesRead, numbers: Iterable[int]) -> None:
    """Pages that OCR has read have not failed, and no second extractor read them."""
    for number in numbers:
        read.failed.pop(number, None)
        read.second.pop(number, None)
        read.pictured = [pictured for pictured in read.pictured if pictured != number]


def _drawn(second: Pdfium, number: int) -> Image.Image:
    try:
        return second.drawn(number, dpi=DPI)
    except PdfiumFailed as error:
        raise OcrFailed(f"the page can't be drawn: {error}") from error
