"""The verbs and adverbs that tell the kind of quantity a question asks for: "how much does it cost", « combien pèse… ».

As in `search.question_words` all is over folded words with single spaces between them. In any language that is known
here, whatever the question's is taken for: a few words hardly tell Spanish from Portuguese.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from search.answer import Wanted
from search.measures import Measure
from search.units import COUNTED

_HOW_MANY = (
    r"(?:how (?:many|much)|combien (?:de|d)|wie ?viele?[nr]?|cuant[oa]s?|quant[oaie]|quant[oa]s|hoeveel)"
    r"(?: (?:the|des|du|der|more|de mas|di piu))?"
)
_SCALES = r"(?:(?:milli\w+|billions?|thousand|mil\w*|tausend|mrd|mio|miliard\w*|bilh\w+) )?(?:d |de |di |of )?"
_ASKING = r"(?:how|what|which|combien|quel\w*|wie|welch\w+|cuant\w+|que|cual|quant\w+|che|qual\w*|hoeveel|welke?)"
_AMOUNT = r"(?:how|what|combien|quel\w*|wie|cuant\w+|cual|quant\w+|qual\w*|hoeveel)"
_BE = r"(?:is|was|are|est|etait|ist|war|es|e|sont|sind)"
_ARTICLE = r"(?:the|la|le|l|el|il|lo|die|der|das|o|a|de|het)"
# What may stand between the question word and its verb: not what the number is of (« combien de villes ont payé »).
_FR = r"combien (?!d |de |des |du )(?:\w+ ){0,9}?"
_EN = (
    r"(?<!by )how much (?:(?:does|do|did|will|would|is|are|was|were|has|have|had|can|could|must|should|may|might|money"
    r"|extra|per|each) )(?:\w+ ){0,10}?"
)
_EN_WHAT = r"what (?:does|do|did|will|would|must|should|can) (?:\w+ ){1,10}?"
_DE = r"(?<!um )wie ?viel (?:\w+ ){0,9}?"
_ES = r"(?<!en )(?<!por )cuanto (?!tiempo )(?:\w+ ){0,8}?"
_IT = r"(?<!di )(?<!da )quanto (?!tempo )(?:\w+ ){0,8}?"
_NL = r"hoeveel (?:(?:heeft|hebben|had|is|moet|zal|gaat|kan|mag|wordt|werd) (?:\w+ ){1,8}?)?"

# fmt: off
_MONEY = (
    rf"{_FR}(?:cout(?:e|ent|ait|aient|era|eront|erait|eraient|er|ee?s?)|pa(?:ie|ye|ient|yent|yer|yee?s?|yait|yaient"
    rf"|iera)|depens(?:e|ent|er|ee?s?|ait)|gagne(?:nt|r|e)?|vaut|valent|valait|touche(?:nt|e?s?)?|facture\w*"
    rf"|debourse\w*)|{_EN}(?:cost|costs|costing|pay|pays|paid|spend|spends|spent|earn|earns|earned|charge[ds]?"
    rf"|invest(?:ed)?|donated?|worth|fined)|{_EN_WHAT}(?:cost|earn|charge)|{_EN_WHAT}pay(?! for$| attention)|(?:what"
    rf"|how much) (?:is|are|was|were)"
    r" (?:\w+ ){1,8}worth|how much (?:is|are|was|were) an? (?:\w+ )*?(?:ticket|licen[cs]e|subscription|course|copy"
    r"|book|bottle|room|night|pass)|how expensive|what price|(?:what|which) (?:is the "
    r"|was the )?(?:\w+ )?amounts? (?:in euros|of (?:money|(?:the|an?) (?:\w+ )?(?:grant|aid|fine|subsidy|allowance"
    r"|fee|loan|prize)))"
    rf"|{_DE}(?:kost(?:et|en|ete|eten)|gekostet|zahl(?:t|te|ten|en)|(?:ge|be)zahlt|bezahl(?:e|en|te|ten)|ausgegeben"
    rf"|verdien(?:t|te|ten|en)|gibt \w+ aus|investiert\w*)"
    r"|was kost\w+|was (?:\w+ ){0,9}?(?:gekostet|kosten|kostet)$|was (?:be)?zahl(?:t|te|ten|en)|was verdien(?:t|te|en"
    r"|ten)|wie teuer"
    rf"|{_ES}(?:cuest\w+|costo|costar\w*|costaban?|costado|pag[ao]n?|pagar\w*|pago|pagaron|cobr[ao]n?|ganan?"
    rf"|gast[ao]n?|gastaron|invirti\w+|vale|valen|se destina\w*)|{_IT}(?:cost(?:a|ano|o|ava|era|eranno|erebbe|are"
    rf"|at[oaie]|arono)|paga(?:no|re|t[oaie]|rono)?|guadagn\w+|spend\w+|spes[oa]|vale|valgono)"
    r"|quanto (?!tempo )(?:\w+ ){0,8}?(?:cust(?:a|am|ou|aram|ara|ava)|pag(?:a|am|ou|aram)|gast(?:a|am|ou|aram)|ganham?"
    r"|recebem?)"
    rf"|{_NL}(?:kost(?:te|en|ten)?|gekost|betaal(?:t|de|den)?|betalen|betaald|verdien(?:t|de|d|en)?|uitgegeven)"
    rf"|wat (?:kost\w*|betaalt|betalen|verdient)|hoe duur|qual[ei]? (?:e "
    rf"|era )?(?:la )?quota (?:annual[ei] )?(?:di (?:adesione|iscrizione|partecipazione)|associativa)|wie hoch (?:ist"
    rf"|war|sind|waren) (?:der|die) (?:\w+ )?(?:\w*schaden|\w*gewinn|\w*verlust|\w*verluste)"
)
_DURATION = (
    r"combien de temps|pendant combien|cuanto tiempo|quanto tempo|how long ago"
    rf"|{_ASKING} (?:\w+ ){{0,3}}?(?:peine de prison|prison (?:sentence|term)|(?:haft|gefangnis)strafe"
    r"|pena de (?:prision|carcel|prisao)|pena detentiva|gevangenisstraf)"
)
_LASTS = (
    rf"{_FR}dur(?:e|ent|ait|era|eront|er)|depuis combien"
    r"|how long (?:does|do|did|will|would|has|have|had|can|could|must|may|should|after|before)"
    r"|wie lange|hoe ?lang (?:duurt|duren|duurde|mag|moet|kan|blijft|geldt)|hoelang"
    rf"|{_ES}(?:dur[ao]n?|durar\w*|tard[ao]n?|tardar\w*|llevan?|demoran?)|quanto (?:dura\w*|durer\w*|ci vuole"
    r"|ci mett\w+|demora\w*)|da quanto"
)
_EXTENT = (
    r"how long (?:is|are|was|were)|how long (?:can|must|may|should|will|would) .* be$|wie lang (?:ist|sind|war"
    r"|waren|darf|muss)|hoe lang (?:is|zijn|was|(?:mag|moet|kan) .* zijn$)"
)
_YEAR = (
    r"quelles? annees?|(?:what|which) year|welche[mns]? jahr|que ano|(?:che|quale) anno|welk jaar|(?:que|qual) ano"
)
_WEIGHT = (
    rf"{_FR}pes(?:e|ent|ait|aient|era|er)|how heavy|(?:how much|what) (?:does|do|did|will|would) (?:\w+ ){{1,8}}?weigh"
    r"|was wieg(?:t|en)|wie ?viel wieg(?:t|en)|wie schwer|was wog"
    rf"|{_ES}pes(?:a|an|aba|o)\b|quanto pes(?:a|ano|ava|am)\b|hoeveel (?:weegt|wegen|woog)|hoe zwaar"
)
_FREQUENCY = (
    r"a quelle frequence|combien de fois|tous les combien|how (?:often|frequently|many times)|wie (?:oft|haufig)"
    r"|wie viele male|con (?:que|cuanta) frecuencia|cada cuanto|cuantas veces|quante volte|ogni quanto"
    r"|con (?:che|quale) frequenza|quanto spesso|hoe (?:vaak|dikwijls)|quantas vezes|com que frequencia"
)
_AGE = (
    r"quel age|how old (?:is|was|are|were|must|should|do|does|did|can)|wie alt|que edad|cuantos anos (?:tienen?|tenian?"
    r"|cumpl\w+)|quanti anni (?:ha|hanno|ave\w+)|che eta|hoe oud|que idade|quantos anos (?:tem|tinha)"
    r"|(?:at|from|up to) what age|(?:at|from|until) which age|welche[mns]? (?:\w*alter)|a partir de que edad"
)
_SHARES = (
    r"(?:quelle|quelles) parts? (?:de|d|des|du)|quel (?:est|etait) le poids (?:\w+ )+dans"
    r"|(?:que|cual es el) peso (?:\w+ )+en (?:el|la)|qual e il peso (?:\w+ )+(?:sul|nel)\w*"
    r"|(?:que|qual) percentagem|welk (?:percentage|aandeel)"
    rf"|{_ASKING} .*\b(?:in|en) (?:prozent|percent|pourcentage|porcentaje|percentuale)"
)
_LENGTH = (
    r"how (?:far|tall|deep|wide|thick)|(?:how|hoe) high (?:does|did|do|can|is the (?:tower|mountain|wall|building"
    r"|bridge|dam))|wie (?:tief|breit|weit (?:ist|sind|entfernt)|hoch ist (?:der|die|das) \w*(?:turm|berg|gebaude"
    r"|mauer|brucke|haus|gipfel|damm|baum))|quanto (?:e|era|sono) (?:lung|larg|profond)\w+|quanto e alt[oa] (?:il|la"
    r"|l) (?:torre|mont\w+|edificio|campanile|ponte|muro)|hoe (?:ver|diep|breed)|a quelle (?:distance|hauteur"
    r"|profondeur|altitude)"
)
_SIZE = (
    rf"{_FR}mesur(?:e|ent|ait|aient)|{_ES}mid(?:e|en|io)|{_IT}misura(?:no|va)?|was misst|wie ?viel misst"
)
_HEAT = r"how (?:hot|cold|warm)|wie (?:heiss|kalt|warm)|hoe (?:heet|koud|warm) (?:is|wordt|mag)"
_ENERGY = (
    r"how much (?:electricity|energy|power)|combien d (?:electricite|energie)|quelle quantite d (?:electricite"
    r"|energie)|wie ?viel (?:strom|energie)|cuanta (?:electricidad|energia)|quanta (?:elettricita|energia|eletricidade)"
    r"|hoeveel (?:stroom|energie)"
)
_AREAS = r"what (?:is|was) the area of"
_SPEED = r"how fast|wie schnell|a quelle vitesse|a que velocidad|a che velocita|hoe snel|a que velocidade"
_LIMIT = (
    r"sous combien de temps|date (?:limite|butoir)|bis wann|fecha (?:limite|tope)|termine ultimo|entro quando|by when"
    r"|data limite|uiterste datum|ate quando"
)
_ADDRESS = r"cual es (?:la|su) direccion|que direccion (?:postal )?tiene"  # not « en qué dirección »
_STREET = r"(?:what|which) street|quelle rue|welche[rn]? strasse|que calle|(?:che|quale) via|welke straat|que rua"
_POWER = r"quelle (?:est|etait|sera) la puissance"  # « quelle puissance » is a country, too
# fmt: on


# The units as they are asked for: "how many hectares", and what is asked in them, "… in hectares".
_UNITS = {
    kind: rf"{_HOW_MANY} {_SCALES}(?:\w+ )?(?:{units})|{_AMOUNT} (?:.* )?(?:in|en|em) {_SCALES}(?:{units})$"
    rf"|{_ASKING} (?:{_BE} )?(?:{_ARTICLE} )?\w+ (?:in|en|em) (?:{units})"
    for kind, units in COUNTED.items()
}


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})(?!\w)")


PHRASES: Mapping[tuple[Wanted, Measure], re.Pattern[str]] = {
    ("number", "frequency"): _any(_FREQUENCY),
    ("number", "age"): _any(_AGE),
    ("number", "share"): _any(_SHARES, _UNITS["share"]),
    ("date", "deadline"): _any(_LIMIT),
    ("date", "year"): _any(_YEAR),
    ("number", "area"): _any(_AREAS, _UNITS["area"]),
    ("number", "weight"): _any(_WEIGHT, _UNITS["weight"]),
    ("number", "volume"): _any(_UNITS["volume"]),
    ("number", "energy"): _any(_ENERGY, _UNITS["energy"]),
    ("number", "data"): _any(_UNITS["data"]),
    ("number", "temperature"): _any(_HEAT, _UNITS["temperature"]),
    ("number", "size"): _any(_SIZE),
    ("number", "speed"): _any(_SPEED),
    ("number", "length"): _any(_LENGTH, _UNITS["length"]),
    ("number", "duration"): _any(_DURATION, _UNITS["duration"]),
    ("number", "money"): _any(_MONEY, _UNITS["money"]),
    ("number", "extent"): _any(_EXTENT),
    ("number", "time"): _any(_LASTS),
    ("place", "address"): _any(_ADDRESS),
    ("place", "street"): _any(_STREET),
    ("number", ""): _any(_POWER),
}
"""By what is asked for, the phrases that ask for it; of several in one question, the first listed."""

_NAMED = {kind: _any(pattern) for kind, pattern in _UNITS.items()}


def names_unit(words: str, measure: Measure) -> bool:
    """Whether folded words ask for a quantity in a unit of its kind: "how many tonnes", and not "how heavy"."""
    return measure in _NAMED and _NAMED[measure].search(words) is not None
