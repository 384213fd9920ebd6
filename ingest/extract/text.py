"""Plain text: paragraphs, list items and headings from blank lines, line lengths and bullets.

Whether a line break is a wrap or meant depends on how full the line is; joining the wraps is `ingest.clean`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.errors import NoText
from corpus.types import Block
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.encoding import CHECK_COPY, decode
from ingest.extract.markup import URL, without_markup

UNWRAPPED = 160
"""No text is wrapped at more characters than this; longer lines are whole paragraphs."""

USUAL_WIDTH = 80
"""The width of wrapped text where a file has no paragraph of three lines to read it from."""

FULL = 0.85
"""A wrapped line fills at least this share of the width, counting the word that did not fit."""

SHORT_GROUP = 0.8
SHORT_LINE = 60
"""Lines all below this share of the width, and of that many characters, were broken on purpose: an address, a
signature, a list of names."""

MIN_CAPITALS = 8
"""Letters of a line in capitals that is a title of its own above lines in small letters."""

MAX_HEADING_CHARS = 100
MAX_HEADING_LINES = 2
MAX_HEADINGS_IN_A_ROW = 4
"""Seed pages open with up to three titles in a row; five short lines and more are a menu or a list of names."""

BULLET = re.compile(r"(?:[•‣▪◦●■□►▸✓✔➢➤❖❑❏☐☑·*\-–—]|>(?=\s+\D)|o(?=\s+[A-ZÀ-Þ]))\s+(?=\S)")
NUMBER = re.compile(r"(?:\(?\d{1,2}[.)°]|\(?[a-zA-Z]\)|[ivxIVX]{1,5}[.)])\s+(?=\S)")

_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+\S")
_ATX = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"(=+|-{3,}|_{3,}|\*{3,}|~{3,})\s*$")
_SENTENCE_END = re.compile(r"[.!?…:;][»”\"')\]]*$")
_FIELD = re.compile(r"[^:]{2,40}\s?:\s\S")
_OPEN_END = re.compile(r"[.,;:…-]$")


def accepts(content: Content) -> bool:
    """Anything may be plain text: this comes last, and `decode` refuses what is binary."""
    return bool(content.data)


def extract(content: Content) -> Extraction:
    decoded = decode(content.data, name=content.name, declared=content.charset)
    pages = decoded.text.strip("\f\n").split("\f")
    if len(pages) == 1:
        blocks = blocks_of(pages[0])
    else:  # pdftotext and old printers' files end a page by a form feed
        blocks = tuple(block for number, page in enumerate(pages, start=1) for block in blocks_of(page, page=number))
    if not blocks:
        raise NoText(f"{content.name} holds no text", advice=CHECK_COPY)
    count = len(pages) if len(pages) > 1 else None
    return Extraction(blocks, pages=count, warnings=decoded.warnings, media_type=FORMAT.media_type)


FORMAT = Format("text/plain", accepts, extract)


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines between two blank lines, the length of the longest, and all of them on one."""

    lines: tuple[str, ...]
    width: int
    text: str

    @classmethod
    def of(cls, lines: Sequence[str]) -> _Group:
        return cls(tuple(lines), max(map(len, lines)), " ".join(lines))


def blocks_of(text: str, *, page: int | None = None) -> tuple[Block, ...]:
    """The blocks of a plain text, of a record as well as of a file."""
    groups = _groups(without_markup(text))
    width = _width(groups)
    headings = _headings(groups)
    blocks: list[Block] = []
    for group, level in zip(groups, headings, strict=True):
        if level:
            blocks.append(Block(_ATX.sub(r"\2", group.text), "heading", page, level, joinable=True))
        else:
            blocks += _paragraphs(group, width, page)
    return tuple(blocks)


def _groups(text: str) -> list[_Group]:
    groups: list[_Group] = []
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        stripped = line.strip()
        if _ATX.match(stripped):
            groups += [_Group.of(lines)] if lines else []
            groups.append(_Group.of([stripped]))
            lines = []
        elif _RULE.match(stripped):
            if len(lines) == 1 and stripped[0] in "=-":
                lines = [f"{'#' if stripped[0] == '=' else '##'} {lines[0]}"]
            groups += [_Group.of(lines)] if lines else []
            lines = []
        elif stripped:
            if lines and _is_capitals(lines[-1]) and not _is_capitals(stripped):
                groups.append(_Group.of(lines))
                lines = []
            lines.append(stripped)
        elif lines:
            groups.append(_Group.of(lines))
            lines = []
    return groups


def _is_capitals(line: str) -> bool:
    """Whether a line is a title in capitals, and no acronym."""
    return line.upper() == line and sum(character.isalpha() for character in line) >= MIN_CAPITALS


def _width(groups: Sequence[_Group]) -> float:
    """The number of characters that this text is wrapped at."""
    widths = [group.width for group in groups if len(group.lines) > 2]
    return median(widths) if widths else USUAL_WIDTH


def _paragraphs(group: _Group, width: float, page: int | None) -> list[Block]:
    paragraphs: list[list[str]] = [[group.lines[0]]]
    for line, following in pairwise(group.lines):
        if _is_wrap(line, following, group, width):
            paragraphs[-1].append(following)
        else:
            paragraphs.append([following])
    return [_paragraph(lines, page) for lines in paragraphs]


def _paragraph(lines: Sequence[str], page: int | None) -> Block:
    text = "\n".join(lines)
    bullet = BULLET.match(text)
    if bullet:
        return Block(text[bullet.end() :], "list_item", page, joinable=True)
    return Block(text, "list_item" if NUMBER.match(text) else "paragraph", page, joinable=True)


def _is_wrap(line: str, following: str, group: _Group, width: float) -> bool:
    """Whether the break between two lines of a group only says that the line was full."""
    if BULLET.match(following) or (NUMBER.match(following) and NUMBER.match(group.lines[0])):
        return False
    if URL.fullmatch(line) or URL.fullmatch(following):
        return False
    if following[0].islower():
        return True
    if group.width > UNWRAPPED or group.width < min(SHORT_GROUP * width, SHORT_LINE):
        return False
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > FULL * group.width


def _headings(groups: Sequence[_Group]) -> list[int]:
    """The heading level of each group, 0 for what is none."""
    bodies = [*(_is_body(group) for group in groups[1:]), False][: len(groups)]
    looks = [_looks_like_heading(group, before_body=body) for group, body in zip(groups, bodies, strict=True)]
    levels = [0] * len(groups)
    index = 0
    while index < len(groups):
        end = index
        while end < len(groups) and looks[end]:
            end += 1
        introduces = end < len(groups) and _is_body(groups[end])
        for position in range(index, end):
            marked = _ATX.match(groups[position].text) is not None
            if marked or (introduces and end - index <= MAX_HEADINGS_IN_A_ROW):
                levels[position] = _level(groups[position].text)
        index = end + 1
    return levels


def _looks_like_heading(group: _Group, *, before_body: bool) -> bool:
    """A heading over two lines stands right above its text; elsewhere two short lines are a name and its office.

    Nor are two lines a heading if the second is a field: `Présents : 12`.
    """
    text = group.text
    if _ATX.match(text):
        return True
    return (
        len(group.lines) <= (MAX_HEADING_LINES if before_body and not _FIELD.match(group.lines[-1]) else 1)
        and len(text) <= MAX_HEADING_CHARS
        and (text[0].isupper() or text[0].isdigit() or text[0] in "«“\"'")
        and sum(character.isalpha() for character in text) >= 2
        and not _OPEN_END.search(text)
        and not BULLET.match(text)
        and not URL.search(text)
    )


def _is_body(group: _Group) -> bool:
    """Whether a group is what headings stand above: a sentence, a list, or a text too long for a heading."""
    return bool(_SENTENCE_END.search(group.text) or BULLET.match(group.text) or len(group.text) > MAX_HEADING_CHARS)


def _level(text: str) -> int:
    """By marks, capitals and number: `# Suivi` and `SUIVI` are 1, `## Suivi`, `Suivi`, `2. Suivi` 2, `2.1 Suivi` 3."""
    marked, numbered = _ATX.match(text), _DECIMAL.match(text)
    if marked:
        return len(marked[1])
    plain = 1 if text.upper() == text else 2
    return min(6, plain + numbered[1].count(".")) if numbered else plain
