"""What stands before and behind the nouns that questions ask by, in each language: « quel est le », "what is the".

As in `search.question_words` all is over folded words with single spaces between them.
"""

from __future__ import annotations

from collections.abc import Mapping

# fmt: off
# How the noun is led in, with a group for the words among which it stands: « quel est le | montant maximal ». In the
# Germanic languages what the noun is of stands before it, and the last noun counts; in the Romance ones the first.
FRAMES: Mapping[str, str] = {
    "fr": r"\bquel(?:le)?s?(?: (?:est|sont|etait|etaient|sera|seront|serait|fut|a ete|doit etre|peut etre))?"
          r"(?: (?:le|la|l|les|son|sa|ses|leur|leurs|cette|ce))? ((?:\w+ ?){1,3})"
          r"|\b(?:a|de) combien (?:s eleve\w*|se monte\w*|se chiffre\w*|est|etait|sont|etaient|sera) (?:le|la|l|les|son"
          r"|sa|ses|leurs?) ((?:\w+ ?){1,3})",
    "en": r"\b(?:what|which)(?: (?:is|are|was|were|will be|s|would be|should be))?(?: (?:the|its|their|a|an|our))?"
          r" ((?:\w+ ?){1,5})"
          r"|\bhow (?:much|high|large|big|great|low) (?:is|are|was|were|will be)(?: (?:the|its|their|a|an|our))?"
          r" ((?:\w+ ?){1,5})",
    "de": r"\b(?:welche[rnsm]?|was fur eine?n?|wie (?:ist|war|lautet|lauten|hoch (?:ist|sind|war|waren|wird|liegt|lag"
          r"|liegen|fallt|soll|sollte?n?|darf)|viel betragt|gross (?:ist|war|sind)|lang (?:ist|war)))(?: (?:der|die"
          r"|das|den|dem|ihre?|seine?|eine?))? ((?:\w+ ?){1,3})",
    "es": r"\b(?:cual(?:es)? (?:es|son|era|eran|fue|fueron|sera|seran)|que|cual|(?:a|en) cuanto (?:asciend\w+|ascend\w+"
          r"|se eleva\w*|se cifra\w*|se estima\w*)|de cuanto (?:es|son|fue|fueron|era|sera))(?: (?:el|la|los|las|su"
          r"|sus))? ((?:\w+ ?){1,3})",
    "it": r"\b(?:qual(?:e|i)? (?:e|sono|era|erano|sara|saranno|fu)|quale?|quali|che)"
          r"(?: (?:il|lo|la|l|i|gli|le|suo|sua))? ((?:\w+ ?){1,3})"
          r"|\b(?:a quanto (?:ammont\w+|e (?:fissat|salit|stimat)\w+)|di quanto (?:e|sono|era)|quanto (?:e"
          r"|era) (?:alt|grand)\w+) (?:il|lo|la|l|i|gli|le) ((?:\w+ ?){1,3})",
    "nl": r"\b(?:welke?|wat (?:is|zijn|was|waren)|hoe (?:hoog|groot|lang|laag) (?:is|zijn|was|waren)|hoeveel bedra\w+)"
          r"(?: (?:de|het|een|hun|haar|zijn))? ((?:\w+ ?){1,3})",
    "pt": r"\b(?:qual (?:e|era|foi|sera)|quais (?:sao|eram|foram)|a quanto (?:ascend\w+|corresponde\w*)"
    r"|de quanto (?:e|foi|era)|qual|quais|que)(?: (?:o|a|os|as|seu|sua))? ((?:\w+ ?){1,3})",
}
# Where the noun with its adjectives ends.
STOPS: Mapping[str, str] = {
    "fr": r"\b(?:d|de|des|du|pour|a|au|aux|en|dans|par|que|qui|sur|est|sont|avec|et|xouu)\b",
    "en": r"\b(?:of|for|to|in|on|at|by|that|which|is|are|was|were|do|does|did|can|may|must|should|will|would|has|have"
          r"|had|from|and|per|last|this|next|each|every|when|if|during|before|after|with|under|between|among|than"
          r"|as)\b",
    "de": r"\b(?:fur|von|vom|in|im|der|des|den|die|das|zur|zum|an|am|bei|mit|ist|sind|hat|haben|wird|werden|gilt"
          r"|muss|kann|und)\b",
    "es": r"\b(?:de|del|para|por|en|a|al|que|se|es|son|tiene|tienen|debe|con|y)\b",
    "it": r"\b(?:di|del|della|dello|dell|dei|degli|delle|d|per|in|nel|nella|a|al|alla|che|si|e|sono|ha|hanno|deve"
          r"|con)\b",
    "nl": r"\b(?:van|voor|in|op|aan|bij|met|is|zijn|was|waren|heeft|hebben|wordt|werd|geldt|moet|kan|en|per|die|dat|de"
          r"|het)\b",
    "pt": r"\b(?:de|do|da|dos|das|para|por|em|no|na|ao|que|se|e|sao|tem|deve|com|pelo|pela)\b",
}
# fmt: on
