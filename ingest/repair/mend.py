"""An extraction with its OCR damage put right where that is certain, and measured where it is not.

The source's own bytes are kept with the document, and every repair is kept with its page: what stood there, and what
stands there now.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace

from corpus.types import Block, PageReading, Repair
from ingest.characters import normalised
from ingest.extract.base import Extraction
from ingest.language import detect
from ingest.repair.damage import damage
from ingest.repair.rules import Mending
from ingest.repair.words import large_list

OWN_WORD = 3
"""How often a document writes a word before it is taken for one of its own and no longer for a broken one."""

MIN_DAMAGE = 0.01
"""The share of broken words above which a text without pages is said to be damaged. Texts as their authors wrote them
have up to .007, and .026 where they are all names of dishes or products; bad OCR has .04 and more."""

_WORD = re.compile(r"[^\W\d_]+")


def mended(extraction: Extraction) -> Extraction:
    """The blocks repaired, and a reading for each page with its damage and its repairs.

    A document without pages has a reading only where something was repaired or looks broken.
    """
    whole = normalised("\n".join(block.text for block in extraction.blocks))
    language = detect(whole)
    if not large_list(language):
        return extraction
    words = Counter(word.casefold() for word in _WORD.findall(whole))
    repairs: defaultdict[int | None, Counter[tuple[str, str]]] = defaultdict(Counter)
    blocks = tuple(_mended(block, language, words, repairs[block.page]) for block in extraction.blocks)
    readings = _readings(extraction, blocks, language, words)
    kept = tuple(
        replace(reading, repairs=tuple(Repair(*pair, count) for pair, count in repairs[reading.page].items()))
        for reading in readings
    )
    if all(reading.page is None for reading in kept):
        kept = tuple(r for r in kept if r.repairs or (r.damage is not None and r.damage >= MIN_DAMAGE))
    return replace(extraction, blocks=blocks, readings=kept)


def _mended(block: Block, language: str, words: Counter[str], made: Counter[tuple[str, str]]) -> Block:
    mending = Mending(language, words, made)
    text = mending.mended(block.text)
    return block if text == block.text else replace(block, text=text)


def _readings(
    extraction: Extraction, blocks: tuple[Block, ...], language: str, words: Counter[str]
) -> list[PageReading]:
    texts: defaultdict[int | None, list[str]] = defaultdict(list)
    for block in blocks:
        texts[block.page].append(block.text)
    own = frozenset(word for word, count in words.items() if count >= OWN_WORD)
    readings = {reading.page: reading for reading in extraction.readings}
    return [
        replace(readings.get(page, PageReading(page)), damage=damage(normalised("\n".join(lines)), language, own))
        for page, lines in texts.items()
    ]
