"""The names that people give to kinds, roles and themes, in English and French, and how names are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from corpus.instrument import DateRole, Kind, OrganisationRole

KIND_NAMES: Mapping[Kind, tuple[str, ...]] = {
    "charter": ("charter", "charte"),
    "programme": ("programme", "program"),
    "label": ("label", "labels"),
    "network": ("network", "réseau"),
    "twinning": ("twinning", "jumelage"),
    "contract": ("contract", "contrat", "agreement", "accord", "convention"),
    "manifesto": ("manifesto", "manifeste"),
    "plan": ("plan", "strategy", "stratégie"),
    "call": ("call for projects", "appel à projets", "call", "appel"),
    "report": ("report", "rapport"),
    "web_page": ("web page", "page web"),
    "other": ("other", "autre"),
}
"""Each kind's names, the first one English, the second French."""

ROLE_NAMES: Mapping[OrganisationRole, tuple[str, ...]] = {
    "issues": ("issues", "émet"),
    "signs": ("signs", "signe"),
    "awards": ("awards", "décerne"),
    "funds": ("funds", "finance"),
    "steers": ("steers", "pilote"),
    "takes_part": ("takes part", "participe"),
    "twinned_with": ("twinned with", "jumelée avec"),
}

DATE_NAMES: Mapping[DateRole, tuple[str, ...]] = {
    "published": ("published", "publié"),
    "signed": ("signed", "signé"),
    "from": ("from", "depuis"),
    "until": ("until", "jusque"),
}

THEME_NAMES: Mapping[str, tuple[str, ...]] = {
    "culture": ("Culture and heritage", "Culture et patrimoine"),
    "economy": ("Economy and employment", "Économie et emploi"),
    "environment": ("Environment and biodiversity", "Environnement et biodiversité"),
    "climate_energy": ("Climate and energy", "Climat et énergie"),
    "housing": ("Housing", "Logement"),
    "mobility": ("Mobility and transport", "Mobilités et transports"),
    "food_agriculture": ("Food and agriculture", "Alimentation et agriculture"),
    "health": ("Health", "Santé"),
    "education_youth": ("Education and youth", "Éducation et jeunesse"),
    "social_inclusion": ("Social cohesion", "Cohésion sociale"),
    "urban_planning": ("Town planning", "Urbanisme et aménagement"),
    "digital": ("Digital services", "Numérique"),
    "water_risk": ("Water and risks", "Eau et risques"),
    "international": ("International relations", "Relations internationales"),
    "tourism_attractiveness": ("Tourism and attractiveness", "Tourisme et attractivité"),
}
"""The themes that are read from documents: an English and a French name. People may name others."""

Name = TypeVar("Name", bound=str)

_NOT_LETTERS = re.compile(r"[\W_]+")
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def folded(text: str) -> str:
    """A name as it is compared: no case, accents, ligatures or signs, single spaces."""
    opened = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    letters = "".join(sign for sign in unicodedata.normalize("NFKD", opened) if not unicodedata.combining(sign))
    return " ".join(_NOT_LETTERS.sub(" ", letters).split())


def named(text: str, names: Mapping[Name, tuple[str, ...]]) -> Name | None:
    """The identifier that `text` is, or is a name of; a plural with -s is one too. None where it is neither."""
    wanted = folded(text)
    for identifier, known in names.items():
        forms = _forms((identifier, *known))
        if wanted in forms or wanted.removesuffix("s") in forms:
            return identifier
    return None


@cache
def _forms(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(folded, names))


def theme_name(written: str, *, french: bool) -> str:
    """What people call a theme, from its identifier, however it is written; one that someone made up stays as it is."""
    identifier = named(written, THEME_NAMES)
    return THEME_NAMES[identifier][french] if identifier else written
