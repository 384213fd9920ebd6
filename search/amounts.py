"""Numbers in a text with their units, in French, English, German, Spanish and Italian. Pure."""

from __future__ import annotations

import re

from search.answer import Span
from search.dates import DATE

_PERCENT = r"pour\s?cent|per\s?cent|percentage\spoints?|prozent|por\s?ciento"
_MONEY = r"euros?|dollars?|d[óo]lar(?:es)?|dollari|livres?|pounds?|francs?|franken|k€|M€|(?-i:EUR|USD|CHF)"
_LENGTH = (
    r"km²?|km2|kilom[eè]tres?|kilometers?|kilometer|kil[oó]metros?|chilometri|m|mètres?|metres?|meters?|metros?|metri"
    r"|miles?|m²|m2|hectares?|hektar|ha|kg|tonnes?"
)
_TIME = (
    r"ans?|ann[ée]es?|years?|Jahren?|a[ñn]os?|ann[io]|siècles?|centur(?:y|ies)|mois|months?|Monaten?|mes(?:es)?|mes[ei]"
    r"|semaines?|weeks?|Wochen?|semanas?|settiman[ae]|jours?|days?|Tagen?|d[íi]as?|giorn[io]|h|heures?|hours?|Stunden?"
    r"|horas?|or[ae]|minut(?:es?|en?|os?|[oi])|secondes?|seconds?|Sekunden?|segundos?|second[oi]"
)
_UNIT = rf"(?:\s?(?:%|€|\$|£|°C?|‰|h(?!\w))|\s(?:{_PERCENT}|{_MONEY}|{_LENGTH}|{_TIME})(?!\w))"
_SCALE = (
    r"(?:\s(?:mille|millions?|milliards?|billions?|thousand|hundred|Millionen|Milliarden?|Mio\.?|Mrd\.?|"
    r"millones|mil(?:lones)?|miliardi|milioni|milliers)(?!\w))"
)
_NUMERALS = (
    "deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|vingtaine|trente|quarante"
    "|cinquante|soixante|cent|dizaine|douzaine|centaine|twice|zweimal|dreimal|two|three|four|five|six|seven|eight|nine"
    "|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    "|hundred|dozen|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|hundert"
    r"|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once(?=\s\w+[aeo]s\b)|doce|quince|veinte|treinta|cien"
    r"|due(?!\sto\b)|tre|quattro|cinque|sei(?=\s\w+[aei]\b)|sette|otto|nove|dieci|undici|dodici|quindici|venti|trenta"
    "|cento"
)
_DIGITS = r"\d+(?:[ \u00a0\u202f'.,]\d{3}(?!\d))*(?:[.,]\d+)?"
NUMBER = re.compile(
    rf"""(?<![\w.,])(?<!\w[-–/])(?:[€$£]\s?)?{_DIGITS}(?:\s?[-–]\s?{_DIGITS}(?![-–\w]))?{_SCALE}?
        (?:\sd(?:e\s|['’])euros)?{_UNIT}?(?!\w)
    | (?<![\w-])(?:one\shundred\sand\s)?(?:{_NUMERALS})(?:[\s-](?:{_NUMERALS}|et|and|mille))*
        {_SCALE}?{_UNIT}?(?![\w-])""",
    re.VERBOSE | re.IGNORECASE,
)
# What a number counts nothing of: « Article 3 », "page 12", and a heading's own number at the beginning of a line.
_LABELLED = re.compile(
    r"(?<!\w)(?:article|art|arti[ck][eo]lo?|artikel|section|chapitre|chapter|kapitel|cap[ií]tulo|capitolo|fig|figure|figura"
    r"|abbildung|table|tableau|tabelle|tabla|tabella|annexe?|anhang|anexo|allegato|page|pages|p|pp|seite|p[áa]gina|n[°o]|§)"
    r"\.?\s?$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?m)^[ \t]*(?:\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}[.)])(?=\s+[A-ZÀ-Þ«“\"](?!i[ol]\.|rd\.|illi))")
_HOURS = re.compile(r"\d{1,2}\s?h(?:eures?)?", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")


def numbers(text: str) -> list[Span]:
    """Numbers with their units, but dates, and those in addresses or that only number a heading or a page."""
    taken = [
        match.span()
        for pattern in (DATE, _NUMBERED, _ADDRESS)
        for match in pattern.finditer(text)
        if not _HOURS.fullmatch(match[0])
    ]
    return [
        match.span()
        for match in NUMBER.finditer(text)
        if not any(match.start() < other[1] and other[0] < match.end() for other in taken)
        and not _LABELLED.search(text[max(0, match.start() - 14) : match.start()])
    ]
