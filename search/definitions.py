"""The sentence that says what a thing is, where that is asked: "X is a…", « On entend par X… ». Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.analysis import fold, is_stop_word
from search.asking import Question
from search.attributes import SPANNED
from search.sentences import Sentence
from search.statements import statements_of

DEFINES_WITHIN = 0.25
"""How far behind the best a sentence may be that says what the thing is, where that is asked."""

# fmt: off
_DEFINITION = re.compile(
    r"^(?:et |and |und |y |e )?(?:qu est ce qu(?:e|un|une)?(?: (?:le|la|les|l|un|une|c est qu\w*))*|c est quoi"
    r"|que (?:signifient?|designent?|veut dire|veulent dire)|qu entend on par"
    r"|what (?:is|are) (?:(?:an?) )?(?!the )|what is meant by|what does"
    r"|was (?:ist|sind|bedeutet|heisst|versteht man unter|gilt als)|que (?:es|son|significa|se entiende por)"
    r"|(?:che )?cos e|che cosa (?:e|sono|significa)|cosa (?:e|sono|significa|si intende per))\b"
)
_OF = re.compile(r" (?:of|for) ")
_DEFINES = re.compile(
    r"(?:[^\w.;:!?]+\w+){0,3}?[^\w.;:!?]+(?:(?:est|sont|is|are|ist|sind|es|son|e|sono)\W+(?:an?|the|une?|les?|la|l|des"
    r"|eine?[rn]?|der|die|das|un[ao]?s?|el|los|las|il|lo|i|gli|defin\w+|composed|made)\b|means?\b|refers? to\b"
    r"|designent?\b|signifient?\b|consiste\w*\b|bezeichne\w+\b|bedeute\w+\b|significan?\b|designan?\b|stands? for\b"
    r"|regroupe\w*\b|wird .{0,40}?verstanden)"
)
_DEFINED_BEFORE = re.compile(
    r"\b(?:on entend par|entend\w* par|on appelle|se entiende por|si intende per|definition (?:of|de|d)|we mean by"
    r"|versteht man unter|als gelten|als gilt)\W+"
    r"(?:(?:l|le|la|les|un|une|the|an?|der|die|das|ein\w*)\W+)?(?:[\"«„“]\W*)?$"
)
_LED = re.compile(r"\b(?:unter|als|par|by)\W+(?:\w+\W+)?$")
_LED_TO = re.compile(r".{0,30}?\b(?:versteh\w*|gelten|gilt|on entend|we mean|is meant|werden .{0,40}?bezeichnet)")
# fmt: on


def defined(asked: Question, statements: Sequence[Sentence], ranked: Sequence[Sentence]) -> list[Sentence]:
    """The statements, led by the one of the best sentences that says what a thing is, where that is asked."""
    first = _defining(asked, ranked)
    if first is None:
        return list(statements)
    own = [each for each in statements if each.hit is first.hit and each.start <= first.start < each.end]
    led = own[:1] or statements_of(asked, [first], ranked)
    return [*led, *(each for each in statements if each not in led)][: max(2, len(statements))]


def _defining(asked: Question, ranked: Sequence[Sentence]) -> Sentence | None:
    words = " ".join(fold(word) for word in re.findall(r"\w+", asked.text))
    match = _DEFINITION.match(words)
    if match is None or asked.wanted in SPANNED or _OF.search(words):
        return None
    thing = [word for word in words[match.end() :].split() if not is_stop_word(word, asked.language)][:5]
    if not thing:
        return None
    near = (each for each in ranked if each.score >= ranked[0].score - DEFINES_WITHIN)
    return next((each for each in near if _says_what_is(thing, each.text)), None)


def _says_what_is(thing: Sequence[str], text: str) -> bool:
    folded = fold(text)
    pattern = r"\W+(?:\w+\W+){0,2}?".join(rf"{re.escape(word[: max(4, len(word) - 2)])}\w*" for word in thing)
    return any(
        _DEFINES.match(folded, match.end())
        or _DEFINED_BEFORE.search(folded[: match.start()])
        or (_LED.search(folded[: match.start()]) and _LED_TO.match(folded, match.end()))
        for match in re.finditer(rf"\b{pattern}", folded)
    )
