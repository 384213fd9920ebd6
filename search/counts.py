"""The quantities of a text that are of the kind asked for, and its numbers that may count something. Pure.

Codes, ranks, scores and house numbers count nothing.
"""

from __future__ import annotations

import re

from search.amounts import numbers
from search.answer import Span
from search.measures import BETWEEN, LOOKS, Folded, Measure, digits_of, quantities
from search.units import MEASURES

SHORT_NAME = 3
"""Digits: a number alone in brackets that is no longer is the code of a place or a note, « Annecy (74) »."""

# What a number counts nothing of: a code in brackets, a part of a reference or a fraction, a list's own number, and
# what follows a name or a word for a rank and is followed by nothing that it could count: "Minicom 6000", « niveau 3 ».
_RANK = re.compile(
    r"(?:(?<!\w)[A-ZÀ-Þ][\w-]*[^\W\d_]|\b(?i:phase|niveau|level|stufe|[ée]tape|step|zone|version|classe?|type?"
    r"|cat[ée]gorie|category|axe|lot|groupe?|gruppe|grade|modell?e?|nr\.?|num[ée]ro))\s$"
)
_CALLED = re.compile(
    r"(?i:\b(?:tel|fax|phone|[tT]elefono?n?|t[ée]l[ée]phone)\b\.?\s?:?)[\s+\d/()-]*$|(?i:stra(?:ß|ss)e|str\."
    r"|\w{3,}weg|\w{3,}platz)\s(?:\d[\d-]*\w?,?\s)?$"
)
_COUNTS = re.compile(r"[\s-]*(?:\([^)]*\)\s*)?[^\W\d_A-ZÀ-Þ]")
_UNIT = re.compile(rf"{BETWEEN}(?:{MEASURES})(?![\w-])")
_UNNUMBERED = re.compile(
    r"\b(?:centaines?|milliers?|dizaines?|douzaines?|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|soixantaine"
    r"|hundreds|thousands|dozens?|millions?|milliards?|billions|hunderte?n?|tausende?n?|dutzende?n?|millionen"
    r"|milliarden|centenares|cientos|miles|docenas?|millones|centinaia|migliaia|dozzin[ae]|milioni|miliardi"
    r"|tientallen|honderden|duizenden|centenas|milhares|une? seule?|a single|einzig\w*|un[oa]? solo?a?|halben?|halbes"
    r"|half an?|none of|aucune? des?|keine[rs]? (?:der|von)|ningun[oa] de|nessun[oa] d\w+)\b"
)
_SCORE = re.compile(r"\d:\d")
_OPEN = frozenset({"length", "weight", "speed"})
_ENUMERATOR = re.compile(r"(?:^|\n)\s*$")


def measured(measure: Measure, text: str, *, named: bool = False) -> list[Span]:
    """The ranges of `text` that are of a kind of quantity, in order.

    Of lengths, weights and speeds, where none is in a unit that is known, numbers in no known unit: « deux
    coudées », "5 000 light-years"; not so where the question has `named` a unit, "how many tonnes".
    """
    found = quantities(measure, text)
    if found or named or measure not in _OPEN:
        return found
    known = [span for kind in LOOKS if kind != measure for span in quantities(kind, text)]
    return [
        span
        for span in counts(text)
        if _COUNTS.match(text, span[1]) and not any(start <= span[0] < end for start, end in known)
    ]


def counts(text: str, *, things: bool = False) -> list[Span]:
    """The numbers of `text` that may count something: no codes, references, fractions, ranks, and no list's own.

    Where `things` are counted, amounts of money, shares, and numbers with the unit of another quantity are none of
    them; words that count without a number (« des centaines », "a single one") are where there is no number.
    """
    folded = Folded.of(text)
    others = [*quantities("money", text), *quantities("share", text)] if things else []
    every = numbers(text)
    found = [
        span
        for span in every
        if not _labels(text, span)
        and not any(start <= span[0] < end for start, end in others)
        and not (things and _UNIT.match(folded.text, folded.at(digits_of(text, span)[1])))
    ]
    if every:
        return found
    return [folded.span(*match.span()) for match in _UNNUMBERED.finditer(folded.text)]


def _labels(text: str, span: Span) -> bool:
    start, end = span
    words, before, behind = text[start:end], text[max(0, start - 30) : start], text[end : end + 20]
    if _CALLED.search(before):
        return True
    if not words.isdecimal():
        return False
    if before.endswith("(") and behind.startswith(")") and len(words) <= SHORT_NAME:
        return True
    if re.match(r"0\d", words) or _SCORE.search(text, max(0, start - 2), end + 3):
        return True
    if before[-1:] in ("/", "-") or behind.startswith("/") or (_ENUMERATOR.search(before) and behind[:1] in (".", ")")):
        return True
    return _RANK.search(before) is not None and not _COUNTS.match(behind)
