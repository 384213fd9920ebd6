"""Which words of a passage matched the query: right to the character, or not marked at all."""

from __future__ import annotations

from collections.abc import Iterable

from index.analysis import is_stop_word, stem, tokens
from index.words import QueryWord


def highlights(text: str, language: str, words: Iterable[QueryWord]) -> tuple[tuple[int, int], ...]:
    """The ranges of `text`, a passage in `language`, that the query's words are found by, in order."""
    wanted = {each for word in words for each in word.stems}
    return tuple(
        (token.start, token.end)
        for token in tokens(text)
        if not is_stop_word(token.folded, language) and stem(token.folded, language) in wanted
    )
