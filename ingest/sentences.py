"""Sentences of a text in French, English, German, Spanish or Italian, as ranges of characters.

A line end is a boundary: in a cleaned text it parts headings, list items and paragraphs. Within a line a stop ends a
sentence unless it belongs to an abbreviation, an initial, an ordinal, or what follows begins with a small letter.
"""

from __future__ import annotations

import re

MIN_ENCODED_CHARS = 40
"""A heading or a name alone says little, and would be near to every query that has the word."""

# Before a name, and so written: `M. Dupont`, but `à 10 m. Le`.
_TITLE_TEXT = """
    M MM Mme Mmes Mlle Mlles Me Mgr Dr Pr Prof St Ste Sts Bd Boul Av Mr Mrs Ms Sr Rev Hon Gen Lt Sgt Capt Gov Sen Rep
    Hl Dipl Ing Sra Srta D Dña Excmo Ilmo Avda Sig Sigg Dott Avv Geom On Sig.ra Dott.ssa
"""
# Before a number: `art. 5`, but `des métiers d’art. La ville`.
_COUNTED_TEXT = """
    art al alin p pp par chap sect vol t tome fig tab ann réf n no nos num nr núm núms pág págs pag pagg cap apdo abs s
    kap ziff buchst rn bd jh lett bp cs min max sept oct nov déc dec janv jan févr feb avr apr juil jul aug okt dez
"""
# Before anything. Those that may end a sentence (etc., usw., ecc.) are not here.
_ANYWHERE_TEXT = """
    cf cfr ex env approx vs e.g i.e hab tél éd coll dép bzw ca vgl z.b d.h u.a o.g ggf evtl inkl exkl zzgl bspw sog
    bearb hrsg gem mio mrd tsd
"""
_TITLES = frozenset(_TITLE_TEXT.split())
_COUNTED = frozenset(_COUNTED_TEXT.split())
_ANYWHERE = frozenset(_ANYWHERE_TEXT.split())

_GERMAN_ORDINAL_TEXT = """
    januar jänner februar märz april mai juni juli august september oktober november dezember jahrhundert jahrhunderts
    quartal halbjahr jahrtausend abschnitt absatz stock etage klasse auflage lesung sitzung wahlperiode preis tag
    jahrestag geburtstag weltkrieg bezirk
"""
_AFTER_ORDINAL = frozenset(_GERMAN_ORDINAL_TEXT.split())

CONTEXT = 60
"""Characters before a stop that are looked at."""

_STOP = re.compile(r"(?:[.!?…]+(?:[\"”’')\]]|\s»)*\s+(?=\S)|[。！？]+[」』）]*\s*(?=\S))")
_LAST_TOKEN = re.compile(r"[^\s(\[«“\"'’]*$")
_NEXT_WORD = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]$")
_COUNT = re.compile(r"\d|[IVXLC]+\b|§")
_MEASURE = re.compile(r"\d ?[a-z]$")
_NUMBERING = re.compile(
    r"\W*(?:(?:art(?:icle|ículo|icolo)?|§+|n[r°o]|chapitre|chapter|kapitel|titre|section|annexe)\.?\s*)?"
    r"(?:\d{1,3}|[ivxlc]{1,6}|[a-z])(?:\.\d{1,3})*[.)]*$",
    re.IGNORECASE,
)


def sentences(text: str) -> list[tuple[int, int]]:
    """The `(start, end)` of each sentence, in order. Every character that is no white space is in exactly one."""
    ranges: list[tuple[int, int]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        ranges += _in_line(text, start, start + len(line))
        start += len(line)
    return ranges


def _in_line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for stop in _STOP.finditer(text, start, end):
        if _ends_sentence(text, start, stop):
            ranges.append((start, stop.end()))
            start = stop.end()
    ranges.append((start, end))
    return [trimmed for span in ranges if (trimmed := _trimmed(text, *span)) is not None]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    if start < end and not (text[start].isspace() or text[end - 1].isspace()):
        return start, end
    part = text[start:end]
    stripped = part.strip()
    if not stripped:
        return None
    start += len(part) - len(part.lstrip())
    return start, start + len(stripped)


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    mark, following = stop[0].strip(), text[stop.end()]
    if following.islower() or following in ",;:)]»":
        return False
    if mark == ".":
        return _ends_at_full_stop(text, start, stop)
    return not (following.isdigit() and mark.strip(".…") == "")


def _ends_at_full_stop(text: str, start: int, stop: re.Match[str]) -> bool:
    before = text[max(start, stop.start() - CONTEXT) : stop.start()]
    token = _LAST_TOKEN.search(before)
    word = token[0] if token else ""
    folded = word.casefold()
    if word in _TITLES or folded in _ANYWHERE or (stop.start() - start < CONTEXT and _NUMBERING.match(before)):
        return False
    if _INITIALS.match(word):
        return _MEASURE.search(before) is not None
    if folded in _COUNTED:
        return _COUNT.match(text, stop.end()) is None
    if word.isdigit() and len(word) <= 2:
        following_word = _NEXT_WORD.match(text, stop.end())
        return following_word is None or following_word[0].casefold() not in _AFTER_ORDINAL
    return True


def spans_to_encode(text: str) -> tuple[tuple[int, int], ...]:
    """The ranges that are encoded by themselves: sentences, short ones joined to a neighbour; none for a single one."""
    joined: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if joined and min(joined[-1][1] - joined[-1][0], end - start) < MIN_ENCODED_CHARS:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined) if len(joined) > 1 else ()
