"""The blocks of a document's text under their headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import BlockKind
from index.headers import PATH_MARK

MAX_JOINED_TITLE_CHARS = 120
"""A title over two lines; longer rows of headings are lists, and only the last counts."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A heading, paragraph, list item or table row as a range of the text. `level` is a heading's, from 1."""

    start: int
    end: int
    kind: BlockKind = "paragraph"
    level: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """Units from one heading to the next, the heading first. `level` is that of its first heading, 0 without one.

    `path` are the headings above, outermost first, its own last.
    """

    units: tuple[Unit, ...]
    path: tuple[str, ...]
    level: int

    @property
    def is_bare(self) -> bool:
        """Whether it is nothing but headings."""
        return all(unit.kind == "heading" for unit in self.units)


def sections_of(text: str, units: Sequence[Unit]) -> list[Section]:
    """The sections in order; every unit is in one. A heading without a text of its own stands with what follows it.

    Headings left without any, at the end or above a higher one, go to the end of the section before.
    """
    return _without_bare_ends([Section(tuple(found), path, level) for found, path, level in _opened(text, units)])


def _opened(text: str, units: Sequence[Unit]) -> list[tuple[list[Unit], tuple[str, ...], int]]:
    opened: list[tuple[list[Unit], tuple[str, ...], int]] = []
    above: list[tuple[int, str]] = []
    previous: Unit | None = None
    for unit in units:
        if unit.kind != "heading":
            if not opened:
                opened.append(([], (), 0))
            opened[-1][0].append(unit)
        else:
            follows = previous is not None and previous.kind == "heading" and previous.level <= unit.level
            _open(above, unit.level, heading_text(text[unit.start : unit.end]), same_title=follows)
            path = tuple(title for _, title in above)
            if follows and opened[-1][0][0].kind == "heading":
                opened[-1] = ([*opened[-1][0], unit], path, opened[-1][2])
            else:
                opened.append(([unit], path, unit.level))
        previous = unit
    return opened


def _open(above: list[tuple[int, str]], level: int, title: str, *, same_title: bool) -> None:
    """Put a heading on the path. Right below another of its level it is that one's second line, if both are short."""
    while above and above[-1][0] > level:
        above.pop()
    if above and above[-1][0] == level:
        _, before = above.pop()
        if same_title and before != title and len(before) + len(title) < MAX_JOINED_TITLE_CHARS:
            title = f"{before} – {title}"
    above.append((level, title))


def heading_text(text: str) -> str:
    """A heading on one line, without the mark that parts a path."""
    return " ".join(text.replace(PATH_MARK.strip(), ">").split())


def _without_bare_ends(sections: Sequence[Section]) -> list[Section]:
    result: list[Section] = []
    for section in sections:
        if section.is_bare and result:
            last = result[-1]
            result[-1] = Section((*last.units, *section.units), last.path, last.level)
        else:
            result.append(section)
    return result
