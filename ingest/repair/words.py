"""Which words there are, by wordfreq: the large list of a text's own language, the small ones of the others."""

from __future__ import annotations

import functools
import logging
from collections.abc import Mapping
from types import ModuleType

MAIN_LANGUAGES = ("fr", "en", "de", "es", "it")
"""Their words count in texts of any language: quotations, names of programmes."""

RARE = 1e-7
"""One in ten million words. Below it the lists hold fragments and misspellings of the web: the French one has
`dustrie` at 1e-8 and no word of the policy texts that is not a technical one."""

FREQUENT = 1e-6
"""One in a million: the words that a repair may give. French has some 30,000 of them."""

logging.getLogger("wordfreq").setLevel(logging.CRITICAL)


@functools.lru_cache(maxsize=8)
def large_list(language: str) -> Mapping[str, float]:
    """The share that each word has of a language's texts; empty for a language without a list."""
    return _list(language, "best")


@functools.lru_cache(maxsize=64)
def small_list(language: str) -> Mapping[str, float]:
    """The same for the words of one in a million and more."""
    return _list(language, "small")


def _list(language: str, size: str) -> Mapping[str, float]:
    lists = _wordfreq()
    if language not in lists.available_languages(size):
        return {}
    words: Mapping[str, float] = lists.get_frequency_dict(language, size)
    return words


def _wordfreq() -> ModuleType:
    import wordfreq  # noqa: PLC0415 - a tenth of a second in each worker, for pages of scans and PDFs only

    return wordfreq


@functools.lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """All languages that have a list, the main ones first."""
    return tuple(dict.fromkeys((*MAIN_LANGUAGES, *sorted(_wordfreq().available_languages("small")))))


def frequency(word: str, language: str) -> float:
    """How frequent a word is in a language; 0 where it is in no list. Case doesn't matter."""
    return large_list(language).get(word.casefold(), 0.0)


def is_word(word: str, language: str, *, rarest: float = RARE) -> bool:
    """Whether it is a word of the language, or a frequent one of a main language."""
    folded = word.casefold()
    share = large_list(language).get(folded)
    if share is not None and share >= rarest:
        return True
    return any(folded in small_list(other) for other in MAIN_LANGUAGES if other != language)
