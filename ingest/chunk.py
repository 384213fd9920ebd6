"""A document's text into passages: whole sentences under their headings, each within the encoder's limit.

Passages don't overlap, and every character that is no white space is in exactly one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.headers import PATH_MARK, embedding_text
from ingest.pieces import Cluster, CountTokens, Measure, Piece, clusters_of, halfway, trimmed
from ingest.sections import Section, Unit, sections_of

MAX_HEADER_SHARE = 0.3
"""Of `max_tokens`; a longer path is shortened from outside, so that it leaves room for the text."""

EVEN = 1.15
"""By how much a part of a long section may exceed the even share, to end with a paragraph."""

MAX_LEAD_SHARE = 0.25
"""Of a passage, what a heading or an introducing line may have to be kept with the item that follows it."""

MARGIN = 0.03
"""Of `max_tokens`, kept free for what the sum of the sentences' tokens does not tell."""

UNTOLD_TOKENS = 2
"""For a piece, and for a passage, what the sum may be too small by at most: a passage that is within the limit with
these is not counted as a whole. Of 2,213 passages of pages, PDFs and records none was off by more than 1.0 a piece
(lists of single words), and 30 are still counted; counting all took half of the time that a run needs for tokens."""


@dataclass(frozen=True, slots=True)
class ChunkOptions:
    """Sizes in tokens of what is embedded, header, prefix and special tokens included.

    Neighbours below `min_tokens` are merged; sections up to `max_tokens` stay whole; longer ones are cut into parts
    of about `target_tokens`.
    """

    target_tokens: int = 300
    max_tokens: int = 400
    min_tokens: int = 60

    def __post_init__(self) -> None:
        if not 0 < self.min_tokens <= self.target_tokens <= self.max_tokens:
            raise ValueError(f"sizes must go up from min_tokens to max_tokens: {self}")

    def within(self, limit: int) -> ChunkOptions:
        """These options for an encoder that reads `limit` tokens."""
        return ChunkOptions(
            target_tokens=min(self.target_tokens, limit),
            max_tokens=min(self.max_tokens, limit),
            min_tokens=min(self.min_tokens, max(1, limit // 4)),
        )


@dataclass(frozen=True, slots=True)
class Span:
    """A passage: the characters from `start` to `end`, and its section's path."""

    start: int
    end: int
    section: str


def passages_of(text: str, units: Sequence[Unit], count_tokens: CountTokens, options: ChunkOptions) -> list[Span]:
    """The passages of a text, in order. `units` are its blocks, in order and not overlapping."""
    sections = sections_of(text, units)
    if not sections:
        return []
    overhead = count_tokens([""])[0]
    headers = _headers(sections, count_tokens, overhead, options)
    sizes = _Sizes(options, overhead, {path: tokens for path, (_, tokens) in headers.items()})
    clusters = clusters_of(text, sections, Measure(count_tokens, overhead, min(map(sizes.room, headers))))
    spans = [
        (Span(part[0].start, part[-1].end, headers[group.path][0]), sizes.surely_fits(part, group.path))
        for group in _groups(sections, clusters, sizes)
        for part in _parts(group, sizes)
    ]
    return _verified(text, spans, count_tokens, options)


@dataclass(frozen=True, slots=True)
class _Sizes:
    """What the options leave for a passage's text, beside the `overhead` of every passage and its path's header."""

    options: ChunkOptions
    overhead: int
    headers: Mapping[tuple[str, ...], int]

    def room(self, path: tuple[str, ...]) -> int:
        return max(1, int((1 - MARGIN) * self.options.max_tokens) - self.overhead - self.headers[path])

    def target(self, path: tuple[str, ...]) -> int:
        return max(1, min(self.room(path), self.options.target_tokens - self.overhead - self.headers[path]))

    @property
    def least(self) -> int:
        return max(1, self.options.min_tokens - self.overhead)

    def surely_fits(self, pieces: Sequence[Piece], path: tuple[str, ...]) -> bool:
        """Whether a passage of these pieces is within the limit however its tokens are counted."""
        untold = UNTOLD_TOKENS * (len(pieces) + 1)
        return self.overhead + self.headers[path] + _tokens(pieces) + untold <= self.options.max_tokens


def _headers(
    sections: Sequence[Section], count_tokens: CountTokens, overhead: int, options: ChunkOptions
) -> dict[tuple[str, ...], tuple[str, int]]:
    """Each path, and those above it, as it is written and its size in tokens; shortened from outside if it is long."""
    open_paths = {section.path[:depth] for section in sections for depth in range(len(section.path) + 1)}
    shortened = {path: path for path in open_paths}
    headers: dict[tuple[str, ...], tuple[str, int]] = {}
    while shortened:
        written = [PATH_MARK.join(short) for short in shortened.values()]
        sizes = count_tokens([embedding_text(path, "") for path in written])
        for (path, short), header, size in zip(shortened.items(), written, sizes, strict=True):
            if size - overhead <= MAX_HEADER_SHARE * options.max_tokens or not short:
                headers[path] = (header, size - overhead)
        shortened = {path: short[1:] for path, short in shortened.items() if path not in headers}
    return headers


# --- Sections to groups: tiny ones with their neighbours, short ones with the sections below them


@dataclass(frozen=True, slots=True)
class _Group:
    """Sections that are cut into passages together. `level` and `parent` are those of the first."""

    clusters: tuple[Cluster, ...]
    path: tuple[str, ...]
    parent: tuple[str, ...]
    level: int

    @property
    def tokens(self) -> int:
        return sum(cluster.tokens for cluster in self.clusters)


def _groups(sections: Sequence[Section], clusters: Sequence[Sequence[Cluster]], sizes: _Sizes) -> list[_Group]:
    groups: list[_Group] = []
    for section, found in zip(sections, clusters, strict=True):
        group = _Group(tuple(found), section.path, section.path[:-1], section.level)
        joined = _joined(groups[-1], group, sizes) if groups else None
        if joined is None:
            groups.append(group)
        else:
            groups[-1] = joined
    return groups


def _joined(group: _Group, following: _Group, sizes: _Sizes) -> _Group | None:
    """Two neighbours as one; None where a heading parts them.

    A section takes in those below it while they fit. Neighbours under one heading are joined if one of them is tiny.
    """
    tiny = min(group.tokens, following.tokens) < sizes.least
    if 0 < group.level < following.level:
        path = group.path
    elif tiny and group.level == 0:
        path = following.path
    elif tiny and following.parent == group.parent:
        path = group.parent
    else:
        return None
    if group.tokens + following.tokens > (sizes.room(path) if tiny else sizes.target(path)):
        return None
    return _Group((*group.clusters, *following.clusters), path, group.parent, group.level)


# --- Groups to passages


def _parts(group: _Group, sizes: _Sizes) -> list[tuple[Piece, ...]]:
    """The pieces of each passage of a group: all of them, or even shares that end with a paragraph where they can."""
    room = sizes.room(group.path)
    if group.tokens <= room:
        return [tuple(piece for cluster in group.clusters for piece in cluster.pieces)]
    share = group.tokens / math.ceil(group.tokens / sizes.target(group.path))
    items = [item for cluster in group.clusters for item in _items(cluster, share, room)]
    parts: list[list[tuple[Piece, ...]]] = []
    filled = 0
    for item in items:
        size = _tokens(item)
        if not parts or filled + size > room or (filled >= sizes.least and filled + size > EVEN * share):
            parts.append([])
            filled = 0
        parts[-1].append(item)
        filled += size
    _fill_last(parts, room, sizes.least)
    return [tuple(piece for item in part for piece in item) for part in parts]


def _items(cluster: Cluster, share: float, room: int) -> Iterator[tuple[Piece, ...]]:
    """What is not torn: a cluster that fits a passage, else its blocks, else their sentences.

    A heading, or the line that introduces a list, stays with the item that follows.
    """
    if cluster.tokens <= room:
        yield cluster.pieces
        return
    lead: tuple[Piece, ...] = ()
    for index, block in enumerate(cluster.blocks):
        if index + 1 < len(cluster.blocks) and _tokens(lead + block) <= MAX_LEAD_SHARE * share and not index:
            lead = block
        elif _tokens(block) <= share:
            yield lead + block
            lead = ()
        else:
            yield (*lead, block[0])
            lead = ()
            yield from ((piece,) for piece in block[1:])


def _tokens(pieces: Sequence[Piece]) -> int:
    return sum(piece.tokens for piece in pieces)


def _fill_last(parts: list[list[tuple[Piece, ...]]], room: int, least: int) -> None:
    """Move items to the last part while it is tiny, or join it to the one before."""
    if len(parts) < 2:
        return
    before, last = parts[-2], parts[-1]
    size = sum(map(_tokens, last))
    if size < least and size + sum(map(_tokens, before)) <= room:
        before += parts.pop()
        return
    while size < least and len(before) > 1 and size + _tokens(before[-1]) <= room:
        last.insert(0, before.pop())
        size += _tokens(last[0])


def _verified(
    text: str, spans: Sequence[tuple[Span, bool]], count_tokens: CountTokens, options: ChunkOptions
) -> list[Span]:
    """The spans, those that may not fit counted as they are embedded; one that is over the limit is halved."""
    checked = list(spans)
    while doubtful := [span for span, fits in checked if not fits]:
        sizes = iter(count_tokens([embedding_text(span.section, text[span.start : span.end]) for span in doubtful]))
        following: list[tuple[Span, bool]] = []
        for span, fits in checked:
            if fits or next(sizes) <= options.max_tokens:
                following.append((span, True))
            else:
                following += _halved(text, span)
        checked = following
    return [span for span, _ in checked]


def _halved(text: str, span: Span) -> list[tuple[Span, bool]]:
    """Both halves of a span, or the span without its section, or a character that can't be helped."""
    if span.end - span.start == 1:
        return [(Span(span.start, span.end, ""), not span.section)]
    middle = halfway(text, span.start, span.end)
    halves = [trimmed(text, span.start, middle), trimmed(text, middle, span.end)]
    return [(Span(start, end, span.section), False) for start, end in halves if start < end]
