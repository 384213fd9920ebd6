"""What an extractor is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from corpus.types import Block, PageReading
from ingest.extract.remarks import Remark

CELL_SEPARATOR = " | "
"""Between the cells of a table row."""


Ocr = Literal["auto", "always", "never"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How sources are read: whether and in which of Tesseract's languages scans are, and passwords to try.

    `auto` is OCR for pages without text or with a text layer that can't be read. `ocr_seconds` is for all pages of
    one source: a fifth less than a source may take as a whole, so that what has been read by then is kept.
    """

    ocr: Ocr = "auto"
    ocr_languages: tuple[str, ...] = ("fra", "eng")
    passwords: tuple[str, ...] = ()
    ocr_seconds: float = 480.0


DEFAULT_READING = ReadOptions()


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one source and what is known of them before they are opened.

    `name` is the file's name (`charte.pdf`), for messages and as the last resort for a title. `url` and `charset`
    are what a web server said, None for a file.
    """

    name: str
    data: bytes
    options: ReadOptions = DEFAULT_READING
    url: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What stands in one source, in reading order.

    `title` is None where the source does not give one. `pages` is the number of pages, None where the format
    has none. `warnings` are for the report. `labels` are what is printed on the pages, where that
    is not their number. `readings` say how each page was read, and how well. `lacking` are the languages that OCR
    should have read and that Tesseract has no data of, all that were asked for where there is no Tesseract.
    """

    blocks: tuple[Block, ...]
    title: str | None = None
    language: str | None = None
    published: date | None = None
    author: str | None = None
    pages: int | None = None
    warnings: tuple[Remark, ...] = ()
    media_type: str = ""
    labels: Mapping[int, str] = field(default_factory=dict)
    readings: tuple[PageReading, ...] = ()
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """One format: how to recognise it by its content and name, and how to read it.

    `extract` raises `SourceError` and nothing else.
    """

    media_type: str
    accepts: Callable[[Content], bool]
    extract: Callable[[Content], Extraction]
