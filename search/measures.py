"""What a quantity asked for by its noun looks like in a text: an amount of money, a share, a duration, an area. Pure.

A number is only an answer where it is of the kind that was asked for: « 90 m² » is no rent, and a year is no share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from index.analysis import fold
from search.amounts import numbers
from search.answer import Span
from search.dates import dates

Measure = Literal[
    "money", "share", "duration", "deadline", "frequency", "area", "length", "weight", "speed", "address", ""
]
"""The kind of quantity that a question asks for, where its words tell."""

BEHIND = 30
"""Characters behind a number in which its unit begins, at most: « trois (3) ans », "2 bis 3 Jahre"."""
SHORT_NAME = 3
"""Digits: a number alone in brackets that is no longer is the code of a place or a note, « Annecy (74) »."""

_TIME_TEXT = """
    h heures? jours? semaines? mois ans? annees? trimestres? semestres? minutes? min secondes? hours? days? weeks?
    months? years? quarters? decades? stunden? tage?n? wochen? monate?n? jahre?n? minuten? horas? dias? semanas?
    mes(?:es)? anos? minutos? ore ora giorn[oi] settiman[ae] mes[ei] ann[oi] minut[oi]
"""
_MONEY_TEXT = """
    euros? eur dollars? usd francs? franken chf fr pounds? gbp pesos? yen centimes? cents? k€ m€ ke keur meur ttc ht
    forints? kronen? reais rupees?
"""
_AREA_TEXT = """
    km² km2 m² m2 ha hectares? hektar acres? kilometres?.carres? metres?.carres? square.\\w+ quadratmeter[ns]?
    quadratkilometer[ns]? kilometros.cuadrados metros.cuadrados hectareas? chilometri.quadrati metri.quadrati ettar[oi]
"""
_LENGTH_TEXT = """
    km m cm mm kilometres? metres? centimetres? kilometers? meters? miles? feet foot ft inch(?:es)? yards? kilometern?
    metern? zentimetern? zoll pieds pouces pulgadas kilometros? metros? chilometri metri etages? floors?
"""
_WEIGHT_TEXT = (
    "kg g t mg tonnes? tons? kilos? kilogrammes? kilograms? grammes? grams? kilogramm gramm toneladas? tonnellate"
)
_SHARE_TEXT = "% ‰ pour.?cent per.?cent prozent por.ciento per.cento points?.de.pourcentage percentage.points?"
_SPEED = (
    r"(?:km|m|mi|miles?|kilometres?|kilometers?|chilometri|kilometros)[ -]?(?:/|par|per|pro|por|a|all|je)['’ ]?\w+"
    r"|mph|kn"
)
_SCALE = r"(?:mille|milli\w+|billions?|thousand|mrd\.?|mio\.?|mil(?:lon\w*)?|miliard\w*|milion\w*|k|m)"
_ONE = r"(?:une?|an?|one|einen?|einem|einer|uno|una)"
_FEW = (
    "one|two|three|four|five|six|seven|eight|nine|ten|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|eine?[rs]?|zwei"
    "|drei|vier|funf|sechs|sieben|acht|neun|zehn|un[oa]|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|due|tre|quattro"
    "|cinque|sei|sette|otto|nove|dieci"
)
_STREETS = (
    r"rue|avenue|boulevard|bd|place|quai|chemin|allee|impasse|cours|street|st|road|rd|square|lane|drive|calle|avenida"
    r"|plaza|paseo|carretera|via|viale|piazza|corso|largo"
)


def _units(text: str) -> str:
    return "|".join(each.replace(".", " ") if "\\" not in each else each.replace(".", " ", 1) for each in text.split())


@dataclass(frozen=True, slots=True)
class _Look:
    """All over folded text: what stands right behind a number, right before it, and what says it without one."""

    behind: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None
    alone: re.Pattern[str] | None = None


def _look(*, behind: str = "", before: str = "", alone: str = "") -> _Look:
    return _Look(
        # Another number may stand between: "2 bis 3 Jahre", « trois (3) ans », « 5 à 10 % », "14.5 million euros".
        re.compile(
            rf"[ \-]?(?:\(\d+\) ?|(?:a|to|bis|or|ou|oder|o|et|and|y|e|-|–|/) ?[\d.,]+[ \-]?)?"
            rf"(?:{_SCALE} ?(?:d['’ ]|de |di )?)?(?:d['’]|de |di )?(?:\w+ )?(?:{behind})(?![\w-])"
        )
        if behind
        else None,
        re.compile(rf"(?:{before}) ?$") if before else None,
        re.compile(alone) if alone else None,
    )


# fmt: off
_TIME = _units(_TIME_TEXT)
_DURATION = _look(
    behind=_TIME,
    alone=rf"\b{_ONE} (?:demi |half |halbe[ns]? )?(?:{_TIME})\b|\b\w+(?:jahrig|monatig|wochig|tagig|stundig)\w*"
    r"|\b(?:tri|quadri|quinquen|bien|trien)\w*nn?[ai]l\w*|\b(?:illimite|indeterminee?|unlimited|indefinite|unbefristet"
    r"|indefinid|illimitat|indeterminat)\w*|\b(?:1\d|20)\d\d ?[-–/] ?(?:1\d|20)?\d\d\b"
    r"|\b(?:de|from|von|dal|desde) (?:1\d|20)\d\d (?:a|to|bis|al|hasta) (?:1\d|20)\d\d\b",
)
_LOOKS: Mapping[Measure, _Look] = {
    "money": _look(
        behind=rf"{_units(_MONEY_TEXT)}|[€$£]",
        before=r"[€$£]|\b(?:eur|chf|fr\.|usd|gbp|rs\.?)",
        alone=r"\b(?:gratuit\w*|free(?! ?-)|kostenlos\w*|kostenfrei\w*|gratis|unentgeltlich\w*|sans frais)\b",
    ),
    "share": _look(
        behind=_units(_SHARE_TEXT),
        alone=r"\b(?:moitie|(?:deux |un )?tiers|(?:trois |un )?quarts?|hal(?:f|ves)|halfte|drittel|(?:drei)?viertel"
        r"|mitad|tercios?|meta|terz[oi]|(?:a|one|two|three|four)[ -](?:third|quarter|fifth|tenth)s?|\w+zehntel|funftel"
        r"|totalite|integralite|whole)\b|\b\d+ ?/ ?\d+\b"
        rf"|\b(?:\d[\d.,]*|{_FEW}) (?:out of|sur|von|de cada|su|in|pour|per|por) (?:\w+ )?(?:\d[\d.,]*"
        rf"|{_FEW})\b",
    ),
    "duration": _DURATION,
    "frequency": _look(
        behind=r"fois|times|mal|veces|volte|x|/ ?an|(?:par|per|pro|al|all['’]) ?\w+",
        alone=r"\b(?:once|twice|tous les|toutes les|chaque|each|every|jede[rsnm]?|alle|cada|ogni|todos los|todas las"
        r"|tutti|une fois|ein ?mal|zwei ?mal|drei ?mal|una vez|una volta|par (?:an|mois|semaine|jour|trimestre)"
        r"|per (?:year|month|week|day|annum)|a (?:year|month|week|day)|pro (?:jahr|monat|woche|tag)|al ano"
        r"|all['’]anno)\b"
        r"|\b\w*(?:ein|zwei|drei|vier|funf|sechs|zehn|mehr)mals?\b"
        r"|\b\w*(?:annuel|mensuel|hebdomadair|quotidien|trimestriel|semestriel|biennal|annual|monthly|weekly|daily"
        r"|yearly|quarterly|jahrlich|monatlich|wochentlich|taglich|regelmassig|mensual|semanal|diari[oa]|trimestral"
        r"|mensil|settimanal|quotidian|hourly|stundlich|fortnightly)\w*",
    ),
    "area": _look(behind=_units(_AREA_TEXT)),
    "length": _look(behind=_units(_LENGTH_TEXT)),
    "weight": _look(behind=_units(_WEIGHT_TEXT)),
    "speed": _look(behind=_SPEED),
    "address": _look(
        alone=rf"\b\d{{1,4}}(?: ?(?:bis|ter|[a-d]))?,? (?:{_STREETS})\b|\b\d{{1,4}} (?:[a-z]+ ){{1,3}}(?:{_STREETS})\b"
        rf"|\b(?:{_STREETS}) [^\n.;]{{2,40}}?,? \d{{1,4}}\b"
        r"|\b\w+(?:strasse|str\.|platz|weg|allee|gasse|ring|ufer)[ ,]+\d"
        rf"|\b(?:{_STREETS}) (?:d[eu]s?|de la|del|della|di|of) \w+|\b\d{{5}} [a-z][\w-]{{2,}}\b",
    ),
}
# fmt: on
# "30 hours before the deadline" tells no deadline.
_FROM_ANOTHER = re.compile(r" (?:before|avant|vor|antes|prima|ago|later|earlier|plus tot|plus tard)\b")
_OPEN = frozenset({"length", "weight", "speed"})
_DIGITS = re.compile(rf"(?<![\w.,/])\d+(?:[ .,'’\u00a0\u202f]\d+)*|(?<![\w-])(?:{_FEW})(?=-)")  # "six-inch"


def measured(measure: Measure, text: str) -> list[Span]:
    """The ranges of `text` that are of a kind of quantity, in order.

    Of lengths, weights and speeds, where none is in a unit that is known, numbers in no known unit: « deux
    coudées », "5 000 light-years".
    """
    found = _measured(measure, text)
    if found or measure not in _OPEN:
        return found
    known = [span for kind in _LOOKS if kind != measure for span in _measured(kind, text)]
    return [
        span
        for span in counts(text)
        if _COUNTS.match(text, span[1]) and not any(start <= span[0] < end for start, end in known)
    ]


def _measured(measure: Measure, text: str) -> list[Span]:
    if measure == "deadline":
        spans = [span for span in _measured("duration", text) if not _FROM_ANOTHER.match(fold(text[span[1] :][:12]))]
        return sorted({*dates(text), *spans})
    look, folded = _LOOKS[measure], _Folded.of(text)
    found = list(_with_unit(look, folded, text))
    if look.alone is not None:
        found += [folded.span(*match.span()) for match in look.alone.finditer(folded.text)]
    return _outermost(found)


def _with_unit(look: _Look, folded: _Folded, text: str) -> Iterator[Span]:
    """Numbers with the unit behind or before them."""
    digits = [folded.span(*match.span()) for match in _DIGITS.finditer(folded.text)]
    for start, end in sorted({*digits, *(_digits_of(text, span) for span in numbers(text))}):
        first, last = folded.at(start), folded.at(end)
        unit = look.behind.match(folded.text, last, last + BEHIND) if look.behind else None
        if unit is not None:
            yield folded.span(first, unit.end())
        elif look.before and (sign := look.before.search(folded.text[max(0, first - 4) : first])):
            yield folded.span(first - len(sign[0]), last)


def _digits_of(text: str, span: Span) -> Span:
    """A number without the unit that `search.amounts` takes with it: here the unit is looked for."""
    match = re.compile(r"[€$£]?\s?[\d][\d .,'’\u00a0\u202f]*(?<=\d)|\w+").match(text, *span)
    return match.span() if match else span


def _outermost(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: (each[0], -each[1])):
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return found


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text folded letter by letter, with the place in the text of each letter of it, and of its end."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> _Folded:
        each = [character.lower() if character.isascii() else fold(character) for character in text]
        places = [place for place, folded in enumerate(each) for _ in folded]
        return cls("".join(each), (*places, len(text)))

    def span(self, start: int, end: int) -> Span:
        """The range of the text that a range of its folded letters stands for."""
        return self.places[start], self.places[end - 1] + 1

    def at(self, place: int) -> int:
        """The place among the folded letters of a place in the text."""
        return next((number for number, each in enumerate(self.places) if each >= place), len(self.text))


# What a number counts nothing of: a code in brackets, a part of a reference or a fraction, a list's own number, and
# what follows a name or a word for a rank and is followed by nothing that it could count: "Minicom 6000", « niveau 3 ».
_RANK = re.compile(
    r"(?:(?<!\w)[A-ZÀ-Þ][\w-]*[^\W\d_]|\b(?i:phase|niveau|level|stufe|[ée]tape|step|zone|version|classe?|type?|cat[ée]gorie"
    r"|category|axe|lot|groupe?|gruppe|grade|modell?e?|nr\.?|num[ée]ro))\s$"
)
_COUNTS = re.compile(r"[\s-]*(?:\([^)]*\)\s*)?[^\W\d_A-ZÀ-Þ]")
_ENUMERATOR = re.compile(r"(?:^|\n)\s*$")


def counts(text: str, *, things: bool = False) -> list[Span]:
    """The numbers of `text` that may count something: no codes, references, fractions, ranks, and no list's own.

    Where `things` are counted, an amount of money or a share is none of them.
    """
    others = [*_measured("money", text), *_measured("share", text)] if things else []
    return [
        span
        for span in numbers(text)
        if not _labels(text, span) and not any(start <= span[0] < end for start, end in others)
    ]


def _labels(text: str, span: Span) -> bool:
    start, end = span
    words, before, behind = text[start:end], text[max(0, start - 30) : start], text[end : end + 20]
    if not words.isdecimal():
        return False
    if before.endswith("(") and behind.startswith(")") and len(words) <= SHORT_NAME:
        return True
    if before[-1:] in ("/", "-") or behind.startswith("/") or (_ENUMERATOR.search(before) and behind[:1] in (".", ")")):
        return True
    return _RANK.search(before) is not None and not _COUNTS.match(behind)
