"""What stands around a text and is not part of it: running headers and footers, page numbers, menus, contents pages.

Each rule needs a proof in the document itself: the same line on other pages, a number that counts the pages, a
footer in the middle of a sentence, a contents entry whose heading follows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.types import Block
from ingest.dumps import without_menu, without_repeated_footers

EDGE_LINES = 4
"""Lines from the top and from the bottom of a page that may be a header or footer; three is the most seen."""

TITLE_LINES = 2
"""Lines from the top of a page that may be the title of a section, or a table's first row, repeated on each page."""

MIN_PAGES = 3
"""Pages that a running line stands on; in shorter documents more than half of them, and two at least."""

COUNTED_SHARE = 0.6
"""Of the pages that a line with a number stands on, the share on which the number must go up with the pages."""

COPIED_SHARE = 0.8
COMPARED_PAGES = 10
"""A page of whose lines this share stands on one of the pages before it is its copy: three vouchers on three pages have
no running lines. A page with a header, a footer and one line of its own has .67."""

MAX_RUNNING_CHARS = 150
"""A longer line is a paragraph. The longest footer of the policy PDFs has 112 characters."""

_NUMBER = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_CONTENTS_ENTRY = re.compile(r"^(.*?)(?:\s+…|\s*…\s*(?:p\.\s*)?(?:\d{1,4}|[ivxlc]{1,7}))$", re.IGNORECASE | re.DOTALL)
_CONTENTS_TITLE = re.compile(
    r"(?:table des matières|sommaire|contents|table of contents|inhalt|inhaltsverzeichnis|índice|indice|sommario)\W*$",
    re.IGNORECASE,
)
# Words that a number follows in headings: `Article 1` on page 1 and `Article 2` on page 2 are no running line.
_NUMBERED_PARTS = re.compile(
    r"\W*(?:article|chapitre|titre|section|annexe|partie|axe|fiche|action|objectif|mesure|étape|question|tableau|figure"
    r"|chapter|part|annex|appendix|step|goal|measure|table|kapitel|abschnitt|anhang|teil|maßnahme|ziel|abbildung"
    r"|capítulo|título|anexo|parte|artículo|capitolo|titolo|allegato|articolo|sezione|sección|scheda|ficha)"
    r"\s+(?:n[°o]\s*)?\d",
    re.IGNORECASE,
)


def without_furniture(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a document without what stands around its text."""
    if any(block.page is not None for block in blocks):
        blocks = _without_running_lines(blocks)
    else:
        blocks = without_repeated_footers(without_menu(blocks))
    return _without_contents(blocks)


# --- Pages: headers, footers, page numbers


@dataclass(frozen=True, slots=True)
class _Line:
    """Line `number` of block `block`."""

    block: int
    number: int
    text: str


def _without_running_lines(blocks: Sequence[Block]) -> list[Block]:
    pages: defaultdict[int, list[_Line]] = defaultdict(list)
    for index, block in enumerate(blocks):
        for number, text in enumerate(block.text.split("\n")):
            pages[block.page or 0].append(_Line(index, number, text))
    running = _running_lines(pages)
    removed: set[tuple[int, int]] = set()
    kept: set[str] = set()
    for page in sorted(pages):
        lines = pages[page]
        top = list(_edge(lines, page, running))
        bottom = list(_edge(lines[::-1][: len(lines) - len(top)], page, running))
        for line in [*top, *bottom]:
            # A title at the top of several pages is the section's: it stays where it comes first.
            is_title = line in lines[:TITLE_LINES] and blocks[line.block].kind in ("heading", "table")
            if is_title and _key(line.text) not in kept:
                kept.add(_key(line.text))
            else:
                removed.add((line.block, line.number))
    return [kept_block for index, block in enumerate(blocks) if (kept_block := _without_lines(block, index, removed))]


def _edge(lines: Sequence[_Line], page: int, running: set[tuple[int, str]]) -> Iterator[_Line]:
    """The running lines from the edge inwards, up to the first that is none."""
    for line in lines[:EDGE_LINES]:
        if (page, line.text) not in running:
            return
        yield line


def _without_lines(block: Block, index: int, removed: set[tuple[int, int]]) -> Block | None:
    lines = [text for number, text in enumerate(block.text.split("\n")) if (index, number) not in removed]
    if len(lines) == block.text.count("\n") + 1:
        return block
    return replace(block, text="\n".join(lines)) if lines else None


def _key(text: str) -> str:
    return " ".join(_NUMBER.sub("0", text.casefold()).split())


def _running_lines(pages: Mapping[int, Sequence[_Line]]) -> set[tuple[int, str]]:
    """The page and text of each line at an edge that comes back on enough pages, equal or counting the pages."""
    originals = _without_copies(pages)
    running = _lines_that_come_back(originals)
    keys = {_key(text) for _, text in running}
    copies = [(page, line.text) for page in pages.keys() - originals.keys() for line in pages[page]]
    return running | {(page, text) for page, text in copies if _key(text) in keys}


def _without_copies(pages: Mapping[int, Sequence[_Line]]) -> dict[int, Sequence[_Line]]:
    originals: dict[int, Sequence[_Line]] = {}
    before: list[set[str]] = []
    for page, lines in pages.items():
        keys = [_key(line.text) for line in lines]
        if not any(sum(key in other for key in keys) >= COPIED_SHARE * len(keys) for other in before[-COMPARED_PAGES:]):
            originals[page] = lines
            before.append(set(keys))
    return originals


def _lines_that_come_back(pages: Mapping[int, Sequence[_Line]]) -> set[tuple[int, str]]:
    occurrences: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for page, lines in pages.items():
        for line in [*lines[:EDGE_LINES], *lines[-EDGE_LINES:]]:
            if len(line.text) <= MAX_RUNNING_CHARS:
                occurrences[_key(line.text)].append((page, line.text))
    enough = min(MIN_PAGES, max(2, len(pages) // 2 + 1))
    running: set[tuple[int, str]] = set()
    for found in occurrences.values():
        if len({page for page, _ in found}) >= enough:
            running |= _equal_lines(found, enough, len(pages)) | _counting_lines(found, enough)
    return running


def _equal_lines(found: Sequence[tuple[int, str]], enough: int, pages: int) -> set[tuple[int, str]]:
    """Those with the same digits too. A bare number must stand on most pages: elsewhere it may be a table's."""
    on_pages: defaultdict[str, set[int]] = defaultdict(set)
    for page, text in found:
        on_pages[text].add(page)
    return {(page, text) for page, text in found if _comes_back(text, len(on_pages[text]), enough, pages)}


def _comes_back(text: str, count: int, enough: int, pages: int) -> bool:
    date = sum(character.isdigit() for character in text) >= 6
    return count >= enough and (_LETTER.search(text) is not None or date or 2 * count > pages)


def _counting_lines(found: Sequence[tuple[int, str]], enough: int) -> set[tuple[int, str]]:
    """Those with a number that goes up with the pages. Where pages are left out, it goes on with another offset."""
    if _NUMBERED_PARTS.match(found[0][1]):
        return set()
    numbers = [[int(number[:9]) for number in _NUMBER.findall(text)] for _, text in found]
    for place in range(len(numbers[0])):
        on_pages: defaultdict[int, set[int]] = defaultdict(set)
        for (page, _), values in zip(found, numbers, strict=True):
            on_pages[values[place] - page].add(page)
        offsets = {offset for offset, counted in on_pages.items() if len(counted) >= min(enough, 2)}
        counted = {page for offset in offsets for page in on_pages[offset]}
        if len(counted) >= max(enough, COUNTED_SHARE * len({page for page, _ in found})):
            pairs = zip(found, numbers, strict=True)
            return {(page, text) for (page, text), values in pairs if values[place] - page in offsets}
    return set()


# --- Contents pages


def _without_contents(blocks: Sequence[Block]) -> list[Block]:
    """Contents entries go where their heading stands in the text; so does the title of a contents page left empty."""
    if not any(_is_entry(block) for block in blocks):
        return list(blocks)
    headings = {_letters(block.text) for block in blocks if not _is_entry(block)}
    repeated = [_is_entry(block) and _letters(_entry_title(block)) in headings for block in blocks]
    kept: list[Block] = []
    for index, block in enumerate(blocks):
        emptied = index + 1 < len(blocks) and repeated[index + 1] and not _goes_on(blocks, repeated, index + 1)
        if not repeated[index] and not (emptied and _CONTENTS_TITLE.match(block.text)):
            kept.append(block)
    return kept


def _is_entry(block: Block) -> bool:
    return "…" in block.text and _CONTENTS_ENTRY.match(block.text) is not None


def _entry_title(block: Block) -> str:
    match = _CONTENTS_ENTRY.match(block.text)
    return match[1] if match else ""


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum()) or "\n"


def _goes_on(blocks: Sequence[Block], repeated: Sequence[bool], start: int) -> bool:
    """Whether contents entries are left after those that go."""
    following = next((index for index in range(start, len(blocks)) if not repeated[index]), len(blocks))
    return following < len(blocks) and _is_entry(blocks[following])
