"""What a question asks for, by its question words in French, English, German, Spanish and Italian. Pure.

A phrase rather than a question asks for nothing in particular, and is answered all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.types import UNKNOWN_LANGUAGE
from index.analysis import fold, is_stop_word, tokens
from search.answer import Wanted
from search.query import clean, guess_language

FRAMED = ("fr", "en", "de", "es", "it")
"""The languages that have frames and question words, where a question tells no other."""

# Of a language, what asks for what: patterns over the folded words with single spaces, the surest first. « où » is told
# from « ou » before folding. The first match by place wins; of several at one place, the first listed.
_ASKED: dict[str, tuple[tuple[Wanted, str], ...]] = {
    "fr": (
        ("date", r"quand|(?:quelle|la) date|quelles? annees?|quel (?:jour|mois|siecle)|quelle (?:heure|epoque|periode)"),
        (
            "number",
            r"combien|quels? (?:est le )?(?:pourcentage|nombre|montant|taux|budget|prix|cout|age|plafond|effectif)"
            r"|quelle (?:est la )?(?:part|superficie|population|duree|taille|hauteur|longueur|distance|proportion|somme)",
        ),
        ("place", r"xouu|dans (?:quelles?|quels?) (?:villes?|pays|regions?|communes?|lieux?|quartiers?)|quelle ville"
                  r"|quel (?:pays|departement|endroit)|quelle (?:region|commune|capitale)"),
        ("name", r"qui|comment (?:s appelle|se nomme)\w*|quel est (?:le|son) nom|quelle est l entreprise"
                 r"|quelles? (?:entreprise|organisation|association|societe|personne|institution)s?"),
        ("list", r"(?:quels|quelles|liste|enumer\w+)"),
    ),
    "en": (
        ("date", r"when|(?:what|which) (?:year|date|day|month|century|decade|time)|since when|until when"),
        ("number", r"how (?:many|much|old|long|far|large|big|high|tall|often|wide|deep)"
                   r"|what (?:is the |was the )?(?:percentage|number|amount|rate|share|price|cost|budget|population)"),
        ("place", r"where|(?:what|which) (?:city|town|country|region|state|place|village|district|continent)"),
        ("name", r"who|whom|whose|what (?:is|was) the name|(?:what|which) (?:company|person|organi[sz]ation)"),
        ("list", r"which (?:\w+ )?\w+s|what are|what were|list|name (?:the|all|three|two|four)"),
    ),
    "de": (
        ("date", r"wann|(?:welche[mnrs]?) (?:jahr|datum|tag|monat|jahrhundert|uhrzeit|zeitpunkt|frist)"),
        ("number", r"wie ?viele?[nrsm]?|wie (?:hoch|lange?|gross|alt|weit|oft|teuer|tief|breit)"
                   r"|welche[rnsm]? (?:prozentsatz|anteil|anzahl|zahl|betrag|preis)"),
        ("place", r"wo|woher|wohin|welche[mnrs]? (?:stadt|land|region|ort|gemeinde|staat|kontinent)"),
        ("name", r"wer|wem|wen|wessen|wie heisst|wie heissen|welche[mnrs]? (?:person|unternehmen|firma|organisation)"),
        ("list", r"welche (?:\w+ )?\w+(?:e|en|er|n|s)|was sind"),
    ),
    "es": (
        ("date", r"cuando|que (?:ano|fecha|dia|mes|siglo|hora)|cual (?:es|fue) la fecha"),
        ("number", r"cuant[oa]s?|que (?:porcentaje|numero|cantidad|edad|precio|presupuesto|parte)"
                   r"|cual (?:es|era|fue) (?:el|la) (?:porcentaje|numero|cantidad|importe|presupuesto|tasa)"),
        ("place", r"donde|adonde|que (?:ciudad|pais|region|lugar|municipio|estado)"),
        ("name", r"quien|quienes|como se llam\w+|que (?:empresa|persona|organizacion)"),
        ("list", r"cuales|que (?:\w+s) \w+"),
    ),
    "it": (
        ("date", r"quando|(?:che|quale) (?:anno|data|giorno|mese|secolo|ora)"),
        ("number", r"quant[oaie]|(?:che|quale) (?:percentuale|numero|quota|importo|prezzo|eta)"),
        ("place", r"dove|dov|(?:che|quale) (?:citta|paese|regione|luogo|comune|stato)"),
        ("name", r"chi|come si chiam\w+|(?:che|quale) (?:impresa|azienda|persona|organizzazione)"),
        ("list", r"quali"),
    ),
}  # fmt: skip
_PATTERNS = {
    language: [(wanted, re.compile(rf"\b(?:{pattern})\b")) for wanted, pattern in patterns]
    for language, patterns in _ASKED.items()
}
# What is asked for with these is a list, whatever the question word: « Qui sont les membres ? », "Which towns founded…"
_SEVERAL = re.compile(
    r"\b(?:qui sont|quels sont|quelles sont|quels? (?:\w+ )?(?:membres|partenaires|signataires|axes|enjeux)"
    r"|quelles (?:\w+ )?(?:villes|communes|entreprises|organisations|associations|actions|etapes|conditions|missions)"
    r"|who are|which (?:\w+ )?(?:\w+ )?(?:cities|towns|countries|companies|organi[sz]ations|partners|members|municipalities)"
    r"|what are|wer sind|welche (?:\w+ )?(?:stadte|gemeinden|organisationen|partner|mitglieder|unternehmen|lander)"
    r"|quienes son|cuales son|chi sono|quali sono|quali (?:citta|comuni|imprese|membri))\b"
)
_WHERE = re.compile(r"\boù\b", re.IGNORECASE)
_ENDS = re.compile(r"(?<=[?？؟])\s+(?=\S)")

# Asked of whoever answers: nothing in documents is about the person at the keyboard.
_PERSONAL = re.compile(
    r"\b(?:qui suis je|(?:comment|quel) (?:je m appelle|est mon (?:nom|age|prenom|adresse))|quel age ai je|je m appelle comment"
    r"|ou est ce que (?:j habite|je vis)|ou habite je|comment est ce que je m appelle|quelle est mon adresse"
    r"|who am i|what is my (?:name|age|address|job|phone|birthday)|how old am i|where do i live|what s my name|do you know me"
    r"|wer bin ich|wie heisse ich|wie alt bin ich|wo wohne ich|quien soy|como me llamo|cuantos anos tengo|donde vivo"
    r"|chi sono io|come mi chiamo|quanti anni ho|dove (?:vivo|abito))\b"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is understood: its language (`unknown` where nothing tells it), and what it asks for.

    `several` says that a list is an answer. `personal` says that it is about the person who asks.
    """

    text: str
    language: str
    wanted: Wanted
    several: bool = False
    personal: bool = False

    @property
    def content_words(self) -> list[str]:
        """Its folded words but function words and question words, each once."""
        language = self.language if self.language != UNKNOWN_LANGUAGE else "en"
        found = [each.folded for each in tokens(self.text) if not is_stop_word(each.folded, language)]
        return list(dict.fromkeys(found))


def understood(text: str) -> Question:
    """The question, read."""
    text = clean(text)
    words = " ".join(_folded_with_elisions(_WHERE.sub("xouu", text)))
    language = guess_language([token.folded for token in tokens(text)])
    order = [language] if language in _PATTERNS else [name for name in FRAMED if name in _PATTERNS]
    wanted, told = _wanted(words, order)
    if language == UNKNOWN_LANGUAGE:
        language = told
    several = wanted == "list" or bool(_SEVERAL.search(words))
    return Question(text, language, "list" if several else wanted, several, bool(_PERSONAL.search(words)))


def separate(text: str) -> list[str]:
    """The questions in a text, each with its question mark; the text itself where there are no two."""
    parts = [part.strip() for part in _ENDS.split(clean(text)) if part.strip()]
    asked = [part for part in parts if part.endswith(("?", "？", "؟"))]
    return asked if len(asked) > 1 else [clean(text)]


def _wanted(words: str, languages: list[str]) -> tuple[Wanted, str]:
    """What is asked for, and in which language the question word is; "" and `unknown` where there is none."""
    found = [
        (match.start(), rank, wanted, language)
        for language in languages
        for rank, (wanted, pattern) in enumerate(_PATTERNS[language])
        if (match := pattern.search(words))
    ]
    if not found:
        return "", UNKNOWN_LANGUAGE
    _, _, wanted, language = min(found)
    return wanted, language


def _folded_with_elisions(text: str) -> list[str]:
    """The folded words with the elided ones, which `index.analysis.tokens` leaves out: « s'appelle » is two."""
    return [fold(word) for word in re.findall(r"\w+", text)]
