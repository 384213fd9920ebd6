"""Dates in a text, in French, English, German, Spanish and Italian, and which of them a question may ask for. Pure."""

from __future__ import annotations

import re
from collections.abc import Set

from search.answer import Span

MONTHS = (
    "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre"
    "|january|february|march|april|may|june|july|august|september|october|november|december"
    "|januar|jänner|februar|märz|juni|juli|oktober|dezember"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
    "|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre"
)
WEEKDAYS = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    "|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    "|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica"
)
_SHORT_MONTHS = (
    r"(?:janv?|f[eé]vr?|feb|mar|apr|avr|abr|jun|jul|juil|aug|ago|sept?|sett|oct|okt|ott|nov|d[eé]c|dez|dic|ene|gen)\.?"
)
_YEAR = r"(?:1\d{3}|20\d{2})"
_DAY = r"(?:1\^?\{?er\}?|1ᵉʳ|1º|\d{1,2}(?:st|nd|rd|th|\.)?)"
_AT = r"(?:\s+(?:à|at|um|a\s+las|alle)\s+\d{1,2}\s?(?:h\b|heures|:\d\d|Uhr)?)?"
_ERA = r"(?:(?-i:BP|BCE?|AD|CE)|a[vp]\.\s?J\.?-?\s?C|[vn]\.\s?Chr|[ad]\.\s?C)(?!\w)\.?"
DATE = re.compile(
    rf"""(?<![\w.,/-])(?:
      {_DAY}\s+(?:de\s+)?(?:{MONTHS})(?:\s+(?:de(?:l)?\s+)?{_YEAR})?{_AT}
    | {_DAY}\s+{_SHORT_MONTHS}\s+{_YEAR}
    | (?:{MONTHS})\s+{_DAY}(?:,?\s+{_YEAR})?
    | (?:{MONTHS})\s+(?:de(?:l)?\s+)?{_YEAR}
    | \d{{4}}-\d\d-\d\d | \d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}
    | \d{{1,6}}\s{_ERA}
    | {_YEAR}\s?[-–/]\s?(?:{_YEAR}|\d\d)(?!\d)
    | {_YEAR}(?:s|er(?:\sJahren?)?)
    | {_YEAR}(?![\d%€]|[.,\s]\d{{3}}(?!\d))
    | [XVI]{{1,5}}(?:e|ème|è|th)\s+siècle | \d{{1,2}}(?:st|nd|rd|th)\s+century | \d{{1,2}}\.\s+Jahrhunderts?
    | siglo\s+[XVI]{{1,5}} | [XVI]{{1,5}}\s+secolo
    | \d{{1,2}}\s?(?:h(?:eures)?|Uhr|[ap]\.?m\.?)\b(?:\s?\d\d)?
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
# « le premier dimanche de juin », "in June": when nothing with a number stands there.
_LOOSE = re.compile(
    rf"""(?<!\w)(?:(?:\w+\s+)?(?:{WEEKDAYS})s?(?P<of_month>\s+(?:de|of|im|di|en)\s+(?:{MONTHS}))?|(?:{MONTHS}))(?!\w)""",
    re.IGNORECASE,
)
_MONTH_ASKED = frozenset({"mois", "month", "monat", "mes", "mese", "jour", "day", "tag", "dia", "giorno"})
# « Quand a-t-elle été signée ? »: what was done once has a year, and a month alone is mostly of something else.
_PAST_TEXT = "ete fut furent etait etaient was were did wurde wurden war waren fue fueron fu furono stata stato"
_PAST_ASKED = frozenset(_PAST_TEXT.split())
# « l'Acte de 1855 », "the 1855 constitution", "World Cup 2014": a year that only tells which one is meant.
_NAMED_BY_YEAR = re.compile(
    r"(?:(?<!\w)(?:the|la|le|die|der|das|el|lo)|[\w,]\s+(?!(?:En|In|Im|Seit|Depuis|Since|Nel|Desde|Dal)\s)[A-ZÀ-Þ][\w'’-]*)\s$"
)


def dates(text: str, asked: Set[str] = frozenset()) -> list[Span]:
    """Dates, years, centuries and times of day; days and months without a number where there are none.

    Months without a number are none where the question, by its folded words, asks for something past.
    """
    exact = [match.span() for match in DATE.finditer(text)]
    if exact:
        return exact
    past = bool(asked & _PAST_ASKED) and not asked & _MONTH_ASKED
    return [match.span() for match in _LOOSE.finditer(text) if match["of_month"] or not past]


def suits_date(text: str, span: Span) -> int:
    """-1 for a year that is part of a name, else 0."""
    return -int(
        text[slice(*span)].isdecimal() and _NAMED_BY_YEAR.search(text[max(0, span[0] - 40) : span[0]]) is not None
    )
