"""The words that questions are asked with, in French, English, German, Spanish, Italian, Dutch and Portuguese.

Patterns over the folded words of a question with single spaces between them; « où » is written `xouu` there, since it
would fold to « ou ».
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from search.answer import Wanted


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


# fmt: off
_ASKED: Mapping[str, Mapping[Wanted, tuple[str, ...]]] = {
    "fr": {
        "date": (
            "quand", "(?:quelle|la) date", "quelles? annees?", "quel (?:jour|mois|siecle)",
            "quelle (?:heure|epoque|periode)",
        ),
        "number": (
            "combien",
            "quels? (?:est le )?(?:pourcentage|nombre|montant|taux|budget|cout|age|plafond|effectif)",
            "quelle (?:est la )?(?:part|superficie|population|duree|taille|hauteur|longueur|distance|proportion|somme)",
        ),
        "place": (
            "xouu", "dans (?:quelles?|quels?) (?:villes?|pays|regions?|communes?|lieux?|quartiers?)",
            "quelle ville", "quel (?:pays|departement|endroit|batiment|quartier)",
            "quelle (?:region|commune|capitale|rue|salle)",
        ),
        "name": (
            "qui", r"comment (?:s appelle|se nomme)\w*", "quel est (?:le|son) nom", "quelle est l entreprise",
            "quelles? (?:entreprise|organisation|association|societe|personne|institution)s?",
        ),
        "list": (
            "quels", "quelles", "liste", r"enumer\w+",
        ),
        "": ("comment", "pourquoi", "quoi", "qu est ce qu[ei]?", "est ce qu[ei]?"),
    },
    "en": {
        "date": (
            "when", "(?:what|which) (?:years?|date|day|month|century|decade|time|period|era)", "since when",
            "until when",
        ),
        "number": (
            "how (?:many|much|old|long|far|large|big|high|tall|often|wide|deep)",
            "what (?:is the |was the )?(?:percentage|number|amount|rate|share|price|cost|budget|population)",
        ),
        "place": (
            "where",
            r"(?:what|which) (?:\w+ )?(?:city|town|country|region|state|place|village|district|continent)",
            "(?:in|at|on|from|near) (?:what|which) (?:street|building|neighbou?rhood)",
        ),
        "name": (
            "who", "whom", "whose", "what (?:is|was) the name",
            "(?:what|which) (?:company|person|organi[sz]ation)",
        ),
        "list": (
            r"which (?:\w+ )?\w+s", "what are", "what were", "list", "name (?:the|all|three|two|four)",
        ),
        "": ("how", "why", "what"),
    },
    "de": {
        "date": (
            "wann", "(?:welche[mnrs]?) (?:jahr|jahren|datum|tag|monat|jahrhundert|uhrzeit|zeitpunkt|zeitraum|frist)",
        ),
        "number": (
            "wie ?viele?[nrsm]?", "wie (?:hoch|lange?|gross|alt|weit|oft|teuer|tief|breit)",
            "welche[rnsm]? (?:prozentsatz|anteil|anzahl|zahl|betrag)",
        ),
        "place": (
            "wo", "woher", "wohin",
            r"welche[mnrs]? (?:\w+e[nrms]? )?(?:stadt|land|region|ort|gemeinde|staat|kontinent|strasse)",
            r"welche[mnrs]? (?:\w+e[nrms]? )?(?:gebaude|stadtteil|bezirk)",
        ),
        "name": (
            "wer", "wem", "wen", "wessen", "wie (?:heiss(?:t|en)|hiess(?:en)?)",
            "welche[mnrs]? (?:person|unternehmen|firma|organisation)",
        ),
        "list": (
            r"welche (?:\w+ )?\w+(?:e|en|er|n|s)", "was sind",
        ),
        "": ("wie", "warum", "wieso", "was"),
    },
    "es": {
        "date": (
            "cuando", "que (?:anos?|fecha|dia|mes|siglo|hora|periodo|epoca)", "cual (?:es|fue) la fecha",
        ),
        "number": (
            "cuant[oa]s?", "que (?:porcentaje|numero|cantidad|edad|precio|presupuesto|parte)",
            "cual (?:es|era|fue) (?:el|la) (?:porcentaje|numero|cantidad|importe|presupuesto|tasa)",
        ),
        "place": (
            "donde", "adonde", "que (?:ciudad|pais|region|lugar|municipio|estado|edificio|calle|barrio|localidad)",
        ),
        "name": (
            "quien", "quienes", r"como se llam\w+", "que (?:empresa|persona|organizacion)",
        ),
        "list": (
            "cuales", r"que (?:\w+s) \w+",
        ),
        "": ("como", "por que", "que"),
    },
    "it": {
        "date": (
            "quando", "(?:che|quale|quali) (?:ann[oi]|data|giorno|mese|secolo|ora|periodo|epoca)",
        ),
        "number": (
            "quant[oaie]", "(?:che|quale) (?:percentuale|numero|quota|importo|prezzo|eta)",
        ),
        "place": (
            "dove", "dov", "(?:che|quale) (?:citta|paese|regione|luogo|comune|stato|edificio|via|quartiere)",
        ),
        "name": (
            "chi", r"come si chiam\w+", "(?:che|quale) (?:impresa|azienda|persona|organizzazione)",
        ),
        "list": (
            "quali",
        ),
        "": ("come", "perche", "che cosa", "cosa"),
    },
    "nl": {
        "date": (
            "wanneer", "sinds wanneer", "welke?(?: dag| datum| jaar| maand| eeuw)", "hoe laat",
        ),
        "number": (
            "hoeveel", "hoe (?:hoog|lang|groot|oud|ver|vaak|duur|diep|breed|zwaar)", "welk percentage",
        ),
        "place": (
            "waar", "welke? (?:stad|land|regio|gemeente|dorp|plaats|provincie)",
        ),
        "name": (
            "wie", "wiens", "hoe heet(?:ten|te|en)?", "welke? (?:persoon|bedrijf|organisatie|onderneming)",
        ),
        "list": (
            r"welke (?:\w+ )?\w+en", "wat zijn",
        ),
        "": ("hoe", "waarom", "wat"),
    },
    "pt": {
        "date": (
            "quando", "que (?:ano|data|dia|mes|seculo|horas?)", "qual (?:e|foi) a data",
        ),
        "number": (
            "quant[oa]s?", "que (?:percentagem|porcentagem|numero|quantidade|idade|preco)",
        ),
        "place": (
            "onde", "aonde", "(?:que|qual) (?:cidade|pais|regiao|lugar|municipio|estado)",
        ),
        "name": (
            "quem", r"como se cham\w+", "(?:que|qual) (?:empresa|pessoa|organizacao)",
        ),
        "list": (
            "quais",
        ),
        "": ("como", "por que", "porque", "que", "qual"),
    },
}
_SEVERAL = (
    "qui sont", "quels sont", "quelles sont", r"quels? (?:\w+ )?(?:membres|partenaires|signataires|axes|enjeux)",
    r"quelles (?:\w+ )?(?:villes|communes|entreprises|organisations|associations|actions|etapes|conditions|missions)",
    "who are",
    r"which (?:\w+ )?(?:\w+ )?(?:cities|towns|countries|companies|organi[sz]ations|partners|members|municipalities)",
    "what are", "wer sind",
    r"welche (?:\w+ )?(?:stadte|gemeinden|organisationen|partner|mitglieder|unternehmen|lander)", "quienes son",
    "cuales son", "chi sono", "quali sono", "quali (?:citta|comuni|imprese|membri)", "wie zijn", "quem sao",
    "quais sao",
)
_PERSONAL = (
    "qui suis je", "je m appelle comment", "(?:comment|quel nom) (?:est ce que )?je m appelle", "quel age ai je",
    "(?:ou|xouu) (?:est ce que j habite|est ce que je vis|habite je|j habite)", "sa(?:is tu|vez vous) (?:de|sur) moi",
    r"(?:quel|c) est (?:quoi )?mon (?:nom|prenom|age|numero(?: de telephone)?|anniversaire|salaire|mot de passe)$",
    r"(?:quelle|c) est (?:quoi )?(?:mon|ma) (?:adresse|date de naissance|profession)$",
    "who am i", "how old am i", "where do i live", "do you know me", "know about me",
    r"what(?: is| s) my (?:name|age|address|job|phone(?: number)?|birthday|salary|password|employer|number)$",
    "wer bin ich", "wie heisse ich", "wie alt bin ich", "wo wohne ich", "(?:weisst du|wissen sie) uber mich",
    r"(?:wie|was) (?:ist|lautet) meine? (?:name|alter|adresse|telefonnummer|geburtstag|gehalt|passwort|beruf)$",
    "quien soy(?: yo)?", "como me llamo", "cuantos anos tengo", "donde vivo", "sabes? (?:de|sobre) mi",
    r"cual es mi (?:nombre|edad|direccion|numero(?: de telefono)?|telefono|cumpleanos|sueldo|contrasena)$",
    "chi sono io", "chi sono$", "come mi chiamo", "quanti anni ho", "dove (?:vivo|abito)", "sai di me",
    r"qual e (?:il|la) mi[oa] (?:nome|eta|indirizzo|numero(?: di telefono)?|compleanno|stipendio|password)$",
)
# What a question that is answered by yes or no begins with; in French also a verb before its pronoun, further on.
_YES_NO: Mapping[str, str] = {
    "fr": r"(?:est ce qu|y a t il|faut il|peut on|doit on|existe t il)",
    "en": r"(?:is|are|was|were|am|do|does|did|can|could|may|must|should|shall|will|would|has|have|had)\b",
    "de": r"(?:ist|sind|war|waren|hat|haben|hatten?|kann|konnen|konnten?|muss|mussen|darf|durfen|wird|werden|wurden?"
          r"|gibt es|gilt|gelten|soll|sollen|sollte|braucht|bestehen|besteht)\b",
    "es": r"(?:es|son|esta|estan|puede[ns]?|puedo|podemos|hay|tienen?|tengo|deben?"
          r"|se (?:puede|debe|permite|paga|aplica)|existen?|fue|han?|hace falta|sera)\b",
    "it": r"(?:e (?!quando|dove|chi|qua|come|perche|da quando)|sono|puo|possono|posso|si (?:puo|deve|paga)|c e"
          r"|ci sono|dev[eo]|devono|bisogna|esist(?:e|ono)|ha|hanno)\b",
    "nl": r"(?:is|zijn|was|waren|heeft|hebben|had|hadden|kan|kunnen|kon|mag|mogen|moet|moeten|wordt|worden|werd|zal"
    r"|zullen|gaat|bestaat|geldt)\b",
    "pt": r"(?:e (?!quando|onde|quem|qua|como|porque)|sao|esta|estao|pode[mr]?|ha|tem|deve[mr]?|existem?|foi|foram|sera"
          r"|se pode)\b",
}
_VERB_FIRST = re.compile(
    r"^(?!.*\b(?:quand|quel\w*|lequel|laquelle|combien|comment|pourquoi|xouu|que|quoi|qu est ce)\b)"
    r"(?!qui\b)(?!.*\b(?:a|de|par|avec|pour|chez|contre|sur|vers|selon|entre|sans|et) qui\b)"
    r".*\b\w+ (?:t )?(?:il|elle|ils|elles|on)\b"
)
# "Can you tell me when…" asks when.
_INDIRECT = re.compile(
    r"\b(?:tell me|let me know|you know|say|dire|savoir|sais|savez|sagen|weiss\w*|wissen|decir\w*|sabes?|saber|dirmi"
    r"|sai|sapere)\b"
)
_HEADS = (
    r"(?:quel|quelle|quels|quelles|qui) (?:est|etait|sera|sont|etaient) (?:le|la|l|les|son|sa|leur) (?P<fr>\w+)",
    r"combien (?:de|d) (?P<fr2>\w+)",
    r"(?:what|who) (?:is|was|are|were|s) (?:the|its|their) (?P<en>(?:\w+ )*?\w+)(?= of | for | in | at | to | to$|$)",
    r"how many (?P<en2>\w+)", r"wer (?:ist|war) (?:der|die|das) (?P<de>\w+)", r"wie viele (?P<de2>\w+)",
    r"wie hoch (?:ist|war|sind) (?:der|die|das) (?P<de3>\w+)",
    r"(?:cual|quien) (?:es|era|fue) (?:el|la) (?P<es>\w+)", r"cuant[oa]s (?P<es2>\w+)",
    r"(?:chi|qual) (?:e|era) (?:il|lo|la|l) (?P<it>\w+)", r"quant[ie] (?P<it2>\w+)",
)
# fmt: on

PATTERNS = {
    language: [(wanted, _any(patterns)) for wanted, patterns in asked.items()] for language, asked in _ASKED.items()
}
"""Of a language, what asks for what. The first match by place wins; of several at one place, the first listed."""

SEVERAL = _any(_SEVERAL)
"""What is asked for with these is a list, whatever the question word: « Qui sont les membres ? »."""

PERSONAL = _any(_PERSONAL)
"""Asked of whoever answers: nothing in documents is about the person at the keyboard."""

_YES_NO_FIRST = {language: re.compile(pattern) for language, pattern in _YES_NO.items()}


def asks_yes_or_no(words: str, language: str) -> bool:
    """Whether a question, as folded words, is answered by yes or no, so that "who" within it asks for nobody."""
    if language not in _YES_NO_FIRST or _INDIRECT.search(words):
        return False
    return bool(_YES_NO_FIRST[language].match(words) or (language == "fr" and _VERB_FIRST.match(words)))


HEADS = re.compile(rf"\b(?:{'|'.join(_HEADS)})")
"""« Quel est le budget de… », "How many visitors…": what is asked for by its name, the last word of the one group."""
