"""The lines of a text that were joined only to be encoded, apart again: an item of a list, a name under a letter. Pure.

Short lines say too little to have a vector of their own. But each may be what answers, and read with a long sentence
before it, none is seen.
"""

from __future__ import annotations

import re

from search.answer import Span

SHORT = 40
"""Characters: shorter lines were joined to a neighbour, and say little alone (as in `ingest.sentences`)."""

_LINE = re.compile(r"[^\n]*[^\s][^\n]*")
_ITEM = re.compile(r"\s*(?:[•▪◦‣*–—-]|\d{1,2}[.)])\s")
_BLANK = re.compile(r"\s*\n\s*\n\s*")
_ANNOUNCED = re.compile(r":\s*(?:\n|$)")
_ENDED = re.compile(r"[.!?…][\"”’»)\]\s]*$")


def lines_apart(text: str, span: Span) -> list[Span]:
    """The parts of a range of `text`: each item of a list, and the short lines behind a whole sentence together.

    Headings stay with what follows them, and a list that a colon announces is one, with its line or without. Every
    character that is no white space is in exactly one.
    """
    announced = text[: span[0]].rstrip().endswith(":")
    parts: list[Span] = []
    for line in (match.span() for match in _LINE.finditer(text, *span)):
        if parts and (announced or not _begins(text, parts[-1], line)):
            parts[-1] = parts[-1][0], line[1]
        else:
            parts.append(line)
    return [_trimmed(text, *part) for part in parts]


def _begins(text: str, before: Span, line: Span) -> bool:
    """Whether a line begins a part: an item, what a blank line parts from one, or the first behind a sentence."""
    if _ANNOUNCED.search(text, *before):
        return False
    if _ITEM.match(text, *line) or (_ITEM.match(text, *before) and _BLANK.fullmatch(text, before[1], line[0])):
        return True
    is_tail = line[1] - line[0] < SHORT and before[1] - before[0] >= SHORT
    return is_tail and _ENDED.search(text, max(before[0], before[1] - 5), before[1]) is not None


def _trimmed(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
