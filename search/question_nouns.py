"""The nouns that questions ask by in the place of a question word: « quel est le délai… », "what proportion of…". Pure.

As in `search.question_words` all is over folded words with single spaces between them. Where the noun tells a quantity,
it tells which: a share is no amount of money, and a deadline is a date or a span of time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.types import UNKNOWN_LANGUAGE
from search.answer import Wanted
from search.measures import Measure
from search.question_frames import FRAMES, STOPS
from search.question_phrases import PHRASES

# fmt: off
_NOUNS: Mapping[str, Mapping[tuple[Wanted, Measure], str]] = {
    "fr": {
        ("number", "money"): r"montants?|sommes?(?: d argent)?|budgets?|couts?|prix|tarifs?|cotisations?|amendes?"
                             r"|salaires?|loyers?|redevances?|remunerations?|indemnites?|enveloppes?|dotations?|honoraires?|rancon"
                             r"|caution|chiffres? d affaires|deficit|benefice (?:net|brut)|valeur marchande",
        ("number", "share"): r"parts?|proportions?|pourcentages?|taux|quote|ratios?",
        ("number", "duration"): r"durees?",
        ("date", "deadline"): r"delais?|echeances?",
        ("number", "frequency"): r"frequences?|periodicites?",
        ("number", "area"): r"superficies?|surfaces?",
        ("number", "length"): r"longueurs?|distances?|hauteurs?|largeurs?|profondeurs?|altitudes?",
        ("number", "weight"): r"poids|tonnages?",
        ("number", "speed"): r"vitesses?",
        ("place", "address"): r"adresses?",
        ("number", "temperature"): r"temperatures?",
        ("number", "age"): r"ages?",
        ("number", ""): r"nombres?|effectifs?|quantites?|tailles?|populations?|capacites?|volumes?"
                        r"|plafonds?|seuils?|quotas?",
        ("date", ""): r"dates?|annees?|jours?|mois|siecles?|heures?|horaires?",
        ("name", ""): r"noms?|prenoms?",
    },
    "en": {
        ("number", "money"): r"sums?|budgets?|costs?|prices?|fees?|fines?|salar(?:y|ies)|wages?|rents?|funding|turnover"
                             r"|revenue|(?:net |gross |annual )profit|deficit|lump sum|ransom|expenditure|tuition"
                             r"|royalties|subsidy|rental",
        ("number", "share"): r"shares?|proportions?|percentages?|rates?|ratios?|fractions?",
        ("number", "duration"): r"durations?",
        ("date", "deadline"): r"deadlines?|time limits?|due date|closing date|cut off(?: date)?",
        ("number", "frequency"): r"frequency|intervals?",
        ("number", "area"): r"(?:surface|total|land|floor|forest|whole|combined|protected) areas?|acreage",
        ("number", "length"): r"distances?|heights?|widths?|depths?|altitudes?",
        ("number", "weight"): r"weights?|tonnage",
        ("number", "speed"): r"speeds?",
        ("place", "address"): r"addresse?s?",
        ("number", "temperature"): r"temperatures?",
        ("number", "age"): r"ages?",
        ("number", ""): r"numbers?|amounts?|sizes?|quantit(?:y|ies)|populations?|capacity|volumes?|thresholds?"
                        r"|ceilings?|lengths?|headcount|quotas?",
        ("date", ""): r"dates?|years?|months?|centur(?:y|ies)|hours",
        ("name", ""): r"names?",
    },
    "de": {
        ("number", "money"): r"\w*betra?a?ge?|\w*kosten|\w*preise?|\w*gebuhr(?:en)?|budget|haushalt|bussgeld(?:er)?"
                             r"|\w*gehalt|\w*lohn|\w*miete|\w+geld|\w*forderung|\w*beitrag|\w*pramie|\w*umsatz"
                             r"|\w*honorar|\w*budget|\w*summe|\w*zahlung",
        ("number", "share"): r"\w*anteile?|\w*quote|prozentsatz|steuersatz|hebesatz|fordersatz|zinssatz|\w*rate",
        ("number", "duration"): r"\w*dauer|\w*laufzeit",
        ("date", "deadline"): r"\w*frist(?:en)?|stichtag",
        ("number", "frequency"): r"haufigkeit|turnus|rhythmus|abstanden",
        ("number", "area"): r"\w*flache",
        ("number", "length"): r"\w*lange|entfernung|breite|tiefe|\w*abstand|distanz",
        ("number", "weight"): r"\w*gewicht",
        ("number", "speed"): r"\w*geschwindigkeit",
        ("place", "address"): r"\w*adresse|\w*anschrift",
        ("number", "temperature"): r"\w*temperatur(?:en)?",
        ("number", "age"): r"\w*alter",
        ("number", ""): r"\w*anzahl|\w*zahl|grosse|menge|hohe|kapazitat|volumen",
        ("date", ""): r"\w*datum|jahr|tag|monat|jahrhundert|uhrzeit(?:en)?|zeitpunkt|\w*termine?",
        ("name", ""): r"namen?",
        ("", ""): r"strafe",  # money or years
    },
    "es": {
        ("number", "money"): r"importes?|precios?|costes?|costos?|presupuestos?|cuotas?|multas?|sueldos?|salarios?"
                             r"|alquiler|cuantias?|tarifas?|montos?|honorarios|facturacion|deficit|rescate",
        ("number", "share"): r"porcentajes?|proporcion|tasas?",
        ("number", "duration"): r"duracion|vigencia",
        ("date", "deadline"): r"plazos?",
        ("number", "frequency"): r"frecuencia|periodicidad",
        ("number", "area"): r"superficie|extension",
        ("number", "length"): r"longitud|distancia|altura|anchura|profundidad",
        ("number", "weight"): r"peso",
        ("number", "speed"): r"velocidad",
        ("place", "address"): r"domicilio",
        ("number", "temperature"): r"temperaturas?",
        ("number", "age"): r"edad",
        ("number", ""): r"numero|cantidad|tamano|poblacion|capacidad|volumen|cifra",
        ("date", ""): r"fechas?|ano|dia|mes|siglo|hora|horario",
        ("name", ""): r"nombres?",
    },
    "it": {
        ("number", "money"): r"import[oi]|prezz[oi]|cost[oi]|bilanci[oi]?|mult[ae]|stipendi[oi]?|affitto|tariff[ae]"
                             r"|budget|sanzion[ei]|canone|fatturato|onorari[oi]|deficit|caparra|riscatto",
        ("number", "share"): r"percentual[ei]|quot[ae]|proporzione|tass[oi]|aliquot[ae]",
        ("number", "duration"): r"durata",
        ("date", "deadline"): r"scadenz[ae]|termin[ei]",
        ("number", "frequency"): r"frequenza|cadenza|periodicita",
        ("number", "area"): r"superficie|estensione",
        ("number", "length"): r"lunghezza|distanza|altezza|larghezza|profondita|altitudine",
        ("number", "weight"): r"peso",
        ("number", "speed"): r"velocita",
        ("place", "address"): r"indirizz[oi]",
        ("number", "temperature"): r"temperatur[ae]",
        ("number", "age"): r"eta",
        ("number", ""): r"numero|quantita|popolazione|dimensione|capacita|volume|cifra",
        ("date", ""): r"dat[ae]|anno|giorno|mese|secolo|ora|orari[oi]?",
        ("name", ""): r"nom[ei]",
    },
    "nl": {
        ("number", "money"): r"\w*prij(?:s|zen)|\w*kosten|\w*bedrag(?:en)?|\w*budget|\w*tarie(?:f|ven)|\w*boetes?"
                             r"|\w*salaris|\w*loon|\w*huur|\w*subsidie|\w*omzet|\w*bijdrage",
        ("number", "share"): r"\w*aandeel|percentage",
        ("number", "duration"): r"\w*duur|\w*looptijd",
        ("date", "deadline"): r"\w*termijn(?:en)?|deadline",
        ("number", "frequency"): r"frequentie",
        ("number", "area"): r"\w*oppervlakte",
        ("number", "length"): r"\w*lengte|\w*afstand|\w*hoogte|\w*breedte|\w*diepte",
        ("number", "weight"): r"\w*gewicht",
        ("number", "temperature"): r"\w*temperatuur",
        ("number", "age"): r"\w*leeftijd",
        ("number", "speed"): r"\w*snelheid",
        ("place", "address"): r"\w*adres",
        ("number", ""): r"\w*aantal|hoeveelheid|omvang|capaciteit|volume|getal",
        ("date", ""): r"\w*datum|jaar|dag|maand|eeuw|tijdstip|uur",
        ("name", ""): r"na(?:am|men)",
    },
    "pt": {
        ("number", "money"): r"precos?|custos?|montantes?|orcamentos?|tarifas?|multas?|salarios?|aluguel|propinas?",
        ("number", "share"): r"percentagem|porcentagem|proporcao|percentual",
        ("number", "duration"): r"duracao|vigencia",
        ("date", "deadline"): r"prazos?",
        ("number", "frequency"): r"frequencia|periodicidade",
        ("number", "area"): r"superficie|area total",
        ("number", "length"): r"comprimento|distancia|altura|largura|profundidade|altitude",
        ("number", "weight"): r"peso",
        ("number", "temperature"): r"temperaturas?",
        ("number", "age"): r"idade",
        ("number", "speed"): r"velocidade",
        ("place", "address"): r"endereco|morada",
        ("number", ""): r"numero|quantidade|tamanho|populacao|capacidade|volume|soma",
        ("date", ""): r"datas?|ano|dia|mes|seculo|hora|horario",
        ("name", ""): r"nomes?",
    },
}
# An electronic address and a number to call have a look of their own (see `search.attributes`).
_CALLED = re.compile(
    r"\b(?:e ?mail|\w*mailadres\w*|electronique|electronico|mail|elettronic\w+|internet|web|url|ip|(?:tele)?phone"
    r"|telefon\w*|tel|fax"
    r"|identi\w+|serial|registration|account|siret|siren|immatriculation|iban|isbn|reference|kontonummer"
    r"|aktenzeichen)\b"
)
# A prize, and no price: « Quel prix a remporté le film ? »
_PRIZE = re.compile(r"\b(?:prix|\w*preise?|\w*prij(?:s|zen))\b")
_WON = re.compile(
    r"\b(?:remport\w+|gagn\w+|recue?s?|recoi(?:t|vent)|obten\w+|decern\w+|recompens\w+|gewonnen|gewann\w*|gewinn\w*"
    r"|erhalten|erhielt\w*|bekam\w*|bekommen|verliehen|vergeben|ausgezeichnet|won|wint|kreeg|ontving\w*)\b"
)
# fmt: on

# What may stand before the noun in a Romance language, and behind it in English: "the fee charged for…".
_BEFORE = re.compile(
    r"(?:nouve\w+|autres?|grande?|premi\w+|derni\w+|meme|seule?|otr[oa]s?|nuev[oa]s?|primer[oa]?|ultim[oa]|mism[oa]"
    r"|altr[oa]|nuov[oa]|prim[oa]|stess[oa]) "
)
_BEHIND = re.compile(r"(?: \w+ed)?")


@dataclass(frozen=True, slots=True)
class AskedBy:
    """What a noun asks for, where in the folded words its frame begins, and in which language, where that is told."""

    wanted: Wanted
    measure: Measure
    start: int
    language: str = UNKNOWN_LANGUAGE


def asked_by_noun(words: str, languages: list[str]) -> AskedBy | None:
    """What a question asks for by a noun or a phrase with one, in these languages; None where it doesn't."""
    noun = _by_noun(words, languages)
    for (wanted, measure), pattern in PHRASES.items():
        if (match := pattern.search(words)) and not (wanted == "place" and _CALLED.search(words)):
            return AskedBy(wanted, measure, match.start(), noun.language if noun else UNKNOWN_LANGUAGE)
    return noun


def _by_noun(words: str, languages: list[str]) -> AskedBy | None:
    for language in languages:
        frame = _COMPILED_FRAMES[language].search(words)
        if frame is None:
            continue
        phrase = _COMPILED_STOPS[language].split(next(filter(None, frame.groups())))[0].strip()
        found = [
            asked
            for asked, pattern in _COMPILED_NOUNS[language].items()
            for match in pattern.finditer(phrase)
            if _is_head(language, phrase, match)
        ]
        if found:
            wanted, measure = found[0]
            if measure == "money" and _PRIZE.search(phrase) and _WON.search(words):
                return None
            if wanted in ("place", "number") and _CALLED.search(words):
                return None
            return AskedBy(wanted, measure, frame.start(), language)
    return None


def _is_head(language: str, phrase: str, noun: re.Match[str]) -> bool:
    """Whether a noun is what is asked for, and no part of its name: the first in a Romance language, else the last."""
    if language == "en":
        return _BEHIND.fullmatch(phrase, noun.end()) is not None
    before = phrase[: noun.start()]
    return language in ("de", "nl") or not before or _BEFORE.fullmatch(before) is not None


_COMPILED_FRAMES = {language: re.compile(pattern) for language, pattern in FRAMES.items()}
_COMPILED_STOPS = {language: re.compile(pattern) for language, pattern in STOPS.items()}
_COMPILED_NOUNS = {
    language: {asked: re.compile(rf"\b(?:{pattern})\b") for asked, pattern in nouns.items()}
    for language, nouns in _NOUNS.items()
}
