"""Where a passage stands on a page's picture: its characters are looked for among those that are printed there. Pure.

A wrong mark is worse than none: only runs that are printed as they stand in the passage are marked, a run that stands
twice on the page only where the one before tells which is meant, and all of it only where most of the passage is found.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.extract.pdfium import Placed

# Letters without spaces, so that broken lines and hyphens don't matter. Two or three words: shorter runs, “of the”,
# stand everywhere.
RUN = 12
# Of a passage that is shorter than a run, as long as it stands once on the page.
LEAST = 4
# Of the passage's letters on this page. Below, what was found may be a running header with the words of the title.
SHARE = 0.5
# Printed letters between two runs that go on from one another are of the passage too: a ligature that the file names
# otherwise, a repaired word. A word or two of them, and about as many as the passage has there.
GAP, SLIP = 2 * RUN, 3


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: shares of its width and height, from the top left."""

    left: float
    top: float
    right: float
    bottom: float


def boxes_of(passage: str, page: Sequence[Placed]) -> list[Box]:
    """The rectangles of the passage on the page, one or more a line, in reading order; none where it isn't certain."""
    printed, places = _letters(placed.text for placed in page)
    wanted, _ = _letters(passage)
    found = _found(wanted, printed)
    if sum(length for _, _, length in found) < max(SHARE * len(wanted), 1):
        return []
    runs = [(start, length) for _, start, length in found] + list(_between(found))
    chosen = sorted({places[index] for start, length in runs for index in range(start, start + length)})
    return list(_lines(chosen, page))


def _letters(parts: Iterable[str]) -> tuple[str, list[int]]:
    """The letters and digits as they are compared, and the place of the part that each comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, part in enumerate(parts):
        for sign in unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", part).casefold()):
            if sign.isalnum():
                letters.append(sign)
                places.append(place)
    return "".join(letters), places


def _found(wanted: str, printed: str) -> list[tuple[int, int, int]]:
    """Runs of `wanted` in `printed`: where each begins in one and in the other, and its length."""
    run = min(RUN, len(wanted))
    if run < LEAST:
        return []
    at: dict[str, list[int]] = defaultdict(list)
    for start in range(len(printed) - run + 1):
        at[printed[start : start + run]].append(start)
    found: list[tuple[int, int, int]] = []
    begin = 0
    while begin <= len(wanted) - run:
        starts = at.get(wanted[begin : begin + run], ())
        best = _best([(start, _common(wanted, begin, printed, start)) for start in starts], found)
        if best:
            found.append((begin, *best))
            begin += best[1]
        else:
            begin += 1
    return found


def _between(found: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """What is printed between two runs that go on from one another: where it begins, and its length."""
    for (begin, start, length), (next_begin, next_start, _) in pairwise(found):
        wanted, printed = next_begin - begin - length, next_start - start - length
        if 0 < printed <= GAP and abs(printed - wanted) <= SLIP:
            yield start + length, printed


def _common(wanted: str, begin: int, printed: str, start: int) -> int:
    most = min(len(wanted) - begin, len(printed) - start)
    return next((step for step in range(most) if wanted[begin + step] != printed[start + step]), most)


def _best(candidates: Sequence[tuple[int, int]], before: Sequence[tuple[int, int, int]]) -> tuple[int, int] | None:
    """The longest run; of several, the one that goes on from the run before; none where that can't be told."""
    longest = max((length for _, length in candidates), default=0)
    alike = [candidate for candidate in candidates if candidate[1] == longest]
    if len(alike) <= 1:
        return alike[0] if alike else None
    if not before:
        return None
    _, start, length = before[-1]
    following = [candidate for candidate in alike if candidate[0] >= start + length]
    return min(following, default=None)


def _lines(chosen: Sequence[int], page: Sequence[Placed]) -> Iterator[Box]:
    """The characters' boxes, those that stand beside each other on one line as one."""
    line: Box | None = None
    for index in chosen:
        box = Box(*page[index][1:])
        if line is not None and _beside(line, box):
            line = Box(
                min(line.left, box.left),
                min(line.top, box.top),
                max(line.right, box.right),
                max(line.bottom, box.bottom),
            )
            continue
        if line is not None:
            yield line
        line = box
    if line is not None:
        yield line


def _beside(line: Box, box: Box) -> bool:
    """Whether a character goes on a line: it overlaps in height by half, and stands no wider apart than two letters."""
    height = min(line.bottom - line.top, box.bottom - box.top)
    overlap = min(line.bottom, box.bottom) - max(line.top, box.top)
    apart = max(box.left - line.right, line.left - box.right)
    return overlap >= 0.5 * height and apart <= 1.5 * max(line.bottom - line.top, box.bottom - box.top)
