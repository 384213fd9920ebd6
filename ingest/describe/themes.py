"""Themes of public policy: a fixed vocabulary, given only where words and encoder agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.instrument import Value
from corpus.types import Document
from corpus.vocabulary import THEME_NAMES
from ingest.describe.evidence import READ, evidence, sentence_around
from ingest.describe.finding import WordPattern, beginnings_of


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: its identifier in `THEME_NAMES`, words of five languages, a description for the encoder."""

    identifier: str
    words: str
    description: str


THEMES = (
    Theme("culture",
          r"cultur\w*|patrimoine|heritage|musées?|museums?|kultur\w*|patrimonio|artist\w*|bibliothèques?|arts?\b|cinema|cinéma|films?\b",
          "culture, heritage, museums, arts, libraries, cinema"),
    Theme("economy",
          r"économi\w*|entreprises?|industri\w*|econom\w*|compan(?:y|ies)|wirtschaft\w*|empresas?|imprese|commerces?|emplois?|employment",
          "economy, companies, industry, shops, employment"),
    Theme("environment",
          r"environnement\w*|biodiversité|biodiversity|environment\w*|umwelt\w*|naturschutz|medio ?ambiente"
          r"|ambiente|haies?|faune",
          "environment, nature, biodiversity, landscape"),
    Theme("climate_energy",
          r"climat\w*|énerg\w*|climate|energ\w*|klima\w*|chaleur|gaz à effet de serre|carbone|carbon",
          "climate, energy, heating, greenhouse gases"),
    Theme("housing", r"logements?|habitat|housing|wohn\w*|vivienda"
        r"|alloggi\w*", "housing, homes, renovation"),
    Theme("mobility",
          r"mobilités?|transports?|cyclables?|mobility|verkehr\w*|movilidad|mobilità|transporte|trasport\w*",
          "mobility, public transport, cycling"),
    Theme("food_agriculture",
          r"alimenta\w*|agricol\w*|agricultur\w*|restauration collective|cantines?|food|farm\w*|landwirtschaft"
          r"|repas|cuisines?",
          "food, agriculture, canteens"),
    Theme("health", r"santé|hôpita(?:l|ux)|health|gesundheit\w*|salud|salute|médecins?"
        r"|hospital", "health, hospitals, doctors"),
    Theme("education_youth",
          r"éducat\w*|écoles?|jeunesse|education\w*|schools?|youth|bildung\w*|schul\w*|educa\w*|escuelas?|scuol\w*|enfants?|niños",
          "education, schools, children, youth"),
    Theme("social_inclusion",
          r"cohésion sociale|inclusion|solidarités?|pauvreté|social cohesion|poverty|inklusion|inclusión"
          r"|quartiers? prioritaires?|discriminations?",
          "social cohesion, inclusion, solidarity, equality"),
    Theme("urban_planning",
          r"urbanisme|aménagement|centres?-bourgs?|urban\w*|stadtentwicklung|urbanismo|urbanistica|espaces? publics?",
          "town planning, urban development, town centres, public spaces"),
    Theme("digital", r"numériques?|digital\w*|startups?|logiciels?|open data"
        r"|données ouvertes|digitale?s?",
          "digital services, software, open data"),
    Theme("water_risk",
          r"inondations?|crues?|rivières?|submersion|cours d.eau|floods?|hochwasser|inundaci\w*|alluvion\w*",
          "water, rivers, floods, natural risks"),
    Theme("international",
          r"jumel\w*|international\w*|coopération|twin\w*|partnerst\w*|internacional\w*|internazional\w*",
          "international relations, twinning, cooperation"),
    Theme("tourism_attractiveness",
          r"touris\w*|attractivité|attractiveness|marketing territorial|rayonnement|fremdenverkehr|turis\w*",
          "tourism, attractiveness, welcoming new inhabitants"),
)  # fmt: skip
"""Fifteen themes, in the order of their prototypes."""

MOST_THEMES = 3
LEAST_WORDS, LEAST_NEARNESS = 4, 0.3
"""Mentions in the text, and standard deviations above the mean theme; `MANY_WORDS` mentions stand for themselves."""
MANY_PER_THOUSAND = 6.0

_WORDS = [WordPattern(rf"\b(?:{theme.words})", beginnings_of(theme.words)) for theme in THEMES]


def themes_of(document: Document, nearness: Callable[[], Sequence[float]]) -> list[Value]:
    """Up to three themes, the clearest first, each with the first sentence that speaks of it.

    `nearness` says how near the opening is to each of `THEMES`, in standard deviations; it is asked only where words
    name a theme often enough, for it takes an encoder.
    """
    text = document.text[:READ]
    named: list[tuple[int, float, int]] = []
    for place, words in enumerate(_WORDS):
        if not words.may_stand(text, LEAST_WORDS):
            continue
        mentions = [match.start() for match in words.finditer(text)]
        share = 1000 * len(mentions) / (len(text) / 6 + 100)  # of a thousand words; 100 steadies short texts
        if len(mentions) >= LEAST_WORDS and share >= MANY_PER_THOUSAND:
            named.append((place, share, mentions[0]))
    if not named:
        return []
    near = nearness()
    found = [
        (share / 10 + near[place], THEMES[place], first)
        for place, share, first in named
        if near[place] >= LEAST_NEARNESS
    ]
    found.sort(key=lambda each: -each[0])
    return [_value(document, theme, position, score) for score, theme, position in found[:MOST_THEMES]]


def _value(document: Document, theme: Theme, position: int, score: float) -> Value:
    span = sentence_around(document.text, position)
    shown = evidence(document, span.start, span.end)
    confidence = round(min(0.95, 0.4 + 0.12 * score), 3)
    return Value("theme", theme.identifier, THEME_NAMES[theme.identifier][0], confidence=confidence, evidence=shown)
