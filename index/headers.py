"""What is read of a passage beside its text: the path of its section, on a line before it.

The encoder that makes its vector and the cross-encoder that looks a second time are given the same.
"""

from __future__ import annotations

PATH_MARK = " › "
"""Between the headings of a section's path, outermost first."""

MAX_HEADER_CHARS = 200
"""Of a section's path that is embedded with a passage, the inner headings first: 50 tokens or so."""


def embedding_text(section: str, text: str) -> str:
    """What is encoded for a passage: the path of its section on a line before it, but for headings it begins with."""
    path = [title for title in section.split(PATH_MARK) if title]
    beginning = _letters(text[: 2 * len(section) + 50])
    for first in range(len(path)):
        if beginning.startswith(_letters("".join(path[first:]))):
            path = path[:first]
            break
    while len(path) > 1 and len(PATH_MARK.join(path)) > MAX_HEADER_CHARS:
        path = path[1:]
    header = PATH_MARK.join(path)[:MAX_HEADER_CHARS]
    return f"{header}\n{text}" if header else text


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
