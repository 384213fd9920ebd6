"""What a question asks for, by its question words in French, English, German, Spanish and Italian. Pure.

A phrase rather than a question asks for nothing in particular, and is answered all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.types import UNKNOWN_LANGUAGE
from index.analysis import fold, is_stop_word, tokens
from search.answer import Wanted
from search.measures import Measure
from search.query import clean, guess_language
from search.question_nouns import asked_by_noun
from search.question_words import HEADS, PATTERNS, PERSONAL, SEVERAL, asks_yes_or_no

FRAMED = ("fr", "en", "de", "es", "it")
"""The languages that have frames and question words, where a question tells no other."""

EARLY = 25
"""Characters before the question word of a text whose language nothing else tells: « listę » is Polish, and no list."""

FIRST = 4
"""Characters before "how" or "why" where it is what is asked, whatever else is asked for further on."""

_WHERE = re.compile(r"\boù\b", re.IGNORECASE)
_ENDS = re.compile(r"(?<=[?？؟])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is understood: its language (`unknown` where nothing tells it), and what it asks for.

    `several` says that a list is an answer. `personal` says that it is about the person who asks. `head` is the folded
    noun that names what is asked for: `budget` in « Quel est le budget de la ville ? ». `ends` is where the
    question word with its noun ends in `text`, 0 where there is none. `measure` is the kind of quantity that is asked
    for, where that is told: money, a share, a duration.
    """

    text: str
    language: str
    wanted: Wanted
    several: bool = False
    personal: bool = False
    head: str = ""
    ends: int = 0
    measure: Measure = ""

    @property
    def content_words(self) -> list[str]:
        """Its folded words but function words and question words, each once."""
        language = self.language if self.language != UNKNOWN_LANGUAGE else "en"
        found = [each.folded for each in tokens(self.text) if not is_stop_word(each.folded, language)]
        return list(dict.fromkeys(found))

    @property
    def vague(self) -> bool:
        """Whether it names nothing that could be looked for: "And when?" without a question before it."""
        return not self.content_words


def understood(text: str) -> Question:
    """The question, read."""
    text = clean(text)
    words = " ".join(_folded_with_elisions(_WHERE.sub("xouu", text)))
    language = guess_language([token.folded for token in tokens(text)])
    order = [language] if language in PATTERNS else [name for name in FRAMED if name in PATTERNS]
    wanted, told = _wanted(words, order, EARLY if language == UNKNOWN_LANGUAGE else len(words))
    if language == UNKNOWN_LANGUAGE:
        language = told
    if asks_yes_or_no(words, language):
        return Question(text, language, "", personal=bool(PERSONAL.search(words)), ends=question_end(text) or 0)
    noun = asked_by_noun(words, order)
    measure: Measure = ""
    if noun is not None and noun.start <= _first_start(words, language):
        wanted, measure = noun.wanted, noun.measure
        language = noun.language if language == UNKNOWN_LANGUAGE else language
    several = wanted == "list" or bool(SEVERAL.search(words))
    personal = bool(PERSONAL.search(words))
    return Question(
        text,
        language,
        "list" if several else wanted,
        several,
        personal,
        _head(words),
        question_end(text) or 0,
        measure,
    )


def _head(words: str) -> str:
    """The noun that names what is asked for; the last of several, which in English is the one that counts."""
    match = HEADS.search(words)
    return next(filter(None, match.groups())).split()[-1] if match else ""


def question_end(text: str) -> int | None:
    """Where the question word of a text ends, with its noun (« en quelle année »); None where it has none."""
    marked = _WHERE.sub("xouu", text)
    words = list(re.finditer(r"\w+", marked))
    folded = [fold(word[0]) for word in words]
    language = guess_language([token.folded for token in tokens(text)])
    found = [
        match
        for name in ([language] if language in PATTERNS else FRAMED)
        for _, pattern in PATTERNS[name]
        if (match := pattern.search(" ".join(folded)))
    ]
    if not found:
        return None
    first = min(found, key=lambda match: (match.start(), -match.end()))
    last = len(first.string[: first.end()].split()) - 1
    return words[last].end() - (len(marked) - len(text) if "xouu" in marked else 0)


def separate(text: str) -> list[str]:
    """The questions in a text, each with its question mark; the text itself where there are no two."""
    parts = [part.strip() for part in _ENDS.split(clean(text)) if part.strip()]
    asked = [part for part in parts if part.endswith(("?", "？", "؟"))]
    return asked if len(asked) > 1 else [clean(text)]


def _wanted(words: str, languages: list[str], before: int) -> tuple[Wanted, str]:
    """What is asked for, and in which language the question word is, in the characters `before`.

    "" and `unknown` where there is none.
    """
    found = [
        (match.start(), rank, wanted, language)
        for language in languages
        for rank, (wanted, pattern) in enumerate(PATTERNS[language])
        if (match := pattern.search(words)) and match.start() <= before
    ]
    if not found:
        return "", UNKNOWN_LANGUAGE
    start, _, wanted, language = min(found)
    if not wanted and start > FIRST:  # « como parte del plan, ¿cuándo… »
        _, _, wanted, language = min([each for each in found if each[2]] or found)
    return wanted, language


def _first_start(words: str, language: str) -> int:
    """Where the first question word that asks for something particular begins; not early where there is none."""
    patterns = PATTERNS.get(language, [])
    found = [match.start() for wanted, pattern in patterns if wanted and (match := pattern.search(words))]
    return min(found, default=len(words) if patterns else EARLY)


def _folded_with_elisions(text: str) -> list[str]:
    """The folded words with the elided ones, which `index.analysis.tokens` leaves out: « s'appelle » is two."""
    return [fold(word) for word in re.findall(r"\w+", text)]
