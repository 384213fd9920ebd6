"""What each passage is, told by its blocks and lines: a table of contents, a bibliography, headings alone, a table.

Precision first: such passages are ranked down, and one that holds an answer must not be. On 18 policy PDFs and the gold
document (278 passages) 10 are contents, references or headings, each rightly so, and 9 are tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.types import Role
from ingest.sections import Unit

MIN_ENTRIES = 3
"""Fewer lines that end in a page number, or look like references, are lists like any other."""

MIN_SHARE = 0.6
"""Of a passage's lines, what must be entries; of its characters, what must be cells of tables."""

# Dots that lead to a page number, and a page number by itself at the end of a line that is no sentence.
_LED = re.compile(r"(?:(?:[.·_]\s?){3,}|…+)\s*\d{1,4}\s*$")
_NUMBERED = re.compile(r"^(?!.*[.;:!?]\s+\d{1,4}\s*$).*[^\W\d].*\s\d{1,4}\s*$")
_CONTENTS_TITLE = re.compile(
    r"(?:sommaire|table des matières|contents|table of contents|inhalt|inhaltsverzeichnis|índice|indice|sommario)"
    r"[\s:.]*$",
    re.IGNORECASE,
)
_REFERENCES_TITLE = re.compile(
    r"(?:\W|\d)*(?:bibliographie|références(?: bibliographiques| externes)?|références et bibliographie|bibliography"
    r"|references|works cited|further reading|literatur(?:verzeichnis)?|quellen(?:verzeichnis)?|bibliografía"
    r"|referencias(?: bibliográficas)?|bibliografia|riferimenti bibliografici)[\s:.]*$",
    re.IGNORECASE,
)
# `Eriksson, O. & Goldkuhl, G., 2013.`, `DUPONT Jean (2019)`, `[12] Smith, A.`: who, then a year not far behind.
_CITATION = re.compile(
    r"^\W*(?:\[\d{1,3}\]\s*)?(?:[^\W\d_a-zà-ÿ][\w’'-]+,?\s+(?:[A-ZÀ-Þ]\.|[A-ZÀ-Þ][\w-]+\s*\()"
    r"|[A-ZÀ-Þ][^.;:!?]{1,60},)[^\n]{0,100}?\(?\b(?:1[89]|20)\d\d[a-z]?\b[).,]"
)
_LINK = re.compile(r"https?://|www\.|\bdoi\b|\bISBN\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…][»”\"')]*$")
MAX_ENTRY_CHARS = 150
"""Under the title of a bibliography, a longer line without an address or a year is a paragraph."""

_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


def roles_of(text: str, units: Sequence[Unit], spans: Sequence[tuple[int, int]]) -> list[Role]:
    """The role of each span of a text. `units` are its blocks; both are in order and don't overlap."""
    roles: list[Role] = []
    first = 0
    for start, end in spans:
        while first < len(units) and units[first].end <= start:
            first += 1
        last = first
        while last < len(units) and units[last].start < end:
            last += 1
        roles.append(_role(text, units[first:last], start, end))
    return roles


def _role(text: str, units: Sequence[Unit], start: int, end: int) -> Role:
    if all(unit.kind == "heading" for unit in units):
        return "heading" if units else "text"
    lines = [line for line in text[start:end].splitlines() if line.strip()]
    if _is_contents(lines):
        return "contents"
    if _is_references(lines):
        return "references"
    in_table = sum(min(unit.end, end) - max(unit.start, start) for unit in units if unit.kind == "table")
    return "table" if in_table >= MIN_SHARE * (end - start) else "text"


def _is_contents(lines: Sequence[str]) -> bool:
    led = sum(_LED.search(line) is not None for line in lines)
    titled = any(_CONTENTS_TITLE.match(line) for line in lines[:2])
    numbered = sum(_NUMBERED.match(line[: 2 * MAX_ENTRY_CHARS]) is not None for line in lines) if titled else 0
    return max(led, numbered) >= max(MIN_ENTRIES, MIN_SHARE * (len(lines) - titled))


def _is_references(lines: Sequence[str]) -> bool:
    cited = sum(_CITATION.match(line) is not None for line in lines)
    if cited >= max(MIN_ENTRIES, 0.5 * len(lines)):  # half: titles and addresses often stand on lines of their own
        return True
    if not _REFERENCES_TITLE.fullmatch(lines[0]):
        return False
    entries = [line for line in lines[1:] if _may_be_entry(line)]
    return len(entries) >= max(MIN_ENTRIES, 0.9 * (len(lines) - 1))


def _may_be_entry(line: str) -> bool:
    """Whether a line under the title of a bibliography may be a work: it names a source, or is too short to tell."""
    return bool(_LINK.search(line) or _YEAR.search(line)) or (
        len(line) <= MAX_ENTRY_CHARS and not _SENTENCE.search(line)
    )
