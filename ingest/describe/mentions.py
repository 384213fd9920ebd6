"""Names of the gazetteer in a text, told from common words and persons by what stands around them.

The longest name wins: Limoges Métropole is not Limoges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from corpus.gazetteer import Territory, chain, longest_name, named
from corpus.vocabulary import folded
from ingest.describe.evidence import Span

LARGE = 20_000
"""Inhabitants from which a town's name in one word, capitalised, is taken for it without further context."""

_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"[ \u00a0]?[-–’' \u00a0][ \u00a0]?")
_LINKS = frozenset(
    re.split(
        r"\s+",
        "d de du des la le les l en sur sous et lès aux à am an der im in of upon the del di da y"
        " agglomération communes urbaine territorial public",
    )
)
"""Words that stand in small letters within a name."""

_BEFORE = re.compile(
    r"(?:\b(?:villes?|communes?|mairies?|municipalit\w+|city|town|cit[ée]|stadt|gemeinde|ciudad|municipio|ayuntamiento|comune|citt[àa]"
    r"|métropole|agglomération|communauté urbaine|territoire|bassin|université|chu|hôpital|préfecture|région"
    r"|département|province"
    r"|land|conseil municipal)\s+(?:de\s+la\s+|de\s+l.|del\s+|de\s+|d.|du\s+|of\s+|di\s+|des\s+|von\s+)?"
    r"|\b(?:à|a|au|aux|in|en|nach|at)\s+|\b\d{5}\s+|\bfait à\s+)$",
    re.IGNORECASE,
)
_BEFORE_RIVER = re.compile(r"\b(?:en|dans\s+(?:la|le|les|l['’]))\s*$", re.IGNORECASE)
_ALSO_WORDS = frozenset(
    ("sens", "tours", "nice", "orange", "lens", "essen", "bath", "reading", "halle", "hamm", "gap", "marche")
)
"""Towns whose names are words of the five languages."""

_AFTER = re.compile(r"\s*\(\s*(?:(?P<number>\d{2,3}|2[AB])|(?P<name>[A-ZÀ-Ý][\w’' -]{2,30}))\s*\)|,?\s*\b\d{5}\b")
_POSTAL = re.compile(r"\b(\d{5})\s+(?:cedex\s+)?$", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:M\.|Mme|Mr|Mrs|Ms|Dr|Herr|Frau|monsieur|madame|saint|rue|avenue|place|boulevard|quai"
    r"|lycée|collège"
                     r"|école|via|calle|straße)\s+(?:de\s+|d.|du\s+)?$", re.IGNORECASE)  # fmt: skip
_SEAT = re.compile(
    r"\b(?:siège|sede|secretaría|secretariat|office|sitz|celebrado|held|founded|created|fondée?|réunie?s?|tenue?|gegründet"
    r"|constituida|adoptée?s?|signée?s?|signed|firmad[oa]|nacida|nata)\b[^.,;\n]{0,30}$",
    re.IGNORECASE,
)
_LEVEL_WORDS = (
    (
        "departement",
        re.compile(r"\b(?:département|departement)\s+(?:de\s+la\s+|de\s+l.|de\s+|d.|du\s+|des\s+)?$", re.IGNORECASE),
    ),
    ("region", re.compile(r"\brégions?\s+(?:de\s+|d.|du\s+|des\s+)?$", re.IGNORECASE)),
    ("epci", re.compile(r"\b(?:métropole|agglomération|communauté\s+urbaine)\s+(?:de\s+|d.|du\s+)?$", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A territory named at a place of the text; `in_context` where words around it say that it is one, `is_seat` where
    they say that something was founded or held there, `is_part` where it ends another name: `Louvre-Lens`."""

    place: Territory
    span: Span
    in_context: bool
    is_seat: bool
    is_part: bool


def mentions_in(text: str) -> Iterator[Mention]:
    """Every territory that a text names, in order, the longest name at each place."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    index = 0
    while index < len(words):
        found = _longest(text, words, index)
        if found is None:
            index += 1
            continue
        places, count = found
        span = Span(words[index][0], words[index + count - 1][1])
        chosen = _choose(text, places, span)
        if chosen:
            yield chosen
        index += count


def _longest(text: str, words: Sequence[tuple[int, int]], index: int) -> tuple[tuple[Territory, ...], int] | None:
    start, end = words[index]
    if not text[start].isupper() and text[start:end].lower() not in ("communauté", "métropole"):
        return None
    reach = _reach(text[start:end])
    for count in range(_extent(text, words[index : index + reach]), 0, -1):
        if places := _places(text[start : words[index + count - 1][1]]):
            return places, count
    return None


@lru_cache(maxsize=50_000)
def _reach(word: str) -> int:
    """The most words that a name beginning with this one has."""
    return longest_name(folded(word).partition(" ")[0])


@lru_cache(maxsize=50_000)
def _places(name: str) -> tuple[Territory, ...]:
    return tuple(named(name))


def _extent(text: str, words: Sequence[tuple[int, int]]) -> int:
    """How many of the words can be one name.

    Only hyphens, apostrophes and spaces stand between these, and none but links is in small letters.
    """
    for count, ((_, end), (start, stop)) in enumerate(pairwise(words), start=1):
        if not _JOINT.fullmatch(text, end, start) or not (text[start].isupper() or text[start:stop] in _LINKS):
            return count
    return len(words)


def _choose(text: str, places: Sequence[Territory], span: Span) -> Mention | None:
    name = text[span.start : span.end]
    before, after = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 40]
    if _PERSON.search(before) or re.match(r"[-–][^\W\d_]", after):  # `Leipzig-Charta` is not of Leipzig
        return None
    is_part = bool(re.search(r"[^\W_][-–]$", before))
    hint = _AFTER.match(after)
    narrowed = _narrowed(places, before, hint)
    sure = narrowed is not None
    place = (narrowed or places)[0]
    if not sure and len(places) > 1 and places[0].population < 4 * places[1].population and not _same_place(places):
        return None
    in_context = sure or bool((_BEFORE_RIVER if _is_river(place, name) else _BEFORE).search(before))
    if not (in_context or is_part or _is_clear(place, name)):
        return None
    return Mention(place, span, in_context, bool(_SEAT.search(before)), is_part)


def _narrowed(places: Sequence[Territory], before: str, hint: re.Match[str] | None) -> Sequence[Territory] | None:
    """The places that a postal code, a level or a département in brackets leaves; None where nothing narrows them."""
    if postal := _POSTAL.search(before):
        fitting = [place for place in places if postal.group(1) in place.postal_codes]
        if fitting:
            return fitting
    for level, words in _LEVEL_WORDS:
        if words.search(before):
            fitting = [place for place in places if place.level == level]
            if fitting:
                return fitting
    if hint:
        wanted = {f"departement:{hint.group('number')}"} if hint.group("number") else set()
        wanted |= {each.code for each in named(hint.group("name"))} if hint.group("name") else set()
        fitting = [place for place in places if wanted & set(chain(place.code))]
        if fitting:
            return fitting
    return None


def _same_place(places: Sequence[Territory]) -> bool:
    """Paris the commune and Paris the département: the town is meant where nothing says otherwise."""
    return any(other.code in chain(places[0].code) or places[0].code in chain(other.code) for other in places[1:2])


def _is_river(place: Territory, name: str) -> bool:
    """Nord, Manche, Creuse: départements in one word are also winds, seas, rivers and adjectives."""
    return place.level == "departement" and bool(re.fullmatch(r"\w+", name))


def _is_clear(place: Territory, name: str) -> bool:
    """A large town's name; the small villages called Contrat, Plan or Marche need their context, as do all words."""
    if place.level in ("commune", "city"):
        return place.population >= LARGE and len(name) >= 4 and folded(name) not in _ALSO_WORDS
    return not _is_river(place, name)
