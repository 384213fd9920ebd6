"""Lines of a terminal: wrapped at words, those that matter marked. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

WIDTH = 100
# Stand for the marks while lines are wrapped: they are as wide as nothing, or nearly.
_BEGIN, _END = "\ue000", "\ue001"


def wrapped(text: str, indent: str, *, hanging: str | None = None) -> list[str]:
    """The lines of each line of a text, `hanging` before all but its first; none for one of white space only."""
    return [
        line
        for paragraph in text.splitlines()
        if paragraph.strip()
        for line in textwrap.wrap(
            paragraph,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent if hanging is None else hanging,
            break_long_words=False,
            break_on_hyphens=False,
        )
    ]


def marked(text: str, spans: Sequence[tuple[int, int]], indent: str) -> list[str]:
    """The same, with the characters of `spans`, in order and none overlapping, in bold yellow."""
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], _BEGIN, text[start:end], _END]
        last = end
    lines = wrapped("".join([*parts, text[last:]]), indent)
    return [line.replace(_BEGIN, "\x1b[1;33m").replace(_END, "\x1b[0m") for line in lines]
