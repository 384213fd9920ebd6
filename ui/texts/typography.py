"""The spaces that a language's typography asks for. Catalogues are written with plain ones."""

from __future__ import annotations

import re
from typing import overload

from ui.texts.wording import Plural

_NARROW = "\u202f"
_WIDE = "\u00a0"


@overload
def typeset(text: str, language: str) -> str: ...
@overload
def typeset(text: Plural, language: str) -> Plural: ...
def typeset(text: str | Plural, language: str) -> str | Plural:
    """The text with unbreakable spaces where French has them, inside « » and before : ; ? !; as it is elsewhere."""
    if language != "fr":
        return text
    if isinstance(text, Plural):
        return Plural(typeset(text.one, language), typeset(text.many, language))
    text = re.sub(r" (?=[;?!%])", _NARROW, text)
    text = re.sub(r" (?=[:»])", _WIDE, text)
    return re.sub(r"(?<=«) ", _WIDE, text)
