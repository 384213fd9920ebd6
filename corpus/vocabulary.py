"""The names that people give to fields, kinds and roles, in English and French, and how names are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
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
        forms = {folded(identifier), *map(folded, known)}
        if wanted in forms or wanted.removesuffix("s") in forms:
            return identifier
    return None
