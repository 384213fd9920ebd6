"""The kind of instrument: words that name kinds, by where they stand, tipped by the encoder's view of the opening.

Words decide and the encoder only tips: multilingual e5 puts nearly every opening close to every prototype.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from corpus.instrument import KINDS, Kind, Value
from corpus.types import Document
from corpus.vocabulary import KIND_NAMES
from ingest.describe.evidence import OPENING, READ, Span, evidence, title_span
from ingest.describe.finding import WordPattern, beginnings_of

WORDS: Mapping[Kind, str] = {
    "charter": r"chartes?|charters?|chartas?|cartas? (?:de|para|por|europea)|carta (?:delle?|dei|degli|di|per|europea)",
    "programme": r"programmes?|programs?|förderprogramme?|programmas?|programas?|programm[ei]?",
    "label": r"labels?|labell?is\w+|gütesiegel|qualitätssiegel|prädikat|auszeichnung|sellos?(?: de calidad)?"
    r"|distintivos?|marchio di qualità|villes? créatives?|city of (?:film|design|music|literature|gastronomy)"
    r"|ville (?:unesco )?(?:de|du) (?:design|film|musique|littérature)|bandiera (?:blu|arancione)",
    "network": r"réseaux?|networks?|netzwerke?s?|städtenetz\w*|red(?:es)? (?:de|estatal|europea)|rete(?: delle?"
    r"| dei)?|reti",
    "twinning": r"jumelages?|jumelées?|twin(?:ned|ning|nings)?(?: towns?| cit(?:y|ies))?|städtepartnerschaft\w*"
    r"|partnerst(?:a|ä)dte?"
    r"|partnerstadt|hermanamientos?|gemellagg(?:io|i)|sister cities",
    "contract": r"contrats?|conventions?(?! collective)|contracts?|agreements?|vertrag|vereinbarung(?:en)?|contratos?"
    r"|convenios?|contratto|accordo|accords?(?:-cadre)?|protocoles? d'accord|crte",
    "manifesto": r"manifestes?|manifestos?|manifeste?n?|manifiestos?",
    "plan": r"plans? (?:local|national|climat|d'actions?|de mandat|régional|stratégique|d'urbanisme|de mobilité)\w*"
    r"|stratégies?|strateg(?:y|ies)|action plans?|master ?plans?|aktionsplan|strategie|leitbild|feuilles? de route"
    r"|roadmap|estrategia|plan (?:estratégico|de acción)|piano (?:d'azione|strategico|d’azione)|strategia"
    r"|schéma directeur",
    "call": r"appels? à (?:projets?|candidatures?|manifestations? d'intérêt|propositions?)|calls? for (?:projects?"
    r"|proposals?"
    r"|applications?|tenders?)|projektaufrufe?|aufruf zur|förderaufruf|convocatorias?|bando|bandi|avviso pubblico",
    "report": r"rapports?(?! à)|reports?|berichte?s?|informes?|relazione|rapporto|évaluation (?:finale|à mi-parcours)"
    r"|this paper|a paper written|étude d'impact|working paper|bilan annuel|diagnostic territorial",
    "other": r"guides?(?:-conférencier)?|livrets?|délibérations?|compte[- ]rendu|procès-verbal|webinaires?"
    r"|webinars?|tutoriels?|conseils? (?:pratiques|à suivre)"
    r"|exemples pour|gestes|foire aux questions|question réponse|ordre du jour|handbook|leitfaden|ratgeber|guía|guida"
    r"|mode d'emploi|décret|arrêté|newsletter|communiqué|invitation|discours",
}
"""Words of each kind in French, English, German, Spanish and Italian; `web_page` has none."""

TITLE, HEADLINE, NAMED, OPENED, REST = 6.0, 3.5, 2.0, 1.2, 0.25
"""What a word counts for in the title, at the start of a line of the opening, right before a quoted name, elsewhere in
the opening, and after it."""

MOST = {"opening": 3, "rest": 6}
"""Mentions that count, so that a long text's habit doesn't outvote its title."""

ENCODER = 0.5
"""What a standard deviation of nearness adds; it tips between kinds whose words are there."""

LEAST = 1.9
"""Below this no kind is given. Words after the opening never reach it alone: what a text is, its opening says."""

_ALL = WordPattern(
    "|".join(rf"(?P<{kind}>\b(?:{pattern})\b)" for kind, pattern in WORDS.items()),
    beginnings_of("|".join(WORDS.values())),
)
_QUOTE = re.compile(r"\s?[«“„\"]")
_COMPOUND = re.compile(r"\b[^\W\d]{1,40}-?charta\b", re.IGNORECASE)
# `charte de jumelage`, `rapport d'évaluation du contrat`: the word that says more about what it is.
_STRONGER: Mapping[Kind, tuple[Kind, ...]] = {
    "twinning": ("charter", "contract"),
    "report": ("contract", "programme", "plan", "label", "network", "charter"),
    "manifesto": ("network",),
    "label": ("network",),
    "other": ("label", "contract", "plan", "programme"),
}
# A programme of a conference, a network of pipes and a road's plan are no instruments.
_NO_PROGRAMME = re.compile(
    r"(?:PREMIÈRE PARTIE|intervenants?|table ronde|webinaire|speakers?|tagesordnung)", re.IGNORECASE
)
_PIPES = re.compile(r"(?:de chaleur|de froid|d'eau|d’eau|potable|électrique|social|sociaux|routier)", re.IGNORECASE)


def kind_of(document: Document, nearness: Callable[[], Sequence[float]]) -> Value | None:
    """The kind with the words that decided it; None where the text names none clearly and is no web page.

    `nearness` says how near the opening is to each of `KINDS`, in standard deviations; it is asked only where words
    name several kinds, for it takes an encoder.
    """
    text = document.text[:READ]
    found = _mentions(document, text)
    scores = {kind: _score(mentions) for kind, mentions in found.items()}
    for kind, weaker in _STRONGER.items():
        if kind in scores and any(weight >= HEADLINE for weight, _ in found[kind]):
            for each in weaker:
                if each in scores:
                    scores[each] *= 0.5
    clear = {kind: score for kind, score in scores.items() if score >= LEAST}
    if not clear:
        return _web_page(document)
    near = nearness() if len(clear) > 1 else [0.0] * len(KINDS)
    ranked = sorted(((score + ENCODER * near[KINDS.index(kind)], kind) for kind, score in clear.items()), reverse=True)
    score, kind = ranked[0]
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    _, span = max(found[kind], key=lambda mention: mention[0])
    return Value(
        "kind",
        kind,
        KIND_NAMES[kind][0],
        confidence=_confidence(score, second),
        evidence=evidence(document, span.start, span.end),
    )


def _mentions(document: Document, text: str) -> dict[Kind, list[tuple[float, Span]]]:
    title = title_span(document)
    opening = (title.end if title and title.end < OPENING else 0) + OPENING
    conference = bool(_NO_PROGRAMME.search(text[: 2 * OPENING]))
    found: dict[Kind, list[tuple[float, Span]]] = {}
    for match in _ALL.finditer(text):
        kind: Kind = match.lastgroup  # type: ignore[assignment]  # the groups are named for kinds
        if kind == "network" and _PIPES.match(text, match.end() + 1):
            continue
        if kind == "programme" and conference:
            continue
        span = Span(match.start(), match.end())
        found.setdefault(kind, []).append((_weight(text, span, title, opening), span))
    for match in _COMPOUND.finditer(text) if "charta" in text.lower() else ():
        span = Span(match.start(), match.end())
        found.setdefault("charter", []).append((_weight(text, span, title, opening), span))
    return found


def _weight(text: str, span: Span, title: Span | None, opening: int) -> float:
    if title and title.start <= span.start < title.end:
        return TITLE
    if span.start >= opening:
        return NAMED if _QUOTE.match(text, span.end) else REST
    line = text.rfind("\n", 0, span.start) + 1
    return HEADLINE if not re.search(r"\w{3}.*\w{3}", text[line : span.start]) else OPENED


def _score(mentions: Sequence[tuple[float, Span]]) -> float:
    strong = max((weight for weight, _ in mentions if weight >= NAMED), default=0.0)
    opened = sum(weight == OPENED for weight, _ in mentions)
    rest = sum(weight == REST for weight, _ in mentions)
    return strong + OPENED * min(opened, MOST["opening"]) + REST * min(rest, MOST["rest"])


def _confidence(score: float, second: float) -> float:
    """Grows with what stands for the kind and with the distance to the next: see tests/quality/instruments.py."""
    return round(float(1 / (1 + np.exp(-(0.35 * score + 0.5 * (score - second) - 1.2)))), 3)


def _web_page(document: Document) -> Value | None:
    title = title_span(document)
    if document.media_type != "text/html" or title is None:
        return None
    shown = evidence(document, title.start, title.end)
    return Value("kind", "web_page", KIND_NAMES["web_page"][0], confidence=0.5, evidence=shown)
