"""Fragments of a PDF page become lines: what stands on one baseline, cells apart, raised letters told from the rest.

Coordinates are PDF's: points, y upwards. pypdf gives the start of each fragment and not its end, so widths are
estimated from the letters and are off by a tenth.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of text in one font. `turned` is the angle it is written at, in quarters of a turn to the left."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False
    italic: bool = False
    turned: int = 0
    font: str = ""


class Style(NamedTuple):
    """What most letters of a line or paragraph look like; `size` in points, to the half."""

    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Text on one baseline. `cells` are its parts that stand wide apart, each with its left edge."""

    cells: tuple[tuple[float, str], ...]
    style: Style
    x: float
    right: float
    y: float
    turned: int = 0

    @property
    def text(self) -> str:
        return " ".join(text for _, text in self.cells)

    @property
    def size(self) -> float:
        return self.style.size


RAISED_SIZE = 0.8
"""Raised and lowered letters are smaller than this share of their line; Word's are .65, LibreOffice's .58."""

SAME_BASELINE = 0.3
RAISED_BASELINE = 0.7
"""Shares of the letter size that a baseline may differ by, for plain text and for raised or lowered letters."""

CELL_GAP = 1.2
"""Letter sizes between two cells of a row. A word space is 0.25, in justified text up to 1."""

SAME_COLUMN = 0.7
"""Points that the left edges of a table's cells differ by at most."""

WIDTH_ERROR = 0.12
"""The share that an estimated width is taken to be off by: of 520 runs of the policy PDFs, four in five come out at
.90 to 1.16 of their true width."""

_NARROW = frozenset("iljtfrI.,;:'’!|()[]·•-\"*° ")
_WIDE = frozenset("mwMW@—…%œæŒÆ")
_LEADERS = re.compile(r"(?:[ \t]{0,3}[.…·_]){5,}[ \t]*")
_SEVERAL_LEADERS = re.compile(r"(?:… ?[._·]* ?){2,}")
_SPACES = re.compile(r"[ \t\n\r\u00a0\u2000-\u200a\u202f\u205f\u3000]+")  # \s would take lost ligatures along
_GOES_WITH_WORD = re.compile(r"[-‐,.;:)»]")
_MARKER = re.compile(r"\S|\(?\w{1,3}[.)]|\d{1,2}(?:\.\d{1,2})+\.?")  # a bullet or a number: with its text, no cell
_SPACE_AFTER_MARK = re.compile(r"(?<=[⁰¹²³⁴-⁹]) (?=[,.)])")
_ORDINAL = re.compile(r"(?:er|ers|re|e|es|ère|ème|eme|ième|nd|nde|d|o|os|a|th|st|rd)$")
_UNIT = re.compile(r"(?:^|[\s\d(])[kcdm]?m$")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def text_width(text: str, size: float) -> float:
    """About how wide a text is: the mean widths of Arial, Times and Calibri by kind of letter."""
    units = 0.0
    for character in text:
        if character in _NARROW:
            units += 0.28
        elif character in _WIDE:
            units += 0.85
        else:
            units += 0.64 if character.isupper() else 0.5
    return units * size


def upright(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The page turned so that most of its text runs from left to right; text at other angles comes last."""
    letters = Counter[int]()
    for fragment in fragments:
        letters[fragment.turned] += len(fragment.text.strip())
    if not letters:
        return []
    angle = letters.most_common(1)[0][0]
    turned = [_turned(fragment, angle) for fragment in fragments]
    return [f for f in turned if f.turned == 0] + [f for f in turned if f.turned != 0]


def _turned(fragment: Fragment, angle: int) -> Fragment:
    x, y = fragment.x, fragment.y
    for _ in range(angle):
        x, y = y, -x
    return replace(fragment, x=x, y=y, turned=(fragment.turned - angle) % 4)


def lines_of(fragments: Sequence[Fragment]) -> list[Line]:
    """The lines of a page, in the order they were drawn in."""
    groups: list[list[Fragment]] = []
    for fragment in fragments:
        if not groups:
            groups = [[fragment]]
        elif not fragment.text.strip():
            groups[-1].append(fragment)
        elif not _is_overprint(groups[-1], fragment):
            if _continues(groups[-1], fragment):
                groups[-1].append(fragment)
            else:
                groups.append([fragment])
    groups = [group for group in groups if _written(group)]
    cells = [_cells(group, ()) for group in groups]
    return [_line(group, _cells(group, _columns_beside(cells, index))) for index, group in enumerate(groups)]


def _columns_beside(cells: Sequence[Sequence[tuple[float, str]]], index: int) -> list[float]:
    """Where the cells of the lines before and after begin, but for the first: a cell here may begin there too."""
    beside = [*cells[max(0, index - 1) : index], *cells[index + 1 : index + 2]]
    return [x for line in beside for x, _ in line[1:]]


def _written(group: Sequence[Fragment]) -> list[Fragment]:
    return [fragment for fragment in group if fragment.text.strip()]


def _is_overprint(group: Sequence[Fragment], fragment: Fragment) -> bool:
    """Whether a text is drawn a second time, a hair beside the first, to look bold."""
    return any(
        previous.text.strip() == fragment.text.strip()
        and math.dist((previous.x, previous.y), (fragment.x, fragment.y)) < 1
        for previous in group[-4:]
    )


def _continues(group: Sequence[Fragment], fragment: Fragment) -> bool:
    """Whether a fragment goes on to the right on the baseline of those before it."""
    written = _written(group)
    if not written:
        return True
    last, main = written[-1], max(written, key=lambda f: f.size)
    larger, smaller = max(main.size, fragment.size), min(main.size, fragment.size)
    allowed = RAISED_BASELINE if smaller < RAISED_SIZE * larger else SAME_BASELINE
    if fragment.turned != last.turned or fragment.turned or abs(fragment.y - main.y) > allowed * larger:
        return False
    return fragment.x > last.x + (1 - 2 * WIDTH_ERROR) * text_width(last.text.strip(), last.size) - fragment.size


def _line(group: Sequence[Fragment], cells: Sequence[tuple[float, str]]) -> Line:
    written = _written(group)
    main = _main(written)
    weights = Counter[Style]()
    for fragment in written:
        weights[_style(fragment)] += sum(character.isalnum() for character in fragment.text) or 1
    right = max(f.x + text_width(_LEADERS.sub("", f.text).strip(), f.size) for f in written)
    spaced = ((x, _spaced(text)) for x, text in cells)
    style = weights.most_common(1)[0][0]
    return Line(tuple(cell for cell in spaced if cell[1]), style, written[0].x, right, main.y, main.turned)


def _spaced(text: str) -> str:
    text = _SEVERAL_LEADERS.sub("… ", _SPACES.sub(" ", text))
    return _SPACE_AFTER_MARK.sub("", text).strip(" ")


def _style(fragment: Fragment) -> Style:
    return Style(round(2 * fragment.size) / 2, fragment.bold, fragment.italic)


def _main(written: Sequence[Fragment]) -> Fragment:
    """A fragment of the size that most letters of a line have."""
    sizes = Counter[float]()
    for fragment in written:
        sizes[fragment.size] += sum(character.isalnum() for character in fragment.text) or 1
    size = sizes.most_common(1)[0][0]
    return next(fragment for fragment in written if fragment.size == size)


def _cells(group: Sequence[Fragment], columns: Sequence[float]) -> list[tuple[float, str]]:
    """The parts of a line that stand wide apart, or where cells of its neighbours begin, each with its left edge."""
    main = _main(_written(group))
    cells: list[tuple[float, str]] = []
    right = 0.0
    space = False
    for fragment in group:
        text = _LEADERS.sub(" … ", fragment.text)
        if not text.strip():
            space = True
            continue
        width = text_width(fragment.text.strip(), fragment.size)
        error = WIDTH_ERROR * (right - cells[-1][0]) if cells else 0.0
        wide = fragment.x - right > CELL_GAP * main.size + error
        apart = wide or any(abs(fragment.x - column) < SAME_COLUMN for column in columns)
        if not cells or (apart and not _GOES_WITH_WORD.match(text) and not _MARKER.fullmatch(cells[-1][1].strip())):
            cells.append((fragment.x, text))
        else:
            before = cells[-1][1] + (" " if space or (apart and not _GOES_WITH_WORD.match(text)) else "")
            cells[-1] = (cells[-1][0], _joined(before, text, fragment, main))
        right = fragment.x + width
        space = False
    return cells


def _joined(before: str, text: str, fragment: Fragment, main: Fragment) -> str:
    """Two fragments of a line as text: `1` and a raised `er` are `1er`, a raised digit is `²`.

    The mark of a footnote stands apart from its word, so that a search finds the word: `2030 ²`, and `m²`.
    """
    mark = text.strip()
    small = fragment.size < RAISED_SIZE * main.size
    if not small or abs(fragment.y - main.y) < 0.05 * main.size:
        return before + text
    after = text[len(text.rstrip()) :]
    if fragment.y < main.y:
        return before.rstrip() + mark + after if mark.isdigit() else before + text
    if _ORDINAL.match(mark) and re.search(r"[\dIVX]\s*$|\bn\s*$", before):
        return before.rstrip() + mark + after
    if mark.isascii() and mark.isdigit() and before.strip():
        stem = before.rstrip()
        return stem + ("" if _UNIT.search(stem) else " ") + mark.translate(_SUPERSCRIPTS) + (after or " ")
    return before + text
