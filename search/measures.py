"""What a quantity asked for by its noun looks like in a text: an amount of money, a share, a duration, an area. Pure.

A number is only an answer where it is of the kind that was asked for: « 90 m² » is no rent, and a year is no share.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from index.analysis import fold
from search.amounts import numbers
from search.answer import Span
from search.dates import dates
from search.units import WRITTEN

Measure = Literal[
    "money",
    "share",
    "duration",
    "deadline",
    "frequency",
    "time",
    "extent",
    "size",
    "age",
    "area",
    "length",
    "weight",
    "volume",
    "energy",
    "temperature",
    "data",
    "speed",
    "year",
    "address",
    "street",
    "",
]
"""The kind of quantity that a question asks for, where its words tell."""

BEHIND = 30
"""Characters behind a number in which its unit begins, at most: « trois (3) ans », "2 bis 3 Jahre"."""

_SPEED = (
    r"(?:km|m|mi|miles?|kilometres?|kilometers?|chilometri|kilometros)[ -]?(?:/|par|per|pro|por|a|all|je)['’ ]?\w+"
    r"|mph|kn|knots?|noeuds|knoten|nudos|nodi|rpm|revolutions per \w+|umdrehungen|tours?(?: par |/)\w+|u/min|tr/min"
    r"|hz|hertz|[kmg]b(?:it)?/s|[kmgt]bps"
)
_SCALE = (
    r"(?:mille|milli\w+|bi(?:l)?lions?|thousand|hundred|mrd\.?|mio\.?|mld\.?|mln\.?|bn|tausend|hundert|duizend"
    r"|mil(?:lon\w*)?|mil(?:h|i)ar\w*|milion\w*|milh\w+|bilh\w+|miljoen|miljard|k|m)"
)
_ONE = r"(?:une?|an?|one|einen?|einem|einer|uno|una)"
_FEW = (
    "one|two|three|four|five|six|seven|eight|nine|ten|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|eine?[rs]?"
    "|zwei"
    "|drei|vier|funf|sechs|sieben|acht|neun|zehn|un[oa]|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|due|tre"
    "|quattro"
    "|cinque|sei|sette|otto|nove|dieci"
)
_STREETS = (
    r"rue|avenue|boulevard|bd|place|quai|chemin|allee|impasse|cours|street|st|road|rd|square|lane|drive|calle|avenida"
    r"|plaza|paseo|carretera|via|viale|piazza|corso|largo"
)


@dataclass(frozen=True, slots=True)
class _Look:
    """All over folded text: what stands right behind a number, right before it, and what says it without one."""

    behind: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None
    alone: re.Pattern[str] | None = None


# Another number may stand between: "2 bis 3 Jahre", « trois (3) ans », « 5 à 10 % », "14.5 million euros".
BETWEEN = (
    rf"[ \-]?(?:\(\d+\) ?|(?:a|to|bis|auf|or|ou|oder|o|et|and|y|e|tot|al|-|–|/) ?(?:[\d.,]+|{_FEW})[ \-]?)?"
    rf"(?:{_SCALE} ?(?:d['’ ]|de |di |of )?)?(?:d['’]|de |di )?"
)


def _look(*, behind: str = "", before: str = "", alone: str = "") -> _Look:
    return _Look(
        re.compile(rf"{BETWEEN}(?:\w+ )?(?:{behind})(?![\w-])") if behind else None,
        re.compile(rf"(?:{before}) ?$") if before else None,
        re.compile(alone) if alone else None,
    )


# fmt: off
_TIME = WRITTEN["duration"]
_DURATION = _look(
    behind=_TIME,
    alone=rf"\b\d+[ -](?:{_TIME})-|\b\d+:\d\d(?= (?:left|remaining|to go|min|h\b|std|stunden|heures|vor schluss))"
    rf"|\b{_ONE} (?:demi |half |halbe[ns]? )?(?:{_TIME})\b|\b(?!voll|minder)\w+(?:jahrig|monatig|wochig|tagig"
    rf"|stundig)\w*|\b(?:tri|quadri|quinquen|bien|trien)\w*nn?[ai]l\w*|\b(?:illimite|indeterminee?|unlimited"
    rf"|indefinite|unbefristet|indefinid|illimitat|indeterminat)\w*|\b(?:1\d|20)\d\d ?[-–/] ?(?:1\d|20)?\d\d\b|\b(?:de"
    rf"|from|von|dal|desde) (?:1\d|20)\d\d (?:a|to|bis|al|hasta) (?:1\d|20)\d\d\b",
)
LOOKS: Mapping[Measure, _Look] = {
    "money": _look(
        behind=rf"{WRITTEN['money']}|[€$£¥₹]",
        before=r"[€$£¥₹]|\b(?:eur|euros?|chf|fr\.|usd|gbp|rs\.?)",
        alone=r"\b(?:gratuit\w*|free(?! ?-)|kostenlos\w*|kostenfrei\w*|gratis|unentgeltlich\w*|sans frais|no (?:charge"
        r"|cost)|without charge|umsonst|kostet nichts|keine (?:kosten|gebuhr\w*)|sin costo|senza costi|(?:million"
        r"|milliard|milion|miliard)\w* (?:euros?|dollars?))\b|\b\d[\d'’]*\.(?:–|-{1,2})(?!\w)"
        # « Un budget de 301 millions », of nothing: of money.
        r"|\b\d[\d.,\u00a0\u202f ]* ?(?:(?:mill?i?ard|mill?i?on|billi?on)\w*|mrd|mio"
        r"|mld|mln|bn)(?=\s*(?:[,;:!?)•\n]|\.(?:\s|$)|$))",
    ),
    "share": _look(
        behind=WRITTEN["share"],
        alone=r"\b(?:moitie|(?:deux |un )?tiers|(?:trois |un )?quarts?|hal(?:f|ves)|halfte|drittel|(?:drei)?viertel"
        r"|mitad|tercios?|meta|terz[oi]|(?:a|one|two|three|four)[ -](?:third|quarter|fifth|tenth)s?|\w+zehntel|funftel"
        r"|totalite|integralite|whole)\b|\b\d+ ?/ ?\d+\b"
        rf"|\b(?:\d[\d.,]*|{_FEW}) (?:out of|sur|von|de cada|su|in|pour|per|por) (?:\w+ )?(?:\d[\d.,]*"
        rf"|{_FEW})\b|\bjede[rsnm]? (?:zweite|dritte|vierte|funfte|sechste|siebte|achte|neunte|zehnte)\w*",
    ),
    "duration": _DURATION,
    "street": _look(
        alone=rf"\b(?:{_STREETS}|rua|straat) (?:de la |de los |d[eu]s? |della? |do |da )?[a-z]\w+"
        r"|\b[a-z]\w+ (?:street|st|road|rd|lane|avenue|square|drive)\b"
        r"|\b\w{3,}(?:strasse|str\.|gasse|allee|damm|ufer|platz|straat|laan|plein)(?: \d+)?",
    ),
    "frequency": _look(
        behind=r"fois|times|mal|veces|volte|x|/ ?an|(?:par|per|pro|al|all['’]) ?\w+",
        alone=r"\b(?:once|twice|tous les|toutes les|chaque|each|every|jede[rsnm]?|alle|cada|ogni|todos los|todas las"
        r"|tutti|une fois|ein ?mal|zwei ?mal|drei ?mal|una vez|una volta|par (?:an|mois|semaine|jour|trimestre)"
        r"|per (?:year|month|week|day|annum)|a (?:year|month|week|day)|pro (?:jahr|monat|woche|tag)|al ano"
        r"|all['’]anno)\b|\b\w*(?:ein|zwei|drei|vier|funf|sechs|zehn|mehr)mals?\b|\b(?:never|nie(?:mals)?|jamais|nunca"
        r"|rarely|selten|rarement)\b|\b\d[\d.,]* ?(?:%|prozent|per ?cent|pour ?cent|por ciento)|\b\w*(?:annuel|mensuel"
        r"|hebdomadair|quotidien|trimestriel|semestriel|biennal|annual|monthly|weekly|daily|yearly|quarterly|jahrlich"
        r"|monatlich|wochentlich|taglich|regelmassig|mensual|semanal|diari[oa]|trimestral|mensil|settimanal|quotidian"
        r"|hourly|stundlich|fortnightly)\w*",
    ),
    "area": _look(behind=WRITTEN["area"]),
    "length": _look(behind=WRITTEN["length"]),
    "weight": _look(behind=WRITTEN["weight"]),
    "volume": _look(behind=WRITTEN["volume"], alone=r"\b(?:halben?|half a|demi|medio|mezzo) (?:litre|liter|litro)\b"),
    "energy": _look(behind=WRITTEN["energy"]),
    "temperature": _look(behind=WRITTEN["temperature"], before=r"\b(?:minus|moins|meno|menos)|(?<![\w–-])[-–−]"),
    "data": _look(behind=WRITTEN["data"]),
    "speed": _look(behind=_SPEED),
    "address": _look(
        alone=rf"\b\d{{1,4}}(?: ?(?:bis|ter|[a-d]))?,? (?:{_STREETS})\b|\b\d{{1,4}} (?:[a-z]+ ){{1,3}}(?:{_STREETS})\b"
        rf"|\b(?:{_STREETS}) [^\n.;]{{2,40}}?,? \d{{1,4}}\b"
        r"|\b\w+(?:strasse|str\.|platz|weg|allee|gasse|ring|ufer)[ ,]+\d"
        rf"|\b(?:{_STREETS}) (?:d[eu]s?|de la|del|della|di|of) \w+|\b\d{{5}} [a-z][\w-]{{2,}}\b",
    ),
}
# fmt: on
_YEAR = re.compile(r"\d{3}|\bsi[eè]cle|centur|jahrhundert|siglo|secolo|eeuw|século", re.IGNORECASE)
_AGO = re.compile(
    r"\b(?:\w+ (?:years?|decades?) (?:ago|later|earlier|before|after)|il y a \w+ ans|vor \w+ jahr\w*|hace \w+ anos"
    r"|\w+ anni fa|(?:this|last|next) year|(?:cette|derniere|prochaine) annee|l['’]an(?:nee)? (?:dernier|derniere"
    r"|prochain\w*)|l['’]annee \w+|(?:dieses|dieser|letzte[sn]|nachste[sn]|vergangene[sn]|kommende[sn]) jahr\w*"
    r"|(?:este|pasado|proximo) ano|ano (?:pasado|proximo)|quest['’]anno|(?:scorso|prossimo) anno|anno (?:scorso"
    r"|prossimo)|\w*zigerjahre\w*|\d0er\b)"
)
_AGED = re.compile(
    r"\b\d{1,3}[ -]?(?:jahr|ans?\b|anos?\b|ann[io]\b|years?\b|jaar|jarig|monat|mois|month|mes(?:es|i)?\b|wochen"
    r"|weeks|semaines)\w*|\b\d{2}-?(?:year|jahrig|jarig)\w*|\((?:1?\d)?\d\)|(?<=, )\d{1,2}(?=[,.)])"
    r"|\b(?:age[de]?s?(?: de| d['’])?|aged|ab|from|over|under|plus de|moins de|uber|unter|mit|a partir de|des|desde"
    r"|oltre|dai|major\w* de|at|hasta|jusqu['’]a|bis) ?\d{1,3}\b"
    r"|\b\w{3,}(?:zehn|zig|een|ty|nte|nta)-?(?: ans| jahr\w*| years?| anos| anni|jahrig\w*)"
    r"|\bvolljahr\w*|\bmajorite\b|\badults?\b|\bmayor de edad\b|\bmaggiorenn\w+"
)
# "30 hours before the deadline" tells no deadline.
_FROM_ANOTHER = re.compile(r" (?:before|avant|vor|antes|prima|ago|later|earlier|plus tot|plus tard)\b")
_DIGITS = re.compile(rf"(?<![\w.,/])\d+(?:[ .,'’\u00a0\u202f]\d+)*|(?<![\w-])(?:{_FEW})(?=-)")  # "six-inch"


def quantities(measure: Measure, text: str) -> list[Span]:
    """The ranges of `text` that are of a kind of quantity, in order."""
    match measure:
        case "deadline":
            found = [*dates(text), *(span for span in quantities("duration", text) if not _from_another(text, span))]
        case "time":
            found = [*dates(text), *quantities("duration", text)]
        case "year":
            found = [*(span for span in dates(text) if _YEAR.search(text, *span)), *_matches(_AGO, Folded.of(text))]
        case "age":
            found = [*_matches(_AGED, Folded.of(text)), *quantities("duration", text)]
        case "size":
            found = [*quantities("length", text), *quantities("area", text)]
        case "extent":
            found = [*quantities("duration", text), *quantities("length", text)]
        case _:
            look, folded = LOOKS[measure], Folded.of(text)
            found = [*_with_unit(look, folded, text), *(_matches(look.alone, folded) if look.alone else ())]
    return _outermost(found)


def _matches(pattern: re.Pattern[str], folded: Folded) -> Iterator[Span]:
    return (folded.span(*match.span()) for match in pattern.finditer(folded.text))


def _from_another(text: str, span: Span) -> bool:
    return _FROM_ANOTHER.match(fold(text[span[1] :][:12])) is not None


def _with_unit(look: _Look, folded: Folded, text: str) -> Iterator[Span]:
    """Numbers with the unit behind or before them."""
    digits = [folded.span(*match.span()) for match in _DIGITS.finditer(folded.text)]
    for start, end in sorted({*digits, *(digits_of(text, span) for span in numbers(text))}):
        first, last = folded.at(start), folded.at(end)
        unit = look.behind.match(folded.text, last, last + BEHIND) if look.behind else None
        if unit is not None:
            yield folded.span(first, unit.end())
        elif look.before and (sign := look.before.search(folded.text[max(0, first - 8) : first])):
            yield folded.span(first - len(sign[0]), last)


def digits_of(text: str, span: Span) -> Span:
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
class Folded:
    """A text folded letter by letter, with the place in the text of each letter of it, and of its end."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Folded:
        each = [character.lower() if character.isascii() else fold(character) for character in text]
        places = [place for place, folded in enumerate(each) for _ in folded]
        return cls("".join(each), (*places, len(text)))

    def span(self, start: int, end: int) -> Span:
        """The range of the text that a range of its folded letters stands for."""
        return self.places[start], self.places[end - 1] + 1

    def at(self, place: int) -> int:
        """The place among the folded letters of a place in the text."""
        return bisect_left(self.places, place)
