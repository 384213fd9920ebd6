"""Ranges of a document's text as evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.instrument import Evidence
from corpus.types import Document

OPENING = 700
"""Characters in which a text says what it is: a cover, a title with its subtitle, a first paragraph."""

READ = 40_000
"""Characters that are read for anything but dates on the way: longer texts name what matters before."""


@dataclass(frozen=True, slots=True)
class Span:
    """A range of a text."""

    start: int
    end: int


def evidence(document: Document, start: int, end: int) -> Evidence:
    """The words of a range and the page that they begin on. The range must not be empty."""
    page, _ = document.pages_of(start, end)
    return Evidence(start, end, page, document.text[start:end])


def title_span(document: Document) -> Span | None:
    """Where the title stands in the text, whatever its white space; None where only the source states it."""
    return _title_span(document.title, document.text)


@lru_cache(maxsize=2)  # five parts of the description ask for that of the same document
def _title_span(title: str, text: str) -> Span | None:
    words = title.split()
    if not words:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words)
    found = re.search(pattern, text[:READ]) or re.search(pattern, text[:READ], re.IGNORECASE)
    return Span(found.start(), found.end()) if found else None


def sentence_around(text: str, position: int) -> Span:
    """The sentence or line that a position stands in, without the white space around it."""
    start = max(text.rfind(mark, 0, position) + len(mark) for mark in ("\n", ". ", "! ", "? "))
    if start <= 1 and not text.startswith("\n"):
        start = 0
    ends = [found for mark in ("\n", ". ", "! ", "? ") if (found := text.find(mark, position)) >= 0]
    end = min(ends, default=len(text))
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end)


def lines(text: str, limit: int) -> Iterator[Span]:
    """The lines of the first `limit` characters that hold anything, stripped."""
    for found in re.finditer(r"[^\n]+", text[:limit]):
        line = found.group()
        lead = len(line) - len(line.lstrip())
        if line.strip():
            yield Span(found.start() + lead, found.start() + len(line.rstrip()))
