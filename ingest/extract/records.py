"""Records of a .jsonl file: text already, so that nothing is guessed about it."""

from __future__ import annotations

import re

from corpus.types import Block
from ingest.extract.base import Extraction
from ingest.source import Record

MEDIA_TYPE = "application/x-ndjson"

_BLANK_LINE = re.compile(r"\n\s*\n")


def extract_record(record: Record) -> Extraction:
    """A record's paragraphs. Where it has no text, its title is the text."""
    paragraphs = [part.strip() for part in _BLANK_LINE.split(record.text)]
    blocks = tuple(Block(part) for part in paragraphs if part) or (Block(record.title),)
    return Extraction(blocks, title=record.title or None, language=record.language, media_type=MEDIA_TYPE)
