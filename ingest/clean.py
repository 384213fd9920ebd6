"""Blocks as they were extracted become blocks as they are read: the text itself, in whole words and paragraphs.

Pure, and idempotent: what is clean stays as it is. Afterwards `joinable` says that a paragraph goes on in the next
block, on the next page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from corpus.types import Block
from ingest.characters import normalised
from ingest.furniture import without_furniture
from ingest.joining import rejoined


def clean(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The cleaned blocks; none of them is empty."""
    current = _normalised(blocks)
    while True:  # a footer removed may bring two halves of a sentence together, or lay bare a line above it
        following = _normalised(rejoined(without_furniture(current)))
        if following == current:
            return tuple(current)
        current = following


def _normalised(blocks: Iterable[Block]) -> list[Block]:
    normal = [replace(block, text=normalised(block.text)) for block in blocks]
    return [block for block in normal if block.text]
