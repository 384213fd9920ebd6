"""Patterns whose every match begins with a word: tried only where a word begins as one of theirs does.

A pattern of fifty words, upper case or lower, takes a hundred times as long to be looked for at every letter of a text
as to find its words' beginnings, and a document is read for some twenty of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from index.analysis import fold

LETTERS = 3
"""What a word is known by: few words that are none of a pattern's begin as one of its words does."""

FIGURE = "0"
"""What words that begin with a figure are known by."""

_WORD = re.compile(r"\w+")
_LITERAL = re.compile(r"(?:[^\W\d_](?![?*{]))+(?P<whole>(?= ))?")


class WordPattern:
    """A pattern, case making no difference unless `flags` say so, and what the words that it begins with are known by.

    `beginnings` are those of `beginnings_of`, or `FIGURE`; a match that begins otherwise is not found.
    """

    def __init__(self, pattern: str, beginnings: Collection[str], *, flags: int = re.IGNORECASE) -> None:
        self.pattern = re.compile(pattern, flags)
        self._beginnings = frozenset(beginnings)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What the pattern's own `finditer` gives."""
        match_at = self.pattern.match
        end = 0
        for start in sorted(chain.from_iterable(self._places(text))):
            if start >= end and (match := match_at(text, start)):
                end = match.end()
                yield match

    def may_stand(self, text: str, times: int) -> bool:
        """Whether so many words of the text begin as those of the pattern do."""
        return sum(map(len, self._places(text))) >= times

    def _places(self, text: str) -> Iterator[Sequence[int]]:
        known = _places(text)
        return (known.get(each, ()) for each in self._beginnings)


def beginnings_of(alternatives: str) -> frozenset[str]:
    """The first three letters, or the shorter first word, of each alternative of a pattern, folded.

    Raises `ValueError` for an alternative that may begin otherwise.
    """
    found = set[str]()
    for alternative in _alternatives(alternatives):
        group = _group(alternative)
        if group is not None:
            inner, rest = group
            found |= beginnings_of(inner) | (beginnings_of(rest[1:]) if rest.startswith("?") else frozenset())
            continue
        literal = _LITERAL.match(alternative)
        beginning = fold(literal[0])[:LETTERS] if literal else ""
        if len(beginning) < LETTERS and not (literal and literal["whole"] is not None):
            raise ValueError(f"{alternative!r} begins neither with {LETTERS} letters nor with a whole word")
        found.add(beginning)
    return frozenset(found)


def _group(alternative: str) -> tuple[str, str] | None:
    """What stands in the brackets that an alternative begins with, and after them; None where it begins with none."""
    if not alternative.startswith("(?:"):
        return None
    depth = 0
    for place, sign in enumerate(alternative):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return alternative[3:place], alternative[place + 1 :]
    raise ValueError(f"a bracket of {alternative!r} is not closed")


def _alternatives(pattern: str) -> list[str]:
    """The parts between the bars that stand in no brackets."""
    parts, depth = [""], 0
    for sign in pattern:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


@lru_cache(maxsize=16)
def _places(text: str) -> Mapping[str, list[int]]:
    """Where words begin, in order, by what they are known by: of a text being described, and of its first lines."""
    places = defaultdict[str, list[int]](list)
    for match in _WORD.finditer(text):
        places[_known_by(match[0])].append(match.start())
    return places


@lru_cache(maxsize=100_000)
def _known_by(word: str) -> str:
    return FIGURE if word[0].isdecimal() else fold(word)[:LETTERS]
