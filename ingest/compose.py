"""An extraction into a document's text, pages, title, language and passages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import PurePath

from corpus.types import UNKNOWN_LANGUAGE, Block, PageSpan, PassageDraft, Role
from ingest.characters import normalised
from ingest.chunk import ChunkOptions, Span, passages_of
from ingest.clean import clean
from ingest.extract.base import Extraction
from ingest.extract.text import NUMBER
from ingest.language import detect, is_evident
from ingest.pieces import CountTokens
from ingest.roles import roles_of
from ingest.sections import Unit

BULLET = "• "

MAX_TITLE_CHARS = 200
TITLE_PAGES = 2
MAX_BLOCKS_BEFORE_TITLE = 8
"""Where a document with pages and one without have their title, if they have one."""

COVER_LEVELS = 2
"""A heading on the first of these pages is the title though the second has one up to this many levels higher."""

MAX_FIRST_LINE_CHARS = 120
"""A first line above this is a paragraph and no title."""

MIN_OWN_LANGUAGE_CHARS = 120
"""A passage shorter than this has its document's language: names and addresses look like any language."""

# What programs write as a title when nobody gave one.
_NO_TITLE = re.compile(
    r"(?:(?:microsoft )?(?:word|powerpoint|excel) - .*"
    r"|(?:untitled|sans[ -]titre|unbenannt|ohne titel|sin título|senza nome|senza titolo).*"
    r"|(?:powerpoint[ -])?(?:présentation|presentation|präsentation|presentación|presentazione)(?: powerpoint)?"
    r"|(?:document|dokument|documento|titre|title|titel|scan|img|slide|diapositive|folie)[ _.-]?\d*"
    r"|.*\.(?:docx?|pptx?|xlsx?|odt|odp|indd|pdf|html?|qxd|rtf|tmp)"
    r"|(?:le )?\d{1,2}(?:er|\.)? [^\W\d]{3,10}\.? \d{4}"  # a date
    r"|[\W\d_]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A source as one text, with what it said beside it: `extraction` has no blocks any more.

    `units` are the blocks as ranges of the text; `pages` are in order and don't overlap.
    """

    title: str
    language: str
    text: str
    pages: tuple[PageSpan, ...]
    units: tuple[Unit, ...]
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class Composed:
    """A written text and its passages, each a range of it."""

    title: str
    language: str
    text: str
    pages: tuple[PageSpan, ...]
    passages: tuple[PassageDraft, ...]


def compose(
    extraction: Extraction, *, name: str, count_tokens: CountTokens, options: ChunkOptions | None = None
) -> Composed:
    """Write an extraction as one text and cut it: the two steps, which a run does in different processes, in one."""
    written = write(extraction, name=name)
    passages = cut(written, count_tokens=count_tokens, options=options)
    return Composed(written.title, written.language, written.text, written.pages, passages)


def write(extraction: Extraction, *, name: str) -> Written:
    """Clean the blocks and write them as one text. `name` is the file's, for the title where the source has none."""
    blocks = clean(extraction.blocks)
    text, units, pages = _written(blocks, extraction.labels)
    return Written(
        title=title_of(extraction, blocks, name),
        language=_document_language(text, extraction.language),
        text=text,
        pages=pages,
        units=units,
        extraction=replace(extraction, blocks=()),
    )


def cut(
    written: Written, *, count_tokens: CountTokens, options: ChunkOptions | None = None
) -> tuple[PassageDraft, ...]:
    """The passages of a text. `count_tokens` gives the size of texts as passages."""
    text, language = written.text, written.language
    spans = passages_of(text, written.units, count_tokens, options or ChunkOptions())
    roles = roles_of(text, written.units, [(span.start, span.end) for span in spans])
    return tuple(_draft(span, text, language, role) for span, role in zip(spans, roles, strict=True))


def _written(blocks: Sequence[Block], labels: Mapping[int, str]) -> tuple[str, tuple[Unit, ...], tuple[PageSpan, ...]]:
    """The blocks as one text: paragraphs parted by an empty line, list items and table rows by a line end."""
    parts: list[str] = []
    units: list[Unit] = []
    pages: list[PageSpan] = []
    position = 0
    previous: Block | None = None
    for block in blocks:
        text = _as_written(block)
        between = _between(previous, block)
        start = position + len(between)
        position = start + len(text)
        parts += [between, text]
        if previous is not None and previous.joinable:
            units[-1] = replace(units[-1], end=position)
        else:
            units.append(Unit(start, position, block.kind, block.level if block.kind == "heading" else 0))
        if block.page is not None:
            if pages and pages[-1].number == block.page:
                pages[-1] = replace(pages[-1], end=position)
            else:
                pages.append(PageSpan(block.page, start, position, labels.get(block.page)))
        previous = block
    return "".join(parts), tuple(units), tuple(pages)


def _as_written(block: Block) -> str:
    if block.kind == "heading":
        return " ".join(block.text.split())
    if block.kind == "list_item" and not NUMBER.match(block.text):
        return BULLET + block.text
    return block.text


def _between(previous: Block | None, block: Block) -> str:
    if previous is None:
        return ""
    if previous.joinable:  # it goes on on the next page
        return " "
    listed = block.kind in ("list_item", "table") and (previous.kind == block.kind or previous.text.endswith(":"))
    return "\n" if listed else "\n\n"


def _document_language(text: str, declared: str | None) -> str:
    """What the text itself says; what the source says of itself, often its template's, only where that fails."""
    if declared and is_evident(text, declared):
        return declared
    found = detect(text)
    return found if found != UNKNOWN_LANGUAGE else declared or UNKNOWN_LANGUAGE


def _draft(span: Span, text: str, language: str, role: Role) -> PassageDraft:
    own = _passage_language(text[span.start : span.end], language)
    return PassageDraft(span.start, span.end, span.section, own, role=role)


def _passage_language(text: str, document: str) -> str:
    if document != UNKNOWN_LANGUAGE and (len(text) < MIN_OWN_LANGUAGE_CHARS or is_evident(text, document)):
        return document
    found = detect(text)
    return found if found != UNKNOWN_LANGUAGE else document


def title_of(extraction: Extraction, blocks: Sequence[Block], name: str) -> str:
    """The title that the source states, a heading, the PDF's metadata, the first line if it is short, or the name.

    A PDF's metadata come after its headings: they are often those of the file that it was made from.
    """
    in_metadata = extraction.media_type == "application/pdf"
    heading = _title_heading(extraction.blocks, blocks)
    stated, kept_apart = (None, extraction.title) if in_metadata else (extraction.title, None)
    for candidate in (stated, heading, kept_apart, _first_line(blocks)):
        title = " ".join(normalised(candidate or "").split())
        if title and not _NO_TITLE.fullmatch(title):
            return (title if " " in title else title.replace("_", " "))[:MAX_TITLE_CHARS]
    stem = PurePath(name).stem or name
    return " ".join(normalised(stem).replace("_", " ").split()) or name


def _title_heading(raw: Sequence[Block], blocks: Sequence[Block]) -> str | None:
    """The highest heading at the beginning; of several in a row, the longest; not one that comes on every page."""
    counts = Counter(" ".join(normalised(block.text).split()) for block in raw if block.kind == "heading")
    beginning = [block for block in blocks if block.page is not None and block.page <= TITLE_PAGES]
    beginning = beginning or list(blocks[:MAX_BLOCKS_BEFORE_TITLE])
    headings = [block for block in beginning if block.kind == "heading"]
    headings = [block for block in headings if counts[" ".join(block.text.split())] < 2] or headings
    if not headings:
        return None
    highest = min(block.level for block in headings)
    on_cover = [block.level for block in headings if block.page == headings[0].page]
    level = min(on_cover) if min(on_cover) <= highest + COVER_LEVELS else highest
    first = next(index for index, block in enumerate(beginning) if block in headings and block.level == level)
    row = list(takewhile(lambda block: block.kind == "heading" and block.level == level, beginning[first:]))
    return max(row, key=lambda block: len(block.text)).text


def _first_line(blocks: Sequence[Block]) -> str | None:
    line = blocks[0].text.split("\n")[0] if blocks else ""
    return line if len(line) <= MAX_FIRST_LINE_CHARS else None
