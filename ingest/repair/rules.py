"""What OCR does to words, put right where it is certain: apostrophes, `I` for `l`, words torn by a space.

A rule changes a text only into words that are frequent, and only what is no word. It never chooses among readings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ingest.repair.words import FREQUENT, frequency, is_word

ELIDING = frozenset({"fr", "it"})
"""Languages in which `I'` before a word is `l'`: neither begins a word so, but in English quotations (`I'm`)."""

MIN_ELIDED = 4
"""Letters of the word after a lost apostrophe: `demplois`. Shorter ones come about by chance: `dans` is no `d'ans`."""

MIN_PIECE = 4
"""Letters of the piece that is no word, where the other piece of a torn word is one: `in dustrie`, `secteu r`."""

TWICE = 2
"""How often a document must write a word whole for its pieces to be joined, where it stands in no list."""

_LETTER = r"[^\W\d_]"
_ELISION = re.compile(rf"(?<![^\W_])[I|1](['’])({_LETTER}+)")
_DOUBLE = re.compile(rf"\b([ldjmnstcLDJMNSTC]|[Qq]u)(['’])['’](?={_LETTER})")
_WORD = re.compile(rf"(?<![\w'’-]){_LETTER}+(?![\w'’-])")
_CAPITAL_I = re.compile(rf"(?<![\w'’-])(?=[^\W\d_]*I){_LETTER}+(?![\w-])")
_TORN = re.compile(rf"(?<![\w-])({_LETTER}+)([ \n])(?=({_LETTER}+)(?![\w'’-]))")
_SENTENCE_START = re.compile(r"(?:^|[.!?…«“\"(•])\s*$")
_ENGLISH = frozenset({"m", "ve", "d", "ll", "am", "re", "s"})
_ARTICLES = frozenset({"la", "le", "les", "lui", "leur", "leurs", "il", "ils"})
_VOWELS = frozenset("aàâeéèêëiîïoôuùûyhœæ")


@dataclass(slots=True)
class Mending:
    """The repairs of one text in one language. `words` are those of the document, and how often it writes them."""

    language: str
    words: Mapping[str, int]
    made: Counter[tuple[str, str]] = field(default_factory=Counter)

    def mended(self, text: str) -> str:
        """The text repaired; each repair is counted in `made`."""
        if self.language in ELIDING:
            text = _DOUBLE.sub(self._single_apostrophe, text)
            text = _ELISION.sub(self._elided, text)
        if self.language == "fr":
            text = _WORD.sub(self._with_apostrophe, text)
        text = _CAPITAL_I.sub(self._with_l, text)
        return "".join(self._joined(text))

    def _noted(self, original: str, repaired: str) -> str:
        if original != repaired:
            self.made[original, repaired] += 1
        return repaired

    def _single_apostrophe(self, match: re.Match[str]) -> str:
        return self._noted(match[0], match[1] + match[2])

    def _elided(self, match: re.Match[str]) -> str:
        """`I'Etat` is `l'Etat`."""
        word = match[2]
        if word.casefold() in _ENGLISH or word[0].casefold() not in _VOWELS or not (self._is_frequent(word)):
            return match[0]
        start = _SENTENCE_START.search(match.string[: match.start()]) is not None
        capitals = word.isupper() and len(word) > 1
        return self._noted(match[0], ("L" if start or capitals else "l") + match[1] + word)

    def _with_apostrophe(self, match: re.Match[str]) -> str:
        """`Linitiative` is `L'initiative`; `douvrage`, `d'ouvrage`."""
        word = match[0]
        cut = 2 if word[:2].casefold() == "qu" else 1
        prefix, rest = word[:cut], word[cut:]
        if prefix.casefold() not in ("l", "d", "qu") or len(rest) < MIN_ELIDED or not rest.islower():
            return word
        if prefix[0].isupper() and not _SENTENCE_START.search(match.string[: match.start()]):
            return word  # a name, more likely
        if rest[0] not in _VOWELS or not self._is_frequent(rest) or self._is_known(word):
            return word
        return self._noted(word, f"{prefix}'{rest}")

    def _with_l(self, match: re.Match[str]) -> str:
        """`pubIic` is `public`, `Ies` is `les`."""
        word = match[0]
        repaired = word.replace("I", "l")
        if word.isupper() or not repaired.islower():
            return word
        if repaired in _ARTICLES and self.language == "fr" and len(word) > 1:
            return self._noted(word, repaired)
        within = "I" in word[1:]
        if self._is_frequent(repaired) and (within or not self._is_known(word)):
            return self._noted(word, repaired)
        return word

    def _joined(self, text: str) -> Iterator[str]:
        """The parts of the text, without the spaces that tear words: `secteu r`, `renforc ement`."""
        position = 0
        for match in _TORN.finditer(text):
            left, right = match[1], match[3]
            if match.start() < position or not self._is_torn(left, right):
                continue
            self.made[f"{left}{match[2]}{right}".replace("\n", " "), left + right] += 1
            yield text[position : match.start()] + left
            position = match.end()
        yield text[position:]

    def _is_torn(self, left: str, right: str) -> bool:
        whole = left + right
        if not right.islower() or len(whole) <= MIN_PIECE or not (left.islower() or left.istitle()):
            return False
        if self.words.get(whole.casefold(), 0) < TWICE and not self._is_frequent(whole):
            return False
        is_left, is_right = self._is_piece(left), self._is_piece(right)
        if is_left and is_right:
            return len(left) > 1 or len(right) > 1
        return (is_left and len(left) >= MIN_PIECE) or (is_right and len(right) >= MIN_PIECE)

    def _is_piece(self, text: str) -> bool:
        """Whether letters between spaces are no word. A single consonant is none."""
        if len(text) == 1:
            return text.casefold() not in _VOWELS
        return not self._is_known(text)

    def _is_known(self, word: str) -> bool:
        return self.words.get(word.casefold(), 0) > TWICE or is_word(word, self.language)

    def _is_frequent(self, word: str) -> bool:
        return frequency(word, self.language) >= FREQUENT
