"""What was read of a PDF's pages: from fragments to blocks, and what the report says of pages that gave none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from corpus.types import Block
from ingest.extract.headings import heading_levels
from ingest.extract.layout import Paragraph, paragraphs_of
from ingest.extract.ligatures import restored
from ingest.extract.lines import Fragment, lines_of, upright
from ingest.extract.order import in_reading_order
from ingest.extract.text import BULLET, NUMBER


@dataclass(slots=True)
class PagesRead:
    """The fragments of each page that has text, by number from 1, and the numbers of the pages that gave less.

    `silent` pages show something and hold no text, `pictured` ones hold lines of text as pictures, `failed` ones
    could not be read, for the reason given, and `unread` ones were not reached in time.
    """

    count: int
    fragments: dict[int, list[Fragment]] = field(default_factory=dict)
    silent: list[int] = field(default_factory=list)
    pictured: list[int] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)

    def blocks(self, outline: Mapping[str, int]) -> tuple[Block, ...]:
        """The blocks in reading order. `outline` gives the depth of the PDF's outline entries by `heading_key`."""
        numbers = sorted(self.fragments)
        pages = restored(self.fragments[number] for number in numbers)
        paragraphs = paragraphs_of([lines_of(upright(fragments)) for fragments in pages])
        paragraphs = [in_reading_order(page) for page in paragraphs]
        levels = heading_levels(paragraphs, outline)
        return tuple(
            _block(paragraph, number, level)
            for number, page, page_levels in zip(numbers, paragraphs, levels, strict=True)
            for paragraph, level in zip(page, page_levels, strict=True)
        )

    def warnings(self) -> Iterator[str]:
        """One sentence for each kind of page whose text is missing, or some of it."""
        if self.silent:
            yield f"{numbered(self.silent)}: no text layer; a scan or a picture needs OCR."
        if self.pictured:
            yield f"{numbered(self.pictured)}: some lines are pictures and are missing from the text."
        if self.failed:
            number, reason = next(iter(self.failed.items()))
            yield f"{numbered(self.failed)}: damaged and left out (page {number}: {reason})."
        if self.unread:
            yield f"{numbered(self.unread)}: left out, since the pages before took too long."


def numbered(pages: Iterable[int]) -> str:
    """`Page 3`, or `Pages 3, 5–9, 12`."""
    runs: list[list[int]] = []
    for number in sorted(pages):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    written = [str(run[0]) if len(run) == 1 else f"{run[0]}{'–' if len(run) > 2 else ', '}{run[-1]}" for run in runs]
    return f"Page{'s' if len(runs) > 1 or len(runs[0]) > 1 else ''} {', '.join(written)}"


def _block(paragraph: Paragraph, page: int, level: int) -> Block:
    text = paragraph.text
    if level:
        return Block(text, "heading", page, level, joinable=True)
    if paragraph.is_row:
        return Block(text, "table", page)
    if bullet := BULLET.match(text):
        return Block(text[bullet.end() :], "list_item", page, joinable=True)
    return Block(text, "list_item" if NUMBER.match(text) else "paragraph", page, joinable=True)
