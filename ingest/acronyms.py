"""Acronyms that a text itself defines: « pôle d'équilibre territorial et rural (PETR) », "PETR (pôle d'équilibre …)".

Only where each letter is the initial of a word, in order, and no word but function words is left over: what is found
is certain, and what is not certain is not needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.analysis import Token, is_stop_word, tokens
from index.stopwords import STOP_WORDS

_IN_BRACKETS = re.compile(r"\(([^()\n]{2,120})\)")
# Two letters stand for too much, but for a label or a programme they are common: « TI ».
MAX_ACRONYM_CHARS = 13
_ACRONYM = re.compile(rf"[^\W\d_][\w.&-]{{0,{MAX_ACRONYM_CHARS - 2}}}[^\W_]")
# Function words between the words of a name, and how far back its beginning is looked for.
MAX_SKIPPED = 3
MAX_WORDS = 24
MAX_CHARS = 500
"""What is looked at before brackets: more than `MAX_WORDS` words take, and not all of a long text for each bracket."""


def defined_in(text: str) -> list[tuple[str, str]]:
    """Each acronym with its expansion as the text writes them, in order of place, each pair once."""
    found: dict[tuple[str, str], None] = {}
    for match in _IN_BRACKETS.finditer(text):
        inside = match[1].strip(" «»\"“”'’")
        before = text[max(0, match.start() - MAX_CHARS) : match.start()]
        pair = (inside, _before(before, inside)) if is_acronym(inside) else _named_before(before, match[1])
        if all(pair):
            found[pair] = None
    return list(found)


def is_acronym(text: str) -> bool:
    """Whether a word is written as an acronym: a capital first, and most of its letters."""
    if not _ACRONYM.fullmatch(text):
        return False
    letters = [character for character in text if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    return len(letters) >= 2 and letters[0].isupper() and capitals >= 2 and capitals * 2 > len(letters)


def _before(text: str, acronym: str) -> str:
    """The words at the end of a text that an acronym stands for, as they are written; empty where none do."""
    line = text[text.rfind("\n") + 1 :]
    words = list(tokens(line))[-MAX_WORDS:]
    if not words or line[words[-1].end :].strip(" «»\"“”'’*_,"):
        return ""
    first = _aligned([word.folded for word in words][::-1], _letters(acronym)[::-1])
    return line[words[len(words) - first].start : words[-1].end] if first else ""


def _named_before(text: str, inside: str) -> tuple[str, str]:
    """An acronym just before brackets, where these begin with what it stands for."""
    last = re.search(r"[\w.&-]+(?=\s*$)", text[-2 * MAX_ACRONYM_CHARS :])
    if last is None or not is_acronym(last[0]):
        return "", ""
    words = list(tokens(inside))[:MAX_WORDS]
    count = _aligned([word.folded for word in words], _letters(last[0]))
    rest: Sequence[Token] = words[count:]
    # What follows within the brackets must be something else: « …, créé en 2015 ».
    if not count or (rest and not re.match(r"\s*[,;:–-]", inside[words[count - 1].end :])):
        return "", ""
    return last[0], inside[words[0].start : words[count - 1].end]


def _letters(acronym: str) -> str:
    return "".join(token.folded for token in tokens(acronym.replace(".", "").replace("&", "").replace("-", "")))


def _aligned(words: Sequence[str], letters: str) -> int:
    """How many of the first words the letters stand for, each for an initial; 0 where they don't.

    Function words may be left over between others, not at either end.
    """
    reached = {(0, 0): 0}  # words used, letters used -> function words skipped in a row
    for used in range(len(words)):
        for at in range(len(letters)):
            skipped = reached.get((used, at))
            if skipped is None:
                continue
            if words[used][0] == letters[at]:
                reached[used + 1, at + 1] = 0
            if at and skipped < MAX_SKIPPED and _is_small(words[used]):
                reached.setdefault((used + 1, at), skipped + 1)
    ends = (used for used in range(1, len(words) + 1) if reached.get((used, len(letters))) == 0)
    return next((used for used in ends if not _is_small(words[0]) and not _is_small(words[used - 1])), 0)


def _is_small(word: str) -> bool:
    return len(word) <= 2 or any(is_stop_word(word, language) for language in STOP_WORDS)
