"""Which of the dates, numbers, names or places of a sentence is the one that is asked for, or that none is. Pure.

A reader trusts what is marked: the likeliest is, and none that is more likely wrong than `LEAST` allows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from index.analysis import Token, tokens
from index.stopwords import STOP_WORDS
from search.answer import Span, Wanted
from search.dates import suits_date
from search.names import begins_sentence, suits_name, suits_place

LANGUAGES = ("fr", "en", "de", "es", "it")
_FUNCTION_WORDS = frozenset().union(*(STOP_WORDS[each] for each in LANGUAGES))
FAR = 40
"""Characters in which what a word tells of a range falls to a third."""
PARTED = 0.6
"""What is left of it behind a comma, an "and" or a relative pronoun, and behind another date, number, name or place."""
STEM = 5
"""Beginnings in place of stems: a question's word and the document's differ in their endings at most."""

_PARTS = re.compile(
    r"[,;:()–—]|(?<!\w)(?:et|and|und|y|e|but|mais|aber|pero|ma|while|tandis|dont|which|who|qui)(?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whether a range answers, of all ranges of its sentence that may.

    `near` is the mean nearness of the question's words, 0 to 1, and `ahead` how much more that is than any other
    range's. `order` is 1 for the range that comes first by the words in context, 1/2 for the second. `few` is 1 for the
    only one, 1/2 where there are two. `suits` is 1 or -1 where its look tells whether it is of the sort that is asked
    for. `begins` says that it is one word that begins a sentence.
    """

    near: float
    ahead: float
    order: float
    few: float
    suits: int
    begins: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """The log-odds that a range answers: a constant and, times these, its signs."""

    constant: float
    near: float
    ahead: float
    order: float
    few: float
    suits: float
    begins: float

    def odds(self, signs: Signs) -> float:
        return (
            self.constant
            + self.near * signs.near
            + self.ahead * signs.ahead
            + self.order * signs.order
            + self.few * signs.few
            + self.suits * signs.suits
            + self.begins * signs.begins
        )


# Fit on questions with known answers by tests/quality/spans_fit.py, which also prints what they are worth on others.
WEIGHTS: dict[Wanted, Weights] = {
    "date": Weights(constant=-0.8, near=1.2, ahead=5.9, order=0.3, few=0.7, suits=2.7, begins=0.0),
    "number": Weights(constant=-2.7, near=1.4, ahead=3.4, order=1.7, few=0.7, suits=0.0, begins=0.0),
    "name": Weights(constant=-2.2, near=1.3, ahead=1.3, order=1.3, few=-1.0, suits=1.0, begins=0.0),
    "place": Weights(constant=-4.2, near=2.4, ahead=-1.7, order=3.0, few=-0.3, suits=1.3, begins=-0.9),
}
LEAST = 0.35
"""The least probability of what is marked. On the halves that the weights were not fit on, right marks / wrong ones:

with .3, dates 61 / 21, numbers 63 / 18, names 28 / 16, places 22 / 28; with .35, 61 / 21, 59 / 18, 24 / 13, 22 / 26;
with .5, 60 / 21, 45 / 9, 13 / 4, 7 / 4. With a mark wherever there may be one, names are 34 / 37 and places 30 / 40."""


def likeliest(wanted: Wanted, text: str, spans: Sequence[Span], asked: Set[str]) -> Span | None:
    """The one range to mark, of what `search.spans.spans_for` gave; None rather than one that is likely wrong."""
    weights = WEIGHTS.get(wanted)
    if weights is None or not spans:
        return None
    odds = [weights.odds(signs) for signs in signs_of(wanted, text, spans, asked)]
    best = max(range(len(odds)), key=odds.__getitem__)
    return spans[best] if odds[best] >= math.log(LEAST / (1 - LEAST)) else None


def signs_of(wanted: Wanted, text: str, spans: Sequence[Span], asked: Set[str]) -> list[Signs]:
    """The signs of each range; `spans` are in the order of the words in context, where these are known."""
    near = nearness(text, spans, asked)
    return [
        Signs(
            near=near[place],
            ahead=near[place] - max((each for other, each in enumerate(near) if other != place), default=0.0),
            order=1 / (1 + place),
            few=1 / len(spans),
            suits=_suits(wanted, text, span, asked),
            begins=wanted in {"name", "place"} and begins_sentence(text, span),
        )
        for place, span in enumerate(spans)
    ]


def _suits(wanted: Wanted, text: str, span: Span, asked: Set[str]) -> int:
    match wanted:
        case "date":
            return suits_date(text, span)
        case "name":
            return suits_name(text, span, asked)
        case "place":
            return suits_place(text, span)
        case _:
            return 0


def nearness(text: str, spans: Sequence[Span], asked: Set[str]) -> list[float]:
    """For each range, how near the question's words stand to it, each word where it is nearest: 0 to 1."""
    words = asked - _FUNCTION_WORDS
    there = [(token, said) for token in tokens(text) if (said := _said_as(token.folded, words))]
    return [_nearness(text, span, spans, there) / max(1, len(words)) for span in spans]


def _nearness(text: str, span: Span, spans: Sequence[Span], there: Sequence[tuple[Token, Set[str]]]) -> float:
    best: dict[str, float] = {}
    for token, said in there:
        if token.start < span[1] and span[0] < token.end:
            continue
        start, end = (span[1], token.start) if token.start >= span[1] else (token.end, span[0])
        parts = len(_PARTS.findall(text, start, end)) + sum(start <= other[0] and other[1] <= end for other in spans)
        value = math.exp(-(end - start) / FAR) * PARTED**parts
        for word in said:
            best[word] = max(best.get(word, 0.0), value)
    return sum(best.values())


def _said_as(folded: str, words: Set[str]) -> frozenset[str]:
    """The question's words that a word of the text may be."""
    if len(folded) < STEM:
        return frozenset({folded} & words)
    return frozenset(word for word in words if word == folded or word[:STEM] == folded[:STEM])
