"""From text to the terms that words are looked up by: tokens, folding, elisions, stop words, stems.

Passages and queries go through the same functions, and so do highlights: every token keeps its place in the
text that it came from. Change anything here and raise `ANALYZER`, so that indexes built before are rebuilt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import local

import Stemmer

from index.stopwords import STOP_WORDS

ANALYZER = "repere-words-3"

# ISO 639-1 codes of the languages that have a Snowball stemmer. Others are matched by their folded words.
STEMMERS = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hu": "hungarian",
    "it": "italian", "lt": "lithuanian", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip

# Marks that may stand inside a word and are not part of it: soft hyphen, zero-width space and joiners, word joiner.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060"
# Accents and vowel signs that stand apart from their letter: Latin, Hebrew, Arabic, Devanagari.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f"
# Scripts that are written without spaces: a run of them is cut into pairs of characters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(
    rf"""(?P<unspaced>[{_UNSPACED}]+)
    | (?P<word>[^\W_{_UNSPACED}](?:[^\W_{_UNSPACED}]|[{_MARKS}]|[{_INVISIBLE}](?=\w))*)
    (?P<inclusive>(?:[·•‧⸱][^\W\d_]{{1,6}})+(?!\w))?  # créateur·trice·s: the endings after the points add nothing
    (?P<apostrophe>['’ʼ＇](?=\w))?
    """,
    re.VERBOSE,
)
_STRIP = dict.fromkeys(map(ord, _INVISIBLE))
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i"})
_ELIDED = frozenset({
    "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu",
    "dell", "nell", "all", "dall", "sull", "un", "quest", "quell", "cos",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word at `start` to `end` of its text; `folded` is how it is compared: no case, accents or ligatures."""

    start: int
    end: int
    folded: str


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """NFKC, no case, no accents, ligatures opened, invisible marks removed: `Œuvre` and `oeuvre` are one."""
    if word.isascii():
        return word.lower()
    opened = unicodedata.normalize("NFKC", word.translate(_STRIP)).casefold().translate(_LETTERS)
    return without_marks(unicodedata.normalize("NFKD", opened))


def without_marks(decomposed: str) -> str:
    """A text in NFD or NFKD without its accents."""
    for mark in {character for character in set(decomposed) if unicodedata.combining(character)}:
        decomposed = decomposed.replace(mark, "")
    return decomposed


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order. Elided articles (`l’`, `d'`, `dell'`) and the English `'s` are left out."""
    after_apostrophe = False
    for match in _TOKEN.finditer(text):
        if match["unspaced"]:
            yield from _pairs(match.start(), match["unspaced"])
            after_apostrophe = False
            continue
        folded = fold(match["word"])
        elided = match["apostrophe"] and folded in _ELIDED
        possessive = after_apostrophe and folded == "s"
        after_apostrophe = bool(match["apostrophe"])
        if folded and not elided and not possessive:
            yield Token(match.start(), match.end("inclusive") if match["inclusive"] else match.end("word"), folded)


def folded_words(text: str) -> list[str]:
    """The folded words of a text, as `tokens` gives them, without their places: in a third of the time."""
    found: list[str] = []
    after_apostrophe = False
    for unspaced, word, _, apostrophe in _TOKEN.findall(text):
        if unspaced:
            found += (token.folded for token in _pairs(0, unspaced))
            after_apostrophe = False
            continue
        folded = fold(word)
        left_out = (apostrophe and folded in _ELIDED) or (after_apostrophe and folded == "s")
        after_apostrophe = bool(apostrophe)
        if folded and not left_out:
            found.append(folded)
    return found


def _pairs(start: int, run: str) -> Iterator[Token]:
    if len(run) == 1:
        yield Token(start, start + 1, fold(run))
    for first in range(len(run) - 1):
        yield Token(start + first, start + first + 2, fold(run[first : first + 2]))


# Endings that a stemmer knows by their accents, which a folded word has lost. Of running text .021 of the French words
# and .034 of the Portuguese had another stem than with their accents, « signée » than « signé »; now .007 and .008.
# What an ending may be without an accent, too, is left out (es -ia), except where both give one stem (fr -ite).
_ACCENTED = {
    "fr": (
        (re.compile(r"iere(s|ment)?$"), r"ière\1"),
        (re.compile(r"ee(s?)$"), r"ée\1"),
        (re.compile(r"ite(s?)$"), r"ité\1"),
        (re.compile(r"(?<!ff)(?<!ef)(?<![odn]h)erent$"), "èrent"),  # not différent, référent, cohérent
    ),
    "pt": (
        (re.compile(r"cao$"), "ção"),
        (re.compile(r"coes$"), "ções"),
        (re.compile(r"(?<=..)ao(s?)$"), r"ão\1"),
        (re.compile(r"(?<=..)oes$"), "ões"),
        (re.compile(r"ancia$"), "ância"),
        (re.compile(r"encia(s?)$"), r"ência\1"),
        (re.compile(r"avel$"), "ável"),
        (re.compile(r"ivel$"), "ível"),
    ),
}

_stemmers = local()  # a Snowball stemmer must not be used by two threads at once


@lru_cache(maxsize=500_000)
def stem(folded: str, language: str) -> str:
    """The stem of a folded word; the word itself where the language has no stemmer."""
    name = STEMMERS.get(language)
    if name is None:
        return folded
    stemmer = getattr(_stemmers, name, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(name)
        setattr(_stemmers, name, stemmer)
    return fold(str(stemmer.stemWord(_accented(folded, language))))


def _accented(folded: str, language: str) -> str:
    """The word with the accents that its ending must have in this language."""
    for ending, accented in _ACCENTED.get(language, ()):
        if ending.search(folded):
            return ending.sub(accented, folded)
    return folded


def is_stop_word(folded: str, language: str) -> bool:
    """Whether a folded word is a function word of that language."""
    return folded in STOP_WORDS.get(language, ())


def terms(text: str, language: str) -> list[str]:
    """What a passage is found by: the stems of its words in its own language, without its stop words, in order."""
    return stems(folded_words(text), language)


def stems(folded: Sequence[str], language: str) -> list[str]:
    """The stems of folded words, in order, without the stop words of their language."""
    stop = STOP_WORDS.get(language, frozenset())
    return [stem(word, language) for word in folded if word not in stop]


GRAM = 4


@lru_cache(maxsize=200_000)
def grams(folded: str) -> tuple[str, ...]:
    """The overlapping pieces of four characters of a folded word, its ends marked: `_eau_` and `cha` are short ones.

    They find a word whose letters were read or typed wrong in part, and its relatives that the stemmer keeps apart.
    """
    marked = f"_{folded}_"
    return tuple(dict.fromkeys(marked[at : at + GRAM] for at in range(max(1, len(marked) - GRAM + 1))))


def alternatives(folded: str, languages: Sequence[str]) -> tuple[str, ...]:
    """The stems by which a query's word is found in passages of these languages; empty where all stop it."""
    return tuple(dict.fromkeys(stem(folded, language) for language in languages if not is_stop_word(folded, language)))


def stop_word_shares(words: Sequence[str]) -> dict[str, float]:
    """For each language that has a list, the share of the folded `words` that are its function words."""
    if not words:
        return dict.fromkeys(STOP_WORDS, 0.0)
    return {language: sum(map(stop.__contains__, words)) / len(words) for language, stop in STOP_WORDS.items()}
