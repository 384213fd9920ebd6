"""Acronyms in queries: what is asked by one name is looked for by the other too, where the documents define both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.acronyms import Acronym
from index.analysis import Token, fold, tokens
from search.query import MAX_CHARS, Query

# « PS », "as", « UC »: so short, and a common word of some language, unless written in capitals.
SHORT = 3
# An acronym may stand for several things; further ones are too rare to be meant.
MEANINGS = 2
MAX_EXPANDED = 4


class Acronyms:
    """The acronyms of a home, to be found in queries by either name."""

    def __init__(self, known: Iterable[Acronym]) -> None:
        """`known`, the commonest first."""
        self._longs: dict[str, dict[str, str]] = {}
        self._shorts: dict[tuple[str, ...], str] = {}
        for each in known:
            named = tuple(token.folded for token in tokens(each.long))
            self._longs.setdefault(fold(each.short), {}).setdefault(" ".join(named), each.long)
            self._shorts.setdefault(named, each.short)
        self._lengths = sorted({len(named) for named in self._shorts}, reverse=True)
        self._begin = {named[0] for named in self._shorts if named}

    def expansions(self, query: Query) -> tuple[tuple[str, str], ...]:
        """The names in the query that have another: as written there, and the other; none of exact words."""
        if query.parsed.restricts or not self._longs:
            return ()
        text = query.parsed.text
        words = list(tokens(text))
        found: list[tuple[str, str]] = []
        at = 0
        while at < len(words) and len(found) < MAX_EXPANDED:
            length, others = self._at(text, words[at:])
            end = words[at + length - 1].end
            found += [(text[words[at].start : end], other) for other in others]
            at += length
        return tuple(dict.fromkeys(found))

    def _at(self, text: str, words: list[Token]) -> tuple[int, list[str]]:
        """How many words the name has that the words begin with, and its other names; one word without any."""
        for length in self._lengths if words[0].folded in self._begin else ():
            short = self._shorts.get(tuple(word.folded for word in words[:length]))
            if short and length <= len(words):
                return length, [short]
        written = text[words[0].start : words[0].end]
        longs = list(self._longs.get(words[0].folded, {}).values())
        return 1, longs[:MEANINGS] if len(written) > SHORT or written.isupper() else []


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as it stands, and as it is `meant`: with the other names of its acronyms, where it has any."""

    query: Query
    meant: Query
    expansions: tuple[tuple[str, str], ...] = ()


def read(query: Query, acronyms: Acronyms) -> Reading:
    """The query with what its acronyms stand for."""
    expansions = acronyms.expansions(query)
    return Reading(query, expanded(query, expansions), expansions)


def expanded(query: Query, expansions: Iterable[tuple[str, str]]) -> Query:
    """The query with the other names in brackets behind; the query itself where there is none."""
    others = list(dict.fromkeys(other for _, other in expansions))
    text = f"{query.parsed.text} ({', '.join(others)})"
    if not others or len(text) > MAX_CHARS:
        return query
    return replace(query, text=text, operators=False)
