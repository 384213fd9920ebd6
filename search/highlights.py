"""Which words of a passage matched the query: right to the character, or not marked at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.analysis import Token, is_stop_word, stem, tokens
from index.words import QueryWord


def highlights(text: str, language: str, words: Iterable[QueryWord]) -> tuple[tuple[int, int], ...]:
    """The ranges of `text`, a passage in `language`, that the query's words are found by, in order, none overlapping.

    A phrase's words are marked, one by one, where they stand as the phrase and nowhere else.
    """
    words = list(words)
    found = list(tokens(text))
    stems = {each for word in words for each in word.stems}
    prefixes = tuple(word.prefix for word in words if word.prefix)
    marked = {place for place, token in enumerate(found) if _matches(token, language, stems, prefixes)}
    for phrase in (word.phrase for word in words if word.phrase):
        marked |= _places_of(phrase, found)
    return _merged((found[place].start, found[place].end) for place in sorted(marked))


def _matches(token: Token, language: str, stems: set[str], prefixes: tuple[str, ...]) -> bool:
    if prefixes and any(word.startswith(prefixes) for word in token.folded.split()):
        return True
    return not is_stop_word(token.folded, language) and stem(token.folded, language) in stems


def _places_of(phrase: tuple[str, ...], found: Sequence[Token]) -> set[int]:
    """The places of the tokens that stand as the phrase; a token may fold to several words."""
    folded = [(word, place) for place, token in enumerate(found) for word in token.folded.split()]
    words, size = [word for word, _ in folded], len(phrase)
    begins = (at for at in range(len(words) - size + 1) if words[at] == phrase[0])
    return {place for at in begins if tuple(words[at : at + size]) == phrase for _, place in folded[at : at + size]}


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Ranges that overlap as one: in scripts without spaces, words are pairs of characters that do."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
