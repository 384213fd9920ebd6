"""The values that travel between layers. All frozen.

`passage.text == document.text[passage.start:passage.end]` holds for every passage, always.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

UNKNOWN_LANGUAGE = "unknown"
"""The language of a text too short or too mixed to tell. Otherwise an ISO 639-1 code: `fr`, `en`, `de`."""

BlockKind = Literal["heading", "paragraph", "list_item", "table"]

Role = Literal["text", "contents", "references", "heading", "table"]
"""What a passage is: running text, a table of contents, a bibliography, headings alone, rows of a table.

Contents, references and headings hold the words of a question and no answer.
"""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or table row as it stands in a source, in reading order.

    `page` counts from 1 and is None where the format has no pages. `level` is a heading's depth from 1
    (0 where it is not a heading). `joinable` says that the text was laid out on lines (a PDF, plain text),
    so that a paragraph may go on in the next block, on the next page.
    """

    text: str
    kind: BlockKind = "paragraph"
    page: int | None = None
    level: int = 0
    joinable: bool = False


@dataclass(frozen=True, slots=True)
class PageSpan:
    """The characters `start` to `end` of a document's text stand on page `number` (from 1).

    `label` is what the source prints on the page, `iii` or `A-2`, where that is not the number.
    """

    number: int
    start: int
    end: int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One policy document, web page or record: its cleaned text and what is known about it.

    `doc_id` comes from the content (the first 16 hexadecimal digits of `sha256`): the same bytes are the
    same document, wherever they were found. `uri` is the address it was last ingested from: an absolute
    path, a path and `#record`, or a URL. `pages` is empty where the format has no pages.
    """

    doc_id: str
    uri: str
    sha256: str
    media_type: str
    title: str
    language: str
    text: str
    pages: tuple[PageSpan, ...] = ()
    external_id: str | None = None
    published: date | None = None
    ingested_at: str = ""
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def pages_of(self, start: int, end: int) -> tuple[int | None, int | None]:
        """The first and last page that the characters `start` to `end` stand on; None, None without pages."""
        numbers = [span.number for span in self.pages if span.start < end and start < span.end]
        return (numbers[0], numbers[-1]) if numbers else (None, None)

    def label_of(self, page: int | None) -> str | None:
        """What is printed on a page, where that is not its number."""
        return next((span.label for span in self.pages if span.number == page), None)


ReadBy = Literal["text", "second", "ocr"]
"""How a page was read: its text layer, its text layer by the second extractor, or OCR."""


@dataclass(frozen=True, slots=True)
class Repair:
    """OCR damage put right on a page: what stood there, what stands there now, and how often."""

    original: str
    repaired: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class PageReading:
    """How a page was read, and how well.

    `page` is None where the format has no pages. `confidence` is Tesseract's mean over the words, 0 to 100, None
    without OCR. `damage` is the share of words that look broken and are left so, None where that can't be told
    (too few words, or a language without a list of words).
    """

    page: int | None
    read_by: ReadBy = "text"
    confidence: float | None = None
    damage: float | None = None
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageDraft:
    """A passage before the catalogue has given it an id: a range of its document's text and its section.

    `section` is the path of headings above it, outermost first, joined by ` › `; empty where there is none.
    `sentences` are ranges of the passage's own text, in order; empty where it is one sentence.
    """

    start: int
    end: int
    section: str
    language: str
    sentences: tuple[tuple[int, int], ...] = ()
    role: Role = "text"


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable range of a document. `passage_id` is the catalogue's row id, FAISS's and tantivy's, never reused.

    `ordinal` counts from 0 within the document. `first_page` and `last_page` are None without pages.
    """

    passage_id: int
    doc_id: str
    ordinal: int
    start: int
    end: int
    text: str
    section: str
    first_page: int | None
    last_page: int | None
    language: str
    role: Role = "text"


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be ingested: where, what kind of error, why, and what to do about it."""

    uri: str
    error: str
    reason: str
    advice: str
    failed_at: str = ""
