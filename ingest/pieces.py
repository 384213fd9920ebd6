"""The parts that a passage is made of: sentences, and parts of those that are longer than a passage may be.

Sizes are in tokens. They are added up, which is off by a few: a passage is counted again as a whole in the end.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from ingest.sections import Section, Unit
from ingest.sentences import sentences

CountTokens: TypeAlias = Callable[[Sequence[str]], list[int]]
"""The size of each text as a passage of the encoder, its prefix and special tokens included."""

MAX_COUNTED_CHARS = 4000
"""A longer sentence is cut before it is counted: no passage holds as much, and tokenizers slow down."""

FILLED = 0.8
"""The share of the limit that the parts of an overlong sentence are meant to fill: tokens are not spread evenly."""

_CLAUSE_END = re.compile(r"[,;:–—)»]\s+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or a part of one."""

    start: int
    end: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Blocks, each of pieces, that are kept together while they fit: a table, a list with its introducing line."""

    blocks: tuple[tuple[Piece, ...], ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(chain.from_iterable(self.blocks))

    @property
    def tokens(self) -> int:
        return sum(piece.tokens for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts tokens without the `overhead` that every passage has; no piece may have more than `max_tokens`."""

    count_tokens: CountTokens
    overhead: int
    max_tokens: int

    def pieces(self, text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
        sizes = self.count_tokens([text[start:end] for start, end in spans]) if spans else []
        return [
            Piece(start, end, max(1, size - self.overhead)) for (start, end), size in zip(spans, sizes, strict=True)
        ]


def clusters_of(text: str, sections: Sequence[Section], measure: Measure) -> list[list[Cluster]]:
    """The clusters of each section, all sentences of the document counted in one call."""
    units = [unit for section in sections for unit in section.units]
    spans = [(index, *span) for index, unit in enumerate(units) for span in _sentences(text, unit)]
    pieces = measure.pieces(text, [(start, end) for _, start, end in spans])
    blocks: list[list[Piece]] = [[] for _ in units]
    for (index, _, _), parts in zip(spans, _within_limit(text, pieces, measure), strict=True):
        blocks[index] += parts
    remaining = iter(blocks)
    return [_clusters(text, section.units, remaining) for section in sections]


def _sentences(text: str, unit: Unit) -> Iterator[tuple[int, int]]:
    for start, end in sentences(text[unit.start : unit.end]):
        yield from _lengths(text, unit.start + start, unit.start + end, MAX_COUNTED_CHARS)


def _clusters(text: str, units: Sequence[Unit], blocks: Iterable[list[Piece]]) -> list[Cluster]:
    groups: list[list[tuple[Piece, ...]]] = []
    previous: Unit | None = None
    for unit, pieces in zip(units, blocks, strict=False):  # `blocks` goes on with the next section's
        if previous is not None and _goes_with(text, previous, unit):
            groups[-1].append(tuple(pieces))
        else:
            groups.append([tuple(pieces)])
        previous = unit
    return [Cluster(tuple(group)) for group in groups]


def _goes_with(text: str, previous: Unit, unit: Unit) -> bool:
    """Headings, and lines that end with a colon, stay with what follows; items and rows with those before them."""
    if previous.kind == "heading" or (text[previous.end - 1] == ":" and unit.kind != "heading"):
        return True
    return unit.kind in ("list_item", "table") and previous.kind == unit.kind


def _within_limit(text: str, pieces: Sequence[Piece], measure: Measure) -> list[list[Piece]]:
    """The parts of each piece, none of them over the limit, but for single characters."""
    parts = [[piece] for piece in pieces]
    while True:
        too_long = [
            (index, piece) for index, found in enumerate(parts) for piece in found if _is_too_long(piece, measure)
        ]
        if not too_long:
            return parts
        spans = [(index, *span) for index, piece in too_long for span in _cut(text, piece, measure.max_tokens)]
        for index in {index for index, _ in too_long}:
            parts[index] = [piece for piece in parts[index] if not _is_too_long(piece, measure)]
        shorter = measure.pieces(text, [(start, end) for _, start, end in spans])
        for (index, _, _), piece in zip(spans, shorter, strict=True):
            parts[index].append(piece)
        for index, _ in too_long:
            parts[index].sort(key=lambda piece: piece.start)


def _is_too_long(piece: Piece, measure: Measure) -> bool:
    return piece.tokens > measure.max_tokens and piece.end - piece.start > 1


def _cut(text: str, piece: Piece, max_tokens: int) -> list[tuple[int, int]]:
    """A piece in about equal parts, cut after clauses, else between words, else between characters."""
    count = max(2, math.ceil(piece.tokens / (FILLED * max_tokens)))
    return list(_lengths(text, piece.start, piece.end, max(1, math.ceil((piece.end - piece.start) / count))))


def _lengths(text: str, start: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    """A range in parts of `most` characters and fewer, none of them white space only."""
    while start < end:
        point = end if end - start <= most else _cut_point(text, start, most)
        part = trimmed(text, start, point)
        if part[0] < part[1]:
            yield part
        start = point


def _cut_point(text: str, start: int, length: int) -> int:
    earliest, latest = start + max(1, length // 2), start + length
    for mark in (_CLAUSE_END, _SPACE):
        ends = [match.end() for match in mark.finditer(text, earliest, latest)]
        if ends:
            return ends[-1]
    while latest - 1 > start and unicodedata.combining(text[latest]):
        latest -= 1
    return latest


def halfway(text: str, start: int, end: int) -> int:
    """Where to cut a range in two: between sentences, else words, else characters, as near the middle as can be."""
    middle = (start + end) // 2
    found = [start + offset for offset, _ in sentences(text[start:end])[1:]]
    found = found or [match.end() for match in _SPACE.finditer(text, start + 1, end - 1)]
    return min(found, key=lambda point: abs(point - middle), default=middle)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space at its ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
