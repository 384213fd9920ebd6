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
from search.counts import counts, measured
from search.question_phrases import names_unit
from search.spans import likeliest_first, names_beside, spans_for
from search.units import WRITTEN

SPANNED = frozenset({"date", "number", "name", "place"})
"""What is told by a range of a sentence, and not by the sentence."""

_WHO = (
    r"(?:(?:who|wer|qui|quien|chi|quem|wie) (?:is|was|s|ist|war|est|etait|es|fue|era|e|foi)|comment s appell\w+"
    r"|wh(?:at|o) (?:is|was) the name of|(?:quel est|donnez moi) le nom d[eu]|como se llama(?:ba)?"
    r"|cual (?:es|era) el nombre de|wie (?:heisst|hiess)|wie (?:ist|war|lautet) der name de[rs]?"
    r"|come si chiama(?:va)?|qual (?:e|era) il nome d\w+|hoe heet|como se chama|qual (?:e|era) o nome d[aeo])"
    r" (?:(?:the|der|die|das|le|la|l|el|il|lo|o|a|de|del|het) )?(?:(?:current|new|present|former"
    r"|actuel\w*|nouve\w+|neue|aktuelle|actual|nuev[oa]|attuale) )?"
)
# A city is named, and where to enrol may not be; a day has a number, and when to enrol may be before moving.
_TOLD_OUT = re.compile(
    r"\b(?:quel(?:le)?|what|which|welche[mnrs]?|que|che|quale|qual|welke?) (?:ville|pays|commune|city|town|country"
    r"|stadt|land|gemeinde|ciudad|pais|municipio|citta|paese|comune|cidade|gemeente|dates?|day|month|jour|mois|datum"
    r"|tag|monat|fecha|dia|mes|data|giorno|mese|dag|maand)\b"
)
_PLACES = re.compile(
    r"\b(?:quelles?|quels|which|what|name|welche[nr]?|que|cuales|quali|welke|quais|noms?|names?|namen|nombres|nomi|list"
    r"|liste)(?: \w+){0,3}? (?:villes|communes|pays|cities|towns|countries|municipalities|(?:partner)?stadten?"
    r"|gemeinden|landern?|ciudades|municipios|paises|citta|comuni|paesi|steden|landen|cidades)\b(?! networks?\b)"
)
_THINGS = re.compile(
    r"\b(?:combien (?:de|d) \w+[sx]\b|how many|wie ?viele[nr]?|cuant[oa]s|quant[ie]|quant[oa]s"
    r"|hoeveel \w+(?:en|s)\b|(?:le|du|en) nombre de|number of|anzahl|aantal|numero de|numero di)\b"
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
        r"|salaires?|salar(?:y|ies)|wages?|gehalt|lohn|salarios?|sueldos?|stipendi[oi]?|amendes?|fines?"
        r"|bussgeld(?:er)?|multas?",
        phrase=r"combien (?:ca |cela )?coute\w*|combien d (?:argent|euros)|how much money"
        r"|how much (?:does it|do they|does the \w+) cost|was kostet\w*|wie ?viel (?:geld|kostet|kosten)"
        r"|cuanto (?:cuesta\w*|dinero)|quanto cost\w+|quanti soldi|quelle amende|what fine|welches bussgeld"
        r"|(?:que|quale) multa",
        word=r"\d[\d .,'’]* ?(?:mil\w* |thousand |billions? |mrd\.? |mio\.? |ml[dn]\.? )?(?:d |d['’]|de |di |of )?"
        rf"(?:{WRITTEN['money']})|gratuit\w*|free(?!-)|kostenlos\w*|kostenfrei\w*|gratis|unentgeltlich\w*|umsonst",
        sign=r"\d ?(?:k|m|mio|mrd)? ?[€$£¥]|[€$£¥] ?\d|\b(?:chf|eur|usd|euro|fr\.) ?\d",
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
        phrase=r"(?:numeros?|numero) d[ei] (?:telephone|telefono|telefone)|(?:tele)?phone number|telefo(?:on)?n?nummer"
        r"|rufnummer|(?:quel|qual|cual|what|wie|welche[sn]?) (?:(?:e|es|est|is|ist|lautet|s) )?(?:(?:o|el|il|le|the"
        r"|das|su) )?(?:tele(?:fono|fone|fon|phone))|(?:what|which) number (?:can|should|do|must|to)"
        r"|unter welcher nummer|a quel numero|a que numero|a che numero|op welk nummer",
        sign=r"(?:\+|\b0)\d[\d .\-/()]{6,}\d",
    ),
    _attribute(  # an electronic address
        phrase=r"adresse (?:e ?mail|electronique)|courriel|e ?mail address|e ?mail adresse|correo electronico"
        r"|indirizzo (?:e ?mail|di posta elettronica)",
        sign=r"\w@\w",
    ),
    _attribute(  # whom to turn to
        phrase=r"(?:a qui|aupres de qui|who|whom|wen|an wen|a quien|con quien|a chi|con chi|wie|quem) (?:\w+ ){0,6}"
        r"(?:contact\w*|adresser|turn(?:s|ed)? to|get in touch|wende[nt]?|erreiche[nt]?|contactar|dirig\w+"
        r"|rivolger\w+|contattare)|(?:qui|who|wer|quien|chi) (?:\w+ ){0,3}(?:personne de contact|contact person"
        r"|ansprechpartner\w*|persona de contacto|referente)",
        word=r"contact\w*|kontakt\w*|adress\w+|address\w*|wende[nt]?|ansprechpartner\w*|rivolg\w+|contatt\w+|dirij\w+"
        r"|telefon\w*|telephon\w*|phone|call|appele[rz]|courriel|e ?mails?|mails?|ecri\w+|write|schreib\w+|escrib\w+"
        r"|scriv\w+|tel|referent\w*|reach|joindre|aupres",
        sign=r"\w@\w|(?:\+|\b0)\d[\d .\-/()]{6,}\d",
    ),
    _attribute(  # hours
        phrase=r"(?:a|de|jusqu a|vers) quelle heure|(?:heures|horaires) d ouverture|(?:at )?what time|opening hours"
        r"|(?:um|bis|ab|von) wie ?viel uhr|offnungszeiten|(?:a|de) que horas?|horarios? de apertura|(?:a|da) che ora"
        r"|orari(?:o)? di apertura|hoe laat|openingstijden|horario de funcionamento",
        word=r"\d{1,2} ?(?:h|heures?|uhr|uur|[ap]\.?m|o'clock|horas)(?: ?\d\d)?|\d{1,2}[:h]\d\d|midi|minuit|noon"
        r"|midnight|mittag|mitternacht|mediodia|medianoche|mezzogiorno|mezzanotte|\d{1,2}\.\d\d",
    ),
    _attribute(  # inhabitants
        heads=r"population|einwohnerzahl|poblacion|popolazione|bevolkerung",
        phrase=r"combien d habitants|how many (?:inhabitants|residents|people live)|wie viele einwohner\w*"
        r"|cuantos habitantes|quanti abitanti|hoeveel inwoners|quantos habitantes",
        sign=r"\d[\d .,]*(?: \w+){0,2} (?:habitante?s?|inhabitants?|residents?|people|personnes|personas|persone|ames"
        r"|einwohner\w*|menschen|abitanti)\b|(?:population|bevolkerung|poblacion|popolazione)\b\D{0,60}\d",
    ),
    _attribute(  # who holds an office
        heads=r"maire|mayor|(?:ober)?burgermeister(?:in)?|alcalde|alcaldesa|sindac[oa]",
        phrase=rf"{_WHO}(?:maire|mayor|(?:ober)?burgermeister(?:in)?|alcalde|alcaldesa|sindac[oa]|burgemeester"
        rf"|prefeit[oa])",
        word=r"maires?|mairesse|mayors?|\w*burgermeister\w*|alcalde\w*|alcaldesa|sindac\w+|burgemeester|prefeit[oa]",
    ),
    _attribute(
        heads=r"president\w*|prasident(?:in)?|chair(?:man|woman|person)?|vorsitzende[rn]?",
        phrase=rf"qui (?:preside\w*|presidait|assure la presidence)|who (?:preside[sd]|chair(?:s|ed)|is chairing"
        rf"|will chair|(?:is|was) (?:the )?(?:\w+ )?(?:president|chair(?:man|woman|person)?))|quien presid\w+"
        rf"|chi presied\w+|quem preside|wie is (?:de )?voorzitter|wer (?:prasidiert|(?:hat|hatte|fuhrt"
        rf"|ubernimmt) den vorsitz)|{_WHO}(?:president\w*|prasident(?:in)?|\w*vorsitzende[rn]?|voorzitter)",
        word=r"(?:vice)?presid\w+|\w*prasid\w+|chair\w*|\w*vorsitz\w*|voorzitter\w*|chef\w*|ceo|pdg|leader\w*",
    ),
    _attribute(
        heads=r"directeur|directrice|director[a]?|direktor(?:in)?|leiter(?:in)?|direttore|direttrice",
        phrase=rf"qui (?:dirige\w*|est a la tete|gere)|quien (?:dirig\w+|lidera|encabeza|esta al frente)"
        rf"|chi (?:dirig\w+|guida|gestisce)|who (?:heads|headed|leads|led|runs|ran|manages|managed|directs|directed"
        rf"|is in charge|is heading|is leading)|wer (?:leitet\w*|fuhrt\w*)|quem (?:dirige|lidera)|wie (?:leidt|leidde)"
        rf"|{_WHO}(?:directeur|directrice|director[a]?|direktor(?:in)?|leiter(?:in)?|direttore|direttrice|diretor[a]?)",
        word=r"direc\w+|dirig\w+|direktor\w*|\w*leit\w+|dirett\w+|direttiv\w+|diretor\w*|\w*head(?:s|ed|ing)?|manag\w+"
        r"|lead\w*|led|run|runs|ran|running|gere\w*|gest\w+|\w*fuhr\w+|\w*chef\w*|chief|boss|ceo|pdg|presid\w+"
        r"|\w*prasid\w+|\w*vorsitz\w*|vorst\w+|lider\w*|encabez\w+|frente|tete|guid\w+|respons\w+|coord\w+|commissa\w*"
        r"|minist\w+|charge|founder|fonda[dt]\w+|fondee?s?|grund\w+|fundador\w*|capo|jef[ea]|hoofd|leid\w+",
    ),
    _attribute(  # who is at the head of a company, of a team, or of a ministry
        phrase=rf"{_WHO}(?:ceo|chief executive|pdg|geschaftsfuhrer(?:in)?|vorstandschef(?:in)?|consejer[oa] delegad[oa]"
        r"|amministrat\w+ delegat[oa])",
        word=r"ceo|pdg|chief executive|\w*geschaftsfuhr\w+|\w*vorst\w+|\w*chef\w*|consejer\w+|amministrat\w+|direc\w+"
        r"|dirett\w+|direkt\w+|presid\w+|\w*prasid\w+|dirig\w+|gerente|patron\w*|boss|head|founder|fond\w+|grund\w+"
        r"|fundador\w*",
    ),
    _attribute(
        phrase=rf"{_WHO}(?:coach|team principal|teamchef(?:in)?|entraineu[rs]e?|\w*trainer(?:in)?|entrenador[a]?"
        rf"|allenat\w+)",
        word=r"\w*coach\w*|principal|\w*chef\w*|entrain\w+|\w*trainer\w*|\w*trainier\w*|entren\w+|allen\w+|manag\w+"
        r"|boss|\w*leit\w+|\w*betreu\w+|train\w*",
    ),
    _attribute(
        phrase=rf"{_WHO}\w*(?:ministre|minister(?:in)?|ministr[oa])",
        word=r"\w*minist\w+|secretar\w+|staatssekretar\w*|segretari\w+",
    ),
    _attribute(  # where to study
        phrase=r"(?:quelle|what|which|welcher|que|quale|welke|qual) (?:universit\w+|universidad\w*|universidade"
        r"|hochschule)",
        word=r"\w*universi\w+|unis?|\w*hochschul\w*|colleges?|facult\w+|fakultat\w*|facolta|academ\w+|akadem\w+"
        r"|ecoles?|schools?|institut\w*|istitut\w*|politecnico|polytechn\w+|ethz?|epfl|sorbonne",
    ),
    _attribute(  # in which building
        phrase=r"(?:dans|en|in|at) (?:quel|what|which|welchem|que|quale|welk) (?:batiment|building|gebaude|edificio"
        r"|gebouw|predio)",
        word=r"\w*batiments?|edific\w+|\w*buildings?|\w*gebaude\w*|gebouw\w*|predio|palais|palace|\w*palast|palacio"
        r"|palazzo|\w*hall\w*|\w*haus(?:es)?|\w*house|hotel\w*|chateau|castle|\w*schloss\w*|castillo|castello|\w*saal"
        r"|salles?|sala|salon|room|\w*zentrum\w*|cent(?:re|er|ro)\w*|\w*museum\w*|musee\w*|museo\w*|\w*theat\w+|teatro"
        r"|\w*bibliothe\w+|library|biblioteca|mairie|town hall|ayuntamiento|municipio|\w*kirche\w*|church|eglise"
        r"|iglesia|chiesa|\w*schule\w*|school|ecole\w*|escuela|scuola|auditori\w+|tower|\w*turm|tour|torre|casa|villa"
        r"|ministe\w+|sede|siege|headquarters|\w*stadion|stad(?:e|ium|io)|arena|congreso",
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
        named = names_unit(_words(asked), asked.measure)
        return likeliest_first(measured(asked.measure, text, named=named), text, question)
    if asked.wanted == "number":
        things = _THINGS.search(_words(asked)) is not None
        return likeliest_first(counts(text, things=things), text, question)
    return spans_for(asked.wanted, text, question)


def lacks_measure(asked: Question, spans: Iterable[Sequence[Span]]) -> bool:
    """Whether none of the quotations has what is asked for, by what in them may be it, where it has a look.

    A quantity, a number of things, a day and a town have one.
    """
    if any(spans) or asked.wanted not in SPANNED:
        return False
    words = _words(asked)
    if asked.measure or (asked.wanted == "number" and _THINGS.search(words)):
        return True
    return asked.wanted in ("date", "place") and _TOLD_OUT.search(words) is not None


def lacks_names(asked: Question, texts: Iterable[str]) -> bool:
    """Whether the question asks for several towns or countries, and no text has two names beside each other."""
    words = _words(asked)
    if asked.wanted != "list" or _PLACES.search(words) is None:
        return False
    said = set(words.split())
    return not any(names_beside(text, said) for text in texts)


def _asked_for(asked: Question) -> list[Attribute]:
    words = _words(asked)
    return [each for each in ATTRIBUTES if each.heads.fullmatch(asked.head) or each.phrase.search(words)]


def _words(asked: Question) -> str:
    return " ".join(fold(word) for word in re.findall(r"\w+", asked.text))
