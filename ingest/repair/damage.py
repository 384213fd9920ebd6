"""How damaged a text is: whether a text layer is garbage, and the share of a page's words that look broken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from ingest.characters import SYMBOLS
from ingest.repair.words import MAIN_LANGUAGES, is_word, languages, large_list, small_list

MAX_BAD_CHARACTERS = 0.1
"""Share of characters that are none, above which a text layer is garbage. Lost ligatures make up to .03."""

GARBAGE = 0.75
"""Share of words that are none in any language, above which a text layer is garbage. Texts in the languages that have
no list are taken for garbage too; what OCR makes of them is no better, and is not taken then."""

MIN_WORDS = 15
"""Words to judge a page by; fewer say nothing."""

_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\S*(?:@|://|www\.|\.(?:fr|com|org|net|eu|gouv|pdf|html?)\b)\S*", re.IGNORECASE)
_LATIN = re.compile(r"[a-zß-öø-ÿœšž]+", re.IGNORECASE)
_BROKEN_CAPITAL = re.compile(r"[a-zà-ÿ]I[a-zà-ÿ]|\b[I|]['’][a-zà-ÿ]")
MIN_PART = 4  # letters of each part of a German compound


def bad_share(text: str) -> float:
    """The share of a text's characters that are no writing: replacements, controls, private use without a meaning."""
    written = [character for character in text if not character.isspace()]
    return sum(_is_bad(character) for character in written) / len(written) if written else 0.0


def _is_bad(character: str) -> bool:
    if ord(character) in SYMBOLS:
        return False
    return character == "�" or unicodedata.category(character) in ("Cc", "Co", "Cn")


def is_garbage(text: str) -> bool:
    """Whether a text layer can't be read: letters that stand for others, or for none."""
    return unreadable_share(text) > GARBAGE


def unreadable_share(text: str) -> float:
    """The share of words that are none in any language; 1 where the characters are none, 0 with too few words."""
    if bad_share(text) > MAX_BAD_CHARACTERS:
        return 1.0
    words = {word.casefold() for word in _words(text, smallest=3)}
    if len(words) < MIN_WORDS:
        return 0.0
    left = words
    for language in languages():
        left = left - small_list(language).keys()
        if language == MAIN_LANGUAGES[-1] and len(left) <= GARBAGE * len(words):
            break  # no garbage: the lists of the other languages need not be read
    return len(left) / len(words)


def _words(text: str, *, smallest: int) -> list[str]:
    """The words in Latin letters; those in small letters, where there are enough: names are in no list."""
    found = [
        word
        for token in _TOKEN.findall(text)
        if not _ADDRESS.fullmatch(token)
        for word in _WORD.findall(token)
        if len(word) >= smallest and _LATIN.fullmatch(word)
    ]
    small = [word for word in found if word.islower()]
    return small if len(small) >= MIN_WORDS else found


def damage(text: str, language: str, known: Container[str] = frozenset()) -> float | None:
    """The share of a text's words that look broken, None where it can't be told.

    Of words in small letters: names can't be judged. `known` are words that the document itself vouches for.
    """
    if not large_list(language):
        return None
    text = unicodedata.normalize("NFC", text)
    judged = [word for word in _words(text, smallest=3) if word.islower()]
    if len(judged) < MIN_WORDS:
        return None
    broken = sum(not _looks_right(word, language, known) for word in judged)
    broken += len(_BROKEN_CAPITAL.findall(text)) if language in ("fr", "it") else 0
    return min(1.0, broken / len(judged))


def _looks_right(word: str, language: str, known: Container[str]) -> bool:
    if word in known or is_word(word, language, rarest=0.0):
        return True
    if language != "de":
        return False
    parts = ((word[:cut], word[cut:]) for cut in range(MIN_PART, len(word) - MIN_PART + 1))
    return any(is_word(one, "de") and is_word(other, "de") for one, other in parts)
