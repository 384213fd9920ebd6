"""What questions ask for by its name that has a look of its own: a price, a telephone number, a mayor. Pure.

Newcomers ask for these in any language, and a charter that treats of the thing seldom says them. Whatever the language
of the passages, what answers must hold the word, or an amount of money, a number to call, an hour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from index.analysis import fold
from search.answer import Span
from search.asking import Question
from search.measures import counts, measured
from search.spans import likeliest_first, spans_for

SPANNED = frozenset({"date", "number", "name", "place"})
"""What is told by a range of a sentence, and not by the sentence."""

_THINGS = re.compile(
    r"\b(?:combien (?:de|d)|how many|wie ?viele|cuant[oa]s|quant[ie]|(?:le|du|en) nombre de|number of|anzahl|numero de"
    r"|numero di)\b"
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """A thing asked for: by its name as the question's head, or by a phrase; and what a text that tells it holds.

    All over folded text: `heads` and `told` of any language, the words of `phrase` with single spaces between them.
    """

    heads: re.Pattern[str]
    phrase: re.Pattern[str]
    told: re.Pattern[str]


def _attribute(*, heads: str = "", phrase: str = "", word: str = "", sign: str = "") -> Attribute:
    told = "|".join([*([rf"\b(?:{word})\b"] if word else []), *([sign] if sign else [])])
    nothing = "(?!)"
    return Attribute(
        re.compile(heads or nothing), re.compile(rf"\b(?:{phrase})\b" if phrase else nothing), re.compile(told)
    )


# fmt: off
ATTRIBUTES = (
    _attribute(  # money
        heads=r"prix|tarifs?|couts?|budget|cotisations?|montant|prices?|costs?|fees?|preis|kosten|gebuhr|beitrag"
        r"|mitgliedsbeitrag|haushalt|precio|coste|cuota|presupuesto|importe|prezzo|costo|quota|bilancio|importo"
        r"|salaires?|salar(?:y|ies)|wages?|gehalt|lohn|salarios?|sueldos?|stipendi[oi]?|amendes?|fines?|bussgeld(?:er)?|multas?",
        phrase=r"combien (?:ca |cela )?coute\w*|combien d (?:argent|euros)|how much money"
        r"|how much (?:does it|do they|does the \w+) cost|was kostet\w*|wie ?viel (?:geld|kostet|kosten)"
        r"|cuanto (?:cuesta\w*|dinero)|quanto cost\w+|quanti soldi|quelle amende|what fine|welches bussgeld"
        r"|(?:que|quale) multa",
        word=r"\d[\d .,]* ?(?:mil\w* |thousand |mrd |mio )?(?:d |d['’]|de |di )?"
        r"(?:euros?|eur|dollars?|francs?|franken|pounds?)|gratuit\w*|free(?!-)|kostenlos\w*|kostenfrei\w*|gratis|unentgeltlich\w*",
        sign=r"\d ?(?:k|m|mio|mrd)? ?[€$£]|[€$£] ?\d",
    ),
    _attribute(
        heads=r"temperatures?|temperatur|temperatura",
        phrase=r"quelle temperature|(?:what|which) temperature|welche temperatur|(?:que|quale) temperatura",
        sign=r"\d ?°|\d ?(?:degr|grad)",
    ),
    _attribute(  # a percentage
        phrase=r"quel pourcentage|(?:what|which) percentage|welcher prozentsatz|que porcentaje|quale percentuale"
        r"|le pourcentage|the percentage|der prozentsatz|el porcentaje|la percentuale",
        sign=r"\d ?%|\b(?:pour ?cent|per ?cent|prozent|por ciento|per cento)\b",
    ),
    _attribute(  # a telephone number
        phrase=r"numeros? de (?:telephone|telefono)|(?:tele)?phone number|telefonnummer|numero di telefono",
        sign=r"(?:\+|\b0)\d[\d .\-/()]{6,}\d",
    ),
    _attribute(  # an electronic address
        phrase=r"adresse (?:e ?mail|electronique)|courriel|e ?mail address|e ?mail adresse|correo electronico"
        r"|indirizzo (?:e ?mail|di posta elettronica)",
        sign=r"\w@\w",
    ),
    _attribute(  # hours
        phrase=r"a quelle heure|(?:heures|horaires) d ouverture|(?:at )?what time|opening hours|um wie ?viel uhr"
        r"|offnungszeiten|a que hora|horarios? de apertura|a che ora|orari(?:o)? di apertura",
        word=r"\d{1,2} ?(?:h|heures?|uhr|am|pm|o'clock|horas)(?: ?\d\d)?|\d{1,2}[:h]\d\d|midi|minuit|noon|midnight"
        r"|mittag|mitternacht|mediodia|medianoche|mezzogiorno|mezzanotte",
    ),
    _attribute(  # inhabitants
        heads=r"population|einwohnerzahl|poblacion|popolazione|bevolkerung",
        phrase=r"combien d habitants|how many (?:inhabitants|residents|people live)|wie viele einwohner\w*"
        r"|cuantos habitantes|quanti abitanti",
        sign=r"\d[\d .,]*(?: \w+){0,2} (?:habitante?s?|inhabitants?|residents?|people|personnes|personas|persone|ames"
        r"|einwohner\w*|menschen|abitanti)\b|(?:population|bevolkerung|poblacion|popolazione)\b\D{0,60}\d",
    ),
    _attribute(  # who holds an office
        heads=r"maire|mayor|(?:ober)?burgermeister(?:in)?|alcalde|alcaldesa|sindac[oa]",
        word=r"maires?|mairesse|mayors?|\w*burgermeister\w*|alcalde\w*|alcaldesa|sindac\w+",
    ),
    _attribute(
        heads=r"president\w*|prasident(?:in)?|chair(?:man|woman|person)?|vorsitzende[rn]?",
        phrase=r"qui (?:preside|presidera|presidait)|who (?:preside[sd]|chair(?:s|ed))|quien preside|chi presiede"
        r"|wer (?:prasidiert|hat den vorsitz)",
        word=r"(?:vice)?presid\w+|\w*prasid\w+|chair\w*|vorsitz\w*",
    ),
    _attribute(
        heads=r"directeur|directrice|director[a]?|direktor(?:in)?|leiter(?:in)?|direttore|direttrice",
        phrase=r"qui dirige|quien dirige|chi dirige",
        word=r"direc\w+|dirig\w+|direktor\w*|\w*leit\w+|dirett\w+|heads?|headed|managing",
    ),
    _attribute(
        heads=r"architecte|architect|architekt(?:in)?|arquitect[oa]|architetto",
        word=r"arch?ite[ck]t\w*|architett\w*|arquitect\w*|design\w*|concu\w*|dessin\w*|entw\w+rfen|disen\w+|progett\w+",
    ),
)
# fmt: on


def lacks_attribute(asked: Question, texts: Iterable[str]) -> bool:
    """Whether the question asks for an attribute by name, and none of the texts tells one."""
    wanted = _asked_for(asked)
    folded = [fold(text) for text in texts] if wanted else []
    return any(not any(each.told.search(text) for text in folded) for each in wanted)


def tells_attribute(asked: Question, text: str) -> bool:
    """Whether a text tells an attribute that the question asks for by name."""
    return any(each.told.search(fold(text)) for each in _asked_for(asked))


def spans_told(asked: Question, text: str, question: Set[str]) -> list[Span]:
    """The ranges of a text that may be what is asked for, the likeliest first; `question` are its folded words.

    Where the question tells a kind of quantity, these are of that kind.
    """
    if asked.measure and asked.wanted in SPANNED:
        return likeliest_first(measured(asked.measure, text), text, question)
    if asked.wanted == "number":
        things = _THINGS.search(" ".join(fold(word) for word in re.findall(r"\w+", asked.text))) is not None
        return likeliest_first(counts(text, things=things), text, question)
    return spans_for(asked.wanted, text, question)


def lacks_measure(asked: Question, spans: Iterable[Sequence[Span]]) -> bool:
    """Whether a kind of quantity is asked for, and none of the quotations, by what in them may be asked for, has it."""
    return bool(asked.measure) and asked.wanted in SPANNED and not any(spans)


def _asked_for(asked: Question) -> list[Attribute]:
    words = " ".join(fold(word) for word in re.findall(r"\w+", asked.text))
    return [each for each in ATTRIBUTES if each.heads.fullmatch(asked.head) or each.phrase.search(words)]
