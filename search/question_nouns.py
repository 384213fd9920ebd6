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

# fmt: off
# How the noun is led in, with a group for the words among which it stands: « quel est le | montant maximal ». In the
# Germanic languages what the noun is of stands before it, and the last noun counts; in the Romance ones the first.
_FRAMES: Mapping[str, str] = {
    "fr": r"\bquel(?:le)?s?(?: (?:est|sont|etait|etaient|sera|seront|serait|fut|a ete|doit etre|peut etre))?"
          r"(?: (?:le|la|l|les|son|sa|ses|leur|leurs|cette|ce))? ((?:\w+ ?){1,3})",
    "en": r"\b(?:what|which)(?: (?:is|are|was|were|will be|s|would be|should be))?(?: (?:the|its|their|a|an|our))?"
          r" ((?:\w+ ?){1,5})",
    "de": r"\b(?:welche[rnsm]?|was fur eine?n?|wie (?:ist|war|lautet|lauten|hoch (?:ist|sind|war|waren|wird|liegt)"
          r"|gross (?:ist|war|sind)|lang (?:ist|war)))(?: (?:der|die|das|den|dem|ihre?|seine?|eine?))?"
          r" ((?:\w+ ?){1,3})",
    "es": r"\b(?:cual(?:es)? (?:es|son|era|eran|fue|fueron|sera|seran)|que|cual)(?: (?:el|la|los|las|su|sus))?"
          r" ((?:\w+ ?){1,3})",
    "it": r"\b(?:qual(?:e|i)? (?:e|sono|era|erano|sara|saranno|fu)|quale?|quali|che)"
          r"(?: (?:il|lo|la|l|i|gli|le|suo|sua))? ((?:\w+ ?){1,3})",
}
# Where the noun with its adjectives ends.
_STOPS: Mapping[str, str] = {
    "fr": r"\b(?:d|de|des|du|pour|a|au|aux|en|dans|par|que|qui|sur|est|sont|avec|et|xouu)\b",
    "en": r"\b(?:of|for|to|in|on|at|by|that|which|is|are|was|were|do|does|did|can|may|must|should|will|has|have|had"
          r"|from|and)\b",
    "de": r"\b(?:fur|von|vom|in|im|der|des|den|die|das|zur|zum|an|am|bei|mit|ist|sind|hat|haben|wird|werden|gilt"
          r"|muss|kann|und)\b",
    "es": r"\b(?:de|del|para|por|en|a|al|que|se|es|son|tiene|tienen|debe|con|y)\b",
    "it": r"\b(?:di|del|della|dello|dell|dei|degli|delle|d|per|in|nel|nella|a|al|alla|che|si|e|sono|ha|hanno|deve"
          r"|con)\b",
}
_NOUNS: Mapping[str, Mapping[tuple[Wanted, Measure], str]] = {
    "fr": {
        ("number", "money"): r"montants?|budgets?|couts?|prix|tarifs?|cotisations?|amendes?|salaires?|loyers?"
                             r"|redevances?|remunerations?|indemnites?|enveloppes?|dotations?",
        ("number", "share"): r"parts?|proportions?|pourcentages?|taux|quote|ratios?",
        ("number", "duration"): r"durees?",
        ("date", "deadline"): r"delais?|echeances?",
        ("number", "frequency"): r"frequences?|periodicites?",
        ("number", "area"): r"superficies?|surfaces?",
        ("number", "length"): r"longueurs?|distances?|hauteurs?|largeurs?|profondeurs?|altitudes?",
        ("number", "weight"): r"poids|tonnages?",
        ("number", "speed"): r"vitesses?",
        ("place", "address"): r"adresses?",
        ("number", ""): r"nombres?|effectifs?|quantites?|tailles?|ages?|populations?|capacites?|volumes?"
                        r"|plafonds?|seuils?|sommes?|temperatures?|quotas?",
        ("date", ""): r"dates?|annees?|jours?|mois|siecles?|heures?|horaires?",
        ("name", ""): r"noms?|prenoms?",
    },
    "en": {
        ("number", "money"): r"budgets?|costs?|prices?|fees?|fines?|salar(?:y|ies)|wages?|rents?|funding",
        ("number", "share"): r"shares?|proportions?|percentages?|rates?|ratios?|fractions?",
        ("number", "duration"): r"durations?",
        ("date", "deadline"): r"deadlines?|time limits?|due date|closing date|cut off(?: date)?",
        ("number", "frequency"): r"frequency|intervals?",
        ("number", "area"): r"(?:surface|total|land|floor|forest|whole|combined|protected) areas?|acreage",
        ("number", "length"): r"distances?|heights?|widths?|depths?|altitudes?",
        ("number", "weight"): r"weights?|tonnage",
        ("number", "speed"): r"speeds?",
        ("place", "address"): r"addresse?s?",
        ("number", ""): r"numbers?|amounts?|sizes?|quantit(?:y|ies)|ages?|populations?|capacity|volumes?|thresholds?"
                        r"|ceilings?|lengths?|temperatures?|headcount|sums?|quotas?",
        ("date", ""): r"dates?|years?|months?|centur(?:y|ies)|hours",
        ("name", ""): r"names?",
    },
    "de": {
        ("number", "money"): r"\w*betra?a?ge?|\w*kosten|\w*preise?|\w*gebuhr(?:en)?|budget|haushalt|bussgeld(?:er)?"
                             r"|strafe|gehalt|miete|\w+geld|\w*forderung|\w*beitrag|\w*pramie",
        ("number", "share"): r"\w*anteile?|\w*quote|prozentsatz|steuersatz|hebesatz|fordersatz|zinssatz|\w*rate",
        ("number", "duration"): r"\w*dauer|\w*laufzeit",
        ("date", "deadline"): r"\w*frist(?:en)?|stichtag",
        ("number", "frequency"): r"haufigkeit|turnus|rhythmus|abstanden",
        ("number", "area"): r"\w*flache",
        ("number", "length"): r"\w*lange|entfernung|breite|tiefe|\w*abstand|distanz",
        ("number", "weight"): r"\w*gewicht",
        ("number", "speed"): r"\w*geschwindigkeit",
        ("place", "address"): r"\w*adresse|\w*anschrift",
        ("number", ""): r"\w*anzahl|\w*zahl|grosse|\w*alter|menge|hohe|\w*temperatur|kapazitat|volumen",
        ("date", ""): r"\w*datum|jahr|tag|monat|jahrhundert|uhrzeit(?:en)?|zeitpunkt|\w*termine?",
        ("name", ""): r"namen?",
    },
    "es": {
        ("number", "money"): r"importes?|precios?|costes?|costos?|presupuestos?|cuotas?|multas?|sueldos?|salarios?"
                             r"|alquiler|cuantias?|tarifas?|montos?",
        ("number", "share"): r"porcentajes?|proporcion|tasas?",
        ("number", "duration"): r"duracion|vigencia",
        ("date", "deadline"): r"plazos?",
        ("number", "frequency"): r"frecuencia|periodicidad",
        ("number", "area"): r"superficie|extension",
        ("number", "length"): r"longitud|distancia|altura|anchura|profundidad",
        ("number", "weight"): r"peso",
        ("number", "speed"): r"velocidad",
        ("place", "address"): r"domicilio",
        ("number", ""): r"numero|cantidad|tamano|edad|poblacion|capacidad|volumen|temperatura|cifra|suma",
        ("date", ""): r"fechas?|ano|dia|mes|siglo|hora|horario",
        ("name", ""): r"nombres?",
    },
    "it": {
        ("number", "money"): r"import[oi]|prezz[oi]|cost[oi]|bilanci[oi]?|mult[ae]|stipendi[oi]?|affitto|tariff[ae]"
                             r"|budget|sanzion[ei]|canone",
        ("number", "share"): r"percentual[ei]|quot[ae]|proporzione|tass[oi]|aliquot[ae]",
        ("number", "duration"): r"durata",
        ("date", "deadline"): r"scadenz[ae]|termin[ei]",
        ("number", "frequency"): r"frequenza|cadenza|periodicita",
        ("number", "area"): r"superficie|estensione",
        ("number", "length"): r"lunghezza|distanza|altezza|larghezza|profondita|altitudine",
        ("number", "weight"): r"peso",
        ("number", "speed"): r"velocita",
        ("place", "address"): r"indirizz[oi]",
        ("number", ""): r"numero|quantita|eta|popolazione|dimensione|capacita|volume|temperatur[ae]|cifra|somma",
        ("date", ""): r"dat[ae]|anno|giorno|mese|secolo|ora|orari[oi]?",
        ("name", ""): r"nom[ei]",
    },
}
# A question word with its adverb, or a noun that has to be read with the words around it.
_PHRASES: Mapping[tuple[Wanted, Measure], str] = {
    ("number", "money"): r"combien (?:ca |cela )?coute\w*|combien d (?:argent|euros)|how much money"
                         r"|how much (?:does|do|did|will|would) (?:\w+ ){1,6}cost|was kost\w+"
                         r"|wie ?viel (?:geld|kost\w+)|wie teuer|cuanto (?:cuesta\w*|dinero)|quanto cost\w+"
                         r"|quanti soldi|(?:what|which) (?:is the |was the )?(?:\w+ )?amounts? (?:in euros"
                         r"|of (?:money|(?:the|an?) (?:\w+ )?(?:grant|aid|fine|subsidy|allowance|fee|loan|prize)))"
                         r"|how (?:much|large|big) (?:is|was|are) the (?:\w+ ){0,2}"
                         r"(?:grant|fine|budget|fee|subsidy|subvention)",
    ("number", "duration"): r"combien de temps|combien (?:de|d) (?:annees|ans|mois|semaines|jours|heures|minutes)"
                            r"|pendant combien|how many (?:years|months|weeks|days|hours|minutes)|wie viele (?:jahre"
                            r"|monate|wochen|tage|stunden|minuten)|cuanto tiempo"
                            r"|cuant[oa]s (?:anos|meses|semanas|dias|horas)"
                            r"|quanto tempo|quant[ie] (?:anni|mesi|settimane|giorni|ore)",
    ("number", "frequency"): r"a quelle frequence|combien de fois|tous les combien|how (?:often|frequently|many times)"
                             r"|wie (?:oft|haufig)|wie viele male|con (?:que|cuanta) frecuencia|cada cuanto"
                             r"|cuantas veces|quante volte|ogni quanto|con (?:che|quale) frequenza|quanto spesso",
    ("date", "deadline"): r"sous combien de temps|date (?:limite|butoir)|bis wann|fecha (?:limite|tope)"
                          r"|termine ultimo|entro quando|by when",
    ("number", "area"): r"what (?:is|was) the area of|how many (?:hectares|acres|square \w+)|combien d hectares"
                        r"|wie viele (?:hektar|quadratmeter)|cuantas hectareas|quanti ettari"
                        r"|combien de (?:metres|kilometres) carres|cuantos (?:\w+ )?cuadrados"
                        r"|quanti (?:\w+ )?quadrati",
    ("number", "length"): r"how (?:far|tall|deep|wide)|how many (?:kilometers|kilometres|miles|metres|meters)"
                          r"|combien de (?:kilometres|metres)|wie viele (?:kilometer|meter)"
                          r"|cuantos (?:kilometros|metros)|quanti (?:chilometri|metri)",
    ("number", "share"): r"(?:quelle|quelles) parts? (?:de|d|des|du)",
    ("number", "weight"): r"how many (?:tons|tonnes|kilos)|combien de (?:tonnes|kilos)|wie viele tonnen"
                          r"|combien pese\w*|how much (?:does|do|did) (?:\w+ ){1,6}weigh|was wiegt"
                          r"|wie schwer (?:ist|sind|war)|(?:cuanto|quanto) pesa\w*",
    ("number", ""): r"quelle (?:est|etait|sera) la puissance",  # « quelle puissance » is a country, too
    ("place", "address"): r"cual es (?:la|su) direccion|que direccion (?:postal )?tiene",  # not « en qué dirección »
    ("number", "speed"): r"how fast|wie schnell|a quelle vitesse",
}
# An electronic address and a number to call have a look of their own (see `search.attributes`).
_CALLED = re.compile(
    r"\b(?:e ?mail|electronique|electronico|mail|elettronic\w+|internet|web|url|ip|(?:tele)?phone|telefon\w*|tel|fax)\b"
)
# fmt: on

# What may stand before the noun in a Romance language, and behind it in English: "the fee charged for…".
_BEFORE = re.compile(
    r"(?:nouve\w+|autres?|grande?|premi\w+|derni\w+|meme|seule?|otr[oa]s?|nuev[oa]s?|primer[oa]?|ultim[oa]|mism[oa]|altr[oa]"
    r"|nuov[oa]|prim[oa]|stess[oa]) "
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
    for (wanted, measure), pattern in _COMPILED_PHRASES.items():
        if (match := pattern.search(words)) and not (wanted == "place" and _CALLED.search(words)):
            return AskedBy(wanted, measure, match.start(), noun.language if noun else UNKNOWN_LANGUAGE)
    return noun


def _by_noun(words: str, languages: list[str]) -> AskedBy | None:
    for language in languages:
        frame = _COMPILED_FRAMES[language].search(words)
        if frame is None:
            continue
        phrase = _COMPILED_STOPS[language].split(frame[1])[0].strip()
        found = [
            asked
            for asked, pattern in _COMPILED_NOUNS[language].items()
            for match in pattern.finditer(phrase)
            if _is_head(language, phrase, match)
        ]
        if found:
            wanted, measure = found[0]
            if wanted in ("place", "number") and _CALLED.search(words):
                return None
            return AskedBy(wanted, measure, frame.start(), language)
    return None


def _is_head(language: str, phrase: str, noun: re.Match[str]) -> bool:
    """Whether a noun is what is asked for, and no part of its name: the first in a Romance language, else the last."""
    if language == "en":
        return _BEHIND.fullmatch(phrase, noun.end()) is not None
    before = phrase[: noun.start()]
    return language == "de" or not before or _BEFORE.fullmatch(before) is not None


_COMPILED_PHRASES = {asked: re.compile(rf"\b(?:{pattern})\b") for asked, pattern in _PHRASES.items()}
_COMPILED_FRAMES = {language: re.compile(pattern) for language, pattern in _FRAMES.items()}
_COMPILED_STOPS = {language: re.compile(pattern) for language, pattern in _STOPS.items()}
_COMPILED_NOUNS = {
    language: {asked: re.compile(rf"\b(?:{pattern})\b") for asked, pattern in nouns.items()}
    for language, nouns in _NOUNS.items()
}
