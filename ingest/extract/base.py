"""What an extractor is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from corpus.types import Block

CELL_SEPARATOR = " | "
"""Between the cells of a table row."""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one source and what is known of them before they are opened.

    `name` is the file's name (`charte.pdf`), for messages and as the last resort for a title.
    """

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Extraction:
    """What stands in one source, in reading order.

    `title` is None where the source does not give one. `pages` is the number of pages, None where the format
    has none. `warnings` are whole sentences for the report.
    """

    blocks: tuple[Block, ...]
    title: str | None = None
    language: str | None = None
    published: date | None = None
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """One format: how to recognise it by its content and name, and how to read it.

    `extract` raises `SourceError` and nothing else.
    """

    media_type: str
    accepts: Callable[[Content], bool]
    extract: Callable[[Content], Extraction]
