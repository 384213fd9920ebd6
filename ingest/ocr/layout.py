"""Tesseract's table of words becomes blocks, in its reading order.

Its lines go the way of a text layer's; its own paragraphs are not taken, since it parts them at any full line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from corpus.types import Block
from ingest.extract.layout import Paragraph, paragraphs_of
from ingest.extract.lines import Line, Style
from ingest.extract.text import BULLET, NUMBER

MIN_CONFIDENCE = 30.0
"""A paragraph below this is a drawing, a stamp or a signature: true lines of bad copies have 50 and more."""

HEADING = 1.2
LARGE_HEADING = 1.6
"""Times the size of most letters: by the picture, sizes are off by a twentieth, of one word by a tenth."""

MAX_HEADING_LINES = 3
MAX_HEADING_CHARS = 160

SAME_SIZE = 0.85
"""Lines between this share of the usual size and `HEADING` times it are of one size of letters."""

SHORT, TALL, BELOW = 0.46, 0.69, 0.21
"""How high letters are without and with an ascender, and how far they go below the line, as shares of their size."""

CELL_GAP = 2.5
"""Sizes between two words of a line that are cells of a table; in justified text up to 1.5."""

_COLUMNS = 12
_WORD_LEVEL = "5"
_POINTS = 72 / 300
"""Points a pixel: pages are read at 300 dpi."""

_LOW = frozenset("acemnorsuvwxzıæœ.,;:-–—")
_DESCENDING = frozenset("gjpqyçQ,;()[]|/")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its block, paragraph and line, its box in pixels from the top left, Tesseract's confidence, 0 to 100."""

    text: str
    place: tuple[int, int, int]
    left: int
    top: int
    width: int
    height: int
    confidence: float


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What was read of one page. `confidence` is the mean over its words, 0 without any."""

    blocks: tuple[Block, ...]
    confidence: float = 0.0

    @property
    def letters(self) -> int:
        return sum(not character.isspace() for block in self.blocks for character in block.text)


def page_of(tsv: str, page: int) -> OcrPage:
    """The blocks of one picture, which is page `page` of its document."""
    paragraphs = [list(group) for _, group in groupby(_words(tsv), key=lambda word: word.place[:2])]
    words = [word for paragraph in paragraphs if _is_text(paragraph) for word in paragraph]
    if not words:
        return OcrPage(())
    lines = [list(group) for _, group in groupby(words, key=lambda word: word.place)]
    usual = median(_size(line) for line in lines for _ in line)
    (laid_out,) = paragraphs_of([[_line(line, usual) for line in lines]])
    confidence = sum(word.confidence for word in words) / len(words)
    return OcrPage(tuple(_block(paragraph, page, usual * _POINTS) for paragraph in laid_out), confidence)


def _words(tsv: str) -> Iterator[Word]:
    for row in tsv.splitlines():
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) == _COLUMNS and cells[0] == _WORD_LEVEL and cells[11].strip():
            block, paragraph, line = (int(cell) for cell in cells[2:5])
            left, top, width, height = (int(cell) for cell in cells[6:10])
            confidence = max(0.0, float(cells[10]))
            yield Word(cells[11].strip(), (block, paragraph, line), left, top, width, height, confidence)


def _is_text(words: Sequence[Word]) -> bool:
    if not any(character.isalnum() for word in words for character in word.text):
        return False
    return sum(word.confidence for word in words) >= MIN_CONFIDENCE * len(words)


def _size(line: Sequence[Word]) -> float:
    """The size of a line's letters in pixels, by the heights of its words and the letters that they are made of."""
    written = [word for word in line if any(character.isalnum() for character in word.text)] or line
    return median(word.height / _expected_height(word.text) for word in written)


def _expected_height(text: str) -> float:
    upper = SHORT if set(text) <= _LOW | set("gpqyç") else TALL
    return upper + (BELOW if _DESCENDING & set(text) else 0.0)


def _line(words: Sequence[Word], usual: float) -> Line:
    measured = _size(words)
    size = usual if SAME_SIZE * usual <= measured < HEADING * usual else measured
    return Line(
        cells=tuple((cell[0].left * _POINTS, " ".join(word.text for word in cell)) for cell in _cells(words, usual)),
        style=Style(size * _POINTS, bold=False, italic=False),
        x=words[0].left * _POINTS,
        right=max(word.left + word.width for word in words) * _POINTS,
        y=-median(word.top + word.height for word in words) * _POINTS,
    )


def _cells(words: Sequence[Word], usual: float) -> list[list[Word]]:
    cells = [[words[0]]]
    for before, word in pairwise(words):
        if word.left - before.left - before.width > CELL_GAP * usual:
            cells.append([])
        cells[-1].append(word)
    return cells


def _block(paragraph: Paragraph, page: int, usual: float) -> Block:
    text, size = paragraph.text, paragraph.style.size
    if paragraph.is_row:
        return Block(text, "table", page)
    if size >= HEADING * usual and _may_be_heading(text, len(paragraph.lines)):
        return Block(text, "heading", page, 1 if size >= LARGE_HEADING * usual else 2, joinable=True)
    if bullet := BULLET.match(text):
        return Block(text[bullet.end() :], "list_item", page, joinable=True)
    return Block(text, "list_item" if NUMBER.match(text) else "paragraph", page, joinable=True)


def _may_be_heading(text: str, lines: int) -> bool:
    short = lines <= MAX_HEADING_LINES and len(text) <= MAX_HEADING_CHARS
    letters = sum(character.isalpha() for character in text)
    return short and letters > 2 and not BULLET.match(text) and not text[0].islower() and text[-1] not in ".,;"
