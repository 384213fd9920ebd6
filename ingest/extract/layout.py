"""Lines of PDF pages become paragraphs, list items and table rows.

What the extractor hands on is what a reader sees as one paragraph; joining its lines is `ingest.clean`'s.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.extract.base import CELL_SEPARATOR
from ingest.extract.lines import WIDTH_ERROR, Line, Style, text_width
from ingest.extract.text import BULLET, NUMBER

PARAGRAPH_GAP = 1.25
"""Lines further apart than this many usual distances are two paragraphs; Word's smallest spacing after a paragraph
(6 pt at 11 pt) is 1.4 usual distances."""

LARGEST_LEADING = 2.4
"""Letter sizes between two lines of one paragraph, at most: double spacing is 2.3."""

USUAL_LEADING = 1.3
"""Letter sizes between two lines where a document is too short to tell."""

LARGE_LEADING = 1.35
"""And at least this much in letters larger than the body's: few headings have two lines to measure."""

MIN_ROWS = 3
"""Lines with cells under each other before they are a table; two may be chance, unless they have three cells."""

OPEN_GAP = 1.6
"""As `PARAGRAPH_GAP`, where the line ends within a sentence and the next begins with a small letter."""

INDENT = 0.9
HANGING = 5.0
"""Letter sizes by which a paragraph's first line is set in or hangs out, at least and at most."""

SLACK = 0.1
"""Share of the column that a line must leave free, beyond the next word, to be taken for a paragraph's last."""

CERTAIN_SLACK = 0.35
"""And this share, whatever it ends with."""

COLUMN_WIDTH = 18.0
"""Points. Lines that begin within about twice this of each other share a column: an indent is 10 to 30."""

_SENTENCE_END = re.compile(r"[.!?…:;][»”\"')\]]*(?:\s?[¹²³⁴-⁹⁰])?$")
_ABBREVIATION = re.compile(r"\b(?:p|pp|art|al|n|nr|no|cf|vol|fig|tab|abs|bzw|ca|etc|num|cap)\.$", re.IGNORECASE)
_CONTENTS_ENTRY = re.compile(r"(?:^| )… ?\S{1,6}$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, and the box that they stand in."""

    lines: tuple[Line, ...]
    is_row: bool = False

    @property
    def text(self) -> str:
        if self.is_row:
            return CELL_SEPARATOR.join(text for _, text in self.lines[0].cells)
        return "\n".join(line.text for line in self.lines)

    @property
    def style(self) -> Style:
        letters = Counter[Style]()
        for line in self.lines:
            letters[line.style] += len(line.text)
        return letters.most_common(1)[0][0]

    @property
    def is_bold(self) -> bool:
        return all(line.style.bold for line in self.lines)


def paragraphs_of(pages: Sequence[Sequence[Line]]) -> list[list[Paragraph]]:
    """The paragraphs of each page, in the order drawn."""
    leadings = _usual_leadings(pages)
    body = _body_size(pages)
    leadings |= {size: max(usual, LARGE_LEADING * size) for size, usual in leadings.items() if size > body}
    return [list(_paragraphs(lines, leadings)) for lines in pages]


def _usual_leadings(pages: Sequence[Sequence[Line]]) -> dict[float, float]:
    """The usual distance between two lines of a paragraph, by letter size, over the document."""
    distances: dict[float, Counter[float]] = {}
    for lines in pages:
        for line, following in pairwise(lines):
            distance = line.y - following.y
            if line.size == following.size and 0.8 * line.size < distance < LARGEST_LEADING * line.size:
                distances.setdefault(line.size, Counter())[round(2 * distance) / 2] += 1
    return {size: counts.most_common(1)[0][0] for size, counts in distances.items()}


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    letters = Counter[float]()
    for lines in pages:
        for line in lines:
            letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _paragraphs(lines: Sequence[Line], leadings: dict[float, float]) -> Iterator[Paragraph]:
    rows = _table_rows(lines)
    rights = _column_rights(lines)
    current: list[Line] = []
    for index, line in enumerate(lines):
        goes_on = current and not rows[index] and not rows[index - 1]
        if goes_on and _same_paragraph(current, line, leadings, rights[index - 1]):
            current.append(line)
            continue
        if current:
            yield Paragraph(tuple(current), is_row=rows[index - 1])
        current = [line]
    if current:
        yield Paragraph(tuple(current), is_row=rows[-1])


def _table_rows(lines: Sequence[Line]) -> list[bool]:
    """Which lines are rows of a table: several in a row, each with cells under one of the row before."""
    rows = [False] * len(lines)
    first = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and _aligned(lines[index - 1], lines[index]):
            continue
        run = lines[first:index]
        if len(run) >= MIN_ROWS or (len(run) > 1 and all(len(line.cells) > 2 for line in run)):
            rows[first:index] = [True] * len(run)
        first = index
    return rows


def _aligned(line: Line, following: Line) -> bool:
    """Whether a cell of one line, not the first, begins where one of the next begins."""
    lefts = [x for x, _ in following.cells[1:]]
    return any(abs(x - left) < INDENT * line.size for x, _ in line.cells[1:] for left in lefts)


def _column_rights(lines: Sequence[Line]) -> list[float]:
    """For each line the right edge of its column: the farthest of the lines that begin about where it begins."""
    columns: dict[int, float] = {}
    for line in lines:
        for column in _columns(line):
            columns[column] = max(columns.get(column, line.right), line.right)
    return [columns[round(line.x / COLUMN_WIDTH)] for line in lines]


def _columns(line: Line) -> range:
    place = round(line.x / COLUMN_WIDTH)
    return range(place - 1, place + 2)


def _same_paragraph(current: Sequence[Line], line: Line, leadings: dict[float, float], right: float) -> bool:
    previous = current[-1]
    if line.turned or previous.turned or abs(line.size - previous.size) > WIDTH_ERROR * previous.size:
        return False
    usual = leadings.get(previous.size, USUAL_LEADING * previous.size)
    distance = previous.y - line.y
    open_end = _is_open(previous, line)
    largest = OPEN_GAP * max(usual, USUAL_LEADING * line.size) if open_end else PARAGRAPH_GAP * usual
    if not 0.3 * line.size < distance <= largest:
        return False
    if _CONTENTS_ENTRY.search(previous.text) or (_begins_item(line) and not _is_mid_sentence(current, line, right)):
        return False
    if line.x > previous.right or line.right < previous.x:
        return False
    if line.style.bold != previous.style.bold and _is_last(previous, line, right):
        return False
    return (open_end or _is_under(current, line)) and not _is_last(previous, line, right)


def _is_open(line: Line, following: Line) -> bool:
    """Whether the text cannot end with a line: the next begins with a small letter, or a bracket is still open."""
    bracket = line.text.count("(") > line.text.count(")") and ")" in following.text
    return bracket or (following.text[0].islower() and not _SENTENCE_END.search(line.text))


def _begins_item(line: Line) -> bool:
    return bool(BULLET.match(line.text) or NUMBER.match(line.text)) or line.text in "•▪-–"


def _is_mid_sentence(current: Sequence[Line], line: Line, right: float) -> bool:
    """Whether what looks like an item's mark begins a line by chance: the `1)` of `(p.⏎1)`, a dash between clauses."""
    previous = current[-1]
    if line.text[0] in "•▪◦●■□►▸✓✔➢➤❖❑❏☐☑" or abs(line.x - previous.x) >= INDENT * line.size:
        return False
    open_end = not _SENTENCE_END.search(previous.text) or _ABBREVIATION.search(previous.text)
    full = (right - previous.right) / max(right - previous.x, 1.0) < 2 * SLACK
    return bool(open_end) and full and not _begins_item(current[0])


def _is_under(current: Sequence[Line], line: Line) -> bool:
    """Whether a line begins where the paragraph's lines do, or is centred under them."""
    previous = current[-1]
    indent = INDENT * line.size
    shift = line.x - previous.x
    if abs(shift) < indent:
        return True
    wider = max(line.right - line.x, previous.right - previous.x)
    if (
        abs(line.x + line.right - previous.x - previous.right) < 2 * WIDTH_ERROR * wider
        and shift * (line.right - previous.right) < 0
    ):
        return True
    if len(current) > 1:
        return False
    # A paragraph's first line may be set in; a list item's hangs out.
    return 0 < shift < HANGING * line.size if _begins_item(previous) else -HANGING * line.size < shift < 0


def _is_last(line: Line, following: Line, right: float) -> bool:
    """Whether a line is its paragraph's last: the next word would have fitted on it."""
    column = max(right - line.x, 1.0)
    word = text_width(following.text.split(maxsplit=1)[0] + " ", following.size)
    slack = (right - line.right - word) / column
    if _is_open(line, following) or following.text[0].islower():
        return False
    if line.text[-1] in ";:" and following.text[0].isupper():
        return True
    return slack > CERTAIN_SLACK or (slack > SLACK and _SENTENCE_END.search(line.text) is not None)
