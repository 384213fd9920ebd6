"""The words of a sentence that answer: the date, number, name or place that a question asks for. Pure.

Patterns, not a model: they know the months, units and particles of French, English, German, Spanish and Italian, and
capital letters. Where nothing fits, nothing is marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from itertools import pairwise

from index.analysis import fold, tokens
from search.answer import Span, Wanted

_MONTHS = (
    "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre"
    "|january|february|march|april|may|june|july|august|september|october|november|december"
    "|januar|jänner|februar|märz|juni|juli|oktober|dezember"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
    "|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre"
)
_YEAR = r"(?:1\d{3}|20\d{2})"
_DAY = r"(?:1\^?\{?er\}?|1ᵉʳ|1º|\d{1,2}(?:st|nd|rd|th|\.)?)"
DATE = re.compile(
    rf"""(?<![\w.,/-])(?:
      {_DAY}\s+(?:de\s+)?(?:{_MONTHS})(?:\s+(?:de(?:l)?\s+)?{_YEAR})?(?:\s+(?:à|at|um|a\s+las|alle)\s+\d{{1,2}}\s?(?:h\b|heures|:\d\d|Uhr)?)?
    | (?:{_MONTHS})\s+{_DAY}(?:,?\s+{_YEAR})?
    | (?:{_MONTHS})\s+(?:de(?:l)?\s+)?{_YEAR}
    | \d{{4}}-\d\d-\d\d | \d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}
    | {_YEAR}\s?[-–/]\s?(?:{_YEAR}|\d\d)(?!\d)
    | {_YEAR}(?![\d%€]|[.,\s]\d{{3}}(?!\d))
    | [XVI]{{1,5}}(?:e|ème|è|th)\s+siècle | \d{{1,2}}(?:st|nd|rd|th)\s+century | \d{{1,2}}\.\s+Jahrhunderts?
    | siglo\s+[XVI]{{1,5}} | [XVI]{{1,5}}\s+secolo
    | \d{{1,2}}\s?(?:h(?:eures)?|Uhr|[ap]\.?m\.?)\b(?:\s?\d\d)?
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_WEEKDAYS = (
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica"
)
# « le premier dimanche de juin », "in summer": when nothing with a number stands there.
LOOSE_DATE = re.compile(
    rf"(?<!\w)(?:(?:\w+\s+)?(?:{_WEEKDAYS})s?(?:\s+(?:de|of|im|di|en)\s+(?:{_MONTHS}))?|(?:{_MONTHS}))(?!\w)",
    re.IGNORECASE,
)
_UNIT = (
    r"(?:\s?(?:%|€|\$|£|°C?|‰|h(?!\w))|\s(?:pour\s?cent|per\s?cent|prozent|por\s+ciento|per\s+cento|euros?|dollars?|"
    r"k€|M€|km²?|m²|m2|mètres?|metres?|meters?|hectares?|ha|kg|tonnes?|h(?:eures?)?|hours?|ans|years?|Jahren?|años|anni|"
    r"mois|months?|jours?|days?|Tagen?)(?!\w))"
)
_SCALE = (
    r"(?:\s(?:mille|millions?|milliards?|billions?|thousand|hundred|Millionen|Milliarden?|Mio\.?|Mrd\.?|"
    r"millones|mil(?:lones)?|miliardi|milioni|milliers)(?!\w))"
)
_NUMERALS = (
    "deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|vingtaine|trente|quarante"
    "|cinquante|soixante|cent|dizaine|douzaine|centaine|twice|zweimal|dreimal|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    "|thirteen|fourteen|fifteen|sixteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|dozen"
    "|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|hundert"
    r"|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once(?=\s\w+[aeo]s\b)|doce|quince|veinte|treinta|cien"
    r"|due(?!\sto\b)|tre|quattro|cinque|sei(?=\s\w+[aei]\b)|sette|otto|nove|dieci|undici|dodici|quindici|venti|trenta|cento"
)
NUMBER = re.compile(
    rf"""(?<![\w.,])(?:[€$£]\s?)?\d+(?:[ \u00a0\u202f'.,]\d{{3}}(?!\d))*(?:[.,]\d+)?{_SCALE}?
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
_CAPITAL = r"(?:[LDld]['’])?[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’&·.-]*[\w)]|[A-ZÀ-ÖØ-Þ]\.(?=\s[A-ZÀ-Þ])|[A-Z](?!\w)"
_JOINED = (
    r"(?:d[eu]s?|d['’]|la|le|les|of|the|and|for|von|der|den|van|del|di|da|y|et|und|sur|en|lès|l['’]|&|für|\d{1,3})"
)
NAME = re.compile(rf"(?<!\w)(?:{_CAPITAL})(?:\s(?:{_JOINED}\s?){{0,3}}(?:{_CAPITAL}|\d{{2,3}}(?!\d)))*", re.UNICODE)
_INTO_PLACE = re.compile(
    r"(?:(?<!\w)(?:à|au|aux|en|dans|depuis|chez|près\sde|in|at|near|from|to|nach|bei|aus|im|a|desde|cerca\sde|ad|nel|nella)\s"
    r"(?:(?:la|le|les|l['’]|the|den|der|dem|el)\s?)?)$",
    re.IGNORECASE,
)
_STARTING_TEXT = """
    le la les l un une des ce cet cette ces il elle ils elles on nous vous en dans depuis a au aux pour par sur
    avec sans si the an this that these those it he she they we you in at for with from as when where since der
    die das ein eine es er sie wir ihr im am zum bei mit seit nach el los las una uno unos esta este desde con
    por para lo gli i nel nella dal questo questa chaque tout toute tous ainsi mais et or and und but aber y
    pero ma e apres avant selon after before there here article page section once while although however
    because their its his her our your which what who how why quel quelle quels quelles qui comment pourquoi
    any each every all some most many several other such both another lors lorsque aucun aucune plusieurs certains
    certaines jede jeder jedes alle einige viele kein keine cada todo todos toda todas algunos ogni tutti alcuni
"""
_SENTENCE_STARTERS = frozenset(_STARTING_TEXT.split())

NEAR = 0.25
"""As `_nearness` counts: one of the question's words within 30 characters, or two within 70."""


def spans_for(wanted: Wanted, text: str, asked: Set[str]) -> list[Span]:
    """The ranges of `text` that may be what is `wanted`, the likeliest first; `asked` are the question's folded words.

    What the question itself says is no answer to it. Empty where nothing fits, and where nothing particular is wanted.
    """
    finder = _FINDERS.get(wanted)
    if finder is None:
        return []
    found = [span for span in finder(text) if not _said(text[slice(*span)], asked)]
    return sorted(found, key=lambda span: (-_nearness(text, span, asked), span))


def mark_of(wanted: Wanted, text: str, spans: Sequence[Span], asked: Set[str]) -> Span | None:
    """The one range to mark, of what `spans_for` gave; None rather than a wrong one.

    A number or date is mostly right; of several names, only one near to words of the question.
    """
    if not spans or (wanted in {"name", "place"} and len(spans) > 1 and _nearness(text, spans[0], asked) < NEAR):
        return None
    return spans[0]


def dates(text: str) -> list[Span]:
    """Dates, years, centuries and times of day; days and months without a number where there are none."""
    exact = [match.span() for match in DATE.finditer(text)]
    return exact or [match.span() for match in LOOSE_DATE.finditer(text)]


def numbers(text: str) -> list[Span]:
    """Numbers with their units, but dates, and those in addresses or that only number a heading or a page."""
    taken = [
        match.span()
        for pattern in (DATE, _NUMBERED, _ADDRESS)
        for match in pattern.finditer(text)
        if not _HOURS.fullmatch(match[0])
    ]
    found = [match.span() for match in NUMBER.finditer(text)]
    return [
        span
        for span in found
        if not any(_overlap(span, other) for other in taken)
        and not _LABELLED.search(text[max(0, span[0] - 14) : span[0]])
    ]


def names(text: str) -> list[Span]:
    """Runs of capitalised words with the particles between them; a first word that is only a beginning is left out."""
    return list(_names(text))


def places(text: str) -> list[Span]:
    """Names, those after « à », "in", „nach“ and the like first; all names where there are none."""
    every = names(text)
    led = [span for span in every if _INTO_PLACE.search(text[max(0, span[0] - 14) : span[0]])]
    return led or every


_FINDERS: dict[str, Callable[[str], list[Span]]] = {"date": dates, "number": numbers, "name": names, "place": places}


def _names(text: str) -> Iterator[Span]:
    for match in NAME.finditer(text):
        start, end = match.span()
        while (first := re.match(r"(\w+['’]?)\s*", text[start:end])) and fold(
            first[1].rstrip("'’")
        ) in _SENTENCE_STARTERS:
            start += first.end()
        while end > start and text[end - 1] in ".-'’":
            end -= 1
        if end - start > 1 and any(character.isupper() for character in text[start:end]):
            yield start, end


def _said(words: str, asked: Set[str]) -> bool:
    """Whether the question has all these words itself."""
    folded = [token.folded for token in tokens(words)]
    return bool(folded) and all(word in asked for word in folded)


def _nearness(text: str, span: Span, asked: Set[str]) -> float:
    """How close the question's words stand: one behind (« 180 villes ») counts most, others by their distance."""
    score = 0.0
    for token in tokens(text):
        if not _asked_for(token.folded, asked) or _overlap((token.start, token.end), span):
            continue
        distance = token.start - span[1] if token.start >= span[1] else span[0] - token.end
        score += (2.0 if token.start >= span[1] and distance <= 2 else 1.0) / (1 + distance / 10)
    return score


def _asked_for(folded: str, asked: Set[str]) -> bool:
    # Beginnings in place of stems: a question's word and the document's differ in their endings at most.
    return folded in asked or (len(folded) > 4 and any(len(word) > 4 and word[:5] == folded[:5] for word in asked))


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


_LEAD = re.compile(r"[:：]\s")
_COMMA = re.compile(r"\s*[,;、]\s+(?:(?:et|and|und|y|e)\s)?")
_LAST_AND = re.compile(r"\s+(?:et|and|und|y|e)\s+")
ITEM = re.compile(r"(?m)^[ \t]*(?:[-–—•·*>▪◦‣]|\(?\d{1,2}[.)]|[a-z]\))[ \t]+(?P<item>\S[^\n]*?)[ \t]*(?:[;.,])?[ \t]*$")
_BETWEEN_NAMES = re.compile(
    r"\s*(?:,|;|,?\s(?:et|and|und|y|e)\s)\s*(?:(?:l['’]|d['’])|(?:la|le|les|the|die|der|el|i|de|du)\s)?\s*"
)
FEWEST = 3
LONGEST = 160


def items_of(text: str) -> list[Span]:
    """The items of the list that `text` holds: lines with bullets, or what commas part, most often after a colon."""
    bullets = [match.span("item") for match in ITEM.finditer(text)]
    if len(bullets) > 1:
        return bullets
    for lead in _LEAD.finditer(text):
        rest = _parted(text, lead.end(), _end_of_sentence(text, lead.end()))
        if len(rest) > 1 and all(end - start <= LONGEST for start, end in rest):
            return rest
    return _names_in_a_row(text)


def _parted(text: str, start: int, end: int) -> list[Span]:
    """What commas part, and in the last of these parts an "and": « commerce et industrie » before it stays whole."""
    commas = list(_COMMA.finditer(text, start, end))
    edges = [(start, start), *(comma.span() for comma in commas), (end, end)]
    parts = [(before[1], after[0]) for before, after in pairwise(edges)]
    ands = list(_LAST_AND.finditer(text, *parts[-1]))
    if ands:
        parts[-1:] = [(parts[-1][0], ands[-1].start()), (ands[-1].end(), parts[-1][1])]
    return [trimmed for span in parts if (trimmed := _trimmed(text, *span))]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while end > start and text[end - 1] in " .;,\n":
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return (start, end) if start < end else None


def _end_of_sentence(text: str, start: int) -> int:
    found = re.search(r"[.!?](?=\s+[A-ZÀ-Þ]|\s*$)|\n", text[start:])
    return start + found.start() if found else len(text)


def _names_in_a_row(text: str) -> list[Span]:
    """The longest run of names with only commas or an "and" between them; of three or more."""
    every = [part for name in _names(text) for part in _split_name(text, name)]
    runs: list[list[Span]] = [every[:1]]
    for before, after in pairwise(every):
        if _BETWEEN_NAMES.fullmatch(text[before[1] : after[0]]):
            runs[-1].append(after)
        else:
            runs.append([after])
    longest = max(runs, key=len)
    return longest if len(longest) >= FEWEST else []


def _split_name(text: str, name: Span) -> list[Span]:
    """« Milan and Rotterdam » is two names; « Villes et Pays d'art et d'histoire » would be one, and is no row."""
    return _parted(text, *name)
