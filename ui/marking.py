"""Where a passage stands on a page's picture: its characters are looked for among those that are printed there. Pure.

A wrong mark is worse than none: it goes by runs that are printed as they stand in the passage, one that stands twice on
the page counts only beside others that tell which is meant, and nothing is marked unless most of the passage is found.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from ingest.extract.pdfium import Placed

# Letters without spaces, so that broken lines and hyphens don't matter. Two or three words: shorter runs, “of the”,
# stand everywhere.
RUN = 12
# Of a passage that is shorter than a run, as long as it stands once on the page.
LEAST = 4
# Of the passage's letters on this page. Below, what was found may be a running header with the words of the title.
SHARE = 0.5
# How much more, or less, may stand between two runs than in the passage, beside a quarter of it: what a ligature that
# the file names otherwise hides, a repaired word.
SLIP = 3
# Letters that may stand between two runs as those of the passage, none of them the same: some ten words.
GAP = 10 * RUN
# Letters that a run must bring to stand elsewhere on the page than after the one before it.
JUMP = RUN
# Letters before the first run and after the last that are looked through for shorter ones: some words; and the share of
# them that must be there.
END, ALIKE = 60, 0.6
# A page of a table may have thousands; the longest tell where the passage is.
MOST_RUNS = 400


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: shares of its width and height, from the top left."""

    left: float
    top: float
    right: float
    bottom: float


class Run(NamedTuple):
    """Letters of the passage that are printed as they stand: where they begin in one and in the other, how many."""

    begin: int
    start: int
    length: int

    @property
    def shift(self) -> int:
        """How much farther on the page than in the passage it stands; near alike for runs that follow one another."""
        return self.start - self.begin


def boxes_of(passage: str, page: Sequence[Placed]) -> list[Box]:
    """The rectangles of the passage on the page, one or more a line, in reading order; none where it isn't certain."""
    printed, places = _letters(placed.text for placed in page)
    wanted, _ = _letters(passage)
    spans = [_whole(part, wanted, printed) for part in _parts(_chain(_runs(wanted, printed)), wanted, printed)]
    if sum(covered for _, _, covered in spans) < max(SHARE * len(wanted), 1):
        return []
    chosen = sorted({places[index] for first, last, _ in spans for index in range(first, last)})
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


def _runs(wanted: str, printed: str) -> list[Run]:
    """Every run that can't be longer at either end, the longest ones where there are very many; in order."""
    size = min(RUN, len(wanted))
    if size < LEAST:
        return []
    at: dict[str, list[int]] = defaultdict(list)
    for start in range(len(printed) - size + 1):
        at[printed[start : start + size]].append(start)
    found = [
        Run(begin, start, _common(wanted, begin, printed, start))
        for begin in range(len(wanted) - size + 1)
        for start in at.get(wanted[begin : begin + size], ())
        if not begin or not start or wanted[begin - 1] != printed[start - 1]
    ]
    return sorted(sorted(found, key=lambda run: -run.length)[:MOST_RUNS])


def _common(wanted: str, begin: int, printed: str, start: int) -> int:
    most = min(len(wanted) - begin, len(printed) - start)
    return next((step for step in range(most) if wanted[begin + step] != printed[start + step]), most)


def _chain(runs: Sequence[Run]) -> list[Run]:
    """The runs that together have the most letters, in the passage's order, less what each jump on the page costs.

    A passage may be printed in pieces, in columns or around a picture; but of two places for the same words the one
    beside their neighbours is meant, though a ligature makes the run there a letter shorter.
    """
    best: list[tuple[float, int]] = []  # the letters of the best chain that ends with this run, and the run before
    for place, run in enumerate(runs):
        found = (float(run.length), -1)
        for earlier, before in enumerate(runs[:place]):
            overlap = max(before.begin + before.length - run.begin, 0)
            if before.begin >= run.begin or overlap >= min(run.length, before.length):
                continue
            cost = 0 if _follows(before, run) else JUMP
            found = max(found, (best[earlier][0] + run.length - overlap - cost, earlier))
        best.append(found)
    place = max(range(len(runs)), key=lambda each: best[each][0], default=-1)
    chain = []
    while place >= 0:
        chain.append(runs[place])
        place = best[place][1]
    return chain[::-1]


def _follows(before: Run, run: Run) -> bool:
    """Whether a run stands on the page where it would, after the one before and what is printed between them."""
    gap = max(run.begin - before.begin - before.length, 0)
    return run.start > before.start and gap <= GAP and abs(run.shift - before.shift) <= SLIP + gap // 4


def _parts(chain: Sequence[Run], wanted: str, printed: str) -> list[list[Run]]:
    """The runs that follow one another; those only that hold one which stands a single time on the page."""
    parts: list[list[Run]] = []
    for run in chain:
        if parts and _follows(parts[-1][-1], run):
            parts[-1].append(run)
        else:
            parts.append([run])
    return [part for part in parts if any(_is_single(run, wanted, printed) for run in part)]


def _is_single(run: Run, wanted: str, printed: str) -> bool:
    return printed.count(wanted[run.begin : run.begin + run.length]) == 1


def _whole(part: Sequence[Run], wanted: str, printed: str) -> tuple[int, int, int]:
    """From where to where a part is printed, with the words at its ends that are broken by ligatures, and how many of
    the passage's letters that is.
    """
    first, last = part[0], part[-1]
    ahead = wanted[max(first.begin - END, 0) : first.begin]
    behind = wanted[last.begin + last.length :][:END]
    stop = last.start + last.length
    before = _reach(ahead[::-1], printed[max(first.start - len(ahead) - SLIP, 0) : first.start][::-1])
    after = _reach(behind, printed[stop : stop + len(behind) + SLIP])
    return first.start - before, stop + after, sum(run.length for run in part) + before + after


def _reach(wanted: str, printed: str) -> int:
    """How many of these printed letters are the beginning of `wanted`, some of them missing or mended."""
    far = covered = 0
    reached = 0
    for wanted_at, printed_at, length in SequenceMatcher(None, wanted, printed, autojunk=False).get_matching_blocks():
        covered += length if length >= LEAST or far == wanted_at else 0
        far = wanted_at + length
        ends = length > 0 and far == len(wanted) and max(wanted_at, printed_at) <= SLIP  # a word cut by a ligature
        certain = length >= LEAST and covered >= ALIKE * far and abs(wanted_at - printed_at) <= SLIP + far // 4
        if ends or certain:
            reached = printed_at + length
    return reached


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
