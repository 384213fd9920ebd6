"""What was read of a PDF's pages: from fragments to blocks, and what the report says of pages that gave none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from corpus.types import Block, PageReading
from ingest.extract.headings import heading_levels
from ingest.extract.layout import Paragraph, paragraphs_of
from ingest.extract.ligatures import restored
from ingest.extract.lines import Fragment, lines_of, upright
from ingest.extract.order import in_reading_order
from ingest.extract.remarks import Remark, on_pages
from ingest.extract.text import BULLET, NUMBER
from ingest.ocr.layout import OcrPage
from ingest.ocr.tesseract import OcrMissing


@dataclass(slots=True)
class PagesRead:
    """The fragments of each page that has text, by number from 1, and the numbers of the pages that gave less.

    `silent` pages show something and hold no text, `scanned` ones are mostly one picture, `pictured` ones hold lines
    of text as pictures, `failed` ones could not be read, for the reason given, and `unread` ones were not reached in
    time. `second` pages were read by the second extractor, for the reason given; `ocr` pages by OCR, with
    `ocr_languages`; `unreadable` ones gave nothing by OCR, for the reason given, and `without_text` ones showed it
    none. `ocr_missing` says why OCR could not be had, with `ocr_wanted` pages, and `ocr_absent` languages;
    `ocr_lacking` are those that would have been used.
    """

    count: int
    fragments: dict[int, list[Fragment]] = field(default_factory=dict)
    silent: list[int] = field(default_factory=list)
    pictured: list[int] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)
    scanned: set[int] = field(default_factory=set)
    second: dict[int, str] = field(default_factory=dict)
    ocr: dict[int, OcrPage] = field(default_factory=dict)
    ocr_languages: tuple[str, ...] = ()
    ocr_absent: tuple[str, ...] = ()
    ocr_lacking: tuple[str, ...] = ()
    ocr_missing: OcrMissing | None = None
    ocr_wanted: list[int] = field(default_factory=list)
    unreadable: dict[int, str] = field(default_factory=dict)
    without_text: list[int] = field(default_factory=list)

    @property
    def numbers(self) -> list[int]:
        """The pages that have text, in order."""
        return sorted({*self.fragments, *self.ocr})

    def letters(self, number: int) -> int:
        """How many characters the text layer of a page gave, white space aside."""
        return sum(not c.isspace() for fragment in self.fragments.get(number, ()) for c in fragment.text)

    def text(self, number: int) -> str:
        """The text layer of a page, as it was drawn."""
        return " ".join(fragment.text for fragment in self.fragments.get(number, ()))

    def readings(self) -> tuple[PageReading, ...]:
        """How each page that has text was read."""
        return tuple(self._reading(number) for number in self.numbers)

    def _reading(self, number: int) -> PageReading:
        if page := self.ocr.get(number):
            return PageReading(number, "ocr", page.confidence)
        return PageReading(number, "second" if number in self.second else "text")

    def blocks(self, outline: Mapping[str, int]) -> tuple[Block, ...]:
        """The blocks in reading order. `outline` gives the depth of the PDF's outline entries by `heading_key`."""
        numbers = sorted(self.fragments.keys() - self.ocr.keys())
        pages = restored(self.fragments[number] for number in numbers)
        paragraphs = paragraphs_of([lines_of(upright(fragments)) for fragments in pages])
        paragraphs = [in_reading_order(page) for page in paragraphs]
        levels = heading_levels(paragraphs, outline)
        by_page = {number: page.blocks for number, page in self.ocr.items()}
        for number, page, page_levels in zip(numbers, paragraphs, levels, strict=True):
            by_page[number] = tuple(_block(p, number, level) for p, level in zip(page, page_levels, strict=True))
        return tuple(block for number in sorted(by_page) for block in by_page[number])

    def warnings(self) -> Iterator[Remark]:
        """One remark for each kind of page whose text is missing, or some of it."""
        yield from _because("second_extractor", self.second)
        yield from self._ocr_warnings()
        if self.pictured:
            yield on_pages("pictured", self.pictured)
        yield from _because("pages_damaged", self.failed)
        if self.unread:
            yield on_pages("pages_unread", self.unread)

    def _ocr_warnings(self) -> Iterator[Remark]:
        used = "+".join(self.ocr_languages)
        if self.ocr:
            confidence = sum(page.confidence for page in self.ocr.values()) / len(self.ocr)
            yield on_pages("ocr", self.ocr, languages=used, confidence=round(confidence))
        if self.ocr_missing is not None and self.ocr_wanted:
            missing = self.ocr_missing
            yield on_pages("ocr_missing", self.ocr_wanted, reason=missing.reason, advice=missing.advice)
        elif self.ocr_absent:
            yield Remark("ocr_language_missing", languages=" or ".join(self.ocr_absent), used=used)
        if self.without_text:
            yield on_pages("ocr_found_nothing", self.without_text)
        yield from _because("ocr_failed", self.unreadable)
        if self.silent:
            yield on_pages("ocr_off", self.silent)


def _because(name: str, pages: Mapping[int, str]) -> Iterator[Remark]:
    """A remark on pages with the first one's reason."""
    if pages:
        number, reason = next(iter(pages.items()))
        yield on_pages(name, pages, page=number, reason=reason)


def _block(paragraph: Paragraph, page: int, level: int) -> Block:
    text = paragraph.text
    if level:
        return Block(text, "heading", page, level, joinable=True)
    if paragraph.is_row:
        return Block(text, "table", page)
    if bullet := BULLET.match(text):
        return Block(text[bullet.end() :], "list_item", page, joinable=True)
    return Block(text, "list_item" if NUMBER.match(text) else "paragraph", page, joinable=True)
