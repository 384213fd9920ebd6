"""Which paragraphs of a PDF are headings, and of what level: by letter size, weight, the outline and numbering."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from ingest.extract.layout import Paragraph
from ingest.extract.lines import Style
from ingest.extract.text import BULLET

LARGER = 1.12
"""A heading's letters are at least this many times the body's: 14 pt over 12 is 1.17, 12 over 11 only 1.09."""

MAX_LINES = 3
MAX_TITLE_LINES = 6
TITLE_SIZE = 1.6
MAX_CHARS = 160
MAX_BOLD_CHARS = 120
"""Above these a large or bold text is a paragraph: an introduction, a quotation, a warning. In letters of `TITLE_SIZE`
times the body's, as on a cover, it may have more lines."""

MAX_BOLD_SHARE = 0.35
"""Where more of the text is bold than this, bold letters say nothing about headings: .00–.29 in the policy PDFs,
.56 and .70 on slides."""

MAX_HEADING_SHARE = 0.25
"""Headings are at most this share of the text: by size alone they are .00–.09 in the policy PDFs, .30–.36 on slides."""

MAX_LEVEL = 12
"""Slides have many sizes of letters; only the order of levels matters."""

_WORD = re.compile(r"[^\W\d_]{2}")
_NUMBER = re.compile(
    r"(?:(article|chapitre|titre|section|partie|annexe|axe|chapter|part|kapitel|teil|capítulo|artículo|capitolo|articolo)"
    r"\s+)?((?:\d{1,2}|[ivx]{1,5})(?:\.\d{1,2})*)(?:er|°)?\s*(?:[.):/–—-]|\s|$)",
    re.IGNORECASE,
)
_SUBSECTION = re.compile(r"[1-9]\d?(?:\.[1-9]\d?){1,3}\.?\s+[A-ZÀ-Þ][^\W\d]*\s?")
_OPEN_END = re.compile(r"[.,;](?:\s?[¹²³⁴-⁹⁰])?$")
_CONTENTS_ENTRY = re.compile(r" …")


def heading_levels(pages: Sequence[Sequence[Paragraph]], outline: Mapping[str, int]) -> list[list[int]]:
    """The level of each paragraph of each page, from 1; 0 for what is no heading.

    `outline` gives the depth of the entries of the PDF's outline by their `heading_key`.
    """
    body = _body_style(pages)
    body = body._replace(size=_body_size_without_excess(pages, body.size))
    bold_counts = _bold_share(pages) < MAX_BOLD_SHARE
    flags = [
        [
            _may_be_heading(p, body)
            and (heading_key(p.text) in outline or _stands_out(p, body, bold_counts=bold_counts) or _is_numbered(p))
            for p in page
        ]
        for page in pages
    ]
    headings = [p for page, row in zip(pages, flags, strict=True) for p, flag in zip(page, row, strict=True) if flag]
    ranks = _ranks(headings, outline)
    numbering = _Numbering()
    return [
        [numbering.level(p.text, ranks[p.style]) if flag else 0 for p, flag in zip(page, row, strict=True)]
        for page, row in zip(pages, flags, strict=True)
    ]


def heading_key(text: str) -> str:
    """A heading as the outline and the page both write it: letters and digits only."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _body_style(pages: Sequence[Sequence[Paragraph]]) -> Style:
    letters = Counter[Style]()
    for paragraph in chain.from_iterable(pages):
        for line in paragraph.lines:
            letters[line.style] += len(line.text)
    sizes = Counter[float]()
    for style, count in letters.items():
        sizes[style.size] += count
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    return max(
        (style for style in letters if style.size == size), key=lambda s: letters[s], default=Style(0.0, False, False)
    )


def _body_size_without_excess(pages: Sequence[Sequence[Paragraph]], size: float) -> float:
    """The smallest size from `size` up for which larger letters are the exception: on slides they are not."""
    candidates = [p for p in chain.from_iterable(pages) if _may_be_heading(p, Style(size, False, False))]
    letters = sum(len(p.text) for page in pages for p in page)
    for body in sorted({size, *(p.style.size for p in candidates if p.style.size > size)}):
        larger = sum(len(p.text) for p in candidates if p.style.size >= LARGER * body)
        if larger <= MAX_HEADING_SHARE * letters:
            return body
    return size


def _bold_share(pages: Sequence[Sequence[Paragraph]]) -> float:
    counts = [(len(p.text), p.is_bold) for p in chain.from_iterable(pages)]
    return sum(length for length, bold in counts if bold) / max(1, sum(length for length, _ in counts))


def _may_be_heading(paragraph: Paragraph, body: Style) -> bool:
    text = paragraph.text
    most_lines = MAX_TITLE_LINES if paragraph.style.size >= TITLE_SIZE * body.size else MAX_LINES
    return not (
        paragraph.is_row
        or len(paragraph.lines) > most_lines
        or len(text) > MAX_CHARS
        or not _WORD.search(text)
        or BULLET.match(text)
        or _CONTENTS_ENTRY.search(text)
        or _OPEN_END.search(text)
        or not (text[0].isupper() or text[0].isdigit() or text[0] in "«“\"'([¿¡")
    )


def _stands_out(paragraph: Paragraph, body: Style, *, bold_counts: bool) -> bool:
    """Whether a text is larger than the body, or bold and short where the body is not."""
    size = paragraph.style.size
    if size >= LARGER * body.size:
        return True
    bold = bold_counts and paragraph.is_bold and not body.bold and size >= 0.95 * body.size
    return bold and len(paragraph.text) <= MAX_BOLD_CHARS and not paragraph.text.endswith(":")


def _is_numbered(paragraph: Paragraph) -> bool:
    """Whether a line on its own has a number of two parts or more and no sentence's end: `2.1. Literature review`."""
    text = paragraph.text
    return (
        len(paragraph.lines) == 1
        and len(text) <= MAX_BOLD_CHARS
        and bool(_SUBSECTION.match(text))
        and text[-1] not in ":!?"
    )


def _ranks(headings: Sequence[Paragraph], outline: Mapping[str, int]) -> dict[Style, int]:
    """The level of each style of heading: the larger first; of one size, by the outline's depth, then the first met."""
    depths: dict[Style, Counter[int]] = {}
    for paragraph in headings:
        depths.setdefault(paragraph.style, Counter())[outline.get(heading_key(paragraph.text), MAX_LEVEL)] += 1
    order = sorted(
        depths, key=lambda style: (-style.size, depths[style].most_common(1)[0][0])
    )  # stable: first met first
    return {style: min(rank, MAX_LEVEL) for rank, style in enumerate(order, start=1)}


class _Numbering:
    """Keeps numbered headings at one level, whatever their letters: `2.2` with `2.1`, and both below `Article 2`."""

    def __init__(self) -> None:
        self._levels: dict[tuple[str, int], int] = {}

    def level(self, text: str, level: int) -> int:
        match = _NUMBER.match(text)
        if match is None:
            return level
        word, number = (match[1] or "").casefold(), match[2]
        depth = number.count(".")
        if depth:
            above = self._above(number)
            level = min(above + 1, MAX_LEVEL) if above else level
            word = ""
        kind = (word, depth if number[0].isdigit() else -1)
        if not depth:
            self._levels = {known: value for known, value in self._levels.items() if known[1] <= 0}
            self._latest = kind
        return self._levels.setdefault(kind, level)

    _latest: tuple[str, int] = ("", 0)

    def _above(self, number: str) -> int:
        depth = number.count(".") - 1
        return self._levels.get(("", depth) if depth else self._latest, 0)
